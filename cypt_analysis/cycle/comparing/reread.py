"""Sentences of an old report that would now read differently, because its figures were revised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from cypt_analysis.drops.drop import Drop
from cypt_analysis.ground.claim import Claim, Outcome
from cypt_analysis.ground.findings import CheckFailed
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.tables import Html, Table, paragraph
from cypt_analysis.known import Known
from cypt_analysis.observations.received import Received
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.processed.store import load
from cypt_analysis.words.carried import passages
from cypt_analysis.words.placeholders import filled

# What a revision changes of a row; when it came and from which file stays the old report's.
_REVISED = ["value", "numerator", "denominator"]


@dataclass(frozen=True)
class Reread:
    """A sentence of an old report: how it read, how it would read, and what the data now say."""

    file: str
    line: int
    then: str
    now: str
    why: str


class _Revised(DropReader):
    """The drops of a project, their figures as a later quarter's drop has revised them."""

    def __init__(self, reader: DropReader, later: Quarter) -> None:
        super().__init__(reader.project)
        self._drops = reader._drops
        self._later = DropReader.receive(reader, reader.up_to(later)).rows

    def receive(self, drops: list[Drop]) -> Received:  # type: ignore[override]
        """What drops have brought, revised."""
        known = super().receive(drops)
        return replace(known, rows=_with_revisions(known.rows, self._later))


def _with_revisions(rows: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    """Rows with the numbers that a later table has for the same ids; withdrawn ones stay."""
    now = later.set_index("id")[_REVISED]
    now = now[now["value"].notna()]
    made, known = rows.copy(), rows["id"].isin(now.index) & rows["value"].notna()
    made.loc[known, _REVISED] = now.loc[rows.loc[known, "id"]].to_numpy()
    return made.astype({name: rows[name].dtype for name in _REVISED})


def reread(reader: DropReader, quarter: Quarter, later: Quarter) -> list[Reread]:
    """The sentences of a quarter's report that later revisions make read differently.

    Either a placeholder would print another figure, or a statement that the data bore out is no
    longer borne out. Raises CheckFailed where either quarter cannot be computed.
    """
    then = load(reader.project, quarter)
    try:
        now = compute(_Revised(reader, later), quarter)
    except CheckFailed as fault:
        consequence = f"Nobody can tell how {quarter} would read now."
        raise CheckFailed(fault.findings, consequence) from None
    printed = list(_printed_otherwise(reader.read(quarter), then, now))
    told = {(each.file, each.line) for each in printed}
    fallen = [e for e in _no_longer_borne_out(then, now) if (e.file, e.line) not in told]
    return sorted([*printed, *fallen], key=lambda each: (each.file, each.line))


def reread_html(found: list[Reread], quarter: Quarter) -> Html:
    """The sentences of a quarter's report that would now read differently, as a table."""
    if not found:
        return paragraph(f"No sentence of {quarter} would now read differently.")
    rows = [[f"{e.file} line {e.line}", e.then, e.now, e.why] for e in found]
    caption = f"Sentences of {quarter} that would now read differently"
    return Table("reread", caption, ("Where", "Then", "Now", "Why"), rows).html()


def _printed_otherwise(drop: Drop, then: Known, now: Known) -> Iterator[Reread]:
    fallen = {(each.file, each.line): each for each in _fallen(then, now)}
    for each in passages(drop, then.catalogue):
        old, new = (
            "".join(printed for _, _, printed, _ in filled(each.text, known.facts))
            for known in (then, now)
        )
        if old != new:
            claim = fallen.get((each.file, each.line))
            why = claim.data if claim else "Its figures were revised."
            yield Reread(each.file, each.line, old, new, why)


def _no_longer_borne_out(then: Known, now: Known) -> list[Reread]:
    return [
        Reread(each.file, each.line, each.sentence, "no longer borne out", each.data)
        for each in _fallen(then, now)
    ]


def _fallen(then: Known, now: Known) -> list[Claim]:
    """Statements that the data do not bear out now and did bear out, or did not decide, then."""
    before = {_place(each) for each in then.claims if each.outcome is Outcome.NOT_BORNE_OUT}
    return [
        each for each in now.claims
        if each.outcome is Outcome.NOT_BORNE_OUT and _place(each) not in before
    ]  # fmt: skip


def _place(claim: Claim) -> tuple[str, int, str, str]:
    return claim.file, claim.line, claim.place, claim.printed

"""Drops → what is known at a quarter: the whole computation, on one screen."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from importlib.metadata import version
from typing import Any

import pandas as pd

from cypt_analysis import __version__
from cypt_analysis.catalogue import Catalogue
from cypt_analysis.claims import (
    check_claims,
    claim_findings,
    lapsed,
)
from cypt_analysis.drops.across import check_across
from cypt_analysis.drops.authority import authority_faults, authority_questions
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.info import board_faults
from cypt_analysis.drops.layout import COMMENTARY, DROP_FILE
from cypt_analysis.drops.of_library import parted
from cypt_analysis.drops.synthetic import synthetic_quarters
from cypt_analysis.facts import derive_facts
from cypt_analysis.ground.findings import MISSING, REVIEW, CheckFailed, Finding, errors
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.records import held_once
from cypt_analysis.judgement.against_last import carried_over, changed_headers, respelt
from cypt_analysis.judgement.changes import compare_periods, latest_of
from cypt_analysis.judgement.exceptions import review_exceptions
from cypt_analysis.judgement.indicators import judge_indicators
from cypt_analysis.judgement.jumps import jumped
from cypt_analysis.judgement.measures import judge_measures, newest_hidden
from cypt_analysis.judgement.not_come import not_come
from cypt_analysis.judgement.repeated import repeated
from cypt_analysis.judgement.review import review
from cypt_analysis.judgement.signals import judge_benchmarks, judge_signals
from cypt_analysis.known import Known
from cypt_analysis.observations.received import Received
from cypt_analysis.observations.rows import is_own
from cypt_analysis.observations.settled import Stacked, settle
from cypt_analysis.processed.current import code_digest
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.words.carried import (
    Carried,
    carried,
    carried_figures,
    carried_findings,
    confirmations,
    unconfirmed,
)
from cypt_analysis.words.commentary import check_words
from cypt_analysis.words.links import page_ids
from cypt_analysis.words.names import naming
from cypt_analysis.words.prose import notebook_faults

_PACKAGES = (
    "numpy", "pandas", "scipy", "matplotlib", "seaborn", "papermill", "nbconvert",
)  # fmt: skip


def compute(reader: DropReader, quarter: Quarter) -> Known:
    """What is known at a quarter.

    Raises CheckFailed with every fault of every drop up to the quarter.
    """
    known, _, _, faults = computed(reader, quarter)
    if faults:
        raise CheckFailed(faults)
    return known


def computed(reader: DropReader, quarter: Quarter) -> tuple[Known, Stacked, Drop, list[Finding]]:
    """What is known at a quarter, and the observations and the drop that it follows from.

    Where lines of the words have faults, they are given last, and the rest was read without those
    lines: whoever asks finds what else is wrong, and raises them all. Raises CheckFailed as
    `compute` for all other faults.
    """
    drops = reader.up_to(quarter)
    received = _received(reader, drops)
    catalogue, drop = reader.catalogue.at(quarter), drops[-1]
    settings = reader.project.settings(quarter)
    stacked = settle(received, drop.info)
    stacked = replace(stacked, observations=held_once(stacked.observations))
    own = stacked.observations[is_own(stacked.observations, drop.info)]
    pairs = compare_periods(own)
    judged = judge_measures(latest_of(own), own, pairs, stacked.targets, catalogue)
    facts = derive_facts(stacked, pairs, judged, drop, catalogue)
    hidden = newest_hidden(stacked.marked, judged, drop.info.authority)
    verdicts = judge_indicators(judged, catalogue, str(quarter), hidden)
    benchmarks = judge_benchmarks(judged, stacked.observations, catalogue)
    signals = judge_signals(judged, own, catalogue)
    points = [
        *_across_drops(drops, catalogue),
        *review(drop, stacked, pairs, judged, catalogue),
        *review_exceptions(catalogue, verdicts, judged, benchmarks, signals),
        *_beside_last(drops, catalogue),
        *beside_earlier(drops, catalogue),
        *authority_questions(drops),
        *_of_drop((*received.findings, *stacked.findings), drop),
    ]
    ids = page_ids(reader.project, settings, catalogue)
    told = [
        *check_words(drop, facts, catalogue, ids),
        *naming(drops, catalogue),
        *notebook_faults(reader.project),
    ]
    faults = [*_of_words(drop), *errors(told)]
    points += [each for each in told if each.severity == REVIEW]
    if faults:
        whole = drop
        drop = _without_lines(drop, faults)
        faults = _beside(faults, parted([*whole.findings, *points], reader.project)[0])
        apart = all(each.file.startswith(whole.path(COMMENTARY)) for each in errors(faults))
        if not apart or errors(check_words(drop, facts, catalogue, ids)):
            raise CheckFailed(faults)
    known = Known(
        project=reader.project,
        settings=settings,
        catalogue=catalogue,
        quarter=quarter,
        info=drop.info,
        observations=stacked.observations,
        revisions=stacked.revisions,
        targets=stacked.targets,
        assumptions=stacked.assumptions,
        pairs=pairs,
        judged=judged,
        benchmarks=benchmarks,
        signals=signals,
        verdicts=verdicts,
        actions=_own_table(drop, catalogue, "actions"),
        risks=_own_table(drop, catalogue, "risks"),
        facts=facts,
        commentary=drop.commentary,
        marked=stacked.marked,
        findings=(*drop.findings, *points),
        provenance={
            **_provenance(drops, code_digest(reader.project, reader.catalogue, quarter)),
            "synthetic": synthetic_quarters(drops, catalogue),
        },
    )
    return _with_claims(known, drop, _last(drops)), stacked, drop, faults


def _of_words(drop: Drop) -> list[Finding]:
    """The faults of a drop that are in its commentary."""
    return [e for e in errors(drop.findings) if e.file.startswith(drop.path(f"{COMMENTARY}/"))]


def _without_lines(drop: Drop, faults: Iterable[Finding]) -> Drop:
    """A drop whose words have nothing in the lines that have a fault; the others stay in place."""
    rows = {(each.file, row) for each in faults for row in each.rows or (each.row,)}
    texts = {
        name: "\n".join(
            "" if (drop.path(f"{COMMENTARY}/{name}.md"), at) in rows else line
            for at, line in enumerate(text.split("\n"), start=1)
        )
        for name, text in drop.commentary.items()
    }
    return replace(drop, commentary=texts)


def _of_drop(findings: Iterable[Finding], drop: Drop) -> list[Finding]:
    """What was found in the files of one drop: earlier reports told the rest."""
    return [each for each in findings if each.file.startswith(f"{drop.folder}/")]


def _across_drops(drops: Sequence[Drop], catalogue: Catalogue) -> list[Finding]:
    """What the last drop's files give otherwise than other files of earlier drops."""
    *earlier, last = drops
    known = [(str(drop.quarter), drop.tables) for drop in earlier]
    if not known:
        return []
    return check_across(last.tables, catalogue, last.folder, last.info.authority, known)


def beside_earlier(drops: Sequence[Drop], catalogue: Catalogue) -> list[Finding]:
    """Points to review in the last drop's files of data beside those of earlier drops."""
    return [
        *respelt(drops, catalogue),
        *changed_headers(drops, catalogue),
        *not_come(drops, catalogue),
    ]


def _beside(faults: Sequence[Finding], others: Iterable[Finding]) -> list[Finding]:
    """Faults, and beside them what is to be looked at in files of which no fault tells more."""
    told = {each.file for each in faults if each.rule == MISSING}
    points = [each for each in others if each.severity == REVIEW and each not in faults]
    return [*faults, *(each for each in points if each.rule != MISSING or each.file not in told)]


def _received(reader: DropReader, drops: Sequence[Drop]) -> Received:
    """What drops have brought. Raises CheckFailed with every fault of every one of them."""
    faults = [finding for drop in drops for finding in errors(drop.findings)]
    faults += board_faults([(drop.info, drop.path(DROP_FILE)) for drop in drops])
    faults += authority_faults(drops)
    # Of faults in its words alone the rest of them is looked for first.
    if any(each not in _of_words(drops[-1]) for each in faults):
        raise CheckFailed(_beside(faults, parted(drops[-1].findings, reader.project)[0]))
    received = reader.receive(drops)
    if errors(received.findings):
        raise CheckFailed(errors(received.findings))
    return received


def _last(drops: Sequence[Drop]) -> Drop | None:
    """The drop before the newest one, if there is one."""
    return drops[-2] if len(drops) > 1 else None


def _beside_last(drops: Sequence[Drop], catalogue: Catalogue) -> list[Finding]:
    """Points to review in what should not be as the last drop had it: words, actions, risks."""
    drop, last = drops[-1], _last(drops)
    again = [*repeated(drops, catalogue), *jumped(drops, catalogue)]
    return [*carried_over(drop, last, catalogue), *carried_findings(drop, last, catalogue, again)]


def to_confirm(reader: DropReader, quarter: Quarter) -> list[Carried]:
    """The words and figures of before that a quarter's drop repeats and nobody has confirmed."""
    drops, catalogue = reader.up_to(quarter), reader.catalogue.at(quarter)
    found = carried(drops[-1], _last(drops), catalogue)
    asked = [*repeated(drops, catalogue), *jumped(drops, catalogue)]
    found += carried_figures(drops[-1], asked)
    return unconfirmed(found, confirmations(drops[-1], catalogue))


def _with_claims(known: Known, drop: Drop, last: Drop | None) -> Known:
    """What is known with the claims of its words, and those that need mending as points."""
    waivers = waivers_of(drop, known.catalogue)
    claims = check_claims(known, waivers, last.info if last else None)
    points = claim_findings(claims)
    if waivers is not None and len(waivers):
        points += lapsed(claims, waivers.set_index("row"), drop.path("waivers.csv"))
    return replace(known, claims=tuple(claims), findings=(*known.findings, *points))


def waivers_of(drop: Drop, catalogue: Catalogue) -> pd.DataFrame | None:
    """The verdicts on statements that a person has waived; None where no report has such a file."""
    return _own_table(drop, catalogue, "waivers") if "waivers" in catalogue.sources else None


def _own_table(drop: Drop, catalogue: Catalogue, source: str) -> pd.DataFrame:
    known = catalogue.sources.get(source)
    columns = ["indicator", *(known.columns if known else ())]
    table = drop.tables.get(source, pd.DataFrame(columns=list(dict.fromkeys(columns))))
    for name, column in known.columns.items() if known else ():
        if column.optional and name not in table:
            table = table.assign(**{name: pd.NaT if column.type == "date" else ""})
    return table.assign(row=table.index, file=drop.file_of(source)).reset_index(drop=True)


def _provenance(drops: Iterable[Drop], code: str) -> dict[str, Any]:
    return {
        "raw_files": [
            {**asdict(file), "header": list(file.header), "quarter": str(drop.quarter)}
            for drop in drops
            for file in drop.files
        ],
        "listed": {str(drop.quarter): list(drop.listed) for drop in drops},
        "code": code,
        "versions": {
            "cypt_analysis": __version__,
            "python": platform.python_version(),
            **{name: version(name) for name in _PACKAGES},
        },
    }

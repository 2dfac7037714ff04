"""What a reviewer should look at first, in the order of what a mistake in it would cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from cypt_analysis.cycle.receiving.understood import then_and_now
from cypt_analysis.ground.claim import Outcome, worst_first
from cypt_analysis.ground.findings import list_words
from cypt_analysis.judgement.exceptions import reasons_of
from cypt_analysis.known import Known
from cypt_analysis.pieces.review import ASSUMED, points_of
from cypt_analysis.words.carried import CARRIED, CARRIED_WORDS
from cypt_analysis.words.headlines import what_matters
from cypt_analysis.words.wording import why_revised

# What a row of `points` on an assumption says where a verdict rests on it.
_DECIDES = "It decides"
# The rules of findings that are told here of their own.
_TOLD = ("claim", *CARRIED)


class Look(NamedTuple):
    """One thing to look at: its kind, what it is of, what it says, and what to do."""

    kind: str
    of: str
    what: str
    advice: str


def look_first(known: Known, before: Known | None) -> list[Look]:
    """Everything a reviewer should see, the most pressing first.

    Statements that fail, words of last quarter, statements that nobody has answered for,
    exceptions that are new beside the report ``before``, assumptions that decide a verdict, what
    matters most, revisions, the largest first, and what was found in the files.
    """
    return [
        *_statements(known, Outcome.NOT_BORNE_OUT, "Statement not borne out"),
        *_carried(known),
        *_statements(known, Outcome.FOR_A_PERSON, "Statement for a person"),
        *_new_exceptions(known, before),
        *_assumptions(known),
        *_changes(known),
        *_revisions(known),
        *_findings(known),
    ]


def _statements(known: Known, outcome: Outcome, kind: str) -> Iterator[Look]:
    for each in worst_first(known.claims):
        if each.outcome is outcome and each.needs_mending:
            where = each.place or f"{each.file} line {each.line}"
            told = f"'{each.printed}' in: {each.sentence} {each.data}"
            yield Look(kind, where, told.strip(), each.suggestion)


def _carried(known: Known) -> Iterator[Look]:
    for each in known.findings:
        if each.rule in CARRIED:
            what = "words" if each.rule == CARRIED_WORDS else "figures"
            where = f"{each.file} line {each.row}" if each.row else each.file
            yield Look(f"Last quarter's {what}", where, each.found, each.advice)


def _exceptions(known: Known) -> dict[str, str]:
    """By indicator, the rules for an exception that it meets."""
    found = {}
    for name, indicator in known.catalogue.indicators.items():
        if indicator.measure and known.verdicts.loc[name, "path"]:
            reasons = reasons_of(indicator, known.judged, known.benchmarks, known.signals)
            if reasons:
                found[name] = list_words(f"{each.rule}: {each.what}" for each in reasons)
    return found


def _new_exceptions(known: Known, before: Known | None) -> Iterator[Look]:
    known_before = _exceptions(before) if before is not None else {}
    for name, told in _exceptions(known).items():
        if name not in known_before:
            label = known.catalogue.indicators[name].label
            yield Look("New exception", label, told, "See that the words say why.")


def _assumptions(known: Known) -> Iterator[Look]:
    for indicator in known.catalogue.indicators.values():
        for point in points_of(known, indicator):
            if point.what.startswith(ASSUMED) and point.why.startswith(_DECIDES):
                told = f"{point.figures}. {point.why}"
                yield Look("Assumption that decides", indicator.label, told, point.advice)


def _changes(known: Known) -> Iterator[Look]:
    for line in what_matters(known):
        label = known.catalogue.indicators[line.indicator].label
        yield Look("Matters most", label, " ".join(line.sentences), "Do the words tell of it?")


def _revisions(known: Known) -> Iterator[Look]:
    revised = known.revisions[known.revisions["quarter"] == str(known.quarter)]
    rows = sorted(revised.to_dict("records"), key=_share, reverse=True)
    for row in rows:
        of, told = then_and_now(row, known.catalogue)
        cause = "It is no longer given" if pd.isna(row["now"]) else why_revised(row)
        yield Look("Revision", of, f"{told}. {cause}.", f"{row['file']} row {int(row['row'])}")


def _share(row: dict) -> float:
    """How large a revision is beside the figure; what came late or is gone is the largest."""
    then, now = row["then"], row["now"]
    if pd.isna(then) or pd.isna(now) or not then:
        return float("inf")
    return abs(now / then - 1)


def _findings(known: Known) -> Iterator[Look]:
    for each in known.findings:
        if each.rule not in _TOLD:
            where = f"{each.file} row {each.row}" if each.row else each.file
            yield Look("Found in the files", where, each.found, each.advice)

"""By which rule an indicator is an exception: the section is chosen by rules, not by habit.

The rules: a target that is missed or off track; a value outside the 99.8% interval of a
benchmark; a signal on the control chart of a headline measure; a decision of the Board.
With forty indicators, 95% alone would flag about two a quarter by chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Indicator
from cypt_analysis.ground.findings import REVIEW, Finding, list_words
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.judgement.changes import compare_periods, latest_of
from cypt_analysis.judgement.indicators import HELD, held_name, targets_held
from cypt_analysis.judgement.measures import judge_measures
from cypt_analysis.judgement.signals import FAR, QUIET, in_words, judge_benchmarks, judge_signals

MISSED_TARGET = "target missed"
OFF_TARGET = "target off track"
FROM_BENCHMARK = "outside 99.8% of a benchmark"
SIGNAL = "control-chart signal"
DECISION = "decision"
_OF_SIGNAL = ("measure", "role", "chart", "variation", "latest_signal")
RULES = (MISSED_TARGET, OFF_TARGET, FROM_BENCHMARK, SIGNAL, DECISION)


@dataclass(frozen=True)
class Reason:
    """One rule that an indicator meets, and what meets it."""

    rule: str
    what: str


def reasons_of(
    indicator: Indicator, judged: pd.DataFrame, benchmarks: pd.DataFrame, signals: pd.DataFrame
) -> list[Reason]:
    """Every rule that an indicator meets, in the order of ``RULES``; none for no exception."""
    held = targets_held(judged.loc[judged["indicator"] == indicator.id, list(HELD)])
    found = []
    for rule, word in ((MISSED_TARGET, TargetStatus.MISSED), (OFF_TARGET, TargetStatus.OFF_TRACK)):
        names = [held_name(indicator, each) for each in held if each.status == word]
        if names:
            found.append(Reason(rule, list_words(names)))
    found += [
        Reason(
            FROM_BENCHMARK,
            f"{indicator.get(row['measure']).name}, {in_words(row['verdict'], row['area'])}",
        )
        for row in _rows_of(indicator, benchmarks, ["measure", "verdict", "area"])
        if row["verdict"] in FAR
    ]
    found += [
        Reason(
            SIGNAL,
            f"{indicator.get(row['measure']).name}, {row['variation']}: {row['latest_signal']}",
        )
        for row in _rows_of(indicator, signals, list(_OF_SIGNAL))
        if row["role"] == "headline" and row["chart"] not in QUIET
    ]
    if indicator.board_decision:
        found.append(Reason(DECISION, indicator.board_decision))
    return found


def _rows_of(indicator: Indicator, table: pd.DataFrame, columns: list[str]) -> list[dict]:
    rows = zip(table["indicator"], *(table[name] for name in columns), strict=True)
    return [dict(zip(columns, row, strict=True)) for whose, *row in rows if whose == indicator.id]


def review_exceptions(
    catalogue: Catalogue,
    verdicts: pd.DataFrame,
    judged: pd.DataFrame,
    benchmarks: pd.DataFrame,
    signals: pd.DataFrame,
) -> Iterator[Finding]:
    """Which indicator of an exceptions section no longer meets a rule, and which elsewhere does."""
    for section in catalogue.sections:
        for indicator in section.indicator:
            if not indicator.measure or not verdicts.loc[indicator.id, "path"]:
                continue
            reasons = reasons_of(indicator, judged, benchmarks, signals)
            if section.exceptions and not reasons:
                found = f"{indicator.label} meets no rule for an exception."
                advice = "Move it out of the section, or record the Board's decision to keep it."
                yield _finding(indicator, found, advice, "no_exception")
            if not section.exceptions and reasons:
                rules = list_words(dict.fromkeys(reason.rule for reason in reasons))
                found = f"{indicator.label} meets a rule for an exception ({rules})."
                advice = "It is not in a section of exceptions. Should the Board see it there?"
                yield _finding(indicator, found, advice, "exception_elsewhere")


def _finding(indicator: Indicator, found: str, advice: str, rule: str) -> Finding:
    return Finding(f"catalogue entry {indicator.id}", None, found, advice, REVIEW, rule)


def known_before(rows: pd.DataFrame, revisions: pd.DataFrame, quarter: str) -> pd.DataFrame:
    """The observations without what a quarter's drop brought, with revised values as they were.

    ``rows`` are observations, ``revisions`` what later drops replaced; a figure that had no value
    before was not known.
    """
    then = revisions[revisions["quarter"] == quarter].set_index("id")["then"].astype(float)
    late = then.index[then.isna()]
    kept = rows[(rows["received"] != quarter) & ~rows["id"].isin(late)]
    return kept.assign(value=kept["id"].map(then).fillna(kept["value"]))


def exceptions_by(
    catalogue: Catalogue, judged: pd.DataFrame, benchmarks: pd.DataFrame, signals: pd.DataFrame
) -> dict[str, list[Reason]]:
    """The rules that indicators meet by their figures, by id; a decision alone is none."""
    found = {
        name: [
            reason
            for reason in reasons_of(indicator, judged, benchmarks, signals)
            if reason.rule != DECISION
        ]
        for name, indicator in catalogue.indicators.items()
        if indicator.measure
    }
    return {name: reasons for name, reasons in found.items() if reasons}


def exceptions_then(
    observations: pd.DataFrame, own: pd.DataFrame, targets: pd.DataFrame, catalogue: Catalogue
) -> dict[str, list[Reason]]:
    """`exceptions_by` the figures of a time before; ``own`` are the authority's own rows."""
    if own.empty:
        return {}
    pairs = compare_periods(own)
    judged = judge_measures(latest_of(own), own, pairs, targets, catalogue)
    benchmarks = judge_benchmarks(judged, observations, catalogue)
    return exceptions_by(catalogue, judged, benchmarks, judge_signals(judged, own, catalogue))

"""How many tests a report makes, and how many would call a change by chance alone."""

from __future__ import annotations

from cypt_analysis.ground.number_format import POINTS, format_number, format_p, format_signed
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.tables import Html, Table, join, paragraph
from cypt_analysis.judgement.signals import NOT_JUDGED, NOT_TESTED, TOO_FEW
from cypt_analysis.known import Known
from cypt_analysis.pieces.rows import tested_pairs
from cypt_analysis.statistics import expected_false_alarms
from cypt_analysis.words.sentences import turns_of
from cypt_analysis.words.wording import counts, measure_name, verdict_cells

_QUIET = (NOT_TESTED, TOO_FEW, NOT_JUDGED)
# What the rules of a control chart flag of steady series: tests/benchmarks/statistics.
_FLAGGED = 0.98
_LISTED = (
    "Measure", "Periods", "Then", "Now", "Numbers", "95% interval of the difference", "p",
    "Adjusted p", "Intervals overlap", "Test significant", "Where a number is assumed",
)  # fmt: skip


def false_alarms(known: Known) -> Html:
    """The tests made, by kind and level, and what chance alone would bring."""
    pairs = known.pairs[known.pairs["significant"].notna()].drop_duplicates(["id", "then_id"])
    decide = known.judged["significant"].notna().sum()
    compared = (known.benchmarks["verdict"] != "not compared").sum()
    trends = (~known.signals["trend"].isin(_QUIET)).sum()
    charts = (~known.signals["chart"].isin(_QUIET)).sum()
    made = (
        ("Changes between two periods", "95%", 0.95, len(pairs)),
        ("Of these, those that decide a direction word", "95%", 0.95, decide),
        ("Comparisons with another area", "95%", 0.95, compared),
        ("Recent trends", "99.8%", 0.998, trends),
        ("Latest points of control charts", "About 98%", _FLAGGED, charts),
    )
    rows = [
        [name, level, int(number), f"{expected_false_alarms(int(number), confidence).expected:.2g}"]
        for name, level, confidence, number in made
    ]
    told = expected_false_alarms(len(pairs)).sentence
    columns = ("Kind of test", "Level of each", "Made", "Expected by chance alone")
    return join(
        paragraph(
            f"Of changes between two periods, {told}, if nothing at all had changed. The more "
            "tests, the more of their findings are chance: the analyst's edition lists every one "
            "of them, with a p adjusted for their number (Benjamini and Hochberg, 1995)."
        ),
        Table(
            "table-analyst-false-alarms", "Tests made, and what chance alone would bring", columns,
            rows, {"Made", "Expected by chance alone"},
        ).html(),
    )  # fmt: skip


def every_test(known: Known) -> Html:
    """For the analyst: each test of a change, with its p adjusted for the number of all."""
    rows = [
        _row(known, pair) for each in known.catalogue.indicators.values()
        for pair in tested_pairs(known, each)
    ]  # fmt: skip
    if not rows:
        return paragraph("No change between two periods was tested.", "none")
    numeric = {"Then", "Now", "p", "Adjusted p"}
    return Table(
        "table-analyst-tests", "Every test of a change between two periods", _LISTED, rows, numeric
    ).html()


def _row(known: Known, pair: dict) -> list[object]:
    indicator = known.catalogue.indicators[pair["indicator"]]
    overlap, significant, p_value = verdict_cells(pair)
    then = {f: pair[f"then_{f}"] for f in ("numerator", "denominator", "assumed")}
    periods = [parse_period(pair[name]).label for name in ("then_period", "period")]
    return [
        measure_name(indicator, pair),
        " to ".join(periods),
        known.facts[pair["then_id"]].printed,
        known.facts[pair["id"]].printed,
        f"{counts(then)}, then {counts(pair)}",
        difference(pair),
        p_value,
        format_p(pair["adjusted_p"]),
        overlap,
        significant,
        turns_of(known, pair) or "[z]",
    ]


def difference(pair: dict) -> str:
    """The interval of a difference, in percentage points for percentages."""
    unit = f" {POINTS}" if pair["unit"] == "%" else ""
    places = int(pair["decimals"])
    limits = [
        format_signed(value, format_number(abs(value), places), places)
        for value in (pair["difference_lower"], pair["difference_upper"])
    ]
    return f"{' to '.join(limits)}{unit}"

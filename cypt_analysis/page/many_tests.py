"""How many tests a report makes, and how many would call a change by chance alone."""

from __future__ import annotations

from collections.abc import Iterator

from cypt_analysis.catalogue import Indicator
from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.ground.number_format import POINTS, format_number, format_p, format_signed
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.tables import Html, Table, join, paragraph
from cypt_analysis.judgement.signals import NOT_JUDGED, NOT_TESTED, TOO_FEW
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import earlier_span, span_of
from cypt_analysis.pieces.rows import in_order, rows_of, tested_pairs
from cypt_analysis.statistics import expected_false_alarms
from cypt_analysis.words.sentences import turns_of
from cypt_analysis.words.wording import (
    chance_said,
    counts,
    interval_text,
    measure_name,
    verdict_cells,
)

_QUIET = (NOT_TESTED, TOO_FEW, NOT_JUDGED)
# What the rules of a control chart flag of steady series: tests/benchmarks/statistics.
_FLAGGED = 0.98
_LISTED = (
    "Measure", "Test", "Then, or beside", "Now", "Numbers", "Method", "95% interval", "p",
    "Adjusted p", "Verdict", "Where a number is assumed",
)  # fmt: skip
_NUMERIC = {"p", "Adjusted p"}
_NEWCOMBE = "Newcombe's interval of the difference of two proportions"
_MID_P = "exact conditional test of two rates, mid-p"


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
    """For the analyst: every test made, of changes, beside other areas, of trends and charts.

    The p of a change is adjusted for the number of all such tests.
    """
    rows = [
        row
        for each in known.catalogue.indicators.values()
        for row in (
            *(_change(known, pair) for pair in tested_pairs(known, each)),
            *_beside_others(known, each),
            *_signals(known, each),
        )
    ]
    if not rows:
        return paragraph("Nothing was tested.", "none")
    return Table("table-analyst-tests", "Every test made", _LISTED, rows, _NUMERIC).html()


def _change(known: Known, pair: dict) -> list[object]:
    indicator = known.catalogue.indicators[pair["indicator"]]
    overlap, _, p_value = verdict_cells(pair)
    then = {f: pair[f"then_{f}"] for f in ("numerator", "denominator", "assumed")}
    then["kind"] = pair["kind"]
    return [
        measure_name(indicator, pair),
        "Change between two periods",
        f"{known.facts[pair['then_id']].printed}, {earlier_span(pair).name}",
        f"{known.facts[pair['id']].printed}, {span_of(pair).name}",
        f"{counts(then)}, then {counts(pair)}",
        _NEWCOMBE if pair["kind"] == Kind.PROPORTION else _MID_P,
        difference(pair),
        p_value,
        format_p(pair["adjusted_p"]),
        f"{chance_said(pair['significant']).capitalize()}; intervals overlap: {overlap.lower()}",
        turns_of(known, pair) or _assumed(pair),
    ]


def _assumed(pair: dict) -> str:
    """That a number behind a test is assumed, where how far it may be off is not worked out."""
    return (
        "assumed; not worked out for a rate" if pair["assumed"] or pair["then_assumed"] else "[z]"
    )


def _beside_others(known: Known, indicator: Indicator) -> Iterator[list[object]]:
    """The latest figures beside those of other areas, where they could be compared."""
    compared = known.benchmarks[known.benchmarks["verdict"] != "not compared"]
    for each in dicts_of(in_order(compared, indicator)):
        row = known.judged.loc[each["path"]]
        places = indicator.get(each["measure"]).decimals
        yield [
            measure_name(indicator, row),
            "Beside another area",
            f"{format_number(each['benchmark'], places)}, {each['area']}",
            f"{known.facts[row['id']].printed}, {span_of(row).label}",
            counts(row),
            f"{row['method']}: is the other value within the interval?",
            interval_text(known.facts, row["id"]),
            "[z]",
            "[z]",
            each["verdict"].capitalize(),
            "the number counted is assumed" if row["assumed"] else "[z]",
        ]


def _signals(known: Known, indicator: Indicator) -> Iterator[list[object]]:
    """The recent trends and the latest points of control charts that were judged."""
    for each in rows_of(known, "signals", indicator):
        row = known.judged.loc[each["path"]]
        kinds = (
            ("Recent trend", each["trend"], each["trend_method"]),
            ("Control chart, latest point", each["chart"], each["latest_signal"] or "no rule met"),
        )
        for kind, verdict, method in kinds:
            if verdict not in _QUIET:
                yield [
                    measure_name(indicator, row), kind, "[z]",
                    f"{known.facts[row['id']].printed}, {span_of(row).label}",
                    f"{each['points']} points", method, *["[z]"] * 3, verdict.capitalize(),
                    "the numbers counted are assumed" if row["assumed"] else "[z]",
                ]  # fmt: skip


def difference(pair: dict) -> str:
    """The interval of a difference, in percentage points for percentages."""
    unit = f" {POINTS}" if pair["unit"] == "%" else ""
    places = int(pair["decimals"])
    limits = [
        format_signed(value, format_number(abs(value), places), places)
        for value in (pair["difference_lower"], pair["difference_upper"])
    ]
    return f"{' to '.join(limits)}{unit}"

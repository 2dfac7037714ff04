"""What was worked out for an indicator: each figure with its numbers and the call that made it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Indicator, Measure
from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.ground.number_format import (
    POINTS,
    format_number,
    format_p,
    format_signed,
    format_value,
)
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.judgement import calls
from cypt_analysis.judgement.signals import NOT_JUDGED, NOT_TESTED, TOO_FEW
from cypt_analysis.known import Known, series_seen, side_by_side
from cypt_analysis.observations.intervals import CONFIDENCES, interval, multipliers
from cypt_analysis.observations.spans import earlier_span, span_named, span_of
from cypt_analysis.pieces.rows import events_of, in_order, rows_of, tested_pairs
from cypt_analysis.statistics.calls import Call
from cypt_analysis.statistics.comparisons import SMALL_DENOMINATOR
from cypt_analysis.words import wording
from cypt_analysis.words.sentences import turns_words

_QUIET = (NOT_TESTED, TOO_FEW, NOT_JUDGED)


@dataclass(frozen=True)
class Worked:
    """One figure: of which measure and periods, from which numbers, by which call."""

    measure: str
    period: str
    numbers: str
    result: str
    call: Call[Any]


def worked_out(known: Known, indicator: Indicator) -> Iterator[Worked]:
    """Every statistic of an indicator, by kind and then by measure."""
    kinds = (
        _intervals, _tests, _turning, _thresholds, _gaps, _run_rates, _benchmarks, _neighbours,
        _series, _events,
    )  # fmt: skip
    for kind in kinds:
        yield from kind(known, indicator)


def _numbers(row: Any) -> str:
    """The numbers behind an observation: a part of its whole, or a count by itself."""
    return format_number(row["value"]) if row["kind"] == Kind.COUNT else wording.counts(row)


def _intervals(known: Known, indicator: Indicator) -> Iterator[Worked]:
    rows = in_order(known.seen[known.seen["method"] != ""], indicator, "path", "end")
    rows = rows.assign(multiplier=multipliers(rows))
    for row in dicts_of(rows):
        name = wording.measure_name(indicator, row)
        for level, confidence in CONFIDENCES.items():
            limits = wording.interval_text(known.facts, row["id"], level)
            result = f"{100 * confidence:g}%: {limits}"
            call = interval(row, row["kind"], confidence, row["multiplier"])
            yield Worked(name, span_of(row).name, _numbers(row), result, call)


def _tests(known: Known, indicator: Indicator) -> Iterator[Worked]:
    for pair in tested_pairs(known, indicator):
        then = {name: pair[f"then_{name}"] for name in ("numerator", "denominator", "value")}
        then |= {"kind": pair["kind"], "assumed": pair["then_assumed"]}
        overlap, significant, p_value = wording.verdict_cells(pair)
        limits = " to ".join(_signed(pair, f"difference_{side}") for side in ("lower", "upper"))
        unit = f" {POINTS}" if pair["kind"] == Kind.PROPORTION else ""
        result = (
            f"difference {limits}{unit}; intervals overlap: {overlap}; "
            f"test significant: {significant}; p {p_value}; adjusted {format_p(pair['adjusted_p'])}"
        )
        periods = f"{earlier_span(pair).name} to {span_of(pair).name}"
        numbers = f"{_numbers(then)}, then {_numbers(pair)}"
        call = calls.comparison(pair, pair["kind"], pair["scale"])
        yield Worked(wording.measure_name(indicator, pair), periods, numbers, result, call)


def _signed(pair: dict, column: str) -> str:
    size = format_number(abs(pair[column]), pair["decimals"])
    return format_signed(pair[column], size, pair["decimals"])


def _turning(known: Known, indicator: Indicator) -> Iterator[Worked]:
    """How far an assumed number could be off before a test's verdict turns."""
    for pair in tested_pairs(known, indicator):
        call = calls.turning_point(pair)
        if call is not None:
            periods = f"{earlier_span(pair).name} to {span_of(pair).name}"
            name, result = wording.measure_name(indicator, pair), turns_words(call.run())
            yield Worked(name, periods, _numbers(pair), result, call)


def _thresholds(known: Known, indicator: Indicator) -> Iterator[Worked]:
    """What the next figure of the same kind of period must pass, in both directions."""
    for row in dicts_of(in_order(known.seen, indicator, "path", "end")):
        measure = indicator.get(row["measure"])
        if not _has_threshold(row):
            continue
        if calls.window(series_seen(known, row["path"], row["series"])) in calls.NO_NEXT:
            continue
        for rule in calls.THRESHOLD_RULES:
            call = calls.thresholds(row, row["kind"], rule, measure.scale, int(row["decimals"]))
            result = f"{_sides(call.run(), measure)}, by the {rule}"
            name = wording.measure_name(indicator, row)
            yield Worked(name, f"after {span_of(row).name}", _numbers(row), result, call)


def _has_threshold(row: dict) -> bool:
    enough = row["denominator"] >= SMALL_DENOMINATOR and pd.notna(row["numerator"])
    return row["kind"] in (Kind.PROPORTION, Kind.RATE) and bool(enough)


def _sides(edges: tuple[float, float], measure: Measure) -> str:
    """Both edges as words; one that no figure could pass is left out."""
    scale = 100 if measure.kind is Kind.PROPORTION else 1
    told = [
        f"{side} {format_value(edge * scale, measure.unit, measure.decimals)}"
        for side, edge in zip(("below", "above"), edges, strict=True)
        if np.isfinite(edge)
    ]
    return " or ".join(told) or "none could be"


def _gaps(known: Known, indicator: Indicator) -> Iterator[Worked]:
    """How many more or fewer would have met a target, where they are counted."""
    for row in rows_of(known, "judged", indicator):
        call = calls.short_of(row)
        if call is not None:
            number = call.run()
            side = "more" if row["comparison"] == "at least" else "fewer"
            result = f"{format_number(number)} {side}" if number else "none: it is met"
            asked = format_value(row["target"], row["unit"], int(row["decimals"]))
            numbers = f"{_numbers(row)}, target {row['comparison']} {asked}"
            yield Worked(
                wording.measure_name(indicator, row), span_of(row).name, numbers, result, call
            )


def _run_rates(known: Known, indicator: Indicator) -> Iterator[Worked]:
    for row in rows_of(known, "judged", indicator):
        fact = known.facts.get(f"{row['path']}.needed_per_period")
        if fact is not None:
            year = span_named(row["target_period"]).name
            so_far, target = (format_number(row[name]) for name in ("judged", "target"))
            result = f"{row['comparison']} {fact.printed} in each period left"
            numbers = f"{so_far} so far, target {row['comparison']} {target}"
            name = wording.measure_name(indicator, row)
            yield Worked(name, f"rest of {year}", numbers, result, calls.run_rate(row))


def _benchmarks(known: Known, indicator: Indicator) -> Iterator[Worked]:
    for row in rows_of(known, "benchmarks", indicator):
        own, measure = known.judged.loc[row["path"]], indicator.get(row["measure"])
        if own["method"]:
            other = format_value(row["benchmark"], measure.unit, measure.decimals)
            numbers = f"{wording.printed(known.facts, own)}; {row['area']} {other}"
            call = calls.benchmark(own, row["benchmark"], measure)
            yield Worked(measure.name, span_of(own).name, numbers, row["verdict"], call)


def _neighbours(known: Known, indicator: Indicator) -> Iterator[Worked]:
    """The latest value among those of the statistical neighbours for the same period."""
    info = known.info
    for row in rows_of(known, "judged", indicator):
        same = side_by_side(known, row["path"], row["period"])
        measure = indicator.get(row["measure"])
        call = calls.among_neighbours(row, same, measure, info.neighbours, info.set_title)
        if call is not None:
            numbers = f"{wording.printed(known.facts, row)}; {len(info.neighbours)} neighbours"
            result = wording.neighbours_words(call.run(), measure)
            yield Worked(
                wording.measure_name(indicator, row), span_of(row).name, numbers, result, call
            )


def _series(known: Known, indicator: Indicator) -> Iterator[Worked]:
    """The control chart and the recent trend of each measure that has points enough."""
    for row in rows_of(known, "signals", indicator):
        latest, measure = known.judged.loc[row["path"]], indicator.get(row["measure"])
        series = series_seen(known, row["path"], latest["series"])
        name = wording.measure_name(indicator, latest)
        if row["chart"] not in _QUIET:
            chart = calls.control_chart(series, measure, latest)
            yield Worked(name, _span(series), f"{row['points']} points", _chart(row, chart), chart)
        trend = calls.trend(series, measure)
        if trend is not None and row["trend"] not in _QUIET:
            found = trend.run()
            used = series.tail(found.points)
            result = f"{row['trend']}; p {format_p(found.p_value)}"
            yield Worked(name, _span(used), f"latest {found.points} points", result, trend)


def _chart(row: dict, call: Call[Any]) -> str:
    """The words of both icons, the rule that the latest point meets, and the limits there."""
    chart, scale = call.run(), calls.chart_scale(call)
    at = int(chart.latest)
    lines = (chart.mean, chart.lower, chart.upper)
    mean, lower, upper = (format_number(np.asarray(line)[at] * scale, 1) for line in lines)
    signal = f" ({row['latest_signal']})" if row["latest_signal"] else ""
    held = f"; target: {row['assurance']}" if chart.target is not None else ""
    kind = f"; {chart.reason}" if chart.reason else ""
    return f"{row['variation']}{signal}; mean {mean}, limits {lower} to {upper}{held}{kind}"


def _span(series: pd.DataFrame) -> str:
    first, last = (span_of(series.iloc[place]).name for place in (0, -1))
    return f"{first} to {last}"


def _events(known: Known, indicator: Indicator) -> Iterator[Worked]:
    for measure, row, at in events_of(known, indicator):
        call = calls.event(series_seen(known, row["path"], row["series"]), measure, at)
        effect = call.run()
        numbers = f"points: {effect.before} before, {effect.after} after"
        yield Worked(measure.name, at.label, numbers, effect.verdict, call)

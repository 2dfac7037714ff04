"""Signals in a series and verdicts beside other areas, for the latest observation of each path."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Measure
from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.judgement import calls
from cypt_analysis.statistics import icons

SEASON = "a trend is not drawn of this series: it follows the time of year"
TOO_FEW = "too few points"
NOT_JUDGED = "not judged"
NOT_TESTED = "not tested"
# Of a chart: the verdicts that are no signal.
QUIET = ("no signal", TOO_FEW, NOT_JUDGED)
BENCHMARK_COLUMNS = ("path", "indicator", "measure", "role", "area", "benchmark", "verdict")
SIGNAL_COLUMNS = (
    "path", "indicator", "measure", "role", "points", "chart", "chart_reason", "latest_signal",
    "variation", "assurance", "trend", "trend_method",
)  # fmt: skip
_ABOUT = ("path", "indicator", "measure", "role")
# Outside the 99.8% interval: the level at which a comparison makes an exception. Worst first.
FAR = ("much worse", "much higher", "much lower", "much better")


def in_words(verdict: str, area: str = "") -> str:
    """A verdict beside an area as a reader takes it: "much" says how sure it is, not how far.

    >>> in_words("much better"), in_words("worse", "England")
    ('better, well outside chance', 'worse than England')
    """
    word = verdict.removeprefix("much ")
    than = f" than {area}" if area else ""
    return f"{word}{than}, well outside chance" if word != verdict else f"{word}{than}"


def judge_benchmarks(
    judged: pd.DataFrame, observations: pd.DataFrame, catalogue: Catalogue
) -> pd.DataFrame:
    """The latest value's intervals against each benchmark area's value for the same period.

    One row a path and area with the columns of ``BENCHMARK_COLUMNS``; ``verdict`` is a word of
    `statistics.compare_to_benchmark`: "at the edge" where the printed benchmark is too coarse to
    decide, "not compared" where the value has no interval or too few are counted.
    """
    named = {area for measure in catalogue.measures.values() for area in measure.benchmarks}
    # What covers a part of its period is held against nothing.
    whole = observations["area"].isin(named) & observations["runs_to"].isna()
    keys = ["path", "period", "window"]
    others = observations.loc[whole, [*keys, "area", "value"]]
    rows = []
    own = judged[judged["runs_to"].isna()].reset_index(drop=True)
    both = own.merge(others, on=keys, suffixes=("", "_other"))
    for row in dicts_of(both):
        measure = catalogue.indicators[row["indicator"]].get(row["measure"])
        if row["area_other"] not in measure.benchmarks:
            continue
        verdict = calls.benchmark(row, row["value_other"], measure).run()
        rows.append(
            {
                **{name: row[name] for name in _ABOUT},
                "area": row["area_other"],
                "benchmark": row["value_other"],
                "verdict": verdict,
            }
        )
    return pd.DataFrame(rows, columns=list(BENCHMARK_COLUMNS))


def series_of_path(own: pd.DataFrame, path: str, series: str) -> pd.DataFrame:
    """A path's observations of one kind of period, in order of time."""
    return own[(own["path"] == path) & (own["series"] == series)].sort_values("end", kind="stable")


def judge_signals(judged: pd.DataFrame, own: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The control chart and recent trend of each path, too few points, or why not judged.

    One row a path with the columns of ``SIGNAL_COLUMNS``: ``chart`` is the verdict on the latest
    point, ``chart_reason`` why there is none, ``latest_signal`` the rule that it meets,
    ``variation`` and ``assurance`` the words of the two icons, ``trend`` that of the recent trend
    and ``trend_method`` how it was tested, or why not.
    """
    ordered = own.sort_values("end", kind="stable")
    series = dict(list(ordered.groupby(["path", "series"], sort=False)))
    rows = []
    for row in dicts_of(judged):
        measure = catalogue.indicators[row["indicator"]].get(row["measure"])
        points = series[row["path"], row["series"]]
        rows.append(
            {
                **{name: row[name] for name in _ABOUT},
                "points": len(points),
                **_chart(points, row, measure),
                **_trend(points, measure),
            }
        )
    return pd.DataFrame(rows, columns=list(SIGNAL_COLUMNS))


def _chart(points: pd.DataFrame, row: dict, measure: Measure) -> dict[str, str]:
    chart = calls.control_chart(points, measure, row).run()
    words = icons(chart)
    return {
        "chart": chart.verdict,
        "chart_reason": chart.reason,
        "latest_signal": "" if chart.latest is None else str(chart.signal[chart.latest]),
        "variation": words.variation,
        "assurance": words.assurance,
    }


def _trend(points: pd.DataFrame, measure: Measure) -> dict[str, str]:
    call = calls.trend(points, measure)
    if call is None:
        if measure.season and points["numerator"].notna().any():
            return {"trend": NOT_JUDGED, "trend_method": SEASON}
        counted = measure.kind in (Kind.PROPORTION, Kind.RATE)
        why = "no numbers behind the figures" if counted else "none for a count or a mean"
        return {"trend": NOT_TESTED, "trend_method": why}
    trend = call.run()
    return {"trend": trend.verdict, "trend_method": trend.method}

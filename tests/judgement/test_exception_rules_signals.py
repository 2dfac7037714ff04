"""By which rule an indicator is an exception, and what a series and a benchmark signal."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.charts import draw_control_chart
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.judgement.exceptions import (
    DECISION,
    FROM_BENCHMARK,
    MISSED_TARGET,
    OFF_TARGET,
    SIGNAL,
    reasons_of,
    review_exceptions,
)
from cypt_analysis.judgement.signals import judge_benchmarks, judge_signals
from cypt_analysis.known import Known
from cypt_analysis.pieces.block import Block


def _rules(known: Known, name: str) -> list[str]:
    indicator = known.catalogue.indicators[name]
    reasons = reasons_of(indicator, known.judged, known.benchmarks, known.signals)
    return [reason.rule for reason in reasons]


@pytest.mark.parametrize(
    ("indicator", "rules"),
    [
        # The published report: 7.8% against 7.6%; 12 children too few measured against 93%.
        ("neet", [MISSED_TARGET]),
        ("obesity", [MISSED_TARGET]),
        # 67% against 68.4% to come; three schools above 6.1% with a term to go.
        ("breastfeeding", [OFF_TARGET]),
        ("persistent_absence", [OFF_TARGET]),
        # 40.9 where the line from 48.1 in 1998 to 26.4 in 2010 asks for about 31.
        ("conceptions", [OFF_TARGET]),
        # No target is printed for either.
        ("child_protection", [DECISION]),
        ("looked_after", [DECISION]),
        # Parenting improvement is 76.5% against 83%, outside the section.
        ("parenting", [OFF_TARGET]),
        ("referrals", []),
        ("caf", []),
        ("health_and_safety", []),
    ],
)
def test_the_rules_that_each_published_indicator_meets(
    known_q2: Known, catalogue: Catalogue, indicator: str, rules: list[str]
) -> None:
    assert _rules(known_q2, indicator) == rules


def test_the_analyst_is_told_of_an_exception_elsewhere(known_q2: Known) -> None:
    found = [each for each in known_q2.findings if each.rule == "exception_elsewhere"]
    assert [each.file for each in found] == ["catalogue entry parenting"]
    assert "target off track" in found[0].found


def test_the_analyst_is_told_what_no_longer_meets_a_rule(
    known_q2: Known, catalogue: Catalogue
) -> None:
    """Without the recorded decision, nothing keeps looked after children in the section."""
    without = _replaced(catalogue, "looked_after", board_decision="")
    tables = (known_q2.verdicts, known_q2.judged, known_q2.benchmarks, known_q2.signals)
    found = [each for each in review_exceptions(without, *tables) if each.rule == "no_exception"]
    assert [each.file for each in found] == ["catalogue entry looked_after"]


def _replaced(catalogue: Catalogue, name: str, **changes: object) -> Catalogue:
    sections = tuple(
        section.model_copy(
            update={
                "indicator": tuple(
                    entry.model_copy(update=changes) if entry.id == name else entry
                    for entry in section.indicator
                )
            }
        )
        for section in catalogue.sections
    )
    return Catalogue(sections=sections, sources=catalogue.sources)


def test_benchmark_verdicts_follow_exact_poisson_limits(known_q2: Known) -> None:
    """176 conceptions (40.9 per 1,000 of 4,310): the South East's 33.1 lies below the 95%
    interval but inside the 99.8% one; England's 41.4 lies inside both. In 2007, 181
    conceptions at 42.0 have a 99.8% interval from 33.007: a printed 33.0 may be 33.04, so that it
    is surely beyond the 95% interval only."""

    def lower(count: int, rate: float, confidence: float) -> float:
        return float(stats.chi2.ppf((1 - confidence) / 2, 2 * count) / 2 * rate / count)

    assert lower(176, 40.9, 0.95) > 33.1 > lower(176, 40.9, 0.998)
    assert 33.05 > lower(181, 42.0, 0.998) > 33.0
    assert lower(181, 42.0, 0.95) > 33.05
    verdicts = known_q2.benchmarks.set_index(["path", "area"])["verdict"]
    assert verdicts["conceptions", "South East"] == "worse"
    assert verdicts["conceptions", "England"] == "similar"
    assert verdicts["conceptions.annual", "South East"] == "worse"
    # No numbers behind the NEET rate were received.
    assert verdicts["neet.official_rate", "Bristol"] == "not compared"


def test_outside_998_of_a_benchmark_is_an_exception_and_at_the_edge_is_none(
    known_q2: Known, catalogue: Catalogue
) -> None:
    """181 conceptions at 42.0: the 99.8% interval is 33.007 to 52.6, the 95% one 36.1 to 48.6."""
    table = known_q2.observations.copy()
    theirs = (table["area"] == "South East") & (table["path"] == "conceptions.annual")
    entry = catalogue.indicators["conceptions"]
    own = known_q2.judged.loc["conceptions.annual"]
    edge = round(float(own["lower_95"]), 1)
    for value, word in ((32.9, "much worse"), (33.0, "worse"), (edge, "at the edge")):
        table.loc[theirs, "value"] = value
        benchmarks = judge_benchmarks(known_q2.judged, table, catalogue)
        found = benchmarks.set_index(["path", "area"])["verdict"]
        assert found["conceptions.annual", "South East"] == word
        rules = [
            each.rule for each in reasons_of(entry, known_q2.judged, benchmarks, known_q2.signals)
        ]
        assert (FROM_BENCHMARK in rules) == (word == "much worse")


def _monthly(known: Known, values: list[float]) -> Known:
    """What was known, with a run of quarterly incidents in place of the two received."""
    one = known.observations[known.observations["path"] == "health_and_safety"].iloc[-1:]
    rows = pd.concat([one] * len(values), ignore_index=True)
    starts = pd.date_range("2006-04-01", periods=len(values), freq="QS")
    texts = [
        f"{year}-{(year + 1) % 100:02d}-Q{(start.month - 4) // 3 % 4 + 1}"
        for start in starts
        for year in [start.year - (start.month < 4)]
    ]
    rows = rows.assign(
        value=values, period=texts, start=starts, end=starts + pd.offsets.QuarterEnd(1),
        id=[f"health_and_safety.{text}" for text in texts],
    )  # fmt: skip
    others = known.observations[known.observations["path"] != "health_and_safety"]
    return dataclasses.replace(known, observations=pd.concat([others, rows], ignore_index=True))


STEADY = [100, 104, 98, 103, 97, 101, 105, 99, 102, 98, 101]


@pytest.mark.parametrize(
    ("values", "verdict", "signal"),
    [
        (STEADY, "too few points", ""),
        ([*STEADY, 100], "no signal", ""),
        # Mean 108 with moving ranges of about 12: the last point is far above the limit.
        ([*STEADY, 190], "concern", "outside the limits"),
        ([*STEADY, 20], "improvement", "outside the limits"),
    ],
)
def test_a_control_chart_speaks_from_twelve_points(
    known_q2: Known, catalogue: Catalogue, values: list[float], verdict: str, signal: str
) -> None:
    known = _monthly(known_q2, values)
    own = known.observations[known.observations["area"] == known.info.authority]
    signals = judge_signals(known.judged, own, catalogue).set_index("path")
    row = signals.loc["health_and_safety"]
    assert (row["chart"], row["latest_signal"], row["points"]) == (verdict, signal, len(values))


def test_a_signal_makes_an_exception(known_q2: Known, catalogue: Catalogue) -> None:
    known = _monthly(known_q2, [*STEADY, 190])
    own = known.observations[known.observations["area"] == known.info.authority]
    signals = judge_signals(known.judged, own, catalogue)
    entry = catalogue.indicators["health_and_safety"]
    [reason] = reasons_of(entry, known.judged, known.benchmarks, signals)
    assert reason.rule == SIGNAL
    assert "outside the limits" in reason.what


def test_the_control_chart_is_drawn_from_twelve_points(
    known_q2: Known, catalogue: Catalogue
) -> None:
    entry = catalogue.indicators["health_and_safety"]
    incidents = entry.get("incidents")
    assert draw_control_chart(_monthly(known_q2, STEADY), entry, incidents) is None
    chart = draw_control_chart(_monthly(known_q2, [*STEADY, 190]), entry, incidents)
    assert chart is not None
    assert chart.id == "control-health-and-safety-incidents"
    assert "over 12 points" in chart.alt
    # The limits are the mean and 2.66 mean moving ranges, worked here by hand.
    values = np.array([*STEADY, 190], dtype=float)
    upper = values.mean() + 2.66 * np.abs(np.diff(values)).mean()
    assert f"{upper:.1f}" in chart.alt


def _judged_series(
    known: Known, path: str, periods: list[str], columns: dict[str, list[float | None]]
) -> pd.Series:
    """The signals of a path, with a series of its own in place of what was received."""
    own = known.own
    one = own[own["path"] == path].iloc[-1:]
    parsed = [parse_period(text) for text in periods]
    rows = pd.concat([one] * len(periods), ignore_index=True).assign(
        **columns, period=periods, series=[each.series for each in parsed],
        start=[pd.Timestamp(each.start) for each in parsed],
        end=[pd.Timestamp(each.end) for each in parsed],
    )  # fmt: skip
    table = pd.concat([own[own["path"] != path], rows], ignore_index=True)
    judged = known.judged[known.judged["path"] == path].assign(series=parsed[-1].series)
    return judge_signals(judged, table, known.catalogue).iloc[0]


SHARES = [400, 430, 465, 500, 540]


@pytest.mark.parametrize(
    ("years", "trend"),
    [
        # Five years in a row rise by some 1.4 points each: a trend beyond 99.8%.
        ([2016, 2017, 2018, 2019, 2020], "increasing"),
        # 2019/20 did not come: two points in a row are left.
        ([2016, 2017, 2018, 2020, 2021], "too few points"),
    ],
)
def test_a_year_that_did_not_come_breaks_the_trend(
    known_q2: Known, years: list[int], trend: str
) -> None:
    periods = [f"{year}-{(year + 1) % 100:02d}-AY" for year in years]
    columns = {
        "value": [share / 25 for share in SHARES], "numerator": SHARES,
        "denominator": [2500] * len(SHARES),
    }  # fmt: skip
    row = _judged_series(known_q2, "obesity", periods, columns)
    assert row["trend"] == trend


def test_a_figure_that_was_withheld_breaks_the_trend(known_q2: Known) -> None:
    periods = [f"{year}-{(year + 1) % 100:02d}-AY" for year in range(2015, 2021)]
    counted = [390, 400, None, 465, 500, 540]
    values = [None if share is None else share / 25 for share in counted]
    columns = {"value": values, "numerator": counted, "denominator": [2500] * 6}
    row = _judged_series(known_q2, "obesity", periods, columns)
    assert row["trend"] == "too few points"


QUARTERS = [42, 40, 44, 41, 43, 40, 42, 44, 41, 43, 40, 42, 43, 50, 52, 51]


def test_years_that_share_quarters_are_not_judged(known_q2: Known) -> None:
    """Four quarters above the rest make a signal of any chart of rolling years; it is refused."""
    ends = pd.date_range("2006-03-31", periods=len(QUARTERS), freq="QE")
    periods = [f"{end - pd.DateOffset(months=11):%Y-M%m}..{end:%Y-M%m}" for end in ends]
    count = [float(value * 4) for value in QUARTERS]
    columns = {"value": count, "numerator": count, "denominator": [4300.0 * 4] * len(count)}
    row = _judged_series(known_q2, "conceptions", periods, columns)
    assert (row["chart"], row["trend"], row["latest_signal"]) == ("not judged", "not judged", "")
    assert row["assurance"] == "not judged"
    assert "its periods overlap" in row["chart_reason"]
    entry = known_q2.catalogue.indicators["conceptions"]
    signals = pd.DataFrame([row])
    found = reasons_of(entry, known_q2.judged, known_q2.benchmarks, signals)
    assert SIGNAL not in [each.rule for each in found]


def test_a_number_of_people_on_a_day_is_not_judged(known_q2: Known) -> None:
    periods = [f"{day:%Y-%m-%d}" for day in pd.date_range("2008-01-31", periods=14, freq="ME")]
    columns = {"value": [*range(370, 383), 470.0]}
    row = _judged_series(known_q2, "looked_after", periods, columns)
    assert row["chart"] == "not judged"
    assert "it does not count separate events" in row["chart_reason"]


def test_a_quarter_that_did_not_come_breaks_a_run(known_q2: Known) -> None:
    """Seven quarters on one side are a signal; four, a gap, and three are none."""
    values = [104, 96, 105, 95, 104, 96, 105, 95, 102, 103, 102, 103, 102, 103, 102]
    texts = [f"{2005 + n // 4}-{(6 + n // 4) % 100:02d}-Q{n % 4 + 1}" for n in range(16)]
    whole = _judged_series(known_q2, "health_and_safety", texts[:15], {"value": values})
    assert whole["latest_signal"] == "7 on one side"
    gap = _judged_series(
        known_q2, "health_and_safety", [*texts[:12], *texts[13:]], {"value": values}
    )
    assert (gap["chart"], gap["latest_signal"]) == ("no signal", "")


def test_a_gap_in_the_control_chart_is_not_bridged(known_q2: Known, catalogue: Catalogue) -> None:
    known = _monthly(known_q2, [*STEADY, 100, 99])
    missing = known.own["id"] == "health_and_safety.2008-09-Q1"
    assert missing.any()
    known = dataclasses.replace(
        known, observations=known.observations.drop(known.own.index[missing])
    )
    entry = catalogue.indicators["health_and_safety"]
    chart = draw_control_chart(known, entry, entry.get("incidents"))
    assert chart is not None
    assert "over 12 points" in chart.alt
    # Eight quarters before the one that is not there, and four after it.
    drawn = re.findall(r'<path d="M ([\d. L]*)"', chart.drawings.wide)
    courses = [[point.split() for point in line.split(" L ")] for line in drawn]
    # What is level is a limit, what is upright a mark of the axis.
    bent = [line for line in courses if len({x for x, _ in line}) > 1 < len({y for _, y in line})]
    assert [len(line) for line in bent] == [8, 4]


@pytest.mark.parametrize("name", ["child_protection", "looked_after"])
def test_a_stock_is_not_tested_for_an_event(
    known_q2: Known, catalogue: Catalogue, name: str
) -> None:
    """Numbers on a day cannot decide; the sentence says which series would."""
    text = str(Block(known_q2, catalogue.indicators[name]).event())
    assert "Neither an effect of the event nor its absence can be told: a number on a day" in text
    assert "starts (and ends) per month" in text


def test_the_points_before_and_after_the_event_are_told(
    known_q2: Known, catalogue: Catalogue
) -> None:
    text = str(Block(known_q2, catalogue.indicators["looked_after"]).event())
    assert "Before it: 372 on 30 September 2008. After it: 460 on 30 September 2009." in text


def test_the_obesity_question_is_answered_in_full(known_q2: Known, catalogue: Catalogue) -> None:
    """The published report: 17.7% to 16.4% is not significant, below 14.8% would be (by
    intervals, to be sure below 14.7%: the edge is 14.796%; 15.6% by the test); overweight 7.5 to 12.9 is significant, 12.9 to 13.4 is not."""
    table = Block(known_q2, catalogue.indicators["obesity"]).changes()
    cells = {(row[0], row[1].split(" ")[0], row[2].split(" ")[0]): row for row in table.rows}
    fall = cells["Year 6 children who are obese", "17.7%", "16.4%"]
    assert (fall[4], fall[5], fall[7], fall[8]) == ("yes", "no", "below 14.7%", "below 15.6%")
    jump = cells["Reception children who are overweight", "7.5%", "12.9%"]
    assert (jump[4], jump[5], jump[6]) == ("no", "yes", "below 0.001")
    drift = cells["Reception children who are overweight", "12.9%", "13.4%"]
    assert (drift[4], drift[5]) == ("yes", "no")


def test_benchmarks_are_for_the_same_period_only(known_q2: Known, catalogue: Catalogue) -> None:
    """England has no referral rate for 2007/08, so an older latest value is not compared."""
    older = known_q2.judged.copy()
    older.loc["referrals", ["period", "value"]] = ["2007-08-FY", 660.0]
    table = judge_benchmarks(older, known_q2.observations, catalogue)
    assert "referrals" not in set(table["path"])

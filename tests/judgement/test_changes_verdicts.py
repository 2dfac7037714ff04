"""Is the change real, which way did it go, and is the target met: the words and their rules."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.status import Direction, TargetStatus
from cypt_analysis.judgement.changes import (
    OVERLAPPING,
    SMALL,
    UNKNOWN_SPREAD,
    WIDE_SPREAD,
    compare_periods,
    latest_of,
)
from cypt_analysis.judgement.indicators import judge_indicators
from cypt_analysis.judgement.measures import direction, judge_measures
from cypt_analysis.judgement.target_status import status, worst
from cypt_analysis.known import Known


def _own(*rows: dict) -> pd.DataFrame:
    """Observations of the authority; a row needs path, period and value."""
    table = []
    for row in rows:
        period = parse_period(row["period"])
        indicator, _, measure = row["path"].partition(".")
        table.append(
            {
                "id": f"{row['path']}.{row['period']}",
                "indicator": indicator,
                "measure": measure,
                "breakdown": "",
                "kind": "count",
                "series": period.series,
                "window": "snapshot" if period.kind == "day" else "whole",
                "segment": "",
                "since": "",
                "runs_to": pd.NaT,
                "start": pd.Timestamp(period.start),
                "end": pd.Timestamp(period.end),
                "numerator": np.nan,
                "denominator": np.nan,
                "assumed": False,
                "scale": 1,
                "events": False,
                "received": "2009-10-Q2",
                **row,
            }
        )
    return pd.DataFrame(table)


def _share(path: str, period: str, numerator: float, denominator: float) -> dict:
    return {
        "path": path, "period": period, "kind": "proportion", "numerator": numerator,
        "denominator": denominator, "value": numerator / denominator * 100, "scale": 100,
    }  # fmt: skip


def _targets(*rows: tuple) -> pd.DataFrame:
    columns = ["indicator", "measure", "period", "comparison", "target", "set_by", "basis"]
    table = pd.DataFrame(rows, columns=columns)
    spans = [parse_period(text) for text in table["period"]]
    return table.assign(
        start=pd.to_datetime([span.start for span in spans]),
        end=pd.to_datetime([span.end for span in spans]),
    )


def _judge(own: pd.DataFrame, targets: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    return judge_measures(latest_of(own), own, compare_periods(own), targets, catalogue)


# Words


@pytest.mark.parametrize(
    ("value", "required", "comparison", "ended", "word"),
    [
        (75, 75, "at least", True, "Met"),
        (74.9, 75, "at least", True, "Missed"),
        (75, 75, "at least", False, "On track"),
        (74.9, 75, "at least", False, "Off track"),
        (6.7, 6.7, "at most", True, "Met"),
        (6.8, 6.7, "at most", True, "Missed"),
        (6.7, 6.7, "at most", False, "On track"),
        (6.8, 6.7, "at most", False, "Off track"),
        (2, 2, "below", True, "Missed"),
        (1.99, 2, "below", True, "Met"),
        (2, 2, "below", False, "Off track"),
        (2, 2, "above", True, "Missed"),
        (2.01, 2, "above", True, "Met"),
        (2.01, 2, "above", False, "On track"),
    ],
)
def test_status_words(
    value: float, required: float, comparison: str, ended: bool, word: str
) -> None:
    assert status(value, required, comparison, ended=ended) == word
    assert word in list(TargetStatus)


@pytest.mark.parametrize(
    ("value", "then", "polarity", "significant", "word"),
    [
        (73, 53, "high", True, "Better"),
        (53, 73, "high", True, "Worse"),
        (73, 53, "high", False, "No clear change"),
        (6.0, 8.3, "low", True, "Better"),
        (8.3, 6.0, "low", True, "Worse"),
        (8.3, 6.0, "low", False, "No clear change"),
        (460, 372, "none", True, "Higher"),
        (372, 460, "none", True, "Lower"),
        (460, 372, "none", False, "No clear change"),
        (460, 460, "none", True, "No clear change"),
        # Without a test nothing is better or worse, whatever is good.
        (73, 53, "high", None, "Higher, not tested"),
        (53, 73, "high", None, "Lower, not tested"),
        (8.3, 6.0, "low", None, "Higher, not tested"),
        (6.0, 8.3, "low", None, "Lower, not tested"),
        (460, 372, "none", None, "Higher, not tested"),
        (372, 460, "none", None, "Lower, not tested"),
        (460, 460, "low", None, "Unchanged, not tested"),
        # What prints alike is not the same.
        (16.44, 16.36, "low", None, "Higher, not tested"),
        (16.44, 16.36, "low", True, "Worse"),
        (16.44, 16.36, "low", False, "No clear change"),
    ],
)
def test_direction_words(
    value: float, then: float, polarity: str, significant: bool | None, word: str
) -> None:
    assert direction(value, then, polarity, significant) == word
    assert word in list(Direction)


@pytest.mark.parametrize(
    ("statuses", "word"),
    [
        (["Met", "Missed", "On track"], "Missed"),
        (["Met", "Off track", "On track"], "Off track"),
        (["Met", "On track"], "On track"),
        (["Met", "No target"], "Met"),
        (["No target"], "No target"),
        ([], "No target"),
    ],
)
def test_an_indicator_has_the_worst_status_of_its_headline_measures(
    statuses: list[str], word: str
) -> None:
    assert worst(statuses) == word


# Which target counts


def test_a_yearly_target_for_a_count_is_shared_out_by_the_months_gone(catalogue: Catalogue) -> None:
    own = _own(
        {"path": "parenting.groups", "period": "2009-10-Q1", "value": 12},
        {"path": "parenting.groups", "period": "2009-10-Q2", "value": 7},
        {"path": "parenting.groups", "period": "2008-09-Q4", "value": 90},
    )
    targets = _targets(("parenting", "groups", "2009-10-FY", "at least", 40, "local", "annual"))
    row = _judge(own, targets, catalogue).loc["parenting.groups"]
    # 19 groups in 6 months of a year of 40: 20 are asked for.
    assert (row["judged"], row["required"], row["target"], row["verdict"]) == (
        19,
        20,
        40,
        "Off track",
    )


def test_the_whole_years_count_is_held_against_the_whole_target(catalogue: Catalogue) -> None:
    own = _own(
        *(
            {"path": "parenting.groups", "period": f"2009-10-Q{n}", "value": 10}
            for n in (1, 2, 3, 4)
        )
    )
    targets = _targets(("parenting", "groups", "2009-10-FY", "at least", 40, "local", "annual"))
    row = _judge(own, targets, catalogue).loc["parenting.groups"]
    assert (row["judged"], row["required"]) == (40, 40)


@pytest.mark.parametrize(
    ("path", "period", "basis", "value"),
    [
        # A percentage, a count on a day, and a count whose target is for one point in time.
        ("parenting.improving", "2009-10-Q1", "annual", 76.5),
        ("looked_after.children", "2009-09-30", "annual", 460),
        ("parenting.groups", "2009-10-Q1", "point in time", 27),
    ],
)  # fmt: skip
def test_nothing_else_is_shared_out(
    catalogue: Catalogue, path: str, period: str, basis: str, value: float
) -> None:
    indicator, measure = path.split(".")
    kind = "proportion" if measure == "improving" else "count"
    own = _own({"path": path, "period": period, "value": value, "kind": kind})
    targets = _targets((indicator, measure, "2009-10-FY", "at least", 83, "local", basis))
    row = _judge(own, targets, catalogue).loc[path]
    assert (row["judged"], row["required"]) == (value, 83)


def test_a_target_counts_once_its_period_has_ended(catalogue: Catalogue) -> None:
    targets = _targets(
        ("persistent_absence", "secondary", "2008-09-AY", "at most", 6.7, "local", "annual"),
        ("persistent_absence", "secondary", "2010-11-AY", "at most", 5, "national", "annual"),
    )
    words = {}
    for period in ("2007-08-AY", "2008-09-AY-T1T2", "2008-09-AY", "2009-10-AY", "2011-12-AY"):
        own = _own(
            {
                "path": "persistent_absence.secondary",
                "period": period,
                "value": 5.7,
                "kind": "proportion",
            }
        )
        row = _judge(own, targets, catalogue).loc["persistent_absence.secondary"]
        words[period] = (row["target_period"], row["verdict"])
    assert words["2007-08-AY"] == ("2008-09-AY", "On track")
    assert words["2008-09-AY-T1T2"] == ("2008-09-AY", "On track")
    assert words["2008-09-AY"] == ("2008-09-AY", "Met")
    assert words["2009-10-AY"] == ("2010-11-AY", "Off track")
    assert words["2011-12-AY"][1] == "No target"


def test_a_target_to_come_is_held_against_the_way_there(catalogue: Catalogue) -> None:
    def judged(rate: float) -> pd.Series:
        own = _own(
            {"path": "conceptions.annual", "period": "1998", "value": 48.0, "kind": "rate"},
            {
                "path": "conceptions.rate",
                "period": "2007-M07..2008-M06",
                "value": rate,
                "kind": "rate",
            },
        )
        targets = _targets(("conceptions", "rate", "2010", "at most", 26.4, "local", "annual"))
        return _judge(own, targets, catalogue).loc["conceptions.rate"]

    # From mid-1998 to mid-2010 by 21.6; the year to June 2008 has its middle at the end of
    # 2007, 9.5 of 12 years on: 48.0 − 21.6 × 9.5 / 12 = 30.9.
    assert judged(40.9)["required"] == pytest.approx(30.9, abs=0.01)
    assert judged(40.9)["verdict"] == "Off track"
    assert judged(30.8)["verdict"] == "On track"


def test_without_a_baseline_a_target_to_come_is_held_as_it_is(catalogue: Catalogue) -> None:
    own = _own(
        {"path": "conceptions.rate", "period": "2007-M07..2008-M06", "value": 27, "kind": "rate"}
    )
    targets = _targets(("conceptions", "rate", "2010", "at most", 26.4, "local", "annual"))
    row = _judge(own, targets, catalogue).loc["conceptions.rate"]
    assert (row["required"], row["verdict"]) == (26.4, "Off track")


# Pairs


def test_an_observation_stands_beside_the_year_before_and_the_one_before() -> None:
    own = _own(
        {"path": "looked_after", "period": "2008-09-30", "value": 372},
        {"path": "looked_after", "period": "2009-06-30", "value": 440},
        {"path": "looked_after", "period": "2009-09-30", "value": 460},
    )
    pairs = compare_periods(own).set_index(["basis", "period"])["then_period"].to_dict()
    assert pairs == {
        ("previous", "2009-06-30"): "2008-09-30",
        ("previous", "2009-09-30"): "2009-06-30",
        ("year", "2009-09-30"): "2008-09-30",
    }


def test_two_terms_are_not_set_beside_a_full_year() -> None:
    own = _own(
        {"path": "persistent_absence", "period": "2007-08-AY", "value": 6.0, "kind": "proportion"},
        {
            "path": "persistent_absence",
            "period": "2008-09-AY-T1T2",
            "value": 5.7,
            "kind": "proportion",
        },
    )
    assert compare_periods(own).empty


def test_each_measure_has_pairs_of_its_own() -> None:
    own = _own(
        {"path": "a", "period": "2008-M08", "value": 398},
        {"path": "b", "period": "2009-M08", "value": 2070},
    )
    assert compare_periods(own).empty


def test_nothing_to_compare_gives_an_empty_table_with_its_columns() -> None:
    pairs = compare_periods(_own({"path": "a", "period": "2008-M08", "value": 398}))
    assert pairs.empty
    assert {"then_value", "p_value", "significant", "overlap", "basis"} <= set(pairs.columns)


@pytest.mark.parametrize(
    ("then", "now", "significant"),
    [((53, 100), (124, 170), True), ((407, 2300), (377, 2300), False), ((8, 30), (124, 170), True)],
)
def test_verdict_interval_and_p_of_two_proportions_are_one_test(
    then: tuple[int, int], now: tuple[int, int], significant: bool
) -> None:
    own = _own(_share("caf", "2009-10-Q1", *then), _share("caf", "2009-10-Q2", *now))
    (row,) = compare_periods(own).to_dict("records")
    assert row["significant"] is significant
    assert (row["p_value"] < 0.05) is significant
    # At the level of its own p, Newcombe's interval begins to leave 0 out.
    limits = confint_proportions_2indep(
        now[0], now[1], then[0], then[1], method="newcomb", alpha=row["p_value"]
    )
    assert min(abs(limit) for limit in limits) == pytest.approx(0, abs=1e-6)
    # The difference is in percentage points and its interval holds it.
    points = (now[0] / now[1] - then[0] / then[1]) * 100
    assert row["difference_lower"] < points < row["difference_upper"]
    assert (row["difference_lower"] > 0 or row["difference_upper"] < 0) is significant


def test_the_interval_of_a_difference_is_newcombes() -> None:
    own = _own(_share("caf", "2009-10-Q1", 48, 80), _share("caf", "2009-10-Q2", 56, 70))
    (row,) = compare_periods(own).to_dict("records")
    # Newcombe (1998), table II, case (a), method 10: 56/70 − 48/80 is 0.0524 to 0.3339.
    assert row["difference_lower"] == pytest.approx(5.24, abs=0.005)
    assert row["difference_upper"] == pytest.approx(33.39, abs=0.005)


def test_counts_of_events_are_compared_as_rates_over_equal_spans() -> None:
    own = _own(
        {"path": "health_and_safety", "period": "2008-09-Q4", "value": 125, "events": True},
        {"path": "health_and_safety", "period": "2009-10-Q1", "value": 99, "events": True},
    )
    (row,) = compare_periods(own).to_dict("records")
    # Given 224 events in all, chance would share them equally; the count seen weighs half.
    tail = stats.binom.cdf(98, 224, 0.5) + stats.binom.pmf(99, 224, 0.5) / 2
    assert row["p_value"] == pytest.approx(2 * tail)
    assert row["significant"] is False
    assert row["difference_lower"] < 99 - 125 < row["difference_upper"]


def _rolling(first_months: list[str], months: int) -> pd.DataFrame:
    rows = []
    for text in first_months:
        first = pd.Period(text, "M")
        last = first + months - 1
        period = f"{first:%Y-M%m}..{last:%Y-M%m}"
        rows.append(
            {"path": "conceptions", "period": period, "kind": "rate", "numerator": 176,
             "denominator": 4310, "value": 176 / 4310 * 1000, "scale": 1000}
        )  # fmt: skip
    rows[-1] |= {"numerator": 260, "value": 260 / 4310 * 1000}
    return _own(*rows)


def test_two_years_that_share_months_are_not_tested_against_each_other() -> None:
    """July 2007 to June 2008 holds nine months of April 2007 to March 2008."""
    (row,) = compare_periods(_rolling(["2007-04", "2007-07"], 12)).to_dict("records")
    assert pd.isna(row["significant"])
    assert pd.isna(row["p_value"])
    assert row["untested"] == OVERLAPPING


def test_two_years_that_share_no_month_are_tested() -> None:
    """176 against 260 of as many: given 436 in all, chance would share them equally."""
    rows = compare_periods(_rolling(["2007-04", "2008-04"], 12)).set_index("basis")
    tail = stats.binom.cdf(175, 436, 0.5) + stats.binom.pmf(176, 436, 0.5) / 2
    assert rows.loc["previous", "p_value"] == pytest.approx(2 * tail)
    assert rows.loc["year", "untested"] == rows.loc["previous", "untested"] == ""


def test_two_rolling_quarters_may_share_months_too() -> None:
    rows = compare_periods(_rolling(["2007-04", "2007-05", "2007-07"], 3))
    assert rows.set_index("period")["untested"].to_dict() == {
        "2007-M05..2007-M07": OVERLAPPING, "2007-M07..2007-M09": OVERLAPPING
    }  # fmt: skip


# Counts of events by quarter: the last is far from the one before as separate events.
STEADY = [52, 47, 55, 50, 44, 53, 49, 51, 46, 54, 48, 50, 52, 90]
WIDE = [52, 20, 85, 50, 14, 93, 49, 80, 16, 84, 48, 12, 52, 90]


def _events(values: list[float]) -> pd.DataFrame:
    periods = [f"{2006 + n // 4}-{7 + n // 4:02}-Q{n % 4 + 1}" for n in range(len(values))]
    return _own(
        *(
            {"path": "health_and_safety", "period": period, "value": value, "events": True}
            for period, value in zip(periods, values, strict=True)
        )
    )


@pytest.mark.parametrize(
    ("values", "tested", "why"),
    [
        (STEADY, True, ""),
        # Two periods, and eleven, do not show how much the count varies.
        (STEADY[-2:], False, UNKNOWN_SPREAD),
        (STEADY[-11:], False, UNKNOWN_SPREAD),
        (STEADY[-12:], True, ""),
        (WIDE, False, WIDE_SPREAD),
        # What chance explains though the events are separate, more spread explains all the more.
        ([125, 99], True, ""),
    ],
)
def test_a_count_is_tested_where_it_is_seen_to_vary_by_chance_alone(
    values: list[float], tested: bool, why: str
) -> None:
    pairs = compare_periods(_events(values))
    last = pairs[(pairs["basis"] == "previous")].iloc[-1]
    assert stats.binomtest(int(values[-1]), int(sum(values[-2:]))).pvalue < 0.05 or values[0] == 125
    assert (pd.notna(last["significant"]), last["untested"]) == (tested, why)
    assert pd.notna(last["p_value"]) == tested


@pytest.mark.parametrize(("counted", "told"), [(29, SMALL), (30, "")])
def test_a_figure_of_fewer_than_thirty_is_not_tested(counted: int, told: str) -> None:
    own = _own(_share("caf", "2009-10-Q1", 5, 100), _share("caf", "2009-10-Q2", 20, counted))
    (row,) = compare_periods(own).to_dict("records")
    assert row["untested"] == told
    assert pd.isna(row["significant"]) == (told != "")


@pytest.mark.parametrize(
    ("counted", "word"), [(29, Direction.HIGHER_UNTESTED), (40, Direction.WORSE)]
)
def test_what_may_not_be_tested_is_told_without_judgement(
    catalogue: Catalogue, counted: int, word: Direction
) -> None:
    """5 of 100 assessments late, then more than half: worse of 40, and not tested of 29."""
    rows = [
        _share("caf.late", "2009-10-Q1", 5, 100), _share("caf.late", "2009-10-Q2", 20, counted)
    ]  # fmt: skip
    judged = _judge(_own(*rows), _targets(), catalogue)
    assert judged.loc["caf.late", "direction"] == word


def test_events_that_follow_from_an_assumed_number_are_taken_to_the_nearest_whole() -> None:
    def rate(period: str, events: float) -> dict:
        return {"path": "referrals", "period": period, "kind": "rate", "numerator": events,
                "denominator": 49_000, "value": events / 4.9, "scale": 10_000}  # fmt: skip

    broken = compare_periods(_own(rate("2007-08-FY", 119.6), rate("2008-09-FY", 183.4)))
    whole = compare_periods(_own(rate("2007-08-FY", 120), rate("2008-09-FY", 183)))
    assert broken["p_value"].tolist() == whole["p_value"].tolist()


def test_counts_of_a_whole_population_are_not_tested() -> None:
    own = _own(
        {"path": "looked_after", "period": "2008-09-30", "value": 372},
        {"path": "looked_after", "period": "2009-09-30", "value": 460},
    )
    rows = compare_periods(own)
    assert len(rows) == 2
    assert rows["p_value"].isna().all()
    assert rows["significant"].isna().all()


def test_the_latest_of_two_that_end_together_is_the_longer() -> None:
    own = _own(
        {"path": "a", "period": "2009-M09", "value": 1},
        {"path": "a", "period": "2009-10-Q2", "value": 2},
        {"path": "a", "period": "2009-M08", "value": 3},
    )
    assert latest_of(own)["period"].tolist() == ["2009-10-Q2"]


# The published report


@pytest.mark.parametrize(
    ("path", "verdict"),
    [
        # "The parenting statuses against pro-rata targets" are right as printed: 6 of 5, 27 of
        # 10 and 160 of 100 asked for after a quarter; 76.5% where 83% are.
        ("parenting.practitioners", "On track"),
        ("parenting.groups", "On track"),
        ("parenting.parents", "On track"),
        ("parenting", "Off track"),
        # 7.8% where at most 7.6% was asked: the report said it compared well.
        ("neet.official_rate", "Missed"),
        # 12 children short of the participation target.
        ("obesity.reception_short", "Missed"),
        ("obesity", "Met"),
        ("obesity.reception_obese", "Met"),
        # Two terms of the year are not yet the year.
        ("persistent_absence", "On track"),
        ("breastfeeding", "On track"),
        ("conceptions", "Off track"),
        ("looked_after", "No target"),
        ("persistent_absence.schools.varndean_school", "Off track"),
    ],
)
def test_verdicts_on_the_published_figures(known_q2: Known, path: str, verdict: str) -> None:
    assert known_q2.judged.loc[path, "verdict"] == verdict


@pytest.mark.parametrize(
    ("path", "word", "basis", "then_period"),
    [
        ("looked_after", "Higher, not tested", "year", "2008-09-30"),
        ("child_protection", "Higher, not tested", "year", "2008-09-30"),
        ("neet", "Higher, not tested", "year", "2008-M08"),
        ("neet.claimants", "Higher, not tested", "year", "2008-M08"),
        # Within chance on any plausible number of children.
        ("obesity", "No clear change", "year", "2007-08-AY"),
        # Two terms compare with no full year.
        ("persistent_absence", "Too few points", "", None),
        ("parenting", "Too few points", "", None),
        ("health_and_safety", "No clear change", "previous", "2008-09-Q4"),
    ],
)
def test_directions_on_the_published_figures(
    known_q2: Known, path: str, word: str, basis: str, then_period: str | None
) -> None:
    row = known_q2.judged.loc[path]
    assert (row["direction"], row["basis_of_change"]) == (word, basis)
    assert row["then_period"] == then_period or pd.isna(row["then_period"])


def test_the_parts_of_a_headline_measure_stand_for_it(
    known_q2: Known, catalogue: Catalogue
) -> None:
    """Three schools are above what is asked: the worst of them, and not "No new data"."""
    judged = known_q2.judged[known_q2.judged["measure"] == "schools"]
    entry = catalogue.indicators["persistent_absence"].model_copy(update={"headline": "schools"})
    section = catalogue.sections[1].model_copy(update={"indicator": (entry,)})
    only = Catalogue(sections=(section,), sources=catalogue.sources)
    verdicts = judge_indicators(judged, only, "2009-10-Q2")
    assert verdicts.loc["persistent_absence", ["status", "path"]].tolist() == ["Off track", ""]


def test_every_indicator_has_words_of_the_list(known_q2: Known, known_q1: Known) -> None:
    for known in (known_q1, known_q2):
        assert set(known.verdicts["status"]) <= set(TargetStatus)
        assert set(known.verdicts["direction"]) <= {*Direction, ""}
        assert set(known.judged["verdict"]) <= set(TargetStatus)


def test_an_indicator_without_anything_new_says_so(known_q2: Known, catalogue: Catalogue) -> None:
    later = judge_indicators(known_q2.judged, catalogue, "2009-10-Q3")
    measured = [entry.id for entry in catalogue.indicators.values() if entry.measure]
    assert set(later.loc[measured, "status"]) == {"No new data"}
    assert not later.loc[measured, "is_new"].any()
    themes = [entry.id for entry in catalogue.indicators.values() if not entry.measure]
    assert set(later.loc[themes, "status"]) == {"Narrative"}

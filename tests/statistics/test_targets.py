"""What would have met the target, and what the rest of the year must bring."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypt_analysis.statistics import (
    annual_target,
    numerator_gap,
    numerator_needed,
    required_run_rate,
    verdict_against_target,
)
from tests.examples import up_to

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize(
    ("denominator", "target", "polarity", "multiplier", "needed"),
    [
        (100, 0.93, "high", 1, 93),  # 0.93 of 100 is a hair above 93 in floats
        (100, 0.29, "low", 1, 29),
        (2457, 0.93, "high", 1, 2286),  # 2,285.01
        (2457, 0.93, "low", 1, 2285),
        (49_650, 30, "low", 10_000, 148),  # 148.95
        (49_650, 30, "high", 10_000, 149),
        (7, 0, "low", 1, 0),
        (50, 58, "high", 100, 29),  # 29 / 50 x 100 in that order is below 58 in floats
        (7, 1, "high", 1, 7),
    ],
)
def test_numerator_needed(denominator, target, polarity, multiplier, needed):
    assert numerator_needed(denominator, target, polarity, multiplier) == needed


def test_twelve_more_children():
    """The 2009 report: participation of 93% was missed by 12 children."""
    assert numerator_gap(2274, 2457, 0.93) == 12
    assert numerator_gap(2286, 2457, 0.93) == 0
    assert numerator_gap(2400, 2457, 0.93) == 0, "met is met, by however many"
    assert numerator_gap(150, 49_650, 30, "low", 10_000) == 2
    found = numerator_gap(pd.Series([2274, np.nan], index=["a", "b"]), 2457, 0.93)
    assert found["a"] == 12 and np.isnan(found["b"])


@up_to(100)
@given(st.integers(1, 10**7), st.floats(0, 1), st.sampled_from(["high", "low"]))
def test_needed_is_the_edge(denominator, target, polarity):
    needed = numerator_needed(denominator, target, polarity)
    assert needed == int(needed) and 0 <= needed <= denominator
    if polarity == "high":
        assert needed / denominator >= target
        assert needed == 0 or (needed - 1) / denominator < target
    else:
        assert needed / denominator <= target
        assert needed == denominator or (needed + 1) / denominator > target


def test_targets_that_cannot_be():
    with pytest.raises(ValueError, match=r"target is above 1, the whole: row 1 \(93\)"):
        numerator_needed(100, [0.93, 93])
    with pytest.raises(ValueError, match="denominator is 0 or less"):
        numerator_gap(1, 0, 0.5)
    with pytest.raises(ValueError, match="write one of: low, high"):
        numerator_needed(100, 0.9, polarity="none")


@pytest.mark.parametrize(
    ("arguments", "needed", "verdict"),
    [
        ((11, 2, 4, 30), 9.5, "within reach"),
        ((31, 2, 4, 30), -0.5, "already met"),
        ((120, 2, 4, 110, "low"), -5, "out of reach"),
        ((60, 2, 4, 110, "low"), 25, "within reach"),
        ((110, 2, 4, 110, "low"), 0, "within reach"),
        ((30, 2, 4, 30), 0, "already met"),
        ((30, 4, 4, 30), None, "met"),
        ((31, 4, 4, 30, "low"), None, "missed"),
    ],
)
def test_required_run_rate(arguments, needed, verdict):
    found = required_run_rate(
        *arguments[:4], **dict(zip(("polarity",), arguments[4:], strict=False))
    )
    assert found.verdict == verdict
    if needed is None:
        assert np.isnan(found.needed)
    else:
        assert found.needed == pytest.approx(needed)


def test_years_that_cannot_be():
    with pytest.raises(ValueError, match="5 of 4 periods"):
        required_run_rate(1, 5, 4, 1)
    with pytest.raises(ValueError, match="finite"):
        required_run_rate(float("nan"), 1, 4, 1)


@up_to(50)
@given(st.floats(0, 1e4), st.integers(1, 11), st.floats(0, 1e4))
def test_bringing_what_is_needed_meets_the_target(so_far, done, target):
    found = required_run_rate(so_far, done, 12, target)
    assert so_far + found.needed * (12 - done) == pytest.approx(target, abs=1e-6)


@pytest.mark.parametrize(
    ("arguments", "needed", "safe"),
    [
        ({"so_far": 27, "periods_done": 1, "periods_total": 4, "target": 40}, 13 / 3, 4.4),
        ({"so_far": 27, "periods_done": 1, "periods_total": 4, "target": 40, "decimals": 0},
         13 / 3, 5),
        ({"so_far": 27, "periods_done": 1, "periods_total": 4, "target": 40, "polarity": "low"},
         13 / 3, 4.3),
        ({"so_far": 10, "periods_done": 2, "periods_total": 4, "target": 19}, 4.5, 4.5),
        ({"so_far": 41, "periods_done": 1, "periods_total": 4, "target": 40}, -1 / 3, -0.3),
    ],
)  # fmt: skip
def test_a_run_rate_is_rounded_to_the_safe_side(arguments, needed, safe):
    """Three quarters of 4.3 bring 12.9, where 13 are needed."""
    found = required_run_rate(**arguments)
    assert found.needed == pytest.approx(needed)
    assert found.needed_safe == pytest.approx(safe, abs=1e-12)


@up_to(100)
@given(
    st.integers(0, 400), st.integers(1, 11), st.integers(1, 900), st.sampled_from(["high", "low"]),
    st.integers(0, 3),
)  # fmt: skip
def test_bringing_the_printed_rate_is_enough(so_far, done, target, polarity, decimals):
    found = required_run_rate(so_far, done, 12, target, polarity=polarity, decimals=decimals)
    year = so_far + found.needed_safe * (12 - done)
    assert year >= target - 1e-9 if polarity == "high" else year <= target + 1e-9
    assert abs(found.needed_safe - found.needed) < 10.0**-decimals


def test_an_annual_proportion_is_the_ratio_of_the_years_sums():
    """309 of 610 in the year; 9 of 10 in its last quarter."""
    year = annual_target([100, 100, 100, 9], [200, 200, 200, 10], target=0.8)
    assert (year.numerator, year.denominator, year.received) == (309, 610, 4)
    assert year.value == pytest.approx(309 / 610)
    assert year.verdict == "missed"


def test_a_year_with_a_quarter_missing_is_not_judged():
    """300 of 400 with a quarter missing is neither met nor met pro rata."""
    year = annual_target([100, None, 100, 100], target=400)
    assert year.verdict == "3 of 4 received"
    assert year.value == 300 and year.received == 3
    assert annual_target([100, 100, 100], target=300).verdict == "already met"
    assert annual_target([100, 100, 101], target=300, polarity="low").verdict == "already missed"
    share = annual_target([90, 95, None], [100, 100, 100], target=0.8)
    assert share.verdict == "2 of 4 received", "a share can go back"
    months = annual_target([1] * 11, target=5, periods=12, polarity="low")
    assert months.verdict == "already missed"
    assert annual_target([], target=5).verdict == "0 of 4 received"
    assert np.isnan(annual_target([], [], target=0.5).value)


@pytest.mark.parametrize(
    ("numerator", "polarity", "verdict"),
    [
        (95, "high", "met"),
        (94, "high", "missed, within the tolerance"),
        (90, "high", "missed, within the tolerance"),
        (89, "high", "missed"),
        (80, "high", "missed"),
        (79, "high", "missed, beyond the floor"),
    ],
)
def test_tolerance_and_floor(numerator, polarity, verdict):
    found = verdict_against_target(
        numerator / 100, target=0.95, polarity=polarity, tolerance=0.9, floor=0.8
    )
    assert found == verdict


def test_tolerance_and_floor_of_a_low_target():
    found = [
        verdict_against_target(n, target=10, polarity="low", tolerance=12, floor=20)
        for n in (10, 11, 12, 13, 20, 21)
    ]
    near, beyond = "missed, within the tolerance", "missed, beyond the floor"
    assert found == ["met", near, near, "missed", "missed", beyond]
    with pytest.raises(ValueError, match=r"tolerance is 0.97; for a polarity of high"):
        verdict_against_target(1, target=0.95, tolerance=0.97)
    with pytest.raises(ValueError, match=r"floor is 0.92; it must lie beyond the tolerance"):
        verdict_against_target(1, target=0.95, tolerance=0.9, floor=0.92)


def test_years_that_do_not_fit():
    with pytest.raises(ValueError, match="5 periods were given for a year of 4"):
        annual_target([1, 2, 3, 4, 5], target=10)
    with pytest.raises(ValueError, match=r"numerator is larger than denominator: row 1 \(5 of 4\)"):
        annual_target([1, 5], [4, 4], target=0.5)
    rates = annual_target([300, 301, 310, 299], [12_000] * 4, target=500, multiplier=10_000,
                          polarity="low")  # fmt: skip
    assert rates.value == pytest.approx(1210 / 48_000 * 10_000) and rates.verdict == "met"

"""What would have met the target, and what the rest of the year must bring."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cypt_analysis.statistics import numerator_gap, numerator_needed, required_run_rate

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


@settings(max_examples=200, deadline=None)
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
        ((0.80, 3, 4, 0.85, "average", "high", 1), 1.00, "within reach"),
        ((0.79, 3, 4, 0.85, "average", "high", 1), 1.03, "out of reach"),
        ((120, 2, 4, 110, "total", "low"), -5, "out of reach"),
        ((60, 2, 4, 110, "total", "low"), 25, "within reach"),
        ((30, 4, 4, 30), None, "met"),
        ((31, 4, 4, 30, "total", "low"), None, "missed"),
        ((11, 2, 4, 30, "total", "high", 9), 9.5, "out of reach"),
    ],
)
def test_required_run_rate(arguments, needed, verdict):
    names = ("polarity", "best_possible")
    found = required_run_rate(*arguments[:5], **dict(zip(names, arguments[5:], strict=False)))
    assert found.verdict == verdict
    if needed is None:
        assert np.isnan(found.needed)
    else:
        assert found.needed == pytest.approx(needed)


def test_run_rate_sentences():
    assert required_run_rate(0.79, 3, 4, 0.85, "average", best_possible=1).sentence == (
        "the year's target of 0.85 is out of reach: the last period would have to bring at least "
        "1.03"
    )
    assert required_run_rate(60, 1, 4, 110, polarity="low").sentence == (
        "the remaining 3 periods must average at most 16.67 each to meet the year's target of 110"
    )


def test_years_that_cannot_be():
    with pytest.raises(ValueError, match="5 of 4 periods"):
        required_run_rate(1, 5, 4, 1)
    with pytest.raises(ValueError, match="finite"):
        required_run_rate(float("nan"), 1, 4, 1)


@settings(max_examples=100, deadline=None)
@given(
    st.floats(0, 1e4), st.integers(1, 11), st.floats(0, 1e4), st.sampled_from(["total", "average"])
)
def test_bringing_what_is_needed_meets_the_target(so_far, done, target, kind):
    found = required_run_rate(so_far, done, 12, target, kind)
    if kind == "total":
        year = so_far + found.needed * (12 - done)
    else:
        year = (so_far * done + found.needed * (12 - done)) / 12
    assert year == pytest.approx(target, abs=1e-6)

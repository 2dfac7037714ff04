"""The value that would count as a change: the published table, and the edge of each rule."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypt_analysis.statistics import (
    compare_proportions,
    compare_rates,
    rate_significance_threshold,
    significance_threshold,
    significance_thresholds,
)
from tests.examples import up_to

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize(
    ("children", "intervals", "test"),
    [(2100, 14.55, 15.45), (2300, 14.69, 15.55), (2500, 14.81, 15.63)],
)
def test_the_table_of_thresholds(children, intervals, test):
    """Year 6 obesity of 17.7%, the same number of children next year."""
    for rule, expected in (("intervals", intervals), ("test", test)):
        found = significance_threshold(0.177 * children, children, children, rule=rule)
        assert round(100 * found, 2) == expected


def test_the_2009_report():
    """ "A rate below 14.8% would be required" at 2,480 children; by the test, 15.6%."""
    found = [
        significance_threshold(0.177 * 2480, 2480, 2480, rule) for rule in ("intervals", "test")
    ]
    assert [round(100 * value, 1) for value in found] == [14.8, 15.6]


@up_to(75)
@given(
    st.integers(1, 10**5), st.floats(0, 1), st.integers(1, 10**5),
    st.sampled_from(["intervals", "test"]), st.sampled_from(["decrease", "increase"]),
    st.sampled_from([0.8, 0.95, 0.998]),
)  # fmt: skip
def test_the_threshold_is_the_edge_of_its_rule(n, share, next_n, rule, direction, level):
    k = round(n * share)
    edge = significance_threshold(k, n, next_n, rule, direction, confidence=level)

    def counts_as_change(value: float) -> bool:
        change = compare_proportions(k, n, value * next_n, next_n, level)
        return change.significant if rule == "test" else not change.overlap

    if np.isnan(edge):
        assert not counts_as_change(0.0 if direction == "decrease" else 1.0)
        return
    beyond = -1 if direction == "decrease" else 1
    hair = 1e-7
    past, short = edge + beyond * hair, edge - beyond * hair
    if 0 <= past <= 1:
        assert counts_as_change(past)
    assert not counts_as_change(min(max(short, 0), 1))
    assert (edge < k / n) == (direction == "decrease")


def test_forms_and_missing():
    series = pd.Series([400, None, 0], index=["a", "b", "c"])
    found = significance_threshold(series, 2000, 2000)
    assert list(found.index) == ["a", "b", "c"]
    assert found["a"] == significance_threshold(400, 2000, 2000)
    assert found[["b", "c"]].isna().all(), "missing in, and nothing is below 0"
    assert isinstance(significance_threshold(400, 2000, 2000), float)
    rise = significance_threshold(np.array([0, 2000]), 2000, 2000, direction="increase")
    assert 0 < rise[0] < 0.01 and np.isnan(rise[1])


@up_to(40)
@given(
    st.integers(0, 500), st.integers(1000, 10**5), st.integers(1000, 10**5),
    st.sampled_from(["intervals", "test"]), st.sampled_from(["decrease", "increase"]),
    st.sampled_from([0.8, 0.95, 0.998]),
)  # fmt: skip
def test_the_threshold_of_a_rate_is_the_edge_of_its_rule(k, n, next_n, rule, direction, level):
    edge = rate_significance_threshold(
        k, n, next_n, rule, direction, multiplier=1000, confidence=level
    )

    def counts_as_change(events: int) -> bool:
        change = compare_rates(k, n, events, next_n, 1000, confidence=level)
        return change.significant if rule == "test" else not change.overlap

    if np.isnan(edge):
        assert direction == "decrease" and not counts_as_change(0)
        return
    events = round(edge * next_n / 1000)
    assert edge == pytest.approx(events * 1000 / next_n)
    assert not counts_as_change(events)
    assert counts_as_change(events + (1 if direction == "increase" else -1))


def test_rate_thresholds_by_the_published_limits():
    """Exact limits of 2 and 20 events (Pearson & Hartley, Table 40): 0.242-7.22, 12.22-30.89.

    From 20 the upper limit must fall below 12.22: 5 events have 11.67, 6 have 13.06. Byar's lower
    limit of 20 is within 0.2% of the exact one.
    """
    assert rate_significance_threshold(20, 1, 1, multiplier=1) == 6
    assert np.isnan(rate_significance_threshold(2, 1, 1, multiplier=1))
    series = pd.Series([20, None], index=["a", "b"])
    found = rate_significance_threshold(series, 1, 1, multiplier=1)
    assert found["a"] == 6 and np.isnan(found["b"])
    with pytest.raises(ValueError, match="not a whole number: row 0"):
        rate_significance_threshold([1.5], 1, 1)


def test_a_printed_threshold_is_on_the_safe_side():
    """14.39 at one decimal is "below 14.3", for 14.395 is below 14.4 and no change."""
    for rule in ("intervals", "test"):
        for direction, safe in (("decrease", -1), ("increase", 1)):
            edge = 100 * significance_threshold(439, 2480, 2480, rule, direction)
            for decimals in (0, 1, 2, 3):
                printed = 100 * significance_threshold(
                    439, 2480, 2480, rule, direction, decimals=decimals
                )
                assert round(printed, decimals) == pytest.approx(printed, abs=1e-9)
                assert 0 <= safe * (printed - edge) < 10.0**-decimals
    # An edge of 26.8 per 10,000 that is a whole number of events is printed as it is.
    edge = rate_significance_threshold(183, 50_000, 50_000)
    assert edge == pytest.approx(26.8) or edge * 5 == pytest.approx(round(edge * 5))
    assert rate_significance_threshold(183, 50_000, 50_000, decimals=1) == round(edge, 1)


def test_an_edge_that_cannot_be_passed_once_rounded_is_missing():
    # Below 0.4% would count; at no decimals that is "below 0%", which nothing is.
    edge = significance_threshold(20, 1000, 1000)
    assert 0 < edge < 0.01
    assert np.isnan(significance_threshold(20, 1000, 1000, decimals=0))
    assert np.isnan(significance_threshold(980, 1000, 1000, direction="increase", decimals=0))


def test_both_directions_at_once():
    lower, upper = significance_thresholds(439, 2480, 2400, decimals=1)
    assert lower == significance_threshold(439, 2480, 2400, decimals=1)
    assert upper == significance_threshold(439, 2480, 2400, direction="increase", decimals=1)
    assert lower < 0.177 < upper
    rates = significance_thresholds(
        183, 49_650, 49_650, kind="rate", multiplier=10_000, rule="test"
    )
    assert rates[0] == rate_significance_threshold(183, 49_650, 49_650, "test")
    assert rates[1] == rate_significance_threshold(183, 49_650, 49_650, "test", "increase")
    with pytest.raises(ValueError, match="write one of: proportion, rate"):
        significance_thresholds(1, 2, 2, kind="count")


def test_hundreds_of_rate_thresholds_in_a_moment():
    rng = np.random.default_rng(3)
    events = rng.poisson(rng.uniform(0, 800, 300))
    began = time.process_time()
    many = rate_significance_threshold(events, 50_000, 48_000, "test", "increase")
    assert time.process_time() - began < 5
    assert many[7] == rate_significance_threshold(events[7], 50_000, 48_000, "test", "increase")

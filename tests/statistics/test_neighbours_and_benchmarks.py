"""An area against a benchmark, among its neighbours and in a funnel."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cypt_analysis.statistics import compare_to_benchmark, funnel_limits, neighbour_summary

pytestmark = pytest.mark.filterwarnings("error")

INNER, OUTER = (10.0, 20.0), (5.0, 25.0)


@pytest.mark.parametrize(
    ("benchmark", "none", "high", "low"),
    [
        (4.9, "much higher", "much better", "much worse"),
        (5.0, "higher", "better", "worse"),  # on the 99.8% limit: within it
        (9.9, "higher", "better", "worse"),
        (10.0, "similar", "similar", "similar"),  # on the 95% limit
        (15.0, "similar", "similar", "similar"),
        (20.0, "similar", "similar", "similar"),
        (20.1, "lower", "worse", "better"),
        (25.0, "lower", "worse", "better"),
        (25.1, "much lower", "much worse", "much better"),
        (None, "not compared", "not compared", "not compared"),
    ],
)
def test_words_against_a_benchmark(benchmark, none, high, low):
    found = [
        compare_to_benchmark(15.0, INNER, OUTER, benchmark, polarity)
        for polarity in ("none", "high", "low")
    ]
    assert found == [none, high, low]


def test_without_an_interval_nothing_is_compared():
    assert compare_to_benchmark(15, None, None, 12, "low") == "not compared"
    assert compare_to_benchmark(15, (np.nan, np.nan), OUTER, 12) == "not compared"
    assert compare_to_benchmark(None, INNER, OUTER, 12) == "not compared"
    assert compare_to_benchmark(15, INNER, None, 1, "low") == "worse", "one level only"


def test_many_areas_keep_their_names():
    areas = ["a", "b", "c"]
    low, high = pd.Series([1, 5, np.nan], areas), pd.Series([3, 7, np.nan], areas)
    value = pd.Series([2, 6, 4], areas)
    found = compare_to_benchmark(value, (low, high), (low - 1, high + 1), 4, "low")
    assert found.to_dict() == {"a": "better", "b": "worse", "c": "not compared"}


def test_limits_out_of_order_are_named():
    with pytest.raises(ValueError, match=r"outside its own 95% interval: row 1 \(30\)"):
        compare_to_benchmark([15, 30], ([10, 10], [20, 20]), None, 12)
    with pytest.raises(ValueError, match=r"99.8% interval does not hold the 95% interval: row 0"):
        compare_to_benchmark([15], ([10], [20]), ([11], [25]), 12)


def test_neighbours_by_hand():
    found = neighbour_summary(
        [10, 20, np.nan, 30, 30, None], own=30, polarity="high", name="IPF 2009", date="2009-04"
    )
    assert (found.mean, found.median, found.minimum, found.maximum) == (22.5, 25, 10, 30)
    assert (found.count, found.blanks, found.rank, found.ranked, found.tied) == (4, 2, 1, 5, 2)
    assert (found.name, found.date) == ("IPF 2009", "2009-04")


@pytest.mark.parametrize(
    ("own", "polarity", "rank"),
    [
        (15, "high", 3),
        (15, "low", 2),
        (15, "none", 3),
        (5, "low", 1),
        (10, "low", 1),
        (30, "high", 1),
        (35, "low", 4),
    ],
)
def test_rank_follows_polarity(own, polarity, rank):
    assert neighbour_summary([10, 20, 30], own, polarity).rank == rank


def test_an_area_without_a_value_has_no_rank():
    found = neighbour_summary([10, 20], None)
    assert found.rank is None and found.ranked == 2 and found.mean == 15
    empty = neighbour_summary([np.nan, None], 3)
    assert math.isnan(empty.mean) and empty.rank == 1 and empty.blanks == 2


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=15), st.floats(-1e6, 1e6))
def test_own_value_never_moves_the_mean(values, own):
    found = neighbour_summary(values, own)
    assert found.mean == pytest.approx(sum(values) / len(values), abs=1e-6)
    assert 1 <= found.rank <= found.ranked == len(values) + 1
    ahead = stats.rankdata([-own, *(-value for value in values)], method="min")[0]
    assert found.rank == ahead


def interpolated(distribution, share):
    """Spiegelhalter (2005), appendix A.1.1, with SciPy's quantile and distribution functions."""
    r = distribution.ppf(share)
    excess = (distribution.cdf(r) - share) / distribution.pmf(r)
    return r - excess


@pytest.mark.parametrize("kind", ["proportion", "rate"])
def test_funnel_limits_are_interpolated_quantiles(kind):
    events = np.array([30, 41, 12, 25, 40, 900])
    exposure = np.array([200, 240, 100, 150, 210, 5000])
    centre = events.sum() / exposure.sum()
    funnel = funnel_limits(events, exposure, kind)
    assert funnel.centre == pytest.approx(centre)
    for limits, tail in ((funnel.limits_95, 0.025), (funnel.limits_998, 0.001)):
        for i, n in enumerate(exposure):
            chance = stats.binom(n, centre) if kind == "proportion" else stats.poisson(n * centre)
            assert limits[0][i] == pytest.approx(interpolated(chance, tail) / n, rel=1e-9)
            assert limits[1][i] == pytest.approx(interpolated(chance, 1 - tail) / n, rel=1e-9)


def test_funnel_dispersion_by_hand():
    events, exposure = np.array([10.0, 20, 30, 40, 50]), np.full(5, 100.0)
    funnel = funnel_limits(events, exposure)
    z = (events / 100 - 0.3) / math.sqrt(0.3 * 0.7 / 100)
    edge = np.quantile(z, [0.1, 0.9])
    dispersion = np.mean(np.clip(z, *edge) ** 2)
    assert funnel.dispersion == pytest.approx(dispersion)
    assert funnel.dispersion_p == pytest.approx(stats.chi2.sf(5 * dispersion, 4))
    assert funnel.overdispersed is True
    reach = math.sqrt(dispersion)
    assert funnel.wide_95[1][0] == pytest.approx(0.3 + reach * (funnel.limits_95[1][0] - 0.3))
    assert funnel.wide_95[0][0] == max(0, 0.3 + reach * (funnel.limits_95[0][0] - 0.3))
    assert set(funnel.position) == {"within"}, "all lie within the spread of the group itself"


def test_areas_that_agree_are_not_overdispersed():
    funnel = funnel_limits([20, 40, 60, 80, 100, 21], [100, 200, 300, 400, 500, 100])
    assert funnel.overdispersed is False and funnel.dispersion < 0.1
    np.testing.assert_array_equal(funnel.wide_998, funnel.limits_998)


def test_a_funnel_of_few_areas_says_that_they_are_few():
    funnel = funnel_limits([1, 50], [100, 100])
    assert funnel.overdispersed is None and np.isnan(funnel.dispersion)


def test_funnel_labels_missing_and_zero():
    areas = list("abcdefgh")
    events = pd.Series([10, 11, 9, 10, 12, 8, 40, None], areas)
    funnel = funnel_limits(events, 1000, "rate", multiplier=1000)
    assert funnel.position["g"] == "above 99.8%" and funnel.position["h"] == "missing"
    assert np.isnan(funnel.limits_95[0]["h"]) and funnel.centre == pytest.approx(100 / 7)
    nothing = funnel_limits([0, 0, 0, 0, 0], [10, 20, 30, 40, 50])
    assert nothing.centre == 0 and set(nothing.position) == {"within"}


def test_funnel_curves_meet_the_limits_of_the_areas():
    exposure = np.array([80, 200, 240, 100, 150, 210])
    funnel = funnel_limits([33, 30, 80, 12, 25, 66], exposure, "rate", 100)
    assert funnel.overdispersed
    for confidence, plain, wide in (
        (0.95, funnel.limits_95, funnel.wide_95),
        (0.998, funnel.limits_998, funnel.wide_998),
    ):
        np.testing.assert_allclose(funnel.limits_at(exposure, confidence), plain)
        np.testing.assert_allclose(funnel.limits_at(exposure, confidence, wide=True), wide)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 300)), min_size=1, max_size=12),
    st.sampled_from(["proportion", "rate"]),
)
def test_funnels_hold_together(rows, kind):
    events = np.array([min(k, n) for k, n in rows])
    exposure = np.array([n for _, n in rows])
    funnel = funnel_limits(events, exposure, kind)
    for inner, outer in ((funnel.limits_95, funnel.limits_998), (funnel.wide_95, funnel.wide_998)):
        assert np.all(outer[0] >= 0) and np.all(outer[0] <= inner[0])
        assert np.all(inner[0] <= funnel.centre) and np.all(funnel.centre <= inner[1])
        assert np.all(inner[1] <= outer[1])
        assert kind == "rate" or np.all(outer[1] <= 1)
    assert np.all(funnel.wide_95[1] >= funnel.limits_95[1])

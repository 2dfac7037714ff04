"""An area against a benchmark, among its neighbours and in a funnel."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from cypt_analysis.statistics import (
    compare_to_benchmark,
    funnel_limits,
    neighbour_summary,
    quartile_bands,
)
from tests.examples import up_to

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


@pytest.mark.parametrize(
    ("upper_95", "upper_998", "benchmark", "decimals", "words"),
    [
        (32.0, 32.96, 33.0, 1, "better"),  # the 99.8% limit may lie above 32.95
        (32.0, 32.94, 33.0, 1, "much better"),
        (32.98, 34.0, 33.0, 1, "at the edge"),  # outside at 33.04, inside at 32.96
        (33.02, 34.0, 33.0, 1, "at the edge"),
        (33.06, 34.0, 33.0, 1, "similar"),
        (32.98, 34.0, 33.0, 2, "better"),
        (32.98, 34.0, 33.0, None, "better"),
        (32.6, 34.0, 33.0, 0, "at the edge"),
    ],
)
def test_a_benchmark_in_print_is_known_to_half_a_unit(
    upper_95, upper_998, benchmark, decimals, words
):
    found = compare_to_benchmark(
        30.0, (28.0, upper_95), (27.0, upper_998), benchmark, "low", decimals=decimals
    )
    assert found == words


def test_33_007_against_a_printed_33_0():
    """A limit of 33.007 does not put the figure outside a benchmark that is printed as 33.0."""
    found = [
        compare_to_benchmark(36.0, (34.0, 38.0), (33.007, 39.0), 33.0, "low", decimals=d)
        for d in (None, 1)
    ]
    assert found == ["much worse", "worse"]


def test_few_children_are_not_compared_at_99_8_per_cent_or_not_at_all():
    found = [
        compare_to_benchmark(15.0, INNER, OUTER, 30, "low", denominator=n)
        for n in (29, 30, 169, 170, None)
    ]
    assert found == ["not compared", "better", "better", "much better", "much better"]
    areas = pd.Series([10, 200, None], index=["a", "b", "c"])
    many = compare_to_benchmark(pd.Series([15.0] * 3, areas.index), INNER, OUTER, 30, "high",
                                denominator=areas)  # fmt: skip
    assert many.to_dict() == {"a": "not compared", "b": "much worse", "c": "much worse"}


def test_neighbours_by_hand():
    found = neighbour_summary(
        [10, 20, np.nan, 30, 30, None], own=30, polarity="high", name="IPF 2009", date="2009-04"
    )
    assert (found.mean, found.median, found.minimum, found.maximum) == (22.5, 25, 10, 30)
    assert (found.count, found.blanks, found.rank, found.ranked, found.tied) == (4, 2, 1, 5, 2)
    assert (found.name, found.date) == ("IPF 2009", "2009-04")
    assert found.rank_means == "1 is the best (highest)"
    assert found.best == () and found.best_value == 30, "the neighbours have no names here"


def test_the_best_neighbour_is_named():
    values = pd.Series([62.0, 55.0, None, 71.0, 55.0], list("abcde"))
    low = neighbour_summary(values, own=58.0, polarity="low")
    assert low.best == ("b", "e") and low.best_value == 55 and low.rank == 3
    assert low.rank_means == "1 is the best (lowest)"
    high = neighbour_summary(values.tolist(), 58.0, "high", names=list("abcde"))
    assert high.best == ("d",) and high.best_value == 71
    none = neighbour_summary(values, own=58.0)
    assert none.best == () and np.isnan(none.best_value) and none.rank == 3
    assert none.rank_means == "1 is the highest"
    with pytest.raises(ValueError, match="2 names were given for 3 neighbours"):
        neighbour_summary([1, 2, 3], 1, names=["a", "b"])
    assert neighbour_summary([None], None, "low").best == ()


def test_quartile_band_of_the_area_among_its_neighbours():
    values = [10, 20, 30, 40, 50, 60, 70]
    bands = [neighbour_summary(values, own, "high").quartile_band for own in (80, 55, 35, 5)]
    assert bands == ["best quarter", "second quarter", "third quarter", "worst quarter"]
    assert neighbour_summary(values, 80).quartile_band == "highest quarter"
    assert neighbour_summary(values, 80, "low").quartile_band == "worst quarter"
    assert neighbour_summary([1, 2], 3, "high").quartile_band == "not banded"
    assert neighbour_summary(values, None, "high").quartile_band == "not banded"
    found = neighbour_summary(values, 80, "high")
    group = [*values, 80]
    assert found.quartiles == pytest.approx(tuple(np.quantile(group, [0.25, 0.5, 0.75])))


def test_quartile_bands_by_hand():
    areas = list("abcdefgh")
    values = pd.Series([1, 2, 3, 4, 5, None, 6, 7], areas)
    # Seven values: quartiles 2.5, 4 and 5.5; the middle value lies on its edge.
    low = quartile_bands(values, "low")
    assert low.to_dict() == dict(zip(areas, [
        "best quarter", "best quarter", "second quarter", "second quarter", "third quarter",
        "not banded", "worst quarter", "worst quarter"], strict=True))  # fmt: skip
    assert quartile_bands(values, "high")["d"] == "second quarter", "an edge is of the better side"
    assert quartile_bands(values)["h"] == "highest quarter"
    assert set(quartile_bands([5, 5, 5, 5, 5], "low")) == {"not banded"}, "nothing to tell apart"
    assert set(quartile_bands([1, 2, 3], "low")) == {"not banded"}


@up_to(50)
@given(st.lists(st.integers(0, 50), min_size=4, max_size=40), st.sampled_from(["low", "high"]))
def test_quartile_bands_follow_the_values(values, polarity):
    order = ["best quarter", "second quarter", "third quarter", "worst quarter"]
    bands = quartile_bands(values, polarity)
    if bands[0] == "not banded":
        return
    place = np.array([order.index(word) for word in bands])
    ranked = np.array(values) * (1 if polarity == "low" else -1)
    assert (np.diff(place[np.argsort(ranked, kind="stable")]) >= 0).all()
    assert all(len(set(place[ranked == value])) == 1 for value in ranked)


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


@up_to(50)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=15), st.floats(-1e6, 1e6))
def test_own_value_never_moves_the_mean(values, own):
    found = neighbour_summary(values, own)
    assert found.mean == pytest.approx(sum(values) / len(values), abs=1e-6)
    assert 1 <= found.rank <= found.ranked == len(values) + 1
    ahead = stats.rankdata([-own, *(-value for value in values)], method="min")[0]
    assert found.rank == ahead, "ties share the first of their places"


def first_outside(distribution, tail, size):
    """The highest count with P(X <= x) within the tail, the lowest with P(X >= x) within it."""
    counts = np.arange(size)
    low = counts[distribution.cdf(counts) <= tail]
    high = counts[distribution.sf(counts - 1) <= tail]
    return (low.max() if low.size else -1), (high.min() if high.size else size)


def test_from_4_at_an_expectation_of_1():
    """P(X >= 3) is 8.0% and P(X >= 4) is 1.9% of a Poisson variable with a mean of 1."""
    assert stats.poisson(1).sf(2) == pytest.approx(0.0803, abs=5e-5)
    assert stats.poisson(1).sf(3) == pytest.approx(0.0190, abs=5e-5)
    exposure, events = [1000] * 6, [1, 1, 1, 1, 0, 2]
    funnel = funnel_limits(events, exposure, "rate", 1000)
    assert funnel.centre == 1
    assert 3 < funnel.limits_95[1][0] < 4 and funnel.limits_95[0][0] == 0
    assert 5 < funnel.limits_998[1][0] < 6, "P(X >= 6) is 0.06%, P(X >= 5) is 0.37%"


@pytest.mark.parametrize("kind", ["proportion", "rate"])
@pytest.mark.parametrize("centre", [0.02, 0.19, 0.5, 0.97])
def test_funnel_positions_are_exact_tails(kind, centre):
    for n in (10, 40, 100, 640):
        # One large area sets the group's value; small ones beside it are judged.
        size = n + 1 if kind == "proportion" else int(n * centre + 12 * math.sqrt(n) + 30)
        chance = stats.binom(n, centre) if kind == "proportion" else stats.poisson(n * centre)
        events = np.arange(size)
        big = 10**12
        funnel = funnel_limits([*events, big * centre], [*[n] * size, big], kind)
        for limits, tail in ((funnel.limits_95, 0.025), (funnel.limits_998, 0.001)):
            low, high = first_outside(chance, tail, size)
            below, above = events / n < limits[0][:-1], events / n > limits[1][:-1]
            assert below.sum() == low + 1, "counts up to the last in the lower tail"
            assert above.sum() == size - high


def test_funnel_limits_are_mirrored_for_the_complement():
    events, exposure = np.array([30, 41, 12, 25, 40, 7]), np.array([200, 240, 100, 150, 210, 35])
    funnel, mirror = funnel_limits(events, exposure), funnel_limits(exposure - events, exposure)
    for name in ("limits_95", "limits_998"):
        lower, upper = getattr(funnel, name)
        np.testing.assert_allclose(getattr(mirror, name), (1 - upper, 1 - lower), atol=1e-9)
    assert mirror.dispersion == pytest.approx(funnel.dispersion)


def winsorised_squares():
    """Mean and variance of squared normal scores drawn in at the tenth, by integration."""
    edge = stats.norm.ppf(0.9)

    def moment(power):
        inner = integrate.quad(lambda x: x**power * stats.norm.pdf(x), -edge, edge)[0]
        return inner + 0.2 * edge**power

    return moment(2)


def test_funnel_dispersion_by_hand():
    events, exposure = np.array([10.0, 20, 30, 40, 50]), np.full(5, 100.0)
    funnel = funnel_limits(events, exposure)
    z = (events / 100 - 0.3) / math.sqrt(0.3 * 0.7 / 100)
    edge = np.quantile(z, [0.1, 0.9])
    dispersion = np.mean(np.clip(z, *edge) ** 2) / winsorised_squares()
    assert funnel.dispersion == pytest.approx(dispersion)
    assert funnel.overdispersed is True
    reach = math.sqrt(dispersion)
    assert funnel.wide_95[1][0] == pytest.approx(0.3 + reach * (funnel.limits_95[1][0] - 0.3))
    assert funnel.wide_95[0][0] == max(0, 0.3 + reach * (funnel.limits_95[0][0] - 0.3))
    assert set(funnel.position) == {"within"}, "all lie within the spread of the group itself"


@pytest.mark.parametrize("areas", [10, 30, 150])
def test_the_dispersion_test_keeps_its_level(areas):
    """Without spread beyond chance one group in twenty is called overdispersed, and 1 is its mean."""
    rng = np.random.default_rng(areas)
    exposure = rng.integers(500, 5000, areas)
    found = [funnel_limits(rng.binomial(exposure, 0.2), exposure) for _ in range(200)]
    assert np.mean([f.dispersion_p < 0.05 for f in found]) == pytest.approx(0.05, abs=0.03)
    assert np.mean([f.dispersion for f in found]) == pytest.approx(1, abs=0.1)


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


@up_to(30)
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

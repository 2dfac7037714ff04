"""Comparisons of two periods against SciPy, statsmodels, exact sums and published examples."""

from __future__ import annotations

import dataclasses
import itertools
import math
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from cypt_analysis.statistics import (
    compare_proportions,
    compare_rates,
    rate_interval,
    verdict_turns_at,
    wilson_interval,
)
from tests.examples import up_to

pytestmark = pytest.mark.filterwarnings("error")
quick = up_to(50)

NEWCOMBE = [  # first sample, second sample, limits of first minus second
    ((56, 70), (48, 80), (0.0524, 0.3339)),
    ((9, 10), (3, 10), (0.1705, 0.8090)),
    ((6, 7), (2, 7), (0.0582, 0.8062)),
    ((5, 56), (0, 29), (-0.0381, 0.1926)),
    ((0, 10), (0, 20), (-0.1611, 0.2775)),
    ((0, 10), (0, 10), (-0.2775, 0.2775)),
    ((10, 10), (0, 20), (0.6791, 1.0000)),
    ((10, 10), (0, 10), (0.6075, 1.0000)),
]


@pytest.mark.parametrize(("first", "second", "limits"), NEWCOMBE)
def test_newcombe_published(first, second, limits):
    """Newcombe (1998), Stat Med 17: 873-890, Table II, method 10; ours is later minus earlier."""
    change = compare_proportions(*second, *first)
    assert change.difference_interval == pytest.approx(limits, abs=5e-5)


SIZES = [(1, 1), (10, 20), (70, 80), (2480, 2300), (10**6, 10**4)]


@pytest.mark.parametrize(("n_1", "n_2"), SIZES)
@pytest.mark.parametrize("level", [0.95, 0.998])
def test_proportions_agree_with_statsmodels(n_1, n_2, level):
    for k_1, k_2 in itertools.product({0, 1, n_1 // 3, n_1}, {0, 1, n_2 // 2, n_2}):
        change = compare_proportions(k_1, n_1, k_2, n_2, level)
        expected = confint_proportions_2indep(k_2, n_2, k_1, n_1, method="newcomb", alpha=1 - level)
        assert change.difference_interval == pytest.approx(expected, rel=1e-10, abs=1e-10)


@pytest.mark.parametrize(
    ("k_1", "n_1", "k_2", "n_2"),
    [(0, 50, 4, 50), (407, 2300, 377, 2300), (1, 2, 2, 2), (30, 60, 700, 1000), (5, 9, 1, 8)],
)
def test_p_is_the_level_at_which_newcombes_interval_begins_to_exclude_0(k_1, n_1, k_2, n_2):
    """By statsmodels' interval, solved for its level."""

    def nearer_limit(alpha):
        low, high = confint_proportions_2indep(k_2, n_2, k_1, n_1, method="newcomb", alpha=alpha)
        return low if k_2 / n_2 > k_1 / n_1 else high

    expected = optimize.brentq(nearer_limit, 1e-12, 1 - 1e-9, xtol=1e-13)
    assert compare_proportions(k_1, n_1, k_2, n_2).p_value == pytest.approx(expected, rel=1e-6)


def test_verdict_and_p_are_of_one_test():
    """None of 50 against 4 of 50: the pooled z-test says 0.041, and Newcombe's interval holds 0."""
    change = compare_proportions(0, 50, 4, 50)
    assert not change.significant and change.p_value > 0.05
    assert change.difference_interval[0] < 0
    grid = np.arange(41)
    k_1, k_2 = (side.ravel() for side in np.meshgrid(grid, grid))
    for level in (0.8, 0.95, 0.998):
        many = compare_proportions(k_1, 40, k_2, 40, level)
        low, high = many.difference_interval
        assert np.array_equal(many.significant, (low > 0) | (high < 0))
        assert np.array_equal(many.significant, many.p_value < 1 - level)


def test_one_in_large_numbers_is_near_the_z_test():
    k_1, n_1, k_2, n_2 = 40_000, 200_000, 40_700, 200_000
    p_value = proportions_ztest([k_1, k_2], [n_1, n_2])[1]
    assert compare_proportions(k_1, n_1, k_2, n_2).p_value == pytest.approx(p_value, rel=1e-3)


@pytest.mark.parametrize(
    ("k_1", "n_1", "k_2", "n_2"),
    [(0, 50, 0, 90), (50, 50, 9, 9), (0, 1, 0, 1), (1, 1, 1, 1), (1, 2, 1, 2)],
)
def test_no_difference_has_a_p_of_one(k_1, n_1, k_2, n_2):
    change = compare_proportions(k_1, n_1, k_2, n_2)
    assert change.p_value == 1 and not change.significant


def test_one_child_of_one_shows_nothing():
    change = compare_proportions(0, 1, 1, 1)
    assert not change.significant and 0.05 < change.p_value < 1
    extreme = compare_proportions(0, 10**6, 10**6, 10**6)
    assert extreme.significant and extreme.p_value == 0


def test_small_denominators_are_named_for_those_who_judge():
    """A rate that follows from fewer than 30 is shown and not judged."""
    change = compare_proportions([1, 1], [29, 30], [9, 9], [30, 30])
    assert change.small.tolist() == [True, False]
    assert compare_rates(1, 29, 4, 500, 1000).small is True
    assert compare_rates(1, 1, 4, 1, 1).small is False, "events over equal spans have no children"


def mid_p_tail(k_1, n_1, k_2, n_2, ratio, side):
    """Chance of the later count or more (or fewer), itself half, given both together."""
    share = ratio * n_2 / (ratio * n_2 + n_1)
    later = stats.binom(k_1 + k_2, share)
    beyond = later.sf(k_2) if side == "more" else later.cdf(k_2 - 1)
    return beyond + later.pmf(k_2) / 2


OPEN_EPI = [  # earlier and later events and person-years, p, limits of the ratio
    ((3, 122268, 17, 100025), 0.0003127, (2.210, 29.63)),
    ((1, 77932, 8, 78531), 0.02210, (1.270, 177.6)),
    ((4, 200200, 25, 178556), 0.00001654, (2.616, 23.57)),
]


@pytest.mark.parametrize(("counts", "p_value", "limits"), OPEN_EPI)
def test_rates_published(counts, p_value, limits):
    """OpenEpi, "Comparing 2 person-time rates", its printed example: mid-P exact, two-tailed."""
    change = compare_rates(*counts)
    assert change.p_value == pytest.approx(p_value, rel=2e-4)
    assert change.ratio_interval == pytest.approx(limits, rel=1e-3)


def test_unequal_exposures():
    """Ten in a hundred against five in a thousand: 7.5e-8 in one tail, by SciPy."""
    one_tail = stats.binomtest(10, 15, 100 / 1100, alternative="greater").pvalue
    assert one_tail == pytest.approx(7.5e-8, rel=0.01)
    for change in (compare_rates(10, 100, 5, 1000), compare_rates(5, 1000, 10, 100)):
        assert one_tail / 2 < change.p_value < 2 * one_tail
        assert change.significant


@pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
def test_ratio_interval_inverts_the_mid_p_test(level):
    n_1, n_2 = 4000, 50_000
    for k_1, k_2 in itertools.product((0, 1, 7, 120), (0, 1, 9, 150)):
        change = compare_rates(k_1, n_1, k_2, n_2, confidence=level)
        lower, upper = change.ratio_interval
        tail = (1 - level) / 2
        if k_2 == 0:
            assert lower == 0
        else:
            assert mid_p_tail(k_1, n_1, k_2, n_2, lower, "more") == pytest.approx(tail, rel=1e-8)
        if k_1 == 0:
            assert upper == math.inf
        else:
            assert mid_p_tail(k_1, n_1, k_2, n_2, upper, "less") == pytest.approx(tail, rel=1e-8)
        tails = [mid_p_tail(k_1, n_1, k_2, n_2, 1, side) for side in ("more", "less")]
        assert change.p_value == pytest.approx(2 * min(tails), rel=1e-9)


def test_mid_p_lies_inside_the_exact_interval():
    """Half of the observed count's probability is left out, so the limits move inwards."""
    for k_1, k_2 in itertools.product((1, 7, 120, 3000), (1, 9, 150, 2800)):
        lower, upper = compare_rates(k_1, 1000, k_2, 1000).ratio_interval
        share = stats.binomtest(k_2, k_1 + k_2).proportion_ci(0.95, method="exact")
        assert share.low / (1 - share.low) < lower < k_2 / k_1 < upper
        assert upper < share.high / (1 - share.high)


def test_national_counts_are_the_normal_test():
    k_1, k_2, n = 6_000_000, 6_008_000, 12_000_000
    z = (k_2 - k_1) / math.sqrt(k_1 + k_2)
    change = compare_rates(k_1, n, k_2, n)
    assert change.p_value == pytest.approx(2 * stats.norm.sf(z), rel=1e-3)
    error = math.sqrt(1 / k_1 + 1 / k_2) * stats.norm.ppf(0.975)
    assert math.log(change.ratio_interval[1] * k_1 / k_2) == pytest.approx(error, rel=1e-3)


def test_no_events_at_all():
    change = compare_rates(0, 100, 0, 1000)
    assert change.p_value == 1 and not change.significant
    assert change.ratio_interval == (0, math.inf)


def test_hundreds_of_pairs_in_a_moment():
    rng = np.random.default_rng(2)
    k = rng.poisson(rng.uniform(0, 2000, (2, 500)))
    began = time.process_time()
    many = compare_rates(k[0], 50_000, k[1], 70_000)
    assert time.process_time() - began < 5, "one pass over all pairs, not a search for each"
    for i in range(0, 500, 100):
        one = compare_rates(k[0][i], 50_000, k[1][i], 70_000)
        assert many.p_value[i] == pytest.approx(one.p_value, rel=1e-12)
        assert many.ratio_interval[0][i] == pytest.approx(one.ratio_interval[0], rel=1e-12)


def test_difference_of_rates_joins_the_two_intervals():
    """Zou & Donner (2008), Stat Med 27: 1693-1702, equations for a difference, by hand."""
    change = compare_rates(6, 3000, 14, 3500, multiplier=1000)
    (l_1, u_1), (l_2, u_2) = rate_interval(6, 3000, 1000), rate_interval(14, 3500, 1000)
    lower = 2 - math.sqrt((4 - l_2) ** 2 + (u_1 - 2) ** 2)
    upper = 2 + math.sqrt((u_2 - 4) ** 2 + (2 - l_1) ** 2)
    assert change.difference == pytest.approx(2)
    assert change.difference_interval == pytest.approx((lower, upper), rel=1e-12)


def test_no_interval_of_a_comparison_of_rates_reads_otherwise_than_its_test():
    counts = np.arange(25)
    k_1, k_2 = (side.ravel() for side in np.meshgrid(counts, counts))
    at_the_edge = 0
    for n_2 in (100, 300, 1000):
        change = compare_rates(k_1, 100, k_2, n_2, 100)
        lower, upper = change.difference_interval
        ratio = change.ratio_interval
        apart = np.asarray(change.significant, dtype=bool)
        assert np.array_equal(apart, change.p_value < 0.05)
        assert np.array_equal(apart, (ratio[0] > 1) | (ratio[1] < 1))
        assert np.all((lower >= 0) | (upper <= 0), where=apart)
        assert np.all((lower <= 0) & (upper >= 0), where=~apart)
        at_the_edge += ((lower == 0) | (upper == 0)).sum()
    assert at_the_edge > 6, "the grid holds pairs where the joined interval would read otherwise"


def test_the_2009_report():
    """Year 6 obesity and overweight, with about 2,300 children measured a year."""
    obesity = compare_proportions(407, 2300, 377, 2300)
    assert obesity.overlap and not obesity.significant
    for n in (2100, 2300, 2500):
        rise = compare_proportions(0.075 * n, n, 0.129 * n, n)
        assert rise.significant and not rise.overlap
        after = compare_proportions(0.129 * n, n, 0.134 * n, n)
        assert not after.significant and after.overlap


def test_forms_index_and_missing():
    index = ["a", "b", "c"]
    change = compare_proportions(
        pd.Series([10, np.nan, 0], index=index), 100, pd.Series([30, 20, 0], index=index), 100
    )
    assert change.significant.tolist() == [True, pd.NA, False]
    assert list(change.overlap.index) == index
    assert np.isnan(change.value_2["b"]) and np.isnan(change.p_value["b"])
    assert np.isnan(change.difference_interval[0]["b"])
    assert np.isnan(change.relative_change["c"]), "there is no share of nothing"
    assert change.relative_change["a"] == pytest.approx(2)
    rates = compare_rates([1, np.nan], 10, [4, 4], 10)
    assert np.isnan(rates.ratio_interval[1][1]) and np.isnan(rates.p_value[1])
    assert compare_rates(1, 10, None, 10).significant is None
    with pytest.raises(dataclasses.FrozenInstanceError):
        change.p_value = 0


@quick
@given(
    st.integers(1, 10**6), st.integers(1, 10**6), st.floats(0, 1), st.floats(0, 1),
    st.sampled_from([0.8, 0.95, 0.998]),
)  # fmt: skip
def test_proportions_hold_together(n_1, n_2, share_1, share_2, level):
    k_1, k_2 = round(n_1 * share_1), round(n_2 * share_2)
    change = compare_proportions(k_1, n_1, k_2, n_2, level)
    lower, upper = change.difference_interval
    assert -1 - 1e-12 <= lower <= change.difference <= upper <= 1 + 1e-12
    assert 0 <= change.p_value <= 1
    assert change.interval_1 == wilson_interval(k_1, n_1, level)
    # Where the intervals are apart the difference is too: the field's rule is the cautious one.
    assert change.overlap or change.significant
    back = compare_proportions(k_2, n_2, k_1, n_1, level)
    assert back.difference_interval == pytest.approx((-upper, -lower), abs=1e-12)
    assert back.significant == change.significant and back.overlap == change.overlap
    assert change.significant == (change.p_value < 1 - level)
    assert back.p_value == pytest.approx(change.p_value, rel=1e-6, abs=1e-300)


@quick
@given(
    st.integers(0, 400), st.integers(0, 400), st.floats(1, 1e5), st.floats(1, 1e5),
)  # fmt: skip
def test_rates_hold_together(k_1, k_2, n_1, n_2):
    change, back = compare_rates(k_1, n_1, k_2, n_2), compare_rates(k_2, n_2, k_1, n_1)
    assert 0 <= change.p_value <= 1
    assert change.p_value == pytest.approx(back.p_value, abs=1e-9)
    lower, upper = change.ratio_interval
    assert change.significant == (change.p_value < 0.05) == (lower > 1 or upper < 1)
    if k_1:
        assert lower <= change.ratio <= upper
    # A known multiplier changes the unit and no verdict.
    per_child = compare_rates(k_1, n_1, k_2, n_2, multiplier=1)
    assert per_child.p_value == change.p_value
    assert per_child.difference * 10_000 == pytest.approx(change.difference, abs=1e-9)


def test_how_far_an_assumed_number_of_children_could_be_off():
    """17.7% to 16.4% of about 2,300 children: the verdict turns at some 2.8 times as many."""
    factor = verdict_turns_at(407, 2300, 377, 2300)
    assert 2 < factor < 4
    for scale, significant in ((factor * 0.999, False), (factor * 1.001, True)):
        numbers = [scale * number for number in (407, 2300, 377, 2300)]
        assert compare_proportions(*numbers).significant is significant
    firm = verdict_turns_at(300, 1000, 200, 1000)
    assert 0 < firm < 1, "a change stays one until there are far fewer children"
    numbers = [firm * 0.999 * number for number in (300, 1000, 200, 1000)]
    assert not compare_proportions(*numbers).significant
    later = verdict_turns_at(300, 1000, 270, 1000, assumed="later")
    assert compare_proportions(300, 1000, 270 * later * 1.001, 1000 * later * 1.001).significant


def test_a_verdict_that_no_number_of_children_would_turn():
    assert verdict_turns_at(50, 100, 50, 100) == np.inf, "no difference at all"
    # However many later, the earlier ten leave too much open.
    assert verdict_turns_at(5, 10, 60, 100, assumed="later") == np.inf
    found = verdict_turns_at(pd.Series([407, None], ["a", "b"]), 2300, 377, 2300)
    assert found["a"] == verdict_turns_at(407, 2300, 377, 2300) and np.isnan(found["b"])
    with pytest.raises(ValueError, match="write one of: both, earlier, later"):
        verdict_turns_at(1, 2, 1, 2, assumed="neither")

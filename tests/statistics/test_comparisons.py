"""Comparisons of two periods against SciPy, statsmodels, exact sums and published examples."""

from __future__ import annotations

import dataclasses
import itertools
import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from cypt_analysis.statistics import (
    compare_proportions,
    compare_rates,
    rate_interval,
    wilson_interval,
)

pytestmark = pytest.mark.filterwarnings("error")
quick = settings(max_examples=100, deadline=None)

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
        if 0 < k_1 + k_2 < n_1 + n_2:
            p_value = proportions_ztest([k_1, k_2], [n_1, n_2])[1]
            assert change.p_value == pytest.approx(p_value, rel=1e-10, abs=1e-300)
        else:
            assert change.p_value == 1


def e_test_by_every_pair(k_1, n_1, k_2, n_2):
    """The E-test's definition in whole numbers: every pair of counts, ties decided exactly."""

    def pivot_squared(a, b):
        top = (Fraction(a, n_1) - Fraction(b, n_2)) ** 2
        below = Fraction(a, n_1**2) + Fraction(b, n_2**2)
        return top / below if below else Fraction(0)

    observed = pivot_squared(k_1, k_2)
    common = (k_1 + k_2) / (n_1 + n_2)
    reach = [int(common * n + 12 * math.sqrt(common * n) + 30) for n in (n_1, n_2)]
    chance = [
        stats.poisson.pmf(np.arange(r), common * n) for r, n in zip(reach, (n_1, n_2), strict=True)
    ]
    return math.fsum(
        chance[0][a] * chance[1][b]
        for a in range(reach[0])
        for b in range(reach[1])
        if pivot_squared(a, b) >= observed
    )


@pytest.mark.parametrize(
    ("k_1", "n_1", "k_2", "n_2"),
    [(0, 100, 3, 100), (0, 49650, 3, 47123), (5, 1000, 8, 2000), (9, 1000, 33, 2000),
     (1, 7, 0, 3), (12, 500, 4, 400), (2, 1000, 2, 1000)],
)  # fmt: skip
def test_e_test_agrees_with_every_pair_counted(k_1, n_1, k_2, n_2):
    expected = e_test_by_every_pair(k_1, n_1, k_2, n_2)
    assert compare_rates(k_1, n_1, k_2, n_2).p_value == pytest.approx(expected, abs=1e-10)


def test_e_test_published():
    """Krishnamoorthy & Thomson (2004), example in section 5: 3 events against 0 of 100, 0.0884."""
    assert compare_rates(0, 100, 3, 100).p_value == pytest.approx(0.0884, abs=5e-5)


@pytest.mark.parametrize(("n_1", "n_2"), [(1013.7, 977.3), (49650.3, 47123.9), (3.17, 1.29)])
def test_e_test_agrees_with_scipy_where_no_pairs_tie(n_1, n_2):
    # SciPy leaves a ten-thousand-millionth of each lower tail out. With 0 events in one period
    # pairs do tie, and rounding decides for SciPy: see the test by every pair.
    for k_1, k_2 in itertools.product((1, 4, 37, 480), (2, 9, 50, 471)):
        expected = stats.poisson_means_test(k_1, n_1, k_2, n_2).pvalue
        assert compare_rates(k_1, n_1, k_2, n_2).p_value == pytest.approx(expected, abs=3e-10)


def test_e_test_of_national_counts_is_the_normal_test():
    k_1, k_2, n = 6_000_000, 6_008_000, 12_000_000
    z = (k_2 - k_1) / math.sqrt(k_1 + k_2)
    expected = 2 * stats.norm.sf(z)
    assert compare_rates(k_1, n, k_2, n).p_value == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
def test_ratio_interval_is_clopper_pearson_of_the_share(level):
    n_1, n_2 = 4000, 5000
    for k_1, k_2 in itertools.product((0, 1, 7, 120), (0, 1, 9, 150)):
        lower, upper = compare_rates(k_1, n_1, k_2, n_2, confidence=level).ratio_interval
        if k_1 + k_2 == 0:
            assert (lower, upper) == (0, math.inf)
            continue
        # From the quantiles: SciPy's own proportion_ci stops its search at about 1e-12.
        tail = (1 - level) / 2
        low = stats.beta.ppf(tail, k_2, k_1 + 1) if k_2 else 0
        high = stats.beta.isf(tail, k_2 + 1, k_1) if k_1 else 1
        share = stats.binomtest(k_2, k_1 + k_2).proportion_ci(level, method="exact")
        assert (low, high) == pytest.approx(tuple(share), abs=1e-10)
        odds = [n_1 / n_2 * (s / (1 - s) if s < 1 else math.inf) for s in (low, high)]
        assert lower == pytest.approx(odds[0], rel=1e-10, abs=1e-300)
        assert upper == pytest.approx(odds[1], rel=1e-10)


def test_difference_of_rates_joins_the_two_intervals():
    """Zou & Donner (2008), Stat Med 27: 1693-1702, equations for a difference, by hand."""
    change = compare_rates(6, 3000, 14, 3500, multiplier=1000)
    (l_1, u_1), (l_2, u_2) = rate_interval(6, 3000, 1000), rate_interval(14, 3500, 1000)
    lower = 2 - math.sqrt((4 - l_2) ** 2 + (u_1 - 2) ** 2)
    upper = 2 + math.sqrt((u_2 - 4) ** 2 + (2 - l_1) ** 2)
    assert change.difference == pytest.approx(2)
    assert change.difference_interval == pytest.approx((lower, upper), rel=1e-12)


def test_the_2009_report():
    """Year 6 obesity and overweight, with about 2,300 children measured a year."""
    obesity = compare_proportions(407, 2300, 377, 2300)
    assert obesity.overlap and not obesity.significant
    assert obesity.sentence(name="Year 6 obesity").startswith(
        "Year 6 obesity fell from 17.7% to 16.4%; this is within the range of chance "
        "(95% intervals overlap; p = 0.2"
    )
    for n in (2100, 2300, 2500):
        rise = compare_proportions(0.075 * n, n, 0.129 * n, n)
        assert rise.significant and not rise.overlap
        after = compare_proportions(0.129 * n, n, 0.134 * n, n)
        assert not after.significant and after.overlap


SENTENCES = [  # what, arguments, sentence
    (compare_proportions, (50, 100, 60, 100),
     ("rose from 50.0% to 60.0%; this is within the range of chance (95% intervals overlap; "
     "p = 0.16)")),
    (compare_proportions, (400, 1000, 440, 1000),
     ("rose from 40.0% to 44.0%; this is within the range of chance (95% intervals overlap; "
     "p = 0.070)")),
    (compare_proportions, (400, 1000, 450, 1000),
     ("rose from 40.0% to 45.0%; the two rules disagree: the test finds a change (p = 0.024), but "
     "the 95% intervals overlap")),
    (compare_proportions, (300, 1000, 200, 1000),
     ("fell from 30.0% to 20.0%; this is more than chance would explain (95% intervals do not "
     "overlap; p < 0.001)")),
    (compare_proportions, (5, 10, 5, 10),
     "stayed at 50.0%; this is within the range of chance (95% intervals overlap; p = 1.00)"),
    (compare_proportions, (None, 10, 5, 10), "cannot be compared: a figure is missing"),
    (compare_rates, (30, 10000, 30, 10000),
     ("stayed at 30.0 per 10,000; this is within the range of chance (95% intervals overlap; "
     "p = 1.00)")),
]  # fmt: skip


@pytest.mark.parametrize(("compare", "arguments", "sentence"), SENTENCES)
def test_sentences(compare, arguments, sentence):
    assert compare(*arguments).sentence() == sentence


def test_rates_say_what_they_are_per():
    per = [compare_rates(3, 10, 4, 10, m).sentence(0).split(";")[0] for m in (1, 1000, 1_000_000)]
    assert per == [
        "stayed at 0",
        "rose from 300 to 400 per 1,000",
        "rose from 300,000 to 400,000 per 1,000,000",
    ]


def test_sentence_owns_up_when_the_test_and_its_companion_differ():
    # Between 7 and 17 of 40 the z-test says 0.0162, and Newcombe excludes 0; between 2 and 8 of
    # 40 p is 0.043, but Newcombe's interval holds 0.
    apart = [
        change
        for k in range(12)
        for j in range(k, 25)
        if (change := compare_proportions(k, 40, j, 40)).significant != (change.p_value < 0.05)
    ]
    assert apart, "the grid holds pairs on the edge"
    for change in apart:
        assert "at the edge" in change.sentence()
        word = "excludes" if change.significant else "includes"
        assert f"interval of the difference {word} 0" in change.sentence()


def test_p_is_never_printed_across_the_level():
    pairs = [(400, k) for k in range(300, 500)] + [(154, 187), (252, 291), (336, 378)]
    for earlier, later in pairs:
        change = compare_proportions(earlier, 1000, later, 1000)
        printed = change.sentence().split("p = ")
        if len(printed) == 2:
            value = float(printed[1].split(")")[0].split(";")[0])
            assert (value < 0.05) == (change.p_value < 0.05)


def test_p_at_the_level_shows_as_many_digits_as_it_takes():
    assert "(p = 0.0499)" in compare_proportions(252, 1000, 291, 1000).sentence()
    assert "(p = 0.04998)" in compare_proportions(336, 1000, 378, 1000).sentence()


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
    assert change.sentence()["b"] == "cannot be compared: a figure is missing"
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


@quick
@given(
    st.integers(0, 400), st.integers(0, 400), st.floats(1, 1e5), st.floats(1, 1e5),
)  # fmt: skip
def test_rates_hold_together(k_1, k_2, n_1, n_2):
    change, back = compare_rates(k_1, n_1, k_2, n_2), compare_rates(k_2, n_2, k_1, n_1)
    assert 0 <= change.p_value <= 1
    assert change.p_value == pytest.approx(back.p_value, abs=1e-9)
    assert change.significant == (change.p_value < 0.05)
    lower, upper = change.ratio_interval
    if k_1:
        assert lower <= change.ratio <= upper
    # A known multiplier changes the unit and no verdict.
    per_child = compare_rates(k_1, n_1, k_2, n_2, multiplier=1)
    assert per_child.p_value == change.p_value
    assert per_child.difference * 10_000 == pytest.approx(change.difference, abs=1e-9)

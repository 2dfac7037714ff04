"""Intervals against SciPy, statsmodels and published tables."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from cypt_analysis.statistics import (
    byars_interval,
    exact_poisson_interval,
    mean_interval,
    rate_interval,
    wilson_interval,
)
from tests.examples import up_to

pytestmark = pytest.mark.filterwarnings("error")
LEVELS = [0.5, 0.8, 0.95, 0.998, 0.999999]
quick = up_to(75)


def parts() -> list[tuple[int, int]]:
    sizes = [1, 2, 3, 7, 10, 29, 100, 2480, 10**5, 10**7, 10**10, 10**13]
    return [
        (k, n)
        for n in sizes
        for k in sorted({0, 1, min(2, n), n // 3, n // 2, n - 1, n})
        if 0 <= k <= n
    ]


@pytest.mark.parametrize("level", LEVELS)
def test_wilson_agrees_with_statsmodels(level):
    k, n = (np.array(column, dtype=float) for column in zip(*parts(), strict=True))
    expected = proportion_confint(k, n, alpha=1 - level, method="wilson")
    for ours, theirs in zip(wilson_interval(k, n, level), expected, strict=True):
        np.testing.assert_allclose(ours, np.clip(theirs, 0, 1), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("level", LEVELS)
def test_wilson_agrees_with_scipy(level):
    for k, n in parts():
        expected = stats.binomtest(k, n).proportion_ci(level, method="wilson")
        assert wilson_interval(k, n, level) == pytest.approx(tuple(expected), rel=1e-10, abs=1e-10)


def test_wilson_lower_limit_keeps_its_digits_at_large_denominators():
    # For one event in n the limit times n tends to the root of (1 - x)^2 = z^2 x, whatever n.
    z = stats.norm.ppf(0.975)
    limit = (2 + z**2 - z * math.sqrt(z**2 + 4)) / 2
    assert wilson_interval(1, 1e15)[0] * 1e15 == pytest.approx(limit, rel=1e-12)


@pytest.mark.parametrize(
    ("numerator", "denominator", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
     (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_wilson_published(numerator, denominator, lower, upper):
    """Newcombe (1998), Stat Med 17: 857-872, Table I, method 3."""
    assert wilson_interval(numerator, denominator) == pytest.approx((lower, upper), abs=5e-5)


@pytest.mark.parametrize("level", LEVELS)
def test_exact_poisson_agrees_with_scipy(level):
    counts = np.array([0, 1, 2, 5, 9, 10, 50, 999, 10**5, 10**7, 10**10], dtype=float)
    lower, upper = exact_poisson_interval(counts, level)
    tail = (1 - level) / 2
    assert lower[0] == 0
    np.testing.assert_allclose(lower[1:], stats.chi2.ppf(tail, 2 * counts[1:]) / 2, rtol=1e-10)
    np.testing.assert_allclose(upper, stats.chi2.isf(tail, 2 * counts + 2) / 2, rtol=1e-10)


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [(0, 0, 3.69), (1, 0.0253, 5.57), (2, 0.242, 7.22), (3, 0.619, 8.77), (4, 1.09, 10.24),
     (5, 1.62, 11.67), (6, 2.20, 13.06), (7, 2.81, 14.42), (8, 3.45, 15.76), (9, 4.12, 17.08),
     (10, 4.80, 18.39), (15, 8.40, 24.74), (20, 12.22, 30.89), (30, 20.24, 42.83)],
)  # fmt: skip
def test_exact_poisson_published(count, lower, upper):
    """Pearson & Hartley, Biometrika Tables for Statisticians 1, Table 40, at 95%."""
    found = exact_poisson_interval(count)
    assert found[0] == pytest.approx(lower, abs=0.005 if lower > 1 else 0.0005)
    assert found[1] == pytest.approx(upper, abs=0.0055)


def test_byar_is_the_published_formula():
    """Breslow & Day (1987), volume II, p. 69, written out for one count at a time."""
    for count in (1, 2, 10, 24, 65, 1000, 10**7):
        for level in (0.95, 0.998):
            z = stats.norm.ppf(1 - (1 - level) / 2)
            lower = count * max(0, 1 - 1 / (9 * count) - z / 3 * count**-0.5) ** 3
            upper = (count + 1) * (1 - 1 / (9 * (count + 1)) + z / 3 * (count + 1) ** -0.5) ** 3
            assert byars_interval(count, level) == pytest.approx((lower, upper), rel=1e-10)


def test_byar_is_within_a_fifth_of_a_per_cent_of_exact():
    """OHID technical guide on confidence intervals (2018), appendix 1: from 10 events, at 95%."""
    counts = np.arange(10, 3000)
    for ours, exact in zip(byars_interval(counts), exact_poisson_interval(counts), strict=True):
        assert np.max(np.abs(ours / exact - 1)) < 0.002


def test_rate_takes_the_exact_interval_below_ten_and_byars_from_ten():
    exact, byar = exact_poisson_interval(9), byars_interval(10)
    lower, upper = rate_interval([9, 10], [5000, 4000], multiplier=1000)
    np.testing.assert_allclose(lower, [exact[0] / 5, byar[0] / 4], rtol=1e-14)
    np.testing.assert_allclose(upper, [exact[1] / 5, byar[1] / 4], rtol=1e-14)


@pytest.mark.parametrize("level", LEVELS)
def test_mean_agrees_with_scipy(level):
    rng = np.random.default_rng(3)
    samples = rng.normal(1e6, 3, (4, 9))
    lower, upper = mean_interval(samples, level)
    for row, low, high in zip(samples, lower, upper, strict=True):
        expected = stats.t.interval(level, 8, row.mean(), stats.sem(row))
        assert (low, high) == pytest.approx(expected, rel=1e-10)
        assert mean_interval(pd.Series(row), level) == pytest.approx(expected, rel=1e-10)


def test_mean_of_too_few_or_of_missing_values_is_missing():
    assert np.isnan(mean_interval([3.0])).all()
    assert np.isnan(mean_interval([3.0, None, 4.0])).all()
    assert mean_interval([2.0, 2.0, 2.0]) == (2.0, 2.0)


counts = st.integers(0, 10**9)


@quick
@given(st.integers(1, 10**9), st.floats(0, 1), st.sampled_from([0.8, 0.95, 0.998]))
def test_wilson_brackets_narrows_and_widens(denominator, share, level):
    numerator = math.floor(share * denominator)
    lower, upper = wilson_interval(numerator, denominator, level)
    assert 0 <= lower <= numerator / denominator <= upper <= 1
    more_lower, more_upper = wilson_interval(4 * numerator, 4 * denominator, level)
    assert more_upper - more_lower < upper - lower
    wide_lower, wide_upper = wilson_interval(numerator, denominator, 0.9999)
    assert wide_lower <= lower and wide_upper >= upper
    assert wide_upper - wide_lower > upper - lower
    mirrored = wilson_interval(denominator - numerator, denominator, level)
    assert mirrored == pytest.approx((1 - upper, 1 - lower), abs=1e-12)


@quick
@given(counts, st.sampled_from([0.8, 0.95, 0.998]))
@pytest.mark.parametrize("interval", [byars_interval, exact_poisson_interval, rate_interval])
def test_count_intervals_bracket_and_widen(interval, count, level):
    extra = (1, 1) if interval is rate_interval else ()
    lower, upper = interval(count, *extra, confidence=level)
    wide_lower, wide_upper = interval(count, *extra, confidence=0.9999)
    assert 0 <= wide_lower <= lower <= count < upper < wide_upper
    assert (lower == 0) == (count == 0) or interval is byars_interval
    if count:
        more_lower, more_upper = interval(4 * count, *extra, confidence=level)
        assert (more_upper - more_lower) / 4 < upper - lower


def test_shapes_index_and_missing():
    index = ["2006", "2007", "2008"]
    k = pd.Series([3, pd.NA, 0], index=index, dtype="Int64")
    lower, upper = wilson_interval(k, 20)
    assert list(lower.index) == index and np.isnan(upper["2007"]) and lower["2008"] == 0
    assert isinstance(wilson_interval(3, 20)[0], float)
    grid = wilson_interval([[1], [2]], [10, 20, 30])[0]
    assert grid.shape == (2, 3)
    for interval in (byars_interval, exact_poisson_interval):
        assert np.isnan(interval([np.nan, 4])[0][0])
    assert np.isnan(rate_interval(None, 100)).all()
    assert wilson_interval([], [])[0].size == 0

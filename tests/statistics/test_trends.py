"""Recent trend against published figures, statsmodels and hand-made series."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from cypt_analysis.statistics import rate_interval, recent_trend
from cypt_analysis.statistics.trends import _pooled_precision, _slope, _slope_precision

pytestmark = pytest.mark.filterwarnings("error")


def test_chi_squared_for_trend_published():
    """Fleiss (1981), Statistical Methods for Rates and Proportions, p. 139: smokers, 8.2249."""
    smokers, patients = np.array([83.0, 90, 129, 70]), np.array([86.0, 93, 136, 82])
    slope = _slope(smokers / patients, patients)
    found = slope**2 * _slope_precision(patients) * _pooled_precision(smokers, patients)
    assert found == pytest.approx(8.2249, abs=5e-5)


UP = [310, 342, 371, 402, 440]
CHILDREN = [2000, 2010, 1990, 2020, 2005]


def test_proportions_agree_with_the_score_test_of_a_logistic_regression():
    """The chi-squared for trend is the score test of the slope: here written with its matrices."""
    k, n, t = np.array(UP), np.array(CHILDREN), np.arange(5)
    pooled = k.sum() / n.sum()
    score = np.sum(t * (k - n * pooled))
    weight = n * pooled * (1 - pooled)
    information = np.sum(weight * t**2) - np.sum(weight * t) ** 2 / np.sum(weight)
    trend = recent_trend(UP, CHILDREN)
    assert trend.chi_squared == pytest.approx(score**2 / information, rel=1e-12)
    assert trend.dispersion == 1, "these five lie nearer a line than chance would have them"
    size = math.sqrt(score**2 / information)
    assert trend.p_value == pytest.approx(2 * stats.t.sf(size, 5 + 3), rel=1e-10)
    slope = sm.WLS(k / n, sm.add_constant(t), weights=n).fit().params[1]
    assert trend.slope == pytest.approx(slope, rel=1e-10)


def test_rates_agree_with_weighted_least_squares():
    k, n = np.array([120, 150, 178, 201, 240]), np.array([49_000, 49_100, 49_300, 49_500, 49_650])
    lower, upper = rate_interval(k, n, 10_000)
    error = (upper - lower) / (2 * stats.norm.ppf(0.975))
    fit = sm.WLS(k / n * 10_000, sm.add_constant(np.arange(5)), weights=error**-2).fit(
        cov_type="fixed scale"
    )
    trend = recent_trend(k, n, "rate", 10_000, polarity="low")
    assert trend.slope == pytest.approx(fit.params[1], rel=1e-10)
    assert trend.chi_squared == pytest.approx(fit.tvalues[1] ** 2, rel=1e-10)
    assert trend.verdict == "increasing" and trend.judgement == "getting worse"


@pytest.mark.parametrize("kind", ["proportion", "rate"])
def test_a_rise_is_increasing_and_a_fall_decreasing(kind):
    """The Fingertips source of 2020 calls both decreasing for a proportion."""
    up = recent_trend(UP, CHILDREN, kind, polarity="high")
    down = recent_trend(UP[::-1], CHILDREN[::-1], kind, polarity="high")
    assert (up.verdict, up.judgement) == ("increasing", "getting better")
    assert (down.verdict, down.judgement) == ("decreasing", "getting worse")
    assert down.slope == pytest.approx(-up.slope)
    assert recent_trend(UP, CHILDREN, kind).judgement == ""


def test_no_clear_change():
    flat = recent_trend([300, 310, 295, 305, 300], CHILDREN)
    assert flat.verdict == "no clear change" and flat.judgement == ""
    for kind in ("proportion", "rate"):
        nothing = recent_trend([0] * 5, CHILDREN, kind)
        assert nothing.verdict == "no clear change" and nothing.chi_squared == 0
        assert nothing.p_value == 1 and nothing.slope == 0
    everyone = recent_trend(CHILDREN, CHILDREN)
    assert everyone.verdict == "no clear change" and everyone.chi_squared == 0


def test_one_point_must_not_make_a_trend():
    # Falling but for the last point, which alone lifts the slope far beyond chance.
    trend = recent_trend([330, 320, 310, 300, 700], [2000] * 5)
    assert trend.chi_squared > stats.chi2.isf(0.002, 1) and not trend.sign_holds
    assert trend.verdict == "no clear change"


def test_99_8_per_cent_is_asked_for():
    # 20, 23, 26, 29 and 32 of 100: slope 0.03, p 0.26 pooled, variance 0.26 x 0.74 / 1000.
    trend = recent_trend([20, 23, 26, 29, 32], [100] * 5)
    assert trend.chi_squared == pytest.approx(0.03**2 * 1000 / (0.26 * 0.74))
    assert trend.p_value == pytest.approx(2 * stats.t.sf(math.sqrt(trend.chi_squared), 8))
    assert trend.verdict == "no clear change"
    assert recent_trend([20, 23, 26, 29, 32], [100] * 5, confidence=0.9).verdict == "increasing"


def test_too_few_or_broken_points():
    four = recent_trend(UP[:4], CHILDREN[:4])
    assert four.verdict == "too few points" and four.points == 4 and np.isnan(four.p_value)
    gap = recent_trend([*UP[:3], None, *UP[1:]], [*CHILDREN[:3], 2000, *CHILDREN[1:]])
    assert gap.verdict == "too few points" and gap.points == 4
    older_gap = recent_trend(pd.Series([300, None, *UP]), pd.Series([2000, 2000, *CHILDREN]))
    assert older_gap == recent_trend(UP, CHILDREN)
    assert recent_trend([], []).verdict == "too few points"


def test_only_the_latest_points_count():
    older = recent_trend([900, 880, *UP], [2000, 2000, *CHILDREN])
    assert older == recent_trend(UP, CHILDREN)
    assert recent_trend([900, 880, *UP], [2000, 2000, *CHILDREN], points=7).points == 7


def test_what_is_refused():
    with pytest.raises(
        ValueError, match=r"numerator is larger than denominator: row 4 \(12 of 9\)"
    ):
        recent_trend([1, 1, 1, 1, 12], [9] * 5)
    with pytest.raises(ValueError, match="whole number of 5 or more"):
        recent_trend(UP, CHILDREN, points=4)


def test_spread_between_years_is_allowed_for():
    """Chi-squared of the departures from the line, shared out over their three degrees of freedom."""
    k, n = np.array([390, 480, 400, 520, 470]), np.full(5, 2500)
    fit = np.polyfit(np.arange(5), k / n, 1)
    pooled = k.sum() / n.sum()
    departures = np.sum((k / n - np.polyval(fit, np.arange(5))) ** 2 * n / (pooled * (1 - pooled)))
    assert stats.chi2.sf(departures, 3) < 0.05, "beyond chance"
    trend = recent_trend(k, n)
    assert trend.chi_squared > stats.chi2.isf(0.002, 1), "chance alone would call it a trend"
    assert trend.dispersion == pytest.approx(departures / 3)
    t = math.sqrt(trend.chi_squared / trend.dispersion)
    assert trend.p_value == pytest.approx(2 * stats.t.sf(t, 3))
    assert trend.verdict == "no clear change" and "spread between" in trend.method
    rates = recent_trend(k, n, "rate", 100)
    assert rates.dispersion > 1 and rates.verdict == "no clear change"


def test_spread_that_chance_might_explain_is_drawn_towards_it():
    k, n = np.array([395, 450, 420, 480, 461]), np.full(5, 2500)
    trend = recent_trend(k, n)
    fit = np.polyfit(np.arange(5), k / n, 1)
    pooled = k.sum() / n.sum()
    departures = np.sum((k / n - np.polyval(fit, np.arange(5))) ** 2 * n / (pooled * (1 - pooled)))
    assert departures > 3 and stats.chi2.sf(departures, 3) > 0.05
    assert trend.dispersion == pytest.approx((5 + departures) / 8)
    t = math.sqrt(trend.chi_squared / trend.dispersion)
    assert trend.p_value == pytest.approx(2 * stats.t.sf(t, 8))


def test_false_trends_of_years_that_spread():
    """No trend, years that differ by a percentage point of their own: 5.8% were called trends."""
    rng = np.random.default_rng(4)
    shares = rng.normal(0.18, 0.01, (1500, 5))
    called = [
        recent_trend(rng.binomial(2500, years), [2500] * 5).verdict != "no clear change"
        for years in shares
    ]
    assert np.mean(called) <= 0.005


def test_a_missing_year_breaks_a_trend():
    """Obesity of 2019/20, 2020/21 and 2022/23 was not measured: one unbroken point is left."""
    counts = [400, 430, 465, np.nan, np.nan, 500, np.nan, 540]
    assert recent_trend(counts, [2500] * 8).verdict == "too few points"
    years = ["2016", "2017", "2018", "2021", "2023"]
    rows = recent_trend([400, 430, 465, 500, 540], [2500] * 5, dates=years)
    assert rows.verdict == "too few points" and rows.points == 1
    whole = recent_trend(UP, CHILDREN, dates=[2005, 2006, 2007, 2008, 2009])
    assert whole == recent_trend(UP, CHILDREN)


def test_points_are_put_in_order_of_time():
    back = recent_trend(UP[::-1], CHILDREN[::-1], dates=[2009, 2008, 2007, 2006, 2005])
    assert back == recent_trend(UP, CHILDREN) and back.verdict == "increasing"
    index = pd.PeriodIndex(["2009", "2008", "2007", "2006", "2005"], freq="Y")
    assert recent_trend(pd.Series(UP[::-1], index), pd.Series(CHILDREN[::-1], index)) == back
    with pytest.raises(ValueError, match="two points have the date 2009"):
        recent_trend(UP, CHILDREN, dates=[2009, 2008, 2007, 2006, 2009])


@pytest.mark.parametrize("window", ["rolling", "snapshot", "year to date"])
def test_windows_that_overlap_have_no_trend(window):
    trend = recent_trend(UP, CHILDREN, window=window)
    assert trend.verdict == "not judged" and np.isnan(trend.p_value)
    assert trend.method.startswith("none: ") and len(trend.method) > 20


def test_no_trend_across_a_break():
    counts, dates = [900, 880, *UP], [2003, 2004, 2005, 2006, 2007, 2008, 2009]
    base = [2000, 2000, *CHILDREN]
    cut = recent_trend(counts, base, dates=dates, breaks={2006: "persistent absence is 15%"})
    assert cut.verdict == "too few points" and cut.points == 4
    assert recent_trend(counts, base, dates=dates, breaks={2005: "new"}).verdict == "increasing"

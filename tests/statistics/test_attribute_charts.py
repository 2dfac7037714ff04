"""p, u, g and t charts: limits by hand, other spreads, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from cypt_analysis.statistics import days_between, g_chart, p_chart, t_chart, u_chart

pytestmark = pytest.mark.filterwarnings("error")

MADE = [200, 240, 190, 210, 205, 220, 230, 215, 225, 198, 240, 207, 211]
COUNTED = [40, 47, 39, 43, 40, 45, 44, 44, 46, 38, 49, 42, 41]


def test_p_limits_by_hand():
    """The usual three-sigma limits, each for its own denominator."""
    chart = p_chart(COUNTED, MADE, polarity="low")
    centre = sum(COUNTED) / sum(MADE)
    assert chart.kind == "p" and chart.status == "limits"
    for i, n in enumerate(MADE):
        reach = 3 * math.sqrt(centre * (1 - centre) / n)
        assert chart.values[i] == COUNTED[i] / n
        assert (chart.lower[i], chart.upper[i]) == pytest.approx((centre - reach, centre + reach))
    assert chart.verdict == "no signal"
    assert p_chart([*COUNTED[:-1], 90], MADE, polarity="low", baseline=12).verdict == "concern"


def test_u_limits_by_hand():
    events, children = [25, 31, 24, 28, 27, 30, 26, 29, 27, 25, 31, 26, 70], [5000] * 6 + [5200] * 7
    chart = u_chart(events, children, multiplier=1000, polarity="high", baseline=12)
    centre = sum(events[:12]) / sum(children[:12])
    reach = 3 * math.sqrt(centre / 5200)
    assert chart.kind == "u"
    assert chart.upper[-1] == pytest.approx(1000 * (centre + reach))
    assert chart.values[-1] == pytest.approx(1000 * 70 / 5200)
    assert chart.verdict == "improvement" and chart.signal[-1] == "outside the limits"


def test_laney_limits_by_hand():
    """Laney (2002): limits times the moving-range deviation of the z-scores."""
    rng = np.random.default_rng(3)
    n = np.full(24, 20_000)
    k = rng.binomial(n, rng.normal(0.2, 0.02, 24))
    chart = p_chart(k, n)
    centre = k.sum() / n.sum()
    error = np.sqrt(centre * (1 - centre) / n)
    sigma_z = np.mean(np.abs(np.diff((k / n - centre) / error))) / 1.128
    assert chart.kind == "p'" and sigma_z > 2
    assert chart.dispersion == pytest.approx(sigma_z)
    assert chart.upper[0] == pytest.approx(centre + 3 * error[0] * sigma_z)
    assert chart.verdict == "no signal"
    per_year = u_chart(k, n, multiplier=100)
    assert per_year.kind == "u'" and per_year.dispersion > 2


def test_chance_alone_is_rarely_taken_for_spread():
    rng = np.random.default_rng(5)
    kinds = [p_chart(rng.binomial(500, 0.2, 24), [500] * 24).kind for _ in range(600)]
    assert np.mean([kind == "p'" for kind in kinds]) == pytest.approx(0.05, abs=0.03)


def test_limits_stay_within_what_can_be():
    chart = p_chart([93, 94, 95, 94] * 4, [100] * 16)
    assert chart.upper.max() == 1
    everyone = p_chart([100] * 14, [100] * 14)
    assert everyone.verdict == "not judged" and "0 not counted" in everyone.reason
    none = u_chart([0] * 14, [100] * 14)
    assert none.verdict == "not judged" and "g or t chart" in none.reason


def test_rare_events_are_sent_to_another_chart():
    chart = u_chart([3, 2, 5, 4, 1, 6, 3, 2, 4, 5, 3, 2], [1000] * 12)
    assert chart.verdict == "not judged" and "g or t chart" in chart.reason
    few_left = p_chart([98, 97] * 6, [100] * 12)
    assert few_left.verdict == "not judged", "of those not counted there are two or three"


def test_order_gaps_and_windows():
    months = pd.date_range("2008-01-01", periods=13, freq="MS")
    k = pd.Series([*COUNTED[:-1], 90], months)
    n = pd.Series(MADE, months)
    chart = p_chart(k[::-1], n[::-1], polarity="low", baseline=12)
    assert chart.verdict == "concern" and chart.latest == 0
    assert p_chart(COUNTED, MADE, window="rolling").verdict == "not judged"
    gap = p_chart([*COUNTED[:5], None, *COUNTED[6:]], MADE)
    assert np.isnan(gap.values[5]) and np.isnan(gap.upper[5]) and gap.status == "limits"
    assert p_chart(COUNTED[:8], MADE[:8]).verdict == "too few points"
    with pytest.raises(ValueError, match=r"numerator is larger than denominator: row 1 \(9 of 5\)"):
        p_chart([1, 9], [5, 5])
    rebased = p_chart(k, n, rebase={"2009-01-01": "new system"})
    assert rebased.status == "too few points" and len(rebased.segments) == 2


BETWEEN = [12, 30, 3, 18, 25, 7, 41, 16, 9, 22, 14, 28, 11]


def test_g_limits_are_geometric_tails():
    chart = g_chart(BETWEEN)
    p = 1 / (1 + np.mean(BETWEEN))
    between = stats.geom(p, loc=-1)
    first = next(x for x in range(10_000) if between.sf(x - 1) <= stats.norm.sf(3))
    assert first - 1 < chart.upper[0] <= first
    assert chart.lower[0] == 0 and chart.kind == "g"
    assert between.cdf(math.floor(chart.mean[0])) == pytest.approx(0.5, abs=0.03)
    assert chart.verdict == "no signal"


def test_a_long_time_without_an_event_is_good_where_few_are():
    assert g_chart([*BETWEEN, 260], polarity="low", baseline=13).verdict == "improvement"
    assert g_chart([*BETWEEN, 260], polarity="high", baseline=13).verdict == "concern"
    closing_in = [1, 0, 2, 1, 3, 2, 1]
    assert g_chart(BETWEEN + closing_in, polarity="low", baseline=13).verdict == "concern"
    since = g_chart(BETWEEN, polarity="low", since_last=260)
    assert since.verdict == "improvement" and "since the last event" in since.reason
    assert g_chart(BETWEEN, polarity="low", since_last=30).verdict == "no signal"


def test_t_limits_by_hand():
    """Nelson (1994): times to the power of 1/3.6 are near normal; an XmR chart of them."""
    chart = t_chart(BETWEEN)
    y = np.array(BETWEEN) ** (1 / 3.6)
    reach = 2.66 * np.mean(np.abs(np.diff(y)))
    assert chart.kind == "t"
    assert chart.upper[0] == pytest.approx((y.mean() + reach) ** 3.6)
    assert chart.lower[0] == pytest.approx(max(0, y.mean() - reach) ** 3.6)
    assert chart.mean[0] == pytest.approx(y.mean() ** 3.6)
    assert t_chart([*BETWEEN, 400], polarity="low", baseline=13).verdict == "improvement"


def test_t_charts_of_exponential_times_seldom_signal():
    rng = np.random.default_rng(9)
    charts = [t_chart(rng.exponential(30, 40), baseline=30) for _ in range(300)]
    outside = np.mean([np.mean(chart.signal == "outside the limits") for chart in charts])
    assert outside < 0.01


def test_days_between():
    dates = ["2009-03-01", "2009-01-30", "2009-03-01", "2009-03-15"]
    assert days_between(dates).tolist() == [30, 0, 14]
    assert days_between([]).size == 0 and days_between(["2009-01-01"]).size == 0
    with pytest.raises(ValueError, match="the date cannot be read: row 1"):
        days_between(["2009-01-01", "soon"])


def test_what_is_refused():
    for chart in (g_chart, t_chart):
        with pytest.raises(ValueError, match="between is below 0: row 1"):
            chart([3, -1])
        assert chart(BETWEEN[:8]).verdict == "too few points"
        assert chart([]).verdict == "too few points"
        assert chart([5] * 13).verdict == "no signal"
        assert chart([0] * 13).verdict == "no signal"

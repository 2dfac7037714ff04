"""A season taken out, or the series refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cypt_analysis.statistics import take_out_season, xmr_chart

pytestmark = pytest.mark.filterwarnings("error")

# Young people out of school leavers' places: a jump in August and September.
LEAVERS = np.array([0, 0, 0, 0, 0, -5, 15, 60, 60, 10, 0, 0])
WAVE = 20 * np.sin(2 * np.pi * np.arange(12) / 12)


def test_a_pure_season_leaves_the_level():
    found = take_out_season(np.tile(100 + WAVE, 3), 12)
    assert found.reason == "" and found.years == 3
    np.testing.assert_allclose(found.values, 100, atol=1e-9)
    np.testing.assert_allclose(found.season, np.tile(WAVE, 3), atol=1e-9)


def test_growth_is_no_season():
    time = np.arange(48)
    found = take_out_season(np.tile(WAVE, 4) + 50 + 0.5 * time, 12)
    np.testing.assert_allclose(found.values, 50 + 0.5 * time, atol=1e-9)


def test_by_hand():
    """Quarters of three years about 100; the last one is 6 above what its earlier two were."""
    values = [90, 110, 95, 105] * 2 + [90, 110, 95, 111]
    found = take_out_season(values, 4)
    steps = np.arange(12.0)
    design = np.column_stack([np.eye(4)[np.arange(12) % 4], steps])
    hat = design @ np.linalg.pinv(design)
    residuals = np.array(values) - hat @ values
    level, slope = (estimates := np.linalg.pinv(design) @ values)[:4].mean(), estimates[4]
    line = level + slope * steps
    scaled = residuals / np.sqrt(1 - np.diag(hat))
    np.testing.assert_allclose(found.values, line + scaled, atol=1e-9)
    # Held against the line and season of the other points it has the same size but for scale.
    others = np.linalg.lstsq(design[:-1], np.array(values[:-1]), rcond=None)[0]
    ahead = 111 - design[-1] @ others
    assert residuals[-1] / (1 - hat[-1, -1]) == pytest.approx(ahead)


@pytest.mark.parametrize(("years", "refused"), [(1, True), (2, True), (3, False)])
def test_three_years_are_needed(years, refused):
    found = take_out_season(np.tile(100 + WAVE, years), 12)
    assert (found.reason != "") == refused
    if refused:
        assert "three" in found.reason and np.isnan(found.values).all()
    short = take_out_season(np.tile(100 + WAVE, 3)[:35], 12)
    assert short.reason, "one month has come twice only"


def test_gaps_order_and_form():
    months = pd.period_range("2006-01", periods=48, freq="M")
    series = pd.Series(np.tile(100 + WAVE, 4), months)
    series.iloc[7] = np.nan
    found = take_out_season(series.iloc[::-1].drop(months[20]), 12)
    assert np.isnan(found.values[months[7]]) and len(found.values) == 47
    np.testing.assert_allclose(found.values.dropna(), 100, atol=1e-9)
    with pytest.raises(ValueError, match="whole number of 2 or more"):
        take_out_season(series, 1)


def test_a_chart_with_its_season_taken_out():
    rng = np.random.default_rng(2)
    values = np.tile(100 + LEAVERS, 5)[:56] + rng.normal(0, 2, 56)
    assert xmr_chart(values).verdict == "special cause", "the season itself signals"
    chart = xmr_chart(values, season=12)
    assert chart.verdict == "no signal" and "season" in chart.reason
    np.testing.assert_allclose(chart.values, take_out_season(values, 12).values)
    values[-1] += 15
    assert xmr_chart(values, season=12).verdict == "special cause"
    short = xmr_chart(values[:30], season=12)
    assert short.verdict == "not judged" and "three" in short.reason


def test_the_latest_point_of_a_seasonal_series_seldom_signals():
    rng = np.random.default_rng(3)
    called = {"as it is": 0, "taken out": 0}
    for _ in range(200):
        values = rng.poisson(np.tile(100 + LEAVERS, 4)[:44])
        called["as it is"] += xmr_chart(values).verdict == "special cause"
        called["taken out"] += xmr_chart(values, season=12).verdict == "special cause"
    assert called["taken out"] <= 8 and called["as it is"] > 2 * called["taken out"]

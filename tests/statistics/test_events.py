"""A step in a flow: closed forms, statsmodels, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from scipy import stats

from cypt_analysis.statistics import event_effect

pytestmark = pytest.mark.filterwarnings("error")

BEFORE = [11, 9, 12, 10, 8, 11, 13, 9, 10, 12]
AFTER = [17, 15, 18, 3, 16, 30, 15, 17, 16, 18]
MONTHS = pd.date_range("2008-01-01", periods=20, freq="MS")


def test_a_step_by_its_closed_form():
    """Without a season the fit is the two means: ratio, Pearson dispersion and error by hand."""
    effect = event_effect(BEFORE + AFTER, MONTHS, "2008-11-11")
    a, b = np.array(BEFORE), np.array(AFTER)
    scatter = np.sum((a - a.mean()) ** 2) / a.mean() + np.sum((b - b.mean()) ** 2) / b.mean()
    dispersion = scatter / 18
    error = math.sqrt(dispersion * (1 / a.sum() + 1 / b.sum()))
    ratio = b.mean() / a.mean()
    t = stats.t.ppf(0.975, 18)
    assert dispersion > 1
    assert effect.dispersion == pytest.approx(dispersion, rel=1e-10)
    assert effect.rate_ratio == pytest.approx(ratio, rel=1e-10)
    interval = ratio * math.exp(-t * error), ratio * math.exp(t * error)
    assert effect.rate_ratio_interval == pytest.approx(interval, rel=1e-9)
    assert effect.p_value == pytest.approx(2 * stats.t.sf(math.log(ratio) / error, 18), rel=1e-8)
    np.testing.assert_allclose(effect.expected, a.mean(), rtol=1e-10)
    np.testing.assert_allclose(effect.fitted, [a.mean()] * 10 + [b.mean()] * 10, rtol=1e-10)
    assert (effect.before, effect.after, effect.seasonal) == (10, 10, False)
    assert np.isnan(effect.slope_ratio)


def test_dispersion_is_never_below_one():
    effect = event_effect([10, 11] * 5 + [20, 21] * 5, MONTHS, "2008-11-01")
    error = math.sqrt(1 / 105 + 1 / 205)
    reach = stats.t.ppf(0.975, 18) * error
    assert effect.dispersion == 1
    assert effect.rate_ratio_interval[1] == pytest.approx(205 / 105 * math.exp(reach), rel=1e-9)


def test_exposure_turns_counts_into_rates():
    children = np.linspace(40_000, 60_000, 20)
    effect = event_effect(pd.Series(BEFORE + AFTER, MONTHS), MONTHS, "2008-11-11", children)
    rates = sum(AFTER) / children[10:].sum(), sum(BEFORE) / children[:10].sum()
    assert effect.rate_ratio == pytest.approx(rates[0] / rates[1], rel=1e-9)
    np.testing.assert_allclose(effect.expected, rates[1] * children, rtol=1e-9)
    assert list(effect.expected.index) == list(MONTHS)


def test_quarters_with_a_season_agree_with_statsmodels():
    """Four quarters' own levels are what the seasonal terms of a quarterly series come to."""
    rng = np.random.default_rng(5)
    quarters = pd.period_range("2004Q2", periods=24, freq="Q")
    frame = pd.DataFrame({"quarter": quarters.quarter, "after": np.arange(24) >= 12})
    frame["n"] = rng.negative_binomial(20, 0.5, 24) + 5 * frame.quarter
    fit = smf.glm("n ~ after + C(quarter)", frame, family=sm.families.Poisson()).fit(scale="X2")
    effect = event_effect(frame.n, quarters, quarters[12].start_time)
    assert effect.seasonal and fit.scale > 1
    assert effect.rate_ratio == pytest.approx(math.exp(fit.params["after[T.True]"]), rel=1e-8)
    assert effect.dispersion == pytest.approx(fit.scale, rel=1e-8)
    error = fit.bse["after[T.True]"]
    reach = stats.t.ppf(0.975, fit.df_resid) * error
    assert math.log(effect.rate_ratio_interval[1] / effect.rate_ratio) == pytest.approx(reach)


def test_season_needs_two_full_years():
    months = pd.date_range("2007-01-01", periods=24, freq="MS")
    flow = [20, 21, 19, 22] * 6
    assert event_effect(flow, months, "2008-01-01").seasonal
    assert not event_effect(flow[:23], months[:23], "2008-01-01").seasonal
    gap = [*flow[:5], None, *flow[6:]]
    assert not event_effect(gap, months, "2008-01-01").seasonal


@pytest.mark.parametrize("model", ["trend", "slope"])
def test_a_noiseless_course_is_recovered_at_the_event(model):
    """The step is that at the event itself, not the line carried back to the first month."""
    time = np.arange(20) - 10
    slope = np.where(time >= 0, 0.03 if model == "slope" else 0.0, 0) * time
    course = np.exp(4 + 0.02 * time + 0.5 * (time >= 0) + slope)
    effect = event_effect(course, MONTHS, "2008-11-11", model=model)
    assert effect.rate_ratio == pytest.approx(math.exp(0.5), rel=1e-8)
    np.testing.assert_allclose(effect.expected, np.exp(4 + 0.02 * time), rtol=1e-8)
    np.testing.assert_allclose(effect.fitted, course, rtol=1e-8)
    if model == "slope":
        assert effect.slope_ratio == pytest.approx(math.exp(0.03), rel=1e-8)
        assert effect.slope_ratio_interval[0] < effect.slope_ratio < effect.slope_ratio_interval[1]


@pytest.mark.parametrize(
    ("event_date", "after"),
    [("2008-11-01", 10), ("2008-11-11", 10), ("2008-11-30", 10), ("2008-12-01", 9)],
)
def test_the_month_that_holds_the_event_is_after_it(event_date, after):
    effect = event_effect(BEFORE + AFTER, MONTHS, event_date)
    assert (effect.before, effect.after) == (20 - after, after)


def test_verdicts_and_sentences():
    higher = event_effect(BEFORE + AFTER, MONTHS, "2008-11-11")
    assert higher.verdict == "higher"
    assert higher.sentence.startswith("57% higher after the date than expected without it (ratio")
    assert higher.sentence.endswith("an association in time is not a cause.")
    lower = event_effect(AFTER + BEFORE, MONTHS, "2008-11-11")
    assert lower.verdict == "lower" and lower.rate_ratio == pytest.approx(1 / higher.rate_ratio)
    same = event_effect(BEFORE + BEFORE[::-1], MONTHS, "2008-11-11")
    assert same.verdict == "no clear change" and same.p_value == pytest.approx(1)


def test_a_stock_is_not_tested_and_the_sentence_says_what_is_needed():
    effect = event_effect([440 + i for i in range(20)], MONTHS, "2008-11-11", kind="stock")
    assert effect.verdict == "not tested" and np.isnan(effect.rate_ratio)
    assert "starts (and ends) per month" in effect.sentence
    assert np.isnan(effect.expected).all()


def test_too_few_points_on_a_side():
    effect = event_effect(BEFORE + AFTER[:7], MONTHS[:17], "2008-11-11")
    assert effect.verdict == "too few points" and np.isnan(effect.p_value)
    assert "10 before and 7 after" in effect.sentence
    fewer = event_effect(BEFORE + AFTER[:7], MONTHS[:17], "2008-11-11", minimum_points=7)
    assert fewer.verdict == "higher"
    assert event_effect(BEFORE, MONTHS[:10], "2010-01-01").after == 0
    missing = event_effect([*BEFORE, *AFTER[:7], None, None, None], MONTHS, "2008-11-11")
    assert missing.verdict == "too few points"


def test_missing_counts_are_left_out():
    gap = event_effect([*BEFORE[:4], None, *BEFORE[5:], *AFTER], MONTHS, "2008-11-11")
    assert gap.before == 9
    mean = (sum(BEFORE) - BEFORE[4]) / 9
    assert gap.rate_ratio == pytest.approx(np.mean(AFTER) / mean, rel=1e-9)
    assert gap.expected[4] == pytest.approx(mean), "the course without the event has no gap"


def test_no_events_on_one_side():
    effect = event_effect(BEFORE + [0] * 10, MONTHS, "2008-11-11")
    assert effect.verdict == "not tested" and "no events at all" in effect.sentence


def test_autocorrelation_is_reported():
    waves = [14, 14, 14, 6, 6, 6] * 4
    effect = event_effect(waves[:20], MONTHS, "2008-11-01")
    assert effect.autocorrelation > 0.3
    assert event_effect([6, 14] * 10, MONTHS, "2008-11-01").autocorrelation < -0.8


def test_what_is_refused():
    with pytest.raises(ValueError) as caught:
        event_effect(
            [3, -1, 4, 5], ["2008-01-01", "2008-02-01", "soon", "2008-01-15"], "2008-02-01"
        )
    message = str(caught.value)
    assert "counts is below 0: row 1 (-1)" in message
    assert "the date cannot be read: row 2" in message
    with pytest.raises(ValueError, match="the date is not after the one before: row 1"):
        event_effect([3, 4], ["2008-02-01", "2008-01-01"], "2008-02-01")
    with pytest.raises(ValueError, match="write a date like"):
        event_effect([3, 4], ["2008-01-01", "2008-02-01"], "when it happened")
    with pytest.raises(ValueError, match="2 counts have 1 dates"):
        event_effect([3, 4], ["2008-01-01"], "2008-01-01")
    with pytest.raises(ValueError, match="exposure is 0 or less: row 1"):
        event_effect([3, 4], ["2008-01-01", "2008-02-01"], "2008-02-01", exposure=[5, 0])
    with pytest.raises(ValueError, match="write one of: flow, stock"):
        event_effect([3, 4], ["2008-01-01", "2008-02-01"], "2008-02-01", kind="level")

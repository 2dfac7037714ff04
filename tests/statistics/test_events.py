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
from cypt_analysis.statistics._quasi_poisson import Residuals

pytestmark = pytest.mark.filterwarnings("error")

BEFORE = [11, 9, 12, 10, 8, 11, 13, 9, 10, 12]
AFTER = [17, 15, 18, 3, 16, 30, 15, 17, 16, 18]
MONTHS = pd.date_range("2008-01-01", periods=20, freq="MS")


def test_a_step_by_its_closed_form():
    """Without a season the fit is the two means: ratio, Pearson dispersion and error by hand."""
    effect = event_effect(BEFORE + AFTER, MONTHS, "2008-11-11", model="step")
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
    effect = event_effect([10, 11] * 5 + [20, 21] * 5, MONTHS, "2008-11-01", model="step")
    error = math.sqrt(1 / 105 + 1 / 205)
    reach = stats.t.ppf(0.975, 18) * error
    assert effect.dispersion == 1
    assert effect.rate_ratio_interval[1] == pytest.approx(205 / 105 * math.exp(reach), rel=1e-9)


def test_exposure_turns_counts_into_rates():
    children = np.linspace(40_000, 60_000, 20)
    effect = event_effect(pd.Series(BEFORE + AFTER, MONTHS), MONTHS, "2008-11-11", children,
                          model="step")  # fmt: skip
    rates = sum(AFTER) / children[10:].sum(), sum(BEFORE) / children[:10].sum()
    assert effect.rate_ratio == pytest.approx(rates[0] / rates[1], rel=1e-9)
    np.testing.assert_allclose(effect.expected, rates[1] * children, rtol=1e-9)
    assert list(effect.expected.index) == list(MONTHS)


def test_quarters_with_a_season_agree_with_statsmodels():
    """Four quarters' own levels are what the seasonal terms of a quarterly series come to."""
    rng = np.random.default_rng(5)
    quarters = pd.period_range("2004Q2", periods=24, freq="Q")
    frame = pd.DataFrame({"quarter": quarters.quarter, "after": np.arange(24) >= 12})
    frame["time"] = np.arange(24)
    frame["n"] = rng.negative_binomial(20, 0.5, 24) + 5 * frame.quarter
    fit = smf.glm("n ~ after + time + C(quarter)", frame, family=sm.families.Poisson()).fit(
        scale="X2"
    )
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


STEADY = [10, 11, 9, 10, 11, 10, 9, 10, 11, 10]
JUMP = [30, 31, 29, 30, 31, 30, 29, 30, 31, 30]


def test_verdicts_and_sentences():
    higher = event_effect(STEADY + JUMP, MONTHS, "2008-11-11")
    assert higher.verdict == "higher"
    assert "higher after the date than expected without it (ratio" in higher.sentence
    assert "quasi-Poisson regression with a step and a steady trend" in higher.sentence
    assert higher.sentence.endswith("an association in time is not a cause.")
    lower = event_effect(JUMP + STEADY, MONTHS, "2008-11-11")
    assert lower.verdict == "lower" and lower.rate_ratio < 0.5
    same = event_effect(BEFORE + BEFORE[::-1], MONTHS, "2008-11-11")
    assert same.verdict == "no clear change"
    low, high = same.rate_ratio_interval
    assert f"from {1 - low:.0%} lower to {high - 1:.0%} higher is not ruled out" in same.sentence
    seasonal = event_effect([18, 22, 25, 21] * 6, pd.period_range("2004Q2", periods=24, freq="Q"),
                            "2007-05-01")  # fmt: skip
    assert "a step, a steady trend and a season" in seasonal.sentence


def test_growth_is_not_an_effect():
    """Growth of 10% a year, which a step alone takes for an effect in nearly every series."""
    months = pd.date_range("2004-01-01", periods=60, freq="MS")
    growth = np.round(60 * 1.1 ** (np.arange(60) / 12))
    assert event_effect(growth, months, months[30], model="step").rate_ratio > 1.2
    effect = event_effect(growth, months, months[30])
    assert effect.verdict == "no clear change"
    assert effect.rate_ratio == pytest.approx(1, abs=0.02)


def test_the_time_index_is_by_position():
    """Thirty years of months: days over 31 lose a month every five years, and bend the line."""
    months = pd.date_range("1980-01-01", periods=240, freq="MS")
    course = np.exp(3 + 0.01 * np.arange(240) + 0.3 * (np.arange(240) >= 150))
    effect = event_effect(course, months, months[150])
    assert effect.rate_ratio == pytest.approx(math.exp(0.3), rel=1e-7)
    rows = [i for i in range(240) if i not in {20, 21, 22, 180}]
    gaps = event_effect(course[rows], months[rows], months[150])
    assert gaps.rate_ratio == pytest.approx(math.exp(0.3), rel=1e-7), "a month without a row"


SICILY = """
    728 659 791 734 757 726 760 740 720 814 795 858 887 766 851 769 781 756 766 752 765 831 879 928
    914 808 937 840 916 828 845 818 860 839 887 886 831 796 833 820 877 758 767 738 781 843 850 908
    1021 859 976 888 962 838 810 876 843 936 912"""
SICILY_POPULATION = """
    379875.3 376495.5 377040.8 377116.4 377383.4 374113.1 379513.3 376295.5 374653.2 378485.6
    375955.5 378349.7 376762.4 379032.3 379360.4 376162.0 377972.4 381830.7 379888.6 380872.2
    380966.9 381240.4 382104.9 381802.7 381656.3 383680.0 383504.2 386462.9 383783.1 380836.8
    383483.0 380906.2 382926.8 384052.4 384449.6 383428.4 388153.2 388373.2 386470.1 386033.2
    383686.4 385509.3 385901.9 386516.6 388436.5 383255.2 390148.7 385874.9 391613.6 391750.4
    394005.6 391364.9 391664.6 389022.3 391878.5 388575.3 392989.0 390018.8 390712.3"""


def sicily(model):
    counts = np.array(SICILY.split(), dtype=float)
    population = np.array(SICILY_POPULATION.split(), dtype=float)
    months = pd.date_range("2002-01-01", periods=59, freq="MS")
    return event_effect(counts, months, "2005-01-10", population, model=model)


def test_the_smoking_ban_in_sicily():
    """Lopez Bernal et al. (2017), acute coronary events, their model 3 and its data: 0.88507."""
    effect = sicily("trend")
    assert effect.rate_ratio == pytest.approx(0.88507, abs=5e-6)
    assert (effect.before, effect.after, effect.seasonal) == (36, 23, True)
    assert effect.verdict == "lower"


def test_the_slope_after_the_smoking_ban_agrees_with_statsmodels():
    time = np.arange(59)
    frame = pd.DataFrame({"n": np.array(SICILY.split(), dtype=float), "time": time})
    frame["pop"] = np.array(SICILY_POPULATION.split(), dtype=float)
    frame["ban"], frame["turn"] = (time >= 36).astype(float), 2 * np.pi * time / 12
    fit = smf.glm(
        "n ~ ban + time + ban:I(time - 36) + np.sin(turn) + np.cos(turn) + np.sin(2 * turn)"
        " + np.cos(2 * turn)",
        frame, family=sm.families.Poisson(), offset=np.log(frame["pop"]),
    ).fit(scale="X2")  # fmt: skip
    effect = sicily("slope")
    assert effect.rate_ratio == pytest.approx(math.exp(fit.params["ban"]), rel=1e-8)
    assert effect.slope_ratio == pytest.approx(math.exp(fit.params["ban:I(time - 36)"]), rel=1e-8)
    assert effect.dispersion == pytest.approx(fit.scale), "the residuals do not follow each other"


def test_a_stock_is_not_tested_and_the_sentence_says_what_is_needed():
    effect = event_effect([440 + i for i in range(20)], MONTHS, "2008-11-11", kind="stock")
    assert effect.verdict == "not tested" and np.isnan(effect.rate_ratio)
    assert "starts (and ends) per month" in effect.sentence
    assert np.isnan(effect.expected).all()


def test_too_few_points_on_a_side():
    effect = event_effect(BEFORE + AFTER[:7], MONTHS[:17], "2008-11-11")
    assert effect.verdict == "cannot be told" and np.isnan(effect.p_value)
    assert "10 before and 7 after" in effect.sentence
    assert "neither an effect nor its absence" in effect.sentence
    steady = [*STEADY, *JUMP[:7]]
    fewer = event_effect(steady, MONTHS[:17], "2008-11-11", minimum_points=7)
    assert fewer.verdict == "higher"
    two = event_effect([9, 10, 20, 21], MONTHS[:4], "2008-03-01", minimum_points=2)
    assert two.verdict == "cannot be told", "one degree of freedom shows nothing"
    assert event_effect(BEFORE, MONTHS[:10], "2010-01-01").after == 0
    missing = event_effect([*BEFORE, *AFTER[:7], None, None, None], MONTHS, "2008-11-11")
    assert missing.verdict == "cannot be told"


def test_missing_counts_are_left_out():
    gap = event_effect([*BEFORE[:4], None, *BEFORE[5:], *AFTER], MONTHS, "2008-11-11")
    assert gap.before == 9
    gap = event_effect([*BEFORE[:4], None, *BEFORE[5:], *AFTER], MONTHS, "2008-11-11", model="step")
    mean = (sum(BEFORE) - BEFORE[4]) / 9
    assert gap.rate_ratio == pytest.approx(np.mean(AFTER) / mean, rel=1e-9)
    assert gap.expected[4] == pytest.approx(mean), "the course without the event has no gap"


def test_no_events_on_one_side():
    effect = event_effect(BEFORE + [0] * 10, MONTHS, "2008-11-11")
    assert effect.verdict == "not tested" and "no events at all" in effect.sentence


def test_autocorrelation_is_reported_and_widens_the_interval():
    months = pd.date_range("2004-01-01", periods=60, freq="MS")
    waves = autocorrelated(np.random.default_rng(8), 60, 40)
    effect = event_effect(waves, months, months[30], model="step")
    assert effect.autocorrelation > 0.3
    assert effect.autocorrelation_allowed > effect.autocorrelation
    assert "residuals that follow one another" in effect.sentence
    jagged = event_effect([6, 14] * 10, MONTHS, "2008-11-01")
    assert jagged.autocorrelation < -0.8 and jagged.autocorrelation_allowed == 0

    def width(found):
        low, high = found.rate_ratio_interval
        return math.log(high / low)

    # The same figures on each side, a low one and a high one in turn.
    zigzag = [i // 2 if i % 2 == 0 else 29 - i // 2 for i in range(30)]
    mixed = np.concatenate([np.sort(waves[:30])[zigzag], np.sort(waves[30:])[zigzag]])
    shuffled = event_effect(mixed, months, months[30], model="step")
    assert shuffled.autocorrelation < 0 and width(effect) > 1.5 * width(shuffled)


def autocorrelated(rng, size, mean):
    course = np.empty(size)
    course[0] = rng.normal()
    for i in range(1, size):
        course[i] = 0.6 * course[i - 1] + 0.8 * rng.normal()
    return np.maximum(np.round(mean + 1.3 * math.sqrt(mean) * course), 0)


def test_false_alarms_of_residuals_that_follow_one_another():
    """With an autocorrelation of 0.6 the plain interval calls an effect in a third of series."""
    rng = np.random.default_rng(6)
    months = pd.date_range("2004-01-01", periods=60, freq="MS")
    called = [
        event_effect(autocorrelated(rng, 60, 40), months, months[30]).verdict in {"higher", "lower"}
        for _ in range(150)
    ]
    assert np.mean(called) <= 0.1


def test_residuals_that_are_nearly_one_walk_are_not_judged():
    walk = np.round(100 + 40 * np.sin(np.arange(40) / 6.3))
    months = pd.date_range("2006-01-01", periods=40, freq="MS")
    effect = event_effect(walk, months, months[20], model="step")
    assert effect.verdict == "cannot be told"
    assert "follows one another too closely" in effect.sentence
    assert np.isnan(effect.rate_ratio)


@pytest.mark.parametrize("window", ["rolling", "snapshot", "year to date"])
def test_windows_that_overlap_are_not_tested(window):
    effect = event_effect(BEFORE + AFTER, MONTHS, "2008-11-11", window=window)
    assert effect.verdict == "not tested" and np.isnan(effect.rate_ratio)
    assert len(effect.sentence) > 60


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


def test_a_month_that_did_not_come_has_no_month_before():
    residuals = np.array([1.0, 1.0, -1.0, -1.0])
    design = np.ones((4, 1))
    whole = Residuals(residuals, design, np.arange(4), 3)
    parted = Residuals(residuals, design, np.array([0, 1, 3, 4]), 3)
    # Pairs 1, -1 and 1 of a sum of squares of 4; without the pair across the gap 1 and 1.
    assert whole.lag_one() == pytest.approx(1 / 4) and parted.lag_one() == pytest.approx(2 / 4)
    apart = Residuals(residuals, design, np.array([0, 2, 4, 6]), 3)
    assert apart.lag_one() == 0 and apart.autocorrelation_to_allow() == 0


def test_errors_of_independent_residuals_are_those_of_the_fit():
    rng = np.random.default_rng(1)
    design = np.column_stack([np.ones(30), np.arange(30.0)])
    residuals = Residuals(rng.normal(0, 2, 30), design, np.arange(30), 28)
    dispersion, variances = residuals.variances(0.0)
    assert dispersion == pytest.approx(np.sum(residuals.values**2) / 28)
    expected = dispersion * np.diag(np.linalg.inv(design.T @ design))
    np.testing.assert_allclose(variances, expected)
    assert np.all(residuals.variances(0.5)[1] > expected)


def test_a_day_stands_before_the_event_or_not():
    """September 2008 is before November 2008, however long it is to the next count."""
    days = ["2008-09-30", "2009-09-30"]
    told = event_effect([372, 460], days, "2008-11-11", kind="stock", window="snapshot")
    assert (told.before, told.after) == (1, 1)
    on_it = event_effect([372, 460], days, "2009-09-30", kind="stock", window="snapshot")
    assert (on_it.before, on_it.after) == (1, 1)

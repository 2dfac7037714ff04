"""Control charts: one hand-made series for each rule and each edge."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypt_analysis.statistics import icons, xmr_chart
from tests.examples import up_to

pytestmark = pytest.mark.filterwarnings("error")

# Mean 10, every moving range 2: limits 10 - 5.32 and 10 + 5.32, two-thirds of the way at 3.5467.
STEADY = [9, 11] * 6
LOWER, UPPER, NEAR = 4.68, 15.32, 10 + 5.32 * 2 / 3

OUT, RUN, NEAR_LIMIT, SIDE = (
    "outside the limits",
    "run of 7 rising or falling",
    "2 of 3 near a limit",
    "7 on one side",
)


def last(extra, n=None):
    """Signals of the points after the steady dozen, whose limits they are held against."""
    chart = xmr_chart(STEADY + extra, baseline=12)
    assert (chart.signal[:11] == "").all()
    n = len(extra) if n is None else n
    return list(zip(chart.signal[-n:], chart.direction[-n:], strict=True))


def none(n):
    return [("", "")] * n


RISING = [9.2, 9.4, 9.6, 9.8, 10.2, 10.4, 10.6]

RULES = {
    "a point beyond the upper limit": ([15.33], [(OUT, "high")]),
    "a point beyond the lower limit": ([4.67], [(OUT, "low")]),
    "a point exactly on the upper limit": ([15.32], none(1)),
    "a point exactly on the lower limit": ([4.68], none(1)),
    "seven rising": (RISING, [(RUN, "rising")] * 7),
    "seven falling": ([11, 10.4, 10.2, 9.8, 9.6, 9.4, 9.2],
                      [(RUN, "falling")] * 7),
    "six rising": ([*RISING[:6], 9.9], none(7)),
    "eight rising": ([*RISING, 10.8], [(RUN, "rising")] * 8),
    "equal values break a run": ([9.2, 9.4, 9.6, 9.6, 9.8, 10.2, 10.4], none(7)),
    "a gap breaks a run": ([9.2, 9.4, 9.6, None, 9.8, 10.2, 10.4, 10.6], none(8)),
    "two of three near": ([14, 10.5, 14, 9.5],
                          [(NEAR_LIMIT, "high"), ("", ""), (NEAR_LIMIT, "high"), ("", "")]),
    "two in a row near, third before them": ([14, 14, 9.5],
                                             [(NEAR_LIMIT, "high")] * 2 + none(1)),
    "two near below": ([9, 6, 6.1, 10.5],
                       [("", ""), (NEAR_LIMIT, "low"), (NEAR_LIMIT, "low"), ("", "")]),
    "one near": ([14, 10.5, 10.5, 9], none(4)),
    "two near with the third on the other side": ([9, 14, 9.9, 14, 9], none(5)),
    "two near with the third on the mean": ([9, 14, 10, 14, 9], none(5)),
    "two near on opposite sides": ([9, 14, 6, 9.5], none(4)),
    "exactly two-thirds of the way is not near": ([NEAR, NEAR, 9.5], none(3)),
    "exactly on the limit is near": ([15.32, 15.32, 9.5],
                                     [(NEAR_LIMIT, "high")] * 2 + none(1)),
    "outside is not near": ([15.4, 14, 9.5], [(OUT, "high"), *none(2)]),
    "seven below": ([9.5, 9.2, 9.6, 9.3, 9.5, 9.4, 9.6], [(SIDE, "low")] * 7),
    "six below": ([9.5, 9.2, 9.6, 9.3, 9.5, 9.4, 10.1], none(7)),
    "a point on the mean breaks seven": ([9.5, 9.2, 9.6, 10, 9.3, 9.5, 9.4, 9.6], none(8)),
    "a gap breaks seven": ([9.5, 9.2, 9.6, None, 9.3, 9.5, 9.4, 9.6], none(8)),
    "a run comes before seven on one side": ([9.2, 9.3, 9.4, 9.5, 9.6, 9.7, 9.8],
                                             [(RUN, "rising")] * 7),
    "outside comes before a run": ([9.2, 9.4, 9.6, 9.8, 10.2, 10.4, 15.4],
                                   [(RUN, "rising")] * 6 + [(OUT, "high")]),
    "near comes before seven on one side": ([9.5, 9.2, 9.6, 6.2, 6.1, 9.4, 9.6],
                                            [(SIDE, "low")] * 3 + [(NEAR_LIMIT, "low")] * 2
                                            + [(SIDE, "low")] * 2),
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_rules(name):
    extra, expected = RULES[name]
    assert last(extra) == expected


def test_seven_on_one_side_reach_back_to_points_before():
    # The dozen ends above the mean; six more above make seven.
    assert last([11, 11.2, 10.5, 11.1, 10.4, 10.8], 7) == [(SIDE, "high")] * 7


def test_a_point_where_a_fall_ends_and_a_rise_begins_belongs_to_the_rise():
    down = [12.1, 11.8, 11.5, 11.2, 10.9, 10.6, 9.1]
    up = [9.4, 9.7, 10.2, 10.5, 10.8, 11.1]
    words = last(down + up)
    assert [direction for _, direction in words] == ["falling"] * 6 + ["rising"] * 7


def test_limits_by_hand():
    chart = xmr_chart(STEADY)
    np.testing.assert_allclose([chart.mean[0], chart.lower[0], chart.upper[0]], [10, LOWER, UPPER])
    np.testing.assert_allclose([chart.near_lower[0], chart.near_upper[0]], [20 - NEAR, NEAR])
    assert chart.status == "limits" and chart.verdict == "no signal"
    assert chart.segments[0].mean_moving_range == 2


@pytest.mark.parametrize("value", [0.1, 7, 0, -3.3, 1e9 / 3])
def test_a_constant_series_has_limits_equal_to_its_mean_and_no_signal(value):
    chart = xmr_chart([value] * 14, target=value, polarity="high")
    for line in (chart.mean, chart.lower, chart.upper, chart.near_upper):
        np.testing.assert_allclose(line, value, rtol=1e-15)
    assert (chart.signal == "").all() and chart.verdict == "no signal"
    assert chart.assurance == "will pass", "the target is met every time"


def test_a_change_after_a_constant_baseline_is_a_signal():
    chart = xmr_chart([0.1] * 12 + [0.2], baseline=12, polarity="low")
    assert chart.signal[-1] == OUT and chart.verdict == "concern"


def test_eleven_points_are_too_few():
    chart = xmr_chart([*STEADY[:10], 99], target=5, polarity="low")
    assert chart.status == "trial limits" and chart.verdict == "too few points"
    assert chart.assurance == "too few points" and (chart.signal == "").all()
    assert np.isfinite(chart.upper).all(), "trial limits are drawn"
    assert xmr_chart([*STEADY[:10], None, 9, 99]).status == "limits", "12 points that are known"


@pytest.mark.parametrize("values", [[], [3.0], [None, 3.0, None]])
def test_one_point_has_no_limits(values):
    chart = xmr_chart(values)
    assert chart.status == "too few points" and chart.verdict == "too few points"
    assert np.isnan(chart.upper).all()


@pytest.mark.parametrize(
    ("extra", "polarity", "verdict"),
    [
        (16, "low", "concern"),
        (16, "high", "improvement"),
        (4, "low", "improvement"),
        (4, "high", "concern"),
        (16, "none", "special cause"),
        (10.1, "low", "no signal"),
    ],
)
def test_verdict_follows_polarity(extra, polarity, verdict):
    chart = xmr_chart([*STEADY, extra], baseline=12, polarity=polarity)
    assert chart.verdict == verdict
    assert chart.judgement[-1] == ("" if verdict == "no signal" else verdict)


@pytest.mark.parametrize(
    ("target", "polarity", "assurance"),
    [
        (15.32, "low", "will pass"),
        (15.31, "low", "neither"),
        (4.68, "low", "neither"),
        (4.67, "low", "will fail"),
        (4.68, "high", "will pass"),
        (4.69, "high", "neither"),
        (15.32, "high", "neither"),
        (15.33, "high", "will fail"),
        (10, "none", "not judged"),
        (None, "low", "not judged"),
    ],
)
def test_assurance(target, polarity, assurance):
    assert xmr_chart(STEADY, target=target, polarity=polarity).assurance == assurance


def test_large_moving_ranges_are_left_out_once_if_asked():
    values = [9, 11, 9, 11, 9, 11, 30, 11, 9, 11, 9, 11, 9, 11]
    ranges = np.abs(np.diff(values))  # eleven of 2 and two of 19: mean 60 / 13, times 3.267 = 15.1
    assert xmr_chart(values).segments[0].mean_moving_range == pytest.approx(ranges.mean())
    assert xmr_chart(values, screen_ranges=True).segments[0].mean_moving_range == 2


def test_limits_start_anew_for_a_named_and_dated_cause():
    months = pd.period_range("2007-11", periods=24, freq="M")
    values = pd.Series(STEADY + [19, 21] * 6, index=months)
    plain = xmr_chart(values)
    assert SIDE in set(plain.signal)
    chart = xmr_chart(values, rebase={months[12]: "new threshold for referrals"})
    assert [s.cause for s in chart.segments] == ["", "new threshold for referrals"]
    assert (chart.signal == "").all(), "a rise of ten is the cause, not a signal"
    assert chart.mean.iloc[0] == 10 and chart.mean.iloc[-1] == 20
    assert chart.segments[1].mean_moving_range == 2, "the step itself is no moving range"
    assert list(chart.upper.index) == list(months)


def test_too_few_points_since_a_rebasing():
    chart = xmr_chart([*STEADY, 19, 21, 50], rebase={12: "a new team"})
    assert chart.segments[0].status == "limits" and chart.status == "trial limits"
    assert chart.verdict == "too few points" and chart.signal[-1] == ""


@pytest.mark.parametrize(
    ("settings_", "message"),
    [
        ({"rebase": {"2009-01": "x"}}, "no point at '2009-01'"),
        ({"rebase": {3: " "}}, "needs its cause in words"),
        ({"baseline": 1}, "whole number of 2 or more"),
        ({"dates": [1, 2]}, "12 values have 2 dates"),
        ({"polarity": "up"}, "write one of: high, low, none"),
    ],
)
def test_what_is_refused(settings_, message):
    with pytest.raises(ValueError, match=message):
        xmr_chart(STEADY, **settings_)


def test_a_missing_point_leaves_no_moving_range():
    chart = xmr_chart([9, 11, None, 15, 17, *[9, 11] * 4])
    # |2|, then 2, then 8 and seven of 2: the step over the gap is not one of them.
    assert chart.segments[0].mean_moving_range == pytest.approx((2 + 2 + 8 + 7 * 2) / 10)
    assert np.isnan(chart.values[2]) and chart.signal[2] == ""


@up_to(40)
@given(st.lists(st.integers(-50, 50), min_size=12, max_size=40))
def test_turning_a_series_over_turns_its_signals_over(values):
    chart, turned = xmr_chart(values), xmr_chart([-value for value in values])
    assert list(chart.signal) == list(turned.signal)
    opposite = {"high": "low", "low": "high", "rising": "falling", "falling": "rising", "": ""}
    assert [opposite[word] for word in chart.direction] == list(turned.direction)
    assert all(
        signal == OUT
        for signal, value in zip(chart.signal, values, strict=True)
        if not chart.lower[0] - 1e-6 <= value <= chart.upper[0] + 1e-6
    )


HIGH_LAST = [31, 28, 33, 30, 29, 32, 30, 31, 28, 30, 29, 31, 45]
MONTHS = pd.date_range("2008-01-01", periods=13, freq="MS")


def test_newest_first_is_put_in_order_of_time():
    right = xmr_chart(pd.Series(HIGH_LAST, MONTHS), polarity="low")
    back = xmr_chart(pd.Series(HIGH_LAST[::-1], MONTHS[::-1]), polarity="low")
    assert right.verdict == back.verdict == "concern"
    assert (right.latest, back.latest) == (12, 0)
    assert back.signal.iloc[0] == OUT and list(back.signal.index) == list(MONTHS[::-1])
    assert back.segments == right.segments
    for other in (
        xmr_chart(HIGH_LAST[::-1], list(MONTHS[::-1]), polarity="low"),
        xmr_chart(HIGH_LAST[::-1], list(range(13))[::-1], polarity="low"),
    ):
        assert list(other.signal) == list(back.signal)
    with pytest.raises(ValueError, match="two points have the date"):
        xmr_chart(HIGH_LAST, [*MONTHS[:12], MONTHS[11]])


@up_to(40)
@given(st.lists(st.integers(0, 40), min_size=12, max_size=30), st.randoms())
def test_any_order_gives_the_same_chart(values, random):
    months = list(pd.date_range("2008-01-01", periods=len(values), freq="MS"))
    chart = xmr_chart(pd.Series(values, months))
    mixed = random.sample(months, len(months))
    other = xmr_chart(pd.Series(values, months).loc[mixed])
    assert other.verdict == chart.verdict and other.segments == chart.segments
    assert other.signal.loc[months].tolist() == chart.signal.tolist()


def test_a_month_without_a_row_is_a_gap():
    rising = [*STEADY, *RISING]
    months = pd.date_range("2008-01-01", periods=19, freq="MS")
    whole = xmr_chart(pd.Series(rising, months), baseline=12)
    assert whole.signal.iloc[-1] == RUN
    # The same nineteen figures, but no row for the month in the middle of the rise.
    later = [*months[:16], *(months[16:] + pd.DateOffset(months=1))]
    gap = xmr_chart(pd.Series(rising, later), baseline=12)
    with_nan = xmr_chart([*rising[:16], None, *rising[16:]], baseline=12)
    assert gap.signal.iloc[-1] == "" == with_nan.signal[-1]
    assert list(gap.signal) == [word for i, word in enumerate(with_nan.signal) if i != 16]


def test_a_break_between_two_points_begins_with_the_later():
    months = pd.date_range("2007-11-01", periods=24, freq="MS")
    values = pd.Series(STEADY + [19, 21] * 6, index=months)
    chart = xmr_chart(values, rebase={"2008-10-15": "new threshold"})
    assert chart.segments[1].start == 12 and (chart.signal == "").all()
    assert xmr_chart(values, rebase={pd.Timestamp("2008-11-01"): "x"}).segments[1].start == 12
    with pytest.raises(ValueError, match="nor after it"):
        xmr_chart(values, rebase={"2010-01-01": "too late"})


@pytest.mark.parametrize(
    "settings_", [{"window": "rolling"}, {"window": "snapshot"}, {"kind": "stock"},
                  {"window": "year to date"}],
)  # fmt: skip
def test_points_that_are_not_independent_have_no_limits(settings_):
    chart = xmr_chart(HIGH_LAST, polarity="low", target=10, **settings_)
    assert chart.verdict == chart.status == chart.assurance == "not judged"
    assert (chart.signal == "").all() and np.isnan(chart.upper).all() and not chart.segments
    assert list(chart.values) == HIGH_LAST, "the series itself may be shown"
    assert "control chart" in chart.reason and len(chart.reason) > 40
    assert icons(chart).variation == "not judged"


def test_rolling_years_and_the_quarters_behind_them():
    """Sixteen quarters without change; rolling years of them wander beyond their limits."""
    rng = np.random.default_rng(11)
    called = {"quarters": 0, "rolling": 0}
    for _ in range(200):
        quarters = rng.poisson(30, 23)
        rolling = np.convolve(quarters, np.ones(4), "valid")[-16:]
        called["quarters"] += xmr_chart(quarters[-16:]).verdict != "no signal"
        called["rolling"] += xmr_chart(rolling).verdict == "special cause"
    assert called["rolling"] > 4 * called["quarters"], "why they are refused"


def test_one_far_signal_is_drawn_from_all_points_without_a_reason():
    assert xmr_chart(STEADY).reason == "" and xmr_chart(STEADY).latest == 11


@pytest.mark.parametrize(
    ("extra", "polarity", "target", "variation", "assurance"),
    [
        (16, "low", 30, "concern, high", "consistently met"),
        (16, "high", 30, "improvement, high", "consistently missed"),
        (4, "low", 10, "improvement, low", "hit and miss"),
        (16, "none", 10, "special cause, high", "not judged"),
        (10.1, "low", None, "common cause", "no target"),
    ],
)
def test_icons_of_variation_and_assurance(extra, polarity, target, variation, assurance):
    found = icons(xmr_chart([*STEADY, extra], baseline=12, polarity=polarity, target=target))
    assert (found.variation, found.assurance) == (variation, assurance)


def test_icons_of_runs_and_of_too_few_points():
    rising = icons(xmr_chart(STEADY + RISING, baseline=12, polarity="high"))
    assert rising.variation == "improvement, high"
    few = icons(xmr_chart(STEADY[:9], polarity="low", target=3))
    assert few.variation == few.assurance == "too few points"

"""Did something happen at a date? A step in a flow, tested; a stock, refused with the reason.

Test the flow, not the stock. Numbers looked after are mostly the same children as last month, so
their course wanders for years on its own, and a test that takes months as independent finds
effects of events that had none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from cypt_analysis.statistics._quasi_poisson import (
    Fit,
    fit_quasi_poisson,
    regression_terms,
    typical_gap,
)
from cypt_analysis.statistics._validation import (
    BoolArray,
    FloatArray,
    Inputs,
    Numbers,
    Result,
    check_choice,
    check_confidence,
    fault_error,
    read,
)

MINIMUM_POINTS = 8
"""Points needed on each side of the date (Penfold & Zhang 2013, Acad Pediatr 13: S38-S44)."""

_CAVEAT = "The date was fixed beforehand; an association in time is not a cause."
_STOCK = (
    "not tested: a number on a day is mostly the same children as the number before, so a change "
    "after the date says little about the event. What decides it is the flow: starts (and "
    "ends) per month, from at least {minimum} months before the date to {minimum} after."
)


@dataclass(frozen=True)
class EventEffect:
    """Whether a flow stepped at a date fixed beforehand.

    verdict         "higher", "lower", "no clear change", "too few points", or "not tested" for a
                    stock; the figures below are missing for the last two
    rate_ratio      level after the event over the level expected without it
    rate_ratio_interval  `(lower, upper)`
    p_value         of no step, by Student's t on the residual degrees of freedom
    slope_ratio     change of the growth per period after the event (model "slope" only)
    slope_ratio_interval
    dispersion      variance over mean, never below 1 (1 is Poisson)
    autocorrelation of each residual with the one before; well above 0, the interval is too narrow
    expected        course expected without the event, one a date, in the form of the counts
    fitted          course fitted with it
    before, after   points used on each side
    seasonal        whether seasonal terms were fitted
    sentence        the same in plain words, with what it does not show
    """

    verdict: str
    rate_ratio: float
    rate_ratio_interval: tuple[float, float]
    p_value: float
    slope_ratio: float
    slope_ratio_interval: tuple[float, float]
    dispersion: float
    autocorrelation: float
    expected: Result
    fitted: Result
    before: int
    after: int
    seasonal: bool
    sentence: str


def event_effect(
    counts: Numbers,
    dates: Any,
    event_date: Any,
    exposure: Numbers | None = None,
    kind: str = "flow",
    *,
    model: str = "step",
    confidence: float = 0.95,
    minimum_points: int = MINIMUM_POINTS,
) -> EventEffect:
    """Test whether a flow of events stepped at a date.

    Parameters: `counts` of events in equal periods (starts per month or quarter), a sequence,
    array or Series; `dates`, the first day of each period, in order; `event_date`, fixed before
    looking: the period that holds it and all later ones are "after". `exposure`, what the events
    are counted over (children), if it changes. `kind="stock"`, a number on a day, is not tested.
    `model` is "step" (a level before and one after), "trend" (a step in a steady growth) or
    "slope" (growth, a step, and a change of growth counted from the first period after the
    event, so that the step is the effect at the event). Missing counts are left out.

    Returns an `EventEffect`: a quasi-Poisson regression, its dispersion from Pearson's
    chi-squared and no lower than 1, with seasonal terms where there are two full years or more.
    Fewer than `minimum_points` on a side: the verdict "too few points", and no figures.

    Raises `InvalidInputError` naming every row with a negative count, an exposure of 0 or less, or
    a date that is unreadable or not after the one before.

    Source: Lopez Bernal, Cummins & Gasparrini (2017), Int J Epidemiol 46: 348-355, with its
    correction (2020, 49: 1414): the slope is centred at the event. Dispersion: McCullagh & Nelder
    (1989), Generalized Linear Models, section 4.5.

    >>> import pandas as pd
    >>> months = pd.date_range("2008-01-01", periods=20, freq="MS")
    >>> starts = [11, 9, 12, 10, 8, 11, 13, 9, 10, 12, 17, 15, 18, 14, 16, 19, 15, 17, 16, 18]
    >>> effect = event_effect(starts, months, "2008-11-11")
    >>> effect.verdict, round(effect.rate_ratio, 2), effect.before, effect.after
    ('higher', 1.57, 10, 10)
    """
    check_choice("kind", kind, ("flow", "stock"))
    check_choice("model", model, ("step", "trend", "slope"))
    confidence = check_confidence(confidence)
    inputs, calendar = _read_series(counts, dates, exposure)
    event = _read_date(event_date)
    after = _after(calendar, event)
    known = ~inputs.missing()
    before_points, after_points = int((known & ~after).sum()), int((known & after).sum())
    if kind == "stock":
        sentence = _STOCK.format(minimum=minimum_points)
        return _nothing("not tested", inputs, before_points, after_points, sentence)
    if min(before_points, after_points) < minimum_points:
        sentence = (
            f"too few points: {before_points} before and {after_points} after the date; "
            f"{minimum_points} on each side are needed"
        )
        return _nothing("too few points", inputs, before_points, after_points, sentence)
    counted = np.where(known, inputs["counts"], 0)
    if not (counted[~after].any() and counted[after].any()):
        sentence = "not tested: one side of the date has no events at all; compare the two rates"
        return _nothing("not tested", inputs, before_points, after_points, sentence)
    terms = regression_terms(calendar, after, model, known)
    fit = fit_quasi_poisson(inputs, terms, known)
    return _effect(inputs, fit, terms, confidence, (before_points, after_points))


def _effect(
    inputs: Inputs,
    fit: Fit,
    terms: dict[str, FloatArray],
    confidence: float,
    points: tuple[int, int],
) -> EventEffect:
    reach = float(special.stdtrit(fit.residual_df, (1 + confidence) / 2))

    def ratio(term: str) -> tuple[float, tuple[float, float]]:
        if term not in terms:
            return float("nan"), (float("nan"), float("nan"))
        centre, margin = fit.estimate[term], reach * fit.error[term]
        return (
            float(np.exp(centre)),
            (float(np.exp(centre - margin)), float(np.exp(centre + margin))),
        )

    step, step_interval = ratio("step")
    slope, slope_interval = ratio("slope")
    t = fit.estimate["step"] / fit.error["step"]
    p_value = float(2 * special.stdtr(fit.residual_df, -abs(t)))
    verdict = "no clear change"
    if p_value < 1 - confidence:
        verdict = "higher" if step > 1 else "lower"
    return EventEffect(
        verdict,
        step,
        step_interval,
        p_value,
        slope,
        slope_interval,
        fit.dispersion,
        fit.autocorrelation,
        inputs.give(fit.expected),
        inputs.give(fit.fitted),
        *points,
        "season_sin" in terms,
        _sentence(verdict, step, step_interval, p_value, confidence),
    )


def _sentence(
    verdict: str, ratio: float, interval: tuple[float, float], p_value: float, confidence: float
) -> str:
    size = f"{abs(ratio - 1):.0%} {'higher' if ratio > 1 else 'lower'}"
    range_ = f"ratio {ratio:.2f}, {100 * confidence:g}% interval {interval[0]:.2f} to "
    p = "p < 0.001" if p_value < 0.001 else f"p = {p_value:.2g}"
    evidence = f"({range_}{interval[1]:.2f}; {p})"
    if verdict == "no clear change":
        found = f"no clear change: {size} after the date, which chance could explain {evidence}"
    else:
        found = f"{size} after the date than expected without it {evidence}"
    return f"{found}. {_CAVEAT}"


def _nothing(verdict: str, inputs: Inputs, before: int, after: int, sentence: str) -> EventEffect:
    nan = float("nan")
    pair = (nan, nan)
    blank = inputs.give(np.full(inputs.shape, nan))
    return EventEffect(
        verdict, nan, pair, nan, nan, pair, nan, nan, blank, blank, before, after, False, sentence
    )


def _read_series(
    counts: Numbers, dates: Any, exposure: Numbers | None
) -> tuple[Inputs, pd.DatetimeIndex]:
    inputs = read(counts=counts, exposure=1.0 if exposure is None else exposure)
    if len(inputs.shape) != 1:
        raise fault_error("counts must be one list, a period each")
    inputs.refuse(inputs["counts"] < 0, "counts is below 0", "counts")
    inputs.refuse(inputs["exposure"] <= 0, "exposure is 0 or less", "exposure")
    calendar = _read_dates(dates)
    if len(calendar) != inputs.shape[0]:
        raise fault_error(f"{inputs.shape[0]} counts have {len(calendar)} dates")
    inputs.refuse(calendar.isna(), "the date cannot be read")
    later = np.ones(len(calendar), dtype=bool)
    later[1:] = np.asarray(calendar[1:] > calendar[:-1])
    inputs.refuse(~later & ~np.asarray(calendar.isna()), "the date is not after the one before")
    return inputs.check(), calendar


def _read_dates(dates: Any) -> pd.DatetimeIndex:
    if isinstance(dates, pd.PeriodIndex):
        return dates.to_timestamp()
    values = list(dates)
    if values and isinstance(values[0], pd.Period):
        return pd.PeriodIndex(values).to_timestamp()
    return pd.DatetimeIndex(pd.to_datetime(pd.Series(values), errors="coerce", format="ISO8601"))


def _read_date(event_date: Any) -> pd.Timestamp:
    event = pd.to_datetime(event_date, errors="coerce")
    if pd.isna(event):
        raise fault_error(f"event_date is {event_date!r}; write a date like 2008-11-11")
    return pd.Timestamp(event)


def _after(calendar: pd.DatetimeIndex, event: pd.Timestamp) -> BoolArray:
    """Periods that hold the event or begin after it: those that end later than the event."""
    if len(calendar) < 2:
        return np.asarray(calendar > event)
    ends = calendar[1:].append(pd.DatetimeIndex([calendar[-1] + typical_gap(calendar)]))
    return np.asarray(ends > event)

"""Did something happen at a date? A step in a flow, tested; a stock, refused with the reason.

Test the flow, not the stock. Numbers looked after are mostly the same children as last month, so
their course wanders for years on its own, and a test that takes months as independent finds
effects of events that had none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from cypt_analysis.statistics._event_words import (
    CAVEAT,
    MODELS,
    NEITHER,
    STOCK,
    TOO_ALIKE,
    found,
    name_model,
)
from cypt_analysis.statistics._quasi_poisson import (
    Fit,
    fit_quasi_poisson,
    regression_terms,
    typical_gap,
)
from cypt_analysis.statistics._refusals import why_not_judged
from cypt_analysis.statistics._timeline import read_timeline
from cypt_analysis.statistics._two_samples import level_of
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


_LEAST_FREEDOM = 3
_NO_INTERVAL = (math.nan, math.nan)


@dataclass(frozen=True)
class EventEffect:
    """Whether a flow stepped at a date fixed beforehand.

    verdict         "higher", "lower", "no clear change"; "cannot be told" with too few points or
                    residuals that follow one another too closely; "not tested" for a stock, a
                    window that overlaps, or no events on one side. The estimates are missing
                    for the last two
    rate_ratio      level after the event over the level expected without it
    rate_ratio_interval  `(lower, upper)`
    p_value         of no step, by Student's t on the residual degrees of freedom, fewer where
                    residuals follow one another
    slope_ratio     change of the growth per period after the event (model "slope" only)
    slope_ratio_interval
    dispersion      variance over mean, never below 1 (1 is Poisson)
    autocorrelation of each residual with the one before
    autocorrelation_allowed  of the errors, that the interval allows for; never below 0
    expected        course expected without the event, one a date, in the form of the counts
    fitted          course fitted with it
    before, after   points used on each side
    seasonal        whether seasonal terms were fitted
    sentence        the same in plain words, with what it does not show
    """

    verdict: str
    sentence: str
    expected: Result
    fitted: Result
    before: int
    after: int
    rate_ratio: float = math.nan
    rate_ratio_interval: tuple[float, float] = _NO_INTERVAL
    p_value: float = math.nan
    slope_ratio: float = math.nan
    slope_ratio_interval: tuple[float, float] = _NO_INTERVAL
    dispersion: float = math.nan
    autocorrelation: float = math.nan
    autocorrelation_allowed: float = math.nan
    seasonal: bool = False


def event_effect(
    counts: Numbers,
    dates: Any,
    event_date: Any,
    exposure: Numbers | None = None,
    kind: str = "flow",
    *,
    model: str = "trend",
    confidence: float = 0.95,
    minimum_points: int = MINIMUM_POINTS,
    window: str = "whole",
) -> EventEffect:
    """Test whether a flow of events stepped at a date.

    Parameters: `counts` of events in equal periods (starts per month or quarter), a sequence,
    array or Series; `dates`, the first day of each period, in order; `event_date`, fixed before
    looking: the period (or the day, of a "snapshot") that holds it and all later ones are "after".
    `exposure`, what the events are counted over (children), if it changes. `kind="stock"`, a
    number on a day, is not tested, nor is a `window` other than "whole" ("rolling", "year to
    date", "snapshot"). `model` is
    "trend" (a step in steady growth), "slope" (that and a change of growth counted from the first
    period after the event, so that the step is the effect at the event), or "step" (a level
    before and one after: only for a flow known not to grow). Time is counted in periods; missing
    counts and periods without a row are left out.

    Returns an `EventEffect`: a quasi-Poisson regression, its dispersion from Pearson's
    chi-squared and no lower than 1, with seasonal terms where there are two full years or more.
    Where residuals follow one another the errors are those of a first-order autocorrelation, one
    standard error above the estimate. Fewer than `minimum_points` on a side, or residuals worth
    fewer than 3 independent ones: "cannot be told", for then no effect is as untested as one.

    Raises `InvalidInputError` naming every row with a negative count, an exposure of 0 or less, or
    a date that is unreadable or not after the one before.

    Source: Lopez Bernal, Cummins & Gasparrini (2017), Int J Epidemiol 46: 348-355, with its
    correction (2020, 49: 1414): the slope is centred at the event. Dispersion: McCullagh & Nelder
    (1989), Generalized Linear Models, section 4.5.
    Autocorrelation: Zeger (1988), Biometrika 75: 621-629, matched to what the design lets show.

    >>> import pandas as pd
    >>> months = pd.date_range("2008-01-01", periods=20, freq="MS")
    >>> starts = [11, 9, 12, 10, 8, 11, 13, 9, 10, 12, 27, 25, 28, 24, 26, 29, 25, 27, 26, 28]
    >>> effect = event_effect(starts, months, "2008-11-11")
    >>> effect.verdict, round(effect.rate_ratio, 2), effect.before, effect.after
    ('higher', 2.4, 10, 10)
    """
    check_choice("kind", kind, ("flow", "stock"))
    check_choice("model", model, tuple(MODELS))
    confidence = check_confidence(confidence)
    inputs, calendar = _read_series(counts, dates, exposure)
    event = _read_date(event_date)
    # A day has no length: it is before the event or not.
    after = np.asarray(calendar >= event) if window == "snapshot" else _after(calendar, event)
    known = ~inputs.missing()
    before_points, after_points = int((known & ~after).sum()), int((known & after).sum())
    refusal = why_not_judged("a step", window=window)
    if refusal and kind != "stock":
        return _nothing("not tested", inputs, before_points, after_points, f"not tested: {refusal}")
    if kind == "stock":
        sentence = STOCK.format(minimum=minimum_points)
        return _nothing("not tested", inputs, before_points, after_points, sentence)
    if min(before_points, after_points) < minimum_points:
        sentence = (
            f"not tested: there are {before_points} before and {after_points} after the date and "
            f"{minimum_points} on each side are needed, {NEITHER}"
        )
        return _nothing("cannot be told", inputs, before_points, after_points, sentence)
    counted = np.where(known, inputs["counts"], 0)
    if not (counted[~after].any() and counted[after].any()):
        sentence = "not tested: one side of the date has no events at all; compare the two rates"
        return _nothing("not tested", inputs, before_points, after_points, sentence)
    place = read_timeline(inputs, list(calendar)).place
    terms = regression_terms(calendar, place, after, model, known)
    if known.sum() - len(terms) < _LEAST_FREEDOM:
        sentence = (
            f"not tested: {known.sum()} points are too few for a model of {len(terms)} terms, "
            f"{NEITHER}"
        )
        return _nothing("cannot be told", inputs, before_points, after_points, sentence)
    fit = fit_quasi_poisson(inputs, terms, known, place)
    if fit.residual_df < _LEAST_FREEDOM:
        sentence = TOO_ALIKE.format(freedom=fit.residual_df)
        nothing = _nothing("cannot be told", inputs, before_points, after_points, sentence)
        return replace(
            nothing,
            dispersion=fit.dispersion,
            autocorrelation=fit.autocorrelation,
            autocorrelation_allowed=fit.autocorrelation_allowed,
        )
    return _effect(inputs, fit, terms, model, confidence, (before_points, after_points))


def _effect(
    inputs: Inputs,
    fit: Fit,
    terms: dict[str, FloatArray],
    model: str,
    confidence: float,
    points: tuple[int, int],
) -> EventEffect:
    reach = float(special.stdtrit(fit.residual_df, (1 + confidence) / 2))

    def ratio(term: str) -> tuple[float, tuple[float, float]]:
        if term not in terms:
            return math.nan, _NO_INTERVAL
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
    if p_value < level_of(confidence):
        verdict = "higher" if step > 1 else "lower"
    seasonal = "season_sin" in terms
    return EventEffect(
        verdict,
        f"{found(verdict, step, step_interval, confidence)}. "
        f"{name_model(model, seasonal, fit)} {CAVEAT}",
        inputs.give(fit.expected),
        inputs.give(fit.fitted),
        *points,
        step,
        step_interval,
        p_value,
        slope,
        slope_interval,
        fit.dispersion,
        fit.autocorrelation,
        fit.autocorrelation_allowed,
        seasonal,
    )


def _nothing(verdict: str, inputs: Inputs, before: int, after: int, sentence: str) -> EventEffect:
    blank = inputs.give(np.full(inputs.shape, math.nan))
    return EventEffect(verdict, sentence, blank, blank, before, after)


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

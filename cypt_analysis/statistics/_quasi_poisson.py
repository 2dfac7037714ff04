"""Quasi-Poisson regression of a flow on a step, a trend and the season."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cypt_analysis.statistics._autocorrelation import Residuals
from cypt_analysis.statistics._validation import BoolArray, FloatArray, Inputs


@dataclass(frozen=True)
class Fit:
    """What is needed of a quasi-Poisson fit, and no more; estimates are by term, on the log.

    residual_df is that of so many independent points as the residuals are worth.
    """

    estimate: dict[str, float]
    error: dict[str, float]
    residual_df: float
    dispersion: float
    autocorrelation: float
    autocorrelation_allowed: float
    fitted: FloatArray
    expected: FloatArray


def fit_quasi_poisson(
    inputs: Inputs, terms: dict[str, FloatArray], known: BoolArray, place: np.ndarray
) -> Fit:
    # Imported here: it takes a second that most callers of this package never need.
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    design = np.column_stack(list(terms.values()))
    offset = np.log(inputs["exposure"])
    model = GLM(inputs["counts"][known], design[known], family=Poisson(), offset=offset[known])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = model.fit(scale="X2")
    residuals = Residuals(
        np.asarray(result.resid_pearson),
        np.sqrt(np.asarray(result.fittedvalues))[:, None] * design[known],
        place[known],
        float(result.df_resid),
    )
    allowed = residuals.autocorrelation_to_allow()
    dispersion, variances = residuals.variances(allowed)
    estimate = dict(zip(terms, (float(value) for value in result.params), strict=True))
    without = [
        np.zeros_like(term) if name in ("step", "slope") else term for name, term in terms.items()
    ]
    return Fit(
        estimate,
        dict(zip(terms, (float(value) for value in np.sqrt(variances)), strict=True)),
        residuals.freedom * (1 - allowed) / (1 + allowed),
        dispersion,
        residuals.lag_one(),
        allowed,
        np.exp(design @ result.params + offset),
        np.exp(np.column_stack(without) @ result.params + offset),
    )


def regression_terms(
    calendar: pd.DatetimeIndex,
    place: np.ndarray,
    after: BoolArray,
    model: str,
    known: BoolArray,
) -> dict[str, FloatArray]:
    """The columns of the regression by name."""
    terms = {"level": np.ones(after.size), "step": after.astype(float)}
    if model != "step":
        # Whole periods from the first after the event, so that the step is the effect there.
        time = (place - place[after][0]).astype(float)
        terms["time"] = time
        if model == "slope":
            terms["slope"] = time * after
    return terms | _seasonal_terms(calendar, known)


def _seasonal_terms(calendar: pd.DatetimeIndex, known: BoolArray) -> dict[str, FloatArray]:
    """Two waves a year for months, all that four quarters can tell apart for quarters."""
    days = typical_gap(calendar) / pd.Timedelta(days=1)
    per_year = round(365.25 / days)
    if per_year not in (4, 12) or known.sum() < 2 * per_year:
        return {}
    turn = 2 * np.pi * (calendar.month.to_numpy() - 1) / 12
    terms = {"season_sin": np.sin(turn), "season_cos": np.cos(turn)}
    if per_year == 4:
        quarter = (calendar.month.to_numpy() - 1) // 3
        return terms | {"season_half": np.where(quarter % 2 == 0, 1.0, -1.0)}
    return terms | {"season_sin_2": np.sin(2 * turn), "season_cos_2": np.cos(2 * turn)}


def typical_gap(calendar: pd.DatetimeIndex) -> pd.Timedelta:
    return pd.Timedelta(np.median(np.diff(calendar.to_numpy())))

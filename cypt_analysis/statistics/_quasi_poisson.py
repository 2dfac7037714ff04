"""Quasi-Poisson regression of a flow on a step, a trend and the season."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from cypt_analysis.statistics._validation import BoolArray, FloatArray, Inputs

STRONGEST = 0.95
_GRID = np.linspace(0, STRONGEST, 20)
# Half a standard error above what independence gives is taken for a sign of dependence.
_HINT = 0.5


@dataclass(frozen=True)
class Residuals:
    """Pearson residuals of a regression, with the design weighted as the fit was.

    Residuals of a fit are less alike than the errors that they stand for, because the fit has
    followed the errors. What a true autocorrelation would show in this very design is therefore
    worked out first, and the one that would show what is seen is looked up.
    """

    values: FloatArray
    design: FloatArray
    place: np.ndarray
    freedom: float
    _left: FloatArray = field(init=False, repr=False)
    _pairs: np.ndarray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        basis, _ = np.linalg.qr(self.design)
        left = np.eye(self.values.size) - basis @ basis.T
        object.__setattr__(self, "_left", left)
        object.__setattr__(self, "_pairs", np.flatnonzero(np.diff(self.place) == 1))

    def lag_one(self) -> float:
        """Correlation of each residual with the one of the period before."""
        total = float(np.sum(self.values**2))
        if total <= 1e-12 or not self._pairs.size:
            return 0.0
        return float(np.sum(self.values[self._pairs] * self.values[self._pairs + 1]) / total)

    def autocorrelation_to_allow(self) -> float:
        """The errors' autocorrelation, never below 0, one standard error up where there is a hint.

        A short series cannot rule a good deal of it out, and an interval that takes the estimate
        as it is calls an effect in 7 to 9% of series without one.
        """
        pairs = self._pairs.size
        if not pairs:
            return 0.0
        shown = self._shown()
        # Less scatter than chance is taken as chance, and what follows in it shrinks alike.
        share = min(float(np.sum(self.values**2)) / self.freedom, 1.0)
        seen = shown[0] + (self.lag_one() - shown[0]) * share
        error = 1 / np.sqrt(pairs)
        if seen > shown[0] + _HINT * error:
            seen += error
        # What is shown grows with what is true, but for a hair at the far end.
        return float(np.interp(seen, np.maximum.accumulate(shown), _GRID))

    def variances(self, autocorrelation: float) -> tuple[float, FloatArray]:
        """Dispersion, and the variance of each coefficient; neither below that of independence."""
        total = float(np.sum(self.values**2))
        bread = np.linalg.pinv(self.design.T @ self.design)
        independent = max(total / self.freedom, 1.0)
        alike = self._alike(autocorrelation)
        dispersion = max(total / float(np.sum(self._left * alike)), independent)
        meat = self.design.T @ alike @ self.design
        variances = dispersion * np.diag(bread @ meat @ bread)
        return dispersion, np.maximum(variances, independent * np.diag(bread))

    def _alike(self, autocorrelation: float) -> FloatArray:
        distance = np.abs(self.place[:, None] - self.place[None, :])
        return np.asarray(autocorrelation**distance, dtype=float)

    def _shown(self) -> FloatArray:
        """The correlation with the one before that each true one would show on average."""
        neighbours = self._left[self._pairs].T @ self._left[self._pairs + 1]
        shown = [
            np.sum(alike * neighbours) / np.sum(alike * self._left)
            for alike in (self._alike(true) for true in _GRID)
        ]
        return np.array(shown)


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

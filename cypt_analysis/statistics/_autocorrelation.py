"""Residuals that follow one another: how much, and what that does to a regression's errors."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from cypt_analysis.statistics._validation import FloatArray

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

"""Rounding a printed edge to the side on which it stays true."""

from __future__ import annotations

import numpy as np

from cypt_analysis.statistics._validation import FloatArray, check_whole

# Relative: an edge that is a round number on paper can be a hair off it in floats.
_HAIR = 1e-9


def round_safely(values: FloatArray | float, decimals: int, *, up: bool) -> FloatArray:
    """Values rounded up or down to some decimals; a hair from a round number is that number."""
    scale = 10.0 ** check_whole("decimals", decimals, 0)
    scaled = np.asarray(values, dtype=float) * scale
    nearest = np.round(scaled)
    on_it = np.abs(scaled - nearest) <= _HAIR * np.maximum(np.abs(nearest), 1)
    beyond = np.ceil(scaled) if up else np.floor(scaled)
    return np.where(on_it, nearest, beyond) / scale

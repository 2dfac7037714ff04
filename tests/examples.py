"""How many examples a property is tried with: a few in the suite, many where that is asked for."""

from __future__ import annotations

import os

from hypothesis import settings

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "repeatable")
# How many times as many examples HYPOTHESIS_PROFILE=thorough tries.
THOROUGHLY = 20


def up_to(examples: int) -> settings:
    """So many examples in the suite, for a property whose examples are slow or need be many."""
    times = THOROUGHLY if PROFILE == "thorough" else 1
    return settings(max_examples=examples * times)

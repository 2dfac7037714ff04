"""What a rule for rows is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from cypt_analysis.catalogue import Source
from cypt_analysis.ground.findings import ERROR

# The rule that each thing stands in one row.
UNIQUE = "unique"


@dataclass(frozen=True)
class Check:
    """One thing that must hold of each row: the columns that it is about, which rows break it,
    and what is said of such a row (what was found, and what to do).
    """

    rule: str
    columns: tuple[str, ...]
    broken: Callable[[pd.DataFrame], pd.Series]
    told: Callable[[pd.Series], tuple[str, str]]
    severity: str = ERROR


def extract_of(source: Source, cells: pd.Series) -> str:
    """What to do about a row: check the extract for its period."""
    period = cells.get(source.period, "")
    return f"Check the extract for {period}." if period else "Check the extract."


def plain(value: float) -> str:
    """A number as a message prints it.

    >>> plain(3.0), plain(0.95)
    ('3', '0.95')
    """
    return f"{value:.10g}"

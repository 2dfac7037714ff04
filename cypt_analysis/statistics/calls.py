"""A call of one of these functions as a value: what works a figure out also shows how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

import numpy as np
import pandas as pd

T = TypeVar("T")


@dataclass(frozen=True)
class Call(Generic[T]):
    """A function with what it is given: it runs, and it prints itself as code to copy.

    Arguments are numbers, words and dates, or pairs, lists and columns of them. Numbers are
    printed to ten digits, a missing one as None, dates as text.

    >>> from cypt_analysis.statistics import wilson_interval
    >>> call = Call(wilson_interval, (81.0, 263.0), {"confidence": 0.95})
    >>> print(call)
    wilson_interval(81, 263, confidence=0.95)
    >>> [round(limit, 4) for limit in call.run()]
    [0.2553, 0.3662]
    """

    function: Callable[..., T]
    arguments: tuple[Any, ...]
    options: Mapping[str, Any] = field(default_factory=dict)

    def run(self) -> T:
        """What the function returns; raises what it raises."""
        return self.function(*self.arguments, **self.options)

    def __str__(self) -> str:
        given = [_written(value) for value in self.arguments]
        given += [f"{name}={_written(value)}" for name, value in self.options.items()]
        return f"{self.function.__name__}({', '.join(given)})"


def _written(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, tuple):
        return f"({', '.join(_written(each) for each in value)})"
    if isinstance(value, list | np.ndarray | pd.Series):
        return f"[{', '.join(_written(each) for each in value)}]"
    if pd.isna(value):
        return "None"
    if isinstance(value, date):
        return f'"{value:%Y-%m-%d}"'
    return f"{value:.10g}"

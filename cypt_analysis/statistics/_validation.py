"""Reading inputs, naming faulty rows, and giving results back in the form they came in.

Every public function of the package starts here: scalars, arrays and Series become plain float
arrays of one shape, every impossible row is collected, and one error names them all.
"""

from __future__ import annotations

import numbers
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]

Numbers: TypeAlias = Any
"""What a caller may pass: a number, a sequence, a NumPy array or a pandas Series."""

Result: TypeAlias = Any
"""What comes back: a float, an array or a Series, in the form of what was passed."""

_ROWS_SHOWN = 20


class InvalidInputError(ValueError):
    """Input that cannot be true. Its message names every faulty row of every fault at once.

    `rows` maps each fault to the labels (or positions) of all its rows, also those that a long
    message leaves out.
    """

    def __init__(self, faults: Mapping[str, list[Any]], details: Mapping[str, list[str]]) -> None:
        self.rows = dict(faults)
        super().__init__("\n".join(_describe(fault, details[fault]) for fault in faults))


def _describe(fault: str, details: list[str]) -> str:
    if not details:
        return fault
    shown = ", ".join(details[:_ROWS_SHOWN])
    more = len(details) - _ROWS_SHOWN
    rows = "row" if len(details) == 1 else "rows"
    return f"{fault}: {rows} {shown}" + (f" and {more} more" if more > 0 else "")


@dataclass
class Inputs:
    """Inputs as float arrays of one shape, and the way back to the caller's own form."""

    arrays: dict[str, FloatArray]
    shape: tuple[int, ...]
    index: pd.Index | None
    _faults: dict[str, list[Any]]
    _details: dict[str, list[str]]

    def __getitem__(self, name: str) -> FloatArray:
        return self.arrays[name]

    def refuse(self, faulty: Any, fault: str, *shown: str) -> None:
        """Record each row where `faulty` is true; `shown` names the inputs to quote."""
        mask = np.broadcast_to(np.asarray(faulty), self.shape)
        for position in np.flatnonzero(mask):
            label = self._label(int(position))
            values = " of ".join(f"{self.arrays[name].flat[position]:g}" for name in shown)
            quoted = f" ({values})" if values else ""
            self._faults.setdefault(fault, []).append(label)
            self._details.setdefault(fault, []).append(f"{label}{quoted}")

    def check(self) -> Inputs:
        """Raise one error for everything refused so far."""
        if self._faults:
            raise InvalidInputError(self._faults, self._details)
        return self

    def missing(self) -> BoolArray:
        """True where any input is missing."""
        absent = np.zeros(self.shape, dtype=bool)
        for array in self.arrays.values():
            absent = absent | np.isnan(array)
        return absent

    def give(self, array: Any) -> Result:
        """Floats in the caller's form: a float, an array, or a Series with its index."""
        values = np.asarray(array, dtype=float)
        if self.index is not None:
            return pd.Series(values, index=self.index)
        return float(values) if values.ndim == 0 else values

    def give_verdict(self, verdict: BoolArray, missing: BoolArray) -> Any:
        """True, False or missing in the caller's form.

        A scalar is True, False or None. An array or Series is pandas' nullable boolean, because
        a plain boolean array cannot say "missing".
        """
        if not self.shape:
            return None if bool(missing) else bool(verdict)
        answer = pd.arrays.BooleanArray(np.array(verdict, dtype=bool), np.array(missing))
        return answer if self.index is None else pd.Series(answer, index=self.index)

    def give_words(self, words: Any) -> Any:
        """Words in the caller's form: a str, an array of str, or a Series with its index."""
        array = np.asarray(words, dtype=object)
        if self.index is not None:
            return pd.Series(array, index=self.index, dtype=object)
        return array.item() if array.ndim == 0 else array

    def _label(self, position: int) -> Any:
        if self.index is not None:
            return self.index[position]
        if len(self.shape) > 1:
            return tuple(int(i) for i in np.unravel_index(position, self.shape))
        return position


def read(**values: Numbers) -> Inputs:
    """Read named inputs as float arrays of one shape, missing values as NaN."""
    index = _common_index(values)
    faults: dict[str, list[Any]] = {}
    details: dict[str, list[str]] = {}
    arrays = {name: _as_floats(name, value, faults, details) for name, value in values.items()}
    if faults:
        raise InvalidInputError(faults, details)
    try:
        broadcast = np.broadcast_arrays(*arrays.values())
    except ValueError:
        lengths = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise _one_fault(f"the inputs have different lengths: {lengths}") from None
    shape = broadcast[0].shape
    if index is not None and shape != (len(index),):
        raise _one_fault("a Series can only be combined with numbers and series of its length")
    inputs = Inputs(dict(zip(arrays, broadcast, strict=True)), shape, index, {}, {})
    for name in arrays:
        infinite = np.isinf(inputs[name])
        if infinite.any():
            inputs.refuse(infinite, f"{name} is not a finite number")
    return inputs


def read_counts(**counts: Numbers) -> Inputs:
    """Read counts: none below 0."""
    inputs = read(**counts)
    for name in counts:
        _refuse_negative(inputs, name)
    return inputs


def read_parts(part: str, whole: str, **values: Numbers) -> Inputs:
    """Read one numerator and its denominator, for a proportion."""
    inputs = read(**values)
    refuse_parts(inputs, part, whole)
    return inputs


def read_periods(counts: Sequence[Numbers], refuse: Callable[[Inputs, str, str], None]) -> Inputs:
    """Read numerator and denominator of an earlier period (1) and a later one (2)."""
    names = ("numerator_1", "denominator_1", "numerator_2", "denominator_2")
    inputs = read(**dict(zip(names, counts, strict=True)))
    refuse(inputs, *names[:2])
    refuse(inputs, *names[2:])
    return inputs


def refuse_parts(inputs: Inputs, part: str, whole: str) -> None:
    """A part is never negative nor above its whole, and the whole is above 0."""
    _refuse_negative(inputs, part)
    _refuse_empty(inputs, whole)
    above = (inputs[part] > inputs[whole]) & (inputs[whole] > 0)
    if above.any():
        inputs.refuse(above, f"{part} is larger than {whole}", part, whole)


def refuse_events(inputs: Inputs, events: str, exposure: str) -> None:
    """Events are never negative and what they are counted over is above 0."""
    _refuse_negative(inputs, events)
    _refuse_empty(inputs, exposure)


def check_confidence(confidence: Any) -> float:
    """The confidence as a float; refused where it is no share between 0 and 1, such as 95."""
    value = _to_float(confidence)
    if value is None or not 0 < value < 1:
        raise _one_fault(
            f"confidence is {confidence!r}; write a share between 0 and 1, such as 0.95"
        )
    return value


def check_positive(name: str, value: Any) -> float:
    """The setting as a float; refused where it is not a number above 0."""
    number = _to_float(value)
    if number is None or not (np.isfinite(number) and number > 0):
        raise _one_fault(f"{name} is {value!r}; it must be a number above 0")
    return number


def check_number(name: str, value: Any) -> float:
    """One setting as a float; refused where it is not a finite number."""
    number = _to_float(value)
    if number is None or not np.isfinite(number):
        raise _one_fault(f"{name} is {value!r}; it must be a finite number")
    return number


def check_whole(name: str, value: Any, least: int) -> int:
    """One setting as a whole number; refused below `least`."""
    number = _to_float(value)
    if number is None or number % 1 != 0 or number < least:
        raise _one_fault(f"{name} is {value!r}; it must be a whole number of {least} or more")
    return int(number)


def check_choice(name: str, value: object, choices: tuple[str, ...]) -> None:
    """Refuse a word that is not one of the choices."""
    if value not in choices:
        raise _one_fault(f"{name} is {value!r}; write one of: {', '.join(choices)}")


def _one_fault(fault: str) -> InvalidInputError:
    return InvalidInputError({fault: []}, {fault: []})


fault_error = _one_fault


def _refuse_negative(inputs: Inputs, name: str) -> None:
    negative = inputs[name] < 0
    if negative.any():
        inputs.refuse(negative, f"{name} is below 0", name)


def _refuse_empty(inputs: Inputs, name: str) -> None:
    empty = inputs[name] <= 0
    if empty.any():
        inputs.refuse(empty, f"{name} is 0 or less", name)


def _common_index(values: Mapping[str, Numbers]) -> pd.Index | None:
    series = {name: value for name, value in values.items() if isinstance(value, pd.Series)}
    if not series:
        return None
    first_name, first = next(iter(series.items()))
    for name, other in series.items():
        # Aligning silently would pair rows by accident; the caller must line them up.
        if not other.index.equals(first.index):
            raise _one_fault(f"{first_name} and {name} have different row labels")
    return first.index


def _as_floats(
    name: str, value: Numbers, faults: dict[str, list[Any]], details: dict[str, list[str]]
) -> FloatArray:
    raw = value.to_numpy() if isinstance(value, pd.Series) else np.asarray(value)
    if raw.dtype.kind in "biuf":
        return raw.astype(float, copy=False)
    if raw.dtype.kind == "U":
        # A list with one word in it came back as all words; the numbers in it are still numbers.
        raw = np.asarray(value, dtype=object)
    array = np.full(raw.shape, np.nan)
    for position, item in enumerate(raw.ravel().tolist()):
        if item is None or item is pd.NA or item is pd.NaT:
            continue
        number = _to_float(item)
        if number is not None:
            array.flat[position] = number
            continue
        labels = value.index if isinstance(value, pd.Series) else range(raw.size)
        fault = f"{name} is not a number"
        faults.setdefault(fault, []).append(labels[position])
        details.setdefault(fault, []).append(f"{labels[position]} ({item!r})")
    return array


def _to_float(item: Any) -> float | None:
    """The float of anything that is one real number (a database gives Decimals), else None."""
    if not isinstance(item, (numbers.Real, Decimal, np.bool_)):
        return None
    if isinstance(item, Decimal) and item.is_nan():
        return float("nan")
    try:
        return float(item)
    except OverflowError:  # a whole number of 400 digits is told as not finite, by its row
        return float("inf")

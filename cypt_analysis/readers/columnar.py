"""Columns of text by their distinct values: what large files are read and judged with.

A column is kept as a dictionary of its texts and a number a row, so that a text is looked at once
however often it stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

# More are no numbers of 64 bits.
_TOO_MANY = 2**62
# At most as many digits as a number keeps.
_PLAIN = r"\A(?:\d{1,12}|\d{1,7}\.\d{1,7}|\d{1,2}\.\d{1,12})\z"


def texts_of(cells: pd.Series) -> pd.Series:
    """A column as plain text, however it is kept."""
    if not isinstance(cells.dtype, pd.CategoricalDtype):
        return cells
    kept = cells.array
    # Faster than pandas' own conversion, which makes an object of each row.
    missing = bool((kept.codes < 0).any())
    if len(kept.categories) == 1 and not missing:
        one = pa.scalar(kept.categories[0], pa.large_string())
        texts = pd.array(pa.repeat(one, len(kept)), dtype="str")
    else:
        known = pd.array(kept.categories.to_numpy(), dtype="str")
        texts = known.take(kept.codes, allow_fill=missing)
    return pd.Series(texts, index=cells.index, name=cells.name)


def everywhere(text: str, index: pd.Index) -> pd.Series:
    """A column that holds one text in every row."""
    return pd.Series(coded(np.zeros(len(index), dtype="int8"), [text]), index=index)


def with_text(cells: pd.Series, here: pd.Series | np.ndarray, text: str) -> pd.Series:
    """A column with one text in some of its rows.

    >>> with_text(pd.Series(["a", "b"]), np.array([True, False]), "c").tolist()
    ['c', 'b']
    """
    places, texts = distinct_of(cells)
    made = coded(np.where(here, len(texts), places), [*texts, text])
    return pd.Series(made, index=cells.index, name=cells.name)


def distinct_of(cells: pd.Series) -> tuple[np.ndarray, list[str]]:
    """For each row the place of its text among the distinct ones, and these; none is an empty one.

    >>> places, texts = distinct_of(pd.Series(["b", "a", "b"]))
    >>> places.tolist(), texts
    ([0, 1, 0], ['b', 'a'])
    """
    if isinstance(cells.dtype, pd.CategoricalDtype):
        if (cells.array.codes < 0).any():
            return distinct_of(cells.astype(object))
        codes, known = _used(cells.array)
        return codes.astype(np.intp, copy=False), known.tolist()
    places, distinct = pd.factorize(cells, use_na_sentinel=False)
    if pd.isna(distinct).any():
        return distinct_of(cells.astype(object).where(cells.notna(), ""))
    return places, list(map(str, distinct.tolist()))


def without_unused(cells: pd.Categorical) -> pd.Categorical:
    """A column whose every distinct text stands in one of its rows, numbered in their order."""
    codes, texts = _used(cells)
    unchanged = texts is cells.categories
    return cells if unchanged else pd.Categorical.from_codes(codes, texts, validate=False)


def _used(cells: pd.Categorical) -> tuple[np.ndarray, pd.Index]:
    counts = np.bincount(cells.codes, minlength=len(cells.categories))
    if counts.all():
        return cells.codes, cells.categories
    present = np.flatnonzero(counts)
    numbers = np.zeros(len(counts), dtype=np.intp)
    numbers[present] = np.arange(len(present))
    return numbers[cells.codes], cells.categories.take(present)


def places_by_text(cells: pd.Series) -> dict[str, np.ndarray]:
    """The places of each text in a column, in their order.

    >>> places_by_text(pd.Series(["b", "a", "b"]))["b"].tolist()
    [0, 2]
    """
    places, texts = distinct_of(cells)
    ends = np.cumsum(np.bincount(places, minlength=len(texts)))
    each = np.split(np.argsort(places, kind="stable"), ends[:-1])
    return dict(zip(texts, each, strict=False))


def coded(places: np.ndarray, texts: Sequence[str] | np.ndarray) -> pd.Categorical:
    """A text for each row, by its place among some, of which several may be the same.

    >>> coded(np.array([0, 1, 2]), ["b", "a", "b"]).tolist()
    ['b', 'a', 'b']
    """
    alike, distinct = pd.factorize(np.array(texts, dtype=object))
    codes = alike[places] if len(distinct) < len(texts) else places
    return pd.Categorical.from_codes(codes, pd.Index(distinct, dtype=object), validate=False)


def each_text(cells: pd.Series, write: Callable[[str], str]) -> pd.Series:
    """A column with each of its distinct texts written anew once, however often it stands there."""
    places, texts = distinct_of(cells)
    return pd.Series(coded(places, list(map(write, texts))), index=cells.index, name=cells.name)


def each_pair(one: pd.Series, other: pd.Series, write: Callable[[str, str], str]) -> pd.Series:
    """A column with a text for each pair of texts in two, written once a pair.

    >>> each_pair(pd.Series(["a", "a"]), pd.Series(["x", "y"]), lambda a, b: a + b).tolist()
    ['ax', 'ay']
    """
    (first, texts), (second, others) = distinct_of(one), distinct_of(other)
    places, pairs = pd.factorize(first * len(others) + second)
    written = [write(texts[at // len(others)], others[at % len(others)]) for at in pairs]
    return pd.Series(coded(places, written), index=one.index)


def together(columns: Sequence[pd.Series]) -> pd.Series:
    """A number for each row, which rows share that have the same texts in all of some columns.

    >>> together([pd.Series(["a", "a", "a"]), pd.Series(["x", "y", "x"])]).tolist()
    [0, 1, 0]
    """
    found, size = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        places, texts = distinct_of(column)
        if size * len(texts) >= _TOO_MANY:
            found, alike = pd.factorize(found)
            size = len(alike)
        found, size = found * len(texts) + places, size * len(texts)
    return pd.Series(found, index=columns[0].index)


def below_one_another(columns: Sequence[pd.Series]) -> pd.Categorical:
    """Columns as one, the first on top.

    >>> below_one_another([pd.Series(["b"]), pd.Series(["a", "b"])]).tolist()
    ['b', 'a', 'b']
    """
    places, texts = list[np.ndarray](), list[str]()
    for column in columns:
        at, distinct = distinct_of(column)
        places.append(at + len(texts))
        texts += distinct
    return coded(np.concatenate(places), texts)


def each_odd(cells: pd.Series, write: Callable[[str], str]) -> pd.Series:
    """A column of numbers with each text that is no plain number written anew.

    >>> each_odd(pd.Series(["12", "c"]), str.upper).tolist()
    ['12', 'C']
    """
    places, texts = distinct_of(cells)
    odd = np.flatnonzero(np.isnan(plain_numbers(texts)))
    written = {int(place): write(texts[place]) for place in odd}
    if all(texts[place] == text for place, text in written.items()):
        return cells
    made = [written.get(place, text) for place, text in enumerate(texts)]
    return pd.Series(coded(places, made), index=cells.index, name=cells.name)


def plain_numbers(texts: Sequence[str]) -> np.ndarray:
    """The numbers of texts that are written as most are, which need no second look; else missing.

    >>> plain_numbers(["34", "94.1", "1,234", ".5", "5r"]).tolist()
    [34.0, 94.1, nan, nan, nan]
    """
    each = pa.array(texts, pa.large_string())
    plain = pc.match_substring_regex(each, _PLAIN)
    numbers = pc.cast(pc.if_else(plain, each, None), pa.float64())
    return numbers.to_numpy(zero_copy_only=False)

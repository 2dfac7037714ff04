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
import pyarrow.csv

_TEXT = pa.dictionary(pa.int32(), pa.string())
# At most as many digits as a number keeps.
_PLAIN = r"\A(?:\d{1,12}|\d{1,7}\.\d{1,7}|\d{1,2}\.\d{1,12})\z"


def columns_of(text: str, separator: str, width: int) -> pd.DataFrame | None:
    """The cells of a regular text of separated values, its first row among them.

    None where a row has not ``width`` cells or rows end in several ways: such a text is read row
    by row.
    """
    if width < 2 or text.count("\r") != text.count("\r\n"):
        return None
    quoted = '"' in text
    names = [str(place) for place in range(width)]
    try:
        table = pa.csv.read_csv(
            pa.py_buffer(text.encode()),
            read_options=pa.csv.ReadOptions(column_names=names, block_size=1 << 22),
            parse_options=pa.csv.ParseOptions(
                delimiter=separator, quote_char='"', double_quote=True,
                newlines_in_values=quoted, ignore_empty_lines=False,
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, _TEXT), strings_can_be_null=False
            ),
        )  # fmt: skip
    except (pa.ArrowInvalid, UnicodeEncodeError):
        return None
    return _frame(table)


def columns_of_parquet(path: object, write: Callable[[object], str]) -> pd.DataFrame:
    """The cells of a parquet file, the names of its columns as its first row.

    ``write`` is how a value that is no text is written; each distinct one is written once.
    Raises pyarrow.ArrowException or OSError where the file is none.
    """
    import pyarrow.parquet as pq

    schema = pq.read_schema(path)
    texts = [each.name for each in schema if pa.types.is_string(each.type)]
    table = pq.read_table(path, read_dictionary=texts).unify_dictionaries()
    columns = [
        _with_header(name, column, write)
        for name, column in zip(table.column_names, table.columns, strict=True)
    ]
    return pd.DataFrame(dict(enumerate(columns)))


def _with_header(name: str, column: pa.ChunkedArray, write: Callable[[object], str]) -> pd.Series:
    """A column as its distinct texts, under its own name as its first cell."""
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    one = column.combine_chunks()
    known = one.dictionary.to_pandas()
    if not isinstance(known.dtype, pd.StringDtype):
        known = known.map(write).where(known.notna(), "") if len(known) else known
    texts = known.fillna("").to_numpy(dtype=object)
    places = pc.fill_null(one.indices, len(texts)).to_numpy(zero_copy_only=False)
    codes, distinct = pd.factorize(np.array([*texts, "", name], dtype=object))
    everywhere = np.concatenate([codes[-1:], codes[places]])
    return pd.Series(pd.Categorical.from_codes(everywhere, pd.Index(distinct, dtype="str")))


def _frame(table: pa.Table) -> pd.DataFrame:
    columns = {}
    for place, column in enumerate(table.unify_dictionaries().columns):
        one = column.combine_chunks()
        kind = pd.CategoricalDtype(pd.Index(one.dictionary.to_pandas(), dtype="str"))
        codes = one.indices.to_numpy(zero_copy_only=False)
        columns[place] = pd.Categorical.from_codes(codes, dtype=kind, validate=False)
    return pd.DataFrame(columns)


def texts_of(cells: pd.Series) -> pd.Series:
    """A column as plain text, however it is kept."""
    if not isinstance(cells.dtype, pd.CategoricalDtype):
        return cells
    kept = cells.array
    # Faster than pandas' own conversion, which makes an object of each row.
    texts = kept.categories.array.take(kept.codes, allow_fill=bool((kept.codes < 0).any()))
    return pd.Series(texts, index=cells.index, name=cells.name)


def plain_column(cells: pd.Series) -> pd.Series:
    """A column of a short table: its texts as objects of their own, all else as it is."""
    return cells.astype(object) if isinstance(cells.dtype, pd.CategoricalDtype) else cells


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


def filled_in(cells: pd.DataFrame, enough: int | None = None) -> pd.Series:
    """How many cells of each row hold something, counted until every row has ``enough``.

    >>> filled_in(pd.DataFrame({"a": ["x", ""], "b": pd.Categorical(["", ""])})).tolist()
    [1, 0]
    """
    found = np.zeros(len(cells), dtype="int64")
    for place in range(cells.shape[1]):
        column = cells.iloc[:, place]
        if isinstance(column.dtype, pd.CategoricalDtype):
            holds = np.asarray(column.array.categories != "")
            found += holds[column.array.codes]
        else:
            found += (column != "").to_numpy()
        if enough is not None and len(found) and found.min() >= enough:
            break
    return pd.Series(found, index=cells.index)


def distinct_of(cells: pd.Series) -> tuple[np.ndarray, list[str]]:
    """For each row the place of its text among the distinct ones, and these, as they come.

    >>> places, texts = distinct_of(pd.Series(["b", "a", "b"]))
    >>> places.tolist(), texts
    ([0, 1, 0], ['b', 'a'])
    """
    if isinstance(cells.dtype, pd.CategoricalDtype):
        kept = cells.array
        places, present = pd.factorize(kept.codes)
        return places, kept.categories.take(present).tolist()
    places, distinct = pd.factorize(cells)
    return places, list(map(str, distinct.tolist()))


def places_by_text(cells: pd.Series) -> dict[str, np.ndarray]:
    """The places of each text in a column, in their order.

    >>> places_by_text(pd.Series(["b", "a", "b"]))["b"].tolist()
    [0, 2]
    """
    places, texts = distinct_of(cells)
    ends = np.cumsum(np.bincount(places, minlength=len(texts)))
    each = np.split(np.argsort(places, kind="stable"), ends[:-1])
    return dict(zip(texts, each, strict=False))


def spread(values: Sequence[object], places: np.ndarray) -> np.ndarray:
    """A value for each row, by the place of its text among the distinct ones."""
    each = np.empty(len(values), dtype=object)
    each[:] = values
    return each[places]


def coded(places: np.ndarray, texts: Sequence[str]) -> pd.Categorical:
    """A text for each row, by its place among some, of which several may be the same.

    >>> coded(np.array([0, 1, 2]), ["b", "a", "b"]).tolist()
    ['b', 'a', 'b']
    """
    alike, distinct = pd.factorize(np.array(texts, dtype=object))
    codes = alike[places] if len(distinct) < len(texts) else places
    return pd.Categorical.from_codes(codes, pd.Index(distinct, dtype="str"), validate=False)


def each_text(cells: pd.Series, write: Callable[[str], str]) -> pd.Series:
    """A column with each of its distinct texts written anew once, however often it stands there."""
    places, texts = distinct_of(cells)
    return pd.Series(coded(places, list(map(write, texts))), index=cells.index, name=cells.name)


def not_ascii(cells: pd.Series) -> list[str]:
    """The texts of a column that have other signs than those of a keyboard."""
    _, texts = distinct_of(cells)
    return [text for text in texts if not text.isascii()]


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
    found = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        places, texts = distinct_of(column)
        # Numbered anew each time, so that no product of many columns is too large.
        found, _ = pd.factorize(found * len(texts) + places)
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

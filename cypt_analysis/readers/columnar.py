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
    return cells.astype("str") if isinstance(cells.dtype, pd.CategoricalDtype) else cells


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


def spread(values: Sequence[object], places: np.ndarray) -> np.ndarray:
    """A value for each row, by the place of its text among the distinct ones."""
    each = np.empty(len(values), dtype=object)
    each[:] = values
    return each[places]


def texts_from(values: np.ndarray) -> pd.api.extensions.ExtensionArray:
    """Texts that stand often in an array, as a column holds them: each is copied once.

    >>> texts_from(np.array(["b", "a", "b"], dtype=object)).tolist()
    ['b', 'a', 'b']
    """
    places, distinct = pd.factorize(values)
    return pd.array(distinct, dtype="str").take(places, allow_fill=True)


def each_text(cells: pd.Series, write: Callable[[str], str]) -> pd.Series:
    """A column with each of its distinct texts written anew once, however often it stands there."""
    places, texts = distinct_of(cells)
    written = pd.array(list(map(write, texts)), dtype="str")
    return pd.Series(written.take(places), index=cells.index, name=cells.name)

"""The cells of a file by the column, and rows of them whose columns are made when asked for.

A national file has a million rows and more columns than any source wants: what nobody asks for is
never made, and what is left out of rows is left out before their texts are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cypt_analysis.readers.columnar import coded, without_unused


@dataclass(frozen=True)
class Cells:
    """The cells of a table or sheet, one column an array of them.

    ``above`` is a row above those of the columns, as the names that a parquet file has; ``write``
    how a value that is no text is written; ``lengths`` how many cells each row of a text has.
    """

    columns: tuple[pa.ChunkedArray, ...]
    above: tuple[str, ...] = ()
    write: Callable[[object], str] = str
    lengths: np.ndarray | None = None
    known: dict[int, pd.Categorical] = field(default_factory=dict, compare=False)

    def __len__(self) -> int:
        return len(self.columns[0]) + bool(self.above) if self.columns else 0

    def column(self, place: int) -> pd.Categorical:
        """A column as its distinct texts and a number a row, made once however many ask for it.

        The row above those of the columns is not part of it.
        """
        if place not in self.known:
            self.known[place] = self._coded(self.columns[place])
        return self.known[place]

    def part(self, place: int, at: np.ndarray) -> pd.Categorical:
        """A column in some of the rows below the one above those of the columns.

        Of few rows, the texts of no others are looked at.
        """
        if place in self.known or 2 * len(at) > len(self):
            return without_unused(self.column(place).take(at))
        return self._coded(self.columns[place].take(at))

    def rows(self, upto: int | None = None) -> list[list[str]]:
        """The cells row by row, those of the first rows alone where ``upto`` says how many."""
        columns = (each.slice(0, upto).to_pylist() for each in self.columns)
        below = [list(map(self._text, row)) for row in zip(*columns, strict=True)]
        return [list(self.above), *below][:upto] if self.above else below

    def text(self, row: int, column: int) -> str:
        """The text of one cell below the row above those of the columns."""
        return self._text(self.columns[column][row].as_py())

    def _text(self, value: object) -> str:
        if value is None:
            return ""
        return value if isinstance(value, str) else self.write(value)

    def _coded(self, column: pa.ChunkedArray) -> pd.Categorical:
        if pa.types.is_dictionary(column.type):
            one = column.unify_dictionaries().combine_chunks()
        else:
            one = column.dictionary_encode().combine_chunks()
        codes, known = one.indices, one.dictionary
        if codes.null_count or not pa.types.is_string(known.type):
            texts = [*map(self._text, known.to_pylist()), ""]
            codes = pc.fill_null(codes, len(texts) - 1)
            return coded(codes.to_numpy(zero_copy_only=False), texts)
        texts_once = pd.Index(known.to_numpy(zero_copy_only=False), dtype=object)
        return pd.Categorical.from_codes(codes.to_numpy(), texts_once, validate=False)


def cells_of(rows: Sequence[Sequence[str]]) -> Cells:
    """The cells of rows of one length.

    >>> cells_of([["a", "b"], ["1", ""]]).rows()
    [['a', 'b'], ['1', '']]
    """
    columns = zip(*rows, strict=True)
    return Cells(tuple(pa.chunked_array([pa.array(each, pa.string())]) for each in columns))


def cells_of_parquet(path: object, write: Callable[[object], str]) -> Cells:
    """The cells of a parquet file, the names of its columns as its first row.

    ``write`` is how a value that is no text is written; each distinct one is written once.
    Raises pyarrow.ArrowException or OSError where the file is none.
    """
    import pyarrow.parquet as pq

    schema = pq.read_schema(path)
    if any(pa.types.is_nested(each.type) for each in schema):
        raise pa.ArrowInvalid("A cell is a list.")
    texts = [each.name for each in schema if pa.types.is_string(each.type)]
    table = pq.read_table(path, read_dictionary=texts)
    return Cells(tuple(table.columns), tuple(table.column_names), write)


class Rows:
    """Some rows of cells under the names of their columns, each numbered as a spreadsheet shows it.

    >>> rows = Rows(cells_of([["a", "b"], ["1", "x"], ["2", "y"]]), {"a": 0, "b": 1}, range(1, 3))
    >>> rows["b"].tolist(), list(rows.chosen(rows["a"] == "2").index)
    (['x', 'y'], [3])
    """

    def __init__(
        self,
        cells: Cells,
        places: Mapping[str, int],
        at: range | np.ndarray,
        made: Mapping[str, pd.Categorical] | None = None,
    ) -> None:
        self._cells, self._places, self._at, self._made = cells, places, at, made or {}
        self._known: dict[str, pd.Series] = {}

    def __len__(self) -> int:
        return len(self._at)

    @property
    def columns(self) -> list[str]:
        """The names of the columns, those of the file first."""
        return list(dict.fromkeys([*self._places, *self._made]))

    @cached_property
    def index(self) -> pd.Index:
        """The number of each row."""
        at = self._at
        return pd.RangeIndex(at[0] + 1, at[-1] + 2) if isinstance(at, range) and at else _index(at)

    def __getitem__(self, name: str) -> pd.Series:
        if name not in self._known:
            self._known[name] = pd.Series(self._column(name), index=self.index, name=name)
        return self._known[name]

    def _column(self, name: str) -> pd.Categorical:
        if name in self._made:
            return self._made[name]
        at, place, above = self._at, self._places[name], bool(self._cells.above)
        if isinstance(at, range):
            return self._cells.column(place)[at.start - above : at.stop - above]
        return self._cells.part(place, at - above)

    def texts(self, place: int) -> list[str]:
        """What stands in one of the rows, without making a column of it; blanks are left out."""
        row = int(self._at[place]) - bool(self._cells.above)
        return [text for each in self._places.values() if (text := self._cells.text(row, each))]

    def chosen(self, those: pd.Series | np.ndarray) -> Rows:
        """The rows of which something holds."""
        those = np.asarray(those)
        return self if those.all() else self.take(np.flatnonzero(those))

    def take(self, places: np.ndarray) -> Rows:
        """The rows in some places, in the order of these."""
        at = places + self._at.start if isinstance(self._at, range) else self._at[places]
        made = {name: each.take(places) for name, each in self._made.items()}
        return Rows(self._cells, self._places, at, made)

    def assign(self, columns: Mapping[str, pd.Series | pd.Categorical]) -> Rows:
        """The rows with other columns beside theirs, or in place of them."""
        new = {
            name: each.array if isinstance(each, pd.Series) else each
            for name, each in columns.items()
        }
        return Rows(self._cells, self._places, self._at, {**self._made, **new})


def _index(at: range | np.ndarray) -> pd.Index:
    return pd.Index(np.asarray(at, dtype="int64") + 1)

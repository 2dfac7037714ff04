"""The rows of a table that a source wants, by the words in its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

import numpy as np
import pandas as pd

from cypt_analysis.ground.findings import did_you_mean, list_words
from cypt_analysis.readers.cells import Rows
from cypt_analysis.readers.columnar import distinct_of
from cypt_analysis.readers.received import Told
from cypt_analysis.readers.tables_in import column_named

# So many of a column's words are shown in a message.
_SHOWN = 12


def kept(rows: Rows, keep: Mapping[str, Sequence[str]], told: list[Told]) -> Rows:
    """The rows that have the words in their columns; a column or word that is not there is told."""
    chosen = np.ones(len(rows), dtype=bool)
    for wanted, words in keep.items():
        name = column_named(rows, wanted.split(" | "))
        if name is None:
            told.append(no_column((wanted,), rows))
            continue
        fits = has(rows[name], words)
        if not fits.any():
            have = list(rows[name].unique())
            some = list_words([f"'{each}'" for each in have[:_SHOWN]])
            wanted_words = list_words([f"'{each}'" for each in words], "or")
            found = f"No row has {name} {wanted_words}."
            told.append(Told(None, found, f"It has {some}. Mend the source's entry.", fault=True))
        chosen &= fits
    return rows.chosen(chosen)


def wanted_rows(rows: Rows, keep: Mapping[str, Sequence[str]]) -> Rows:
    """The rows that a source keeps; all of them where that leaves none, or a word is not found.

    What is read of rows is read of these alone. What is missing is told by `received`.
    """
    told: list[Told] = []
    chosen = kept(rows, keep, told)
    return rows if told or not len(chosen) else chosen


def without(rows: Rows, patterns: Mapping[str, Sequence[str]]) -> Rows:
    """The rows but those that no report is about: wards, or a publisher's example."""
    for name, unwanted in patterns.items():
        column = column_named(rows, name.split(" | "))
        if column is not None:
            distinct = rows[column].unique()
            out = [each for each in distinct if any(fnmatchcase(each, e) for e in unwanted)]
            rows = rows.chosen(~rows[column].isin(out))
    return rows


def has(cells: pd.Series, words: Iterable[str]) -> np.ndarray:
    """Which rows have one of some words, however it is written.

    >>> has(pd.Series(["Total", "North"]), ["TOTAL "]).tolist()
    [True, False]
    """
    wanted = {" ".join(each.split()).casefold() for each in words}
    places, texts = distinct_of(cells)
    return np.array([" ".join(e.split()).casefold() in wanted for e in texts], dtype=bool)[places]


def no_column(choices: tuple[str, ...], rows: Rows) -> Told:
    """What is said where a table has no column of some names."""
    have = rows.columns
    hint = did_you_mean(choices[0], have).strip()
    some = ", ".join(have[:_SHOWN]) + (", …" if len(have) > _SHOWN else "")
    wanted = list_words([f"'{each}'" for each in choices], "or")
    return Told(None, f"No column is called {wanted}.", hint or f"It has: {some}.", fault=True)

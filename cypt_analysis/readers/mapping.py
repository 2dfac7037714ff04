"""A table under its publisher's names → the columns of a source, the rows that are wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial, reduce

import numpy as np
import pandas as pd

from cypt_analysis.catalogue.reads import Part, Reads, Shape
from cypt_analysis.catalogue.sources import Column, Source
from cypt_analysis.readers.cells import Rows
from cypt_analysis.readers.columnar import (
    below_one_another,
    coded,
    distinct_of,
    each_odd,
    each_pair,
    each_text,
    everywhere,
    texts_of,
    with_text,
)
from cypt_analysis.readers.day_order import doubtful_days
from cypt_analysis.readers.figures import How, figures, said_or
from cypt_analysis.readers.marked import noted_periods
from cypt_analysis.readers.period_words import published, standing
from cypt_analysis.readers.received import Received, Told
from cypt_analysis.readers.tables_in import Table, column_named
from cypt_analysis.readers.totals import rows_named, without_totals
from cypt_analysis.readers.wanted import has, kept, no_column, without

# So much of what stands around a table is shown in a message.
_QUOTED = 100
# More digits than a number keeps, or a power of ten, where a program has written a fraction.
_OF_A_PROGRAM = re.compile(r"-?(\d+\.\d{12,}|\d\.?\d*[eE]-\d+)", re.ASCII)


def received(
    table: Table, source: Source, released: date | None = None, separator: str = ""
) -> Received:
    """The rows that are wanted of a table, under the columns of the source.

    Columns and rows that are asked for and are not there are told, all at once. ``released`` is
    the day of a release that does not say itself up to which day its year runs; ``separator``
    parts the cells of a text.
    """
    reads = source.reads[0] if source.reads else Reads()
    told = [*_around(table)]
    rows = without(kept(table.rows, reads.keep, told), reads.without)
    rows = _marked(rows, reads, source, told) if reads.noted else rows
    rows = _long(rows, reads) if reads.wide else rows
    rows = _with_figures(rows, reads, source, How(reads.decimal, separator), told)
    names, cells = _columns(rows, reads, source, told)
    cells = without_totals(cells, reads, source, told)
    for name in filter(cells.__contains__, reads.repeated):
        filled = texts_of(cells[name]).replace("", None).ffill().fillna("")
        cells[name] = filled.astype("category")
    for name, column in source.columns.items():
        if name in cells.columns:
            told += noted_periods(cells[name]) if column.type == "period" else []
            is_day = column.type == "period" and "day" in column.kinds
            told += doubtful_days(cells[name]) if is_day else []
            cells[name] = _written(cells[name], column, reads, released)
    for name, words in reads.words.items():
        if name in cells.columns:
            cells[name] = each_text(cells[name], partial(_said, words))
    if "status" in source.columns and source.period in cells.columns:
        cells = _with_standing(cells, source.period)
    return Received(cells, names=names, told=tuple(told), around=table.around)


def _said(words: Mapping[str, str], text: str) -> str:
    return words.get(text, text)


def _around(table: Table) -> list[Told]:
    told = []
    for rows, where, what in (
        (table.above, " above the table", "no data"),
        (table.below, " below the table", "no data"),
        (table.again, "", "the columns' names once more"),
    ):
        if rows:
            which, be = rows_named(rows)
            said = "; ".join(filter(None, (table.around.get(row, "") for row in rows)))
            quoted = f": '{said if len(said) <= _QUOTED else said[:_QUOTED] + '…'}'" if said else ""
            found = f"{which}{where} {be} {what}{quoted}."
            told.append(Told(rows[0], found, "Left out. See whether that is right."))
    return told


def _marked(rows: Rows, reads: Reads, source: Source, told: list[Told]) -> Rows:
    """Rows with a mark in place of a blank figure, where a note beside it says why it is blank."""
    noted = reads.noted
    assert noted is not None
    name = column_named(rows, (noted.column,))
    if name is None:
        told.append(no_column((noted.column,), rows))
        return rows
    figures = [
        theirs
        for ours, column in source.columns.items()
        if column.numeric and (theirs := column_named(rows, reads.part(ours).theirs))
    ]
    for words, mark in noted.marks.items():
        says = [each for each in rows[name].unique() if words.casefold() in each.casefold()]
        here = rows[name].isin(says)
        for each in figures:
            rows = rows.assign({each: with_text(rows[each], here & (rows[each] == ""), mark)})
    return rows


def _long(rows: Rows, reads: Reads) -> Rows:
    """Columns of one figure a period each as rows: the row of the file stays with each."""
    wide = reads.wide
    assert wide is not None
    matches = {name: re.fullmatch(wide.columns, name) for name in rows.columns}
    periods = {
        name: match[1] if match.re.groups else name
        for name, match in matches.items()
        if match is not None
    }
    if not periods:
        return rows
    figures = below_one_another([rows[name] for name in periods])
    # Row by row, and in each by the order of its columns.
    every, each = (grid.ravel() for grid in np.indices((len(rows), len(periods))))
    return rows.take(every).assign(
        {
            wide.period: coded(each, list(periods.values())),
            wide.value: figures.take(each * len(rows) + every),
        }
    )


def _with_figures(rows: Rows, reads: Reads, source: Source, how: How, told: list[Told]) -> Rows:
    """Rows with the figures that are asked for as plain numbers, and what their notes say."""
    asked: dict[str, tuple[str, Column]] = {}
    for ours, column in source.columns.items():
        part = reads.part(ours)
        if not column.numeric or ours in reads.fixed:
            continue
        for choices in (part.theirs,) if part.theirs else ((each,) for each in part.sum_of):
            name = column_named(rows, choices)
            if name is not None:
                # Each under a name of its own: one of theirs may be called as another of ours.
                theirs = f"{name} of {ours}" if name in source.columns else name
                asked.setdefault(name, (theirs if part.sum_of else ours, column))
    columns = {ours: (rows[name], column) for name, (ours, column) in asked.items()}
    made, standing = figures(columns, how, told)
    changed = {
        name: made[ours] for name, (ours, _) in asked.items() if made[ours] is not rows[name]
    }
    if standing is not None and "status" in source.columns and "status" not in reads.fixed:
        name = column_named(rows, reads.part("status").theirs) or "status"
        said = said_or(rows[name] if name in rows.columns else None, standing)
        changed[name] = said.astype("category")
    return rows.assign(changed) if changed else rows


def _columns(
    rows: Rows, reads: Reads, source: Source, told: list[Told]
) -> tuple[dict[str, str], pd.DataFrame]:
    """Our columns, by the name that the file has for each or as what is fixed."""
    keys = [name for name in source.keys if not reads.part(name).where]
    names: dict[str, str] = {}
    parts: dict[str, pd.Series] = {}
    for ours, column in source.columns.items():
        part = reads.part(ours)
        chosen = _where(rows, part, told)
        if ours in reads.lacks or ours in reads.joined:
            # It is blank, or another file gives it.
            parts[ours] = everywhere("", rows.index)
        elif ours in reads.fixed:
            parts[ours] = everywhere(reads.fixed[ours], rows.index)
        elif several := (*part.sum_of, *part.words_of):
            found = _of_several(chosen, part, told)
            if found is not None:
                names[ours], parts[ours] = " + ".join(several), found
        else:
            name = column_named(rows, part.theirs)
            if name is not None:
                names[ours], parts[ours] = name, chosen[name]
                told += _unlike(chosen, name, part, ours)
            elif not column.optional:
                told.append(no_column(part.theirs, rows))
    if reads.blank:
        here = _in_rows(rows, reads.blank.where)
        parts |= {
            name: with_text(parts[name], here.reindex(parts[name].index), "")
            for name in reads.blank.columns
            if name in parts
        }
    apart = [name for name in parts if reads.part(name).where]
    cells = pd.DataFrame({name: each for name, each in parts.items() if name not in apart})
    if apart:
        cells = _side_by_side(cells, keys, {name: parts[name] for name in apart})
    return names, cells


def _unlike(rows: Rows, name: str, part: Part, ours: str) -> Iterator[Told]:
    """Other columns that a column of ours may be called as, and that hold something else."""
    for other in dict.fromkeys(column_named(rows, (each,)) for each in part.theirs):
        if other not in (name, None) and (texts_of(rows[other]) != texts_of(rows[name])).any():
            found = f"'{name}' and '{other}' can both be {ours}, and differ."
            yield Told(None, found, f"'{name}' was read. If '{other}' is meant, name it alone.")


def _in_rows(rows: Rows, where: Mapping[str, Sequence[str]]) -> pd.Series:
    """Which rows have certain words in their columns."""
    found = np.ones(len(rows), dtype=bool)
    for wanted, words in where.items():
        name = column_named(rows, wanted.split(" | "))
        found &= has(rows[name], words) if name else False
    return pd.Series(found, index=rows.index)


def _where(rows: Rows, part: Part, told: list[Told]) -> Rows:
    """The rows that a column of ours comes from; all, unless its part names some."""
    keep = {name: (word,) for name, word in part.where.items()}
    return kept(rows, keep, told) if keep else rows


def _side_by_side(
    cells: pd.DataFrame, keys: Sequence[str], apart: Mapping[str, pd.Series]
) -> pd.DataFrame:
    """One row of ours for each key, with figures that stand in different rows of theirs."""
    known = [name for name in keys if name in cells.columns]
    once = cells[cells.index.isin(pd.Index([]).append([each.index for each in apart.values()]))]
    made = once.drop_duplicates(known)
    place = pd.MultiIndex.from_frame(made[known])
    for name, each in apart.items():
        of = pd.MultiIndex.from_frame(cells.loc[each.index, known])
        first = pd.Series(texts_of(each).to_numpy(), index=of)
        first = first[~first.index.duplicated()]
        made = made.assign(**{name: first.reindex(place).fillna("").to_numpy()})
    return made


def _of_several(rows: Rows, part: Part, told: list[Told]) -> pd.Series | None:
    """What several columns make together; none where one is missing, which is told."""
    names = {each: column_named(rows, (each,)) for each in (*part.sum_of, *part.words_of)}
    told += [no_column((each,), rows) for each, name in names.items() if name is None]
    columns = [rows[name] for name in names.values() if name is not None]
    if len(columns) < len(names):
        return None
    if part.sum_of:
        return _sum(rows, columns)
    return reduce(partial(each_pair, write=lambda one, other: f"{one} {other}".strip()), columns)


def _sum(rows: Rows, columns: Sequence[pd.Series]) -> pd.Series:
    """The sum of several columns, with the mark of one that is not shown."""
    total, hidden = np.zeros(len(rows)), everywhere("", rows.index)
    for cells in columns:
        places, texts = distinct_of(cells)
        numbers = pd.to_numeric(pd.Series(texts, dtype="str").str.strip(" %"), errors="coerce")
        marks = [text if np.isnan(each) else "" for text, each in zip(texts, numbers, strict=True)]
        mark = pd.Series(coded(places, marks), index=rows.index)
        hidden = each_pair(hidden, mark, lambda one, other: one or other)
        total += numbers.to_numpy(dtype=float)[places]
    places, sums = pd.factorize(total, use_na_sentinel=False)
    written = ["" if np.isnan(value) else f"{value:.10g}" for value in sums]
    shown = pd.Series(coded(places, written), index=rows.index)
    return each_pair(shown, hidden, lambda one, other: one or other)


def _written(cells: pd.Series, column: Column, reads: Reads, released: date | None) -> pd.Series:
    """A column's texts as our own files write them: marks, periods, numbers."""
    if column.numeric and reads.shape is not Shape.MAPPED:
        return each_odd(cells, _digits)
    if column.type == "date":
        return each_text(cells, lambda text: published(text, ("day",)))
    if column.type == "period" and column.kinds:
        means = reads.year_covers or column.kinds
        return each_text(cells, lambda text: published(text, means, released))
    return cells


def _digits(text: str) -> str:
    """A number as a program wrote it, with no more digits than are kept of it.

    >>> _digits("94.07663622031150001"), _digits("4.1E-05"), _digits("1234")
    ('94.0766362203', '0.000041', '1234')
    """
    if not _OF_A_PROGRAM.fullmatch(text.strip()):
        return text
    return f"{float(text):.10f}".rstrip("0").rstrip(".")


def _with_standing(cells: pd.DataFrame, period: str) -> pd.DataFrame:
    """What a publisher writes behind a period moves to the status where it belongs."""
    status = cells.get("status", everywhere("", cells.index))
    said = each_text(cells[period], lambda text: standing(text)[1])
    for word in filter(None, said.unique()):
        status = with_text(status, said == word, word)
    bare = each_text(cells[period], lambda text: standing(text)[0])
    return cells.assign(**{period: bare, "status": status})

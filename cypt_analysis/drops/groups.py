"""Rows that are parts of one whole: held together, where the catalogue says that they are."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cypt_analysis.catalogue import Source
from cypt_analysis.catalogue.sources import Total
from cypt_analysis.drops.names import is_total
from cypt_analysis.drops.rules import plain
from cypt_analysis.ground.findings import ERROR, REVIEW, Finding, list_words, row_ranges

# Of fewer rows, or of smaller counts, one is soon as much as the others; so many times it is none.
_FEWEST, _SMALL, _SURE = 3, 10, 2
_TOTAL = (
    "A total is worked out, and this row counted beside its parts. Leave it out, with its name in "
    "totals of the source's entry, or declare it as the total of the others."
)


def check_groups(table: pd.DataFrame, source: Source, file: str) -> list[Finding]:
    """Findings where rows of one key add up to more than their whole, or it is not one whole.

    ``table`` is typed, indexed by spreadsheet row.
    """
    findings: list[Finding] = []
    for total, keys in _judged(table, source):
        read = table[(table[[*keys, total.over]] != "").all(axis=1)]
        for key, rows in read.groupby(keys, sort=False) if keys else [((source.title,), read)]:
            named = list_words(map(str, key if isinstance(key, tuple) else (key,)))
            told = _of_row(rows, total, source, named)
            if total.total:
                told = _of_column(rows, total, named)
            findings += [
                Finding(file, found_in[0], found, advice, rule="whole", rows=found_in)
                for found_in, found, advice in told
            ]
    return findings


def check_sums(table: pd.DataFrame, source: Source, file: str) -> Iterator[Finding]:
    """Findings where one name of a column has as much as all others together, wherever it stands.

    It is their total, whatever it is called, and would be counted beside them. Of small counts, or
    of one period, it may be chance: a point to review.
    """
    declared = {(total.over, total.row) for total in source.totals}
    counts = [name for name, each in source.columns.items() if each.type == "count"]
    for over in (key for key in source.keys if source.columns[key].type == "text" and key in table):
        keys = [key for key in source.keys if key != over and key in table]
        for name in filter(table.columns.__contains__, counts if keys else ()):
            for word, numbers in _as_the_others(table, over, keys, name):
                is_small = numbers.min() < _SMALL
                if (over, word) in declared or is_total(word, [over]):
                    continue
                if len(numbers) > 1 or not is_small:
                    rows = tuple(map(int, numbers.index))
                    found = f"{over} is '{word}', whose {name} is that of all others together."
                    severity = REVIEW if len(numbers) < _SURE or is_small else ERROR
                    yield Finding(file, rows[0], found, _TOTAL, severity, "sum", rows)


def _as_the_others(
    table: pd.DataFrame, over: str, keys: list[str], name: str
) -> Iterator[tuple[str, pd.Series]]:
    """The names of a column whose numbers, by row, are always the sum of the others'."""
    whole = table.groupby(keys, sort=False, observed=True)[name]
    known = table[name].notna() & (whole.transform("count") >= _FEWEST)
    is_rest = (table[name] * 2 == whole.transform("sum")) & (table[name] > 0)
    every = is_rest[known].groupby(table.loc[known, over], observed=True).all()
    for word in every.index[every]:
        yield word, table.loc[known & (table[over] == word), name]


def _judged(table: pd.DataFrame, source: Source) -> Iterator[tuple[Total, list[str]]]:
    """The totals over rows that a table can be held against, and what the rows of one share."""
    for total in source.totals:
        keys = [key for key in source.keys if key != total.over]
        parts = tuple(name for name in total.parts if name in table)
        needed = {*keys, *filter(None, (total.over, total.total))}
        if total.over and parts and needed <= set(table.columns):
            yield total.model_copy(update={"parts": parts}), keys


Told = tuple[tuple[int, ...], str, str]


def parts_of(rows: pd.DataFrame, total: Total) -> pd.DataFrame:
    """The rows that are parts: those named, or all that are no total by their name."""
    if total.of:
        return rows[rows[total.over].isin(total.of)]
    whole = rows[total.over].map(lambda name: name == total.row or is_total(name, [total.over]))
    return rows[~whole.astype(bool)]


def _of_column(rows: pd.DataFrame, total: Total, named: str) -> Iterator[Told]:
    """Parts beside a column that holds their whole in each row."""
    parts = parts_of(rows, total)
    known = parts[total.total].dropna()
    if known.nunique() > 1:
        each = [(value, group.index) for value, group in known.groupby(known, sort=False)]
        said = list_words([f"{plain(value)} in {_in_rows(index)}" for value, index in each])
        found = f"{total.total} is {said}."
        advice = f"It is one number for {named}. Correct the rows that are wrong."
        yield tuple(map(int, known.index)), found, advice
    for name in total.parts:
        together, whole = parts[name].sum(), known.max()
        if together > whole or (
            total.complete and parts[name].notna().all() and together < known.min()
        ):
            found = (
                f"The {plural(total.over)} of {named} add up to {plain(together)}, but "
                f"{total.total} is {plain(whole)}."
            )
            yield _rows(parts), found, _advice(together > whole)


def _of_row(rows: pd.DataFrame, total: Total, source: Source, named: str) -> Iterator[Told]:
    """Parts beside a row that is their whole."""
    wholes = rows[rows[total.over] == total.row]
    parts = parts_of(rows, total)
    if len(wholes) != 1 or parts.empty:
        return
    listed = set(total.of or source.columns[total.over].choices) - {total.row}
    whole_set = total.complete and listed <= set(parts[total.over])
    for name in total.parts:
        together, whole = parts[name].sum(), wholes[name].iloc[0]
        every = whole_set and parts[name].notna().all()
        if together > whole or (every and together < whole):
            found = (
                f"{name} of {list_words(parts[total.over])} in {named} adds up to "
                f"{plain(together)}, but {total.row} has {plain(whole)}."
            )
            yield _rows(pd.concat([parts, wholes])), found, _advice(together > whole)


def _advice(above: bool) -> str:
    if above:
        return "Parts cannot be more than their whole. Check the extract."
    return "The parts must add up to the whole. Check the extract."


def _rows(rows: pd.DataFrame) -> tuple[int, ...]:
    return tuple(sorted(map(int, rows.index)))


def _in_rows(index: pd.Index) -> str:
    return f"row {index[0]}" if len(index) == 1 else f"rows {row_ranges(map(int, index))}"


def plural(column: str) -> str:
    """What the entries of a column are called together.

    >>> plural("cause"), plural("ethnic_category")
    ('causes', 'ethnic categories')
    """
    word = column.replace("_", " ")
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"

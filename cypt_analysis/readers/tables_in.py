"""A grid of cells → the table in it: what stands above, below and beside is named and left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate

import numpy as np
import pandas as pd

from cypt_analysis.readers.cells import Cells, Rows
from cypt_analysis.readers.columnar import distinct_of, texts_of
from cypt_analysis.readers.received import NO_RESULT

# A header is looked for in so many rows: titles, filters and blank rows may stand above it.
_DEEP = 60
_NOTE = re.compile(
    r"(?:sources?|notes?|footnotes?|key|applied filters|definition|prepared|produced|published"
    r"|extracted|printed|date)(?![\w-])|[*†‡©]|\(?\d\)|\(?(?:\d{1,2}|[a-z])[.)]\s",
    re.IGNORECASE,
)
# A note behind a column's name, as official workbooks write it.
_BEHIND = re.compile(r"\s*\[(?:notes? \d[\d, ]*|\d{1,2}|[a-z])\]\s*$", re.IGNORECASE)
_FIGURE = re.compile(r"[-+£]?[\d,.]+%?")
# What may be one number that a comma has parted.
_PARTED = re.compile(r"(?:^|\n)[1-9]\d{0,2}\n\d{3}(?:\.\d+)?(?:\n|$)")


@dataclass(frozen=True)
class Table:
    """The rows of a table under the names of its header, indexed by the rows of the file.

    ``above``, ``below`` and ``again`` are the rows that are none of its data: titles, notes, the
    header once more; ``around`` has the texts of the first two by their rows. ``doubled`` are names
    under which two columns hold different things: the first of them is kept. ``places`` says where
    each column stands, ``end`` where the names end. Of a text whose rows may differ in length,
    ``lengths`` says how many cells each of the ``rows`` has, and ``over`` which of them hold
    something beyond.
    """

    rows: Rows
    header: int
    above: tuple[int, ...]
    below: tuple[int, ...]
    again: tuple[int, ...] = ()
    around: Mapping[int, str] = field(default_factory=dict)
    doubled: tuple[str, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    end: int = 0
    lengths: np.ndarray | None = None
    over: np.ndarray | None = None


@lru_cache(maxsize=4096)
def named(text: str) -> str:
    """A column's name as it is compared: small letters and digits, words apart by one blank.

    >>> named(" Referral_Count (No.) "), named("Referrals [note 1]")
    ('referral count no', 'referrals')
    """
    return " ".join(re.findall(r"[^\W_]+", _BEHIND.sub("", text).casefold()))


def column_named(rows: Rows, choices: Iterable[str]) -> str | None:
    """The column of a table that has one of some names; the first of the names counts first.

    Of a number and its percentage of one name ("in time" and "% in time") it is that of its kind.
    """
    have = _named(tuple(rows.columns))
    for each in choices:
        found = have.get(named(each), ())
        same = (name for name in found if _is_percent(name) == _is_percent(each))
        if found:
            return next(same, found[0])
    return None


@lru_cache(maxsize=256)
def _named(columns: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in columns:
        found[named(name)] = (*found.get(named(name), ()), name)
    return found


def _is_percent(name: str) -> bool:
    return "%" in name


def find_table(
    cells: Cells,
    wanted: Sequence[Sequence[str]],
    header_rows: int = 1,
    also: str | None = None,
) -> Table | None:
    """The table whose header names most of the wanted columns; none where no row names one.

    Each of ``wanted`` lists the names that one column may have; ``also`` is a regular expression
    of columns that count as one. Where two rows name as many, the first is the header, save a title
    of one cell. Rows of blanks are left out, and so are notes below the data.
    """
    names = [{named(each) for each in choices} for choices in wanted]
    top = cells.rows(_DEEP)
    best, at, titled = 0, -1, False
    for place in range(len(top)):
        header = header_of(top, place, header_rows, spread=cells.lengths is not None)
        have = set(map(named, header))
        found = sum(bool(choices & have) for choices in names)
        found += also is not None and any(re.fullmatch(also, each) for each in header)
        if found > best or (found == best > 0 and titled and len(have - {""}) > 1):
            best, at, titled = found, place, len(have - {""}) == 1
        if not titled and best == len(names) + (also is not None):
            break
    if at < 0:
        return None
    header = header_of(top, at, header_rows, spread=cells.lengths is not None)
    used = [position for position, name in enumerate(header) if name.strip()]
    places, doubled = _each_once(cells, at + 1, {each: _bare(header[each]) for each in used})
    rows, end = Rows(cells, places, range(at + 1, len(cells))), max(used, default=-1) + 1
    above = tuple(range(1, max(at - header_rows + 1, 0) + 1)) if any(map(any, top[:at])) else ()
    filled = _filled_in(rows)
    below, again = _notes(rows, filled), _named_again(rows)
    kept = (filled > 0) & ~rows.index.isin((*below, *again))
    around = {row: _words(top[row - 1]) for row in above}
    around |= {row: _words(rows.texts(row - at - 2)) for row in below}
    table = Table(rows.chosen(kept), at + 1, above, below, again, around, doubled, places, end)
    return _measured(table, cells)


def _named_again(rows: Rows) -> tuple[int, ...]:
    """The rows below a header that name the columns once more, as each page of a print does."""
    found = np.ones(len(rows), dtype=bool)
    for name in rows.columns:
        if not found.any():
            break
        places, texts = distinct_of(rows[name])
        like = [" ".join(each.split()).casefold() == name.casefold() for each in texts]
        found &= np.array(like, dtype=bool)[places]
    return tuple(map(int, rows.index[found]))


def _words(cells: Iterable[str]) -> str:
    """What stands in a row's cells, each text once: a title may be one cell for several."""
    return " ".join(dict.fromkeys(" ".join(each.split()) for each in cells if each.strip()))


def _measured(table: Table, cells: Cells) -> Table:
    """A table of a text with how many cells its rows have, where one may have too many or few.

    Beyond the last name nothing stands where the header ends; where it goes on without names, no
    number: a row was parted at its thousands. Nor may one be in a row that is longer than others.
    """
    end = table.end
    if cells.lengths is None or (end == len(cells.columns) and (cells.lengths >= end).all()):
        return table
    at = table.rows.index.to_numpy() - 1
    over = np.zeros(len(at), dtype=bool)
    for place in range(end, len(cells.columns)):
        named_there = place < cells.lengths[table.header - 1]
        places, texts = distinct_of(pd.Series(cells.column(place)))
        odd = [bool(_FIGURE.fullmatch(e) if named_there else e) for e in texts]
        over |= np.array(odd, dtype=bool)[places][at]
    for each in np.flatnonzero((cells.lengths[at] > cells.lengths[table.header - 1]) & ~over):
        row = [str(cells.column(place)[at[each]]).strip() for place in range(len(cells.columns))]
        over[each] = bool(_PARTED.search("\n".join(row)))
    return replace(table, lengths=cells.lengths[at], over=over)


def _filled_in(rows: Rows, enough: int = 2) -> np.ndarray:
    """How many cells of each row hold something, counted until every row has ``enough``."""
    found = np.zeros(len(rows), dtype="int64")
    for name in rows.columns:
        column = rows[name].array
        found += np.asarray(column.categories != "")[column.codes]
        if len(found) and found.min() >= enough:
            break
    return found


def _bare(name: str) -> str:
    """A column's name as a person reads it, without a note behind it."""
    return _BEHIND.sub("", " ".join(name.replace(NO_RESULT, "").split()))


def _each_once(
    cells: Cells, first: int, names: dict[int, str]
) -> tuple[dict[str, int], tuple[str, ...]]:
    """The place of the first column of each name, and the names of which another one differs."""
    firsts: dict[tuple[str, bool], int] = {}
    differ = []
    for place, name in names.items():
        known = firsts.setdefault((named(name), _is_percent(name)), place)
        if known == place:
            continue
        one, other = (texts_of(pd.Series(cells.column(each)[first:])) for each in (known, place))
        if (one != other).any():
            differ.append(names[known])
    return {names[place]: place for place in firsts.values()}, tuple(dict.fromkeys(differ))


def header_of(top: Sequence[Sequence[str]], place: int, rows: int, *, spread: bool) -> list[str]:
    """The names in a row; with more header rows, what stands above each in those before.

    In a text what was one cell above several stands above the first of them: it is ``spread``.
    """
    names = list(top[max(place - rows + 1, 0) : place + 1])
    if spread:
        names[:-1] = [list(accumulate(row, _or_before)) for row in names[:-1]]
    joined = []
    for column in zip(*names, strict=True):
        words = dict.fromkeys(" ".join(each.split()) for each in column if each.strip())
        joined.append(" ".join(words) if column[-1].strip() or rows > 1 else "")
    return joined


def _or_before(before: str, cell: str) -> str:
    return cell if cell.strip() else before


def _notes(body: Rows, filled: np.ndarray) -> tuple[int, ...]:
    """The rows below the data that are no data, in a table of more columns than one.

    Of the last rows, those from the first that begins as a note and holds no figure, or that
    stands apart in one cell. One cell right below the data may be a name without its figures: it
    stays, unless it follows a note.
    """
    found: list[int] = []
    first = 0
    if len(body.columns) < 2 or not (filled > 1).any():
        return ()
    for place in reversed(range(len(body))):
        row, texts = body.index[place], body.texts(place)
        apart = place > 0 and filled[place - 1] == 0
        if len(texts) > 1 and not _is_note(texts):
            break
        found += [int(row)] if texts else []
        if texts and (_is_note(texts) or apart):
            first = int(row)
    return tuple(row for row in reversed(found) if first and row >= first)


def _is_note(texts: list[str]) -> bool:
    return bool(_NOTE.match(texts[0])) and not any(_FIGURE.fullmatch(text) for text in texts[1:])

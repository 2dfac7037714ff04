"""Columns of figures as a file writes them → plain numbers and the marks of our own.

Marks in place of a figure, notes behind one, the signs between thousands and before decimals: what
could be meant otherwise is told once a column, what cannot be known is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from cypt_analysis.catalogue.sources import Column
from cypt_analysis.readers.columnar import coded, distinct_of, plain_numbers, texts_of
from cypt_analysis.readers.marked import mark_of, standing_of, without_footnote
from cypt_analysis.readers.received import Told
from cypt_analysis.readers.spelt_numbers import COMMA, PARTED, Doubt, Texts, decimals_of, plainly

_SAY = 'Say which sign parts the decimals in the source\'s entry: decimal = "," or ".".'


@dataclass(frozen=True)
class How:
    """What is known of how a file writes numbers: the declared sign, and what parts its cells.

    Nothing parts those of a workbook, whose numbers are none of a text.
    """

    decimal: str = ""
    separator: str = ""


@dataclass
class _Odd:
    """The texts of a column that are no plain numbers: by place its figure, mark and note."""

    cells: pd.Series
    places: np.ndarray
    texts: list[str]
    figures: dict[int, str] = field(default_factory=dict)
    marks: dict[int, str] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)


def figures(
    columns: Mapping[str, tuple[pd.Series, Column]], how: How, told: list[Told]
) -> tuple[dict[str, pd.Series], pd.Series | None]:
    """The columns under their names, and what notes behind figures say of each row's standing.

    What could be meant otherwise is added to ``told``, with its first row.

    >>> cells = pd.Series(["14,5", "<5", "9,25 [r]"], index=[2, 3, 4])
    >>> found, standing = figures({"rate": (cells, Column(type="number"))}, How(), told := [])
    >>> found["rate"].tolist(), standing.tolist(), [each.row for each in told]
    (['14.5', '[c]', '9.25'], ['', '', 'revised'], [4, 2])
    """
    odd = {name: _odd(cells) for name, (cells, _) in columns.items()}
    signs = _signs(
        odd, {name: column.type == "count" for name, (_, column) in columns.items()}, how
    )
    made: dict[str, pd.Series] = {}
    standing: pd.Series | None = None
    for name, each in odd.items():
        sign = signs[name]
        if isinstance(sign, Doubt):
            told.append(_doubt(name, each, sign))
        elif sign == COMMA and how.separator:
            # In a text a point is between thousands too; "12.5" can be nothing else than it is.
            points = {place: text for place, text in enumerate(each.texts) if "." in text}
            each.figures |= {p: text for p, text in points.items() if p not in each.marks}
        told += _of_one(name, each) if columns[name][1].type == "percent" else []
        known = "" if isinstance(sign, Doubt) else sign
        texts = _written(each, known or COMMA)
        told += _remarks(name, each, texts, "" if how.decimal else known)
        made[name] = each.cells
        if texts != each.texts:
            codes = coded(each.places, texts)
            made[name] = pd.Series(codes, index=each.cells.index, name=each.cells.name)
        standing = _standing(each, standing)
    return made, standing


def _odd(cells: pd.Series) -> _Odd:
    places, texts = distinct_of(cells)
    found = _Odd(cells, places, texts)
    for place in map(int, np.flatnonzero(np.isnan(plain_numbers(texts)))):
        text = texts[place]
        mark = mark_of(text)
        figure, note = ("", "") if mark else without_footnote(text)
        found.marks |= {place: mark} if mark else {}
        found.figures |= {} if mark else {place: figure.strip()}
        found.notes |= {place: note} if note else {}
    return found


def _signs(odd: Mapping[str, _Odd], whole: Mapping[str, bool], how: How) -> dict[str, str | Doubt]:
    if how.decimal:
        return dict.fromkeys(odd, how.decimal)
    columns = {name: Texts([*each.figures.values()], whole[name]) for name, each in odd.items()}
    by_semicolons = how.separator == ";"
    if by_semicolons or any(each.only(COMMA) for each in columns.values()):
        # Plain numbers tell of the point too.
        columns = {
            name: Texts([*each.figures.values(), *each.texts], whole[name])
            for name, each in odd.items()
        }
    return decimals_of(columns, by_semicolons=by_semicolons)


def _written(odd: _Odd, sign: str) -> list[str]:
    """The texts of a column with each figure as a program writes it; one that is none as it is."""
    doubtful = set[str]()
    if any(" " in figure for figure in odd.figures.values()):
        doubtful |= set(Texts([*odd.figures.values(), *odd.texts]).doubtful())
    made = dict(enumerate(odd.texts)) | odd.marks
    for place, figure in odd.figures.items():
        made[place] = figure if figure in doubtful else plainly(figure, sign) or figure
    return [made[place] for place in range(len(odd.texts))]


def _remarks(name: str, odd: _Odd, made: list[str], sign: str) -> Iterator[Told]:
    """What was read otherwise than it stands there, once a kind, with its first row."""
    other = {place: text for place, text in odd.figures.items() if made[place] != text}
    for places, what, say in (
        (odd.notes, ", a figure with a note behind it", " See what the note says of it."),
        ({p: e for p, e in other.items() if COMMA in e and sign == COMMA},
         ": a comma parts its decimals", f" {_SAY}"),
        ({p: e for p, e in other.items() if PARTED.fullmatch(e)},
         ", a number with blanks in it", ""),
    ):  # fmt: skip
        if places:
            at = np.flatnonzero(np.isin(odd.places, list(places)))
            place = int(odd.places[at[0]])
            more = f", and {len(at) - 1} more are like it" if len(at) > 1 else ""
            found = f"{name} is '{odd.texts[place]}'{what}{more}."
            yield Told(int(odd.cells.index[at[0]]), found, f"It was read as {made[place]}.{say}")


def _of_one(name: str, odd: _Odd) -> Iterator[Told]:
    """A fault where some percentages have their sign, and all others are fractions of one."""
    signed = [text for text in odd.figures.values() if text.endswith("%")]
    numbers = plain_numbers(odd.texts)
    bare = np.flatnonzero(numbers > 0)
    if signed and len(bare) and numbers[bare].max() <= 1:
        at = int(np.flatnonzero(np.isin(odd.places, bare))[0])
        text = odd.texts[odd.places[at]]
        found = f"{name} is '{text}', and '{signed[0]}' elsewhere: is it {text}% or a fraction?"
        advice = "Write every percentage with its sign, or none."
        yield Told(int(odd.cells.index[at]), found, advice, fault=True)


def _doubt(name: str, odd: _Odd, doubt: Doubt) -> Told:
    here = (place for place, figure in odd.figures.items() if figure == doubt.text)
    at = next(here, None)
    at = odd.texts.index(doubt.text) if at is None else at
    row = int(odd.cells.index[np.flatnonzero(odd.places == at)[0]])
    if doubt.beside:
        found = f"{name} is '{doubt.text}', and '{doubt.beside}' elsewhere: one has a comma before "
        found += "its decimals, the other a point."
        return Told(row, found, "Write both in one way.", fault=True)
    readings = f"{plainly(doubt.text)} or {plainly(doubt.text, COMMA)}"
    found = f"{name} is '{doubt.text}', which can be {readings} in this file."
    return Told(row, found, _SAY, fault=True)


def said_or(status: pd.Series | None, standing: pd.Series) -> pd.Series:
    """A column of standings, and what the notes say where it is blank."""
    if status is None:
        return standing
    said = texts_of(status)
    return said.where(said != "", standing)


def _standing(odd: _Odd, before: pd.Series | None) -> pd.Series | None:
    """What the notes of a column say of the standing of each row, where none said it before."""
    says = {place: standing_of(note) for place, note in odd.notes.items()}
    if not any(says.values()):
        return before
    texts = [says.get(place, "") for place in range(len(odd.texts))]
    mine = pd.Series(np.array(texts, dtype=object)[odd.places], index=odd.cells.index)
    return mine if before is None else before.where(before != "", mine)

"""Columns of figures as a file writes them → plain numbers and the marks of our own.

Marks in place of a figure, notes behind one, the signs between thousands and before decimals: what
could be meant otherwise is told once a column, what cannot be known is a fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from cypt_analysis.catalogue.sources import Column, Source
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

    def row(self, text: str) -> int:
        """The first row in which a text stands."""
        return int(self.cells.index[np.flatnonzero(self.places == self.texts.index(text))[0]])

    def number(self, places: Mapping[int, str]) -> int:
        """In how many rows texts of some places stand."""
        return int(np.isin(self.places, list(places)).sum())


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
    whole = {name: column.type == "count" for name, (_, column) in columns.items()}
    signs = _signs(odd, whole, how)
    made: dict[str, pd.Series] = {}
    standing: pd.Series | None = None
    for name, each in odd.items():
        sign = signs[name]
        _tell_notes(name, each, told)
        if isinstance(sign, Doubt):
            told.append(_doubt(name, each, sign))
            sign = COMMA
        elif sign == COMMA and not how.decimal:
            _tell_commas(name, each, told)
        if sign == COMMA and how.separator:
            # In a text a point is between thousands too; "12.5" can be nothing else than it is.
            points = {place: text for place, text in enumerate(each.texts) if "." in text}
            each.figures |= {p: text for p, text in points.items() if p not in each.marks}
        made[name] = _written(name, each, sign, told)
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


def _written(name: str, odd: _Odd, sign: str, told: list[Told]) -> pd.Series:
    """A column with each figure as a program writes it; one that is none as it stands."""
    doubtful = set[str]()
    if any(" " in figure for figure in odd.figures.values()):
        doubtful |= set(Texts([*odd.figures.values(), *odd.texts]).doubtful())
    made = dict(enumerate(odd.texts)) | odd.marks
    parted: dict[int, str] = {}
    for place, figure in odd.figures.items():
        made[place] = figure if figure in doubtful else plainly(figure, sign) or figure
        if made[place] != figure and PARTED.fullmatch(figure):
            parted[place] = figure
    if parted:
        place, figure = next(iter(parted.items()))
        found = f"{name} is '{figure}', a number with blanks in it{_more(odd, parted)}."
        told.append(Told(odd.row(odd.texts[place]), found, f"It was read as {made[place]}."))
    if all(made[place] == text for place, text in enumerate(odd.texts)):
        return odd.cells
    texts = [made[place] for place in range(len(odd.texts))]
    return pd.Series(coded(odd.places, texts), index=odd.cells.index, name=odd.cells.name)


def _more(odd: _Odd, places: Mapping[int, str]) -> str:
    others = odd.number(places) - 1
    return f", and {others} more are like it" if others else ""


def _tell_notes(name: str, odd: _Odd, told: list[Told]) -> None:
    if not odd.notes:
        return
    place = min(odd.notes, key=lambda each: odd.row(odd.texts[each]))
    text = odd.texts[place]
    found = f"{name} is '{text}', a figure with a note behind it{_more(odd, odd.notes)}."
    advice = f"It was read as {odd.figures[place]}. See what the note says of it."
    told.append(Told(odd.row(text), found, advice))


def _tell_commas(name: str, odd: _Odd, told: list[Told]) -> None:
    commas = {place: text for place, text in odd.figures.items() if COMMA in text}
    place = min(commas, key=lambda each: odd.row(odd.texts[each]))
    found = f"{name} is '{commas[place]}': a comma parts its decimals{_more(odd, commas)}."
    advice = f"It was read as {plainly(commas[place], COMMA)}. {_SAY}"
    told.append(Told(odd.row(odd.texts[place]), found, advice))


def _doubt(name: str, odd: _Odd, doubt: Doubt) -> Told:
    whole = next(text for text in odd.texts if doubt.text in text)
    if doubt.beside:
        found = f"{name} is '{doubt.text}', and '{doubt.beside}' elsewhere: one has a comma before "
        found += "its decimals, the other a point."
        return Told(odd.row(whole), found, "Write both in one way.", fault=True)
    readings = f"{plainly(doubt.text)} or {plainly(doubt.text, COMMA)}"
    found = f"{name} is '{doubt.text}', which can be {readings} in this file."
    return Told(odd.row(whole), found, _SAY, fault=True)


def with_figures(cells: pd.DataFrame, source: Source, how: How, told: list[Told]) -> pd.DataFrame:
    """Cells under the columns of a source with its figures as `figures` gives them."""
    columns = {
        name: (cells[name], column)
        for name, column in source.columns.items()
        if column.numeric and name in cells
    }
    made, standing = figures(columns, how, told)
    changed = {name: each for name, each in made.items() if each is not columns[name][0]}
    if standing is not None and "status" in source.columns:
        changed["status"] = said_or(cells.get("status"), standing)
    return cells.assign(**changed) if changed else cells


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

"""A finished chart: picture, alternative text, source line, and its data to read and keep."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from cypt_analysis.charts.sheet import Drawings
from cypt_analysis.ground.safe_text import safe_text
from cypt_analysis.ground.tables import Html, Table

_ALT_LENGTH = 300


@dataclass(frozen=True)
class Figure:
    """A chart as the notebook and the page show it.

    ``alt`` describes the picture from its data; ``table`` holds every value drawn; ``draw`` makes
    its drawings, which is done when they are first asked for: what stays a table is not drawn.
    """

    id: str
    title: str
    subtitle: str
    alt: str
    draw: Callable[[], Drawings] = field(repr=False, compare=False)
    source: str
    table: Table
    note: str = ""

    @cached_property
    def drawings(self) -> Drawings:
        """The wide and the narrow drawing, each as SVG text."""
        return self.draw()

    def html(self) -> Html:
        """The complete figure, and after it its data as a table and as a file to keep.

        HTML has no place for these in a figure but before or after its picture and caption.
        """
        return Html(
            Markup(
                '<figure class="chart" id="{id}"><p class="chart-title">{title}</p>'
                '<p class="chart-subtitle">{subtitle}</p>{picture}'
                '<figcaption>{note}<span class="source">Source: {source}.</span></figcaption>'
                "</figure>"
                '<details class="chart-data"><summary aria-label="Data for this chart: {subtitle}">'
                "Data for this chart</summary>"
                '{table}<p><a class="download" download="{id}.csv" href="{link}">'
                "Download the data of {id} (CSV)</a></p></details>"
            ).format(
                id=self.id,
                title=self.title,
                subtitle=self.subtitle,
                picture=self._picture(),
                note=Markup('<span class="note">{}</span> ').format(self.note) if self.note else "",
                source=self.source,
                table=self.table.html(),
                link=_data_link(self.table),
            )
        )

    def __html__(self) -> str:
        return str(self.html())

    def _repr_html_(self) -> str:
        return str(self.html())

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(f"Figure {self.id}: {self.alt}")

    def _picture(self) -> Markup:
        """Both drawings as one picture with one text; the style sheet shows the one that fits.

        Without a style sheet, as in a notebook, it is the wide one.
        """
        wide, narrow = (
            drawing.replace("<svg ", f'<svg class="{name}" aria-hidden="true" {shown}', 1)
            for name, drawing, shown in zip(
                Drawings._fields, self.drawings, ("", 'display="none" '), strict=True
            )
        )
        picture = Markup('<div class="picture" role="img" aria-label="{}">{}{}</div>')
        return picture.format(self.alt, Markup(wide), Markup(narrow))


def _data_link(table: Table) -> str:
    """The table as a CSV file inside a link, which works without a network."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_cell(name) for name in table.columns)
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    return "data:text/csv;charset=utf-8," + quote("\ufeff" + text.getvalue())


def _cell(cell: object) -> str:
    """A cell as words, which no spreadsheet takes for a formula."""
    return safe_text(cell.striptags() if isinstance(cell, Markup) else str(cell))


def one_breath(*versions: str) -> str:
    """The first of several alternative texts, fullest first, that is short enough.

    >>> one_breath("word " * 80, "A word.")
    'A word.'
    """
    return next((text for text in versions if len(text) <= _ALT_LENGTH), shorten(versions[-1]))


def shorten(text: str) -> str:
    """Alternative text of a length that a screen reader can give in one breath."""
    if len(text) <= _ALT_LENGTH:
        return text
    return text[: _ALT_LENGTH - 2].rsplit(" ", 1)[0].rstrip(",;") + " …"

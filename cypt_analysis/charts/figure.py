"""A finished chart: picture, alternative text, source line, and its data to read and keep."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any
from urllib.parse import quote

import matplotlib as mpl
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from cypt_analysis.ground.safe_text import safe_text
from cypt_analysis.ground.tables import Html, Table

# The Government Analysis Function's categorical palette, by way of afcharts' style.
OWN, THIRD, INK = "#12436D", "#801650", "#3D3D3D"
SERIES_COLOURS = (OWN, THIRD, "#1B7A71", "#B0440F", "#6B4FA3", INK)
MARKERS = ("o", "s", "^", "D", "v", "P")
MUTED = "#595959"
# A lighter bar than the authority's own; both stand 3:1 off white.
OTHER = "#7C8B99"
_SETTINGS = {
    # Layout is measured in the font that comes with matplotlib, so that every machine draws
    # the same picture; the page then asks for the reader's own sans serif, which is narrower.
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "svg.fonttype": "none",
    "svg.hashsalt": "cypt",
    # Labels come from data: a dollar sign in a name is no formula.
    "text.parse_math": False,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "figure.constrained_layout.use": True,
    "figure.facecolor": "white",
    # Two that matplotlib leaves as a person has set them.
    "timezone": "UTC",
    "date.epoch": "1970-01-01T00:00:00",
}
_ALT_LENGTH = 300


@dataclass(frozen=True)
class Figure:
    """A chart as the notebook and the page show it.

    ``alt`` describes the picture from its data; ``table`` holds every value drawn.
    """

    id: str
    title: str
    subtitle: str
    alt: str
    svg: str
    source: str
    table: Table
    note: str = ""

    def html(self) -> Html:
        """The complete figure, with its data as a table and as a file to keep."""
        return Html(
            Markup(
                '<figure class="chart" id="{id}"><p class="chart-title">{title}</p>'
                '<p class="chart-subtitle">{subtitle}</p>{svg}'
                '<figcaption>{note}<span class="source">Source: {source}.</span></figcaption>'
                '<details class="chart-data"><summary>Data for this chart: {subtitle}</summary>'
                '{table}<p><a class="download" download="{id}.csv" href="{link}">'
                "Download the data of {id} (CSV)</a></p></details></figure>"
            ).format(
                id=self.id,
                title=self.title,
                subtitle=self.subtitle,
                svg=Markup(self._labelled_svg()),
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

    def _labelled_svg(self) -> str:
        opening = Markup('<svg role="img" aria-label="{}" ').format(self.alt)
        return self.svg.replace("<svg ", str(opening), 1)


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


@contextmanager
def canvas(
    columns: int = 1, rows: int = 1, height: float = 3.4
) -> Iterator[tuple[Canvas, list[Axes]]]:
    """Axes in the project's style; a figure of its own, so that no state is shared."""
    with mpl.rc_context():
        # A person's own matplotlibrc changes no report.
        mpl.rcdefaults()
        mpl.rcParams.update(_settings())
        figure = Canvas(figsize=(7.4, height))
        grid = figure.subplots(rows, columns, squeeze=False)
        yield figure, list(grid.flat)


@cache
def _settings() -> dict[str, Any]:
    """The style with the project's settings, read once."""
    style = files("afcharts") / "afcharts.mplstyle"
    with as_file(style) as path:
        return {**mpl.rc_params_from_file(path, use_default_template=False), **_SETTINGS}

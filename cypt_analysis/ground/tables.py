"""One accessible table: caption, scoped headers, a row header in each row, no empty cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import shorten
from typing import Any

from markupsafe import Markup, escape

from cypt_analysis.ground.status import PART_MARK, SHAPES, css_of

_WIDTH = 88
# A table of so many columns never scrolls: its words wrap.
FEW_COLUMNS = 3
SYMBOLS = {
    "[c]": "confidential, not shown",
    "[e]": "estimated",
    "[k]": "low coverage",
    "[low]": "rounds to nothing",
    "[p]": "provisional",
    PART_MARK: "part of the period only",
    "[r]": "revised by its publisher",
    "[u]": "unpublished",
    "[x]": "not available",
    "[z]": "not applicable",
}


class Html(Markup):
    """A piece of finished HTML that Jupyter shows and the page takes as it is."""

    def _repr_html_(self) -> str:
        return str(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Where no HTML can be shown, the first of its words."""
        words = self.replace("><", "> <").striptags()
        printer.text(shorten(words, _WIDTH, placeholder=" …"))


@dataclass(frozen=True)
class Table:
    """A table as data: the first column names the row. Cells are text or finished HTML.

    A ``note`` stands above it. One of few columns fits a phone: none but a wide one has a stop for
    the keyboard, to scroll it.

    >>> table = Table("t", "Children", ("Day", "Number"), [("1 May", "460")], {"Number"})
    >>> '<th scope="row">1 May</th><td class="number">460</td>' in table.html()
    True
    """

    id: str
    caption: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[object]]
    numeric: frozenset[str] | set[str] = field(default_factory=frozenset)
    css: str = ""
    note: str = ""

    def html(self) -> Html:
        """The table; a wide one in a labelled region that scrolls sideways on a small screen."""
        head = Markup("").join(
            Markup('<th scope="col"{}>{}</th>').format(self._class(name), _filled(name))
            for name in self.columns
        )
        body = Markup("").join(self._row(row) for row in self.rows)
        return Html(
            Markup(
                '{note}{symbols}<div class="table-wrap"{region}>'
                '<table id="{id}" class="{css}"><caption id="{id}-caption">{caption}</caption>'
                "<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
            ).format(
                note=paragraph(self.note) if self.note else "",
                symbols=self._symbols(),
                region=scrolling(f"{self.id}-caption") if len(self.columns) > FEW_COLUMNS else "",
                id=self.id,
                css=f"data {self.css}".strip(),
                caption=self.caption,
                head=head,
                body=body,
            )
        )

    def __html__(self) -> str:
        return str(self.html())

    def _repr_html_(self) -> str:
        return str(self.html())

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(f"Table {self.id}: {self.caption} ({len(self.rows)} rows)")

    def _row(self, row: Sequence[object]) -> Markup:
        first, *rest = [_filled(cell) for cell in row]
        cells = Markup("").join(
            Markup("<td{}>{}</td>").format(self._class(name), cell)
            for name, cell in zip(self.columns[1:], rest, strict=True)
        )
        return Markup('<tr><th scope="row">{}</th>{}</tr>').format(first, cells)

    def _class(self, column: str) -> Markup:
        return Markup(' class="number"') if column in self.numeric else Markup("")

    def _symbols(self) -> Markup:
        """The symbols that the cells use, explained above the table."""
        cells = [*self.columns, *(cell for row in self.rows for cell in row)]
        text = " ".join(str(_filled(cell)) for cell in cells)
        used = [f"{mark} {meaning}" for mark, meaning in SYMBOLS.items() if mark in text]
        if not used:
            return Markup("")
        return Markup('<p class="symbols">{}.</p>').format("; ".join(used))


def scrolling(label: str) -> Markup:
    """The attributes of a region that scrolls, by the id of what names it."""
    return Markup(' role="region" tabindex="0" aria-labelledby="{}"').format(label)


def _filled(cell: object) -> object:
    return "[z]" if cell is None or cell == "" else cell


def fact_list(entries: Mapping[str, object]) -> Html:
    """Terms and what they are, as a description list; entries without a value are left out.

    >>> fact_list({"Latest": "460", "Target": ""})
    Html('<dl class="facts"><div><dt>Latest</dt><dd>460</dd></div></dl>')
    """
    items = Markup("").join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(term, meaning)
        for term, meaning in entries.items()
        if meaning
    )
    return Html(Markup('<dl class="facts">{}</dl>').format(items))


def status_tag(word: str) -> Html:
    """A status or direction word with a shape of its own, so that colour is never needed.

    >>> status_tag("Met")
    Html('<span class="tag tag-met"><span class="shape" aria-hidden="true">●</span> Met</span>')
    """
    shape = SHAPES.get(word, "")
    mark = (
        Markup('<span class="shape" aria-hidden="true">{}</span> ').format(shape) if shape else ""
    )
    return Html(Markup('<span class="tag {}">{}{}</span>').format(css_of(word), mark, word))


def folded(lead: str, name: str, inside: Html, css: str) -> Html:
    """What is there for who asks, below words that open it; nothing where there is nothing.

    Read aloud by itself, the lead says what it is of.
    """
    html = Markup('<details class="{}"><summary aria-label="{}: {}">{}</summary>{}</details>')
    return Html(html.format(css, lead, name, lead, inside)) if inside else inside


def paragraph(text: object, css: str = "") -> Html:
    """A paragraph; text is escaped, finished HTML is not.

    >>> paragraph("R & D", "note")
    Html('<p class="note">R &amp; D</p>')
    """
    attribute = Markup(' class="{}"').format(css) if css else Markup("")
    return Html(Markup("<p{}>{}</p>").format(attribute, escape(text)))


def join(*parts: object) -> Html:
    """Pieces of HTML, one after the other; plain text is escaped."""
    return Html(Markup("\n").join(escape(part) for part in parts if part))

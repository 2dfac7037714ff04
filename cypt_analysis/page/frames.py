"""A table that pandas shows, made one that is read aloud: a caption, and headers with a scope."""

from __future__ import annotations

import re
from itertools import count

from bs4 import BeautifulSoup, Tag

from cypt_analysis.ground.tables import FEW_COLUMNS
from cypt_analysis.page.document import within

_EMPTY = "Row"
# As pandas writes one, its style before it; the rest of a fragment need not be read for it.
_FRAME = re.compile(
    r'(?:<style\b[^>]*>[^<]*</style>)?(?P<space>\s*)(?P<table><table\b[^>]*class="dataframe".*?</table>)',
    re.DOTALL,
)
_HEADING = re.compile(r"<(h[234])\b.*?</\1>", re.DOTALL)


def accessible(html: str) -> str:
    """A fragment with each of pandas' tables captioned, named and in a region that scrolls.

    The row that pandas has for the names of an index is joined to that of the columns. A
    fragment without such a table stays as it is.
    """
    numbers, headings = count(1), list(_HEADING.finditer(html))

    def mend(frame: re.Match[str]) -> str:
        above = [each[0] for each in headings if each.end() <= frame.start()]
        about = _soup(above[-1]).get_text(" ", strip=True) if above else "the notebook"
        soup = _soup(frame["table"])
        if soup.table is not None:
            _mend(soup, soup.table, next(numbers), about)
        return f"{frame['space']}{soup}"

    return _FRAME.sub(mend, html)


def _soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def _mend(soup: BeautifulSoup, table: Tag, number: int, about: str) -> None:
    name = f"frame-{_slug(about)}-{number}"
    table.attrs = {"class": "data frame", "id": name}
    caption = soup.new_tag("caption", id=f"{name}-caption")
    caption.string = f"Table {number} of a cell: {about}"
    table.insert(0, caption)
    _join_heads(table)
    for cell in within(table, "thead", "th"):
        cell["scope"] = "col"
        if not cell.get_text(strip=True):
            cell.string = _EMPTY
    for cell in within(table, "tbody", "th"):
        cell["scope"] = "row"
    for cell in table.find_all("td"):
        if not cell.get_text(strip=True):
            cell.string = "[z]"
    for tag in table.find_all(["tr", "thead"]):
        tag.attrs.pop("style", None)
    wide = {"role": "region", "tabindex": "0", "aria-labelledby": f"{name}-caption"}
    scrolls = len(within(table, "thead", "th")) > FEW_COLUMNS
    table.wrap(soup.new_tag("div", attrs={"class": "table-wrap", **(wide if scrolls else {})}))


def _slug(text: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def _join_heads(table: Tag) -> None:
    """The names of the index stand in a second row: put them where the first has nothing."""
    rows = within(table, "thead", "tr")
    if len(rows) != 2:
        return
    for over, under in zip(rows[0].find_all("th"), rows[1].find_all("th"), strict=False):
        if not over.get_text(strip=True) and under.get_text(strip=True):
            over.string = under.get_text(strip=True)
    rows[1].decompose()

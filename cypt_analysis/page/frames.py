"""A table that pandas shows, made one that is read aloud: a caption, and headers with a scope."""

from __future__ import annotations

from itertools import count

from bs4 import BeautifulSoup, Tag

from cypt_analysis.ground.tables import FEW_COLUMNS
from cypt_analysis.page.stitch import put_back, set_aside

_EMPTY = "Row"


def accessible(html: str) -> str:
    """A fragment with each of pandas' tables captioned, named and in a region that scrolls.

    The row that pandas has for the names of an index is joined to that of the columns. A
    fragment without such a table stays as it is.
    """
    if 'class="dataframe"' not in html:
        return html
    pictures: list[str] = []
    soup = BeautifulSoup(set_aside(html, pictures), "html.parser")
    numbers = count(1)
    for table in soup.select("table.dataframe"):
        _mend(soup, table, next(numbers))
    return put_back(str(soup), pictures)


def _mend(soup: BeautifulSoup, table: Tag, number: int) -> None:
    heading = table.find_previous(["h2", "h3", "h4"])
    about = heading.get_text(" ", strip=True) if heading is not None else "the notebook"
    name = f"frame-{_slug(about)}-{number}"
    table.attrs = {"class": "data frame", "id": name}
    for style in table.find_previous_siblings("style", limit=1):
        style.decompose()
    caption = soup.new_tag("caption", id=f"{name}-caption")
    caption.string = f"Table {number} of a cell: {about}"
    table.insert(0, caption)
    _join_heads(table)
    for cell in table.select("thead th"):
        cell["scope"] = "col"
        if not cell.get_text(strip=True):
            cell.string = _EMPTY
    for cell in table.select("tbody th"):
        cell["scope"] = "row"
    for cell in table.select("td"):
        if not cell.get_text(strip=True):
            cell.string = "[z]"
    for tag in table.find_all(["tr", "thead"]):
        tag.attrs.pop("style", None)
    wide = {"role": "region", "tabindex": "0", "aria-labelledby": f"{name}-caption"}
    scrolls = len(table.select("thead th")) > FEW_COLUMNS
    table.wrap(soup.new_tag("div", attrs={"class": "table-wrap", **(wide if scrolls else {})}))


def _slug(text: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def _join_heads(table: Tag) -> None:
    """The names of the index stand in a second row: put them where the first has nothing."""
    rows = table.select("thead > tr")
    if len(rows) != 2:
        return
    for over, under in zip(rows[0].find_all("th"), rows[1].find_all("th"), strict=False):
        if not over.get_text(strip=True) and under.get_text(strip=True):
            over.string = under.get_text(strip=True)
    rows[1].decompose()

"""Tokens of Markdown as HTML, their tables as the page's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.safe_text import seen, slug
from cypt_analysis.ground.tables import Html, Table
from cypt_analysis.words.markdown import markdown


def render_markdown(text: str) -> Html:
    """Markdown as HTML; HTML in it is escaped, images are left as text.

    >>> print(render_markdown("## Obesity <script>"))
    <h2>Obesity &lt;script&gt;</h2>
    <BLANKLINE>
    """
    return html_of(markdown().parse(seen(text)))


def html_of(tokens: Sequence[Token]) -> Html:
    """The HTML of tokens.

    A table's caption is the paragraph before it that ends with a colon; where there is none,
    the table is called by its columns.
    """
    return Html(RendererHTML().render(list(_with_tables(tokens)), markdown().options, {}))


def html_of_line(tokens: Sequence[Token]) -> Html:
    """The HTML of the tokens within a paragraph."""
    return Html(RendererHTML().renderInline(tokens, markdown().options, {}))


def _with_tables(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens with each table, and the paragraph that opens it, as one piece of HTML."""
    at, caption = 0, Html("")
    while at < len(tokens):
        token = tokens[at]
        if token.type == "table_open":
            end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
            html = _table(tokens[at:end], caption).html()
            yield Token("html_block", "", 0, content=f"{html}\n")
            at, caption = end + 1, Html("")
        elif _opens_a_table(tokens[at : at + 4]):
            caption = html_of_line(tokens[at + 1].children or ())
            at += 3
        else:
            yield token
            at += 1


def _opens_a_table(tokens: Sequence[Token]) -> bool:
    kinds = ["paragraph_open", "inline", "paragraph_close", "table_open"]
    return [each.type for each in tokens] == kinds and tokens[1].content.endswith(":")


def _table(tokens: Sequence[Token], caption: Html) -> Table:
    columns: list[Html] = []
    numeric: set[str] = set()
    rows: list[list[Html]] = []
    for before, token in pairwise(tokens):
        if before.type == "tbody_open" or (rows and before.type == "tr_close"):
            rows.append([])
        if token.type != "inline":
            continue
        cell = html_of_line(token.children or ())
        if before.type == "td_open":
            rows[-1].append(cell)
            continue
        columns.append(cell)
        if "right" in str(before.attrs.get("style", "")):
            numeric.add(cell)
    title = caption or list_words([each.striptags() for each in columns])
    name = f"table-{slug(Markup(title).striptags())}"
    return Table(name, title, tuple(columns), [row for row in rows if row], numeric)

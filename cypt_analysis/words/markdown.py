"""The one Markdown: its parser, which tells where each character was written, and its HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup

from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.safe_text import seen, slug
from cypt_analysis.ground.tables import Html, Table

# The parts of a line of text that a reader sees; the others mark them.
SPOKEN = ("text", "code_inline", "softbreak", "hardbreak")
# Where the characters of a token stand in the text of its block.
PLACES = "places"
_AT = "at"


@cache
def markdown() -> MarkdownIt:
    """CommonMark with tables, without HTML and pictures, which are read as text.

    The tokens of a line carry the places of their characters (`PLACES`), and nothing that
    could not be seen on the page: no invisible character, no title of a link.

    >>> _, line, _ = markdown().parse("f**el**l &amp; rose")
    >>> [(each.content, each.meta.get(PLACES)) for each in line.children if each.content]
    [('f', (0,)), ('el', (3, 4)), ('l & rose', (7, 8, 9, 14, 15, 16, 17, 18))]
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    # `_read_lines` joins the texts, as it alone knows their places.
    joining = ["fragments_join", "text_join"]
    reader.disable(["image", "html_block", "html_inline", *joining])
    reader.core.ruler.at("inline", _read_lines)
    return reader


class _Placed(StateInline):
    """The reading of a line, in which each token notes where it began."""

    _began: int | None = None

    def append_pending(self, text: str) -> None:
        if self._began is None:
            self._began = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 (markdown-it's name)
        token = super().pushPending()
        token.meta[_AT] = self._began or 0
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        at = self.pos
        token = super().push(ttype, tag, nesting)
        before = self.tokens[-2] if len(self.tokens) > 1 else None
        if before is not None and before.type == ttype == "text" and before.meta[_AT] >= at:
            # Marks in a row (***) are pushed one by one from where the first stands.
            at = before.meta[_AT] + 1
        token.meta[_AT] = at
        self._began = None
        return token


def _read_lines(state: StateCore) -> None:
    """What markdown-it does with the text of a block, save that places are kept."""
    inline = state.md.inline
    for token in state.tokens:
        if token.type == "inline":
            line = _Placed(token.content, state.md, state.env, [])
            inline.tokenize(line)
            for rule in inline.ruler2.getRules(""):
                rule(line)
            token.children = list(_joined(line.tokens, token.content))


def _joined(tokens: Iterable[Token], source: str) -> Iterator[Token]:
    """The tokens, with texts that follow each other as one and with the places of characters."""
    text: Token | None = None
    for token in tokens:
        token.attrs.pop("title", None)
        if token.type == "text" and not token.content:
            # What is left of marks that became emphasis.
            continue
        if token.type not in ("text", "text_special"):
            yield from (text,) if text else ()
            text = None
            yield _placed(token, source)
        elif text is None:
            text = _placed(token, source)
        else:
            more = _placed(token, source)
            text.content += more.content
            text.meta[PLACES] += more.meta[PLACES]
    yield from (text,) if text else ()


def _placed(token: Token, source: str) -> Token:
    """A token with the place of each of its characters, without those that are not seen."""
    written = "\n" if token.type.endswith("break") else token.content
    at: int = token.meta[_AT]
    if token.type == "code_inline":
        # Its marks stand before it, and a space beside them is not said.
        at += len(token.markup)
        at += source[at : at + len(written)].replace("\n", " ") != written
    elif token.type == "text":
        # An address stands in <>.
        at += not source.startswith(written, at)
    verbatim = source[at : at + len(written)].replace("\n", " ") == written.replace("\n", " ")
    if token.type == "text_special":
        token.type, verbatim = "text", False
    if token.type in SPOKEN:
        kept: Sequence[int] = range(len(written))
        if seen(written) != written:
            kept = [place for place in kept if seen(written[place])]
            written = "".join(seen(written[place]) for place in kept)
        token.content = written if token.content else ""
        token.meta[PLACES] = tuple(at + verbatim * place for place in kept)
    return token


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

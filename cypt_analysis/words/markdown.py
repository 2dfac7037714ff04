"""The one Markdown: its parser, which tells where each character of a text was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from cypt_analysis.ground.safe_text import seen

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

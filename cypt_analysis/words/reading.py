"""A text as its reader sees it: spoken text, block by block, with the place of each character.

One reading serves the page, the marks of claims on it, and the claims themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from markdown_it.token import Token

from cypt_analysis.facts import Facts
from cypt_analysis.ground.safe_text import clean_text, seen
from cypt_analysis.words.markdown import PLACES, SPOKEN, markdown
from cypt_analysis.words.placeholders import filled
from cypt_analysis.words.spoken import Block, Kind, Run, Source

_VERBATIM = ("fence", "code_block")
_LISTS = ("bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close")


@dataclass(frozen=True)
class Reading:
    """A text with its blocks in their order, and the tokens of Markdown that it was read from."""

    blocks: tuple[Block, ...]
    tokens: tuple[Token, ...] = ()

    @cached_property
    def text(self) -> str:
        """The spoken text of the whole: its blocks, each on a line of its own."""
        return "\n".join(block.text for block in self.blocks)

    def placed(self, heading: str = "") -> Iterator[tuple[int, Token]]:
        """Its tokens with their places: all, or those under a ``##`` heading, without it."""
        above, is_title = "", False
        names = {block.token: block.text for block in self.blocks}
        for place, token in enumerate(self.tokens):
            if is_section(token):
                above, is_title = names.get(place + 1, ""), True
            if not heading or (above == heading and not is_title):
                yield place, token
            is_title = is_title and token.type != "heading_close"

    def under(self, heading: str) -> list[Block]:
        """The blocks under a ``##`` heading, without that heading."""
        return [
            block for block in self.blocks
            if block.section == heading
            and not (block.kind is Kind.HEADING and is_section(self.tokens[block.token - 1]))
        ]  # fmt: skip

    def said(self, heading: str) -> str:
        """The spoken text under a ``##`` heading on one line, empty where there is none.

        >>> read("## Issues\\n\\n**None**\\nthis quarter.").said("Issues")
        'None this quarter.'
        """
        return " ".join(" ".join(block.text for block in self.under(heading)).split())


def read(text: str, facts: Facts | None = None) -> Reading:
    """The reading of a Markdown text, its placeholders filled in; without facts, as they are.

    Raises UserError for a placeholder that prints no fact.

    >>> [(each.kind.value, each.section, each.line, each.text)
    ...  for each in read("## Issues\\n\\nf**el**l to:\\n\\n- &#x34;60").blocks]
    [('heading', 'Issues', 1, 'Issues'), ('paragraph', 'Issues', 3, 'fell to:'), \
('item', 'Issues', 5, '460')]
    """
    source = seen(text)
    tokens = tuple(markdown().parse(source))
    return Reading(tuple(_Reader(source.split("\n"), facts).blocks(tokens)), tokens)


def plain(text: str, facts: Facts | None = None, line: int = 1, section: str = "") -> Reading:
    """The reading of a text without Markdown, as a table's cell holds it: one block.

    >>> plain("*Up* 24%").text
    '*Up* 24%'
    """
    written = clean_text(text)
    runs = tuple(_runs(0, 0, written, [(line, 0)] * len(written), facts))
    return Reading((Block(Kind.CELL, runs, line, section),) if runs else ())


def is_section(token: Token) -> bool:
    """Whether a token opens a ``##`` heading that stands in no list and no quotation."""
    return token.type == "heading_open" and token.tag == "h2" and token.level == 0


def _runs(
    start: int, token: int, written: str, sources: Sequence[Source], facts: Facts | None
) -> Iterator[Run]:
    """The runs of one token, which stands at a place of the spoken text."""
    for first, end, printed, name in filled(written, facts):
        places = (sources[first],) * len(printed) if name else tuple(sources[first:end])
        yield Run(start, printed, token, places, name)
        start += len(printed)


class _Reader:
    """Goes through the tokens of a text, and knows what has been read before."""

    def __init__(self, lines: Sequence[str], facts: Facts | None) -> None:
        self.lines, self.facts = lines, facts
        self.last = Block(Kind.HEADING, (), 0)
        self.start = 0
        self.lists = 0
        self.columns: list[str] = []
        self.cells: list[str] = []
        self.ends: dict[int, int] = {}

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        for place, token in enumerate(tokens):
            self._enter(token)
            if token.type == "inline" or token.type in _VERBATIM:
                block = self._block(place, tokens)
                if block.runs:
                    yield block
                    self.last = block
                    self.start = block.end + 1

    def _enter(self, token: Token) -> None:
        if token.type in _LISTS:
            self.lists += token.nesting
        elif token.type == "table_open":
            self.columns = []
            if self.last.kind is Kind.CELL:
                self.last = replace(self.last, kind=Kind.PARAGRAPH)
        elif token.type == "tr_open":
            self.cells = []

    def _block(self, place: int, tokens: Sequence[Token]) -> Block:
        token, around = tokens[place], tokens[max(place - 1, 0)]
        kind = self._kind(token, around)
        first = (token.map or [0])[0] + 1 + (token.type == "fence")
        runs = tuple(self._spoken(token, self._sources(token.content, first, kind)))
        text = "".join(run.text for run in runs)
        block = self._belonging(Block(kind, runs, first, self.last.section, token=place))
        if is_section(around):
            return replace(block, section=text)
        if kind is not Kind.CELL:
            return block
        self.cells.append(text)
        if around.type == "th_open":
            self.columns.append(text)
            return block
        row = self.cells[0] if len(self.cells) > 1 else ""
        return replace(block, row=row, column=self.columns[len(self.cells) - 1])

    def _kind(self, token: Token, around: Token) -> Kind:
        if token.type in _VERBATIM:
            return Kind.CODE
        if around.type in ("th_open", "td_open"):
            return Kind.CELL
        if around.type == "heading_open":
            return Kind.HEADING
        return Kind.ITEM if self.lists else Kind.PARAGRAPH

    def _belonging(self, block: Block) -> Block:
        """A block with its group, and the line that opens it."""
        last = self.last
        opened = last.kind is not Kind.HEADING and last.text.endswith(":")
        if block.kind in (Kind.ITEM, Kind.CELL):
            if block.kind is last.kind:
                return replace(block, group=last.group, lead=last.lead)
            if opened:
                return replace(block, group=last.group, lead=last.text)
        return replace(block, group=last.group + 1)

    def _spoken(self, token: Token, sources: Sequence[Source]) -> Iterator[Run]:
        start = self.start
        for index, child in enumerate(token.children or (token,)):
            if child is token:
                written = token.content.rstrip("\n")
                places = range(len(written))
            elif child.type in SPOKEN:
                # A break has a place and no content.
                places = child.meta[PLACES]
                written = child.content or "\n" * len(places)
            else:
                continue
            for run in _runs(start, index, written, [sources[at] for at in places], self.facts):
                yield run
                start = run.end

    def _sources(self, content: str, first: int, kind: Kind) -> list[Source]:
        """Where each character of a block's text was written, the ends of its lines too."""
        found: list[Source] = []
        for line, part in enumerate(content.split("\n"), start=first):
            written = self.lines[line - 1] if line <= len(self.lines) else ""
            if kind is Kind.CELL:
                at = written.find(part, self.ends.get(line, 0))
                self.ends[line] = max(at, 0) + len(part)
            else:
                at = written.rfind(part)
            known = at >= 0
            found += [(line, at + place + 1 if known else 0) for place in range(len(part) + 1)]
        return found

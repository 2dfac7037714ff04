"""The quarter's words as HTML: placeholders filled, each number marked with its fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token
from markupsafe import Markup, escape

from cypt_analysis.facts import Fact, Facts
from cypt_analysis.ground.claim import MATCH, NUMBER, Claim
from cypt_analysis.ground.safe_text import clean_text
from cypt_analysis.ground.tables import Html
from cypt_analysis.words.commentary import filled, markdown

_SPOKEN = ("text", "code_inline", "softbreak", "hardbreak")


@dataclass(frozen=True)
class _Piece:
    """A stretch of text; one that prints a number knows its fact."""

    text: str
    fact: Fact | None = None

    def html(self) -> Markup:
        if self.fact is None:
            return escape(self.text)
        return Markup('<data value="{:.10g}" data-fact="{}">{}</data>').format(
            self.fact.value, self.fact.name, self.text
        )

    def token(self) -> Token:
        if self.fact is None:
            return Token("text", "", 0, content=self.text)
        return Token("html_inline", "", 0, content=str(self.html()))


def render(text: str, facts: Facts, claims: Sequence[Claim] = ()) -> Html:
    """Markdown as HTML with its facts; HTML in it is escaped, images are left as text.

    ``claims`` are those of the text's file: a typed number that one of them traces to a fact
    names that fact too. Raises UserError for a placeholder that names no fact.

    >>> import pandas as pd
    >>> print(render("Up <b>a lot</b>.", Facts(pd.DataFrame({"fact": []}))))
    <p>Up &lt;b&gt;a lot&lt;/b&gt;.</p>
    <BLANKLINE>
    """
    reader = markdown()
    tokens = reader.parse(clean_text(text))
    for token in tokens:
        if token.children:
            token.children = list(_with_facts(token.children, facts, claims))
    return Html(reader.renderer.render(tokens, reader.options, {}))


def inline(text: str, facts: Facts, claims: Sequence[Claim] = ()) -> Html:
    """Plain text for a table's cell: escaped, with its facts as in `render`.

    >>> import pandas as pd
    >>> print(inline("Fewer than 5 & falling", Facts(pd.DataFrame({"fact": []}))))
    Fewer than 5 &amp; falling
    """
    pieces = [_Piece(*each) for each in filled(clean_text(text), facts)]
    return Html("".join(piece.html() for piece in _traced(pieces, facts, claims)))


def _with_facts(
    children: Sequence[Token], facts: Facts, claims: Sequence[Claim]
) -> Iterator[Token]:
    """The tokens of a paragraph, the numbers of its text wrapped in what names their fact."""
    spoken = [list(_spoken(token, facts)) for token in children]
    lengths = [sum(len(piece.text) for piece in pieces) for pieces in spoken]
    marks = _marks("".join(piece.text for pieces in spoken for piece in pieces), claims)
    offset = 0
    for token, pieces, length in zip(children, spoken, lengths, strict=True):
        if token.type == "text":
            here = [(a - offset, b - offset, name) for a, b, name in marks]
            yield from (piece.token() for piece in _split(pieces, here, facts))
        else:
            # Within a tag, as in the title of a link, only the number can stand.
            for name, value in token.attrs.items():
                token.attrs[name] = "".join(part for part, _ in filled(str(value), facts))
            if token.type == "code_inline":
                token.content = "".join(piece.text for piece in pieces)
            yield token
        offset += length


def _spoken(token: Token, facts: Facts) -> Iterator[_Piece]:
    if token.type in _SPOKEN:
        yield from (_Piece(*each) for each in filled(token.content or "\n", facts))


def _traced(pieces: Sequence[_Piece], facts: Facts, claims: Sequence[Claim]) -> Iterator[_Piece]:
    marks = _marks("".join(piece.text for piece in pieces), claims)
    return _split(pieces, marks, facts)


def _split(
    pieces: Iterable[_Piece], marks: Sequence[tuple[int, int, str]], facts: Facts
) -> Iterator[_Piece]:
    """The pieces, split where a typed number begins and ends."""
    offset = 0
    for piece in pieces:
        end, at = offset + len(piece.text), offset
        inside = [mark for mark in marks if offset <= mark[0] and mark[1] <= end]
        for start, stop, name in inside if piece.fact is None else ():
            yield _Piece(piece.text[at - offset : start - offset])
            yield _Piece(piece.text[start - offset : stop - offset], facts[name])
            at = stop
        yield _Piece(piece.text[at - offset :], piece.fact)
        offset = end


def _marks(text: str, claims: Sequence[Claim]) -> list[tuple[int, int, str]]:
    """Where the traced numbers of a text stand, in order, each with its fact's name.

    A claim knows its place in its sentence; the sentence is found without regard to spaces,
    which line ends and Markdown's marks change.
    """
    places = [place for place, character in enumerate(text) if not character.isspace()]
    bare = "".join(text[place] for place in places)
    found = set()
    for claim in claims:
        if (
            claim.kind != NUMBER
            or claim.verdict != MATCH
            or len(claim.facts) != 1
            or not any(each.isdigit() for each in claim.printed)
        ):
            continue
        at = bare.find(_bare(claim.sentence))
        if at < 0:
            continue
        first = at + len(_bare(claim.sentence[: claim.start]))
        last = first + len(_bare(claim.printed)) - 1
        found.add((places[first], places[last] + 1, claim.facts[0]))
    return sorted(found)


def _bare(text: str) -> str:
    return "".join(text.split())

"""The quarter's words as HTML: placeholders filled, each number marked with its fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy

from markdown_it.token import Token
from markupsafe import Markup, escape

from cypt_analysis.facts import Facts
from cypt_analysis.ground.claim import MATCH, NUMBER, Claim
from cypt_analysis.ground.tables import Html
from cypt_analysis.known import Known, kept
from cypt_analysis.words.markdown import html_of, html_of_line
from cypt_analysis.words.reading import Reading, plain, read
from cypt_analysis.words.spoken import Block, Run

_Mark = tuple[int, int, str]


def words_on(known: Known, name: str, heading: str = "") -> Html:
    """The quarter's words on an indicator, or an introduction; empty where there are none.

    All of them, or those under one heading.
    """
    claims = known.claims_in(known.commentary_file(name))
    return _rendered(_reading(known, name), known.facts, claims, heading)


def words_in_line(known: Known, name: str, heading: str) -> Html:
    """The words under one heading as a table's cell holds them: block after block."""
    claims = known.claims_in(known.commentary_file(name))
    reading = _reading(known, name)
    lines = [
        html_of_line(list(_marked(block, reading.tokens[block.token], known.facts, claims)))
        for block in reading.under(heading)
    ]
    return Html(Markup(" ").join(lines))


@kept
def _reading(known: Known, name: str) -> Reading:
    return read(known.commentary.get(name, ""), known.facts)


def cell(known: Known, row: Mapping, column: str) -> Html:
    """The words of one cell of the quarter's actions or risks."""
    claims = known.claims_in(row["file"], row["row"])
    return inline(row[column], known.facts, [each for each in claims if each.section == column])


def render(text: str, facts: Facts, claims: Sequence[Claim] = (), heading: str = "") -> Html:
    """Markdown as HTML with its facts; HTML in it is escaped, images are left as text.

    ``claims`` are those of the text: a typed number that one of them traces to a fact names
    that fact too. With a ``heading``, only what stands under it. Raises UserError for a
    placeholder that names no fact.

    >>> from cypt_analysis.facts import no_facts
    >>> print(render("Up <b>a lot</b>.", Facts(no_facts())))
    <p>Up &lt;b&gt;a lot&lt;/b&gt;.</p>
    <BLANKLINE>
    """
    return _rendered(read(text, facts), facts, claims, heading)


def _rendered(reading: Reading, facts: Facts, claims: Sequence[Claim], heading: str) -> Html:
    blocks = {block.token: block for block in reading.blocks}
    tokens = [
        _told(blocks[place], token, facts, claims) if place in blocks else token
        for place, token in reading.placed(heading)
    ]
    return html_of(tokens)


def inline(text: str, facts: Facts, claims: Sequence[Claim] = ()) -> Html:
    """Plain text for a table's cell: escaped, with its facts as in `render`.

    >>> from cypt_analysis.facts import no_facts
    >>> print(inline("Fewer than 5 & falling", Facts(no_facts())))
    Fewer than 5 &amp; falling
    """
    told = Markup("")
    for block in plain(text, facts).blocks:
        for token in _marked(block, Token("text", "", 0), facts, claims):
            told += Markup(token.content) if token.type == "html_inline" else escape(token.content)
    return Html(told)


def _told(block: Block, token: Token, facts: Facts, claims: Sequence[Claim]) -> Token:
    """The token of a block with its numbers wrapped in what names their fact."""
    children = list(_marked(block, token, facts, claims))
    if token.type != "inline":
        html = Markup("<pre><code>{}\n</code></pre>\n").format(html_of_line(children))
        return Token("html_block", "", 0, content=html)
    told = copy(token)
    told.children = children
    return told


def _marked(block: Block, token: Token, facts: Facts, claims: Sequence[Claim]) -> Iterator[Token]:
    marks = list(_marks(block, token, claims))
    runs: dict[int, list[Run]] = {}
    for run in block.runs:
        runs.setdefault(run.token, []).append(run)
    for index, child in enumerate(token.children or (token,)):
        if child.type.endswith("break") or index not in runs:
            yield child
            continue
        is_code = child.type == "code_inline"
        yield from (_html("<code>"),) if is_code else ()
        for run in runs[index]:
            yield from _pieces(run, marks, facts)
        yield from (_html("</code>"),) if is_code else ()


def _pieces(run: Run, marks: Sequence[_Mark], facts: Facts) -> Iterator[Token]:
    """The text of a run, cut where a number begins and ends that names its fact."""
    tags: list[tuple[int, str]] = []
    for start, end, fact in [(run.start, run.end, run.fact)] if run.fact else marks:
        if run.start <= start < run.end:
            tags.append((start, _opening(fact, facts)))
        if run.start < end <= run.end:
            tags.append((end, "</data>"))
    at = run.start
    for place, tag in tags:
        yield Token("text", "", 0, content=run.text[at - run.start : place - run.start])
        yield _html(tag)
        at = place
    yield Token("text", "", 0, content=run.text[at - run.start :])


def _opening(name: str, facts: Facts) -> Markup:
    value = facts[name].value
    return Markup('<data value="{:.10g}" data-fact="{}">').format(value, name)


def _html(tag: str) -> Token:
    return Token("html_inline", "", 0, content=tag)


def _marks(block: Block, token: Token, claims: Sequence[Claim]) -> Iterator[_Mark]:
    """Where the typed numbers of a block stand that its claims trace, each with its fact."""
    traced = {
        (claim.at + claim.start, claim.at + claim.end, claim.facts[0])
        for claim in claims
        if claim.kind == NUMBER and claim.verdict == MATCH and len(claim.facts) == 1
        and any(each.isdigit() for each in claim.printed)
    }  # fmt: skip
    at = block.start
    for start, end, fact in sorted(traced):
        if at <= start < end <= block.end and _can_be_wrapped(block, token, start, end):
            yield start, end, fact
            at = end


def _can_be_wrapped(block: Block, token: Token, start: int, end: int) -> bool:
    """Whether no placeholder stands in a stretch, and it opens no mark that it does not close."""
    inside = [run for run in block.runs if run.start < end and start < run.end]
    if any(run.fact for run in inside):
        return False
    first, last = inside[0].token, inside[-1].token
    if first == last:
        return True
    children = (token.children or [])[first : last + 1]
    if "code_inline" in (children[0].type, children[-1].type):
        return False
    depth = 0
    for child in children:
        depth += child.nesting
        if depth < 0:
            return False
    return depth == 0

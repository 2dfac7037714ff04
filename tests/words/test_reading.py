"""One reading of a text: what a reader of the page sees, and where each character was written."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML

from cypt_analysis.ground.safe_text import seen
from cypt_analysis.words.markdown import html_of, markdown
from cypt_analysis.words.reading import plain, read
from tests.examples import up_to

SPOKEN = [
    # As written, and the blocks as a browser shows them.
    ("&#x34;&#x36;&#x31; children", ["461 children"]),
    ("R&amp;D &lt; 5 &copy; &nosuch;", ["R&D < 5 © &nosuch;"]),
    ("It f**el**l.", ["It fell."]),
    ("It f*el*l, __not__ snake_case_460.", ["It fell, not snake_case_460."]),
    ("**460** and *4*60 and ***46**0*", ["460 and 460 and 460"]),
    ("2 * 3 and ** and a*", ["2 * 3 and ** and a*"]),
    (r"\*460\* 5\. and 5\%, \a", [r"*460* 5. and 5%, \a"]),
    ("Run `460 *x*` and `` a`b ``", ["Run 460 *x* and a`b"]),
    ("See [the **plan**](#obesity \"461\").", ["See the plan."]),
    ("See [the plan][a].\n\n[a]: #b '461'", ["See the plan."]),
    ("![461](x.png) and <461@example.org>", ["!461 and 461@example.org"]),
    ("<b>461</b> <!-- 462 -->", ["<b>461</b> <!-- 462 -->"]),
    ("up\n24% \non  \nlast\\\nyear", ["up\n24%\non\nlast\nyear"]),
    ("up\r\n24%\rnow", ["up\n24%\nnow"]),
    ("460\u00a0children", ["460\u00a0children"]),
    ("- One\n- Two\n  - three\n\n    more\n- Four", ["One", "Two", "three", "more", "Four"]),
    ("- One\n\n- Two", ["One", "Two"]),
    ("1. One\n2. Two\n460 children", ["One", "Two\n460 children"]),
    ("> 461 were\nseen\n> > again", ["461 were\nseen", "again"]),
    ("```\n461 *x*\n\n```", ["461 *x*"]),
    ("    461 &amp;", ["461 &amp;"]),
    ("Two:\n\n| A | B |\n|---|--:|\n| 1 \\| 2 | **3** |\n| | 4 |", ["Two:", "A", "B", "1 | 2", "3", "4"]),
    ("Head\n====\n\n### &#52; ###", ["Head", "4"]),
    # What cannot be seen, written out or as an entity.
    ("4\u200b6\u00ad1 f\u2060ell", ["461 fell"]),
    ("4&#x200b;6&shy;1 f&#8288;ell", ["461 fell"]),
    ("\u202e164 &#x202e;164", ["164 164"]),
    ("&#x200b;", []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("written", "spoken"), SPOKEN)
def test_a_text_is_read_as_the_page_shows_it(written: str, spoken: list[str]) -> None:
    assert [block.text for block in read(written).blocks] == spoken
    assert _shown(str(html_of(read(written).tokens))) == [text.strip("\n") for text in spoken]


class _Shown(HTMLParser):
    """The text of each block of a page, read by another parser."""

    BLOCKS = ("p", "li", "ul", "ol", "td", "th", "caption", "blockquote", "pre", "div",
              *(f"h{level}" for level in range(1, 7)))  # fmt: skip

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.captions: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        self._end()

    def _end(self) -> None:
        if self.text.strip("\n"):
            self.found.append(self.text.strip("\n"))
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in self.BLOCKS:
            self._end()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.BLOCKS:
            self._end()
        if tag == "caption":
            self.captions.append(self.found[-1])

    def handle_data(self, data: str) -> None:
        self.text += data


def _shown(html: str) -> list[str]:
    """The blocks of a page, without the signs that stand for an empty cell of a table."""
    found = _Shown(html).found
    return [text for text in found if text not in ("[z]", "[z] not applicable.")]


_PIECES = st.sampled_from(
    ["460", "24% ", "rose", " ", "\n", "\n\n", "  \n", "\\\n", "**", "*", "_", "`", "``", "\\", "&#x34;",
     "&amp;", "&nbsp;", "&shy;", "[a](#b)", "[", "](#b \"t\")", "<a@b.c>", "<x>", "- ", "\n- ", "\n1. ",
     "\n2) ", "\n> ", "\n## ", "\n    ", "\n```\n", "\n| a | b |\n|---|--:|\n| 1 | `2` |\n", "|", "!", "#",
     "\t", "\u200b", "\u00a0", "é", "\n---\n", "\n===\n", "'", '"', "<", "{{ a.b }}", ":"]
)  # fmt: skip
_TEXTS = st.one_of(st.lists(_PIECES, max_size=25).map("".join), st.text(max_size=80))


@up_to(100)
@given(text=_TEXTS)
def test_what_is_read_is_what_is_shown(text: str) -> None:
    reading = read(text)
    html = str(html_of(reading.tokens))
    shown, said = _shown(html), [block.text.strip("\n") for block in reading.blocks]
    for caption in _Shown(html).captions:
        if not caption.endswith(":") or caption not in said:
            # A table without a line that opens it is called by its columns.
            shown.remove(caption)
    assert shown == [each for each in said if each not in ("", "[z]")]


@up_to(100)
@given(text=_TEXTS)
def test_keeping_places_leaves_the_html_of_markdown_it_as_it_is(text: str) -> None:
    text = seen(text).replace("&shy;", "").replace(' "t"', "")
    usual = MarkdownIt("commonmark", {"html": False}).enable("table")
    usual.disable(["image", "html_block", "html_inline"])
    ours = RendererHTML().render(markdown().parse(text), markdown().options, {})
    assert ours == usual.render(text)


@up_to(100)
@given(text=_TEXTS)
def test_each_character_was_written_where_its_place_says(text: str) -> None:
    lines = seen(text).split("\n")
    reading = read(text)
    for block in reading.blocks:
        for place, said in enumerate(block.text, start=block.start):
            line, column = block.source(place)
            assert block.line <= line <= len(lines)
            assert reading.text[place] == said
            if column:
                written = lines[line - 1][column - 1 : column]
                # An entity, an escape, a placeholder and a line's end stand for another one.
                assert written == said or written in ("&", "\\", "{", "", " ", "\t"), (line, column)


def test_places_are_exact_to_the_line_and_the_column() -> None:
    text = "## Summary\n\n- Now **4&#54;0**\n  in [Hove\n  now](#a) \\* `x\n  y`\n\n| A | 5 |\n|--|--|\n| 5 | 5 |\n"
    blocks = read(text).blocks

    def source(block: int, words: str) -> tuple[int, int]:
        return blocks[block].source(blocks[block].start + blocks[block].text.index(words))

    assert source(0, "Summary") == (1, 4)
    assert [source(1, words) for words in ("4", "6", "0")] == [(3, 9), (3, 10), (3, 15)]
    assert [source(1, words) for words in ("Hove", "now", "*", "x", "y")] == [
        (4, 7), (5, 3), (5, 12), (5, 16), (6, 3),
    ]  # fmt: skip
    assert [blocks[each].source(blocks[each].start) for each in (2, 3, 4, 5)] == [
        (8, 3), (8, 7), (10, 3), (10, 7),
    ]  # fmt: skip


def test_a_block_knows_what_it_is_and_what_it_belongs_to() -> None:
    text = (
        "Before.\n\n## Summary\n\nThree things:\n\n- one\n\n- two:\n  - below\n\nAfter.\n\nChildren by day:\n\n"
        "| Day | Number |\n|---|---|\n| 1 May | 460 |\n\n| Day |\n|---|\n| 2 May |\n\n### More\n\n1. last\n"
    )
    blocks = read(text).blocks
    assert [(each.kind.value[0], each.text) for each in blocks] == [
        ("p", "Before."), ("h", "Summary"), ("p", "Three things:"), ("i", "one"), ("i", "two:"),
        ("i", "below"), ("p", "After."), ("p", "Children by day:"), ("c", "Day"), ("c", "Number"),
        ("c", "1 May"), ("c", "460"), ("c", "Day"), ("c", "2 May"), ("h", "More"), ("i", "last"),
    ]  # fmt: skip
    assert [each.section for each in blocks] == ["", *["Summary"] * 15]
    assert [each.group for each in blocks] == [1, 2, 3, 3, 3, 3, 4, 5, 5, 5, 5, 5, 6, 6, 7, 8]
    assert {each.lead for each in blocks[3:6]} == {"Three things:"}
    assert {each.lead for each in blocks[8:12]} == {"Children by day:"}
    assert {each.lead for each in (*blocks[:3], *blocks[12:])} == {""}
    (cell,) = [each for each in blocks if each.text == "460"]
    assert (cell.row, cell.column) == ("1 May", "Number")


@pytest.mark.parametrize(
    "text", ["# 461", "- 461", "| 461 |", "*461* &amp; `x`", "    461\n\nx", "1. 461"]
)
def test_plain_text_is_read_as_it_stands(text: str) -> None:
    (block,) = plain(text, line=7, section="progress").blocks
    assert block.text == text.strip()
    assert (block.line, block.section, block.source(0)) == (7, "progress", (7, 0))
    assert plain(" ").blocks == ()

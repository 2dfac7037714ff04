"""The project's abbreviations, written out where the page first uses them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from bs4 import BeautifulSoup, NavigableString, Tag

# What holds running text; a heading, a table and a picture have no room for it.
_BLOCKS = ("p", "li")
_ELSEWHERE = ("table", "svg", "figure", "nav", "details")
# Marks what is added, for those who count or compare the words that were written.
ADDED = "written-out"


def write_out(body: Tag, abbreviations: Mapping[str, str]) -> None:
    """Put what it stands for behind the first use of each abbreviation in running text.

    Where the same paragraph says it already, nothing is added.
    """
    blocks = list(running(body))
    texts = [block.get_text() for block in blocks]
    for short, long in abbreviations.items():
        pattern = _pattern(short)
        place = next((n for n, text in enumerate(texts) if pattern.search(text)), None)
        if place is not None and not says(blocks[place], long):
            _add(blocks[place], short, long)
            texts[place] = blocks[place].get_text()


def first_use(blocks: Iterable[Tag], short: str) -> Tag | None:
    """The first of some paragraphs and items that uses an abbreviation, if one does."""
    pattern = _pattern(short)
    return next((each for each in blocks if pattern.search(each.get_text())), None)


def running(body: Tag) -> Iterator[Tag]:
    """The paragraphs and items of running text that hold no other, in the order of the page."""
    for block in body.find_all(_BLOCKS):
        if block.find_parent(_ELSEWHERE) is None and block.find(_BLOCKS) is None:
            yield block


def says(block: Tag, long: str) -> bool:
    """Whether a block says what an abbreviation stands for."""
    return long.casefold() in " ".join(block.get_text().split()).casefold()


def _pattern(short: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(short)}(?![\w-])")


def _add(block: Tag, short: str, long: str) -> None:
    pattern = _pattern(short)
    for text in block.find_all(string=pattern):
        match = pattern.search(text)
        if match is None or type(text) is not NavigableString:
            continue
        span = BeautifulSoup("", "lxml").new_tag("span", attrs={"class": ADDED})
        span.string = f" ({long})"
        text.replace_with(NavigableString(text[: match.end()]), span, text[match.end() :])
        return

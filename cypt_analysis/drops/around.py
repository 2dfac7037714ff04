"""What stands around a table: another authority's name, another quarter, or that it is a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import cache

from cypt_analysis.catalogue import Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.ground.findings import ERROR, REVIEW, Finding
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.library.areas import authorities, find_area, known_area
from cypt_analysis.readers.period_words import period_of

_DRAFT = re.compile(
    r"\b(?:draft|dummy|superseded|do not use|test (?:data|extract|file|run|report|system)"
    r"|not (?:for|to be) (?:use|used|publication|published))\b",
    re.IGNORECASE,
)
_YEARS = r"20\d\d ?[-/] ?(?:20)?\d\d"
_QUARTER = re.compile(
    rf"\b(?:(?:q|quarter )[1-4],? ?(?:fy ?)?{_YEARS}|{_YEARS},? ?(?:q|quarter )[1-4])\b",
    re.IGNORECASE,
)


def check_around(
    around: Mapping[int, str], names: tuple[str, ...], source: Source, info: DropInfo, file: str
) -> Iterator[Finding]:
    """Findings in what stands above and below a table, by row, and in its file's and sheet's names.

    Only of figures that name no area themselves: they count as the authority's own. A council of
    another name, where the authority's stands nowhere, is an error.
    """
    if source.role is not Role.DATA or "area" in source.columns:
        return
    places = [*around.items(), *((None, name) for name in names)]
    yield from _of_area(places, info, file)
    quarters = {each: (row, each) for row, text in around.items() for each in _quarters(text)}
    if quarters and info.quarter not in quarters:
        first, quarter = next(iter(quarters.values()))
        found = f"It says '{parse_period(quarter).label}', and this is the drop of {info.quarter}."
        yield Finding(file, first, found, "Is it another quarter's file?", REVIEW, "around")
    for row, text in places:
        if match := _DRAFT.search(text):
            advice = "Ask for the final one, or see that it may be used."
            yield Finding(file, row, f"It says '{match[0]}'.", advice, REVIEW, "around")


def _of_area(places: list[tuple[int | None, str]], info: DropInfo, file: str) -> Iterator[Finding]:
    if not info.by_register:
        return
    own = find_area(info.code, info.data_cut_off)
    found = [(row, each) for row, text in places for each in _named(text, info.data_cut_off)]
    meant = [(row, *each, known_area(each[0], info.data_cut_off)) for row, each in found]
    others = [(row, name, council) for row, name, council, area in meant if area is not own]
    if not others or len(others) < len(meant):
        return
    row, name, council = max(others, key=lambda each: each[2])
    text = f"'{name}' is named beside the table, and '{info.authority}' is not."
    advice = "Is it another authority's file? If not, take the line out, or name your own there."
    yield Finding(file, row, text, advice, ERROR if council else REVIEW, "around")


def _named(text: str, day: date) -> Iterator[tuple[str, bool]]:
    """The authorities that a text names, and whether as a council."""
    for match in _names(day).finditer(text):
        council = bool(match["before"] or match["after"])
        if council or match["name"][0].isupper():
            yield match["name"], council


@cache
def _names(day: date) -> re.Pattern[str]:
    every = {name for area in authorities(day) for name in (area.name, *area.also)}
    longest_first = "|".join(map(re.escape, sorted(every, key=len, reverse=True)))
    return re.compile(
        rf"\b(?P<before>(?:(?:london|royal|metropolitan) )?borough of |lb |council of )?"
        rf"(?P<name>{longest_first})\b"
        rf"(?P<after>(?: city| county| metropolitan| borough| district)* council| mbc| cbc)?\b",
        re.IGNORECASE,
    )


def _quarters(text: str) -> Iterator[str]:
    for match in _QUARTER.finditer(text):
        with suppress(ValueError):
            yield period_of(match[0], ("financial_quarter",))

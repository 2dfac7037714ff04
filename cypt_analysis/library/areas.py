"""The register of areas: by code, by name, in its region, before and after a reorganisation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from cypt_analysis.ground.findings import UserError, list_words
from cypt_analysis.ground.quarter import format_date
from cypt_analysis.library.register import Area, AreaKind, Register, code_of, folded_name, register

# What a council calls itself beside the name of its place. "City" and "County" are no such words:
# they tell one place from another.
_COUNCIL = re.compile(
    r"(?:(?:london|royal|metropolitan) borough of |[lr]b (?:of )?)?(?P<place>.+?)"
    r"(?: (?:metropolitan )?(?:borough|district))?"
    r"(?: council| mbc| lb| ua| cc| bc| unitary(?: authority)?)?"
)
# A city by its own name is the authority that has no other: Durham City is none of these.
_CITY = re.compile(r"(?:city of )?(?P<place>.+?)(?: city)?(?: council)?")
# What stands beside a name and is no part of it: the sign of a note, the area's code.
_NOTED = re.compile(r"\s*(?:\[[^\]]*\]|\(\d\)|[*†‡¹²³⁴-⁹]+)\s*$")
_CODED = re.compile(r"[\s(-]*\b(\d{3}|E\d{8})\b[\s):-]*")
_CODE = re.compile(r"\d{3}|E\d{8}")
# Words that many areas share: they say nothing of which is meant.
_COMMON = frozenset(
    ["and", "of", "the", "upon", "on", "in", "with", "city", "county", "council", "borough",
     "metropolitan", "district", "unitary", "ua", "authority", "royal", "north", "south", "east",
     "west", "central", "isle", "isles", "st", "saint"]
)  # fmt: skip


class UnknownArea(UserError):
    """No area of the register is written so; the message lists those that share its first word."""


class AmbiguousArea(UserError):
    """Two areas or more are written so; the message lists them."""


def find_area(text: str, on: date | None = None) -> Area:
    """The area of a code or name, as any publisher writes it.

    A code names one area whenever it is used: publishers go on using ended codes and work new
    areas' figures back. ``on`` chooses between areas of one name, the old and the new Dorset.
    Raises AmbiguousArea where a name could be two, UnknownArea where it is none.

    >>> find_area("805.0").name, find_area("Bristol, City of") == find_area("bristol")
    ('Hartlepool', True)
    >>> find_area("Dorset", on=date(2018, 3, 31)).code
    '835'
    """
    named = _called(text, on)
    if len(named) == 1:
        return named[0]
    if named:
        raise AmbiguousArea(
            f"'{text.strip()}' could be {list_words([_dated(each) for each in named], 'or')}. "
            "Which is meant? Write its code."
        )
    raise UnknownArea(_unknown(text, register()))


def known_area(text: str, on: date | None = None) -> Area | None:
    """The area that `find_area` finds; None where it finds none, or two.

    >>> known_area("Leeds").code, known_area("Northmere")
    ('383', None)
    """
    named = _called(text, on)
    return named[0] if len(named) == 1 else None


@lru_cache(maxsize=8192)
def _called(text: str, on: date | None) -> tuple[Area, ...]:
    """The areas that are written so, of one name those that are there on a day."""
    known = register()
    found = known.by_code.get(code_of(text))
    if found is not None:
        return (found,)
    coded = _CODED.search(text)
    if coded is None:
        return _named(_NOTED.sub("", text), on)
    # A name and the code beside it must be of one area.
    beside = known.by_code.get(code_of(coded[1]))
    named = _named(f"{text[: coded.start()]} {text[coded.end() :]}", on)
    return tuple(each for each in named if each is beside)


def _named(text: str, on: date | None) -> tuple[Area, ...]:
    known, name = register(), folded_name(text)
    council, city = _COUNCIL.fullmatch(name), _CITY.fullmatch(name)
    named = known.by_name.get(name) or known.by_name.get(council["place"] if council else "", ())
    if not named and city:
        so = (city["place"], *_turned(name))
        named = tuple(
            each
            for place in so
            for each in known.by_name.get(place, ())
            if each.kind is AreaKind.AUTHORITY and folded_name(each.name) == place
        )
    if len(named) > 1 and on is not None:
        named = tuple(each for each in named if each.exists(on))
    return named


def _turned(name: str) -> tuple[str, ...]:
    """A name with what stands before its place behind it: Bristol, City of.

    >>> _turned("city of bristol"), _turned("durham county")
    (('bristol city of',), ('county durham',))
    """
    before, of, place = name.partition(" of ")
    first, _, last = name.rpartition(" ")
    if of and before in ("city", "county"):
        return (f"{place} {before} of",)
    return (f"{last} {first}",) if last == "county" else ()


def find_authority(text: str, on: date) -> Area:
    """The authority of a code or name that is there on a day.

    Raises UserError where there is none: where it was split or joined, naming what is there now.

    >>> find_authority("E08000035", date(2025, 9, 30)).name
    'Leeds'
    """
    area = find_area(text, on)
    if area.kind is not AreaKind.AUTHORITY:
        raise UserError(f"{area.labelled} is no authority. Name one, by its code or name.")
    if not area.exists(on):
        others = [each.labelled for each in standing_for(area, on)]
        named = list_words(others, "or")
        then = "now" if area.last is not None and area.last < on else "then"
        raise UserError(f"{_dated(area)} was not there on {format_date(on)}: {then} {named}.")
    return area


def authorities(on: date) -> list[Area]:
    """Every authority that was there on a day, by code.

    >>> len(authorities(date(2025, 3, 31)))
    153
    """
    every = register().areas.values()
    return [each for each in every if each.kind is AreaKind.AUTHORITY and each.exists(on)]


def every_area() -> list[Area]:
    """Every area of the register, whenever it was there."""
    return list(register().areas.values())


def name_of(area: Area) -> str:
    """The name that an area has to itself: of two of one name the former has its code beside it.

    >>> name_of(find_area("835")), name_of(find_area("838")), name_of(find_area("909"))
    ('Dorset (835)', 'Dorset', 'Cumbria')
    """
    alike = register().by_name[folded_name(area.name)]
    return area.labelled if area.last and len(alike) > 1 else area.name


def region_of(area: Area) -> Area | None:
    """The region that an area lies in; joined areas lie in their members'. None for England.

    >>> region_of(find_area("Sheffield")).name
    'Yorkshire and The Humber'
    """
    known = register()
    if area.kind is AreaKind.REGION:
        return area
    regions = {area.region} if area.region else {known.areas[m].region for m in area.members}
    return known.areas[regions.pop()] if len(regions) == 1 else None


def standing_for(area: Area, on: date) -> list[Area]:
    """The areas in which an authority's land lies on another day: itself, while it is there.

    >>> [each.name for each in standing_for(find_area("Cumbria"), date(2024, 3, 31))]
    ['Cumberland', 'Westmorland and Furness']
    """
    known = register()
    codes = [area.code]
    for day, became in known.changes:
        if area.last is not None and area.last < day <= on:
            codes = _followed(codes, became)
    for day, became in reversed(known.changes):
        if area.first is not None and on < day <= area.first:
            codes = _followed(codes, _backwards(became))
    return [known.areas[code] for code in codes]


def _followed(codes: Iterable[str], became: dict[str, tuple[str, ...]]) -> list[str]:
    return list(dict.fromkeys(each for code in codes for each in became.get(code, (code,))))


def _backwards(became: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    before: dict[str, list[str]] = defaultdict(list)
    for old, new in became.items():
        for each in new:
            before[each].append(old)
    return {new: tuple(old) for new, old in before.items()}


def _dated(area: Area) -> str:
    if area.last is not None:
        return f"{area.name} ({area.code}, until {format_date(area.last)})"
    if area.first is not None:
        return f"{area.name} ({area.code}, from {format_date(area.first)})"
    return area.labelled


def _unknown(text: str, known: Register) -> str:
    """Never the nearest spelling: that may be another council."""
    shown = text.strip()
    if _CODE.fullmatch(code_of(text)):
        return f"'{shown}' is no code of an area in the register. Check it, or write the name."
    telling = [word for word in folded_name(text).split() if word not in _COMMON]
    near = known.by_word.get(telling[0], ()) if telling else ()
    if near:
        named = list_words([_dated(each) for each in near], "or")
        return f"'{shown}' is no area in the register. Is it {named}? Write its name or code so."
    return f"'{shown}' is no area in the register. Write its name or code as DfE or ONS has it."

"""The register of areas: by code, by name, in its region, before and after a reorganisation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from cypt_analysis.ground.findings import UserError, list_words
from cypt_analysis.ground.quarter import format_date
from cypt_analysis.library.files import read_data

# "805.0" is what a spreadsheet makes of the code 805.
_SPREADSHEET_NUMBER = re.compile(r"(\d{3})\.0+")
_CODE = re.compile(r"\d{3}|E\d{8}")
# Words that many areas share: they say nothing of which is meant.
_COMMON = frozenset(
    ["and", "of", "the", "upon", "on", "in", "with", "city", "county", "council", "borough",
     "metropolitan", "district", "unitary", "ua", "authority", "royal", "north", "south", "east",
     "west", "central", "isle", "isles", "st", "saint"]
)  # fmt: skip
_COUNCIL = frozenset({"council", "borough"})


class AreaKind(StrEnum):
    """What an area is."""

    COUNTRY = "country"
    REGION = "region"
    PART = "part"
    AUTHORITY = "authority"
    JOINED = "joined"


class UnknownArea(UserError):
    """No area of the register is written so; the message lists those that share its first word."""


class AmbiguousArea(UserError):
    """Two areas or more are written so; the message lists them."""


@dataclass(frozen=True)
class OnsCode:
    """A code of nine characters, with the first and last day on which it held."""

    code: str
    first: date
    last: date | None = None


@dataclass(frozen=True)
class Area:
    """An authority, a region or part of one, England, or authorities that publishers join.

    ``code`` is the Department for Education's three digits where it has one. ``first`` and
    ``last`` are given only where a reorganisation made or ended the area.
    """

    code: str
    name: str
    kind: AreaKind
    region: str = ""
    part_of: str = ""
    ons: tuple[OnsCode, ...] = ()
    # Codes of other publishers: how a benchmarking table numbers regions, how codes are joined.
    other_codes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None

    def exists(self, on: date) -> bool:
        """Whether the area was there on a day."""
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)

    def ons_code(self, on: date) -> str:
        """ONS's code on a day; before the codes began, the first of them. Empty where it has none.

        >>> find_area("Gateshead").ons_code(date(2012, 6, 30))
        'E08000020'
        """
        begun = [each.code for each in self.ons if each.first <= on]
        return begun[-1] if begun else self.ons[0].code if self.ons else ""

    @property
    def labelled(self) -> str:
        """The name with the code, as messages list areas."""
        return f"{self.name} ({self.code})"


@dataclass(frozen=True)
class _Register:
    areas: dict[str, Area]
    by_code: dict[str, Area]
    by_name: dict[str, tuple[Area, ...]]
    by_word: dict[str, tuple[Area, ...]]
    # The day of each change, with which area became which.
    changes: tuple[tuple[date, dict[str, tuple[str, ...]]], ...]


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
    register = _register()
    found = register.by_code.get(_code(text))
    if found is not None:
        return found
    named = register.by_name.get(_folded(text), ())
    if len(named) > 1 and on is not None:
        named = tuple(each for each in named if each.exists(on))
    if len(named) == 1:
        return named[0]
    if named:
        raise AmbiguousArea(
            f"'{text.strip()}' could be {list_words([_dated(each) for each in named], 'or')}. "
            "Which is meant? Write its code."
        )
    raise UnknownArea(_unknown(text, register))


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
    every = _register().areas.values()
    return [each for each in every if each.kind is AreaKind.AUTHORITY and each.exists(on)]


def every_area() -> list[Area]:
    """Every area of the register, whenever it was there."""
    return list(_register().areas.values())


def region_of(area: Area) -> Area | None:
    """The region that an area lies in; joined areas lie in their members'. None for England.

    >>> region_of(find_area("Sheffield")).name
    'Yorkshire and The Humber'
    """
    register = _register()
    if area.kind is AreaKind.REGION:
        return area
    regions = {area.region} if area.region else {register.areas[m].region for m in area.members}
    return register.areas[regions.pop()] if len(regions) == 1 else None


def same_area(one: str, other: str) -> bool:
    """Whether two codes are of one area, as where it has a new code.

    >>> same_area("E10000023", "E06000065"), same_area("909", "942")
    (True, False)
    """
    known = _register().by_code
    first, second = known.get(_code(one)), known.get(_code(other))
    return first is not None and first is second


def standing_for(area: Area, on: date) -> list[Area]:
    """The areas in which an authority's land lies on another day: itself, while it is there.

    >>> [each.name for each in standing_for(find_area("Cumbria"), date(2024, 3, 31))]
    ['Cumberland', 'Westmorland and Furness']
    """
    register = _register()
    codes = [area.code]
    for day, became in register.changes:
        if area.last is not None and area.last < day <= on:
            codes = _followed(codes, became)
    for day, became in reversed(register.changes):
        if area.first is not None and on < day <= area.first:
            codes = _followed(codes, _backwards(became))
    return [register.areas[code] for code in codes]


def _followed(codes: Iterable[str], became: dict[str, tuple[str, ...]]) -> list[str]:
    return list(dict.fromkeys(each for code in codes for each in became.get(code, (code,))))


def _backwards(became: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    before: dict[str, list[str]] = defaultdict(list)
    for old, new in became.items():
        for each in new:
            before[each].append(old)
    return {new: tuple(old) for new, old in before.items()}


@lru_cache(maxsize=1)
def _register() -> _Register:
    """The register, read once."""
    values = read_data("areas.toml")
    areas = {each["code"]: _area(each) for each in values["area"]}
    by_code = {_code(code): area for area in areas.values() for code in _codes_of(area)}
    by_name: dict[str, dict[str, Area]] = defaultdict(dict)
    by_word: dict[str, dict[str, Area]] = defaultdict(dict)
    for area in areas.values():
        for name in (area.name, *area.also):
            folded = _folded(name)
            by_name[folded][area.code] = area
            words = folded.split()
            # What a council calls itself says no more of the place: "London Borough of Barnet".
            for word in words if not _COUNCIL & set(words) else ():
                by_word[word][area.code] = area
    changes = sorted(
        (each["date"], {old: tuple(new) for old, new in each["became"].items()})
        for each in values["change"]
    )
    return _Register(areas, by_code, _listed(by_name), _listed(by_word), tuple(changes))


def _listed(found: dict[str, dict[str, Area]]) -> dict[str, tuple[Area, ...]]:
    return {key: tuple(each.values()) for key, each in found.items()}


def _area(values: dict) -> Area:
    return Area(
        code=values["code"],
        name=values["name"],
        kind=AreaKind(values["kind"]),
        region=values.get("region", ""),
        part_of=values.get("part_of", ""),
        ons=tuple(
            OnsCode(each["code"], each["from"], each.get("until")) for each in values.get("ons", ())
        ),
        other_codes=(*values.get("numbers", ()), *values.get("written", ())),
        also=tuple(values.get("also", ())),
        members=tuple(values.get("members", ())),
        first=values.get("from"),
        last=values.get("until"),
    )


def _codes_of(area: Area) -> Iterator[str]:
    yield area.code
    yield from (each.code for each in area.ons)
    yield from area.other_codes


def _code(text: str) -> str:
    """A code as the register knows it, whatever a spreadsheet or a joining mark made of it."""
    parts = [part.strip().upper() for part in re.split(r"[/,+]", text)]
    return "/".join(_SPREADSHEET_NUMBER.sub(r"\1", part) for part in parts)


def _folded(name: str) -> str:
    """A name without what publishers write in many ways: case, points, commas, hyphens, '&'."""
    kept = "".join(each if each.isalnum() else " " for each in name.replace("&", " and "))
    return " ".join(kept.casefold().split()).removeprefix("the ")


def _dated(area: Area) -> str:
    if area.last is not None:
        return f"{area.name} ({area.code}, until {format_date(area.last)})"
    if area.first is not None:
        return f"{area.name} ({area.code}, from {format_date(area.first)})"
    return area.labelled


def _unknown(text: str, register: _Register) -> str:
    """Never the nearest spelling: that may be another council."""
    shown = text.strip()
    if _CODE.fullmatch(_code(text)):
        return f"'{shown}' is no code of an area in the register. Check it, or write the name."
    telling = [word for word in _folded(text).split() if word not in _COMMON]
    near = register.by_word.get(telling[0], ()) if telling else ()
    if near:
        named = list_words([_dated(each) for each in near], "or")
        return f"'{shown}' is no area in the register. Is it {named}? Write its name or code so."
    return f"'{shown}' is no area in the register. Write its name or code as DfE or ONS has it."

"""The register of areas as it is kept: each area once, by every code and name that it has had."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from cypt_analysis.library.files import read_data

# "805.0" is what a spreadsheet makes of the code 805.
_SIGNS = re.compile(r"[\W_]+")
_SPREADSHEET_NUMBER = re.compile(r"(\d{3})\.0+")
_COUNCIL = frozenset({"council", "borough"})


class AreaKind(StrEnum):
    """What an area is."""

    COUNTRY = "country"
    REGION = "region"
    PART = "part"
    AUTHORITY = "authority"
    JOINED = "joined"


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

        >>> register().areas["390"].ons_code(date(2012, 6, 30))
        'E08000020'
        """
        begun = [each.code for each in self.ons if each.first <= on]
        return begun[-1] if begun else self.ons[0].code if self.ons else ""

    @property
    def labelled(self) -> str:
        """The name with the code, as messages list areas."""
        return f"{self.name} ({self.code})"


@dataclass(frozen=True)
class Register:
    """Areas by their own code, by every code, by name and by the telling words of names."""

    areas: dict[str, Area]
    by_code: dict[str, Area]
    by_name: dict[str, tuple[Area, ...]]
    by_word: dict[str, tuple[Area, ...]]
    # The day of each change, with which area became which.
    changes: tuple[tuple[date, dict[str, tuple[str, ...]]], ...]


@lru_cache(maxsize=1)
def register() -> Register:
    """The register, read once a process."""
    values = read_data("areas.toml")
    areas = {each["code"]: _area(each) for each in values["area"]}
    by_code = {code_of(code): area for area in areas.values() for code in _codes_of(area)}
    by_name: dict[str, dict[str, Area]] = defaultdict(dict)
    by_word: dict[str, dict[str, Area]] = defaultdict(dict)
    for area in areas.values():
        for name in (area.name, *area.also):
            folded = folded_name(name)
            by_name[folded][area.code] = area
            words = folded.split()
            # What a council calls itself says no more of the place: "London Borough of Barnet".
            for word in words if not _COUNCIL & set(words) else ():
                by_word[word][area.code] = area
    changes = sorted(
        (each["date"], {old: tuple(new) for old, new in each["became"].items()})
        for each in values["change"]
    )
    return Register(areas, by_code, _listed(by_name), _listed(by_word), tuple(changes))


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


def code_of(text: str) -> str:
    """A code as the register knows it, whatever a spreadsheet or a joining mark made of it."""
    parts = [part.strip().upper() for part in re.split(r"[/,+]", text)]
    return "/".join(_SPREADSHEET_NUMBER.sub(r"\1", part) for part in parts)


def folded_name(name: str) -> str:
    """A name without what is written in many ways: case, points, commas, hyphens, '&', Saint."""
    kept = _SIGNS.sub(" ", name.replace("&", " and "))
    words = ["st" if word == "saint" else word for word in kept.casefold().split()]
    return " ".join(words).removeprefix("the ")

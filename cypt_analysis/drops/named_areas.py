"""The areas that a drop.toml names: the authority and its code, its neighbours, regions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from cypt_analysis.drops.names import name_fault
from cypt_analysis.ground.findings import Finding
from cypt_analysis.ground.key import NEIGHBOURS, area_word
from cypt_analysis.library.areas import known_area

# Codes of authorities: the Office for National Statistics', by kind (those of a region or a
# nation begin otherwise), and the Department for Education's.
_CODE = re.compile(r"(E06|E08|E09|E10|N09|S12|W06)\d{6}|[1-9]\d{2}", re.ASCII)
_CODES_WANTED = "E06, E08, E09 or E10 and six digits, or three digits"


def area_faults(areas: Mapping[str, Sequence[str]], shown: str) -> list[Finding]:
    """Findings where an area could be taken for another: one name twice, or none.

    ``areas`` are the names under each key, the authority's first.
    """
    named = [(key, name) for key, names in areas.items() for name in names]
    told = [*_names(named), *_twice(named)]
    return [Finding(shown, None, found, advice) for found, advice in told]


def code_faults(code: str, shown: str) -> list[Finding]:
    """A finding where a code is not that of an authority.

    >>> code_faults("E12000008", "drop.toml")[0].found
    "code is 'E12000008'."
    """
    if _CODE.fullmatch(code):
        return []
    found = f"code is '{code}'." if code.strip() else "code is empty."
    return [Finding(shown, None, found, f"Write the authority's: {_CODES_WANTED}.")]


def whose_code(authority: str, others: Sequence[str], code: str, shown: str) -> list[Finding]:
    """A finding where the register has another area under a code than the one that is named.

    A name that the register does not have is taken as it is, unless the code is that of one of
    the ``others`` that are named beside it.

    >>> whose_code("Leeds", (), "E08000019", "drop.toml")[0].found
    "code is 'E08000019', which is that of Sheffield, but the authority is 'Leeds'."
    """
    area = known_area(code)
    if area is None:
        return []
    named = known_area(authority)
    own = named.code == area.code if named is not None else None
    if own or (own is None and area.code not in {a.code for a in map(known_area, others) if a}):
        return []
    found = f"code is '{code}', which is that of {area.name}, but the authority is '{authority}'."
    return [Finding(shown, None, found, "Whose report is it? Correct the name or the code.")]


def _names(named: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for key, name in named:
        fault = name_fault(name)
        if fault:
            yield f"{key} has '{name[:60]}'. {fault[0]}", fault[1]


def _twice(named: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    firsts: dict[str, tuple[str, str]] = {}
    for key, name in named:
        word = area_word(name)
        if word == area_word(NEIGHBOURS):
            yield f"{key} has '{name}'.", "That is the name of them all together. Name an area."
        elif word and word in firsts:
            yield _again(*firsts[word], key, name)
        else:
            firsts[word] = (key, name)


def _again(first_key: str, first: str, key: str, name: str) -> tuple[str, str]:
    """What is said of an area that is named already, in whatever spelling."""
    if first_key == "authority":
        found = f"{key} has '{name}', which is the authority itself."
        return found, "It is compared with others. Take it out."
    if first == name and first_key == key:
        return f"{key} has '{name}' twice.", "Name each area once."
    if first == name:
        return f"'{name}' stands in {first_key} and in {key}.", "Name each area once."
    found = f"{first_key} has '{first}' and {key} '{name}': their figures would have one name."
    return found, "Is it one area? Keep one of them. Else give one another name."

"""The areas that a drop.toml names: the authority and its code, its neighbours, regions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from cypt_analysis.drops.names import name_fault
from cypt_analysis.ground.findings import Finding
from cypt_analysis.ground.key import NEIGHBOURS, area_word

# Codes of authorities: the Office for National Statistics', by kind (those of a region or a
# nation begin otherwise), and the Department for Education's.
_CODE = re.compile(r"(E06|E08|E09|E10|N09|S12|W06)\d{6}|[1-9]\d{2}", re.ASCII)
_CODES_WANTED = "E06, E08, E09 or E10 and six digits, or three digits"


def area_faults(areas: Mapping[str, Sequence[str]], code: str, shown: str) -> list[Finding]:
    """Findings where an area could be taken for another: one name twice, or a code of none.

    ``areas`` are the names under each key, the authority's first.
    """
    named = [(key, name) for key, names in areas.items() for name in names]
    told = [*_names(named), *_twice(named), *_code(code)]
    return [Finding(shown, None, found, advice) for found, advice in told]


def _names(named: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for key, name in named:
        fault = name_fault(name)
        if fault:
            yield f"{key} has '{name[:60]}'. {fault[0]}", fault[1]


def _twice(named: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    words = [(key, name, area_word(name)) for key, name in named]
    for key, name, word in words[1:]:
        if name == NEIGHBOURS or word == area_word(NEIGHBOURS):
            advice = "That is the name of them all together. Name an area."
            yield f"{key} has '{name}'.", advice
    for (one_key, one, one_word), (key, name, word) in combinations(words, 2):
        if not word or word != one_word:
            continue
        if one_key == "authority":
            found = f"{key} has '{name}', which is the authority itself."
            yield found, "It is compared with others. Take it out."
        elif one == name:
            where = (
                f"{key} has '{name}' twice."
                if one_key == key
                else (f"'{name}' stands in {one_key} and in {key}.")
            )
            yield where, "Name each area once."
        else:
            found = f"{one_key} has '{one}' and {key} '{name}': their figures would have one name."
            yield found, "Is it one area? Keep one of them. Else give one another name."


def _code(code: str) -> Iterator[tuple[str, str]]:
    if not _CODE.fullmatch(code):
        found = f"code is '{code}'." if code.strip() else "code is empty."
        yield found, f"Write the authority's: {_CODES_WANTED}."

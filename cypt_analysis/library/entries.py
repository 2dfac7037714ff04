"""The catalogue's entries that all authorities share: indicators by theme, and their sources.

As values of TOML: whoever takes one over checks it, as an entry of the project's own. They are one
copy for all who ask, to be read and never changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any

from cypt_analysis.library.files import read_data

PREFIX = "england/"
# What the library alone says of an indicator, no part of the catalogue's form: who publishes it.
NATIONAL = "national"
_THEMES = "indicators"


def themes() -> dict[str, str]:
    """The names of the themes by id.

    >>> themes()["front_door"]
    'Front door'
    """
    return {theme: values["name"] for theme, values in _themes().items()}


@lru_cache(maxsize=32)
def indicators(theme: str = "") -> dict[str, dict[str, Any]]:
    """The indicators by id, all or those of a theme, in the form of the catalogue's entries.

    >>> indicators("courts")["care_apps"]["headline"]
    'rate'
    """
    chosen = [_themes()[theme]] if theme else _themes().values()
    entries = [entry for values in chosen for entry in values["indicator"]]
    return {entry["id"]: _without_national(entry) for entry in entries}


def sources() -> dict[str, dict[str, Any]]:
    """The sources by id, in the form of the catalogue's entries.

    >>> sources()["referrals"]["keys"]
    ['area', 'period']
    """
    return _sources()


def rests_on(names: Iterable[str]) -> list[str]:
    """Sources with those that columns of theirs are taken from, in the library's order.

    >>> rests_on(["referrals"])
    ['referrals', 'populations']
    """
    wanted = set(names)
    for name in tuple(wanted):
        for each in _shapes(_sources()[name]):
            wanted |= {how["source"] for how in each.get("joined", {}).values()}
    return [name for name in _sources() if name in wanted]


def sources_reading(file: str) -> list[str]:
    """The sources whose published files are called so.

    >>> sources_reading("csww_indicators_2017_to_2026.csv")
    ['social_workers']
    """
    return [
        name
        for name, entry in _sources().items()
        for each in _shapes(entry)
        if any(fnmatchcase(file.casefold(), pattern.casefold()) for pattern in each["files"])
    ]


def _shapes(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The shapes in which a source's files may come."""
    reads = entry.get("reads", [])
    return reads if isinstance(reads, list) else [reads]


def national_indicators() -> dict[str, dict[str, Any]]:
    """What the library says of each indicator's publication, by id."""
    entries = [entry for values in _themes().values() for entry in values["indicator"]]
    return {entry["id"]: entry[NATIONAL] for entry in entries}


def _without_national(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != NATIONAL}


@lru_cache(maxsize=1)
def _themes() -> dict[str, dict[str, Any]]:
    names = read_data("themes.toml")["order"]
    return {name: read_data(f"{_THEMES}/{name}.toml") for name in names}


@lru_cache(maxsize=1)
def _sources() -> dict[str, dict[str, Any]]:
    return read_data("sources.toml")

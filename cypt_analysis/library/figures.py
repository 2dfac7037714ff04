"""Published figures that the package carries, for a project that has received none yet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from cypt_analysis.library.files import FOLDER, read_data, read_rows

_PLACE = "figures"


@dataclass(frozen=True)
class Release:
    """What a file of figures was transcribed from; ``released`` is a month, or a day."""

    publication: str
    table: str
    released: str
    repository: str
    note: str = ""


@lru_cache(maxsize=1)
def published() -> dict[str, Release]:
    """The sources that the package has figures of, by id, and where each comes from.

    >>> published()["referrals"].released
    '2025-10'
    """
    values = read_data(f"{_PLACE}/releases.toml")
    named = values["repositories"]
    return {
        source: Release(**{**entry, "repository": named[entry["repository"]]})
        for source, entry in values["figures"].items()
    }


def figures_of(source: str) -> list[dict[str, str]]:
    """The rows of a source in its own columns, as text; ``area`` is a code of the register.

    Raises KeyError where the package has none of that source.

    >>> figures_of("ehc_plans")[0]["area"]
    '201'
    """
    name = f"{_PLACE}/{source}.csv"
    if not (FOLDER / name).is_file():
        raise KeyError(source)
    return list(read_rows(name))

"""A fact of the table made into a candidate: what it is about beside its value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cypt_analysis.claims.evidence import QUOTED, Candidate, stems_of
from cypt_analysis.claims.quantities import COUNT, PERCENT, POINTS, RANK, RATE
from cypt_analysis.ground.number_format import POINTS as POINTS_UNIT
from cypt_analysis.ground.number_format import RELATIVE
from cypt_analysis.ground.quarter import Period, parse_period
from cypt_analysis.ground.stats import Dated, Stat

_AGES = re.compile(r"\bunder[- ]?(\d+)s?\b|\baged? (?:under )?(\d+)(?: to (\d+))?", re.IGNORECASE)


@dataclass(frozen=True)
class About:
    """What is known of facts beside the table of them.

    ``observed`` has the observations by path, period and area (empty for the authority),
    ``terms`` and ``ages`` the telling words and the ages of each path.
    """

    authority: str
    observed: Mapping[tuple[str, str, str], dict]
    terms: Mapping[str, frozenset[str]]
    ages: Mapping[str, frozenset[int]]


def candidate_of(row: dict, about: About) -> Candidate:
    """A row of the table of facts with what it is about."""
    stat, path = Stat(row["stat"]), row["path"]
    words, ages = about.terms.get(path, frozenset()), about.ages.get(path, frozenset())
    if stat.sense == QUOTED:
        # A figure's id and its unit are all that is said of it.
        details = f"{row['measure'].replace('_', ' ')} {row['unit']}"
        words, ages = stems_of(details), ages_of(details)
    seen = _observation(row, stat, about)
    return Candidate(
        row["fact"], float(row["value"]), _unit(row["unit"], stat), row["printed"],
        int(row["decimals"]), stat, path, row["indicator"], row["area"] or about.authority,
        _period(row["period"]), _period(row["then_period"]), words,
        str(seen.get("status", "")), str(seen.get("series", "")), ages, _base(row["unit"]),
        str(row["unit"]), seen,
    )  # fmt: skip


def _observation(row: dict, stat: Stat, about: About) -> dict:
    """The observation that a fact is of, or else the authority's that it is worked out from."""
    if stat.dated is not Dated.BEFORE:
        return {}
    area = row["area"] if stat is Stat.VALUE else ""
    return about.observed.get((row["path"], row["period"], area), {})


def _unit(unit: str, stat: Stat) -> str:
    if stat is Stat.RANK or unit == "rank":
        return RANK
    if unit in ("%", RELATIVE):
        return PERCENT
    if unit == POINTS_UNIT:
        return POINTS
    return RATE if re.match(r"per 1[0,]+", unit) else COUNT


def _base(unit: str) -> int:
    found = re.match(r"per (1[0,]+)", unit)
    return int(found[1].replace(",", "")) if found else 0


def _period(text: object) -> Period | None:
    try:
        return parse_period(str(text))
    except ValueError:
        return None


def ages_of(text: str) -> frozenset[int]:
    """The ages that a text names as the upper bound of a group."""
    return frozenset(int(match[1] or match[3] or match[2]) for match in _AGES.finditer(text))

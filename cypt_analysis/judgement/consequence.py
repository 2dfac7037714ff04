"""What matters: each thing that happened, by weight of its indicator × size × certainty.

Pure: the numbers that say so are here, and `RULE_IN_FULL` says them in words.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

import pandas as pd

from cypt_analysis.catalogue.kinds import Polarity
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.status import MOVED_UNTESTED, NOT_FINAL, Direction, TargetStatus

# So many are told on the first screen, and no fewer where there are as many.
MOST, FEWEST = 6, 3
# Below it, a thing is told only to make up the fewest.
_LITTLE = 0.1
_SUPPORTING, _NOT_FIRM, _OFF_TRACK = 0.5, 0.75, 0.75
_EVERYONE, _UNTESTED = 0.8, 0.5
# A figure counts so much for each whole year that it is old: newer news comes first.
_A_YEAR = 0.5
# A target or an earlier figure of nought gives no share: that there is something counts so much.
_OF_NOUGHT = 0.1
# A figure that ended so many years before the quarter is no news of it.
LONG_AGO = 3
RULE = (
    "The order is the weight of the indicator (1 to 5), times how far its figure is from a target, "
    "an earlier figure, England or a region, times how sure that is: an untested or provisional "
    "change counts less, one within the range of chance not at all, and an old figure less by each "
    f"year. At most {MOST} indicators are told, those with a missed target first."
)
RULE_IN_FULL = (
    "What matters this quarter is in order of consequence: the weight of the indicator in the "
    f"catalogue (1 to 5; a supporting measure counts {_SUPPORTING:g} of it) × size × certainty. "
    "The size is the distance to what the figure is held against (its target, the figure before "
    f"it, England or a region) as a share of that, 1 at most and {_OF_NOUGHT:g} where that is "
    "nought. The certainty is 1 for a missed target, a tested change and a figure outside the "
    f"99.8% interval; {_OFF_TRACK:g} for a target that is off track; {_EVERYONE:g} for an untested "
    f"change in a count of everyone; {_UNTESTED:g} for any other untested change; and nought for "
    f"one within the range of chance. It is {_NOT_FIRM:g} of that where the figure is not final or "
    f"rests on an assumed number, and {_A_YEAR:g} of it for each whole year from the end of what "
    "the figure covers to that of the quarter. An indicator stands where its foremost thing does. "
    f"At most {MOST} indicators are told, each with its foremost thing and its foremost missed "
    "target: first those with a missed target, then the foremost others. One sentence names the "
    f"missed targets that are left. What is below {_LITTLE:g} makes up {FEWEST} at most. A change "
    "or distance of a figure is not told where it is a year older than the newest of others, or "
    f"{LONG_AGO} years older than the quarter."
)


class What(StrEnum):
    """The kinds of thing that can have happened."""

    MISSED = "missed"
    OFF_TRACK = "off track"
    MOVED = "moved"
    FAR = "far"


class Matter(NamedTuple):
    """One thing that happened: of which indicator and path, what, against whom, its consequence."""

    indicator: str
    path: str
    what: What
    score: float
    area: str = ""


_OF_TARGET = {TargetStatus.MISSED: What.MISSED, TargetStatus.OFF_TRACK: What.OFF_TRACK}


def size(value: float, against: float) -> float:
    """The distance of a value to what it is held against, as a share of that: 0 to 1.

    >>> size(460, 372), size(12, 0), size(0, 0)
    (0.23655913978494625, 0.1, 0.0)
    """
    if value == against:
        return 0.0
    if not against or not math.isfinite(against) or not math.isfinite(value):
        return _OF_NOUGHT
    return min(abs(value / against - 1), 1.0)


def certainty_of_change(row: Mapping) -> float:
    """How sure it is that a change is one, before it is asked whether the figure is firm."""
    if pd.notna(row["significant"]):
        return 1.0 if row["significant"] else 0.0
    return _EVERYONE if row["kind"] == "count" and not row["events"] else _UNTESTED


def matters(judged: pd.DataFrame, far: pd.DataFrame, weights: Mapping[str, int]) -> list[Matter]:
    """What happened for the worse, or neither way, the most consequential first.

    ``judged`` are the judged rows that are new with ``years``, how old they are, ``far`` the rows
    of benchmarks that a figure is far from, one a path, with ``area`` and ``benchmark``;
    ``weights`` are those of the indicators.
    """
    against = {row["path"]: row for row in dicts_of(far)}
    found = []
    # Of a figure that the edition does not show nothing is said, nor how it stands to anything.
    shown = judged[(judged["breakdown"] == "") & (judged["mark"] == "")]
    for row in dicts_of(shown):
        weight = weights[row["indicator"]] * (1 if row["role"] == "headline" else _SUPPORTING)
        firm = _NOT_FIRM if row["status"] in NOT_FINAL or row["assumed"] else 1.0
        for what, share, sure, area in _happened(row, against.get(row["path"])):
            if score := weight * share * sure * firm * _A_YEAR ** row["years"]:
                found.append(Matter(row["indicator"], row["path"], what, score, area))
    return sorted(found, key=lambda each: (-each.score, each.path, each.what))


def _happened(row: Mapping, far: Mapping | None) -> Iterable[tuple[What, float, float, str]]:
    if what := _OF_TARGET.get(row["verdict"]):
        asked = row["required"] if pd.notna(row["required"]) else row["target"]
        # A figure that equals a target of "below" has missed it all the same.
        share = max(size(row["judged"], asked), _OF_NOUGHT / 10)
        yield what, share, 1.0 if what is What.MISSED else _OFF_TRACK, ""
    if row["role"] != "headline":
        return
    if row["basis_of_change"] and _is_told(row):
        yield What.MOVED, size(row["value"], row["then"]), certainty_of_change(row), ""
    if far is not None:
        yield What.FAR, size(row["value"], far["benchmark"]), 1.0, far["area"]


def _is_told(row: Mapping) -> bool:
    """Whether a change is for the worse, or neither way; what went the right way stands apart."""
    if row["direction"] in (Direction.WORSE, Direction.HIGHER, Direction.LOWER):
        return True
    if row["direction"] not in MOVED_UNTESTED:
        return False
    right = {Polarity.HIGH: Direction.HIGHER_UNTESTED, Polarity.LOW: Direction.LOWER_UNTESTED}
    return row["direction"] != right.get(row["polarity"])


def foremost(found: Iterable[Matter]) -> tuple[list[list[Matter]], list[Matter]]:
    """What is told, an indicator at a time and in order, and the missed targets left over.

    Of each indicator its foremost thing is told and its foremost missed target.
    """
    ranked = sorted(found, key=lambda each: (-each.score, each.path, each.what))
    groups: dict[str, list[Matter]] = {}
    for each in ranked:
        groups.setdefault(each.indicator, []).append(each)
    missed = {
        name: [each for each in group if each.what is What.MISSED] for name, group in groups.items()
    }
    names = [name for name in groups if missed[name]][:MOST]
    for name in [name for name in groups if not missed[name]][: MOST - len(names)]:
        if groups[name][0].score >= _LITTLE or len(names) < FEWEST:
            names.append(name)
    chosen = [
        list(dict.fromkeys([group[0], *missed[name][:1]]))
        for name, group in groups.items()
        if name in names
    ]
    told = {each for group in chosen for each in group}
    return chosen, [each for each in ranked if each.what is What.MISSED and each not in told]

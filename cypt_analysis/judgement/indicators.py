"""The status of each indicator and theme, the targets that it is held against, and its depth."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Indicator
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.status import Direction, TargetStatus
from cypt_analysis.judgement.target_status import worst

_WELL = (TargetStatus.MET, TargetStatus.ON_TRACK)
# What of judged rows says how targets stand.
HELD = ("indicator", "measure", "role", "path", "verdict", "breakdown")


@dataclass(frozen=True)
class Held:
    """A measure that is held against a target, and how it stands.

    Of a measure with a breakdown the worst of its parts counts; ``paths`` are those that stand
    so, of ``parts`` in all; ``parts`` is nought of a measure without a breakdown.
    """

    indicator: str
    measure: str
    role: str
    status: str
    paths: tuple[str, ...]
    parts: int


def targets_held(judged: pd.DataFrame) -> list[Held]:
    """Each measure with a target, once: what every list and every tally of targets is made of."""
    whole: dict[tuple[str, str, str], list[tuple[str, str, str]]] = {}
    rows = zip(*(judged[name] for name in HELD), strict=True)
    for indicator, measure, role, path, verdict, part in rows:
        if verdict != TargetStatus.NO_TARGET:
            whole.setdefault((indicator, measure, role), []).append((path, verdict, part))
    found = []
    for whose, parts in whole.items():
        status = _worst([verdict for _, verdict, _ in parts])
        paths = tuple(path for path, verdict, _ in parts if verdict == status)
        found.append(Held(*whose, status, paths, sum(part != "" for *_, part in parts)))
    return found


def held_name(indicator: Indicator, held: Held) -> str:
    """The measure that is held against a target; of a breakdown, how many of its parts stand so."""
    entry = indicator.get(held.measure)
    if not entry.breakdown:
        return entry.name
    return f"{entry.name} ({len(held.paths)} of its {entry.breakdown}s)"


def _worst(statuses: Sequence[str]) -> str:
    """The worst word; one that has no place in that order stands for itself."""
    word = worst(statuses)
    return str(statuses[0]) if word == TargetStatus.NO_TARGET else str(word)


def beside_headline(held: Iterable[Held], indicator: Indicator, status: str) -> list[Held]:
    """Targets of an indicator that its own status does not tell: all that do not go well.

    Where its headline measure has no target, those of its other headlines too.
    """
    untold = status in (TargetStatus.NO_TARGET, TargetStatus.NO_NEW_DATA, TargetStatus.NOT_SHOWN)
    return [
        each
        for each in held
        if each.indicator == indicator.id
        and each.measure != indicator.headline
        and (each.status not in _WELL or (untold and each.role == "headline"))
    ]


def judge_indicators(
    judged: pd.DataFrame, catalogue: Catalogue, quarter: str, hidden: pd.DataFrame | None = None
) -> pd.DataFrame:
    """One row an indicator or theme, in the report's order, indexed by id.

    Columns: ``section, status, status_note`` (how far the status goes: "3 of 4 quarters
    received"), ``direction, path`` (those of the headline measure's latest observation, the path
    empty without one) and ``is_new`` (whether this quarter's drop brought anything to show).
    ``hidden`` are newest figures that are marked (`hidden.newest_hidden`).
    """
    columns = [
        "indicator", "measure", "path", "received", "verdict", "target_note", "direction",
    ]  # fmt: skip
    of_indicator: dict[str, list[dict]] = {}
    for row in dicts_of(judged[columns]):
        of_indicator.setdefault(row["indicator"], []).append(row)
    new = hidden[hidden["quarter"] == quarter] if hidden is not None else pd.DataFrame()
    marked = set(zip(new["indicator"], new["measure"], strict=True)) if len(new) else set()
    rows = [
        {
            "section": section.id,
            **_judge(
                indicator,
                of_indicator.get(indicator.id, []),
                quarter,
                hidden=(indicator.id, indicator.headline) in marked,
            ),
        }
        for section in catalogue.sections
        for indicator in section.indicator
    ]
    return pd.DataFrame(rows).set_index("indicator", drop=False)


def _judge(
    indicator: Indicator, judged: list[dict], quarter: str, *, hidden: bool
) -> dict[str, object]:
    row: dict[str, object] = {
        "indicator": indicator.id,
        "status_note": "",
        "path": "",
        "direction": "",
        "is_new": True,
    }
    if not indicator.measure:
        return row | {"status": TargetStatus.NARRATIVE}
    row["is_new"] = any(each["received"] == quarter for each in judged)
    latest = next((each for each in judged if each["path"] == indicator.id), None)
    row["path"] = latest["path"] if latest else ""
    row["direction"] = latest["direction"] if latest else Direction.TOO_FEW
    # A headline measure with a breakdown has no figure of its own: its parts stand for it.
    own = [each["verdict"] for each in judged if each["measure"] == indicator.headline]
    if not own or not row["is_new"]:
        return row | {"status": TargetStatus.NOT_SHOWN if hidden else TargetStatus.NO_NEW_DATA}
    if latest is None:
        return row | {"status": _worst(own)}
    return row | {"status": latest["verdict"], "status_note": latest["target_note"]}


# A report of so many indicators shows all of them whole; a longer one so many by rule.
ALL_FULL = 15
# From this weight on an indicator is heavy.
_HEAVY = 4


class Depth(StrEnum):
    """How much of an indicator stands in sight."""

    FULL = "full"
    ROW = "row"


def depths(catalogue: Catalogue, exceptional: Collection[str]) -> dict[str, Depth]:
    """The depth of each indicator and theme by id: what its entry says, else by rule.

    In a report of more than ``ALL_FULL`` indicators those that are exceptions by their figures
    and the heavy ones are whole, exceptions first and then by weight, as many as that; the rest
    are rows. Themes, which are words alone, are whole.
    """
    measured = [each for each in catalogue.indicators.values() if each.measure]
    order = {each.id: place for place, each in enumerate(measured)}

    def rank(entry: Indicator) -> tuple[bool, int, int]:
        return entry.id not in exceptional, -entry.weight, order[entry.id]

    told = [each for each in measured if each.id in exceptional or each.weight >= _HEAVY]
    few = len(measured) <= ALL_FULL
    whole = {each.id for each in (measured if few else sorted(told, key=rank)[:ALL_FULL])}
    return {
        name: Depth(entry.depth)
        if entry.depth
        else Depth.FULL
        if name in whole or not entry.measure
        else Depth.ROW
        for name, entry in catalogue.indicators.items()
    }

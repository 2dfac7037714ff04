"""The figures that are farthest from England or a region, for the first screen."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cypt_analysis.ground.key import NEIGHBOURS
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.judgement.signals import FAR
from cypt_analysis.known import Known
from cypt_analysis.observations.rows import area_slug
from cypt_analysis.words.marked import not_shown
from cypt_analysis.words.wording import when

# So many are named; the summary and the indicators have the rest.
MOST = 5
# The side that each verdict is on, what a board should see first before the rest.
_SIDES = {
    "much worse": ", the wrong way", "much higher": "", "much lower": "",
    "much better": ", the right way",
}  # fmt: skip


def far_from_benchmarks(known: Known, fresh: pd.DataFrame) -> Iterator[tuple[str, list[str]]]:
    """How each list begins, and a part of a sentence for each figure, the farthest first.

    Figures outside 99.8% of an area's figure, each told of the first of its benchmarks that it is
    far from; the mean of the neighbours is left to the indicator, whose table names them.
    ``fresh`` are the judged rows that are new.
    """
    table = known.benchmarks
    mine = table["path"].isin(fresh["path"]) & (table["area"] != NEIGHBOURS)
    found = table[mine & table["verdict"].isin(FAR)].drop_duplicates("path")
    sides = found["verdict"].map(_SIDES)
    for side in dict.fromkeys(_SIDES.values()):
        for area, rows in found[sides == side].groupby("area", sort=False):
            ranked = sorted(rows.to_dict("records"), key=lambda row: -_how_far(known, row))
            yield f"Far from {area}{side}", [_told(known, row) for row in ranked]


def _how_far(known: Known, row: dict) -> float:
    """How far in relation to the benchmark."""
    value = float(known.judged.loc[row["path"], "value"])
    return abs(value / row["benchmark"] - 1) if row["benchmark"] else float("inf")


def _told(known: Known, row: dict) -> str:
    measure = known.catalogue.indicators[row["indicator"]].get(row["measure"])
    # A rate without its unit would be taken for a number of children.
    unit = "" if measure.unit == "%" else f" {measure.unit}"
    own = known.facts[known.judged.loc[row["path"], "id"]].printed
    theirs = known.facts[f"{row['path']}.{area_slug(row['area'], known.info)}"].printed
    newer = not_shown(known, row["path"])
    if newer:
        unit += f" {when(parse_period(known.judged.loc[row['path'], 'period']))}, {newer}"
    return f"{measure.name} ({own}{unit}; {row['area']} {theirs})"

"""Figures that a publisher gives of an authority and others together, and not of it alone."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Source
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.ground.findings import REVIEW, Finding
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.library.areas import every_area, find_area
from cypt_analysis.library.register import AreaKind
from cypt_analysis.readers.together import newest_of


def check_joined(table: pd.DataFrame, source: Source, info: DropInfo, file: str) -> list[Finding]:
    """A point to review where the newest figures are of the authority and others as one.

    ``table`` is typed, its areas are called as the register calls them. "No new data" would be
    said of figures that did come.
    """
    if not info.by_register or not {"area", source.period} <= set(table):
        return []
    own = find_area(info.code, info.data_cut_off).code
    joined = {
        each.name for each in every_area()
        if each.kind is AreaKind.JOINED and own in each.members
    }  # fmt: skip
    rows = table[table["area"].isin(joined)]
    period = newest_of(rows[source.period])
    if not period or ((table["area"] == info.authority) & (table[source.period] == period)).any():
        return []
    newest = rows[rows[source.period] == period].iloc[0]
    found = (
        f"Figures of {parse_period(period).label} are of '{newest['area']}' together: there are "
        f"none of {info.authority} alone."
    )
    advice = "They are not shown as its own. Say so in the commentary of what rests on them."
    return [Finding(file, int(newest.name), found, advice, REVIEW, "joined_areas")]

"""What a source's file gives of its newest period: the authority's own rows."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.drops.drop import Drop
from cypt_analysis.ground.quarter import Period, parse_period


@dataclass(frozen=True)
class Newest:
    """The newest period of a source in a drop, and the authority's own rows of it."""

    source: Source
    period: Period
    rows: pd.DataFrame


def own_by_period(drop: Drop, source: Source) -> dict[Period, pd.DataFrame]:
    """The authority's own rows of a source in a drop, by period; none where it did not come."""
    table = drop.tables.get(source.id)
    if table is None or source.role is not Role.DATA or source.period not in table:
        return {}
    own = table[table[source.period] != ""]
    if "area" in own:
        own = own[own["area"].isin(["", drop.info.authority])]
    texts = own[source.period].astype(str)
    return {parse_period(text): rows for text, rows in own.groupby(texts, sort=False)}


def newest_of(drop: Drop, source: Source, series: str = "") -> Newest | None:
    """The newest period of a source in a drop, of one ``series`` where that is named."""
    found = {
        period: rows
        for period, rows in own_by_period(drop, source).items()
        if series in ("", period.series)
    }
    return Newest(source, max(found), found[max(found)]) if found else None


def arrived(drop: Drop, catalogue: Catalogue) -> list[Newest]:
    """The newest period of each source of data that came."""
    found = (newest_of(drop, source) for source in catalogue.sources.values())
    return [each for each in found if each is not None]

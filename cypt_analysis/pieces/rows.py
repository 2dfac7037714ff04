"""The rows of an indicator that pieces are made of, in the order of its measures."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cypt_analysis.catalogue import Indicator, Measure
from cypt_analysis.catalogue.entries import Event
from cypt_analysis.known import Known

_OBSERVED = (
    "id", "area", "period", "numerator", "denominator", "value", "unit", "status", "file", "row",
)  # fmt: skip


def in_order(table: pd.DataFrame, indicator: Indicator, *then: str) -> pd.DataFrame:
    """The rows of a table that are an indicator's, by measure and then by other columns."""
    order = {measure.id: number for number, measure in enumerate(indicator.measure)}
    mine = table[table["indicator"] == indicator.id]
    mine = mine.assign(place=mine["measure"].map(order))
    return mine.sort_values(["place", *then], kind="stable").drop(columns="place")


def observations(known: Known, indicator: Indicator) -> pd.DataFrame:
    """The indicator's observations of every area, to look at or to work on."""
    table = known.observations
    return table.loc[table["indicator"] == indicator.id, list(_OBSERVED)].set_index("id")


def tested_pairs(known: Known, indicator: Indicator) -> list[dict]:
    """Each pair of periods that was tested, once, by measure and in order of time."""
    tested = known.pairs[known.pairs["significant"].notna()]
    return in_order(tested.drop_duplicates(["id", "then_id"]), indicator, "end").to_dict("records")


def events_of(known: Known, indicator: Indicator) -> Iterator[tuple[Measure, pd.Series, Event]]:
    """Each event that a chart marks, with the latest observation of each measure that it shows."""
    for chart in indicator.chart:
        for event in chart.events:
            for measure in map(indicator.get, chart.measures):
                path = indicator.path(measure)
                if path in known.judged.index:
                    yield measure, known.judged.loc[path], event

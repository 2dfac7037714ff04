"""The rows of an indicator that pieces are made of, in the order of its measures."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Indicator, Measure
from cypt_analysis.catalogue.entries import Event
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.known import Known, kept

_OBSERVED = (
    "id", "area", "period", "numerator", "denominator", "value", "unit", "status", "file", "row",
)  # fmt: skip


def in_order(table: pd.DataFrame, indicator: Indicator, *then: str) -> pd.DataFrame:
    """The rows of a table that are an indicator's, by measure and then by other columns."""
    order = {measure.id: number for number, measure in enumerate(indicator.measure)}
    mine = np.flatnonzero(table["indicator"].to_numpy() == indicator.id)
    first = [order.get(each, len(order)) for each in table["measure"].to_numpy()[mine]]
    later = [table[name].to_numpy()[mine] for name in reversed(then)]
    # One step takes the rows: each costs as much as there are columns.
    return table.iloc[mine[np.lexsort((*later, first))]]


@kept
def rows_of(known: Known, table: str, indicator: Indicator) -> list[dict]:
    """The rows of a table of what is known, by its name, as `in_order`; nobody may alter them."""
    return dicts_of(in_order(getattr(known, table), indicator))


def observations(known: Known, indicator: Indicator) -> pd.DataFrame:
    """The indicator's observations of every area, to look at or to work on."""
    table = known.observations
    return table.loc[table["indicator"] == indicator.id, list(_OBSERVED)].set_index("id")


@kept
def tested_pairs(known: Known, indicator: Indicator) -> list[dict]:
    """Each pair of periods that was tested, once, by measure and in order of time."""
    mine = in_order(known.pairs, indicator, "end")
    tested = mine[mine["significant"].notna()]
    return dicts_of(tested.drop_duplicates(["id", "then_id"]))


def events_of(known: Known, indicator: Indicator) -> Iterator[tuple[Measure, pd.Series, Event]]:
    """Each event that a chart marks, with the latest observation of each measure that it shows."""
    for chart in indicator.chart:
        for event in chart.events:
            for measure in map(indicator.get, chart.measures):
                path = indicator.path(measure)
                if path in known.judged.index:
                    yield measure, known.judged.loc[path], event

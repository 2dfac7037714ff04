"""Reports of a few figures, without files: observations and the catalogue that they are of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pandas as pd

from cypt_analysis.disclosure import Protection, protect
from cypt_analysis.disclosure.counts import counted
from cypt_analysis.disclosure.releases import Release
from cypt_analysis.ground.quarter import parse_period

AREA = "Northmere"


@dataclass(frozen=True)
class Figure:
    """A count, or a percentage or rate of ``top`` out of ``bottom``, and how it is filed.

    ``columns`` are those of the count, or of numerator and denominator.
    """

    measure: str
    top: float
    bottom: float | None = None
    part: str = ""
    by: str = ""
    period: str = "2009-10-Q2"
    source: str = "figures"
    columns: tuple[str, ...] = ()
    kind: str = ""
    window: str = "whole"
    area: str = AREA
    where: dict[str, str] = field(default_factory=dict)
    name: str = ""

    @property
    def id(self) -> str:
        """The name of the figure."""
        other = "" if self.area == AREA else self.area.lower()
        return ".".join(filter(None, (self.measure, self.part, self.period, other)))


def observations(figures: Sequence[Figure]) -> pd.DataFrame:
    """Figures as rows of observations."""
    rows = []
    for each in figures:
        period = parse_period(each.period)
        kind = each.kind or ("count" if each.bottom is None else "proportion")
        scale = {"proportion": 100.0, "rate": 10_000.0}.get(kind, 1.0)
        counts = kind == "count"
        rows.append(
            {
                "id": each.id, "path": f"{each.measure}.{each.part}".rstrip("."),
                "indicator": "children", "measure": each.measure, "kind": kind,
                "breakdown": each.part, "area": each.area, "period": each.period,
                "start": pd.Timestamp(period.start), "end": pd.Timestamp(period.end),
                "window": each.window, "scale": scale, "assumed": False,
                "numerator": float("nan") if counts else float(each.top),
                "denominator": float("nan") if counts else float(each.bottom or 0),
                "value": float(each.top) if counts else each.top / (each.bottom or 1) * scale,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def catalogue(figures: Sequence[Figure], **rules: str) -> Any:
    """The entries of figures; ``rules`` are small-number rules of the indicator or its source."""
    measures = {}
    for each in figures:
        columns = each.columns or (
            (each.measure,) if each.bottom is None else (each.measure, "all")
        )
        measures[each.measure] = SimpleNamespace(
            id=each.measure, name=each.name or each.measure, source=each.source, where=each.where, breakdown=each.by or None, made_of=(),
            value=columns[0] if each.bottom is None else None,
            numerator=columns[0] if each.bottom is not None else None,
            denominator=columns[1] if each.bottom is not None else None,
        )  # fmt: skip
    indicator = SimpleNamespace(
        get=measures.__getitem__,
        measure=list(measures.values()),
        headline="",
        disclosure=rules.get("indicator", ""),
    )
    sources = {each.source: SimpleNamespace(disclosure=rules.get("source", "")) for each in figures}
    return SimpleNamespace(indicators={"children": indicator}, sources=sources)


def protected(
    figures: Sequence[Figure], rule: str = "dfe_2020", releases: Sequence[Release] = (), **own: str
) -> Protection:
    """What an edition hides of figures."""
    return protect(observations(figures), catalogue(figures, **own), rule, releases)


def shown_counts(figures: Sequence[Figure], hidden: Protection) -> dict[str, int]:
    """The counts that a reader sees, by name."""
    found = counted(observations(figures), catalogue(figures))
    return {
        each: found.counts[each].value
        for name, held in found.figures.items()
        if name not in hidden.why
        for each in held
    }

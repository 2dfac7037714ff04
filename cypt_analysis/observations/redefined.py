"""Where a drop says that a source counts otherwise now → breaks in the series of its measures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.entries import Break
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.layout import DROP_FILE
from cypt_analysis.ground.findings import Finding, did_you_mean
from cypt_analysis.observations.rows import Breaks, is_own

# A drop restated a period where this share of its figures is another than before.
_MOST = 0.5
_IN_VAIN = (
    "Put it into the drop.toml that first has figures counted otherwise, or write "
    'breaks = [{ date = 2026-04-01, reason = "…" }] in the catalogue.'
)


def redefinitions(
    rows: pd.DataFrame, revisions: pd.DataFrame, drops: Sequence[Drop], catalogue: Catalogue
) -> tuple[Breaks, list[Finding]]:
    """The breaks that redefinitions of drops make, by indicator and measure, and those in vain.

    ``rows`` and ``revisions`` are what the drops brought. A series begins anew with the newest
    periods that the drop was the first to give, or restated; where it restated every period, all
    of them compare as before.
    """
    own = rows[is_own(rows, drops[-1].info) & rows["value"].notna()]
    breaks: Breaks = {}
    findings = []
    for drop in drops:
        quarter = str(drop.quarter)
        again = revisions[revisions["quarter"] == quarter]
        for source, reason in drop.info.redefined.items():
            told = False
            for indicator in catalogue.indicators.values():
                for measure in (each for each in indicator.measure if each.source == source):
                    mine = own["indicator"].eq(indicator.id) & own["measure"].eq(measure.id)
                    day = _begins(own[mine & (own["first"] <= quarter)], quarter, set(again["id"]))
                    told |= day is not None or own.loc[mine, "id"].isin(again["id"]).any()
                    known = [each.start for each in indicator.breaks_of(measure)]
                    if day is not None and day not in known:
                        made = Break(date=day, reason=reason)
                        breaks.setdefault((indicator.id, measure.id), []).append(made)
            if not told:
                findings.append(_in_vain(source, drop, catalogue))
    return breaks, findings


def _begins(rows: pd.DataFrame, quarter: str, again: set[str]) -> date | None:
    """The first day of the newest periods that a drop brought; None without older ones."""
    fresh = (rows["first"] == quarter) | rows["id"].isin(again)
    newest = (fresh.groupby(rows["start"]).mean() >= _MOST).sort_index()[::-1].cummin()
    if not newest.any() or newest.all():
        return None
    return pd.Timestamp(newest.index[newest.astype(bool)][-1]).date()


def _in_vain(source: str, drop: Drop, catalogue: Catalogue) -> Finding:
    found, advice = "but no figure in the drop begins anew by it", _IN_VAIN
    if source not in catalogue.sources:
        found, hint = "which is no source", did_you_mean(source, catalogue.sources).strip()
        advice = hint or f"Sources: {', '.join(catalogue.sources)}."
    told = f"redefined names '{source}', {found}."
    return Finding(drop.path(DROP_FILE), None, told, advice)

"""The status of an indicator, as the facts at a glance and the summary table show it."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.tables import Html, join, status_tag
from cypt_analysis.judgement.indicators import Held, beside_headline, held_name
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import span_of
from cypt_analysis.words.wording import year_so_far


def tagged(status: str, note: str) -> Html:
    """A status with what it is of, or how far it goes: "3 of 4 quarters received"."""
    tag = status_tag(status)
    if not note:
        return tag
    return Html(Markup('{} <span class="status-of">{}</span>').format(tag, note))


def of_older(known: Known, row: pd.Series) -> str:
    """Which period a status is of, where that is not the newest, which is marked."""
    return f"of {span_of(row).label}" if row["path"] in known.newest_marked.index else ""


def is_held(known: Known, indicator: Indicator) -> bool:
    """Whether a target is set for the headline measure, or another target is missed or at risk."""
    # An indicator with nothing new may have a target all the same, or none.
    set_for_it = known.facts.get(f"{indicator.id}.target") is not None
    return set_for_it or bool(_others(known, indicator))


def _others(known: Known, indicator: Indicator) -> list[Held]:
    verdict = known.verdicts.loc[indicator.id]
    return beside_headline(known.held, indicator, verdict["status"]) if verdict["is_new"] else []


def status_of(known: Known, indicator: Indicator) -> Html:
    """The status of the headline measure, and below it what else is missed or off track.

    Value, status and direction are one measure's; another target is named with its measure. The
    year that a status is of is told where that is not the latest figure, and how far it goes.
    """
    verdict = known.verdicts.loc[indicator.id]
    others = _others(known, indicator)
    lines = [
        Markup('<br>{} <span class="status-of">{}</span>').format(
            status_tag(each.status), held_name(indicator, each)
        )
        for each in others
    ]
    year = older = ""
    if verdict["path"] and verdict["is_new"]:
        row = known.judged.loc[verdict["path"]]
        year = year_so_far(known.facts, row)
        older = of_older(known, row)
    note = "; ".join(filter(None, [older, year, verdict["status_note"]]))
    return join(tagged(verdict["status"], note), *lines)

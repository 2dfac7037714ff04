"""The status of an indicator, as the facts at a glance and the summary table show it."""

from __future__ import annotations

from markupsafe import Markup

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.tables import Html, status_tag
from cypt_analysis.known import Known
from cypt_analysis.words.wording import year_so_far


def status_of(known: Known, indicator: Indicator) -> Html:
    """The status of an indicator, with the measure that decides it if not the headline's, the
    year that it is of where that is not the latest figure, and how far it goes."""
    verdict = known.verdicts.loc[indicator.id]
    of = indicator.get(verdict["status_of"]).label if verdict["status_of"] else ""
    path = indicator.path(indicator.get(verdict["status_of"] or str(indicator.headline)))
    judged = known.judged.loc[path] if path in known.judged.index else None
    year = "" if judged is None or not verdict["is_new"] else year_so_far(known.facts, judged)
    told = "; ".join(filter(None, [year, verdict["status_note"]]))
    return tagged(verdict["status"], ": ".join(filter(None, [of, told])))


def tagged(status: str, note: str) -> Html:
    """A status with what it is of, or how far it goes: "3 of 4 quarters received"."""
    tag = status_tag(status)
    if not note:
        return tag
    return Html(Markup('{} <span class="status-of">{}</span>').format(tag, note))

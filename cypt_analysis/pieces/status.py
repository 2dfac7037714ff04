"""The status of an indicator, as the facts at a glance and the summary table show it."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.tables import Html, status_tag


def status_of(indicator: Indicator, verdict: pd.Series) -> Html:
    """The status of an indicator, with the measure that decides it if not the headline's, and
    how far it goes."""
    of = indicator.get(verdict["status_of"]).label if verdict["status_of"] else ""
    return tagged(verdict["status"], ": ".join(filter(None, [of, verdict["status_note"]])))


def tagged(status: str, note: str) -> Html:
    """A status with what it is of, or how far it goes: "3 of 4 quarters received"."""
    tag = status_tag(status)
    if not note:
        return tag
    return Html(Markup('{} <span class="status-of">{}</span>').format(tag, note))

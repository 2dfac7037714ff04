"""The status of an indicator, as the facts at a glance and the summary table show it."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.tables import Html, status_tag


def status_of(indicator: Indicator, verdict: pd.Series) -> Html:
    """The status of an indicator, with the measure that decides it if not the headline's."""
    tag = status_tag(verdict["status"])
    if not verdict["status_of"]:
        return tag
    measure = indicator.get(verdict["status_of"])
    return Html(Markup('{} <span class="status-of">{}</span>').format(tag, measure.label))

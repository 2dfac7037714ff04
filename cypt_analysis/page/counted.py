"""What the annexes have in common: counts in words, days, sources, links."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from cypt_analysis.catalogue import Catalogue, Indicator, Source
from cypt_analysis.ground.quarter import format_date
from cypt_analysis.ground.tables import Html
from cypt_analysis.known import Known


def link_to(indicator: Indicator) -> Markup:
    """A link to an indicator's section."""
    return Markup('<a href="#{}">{}</a>').format(indicator.anchor, indicator.label)


def kept(summary: str, inside: Html) -> Html:
    """What is folded on the screen, for who looks something up, and stands open on paper."""
    html = Markup('<details class="kept"><summary>{}</summary>{}</details>')
    return Html(html.format(summary, inside))


def board_day(known: Known) -> str:
    """The day from which ages and states are counted, and what day that is."""
    day = format_date(known.info.reference_date)
    return f"{day}, the day of the Board" if known.info.board_date else f"{day}, the data cut-off"


def of_source(observations: pd.DataFrame, source: Source, catalogue: Catalogue) -> pd.DataFrame:
    """The observations that a source's files brought, of whichever drop."""
    measures = catalogue.indicators
    about = zip(observations["indicator"], observations["measure"], strict=True)
    of = [measures[indicator].get(measure).source == source.id for indicator, measure in about]
    return observations[of]

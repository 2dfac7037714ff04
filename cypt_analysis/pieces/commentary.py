"""An indicator's commentary of the quarter: its three parts, always all of them."""

from __future__ import annotations

from markupsafe import Markup

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.said import NONE_REPORTED
from cypt_analysis.ground.tables import Html, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.words.commentary import ACTIVITY, ISSUES, SUMMARY
from cypt_analysis.words.narrative import words_on

NOTHING = f"{NONE_REPORTED}."


def commentary(known: Known, indicator: Indicator) -> Html:
    """Summary, Issues and Performance improvement activity; what is missing says so."""
    pieces: list[object] = []
    for heading in (SUMMARY, ISSUES, ACTIVITY):
        told = words_on(known, indicator.id, heading)
        pieces += [Markup("<h4>{}</h4>").format(heading), told or paragraph(NOTHING, "none")]
    return Html(Markup('<div class="commentary">{}</div>').format(join(*pieces)))

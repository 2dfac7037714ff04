"""An indicator's commentary of the quarter: its three parts, always all of them."""

from __future__ import annotations

from markupsafe import Markup

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.tables import Html, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.words.commentary import ACTIVITY, ISSUES, SUMMARY, part
from cypt_analysis.words.narrative import render

NOTHING = "None reported this quarter."


def commentary(known: Known, indicator: Indicator) -> Html:
    """Summary, Issues and Performance improvement activity; what is missing says so."""
    text = known.commentary.get(indicator.id, "")
    claims = known.claims_in(known.commentary_file(indicator.id))
    pieces: list[object] = []
    for heading in (SUMMARY, ISSUES, ACTIVITY):
        words = part(text, heading)
        pieces.append(Markup("<h4>{}</h4>").format(heading))
        pieces.append(render(words, known.facts, claims) if words else paragraph(NOTHING, "none"))
    return Html(Markup('<div class="commentary">{}</div>').format(join(*pieces)))

"""An indicator's commentary of the quarter: those of its three parts that have words."""

from __future__ import annotations

from markupsafe import Markup

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.said import NONE_REPORTED
from cypt_analysis.ground.tables import Html, folded, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.words.commentary import ACTIVITY, DETAIL, ISSUES, SUMMARY
from cypt_analysis.words.narrative import words_on

NOTHING = f"{NONE_REPORTED}."


PARTS = (SUMMARY, ISSUES, ACTIVITY)


def commentary(known: Known, indicator: Indicator) -> Html:
    """Summary, Issues and Performance improvement activity: those that have words.

    Which have none, annex B says once of all indicators. A theme is words alone, and says it too.
    What stands under "In detail" is folded below them.
    """
    pieces: list[object] = []
    for heading in PARTS:
        if told := words_on(known, indicator.id, heading):
            # Read aloud by itself, a heading says of which indicator it is.
            named = Markup('<h4 aria-label="{}: {}">{}</h4>')
            pieces += [named.format(heading, indicator.name, heading), told]
    words = words_on(known, indicator.id, DETAIL)
    detail = folded(DETAIL, indicator.name, words, "sure commentary")
    if not pieces and indicator.measure:
        return detail
    html = Markup('<div class="commentary">{}</div>')
    shown = html.format(join(*(pieces or [paragraph(NOTHING, "none")])))
    return join(shown, detail)


def without_words(known: Known) -> dict[str, list[str]]:
    """The parts of commentary that are empty, by the indicator that they are of."""
    found = {
        entry.label: [part for part in PARTS if not words_on(known, entry.id, part)]
        for entry in known.catalogue.indicators.values()
    }
    return {name: parts for name, parts in found.items() if parts}

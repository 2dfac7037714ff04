"""What stands before the indicators: what matters this quarter and the introductory texts."""

from __future__ import annotations

from markupsafe import Markup

from cypt_analysis.ground.tables import Html, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.pieces.commentary import NOTHING
from cypt_analysis.words import headlines
from cypt_analysis.words.narrative import words_on


def headline_list(known: Known) -> Html:
    """The quarter in short, what matters in order of consequence, what is better, what is asked."""
    lines = [" ".join(line.sentences) for line in headlines.what_matters(known)]
    items = Markup("").join(
        Markup("<li>{}</li>").format(text) for text in lines or [headlines.nothing_new(known)]
    )
    better = " ".join(headlines.what_is_better(known))
    return join(
        paragraph(headlines.balance(known), "balance"),
        paragraph(text, "by-chance") if (text := headlines.by_chance(known)) else "",
        Html(Markup('<ol class="headlines">{}</ol>').format(items)),
        _led(headlines.MISSED_TOO, headlines.also_missed(known), "missed-too"),
        _led(headlines.BETTER, better, "better"),
        asked(known),
    )


def asked(known: Known) -> Html:
    """What the board is asked to decide or note, where the quarter has words on it."""
    text = known.settings.asked
    words = words_on(known, text.id) if text else None
    if text is None or not words:
        return Html("")
    lead = Markup("<strong>{}</strong>").format(text.heading)
    return Html(Markup('<div class="asked">{}</div>').format(join(paragraph(lead), words)))


def introduction(known: Known, name: str) -> Html:
    """An introductory text of the quarter, by its id in project.toml.

    The summary needs none above its table; a further text without words says so.
    """
    over_summary = known.settings.introductions.get(name) == known.settings.summary_heading
    return words_on(known, name) or (Html("") if over_summary else paragraph(NOTHING, "none"))


def _led(lead: str, text: str, css: str) -> Html:
    """A paragraph that begins with its lead in bold; nothing without a text."""
    if not text:
        return Html("")
    rest = text.removeprefix(f"{lead}: ")
    return paragraph(Markup("<strong>{}:</strong> {}").format(lead, rest), css)

"""What stands before the indicators: the headlines and the introductory texts."""

from __future__ import annotations

from markupsafe import Markup

from cypt_analysis.ground.tables import Html, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.pieces.commentary import NOTHING
from cypt_analysis.words import headlines
from cypt_analysis.words.narrative import words_on


def headline_list(known: Known) -> Html:
    """Sentences from the facts, every missed target named, and the balance."""
    sentences = headlines.sentences(known)
    items = Markup("").join(Markup("<li>{}</li>").format(text) for text in sentences)
    return join(
        Html(Markup('<ul class="headlines">{}</ul>').format(items)),
        paragraph(headlines.balance(known), "balance"),
    )


def introduction(known: Known, name: str) -> Html:
    """An introductory text of the quarter, by its id in project.toml."""
    return words_on(known, name) or paragraph(NOTHING, "none")

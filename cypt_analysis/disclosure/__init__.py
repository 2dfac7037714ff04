"""Observations → what an edition may show: which figures are hidden, by which rule, and why.

In: the true observations, the rules, and what earlier releases have shown. Out: a `Protection`,
from which the edition's own observations and facts are made; statistics never see this room.
"""

from cypt_analysis.disclosure.beside import asked_by, hidden_quoted, not_judged
from cypt_analysis.disclosure.facts import protected_facts
from cypt_analysis.disclosure.protect import SMALL, Asked, Protection, protect
from cypt_analysis.disclosure.releases import Release, earlier_releases, place_of
from cypt_analysis.disclosure.shown import (
    as_shown,
    hidden_rows,
    quoted_shown,
    revisions_shown,
    without_rows,
)

__all__ = [
    "SMALL", "Asked", "Protection", "Release", "as_shown", "asked_by", "earlier_releases",
    "hidden_quoted", "hidden_rows", "not_judged", "place_of", "protect",
    "protected_facts", "quoted_shown", "revisions_shown", "without_rows",
]  # fmt: skip

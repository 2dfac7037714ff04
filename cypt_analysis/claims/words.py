"""The words of a sentence that claim something of its data: where they stand, of what kind."""

from __future__ import annotations

import re

from cypt_analysis.claims.context import Context
from cypt_analysis.claims.gates import GATES, about_data, around
from cypt_analysis.claims.literals import RULES, literals_of
from cypt_analysis.claims.vocabulary import (
    SIGNIFICANT,
    VOCABULARY,
    Word,
)

# Before a word: a wish, a plan, an ability, a need.
_UNREAL = re.compile(
    r"\b(?:to|will|would|should|could|can|may|might|must|cannot|help(?:s|ed|ing)?|"
    r"aim(?:s|ed|ing)? (?:for|at)|plans? for|"
    r"expected an?|anticipated an?|want(?:s|ed)? an?|"
    r"plan(?:s|ned)? an?|s(?:eeks?|ought) an?|need(?:s|ed)? for|towards an?|for "
    r"an?|support(?:s|ing)?|scope for|further|"
    r"work(?:s|ing)? on|way of|ways of|ways to|without|let|training on|"
    r"because of the|due to|despite|about|(?:is|are|be|was|were|being) to)\s+(?:\w+ ){0,1}$",
    re.IGNORECASE,
)
_EXPECTED = re.compile(
    r"\b(?:expect|hope|intend|forecast|predict|propose)\w*\b[^,;.]*$|"
    r"\b(?:aims?|plans?|targets?|objectives?|ambitions?|goals?|priorit(?:y|ies)|intentions?) "
    r"(?:is|are|was|were|for|remains?)(?: \w+)? (?:an?|to|for)\b[^,;.]*$",
    re.IGNORECASE,
)
# What nevertheless states something: that it goes on, or, hedged, that it is so.
_STATED = re.compile(
    r"\b(?:(?:continu(?:es?|ed|ing)|went on|goes on|began|begun|started|starting|tend(?:s|"
    r"ed)?|seem(?:s|ed)?|appear(?:s|ed)?|looks? set) to (?:\w+ )?|(?:may|might|could) (?:now )?"
    r"(?:be|have) )$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|whether|unless|in case|so that|in order|which way|how far|how|where|once|"
    r"why)\b[^,;]*$|\b(?:counts?|counted|taken|called|regarded|judged) as $|"
    r"\bif so\b[^.;]*$|\b(?:who|those)\s+(?:\w+\s){0,1}$",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|never|no longer|stopped|ceased|hardly|n't|neither)\s(?:yet |been |be |\w+ly |"
    r"the |its |at |well |quite )*$",
    re.IGNORECASE,
)
# After a word: it speaks of a piece of work, or of one person, not of a measure.
_NOT_DATA = re.compile(
    r"^\s*(?:frames?|activity|plan|programme|partner|board|work|team|report|strategy|notice|"
    r"information|management|training|staff|time|than one|"
    r"widely|fully|often|closely|likely|able|difficult(?:y)?|helpful|value|quality|standard|"
    r"consistent(?:ly)?|about (?:it|this)|of the same|help|outside|support|detail|complex|deprived|"
    r"possible|priority|needs?|profile|practice|progress|example|idea|evidence)\b",
    re.IGNORECASE,
)
_RULED = RULES - {"name"}


def words_of(context: Context) -> list[Word]:
    """The words of a sentence that claim something of its data.

    A wish, a plan, a condition and a name claim nothing; nor does a comparison with nothing.
    """
    taken = [(each.start, each.end) for each in literals_of(context.text, context.evidence.literals)
             if each.reason not in _RULED]  # fmt: skip
    taken += context.sentence.names
    found: list[Word] = []
    for entry in VOCABULARY:
        for match in entry.pattern.finditer(context.text):
            start, end = match.span()
            if any(start < b and a < end for a, b in taken):
                continue
            denied = bool(_DENIED.search(context.text[:start]))
            word = Word(start, end, entry.kind, entry.sign, denied)
            if not _is_idle(word, context) and GATES.get(word.kind, about_data)(word, context):
                found.append(word)
                taken.append((start, end))
    return sorted(found, key=lambda each: each.start)


def _is_title(word: Word, context: Context) -> bool:
    """Whether a word with a capital stands within a sentence of small letters: in a name."""
    behind, text = context.text[: word.start], context.text[word.start : word.end]
    capital = text[0].isupper() and text[1:].islower()
    return capital and bool(re.search(r"\b[a-z]{4,}\b.*[\w,'’\"“‘] ?$", behind))


def _is_idle(word: Word, context: Context) -> bool:
    """Whether a word tells of a wish, a plan, a condition, or of other matters than data."""
    behind, _, ahead = around(word, context)
    if _CONDITION.search(behind) or _NOT_DATA.match(ahead) or _is_title(word, context):
        return True
    if _EXPECTED.search(behind):
        return True
    unreal = _UNREAL.search(behind) and not _STATED.search(behind)
    return bool(unreal) and word.kind != SIGNIFICANT

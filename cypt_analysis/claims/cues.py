"""Words beside a number that say what it is: a change, a target."""

from __future__ import annotations

import re

_CUE_BEFORE = re.compile(
    r"\b(?:up|down|by|of only|(?:an? |the )?(?:\w+ )?(?:rise|fall|increase|decrease|"
    r"reduction|drop|decline|growth|gain|cut) of|"
    r"rose|fell|increased|decreased|dropped|grew|declined|reduced)"
    r"(?: (?:about|around|nearly|almost|over|more than|some|just|a further|another|"
    r"approximately))?\s*$",
    re.IGNORECASE,
)
_CUE_AFTER = re.compile(
    r"^\s*(?:\w+ ){0,2}?(?:increase|decrease|rise|fall|drop|reduction|decline|growth|"
    r"up\b(?! to)|down\b|higher|lower|above|below|more\b|fewer|"
    r"less\b|short of|ahead of|behind|too few|improvement)",
    re.IGNORECASE,
)
_TARGET_BEFORE = re.compile(
    r"\b(?:targets?|threshold|goal|ceiling|on course for|ambition)(?: rate| figure| level)?\s*"
    r"(?:(?:of|is|was|to|at|set at|:|,|for \S+ (?:is|was)|being)\s*)?(?:no more than |at "
    r"least |below |a |about )?$",
    re.IGNORECASE,
)
_TARGET_AFTER = re.compile(r"^\)?\s*(?:\w+ )?(?:targets?|threshold)\b", re.IGNORECASE)


def told_as_change(before: str, after: str) -> bool:
    """Whether the text before and after a number says that it is a change, not a value.

    >>> told_as_change("It rose by ", " in a year"), told_as_change("It is ", " in May")
    (True, False)
    """
    return bool(_CUE_BEFORE.search(before) or _CUE_AFTER.match(after))


def told_as_target(before: str, after: str) -> bool:
    """Whether the text before and after a number says that it is a target.

    >>> told_as_target("against a target of ", "%"), told_as_target("below the ", " of 2008")
    (True, False)
    """
    return bool(_TARGET_BEFORE.search(before) or _TARGET_AFTER.match(after))

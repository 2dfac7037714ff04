"""Figures older than the words make them, and dates that have passed told as to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cypt_analysis.claims.evidence import VALUE
from cypt_analysis.claims.items import Line
from cypt_analysis.claims.outcome import Outcome
from cypt_analysis.claims.part import CHANGE, Said
from cypt_analysis.claims.periods import Mention
from cypt_analysis.ground.claim import CONTRADICTED, STALE, UNPUBLISHED
from cypt_analysis.ground.quarter import MONTHS, format_date
from cypt_analysis.ground.status import Status

_SAYS_UNPUBLISHED = re.compile(r"not (?:yet )?(?:been )?published|unpublished", re.IGNORECASE)
_FUTURE = re.compile(
    r"\b(?:will|shall|(?:is|are) (?:to|due|expected|planned|scheduled|being|set)|(?<!ed )to be|"
    r"going to|expected to|due to|"
    r"we (?:plan|intend|aim|expect)|plans? to|intends? to|aims? to|is proposed|starts?|"
    r"begins?|goes live)\b",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:was|were|had|has|have|would have|should have) (?:been |to |due|\w+ed\b)", re.IGNORECASE
)
_CURRENT = re.compile(
    r"\b(?:this quarter|during the quarter|in the quarter|the current quarter)\b(?! "
    r"(?:before|to (?!\d)|ended|of))",
    re.IGNORECASE,
)
_NOW = re.compile(r"\b(?:now|currently|at present|today|at the moment)\b", re.IGNORECASE)
_THIS_YEAR, _YEAR_DAYS = re.compile(r"\bthis year\b(?!['’]s)", re.IGNORECASE), 365
_GRACE_DAYS = 92
_NEAR = 6
_TIED = re.compile(
    r"(?:by|in|on|from|at|before|until|early|late|for|during|starting|end of|week of)\s*(?:the )?$",
    re.IGNORECASE,
)
_TOLD_BEFORE = re.compile(
    r"\b(?:since|than|compared|figures? (?:for|of|from)|report of|agreed|reported)\b"
)
# "Starts of care", "new starts" and "plan starts in May were recorded" are counted: no beginning.
_ARE_COUNTED = re.compile(r"\s+of\b", re.IGNORECASE)
_MANY = re.compile(r"\b(?:the|new|more|fewer|these|all|\d+|no|of)\s$", re.IGNORECASE)
_TOLD_OF_THEM = re.compile(
    r"\s+(?:\w+ )?(?:was|were|is|are|has|have|had|rose|fell|went|came|numbered)\b", re.IGNORECASE
)
# The meeting itself cannot have met yet, when its report is written.
_BOARD_MET = re.compile(
    r"\b(?:Board|committee|meeting)\b[^.;]*\b(?:met|agreed|approved|received|considered|noted|"
    r"asked|decided|heard)\b[^.;]*$|\b(?:was|were|been)\b[^.;]*\b(?:Board|committee|meeting)\b[^.;]*$",
    re.IGNORECASE,
)
_LATEST = re.compile(
    r"\b(?:latest|last|most recent|newest)\s(?:\w+ )?(?:review|meeting|return|update|inspection|"
    r"audit|survey|check|visit|count|assess\w+|reading)s?\b[^.;]{0,24}\bon\s(?:the )?$",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)
def _says(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a sentence says something, which every number of it asks."""
    return bool(pattern.search(text))


def aged(said: Said, line: Line, around: str) -> Outcome | None:
    """What is to be said of a figure that is right, but unpublished or older than the words make
    it; ``around`` is the text of its paragraph and section."""
    fact, evidence, place = said.fact, line.evidence, said.at
    level = fact is not None and (fact.sense == VALUE or fact.stat == "numerator")
    period = fact.period if fact is not None and level else None
    if fact is None or period is None:
        return None
    open_ = fact.status == Status.UNPUBLISHED and line.items[place].number is not None
    if open_ and not _SAYS_UNPUBLISHED.search(around):
        told = f"{fact.name} is unpublished."
        return Outcome(UNPUBLISHED, fact, told, "Say that it is not yet published, or wait.")
    if any(m.fits(period) for m in line.mentions if not m.relative):
        return None
    age = (evidence.reference - period.end).days
    cycle = evidence.cycles.get(fact.path, 0) * 31
    near = line.items[max(0, place - _NEAR) : place + 3]
    beside = line.text[near[0].start : near[-1].end]
    this_quarter = _says(_CURRENT, line.text) and period.end < evidence.quarter.start
    ended = (evidence.quarter.start - period.end).days
    this_year = _says(_THIS_YEAR, line.text) and ended >= _YEAR_DAYS
    now = said.form != CHANGE and _NOW.search(beside) and cycle and age > cycle + _GRACE_DAYS
    if not this_quarter and not this_year and not now:
        return None
    told = (
        f"{fact.name} covers {period.label}; it was {age} days old on "
        f"{format_date(evidence.reference)}."
    )
    return Outcome(STALE, fact, told, "Name the period that it covers.")


_QUARTER_TO = re.compile(
    r"\b(?:(?:quarter |Q)(?P<q>[1-4])|(?P<o>first|second|third|fourth) quarter)\b"
    r"(?: (?:of|in) \d{4}(?:[/-]\d\d(?:\d\d)?)?)?[^.;]{0,12}?"
    rf"\b(?:up to|to|ending|ended)(?: the end of)? (?P<m>{'|'.join(MONTHS)})\b",
    re.IGNORECASE,
)
_ORDER = ("first", "second", "third", "fourth")


def impossible(line: Line) -> Iterator[tuple[int, int, Outcome]]:
    """The places of times that cannot be: "quarter 3, up to March"; neither the financial year's
    quarter nor the calendar's ends in that month."""
    for found in _QUARTER_TO.finditer(line.text):
        number = int(found["q"] or _ORDER.index((found["o"] or "first").lower()) + 1)
        month = MONTHS.index(found["m"].capitalize()) + 1
        ends = {3 * number, (3 * number + 3 - 1) % 12 + 1}
        if month not in ends:
            names = " or ".join(MONTHS[each - 1] for each in sorted(ends))
            told = f"Quarter {number} ends in {names}."
            yield found.start(), found.end(), Outcome(CONTRADICTED, None, told, "Name the quarter.")


def passed(line: Line) -> list[tuple[Mention, Outcome]]:
    """Dates that do not fit the day of the board.

    Those that had passed and are told as to come, the board's own day told as another, and a
    "latest review" that the last board may have heard of already.
    """
    judged = ((mention, _misplaced(mention, line)) for mention in line.mentions)
    return [(mention, outcome) for mention, outcome in judged if outcome is not None]


def _misplaced(mention: Mention, line: Line) -> Outcome | None:
    last, evidence = mention.last, line.evidence
    if last is None or last > evidence.reference:
        return None
    told = f"{mention.text} had passed on {format_date(evidence.reference)}."
    clause = _clause_before(mention, line)
    if last == evidence.reference:
        if not (evidence.at_board and mention.day):
            return None
        told = f"{mention.text} is the day of this meeting of the Board."
        if _BOARD_MET.search(clause):
            return Outcome(STALE, None, told, "Say what is before the Board.")
    if _to_come(clause, mention, line):
        return Outcome(STALE, None, told, "Say what became of it.")
    if evidence.last_board and last < evidence.last_board and _LATEST.search(clause):
        told = f"{mention.text} was before the last report, of {format_date(evidence.last_board)}."
        return Outcome(STALE, None, told, "Say whether it still is, or give the new one.")
    return None


# What stands farther before a date is of another clause.
_LONGEST_CLAUSE = 600


def _clause_before(mention: Mention, line: Line) -> str:
    begin = max(0, mention.start - _LONGEST_CLAUSE)
    lead = line.text[begin : mention.start]
    # The words of a measure's name say what is counted, and nothing of what is to come.
    for first, last in line.sentence.names:
        start, end = max(first - begin, 0), min(max(last - begin, 0), len(lead))
        lead = lead[:start] + "x" * (end - start) + lead[max(end, start) :]
    cuts = re.finditer(r"[;:]|, (?:and|but|which|who)\b|\bbut\b", lead)
    return lead[max((cut.end() for cut in cuts), default=0) :]


def _to_come(clause: str, mention: Mention, line: Line) -> bool:
    """Whether the words before a date say that something is to happen on it."""
    future = list(_FUTURE.finditer(clause))
    if not future or _GONE.search(clause[max(future[-1].start() - 12, 0) :]):
        return False
    before, gap = clause[: future[-1].start()], clause[future[-1].end() :]
    begun = future[-1][0].lower().startswith(("start", "begin"))
    if begun and (
        _ARE_COUNTED.match(gap) or _TOLD_OF_THEM.match(line.text[mention.end :])
        or _MANY.search(before)
    ):  # fmt: skip
        return False
    return bool(_TIED.search(gap)) and not _TOLD_BEFORE.search(gap)

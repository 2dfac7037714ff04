"""Whether a statement is of those that its measure counts, not of the rest of them, and of as long
a time as its words make it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from cypt_analysis.claims.agreement import agrees
from cypt_analysis.claims.evidence import VALUE, Candidate, terms_of
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.matters import GOALS
from cypt_analysis.claims.measures import alike
from cypt_analysis.claims.part import FAILS, HOLDS, OPEN, Part, Said, truth_of
from cypt_analysis.claims.quantities import COUNT, PERCENT
from cypt_analysis.claims.roles import LEVEL, Figure
from cypt_analysis.claims.values import REST

_LATE, _PROMPT = words("counted.late"), words("counted.prompt")
_NOT = ("un", "in", "im", "non", "non-")
# "Late in May", "in late spring" and "of late" are times.
_TIME_OF = re.compile(
    r"\bof late\b|\blate(?= in\b| to\b|[- ](?:spring|summer|autumn|winter|19|20|Jan|Feb|Mar|Apr|"
    r"May|June|July|Aug|Sep|Oct|Nov|Dec))",
    re.IGNORECASE,
)
_PAST_IT = re.compile(
    r"\b(?:out of|outside|after|past|beyond|over)(?: the| its| their)?(?: \w+)? "
    r"(?:time|timescales?|timeframe|deadlines?|limit)\b",
    re.IGNORECASE,
)
_NEAR = 4
_SPANS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_STEPS = re.compile(r"\b(?P<unit>month|quarter) (?:on|by|after) (?P=unit)\b", re.IGNORECASE)
_SPAN = re.compile(
    r"\b(?:in|during|over|for|across|throughout|within) (?:the|this|our|last)(?: (?:whole|full|"
    r"entire|latest|last|past))? (?P<unit>month|quarter|half-year|year)\b"
    r"(?! (?:before|earlier|to|ended|ending|of|ago|after|\d))",
    re.IGNORECASE,
)


def as_counted(said: list[Said], part: Part, heard: Heard) -> list[Said]:
    """The statements of a part, with those that are of the rest of the counted, or of a longer or
    a shorter time than the fact, held against that."""
    figures = {each.at: each for each in part.figures}
    return [_as_counted(each, figures.get(each.at), part, heard) for each in said]


def _as_counted(said: Said, figure: Figure | None, part: Part, heard: Heard) -> Said:
    fact = said.fact
    if fact is None or (fact.sense != VALUE and fact.stat not in ("numerator", "denominator")):
        return said
    if is_of_rest(part, fact.path, heard):
        return _of_the_rest(said, fact, figure, part, heard)
    if figure is not None and said.truth == HOLDS and not _is_told_so(fact, figure, heard):
        return replace(said, truth=OPEN, why="Whom it counts is not told so.", doubt=None)
    months = _span(part, heard)
    window = fact.period.months if fact.period else 0
    if not months or window in (0, months) or said.truth == OPEN:
        return said
    if figure is None:
        return replace(said, truth=OPEN, doubt=None) if _is_stepped(heard.line.text) else said
    return _of_a_time(said, fact, figure, months, heard) if figure.role == LEVEL else said


def _is_told_so(fact: Candidate, figure: Figure, heard: Heard) -> bool:
    """Whether a count behind a share is told as it is: some of them with the words that tell them
    from the rest, and all of them without; beside the other number or the share either is known."""
    some, _ = heard.evidence.told.get(fact.path, (frozenset(), frozenset()))
    behind = fact.stat in ("numerator", "denominator") and some and not figure.number.fact
    if not behind or any(n is not figure and abs(n.at - figure.at) <= _NEAR for n in heard.figures):
        return True
    own = heard.line.terms
    said = own | frozenset[str]().union(*map(alike, own))
    return bool(said & some) == (fact.stat == "numerator")


def is_of_rest(part: Part, path: str, heard: Heard) -> bool:
    """Whether words speak of those of whom what a measure counts is not so: "late" of those that
    were in time."""
    text = heard.line.text[part.items[0].start : part.items[-1].end]
    text = _TIME_OF.sub("", text)
    known = heard.evidence.terms.get(path, frozenset())
    late = frozenset[str]().union(*map(terms_of, _LATE))
    said = {each for each in re.findall(r"[\w-]+", text.lower()) if not _is_known(each, known)}
    if known & late:
        return bool(said & _PROMPT)
    opposite = any(
        each.startswith(start) and terms_of(each.removeprefix(start)) & known
        for each in said for start in _NOT
    )  # fmt: skip
    missed = "missed" in said and not heard.has_goal
    return missed or opposite or bool(said & _LATE or _PAST_IT.search(text))


def _is_known(said: str, known: frozenset[str]) -> bool:
    own = terms_of(said)
    return bool((own | frozenset[str]().union(*map(alike, own))) & known)


def _of_the_rest(
    said: Said, fact: Candidate, figure: Figure | None, part: Part, heard: Heard
) -> Said:
    """A number, by what is left of all of them; of a word no data tell."""
    if figure is None or figure.role != LEVEL or part.denied:
        return replace(said, truth=OPEN, doubt=None)
    number, why = figure.number, "it is of those of whom the measure's name is not so"
    left = [100 - fact.value] if fact.unit == PERCENT else []
    if number.unit == COUNT:
        rows = heard.values.same_time(fact.path + REST, "", fact)
        left = [each.value for each in rows]
    if not left:
        return replace(said, truth=OPEN, why=why, doubt=None)
    truth = truth_of(any(agrees(number, figure.hedge, each) for each in left))
    if truth == FAILS and heard.values.polarity(fact.path) < 0:
        truth = OPEN  # What is low where things go well may count the late.
    return replace(said, truth=truth, why=f"{left[0]:.6g} are left", doubt=None)


def _span(part: Part, heard: Heard) -> int:
    """How many months a sentence that names no time itself says that its figures cover;
    none where it speaks of what is wanted."""
    wanted = heard.line.of_goals or heard.line.saying & GOALS
    if any(not each.relative for each in heard.line.mentions) or wanted:
        return 0
    text = heard.line.text
    return _span_told(text[part.items[0].start : part.items[-1].end]) or _span_told(text)


@lru_cache(maxsize=64)
def _is_stepped(text: str) -> bool:
    return bool(_STEPS.search(text))


@lru_cache(maxsize=64)
def _span_told(text: str) -> int:
    found = _STEPS.search(text) or _SPAN.search(text)
    return _SPANS[found["unit"].lower()] if found else 0


def _of_a_time(said: Said, fact: Candidate, figure: Figure, months: int, heard: Heard) -> Said:
    """A number, by the sum of as many months as it is told of, where all of them are known."""
    quarter = heard.evidence.quarter
    rows = [
        row for row in heard.values.rows(fact.path)
        if row.period and quarter.start <= row.period.start and row.period.end <= quarter.end
    ]  # fmt: skip
    covered = sum(row.period.months for row in rows if row.period)
    summed = fact.unit == figure.number.unit == COUNT and fact.place.get("window") != "snapshot"
    why = f"{fact.period.label if fact.period else ''} is not all of it"
    if not summed or months != quarter.months or covered != months:
        return replace(said, truth=OPEN, why=why, doubt=None)
    total = sum(row.value for row in rows)
    truth = HOLDS if agrees(figure.number, figure.hedge, total) else FAILS
    return replace(said, truth=truth, why=f"all of it is {total:,.6g}", doubt=None)

"""Words that say something of the data, in one list: each with its kind and the way it says.

Kinds stand in the order in which they are read: of two that overlap, the first counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """What a word says of the data."""

    MOVE = "move"
    PLAIN = "plain"
    FLAT = "flat"
    GOOD = "good"
    BAD = "bad"
    HIGHEST = "highest"
    LOWEST = "lowest"
    BEST = "best"
    WORST = "worst"
    SIGNIFICANT = "significant"
    MET = "met"
    MISSED = "missed"
    AGAINST_TARGET = "against target"
    AGAINST_PAST = "against past"
    WELL = "comparing well"
    LEVEL = "level"
    GRADE = "grade"
    CUT_SHORT = "cut short"
    NOT_FINAL = "not final"


MOVE, PLAIN, FLAT, GOOD, BAD, HIGHEST, LOWEST, BEST, WORST, SIGNIFICANT = list(Kind)[:10]
MET, MISSED, AGAINST_TARGET, AGAINST_PAST, WELL, LEVEL, GRADE = list(Kind)[10:17]
CUT_SHORT, NOT_FINAL = list(Kind)[17:]

_TO_TARGET = (
    r"(?:(?:its|the|our|their|this|a|both|all|local|national|year's|annual|government's|"
    r"\d[\d.,%]*) ){0,4}(?:targets?|threshold|goal|limit)"
)
_PAST = (
    r"(?:a year (?:ago|before|earlier)|last year|the (?:year|quarter|month) before|the "
    r"previous (?:year|quarter|month)|the same (?:quarter|month|period|point|time)|in (?:19|"
    r"20)\d\d)"
)
_THAN_PAST = (
    rf"(?= (?:those of |that of |the level of |the figure (?:of|for) |the rate of |it was |"
    rf"they were )?{_PAST})"
)
_FOR_SURE = (
    r"(?:well |just |slightly |still |now |comfortably |narrowly |only just |remains? |far )?"
)
_ONE_OF_ALL = (
    r"(?= (?:since|ever|level|point|figure|number|rate|for|of|in|on|known|recorded|rise|"
    r"fall|increase|decrease|drop|change)|\W*$|[.,;]| and)"
)


@dataclass(frozen=True)
class Entry:
    """Words of one kind: ``sign`` is 1 where they say up or good, −1 for down or bad, else 0."""

    kind: Kind
    sign: int
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Word:
    """A word that makes a claim: its place, kind and sign (1 up, −1 down, 0 neither).

    ``denied`` where the sentence says that it is not so: "no longer rising".
    """

    start: int
    end: int
    kind: Kind
    sign: int
    denied: bool = False


def _entry(kind: Kind, sign: int, pattern: str) -> Entry:
    return Entry(kind, sign, re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE))


VOCABULARY = (
    _entry(SIGNIFICANT, -1,
        r"not (?:statistically )?significant(?:ly)?|no (?:statistically )?significant|no "
        r"clear (?:change|rise|fall|trend|difference)|(?:within|put down to|due to) (?:the range "
        r"of )?chance|no real change"),
    _entry(SIGNIFICANT, 1,
        r"(?:statistically )?significant(?:ly)?(?= (?:change|rise|fall|increase|decrease|"
        r"reduction|improvement|difference|higher|lower|better|worse|up|down|rose|fell|"
        r"increased|reduced|improved|above|below)|\W|$)|more than chance|(?<=\ba )clear(?= "
        r"(?:change|rise|fall|increase|decrease|improvement))"),
    _entry(MISSED, 0,
        rf"(?:narrowly |just )?(?:missed|failed to meet|fell short of|short of|outside)"
        rf"(?= {_TO_TARGET}| by|\W*$|[.,;])|off (?:target|track|course)|missed|miss(?:es)?(?= "
        rf"(?:\w+ ){{0,2}}targets?)|behind(?= (?:a quarter|(?:its |the )?target|schedule))|"
        rf"too few|not (?:yet )?met"),
    _entry(MET, 0,
        rf"(?:has |have |had )?(?:met|meets?|achieved|achieves?|hit|exceeded|exceeds?|beaten|"
        rf"surpassed)(?= {_TO_TARGET})|(?<=\bis )met|(?<=\bare )met|"
        rf"(?<=was )(?:met|achieved|exceeded|beaten)\b|(?<=were )"
        rf"(?:met|achieved|exceeded)\b|(?<=been )(?:met|achieved|exceeded)\b|(?<=comfortably )met|"
        rf"on (?:target|track|course)|ahead of(?= target| schedule| a quarter| "
        rf"(?:the|its|our) (?:\w+ )?(?:targets?|plan|profile|schedule|quarter))|"
        rf"within(?= (?:the |its |our )?(?:\w+ )?(?:target|limit))|(?<=targets )met\b|"
        rf"(?<=target )(?:met|achieved)\b"),
    _entry(AGAINST_TARGET, 1,
        rf"{_FOR_SURE}(?:above|higher than|better than|over)(?= (?:or equal to )?{_TO_TARGET})"),
    _entry(AGAINST_TARGET, -1,
        rf"{_FOR_SURE}(?:below|lower than|under|short of|worse than|slightly off)(?= "
        rf"{_TO_TARGET})"),
    _entry(AGAINST_PAST, 1, rf"(?:above|higher than|more than){_THAN_PAST}"),
    _entry(AGAINST_PAST, -1, rf"(?:below|lower than|less than|fewer than|under){_THAN_PAST}"),
    _entry(WELL, 0,
        r"compar(?:es|ing|ed) (?:well|favourably)|performing well|performed well|(?:good|strong|"
        r"excellent) performance"),
    _entry(FLAT, 0,
        r"levell?ing off|levell?ed off|stable|unchanged|steady(?! stream)|plateau(?:ed|ing)?|"
        r"no change|the same as|remained level|flat|static"),
    _entry(HIGHEST, 1,
        rf"(?:at its |at their |its |the |a )?(?:(?<!second )(?<!third )(?<!fourth )"
        rf"(?:highest|largest|biggest|greatest|most)|record high|new high|peak){_ONE_OF_ALL}"),
    _entry(LOWEST, -1,
        rf"(?:at its |at their |its |the |a )?(?:lowest|record low|new low|low point|trough|"
        rf"(?:smallest|fewest|least){_ONE_OF_ALL}|(?<=\ba )low(?= (?:of|and|in|since|for|at)\b|"
        rf"\W*$|[.,;]))"),
    _entry(BEST, 1, rf"(?:at its |its |the )?best{_ONE_OF_ALL}"),
    _entry(WORST, -1, rf"(?:at its |its |the )?worst{_ONE_OF_ALL}"),
    _entry(GOOD, 0,
        r"improv(?:ed|ing|ements?)|better|quicker|faster|"
        r"(?:ahead|in front) of(?= (?:the )?(?-i:[A-Z]))"),
    _entry(BAD, 0,
        r"worse(?:n|ned|ning)?|deteriorat(?:ed|ing|ion)|poorer|slower|"
        r"behind(?= (?:the )?(?-i:[A-Z]))"),
    _entry(MOVE, 1,
        r"ris(?:e|es|en|ing)|rose|increas(?:e|es|ed|ing)|grew|grow(?:s|n|ing|th)?|climb(?:s|ed|"
        r"ing)?|gone up|went up|going up|jump(?:s|ed)?|surged?|lengthen(?:ed|ing)"),
    _entry(MOVE, -1,
        r"fall(?:s|en|ing)?|fell|decreas(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|drop(?:s|ped|"
        r"ping)?|reduc(?:ed|ing|tions?)|gone down|went down|going down|eased|easing|come down|"
        r"came down|shrunk|shrank|slipped|shorten(?:ed|ing)"),
    _entry(PLAIN, 1,
        r"up(?= by\b| (?:\w+ )?[\d£]| from| on\b| sharply| again|wards)|(?:is|are|was|were|"
        r"back|gone|go) up|higher|more|above|greater|longer|larger"),
    _entry(PLAIN, -1,
        r"down(?= by\b| (?:\w+ )?[\d£]| from| on\b| sharply| again|wards)|(?:is|are|was|"
        r"were|back|gone) down|lower|fewer|less|below|shorter|smaller"),
    _entry(LEVEL, 1, r"high"),
    _entry(LEVEL, -1, r"low"),
    _entry(GRADE, 1, r"good|excellent|strong"),
    _entry(GRADE, -1, r"poor|weak"),
    _entry(CUT_SHORT, 0,
        r"cut short|before (?:the (?:quarter|period|year|month|term)|it|they)(?: had)? ended"),
    _entry(NOT_FINAL, 0, r"provisional|unpublished|not (?:yet )?(?:been )?published"),
    # Turned round: said of figures, not of plans or of results to come.
    _entry(NOT_FINAL, 1,
        r"(?:figures?|data|rates?|numbers?)(?: [\w/]+){0,4}? (?:is|are) (?:now |all )?final"),
)  # fmt: skip

# The way that the words beside a number say, where it is a change or a gap.
UP_WORDS = (
    r"up|rise[sn]?|rising|rose|increas(?:e[sd]?|ing)|gr(?:ew|own|owing|owth|ows)|"
    r"climb(?:ed|ing|s)?|gone up|higher|more|above|over and above|gain(?:ed)?|jump(?:ed)?|"
    r"surge[d]?|exceed(?:s|ed|ing)?|extra|additional|goes on rising|upward|longer|greater|"
    r"ahead of"
)
DOWN_WORDS = (
    r"down|fall(?:s|en|ing)?|fell|decreas(?:e[sd]?|ing)|declin(?:e[sd]?|ing)|drop(?:s|"
    r"ped|ping)?|reduc(?:e[sd]?|ing|tions?)|lower(?:ed)?|fewer|less|below|eas(?:ed|ing)|cut|"
    r"shrunk|shrank|short of|too few|behind|shortfall|under|downward|shorter|slipped"
)

# Things that public services count: a number word before one of them carries data.
_COUNTED = """
adults allegations appeals applications apprentices approvals attacks authorities
babies branches buildings carers cases casualties centres children clinics colleges
complaints complaint conferences councils days deaths employees enquiries events
exclusions families girls boys groups homes households hospitals incidents injuries
inspections interventions jobs men mothers months offences officers parents partners
patients people persons placements places plans posts projects pupils quarters
removals residents risks schemes sections settings sites staff students teachers teams
vacancies visits volunteers weeks work workers years young
"""
NOUNS = frozenset(_COUNTED.split())

# What is measured, whichever the indicator.
MEASURED = (
    "rate rates number numbers figure figures share percentage proportion level levels count "
    "total demand performance results coverage prevalence average score trend attendance "
    "activity completion usage use take-up takeup caseload wait waits"
)


@lru_cache(maxsize=4096)
def direction_of(text: str, *, from_end: bool) -> int:
    """The direction word of a text nearest to its start or end: 1, -1, or 0 for none.

    >>> direction_of("a fall, then a rise", from_end=True)
    1
    """
    found = [(m.start(), 1) for m in _UP.finditer(text)]
    found += [(m.start(), -1) for m in _DOWN.finditer(text)]
    if not found:
        return 0
    return (max(found) if from_end else min(found))[1]


_UP = re.compile(rf"\b(?:{UP_WORDS})\b(?!-)(?<!\bset up)(?<!follow up)", re.IGNORECASE)
_DOWN = re.compile(rf"(?<!-)\b(?:{DOWN_WORDS})\b(?!-\d| \d+s?\b)", re.IGNORECASE)

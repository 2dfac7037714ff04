"""Numbers that are no data: dates, ages, codes, levels, names. By rule, and by the list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from cypt_analysis.claims.cardinals import CARDINAL, SMALL
from cypt_analysis.claims.periods import mentions_of
from cypt_analysis.ground import settings

# The project's own words that are no data: why, and how each is found.
Listed = tuple[tuple[str, re.Pattern[str]], ...]
_WORD = rf"(?:{'|'.join(SMALL)})"
_N = rf"(?:\d+|{CARDINAL})"
_ANY_NUMBER = re.compile(rf"\d|\b{CARDINAL}|[¹²³]", re.IGNORECASE)
_SPAN = rf"{_N}(?:\s?(?:to|or|and|-|–)\s?{_N})?"
_LABELS = (
    "Years?", "Key Stages?", "KS", "Levels?", "NI", "Phases?", "Sections?", "Parts?", "Pages?",
    "Appendi(?:x|ces)",
    "Annex(?:es)?", "Tables?", "Figures?", "Charts?", "Chapters?", "Stages?", "Tiers?",
    "Bands?", "Grades?", "Categor(?:y|ies)", "Class(?:es)?", "Priorit(?:y|ies)", "Objectives?",
    "Outcomes?", "Paragraphs?", "Items?", "Versions?", "Schedules?", "Articles?", "Rules?",
    "Regulations?",
    "Notes?", "Steps?", "Pillars?", "Themes?", "Wards?", "Areas?", "Zones?", "Lots?",
    "Agenda items?", "BV", "LPI", "PAF", "ISO", "Form", "Resolution", "Minute", "Recommendations?",
    "Group", "Team", "Route", "Ref(?:erence)?\\.?",
)  # fmt: skip
_RULES: tuple[tuple[str, str], ...] = (
    (
        "label",
        rf"\b(?:{'|'.join(_LABELS)})\s(?:no\.? )?\d+[a-z]?(?:\.\d+)*(?:(?:\s?(?:,|to|and|"
        rf"or|-|–|&)\s?)\d+[a-z]?(?![.,]?\d|\s?%|[a-z]))*(?![.,]\d|\d|\s?%)",
    ),
    ("act of a year", r"\bthe (?:19|20)\d\d (?:Act|Regulations|Order|White Paper|Green Paper)\b"),
    (
        "age",
        rf"\b(?:ages?|aged|age of)\s(?:from\s|between\s|under\s|over\s|up "
        rf"to\s)?{_SPAN}(?:,? (?:and|or) {_SPAN})?(?:\s?\+|\s(?:years?|and (?:under|over|"
        rf"above)))?",
    ),
    (
        "age",
        rf"(?<!was )(?<!is )(?<!were )(?<!are )(?<!been )(?<!be )(?<!remained )(?<!remains )"
        rf"(?<!stayed )(?<!stays )(?<!kept )(?<!fell )(?<!fallen )(?<!dropped )(?<!stood )"
        rf"\b(?:under|over|post|pre)[- ](?:\d{{1,2}}(?!\d)|{CARDINAL})'?s?\b(?=\W|$)"
        rf"(?! \w+ (?:in|out of) (?!(?:19|20)\d\d)(?:\d|{CARDINAL}))(?!\s?(?:%|per cent|percentage|"
        rf"million|children|people|pupils|parents|families|households|cases|days|terms|"
        rf"staff|places|visits|young|incidents|years?|months?|weeks?|hours?|quarters|thirds|"
        rf"fifths|tenths|times|(?:in|out of) (?!(?:19|20)\d\d){_N}))(?!,\d|\.\d)",
    ),
    (
        "age",
        rf"\b{_SPAN}[- ](?:year|month)s?[- ]olds?\b|\b{_SPAN} years? (?:old|of age)\b|"
        rf"\b(?:children|pupils|young people|parents of children|those)(?: \w+){{0,2}} "
        rf"(?:under|over|aged|up to|above|below|after|from) (?!\d{{3}}|\d,\d){_SPAN}\b(?!\s?%|,\d)",
    ),
    (
        "age",
        r"(?<!up )(?<!down )(?<!, )\b(?:after|from|at|to|by|age) 16\b"
        r"(?!\.\d|,\d|\s?%|\s(?:per|percentage|points?|times|fewer|more)\b)|\b\d{1,2}\+(?=\s|$)|\b(?:0|5|11|14|16)\s?[-–]\s?(?:5|11|16|18|19|25)\b",
    ),
    ("time of day", r"\b\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|noon|o'clock)\b|\b24/7\b|\b24[- ]hours?\b"),
    (
        "base of a rate",
        r"\b(?:(?:for|in|out of|of) (?:every|each) |per |in )(?:1,000|10,000|100,000|1000|"
        r"10000|100000|100k?|10k|1k|million|(?:a |one |ten |a hundred )?thousand)\b",
    ),
    (
        "time limit",
        rf"\b(?:within|in|(?<!average )(?<!target )(?<!threshold )(?<!limit )of|after|every|up "
        rf"to|over|at|the last)\s{_SPAN}[- ](?:working |"
        rf"calendar |school )?(?:hours?|days?|weeks?)\b(?!\s(?:lost|fewer|more|on average))",
    ),
    (
        "time limit",
        rf"\b{_SPAN}[- ](?:hour|day|week|month|year|term|mile|minute|"
        rf"(?<!\d\.\d[- ])(?<!\d\.\d\d[- ])point|page|stage|"
        rf"tier|strand)\b(?!s| \d)",
    ),
    (
        "time limit",
        rf"\b{_SPAN} (?:(?:working )?(?:days|weeks|months) (?:after|behind|late)|minutes)\b",
    ),
    (
        "level of confidence",
        r"\b(?:90|95|99|99\.8|99\.9)(?:\s?%| per cent) (?:confidence|intervals?|limits?|level|CI)",
    ),
    (
        "probability",
        r"\bp(?:[- ]value)?\s?(?:[<=>]|(?:is |of )?(?:below|under|above|over|less than|at most|of))"
        r"\s?(?:0?\.\d+|1\.0+\b)",
    ),
    (
        "what has come",
        rf"\b{_N} of {_N} (?:quarters?|months?|terms?|years?|periods?|parts?) "
        rf"(?:(?:have|has|had|been) )*(?:received|come)\b",
    ),
    (
        "qualification",
        rf"\b(?:{_N})(?:\s?\+| or more)?(?: good)? (?:GCSEs?|A levels?|A\*)(?=\W|$)|"
        rf"\bA\*?\s?(?:-|–|to)\s?[CE]\b",
    ),
    ("qualification", r"\b5\s?\+?\s?A\*"),
    ("share of a ranking", r"\b(?:top|bottom) \d{1,2}\s?(?:%|per ?cent)"),
    ("speed", r"\b\d+ ?(?:mph|km/h)\b"),
    ("century", r"\b\d\d(?:st|nd|rd|th)[- ]century\b"),
    ("road or code", r"\b[A-Z]{1,4}\d{1,4}\b"),
    ("footnote", r"\[\d{1,2}\]|(?<=\w)\(\d\)|[¹²³]"),
    ("enumeration", r"^\s*\(?\d{1,2}[.)]\s"),
    (
        "ordinal",
        r"\b\d+(?:st|nd|rd|th)\b(?! (?:highest|lowest|out|place|of \d|in the|percentile))",
    ),
    (
        "figure of speech",
        rf"\b(?:one of|one another|no one|at one|one-to-one|one-stop|one and the same|"
        rf"the one|one point|(?:the|these|those|in|all|first|last|next|other|remaining|"
        rf"both|past|our|my|each of the|between the) (?:first |last |next |other |past |"
        rf"latest |previous )?{_WORD})\b(?!-| (?:hundred|thousand|in|out of)\b)",
    ),
    (
        # "Children with three or more placements": whom it counts, not how many.
        "criterion",
        rf"\b(?:\d|{_WORD}) or (?:more|fewer|less)\b(?! than)(?=\s[a-z])|"
        rf"\b(?:with|in|had|having|have|has|of) (?:more|fewer|less) than (?:\d|{_WORD})\b"
        rf"(?=\s[a-z])(?! (?:in|out of|per|hundred|thousand)\b)",
    ),
    (
        "figure of speech",
        r"\b(?:one|two) (?:or more|or two|by one)\b|\b9/11\b|\b50[-/]50\b|\bzero[- ]tolerance\b",
    ),
    (
        "name",
        r"\b[A-Z][\w'-]+ \d+ (?:Project|Programme|Club|Scheme|Strategy|Plan|Framework)\b|"
        r"\bEvery Child Matters 2\b|\b(?:Vision|Agenda|Plan|Strategy) 20\d\d\b",
    ),
    ("telephone", r"\b0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}\b"),
)
_COMPILED = tuple(
    (reason, re.compile(pattern, 0 if reason in ("road or code", "name") else re.IGNORECASE))
    for reason, pattern in _RULES
)

RULES = frozenset({"date or period", *(reason for reason, _ in _RULES)})


@dataclass(frozen=True)
class Literal:
    """A stretch of a sentence whose numbers are no data, and why."""

    start: int
    end: int
    reason: str


@lru_cache(maxsize=1024)
def literals_of(text: str, own: Listed = ()) -> tuple[Literal, ...]:
    """The stretches of a sentence whose numbers are no claims; ``own`` are the project's.

    >>> sorted({each.reason for each in literals_of("Year 6, aged 10 to 11, on 5 May 2009.")})
    ['age', 'date or period', 'label']
    """
    found = [Literal(m.start, m.end, "date or period") for m in mentions_of(text)]
    # Rules are about numbers: without one, only the project's own words can be found.
    rules = (*_COMPILED, *own) if _ANY_NUMBER.search(text) else own
    for reason, pattern in rules:
        found += [Literal(m.start(), m.end(), reason) for m in pattern.finditer(text)]
    return tuple(sorted(found, key=lambda each: (each.start, each.end)))


def listed(literals: Iterable[settings.Literal]) -> Listed:
    """The literals of project.toml, each with its reason."""
    return tuple(
        (each.reason, re.compile(rf"(?<!\w){re.escape(each.text)}(?!\w)", re.IGNORECASE))
        for each in literals
    )

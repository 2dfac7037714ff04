"""Period words of a sentence, and whether a fact's period is the one that they name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cypt_analysis.claims.cardinals import SMALL
from cypt_analysis.ground.quarter import MONTHS, Period

_SHORT = {name[:3].lower(): number for number, name in enumerate(MONTHS, start=1)}
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)

# A number beyond 2049 is a count, not a year.
_YEAR = r"(?:19\d{2}|20[0-4]\d)"
_SLASH = rf"(?:{_YEAR}\s?[/–-]\s?(?:{_YEAR}|\d{{2}})(?!\d)|(?<![\d/])\d{{2}}/\d{{2}}(?![\d/]))"
_DAY = r"\d{1,2}(?:\s?(?:st|nd|rd|th))?(?:\s+of)?\s+"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
DAY, MONTH, RANGE, YEAR_TO, SLASH, YEAR, TERMS, QUARTER = (
    "day", "month", "range", "year to", "slash", "year", "terms", "quarter",
)  # fmt: skip
SAME, YEAR_BEFORE, BEFORE, NOW, SEASON, LATER, ANY = (
    "same", "year before", "before", "now", "season", "later", "any",
)  # fmt: skip
_PATTERNS = (
    (YEAR_TO,
        rf"(?:year|(?:12|twelve) months) (?:to|ending|ended)(?: the end of)? "
        rf"(?P<m2>{_MONTH}) (?P<y2>{_YEAR})"),
    (TERMS,
        rf"(?P<terms>(?:autumn|spring|summer)(?:,? (?:and|&) (?:spring|summer))?) "
        rf"terms?(?:(?: of| in)? (?P<slash>{_SLASH}))?"),
    (RANGE,
        rf"(?:{_DAY})?(?P<m1>{_MONTH})\.?(?:(?: (?P<y1>{_YEAR}))?\s?(?:to|-|–|until)|"
        rf"\s?and)\s?(?:{_DAY})?(?P<m2>{_MONTH})\.?(?: (?P<y2>{_YEAR}|'?\d{{2}}(?![\d%,.]\d|\d|"
        rf"%)))?"),
    (DAY,
        rf"(?P<d>\d{{1,2}})(?:\s?(?:st|nd|rd|th))?(?: of)? (?P<m2>{_MONTH})(?: "
        rf"(?P<y2>{_YEAR}))?"),
    (DAY, r"(?P<d>\d{1,2})(?P<dot>[./])(?P<n2>\d{1,2})(?P=dot)(?P<y2>\d{4}|\d{2})(?!\d)"),
    (DAY, r"(?P<y2>\d{4})-(?P<n2>\d{2})-(?P<d>\d{2})(?!\d)"),
    (DAY, rf"(?P<m2>{_MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)(?:,? (?P<y2>{_YEAR}))?"),
    (MONTH,
        rf"(?P<whole>end of )?(?P<m2>{_MONTH})\.? (?:of )?(?P<y2>{_YEAR}|"
        rf"'?\d{{2}}(?![\d%,.]\d|\d|%|\s(?:children|pupils|people|per)))"),
    (QUARTER,
        rf"(?:Q(?P<q>[1-4])|(?P<qo>first|second|third|fourth|last|final) quarter|quarter "
        rf"(?P<q3>[1-4]))(?: of)?(?: the)?(?: financial)?(?: year)?(?:,? (?:of |in "
        rf")?(?P<slash>{_SLASH}|{_YEAR}))?|"
        rf"(?P<qv>first|second|third|fourth|last) of (?P<slash2>{_SLASH})"),
    (QUARTER,
        r"(?<=quarter to the )(?P<qt>first|second|third|fourth)|(?<=year to the "
        r")(?P<qu>first|second|third|fourth)"),
    (SLASH, rf"(?P<slash>{_SLASH})"),
    (SEASON,
        rf"(?:early |late |mid-?)?(?P<season>spring|summer|autumn|winter|Christmas),? "
        rf"(?P<y2>{_YEAR})"),
    (SAME,
        rf"same (?:quarter|month|period|point|time|day)(?: (?:of|in))?(?: the)?(?: year)? "
        rf"(?P<y2>{_YEAR})"),
    (YEAR_BEFORE,
        r"(?:(?:over|in) the (?:last |past )?(?P<span>two|three|four|five|six|ten|\d+) years"
        r"(?= to\b|,|\.|$)|(?P<years>two|three|four|five|six|ten|\d+) years (?:ago|"
        r"before(?! \w+ing\b)|earlier|previously)|"
        r"same (?:quarter|month|period|point|time|day)(?: \w+){0,2} (?:last|the previous|"
        r"a) year(?: (?:ago|before|earlier))?|same (?:quarter|period) (?:the|a) year (?:ago|"
        r"before|earlier)|(?:a|one|the) year (?:ago|before that|before|earlier)|last year|"
        r"previous year|year[- ]on[- ]year|(?:over|on|in) (?:the|a|one) (?:last |past )?"
        r"year(?! (?:ago|before|earlier))|"
        r"this time last year|prior year|same (?:quarter|month|period|point|time) (?:last "
        r"year|a year)|(?:twelve|12) months (?:ago|before|earlier|previously)|"
        r"(?:over|in) (?:the (?:last|past) )?(?:twelve|12) months)"),
    (LATER,
        r"(?:(?:in|over) )?the (?:following|next|subsequent) (?:year|(?:twelve|12) months)|"
        r"(?:a|one|the) (?:year|month|quarter) (?:later|on|after|since)|(?:twelve|12|three) "
        r"months (?:later|on)|(?:a|one) quarter later"),
    (BEFORE,
        r"(?:previous|preceding|last|prior) (?:quarter|month|period)|three months (?:before|"
        r"earlier|ago)|(?:quarter|month|period) (?:before|earlier)|(?<=since )(?:the|our) last "
        r"(?:report|PIR)|(?<=since )(?:the )?(?:spring|summer|autumn|winter)(?! \d)"),
    (NOW, r"this quarter|current quarter|(?:currently|at present|right now|today|at the moment)"),
    (YEAR, rf"(?<![\d,./£-])(?<!over )(?<!under )(?<!least )(?<!nearly )(?<!about )"
        rf"(?P<whole>end of )?(?P<y2>{_YEAR})(?![\d,]\d|%|\.\d|/)"
        r"(?! (?:Act|Regulations|Order|White|Green)\b)"),
    (MONTH,
        rf"(?<=\b[a-z]{{2}} )(?P<m2>{_MONTH})\b|(?P<m5>{_MONTH})(?='s|’s)|"
        rf"(?<=[Ll]ast )(?P<m6>{_MONTH})\b|(?<=etween )(?P<m7>{_MONTH})\b|"
        rf"(?<=^In )(?P<m8>{_MONTH})\b|(?<=\bsince )(?P<m3>{_MONTH})\b|(?<=\buntil "
        rf")(?P<m4>{_MONTH})\b"),
)  # fmt: skip
_COMPILED = tuple(
    (kind, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", 0 if kind == MONTH else re.IGNORECASE))
    for kind, pattern in _PATTERNS
)
_SEASONS = {"spring": 5, "summer": 8, "autumn": 11, "winter": 12, "christmas": 12}


@dataclass(frozen=True)
class Mention:
    """Words that name a period, their place in the sentence, and what they say of it."""

    start: int
    end: int
    kind: str
    text: str
    year: int | None = None
    month: int | None = None
    from_month: int | None = None
    day: int | None = None
    part: str = ""

    @property
    def relative(self) -> bool:
        """Whether the words name a period only beside another."""
        return self.kind in (YEAR_BEFORE, BEFORE, NOW, LATER, ANY)

    @property
    def within(self) -> bool:
        """Whether they name the year up to now: "332 were in care over the year"."""
        return self.kind == YEAR_BEFORE and self.text.lower().startswith(("in ", "over ", "on "))

    @property
    def years(self) -> int:
        """How many years before another period the words name: "two years ago"."""
        if self.kind != YEAR_BEFORE:
            return 0
        return SMALL.get(self.part) or int(self.part or 1)

    @property
    def last(self) -> date | None:
        """The last day that the words can mean, where they give a year."""
        if self.year is None or self.relative:
            return None
        if self.kind in (SLASH, TERMS, QUARTER):
            return date(self.year + 1, 8, 31)
        month = self.month or 12
        if self.day:
            try:
                return date(self.year, month, self.day)
            except ValueError:
                return None
        following = date(self.year + (month == 12), month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)

    def fits(self, period: Period | None) -> bool:
        """Whether a period can be the one that the words name."""
        if period is None or self.relative:
            return True
        rule = _RULES[self.kind]
        return rule(self, period)


def _fits_month(self: Mention, period: Period) -> bool:
    if self.year is not None and period.end.year != self.year:
        return False
    # A year to June ends in June too; a bare month may stand for it.
    short = period.months <= 1 or self.year is None or self.part == "whole"
    if self.part == "start":
        return period.start.month == self.month
    return period.end.month == self.month and short


def _fits_range(self: Mention, period: Period) -> bool:
    same = period.start.month == self.from_month and period.end.month == self.month
    return same and (self.year is None or period.end.year == self.year)


def _fits_year_to(self: Mention, period: Period) -> bool:
    ends = (period.end.month, period.end.year) == (self.month, self.year)
    return ends and (period.months == 12 or period.kind == "day")


def _fits_slash(self: Mention, period: Period) -> bool:
    if period.kind in ("financial_year", "academic_year", "academic_terms"):
        return int(period.text[:4]) == self.year
    return False


def _fits_terms(self: Mention, period: Period) -> bool:
    if period.kind != "academic_terms":
        return False
    return self.year is None or int(period.text[:4]) == self.year


def _fits_year(self: Mention, period: Period) -> bool:
    if period.kind in ("academic_year", "academic_terms", "calendar_year", "day", "month"):
        return period.end.year == self.year
    if self.part == "end":
        return (period.end.year, period.end.month) == (self.year, 12)
    return False


def _fits_day(self: Mention, period: Period) -> bool:
    end = period.end
    return (end.day, end.month) == (self.day, self.month) and self.year in (None, end.year)


def _fits_quarter(self: Mention, period: Period) -> bool:
    if period.kind not in ("financial_quarter", "calendar_quarter"):
        return False
    return period.text[-1] == self.part and self.year in (None, int(period.text[:4]))


def _fits_same(self: Mention, period: Period) -> bool:
    return self.year in (period.start.year, period.end.year)


_RULES = {
    MONTH: _fits_month, RANGE: _fits_range, YEAR_TO: _fits_year_to, SLASH: _fits_slash,
    TERMS: _fits_terms, YEAR: _fits_year, DAY: _fits_day, QUARTER: _fits_quarter,
    SAME: _fits_same, SEASON: _fits_year,
}  # fmt: skip


@lru_cache(maxsize=1024)
def mentions_of(text: str) -> tuple[Mention, ...]:
    """The period words of a sentence, in their order; none overlaps another.

    >>> [each.text for each in mentions_of("Up from April to June 2009, on a year before.")]
    ['April to June 2009', 'a year before']
    """
    found: list[Mention] = []
    taken = bytearray(len(text))
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
            if not any(taken[match.start() : match.end()]):
                found.append(_mention(kind, match))
                taken[match.start() : match.end()] = b"\1" * len(match[0])
    return tuple(sorted(found, key=lambda each: each.start))


def _mention(kind: str, match: re.Match[str]) -> Mention:
    groups = {name: value for name, value in match.groupdict().items() if value}
    year = _year(groups.get("y2") or groups.get("slash") or groups.get("slash2", ""))
    named = next((groups[m] for m in ("m2", "m3", "m4", "m5", "m6", "m7", "m8") if m in groups), "")
    month = _SHORT[named[:3].lower()] if named else None
    if "n2" in groups:
        month = int(groups["n2"])
    if kind == SEASON:
        month = _SEASONS[groups["season"].lower()]
    number = groups.get("q") or groups.get("q3")
    if not number and "qo" in groups:
        number = str(_ORDINALS[groups["qo"].lower()])
    named_quarter = groups.get("qt") or groups.get("qu") or groups.get("qv")
    if not number and named_quarter:
        number = str(_ORDINALS[named_quarter.lower()])
    upto = match.string[: match.start()].lower().endswith(("to ", "by ", "until ", "ending "))
    if kind == MONTH:
        number = "start" if "m7" in groups else "whole" if "whole" in groups or upto else None
    if "years" in groups or "span" in groups:
        number = (groups.get("years") or groups["span"]).lower()
    if kind == YEAR and "whole" in groups:
        number = "end"
    first = _SHORT[groups["m1"][:3].lower()] if "m1" in groups else None
    day = int(groups["d"]) if "d" in groups else None
    return Mention(
        match.start(), match.end(), kind, match[0], year, month, first, day, number or ""
    )


def _year(text: str) -> int | None:
    digits = re.findall(r"\d+", text)
    if not digits:
        return None
    first = int(digits[0])
    if len(digits[0]) == 4:
        return first
    return first + (2000 if first < 70 else 1900)

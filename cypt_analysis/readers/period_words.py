"""Periods as publishers, systems and spreadsheets write them → the spelling of our own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from cypt_analysis.catalogue.reads import Covers
from cypt_analysis.ground.quarter import is_period, parse_period
from cypt_analysis.ground.spelling import double_year

# What a bare year is the last one of, by the kind of period; that of an academic year ends in it.
_YEAR_OF = {
    "financial_year": lambda year: f"{double_year(year - 1)}-FY",
    "academic_year": lambda year: f"{double_year(year - 1)}-AY",
    "calendar_year": lambda year: f"{year}",
    "months": lambda year: f"{year}-M01..{year}-M12",
}
_DOUBLE_OF = {
    "financial_year": lambda year: f"{double_year(year)}-FY",
    "academic_year": lambda year: f"{double_year(year)}-AY",
}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# How many months a word spans, by its first letter.
_SPANS = {"q": 3, "y": 12, "m": 1}
_NUMBERS = {"three": 3, "six": 6, "nine": 9, "twelve": 12}
_END_OF = (
    r"(?:for )?(?:the )?(?:financial |academic |calendar |rolling )?"
    r"(?:(?P<count>[1-9]\d?|three|six|nine|twelve) ?(?:months|mths)"
    r"|(?P<word>quarter|qtr\.?|q|year|yr\.?|y|month|mth\.?|m))"
    r" ?(?:/ ?e(?:nd(?:ing|ed)?)?|ending|ended|end|to|e)(?: on)?:? (?P<on>.+)"
)
_SHORT_DAY = re.compile(r"(\d\d?)[./-](\d\d?)[./-](\d\d(?:\d\d)?)")
# A time behind a day, as systems write one, is no part of the day.
TIME = r"(?:[ t]\d\d:\d\d(?::\d\d(?:\.\d+)?)?z?)?"
_YEARS = r"(?P<year>(?:19|20)\d\d)\s?[-/]?\s?(?:19|20)?(?P<next>\d\d)"
_SHORT_YEARS = r"(?P<year>\d\d)[-/](?P<next>\d\d)"
# The dashes that a word processor or a publisher writes for the keyboard's.
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
# Day 0 of Excel's calendar, which takes 1900 for a leap year.
_EXCEL_ZERO = date(1899, 12, 30)
_EXCEL_DAY = re.compile(r"[1-7]\d{4}(?:\.0+)?")
# A year as publishers name it, and of which of our periods it is the year.
_PUBLISHED_YEAR = re.compile(
    r"(?P<first>(?:19|20)\d\d)(?:\.0+)?(?:\s?[-/]?\s?(?:20)?(?P<next>\d\d))?(?:-(?:FY|AY))?"
)
_COVERED: dict[Covers, Callable[[int], str]] = {
    Covers.FINANCIAL_YEAR: lambda year: f"{double_year(year - 1)}-FY",
    Covers.ACADEMIC_YEAR: lambda year: f"{double_year(year - 1)}-AY",
    Covers.CALENDAR_YEAR: lambda year: f"{year}",
    Covers.ON_31_MARCH: lambda year: f"{year}-03-31",
    Covers.ON_30_JUNE: lambda year: f"{year}-06-30",
    Covers.ON_30_SEPTEMBER: lambda year: f"{year}-09-30",
    # Whole, unless `year_of` is told up to which day its figures run.
    Covers.ACADEMIC_YEAR_TO_DATE: lambda year: f"{year - 1}-M09..{year}-M07",
    Covers.DECEMBER_TO_FEBRUARY: lambda year: f"{year - 1}-M12..{year}-M02",
}
# What a publisher writes behind a year: the figure's standing, not the period.
_STANDING = re.compile(
    r"\s*\((?P<word>rev|revised|prov|provisional|final|est|estimated|p|r|e)\)\s*$", re.IGNORECASE
)
_STANDINGS = {
    "rev": "revised", "revised": "revised", "r": "revised", "prov": "provisional",
    "provisional": "provisional", "p": "provisional", "final": "final",
    "est": "estimated", "estimated": "estimated", "e": "estimated",
}  # fmt: skip
# Other brackets behind a year are notes of the publisher's own, save of what is not the whole.
_NOTE = re.compile(r"\s*\((?!ytd|cum|to)[A-Za-z]{1,3}\)\s*$", re.IGNORECASE)
# The sign of one, as behind a figure.
_SIGN = re.compile(r"(?<=\S)\s*(?:\[(?:note )?\w{1,2}\]|[*†‡]{1,3}|[¹²³⁴-⁹]{1,2})\s*$")


class Ambiguous(ValueError):
    """A period that can be read in two ways; the message names both."""


def standing(text: str) -> tuple[str, str]:
    """A period's text without what is said of its figures, and that as a status; "" if nothing.

    >>> standing("2018 (Rev)"), standing("2016-17 (OT)")
    (('2018', 'revised'), ('2016-17', ''))
    """
    text = _SIGN.sub("", text)
    match = _STANDING.search(text)
    if match:
        return text[: match.start()], _STANDINGS[match["word"].lower()]
    return _NOTE.sub("", text), ""


def is_noted(text: str) -> bool:
    """Whether the sign of a note stands behind a period.

    >>> is_noted("2021-22 [1]"), is_noted("2021-22")
    (True, False)
    """
    return _SIGN.search(text) is not None


def period_of(text: str, kinds: tuple[str, ...]) -> str:
    """The period that a text means, in our own spelling, where it may be one of some kinds.

    Raises Ambiguous where it can mean two, and ValueError where it means none.

    >>> period_of("Q3 2009/10", ("financial_quarter",)), period_of("202425", ("academic_year",))
    ('2009-10-Q3', '2024-25-AY')
    >>> period_of("2025", ("financial_year",)), period_of("31-Dec-09", ("day",))
    ('2024-25-FY', '2009-12-31')
    """
    text = _typed(text)
    try:
        own = parse_period(text)
    except ValueError:
        own = None
    if own is not None and own.kind in kinds:
        return own.text
    read = list(_readings(text.lower(), kinds))
    if "day" not in kinds and any(is_period(e) and parse_period(e).kind == "day" for e in read):
        # Quarters are named by their last days too.
        read += _readings(f"quarter ending {text.lower()}", kinds)
    found = dict.fromkeys(parse_period(each).text for each in read if is_period(each))
    found_kinds = [each for each in found if parse_period(each).kind in kinds]
    if len(found_kinds) == 1:
        return found_kinds[0]
    if found_kinds:
        both = " or ".join(found_kinds)
        raise Ambiguous(f"It can mean {both}.")
    raise ValueError(f"'{text}' is not a period.")


def year_of(text: str, covers: Covers, released: date | None = None) -> str:
    """The period that a publisher's year covers, in our own spelling; it is named after its end.

    A year to date ends in the month in which it was ``released``. Raises ValueError where the
    text is no year, or one that had not begun by then.

    >>> year_of("2025", Covers.ON_31_MARCH), year_of("2024/25", Covers.FINANCIAL_YEAR)
    ('2025-03-31', '2024-25-FY')
    >>> year_of("202526", Covers.ACADEMIC_YEAR_TO_DATE, date(2026, 3, 12))
    '2025-M09..2026-M03'
    """
    match = _PUBLISHED_YEAR.fullmatch(_typed(text))
    if match is None:
        raise ValueError(f"'{text}' is not a year.")
    year = int(match["first"])
    if match["next"] is not None:
        if int(match["next"]) != (year + 1) % 100:
            raise ValueError(f"'{text}' is not a year: {year} is not followed by {match['next']}.")
        year += 1
    if covers is Covers.ACADEMIC_YEAR_TO_DATE and released and released < date(year, 7, 31):
        if released < date(year - 1, 9, 1):
            raise ValueError(f"'{text}' had not begun on {released}.")
        return f"{year - 1}-M09..{released:%Y-M%m}"
    return _COVERED[covers](year)


def _typed(text: str) -> str:
    """A text as it would be typed: one blank between words, the keyboard's dash."""
    return " ".join(text.translate(_DASHES).split())


def published(text: str, means: Covers | tuple[str, ...], released: date | None = None) -> str:
    """A period as it was published in our own spelling, with what is said of it in brackets.

    ``means`` is what a year covers, or the kinds of which it may be; ``released`` the day of a
    release that holds a year to date. A text that cannot be read stays as it is: it is told where
    it stands.

    >>> published("2018 (Rev)", Covers.FINANCIAL_YEAR), published("Q5 2009/10", ("month",))
    ('2017-18-FY (revised)', 'Q5 2009/10')
    """
    bare, said = standing(text)
    try:
        period = (
            year_of(bare, means, released) if isinstance(means, Covers) else period_of(bare, means)
        )
    except ValueError:
        return text
    return f"{period} ({said})" if said else period


def _readings(text: str, kinds: tuple[str, ...]) -> Iterator[str]:
    for pattern, made in _SPELLINGS:
        match = pattern.fullmatch(text)
        if match:
            yield from made(match, kinds)


def _years_follow(match: re.Match[str]) -> bool:
    return int(match["next"]) == (int(match["year"]) + 1) % 100


def _quarter(match: re.Match[str], kinds: tuple[str, ...]) -> Iterator[str]:
    if _years_follow(match):
        yield f"{double_year(_full_year(match['year']))}-Q{match['part']}"


def _double_year(match: re.Match[str], kinds: tuple[str, ...]) -> Iterator[str]:
    if _years_follow(match):
        for kind in kinds:
            if kind in _DOUBLE_OF:
                yield _DOUBLE_OF[kind](int(match["year"]))


def _year(match: re.Match[str], kinds: tuple[str, ...]) -> Iterator[str]:
    for kind in kinds:
        if kind in _YEAR_OF:
            yield _YEAR_OF[kind](int(match["year"]))


def _years(match: re.Match[str], kinds: tuple[str, ...]) -> Iterator[str]:
    """A span of calendar years; two that follow each other are a double year."""
    first = int(match["year"])
    last = first // 100 * 100 + int(match["next"])
    if "months" in kinds and last > first + 1:
        yield f"{first}-M01..{last}-M12"


def _dated(match: re.Match[str], kinds: tuple[str, ...]) -> Iterator[str]:
    """A month, or a day of one, its month named or numbered."""
    parts = match.groupdict()
    year, named, day = _full_year(match["year"]), parts.get("month"), parts.get("day")
    month = _MONTHS.index(named) + 1 if named else int(match["number"])
    yield f"{year}-{month:02d}-{int(day):02d}" if day else f"{year}-M{month:02d}"


def _excel_day(match: re.Match[str], kinds: tuple[str, ...]) -> Iterator[str]:
    yield str(_EXCEL_ZERO + timedelta(days=int(float(match[0]))))


def _day_of(match: re.Match[str], kinds: tuple[str, ...]) -> Iterator[str]:
    yield match["date"]


def _ending(match: re.Match[str], kinds: tuple[str, ...]) -> Iterator[str]:
    """So many months up to the last day of one: a quarter, a year, or a span of months."""
    months = _SPANS[match["word"][0]] if match["word"] else _count(match["count"])
    on = match["on"]
    if short := _SHORT_DAY.fullmatch(on):
        on = "/".join(short.groups()[:2]) + f"/{_full_year(short[3])}"
    for text in dict.fromkeys(_readings(on, ("month", "day"))):
        last = parse_period(text) if is_period(text) else None
        if last is None or (last.end + timedelta(days=1)).day != 1:
            continue
        year, month = last.end.year, last.end.month
        first = year * 12 + month - months
        of_year = {
            3: f"{double_year(year - 1)}-FY",
            8: f"{double_year(year - 1)}-AY",
            12: f"{year}",
        }
        made = {1: f"{year}-M{month:02d}", 12: of_year.get(month, "")}.get(months, "")
        if months == 3 and month % 3 == 0:
            begun = year if month > 3 else year - 1
            made = f"{double_year(begun)}-Q{(month - 4) % 12 // 3 + 1}"
            if "calendar_quarter" in kinds:
                made = f"{year}-Q{month // 3}"
        fits = made and parse_period(made).kind in kinds
        yield made if fits else f"{first // 12}-M{first % 12 + 1:02d}..{year}-M{month:02d}"


def _count(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text]


def _full_year(text: str) -> int:
    """A year of two digits is of this century, unless that lies far ahead."""
    year = int(text)
    if len(text) == 4:
        return year
    return 2000 + year if year < 70 else 1900 + year


_Made = Callable[[re.Match[str], tuple[str, ...]], Iterator[str]]
_SPELLINGS: tuple[tuple[re.Pattern[str], _Made], ...] = tuple(
    (re.compile(pattern), made)
    for pattern, made in (
        *(
            (pattern, _quarter)
            for years in (_YEARS, _SHORT_YEARS)
            for pattern in (
                rf"(?:q|quarter |qtr )(?P<part>[1-4]),? \(?(?:fy ?)?{years}\)?",
                rf"(?:fy ?)?{years},? -? ?(?:q|quarter |qtr )(?P<part>[1-4])",
            )
        ),
        (_END_OF, _ending),
        (rf"(?:fy |ay )?{_YEARS}", _double_year),
        (_YEARS, _years),
        (r"(?:fy )?(?P<year>(?:19|20)\d\d)(?:\.0+)?", _year),
        (rf"{_MONTH}[ -]?(?P<year>(?:19|20)?\d\d)", _dated),
        (r"(?P<year>(?:19|20)\d\d)[-/ ](?P<number>0[1-9]|1[0-2])", _dated),
        (rf"(?P<day>\d\d?)(?:st|nd|rd|th)?[ -]{_MONTH}[ -](?P<year>(?:19|20)?\d\d)", _dated),
        (rf"(?P<day>\d\d?)[./](?P<number>\d\d?)[./](?P<year>(?:19|20)?\d\d){TIME}", _dated),
        (rf"(?P<date>\d{{4}}-\d\d-\d\d){TIME}", _day_of),
        # What a workbook makes of "April 2025".
        (r"(?P<year>\d{4})-(?P<number>\d\d)-01(?: 00:00:00)?", _dated),
        (_EXCEL_DAY.pattern, _excel_day),
    )
)

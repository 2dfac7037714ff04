"""How numbers are written: which sign parts the decimals of a column, and which the thousands.

"1,204" is 1204 in most files and 1.204 in some: what else stands in the column and in the file
tells them apart, or the source's entry, or it is a question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

POINT, COMMA = ".", ","
# Between thousands: blanks that hold a number together, the keyboard's, and apostrophes.
_BETWEEN = " \u00a0\u2007\u2009\u202f'\u2019"
_MINUS = "\u2212"
# The keyboard's blank may stand between two numbers; so many digits it parts.
PARTED = re.compile(r"[-+]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?\s*%?", re.ASCII)
_UNPARTED = re.compile(r"[-+]?\d{4}", re.ASCII)


def _pattern(decimal: str) -> re.Pattern[str]:
    others = re.escape((POINT if decimal == COMMA else COMMA) + _BETWEEN)
    return re.compile(
        rf"(?P<sign>[-+{_MINUS}]?)£?(?P<whole>\d+|[1-9]\d{{0,2}}(?P<by>[{others}])\d{{3}}(?:(?P=by)\d{{3}})*)"
        rf"(?:{re.escape(decimal)}(?P<rest>\d+))?\s*(?P<percent>%?)",
        re.ASCII,
    )


_PATTERNS = {decimal: _pattern(decimal) for decimal in (POINT, COMMA)}


@lru_cache(maxsize=4096)
def plainly(text: str, decimal: str = POINT) -> str:
    """A number as a program writes it, whose decimals a sign parts; "" where that makes no number.

    >>> plainly("1,204"), plainly("1,204", ","), plainly("1.204,5 %", ","), plainly("1,2")
    ('1204', '1.204', '1204.5%', '')
    """
    match = _PATTERNS[decimal].fullmatch(text.strip())
    if match is None:
        return ""
    whole = "".join(filter(str.isdigit, match["whole"]))
    sign = "-" if match["sign"] in ("-", _MINUS) else ""
    return f"{sign}{whole}{'.' if match['rest'] else ''}{match['rest'] or ''}{match['percent']}"


@dataclass(frozen=True)
class Texts:
    """The distinct numbers of a column as they are written; ``whole`` where it holds counts."""

    texts: Sequence[str]
    whole: bool = False

    def only(self, decimal: str) -> list[str]:
        """Those that are a number with one sign before the decimals, and none with the other."""
        other = POINT if decimal == COMMA else COMMA
        return [
            each for each in self.texts if self._is(each, decimal) and not self._is(each, other)
        ]

    def either(self) -> list[str]:
        """Those that are one number with the one and another with the other."""
        return [
            each
            for each in self.texts
            if self._is(each, POINT)
            and self._is(each, COMMA)
            and plainly(each, POINT) != plainly(each, COMMA)
        ]

    def _is(self, text: str, decimal: str) -> bool:
        read = plainly(text, decimal)
        # No count has a rest: 1,204 is none of 1.204 children.
        as_count = decimal == POINT or not self.whole or not read.partition(".")[2].strip("0%")
        return bool(read) and as_count

    def doubtful(self) -> list[str]:
        """Those that a keyboard's blank parts, beside others of as many digits that it does not."""
        parted = list(filter(PARTED.fullmatch, self.texts))
        others = (each for each in self.texts if _UNPARTED.match(each.replace(",", "")))
        return parted if parted and any(others) else []


@dataclass(frozen=True)
class Doubt:
    """A number of a column that can be read in two ways, or another beside it that denies it."""

    text: str
    beside: str = ""


def decimals_of(columns: Mapping[str, Texts], *, by_semicolons: bool) -> dict[str, str | Doubt]:
    """The sign before the decimals of each column, or what leaves it open.

    It is the point where nothing says otherwise. Where one column has the comma, or semicolons
    part the cells, another whose numbers can be read in two ways is a question.

    >>> rates = Texts(["14,5", "9,25"])
    >>> decimals_of({"rate": rates, "other": Texts(["1,204"])}, by_semicolons=False)
    {'rate': ',', 'other': Doubt(text='1,204', beside='')}
    """
    foreign = by_semicolons or any(each.only(COMMA) for each in columns.values())
    return {name: _sign(each, foreign=foreign) for name, each in columns.items()}


def _sign(column: Texts, *, foreign: bool) -> str | Doubt:
    if not foreign:
        return POINT
    comma, point, either = column.only(COMMA), column.only(POINT), column.either()
    if comma and point:
        return Doubt(comma[0], point[0])
    if either and not point:
        return Doubt(either[0])
    return COMMA if comma else POINT

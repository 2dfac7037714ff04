"""Numbers as the report prints them: rounded half up, grouped, with their unit."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

POINTS = "percentage points"
RELATIVE = "% change"
P_VALUE = "p"
# A place among areas: equal values share the first of theirs. Its expression says what 1 is.
RANK = "rank"
WORD = "word"
# What a p-value is held against: 95% decides a word, 99.8% makes an exception.
LEVELS = (0.05, 0.002)
_SMALLEST_P = 0.001


def round_half_up(value: float, decimals: int = 0) -> float:
    """Round as people do: a half goes away from zero.

    Binary noise is taken off first, so that 12.5 computed as 12.499999999999998 is a half.

    >>> round_half_up(62.5), round_half_up(-0.25, 1)
    (63.0, -0.3)
    """
    if not math.isfinite(value):
        return value
    exact = Decimal(repr(round(float(value), 9)))
    return float(exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


# Beyond these a difference is noise of the machine.
_MOST_DECIMALS = 9


def decimals_seen(value: float, least: int) -> int:
    """The decimals with which a difference does not print as nought unless it is nought.

    >>> decimals_seen(0.4016, 0), decimals_seen(23.7, 0), decimals_seen(0.0, 0)
    (1, 0, 0)
    """
    reach = range(least, _MOST_DECIMALS + 1)
    return next((places for places in reach if round_half_up(value, places)), least)


def decimals_apart(one: float, other: float, least: int) -> int:
    """The decimals with which two values do not print alike unless they are equal.

    >>> decimals_apart(73.2, 73.4, 0), decimals_apart(73.2, 74.4, 0)
    (1, 0)
    """
    reach = range(least, _MOST_DECIMALS + 1)
    printed = (
        places for places in reach if format_number(one, places) != format_number(other, places)
    )
    return next(printed, least)


def decimals_adding_up(one: float, other: float, least: int) -> int:
    """The decimals of a difference: one more where the two values as printed differ by another.

    >>> decimals_adding_up(58.6, 60.4, 0), decimals_adding_up(16.4, 17.7, 1)
    (1, 1)
    """
    shown = round_half_up(one, least) - round_half_up(other, least)
    return least + (round_half_up(shown, least) != round_half_up(one - other, least))


def format_number(value: float, decimals: int = 0) -> str:
    """A number with thousands grouped and a fixed number of decimals.

    >>> format_number(2070), format_number(40.94, 1), format_number(-0.2)
    ('2,070', '40.9', '0')
    """
    if value is None or not math.isfinite(value):
        return "[x]"
    rounded = round_half_up(value, decimals)
    return f"{rounded + 0.0 if rounded else 0.0:,.{decimals}f}"


def format_value(value: float, unit: str, decimals: int = 0) -> str:
    """A value as prose and tables print it, without its sign where the unit is a change.

    >>> format_value(23.66, "% change"), format_value(-6.5, "percentage points", 1)
    ('24%', '6.5 percentage points')
    >>> format_value(460, "children"), format_value(73.4, "%")
    ('460', '73%')
    """
    if value is None or not math.isfinite(value):
        return format_number(value)
    if unit == P_VALUE:
        return format_p(value)
    if unit == "%":
        return f"{format_number(value, decimals)}%"
    if unit == RELATIVE:
        return f"{format_number(abs(value), decimals)}%"
    if unit == POINTS:
        number = format_number(abs(value), decimals)
        return f"{number} {POINTS.removesuffix('s') if number == '1' else POINTS}"
    return format_number(value, decimals)


def format_p(value: float) -> str:
    """A p-value with two decimals from 0.095 and three below, never rounded across a level.

    It has more decimals where the verdict could not be seen otherwise.

    >>> format_p(0.22), format_p(0.028), format_p(0.0496), format_p(0.0004)
    ('0.22', '0.028', '0.0496', 'below 0.001')
    """
    if value is None or not math.isfinite(value):
        return format_number(value)
    if value < _SMALLEST_P:
        return f"below {_SMALLEST_P}"
    decimals = 2 if value >= 0.095 else 3
    text = f"{value:.{decimals}f}"
    while any((float(text) < level) != (value < level) for level in LEVELS):
        decimals += 1
        text = f"{value:.{decimals}f}"
    return text


def p_equation(value: float) -> str:
    """A p-value as a sentence's bracket says it.

    >>> p_equation(0.0496), p_equation(0.0004)
    ('p = 0.0496', 'p < 0.001')
    """
    text = format_p(value)
    return text.replace("below", "p <") if text.startswith("below") else f"p = {text}"


def format_direction(value: float, printed: str, decimals: int = 0) -> str:
    """A change in words.

    >>> format_direction(-2.4, "2.4%", 1)
    'down 2.4%'
    """
    rounded = round_half_up(value, decimals)
    if rounded == 0:
        return "unchanged"
    return f"{'up' if rounded > 0 else 'down'} {printed}"


def format_signed(value: float, printed: str, decimals: int = 0) -> str:
    """A change with its sign, as tables show it.

    >>> format_signed(-22, "22")
    '−22'
    """
    rounded = round_half_up(value, decimals)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{printed}"

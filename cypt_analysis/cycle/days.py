"""By when a quarter's data, words and board are due, and each source: from calendar and entries."""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cypt_analysis.catalogue import Source
from cypt_analysis.catalogue.kinds import CYCLE_MONTHS
from cypt_analysis.drops.layout import DROP_FILE
from cypt_analysis.ground.decoding import Unreadable, decoded
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import MONTHS, Quarter, format_date
from cypt_analysis.ground.settings import Calendar

_SATURDAY = 5
_WHAT = {
    "data_cut_off": "the last day that its figures may cover",
    "words_due": "by when the words are asked for",
    "board": "when the board meets",
}
_MONTH = re.compile(
    rf"\b(?:(?P<part>early|mid|late)[- ])?(?P<month>{'|'.join(MONTHS)})\b", re.IGNORECASE
)
_DAYS = {"early": 10, "mid": 20}


@dataclass(frozen=True)
class Due:
    """The days of a quarter's report, and for each a sentence on where it comes from."""

    data_cut_off: date
    words_due: date
    board: date
    because: dict[str, str]


def due_days(calendar: Calendar, quarter: Quarter) -> Due:
    """The days on which a quarter's report is due.

    A day for words or the board on which nobody works is the Monday after.

    >>> due = due_days(Calendar(board=33), Quarter(2009, 2))
    >>> due.data_cut_off, due.board
    (datetime.date(2009, 10, 31), datetime.date(2009, 11, 2))
    """
    end = quarter.period.end
    days, because = {}, {}
    for key, number in calendar.days.items():
        day = end + timedelta(days=number)
        if key != "data_cut_off" and day.weekday() >= _SATURDAY:
            day += timedelta(days=7 - day.weekday())
        source = "[calendar] in project.toml" if key in calendar.named else "a default"
        days[key] = day
        because[key] = f"{_WHAT[key]}: {number} days after {format_date(end)}, by {source}"
    return Due(**days, because=because)


def drop_toml(project: Project, quarter: Quarter) -> dict[str, Any]:
    """What a drop says of itself. Raises UserError where that cannot be read."""
    path = project.raw(quarter) / DROP_FILE
    try:
        return tomllib.loads(decoded(read_file(path), DROP_FILE, [])[0])
    except (Unreadable, tomllib.TOMLDecodeError):
        shown = project.relative(path)
        raise UserError(f"{shown} cannot be read: cypt check {quarter} says why.") from None


def days_of(project: Project, quarter: Quarter) -> dict[str, Any]:
    """The days that drop.toml names, and those of the calendar where it names none.

    Raises UserError where it cannot be read, or names no day.
    """
    values = drop_toml(project, quarter)
    shown = project.relative(project.raw(quarter) / DROP_FILE)
    due = due_days(project.settings(quarter).calendar, quarter)
    days: dict[str, Any] = {
        "data_cut_off": due.data_cut_off,
        "words_due": due.words_due,
        "board_date": None,
    }
    for key in days:
        if key in values:
            if not isinstance(values[key], date):
                raise UserError(f"{shown}: {key} is no date. cypt check {quarter} says more.")
            days[key] = values[key]
    # By the calendar alone words might come after a board that drop.toml names.
    if "words_due" not in values and days["board_date"]:
        days["words_due"] = min(due.words_due, days["board_date"])
    return days


def expected_by(
    source: Source, quarter: Quarter, cut_off: date, last: tuple[Quarter, date] | None
) -> date | None:
    """By which day a quarter's file of a source is expected; None where it is not due.

    ``last`` is the quarter for which a file last came, and that drop's data cut-off. An annual
    source is due once a year, on the day that its entry's words name ("late October"); without such
    words four quarters after it last came. A quarterly one is due at each data cut-off. What comes
    irregularly is expected on no day.
    """
    months = CYCLE_MONTHS.get(source.cycle)
    if months is None:
        return None
    named = due_day(source.due, cut_off) if source.cycle == "annual" else None
    if named is not None:
        return None if last is not None and last[1] >= named else named
    return cut_off if last is None or last[0].plus(months // 3) <= quarter else None


def due_day(words: str, until: date) -> date | None:
    """The last day up to another that words name by its month; None where they name none.

    >>> due_day("late October", date(2026, 1, 31)), due_day("mid-November", date(2025, 10, 31))
    (datetime.date(2025, 10, 31), datetime.date(2024, 11, 20))
    """
    named = list(_MONTH.finditer(words))
    if not named:
        return None
    month = MONTHS.index(named[-1]["month"].capitalize()) + 1
    part = (named[-1]["part"] or "").lower()
    days = (
        date(year, month, _DAYS.get(part, monthrange(year, month)[1]))
        for year in (until.year, until.year - 1)
    )
    return next(day for day in days if day <= until)

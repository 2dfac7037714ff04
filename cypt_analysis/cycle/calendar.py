"""By when a quarter's data, words and board are due, from the project's calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cypt_analysis.ground.quarter import Quarter, format_date
from cypt_analysis.ground.settings import Calendar

_SATURDAY = 5
_WHAT = {
    "data_cut_off": "the last day that its figures may cover",
    "words_due": "by when the words are asked for",
    "board": "when the board meets",
}


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

"""Text cells of a raw file → typed columns, forgiving what Excel does to a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from cypt_analysis.catalogue.sources import Column
from cypt_analysis.ground.findings import Finding, did_you_mean, did_you_mean_name, list_words
from cypt_analysis.ground.quarter import KIND_NAMES, NotInCalendar, parse_period
from cypt_analysis.ground.safe_text import clean_text
from cypt_analysis.ground.status import Status

# Shorthand for a value that is not shown, as official statistics write it.
MARKERS = ("[c]", "[x]", "[z]", "[low]")
_NUMBER = re.compile(r"[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?\s*%?")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def typed(
    cells: pd.Series, column: Column, file: str, areas: Iterable[str], measures: Iterable[str]
) -> tuple[pd.Series, list[Finding]]:
    """One column of text as its declared type, and a finding for each cell that is not of it.

    Numbers and dates that cannot be read become missing, so that later checks pass over them.
    Each text is read once, however often it stands in the column.
    """
    name = str(cells.name)
    parse = _parser(column, tuple(areas), tuple(measures))
    known: dict[str, object] = {}
    faults: dict[str, tuple[str, str]] = {}
    for text in dict.fromkeys(cells):
        cleaned = clean_text(text)
        if not cleaned:
            if not column.blank:
                faults[text] = (f"{name} is empty.", "Fill it in.")
            continue
        try:
            known[text] = parse(cleaned)
        except ValueError as error:
            faults[text] = (f"{name} is '{cleaned}'.", str(error))
    findings = (
        [Finding(file, row, *faults[text]) for row, text in cells.items() if text in faults]
        if faults
        else []
    )
    return _column(cells, column, known), findings


def _column(cells: pd.Series, column: Column, known: dict[str, object]) -> pd.Series:
    missing = np.nan if column.numeric else None if column.type == "date" else ""
    values = [known.get(text, missing) for text in cells]
    if column.type == "date":
        return pd.Series(pd.to_datetime(values), index=cells.index, name=cells.name)
    kind = "float64" if column.numeric else object
    return pd.Series(values, index=cells.index, name=cells.name, dtype=kind)


def _parser(
    column: Column, areas: tuple[str, ...], measures: tuple[str, ...]
) -> Callable[[str], object]:
    if column.numeric:
        return lambda text: _number(text, column)
    simple: dict[str, Callable[[str], object]] = {
        "period": lambda text: _period(text, column.kinds),
        "date": _date,
        "area": lambda text: _one_of(text, areas, "Areas are named in drop.toml", names=True),
        "status": lambda text: _one_of(text.lower(), list(Status), "Statuses"),
        "choice": lambda text: _one_of(text, column.choices, "Write", names=True),
        "indicator": lambda text: _one_of(text, measures, "Indicators"),
        "name": _name,
    }
    return simple.get(column.type, str)


def _number(text: str, column: Column) -> float:
    if column.blank and text.lower() in MARKERS:
        return np.nan
    match = _NUMBER.fullmatch(text)
    percent = text.endswith("%")
    if match is None or (percent and column.type != "percent"):
        hint = (
            f" Leave it empty or write {MARKERS[0]} where it is not shown." if column.blank else ""
        )
        raise ValueError(f"Write {_wanted(column)}.{hint}")
    value = float(text.replace(",", "").rstrip("% "))
    if column.type == "count" and not value.is_integer():
        raise ValueError(f"Write {_wanted(column)}.")
    return value


def _wanted(column: Column) -> str:
    return {
        "count": "a whole number like 170",
        "percent": "a percentage like 73 or 16.4",
        "number": "a number like 40.9",
    }[column.type]


def _period(text: str, kinds: tuple[str, ...]) -> str:
    wanted = list_words([KIND_NAMES[kind] for kind in kinds or KIND_NAMES], "or")
    try:
        period = parse_period(text)
    except NotInCalendar as error:
        raise ValueError(f"{error} Write {wanted}.") from None
    except ValueError:
        raise ValueError(f"Write {wanted}.") from None
    if kinds and period.kind not in kinds:
        raise ValueError(f"Write {wanted}.")
    if not _FIRST_YEAR <= period.start.year <= _LAST_YEAR:
        raise ValueError(f"Its year must lie between {_FIRST_YEAR} and {_LAST_YEAR}.")
    return period.text


def _date(text: str) -> str:
    return _period(text, ("day",))


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ValueError("Write small letters, digits and underscores, like days_open.")
    return text


def _one_of(text: str, known: Iterable[str], lead: str, *, names: bool = False) -> str:
    known = list(known)
    if text in known:
        return text
    suggest = did_you_mean_name if names else did_you_mean
    hint = suggest(text, known).strip()
    raise ValueError(hint or f"{lead}: {list_words(known, 'or')}.")

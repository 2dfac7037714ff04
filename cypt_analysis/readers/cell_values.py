"""Text cells of a raw file → typed columns, forgiving what Excel does to a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cypt_analysis.catalogue.sources import Column
from cypt_analysis.ground.findings import Finding, did_you_mean, list_words
from cypt_analysis.ground.near_names import did_you_mean_name
from cypt_analysis.ground.quarter import KIND_NAMES, NotInCalendar, parse_period
from cypt_analysis.ground.safe_text import clean_text
from cypt_analysis.ground.status import HIDDEN_MARK, Status
from cypt_analysis.readers.columnar import coded, distinct_of, plain_numbers
from cypt_analysis.readers.received import MARKS, NO_RESULT

# Shorthand for a value that is not shown, as official statistics write it.
MARKERS = tuple(dict.fromkeys(MARKS.values()))
_NUMBER = re.compile(r"[-+]?(\d+|[1-9]\d{0,2}(,\d{3})+)(\.\d+)?\s*%?", re.ASCII)
_PLACES = re.compile(r"\.(\d+)\s*%?$", re.ASCII)
# A number of more digits is not kept to the last of them.
_MOST_DIGITS = 15
_QUOTED = 60
_FAILED = ("#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
_POWER = re.compile(r"[-+]?\d+(\.\d+)?e[-+]?\d+", re.ASCII | re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\(([\d.,]+%?)\)", re.ASCII)
_NO_NUMBER = re.compile(r"[-+]?(nan|inf|infinity)", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def typed(
    cells: pd.Series,
    column: Column,
    file: str,
    areas: Callable[[str], str],
    measures: Iterable[str],
) -> tuple[pd.Series, list[Finding]]:
    """One column of text as its declared type, and a finding for each text that is not of it.

    Numbers and dates that cannot be read become missing, so that later checks pass over them.
    Each text is read once, however often it stands in the column, and told with its rows.
    """
    name = str(cells.name)
    parse = _parser(column, areas, tuple(measures))
    faults: dict[int, tuple[str, str]] = {}
    places, texts = distinct_of(cells)
    values, open_still = _plain(texts, column)
    for place in open_still:
        text = texts[place]
        cleaned = clean_text(text)
        if not cleaned:
            if not column.blank:
                faults[place] = (f"{name} is empty.", "Fill it in.")
            continue
        try:
            _require_result(text, cleaned, column)
            values[place] = parse(cleaned)
        except ValueError as error:
            faults[place] = (f"{name} is '{_quoted(cleaned)}'.", str(error))
    findings = []
    for place, told in faults.items():
        rows = tuple(map(int, cells.index[places == place]))
        several = rows if len(rows) > 1 else ()
        findings.append(Finding(file, rows[0], *told, rows=several, columns=(name,)))
    findings.sort(key=lambda each: each.row or 0)
    return pd.Series(_column(column, values, places), index=cells.index, name=name), findings


def _plain(texts: Sequence[str], column: Column) -> tuple[np.ndarray, Iterable[int]]:
    """What texts are before any is parsed: plain numbers, else missing; and which to parse."""
    if not column.numeric:
        missing = None if column.type == "date" else ""
        return np.full(len(texts), missing, dtype=object), range(len(texts))
    numbers = plain_numbers(texts)
    # A count that is no whole number is told.
    ready = numbers % 1 == 0 if column.type == "count" else ~np.isnan(numbers)
    return np.where(ready, numbers, np.nan), map(int, np.flatnonzero(~ready))


def _require_result(text: str, cleaned: str, column: Column) -> None:
    """Raise ValueError for what a spreadsheet leaves where a formula has no result.

    Words may begin as a formula does: a column of text holds what somebody wrote.
    """
    is_words = column.type == "text" and not text.startswith(NO_RESULT)
    if cleaned.startswith("=") and not is_words:
        raise ValueError(
            "That is a formula without its result. Open the workbook and save it, or put the "
            "number in its place."
        )
    if cleaned in _FAILED:
        raise ValueError("A formula has failed. Mend it, or put in its place what is meant.")


def _quoted(text: str) -> str:
    """A cell as a message quotes it: on one line, its beginning where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"


def places_of(cells: pd.Series) -> pd.Series:
    """How many places after the point the numbers of a column were written with.

    >>> places_of(pd.Series(["85", "85.0 %", "1,315.25"])).tolist()
    [0, 1, 2]
    """
    places, texts = distinct_of(cells)
    each = pa.array(texts, pa.large_string())
    points = pc.find_substring(each, ".").to_numpy(zero_copy_only=False)
    lengths = pc.binary_length(each).to_numpy(zero_copy_only=False)
    found = np.where(points < 0, 0, lengths - points - 1)
    for place in np.flatnonzero(np.isnan(plain_numbers(texts))):
        match = _PLACES.search(clean_text(texts[place]))
        found[place] = len(match[1]) if match else 0
    return pd.Series(found[places], index=cells.index)


def marks_of(cells: pd.Series) -> pd.Series:
    """The marks that stand where numbers are not shown; empty for all other cells.

    >>> marks_of(pd.Series(["85", "[c]", ""])).tolist()
    ['', '[c]', '']
    """
    places, texts = distinct_of(cells)
    known = np.full(len(texts), "", dtype=object)
    for place in np.flatnonzero(np.isnan(plain_numbers(texts))):
        said = clean_text(texts[place]).lower()
        known[place] = said if said in MARKERS else ""
    return pd.Series(coded(places, known), index=cells.index, name=cells.name)


def _column(column: Column, values: np.ndarray, places: np.ndarray) -> np.ndarray | pd.Categorical:
    """The values of distinct texts as a column, each in the rows where its text stands."""
    if column.type == "date":
        return pd.to_datetime(pd.Series(values)).to_numpy()[places]
    return values[places] if column.numeric else coded(places, values)


def _parser(
    column: Column, areas: Callable[[str], str], measures: tuple[str, ...]
) -> Callable[[str], object]:
    if column.numeric:
        return lambda text: _number(text, column)
    simple: dict[str, Callable[[str], object]] = {
        "period": lambda text: _period(text, column.kinds),
        "date": _date,
        "area": areas,
        "status": lambda text: one_of(text.lower(), list(Status), "Statuses"),
        "choice": lambda text: one_of(text, column.choices, "Write", names=True),
        "indicator": lambda text: one_of(text, measures, "Indicators"),
        "name": _name,
    }
    return simple.get(column.type, str)


def _number(text: str, column: Column) -> float:
    value = _other_number(text, column)
    if column.type == "count" and not np.isnan(value) and not value.is_integer():
        raise ValueError(f"Write {_wanted(column)}.")
    return value


def _other_number(text: str, column: Column) -> float:
    if text.lower() in MARKERS:
        # A count that is too small to be shown is a figure of its own, wherever figures are.
        if column.blank or text.lower() == HIDDEN_MARK:
            return np.nan
        raise ValueError(
            f"It stands for a number that is not shown. Write {_wanted(column)}, or give the "
            "column blank = true in the source's entry."
        )
    match = _NUMBER.fullmatch(text)
    percent = text.endswith("%")
    if match is None or (percent and column.type != "percent"):
        hint = (
            f" Leave it empty or write {MARKERS[0]} where it is not shown." if column.blank else ""
        )
        raise ValueError(f"Write {_wanted(column)}.{_hint(text)}{hint}")
    digits = sum(map(str.isdigit, text.partition(".")[0])), sum(map(str.isdigit, text))
    if max(digits) > _MOST_DIGITS:
        raise ValueError(f"It has {digits[1]} digits; a number has {_MOST_DIGITS} at most.")
    return float(text.replace(",", "").rstrip("% "))


def _hint(text: str) -> str:
    """What to do about a number that is written in another way."""
    if match := _IN_BRACKETS.fullmatch(text):
        return f" If brackets say that it is below nought, write -{match[1]}."
    if _POWER.fullmatch(text):
        return " A spreadsheet has shortened it: write out every digit."
    if _NO_NUMBER.fullmatch(text):
        return " That is what a program writes where it has no number."
    if re.fullmatch(r"[-+]?\d{1,3}( \d{3})+(\.\d+)?", text):
        return f" Without the blank: {text.replace(' ', '')}."
    if "_" in text and _NUMBER.fullmatch(text.replace("_", "")):
        return f" Without the underscore: {text.replace('_', '')}."
    if len(text) == 1 and unicodedata.numeric(text, None) is not None:
        return f" Is it {unicodedata.numeric(text):.10g}?"
    return ""


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


def one_of(text: str, known: Iterable[str], lead: str, *, names: bool = False) -> str:
    """The text, if it is one of some; else ValueError with what to write."""
    known = list(known)
    if text in known:
        return text
    suggest = did_you_mean_name if names else did_you_mean
    hint = suggest(text, known).strip()
    raise ValueError(hint or f"{lead}: {list_words(known, 'or')}.")

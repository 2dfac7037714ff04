"""data.csv: the observations as others can use them, one row each, plain columns, safe cells."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from cypt_analysis.exports.described import COLUMNS
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.safe_text import safe_text
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.known import Known
from cypt_analysis.library.areas import known_area
from cypt_analysis.observations.spans import span_of

Row = dict[str, object]
LIMITS = ("lower_95", "upper_95", "lower_998", "upper_998")
NOT_STATED = "not stated"
NO_INTERVAL = "none: a count of everyone, or no numbers behind the value"
# What a figure that came marked has in place of numbers.
_NO_NUMBERS: Row = {
    "numerator": None, "denominator": None, "assumed": False, "value": None,
    "method": "", **dict.fromkeys(LIMITS),
}  # fmt: skip


def observations(known: Known) -> list[Row]:
    """One row an observation, as `write_data` writes them; numbers that are missing are None."""
    there = set(known.observations["id"])
    marked = (each for each in dicts_of(known.marked) if each["id"] not in there)
    rows = [*dicts_of(known.observations), *(_NO_NUMBERS | each for each in marked)]
    return [_observation(row, known) for row in rows]


def _observation(row: dict, known: Known) -> Row:
    indicator = known.catalogue.indicators[row["indicator"]]
    measure = indicator.get(row["measure"])
    source = known.catalogue.sources[measure.source]
    span = span_of(row)
    mark = row["mark"]
    no_interval = "" if mark else NO_INTERVAL
    return {
        "id": row["id"],
        "indicator": indicator.name,
        "national_codes": " ".join(indicator.codes),
        "measure": measure.name,
        "breakdown": row["breakdown"],
        "area": row["area"],
        "area_code": area_code(row["area"], span.named.end, known),
        "period": row["period"],
        "period_in_words": span.label,
        "period_start": span.start,
        "period_end": span.named.end,
        "numerator": _shown(row, "numerator"),
        "denominator": _shown(row, "denominator"),
        "denominator_assumed": "yes" if row["assumed"] else "no",
        "value": _shown(row, "value"),
        "mark": mark,
        "unit": row["unit"],
        **{limit: _shown(row, limit) for limit in LIMITS},
        "method": mark or row["method"] or no_interval,
        "status": row["status"] or NOT_STATED,
        "source": f"{source.title} ({source.producer})",
        "received_with": row["received"],
        "file": row["file"],
        "row": row_of(row, known),
        "decimals": int(row["decimals"]),
    }


def row_of(row: Mapping[str, Any], known: Known) -> int | None:
    """The row of a figure in its file; none of one that the edition hides.

    Of a file that is sorted by its numbers the places of hidden ones tell which is the larger.
    """
    return None if known.shows_less and row["mark"] == HIDDEN_MARK else int(row["row"])


def area_code(area: str, day: date, known: Known) -> str:
    """ONS's code of an area on a day; empty for a set of areas, and for a part of one."""
    own = known.settings.authority.code
    return _code_of(own if area == known.info.authority else area, day)


@cache
def _code_of(area: str, day: date) -> str:
    found = known_area(area, day)
    return found.ons_code(day) if found is not None else ""


def _shown(row: Mapping[str, Any], name: str) -> float | int | None:
    """A number of an observation; none where the edition does not show it."""
    return None if row["mark"] else number(row[name])


def number(value: object) -> float | int | None:
    """A number without binary noise, whole where it is whole; None where it is missing."""
    if value is None or pd.isna(value):
        return None
    plain = float(f"{float(str(value)):.10g}")
    return int(plain) if plain.is_integer() and math.isfinite(plain) else plain


def write_data(path: Path, known: Known) -> None:
    """Write data.csv: UTF-8, comma, LF, a row an observation; a missing number is empty.

    Where a number is marked instead of shown, the column ``mark`` has the mark. The last column
    says of which edition the file is.
    """
    rows = [row | {"edition": known.edition} for row in observations(known)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([_cell(row[name]) for name in COLUMNS] for row in rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    # A number may begin with a minus; only words can be a formula.
    return str(value) if isinstance(value, int | float) else safe_text(str(value))

"""data.csv-metadata.json: what data.csv holds, in the W3C's form (CSV on the Web).

https://www.w3.org/TR/tabular-metadata/ (17 December 2015). A program that follows it finds the
description by the name of the data file, and reads numbers as numbers and days as days.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cypt_analysis.ground.edition import Edition
from cypt_analysis.ground.quarter import format_date
from cypt_analysis.ground.tables import SYMBOLS
from cypt_analysis.known import Known

SUFFIX = "-metadata.json"
_STRING, _NUMBER, _WHOLE, _DAY = "string", "number", "integer", "date"
_YES_NO: dict[str, str] = {"base": "boolean", "format": "yes|no"}
# Each column in order: its heading, its type, and what it means where the heading does not say it.
COLUMNS: dict[str, tuple[str, object, str]] = {
    "id": ("Name", _STRING, "The measure, breakdown, period and area, as a name of the figure"),
    "indicator": ("Indicator", _STRING, ""),
    "national_codes": ("National codes", _STRING, "Of the national indicators that it is"),
    "measure": ("Measure", _STRING, ""),
    "breakdown": ("Breakdown", _STRING, "Empty for all together"),
    "area": ("Area", _STRING, ""),
    "area_code": ("Area code", _STRING,
                  "ONS's code on the period's last day; empty for a set of areas or a part of one"),
    "period": ("Period", _STRING, "As the program writes it, like 2009-10-Q2"),
    "period_in_words": ("Period in words", _STRING, ""),
    "period_start": ("First day", _DAY, ""),
    "period_end": ("Last day", _DAY, ""),
    "numerator": ("Numerator", _NUMBER, ""),
    "denominator": ("Denominator", _NUMBER, ""),
    "denominator_assumed": ("Denominator assumed", _YES_NO,
                            "Whether it was assumed, as none was received"),
    "value": ("Value", _NUMBER, "Empty where it is marked instead"),
    "mark": ("Mark", _STRING, ""),
    "unit": ("Unit", _STRING, "Of the value and its limits"),
    "lower_95": ("Lower limit, 95%", _NUMBER, ""),
    "upper_95": ("Upper limit, 95%", _NUMBER, ""),
    "lower_998": ("Lower limit, 99.8%", _NUMBER, ""),
    "upper_998": ("Upper limit, 99.8%", _NUMBER, ""),
    "method": ("Method of the limits", _STRING, ""),
    "status": ("Status", _STRING, "As the producer says: final, provisional, revised, estimated "
                                  "or unpublished"),
    "source": ("Source", _STRING, "With its producer"),
    "received_with": ("Received with", _STRING, "The quarter whose files it came with"),
    "file": ("File", _STRING, ""),
    "row": ("Row", _WHOLE, "As a spreadsheet counts the rows of the file; empty where "
                           "another edition alone shows the figure"),
    "edition": ("Edition", _STRING, ""),
}  # fmt: skip
_FILLED = ("id", "indicator", "measure", "area", "period", "period_start", "period_end", "unit",
           "file", "edition")  # fmt: skip


def write_description(data: Path, known: Known, edition: Edition) -> Path:
    """Write the description of a data.csv beside it; returns its path."""
    path = data.with_name(f"{data.name}{SUFFIX}")
    text = json.dumps(description(data.name, known, edition), indent=2, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    return path


def description(name: str, known: Known, edition: Edition) -> dict[str, Any]:
    """What is said of a data file of a name."""
    settings = known.settings
    licence = {"dc:license": {"@id": settings.licence}} if settings.licence else {}
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
        "url": name,
        "dc:title": f"{settings.title}, {known.quarter.title}: data",
        "dc:description": (
            f"Every figure received for the report of {known.info.authority}, one row each, with "
            "its interval, status and source."
        ),
        "dc:creator": known.info.authority,
        "dc:publisher": settings.board,
        "dc:language": "en-GB",
        "dc:date": known.info.reference_date.isoformat(),
        **licence,
        "dc:audience": edition.for_whom,
        "notes": [{"dc:description": each} for each in _notes(known, edition)],
        "dialect": {
            "encoding": "utf-8",
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
            "headerRowCount": 1,
            "lineTerminators": ["\n"],
        },
        "tableSchema": {
            "columns": [_column(each) for each in COLUMNS],
            "primaryKey": "id",
        },
    }


def _notes(known: Known, edition: Edition) -> list[str]:
    marks = "; ".join(f"{mark} {means}" for mark, means in SYMBOLS.items())
    return [
        f"State: {edition.state}.",
        f"Data received up to {format_date(known.info.data_cut_off)}.",
        f"Marks: {marks}.",
        "An apostrophe stands before words that a spreadsheet would take for a formula.",
    ]


def _column(name: str) -> dict[str, Any]:
    title, datatype, meaning = COLUMNS[name]
    said = {"dc:description": meaning} if meaning else {}
    filled = {"required": True} if name in _FILLED else {}
    return {"name": name, "titles": [name, title], "datatype": datatype, **filled, **said}

"""data.xlsx: an accessible workbook in the form that the Analysis Function asks for.

Cover, contents and notes, then one table a sheet, each marked as a table, with its name, no
merged cell and no empty one. Words from data are made safe for a spreadsheet and for
gptables, which would read links and note references in them.
"""

from __future__ import annotations

import re
import warnings
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pandas as pd

from cypt_analysis.exports import sheets, tidy
from cypt_analysis.ground.edition import Edition
from cypt_analysis.ground.quarter import format_date
from cypt_analysis.ground.safe_text import safe_text
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.known import Known
from cypt_analysis.processed.asked import Told

with warnings.catch_warnings():
    # It leaves a file of its own open while it is imported.
    warnings.simplefilter("ignore", ResourceWarning)
    from gptables import Cover, GPTable, produce_workbook

_LINK = re.compile(r"\]\s*\(")
_WORDS = re.compile(r"[a-zA-Z0-9]")
# Columns that have nothing to say of some rows.
_NOT_APPLICABLE = (
    *tidy.LIMITS, "direction", "status", "latest", "unit", "difference_lower", "difference_upper",
    "p", "adjusted_p", "intervals_overlap", "test", "measure", "target", "comparison", "due",
    "due_as_stated",
)  # fmt: skip
_AS_PRINTED = ("value", "latest", "target", *tidy.LIMITS)
_INERT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDEST = 60
_A4 = 9
# A spreadsheet takes no longer foot than 255 characters with its codes.
_LONGEST_FOOT = 180
_LEGEND = {HIDDEN_MARK: "confidential, not shown", "[x]": "not available", "[z]": "not applicable"}
_NOTES = {
    "intervals": "Proportions have Wilson score intervals. Rates and counts of events have exact "
    "Poisson intervals below 10 events and Byar's approximation from 10. A count of everyone on "
    "one day is no sample and has no interval.",
    "assumed": "Where no denominator was received, one that the quarter's files state as assumed "
    "stands in its place. The numerator is then worked out from it.",
    "status": "final, provisional, revised, estimated or unpublished, as the producer says. "
    f"'{tidy.NOT_STATED}' where the file has no such column.",
    "adjusted": "Adjusted for the number of tests in this table, by Benjamini and Hochberg's false "
    "discovery rate: calling changes where it is below 0.05 keeps the expected share of false ones "
    "among them at 5%.",
    "untested": "Higher, Lower or Unchanged, not tested: no test stands behind the word. The "
    "column Tested says why.",
    "traced": "The file that a value was received in, and the row number that a spreadsheet shows.",
}
_HEADINGS = {
    "id": "Name", "p": "p", "lower_95": "Lower limit, 95%", "upper_95": "Upper limit, 95%",
    "lower_998": "Lower limit, 99.8%", "upper_998": "Upper limit, 99.8%",
}  # fmt: skip
_OF_NOTE = {
    "Numerator": "assumed", "Lower limit, 95%": "intervals", "Status of the figure": "status",
    "Data status": "status", "File": "traced", "Adjusted p": "adjusted", "Direction": "untested",
}  # fmt: skip


def write_workbook(path: Path, known: Known, edition: Edition, told: Told | None = None) -> None:
    """Write the workbook; the same tables give the same bytes.

    What is ``told`` of words is that of the edition, unless given.
    """
    tables = {
        "Summary": (known.settings.summary_heading, sheets.summary(known, told)),
        "Measures": ("Measures: the latest figure of each, with its interval, target and verdicts",
                     sheets.measures(known)),
        "Targets": ("Targets", sheets.targets(known)),
        "Actions": ("Actions and their progress", sheets.actions(known)),
        "Assumptions": ("Assumptions: numbers that stand in place of what was not received",
                        sheets.assumptions(known)),
        "Changes": ("Changes: each that was tested, and the latest that were not",
                    sheets.changes(known)),
        "Revisions": ("Values that a later file changed", sheets.revisions(known)),
        "Observations": ("Observations: every value received, with its interval and where it "
                         "comes from", tidy.observations(known)),
        "Facts": ("Facts: the numbers that words are written with, and what each rests on",
                  sheets.facts(known, told)),
    }  # fmt: skip
    made = {
        label: _sheet(label, f"{title}, {known.quarter.title}", rows)
        for label, (title, rows) in tables.items()
        if rows
    }
    absent = [title for title, rows in tables.values() if not rows]
    used = {note for sheet in made.values() for note in (sheet.table_notes or {}).values()}
    notes = [[name, text] for name, text in _NOTES.items() if f"$${name}$$" in used]
    with warnings.catch_warnings():
        # gptables warns where a quarter has no table that needs a note.
        warnings.simplefilter("ignore")
        book = produce_workbook(
            filename=str(path),
            sheets=made,
            cover=_cover(known, edition, absent),
            contentsheet_options={"title": "Contents"},
            notes_table=pd.DataFrame(notes, columns=["Note", "Note text"]) if notes else None,
            auto_width={**dict.fromkeys(made, False), "Notes": False},
            workbook_options=_INERT,
        )
    for label, sheet in made.items():
        for place, width in enumerate(_widths(sheet.table)):
            book.get_worksheet_by_name(label).set_column(place, place, width)
    if notes:
        book.get_worksheet_by_name("Notes").set_column(1, 1, _WIDEST)
    foot = _text(f"{_title(known)}. {edition.state}")[:_LONGEST_FOOT].replace("&", "&&")
    for sheet in book.worksheets():
        _set_up(sheet, made.get(sheet.get_name()), foot)
    book.set_properties(_properties(known, edition))
    book.close()


def _set_up(sheet: Any, table: GPTable | None, foot: str) -> None:
    """How a sheet is printed: A4 across, as wide as a page, its header row on each."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    sheet.set_footer(f"&L&8{foot}&R&8Page &P of &N")
    if table is not None:
        first = table.data_range[0]
        sheet.repeat_rows(first, first)


def _properties(known: Known, edition: Edition) -> dict[str, Any]:
    """The document's properties: whose it is, of what, in which state; no time of making."""
    return {
        "title": _title(known),
        "subject": f"{known.settings.board}, {known.quarter.title}",
        "author": known.info.authority,
        "company": known.info.authority,
        "category": edition.for_whom,
        "comments": f"{edition.state}.",
        "status": "Draft" if edition.version == 0 else "Final",
        "created": datetime.combine(known.info.reference_date, time()),
    }


def _widths(table: pd.DataFrame) -> list[int]:
    """The width of each column in characters: that of its longest cell, which wraps in time."""
    return [
        min(_WIDEST, 3 + max(len(str(cell)) for cell in (*name.split("\n"), *table[name])))
        for name in table.columns
    ]


def _cover(known: Known, edition: Edition, absent: list[str]) -> Cover:
    about = [
        f"State of this report: {edition.state}.",
        f"Data received up to {format_date(known.info.data_cut_off)}.",
        "Shorthand: " + "; ".join(f"{mark} {text}" for mark, text in _LEGEND.items()) + ".",
        "An apostrophe stands before words that a spreadsheet would take for a formula.",
        *(f"{title}: there are none, so there is no sheet." for title in absent),
    ]
    return Cover(
        title=_text(_title(known)),
        intro=[_text(f"The figures behind the report of {known.info.authority}.")],
        about=[_text(line) for line in about],
        contact=[_text(known.settings.contact_line)],
    )


def _title(known: Known) -> str:
    return f"{known.settings.title}, {known.quarter.title}: data"


def _sheet(label: str, title: str, rows: list[tidy.Row]) -> GPTable:
    decimals = [row.get("decimals") for row in rows]
    shown = [{key: value for key, value in row.items() if key != "decimals"} for row in rows]
    columns = {name: _heading(label, name) for name in shown[0]}
    numeric = [name for name in columns if isinstance(_first(shown, name), int | float)]
    table = pd.DataFrame(
        [
            {
                columns[name]: _cell(name, value, name in numeric, str(row.get("mark") or ""))
                for name, value in row.items()
            }
            for row in shown
        ],
        dtype=object,
    )
    present = [mark for mark in _LEGEND if (table == mark).any(axis=None)]
    return GPTable(
        table=table,
        table_name=f"{label.lower()}_table",
        title=_text(title),
        instructions="This worksheet contains one table. Notes are on the worksheet Notes.",
        legend=[f"{mark} {_LEGEND[mark]}" for mark in present],
        table_notes={
            heading: f"$${note}$$"
            for heading, note in _OF_NOTE.items()
            if heading in columns.values()
        },
        index_columns={2: 0},
        additional_formatting=_number_formats(list(columns), numeric, decimals),
    )  # fmt: skip


def _heading(label: str, name: str) -> str:
    if name == "status" and label == "Observations":
        return "Status of the figure"
    return _HEADINGS.get(name, name.replace("_", " ").capitalize())


def _first(rows: list[tidy.Row], name: str) -> object:
    """The first value of a column; a column without one is words."""
    return next((row[name] for row in rows if row[name] not in (None, HIDDEN_MARK)), "")


def _cell(name: str, value: object, numeric: bool, mark: str = "") -> object:
    if value is None:
        return mark or ("[z]" if name in _NOT_APPLICABLE else "[x]")
    if numeric:
        return value
    return _text(str(value)) or "[z]"


def _text(text: str) -> str:
    """Safe words that gptables takes as they are.

    It makes "[words](address)" a link and "$$name$$" a note, and stops at signs alone.

    >>> _text("[now](javascript:alert(1))"), _text("%"), _text("—")
    ('[now] (javascript:alert(1))', 'per cent', '[x]')
    """
    plain = safe_text(text).replace("$$", "$ $")
    plain = _LINK.sub("] (", plain)
    if plain == "%":
        return "per cent"
    return plain if not plain or _WORDS.search(plain) else "[x]"


def _number_formats(columns: list[str], numeric: list[str], decimals: list[object]) -> list[dict]:
    """Numbers with the decimals that the report prints; the cell keeps the whole number.

    They stand to the right, as do their headings: gptables goes by all cells of a column, and
    takes one with a shorthand, or with a number of another type, for words.
    """
    places = [columns.index(name) for name in numeric]
    right = {"columns": places, "format": {"align": "right"}, "include_names": True}
    formats: list[dict] = [{"column": right}] if places else []
    for name in numeric:
        place = columns.index(name)
        if name in ("numerator", "denominator"):
            layout = {"columns": [place], "format": {"num_format": "#,##0"}}
            formats.append({"column": layout})
        elif name in _AS_PRINTED and any(each is not None for each in decimals):
            layouts = {each: {"num_format": _layout(each)} for each in set(decimals)}
            formats += [
                {"cell": {"cells": (row, place), "format": layouts[each]}}
                for row, each in enumerate(decimals, start=1)
            ]
    return formats


def _layout(decimals: object) -> str:
    return "#,##0" + (f".{'0' * int(str(decimals))}" if decimals else "")

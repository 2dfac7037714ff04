"""Twenty files as they come out of systems and mail-boxes: read, or refused with what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from cypt_analysis.catalogue.sources import Source
from cypt_analysis.ground.decoding import Unreadable
from cypt_analysis.readers.files import read_file

_COLUMNS = {
    "area": {"type": "text"},
    "period": {"type": "period", "kinds": ["financial_quarter"]},
    "referrals": {"type": "count", "blank": True},
    "repeat": {"type": "count", "blank": True},
    "status": {"type": "text", "optional": True},
}
_READS = {
    "columns": {
        "area": ["LA", "Local authority"], "period": ["Quarter"],
        "referrals": ["referral_count", "Referrals"], "repeat": ["Re-referrals"],
    },
}  # fmt: skip
_EXPECTED = [["Leeds", "2009-10-Q2", "170", "39"], ["Hull", "2009-10-Q3", "", "4"]]
_PLAIN = "LA,Quarter,Referrals,Re-referrals\nLeeds,Q2 2009/10,170,39\nHull,2009/10 Q3,,4\n"


def _source(**reads: object) -> Source:
    return Source.model_validate(
        {
            "id": "referrals", "title": "Referrals", "producer": "System", "owner": "Team",
            "keys": ["area", "period"], "columns": _COLUMNS, "reads": {**_READS, **reads},
        }
    )  # fmt: skip


def _rows(path: Path, **reads: object) -> list[list[str]]:
    cells = read_file(path, _source(**reads)).cells
    return cells[["area", "period", "referrals", "repeat"]].to_numpy().tolist()


def _book(path: Path, rows: list[list[object]], change: Callable | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    book.save(path)
    return path


_SHEET: list[list[object]] = [
    ["LA", "Quarter", "Referrals", "Re-referrals"],
    ["Leeds", "Q2 2009/10", 170, 39],
    ["Hull", "2009/10 Q3", None, 4],
]


@pytest.mark.parametrize(
    ("what", "raw"),
    [
        ("plain", _PLAIN.encode()),
        ("UTF-16, tabs", _PLAIN.replace(",", "\t").encode("utf-16")),
        ("semicolons", _PLAIN.replace(",", ";").encode()),
        ("a mark of order and Windows' line ends", ("\ufeff" + _PLAIN.replace("\n", "\r\n")).encode()),
        ("a title and filters above", ("Referrals report\n\nYear: 2009/10\n" + _PLAIN).encode()),
        ("notes below", (_PLAIN + "\nSource: case system\nNote: provisional\n").encode()),
        ("other names, other order",
         b"referral_count,Re-referrals,Local Authority,QUARTER\n"
         b"170,39,Leeds,Quarter 2 2009/10\n,4,Hull,2009-10-Q3\n"),
        ("columns that nobody asked for",
         _PLAIN.replace("Quarter,", "Quarter,Team,").replace("Q2 2009/10,", "Q2 2009/10,A,")
         .replace("2009/10 Q3,", "2009/10 Q3,B,").encode()),
        ("blank columns at the end", _PLAIN.replace("\n", ",,\n").encode()),
    ],
)  # fmt: skip
def test_a_text_in_any_dress_gives_the_same_rows(tmp_path: Path, what: str, raw: bytes) -> None:
    path = tmp_path / "referrals.csv"
    path.write_bytes(raw)
    assert _rows(path) == _EXPECTED, what


@pytest.mark.parametrize("name", ["referrals.xlsx"])
def test_a_workbook_gives_them_too(tmp_path: Path, name: str) -> None:
    assert _rows(_book(tmp_path / name, _SHEET)) == _EXPECTED


def test_blank_and_hidden_rows_and_columns_lose_nothing(tmp_path: Path) -> None:
    def hide(book: openpyxl.Workbook, sheet: object) -> None:
        sheet.row_dimensions[3].hidden = True  # type: ignore[attr-defined]
        sheet.column_dimensions["D"].hidden = True  # type: ignore[attr-defined]

    rows = [*_SHEET[:2], [], *_SHEET[2:]]
    assert _rows(_book(tmp_path / "a.xlsx", rows, hide)) == _EXPECTED


def test_numbers_and_dates_kept_as_text_are_what_they_say(tmp_path: Path) -> None:
    rows = [_SHEET[0], ["Leeds", "Q2 2009/10", "170", "39"], ["Hull", "2009/10 Q3", "", "4"]]
    assert _rows(_book(tmp_path / "a.xlsx", rows)) == _EXPECTED


def test_two_header_rows_are_one(tmp_path: Path) -> None:
    rows = [
        ["", "", "Referrals", ""], ["LA", "Quarter", "First", "Repeat"], *_SHEET[1:],
    ]  # fmt: skip

    def merge(book: openpyxl.Workbook, sheet: object) -> None:
        sheet.merge_cells("C1:D1")  # type: ignore[attr-defined]

    columns = {
        **_READS["columns"],
        "referrals": ["Referrals First"],
        "repeat": ["Referrals Repeat"],
    }
    path = _book(tmp_path / "a.xlsx", rows, merge)
    assert _rows(path, columns=columns, header_rows=2) == _EXPECTED


def test_a_wide_table_becomes_rows_that_keep_their_place(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("LA,Re-referrals,Q2 2009/10,Q3 2009/10,Change\nLeeds,39,170,184,8%\n")
    wide = {"columns": r"(Q\d \d{4}/\d\d)", "period": "period", "value": "referrals"}
    columns = {"area": ["LA"], "repeat": ["Re-referrals"]}
    found = read_file(path, _source(columns=columns, wide=wide)).cells
    assert list(found.index) == [2, 2]
    assert found[["period", "referrals"]].to_numpy().tolist() == [
        ["2009-10-Q2", "170"], ["2009-10-Q3", "184"],
    ]  # fmt: skip


def test_total_rows_that_are_declared_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(_PLAIN + "TOTAL,Q2 2009/10,170,43\n")
    assert _rows(path, totals=["Total"]) == _EXPECTED


def test_only_the_rows_that_are_wanted_are_read(tmp_path: Path) -> None:
    text = (
        _PLAIN.replace("LA,", "Phase,LA,")
        .replace("Leeds", "All,Leeds")
        .replace("Hull", "all ,Hull")
    )
    path = tmp_path / "a.csv"
    path.write_text(text + "Primary,Leeds,Q2 2009/10,90,20\n")
    assert _rows(path, keep={"Phase": ["All"]}) == _EXPECTED


def test_a_filter_that_keeps_nothing_is_a_fault_that_names_what_there_is(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Phase," + _PLAIN.replace("Leeds", "All,Leeds").replace("Hull", "All,Hull"))
    received = read_file(path, _source(keep={"phase": ["Total"]}))
    [told] = [each for each in received.told if each.fault]
    assert (told.found, told.advice) == (
        "No row has Phase 'Total'.", "It has 'All'. Mend the source's entry.",
    )  # fmt: skip


def test_every_column_that_is_missing_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("LA,Quarter,Number\nLeeds,Q2 2009/10,170\n")
    told = [each.found for each in read_file(path, _source()).told if each.fault]
    assert told == [
        "No column is called 'referral_count', 'Referrals' or 'referrals'.",
        "No column is called 'Re-referrals' or 'repeat'.",
    ]


def test_marks_of_publishers_keep_their_meaning(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(_PLAIN.replace("170,39", "c,low").replace(",,4", ",:,z"))
    assert [row[2:] for row in _rows(path)] == [["[c]", "[low]"], ["[x]", "[z]"]]


def test_what_is_said_of_a_year_becomes_its_status(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(_PLAIN.replace("Q2 2009/10", "Q2 2009/10 (Rev)"))
    cells = read_file(path, _source()).cells
    assert cells[["period", "status"]].to_numpy().tolist() == [
        ["2009-10-Q2", "revised"], ["2009-10-Q3", ""],
    ]  # fmt: skip


def test_a_period_that_cannot_be_read_stays_for_the_message(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(_PLAIN.replace("Q2 2009/10", "Q5 2009/10"))
    assert _rows(path)[0][1] == "Q5 2009/10"


def test_two_sheets_that_could_be_meant_are_a_question(tmp_path: Path) -> None:
    def again(book: openpyxl.Workbook, sheet: object) -> None:
        other = book.create_sheet("Old")
        for row in _SHEET:
            other.append(row)

    path = _book(tmp_path / "a.xlsx", _SHEET, again)
    with pytest.raises(Unreadable, match="The sheets 'Sheet' and 'Old' could each be meant"):
        read_file(path, _source())
    assert _rows(path, sheet="Old") == _EXPECTED


def test_a_file_without_such_a_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Dear colleague,\nplease find attached\n")
    with pytest.raises(Unreadable, match="No row names a column 'LA', 'Quarter'") as caught:
        read_file(path, _source())
    assert caught.value.advice.startswith("Name the file's columns")

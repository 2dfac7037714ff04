"""Files as people and systems send them: each read, with what is to be known of it, or refused."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from cypt_analysis.catalogue.sources import Source
from cypt_analysis.ground.decoding import Unreadable
from cypt_analysis.readers.cell_values import typed
from cypt_analysis.readers.contents import contents_of
from cypt_analysis.readers.files import read_file
from cypt_analysis.readers.received import Received

HEADER = ["LA", "Quarter", "Referrals", "Re-referrals"]
LEEDS: list[object] = ["Leeds", "Q2 2009/10", 170, 39]
HULL: list[object] = ["Hull", "Q3 2009/10", 184, 4]
READ = [["Leeds", "2009-10-Q2", "170", "39"], ["Hull", "2009-10-Q3", "184", "4"]]


def source(**reads: object) -> Source:
    return Source.model_validate(
        {
            "id": "referrals", "title": "Referrals", "producer": "System", "owner": "Team",
            "keys": ["area", "period"],
            "columns": {
                "area": {"type": "text"},
                "period": {"type": "period", "kinds": ["financial_quarter"]},
                "referrals": {"type": "count", "blank": True},
                "repeat": {"type": "count", "blank": True},
                "status": {"type": "status", "blank": True, "optional": True},
            },
            "reads": [{
                "columns": {"area": ["LA"], "period": ["Quarter"], "referrals": ["Referrals"],
                            "repeat": ["Re-referrals"]},
                **reads,
            }],
        }
    )  # fmt: skip


def text(folder: Path, *rows: str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([",".join(HEADER), *rows]) + "\n", encoding="utf-8")
    return path


def book(folder: Path, change: Callable | None = None, name: str = "a.xlsx") -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    for row in (HEADER, LEEDS, HULL):
        sheet.append(row)
    if change:
        change(made, sheet)
    made.save(folder / name)
    return folder / name


def rows(received: Received) -> list[list[str]]:
    return received.cells[["area", "period", "referrals", "repeat"]].to_numpy().tolist()


def told(received: Received) -> list[tuple[int | None, str, str]]:
    return [(each.row, each.found, each.advice) for each in received.told]


def refused(path: Path, **reads: object) -> tuple[str, str]:
    with pytest.raises(Unreadable) as caught:
        read_file(path, source(**reads))
    return str(caught.value), caught.value.advice


def test_hidden_rows_and_columns_are_read_and_said(tmp_path: Path) -> None:
    def hide(made: openpyxl.Workbook, sheet: object) -> None:
        sheet.row_dimensions[3].hidden = True  # type: ignore[attr-defined]
        sheet.column_dimensions["D"].hidden = True  # type: ignore[attr-defined]

    found = read_file(book(tmp_path, hide), source())
    assert rows(found) == READ
    assert told(found) == [
        (3, "Row 3 is hidden.", "It was read like the others. Take out what does not count."),
        (None, "Column D is hidden.", "It was read like the others. Take out what does not count."),
    ]


def test_hidden_rows_and_columns_that_hold_nothing_are_not_said(tmp_path: Path) -> None:
    def hide(made: openpyxl.Workbook, sheet: object) -> None:
        sheet.row_dimensions[9].hidden = True  # type: ignore[attr-defined]
        sheet.column_dimensions.group("E", "XFD", hidden=True)  # type: ignore[attr-defined]

    found = read_file(book(tmp_path, hide), source())
    assert (rows(found), found.told) == (READ, ())


def test_rows_hidden_by_a_filter_are_said_with_their_stretches(tmp_path: Path) -> None:
    def hide(made: openpyxl.Workbook, sheet: object) -> None:
        for number in range(4, 8):
            sheet.append(["Hull", f"Q{number - 3} 2008/09", 1, 1])  # type: ignore[attr-defined]
            sheet.row_dimensions[number].hidden = True  # type: ignore[attr-defined]

    found = read_file(book(tmp_path, hide), source())
    assert len(found.cells) == 6
    assert [each.found for each in found.told] == ["Rows 4 to 7 are hidden."]


def test_a_hidden_sheet_is_left_and_said_unless_the_entry_names_it(tmp_path: Path) -> None:
    def hide(made: openpyxl.Workbook, sheet: object) -> None:
        made.create_sheet("Old & gone").append(HEADER)
        made["Old & gone"].append(["Leeds", "Q1 2009/10", 1, 1])
        made["Old & gone"].sheet_state = "hidden"

    path = book(tmp_path, hide)
    left = read_file(path, source())
    assert rows(left) == READ
    assert told(left) == [(None, "The sheet 'Old & gone' is hidden.", "It was not read.")]
    named = read_file(path, source(sheet="Old*"))
    assert rows(named) == [["Leeds", "2009-10-Q1", "1", "1"]]
    assert told(named) == [
        (None, "The sheet 'Old & gone' is hidden.", "It is the one that was read.")
    ]


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    assert refused(tmp_path / "a.xlsx")[0] == "The file is empty."


def test_an_empty_sheet_beside_the_table_is_no_question(tmp_path: Path) -> None:
    found = read_file(book(tmp_path, lambda made, sheet: made.create_sheet("Sheet2")), source())
    assert (rows(found), found.sheet) == (READ, "Sheet")


def test_a_corrupt_workbook_is_refused(tmp_path: Path) -> None:
    whole = book(tmp_path).read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    assert refused(tmp_path / "cut.xlsx") == (
        "The file cannot be read as a workbook.",
        "Open it, and save it as an Excel workbook (.xlsx).",
    )


def _locked() -> bytes:
    """The least of a compound file that Excel writes for a workbook with a password."""

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
        return (raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) if name else 0, kind, 1) + links
                + b"\0" * 36 + struct.pack("<IQ", start, size))  # fmt: skip

    sectors = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE]
    fat = struct.pack("<128I", *sectors, *[0xFFFFFFFF] * (128 - len(sectors)))
    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(
        "EncryptedPackage", 2, 0xFFFFFFFF, 2, 4096
    )
    folder += entry("", 0, 0xFFFFFFFF, 0, 0) * 2
    head = (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + b"\0" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    )
    head += b"\0" * 6 + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return head + fat + folder + b"\0" * 4096


def test_a_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(_locked())
    assert refused(tmp_path / "a.xlsx") == (
        "The workbook is locked by a password.", "Save it without one.",
    )  # fmt: skip


def test_a_web_page_with_the_ending_of_a_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text("<HTML><table><tr><td>LA</td></tr></table></HTML>")
    assert refused(tmp_path / "a.xls") == (
        "The file is a web page, whatever its name says.",
        "Open it, and save its table as an Excel workbook (.xlsx).",
    )


def test_text_with_the_ending_of_an_old_workbook_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    lines = ("\t".join(map(str, each)) for each in (HEADER, LEEDS, HULL))
    path.write_text("\n".join(lines), encoding="utf-16")
    found = read_file(path, source())
    assert rows(found) == READ
    assert told(found) == [
        (None, "The file is text with the ending of a workbook (.xls).",
         "It was read as text. See whether its columns are right."),
    ]  # fmt: skip


def test_a_workbook_with_the_ending_of_a_text_is_refused(tmp_path: Path) -> None:
    book(tmp_path).rename(tmp_path / "a.csv")
    assert refused(tmp_path / "a.csv") == (
        "The file is a workbook, whatever its name says.",
        "Name it as one (.xlsx), or save its table as 'CSV UTF-8'.",
    )


def test_two_unlike_columns_of_one_name_are_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("LA,Quarter,Referrals,Re-referrals,referrals\nLeeds,Q2 2009/10,170,39,171\n")
    [fault] = [each for each in read_file(path, source()).told if each.fault]
    assert (fault.row, fault.found, fault.advice) == (
        1, "Two columns are called 'Referrals', and differ.",
        "Give one of them another name, or take it out.",
    )  # fmt: skip


def test_two_unlike_columns_of_one_period_are_a_fault_in_a_wide_table_too(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("LA,Q1 2009/10,Q2 2009/10,Q1 2009/10\nLeeds,170,39,171\n")
    wide = {"columns": "Q[1-4] .*", "value": "referrals"}
    received = read_file(path, source(wide=wide, columns={"area": ["LA"]}, lacks=["repeat"]))
    assert [each.found for each in received.told if each.fault] == [
        "Two columns are called 'Q1 2009/10', and differ."
    ]


def test_a_file_of_no_source_is_told_by_what_it_holds(tmp_path: Path) -> None:
    def change(made: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet.insert_rows(1, 2)
        sheet["A1"] = "A title"
        made.create_sheet("Notes").append(["Made by hand"])

    assert contents_of(book(tmp_path, change)) == (
        "It holds sheet 'Sheet', row 3: 'LA', 'Quarter', 'Referrals', 'Re-referrals' (4 columns, 2 "
        "rows below); sheet 'Notes', row 1: 'Made by hand' (1 column, 0 rows below)."
    )
    assert contents_of(text(tmp_path, "Leeds,Q2 2009/10,170,39")) == (
        "It holds in row 1: 'LA', 'Quarter', 'Referrals', 'Re-referrals' (4 columns, 1 row below)."
    )
    (tmp_path / "a.xls").write_bytes(b"")
    assert contents_of(tmp_path / "a.xls") == contents_of(tmp_path / "a.docx") == ""


def test_two_columns_of_one_name_are_none_where_they_agree_or_nobody_asks(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "LA,Quarter,Referrals,Re-referrals,Referrals,Team,Team\nLeeds,Q2 2009/10,170,39,170,A,B\n"
    )
    found = read_file(path, source())
    assert (rows(found), found.told) == ([READ[0]], ())


@pytest.mark.parametrize(
    ("written", "read", "status"),
    [
        ("12[1]", "12", ""), ("12 [note 3]", "12", ""), ("34 r", "34", "revised"),
        ("34[p]", "34", "provisional"), ("34 (e)", "34", "estimated"), ("1234*", "1234", ""),
        ("56¹", "56", ""), ("7†", "7", ""),
    ],
)  # fmt: skip
def test_a_note_behind_a_figure_is_said_and_left_out(
    tmp_path: Path, written: str, read: str, status: str
) -> None:
    path = text(tmp_path, f"Leeds,Q2 2009/10,{written},3", f"Hull,Q2 2009/10,{written},3")
    found = read_file(path, source())
    assert [row[2] for row in rows(found)] == [read, read]
    assert told(found) == [
        (2, f"referrals is '{written}', a figure with a note behind it, and 1 more are like it.",
         f"It was read as {read}. See what the note says of it."),
    ]  # fmt: skip
    assert set(found.cells.get("status", [""])) == {status}


@pytest.mark.parametrize("written", ["12 (3)", "12 13", "12 to 13", "12 x", "r12"])
def test_two_figures_in_a_cell_are_not_one_with_a_note(tmp_path: Path, written: str) -> None:
    found = read_file(text(tmp_path, f"Leeds,Q2 2009/10,{written},3"), source())
    assert (rows(found)[0][2], found.told) == (written, ())


@pytest.mark.parametrize(
    ("written", "mark"),
    [("c", "[c]"), ("*", "[c]"), ("<5", "[c]"), ("< 10", "[c]"), ("Fewer than 5", "[c]"),
     ("x", "[x]"), ("..", "[x]"), ("-", "[x]"), (":", "[x]"), ("z", "[z]"), ("N/A", "[z]"),
     ("u", "[u]"), ("k", "[k]"), ("low", "[low]")],
)  # fmt: skip
def test_a_mark_keeps_its_meaning(tmp_path: Path, written: str, mark: str) -> None:
    assert rows(read_file(text(tmp_path, f"Leeds,Q2 2009/10,{written},3"), source()))[0][2] == mark


def test_thousands_as_text_in_quotation_marks_stay_one_cell(tmp_path: Path) -> None:
    path = text(tmp_path, 'Leeds,Q2 2009/10,"1,234",39', '"Hull, City of",Q3 2009/10,184,4')
    assert rows(read_file(path, source())) == [
        ["Leeds", "2009-10-Q2", "1234", "39"], ["Hull, City of", "2009-10-Q3", "184", "4"],
    ]  # fmt: skip


def test_a_line_end_within_quotation_marks_cuts_no_row(tmp_path: Path) -> None:
    path = text(tmp_path, '"Leeds\nCity",Q2 2009/10,170,39', "Hull,Q3 2009/10,184,4")
    assert [row[0] for row in rows(read_file(path, source()))] == ["Leeds\nCity", "Hull"]


def test_what_a_spreadsheet_made_a_date_stays_seen_as_one(tmp_path: Path) -> None:
    def dates(made: openpyxl.Workbook, sheet: object) -> None:
        sheet["A2"] = date(2009, 2, 1)  # type: ignore[index]

    assert rows(read_file(book(tmp_path, dates), source()))[0][0] == "2009-02-01"


def test_rows_of_several_lengths_and_blank_lines_keep_their_place(tmp_path: Path) -> None:
    path = text(tmp_path, "Leeds,Q2 2009/10,170,39,,", "", "Hull,Q3 2009/10,184,4")
    found = read_file(path, source())
    assert (rows(found), list(found.cells.index)) == (READ, [2, 4])


# What a workbook keeps otherwise than it shows.


def test_days_counted_from_1904_are_the_days_that_are_shown(tmp_path: Path) -> None:
    """30 September 2009, the last day of the quarter that the column is of."""

    def change(made: openpyxl.Workbook, sheet: object) -> None:
        made.epoch = CALENDAR_MAC_1904
        sheet["B2"] = date(2009, 9, 30)  # type: ignore[index]

    assert rows(read_file(book(tmp_path, change), source()))[0][1] == "2009-10-Q2"


def test_a_percentage_is_what_the_sheet_shows_and_no_fraction(tmp_path: Path) -> None:
    def change(made: openpyxl.Workbook, sheet: object) -> None:
        for cell, value, shown in (("D2", 0.23, "0%"), ("D3", 0.235, "0.0%"), ("C3", 0.5, "0.00")):
            sheet[cell] = value  # type: ignore[index]
            sheet[cell].number_format = shown  # type: ignore[index]

    found = rows(read_file(book(tmp_path, change), source()))
    assert [row[2:] for row in found] == [["170", "23%"], ["0.5", "23.5%"]]


@pytest.mark.parametrize(
    ("cell", "is_error", "found", "advice"),
    [
        ("=170+1", False, "=170+1", "That is a formula without its result. Open the workbook and "
         "save it, or put the number in its place."),
        ("#REF!", True, "#REF!", "A formula has failed. Mend it, or put in its place what is meant."),
        ("#DIV/0!", True, "#DIV/0!",
         "A formula has failed. Mend it, or put in its place what is meant."),
    ],
)  # fmt: skip
def test_a_formula_that_gave_nothing_is_no_blank_cell(
    tmp_path: Path, cell: str, is_error: bool, found: str, advice: str
) -> None:
    def change(made: openpyxl.Workbook, sheet: object) -> None:
        sheet["C2"] = cell  # type: ignore[index]
        if is_error:
            sheet["C2"].data_type = "e"  # type: ignore[index]

    received = read_file(book(tmp_path, change), source())
    column = source().columns["referrals"]
    _, told = typed(received.cells["referrals"], column, "a.xlsx", str, ())
    assert [(each.row, each.found, each.advice) for each in told] == [
        (2, f"referrals is '{found}'.", advice)
    ]


def test_a_column_named_by_a_formula_without_a_result_is_told_as_it_stands(tmp_path: Path) -> None:
    def change(made: openpyxl.Workbook, sheet: object) -> None:
        sheet["A1"] = "=1+1"  # type: ignore[index]

    [told] = read_file(book(tmp_path, change), source()).told
    assert told.advice == "It has: =1+1, Quarter, Referrals, Re-referrals."


@pytest.mark.parametrize("cell", ["=cmd|' /c calc'!A1", '=HYPERLINK("http://example.org";"look")'])
def test_words_that_begin_as_a_formula_are_words(tmp_path: Path, cell: str) -> None:
    """In a text file, and in a workbook's cell of text; a formula has no words to give."""

    def change(made: openpyxl.Workbook, sheet: object) -> None:
        sheet["A2"] = sheet["A3"] = cell  # type: ignore[index]
        sheet["A2"].data_type = "s"  # type: ignore[index]

    def read(path: Path, name: str) -> tuple[list[object], list[tuple[object, ...]]]:
        cells = read_file(path, source()).cells[name]
        values, told = typed(cells, source().columns[name], path.name, str, ())
        return list(values), [(each.row, each.found, each.advice) for each in told]

    quoted = cell.replace('"', '""')
    sent = text(tmp_path, f'"{quoted}",Q2 2009/10,"{quoted}",39')
    no_result = (
        "That is a formula without its result. Open the workbook and save it, or put the number in "
        "its place."
    )
    assert read(sent, "area") == ([cell], [])
    assert read(sent, "referrals")[1] == [(2, f"referrals is '{cell}'.", no_result)]
    assert read(book(tmp_path, change), "area") == (
        [cell, ""], [(3, f"area is '{cell}'.", no_result)]
    )  # fmt: skip


def test_a_workbook_of_before_2007_is_read() -> None:
    """Written by xlwt: a merged title, a number kept as text, a date, a hidden row, a mark, a note."""
    found = read_file(Path(__file__).parent / "sent" / "old.xls", source())
    assert rows(found) == [
        READ[0], ["Hull", "2009-10-Q3", "184", "4"], ["York", "2009-10-Q3", "[c]", "1"],
    ]  # fmt: skip
    assert [each.found for each in found.told] == [
        "Whether rows or columns are hidden, a formula failed or a number is shown as a percentage "
        "cannot be seen in a workbook of .xls.",
        "Rows 1 to 2 above the table are no data: 'Referrals by area'.",
        "Row 8 below the table is no data: 'Note: * fewer than five'.",
    ]  # fmt: skip


def test_filters_printed_under_a_table_are_no_data_though_they_fill_lines(tmp_path: Path) -> None:
    path = text(
        tmp_path, "Leeds,Q2 2009/10,170,39", "Hull,Q3 2009/10,184,4", "", "Applied filters:",
        "Year is 2009", "Team is not Fostering",
    )  # fmt: skip
    found = read_file(path, source())
    filters = "Applied filters:; Year is 2009; Team is not Fostering"
    assert (rows(found), told(found)) == (
        READ, [(5, f"Rows 5 to 7 below the table are no data: '{filters}'.",
                "Left out. See whether that is right.")],
    )  # fmt: skip


@pytest.mark.parametrize("name", ["Total", "Grand Total", "TOTAL:", "All areas"])
def test_a_total_among_areas_is_left_out_and_said(tmp_path: Path, name: str) -> None:
    path = text(
        tmp_path, "Leeds,Q2 2009/10,170,39", "Hull,Q3 2009/10,184,4", f"{name},Q2 2009/10,354,43"
    )
    by_area = source()
    area = by_area.columns["area"].model_copy(update={"type": "area"})
    by_area = by_area.model_copy(update={"columns": {**by_area.columns, "area": area}})
    found = read_file(path, by_area)
    assert (rows(found), told(found)) == (
        READ, [(4, f"Row 4 is of '{name}', which is no area: left out.",
                "The rows of areas are what is read. See whether that is right.")],
    )  # fmt: skip


def test_a_title_above_unlike_rows_is_no_note(tmp_path: Path) -> None:
    """A last area without its figures stays, for whoever asks where they are."""
    found = read_file(text(tmp_path, "Leeds,Q2 2009/10,170,39", "Hull,,,"), source())
    assert [row[0] for row in rows(found)] == ["Leeds", "Hull"]


# Siblings: what else makes a wrong number without a word.


def test_a_sum_of_columns_takes_each_however_it_is_written(tmp_path: Path) -> None:
    path = text(
        tmp_path, 'Leeds,Q2 2009/10,"1,204",5', "Hull,Q2 2009/10,12 r,5", "York,Q2 2009/10,<5,5",
        "Bath,Q2 2009/10,x7,5",
    )  # fmt: skip
    whole = {"sum_of": ["Referrals", "Re-referrals"]}
    columns = {
        "area": ["LA"],
        "period": ["Quarter"],
        "referrals": whole,
        "repeat": ["Re-referrals"],
    }
    found = rows(read_file(path, source(columns=columns)))
    assert [row[2] for row in found] == ["1209", "17", "[c]", "x7"]


def test_a_column_of_a_sum_may_be_called_as_another_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("LA,Quarter,Number,Repeat,Other\nLeeds,Q2 2009/10,39 r,170 [1],1\n")
    columns = {**source().reads[0].columns, "referrals": {"sum_of": ["Repeat", "Other"]},
               "repeat": ["Number"]}  # fmt: skip
    assert rows(read_file(path, source(columns=columns))) == [["Leeds", "2009-10-Q2", "171", "39"]]


def test_a_note_behind_a_column_s_name_is_no_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('LA [1],Q2 2009/10 [note 2],"Q3 2009/10 [notes 2, 3]"\nLeeds,170,4\n')
    wide = {"columns": "Q[1-4] .*", "value": "referrals"}
    found = read_file(path, source(wide=wide, columns={"area": ["LA"]}, lacks=["repeat"]))
    assert found.cells[["area", "period", "referrals"]].to_numpy().tolist() == [
        ["Leeds", "2009-10-Q2", "170"], ["Leeds", "2009-10-Q3", "4"],
    ]  # fmt: skip


def test_a_year_and_its_quarter_may_stand_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("LA,Year,Qtr,Referrals,Re-referrals\nLeeds,2009/10,Q2,170,39\n")
    columns = {**source().reads[0].columns, "period": {"words_of": ["Year", "Qtr"]}}
    assert rows(read_file(path, source(columns=columns))) == READ[:1]


def test_thousands_that_became_a_cell_of_their_own_are_a_fault(tmp_path: Path) -> None:
    found = read_file(
        text(tmp_path, "Leeds,Q2 2009/10,1,204,39", "Hull,Q3 2009/10,184,4"), source()
    )
    assert [(each.row, each.found, each.advice, each.fault) for each in found.told] == [
        (2, "The row has 5 cells, but the header has 4.",
         "Look for a comma too many, or put the cell that holds a comma in quotation marks.", True),
    ]  # fmt: skip


def test_they_are_one_too_where_the_header_ends_in_a_comma(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",".join(HEADER) + ",\nLeeds,Q2 2009/10,1,204,39\nHull,Q3 2009/10,184,4,late\n")
    assert [(each.row, each.fault) for each in read_file(path, source()).told] == [(2, True)]


def test_a_row_that_ends_before_its_figures_is_a_fault(tmp_path: Path) -> None:
    found = read_file(text(tmp_path, "Leeds,Q2 2009/10,170", "Hull,Q3 2009/10,184,4"), source())
    assert [(each.row, each.found, each.fault) for each in found.told] == [
        (2, "The row has 3 cells, but the header has 4.", True)
    ]


@pytest.mark.parametrize("cell", ['"Leeds,Q2 2009/10,170,39', 'Leeds,Q2 2009/10,170,39,"see below'])
def test_a_quotation_mark_that_is_never_closed_swallows_no_row(tmp_path: Path, cell: str) -> None:
    path = text(tmp_path, cell, "Hull,Q3 2009/10,184,4")
    with pytest.raises(Unreadable, match="opens in this row and is never closed") as caught:
        read_file(path, source())
    assert caught.value.row == 2


def test_two_quotation_marks_that_are_never_closed_swallow_none_either(tmp_path: Path) -> None:
    path = text(tmp_path, 'Leeds,"Q2 2009/10,1,1', 'Hull,Q3 2009/10,"184,4', "York,Q3 2009/10,1,1")
    assert refused(path)[0] == "A quotation mark stands in the middle of a cell."


def test_a_raised_sign_of_a_note_is_no_digit_of_the_figure(tmp_path: Path) -> None:
    def raised(words: str, note: str) -> CellRichText:
        return CellRichText(words, TextBlock(InlineFont(vertAlign="superscript"), note))

    def change(made: openpyxl.Workbook, sheet: Worksheet) -> None:
        for cell, words, note in (
            ("C1", "Referrals", "2"),
            ("A2", "Leeds", "a"),
            ("C2", "170", "1"),
        ):
            sheet[cell] = raised(words, note)

    found = read_file(book(tmp_path, change), source())
    assert rows(found) == READ
    assert told(found)[0][1] == "referrals is '170 [1]', a figure with a note behind it."


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"<html><body><table>", "a web page"), (b"\xef\xbb\xbf<?xml version='1.0'?>", "XML"),
        (b'[{"LA": "Leeds"}]', "JSON"), (b"%PDF-1.7", "a PDF"), (b"\x1f\x8b\x08", "a packed file (gzip)"),
        (b"PK\x03\x04\x14\x00referrals.csv", "a packed folder (zip)"), (b"PAR1", "a parquet table"),
    ],
)  # fmt: skip
def test_what_only_its_name_makes_a_table_is_refused(tmp_path: Path, raw: bytes, what: str) -> None:
    (tmp_path / "a.csv").write_bytes(raw)
    assert refused(tmp_path / "a.csv")[0] == f"The file is {what}, whatever its name says."


def test_a_text_that_is_written_as_a_formula_is_the_text(tmp_path: Path) -> None:
    found = read_file(text(tmp_path, '="Leeds",Q2 2009/10,="170","=""39"""'), source())
    assert rows(found) == READ[:1]


def test_a_sheet_that_is_a_chart_or_empty_is_passed_over(tmp_path: Path) -> None:
    def change(made: openpyxl.Workbook, sheet: object) -> None:
        made.create_chartsheet("Chart", 0)
        made.create_sheet("Blank", 0)

    assert rows(read_file(book(tmp_path, change), source())) == READ


def test_what_stands_around_a_table_s_names_is_no_part_of_them(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "\ufeff\ufeff,“LA”,‘Quarter’,Referrals\u00a0,\u200bRe-referrals\r\n"
        ",Leeds,Q2 2009/10,170,39\r\n", encoding="utf-8",
    )  # fmt: skip
    assert rows(read_file(path, source())) == READ[:1]


@pytest.mark.parametrize("written", ["1-4", "0 to 5", "<=5", "–", "—", "NULL", "suppressed", "."])
def test_other_words_for_what_is_not_shown_are_marks(tmp_path: Path, written: str) -> None:
    found = rows(read_file(text(tmp_path, f"Leeds,Q2 2009/10,{written},3"), source()))
    assert found[0][2] in ("[c]", "[x]")


@pytest.mark.parametrize("written", ["10-14", "5+", ">95", "nil", "TBC", "?", "1e3", "12pc"])
def test_what_may_be_a_number_is_no_mark(tmp_path: Path, written: str) -> None:
    found = read_file(text(tmp_path, f"Leeds,Q2 2009/10,{written},3"), source())
    _, [fault] = typed(found.cells["referrals"], source().columns["referrals"], "a", str, ())
    assert fault.found == f"referrals is '{written}'."


def test_a_binary_workbook_is_read(tmp_path: Path) -> None:
    """Written after the published format [MS-XLSB]: records of a number, a length and a body."""

    def record(number: int, body: bytes = b"") -> bytes:
        kind = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
        return kind + bytes([len(body)]) + body

    def wide(words: str) -> bytes:
        return struct.pack("<I", len(words)) + words.encode("utf-16-le")

    def cell(column: int, value: object) -> bytes:
        where = struct.pack("<II", column, 0)
        if isinstance(value, str):
            return record(6, where + wide(value))
        return record(5, where + struct.pack("<d", value))

    table = [HEADER, LEEDS, HULL]
    body = record(129) + record(148, struct.pack("<4I", 0, 2, 0, 3)) + record(145)
    for row, values in enumerate(table):
        body += record(0, struct.pack("<I", row) + bytes(13))
        body += b"".join(cell(column, each) for column, each in enumerate(values))
    sheets = record(143) + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Data"))
    with zipfile.ZipFile(tmp_path / "a.xlsb", "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.bin", record(131) + sheets + record(144) + record(132))
        packed.writestr("xl/worksheets/sheet1.bin", body + record(146) + record(130))
        packed.writestr(
            "xl/_rels/workbook.bin.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            'relationships/worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
        )
    found = read_file(tmp_path / "a.xlsb", source())
    assert (rows(found), found.sheet) == (READ, "Data")

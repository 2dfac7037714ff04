"""Files as they come: encodings, separators, workbooks; and the table in them."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from cypt_analysis.ground.decoding import Unreadable
from cypt_analysis.readers.grids import grid_of_text, read_grids
from cypt_analysis.readers.tables_in import find_table

_ROWS = "area,children\nSt Mary’s,170\nÉcole,39\n"


def _cells(raw: bytes) -> list[list[str]]:
    return grid_of_text(raw).cells.rows()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_every_usual_encoding_gives_the_same_cells(encoding: str) -> None:
    expected = [["area", "children"], ["St Mary’s", "170"], ["École", "39"]]
    assert _cells(_ROWS.encode(encoding)) == expected


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_seen(separator: str) -> None:
    text = 'area;note;children\n"Leeds; City";"1,234";170\nHull;;39\n'
    raw = text.replace(";", separator).encode()
    assert _cells(raw)[1:] == [[f"Leeds{separator} City", "1,234", "170"], ["Hull", "", "39"]]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    """A line end within a cell begins no row, and a blank row counts."""
    grid = grid_of_text(b'a,b\n"one\ntwo",2\n\nx,3\n')
    assert len(grid.cells) == 4
    assert grid.cells.rows()[3] == ["x", "3"]


def test_a_row_wider_than_those_before_it_loses_no_cell() -> None:
    wide = ",".join(map(str, range(9)))
    grid = grid_of_text(("a,b\n" * 300 + wide + "\n").encode())
    assert grid.cells.rows()[300] == wide.split(",")
    assert grid.cells.rows()[0] == ["a", "b", *[""] * 7]


def test_nothing_is_taken_for_missing_or_for_a_number() -> None:
    """pandas takes NA for missing and 007 for seven by itself."""
    assert _cells(b"a,b,c\nNA,007,1e5\nnull,None,-\n")[1:] == [
        ["NA", "007", "1e5"],
        ["null", "None", "-"],
    ]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Title and filters above, a merged header, a total, notes below, a hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Referrals"
    rows: list[list[object]] = [
        ["Referrals by month"], ["Extract of 3 November 2025"], [],
        ["Month", "Received", None, "When"], ["", "Number", "Per cent", ""],
        ["Apr-25", 170.0, 12.5, datetime.date(2025, 4, 30)],
        ["May-25", 184, 13, datetime.datetime(2025, 5, 31)],
        ["Total", 354, None, None], [], ["Source: case system"],
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("B4:C4")
    hidden = book.create_sheet("Names")
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "Referrals Sept FINAL v2.xlsx")
    return tmp_path / "Referrals Sept FINAL v2.xlsx"


def test_a_workbook_s_cells_are_what_would_be_typed(workbook: Path) -> None:
    [grid] = read_grids(workbook)
    assert grid.sheet == "Referrals"
    assert [each.found for each in grid.told] == ["The sheet 'Names' is hidden."]
    assert grid.cells.rows()[5] == ["Apr-25", "170", "12.5", "2025-04-30"]
    # A merged cell stands for each cell that it covers.
    assert grid.cells.rows()[3] == ["Month", "Received", "Received", "When"]


def test_the_table_of_a_sheet_is_found_with_what_stands_around_it(workbook: Path) -> None:
    [grid] = read_grids(workbook)
    table = find_table(grid.cells, [["Month"], ["Received Number"], ["Received Per cent"]], 2)
    assert table is not None
    assert list(table.rows.columns) == ["Month", "Received Number", "Received Per cent", "When"]
    assert list(table.rows.index) == [6, 7, 8]
    assert (table.header, table.above, table.below) == (5, (1, 2, 3), (10,))


def test_a_sheet_is_chosen_by_a_pattern_of_its_name(workbook: Path) -> None:
    assert [grid.sheet for grid in read_grids(workbook, "refer*")] == ["Referrals"]
    with pytest.raises(
        Unreadable, match=r"No sheet is called 'CLA'.*: there are 'Referrals' and 'Names'"
    ):
        read_grids(workbook, "CLA")


def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"area,children\n")
    (tmp_path / "a.parquet").write_bytes(b"area,children\n")
    for name, what in (("a.xlsx", "workbook"), ("a.parquet", "parquet")):
        with pytest.raises(Unreadable, match=f"cannot be read as a?\\s?{what}"):
            read_grids(tmp_path / name)


def test_a_parquet_file_is_read_like_its_csv(tmp_path: Path) -> None:
    table = pd.DataFrame({"area": ["Leeds", None], "children": [170.0, None], "n": [1, 2]})
    table.to_parquet(tmp_path / "a.parquet")
    [grid] = read_grids(tmp_path / "a.parquet")
    assert grid.cells.rows() == [
        ["area", "children", "n"], ["Leeds", "170", "1"], ["", "", "2"],
    ]  # fmt: skip


def test_no_table_is_found_where_no_row_names_a_column() -> None:
    assert find_table(grid_of_text(b"a,b\n1,2\n").cells, [["area"], ["children"]]) is None


def test_two_rows_of_notes_and_a_title_are_told_apart_from_data() -> None:
    raw = b"Children looked after\ndate,children\n2009-09-30,460\nSource: system\nNotes,see guidance\n"
    grid = grid_of_text(raw)
    table = find_table(grid.cells, [["date"], ["children"]])
    assert table is not None
    assert (table.above, table.header) == ((1,), 2)
    assert (list(table.rows.index), table.below) == ([3], (4, 5))
    # A row with a figure is data, whatever its first word says.
    raw = b"cause,children\nFalls,460\nSource unknown,3\n"
    table = find_table(grid_of_text(raw).cells, [["cause"], ["children"]])
    assert table is not None
    assert (list(table.rows.index), table.below) == ([2, 3], ())


def test_a_name_without_its_figures_is_no_note() -> None:
    """The last area's value did not come: that is a gap, and no remark below the table."""
    table = find_table(
        grid_of_text(b"area,children\nLeeds,460\nHull,\n").cells, [["area"], ["children"]]
    )
    assert table is not None
    assert (list(table.rows.index), table.below) == ([2, 3], ())
    # One that stands apart is none of the data.
    apart = b"area,children\nLeeds,460\n\nAs at September\n"
    table = find_table(grid_of_text(apart).cells, [["area"], ["children"]])
    assert table is not None
    assert (list(table.rows.index), table.below) == ([2], (4,))


def test_one_stray_byte_does_not_turn_the_rest(tmp_path: Path) -> None:
    """A byte of Windows-1252 in a text of UTF-8: the others stay what they are, and it is told."""
    grid = grid_of_text("area,note\nSt Mary’s,a\nHull,1".encode() + b"\xa3\n")
    assert grid.cells.rows()[1] == ["St Mary’s", "a"]
    [told] = grid.told
    assert "byte A3" in told.found

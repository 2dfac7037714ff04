"""Twenty more files as people send them: each gives the right figures, or says what is wrong."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.sources import Source
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.drops.tables import Arrived, read_arrived

INFO = DropInfo.model_validate(
    {"quarter": "2025-26-Q3", "data_cut_off": date(2025, 12, 31), "authority": "Leeds",
     "code": "383", "neighbour_set": "england/2025", "regions": ["England"]}
)  # fmt: skip
_KINDS = {"Year": "financial_year", "Quarter": "financial_quarter", "Day": "day"}
_OURS = {
    "area": {"type": "area"}, "team": {"type": "text"}, "n": {"type": "count", "blank": True},
    "rate": {"type": "percent", "blank": True},
    "status": {"type": "status", "blank": True, "optional": True},
}  # fmt: skip
_THEIRS = {
    "LA": "area",
    "Team": "team",
    "Number": "n",
    "Rate": "rate",
    **dict.fromkeys(_KINDS, "period"),
}
Rows = list[list[object]]
Change = Callable[[Worksheet], object]


def read(path: Path, **reads: object) -> tuple[list[tuple], list[tuple[str, int | None, str]]]:
    """The rows of a file as area or team, period and figures, and what is told of it.

    Its source waits for those columns whose names stand somewhere in the file, or in ``asks``.
    """
    asks = str(reads.pop("asks", "LA,Year,Number")).split(",")
    period = next(each for each in asks if each in _KINDS)
    kinds = {"type": "period", "kinds": [_KINDS[period]]}
    mine = {_THEIRS[each]: [each] for each in asks}
    columns = {each: kinds if each == "period" else _OURS[each] for each in [*mine, "status"]}
    keys = [each for each in ("area", "team", "period") if each in columns]
    if "wide" in reads:
        del mine["period"], mine["n"]
    source = Source.model_validate(
        {"id": "s", "title": "S", "producer": "P", "owner": "O", "keys": keys,
         "columns": columns, "reads": [{"columns": mine, **reads}]}
    )  # fmt: skip
    findings: list = []
    table, _ = read_arrived(
        Arrived(path, path.name), source, (Catalogue(sections=(), sources={}), INFO), findings
    )
    told = [(each.severity, each.row, each.found) for each in findings]
    if table is None:
        return [], told
    shown = table[[each for each in columns if each in table]].astype(object)
    shown = shown.where(shown.notna(), None)
    # Nobody looks at a column of standings that says nothing.
    return [tuple(row) for row in shown.loc[:, ~(shown == "").all()].to_numpy()], told


def text(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "sent.csv"
    path.write_bytes("\n".join([*lines, ""]).encode(encoding))
    return path


def book(folder: Path, rows: Rows, change: Change = lambda sheet: None) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    change(made.active)
    made.save(folder / "sent.xlsx")
    return folder / "sent.xlsx"


LEEDS, YORK = ("Leeds", "2023-24-FY", 10), ("York", "2023-24-FY", 7)
HEAD: list[object] = ["LA", "Year", "Number"]


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        pytest.param(["LA,Year,Number", "Leeds,2023\u201324,10", "York,2023\u201424,7"], [LEEDS, YORK],
                     id="dashes of a word processor"),
        pytest.param(["LA\u00a0,Year,Number", "Leeds\u00a0,2023-24,\u00a010", "York,2023\u201124,7\u00a0"],
                     [LEEDS, YORK], id="blanks and hyphens that do not break"),
        pytest.param(["LA,Year,Number,,,", "Leeds,2023-24,10,,,", "York,2023-24,7"], [LEEDS, YORK],
                     id="blank columns at the end"),
        pytest.param(['\ufeffLA,Year,"Number",Note', 'Leeds,2023-24,"10","two\nlines"', "York,2023-24,7,"],
                     [LEEDS, YORK], id="a byte order mark and a line end in quotation marks"),
        pytest.param(["LA,Year,Number", "Leeds MBC,2023-24,10", "York City Council,2023-24,7"],
                     [LEEDS, YORK], id="councils in place of their areas"),
        pytest.param(["LA,Year,Number", "LB Camden,2023-24,10", "Royal Borough of Greenwich,2023-24,7",
                      "Southwark Council,2023-24,5", "St Helens,2023-24,4", "Leeds,2023-24,10"],
                     [("Camden", "2023-24-FY", 10), ("Greenwich", "2023-24-FY", 7),
                      ("Southwark", "2023-24-FY", 5), ("St. Helens", "2023-24-FY", 4), LEEDS],
                     id="what councils call themselves"),
        pytest.param(["LA,Year,Number", '"Bristol, City of",2023-24,10', '"Herefordshire, County of",2023-24,7', "Leeds,2023-24,10"],
                     [("Bristol, City of", "2023-24-FY", 10), ("Herefordshire, County of", "2023-24-FY", 7), LEEDS],
                     id="a comma in a name"),
    ],
)  # fmt: skip
def test_what_is_only_written_otherwise_is_the_same(
    tmp_path: Path, lines: list[str], rows: list[tuple]
) -> None:
    assert read(text(tmp_path, *lines)) == (rows, [])


def test_figures_with_what_people_write_into_them(tmp_path: Path) -> None:
    lines = ["LA,Year,Number", "Leeds,2021-22,1'204", "Leeds,2022-23,12r", "Leeds,2023-24,13 p",
             "Leeds,2024-25,14e"]  # fmt: skip
    found, told = read(text(tmp_path, *lines), asks="LA,Year,Number")
    assert [row[2:] for row in found] == [
        (1204, ""), (12, "revised"), (13, "provisional"), (14, "estimated"),
    ]  # fmt: skip
    assert [each[0] for each in told] == ["review"]


@pytest.mark.parametrize(
    ("lines", "asks", "fault"),
    [
        (["LA,Year,Number", "Leeds,2023-24,(12)"], "LA,Year,Number", (2, "n is '(12)'.")),
        (["LA,Year,Number", "Leeds,2023-24,10", ",2024-25,12"], "LA,Year,Number", (3, "area is empty.")),
        (["Day,Number", "30/09/2009,9", "31/11/2009,10"], "Day,Number", (3, "period is '31/11/2009'.")),
        (["Day,Number", "31/12/2009,9", "09/30/2009,10"], "Day,Number", (3, "period is '09/30/2009'.")),
        (["Quarter,Number", "Q1 2025/26,10", "Total,10"], "Quarter,Number", (3, "period is 'Total'.")),
        (["Quarter,Team,Number", "Q1 2025/26,North,10", "Q1 2025/26,Total,10"], "Quarter,Team,Number",
         (3, "team is 'Total', which reads as a total of the others.")),
        (["LA,Year,Number", "Leeds,2023-24,5", "LEEDS ,2023/24,5"], "LA,Year,Number",
         (3, "Row 2 already holds area 'Leeds' and period '2023-24-FY'.")),
        (["LA,Year,Number", "Leeds,2023-24,5", "E08000035,2023/24,6"], "LA,Year,Number",
         (3, "Row 2 already holds area 'Leeds' and period '2023-24-FY'.")),
    ],
    ids=["brackets", "a pivot table's blank labels", "no such day", "the month first", "a total",
         "a total of teams", "a row twice", "a row twice and unlike"],
)  # fmt: skip
def test_what_cannot_be_known_is_a_fault_with_its_row(
    tmp_path: Path, lines: list[str], asks: str, fault: tuple[int, str]
) -> None:
    assert ("error", *fault) in read(text(tmp_path, *lines), asks=asks)[1]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["Leeds,2023-24,10", "LA,Year,Number", "York,2023-24,7"], (3, "the columns' names once more")),
        (["Leeds,2023-24,10", "York,2023-24,7", "Source: DfE, 2024"], (4, "no data")),
        (["Leeds,2023-24,10", "York,2023-24,7", "Printed on 12 November 2025,,"], (4, "no data")),
    ],
    ids=["a page's header again", "a source with a comma in it", "when it was printed"],
)  # fmt: skip
def test_what_a_print_adds_to_a_table_is_left_out_and_said(
    tmp_path: Path, lines: list[str], told: tuple[int, str]
) -> None:
    found, said = read(text(tmp_path, "LA,Year,Number", *lines))
    assert found == [LEEDS, YORK]
    [(severity, row, words)] = said
    assert (severity, row) == ("review", told[0])
    assert told[1] in words


def test_labels_that_a_pivot_table_gives_once_may_be_declared_so(tmp_path: Path) -> None:
    lines = ["Leeds,2022-23,9", ",2023-24,10", "York,2023-24,7", "Grand Total,,26"]
    found, said = read(text(tmp_path, "LA,Year,Number", *lines), repeated=["area"])
    assert found == [("Leeds", "2022-23-FY", 9), LEEDS, YORK]
    assert [each[:2] for each in said] == [("review", 5)]


def test_a_note_behind_a_period_or_an_area_is_no_part_of_it(tmp_path: Path) -> None:
    lines = ["Leeds [1],2021-22*,5", "Leeds,2022-23 [note 2],6", "York\u00b9,2023-24\u00b2,7"]
    found, said = read(text(tmp_path, "LA,Year,Number", *lines))
    assert found == [("Leeds", "2021-22-FY", 5), ("Leeds", "2022-23-FY", 6), YORK]
    assert said == [("review", 2, "period is '2021-22*', a period with a note behind it.")]


@pytest.mark.parametrize("row", ["Leeds,2023-24,1,170,", "Leeds,2023-24,12,170.5,"])
def test_a_thousand_parted_before_a_blank_last_cell_is_a_fault(tmp_path: Path, row: str) -> None:
    """1,170 would be one child, and 170 of something else."""
    found, said = read(text(tmp_path, "LA,Year,Number,Rate", row, "York,2023-24,7,1"),
                       asks="LA,Year,Number,Rate")  # fmt: skip
    assert [each[:2] for each in found] == [YORK[:2]]
    assert said[0][:2] == ("error", 2)


def test_days_as_serial_numbers_are_the_days(tmp_path: Path) -> None:
    found, told = read(
        book(tmp_path, [["Day", "Number"], [45747, 10], [45838, 12]]), asks="Day,Number"
    )
    assert ([row[:2] for row in found], told) == ([("2025-03-31", 10), ("2025-06-30", 12)], [])


def test_subtotals_of_a_pivot_table_may_be_declared_by_a_pattern(tmp_path: Path) -> None:
    rows: Rows = [HEAD, ["Leeds", "2023-24", 10], ["Leeds Total", None, 10], ["York", "2023-24", 7],
                  ["York Total", None, 7], ["Grand Total", None, 17]]  # fmt: skip
    assert read(book(tmp_path, rows), totals=["* Total"]) == ([LEEDS, YORK], [])


def test_a_fraction_that_is_shown_as_a_percentage_is_one(tmp_path: Path) -> None:
    def shown(sheet: Worksheet) -> None:
        sheet["C2"].number_format = "0.0%"

    rows: Rows = [["LA", "Year", "Rate"], ["Leeds", "2023-24", 0.123], ["York", "2023-24", 20]]
    found, told = read(book(tmp_path, rows, shown), asks="LA,Year,Rate")
    assert ([row[2] for row in found], told) == ([12.3, 20], [])


def _open_document(path: Path, *rows: str) -> Path:
    names = " ".join(
        f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"'
        for each in ("office", "table", "text")
    )
    body = f"<office:body><office:spreadsheet>{''.join(rows)}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "content.xml", f"<office:document-content {names}>{body}</office:document-content>"
        )
        packed.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" manifest:media-type='
            '"application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
    return path


def _row(*cells: object, more: str = "") -> str:
    made = ""
    for each in cells:
        kind = {str: "string", int: "float", float: "percentage"}[type(each)]
        value = "" if kind == "string" else f' office:value="{each}"'
        made += f'<table:table-cell office:value-type="{kind}"{value}><text:p>{each}</text:p></table:table-cell>'
    return f"<table:table-row{more}>{made}</table:table-row>"


def test_an_open_document_says_once_what_it_repeats_and_what_it_shows_as_percentages(
    tmp_path: Path,
) -> None:
    blank = '<table:table-cell table:number-columns-repeated="9"/>'
    path = _open_document(
        tmp_path / "a.ods",
        '<table:table table:name="Data ">', _row("A title"),
        f'<table:table-row table:number-rows-repeated="3">{blank}</table:table-row>',
        _row("LA", "Year", "Rate", "Number"), _row("Leeds", "2023-24", 0.123, 10),
        _row("York", "2023-24", 0.2, 7, more=' table:visibility="filter"'),
        f'<table:table-row table:number-rows-repeated="1000">{blank}</table:table-row></table:table>',
    )  # fmt: skip
    found, told = read(path, asks="LA,Year,Rate,Number", sheet="Data")
    assert [row[2:] for row in found] == [(12.3, 10), (20, 7)]
    assert [each[1:] for each in told] == [
        (7, "Row 7 is hidden."), (1, "Rows 1 to 4 above the table are no data: 'A title'."),
    ]  # fmt: skip
    repeated = _row("Leeds", "2023-24", 0.5, more=' table:number-rows-repeated="2"')
    twice = _open_document(
        tmp_path / "b.ods", '<table:table table:name="Data">', _row("LA", "Year", "Rate"), repeated,
        "</table:table>",
    )  # fmt: skip
    assert read(twice, asks="LA,Year,Rate")[1] == [
        ("error", 3, "Row 2 already holds area 'Leeds' and period '2023-24-FY'.")
    ]


_WIDE = {"columns": r"(\d{4}/\d\d Q[1-4]) Number", "value": "n"}
_THREE: Rows = [
    ["", "2024/25", "", "", ""], ["", "Q1", "", "Q2", ""],
    ["LA", "Number", "Rate", "Number", "Rate"], ["Leeds", 10, 1.5, 12, 1.6],
]  # fmt: skip


@pytest.mark.parametrize("merged", [True, False], ids=["a workbook", "saved as text"])
def test_a_year_and_a_quarter_may_stand_above_their_columns(tmp_path: Path, merged: bool) -> None:
    def merge(sheet: Worksheet) -> None:
        for each in ("B1:E1", "B2:C2", "D2:E2"):
            sheet.merge_cells(each)

    lines = [",".join(map(str, row)) for row in _THREE]
    path = book(tmp_path, _THREE, merge) if merged else text(tmp_path, *lines)
    found, told = read(path, asks="LA,Quarter,Number", wide=_WIDE, header_rows=3)
    assert ([row[1:3] for row in found], told) == ([("2024-25-Q1", 10), ("2024-25-Q2", 12)], [])


def test_a_label_may_be_one_cell_for_several_rows_and_a_figure_may_not(tmp_path: Path) -> None:
    rows: Rows = [HEAD, ["Leeds", "2023-24", 10], [None, "2024-25", 12]]
    found, told = read(book(tmp_path, rows, lambda sheet: sheet.merge_cells("A2:A3")))
    assert ([row[0] for row in found], told) == (["Leeds", "Leeds"], [])
    rows = [HEAD, ["Leeds", "2023-24", 10], ["Leeds", "2024-25", None]]
    told = read(book(tmp_path, rows, lambda sheet: sheet.merge_cells("C2:C3")))[1]
    assert told == [("error", 2, "'10' stands in one cell for rows 2 to 3.")]


def test_two_tables_beside_each_other_are_a_question(tmp_path: Path) -> None:
    rows: Rows = [[*HEAD, None, *HEAD], ["Leeds", "2023-24", 10, None, "Leeds", "2024-25", 11]]
    assert [each[2] for each in read(book(tmp_path, rows))[1]] == [
        "Two columns are called 'Year', and differ.", "Two columns are called 'Number', and differ.",
    ]  # fmt: skip


def test_two_names_of_one_column_that_differ_are_told(tmp_path: Path) -> None:
    path = text(tmp_path, "LA,Year,Number,Count", "Leeds,2023-24,10,11")
    columns = {"area": ["LA"], "period": ["Year"], "n": ["Count", "Number"]}
    found, told = read(path, columns=columns)
    assert (found[0][2], [each[2] for each in told]) == (
        11, ["'Count' and 'Number' can both be n, and differ."],
    )  # fmt: skip


def test_a_sheet_may_have_a_blank_behind_its_name_of_either_kind(tmp_path: Path) -> None:
    def name(sheet: Worksheet) -> None:
        sheet.title = "Front\u00a0door "

    rows: Rows = [HEAD, ["Leeds", "2023-24", 10]]
    assert read(book(tmp_path, rows, name), sheet="front door")[0] == [LEEDS]


def test_a_day_in_place_of_a_figure_is_told_as_it_stands(tmp_path: Path) -> None:
    rows: Rows = [HEAD, ["Leeds", "2023-24", datetime(2025, 2, 1)]]
    assert read(book(tmp_path, rows))[1] == [("error", 2, "n is '2025-02-01'.")]


def test_a_figure_of_an_area_that_was_no_more_is_told(tmp_path: Path) -> None:
    lines = ["LA,Year,Number", "Cumbria,2021-22,5", "Cumbria,2022-23,6", "Cumbria,2023-24,6",
             "Cumberland,2023-24,3", "Leeds,2023-24,10"]  # fmt: skip
    assert read(text(tmp_path, *lines))[1] == [
        ("review", 4, "A figure of 2023/24 is of 'Cumbria', which was there until 31 March 2023.")
    ]


def test_a_total_is_found_whatever_it_is_called(tmp_path: Path) -> None:
    def told(*totals: str, **reads: object) -> list[tuple[str, int | None, str]]:
        teams = ["{q},North,10", "{q},South,12", "{q},Service,{total}"]
        lines = [
            line.format(q=f"Q{n} 2025/26", total=total)
            for n, total in enumerate(totals, start=1)
            for line in teams
        ]
        path = text(tmp_path, "Quarter,Team,Number", *lines)
        return read(path, asks="Quarter,Team,Number", **reads)[1]

    words = "team is 'Service', whose n is that of all others together."
    assert told("22", "22") == [("error", 4, words)]
    assert told("22") == [("review", 4, words)]
    assert told("22", "23") == told("22", "22", totals=["Service"]) == []


def test_a_figure_twice_in_one_row_of_the_file_is_told(tmp_path: Path) -> None:
    """A pattern that takes the target's column for the month's figure too."""
    rows: Rows = [[None, "Q1 2025/26", None], ["Team", "Actual", "Target"], ["North", 10, 12]]
    path = book(tmp_path, rows, lambda sheet: sheet.merge_cells("B1:C1"))
    wide = {"columns": r"(.+) \w+", "value": "n"}
    told = read(path, asks="Quarter,Team,Number", wide=wide, header_rows=2)[1]
    assert told == [("error", 3, "Row 3 already holds team 'North' and period '2025-26-Q1'.")]


def test_fractions_beside_percentages_with_their_sign_are_a_question(tmp_path: Path) -> None:
    lines = ["LA,Year,Rate", "Leeds,2022-23,0.12", "Leeds,2023-24,12%"]
    told = read(text(tmp_path, *lines), asks="LA,Year,Rate")[1]
    question = "rate is '0.12', and '12%' elsewhere: is it 0.12% or a fraction?"
    assert told == [("error", 2, question)]


def test_days_that_may_have_the_month_first_are_told_once(tmp_path: Path) -> None:
    lines = ["Day,Number", "01/04/2025,9", "01/05/2025,10"]
    found, told = read(text(tmp_path, *lines), asks="Day,Number")
    assert [row[0] for row in found] == ["2025-04-01", "2025-05-01"]
    assert told == [
        ("review", 2, "period is '01/04/2025', and nothing shows that the day comes first.")
    ]
    assert read(text(tmp_path, *lines, "30/06/25,11"), asks="Day,Number")[1] == []


def test_a_title_that_is_called_as_a_column_is_no_header(tmp_path: Path) -> None:
    rows: Rows = [["Number"], [], ["Team", "Number"], ["North", 10]]
    assert read(book(tmp_path, rows), asks="Quarter,Number", fixed={"period": "Q1 2025/26"})[0] == [
        ("2025-26-Q1", 10)
    ]


@pytest.mark.parametrize(
    ("title", "fault"),
    [
        ("Wirral Council - contacts", ("error", "'Wirral' is named beside the table, and 'Leeds' is not.")),
        ("LONDON BOROUGH OF CAMDEN", ("error", "'CAMDEN' is named beside the table, and 'Leeds' is not.")),
        ("Contacts: Hull", ("review", "'Hull' is named beside the table, and 'Leeds' is not.")),
        ("Contacts Q1 2025/26",
         ("review", "It says 'April to June 2025', and this is the drop of 2025-26-Q3.")),
        ("Draft, not for publication", ("review", "It says 'Draft'.")),
        ("Leeds City Council beside Wirral Council, Q3 2025/26", None),
        ("On reading the table, mind the test of chance", None),
    ],
)  # fmt: skip
def test_a_title_of_another_authority_or_quarter_is_a_question(
    tmp_path: Path, title: str, fault: tuple[str, str] | None
) -> None:
    lines = ["Quarter,Number", "Q3 2025/26,10"]
    told = read(text(tmp_path, f'"{title}"', *lines), asks="Quarter,Number")[1]
    assert told[0] == ("review", 1, f"Row 1 above the table is no data: '{title}'.")
    assert [(severity, found) for severity, _, found in told[1:]] == ([fault] if fault else [])


def test_titles_of_a_file_with_areas_of_its_own_are_no_question(tmp_path: Path) -> None:
    lines = ["Wirral Council - all authorities", "LA,Year,Number", "Leeds,2023-24,10"]
    assert [each[0] for each in read(text(tmp_path, *lines))[1]] == ["review"]


def test_a_number_and_its_percentage_may_have_one_name(tmp_path: Path) -> None:
    lines = ["LA,Year,In 45 days,% in 45 days", "Leeds,2023-24,346,83.0"]
    mine = {"area": ["LA"], "period": ["Year"], "n": ["In 45 days"], "rate": ["% in 45 days"]}
    found = read(text(tmp_path, *lines), asks="LA,Year,Number,Rate", columns=mine)
    assert found == ([("Leeds", "2023-24-FY", 346, 83)], [])
    turned = ["LA,Year,% in 45 days,In 45 days", "Leeds,2023-24,83.0,346"]
    assert read(text(tmp_path, *turned), asks="LA,Year,Number,Rate", columns=mine) == found
    alone = ["LA,Year,Number,Rate (%)", "Leeds,2023-24,346,83.0"]
    assert read(text(tmp_path, *alone), asks="LA,Year,Number,Rate") == found


def test_a_quarter_may_be_named_by_its_last_day(tmp_path: Path) -> None:
    lines = ["Quarter,Number", "30/06/2025,10", "30/09/2025,11"]
    found, told = read(text(tmp_path, *lines), asks="Quarter,Number")
    assert ([row[0] for row in found], told) == (["2025-26-Q1", "2025-26-Q2"], [])
    told = read(text(tmp_path, "Quarter,Number", "29/06/2025,10"), asks="Quarter,Number")[1]
    assert told == [("error", 2, "period is '29/06/2025'.")]

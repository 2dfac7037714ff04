"""data.xlsx as another program reads it: the same values, one accessible table a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from scipy import stats

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.exports.workbook import write_workbook
from cypt_analysis.ground.edition import Edition, draft
from cypt_analysis.known import Known

from .conftest import HARMFUL, TAGGED

TABLES = [
    "Summary", "Measures", "Targets", "Actions", "Assumptions", "Changes", "Observations", "Facts",
]  # fmt: skip


def _written(folder: Path, known: Known) -> Workbook:
    write_workbook(folder / "data.xlsx", known, draft(known.quarter))
    return load_workbook(folder / "data.xlsx")


@pytest.fixture(scope="module")
def book(
    known_q2: Known, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> Workbook:
    return _written(tmp_path_factory.mktemp("workbook"), known_q2)


def _table(sheet: Worksheet) -> list[dict[str, object]]:
    """The rows of the one table that a sheet is marked to hold."""
    [table] = sheet.tables.values()
    heads, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
    names = [str(head).split("\n", maxsplit=1)[0] for head in heads]
    return [dict(zip(names, row, strict=True)) for row in rows]


def _words(sheet: Worksheet) -> str:
    return "\n".join(str(cell.value) for row in sheet.rows for cell in row if cell.value)


def _links(sheet: Worksheet) -> list[str]:
    cells = [cell for row in sheet.rows for cell in row if cell.hyperlink]
    return [str(cell.hyperlink.location or cell.hyperlink.target) for cell in cells]


def test_cover_contents_and_notes_come_first(book: Workbook) -> None:
    assert book.sheetnames == ["Cover", "Contents", "Notes", *TABLES]
    cover = _words(book["Cover"])
    assert "CYPT Performance Improvement Report, Quarter 2 2009/10" in cover
    assert "DRAFT: not yet approved for the Board" in cover
    assert "Values that a later file changed: there are none" in cover
    assert _links(book["Contents"]) == [f"'{name}'!A1" for name in TABLES]


def test_every_observation_has_the_value_that_is_known(book: Workbook, known_q2: Known) -> None:
    rows = {str(row["Name"]): row for row in _table(book["Observations"])}
    table = known_q2.observations.set_index("id")
    assert list(rows) == list(table.index)
    columns = {
        "Numerator": "numerator", "Denominator": "denominator", "Value": "value",
        "Lower limit, 95%": "lower_95", "Upper limit, 99.8%": "upper_998", "Row": "row",
    }  # fmt: skip
    for name, row in rows.items():
        for heading, column in columns.items():
            known = table.loc[name, column]
            if pd.isna(known):
                assert row[heading] in ("[x]", "[z]")
            else:
                assert row[heading] == pytest.approx(known, rel=1e-9), (name, heading)
    assert rows["looked_after.2009-09-30"]["Value"] == 460
    assert rows["looked_after.2009-09-30"]["File"] == "data/raw/2009-10-Q2/looked_after.csv"


def test_the_facts_are_those_that_words_need_printed_as_the_page_prints_them(
    book: Workbook, known_q2: Known
) -> None:
    rows = {str(row["Fact"]): row for row in _table(book["Facts"])}
    assert set(rows) < set(known_q2.facts), (
        "facts of earlier periods that nothing needs are not here"
    )
    needed = {name for claim in known_q2.claims for name in claim.facts}
    assert needed <= set(rows)
    called = {name: str(row["Also called"]).split("; ") for name, row in rows.items()}
    others = {name for names in called.values() for name in names} - {"[z]"}
    assert {name for name in known_q2.facts.aliases if ".latest" in name} <= others
    assert all(known_q2.facts.aliases[name] in rows for name in others)
    assert "looked_after.latest" in called["looked_after.2009-09-30"]
    assert "looked_after.2008-09-30" in rows, "the change on the year rests on it"
    assert all(
        source in rows
        for row in rows.values()
        for source in str(row["Comes from"]).split("; ")
        if source in known_q2.facts
    )
    for name, row in rows.items():
        assert str(row["Printed"]).lstrip("'") == known_q2.facts[name].direction
    assert rows["looked_after.2009-09-30.change_on_year"]["Printed"] == "up 24%"


def test_no_direction_stands_without_its_test(book: Workbook, known_q2: Known) -> None:
    """Beside "up 24%" stands what a test says of it, or that none was made."""
    facts = {str(row["Fact"]): row for row in _table(book["Facts"])}
    assert facts["looked_after.2009-09-30.change_on_year"]["Test"] == "not tested"
    obese = "obesity.2008-09-AY.change_on_year"
    assert facts[obese]["Test"] == "within the range of chance"
    assert facts["looked_after.2009-09-30"]["Test"] == "[z]"
    words = {row["Direction"] for row in _table(book["Summary"])}
    assert {"Higher, not tested", "Lower, not tested", "No clear change"} <= words
    beside = {str(row["Indicator"]): row["Other targets"] for row in _table(book["Summary"])}
    assert beside["Young people not in education, employment or training"] == (
        "NEET rate, official return: Missed"
    )


def test_every_test_is_listed_with_its_p_adjusted_for_their_number(
    book: Workbook, known_q2: Known
) -> None:
    """Benjamini and Hochberg as scipy has it."""
    rows = _table(book["Changes"])
    tested = [row for row in rows if row["Tested"] == "yes"]
    pairs = known_q2.pairs[known_q2.pairs["significant"].notna()]
    assert len(tested) == len(pairs.drop_duplicates(["id", "then_id"]))
    raw = [float(str(row["p"])) for row in tested]
    adjusted = [float(str(row["Adjusted p"])) for row in tested]
    assert adjusted == pytest.approx(list(stats.false_discovery_control(raw)))
    for row in rows:
        if row["Tested"] != "yes":
            assert str(row["Direction"]).endswith("not tested") and row["Adjusted p"] == "[z]"
            assert len(str(row["Tested"])) > 30, "the reason"


def test_the_summary_has_every_indicator_and_theme(
    book: Workbook, known_q2: Known, catalogue: Catalogue
) -> None:
    rows = _table(book["Summary"])
    assert [row["Indicator"] for row in rows] == [e.heading for e in catalogue.indicators.values()]
    assert [row["Status"] for row in rows] == list(known_q2.verdicts["status"])


def test_each_sheet_can_be_used_without_eyes(book: Workbook) -> None:
    for name in book.sheetnames:
        sheet = book[name]
        assert not sheet.merged_cells.ranges
        assert sheet["A1"].value, "the title is read first"
        assert sheet["A1"].font.bold
        if name == "Cover":
            continue
        for row in _table(sheet):
            assert all(cell not in (None, "") for cell in row.values()), (name, row)
        assert "one table" in str(sheet["A2"].value)
    marks = _words(book["Observations"])
    assert "[x] not available" in marks
    assert "[z] not applicable" in marks


def test_notes_are_referred_to_and_explained(book: Workbook) -> None:
    notes = _table(book["Notes"])
    assert [row["Note number"] for row in notes] == [1, 2, 3, 4, 5, 6]
    shown = "\n".join(_words(book[name]) for name in TABLES)
    for number in range(1, 7):
        assert f"[note {number}]" in shown


def test_numbers_are_numbers_with_the_decimals_of_the_report(book: Workbook) -> None:
    sheet = book["Observations"]
    [table] = sheet.tables.values()
    head, *rows = sheet[table.ref]
    at = {str(cell.value).split("\n", maxsplit=1)[0]: place for place, cell in enumerate(head)}
    by_name = {row[0].value: row for row in rows}
    value = by_name["obesity.year6_overweight.2006-07-AY"][at["Value"]]
    assert (value.data_type, value.number_format) == ("n", "#,##0.0")
    assert by_name["looked_after.2009-09-30"][at["Value"]].number_format == "#,##0"


_SHORTHAND = re.compile(r"\[[a-z]+\]")


def _columns(sheet: Worksheet) -> Iterator[tuple[str, list[Cell]]]:
    [table] = sheet.tables.values()
    for head, *cells in zip(*sheet[table.ref], strict=True):
        yield str(head.value), [head, *cells]


def test_each_column_of_numbers_stands_to_the_right_in_every_sheet(
    book: Workbook, known_q2: Known, tmp_path: Path
) -> None:
    """So the Analysis Function's guidance on tables asks; shorthand in a column changes nothing."""
    revised = known_q2.observations.head(2).assign(
        then=[98.5, 98], now=[99, float("nan")], then_status="", now_status="final",
        then_file="a.csv", then_row=2, file="b.csv", row=3, quarter="2009-10-Q2",
    )  # fmt: skip
    found = set()
    for each in (book, _written(tmp_path, replace(known_q2, revisions=revised))):
        # A note's number is its name: it stands at the beginning of its row.
        for name in each.sheetnames[3:]:
            for heading, (head, *cells) in _columns(each[name]):
                plain = [cell for cell in cells if not _SHORTHAND.fullmatch(str(cell.value))]
                numeric = bool(plain) and all(cell.data_type == "n" for cell in plain)
                wanted = "right" if numeric else "left"
                sides = {cell.alignment.horizontal for cell in (head, *cells)}
                assert sides == {wanted}, (name, heading)
                if numeric:
                    found.add((name, heading.split("\n", maxsplit=1)[0]))
    assert {
        ("Observations", "Value"), ("Observations", "Denominator"), ("Observations", "Row"),
        ("Observations", "Lower limit, 95%"), ("Targets", "Target"), ("Revisions", "Now"),
        ("Summary", "Latest"), ("Measures", "Latest"), ("Assumptions", "Denominator"),
    } <= found  # fmt: skip


def test_a_revised_value_has_a_sheet(known_q2: Known, catalogue: Catalogue, tmp_path: Path) -> None:
    first = known_q2.observations.iloc[0]
    revised = pd.DataFrame(
        [{"id": first["id"], "then": 98.0, "now": 99.0, "then_status": "", "now_status": "final",
          "then_file": "a.csv", "then_row": 2, "file": "b.csv", "row": 3, "quarter": "2009-10-Q2"}]
    )  # fmt: skip
    book = _written(tmp_path, replace(known_q2, revisions=revised))
    [row] = _table(book["Revisions"])
    assert (row["Then"], row["Now"], row["Then status"]) == (98, 99, "not stated")


def test_no_cell_runs_and_no_words_become_a_link(
    hostile: Known, catalogue: Catalogue, tmp_path: Path
) -> None:
    book = _written(tmp_path, hostile)
    for name in book.sheetnames:
        for row in book[name].rows:
            for cell in row:
                assert cell.data_type != "f", f"{name} {cell.coordinate}: {cell.value}"
                if isinstance(cell.value, str):
                    assert not cell.value.startswith(("=", "+", "-", "@", "\t", "\r"))
                    assert "\u202e" not in cell.value
        if name != "Contents":
            assert _links(book[name]) == []
    rows = _table(book["Observations"])
    assert rows[0]["Area"] == '\'=cmd|"/c calc"!A1'
    assert rows[len(HARMFUL)]["Area"] == TAGGED
    assert "javascript" in str(rows[len(HARMFUL) + 1]["Area"]), "as words"
    assert rows[len(HARMFUL) + 2]["Area"] == "[x]", "a dash alone says nothing"


def test_the_state_of_a_published_version_is_on_the_cover(
    known_q2: Known, catalogue: Catalogue, tmp_path: Path
) -> None:
    edition = Edition(known_q2.quarter, 2, "=HYPERLINK(1)")
    write_workbook(tmp_path / "data.xlsx", known_q2, edition)
    cover = _words(load_workbook(tmp_path / "data.xlsx")["Cover"])
    assert "FINAL. Version 2, which replaces version 1. Reason: =HYPERLINK(1)." in cover


def test_the_same_tables_give_the_same_bytes(
    known_q2: Known, catalogue: Catalogue, tmp_path: Path, book: Workbook
) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, known_q2, draft(known_q2.quarter))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert book.properties.created.date() == known_q2.info.board_date


def test_no_column_is_too_wide_to_read(book: Workbook) -> None:
    for name in ("Notes", *TABLES):
        widths = [each.width for each in book[name].column_dimensions.values()]
        assert widths
        assert max(widths) < 62, name


def test_the_new_sheets_hold_what_is_known(book: Workbook, known_q2: Known) -> None:
    summary = {row["Indicator"]: row for row in _table(book["Summary"])}
    looked_after = summary["Number of looked after children"]
    assert (looked_after["Latest"], looked_after["Unit"]) == (460, "children")
    measures = _table(book["Measures"])
    assert len(measures) == len(known_q2.judged)
    caf = next(row for row in measures if row["Numerator"] == 124 and row["Denominator"] == 170)
    assert caf["Latest"] == pytest.approx(100 * 124 / 170)
    actions = _table(book["Actions"])
    assert len(actions) == len(known_q2.actions)
    assert (actions[0]["Due"], actions[0]["State"]) == ("2009-10-31", "Date passed")
    assumed = _table(book["Assumptions"])
    assert [row["Denominator"] for row in assumed] == list(known_q2.assumptions["denominator"])


def test_it_prints_across_a4_with_its_header_row_on_each_page(book: Workbook) -> None:
    for sheet in book.worksheets:
        setup = sheet.page_setup
        assert (setup.orientation, int(setup.paperSize)) == ("landscape", 9)
        assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        foot = f"{sheet.oddFooter.left.text} {sheet.oddFooter.right.text}"
        assert "DRAFT" in foot and "&P" in str(sheet.oddFooter.right.text)
    for name in TABLES:
        [table] = book[name].tables.values()
        head = int(re.findall(r"\d+", table.ref)[0])
        assert book[name].print_title_rows == f"${head}:${head}"


def test_the_documents_properties_say_what_it_is(book: Workbook) -> None:
    told = book.properties
    assert (
        told.title
        == "CYPT Performance Improvement Report, Quarter 2 2009/10 (July to September 2009): data"
    )
    assert (told.creator, told.category, told.contentStatus) == (
        "Brighton & Hove",
        "Public edition",
        "Draft",
    )


def test_another_reader_sees_the_same_numbers(
    known_q2: Known, tmp_path: Path, book: Workbook
) -> None:
    from python_calamine import CalamineWorkbook

    write_workbook(tmp_path / "data.xlsx", known_q2, draft(known_q2.quarter))
    seen = CalamineWorkbook.from_path(str(tmp_path / "data.xlsx"))
    assert seen.sheet_names == book.sheetnames
    for name in TABLES:
        [table] = book[name].tables.values()
        mine = [[cell.value for cell in row] for row in book[name][table.ref]]
        theirs = seen.get_sheet_by_name(name).to_python(skip_empty_area=False)[-len(mine) :]
        plain = [
            [int(c) if isinstance(c, float) and c.is_integer() else c for c in row]
            for row in theirs
        ]
        assert [row[: len(mine[0])] for row in plain] == mine, name


def test_a_hidden_figure_is_its_mark_in_every_sheet(known_q2: Known, tmp_path: Path) -> None:
    path = known_q2.judged.index[known_q2.judged["id"] == "looked_after.2009-09-30"][0]
    judged, observations = known_q2.judged.copy(), known_q2.observations.copy()
    judged.loc[path, "mark"] = "[c]"
    observations.loc[observations["id"] == "looked_after.2009-09-30", "mark"] = "[c]"
    book = _written(tmp_path, replace(known_q2, judged=judged, observations=observations))
    for name in ("Summary", "Measures", "Observations"):
        rows = [row for row in _table(book[name]) if "looked" in str(row.values()).lower()]
        figures = [row.get("Latest", row.get("Value")) for row in rows]
        assert "[c]" in figures and 460 not in figures, name

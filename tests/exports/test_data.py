"""data.csv: every observation once, with where it comes from; nothing that a program would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.exports.described import COLUMNS, description, write_description
from cypt_analysis.exports.tidy import NO_INTERVAL, NOT_STATED, write_data
from cypt_analysis.ground.edition import draft
from cypt_analysis.ground.safe_text import safe_text, visible
from cypt_analysis.known import Known

from .conftest import HARMFUL, LINKS, TAGGED

BEGINS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def _rows(path: Path, known: Known) -> list[dict[str, str]]:
    write_data(path, known)
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


@pytest.fixture(scope="module")
def rows(
    known_q2: Known, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, str]]:
    path = tmp_path_factory.mktemp("data") / "data.csv"
    return {row["id"]: row for row in _rows(path, known_q2)}


def test_the_460_children_stand_there_with_file_and_row(rows: dict[str, dict[str, str]]) -> None:
    row = rows["looked_after.2009-09-30"]
    assert row["value"] == "460"
    assert row["unit"] == "children"
    assert (row["area"], row["area_code"]) == ("Brighton & Hove", "E06000043")
    assert (row["period_start"], row["period_end"]) == ("2009-09-30", "2009-09-30")
    assert (row["file"], row["row"]) == ("data/raw/2009-10-Q2/looked_after.csv", "3")
    assert (row["lower_95"], row["method"], row["status"]) == ("", NO_INTERVAL, NOT_STATED)


def test_a_proportion_has_its_numbers_and_its_interval(rows: dict[str, dict[str, str]]) -> None:
    row = rows["caf.2009-10-Q2"]
    assert (row["numerator"], row["denominator"]) == ("124", "170")
    assert row["method"] == "Wilson score"
    # Wilson's interval of 124 of 170, by scipy's binomtest.
    assert float(row["lower_95"]) == pytest.approx(65.81, abs=0.01)
    assert float(row["upper_95"]) == pytest.approx(79.05, abs=0.01)
    assert float(row["lower_998"]) < float(row["lower_95"])
    assert float(row["upper_998"]) > float(row["upper_95"])


def test_each_observation_stands_there_once_as_it_is_known(
    rows: dict[str, dict[str, str]], known_q2: Known
) -> None:
    table = known_q2.observations.set_index("id")
    assert list(rows) == list(table.index)
    for name, row in rows.items():
        for column in ("numerator", "denominator", "value", "lower_95", "upper_998"):
            known = table.loc[name, column]
            if pd.isna(known):
                assert row[column] == ""
            else:
                assert float(row[column]) == pytest.approx(known, rel=1e-9)
        assert row["file"] == table.loc[name, "file"]
        assert int(row["row"]) == table.loc[name, "row"]
        assert row["denominator_assumed"] == ("yes" if table.loc[name, "assumed"] else "no")


def test_the_file_is_plain_utf8(known_q2: Known, catalogue: Catalogue, tmp_path: Path) -> None:
    write_data(tmp_path / "data.csv", known_q2)
    content = (tmp_path / "data.csv").read_bytes()
    assert content.startswith(b"id,indicator,")
    assert b"\r" not in content
    assert len({len(row) for row in csv.reader(content.decode("utf-8").splitlines())}) == 1


def test_a_quarter_without_an_observation_has_the_names_of_the_columns(
    known_q2: Known, catalogue: Catalogue, tmp_path: Path, rows: dict[str, dict[str, str]]
) -> None:
    empty = replace(known_q2, observations=known_q2.observations.iloc[:0])
    assert _rows(tmp_path / "data.csv", empty) == []
    assert (tmp_path / "data.csv").read_text(encoding="utf-8") == ",".join(COLUMNS) + "\n"
    assert list(next(iter(rows.values()))) == list(COLUMNS)


def test_no_cell_runs_and_none_hides(hostile: Known, catalogue: Catalogue, tmp_path: Path) -> None:
    rows = _rows(tmp_path / "data.csv", hostile)
    areas = [row["area"] for row in rows]
    assert areas[0] == '\'=cmd|"/c calc"!A1'
    assert areas[len(HARMFUL)] == TAGGED, "HTML is only words in a CSV file"
    assert areas[len(HARMFUL) + 1] == LINKS
    for row in rows:
        for name, cell in row.items():
            assert not cell.startswith(BEGINS), f"{name}: {cell!r}"
            assert visible(cell) == cell


@pytest.mark.parametrize("words", HARMFUL)
def test_a_formula_becomes_words(words: str) -> None:
    assert safe_text(words).startswith("'")
    assert safe_text(words)[1:] == visible(words)


@pytest.mark.parametrize("words", ["460", "−22", "[p]", "2009-10-Q2", "a = b", "'quoted'", ""])
def test_other_words_stay(words: str) -> None:
    assert safe_text(words) == words


def test_direction_marks_and_line_ends_go() -> None:
    assert visible("a\u202eb\u2066c\u200bd\x00e\r\nf\u2028g") == "abcde f g"
    assert len(safe_text("x" * 40_000)) < 32_767


MARKED = {
    "id": "caf.2009-M08.england", "path": "caf.completed_on_time", "indicator": "caf", "breakdown": "",
    "area": "England", "period": "2009-M08", "end": pd.Timestamp(2009, 8, 31), "quarter": "2009-10-Q2",
    "mark": "[k]", "start": pd.Timestamp(2009, 8, 1), "runs_to": pd.NaT, "window": "whole", "unit": "%",
    "decimals": 0, "status": "", "received": "2009-10-Q2", "file": "data/raw/a.csv", "row": 7,
}  # fmt: skip


def test_a_figure_that_came_marked_or_is_hidden_has_a_row_with_its_mark_and_no_number(
    known_q2: Known, tmp_path: Path
) -> None:
    observations = known_q2.observations.copy()
    observations.loc[observations["id"] == "caf.2009-10-Q2", "mark"] = "[c]"
    measure = observations.loc[observations["id"] == "caf.2009-10-Q2", "measure"].iloc[0]
    marked = pd.DataFrame([MARKED | {"measure": measure}])
    known = replace(known_q2, observations=observations, marked=marked)
    rows = {row["id"]: row for row in _rows(tmp_path / "data.csv", known)}
    numbers = ("numerator", "denominator", "value", "lower_95", "upper_998")
    for name, mark in (("caf.2009-M08.england", "[k]"), ("caf.2009-10-Q2", "[c]")):
        assert [rows[name][column] for column in (*numbers, "mark")] == [*[""] * 5, mark]
    assert (rows["caf.2009-M08.england"]["area_code"], rows["caf.2009-M08.england"]["row"]) == (
        "E92000001",
        "7",
    )
    assert {row["mark"] for name, row in rows.items() if not name.startswith("caf")} == {""}


def test_a_reader_of_the_standard_gets_numbers_days_and_truths(
    known_q2: Known, tmp_path: Path
) -> None:
    """The description as csvw reads it, which follows the W3C's model of tabular data."""
    import csvw

    write_data(tmp_path / "data.csv", known_q2)
    told = write_description(tmp_path / "data.csv", known_q2, draft(known_q2.quarter))
    standard = csvw.CSVW(str(told), validate=True)
    assert standard.is_valid, [str(each) for each in standard.warnings]
    [table] = standard.tables
    rows = {row["id"]: row for row in table}
    assert table.check_primary_key()
    row = rows["caf.2009-10-Q2"]
    assert (row["value"], row["numerator"]) == (pytest.approx(100 * 124 / 170), 124)
    assert row["period_end"].date() == date(2009, 9, 30)
    assert (row["denominator_assumed"], row["row"]) == (False, 3)
    assert rows["looked_after.2009-09-30"]["lower_95"] is None
    assert [column.name for column in table.tableSchema.columns] == list(COLUMNS)


def test_the_description_says_whose_data_it_is_and_under_which_licence(known_q2: Known) -> None:
    settings = known_q2.settings.model_copy(update={"licence": "https://example.org/licence"})
    told = description("data.csv", replace(known_q2, settings=settings), draft(known_q2.quarter))
    assert (told["url"], told["dc:creator"], told["dc:language"]) == (
        "data.csv",
        "Brighton & Hove",
        "en-GB",
    )
    assert told["dc:license"] == {"@id": "https://example.org/licence"}
    assert told["dc:audience"] == "Public edition"
    assert "dc:license" not in description("data.csv", known_q2, draft(known_q2.quarter))
    assert any("DRAFT" in each["dc:description"] for each in told["notes"])

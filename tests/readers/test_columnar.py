"""Text read by the column holds what it holds read row by row."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cypt_analysis.catalogue.reads import Reads
from cypt_analysis.catalogue.sources import Source
from cypt_analysis.readers import ees, grids
from cypt_analysis.readers.cells import Rows, cells_of, cells_of_parquet
from cypt_analysis.readers.columnar import distinct_of, each_text, texts_of
from cypt_analysis.readers.files import forget, read_file
from cypt_analysis.readers.grids import cell_text
from cypt_analysis.readers.separated import cells_of_records, cells_of_text, records_of

SOURCE = Source.model_validate(
    {
        "id": "neet", "title": "NEET", "producer": "P", "owner": "O", "keys": ["period"],
        "columns": {
            "period": {"type": "period", "kinds": ["month"]},
            "children": {"type": "count", "blank": True},
            "note": {"type": "text", "blank": True, "optional": True},
        },
    }
)  # fmt: skip
HEADER = "period,children,note\n"


def both_ways(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple]:
    """Cells, their rows and what is told of them, by the column and row by row."""
    path, found = folder / "neet.csv", []
    path.write_text(text, encoding="utf-8", newline="")
    for careful in (False, True):
        if careful:
            monkeypatch.setattr(grids, "cells_of_text", lambda text, separator: None)
        forget()
        got = read_file(path, SOURCE)
        cells = got.cells
        found.append((cells.astype(object).to_numpy().tolist(), list(cells.index), got.told))
        assert list(cells.columns) == ["period", "children", "note"][: cells.shape[1]]
    forget()
    return found


@pytest.mark.parametrize(
    "text",
    [
        HEADER + "2009-M09,460,\n2009-M10,470,seen\n",
        (HEADER + "2009-M09,460,\n2009-M10,470,seen").replace("\n", "\r\n"),
        "Period,CHILDREN\n2009-M09, 460 \n2009-M10,\n",
        HEADER + "2009-M09,460,\n\n2009-M10,470,\n",
        HEADER + "2009-M09,460,\n,,\n",
        HEADER + "2009-M09,460,\nSource: case system,,\n",
        HEADER + "2009-M09,460\n",
        HEADER + "2009-M09,460,\nperiod,children,note\n",
        HEADER + '2009-M09,"1,460",\n',
        HEADER + "2009-M09,460,café\n",
        "A title\n" + HEADER + "2009-M09,460,\n",
        HEADER,
    ],
)
def test_a_table_of_ours_is_the_same_both_ways(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_column, by_row = both_ways(text, tmp_path, monkeypatch)
    assert by_column == by_row


@pytest.mark.parametrize("seed", range(5))
def test_text_is_parted_as_the_csv_module_parts_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    # A line break within a cell is for the way by rows.
    by_rows = seed % 2 == 1
    signs = np.array(["a", "é", "1", " ", '"', ",", "'", ";", *["\n"] * by_rows])
    rows = [["".join(rng.choice(signs, rng.integers(0, 5))) for _ in range(3)] for _ in range(200)]
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    found = cells_of_text(out.getvalue(), ",")
    assert (found is None) == by_rows
    assert (found or cells_of_records(records_of(out.getvalue()))).rows() == rows


@pytest.mark.parametrize("text", ["a,b\n1\n", "a,b\n1,2,3\n", "a,b\r1,2\r"])
def test_what_is_not_regular_is_left_to_be_read_row_by_row(text: str) -> None:
    assert cells_of_text(text, ",") is None


def test_a_blank_line_keeps_its_place() -> None:
    found = cells_of_text("a,b\n\n1,2\n", ",")
    assert found is not None
    assert found.rows() == [["a", "b"], ["", ""], ["1", "2"]]


def test_values_of_a_parquet_file_are_as_they_would_be_typed(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pd.DataFrame(
        {
            "area": ["Leeds", None, "Leeds"], "count": [170.0, None, 12.5],
            "whole": [1, 2, 2], "day": [date(2009, 9, 30)] * 3,
            "kind": pd.Categorical(["a", "b", None]),
        }
    ).to_parquet(path)  # fmt: skip
    cells = cells_of_parquet(path, cell_text)
    assert cells.rows() == [
        ["area", "count", "whole", "day", "kind"],
        ["Leeds", "170", "1", "2009-09-30", "a"],
        ["", "", "2", "2009-09-30", "b"],
        ["Leeds", "12.5", "2", "2009-09-30", ""],
    ]
    assert [list(column) for column in zip(*cells.rows()[1:], strict=True)] == [
        cells.column(place).tolist() for place in range(5)
    ]


@pytest.mark.parametrize("kind", ["str", object, "category"])
def test_however_a_column_is_kept_its_texts_are_the_same(kind: str) -> None:
    column = pd.Series(["b", "", "b", "a"], index=[2, 3, 5, 6], dtype=kind)
    places, texts = distinct_of(column[column != "a"])
    assert ([texts[each] for each in places], sorted(texts)) == (["b", "", "b"], ["", "b"])
    calls: list[str] = []
    written = each_text(column, lambda text: calls.append(text) or text.upper())
    assert (written.tolist(), list(written.index)) == (["B", "", "B", "A"], [2, 3, 5, 6])
    assert sorted(calls) == ["", "a", "b"]


@pytest.mark.parametrize("kind", ["str", object, "category"])
def test_a_cell_that_is_missing_is_an_empty_one(kind: str) -> None:
    """As where one of two files of a source has a column of marks."""
    column = pd.Series(["[c]", None, "[c]"], dtype=kind)
    places, texts = distinct_of(column)
    assert [texts[each] for each in places] == ["[c]", "", "[c]"]
    assert texts_of(column).isna().tolist() == [False, True, False]


def test_rows_are_left_out_early_only_where_nothing_is_to_be_told() -> None:
    names = ["geographic_level", "new_la_code", "sex"]
    cells = cells_of(
        [
            names,
            ["Local authority", "E06000001", "Total"],
            ["Local authority", "E06000002", "Boys"],
            ["School", "", "Girls"],
        ]
    )
    rows = Rows(cells, {name: place for place, name in enumerate(names)}, range(1, 4))
    assert _ees_areas(rows, "Total") == ["E06000001"]
    # Only a school has it: what the other rows have must still be told.
    assert _ees_areas(rows, "Girls") == ["E06000001", "E06000002"]


def _ees_areas(rows: Rows, word: str) -> list[str]:
    reads = Reads.model_validate({"shape": "ees", "keep": {"sex": [word]}})
    return list(ees.with_area_and_period(rows, reads)["area"])

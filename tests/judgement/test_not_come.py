"""A file that came without a measure's row, or with another quarter than is due."""

from __future__ import annotations

from pathlib import Path

import pytest

from cypt_analysis.ground.findings import Finding
from cypt_analysis.judgement.not_come import not_come
from cypt_analysis.processed.reader import DropReader
from tests.judgement.test_repeated import NOW, Q2, Q3, _project, _rows


def _points(root: Path, now: str) -> list[Finding]:
    reader = DropReader(_project(root, now))
    return list(not_come(reader.up_to(NOW), reader.catalogue.at(NOW)))


def test_a_measure_whose_row_is_gone_is_named(tmp_path: Path) -> None:
    """Before, the report went on showing last quarter's figure and nothing told of it."""
    rows = _rows("2026-27-Q3", Q3)
    assert _points(tmp_path / "whole", rows) == []
    (point,) = _points(tmp_path / "gone", rows.rpartition("\n")[0])
    assert point.found == (
        "October to December 2026 has no figure of missing: no row has district 'Total', as the "
        "file of 2026-27-Q2 had."
    )
    assert point.advice.startswith("The report goes on showing the figure of before. Ask Jane Roe")


def test_a_name_of_every_period_is_missed_though_no_measure_is_of_it(tmp_path: Path) -> None:
    """A fifth of all contacts was gone with its row, and the total with it."""
    rows = _rows("2026-27-Q3", Q3).splitlines()
    left = "\n".join(row for row in rows if ",Can," not in row)
    (point,) = _points(tmp_path, left)
    assert point.found == (
        "October to December 2026: no row has district 'Can', as the file of 2026-27-Q2 had."
    )
    assert point.advice.startswith("Totals lack it. Ask Jane Roe") and point.rule == "no_row"


def test_a_name_that_is_near_the_one_that_is_gone_is_offered(tmp_path: Path) -> None:
    project = _project(tmp_path, _rows("2026-27-Q3", Q3).replace("Than", "Than District"))
    section = project.catalogue / "local.toml"
    section.write_text(section.read_text("utf-8").replace('"Total"', '"Than"'), "utf-8")
    reader = DropReader(project)
    (point,) = not_come(reader.up_to(NOW), reader.catalogue.at(NOW))
    assert point.found.endswith("no row has district 'Than', as the file of 2026-27-Q2 had.")
    assert "'Than' may be 'Than District' now. Write it as before" in point.advice


def test_a_name_in_capitals_is_the_catalogues(tmp_path: Path) -> None:
    rows = _rows("2026-27-Q3", Q3).replace("Total", "  TOTAL ")
    project = _project(tmp_path, rows)
    reader = DropReader(project)
    received = reader.receive(reader.up_to(NOW))
    assert "missing.2026-27-Q3" in set(received.rows["id"])


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            _rows("2026-27-Q2", Q3),
            "The newest figures are of July to September 2026, as in the file of 2026-27-Q2. 10 of "
            "its 10 figures are others than there.",
        ),
        (
            _rows("2025-26-Q3", Q3),
            "The newest figures are of October to December 2025; those of the file of 2026-27-Q2 "
            "were of July to September 2026.",
        ),
    ],
)
def test_a_file_with_the_label_of_another_quarter_is_told(
    rows: str, told: str, tmp_path: Path
) -> None:
    points = [each for each in _points(tmp_path, rows) if each.rule == "other_quarter"]
    assert [each.found for each in points] == [told]
    assert points[0].advice.startswith(
        "By the files before, those of October to December 2026 are due now."
    )


def test_a_day_at_the_other_end_of_its_quarter_is_told(tmp_path: Path) -> None:
    """1 October for 31 December, as a day and a month that were swapped make it."""
    reader = DropReader(_project(tmp_path, _rows("2026-10-01", Q3), _rows("2026-09-30", Q2)))
    points = not_come(reader.up_to(NOW), reader.catalogue.at(NOW))
    assert [each.rule for each in points] == ["other_quarter"]

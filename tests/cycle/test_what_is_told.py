"""What commands say of files and names that are not the analyst's to mend, or not yet there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cypt_analysis.catalogue.sources import Source
from cypt_analysis.cycle.opening.begin import begin
from cypt_analysis.cycle.publish import without_board
from cypt_analysis.cycle.standing.screen import screen
from cypt_analysis.cycle.standing.status import status_of
from cypt_analysis.drops.of_library import parted
from cypt_analysis.ground.findings import REVIEW, Finding
from cypt_analysis.library.figures import figures_of
from tests.cycle.world import LAST, NOW, cypt, small_world
from tests.drops.test_totals_and_marks import _sources


def test_notes_on_the_librarys_figures_are_the_analysts_once_a_row_is(tmp_path: Path) -> None:
    project = small_world(tmp_path)
    rows = figures_of("referrals")[:5]
    file = project.raw(LAST) / "referrals.csv"
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    note = Finding(project.relative(file), 2, "A note.", severity=REVIEW)
    fault = Finding(project.relative(file), 2, "A fault.")
    assert parted([note, fault], project) == ([fault], [note])
    file.write_text("\n".join([*lines, lines[1].replace("201", "202")]) + "x\n", encoding="utf-8")
    assert parted([note], project) == ([note], [])


def test_a_source_of_quarters_is_asked_for_and_one_that_nobody_asks_for_is_named(
    tmp_path: Path,
) -> None:
    project = small_world(tmp_path)
    _sources(project, 'cycle = "quarterly"\n', "")
    begin(project, NOW)
    lines = list(screen(status_of(project, NOW, date(2010, 2, 1))))
    assert any(line.startswith("  late cases: Case team") for line in lines)
    _sources(project, 'kinds = ["financial_quarter"]', 'kinds = ["financial_quarter", "day"]')
    lines = list(screen(status_of(project, NOW, date(2010, 2, 1))))
    assert any("nobody is asked for cases, which came for 2009-10-Q2" in line for line in lines)


def test_what_is_said_of_the_cycle_counts_before_the_periods() -> None:
    entry = {
        "id": "a", "title": "A", "producer": "B", "owner": "C", "keys": ["period"],
        "columns": {"period": {"type": "period", "kinds": ["financial_quarter"]}},
    }  # fmt: skip
    assert Source(**entry).cycle == "quarterly"
    assert Source(**entry, cycle="irregular").cycle == "irregular"


def test_a_report_without_the_day_of_its_board_says_so(tmp_path: Path) -> None:
    project = small_world(tmp_path)
    assert without_board(project, LAST) == ""
    drop = project.raw(LAST) / "drop.toml"
    drop.write_text(
        "\n".join(e for e in drop.read_text("utf-8").splitlines() if "board_date" not in e), "utf-8"
    )
    told = without_board(project, LAST)
    assert told.startswith("data/raw/2009-10-Q2/drop.toml does not say when the Board meets.")
    assert "Write board_date = 20" in told


def test_a_confirmation_says_no_name_of_a_personal_column(tmp_path: Path) -> None:
    """Before, it was written down, and every command after it stopped."""
    project = small_world(tmp_path)
    visits = "columns.visits ="
    _sources(project, visits, f'columns.worker = {{ type = "text", personal = true }}\n{visits}')
    (project.raw(LAST) / "visits.csv").write_text(
        "period,visits,worker\n2009-10-Q2,9,Zebedee Quillfeather\n", encoding="utf-8"
    )
    told = cypt(
        project, "claims", str(LAST), "--confirm", "abc", "--name", "A. Person",
        "--reason", "Seen with Zebedee Quillfeather.",
    )  # fmt: skip
    assert told.exit_code == 1
    assert "Nothing was confirmed: say it without." in told.stderr

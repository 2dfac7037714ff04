"""What marks figures as made up, and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cypt_analysis.drops.synthetic import says_synthetic
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader

Q1, Q2 = parse_quarter("2009-10-Q1"), parse_quarter("2009-10-Q2")


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("SYNTHETIC", True),
        ("SYNTHETIC: every Q3 figure in this drop was made up to test the program.", True),
        ("All figures are invented for the training day.", True),
        ("Dummy data, not for the Board.", True),
        ("The numbers here are fictitious.", True),
        ("Figures as printed in the report of 2 November 2009.", False),
        ("No figure is synthetic.", False),
        ("None of the figures is made up.", False),
        ("The figures are made up of two returns.", False),
        ("Screened with synthetic phonics.", False),
        ("", False),
    ],
)
def test_a_note_marks_figures_as_made_up_or_does_not(text: str, marked: bool) -> None:
    assert says_synthetic(text) == marked


def _note(project: Project, quarter: str, note: str) -> None:
    path = project.raw(parse_quarter(quarter)) / "drop.toml"
    lines = path.read_text(encoding="utf-8").split("\n")
    kept = [f'note = "{note}"' if line.startswith("note") else line for line in lines]
    path.write_text("\n".join(kept), encoding="utf-8")


def test_the_mark_of_an_earlier_drop_holds_for_the_report_that_rests_on_it(
    copy_project: Callable[[], Project],
) -> None:
    project = copy_project()
    _note(project, "2009-10-Q1", "SYNTHETIC: made up.")
    reader = DropReader(project)
    assert compute(reader, Q1).synthetic == ("2009-10-Q1",)
    assert compute(reader, Q2).synthetic == ("2009-10-Q1",)


def test_one_row_that_is_marked_is_enough(copy_project: Callable[[], Project]) -> None:
    project = copy_project()
    path = project.raw(Q2) / "claimants.csv"
    head, first, *rest = path.read_text(encoding="utf-8").split("\n")
    assert head.endswith(",note")
    marked = f"{first.rsplit(',', 1)[0]},SYNTHETIC"
    path.write_text("\n".join([head, marked, *rest]), encoding="utf-8")
    assert compute(DropReader(project), Q2).synthetic == ("2009-10-Q2",)

"""The neighbours of a period are those of the report that gave its figures first."""

from __future__ import annotations

from pathlib import Path

from tests.judgement.small import RATE, catalogue, known_at
from tests.projects import write_drop

HEADER = "area,period,value"
FIRST, SECOND = '["Eastham", "Westham"]', '["Westham", "Northam", "Southam"]'


def _rows(period: str, **values: float) -> str:
    return "\n".join(
        f"{'' if area == 'own' else area},{period},{value}" for area, value in values.items()
    )


def _project(root: Path) -> None:
    """50 beside 40 and 60 in the first year; a year later the set is another."""
    catalogue(root, rate=RATE + '\nbenchmarks = ["Statistical neighbours"]')
    first = _rows("2008-09-FY", own=50, Eastham=40, Westham=60)
    write_drop(root, "2009-10-Q1", {"rate.csv": f"{HEADER}\n{first}"}, neighbours=FIRST)
    again = _rows("2008-09-FY", own=50, Westham=60, Northam=70, Southam=80)
    new = _rows("2009-10-FY", own=52, Westham=61, Northam=71, Southam=81)
    write_drop(
        root, "2010-11-Q1", {"rate.csv": f"{HEADER}\n{again}\n{new}"}, neighbours=SECOND
    )  # fmt: skip


def test_last_years_mean_stays_what_it_was(tmp_path: Path) -> None:
    _project(tmp_path)
    then, now = known_at(tmp_path, "2009-10-Q1"), known_at(tmp_path, "2010-11-Q1")
    for stat in ("neighbours_mean", "neighbours_median", "neighbours_counted", "rank"):
        name = f"rate.2008-09-FY.{stat}"
        assert now.facts[name].value == then.facts[name].value, stat
        assert now.facts[name].inputs == then.facts[name].inputs, stat
    assert now.facts["rate.2008-09-FY.neighbours_mean"].value == 50
    assert now.facts["rate.2009-10-FY.neighbours_mean"].value == 71
    assert now.facts["rate.2009-10-FY.neighbours_counted"].value == 3


def test_other_neighbours_are_told(tmp_path: Path) -> None:
    _project(tmp_path)
    [point] = [
        each for each in known_at(tmp_path, "2010-11-Q1").findings
        if each.rule == "other_neighbours"
    ]  # fmt: skip
    assert point.found == (
        "The neighbours are not those of 2009-10-Q1: Northam and Southam are new and Eastham is "
        "gone."
    )


def test_neighbours_figures_that_come_later_are_of_the_set_they_come_with(tmp_path: Path) -> None:
    """In the first report no mean could be given: the first that can has a set of its own."""
    catalogue(tmp_path, rate=RATE)
    first = _rows("2008-09-FY", own=50)
    write_drop(tmp_path, "2009-10-Q1", {"rate.csv": f"{HEADER}\n{first}"}, neighbours=FIRST)
    later = _rows("2008-09-FY", Westham=60, Northam=70)
    write_drop(tmp_path, "2009-10-Q2", {"rate.csv": f"{HEADER}\n{later}"}, neighbours=SECOND)
    known = known_at(tmp_path, "2009-10-Q2")
    assert known.facts["rate.2008-09-FY.neighbours_mean"].value == 65


def test_a_revised_figure_does_not_bring_another_set(tmp_path: Path) -> None:
    _project(tmp_path)
    revised = _rows("2008-09-FY", own=51, Westham=62)
    write_drop(
        tmp_path, "2010-11-Q2", {"rate.csv": f"{HEADER}\n{revised}"}, neighbours=SECOND
    )  # fmt: skip
    assert known_at(tmp_path, "2010-11-Q2").facts["rate.2008-09-FY.neighbours_mean"].value == 51


def test_a_published_mean_of_another_set_is_a_revision_with_its_cause(tmp_path: Path) -> None:
    catalogue(tmp_path, rate=RATE)
    for quarter, mean, areas in (("2009-10-Q1", 596, FIRST), ("2009-10-Q2", 610, SECOND)):
        rows = f"{HEADER}\n,2008-09-FY,706\nStatistical neighbours,2008-09-FY,{mean}"
        write_drop(tmp_path, quarter, {"rate.csv": rows}, neighbours=areas)
    [revision] = known_at(tmp_path, "2009-10-Q2").revisions.to_dict("records")
    assert (revision["then"], revision["now"]) == (596, 610)
    assert revision["cause"] == "Neighbour set of 2009-10-Q2"

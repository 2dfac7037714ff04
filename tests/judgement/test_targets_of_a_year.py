"""Against a target of a year: its sums, the ratio of its sums, what is missing, its limits."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from cypt_analysis.catalogue import Measure, load_catalogue
from cypt_analysis.ground.findings import CheckFailed
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.judgement.target_status import against_target
from cypt_analysis.known import Known
from tests.judgement.small import (
    COUNT,
    HEADER,
    MEAN,
    RATE,
    SHARE,
    STOCK,
    catalogue,
    known_at,
    one_drop,
    target,
)
from tests.judgement.test_changes_verdicts import _own, _share, _targets
from tests.projects import write_drop

QUARTERS = [f"2009-10-Q{number}" for number in (1, 2, 3, 4)]


def _judged(
    root: Path, kind: str, rows: str, wanted: str, quarter: str = "2009-10-Q4"
) -> tuple[Known, pd.Series]:
    catalogue(root, figure=kind)
    known = one_drop(root, quarter, {"figure.csv": rows, "targets.csv": wanted})
    return known, known.judged.loc["figure"]


def _judged_each(root: Path, kind: str, rows: list[str], wanted: list[str]) -> Known:
    """Figures of one kind, each with its file and its target, in one drop: figure_0, figure_1 …"""
    names = [f"figure_{n}" for n in range(len(rows))]
    catalogue(root, **dict.fromkeys(names, kind))
    files = {f"{name}.csv": text for name, text in zip(names, rows, strict=True)}
    lines = [text.replace("figure", name) for name, text in zip(names, wanted, strict=True)]
    heads, targets = zip(*(each.split("\n") for each in lines), strict=True)
    (head,) = set(heads)
    files["targets.csv"] = "\n".join([head, *targets])
    return one_drop(root, "2009-10-Q4", files)


def known_measure(root: Path) -> Measure:
    """The one measure of a project's catalogue."""
    [measure] = load_catalogue(Project(root)).at(parse_quarter("2009-10-Q4")).measures.values()
    return measure


def _shares(*pairs: tuple[int, int] | None) -> str:
    """A file of numbers by quarter, without those that are None."""
    rows = [
        f"{quarter},{pair[0]},{pair[1]}"
        for quarter, pair in zip(QUARTERS, pairs, strict=False)
        if pair is not None
    ]
    return "\n".join(["period,part,whole", *rows])


def _counts(*values: int | None) -> str:
    rows = [
        f"{quarter},{value}"
        for quarter, value in zip(QUARTERS, values, strict=False)
        if value is not None
    ]
    return "\n".join(["period,value", *rows])


@pytest.mark.parametrize(
    ("kind", "goal"), [(SHARE, 80), (MEAN, 80), (RATE, 8000)], ids=["share", "mean", "rate"]
)
def test_a_year_of_ratios_is_the_ratio_of_its_sums(tmp_path: Path, kind: str, goal: int) -> None:
    """309 of 610 is 50.7%, whatever the 9 of 10 of the last quarter."""
    rows = _shares((100, 200), (100, 200), (100, 200), (9, 10))
    known, row = _judged(tmp_path, kind, rows, target("figure", "2009-10-FY", "at least", goal))
    assert row["judged"] == pytest.approx(309 / 610 * goal / 0.8)
    assert (row["verdict"], row["judged_numerator"], row["judged_denominator"]) == (
        "Missed", 309, 610,
    )  # fmt: skip
    assert known.facts["figure.so_far"].value == pytest.approx(309 / 610 * goal / 0.8)


def test_the_year_may_be_met_though_its_last_quarter_is_not(tmp_path: Path) -> None:
    rows = _shares((190, 200), (190, 200), (190, 200), (1, 10))
    _, row = _judged(tmp_path, SHARE, rows, target("figure", "2009-10-FY", "at least", 80))
    assert row["verdict"] == "Met"


def test_a_point_in_time_takes_the_latest(tmp_path: Path) -> None:
    rows = _shares((100, 200), (100, 200), (100, 200), (9, 10))
    wanted = target("figure", "2009-10-FY", "at least", 80, "point in time")
    _, row = _judged(tmp_path, SHARE, rows, wanted)
    assert (row["verdict"], row["judged"]) == ("Met", 90)


def test_a_year_with_a_quarter_missing_is_not_judged(tmp_path: Path) -> None:
    """300 of 400 with a quarter missing is neither met nor met pro rata."""
    cases = [
        ((100, 100, None, 100), "3 of 4 quarters received"),
        ((None, 100, 100, 100), "3 of 4 quarters received"),
        ((100, None, None, 100), "2 of 4 quarters received"),
        # The year is over, and its last quarter has not come.
        ((100, 100, 100, None), "3 of 4 quarters received"),
    ]
    wanted = [target("figure", "2009-10-FY", "at least", 400)] * len(cases)
    known = _judged_each(tmp_path, COUNT, [_counts(*values) for values, _ in cases], wanted)
    for n, (values, told) in enumerate(cases):
        name = f"figure_{n}"
        row, verdict = known.judged.loc[name], known.verdicts.loc[name]
        assert (row["verdict"], row["target_note"]) == ("Not judged", told), values
        assert f"{name}.pro_rata_target" not in known.facts
        assert f"{name}.needed_per_period" not in known.facts
        assert (verdict["status"], verdict["status_note"]) == ("Not judged", told), values


def test_a_missing_quarter_of_a_share_too(tmp_path: Path) -> None:
    rows = _shares((190, 200), None, (190, 200), (190, 200))
    _, row = _judged(tmp_path, SHARE, rows, target("figure", "2009-10-FY", "at least", 80))
    assert (row["verdict"], row["target_note"]) == ("Not judged", "3 of 4 quarters received")


def test_a_count_that_has_passed_its_target_cannot_go_back(tmp_path: Path) -> None:
    cases = [
        (100, "at least", "Met"),
        (100, "above", "Not judged"),
        (101, "above", "Met"),
        (101, "at most", "Missed"),
        (100, "at most", "Not judged"),
        (100, "below", "Missed"),
    ]
    rows = [_counts(100, 100, None, last) for last, _, _ in cases]
    wanted = [target("figure", "2009-10-FY", comparison, 300) for _, comparison, _ in cases]
    judged = _judged_each(tmp_path, COUNT, rows, wanted).judged
    for n, case in enumerate(cases):
        row = judged.loc[f"figure_{n}"]
        assert row["verdict"] == case[2], case
        assert row["target_note"].endswith("3 of 4 quarters received"), case


def test_a_year_underway_is_on_or_off_track_and_says_how_much_has_come(tmp_path: Path) -> None:
    """27 of 40 in the first quarter leave 13, 4.33 in each of three: 4.4 is enough, 4.3 is not."""
    wanted = target("figure", "2009-10-FY", "at least", 40)
    known, row = _judged(tmp_path, COUNT, _counts(27), wanted, "2009-10-Q2")
    assert (row["verdict"], row["target_note"]) == ("On track", "1 of 4 quarters received")
    assert (row["judged"], row["required"]) == (27, 10)
    assert known.facts["figure.needed_per_period"].printed == "4.4"


def test_a_share_underway_is_that_of_the_quarters_received(tmp_path: Path) -> None:
    rows = _shares((100, 200), (9, 10))
    wanted = target("figure", "2009-10-FY", "at least", 80)
    _, row = _judged(tmp_path, SHARE, rows, wanted, "2009-10-Q2")
    assert row["judged"] == pytest.approx(109 / 210 * 100)
    assert (row["verdict"], row["target_note"]) == ("Off track", "2 of 4 quarters received")


@pytest.mark.parametrize(
    ("quarters", "verdict", "note"),
    [
        (2, "On track", "July to September 2009 alone"),
        (4, "Not judged", "no numbers behind the figures, so the year cannot be worked out"),
    ],
)
def test_printed_percentages_name_their_quarter_or_are_not_judged(
    tmp_path: Path, quarters: int, verdict: str, note: str
) -> None:
    wanted = target("figure", "2009-10-FY", "at least", 80)
    rows = _counts(*[85] * quarters)
    _, row = _judged(tmp_path, SHARE, rows, wanted, QUARTERS[quarters - 1])
    assert (row["verdict"], row["target_note"]) == (verdict, note)


def test_months_and_terms_make_a_year_too(tmp_path: Path) -> None:
    months = [f"2009-M{number:02d},10" for number in range(4, 13)]
    rows = "\n".join(["period,value", *months])
    wanted = target("figure", "2009-10-FY", "at least", 120)
    _, row = _judged(tmp_path / "a", COUNT, rows, wanted)
    assert (row["verdict"], row["target_note"]) == ("Not judged", "9 of 12 months received")
    rows = "\n".join(["period,value", *months, *(f"2010-M0{n},10" for n in (1, 2, 3))])
    _, row = _judged(tmp_path / "b", COUNT, rows, wanted)
    assert (row["verdict"], row["judged"]) == ("Met", 120)
    terms = "period,part,whole\n2008-09-AY-T1,10,100\n2008-09-AY-T2,10,100\n2008-09-AY-T3,40,100"
    _, row = _judged(tmp_path / "c", SHARE, terms, target("figure", "2008-09-AY", "at most", 20))
    assert (row["verdict"], row["judged"]) == ("Met", 20)


def test_a_number_on_a_day_is_no_figure_of_a_year(tmp_path: Path) -> None:
    wanted = target("figure", "2009-10-FY", "at most", 500)
    _, row = _judged(tmp_path, STOCK, "period,value\n2009-09-30,460", wanted, "2009-10-Q2")
    assert row["verdict"] == "Not judged"
    assert row["target_note"] == "a number on a day, and the target is for the year"


def test_a_year_to_date_is_what_it_is(tmp_path: Path) -> None:
    """It is not added up: 30, 55 and 90 to the third quarter are 90."""
    kind = f'{COUNT}\nwindow = "year to date"\nrestarts = "April"'
    wanted = target("figure", "2009-10-FY", "at least", 100)
    known, row = _judged(tmp_path / "a", kind, _counts(30, 55, 90), wanted, "2009-10-Q3")
    assert (row["verdict"], row["judged"], row["required"]) == ("On track", 90, 75)
    assert known.facts["figure.needed_per_period"].value == 10
    known, row = _judged(tmp_path / "b", kind, _counts(30, 55, 90, 99), wanted)
    assert (row["verdict"], row["judged"]) == ("Missed", 99)


def test_a_counter_that_begins_with_another_year_is_not_judged(tmp_path: Path) -> None:
    kind = f'{COUNT}\nwindow = "year to date"\nrestarts = "January"'
    wanted = target("figure", "2009-10-FY", "at least", 100)
    _, row = _judged(tmp_path, kind, "period,value\n2010-M03,40", wanted)
    assert row["verdict"] == "Not judged"


# Limits


def _limited(number: float, comparison: str, goal: float, limits: str) -> str:
    columns = f"{HEADER},tolerance,floor,limits_set_by"
    return f"{columns}\nfigure,figure,2009-10-Q4,{comparison},{goal},local,point in time,{limits}"


def test_a_tolerance_and_a_floor(tmp_path: Path) -> None:
    cases = [
        (95, "at least", 95, "90,80,The Board", "Met", ""),
        (94, "at least", 95, "90,80,The Board", "Within tolerance", "missed"),
        (90, "at least", 95, "90,80,The Board", "Within tolerance", "missed"),
        (89, "at least", 95, "90,80,The Board", "Missed", ""),
        (79, "at least", 95, "90,80,The Board", "Missed", "beyond the floor"),
        (11, "at most", 10, "12,,", "Within tolerance", "missed"),
        (10, "below", 10, "12,,", "Within tolerance", "missed"),
        (13, "at most", 10, "12,,", "Missed", ""),
    ]
    rows = [f"period,value\n2009-10-Q4,{case[0]}" for case in cases]
    wanted = [_limited(*case[:4]) for case in cases]
    judged = _judged_each(tmp_path, SHARE, rows, wanted).judged
    for n, (*case, limits, verdict, note) in enumerate(cases):
        row = judged.loc[f"figure_{n}"]
        assert (row["verdict"], row["target_note"]) == (verdict, note), case
        assert row["limits_set_by"] == ("The Board" if "Board" in limits else "local")


@pytest.mark.parametrize(
    ("comparison", "limits", "found"),
    [
        ("at least", "96,,", "tolerance is 96, above the target of 95."),
        ("at least", "90,92,", "floor is 92, above the tolerance of 90."),
        ("at least", ",96,", "floor is 96, above the target of 95."),
        ("at most", "90,,", "tolerance is 90, below the target of 95."),
    ],
)
def test_a_limit_on_the_wrong_side_is_an_error(
    tmp_path: Path, comparison: str, limits: str, found: str
) -> None:
    with pytest.raises(CheckFailed, match="row 2"):
        _judged(tmp_path, SHARE, _counts(90), _limited(90, comparison, 95, limits))
    try:
        known_at(tmp_path, "2009-10-Q4")
    except CheckFailed as error:
        assert [each.found for each in error.findings] == [found]


# As printed


def test_a_missed_target_never_looks_met(tmp_path: Path) -> None:
    """2,038 of 2,457 is 82.95%: at least 83% is missed, and 83% beside it would hide that."""
    rows = "period,part,whole\n2009-10-Q4,2038,2457"
    wanted = target("figure", "2009-10-Q4", "at least", 83, "point in time")
    known, row = _judged(tmp_path, SHARE, rows, wanted)
    assert row["verdict"] == "Missed"
    assert known.facts["figure.latest"].printed == "82.9%"


def test_nor_does_a_year(tmp_path: Path) -> None:
    rows = _shares((1659, 2000), (1660, 2000), (1660, 2000), (1660, 2000))
    known, row = _judged(tmp_path, SHARE, rows, target("figure", "2009-10-FY", "at least", 83))
    assert (row["verdict"], known.facts["figure.so_far"].printed) == ("Missed", "82.99%")


def test_nor_a_benchmark(tmp_path: Path) -> None:
    """33.007 beside a 33.0 that was received with one decimal: each keeps what it was given with."""
    catalogue(tmp_path, figure=RATE.replace("10000", "1000") + '\nbenchmarks = ["England"]')
    rows = "area,period,value\n,2009-10-FY,33.007\nEngland,2009-10-FY,33.0"
    known = one_drop(tmp_path, "2009-10-Q4", {"figure.csv": rows})
    assert known.facts["figure.latest"].printed == "33.01"
    assert known.facts["figure.2009-10-FY.england"].printed == "33"


def test_a_period_that_was_still_running_is_no_part_of_the_year(tmp_path: Path) -> None:
    catalogue(tmp_path, figure=COUNT)
    wanted = target("figure", "2009-10-FY", "at least", 40)
    write_drop(
        tmp_path, "2009-10-Q2", {"figure.csv": _counts(10, 1), "targets.csv": wanted},
        data_cut_off="2009-07-20",
    )  # fmt: skip
    row = known_at(tmp_path, "2009-10-Q2").judged.loc["figure"]
    assert (row["judged"], row["target_note"]) == (10, "1 of 4 quarters received")
    wanted = target("figure", "2009-10-FY", "at least", 40)
    write_drop(
        tmp_path, "2009-10-Q3", {"figure.csv": "period,value\n2009-10-FY,39"},
        data_cut_off="2009-12-31",
    )  # fmt: skip
    row = known_at(tmp_path, "2009-10-Q3").judged.loc["figure"]
    assert row["verdict"] == "Not judged"
    assert row["target_note"] == "part of the period only, to 31 December 2009"


def test_what_is_asked_by_now_never_looks_like_the_figure_that_misses_it(tmp_path: Path) -> None:
    """21 a year are 5.25 in a quarter: 5 is off track, and "5 by now" beside it would hide that."""
    wanted = target("figure", "2009-10-FY", "at least", 21)
    known, row = _judged(tmp_path, COUNT, _counts(5), wanted, "2009-10-Q1")
    assert row["verdict"] == "Off track"
    assert known.facts["figure.pro_rata_target"].printed == "5.3"
    assert known.facts["figure.gap_to_target"].printed == "0.3"


def test_a_year_that_rests_on_an_assumed_number_says_so(tmp_path: Path) -> None:
    own = _own(*(_share("a", f"2009-10-Q{n}", 80, 100) | {"assumed": n == 2} for n in (1, 2, 3, 4)))
    targets = _targets(("a", "a", "2009-10-FY", "at least", 80, "local", "annual"))
    catalogue(tmp_path, a=SHARE)
    measure = known_measure(tmp_path)
    found = against_target(own.iloc[-1].to_dict(), targets, measure, own)
    assert (found["verdict"], found["target_note"]) == ("Met", "a number counted is assumed")

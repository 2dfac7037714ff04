"""A feed of the year to date as it was released, date by date: each date rebuilds as then known.

Half-days missed of half-days possible since September, Leeds and England, from the 67 releases of
September 2023 to July 2026 of 'Pupil attendance in schools' (Department for Education).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.ground.quarter import parse_period, parse_quarter
from cypt_analysis.judgement.changes import compare_periods, not_compared
from cypt_analysis.observations.received import receive
from cypt_analysis.observations.settled import Stacked, settle
from tests.judgement.small import SHARE
from tests.projects import write_catalogue

FEED = pd.read_csv(
    Path(__file__).with_name("attendance_vintages.csv"), dtype={"academic_year": str}
)
RELEASES = sorted(FEED["released"].unique())
_SOURCE = """
[attendance]
title = "Absence in the year to date"
producer = "Department for Education"
owner = "Analysts"
keys = ["area", "period"]
columns.area = { type = "area" }
columns.period = { type = "period", kinds = ["months"] }
columns.whole = { type = "count" }
columns.part = { type = "count" }
columns.value = { type = "percent", blank = true, optional = true }
"""
_INDICATOR = """
name = "School"
[[indicator]]
id = "absence"
name = "Absence"
definition = "Half-days missed."
rationale = "It matters."
owner = "Children"
checked_by = "Analysts"
next_review = 2099-06-30
headline = "to_date"
[[indicator.measure]]
id = "to_date"
name = "Absence in the year to date"
source = "attendance"
decimals = 1
polarity = "low"
window = "year to date"
"""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("feed")
    files = {"sources": _SOURCE, "school": _INDICATOR + SHARE}
    return write_catalogue(folder, files).at(parse_quarter("2025-26-Q2"))


def _drop(released: str) -> Drop:
    """The drop of one release: the file says the academic year alone, the date the rest."""
    rows = FEED[FEED["released"] == released]
    day = date.fromisoformat(released)
    first = int(rows["academic_year"].iloc[0][:4])
    # Up to the last month that was over, or the first of the year.
    last = max(pd.Period(day, "M") - 1, pd.Period(f"{first}-09", "M"))
    last = min(last, pd.Period(f"{first + 1}-07", "M"))
    table = pd.DataFrame(
        {
            "area": rows["area"].to_numpy(),
            "period": f"{first}-M09..{last.year}-M{last.month:02}",
            "whole": rows["sessions_possible"].astype(float).to_numpy(),
            "part": rows["sessions_missed"].astype(float).to_numpy(),
        },
        index=range(2, 2 + len(rows)),
    )
    quarter = parse_quarter(_quarter(day))
    info = DropInfo(
        quarter=str(quarter), authority="Leeds", code="E08000035", data_cut_off=day,
        neighbour_set="None.", neighbours=(), regions=("England",),
    )  # fmt: skip
    tables = {"attendance": table}
    return Drop(quarter, f"data/raw/{released}", info, tables, {}, (), (), {})


def _quarter(day: date) -> str:
    year = day.year if day.month >= 4 else day.year - 1
    return f"{year}-{(year + 1) % 100:02}-Q{(day.month - 4) % 12 // 3 + 1}"


def _stacked(releases: list[str], catalogue: Catalogue) -> Stacked:
    drops = [_drop(each) for each in releases]
    return settle(receive(drops, catalogue), drops[-1].info)


@pytest.fixture(scope="module")
def own(catalogue: Catalogue) -> pd.DataFrame:
    """Leeds' figures once every release had come."""
    known = _stacked(RELEASES, catalogue).observations
    return known[known["area"] == "Leeds"]


def test_there_are_67_of_them() -> None:
    assert len(RELEASES) == 67


@pytest.mark.parametrize("count", [1, 23, 46])
def test_an_old_date_rebuilds_as_it_was_then_known(count: int, catalogue: Catalogue) -> None:
    known = _stacked(RELEASES[:count], catalogue).observations
    latest = FEED[FEED["released"] == RELEASES[count - 1]].set_index("area")
    newest = known[known["end"] == known["end"].max()].set_index("area")
    for area in ("Leeds", "England"):
        assert newest.at[area, "numerator"] == latest.at[area, "sessions_missed"]
        assert newest.at[area, "denominator"] == latest.at[area, "sessions_possible"]
    files = {Path(each).parent.name for each in known["file"]}
    assert max(files) == RELEASES[count - 1], "nothing of a later release is known"


def test_a_year_to_date_stands_beside_the_same_months_of_the_year_before(
    own: pd.DataFrame,
) -> None:
    pairs = compare_periods(own)
    beside = dict(zip(pairs["period"], pairs["then_period"], strict=True))
    assert beside["2025-M09..2026-M01"] == "2024-M09..2025-M01"
    for now, then in beside.items():
        assert parse_period(now).year_before.text == then
    assert len(set(beside.values())) > 15


def test_a_year_to_date_is_never_held_against_a_whole_year(own: pd.DataFrame) -> None:
    whole = own.iloc[[0]].assign(
        period="2024-25-AY", window="whole", series="academic_year", id="absence.2024-25-AY",
        start=pd.Timestamp("2024-09-01"), end=pd.Timestamp("2025-08-31"),
    )  # fmt: skip
    both = pd.concat([own, whole], ignore_index=True)
    pairs = compare_periods(both)
    assert not (pairs["then_period"] == "2024-25-AY").any()
    assert not (pairs["period"] == "2024-25-AY").any()
    alone = both[both["period"].isin(["2024-25-AY", "2025-M09..2025-M10"])]
    [reason] = not_compared(alone, compare_periods(alone))["reason"]
    assert reason == (
        "a figure that is of the year to date does not compare with one that is of a whole period"
    )

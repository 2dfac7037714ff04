"""A change of columns between releases is told once, with the drop that shows it."""

from __future__ import annotations

from dataclasses import replace

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.judgement.against_last import changed_headers
from cypt_analysis.readers.table import RawFile
from tests.projects import own_catalogue

# The columns of an attendance file of 2025: one was renamed in autumn and again in winter.
OLD = ("time_period", "school_type", "possible_sessions")
NEW = ("time_period", "education_phase", "possible_sessions", "num_schools")


def _drop(quarter: str, header: tuple[str, ...]) -> Drop:
    parsed, folder = parse_quarter(quarter), f"data/raw/{quarter}"
    info = DropInfo(
        quarter=quarter, authority="Northmere", code="E06999999", data_cut_off=parsed.period.end,
        neighbour_set="None.", neighbours=(),
    )  # fmt: skip
    file = RawFile(f"{folder}/absence.csv", "", 3, "utf-8", header=header)
    return Drop(parsed, folder, info, {}, {}, (file,), ())


def _told(*drops: Drop) -> list[str]:
    catalogue: Catalogue = own_catalogue()
    name = next(iter(catalogue.sources))
    files = [replace(each.files[0], path=each.file_of(name)) for each in drops]
    named = [replace(drop, files=(file,)) for drop, file in zip(drops, files, strict=True)]
    found = changed_headers(named, catalogue)
    assert {each.severity for each in found} <= {"review"}
    return [each.found for each in found]


def test_each_change_is_told_once_where_it_shows() -> None:
    first, second = _drop("2025-26-Q1", OLD), _drop("2025-26-Q2", NEW)
    third, back = _drop("2025-26-Q3", NEW), _drop("2025-26-Q4", OLD)
    assert _told(first) == []
    assert _told(first, second) == [
        "'education_phase' and 'num_schools' are new since the file of 2025-26-Q1.",
        "'school_type' is gone since the file of 2025-26-Q1.",
    ]
    assert _told(first, second, third) == []
    assert _told(first, second, third, back)[0].startswith("'school_type' is new since")


def test_a_drop_without_the_file_changes_nothing() -> None:
    first, none, second = (
        _drop("2025-26-Q1", OLD),
        _drop("2025-26-Q2", ()),
        _drop("2025-26-Q3", OLD),
    )
    assert _told(first, none) == [] and _told(first, none, second) == []

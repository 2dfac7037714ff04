"""The made-up projects that speed is measured with: sound, marked, and the same every time."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.project import Project
from cypt_analysis.known import Known
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from tests.benchmarks.synthetic import HISTORY, Synthetic, write_country


def _files(project: Project) -> dict[str, bytes]:
    return {
        path.relative_to(project.root).as_posix(): path.read_bytes()
        for path in project.root.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project of three quarters, each drop bringing what is new. Do not change it."""
    return Synthetic(quarters=3).write(tmp_path_factory.mktemp("three"))


@pytest.fixture(scope="module")
def known(three: Project) -> list[Known]:
    """What was known at each of its quarters."""
    reader = DropReader(three)
    return [compute(reader, quarter) for quarter in three.quarters()]


def test_every_drop_is_without_an_error_and_says_that_it_is_synthetic(known: list[Known]) -> None:
    assert len(known) == 3
    for each in known:
        assert each.info.authority == "Synthetic Borough"
        assert each.info.note.startswith("SYNTHETIC")


def test_every_measure_and_indicator_of_the_catalogue_has_figures_and_words(
    known: list[Known], catalogue: Catalogue
) -> None:
    last = known[-1]
    own = last.observations[last.observations["area"] == last.info.authority]
    found = set(zip(own["indicator"], own["measure"], strict=True))
    wanted = {(i.id, m.id) for i in catalogue.indicators.values() for m in i.measure}
    assert found == wanted
    assert set(last.commentary) == set(catalogue.indicators)


def test_repeating_drops_bring_the_same_history_as_those_that_bring_what_is_new(
    three: Project, known: list[Known], tmp_path: Path
) -> None:
    repeating = Synthetic(quarters=3, repeating=True).write(tmp_path)
    newest = three.quarters()[-1]
    columns = ["id", "value", "received"]
    again = compute(DropReader(repeating), newest).observations
    pd.testing.assert_frame_equal(known[-1].observations[columns], again[columns])
    days = {
        project.root: len(pd.read_csv(project.raw(newest) / "looked_after.csv"))
        for project in (three, repeating)
    }
    assert days == {three.root: 1, repeating.root: HISTORY + 3}


def test_a_seed_gives_the_same_files_and_another_others(three: Project, tmp_path: Path) -> None:
    again = Synthetic(quarters=3).write(tmp_path / "again")
    other = Synthetic(quarters=3, seed=2).write(tmp_path / "other")
    assert _files(again) == _files(three)
    assert _files(other).keys() == _files(three).keys()
    assert _files(other) != _files(three)


def test_a_drop_of_many_areas_and_of_no_counts_builds(tmp_path: Path) -> None:
    project = write_country(tmp_path, rows=960)
    known = compute(DropReader(project), project.quarters()[-1])
    assert len(known.observations) == 3 * 480
    assert known.observations["area"].nunique() == 3

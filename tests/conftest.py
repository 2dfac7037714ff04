"""Fixtures that several test files share."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
from collections.abc import Callable
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.processed.store import build
from tests.examples import PROFILE, THOROUGHLY
from tests.projects import ROOT, make_project, own_catalogue
from tests.small_project import NEWEST, tiny_project
from tests.warm import warm_server

# The same examples in every run: a failure can be seen again, and no folder is left behind.
# HYPOTHESIS_PROFILE=thorough tries others each time, and twenty times as many.
# Nothing of it is timed: a busy machine is no fault.
_UNTIMED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("repeatable", derandomize=True, max_examples=50, **_UNTIMED)
settings.register_profile("thorough", max_examples=50 * THOROUGHLY, **_UNTIMED)
settings.load_profile(PROFILE)

# A shell has what it starts in the background ignore Ctrl-C, and so would what the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Documents and frames are many small things that point at one another: to look for rubbish among
# them as often as Python does by itself takes an eighth of the suite's time.
gc.set_threshold(100_000, 20, 20)

# They start Python a hundred times: what it has compiled once it finds again, whoever starts them.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Printing takes seconds a report; the tests of the PDF ask for it by themselves.
os.environ["CYPT_BROWSER"] = ""

# What is installed stays so while the tests run, and each build asks for forty versions.
metadata.version = cache(metadata.version)

# What a run forks has compiled already what its libraries compile first.
warm_server()


# The files that take longest, which begin first: else one processor waits for the last of them.
LONG = (
    "tests/test_reproducible.py",
    "tests/drops/test_broken_drops.py",
    "tests/cli/test_machine.py",
    "tests/gate/test_gate.py",
    "tests/gate/test_browser.py",
    "tests/cycle/test_three_quarters.py",
    "tests/cli/test_cli.py",
    "tests/runs/test_ends.py",
    "tests/test_pipeline.py",
    "tests/cycle/test_starting.py",
    "tests/processed/test_editions.py",
    "tests/processed/test_processed.py",
    "tests/cycle/test_publish.py",
    "tests/runs/test_executors.py",
    "tests/exports/test_analyst.py",
    "tests/words/test_own_words.py",
    "tests/cycle/test_whole_cycle.py",
    "tests/test_forty_quarters.py",
    "tests/test_another_project.py",
    "notebooks/2_performance_exceptions.ipynb",
)


# Folders whose files share reports that take seconds to make: one worker has all of a folder.
SHARED = ("tests/exports", "tests/gate")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """What hands out the tests, file by file, to the workers; a folder that shares as one file."""
    from xdist.scheduler import LoadFileScheduling

    class ByWhatIsShared(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return next((each for each in SHARED if file.startswith(f"{each}/")), file)

    return ByWhatIsShared(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a test that has begun a process often waits for it."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first; the others stay in their order."""
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(LONG)))


def pytest_collection_finish() -> None:
    """What has been imported by now is no rubbish: it need never be looked through again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The project's own catalogue."""
    return own_catalogue()


@pytest.fixture(scope="session")
def reader(project_root: Path) -> DropReader:
    """The project's own drops, read once."""
    return DropReader(Project(project_root))


@pytest.fixture(scope="session")
def known_q2(reader: DropReader) -> Known:
    """What was known at 2009-10-Q2, computed once from data/raw. Do not change it."""
    return compute(reader, parse_quarter("2009-10-Q2"))


@pytest.fixture(scope="session")
def known_q1(reader: DropReader) -> Known:
    """What was known at 2009-10-Q1, computed once from data/raw. Do not change it."""
    return compute(reader, parse_quarter("2009-10-Q1"))


@pytest.fixture(scope="session")
def saved_once(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project of two indicators, whose newest quarter is built, with an earlier report."""
    project = tiny_project(tmp_path_factory.mktemp("saved") / "project", earlier=True)
    build(DropReader(project), parse_quarter(NEWEST))
    return project


@pytest.fixture
def saved(tmp_path: Path, saved_once: Project) -> Project:
    """A copy of it: a run of its newest quarter begins with the notebooks."""
    return Project(shutil.copytree(saved_once.root, tmp_path / "project"))


@pytest.fixture
def copy_project(tmp_path: Path, project_root: Path) -> Callable[[], Project]:
    """Makes a copy of the project's drops in a folder of the test's own."""

    def copy() -> Project:
        return make_project(tmp_path / "project", project_root / "data" / "raw")

    return copy

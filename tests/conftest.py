"""Fixtures that several test files share."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.processed.build import DropReader, compute
from tests.projects import ROOT, make_project, own_catalogue

# The same examples in every run: a failure can be seen again, and no folder is left behind.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

# A shell has what it starts in the background ignore Ctrl-C, and so would what the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Printing takes seconds a report; the tests of the PDF ask for it by themselves.
os.environ["CYPT_BROWSER"] = ""


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


@pytest.fixture
def copy_project(tmp_path: Path, project_root: Path) -> Callable[[], Project]:
    """Makes a copy of the project's drops in a folder of the test's own."""

    def copy() -> Project:
        return make_project(tmp_path / "project", project_root / "data" / "raw")

    return copy

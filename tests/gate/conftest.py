"""The good pages of both quarters, built once, and the page that the browser tests break."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.project import Project
from cypt_analysis.known import Known
from tests.projects import make_project

from .good import make_page


@pytest.fixture(scope="session")
def gate_project(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Project:
    return make_project(
        tmp_path_factory.mktemp("gate"), project_root / "data" / "raw", notebooks=True
    )


@pytest.fixture(scope="session")
def build_real(
    gate_project: Project, project_root: Path, catalogue: Catalogue
) -> Callable[[Known], str]:
    return lambda known: make_page(gate_project, project_root / "notebooks", known)


@pytest.fixture(scope="session")
def good_q2(build_real: Callable[[Known], str], known_q2: Known) -> str:
    return build_real(known_q2)


@pytest.fixture(scope="session")
def good_q1(build_real: Callable[[Known], str], known_q1: Known) -> str:
    return build_real(known_q1)

"""Two runs of the small project, in folders of their own, and figures that mean harm."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from cypt_analysis import pipeline
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.runs.executors import local
from tests.small_project import NEWEST, small_project

FORMULA = '=cmd|"/c calc"!A1'
HARMFUL = (FORMULA, "@SUM(A1:A9)", "+1+1", "-2+3", "\t=1+1", "\r\n=1+1", "\u202e=1+1", "＝1+1")
TAGGED = "<script>alert(1)</script>"
LINKS = "[a](javascript:alert(1)) [b](http://example.org) $$note$$ $$"


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Project]:
    """Two runs of one quarter, which know nothing of each other. Do not change them."""
    first, second = (tmp_path_factory.mktemp("run") / "project" for _ in range(2))
    projects = [small_project(first), Project(shutil.copytree(first, second))]
    for project in projects:
        with local(jobs=2) as executors:
            pipeline.run(DropReader(project), parse_quarter(NEWEST), executors)
    return projects


@pytest.fixture(scope="session")
def made(runs: list[Project]) -> Path:
    """The folder of a finished run. Do not change it."""
    return runs[0].report(parse_quarter(NEWEST))


@pytest.fixture(scope="session")
def hostile(known_q2: Known) -> Known:
    """What was known at 2009-10-Q2, with words in every place that a raw file could fill."""
    observations = known_q2.observations.copy()
    for place, words in enumerate((*HARMFUL, TAGGED, LINKS, "—")):
        observations.loc[place, ["area", "breakdown"]] = words
    targets = known_q2.targets.copy()
    for place, words in enumerate((*HARMFUL, TAGGED, LINKS, "—", "%")):
        targets.loc[place, "note"] = words
    words = f"## In brief\n\n{FORMULA}\n"
    return replace(
        known_q2, observations=observations, targets=targets,
        commentary={**known_q2.commentary, "caf": words, "obesity": f"## In brief\n\n{LINKS}\n"},
    )  # fmt: skip

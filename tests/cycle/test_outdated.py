"""A later report rests on figures that an earlier quarter's correction has replaced: it is told."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from cypt_analysis.cycle.outdated import outdated
from cypt_analysis.cycle.versions import published, record
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from tests.cycle.world import LAST, NOW, cypt, small_world
from tests.projects import write_drop

HEAD = "id,measure,breakdown,area,period_in_words,value,unit\n"
RELEASED = f"reports/published/{LAST}/v2/data.csv"


def _version(project: Project, quarter: Quarter, number: int, last: str, *known: str) -> None:
    """A version that shows a figure of the second quarter, and lists the releases it knew of."""
    folder = published(project, quarter) / f"v{number}"
    (folder / "internal").mkdir(parents=True)
    row = f"care.2009-10-Q2,Cases,,Northmere,July to September 2009,{last},cases\n"
    data = HEAD + row
    (folder / "internal" / "data.csv").write_text(data, encoding="utf-8", newline="\n")
    (folder / "data.csv").write_text(data, encoding="utf-8", newline="\n")
    outputs = [
        {"path": name, "sha256": sha256(data.encode()).hexdigest()}
        for name in ("data.csv", "internal/data.csv")
    ]
    manifest = json.dumps({"inputs": [], "outputs": outputs})
    (folder / "internal" / "manifest.json").write_text(manifest, encoding="utf-8")
    record(project, quarter, number)
    inputs = folder.parent.parent / "inputs"
    inputs.mkdir(exist_ok=True)
    listed = json.dumps(dict.fromkeys(known, "0" * 64))
    (inputs / f"{quarter}-v{number}.json").write_text(listed, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The second quarter's 50 cases were published, and the third's report rests on them."""
    project = small_world(tmp_path / "project")
    write_drop(project.root, str(NOW), {"cases.csv": "period,cases\n2009-10-Q3,61"})
    _version(project, LAST, 1, "50")
    _version(project, NOW, 1, "50")
    return project


def test_a_correction_is_told_wherever_one_looks_until_the_later_report_is_corrected(
    project: Project,
) -> None:
    assert outdated(project, NOW) == []
    _version(project, LAST, 2, "52")
    [found] = outdated(project, NOW)
    assert found.first == ("Cases, Northmere, July to September 2009", "50 cases", "52 cases")
    told = f"Version 1 of {NOW} rests on 1 figure that version 2 of {LAST} has corrected since"
    for command in ("status", "quarters", "verify"):
        result = cypt(project, command)
        assert result.exit_code == 0 and told in result.stdout, command
    assert f"Next: cypt run {NOW}, then cypt diff" in cypt(project, "status").stdout
    assert told not in cypt(project, "verify", str(LAST)).stdout
    _version(project, NOW, 2, "52", RELEASED)
    assert outdated(project, NOW) == []
    assert "rests on" not in "".join(cypt(project, e).stdout for e in ("status", "verify"))


@pytest.mark.parametrize(
    ("corrected", "shown", "known"),
    [("50", "50", ()), ("52", "53", ()), ("52", "50", (RELEASED,))],
    ids=["only words were corrected", "it has a revision of its own", "it came after"],
)
def test_a_report_that_a_correction_leaves_true_is_not_told(
    corrected: str, shown: str, known: tuple[str, ...], project: Project
) -> None:
    _version(project, LAST, 2, corrected)
    _version(project, NOW, 2, shown, *known)
    assert outdated(project, NOW) == []

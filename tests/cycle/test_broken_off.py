"""Ctrl-C at any moment, and the same command again: it ends as if nothing had been."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from cypt_analysis.cycle.adding import add_indicator
from cypt_analysis.cycle.forms.take import take_forms
from cypt_analysis.cycle.forms.write import send_forms
from cypt_analysis.cycle.opening.begin import begin
from cypt_analysis.cycle.receiving.take import take_in, take_out
from cypt_analysis.cycle.signing import sign
from cypt_analysis.cycle.starting import Start, start_project
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.library.areas import find_authority
from tests.cycle.test_forms import form_of, under
from tests.cycle.test_signing import draft
from tests.cycle.world import LAST, NOW, small_world

DAY = date(2010, 1, 31)
# What changes a folder: before each of them a person may press Ctrl-C.
_CHANGES = ("replace", "rename", "mkdir", "write_bytes", "write_text", "unlink")


def _state(root: Path) -> dict[str, bytes]:
    """All but what is computed, locks that nobody holds, and what the next command takes away."""
    every = (path for path in root.rglob("*") if path.is_file())
    files = (path for path in every if path.suffix not in (".lock", ".owner"))
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
    return {name: each for name, each in found.items() if "data/processed" not in name}


class _Breaks:
    """Raises KeyboardInterrupt before the change of a number."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.left = -1
        for name in _CHANGES:
            patch.setattr(Path, name, self._breaking(getattr(Path, name)))

    def _breaking(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def change(path: Path, *given: object, **named: object) -> Any:
            if not {"processed", ".cypt-work"} & set(path.parts):
                self.left -= 1
                if self.left == 0:
                    raise KeyboardInterrupt
            return real(path, *given, **named)

        return change


def _until_done(command: Callable[[], object], broken: _Breaks, done: str) -> int:
    """Break a command off ever later and begin it anew, until it is through; how often."""
    for number in range(1, 100):
        broken.left = number
        try:
            command()
        except KeyboardInterrupt:
            continue
        except UserError as fault:
            # It had been done when it was broken off, and says so.
            assert done and done in str(fault)
        broken.left = -1
        return number
    raise AssertionError("it never ends")


def _received(project: Project) -> Path:
    file = project.root.parent / "Return.csv"
    file.write_text("period,cases\n2009-10-Q3,61\n", encoding="utf-8")
    return file


def _begun(root: Path) -> Project:
    project = small_world(root)
    begin(project, NOW)
    return project


def _taken(root: Path) -> Project:
    project = _begun(root)
    take_in(project, NOW, _received(project), DAY)
    return project


def _drafted(root: Path) -> Project:
    project = small_world(root)
    draft(project)
    return project


def _returned(root: Path) -> Project:
    """A project with words and an action's progress in a form that came back."""
    project = _taken(root)
    send_forms(project, NOW)
    document = docx.Document(str(form_of(project)))
    under(document, "Summary").add_run("It is calm.")
    document.tables[-1].rows[1].cells[-2].paragraphs[0].add_run("Begun.")
    document.save(str(project.root.parent / "back.docx"))
    return project


def _indicator(root: Path) -> Project:
    quarter = parse_quarter("2025-26-Q2")
    authority = find_authority("846", quarter.period.end)
    return start_project(root, Start(authority, quarter, ("rereferrals",)))


CASES: dict[str, tuple[Callable[[Path], Project], Callable[[Project], object], str]] = {
    "new": (small_world, lambda project: begin(project, NOW), "is there already"),
    "add": (
        _begun, lambda project: take_in(project, NOW, _received(project), DAY), "this very file",
    ),
    "add --undo": (_taken, lambda project: take_out(project, NOW, "cases.csv"), "has taken no file"),
    "take": (
        _returned, lambda project: take_forms(project, [project.root.parent / "back.docx"]), "",
    ),
    "sign": (_drafted, lambda project: sign(project, LAST, "A. Person", "Analyst", DAY), ""),
    "add indicator": (_indicator, lambda p: add_indicator(p, "cla_rate"), "already"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_it_is_begun_anew_and_ends_as_if_nothing_had_been(name: str, tmp_path: Path) -> None:
    make, command, done = CASES[name]
    whole = make(tmp_path / "whole" / "project")
    shutil.copytree(tmp_path / "whole", tmp_path / "broken")
    broken = Project(tmp_path / "broken" / "project")
    command(whole)
    with pytest.MonkeyPatch.context() as patch:
        times = _until_done(lambda: command(broken), _Breaks(patch), done)
    assert times > 2
    assert _state(broken.root) == _state(whole.root)


def test_a_project_that_is_broken_off_leaves_room_for_the_next_try(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        breaks = _Breaks(patch)
        for number in (3, 12):
            breaks.left = number
            with pytest.raises(KeyboardInterrupt):
                _indicator(tmp_path / "project")
            assert not (tmp_path / "project").exists()
        breaks.left = -1
        assert _indicator(tmp_path / "project").quarters() == [parse_quarter("2025-26-Q2")]

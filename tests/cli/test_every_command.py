"""What is true of every command: found by walking the tree, so that a new one is held to it too."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

from cypt_analysis.cli import main
from cypt_analysis.ground.project import Project
from tests.cycle.world import LAST, small_world
from tests.projects import ROOT

ROOTLESS = {"init", "list", "help"}


def _leaves(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _leaves(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


COMMANDS = dict(_leaves(main))
# Whether a project is in order, and whether words are right, is told by a program's exit code; what
# comes next is told beside what a program may read.
SOUND = {
    "check": [], "build": [], "claims": [str(LAST)], "facts": [str(LAST)], "quarters": [],
    "list": [], "help": [], "status": [], "verify": [], "new": [], "forms": [], "add source": ["referrals"],
    "add indicator": ["rereferrals"],
}  # fmt: skip


def _cypt(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def _needed(command: click.Command) -> list[str]:
    """Arguments and options without which a command is not begun."""
    found = []
    for each in command.params:
        if each.required:
            found += [each.opts[-1]] if isinstance(each, click.Option) else []
            found.append(str(LAST) if "quarter" in str(each.name) else "nothing.csv")
    return found


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return small_world(tmp_path_factory.mktemp("every") / "project")


def _state(project: Project) -> dict[str, bytes]:
    """All that a person has in a project; what was computed of it is kept, and no matter."""
    files = (path for path in project.root.rglob("*") if path.is_file())
    names = {path.relative_to(project.root).as_posix(): path.read_bytes() for path in files}
    return {name: each for name, each in names.items() if not name.startswith("data/processed/")}


@pytest.mark.parametrize("name", COMMANDS)
def test_it_is_told_in_the_readme_and_by_help(name: str) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = "add FILE" if name == "add file" else name
    block = text.partition("## Commands")[2].partition("\n`--root")[0]
    assert f"\ncypt {shown}" in block
    told = _cypt(*name.split(), "--help")
    first = (COMMANDS[name].help or "").split("\n")[0]
    assert first and first in " ".join(told.output.split())


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - ROOTLESS))
def test_root_stands_before_it_or_behind_it(name: str, tmp_path: Path) -> None:
    words, needed = name.split(), _needed(COMMANDS[name])
    before = _cypt("--root", str(tmp_path), *words, *needed)
    behind = _cypt(*words, *needed, "--root", str(tmp_path))
    between = _cypt(*words, f"--root={tmp_path}", *needed)
    assert before.exit_code == behind.exit_code == between.exit_code == 1
    assert before.output == behind.output == between.output
    assert str(tmp_path) in before.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_it_completes_in_the_shell_with_its_options_and_quarters(
    name: str, project: Project
) -> None:
    def completed(words: list[str], begun: str) -> set[str]:
        shell = ShellComplete(main, {}, "cypt", "_CYPT_COMPLETE")
        return {each.value for each in shell.get_completions(words, begun)}

    *above, last = name.split()
    command = COMMANDS[name]
    assert last in completed(above, last[:2]) or command.hidden
    options = {
        opt for each in command.params if isinstance(each, click.Option) for opt in each.opts
    }
    assert options <= completed(name.split(), "--")
    if command.params and command.params[0].name in ("quarter", "quarters"):
        root = ["--root", str(project.root)]
        assert completed([*root, *name.split()], "2009") == {str(LAST)}


@pytest.mark.parametrize("name", COMMANDS)
def test_it_ends_with_what_comes_next(name: str) -> None:
    """Status has it on its screen; what else is said after success comes before it."""
    callback = inspect.unwrap(COMMANDS[name].callback or _needed)
    body = inspect.getsource(callback)
    assert "then(" in body or name == "status"


@pytest.mark.parametrize("name", SOUND)
def test_what_comes_next_is_the_last_line(name: str, tmp_path: Path) -> None:
    project = small_world(tmp_path / "project")
    (project.root / "notebooks").mkdir()
    result = _cypt("--root", str(project.root), *name.split(), *SOUND[name])
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[-1].startswith("Next: ")


@pytest.mark.parametrize("name", COMMANDS)
def test_wrong_and_missing_input_is_a_sentence_and_changes_nothing(
    name: str, project: Project
) -> None:
    words, needed = ["--root", str(project.root), *name.split()], _needed(COMMANDS[name])
    before = _state(project)
    # A fact may be asked for by a number below nought.
    tries = [([*needed, "--nothing-like-it"], 1 if name == "facts" else 2)]
    if needed:
        tries.append((needed[:-1] if needed[-1:] != needed[-2:-1] else [], 2))
    first = COMMANDS[name].params[0] if COMMANDS[name].params else None
    if isinstance(first, click.Argument) and "quarter" in str(first.name):
        rest = needed[1:] if first.required else needed
        tries += [(["2009-10-Q7", *rest], 1), (["2031-32-Q1", *rest], 1), (["", *rest], 1)]
    elif isinstance(first, click.Argument) and first.nargs == -1:
        tries.append((["nothing of the kind"], 1))
    if not any(each.nargs == -1 for each in COMMANDS[name].params):
        tries.append(([*needed, "x", "y", "z"], 2))
    for arguments, code in tries:
        result = _cypt(*words, *arguments)
        assert result.exit_code == code, (arguments, result.output)
        assert "Traceback" not in result.output and len(result.stderr.strip()) > 20
        assert re.search(r"[.?)]$|'[\w-]+ (?:-h|--help)' for help", result.stderr.strip(), re.M)
    assert _state(project) == before

"""The files around the program agree with each other and with the program."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import tomllib
from pathlib import Path

import nbformat
import pytest

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.page.exporter import left_out_tags
from tests.conftest import LONG
from tests.printed import numbers

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
EXAMPLE = "2009-10-Q2"


@pytest.fixture(scope="module")
def pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _pins(lines: list[str]) -> dict[str, str]:
    """Names and versions of lines that pin; names as the package index compares them."""
    found = {}
    for line in lines:
        name, pinned, version = re.sub(r"\[\w+\]", "", line).partition("==")
        if pinned:
            found[re.sub(r"[-_.]+", "-", name.strip().lower())] = version.strip()
    return found


def _lines(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line.strip().removeprefix("- ").strip() for line in text.splitlines()]


def _wanted(pyproject: dict) -> list[str]:
    extras = pyproject["optional-dependencies"]
    return [*pyproject["dependencies"], *(each for group in extras.values() for each in group)]


def _readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def _makefile() -> str:
    return (ROOT / "Makefile").read_text(encoding="utf-8")


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z][\w-]*):", _makefile(), flags=re.MULTILINE))


# Versions


def test_every_dependency_is_pinned_to_one_version(pyproject: dict) -> None:
    for requirement in _wanted(pyproject):
        assert re.fullmatch(r"[\w.-]+(\[\w+\])?==[\d.]+(post\d+)?", requirement), requirement


def test_environment_and_pyproject_name_the_same_versions(pyproject: dict) -> None:
    lines = _lines("environment.yml")
    assert _pins(lines) == _pins(_wanted(pyproject))
    assert f"-e .[{','.join(sorted(pyproject['optional-dependencies']))}]" in lines
    assert "-c constraints.txt" in lines


def test_constraints_hold_every_dependency_at_the_same_version(pyproject: dict) -> None:
    held = _pins(_lines("constraints.txt"))
    wanted = _pins(_wanted(pyproject))
    assert {name: held.get(name) for name in wanted} == wanted


def test_the_version_of_python_is_the_same_everywhere(pyproject: dict) -> None:
    assert pyproject["requires-python"] == ">=3.11"
    assert "python=3.11" in _lines("environment.yml")
    assert "Python 3.11" in _readme()
    assert "python3.11" in _makefile()


@pytest.mark.parametrize(
    "name", ["pyproject.toml", "environment.yml", "constraints.txt", "Makefile", ".ci/run"]
)
def test_packages_come_from_their_index_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://|git\+|file:|@ |--(extra-)?index-url|--find-links", text)


# What is said of the commands


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", ".ci/run"])
def test_every_make_target_that_is_named_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make ([a-z]\w*)", text, flags=re.MULTILINE))
    assert named, name
    assert named <= _targets()


def test_every_target_without_a_file_is_declared_so() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", _makefile(), flags=re.MULTILINE)
    assert phony
    assert set(phony[1].split()) == _targets()


def test_the_two_commands_are_the_first_that_make_offers() -> None:
    assert re.findall(r"^([a-z][\w-]*):", _makefile(), flags=re.MULTILINE)[:2] == ["report", "test"]


def test_what_ci_runs_can_be_run() -> None:
    path = ROOT / ".ci" / "run"
    assert os.access(path, os.X_OK)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in text
    assert "make test" in text


def test_the_files_that_begin_first_are_there() -> None:
    assert [name for name in LONG if not (ROOT / name).is_file()] == []


def test_what_the_program_makes_is_not_kept_in_git() -> None:
    kept = (ROOT / ".gitignore").read_text(encoding="utf-8")
    assert "data/processed" in kept
    assert "reports" in kept
    assert "data/raw" not in kept.split()


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no copy from git")
def test_what_was_published_is_kept_in_git_and_drafts_are_not() -> None:
    kept = "reports/published/2009-10-Q2/v1/report.html"
    left = ["reports/2009-10-Q2/report.html", "reports/published/2009-10-Q2/.lock",
            "reports/published/2009-10-Q2/.v2.new-a/report.html"]  # fmt: skip
    asked = ["git", "check-ignore", "--no-index", kept, *left]
    ignored = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    assert ignored.stdout.split() == left


# Notebooks


def _cells(path: Path) -> list:
    return nbformat.read(path, as_version=4).cells


def _code(path: Path) -> list:
    return [cell for cell in _cells(path) if cell.cell_type == "code"]


def _tags(cell: dict) -> list[str]:
    return cell["metadata"].get("tags", [])


def test_there_is_a_notebook_for_the_summary_and_each_section(catalogue: Catalogue) -> None:
    names = ["0_summary", *(f"{i}_{s.id}" for i, s in enumerate(catalogue.sections, start=1))]
    assert [path.stem for path in NOTEBOOKS] == names


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_parameter_is_the_quarter_and_by_default_the_example(path: Path) -> None:
    (cell,) = [cell for cell in _code(path) if "parameters" in _tags(cell)]
    assert cell.source == f'quarter = "{EXAMPLE}"'


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_says_what_to_compute_and_computes_nothing(path: Path) -> None:
    allowed = (ast.Expr, ast.Assign, ast.ImportFrom)
    for cell in _code(path):
        tree = ast.parse(cell.source)
        assert all(isinstance(node, allowed) for node in tree.body), cell.source
        for node in ast.walk(tree):
            assert not isinstance(node, ast.BinOp | ast.comprehension | ast.Lambda | ast.IfExp)
        assert len(cell.source.splitlines()) <= 12, "cells are short"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_figure_is_typed_in_a_notebook(path: Path) -> None:
    for cell in _cells(path):
        if "parameters" in _tags(cell):
            continue
        text = cell.source
        if cell.cell_type == "code":
            tree = ast.parse(text)
            constants = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
            assert not [value for value in constants if isinstance(value, int | float)], text
            texts = [value for value in constants if isinstance(value, str)]
            text = " ".join(texts)
        # Ids of measures, codes of indicators, ages and sizes of groups in their names.
        text = re.sub(r"year6_\w+|NI \d+|10,000|aged under 18|2009-10-Q2", "", text)
        assert numbers(text) == [], cell.source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_that_shows_something_keeps_what_it_showed(path: Path) -> None:
    """nbval compares with what is stored: where nothing is stored it compares nothing."""
    shown = 0
    for cell in _code(path):
        ends = ast.parse(cell.source).body[-1]
        if isinstance(ends, ast.Expr):
            assert cell.outputs, f"no stored output: {cell.source}"
            shown += 1
        assert not [each for each in cell.outputs if each.output_type in ("error", "stream")]
    assert shown > 3


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_cell_is_left_out_of_the_comparison(path: Path) -> None:
    ignored = {"nbval-skip", "nbval-ignore-output", "nbval-raises-exception"}
    for cell in _code(path):
        assert not ignored & set(_tags(cell))
        assert "NBVAL" not in cell.source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_carry_only_tags_that_mean_something(path: Path) -> None:
    known = {"parameters", "setup", "detail", *left_out_tags()}
    assert {tag for cell in _cells(path) for tag in _tags(cell)} <= known


def test_every_indicator_is_shown_and_reviewed(catalogue: Catalogue) -> None:
    """Four cells an indicator: the block, what needs judgement, statistics, observations."""
    code = [cell.source for path in NOTEBOOKS for cell in _code(path)]
    shown = []
    for name, indicator in catalogue.indicators.items():
        shown += [f'{name} = report.indicator("{name}")\n{name}', f"{name}.review()"]
        if indicator.measure:
            shown += [f"{name}.statistics()", f"{name}.observations()"]
    assert [source for source in code if source in shown] == shown
    assert len(code) < 80


def test_a_notebook_names_the_kernel_that_runs_it() -> None:
    for path in NOTEBOOKS:
        assert nbformat.read(path, as_version=4).metadata.kernelspec.name == "python3"


def test_stored_outputs_hold_no_path_of_this_machine() -> None:
    for path in NOTEBOOKS:
        text = path.read_text(encoding="utf-8")
        assert str(ROOT) not in text
        assert "0x7f" not in text

"""Notebooks are executed for the quarter asked for, and each way of failing has its message."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.runs.executors import local
from cypt_analysis.runs.notebooks import execute, find_notebooks
from tests.small_project import NEWEST, OLDER, write_notebook

QUARTER = parse_quarter(NEWEST)
STAYS = "No report was made; an earlier one stays as it was."
OPEN = f'Open the notebook with quarter = "{NEWEST}" and run it to there.'
# Modules that draw or show something when they stand in a cell's last line.
SILENT = ("from ", "import ")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project of notebooks alone; there is nothing to compute."""
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "out").mkdir()
    return Project(tmp_path)


def _execute(project: Project, done: Callable[[str], None] = print) -> list[Path]:
    with local(jobs=2) as executors:
        return execute(executors.notebooks, project, QUARTER, project.root / "out", done)


def _refusal(project: Project) -> str:
    with pytest.raises(UserError) as refused:
        _execute(project)
    return str(refused.value)


def _told(*lines: str) -> str:
    return textwrap.indent("\n".join(lines), "    ")


def _outputs(path: Path) -> list[str]:
    cells = nbformat.read(path, as_version=4).cells
    shown = [each for cell in cells for each in cell.get("outputs", [])]
    return [each.get("text") or each["data"]["text/plain"] for each in shown]


def test_a_notebook_runs_for_the_quarter_that_is_asked_for_and_not_its_default(
    project: Project,
) -> None:
    write_notebook(project, "0_a", "quarter", parameters=f'quarter = "{OLDER}"')
    (executed,) = _execute(project)
    assert _outputs(executed) == [f"'{NEWEST}'"]


def test_notebooks_run_in_the_projects_folder_in_the_order_of_their_numbers(
    project: Project,
) -> None:
    for name in ("1_second", "0_first", "2_third"):
        write_notebook(project, name, "from pathlib import Path\n\nstr(Path.cwd())")
    write_notebook(project, "my_own_work", "1 / 0")
    write_notebook(project, "draft_0", "1 / 0")
    told: list[str] = []
    executed = _execute(project, told.append)
    assert [path.stem for path in executed] == ["0_first", "1_second", "2_third"]
    assert told == ["0_first", "1_second", "2_third"]
    assert _outputs(executed[0]) == [repr(str(project.root))]


def test_what_differs_from_run_to_run_is_taken_out(project: Project) -> None:
    write_notebook(project, "0_a", "# A heading", "quarter", "print('shown')")
    (first,) = _execute(project)
    text = first.read_bytes()
    (second,) = _execute(project)
    assert second.read_bytes() == text
    assert str(project.root) not in text.decode()
    assert b'"papermill": {' not in text


def test_a_raising_cell_is_told_with_notebook_heading_and_last_lines(project: Project) -> None:
    write_notebook(
        project, "0_fails", "## Performance exceptions", "### Obesity (NI 55, NI 56)",
        "def check(name):\n    raise KeyError(f'no {name}')", "check('measure')", "## After",
    )  # fmt: skip
    assert _refusal(project) == (
        f"notebooks/0_fails.ipynb failed for {NEWEST}, in 'Obesity (NI 55, NI 56)'. {STAYS}\n\n"
        + _told(
            "Cell In[4], line 1",
            "----> 1 check('measure')",
            "Cell In[3], line 2, in check(name)",
            "      1 def check(name):",
            "----> 2     raise KeyError(f'no {name}')",
            "KeyError: 'no measure'",
        )
        + f"\n\n{OPEN}"
    )


def test_two_cells_of_the_same_words_are_told_apart(project: Project) -> None:
    """The second one fails, under the second heading."""
    write_notebook(
        project, "0_fails", "left = [1]", "## First", "left.pop()", "## Second", "left.pop()"
    )
    assert f"failed for {NEWEST}, in 'Second'." in _refusal(project)


def test_a_users_mistake_in_a_notebook_is_told_by_its_sentence(project: Project) -> None:
    cell = "from cypt_analysis.ground.findings import UserError\n\nraise UserError('There is no such.')"
    write_notebook(project, "0_fails", cell)
    assert "UserError: There is no such." in _refusal(project)


def test_a_mistake_in_writing_code_is_told(project: Project) -> None:
    write_notebook(project, "0_fails", "## Obesity", "report.indicator(")
    said = _refusal(project)
    assert f"0_fails.ipynb failed for {NEWEST}, in 'Obesity'." in said
    assert "SyntaxError" in said


def test_a_kernel_that_dies_is_told(project: Project) -> None:
    write_notebook(project, "0_dies", "## First", "1", "## Obesity", "import os\n\nos._exit(1)")
    assert _refusal(project) == (
        f"notebooks/0_dies.ipynb failed for {NEWEST}, in 'Obesity'. {STAYS}\n\n"
        + _told("The kernel died. Was memory short, or was the process ended?")
        + f"\n\n{OPEN}"
    )


@pytest.mark.usefixtures("impatient")
def test_a_cell_that_hangs_is_told_and_its_kernel_ended(project: Project) -> None:
    says = (
        "import os, time\nfrom pathlib import Path\n\nPath('kernel').write_text(str(os.getpid()))"
    )
    write_notebook(project, "0_hangs", "## First", says, "## Obesity", "time.sleep(600)")
    assert _refusal(project) == (
        f"notebooks/0_hangs.ipynb failed for {NEWEST}, in 'Obesity'. {STAYS}\n\n"
        + _told("The cell did not end within 1 seconds.")
        + f"\n\n{OPEN}"
    )
    kernel = (project.root / "kernel").read_text()
    state = Path(f"/proc/{kernel}/stat")
    assert not state.exists() or " Z " in state.read_text()


def test_nothing_runs_when_any_notebook_does_not_take_the_quarter(project: Project) -> None:
    write_notebook(project, "0_good", "from pathlib import Path\n\nPath('ran').touch()")
    write_notebook(project, "1_mistyped", "1", parameters=f'quater = "{NEWEST}"')
    assert _refusal(project) == (
        "notebooks/1_mistyped.ipynb takes 'quater', but must take 'quarter' alone: one cell "
        "tagged 'parameters' that sets it. Did you mean 'quarter'?"
    )
    assert not (project.root / "ran").exists()
    assert list((project.root / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("parameters", "taken"),
    [
        ("", "nothing"),
        ("1 + 1", "nothing"),
        (f'quarter = "{NEWEST}"\nlevel = 95', "'quarter' and 'level'"),
        (f'year = "{NEWEST}"', "'year'"),
    ],
)
def test_a_notebook_takes_the_quarter_and_nothing_else(
    project: Project, parameters: str, taken: str
) -> None:
    write_notebook(project, "0_a", "1", parameters=parameters)
    assert _refusal(project) == (
        f"notebooks/0_a.ipynb takes {taken}, but must take 'quarter' alone: one cell tagged "
        "'parameters' that sets it."
    )
    assert list((project.root / "out").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"not a notebook", b"{}", b'{"cells": 3}', b"\xff\xfe"])
def test_a_file_that_is_no_notebook_is_told(project: Project, content: bytes) -> None:
    path = write_notebook(project, "0_a", "1")
    path.write_bytes(content)
    said = _refusal(project)
    assert said.startswith("notebooks/0_a.ipynb cannot be read")
    assert not said.endswith("..")


def test_a_folder_without_notebooks_is_told(project: Project) -> None:
    (project.root / "notebooks").mkdir()
    with pytest.raises(UserError) as refused:
        find_notebooks(project)
    assert str(refused.value) == "notebooks has no notebook like 0_summary.ipynb."


@pytest.mark.parametrize("copy", ["0_summary-Copy1", "0_summary (1)", "7_mine"])
def test_a_copy_of_a_notebook_is_named_before_anything_is_run(project: Project, copy: str) -> None:
    write_notebook(
        project, "0_summary", "## What matters this quarter", "from pathlib import Path", "1 / 0"
    )
    write_notebook(project, copy, "# My copy\n\n## What matters this quarter", "1 / 0")
    first, second = sorted(("0_summary.ipynb", f"{copy}.ipynb"))
    assert _refusal(project) == (
        f"notebooks/{first} and notebooks/{second} both hold the section 'What matters this quarter': take one "
        "out, or let the name of a copy begin with a letter."
    )
    assert list((project.root / "out").iterdir()) == []


def test_sections_of_other_notebooks_and_headings_below_are_no_copies(project: Project) -> None:
    write_notebook(project, "0_first", "## First\n\n### Notes", "1")
    write_notebook(project, "1_second", "## Second", "### Notes", "1")
    write_notebook(project, "copy of 0_first", "## First", "1 / 0")
    assert len(_execute(project)) == 2


def test_a_block_that_cannot_be_shown_stops_the_report(project: Project) -> None:
    """What fails while a cell is shown fails like the cell itself."""
    cell = "class Block:\n    def _repr_html_(self):\n        raise KeyError('no chart')"
    write_notebook(project, "0_fails", "## First", cell, "Block()", "## Second", "1")
    said = _refusal(project)
    assert f"notebooks/0_fails.ipynb failed for {NEWEST}, in 'First'." in said
    assert "KeyError: 'no chart'" in said


def test_a_project_without_notebooks_is_told_what_to_do(project: Project) -> None:
    with pytest.raises(UserError) as refused:
        find_notebooks(project)
    assert str(refused.value) == (
        f"{project.root} has no folder notebooks. It holds a notebook for each section, like "
        "1_section.ipynb: copy that of another project and change it."
    )

"""A person's own settings never change a report: kernels begin as they come."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.runs.notebooks import execute_one, find_notebooks
from tests.small_project import NEWEST, write_notebook

BOTH = pytest.mark.parametrize("warm", [True, False], ids=["forked", "ordinary"])


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project of notebooks alone; there is nothing to compute."""
    (tmp_path / "data" / "raw").mkdir(parents=True)
    return Project(tmp_path)


def _shown(project: Project, warm: bool) -> list[str]:
    """What the cells of a project's only notebook show, streams too."""
    [notebook], target = find_notebooks(project), project.root / "executed.ipynb"
    execute_one(project, notebook, target, parse_quarter(NEWEST), warm)
    cells = nbformat.read(target, as_version=4).cells
    outputs = [each for cell in cells for each in cell.get("outputs", [])]
    return [each.get("text") or each["data"]["text/plain"] for each in outputs]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's own folder of IPython: start-up files, a profile, and a file for Python."""
    folder = tmp_path / "home" / "ipython"
    startup = folder / "profile_default" / "startup" / "00.py"
    startup.parent.mkdir(parents=True)
    startup.write_text("import pandas\npandas.set_option('display.max_rows', 3)\nmine = 1\n")
    profile = folder / "profile_default"
    for name in ("ipython_config.py", "ipython_kernel_config.py"):
        (profile / name).write_text(
            "c.InteractiveShell.ast_node_interactivity = 'all'\n"
            "c.InteractiveShellApp.exec_lines = ['from_a_profile = 1']\n"
        )
    python = tmp_path / "python_startup.py"
    python.write_text("from_python = 1\n")
    monkeypatch.setenv("IPYTHONDIR", str(folder))
    monkeypatch.setenv("PYTHONSTARTUP", str(python))
    return profile


@BOTH
def test_start_up_files_and_profiles_of_a_person_are_not_read(
    project: Project, settings: Path, warm: bool
) -> None:
    before = sorted(settings.rglob("*"))
    write_notebook(
        project, "0_a",
        "sorted({'mine', 'from_a_profile', 'from_python'} & set(globals()))",
        "'not the last'\n'the last'",
        "import pandas\npandas.get_option('display.max_rows')",
    )  # fmt: skip
    assert _shown(project, warm) == ["[]", "'the last'", "60"]
    assert sorted(settings.rglob("*")) == before, "nothing is kept there either"


@BOTH
@pytest.mark.parametrize("place", ["folder", "variable", "home"])
def test_matplotlibrc_of_a_person_is_not_used(
    project: Project, monkeypatch: pytest.MonkeyPatch, warm: bool, place: str
) -> None:
    """Wherever it is read from; and what it has to complain of is in no cell."""
    folder = project.root if place == "folder" else project.root / "matplotlib"
    folder.mkdir(exist_ok=True)
    (folder / "matplotlibrc").write_text("axes.facecolor: yellow\nnonsense.key: 3\n")
    if place == "variable":
        monkeypatch.setenv("MATPLOTLIBRC", str(folder / "matplotlibrc"))
    if place == "home":
        monkeypatch.setenv("MPLCONFIGDIR", str(folder))
    write_notebook(project, "0_a", "import matplotlib\nmatplotlib.rcParams['axes.facecolor']")
    assert _shown(project, warm) == ["'white'"]


@BOTH
@pytest.mark.parametrize(
    "metadata",
    [{}, {"kernelspec": {"name": "mine", "display_name": "My R", "language": "R"}},
     {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
     {"language_info": {"name": "julia"}}],
    ids=["none", "another", "ours", "another language"],
)  # fmt: skip
def test_a_notebook_runs_with_the_kernel_of_this_python_whatever_it_names(
    project: Project, metadata: dict, warm: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kernel that a person has installed under the name python3 is another Python."""
    theirs = project.root / "jupyter" / "kernels" / "python3" / "kernel.json"
    theirs.parent.mkdir(parents=True)
    theirs.write_text(
        json.dumps({"argv": ["/bin/false"], "display_name": "Mine", "language": "python"})
    )
    monkeypatch.setenv("JUPYTER_PATH", str(project.root / "jupyter"))
    path = write_notebook(project, "0_a", "quarter")
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata = nbformat.from_dict(metadata)
    nbformat.write(notebook, path)
    assert _shown(project, warm) == [f"'{NEWEST}'"]

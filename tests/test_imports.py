"""A command loads only the libraries that it needs: what draws and prints waits for a run."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.small_project import tiny_project

COUNTS = {"numpy", "pandas", "pyarrow", "pydantic", "scipy"}
DRAWS_AND_PRINTS = {
    "IPython", "bs4", "docx", "gptables", "jupyter_client", "lxml", "matplotlib", "nbclient",
    "nbconvert", "nbformat", "papermill", "playwright", "scipy.stats", "seaborn", "statsmodels", "tinyhtml5",
    "tqdm",
}  # fmt: skip
MAY_LOAD = {
    "--version": set(),
    "--help": set(),
    "run --help": set(),
    "status": {"pydantic"},
    "quarters": COUNTS,
    "check 2009-10-Q2": COUNTS,
    "facts 2009-10-Q2 looked_after.latest": COUNTS,
}
RUN = """
import sys
from cypt_analysis.cli import main
try:
    main(sys.argv[2:])
finally:
    print("loaded", *set(sys.argv[1].split()) & set(sys.modules))
"""


@pytest.mark.parametrize(("command", "allowed"), MAY_LOAD.items(), ids=list(MAY_LOAD))
def test_a_light_command_loads_no_more_than_it_needs(
    command, allowed, copy_project, tmp_path
) -> None:
    # `facts` builds the whole of a quarter of every kind of measure first, as the others do.
    whole = command.startswith("facts")
    project = copy_project() if whole else tiny_project(tmp_path / "tiny")
    watched = " ".join(COUNTS | DRAWS_AND_PRINTS)
    done = subprocess.run(
        [sys.executable, "-c", RUN, watched, *command.split()],
        cwd=project.root, capture_output=True, text=True, timeout=600, check=True,
    )  # fmt: skip
    loaded = done.stdout.splitlines()[-1].split()
    assert loaded[0] == "loaded"
    assert set(loaded[1:]) <= allowed

"""The Nu HTML checker, the one that the W3C runs, finds no error in what is made.

It needs a Java runtime and ``npm install --no-save vnu-jar``; without them the test is skipped and
says so, and the gate's own rules of valid HTML stand. CI runs it where both are to be had.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from nbformat import write
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cypt_analysis.known import Known
from cypt_analysis.page.analyst import build_analyst_page

# Where the checker stands, if not among what npm has installed here.
VARIABLE = "CYPT_VNU"
JAR = Path(__file__).parents[2] / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def _checker() -> list[str]:
    java, jar = shutil.which("java"), Path(os.environ.get(VARIABLE, JAR))
    lacks = "a Java runtime" if java is None else "" if jar.is_file() else f"{jar.name} (vnu-jar)"
    if lacks:
        pytest.skip(f"NOT CHECKED BY THE NU HTML CHECKER: there is no {lacks}.")
    return [str(java), "-jar", str(jar), "--format", "json", "--errors-only", "--stdout"]


def _errors(command: list[str], *pages: Path) -> list[str]:
    done = subprocess.run(
        [*command, *map(str, pages)], capture_output=True, timeout=300, check=False
    )
    found = json.loads(done.stdout)["messages"]
    return [f"{Path(each['url']).name}: {each['message']}" for each in found]


@pytest.fixture(scope="module")
def analyst(known_q2: Known, tmp_path_factory: pytest.TempPathFactory) -> str:
    frame = known_q2.observations[["id", "area", "value"]].head(3).set_index("id")
    shown = new_output("execute_result", data={"text/html": frame._repr_html_()}, execution_count=1)
    cells = [
        new_markdown_cell("## Introduction\n\n### Figures"),
        new_code_cell("block.observations()", execution_count=1, outputs=[shown]),
    ]
    path = tmp_path_factory.mktemp("nu") / "0_page.ipynb"
    write(new_notebook(cells=cells), path)
    return build_analyst_page(known_q2, [path], "DRAFT")


def test_the_pages_are_valid_and_a_fault_is_found(
    good_q2: str, analyst: str, tmp_path: Path
) -> None:
    command = _checker()
    broken = good_q2.replace("</main>", "<p><div>A box in a line</div></p></main>")
    for name, html in (("report", good_q2), ("analyst", analyst), ("broken", broken)):
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
    found = _errors(command, *sorted(tmp_path.glob("*.html")))
    assert found and all(each.startswith("broken.html") for each in found), found

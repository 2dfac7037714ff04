"""The texts of a project's notebooks: their Markdown cells, before they are executed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from cypt_analysis.ground.findings import ERROR, Finding
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.text_faults import text_faults


def notebook_texts(project: Project) -> Iterator[tuple[str, str]]:
    """The Markdown of each notebook as one text, with the file; none where it cannot be read."""
    for path in sorted((project.root / "notebooks").glob("*.ipynb")):
        try:
            cells = json.loads(path.read_bytes())["cells"]
            texts = [each["source"] for each in cells if each["cell_type"] == "markdown"]
        except (OSError, ValueError, KeyError, TypeError):
            # Executing it says why.
            continue
        joined = (each if isinstance(each, str) else "".join(each) for each in texts)
        yield project.relative(path), "\n".join(joined)


def notebook_faults(project: Project) -> Iterator[Finding]:
    """Errors for what no text should hold: in a notebook nothing takes it out."""
    for file, text in notebook_texts(project):
        for each in text_faults([(None, text)], file):
            yield replace(each, severity=ERROR, advice="Take it out of the notebook's text.")

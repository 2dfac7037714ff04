"""A notebook that failed, as it is told: where it stopped, with which last words, what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.quarter import Quarter

if TYPE_CHECKING:
    from nbformat import NotebookNode

PARAMETER = "quarter"
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_LAST_LINES = 6


def failed(notebook: str, target: Path, quarter: Quarter, lines: Sequence[str]) -> UserError:
    """The message on a notebook that failed; ``target`` is what came of it, ``lines`` its words.

    >>> print(failed("notebooks/1.ipynb", Path("none.ipynb"), "2009-10-Q2", ["It stopped."]))
    notebooks/1.ipynb failed for 2009-10-Q2. No report was made; an earlier one stays as it was.
    <BLANKLINE>
        It stopped.
    <BLANKLINE>
    Open the notebook with quarter = "2009-10-Q2" and run it to there.
    """
    heading = _heading_of(target)
    where = f", in '{heading}'" if heading else ""
    told = "\n".join(f"    {line}" for line in lines)
    return UserError(
        f"{notebook} failed for {quarter}{where}. No report was made; an earlier one stays as it "
        f'was.\n\n{told}\n\nOpen the notebook with {PARAMETER} = "{quarter}" and run it to there.'
    )


def last_lines(traceback: Sequence[str]) -> list[str]:
    """The last lines of a traceback, without colours.

    >>> last_lines(["in a cell", "\x1b[31mValueError\x1b[0m: no", ""])
    ['in a cell', 'ValueError: no']
    """
    text = _COLOURS.sub("", "\n".join(traceback))
    return [line.rstrip() for line in text.splitlines() if line.strip()][-_LAST_LINES:]


def _heading_of(target: Path) -> str:
    """The last heading above the cell that failed or never ended: the last that was begun."""
    from nbformat import ValidationError, read

    try:
        cells = read(target, as_version=4).cells
    except (OSError, ValueError, ValidationError):
        return ""
    last = max((number for number, cell in enumerate(cells) if _was_begun(cell)), default=0)
    words = [cell.source for cell in cells[:last] if cell.cell_type == "markdown"]
    headings = re.findall(r"^#{1,6}\s+(.+?)\s*$", "\n".join(words), flags=re.MULTILINE)
    return headings[-1] if headings else ""


def _was_begun(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("papermill", {}).get("start_time"))

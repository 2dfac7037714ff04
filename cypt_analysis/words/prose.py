"""What people wrote that reaches the page, beside the commentary, the actions and the risks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from cypt_analysis.catalogue import Indicator
from cypt_analysis.drops.layout import DROP_FILE
from cypt_analysis.ground.findings import ERROR, Finding
from cypt_analysis.ground.project import PROJECT_FILE, Project
from cypt_analysis.ground.text_faults import text_faults
from cypt_analysis.known import Known


def _cells(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook, each with its source as one text; none where it cannot be read."""
    try:
        cells = json.loads(path.read_bytes())["cells"]
        return [{**each, "source": "".join(each["source"])} for each in cells]
    except (OSError, ValueError, KeyError, TypeError):
        return []  # Executing it says why.


def notebook_texts(project: Project) -> Iterator[tuple[str, str]]:
    """The Markdown of each notebook as one text, with the file; none where it cannot be read."""
    for path in sorted((project.root / "notebooks").glob("*.ipynb")):
        texts = [each["source"] for each in _cells(path) if each.get("cell_type") == "markdown"]
        yield project.relative(path), "\n".join(texts)


def notebook_faults(project: Project) -> Iterator[Finding]:
    """Errors for what no text should hold: in a notebook nothing takes it out."""
    for file, text in notebook_texts(project):
        for each in text_faults([(None, text)], file):
            yield replace(each, severity=ERROR, advice="Take it out of the notebook's text.")


_BOARD = Path(__file__).parents[1] / "page" / "template" / "board" / "conf.json"
_SHOWS = re.compile(r"\bindicator\(\s*[\"'](\w+)[\"']")


@dataclass(frozen=True)
class Passage:
    """A text, and where it stands: its file, the place in it, and its line where it is one.

    ``indicator`` is what it is about, empty for the whole report.
    """

    file: str
    place: str
    text: str
    indicator: str = ""
    line: int = 0
    is_markdown: bool = False
    is_definition: bool = False


def passages(known: Known) -> Iterator[Passage]:
    """The texts of the notebooks, the catalogue, project.toml and drop.toml, as they hold now."""
    yield from _of_notebooks(known)
    yield from _of_catalogue(known)
    settings = known.settings
    headings = {f"introduction.{name}": text for name, text in settings.introductions.items()}
    texts = {"title": settings.title, "board": settings.board, **headings}
    yield from _of_toml(known, known.project.file, PROJECT_FILE, "", texts)
    path = known.project.raw(known.quarter) / DROP_FILE
    # A set of the library is named, not described.
    own = {} if known.info.by_register else {"neighbour_set": known.info.neighbour_set}
    texts = {**own, "note": known.info.note}
    yield from _of_toml(known, path, known.project.relative(path), "", texts)


@cache
def left_out_tags() -> frozenset[str]:
    """The tags of the cells that the board's page leaves out."""
    settings = json.loads(_BOARD.read_text(encoding="utf-8"))
    return frozenset(settings["preprocessors"]["100-tags"]["remove_cell_tags"])


def _of_notebooks(known: Known) -> Iterator[Passage]:
    """The Markdown cells that the page shows, each on the indicator shown before it."""
    # A project that has none yet can be checked; to run it is another matter.
    for path in sorted((known.project.root / "notebooks").glob("[0-9]*_*.ipynb")):
        about = ""
        for number, cell in enumerate(_cells(path), start=1):
            source = cell["source"]
            shown = _SHOWS.findall(source) if cell.get("cell_type") == "code" else []
            about = shown[-1] if shown else about
            left_out = left_out_tags() & set(cell.get("metadata", {}).get("tags", ()))
            if cell.get("cell_type") == "markdown" and not left_out:
                file = known.project.relative(path)
                yield Passage(file, f"cell {number}", source, about, is_markdown=True)


def _of_catalogue(known: Known) -> Iterator[Passage]:
    for section in known.catalogue.sections:
        path = known.project.catalogue / f"{section.id}.toml"
        file = known.project.relative(path)
        yield from _of_toml(known, path, file, "", {"name": section.name})
        for entry in section.indicator:
            yield from _of_toml(known, path, file, entry.id, _texts(entry))


def _texts(entry: Indicator) -> dict[str, str]:
    """The texts of an entry that are no names of measures, by key."""
    texts = {"name": entry.name, "definition": entry.definition, "rationale": entry.rationale}
    texts |= {f"caveats {number}": text for number, text in enumerate(entry.caveats, start=1)}
    texts["board_decision"] = entry.board_decision
    for chart in entry.chart:
        texts[f"chart.{chart.id} note"] = chart.note
        texts |= {f"chart.{chart.id} event {e.date}": e.label for e in chart.events}
    return texts | {f"history {each.name}": each.name for each in entry.history}


def _of_toml(
    known: Known, path: Path, file: str, indicator: str, texts: dict[str, str]
) -> Iterator[Passage]:
    """Texts of a file with the line on which each is found there."""
    written = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    for key, text in texts.items():
        at = written.find(text.replace('"', '\\"')) if text else -1
        line = written.count("\n", 0, at) + 1 if at >= 0 else 0
        place = f"{indicator} {key}".strip()
        if text:
            definition = key == "definition"
            yield Passage(file, place, text, indicator, line, is_definition=definition)

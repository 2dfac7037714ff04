"""What people wrote that reaches the page, beside the commentary, the actions and the risks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cypt_analysis.catalogue import Indicator
from cypt_analysis.drops.layout import DROP_FILE
from cypt_analysis.ground.project import PROJECT_FILE
from cypt_analysis.known import Known

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
    for path in sorted((known.project.root / "notebooks").glob("[0-9]_*.ipynb")):
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        except (OSError, ValueError, KeyError):
            continue  # It cannot be run either, and the run says why.
        about = ""
        for number, cell in enumerate(cells, start=1):
            source = "".join(cell.get("source", ""))
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

"""One more indicator or source of the library in a project: its entry, cells and words' file."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import nbformat
import tomlkit
from tomlkit.items import AoT

from cypt_analysis.cycle.cells import indicator_cells, section_notebook
from cypt_analysis.cycle.figures import bring_figures
from cypt_analysis.cycle.starting import TO_NAME, check_indicators, section_text
from cypt_analysis.ground.findings import UserError, did_you_mean, list_words
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.replacing import write_whole
from cypt_analysis.library.areas import known_area
from cypt_analysis.library.entries import PREFIX, indicators, rests_on, sources, themes
from cypt_analysis.words.commentary import BARE


def add_indicator(project: Project, name: str) -> list[Path]:
    """Add an indicator of the library, with the sources it rests on; the files that changed.

    Raises UserError where the library has none of that name, or the project has it already.
    """
    check_indicators([name])
    theme, entry = next(
        (each, entries[name]) for each in themes() if name in (entries := indicators(each))
    )
    needed = rests_on(each["source"] for each in entry.get("measure", ()))
    catalogue = project.catalogue
    if _has(catalogue, name):
        raise UserError(f"The project has the indicator '{name}' already.")
    quarter = project.newest()
    authority = known_area(project.settings(quarter).authority.code)
    changed = add_sources(project, needed)
    changed += bring_figures(project.raw(quarter), needed, quarter.period.end)
    changed += [*_words(project, quarter, name), _cells(project, theme, name)]
    # The entry comes last: without it whoever is broken off begins anew, and nothing is doubled.
    section = catalogue / f"{theme}.toml"
    if section.is_file():
        document = tomlkit.parse(section.read_text(encoding="utf-8"))
        entries = document.setdefault("indicator", tomlkit.aot())
        added = tomlkit.parse(section_text("", [name], quarter, authority))["indicator"]
        assert isinstance(entries, AoT)
        assert isinstance(added, AoT)
        entries.append(added[0])
        write_whole(section, tomlkit.dumps(document))
    else:
        changed.append(_name_section(project, theme))
        write_whole(section, section_text(themes()[theme], [name], quarter, authority))
    return [*changed, section]


def add_sources(project: Project, names: Sequence[str]) -> list[Path]:
    """Add sources of the library that a project has not yet; the file, where it changed.

    Raises UserError for a name that the library does not have.
    """
    known = sources()
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or f" It has: {list_words(list(known))}."
            raise UserError(f"The library has no source '{name}'.{hint}")
    path = project.catalogue / "sources.toml"
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    new = [name for name in names if name not in document]
    for name in new:
        document.append(name, tomlkit.item({"use": f"{PREFIX}{name}", "owner": TO_NAME}))
    if not new:
        return []
    write_whole(path, tomlkit.dumps(document))
    return [path]


def _has(catalogue: Path, name: str) -> bool:
    for path in catalogue.glob("*.toml"):
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("indicator", [])
        if isinstance(entries, list) and any(
            name in (each.get("id"), str(each.get("use", "")).removeprefix(PREFIX))
            for each in entries
        ):
            return True
    return False


def _name_section(project: Project, theme: str) -> Path:
    document = tomlkit.parse(project.file.read_text(encoding="utf-8"))
    if theme not in document["sections"]:
        document["sections"].append(theme)
    write_whole(project.file, tomlkit.dumps(document))
    return project.file


def _cells(project: Project, theme: str, name: str) -> Path:
    """The section's notebook, with the indicator's cells at its end if it has them not."""
    named = sorted(project.notebooks.glob(f"*_{theme}.ipynb"))
    if not named:
        return _new_notebook(project, theme, name)
    notebook = nbformat.read(named[0], as_version=4)
    cells = indicator_cells(name, with_measures=bool(indicators(theme)[name].get("measure")))
    for number, cell in enumerate(cells):
        cell["id"] = f"{name.replace('_', '-')}-{number}"
    known = {cell.source for cell in notebook.cells}
    notebook.cells += [cell for cell in cells if cell.source not in known]
    write_whole(named[0], nbformat.writes(notebook) + "\n")
    return named[0]


def _new_notebook(project: Project, theme: str, name: str) -> Path:
    numbers = [
        int(path.name.partition("_")[0])
        for path in project.notebooks.glob("*_*.ipynb")
        if path.name.partition("_")[0].isdigit()
    ]
    path = project.notebooks / f"{max(numbers, default=0) + 1}_{theme}.ipynb"
    title = themes()[theme]
    write_whole(path, section_notebook(title, (name,), project.newest()))
    return path


def _words(project: Project, quarter: Quarter, name: str) -> list[Path]:
    """The file of the words on the indicator, for its owner to fill in; nothing where it is."""
    path = project.raw(quarter) / "commentary" / f"{name}.md"
    if path.exists():
        return []
    write_whole(path, BARE)
    return [path]

"""Projects that take entries over from the library."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.dated import Vintages
from cypt_analysis.ground.findings import CheckFailed
from cypt_analysis.ground.project import PROJECT_FILE, Project
from cypt_analysis.library.areas import find_area, region_of
from cypt_analysis.library.entries import indicators, sources
from cypt_analysis.library.figures import figures_of
from cypt_analysis.library.neighbours import neighbour_set
from cypt_analysis.library.register import Area
from tests.projects import write_catalogue

OWN = 'owner = "Head of Service"\nchecked_by = "Analysts"\nnext_review = 2026-06-30\n'


def used(name: str, more: str = "") -> str:
    """An indicator of a section's file that is the library's, with what differs."""
    return f'[[indicator]]\nuse = "england/{name}"\n{OWN}{more}\n'


def used_source(name: str, more: str = "") -> str:
    """A source that is the library's, with what differs."""
    return f'[{name}]\nuse = "england/{name}"\nowner = "Analysts"\n{more}\n'


def every_source() -> str:
    """The library's sources, each taken over as it is."""
    return "".join(map(used_source, sources()))


def write_project(root: Path, section: str, source: str | None = None) -> Vintages[Catalogue]:
    """The catalogue of a project with one section and the library's sources."""
    files = {"sources": every_source() if source is None else source}
    return write_catalogue(root, {**files, "care": f'name = "Care"\n{section}'})


def faults(root: Path, section: str, source: str | None = None) -> list[tuple[str, str, str]]:
    """What is wrong with it."""
    with pytest.raises(CheckFailed) as failed:
        write_project(root, section, source)
    return [(each.file, each.found, each.advice) for each in failed.value.findings]


def every_indicator() -> str:
    """The library's indicators, each taken over as it is."""
    return "".join(map(used, indicators()))


QUARTER = "2026-27-Q2"
PROJECT = """
title = "Report"
board = "The board"
sections = ["care"]
[authority]
name = "{name}"
code = "{code}"
[contact]
team = "Analysts"
"""
DROP = """
quarter = "{quarter}"
board_date = 2026-11-02
data_cut_off = 2026-10-31
neighbour_set = "{title}"
neighbours = {neighbours}
regions = {regions}
"""


def published_project(root: Path, authority: Area, chosen: list[str]) -> Project:
    """A project of an authority that has received the published figures, and nothing else."""
    near = neighbour_set(2025)
    neighbours = [each.area for each in near.members[authority.code]]
    wider = [each for each in (region_of(authority), find_area("England")) if each]
    entries = indicators()
    needed = dict.fromkeys(m["source"] for name in chosen for m in entries[name]["measure"])
    write_project(root, "".join(map(used, chosen)), "".join(map(used_source, needed)))
    text = PROJECT.format(name=authority.name, code=authority.code)
    (root / PROJECT_FILE).write_text(text, encoding="utf-8")
    folder = root / "data" / "raw" / QUARTER
    folder.mkdir(parents=True)
    drop = DROP.format(
        quarter=QUARTER, title=near.title, neighbours=json.dumps([each.name for each in neighbours]),
        regions=json.dumps([each.name for each in wider]),
    )  # fmt: skip
    (folder / "drop.toml").write_text(drop, encoding="utf-8")
    names = {each.code: each.name for each in (authority, *neighbours, *wider)}
    for source in needed:
        rows = [row for row in figures_of(source) if row["area"] in names]
        with (folder / f"{source}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, rows[0])
            out.writeheader()
            out.writerows({**row, "area": names[row["area"]]} for row in rows)
    return Project(root)

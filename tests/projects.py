"""Projects for tests: drops of any folder, with the catalogue and project.toml of another project."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

from cypt_analysis.catalogue import Catalogue, load_catalogue
from cypt_analysis.ground.dated import Vintages
from cypt_analysis.ground.findings import CheckFailed, errors, format_findings
from cypt_analysis.ground.project import PROJECT_FILE, Project
from cypt_analysis.ground.quarter import parse_quarter

ROOT = Path(__file__).resolve().parent.parent
SOUND = ROOT / "tests" / "drops" / "broken_drops" / "sound"


def make_project(
    root: Path, drops: Path | None = SOUND, *, notebooks: bool = False, authority: str = ""
) -> Project:
    """A project with this one's catalogue and project.toml, and the drops of a folder.

    ``notebooks`` brings this one's too; ``authority`` is another name in project.toml.
    """
    shutil.copytree(ROOT / "data" / "catalogue", root / "data" / "catalogue")
    text = (ROOT / PROJECT_FILE).read_text(encoding="utf-8")
    if authority:
        mine = tomllib.loads(text)["authority"]["name"]
        text = text.replace(f'name = "{mine}"', f'name = "{authority}"')
    (root / PROJECT_FILE).write_text(text, encoding="utf-8")
    if drops == SOUND:
        _leave_out(
            root / "data" / "catalogue" / "early_intervention.toml", "The quarter is cut short"
        )
    if drops is None:
        (root / "data" / "raw").mkdir()
    else:
        shutil.copytree(drops, root / "data" / "raw")
    if notebooks:
        shutil.copytree(ROOT / "notebooks", root / "notebooks")
    return Project(root)


def _leave_out(path: Path, text: str) -> None:
    """Take out the line of a catalogue that says of our quarter what is not so of the sound one."""
    lines = path.read_text(encoding="utf-8").split("\n")
    kept = [line for line in lines if text not in line]
    assert len(kept) == len(lines) - 1
    path.write_text("\n".join(kept), encoding="utf-8")


SETTINGS = """
title = "Council Report"
board = "The board"
sections = [{sections}]

[authority]
name = "Northmere"
code = "E06999999"

[contact]
team = "Tests"
"""


def write_catalogue(root: Path, files: dict[str, str]) -> Vintages[Catalogue]:
    """The catalogue of a project with such files in data/catalogue; all but sources are sections."""
    sections = ", ".join(f'"{name}"' for name in files if name != "sources")
    root.mkdir(parents=True, exist_ok=True)
    (root / PROJECT_FILE).write_text(SETTINGS.format(sections=sections), encoding="utf-8")
    folder = root / "data" / "catalogue"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return load_catalogue(Project(root))


def in_every_quarter(project: Project, source: str) -> None:
    """Let a source of the catalogue hold in every quarter."""
    path = project.catalogue / "sources.toml"
    before, head, entry = path.read_text(encoding="utf-8").partition(f"[{source}]\n")
    entry, found = re.subn(r'^from = ".*"\n', "", entry, count=1, flags=re.MULTILINE)
    assert found == 1
    path.write_text(before + head + entry, encoding="utf-8")


def told_errors(fault: Exception) -> str:
    """What a fault says, without the points to review that are listed beside it."""
    if not isinstance(fault, CheckFailed):
        return str(fault)
    return format_findings(errors(fault.findings), fault.consequence)


def name_everybody(root: Path, who: str = "Head of service") -> None:
    """Write a name wherever a new project's files leave it open."""
    for path in (root / PROJECT_FILE, *(root / "data" / "catalogue").glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(?i)to be named", who, text)
        path.write_text(text, encoding="utf-8")


def own_catalogue() -> Catalogue:
    """This project's own catalogue, as it holds in its example's quarter."""
    return load_catalogue(Project(ROOT)).at(parse_quarter("2009-10-Q2"))


def write_drop(root: Path, quarter: str, files: dict[str, str], **info: str | None) -> None:
    """A drop of a project: drop.toml with a cut-off and neighbours, and files as they are given.

    ``info`` holds more keys of drop.toml, or others than these, as TOML values; None takes one out.
    """
    folder = root / "data" / "raw" / quarter
    folder.mkdir(parents=True)
    known = {
        "quarter": f'"{quarter}"',
        "data_cut_off": parse_quarter(quarter).period.end.isoformat(),
        "neighbour_set": '"Invented for tests."',
        "neighbours": '["Eastham", "Westham"]',
        "regions": '["England"]',
    }
    text = "\n".join(f"{key} = {value}" for key, value in {**known, **info}.items() if value)
    (folder / "drop.toml").write_text(text + "\n", encoding="utf-8")
    for name, content in files.items():
        (folder / name).write_text(content.strip() + "\n", encoding="utf-8")

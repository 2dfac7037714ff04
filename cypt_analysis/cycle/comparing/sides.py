"""A finished report read back from its folder: its figures, its verdicts, its words."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from cypt_analysis.cycle.versions import require_version, versions
from cypt_analysis.ground.edition import INTERNAL
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.words.spoken import sentence_places

# The files of an edition that are read.
PAGE, _DATA = "report.html", "data.csv"
_NAME = re.compile(r"(?P<quarter>[^:@]+)(?:[:@](?:v?(?P<version>[1-9]\d*)|(?P<draft>draft)))?")
# The column of the summary table, and its columns of verdicts.
_STATUS, _DIRECTION = "Status", "Direction"


@dataclass(frozen=True)
class Side:
    """One report: by id what a figure is and its value, by indicator its verdict and sentences."""

    name: str
    quarter: Quarter
    figures: dict[str, tuple[str, str]]
    verdicts: dict[str, str]
    words: dict[str, tuple[str, ...]]


def side(project: Project, name: str) -> Side:
    """The report that a name means: ``2009-10-Q2:v1``, ``2009-10-Q2:draft``, or a quarter alone.

    Of a quarter alone the last version that was published, else its draft; always the internal
    edition. Raises UserError where there is no such report, or it cannot be read.
    """
    quarter, label, folder = _folder(project, name)
    folder = folder / INTERNAL
    if not all((folder / name).is_file() for name in (PAGE, _DATA)):
        raise UserError(
            f"{label} has no internal edition in {project.relative(folder)}. Make it with "
            f"cypt run {quarter}."
        )
    return read_side(folder, label, quarter)


def read_side(folder: Path, label: str, quarter: Quarter) -> Side:
    """The report whose page and data stand in a folder."""
    soup = BeautifulSoup(read_file(folder / PAGE).decode("utf-8"), "lxml")
    figures = _figures(folder / _DATA)
    return Side(label, quarter, figures, _verdicts(soup), _words(soup))


def _folder(project: Project, name: str) -> tuple[Quarter, str, Path]:
    match = _NAME.fullmatch(name.strip())
    if match is None:
        raise UserError(f"'{name}' is no report. Write 2009-10-Q2, 2009-10-Q2:v1 or :draft.")
    quarter = project.parse(match["quarter"])
    known, draft = versions(project, quarter), project.report(quarter)
    if match["version"]:
        number = require_version(project, quarter, int(match["version"]))
    else:
        number = max(known, default=0)
    if number and not match["draft"]:
        return quarter, f"{quarter}:v{number}", known[number]
    if not draft.is_dir():
        raise UserError(f"{quarter} has no report yet. Make it with cypt run {quarter}.")
    return quarter, f"{quarter}:draft", draft


def _figures(path: Path) -> dict[str, tuple[str, str]]:
    found = {}
    for row in csv.DictReader(StringIO(read_file(path).decode("utf-8-sig"))):
        parts = (row["measure"], row["breakdown"], row["area"], row["period_in_words"])
        unit = row["unit"] if row["unit"] == "%" else f" {row['unit']}"
        found[row["id"]] = (", ".join(filter(None, parts)), f"{row['value']}{unit}".strip())
    return found


def _verdicts(soup: BeautifulSoup) -> dict[str, str]:
    """By name of the indicator, its status and direction as the summary table prints them."""
    table = soup.find("table", id="summary")
    if not isinstance(table, Tag):
        return {}
    head, *rows = table.find_all("tr")
    columns = [_text(each) for each in head.find_all(["th", "td"])]
    places = [columns.index(name) for name in (_STATUS, _DIRECTION) if name in columns]
    found = {}
    for row in rows:
        cells = [_text(each) for each in row.find_all(["th", "td"])]
        if len(cells) == len(columns):
            found[cells[0]] = "; ".join(cells[place] for place in places)
    return found


def _words(soup: BeautifulSoup) -> dict[str, tuple[str, ...]]:
    """By heading of the indicator or introduction, the sentences of its commentary."""
    found: dict[str, list[str]] = {}
    for part in soup.find_all("div", class_="commentary"):
        block = part.find_parent("section", class_="block")
        heading = block.find(["h3", "h2"]) if isinstance(block, Tag) else None
        mine = found.setdefault(_text(heading) if isinstance(heading, Tag) else "", [])
        for piece in part.find_all(["p", "li"]):
            if piece.find(["p", "li"]) is None:
                text = " ".join(piece.get_text().split())
                mine += [text[begin:end].strip() for begin, end in sentence_places(text)]
    return {name: tuple(filter(None, each)) for name, each in found.items()}


def _text(tag: Tag) -> str:
    """The text of a cell or heading, whose parts stand apart."""
    return " ".join(tag.get_text(" ").split())

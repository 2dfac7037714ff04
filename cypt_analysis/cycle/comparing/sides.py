"""A finished report read back from its folder: its figures, its verdicts, its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from cypt_analysis.cycle.comparing.figures import DATA, Figures, figures_in
from cypt_analysis.cycle.comparing.page_texts import Line, lines_of, text_of
from cypt_analysis.cycle.versions import require_version, versions
from cypt_analysis.ground.edition import INTERNAL
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter

PAGE = "report.html"
_NAME = re.compile(r"(?P<quarter>[^:@]+)(?:[:@](?:v?(?P<version>[1-9]\d*)|(?P<draft>draft)))?")
# The column of the summary table, and its columns of verdicts.
_STATUS, _DIRECTION = "Status", "Direction"

# What is written, by heading.
Texts = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Side:
    """One report: by id what a figure is and its value, by indicator its verdict.

    ``words`` are the sentences and ``others`` what else is written on the page, by heading.
    """

    name: str
    quarter: Quarter
    figures: Figures
    verdicts: dict[str, str]
    words: Texts
    others: Texts


def side(project: Project, name: str) -> Side:
    """The report that a name means: ``2009-10-Q2:v1``, ``2009-10-Q2:draft``, or a quarter alone.

    Of a quarter alone the last version that was published, else its draft; always the internal
    edition. Raises UserError where there is no such report, or it cannot be read.
    """
    quarter, label, folder = _folder(project, name)
    folder = folder / INTERNAL
    if not all((folder / name).is_file() for name in (PAGE, DATA)):
        raise UserError(
            f"{label} has no internal edition in {project.relative(folder)}. Make it with "
            f"cypt run {quarter}."
        )
    return read_side(folder, label, quarter)


def read_side(folder: Path, label: str, quarter: Quarter) -> Side:
    """The report whose page and data stand in a folder."""
    soup = BeautifulSoup(read_file(folder / PAGE).decode("utf-8"), "lxml")
    verdicts, lines = _verdicts(soup), list(lines_of(soup))
    words, others = (_by_heading(e for e in lines if e.is_words is each) for each in (True, False))
    return Side(label, quarter, figures_in(folder), verdicts, words, others)


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


def _verdicts(soup: BeautifulSoup) -> dict[str, str]:
    """By name of the indicator, its status and direction as the summary table prints them.

    They are taken out of it: what is left of the page are words.
    """
    table = soup.find("table", id="summary")
    if not isinstance(table, Tag):
        return {}
    head, *rows = table.find_all("tr")
    columns = [text_of(each) for each in head.find_all(["th", "td"])]
    places = [columns.index(name) for name in (_STATUS, _DIRECTION) if name in columns]
    found: dict[str, str] = {}
    for row in rows:
        cells = row.find_all(["th", "td"])
        if len(cells) == len(columns) and text_of(cells[0]) not in found:
            found[text_of(cells[0])] = "; ".join(text_of(cells[place]) for place in places)
            for place in places:
                cells[place].clear()
    return found


def _by_heading(lines: Iterable[Line]) -> Texts:
    found: dict[str, list[str]] = {}
    for each in lines:
        found.setdefault(each.under, []).append(each.text)
    return {name: tuple(each) for name, each in found.items()}

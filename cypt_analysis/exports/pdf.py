"""report.pdf: the page as an installed browser prints it, on A4, tagged, with bookmarks.

It is printed until its index tells the pages on which its headings stand: as a rule twice, and
once where they stand as in an earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from cypt_analysis.exports.paper import leaves_of, listed, on_paper
from cypt_analysis.ground.replacing import private_folder
from cypt_analysis.ground.stored import Stored
from cypt_analysis.runs.browser import VARIABLE, find_browser
from cypt_analysis.runs.printing import Printer

_MOST_PRINTS = 3
_DATES = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}[+-]\d\d'\d\d'\)")
_PARTS = {"tags": b"/MarkInfo", "bookmarks": b"/Outlines", "language": b"/Lang"}


@dataclass(frozen=True)
class Sheets:
    """A page to print into ``target``; its dates become ``day``: the same page, the same bytes.

    The numbers of pages of an ``earlier`` PDF are tried first, if there is one; they change none.
    One that is ``stored`` is not printed.
    """

    page: Path
    target: Path
    day: date
    earlier: Path | None = None
    stored: Stored = field(default_factory=Stored)


def write_pdfs(wanted: Sequence[Sheets], home: Path | None = None) -> list[str]:
    """Print pages with one browser; for each nothing, or why there is no PDF or what it lacks.

    The browser's own files stand in ``home`` meanwhile, or where the machine keeps such.
    """
    browser = find_browser()
    if browser is None:
        return [
            f"{each.target.name} was not made: there is no Chromium, Chrome or Edge. "
            f"Install one, or name it in {VARIABLE}; or print the page from a browser."
            for each in wanted
        ]
    with private_folder(home) as work, Printer(browser, work) as printer:
        return [
            each.stored.once([each.target], partial(_write, each, printer, work)) for each in wanted
        ]


def _write(sheets: Sheets, printer: Printer, work: Path) -> str:
    html, earlier = sheets.page.read_text(encoding="utf-8"), sheets.earlier
    leaves = leaves_of(earlier.read_bytes()) if earlier is not None and earlier.is_file() else {}
    content, numbered, told = _numbered(printer, html, leaves, work)
    name, browser = sheets.target.name, printer.browser
    if not content:
        return f"{name} was not made: {browser} printed nothing. {told}".rstrip()
    sheets.target.write_bytes(_DATES.sub(lambda match: _dated(match, sheets.day), content))
    lacks = [part for part, mark in _PARTS.items() if mark not in content]
    lacks += [] if numbered else ["page numbers in its index"]
    if lacks:
        return f"{name} has no {' and no '.join(lacks)}: {browser} is too old."
    return ""


def _numbered(
    printer: Printer, html: str, leaves: dict[str, int], work: Path
) -> tuple[bytes, bool, str]:
    """What was printed, whether its index is true, and what the browser said if it was nothing.

    The numbers in the index have room from the first print on, so the second moves no heading.
    """
    wanted, content, told = set(listed(html)), b"", ""
    copy = work / "report.html"
    for _ in range(_MOST_PRINTS):
        copy.write_text(on_paper(html, leaves), encoding="utf-8", newline="\n")
        content, told = printer.print(copy)
        before, leaves = leaves, leaves_of(content)
        if leaves == before or not wanted <= leaves.keys():
            break
    return content, wanted <= leaves.keys() and (leaves == before or not wanted), told


def _dated(match: re.Match[bytes], day: date) -> bytes:
    """The same length, as a PDF is read by the places of its parts."""
    return b"/%s (D:%s000000+00'00')" % (match[1], day.strftime("%Y%m%d").encode())

"""report.pdf: the page as an installed browser prints it, on A4, tagged, with bookmarks.

It is printed until its index tells the pages on which its headings stand: as a rule twice, and
once where they stand as in an earlier one.
"""

from __future__ import annotations

import os
import re
import subprocess
from datetime import date
from pathlib import Path

from cypt_analysis.exports.paper import leaves_of, listed, on_paper
from cypt_analysis.ground.work import private_folder
from cypt_analysis.runs.browser import VARIABLE, find_browser
from cypt_analysis.runs.forking import ends_with_parent

_OPTIONS = (
    "--headless", "--disable-gpu", "--disable-extensions", "--disable-sync", "--no-first-run",
    "--disable-background-networking", "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline",
)  # fmt: skip
# Printing takes two seconds, and many times that on a machine with much to do.
_TIMEOUT = 300
_MOST_PRINTS = 3
# A socket's path holds about a hundred characters, of which a browser's own names take half.
_LONGEST = 50
_DATES = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}[+-]\d\d'\d\d'\)")
_PARTS = {"tags": b"/MarkInfo", "bookmarks": b"/Outlines", "language": b"/Lang"}


def write_pdf(
    page: Path, target: Path, day: date, home: Path | None = None, earlier: Path | None = None
) -> str:
    """Print a page; its dates become ``day``, so that the same page gives the same bytes.

    The browser's own files stand in ``home`` meanwhile, or where the machine keeps such. The
    numbers of pages of an ``earlier`` PDF are tried first, if there is one; they change no byte.
    Returns nothing, or a sentence that says why there is no PDF or what it lacks.

    >>> write_pdf(folder / "report.html", folder / "report.pdf", day)    # doctest: +SKIP
    ''
    """
    browser = find_browser()
    if browser is None:
        return (
            f"{target.name} was not made: there is no Chromium, Chrome or Edge. "
            f"Install one, or name it in {VARIABLE}; or print the page from a browser."
        )
    html = page.read_text(encoding="utf-8")
    leaves = leaves_of(earlier.read_bytes()) if earlier is not None and earlier.is_file() else {}
    with private_folder(home) as work:
        content, numbered, told = _numbered(browser, html, leaves, work)
    if not content:
        return f"{target.name} was not made: {browser} printed nothing. {told}".rstrip()
    target.write_bytes(_DATES.sub(lambda match: _dated(match, day), content))
    lacks = [name for name, mark in _PARTS.items() if mark not in content]
    lacks += [] if numbered else ["page numbers in its index"]
    if lacks:
        return f"{target.name} has no {' and no '.join(lacks)}: {browser} is too old."
    return ""


def _numbered(
    browser: str, html: str, leaves: dict[str, int], work: Path
) -> tuple[bytes, bool, str]:
    """What was printed, whether its index is true, and what the browser said if it was nothing.

    The numbers in the index have room from the first print on, so the second moves no heading.
    """
    wanted, content, told = set(listed(html)), b"", ""
    for _ in range(_MOST_PRINTS):
        content, told = _print_once(browser, on_paper(html, leaves), work)
        before, leaves = leaves, leaves_of(content)
        if leaves == before or not wanted <= leaves.keys():
            break
    return content, wanted <= leaves.keys() and (leaves == before or not wanted), told


def _print_once(browser: str, html: str, work: Path) -> tuple[bytes, str]:
    """A whole PDF, or nothing and why."""
    copy, printed = work / "report.html", work / "report.pdf"
    copy.write_text(html, encoding="utf-8", newline="\n")
    printed.unlink(missing_ok=True)
    told = _print(browser, copy, printed)
    content = printed.read_bytes() if printed.is_file() else b""
    whole = content.startswith(b"%PDF") and b"%%EOF" in content[-64:]
    return (content, "") if whole else (b"", told)


def _print(browser: str, page: Path, target: Path) -> str:
    """Print, and return the last line that the browser said, where it went wrong."""
    command = [browser, *_OPTIONS, f"--user-data-dir={page.parent / 'profile'}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Chromium's sandbox does not start for root, as in a container.
        command.append("--no-sandbox")
    command += [f"--print-to-pdf={target}", page.as_uri()]
    try:
        done = subprocess.run(
            ends_with_parent(command), capture_output=True, timeout=_TIMEOUT, check=False,
            stdin=subprocess.DEVNULL, env=_surroundings(page.parent),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"It did not end within {_TIMEOUT} seconds."
    except OSError as error:
        return f"It did not start: {error.strerror}."
    lines = done.stderr.decode("utf-8", "replace").split("\n")
    said = [line.strip() for line in lines if line.strip()]
    return f"It ended with {done.returncode}: {said[-1]}" if said and done.returncode else ""


def _surroundings(work: Path) -> dict[str, str]:
    """The environment of a browser that keeps its sockets with its other files, as paths allow."""
    here = {"TMPDIR": str(work)} if len(os.fsencode(work)) <= _LONGEST else {}
    return {**os.environ, **here}


def _dated(match: re.Match[bytes], day: date) -> bytes:
    """The same length, as a PDF is read by the places of its parts."""
    return b"/%s (D:%s000000+00'00')" % (match[1], day.strftime("%Y%m%d").encode())

"""What stands beside the page: PDF, Word, workbook, data, claims, manifest, and the package."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cypt_analysis.exports.bundle import write_bundle
from cypt_analysis.exports.manifest import write_manifest
from cypt_analysis.ground.edition import INTERNAL, Edition, place_of
from cypt_analysis.ground.machine import digest
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.replacing import WORK
from cypt_analysis.ground.stored import Stored
from cypt_analysis.runs.browser import find_browser, version_of

if TYPE_CHECKING:
    # What only asks where a manifest stands waits for no library of numbers.
    from cypt_analysis.known import Known
    from cypt_analysis.processed.asked import Told

__all__ = ["FILES", "NO_PDF", "pack", "write_document", "write_prints", "write_tables"]

# What a finished folder may hold, in the order in which the commands list it.
FILES = {
    "report.html": "the page for the Board",
    "report.pdf": "the page on A4, tagged, with bookmarks, index and page numbers",
    "report.docx": "the page as a Word document, with headings, tables and charts",
    "data.xlsx": "summary, observations, changes, targets, revisions and facts as a workbook",
    "data.csv": "one row an observation, with its interval, status, file and row",
    "data.csv-metadata.json": "what data.csv holds, for programs (CSV on the Web)",
    "changes.html": "what this version changes on the page of the one before",
    "report.zip": "the page, PDF, Word, workbook and data, to send",
    "internal": "for officers and board members in private: the same with small numbers, and",
    "internal/analyst.html": "the analyst's edition: code, intervals, tests, diagnostics",
    "internal/claims.json": "the numbers and words that were read as statements, with verdicts",
    "internal/notebooks": "the executed notebooks",
    "internal/manifest.json": "SHA-256 and size of every file read and written",
}

NO_PDF = "report.pdf was left out, as --no-pdf asks."


def write_document(folder: Path, known: Known, edition: Edition) -> str:
    """Write a folder's ``report.html`` as Word document; a sentence where that cannot be made."""
    path = folder / "report.docx"
    try:
        from cypt_analysis.exports.word import About, write_word
    except ModuleNotFoundError as missing:
        return _without(path, missing)
    day = known.info.reference_date
    about = About(known.info.authority, known.quarter.title, edition.state, day)
    write_word(folder / "report.html", path, about)
    return ""


def print_key(folder: Path, known: Known) -> str:
    """The key of a folder's ``report.pdf``: its page, its day, and the browser that prints it."""
    from cypt_analysis.processed.resting import digest_of

    day, browser = known.info.reference_date, find_browser()
    told = version_of(browser) if browser else ""
    page = digest(folder / "report.html")
    return digest_of(["print", page, str(day), str(browser), told])


def write_prints(
    folders: Mapping[Path, Known], stored: Mapping[Path, Stored] | None = None
) -> list[str]:
    """Print each folder's ``report.html``; a sentence for each PDF that could not be made.

    One that is ``stored`` is taken from there.
    """
    from cypt_analysis.exports.pdf import Sheets, write_pdfs

    wanted, home = [], None
    for folder, known in folders.items():
        draft = place_of(known.project.report(known.quarter), known.edition)
        page, day, home = folder / "report.html", known.info.reference_date, known.project.root
        wanted.append(
            Sheets(
                page,
                page.with_suffix(".pdf"),
                day,
                draft / "report.pdf",
                (stored or {}).get(folder, Stored()),
            )
        )
    return [told for told in write_pdfs(wanted, home and home / WORK) if told]


def write_tables(folder: Path, known: Known, edition: Edition, told: Told | None = None) -> str:
    """Write the data and the workbook; a sentence where the latter cannot be made.

    What is ``told`` of words is that of the edition, unless given.
    """
    from cypt_analysis.exports.described import write_description
    from cypt_analysis.exports.tidy import write_data

    write_data(folder / "data.csv", known)
    write_description(folder / "data.csv", known, edition)
    return _write_workbook(folder / "data.xlsx", known, edition, told)


def pack(folder: Path, known: Known, project: Project, edition: Edition) -> None:
    """Write the claims, the package and the manifest, when every other file stands.

    The claims are the analyst's: they stand with the internal edition, which has all of them.
    """
    from cypt_analysis.claims import write_claims

    write_claims(known.claims, place_of(folder, INTERNAL))
    write_bundle(folder, edition)
    write_manifest(folder, known, project, edition)


def _write_workbook(path: Path, known: Known, edition: Edition, told: Told | None) -> str:
    try:
        from cypt_analysis.exports.workbook import write_workbook
    except ModuleNotFoundError as missing:
        return _without(path, missing)
    write_workbook(path, known, edition, told)
    return ""


def _without(path: Path, missing: ModuleNotFoundError) -> str:
    """That a file was not made: an environment older than the project lacks what writes it."""
    return (
        f"{path.name} was not made: the package {missing.name} is not installed. "
        "Bring the environment up to date (make report does)."
    )

"""What stands beside the page: PDF, workbook, data, claims, manifest, and the package."""

from __future__ import annotations

from pathlib import Path

from cypt_analysis.claims import write_claims
from cypt_analysis.exports.bundle import write_bundle
from cypt_analysis.exports.manifest import write_manifest
from cypt_analysis.exports.pdf import write_pdf
from cypt_analysis.exports.tidy import write_data
from cypt_analysis.ground.edition import INTERNAL, Edition
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.work import WORK
from cypt_analysis.known import Known

__all__ = ["FILES", "pack", "print_page", "write_tables"]

# What a finished folder may hold, in the order in which the commands list it.
FILES = {
    "report.html": "the page for the Board",
    "report.pdf": "the page on A4, tagged, with bookmarks",
    "data.xlsx": "summary, observations, changes, targets, revisions and facts as a workbook",
    "data.csv": "one row an observation, with its interval, status, file and row",
    "report.zip": "the page, PDF, workbook and data, to send",
    "internal": "for officers and board members in private: the same with small numbers, and",
    "internal/analyst.html": "the analyst's edition: code, intervals, tests, diagnostics",
    "internal/claims.json": "the numbers and words that were read as statements, with verdicts",
    "internal/notebooks": "the executed notebooks",
    "internal/manifest.json": "SHA-256 and size of every file read and written",
}

_NO_PDF = "report.pdf was left out, as --no-pdf asks."


def print_page(folder: Path, known: Known, *, pdf: bool = True) -> str:
    """Print a folder's ``report.html`` as ``report.pdf``; a sentence where that is not done.

    >>> print_page(Path("."), known, pdf=False)                          # doctest: +SKIP
    'report.pdf was left out, as --no-pdf asks.'
    """
    if not pdf:
        return _NO_PDF
    page, day = folder / "report.html", known.info.reference_date
    return write_pdf(page, page.with_suffix(".pdf"), day, known.project.root / WORK)


def write_tables(folder: Path, known: Known, edition: Edition) -> str:
    """Write the data and the workbook; a sentence where the latter cannot be made.

    The claims are the analyst's: they stand with the internal edition, which has all of them.

    >>> write_tables(folder, known, catalogue, draft(known.quarter))     # doctest: +SKIP
    ''
    """
    if known.edition == INTERNAL:
        write_claims(known.claims, folder)
    write_data(folder / "data.csv", known)
    return _write_workbook(folder / "data.xlsx", known, edition)


def pack(folder: Path, known: Known, project: Project, edition: Edition) -> None:
    """Write the package and the manifest, when every other file stands.

    >>> pack(folder, known, project, draft(known.quarter))               # doctest: +SKIP
    """
    write_bundle(folder, edition)
    write_manifest(folder, known, project, edition)


def _write_workbook(path: Path, known: Known, edition: Edition) -> str:
    """Write the workbook; an environment older than the project lacks what writes it."""
    try:
        from cypt_analysis.exports.workbook import write_workbook
    except ModuleNotFoundError as missing:
        return (
            f"{path.name} was not made: the package {missing.name} is not installed. "
            "Bring the environment up to date (make report does)."
        )
    write_workbook(path, known, edition)
    return ""

"""What stands beside the page: PDF, workbook, data file, manifest, and the package to send."""

from __future__ import annotations

from pathlib import Path

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.exports.bundle import write_bundle
from cypt_analysis.exports.edition import Edition, draft
from cypt_analysis.exports.manifest import write_manifest
from cypt_analysis.exports.pdf import write_pdf
from cypt_analysis.exports.tidy import write_data
from cypt_analysis.known import Known
from cypt_analysis.project import Project

__all__ = ["FILES", "Edition", "draft", "write_exports"]

# What a finished folder may hold, in the order in which the commands list it.
FILES = {
    "report.html": "the page for the Board",
    "report.pdf": "the page on A4, tagged, with bookmarks",
    "data.xlsx": "summary, observations, targets, revisions and facts as a workbook",
    "data.csv": "one row an observation, with its interval, status, file and row",
    "report.zip": "the page, PDF, workbook and data, to send",
    "analyst.html": "the analyst's edition: code, intervals, tests, diagnostics",
    "notebooks": "the executed notebooks",
    "manifest.json": "SHA-256 and size of every file read and written",
}


def write_exports(
    folder: Path,
    known: Known,
    catalogue: Catalogue,
    project: Project,
    edition: Edition,
    *,
    pdf: bool = True,
) -> list[str]:
    """Write the exports beside ``report.html``, which the folder holds already.

    Returns a sentence for each file that could not be made, as for the PDF without ``pdf``;
    the others stand all the same.

    >>> write_exports(folder, known, catalogue, project, draft(known.quarter))  # doctest: +SKIP
    ['report.pdf was not made: there is no Chromium, Chrome or Edge. Install one, or ...']
    """
    notes = []
    write_data(folder / "data.csv", known, catalogue)
    for told in (
        _write_workbook(folder / "data.xlsx", known, catalogue, edition),
        write_pdf(folder / "report.html", folder / "report.pdf", known.info.reference_date)
        if pdf
        else "report.pdf was left out, as --no-pdf asks.",
    ):
        notes += [told] if told else []
    write_bundle(folder, edition)
    write_manifest(folder, known, project, edition)
    return notes


def _write_workbook(path: Path, known: Known, catalogue: Catalogue, edition: Edition) -> str:
    """Write the workbook; an environment older than the project lacks what writes it."""
    try:
        from cypt_analysis.exports.workbook import write_workbook
    except ModuleNotFoundError as missing:
        return (
            f"{path.name} was not made: the package {missing.name} is not installed. "
            "Bring the environment up to date (make report does)."
        )
    write_workbook(path, known, catalogue, edition)
    return ""

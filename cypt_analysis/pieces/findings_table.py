"""For the analyst: everything that was found in the raw files."""

from __future__ import annotations

from cypt_analysis.ground.tables import Html, Table, paragraph
from cypt_analysis.known import Known


def findings_table(known: Known) -> Table | Html:
    """The points to review of all files, each with where it is and what to do."""
    rows = [[each.file, each.row or "[z]", each.found, each.advice] for each in known.findings]
    if not rows:
        return paragraph("Nothing to review was found.", "none")
    columns = ("File", "Row", "Found", "What to do")
    return Table("findings", "Points to review in the raw files", columns, rows)

"""What a notebook imports: a quarter's report, and its indicators.

from cypt_analysis.report import open_report

report = open_report("2009-10-Q2")
report.indicator("looked_after")
report.indicator("looked_after").chart("numbers")
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from cypt_analysis.catalogue import load_catalogue
from cypt_analysis.ground.edition import ABOUT, EDITION, INTERNAL
from cypt_analysis.ground.findings import UserError, did_you_mean
from cypt_analysis.ground.project import Project, find_project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.ground.tables import Html, Table
from cypt_analysis.known import Known
from cypt_analysis.pieces.block import Block, NotReported
from cypt_analysis.pieces.paragraphs import headline_list, introduction
from cypt_analysis.pieces.since_last import since_last
from cypt_analysis.pieces.summary_table import summary_table
from cypt_analysis.pieces.tables import findings_table
from cypt_analysis.processed.store import load


def open_report(quarter: str, root: str | Path | None = None) -> Report:
    """A quarter's report: its facts and words, built first if that has not been done.

    Raises UserError when there is no such quarter, and CheckFailed when its files have faults.
    """
    project = Project(Path(root)) if root else find_project()
    # A run says for which edition it executes; whoever opens a notebook sees everything.
    edition = os.environ.get(EDITION) or INTERNAL
    told = os.environ.get(ABOUT)
    about = tuple(json.loads(told)) if told else None
    return Report(load(project, parse_quarter(str(project.require(quarter))), edition, about))


@dataclass(frozen=True)
class Report:
    """A quarter's report, as the notebooks show it."""

    known: Known

    def indicator(self, name: str) -> Block | NotReported:
        """The block of an indicator or theme, an empty one where it is of other quarters alone.

        Raises UserError with a suggestion for a name that the catalogue holds in none.
        """
        if name not in self.known.catalogue.indicators:
            held = load_catalogue(self.known.project).held
            ever = {each for _, entries in held for each in entries.indicators}
            if name in ever:
                return NotReported(name)
            raise UserError(f"There is no indicator '{name}'.{did_you_mean(name, ever)}")
        return Block(self.known, self.known.catalogue.indicators[name])

    def headlines(self) -> Html:
        """What matters this quarter, every missed target named, and the tally of targets."""
        return headline_list(self.known)

    def summary(self) -> Table:
        """The summary of performance: every indicator and theme in the catalogue's order."""
        return summary_table(self.known)

    def changes(self) -> Html:
        """What changed since the last report: figures, revisions, exceptions and actions."""
        return since_last(self.known)

    def introduction(self, name: str) -> Html:
        """One of the introductory texts of the quarter."""
        return introduction(self.known, name)

    def findings(self) -> Table | Html:
        """For the analyst: everything that was found in the raw files and should be looked at."""
        return findings_table(self.known)

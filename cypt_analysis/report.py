"""What a notebook imports: a quarter's report, its indicators, and the pieces of each.

>>> from cypt_analysis.report import open_report          # doctest: +SKIP
>>> report = open_report("2009-10-Q2")                     # doctest: +SKIP
>>> report.indicator("looked_after").numbers()             # doctest: +SKIP
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from cypt_analysis.catalogue import Indicator
from cypt_analysis.charts.sparkline import sparkline
from cypt_analysis.ground.findings import UserError, did_you_mean
from cypt_analysis.ground.project import Project, find_project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.ground.tables import Html, Table, join, paragraph, status_tag
from cypt_analysis.judgement.signals import series_of_path
from cypt_analysis.known import Known
from cypt_analysis.pieces.block import NOTHING, Block, status_of
from cypt_analysis.processed.store import load
from cypt_analysis.words import headlines, wording
from cypt_analysis.words.commentary import BRIEF
from cypt_analysis.words.narrative import words_in_line, words_on


def open_report(quarter: str, root: str | Path | None = None) -> Report:
    """A quarter's report: its facts and words, built first if that has not been done.

    Raises UserError when there is no such quarter, and CheckFailed when its files have faults.
    """
    project = Project(Path(root)) if root else find_project()
    return Report(load(project, parse_quarter(str(project.require(quarter)))))


@dataclass(frozen=True)
class Report:
    """A quarter's report, as the summary notebook shows it."""

    known: Known

    def indicator(self, name: str) -> Block:
        """The block of an indicator or theme. Raises UserError with a suggestion."""
        if name not in self.known.catalogue.indicators:
            hint = did_you_mean(name, self.known.catalogue.indicators)
            raise UserError(f"There is no indicator '{name}'.{hint}")
        return Block(self.known, self.known.catalogue.indicators[name])

    def headlines(self) -> Html:
        """At most five sentences from the facts, every missed target named, and the balance."""
        sentences = headlines.sentences(self.known)
        items = Markup("").join(Markup("<li>{}</li>").format(text) for text in sentences)
        return join(
            Html(Markup('<ul class="headlines">{}</ul>').format(items)),
            paragraph(headlines.balance(self.known), "balance"),
        )

    def summary(self) -> Table:
        """The summary of performance: every indicator and theme in the published order."""
        rows = [
            self._summary_row(indicator) for indicator in self.known.catalogue.indicators.values()
        ]
        columns = ("Indicator or theme", "Latest", "Status", "Direction", "Comment")
        title = f"{self.known.settings.summary_heading}, {self.known.quarter.title}"
        return Table("summary", title, columns, rows, css="summary")

    def introduction(self, name: str) -> Html:
        """One of the introductory texts of the quarter, by its id in project.toml."""
        return words_on(self.known, name) or paragraph(NOTHING, "none")

    def findings(self) -> Table | Html:
        """For the analyst: everything that was found in the raw files and should be looked at."""
        rows = [
            [each.file, each.row or "[z]", each.found, each.advice] for each in self.known.findings
        ]
        if not rows:
            return paragraph("Nothing to review was found.", "none")
        columns = ("File", "Row", "Found", "What to do")
        return Table("findings", "Points to review in the raw files", columns, rows)

    def _summary_row(self, indicator: Indicator) -> list[object]:
        verdict = self.known.verdicts.loc[indicator.id]
        link = Markup('<a href="#{}">{}</a>').format(indicator.anchor, indicator.name)
        direction: object = "[z]"
        if verdict["path"]:
            direction = join(status_tag(verdict["direction"]), self._sparkline(verdict["path"]))
        return [
            link,
            wording.latest_cell(self.known, verdict["path"]) if indicator.measure else "[z]",
            status_of(indicator, verdict),
            direction,
            words_in_line(self.known, indicator.id, BRIEF) or NOTHING,
        ]

    def _sparkline(self, path: str) -> Markup:
        latest = self.known.judged.loc[path]
        own = series_of_path(self.known.own, path, latest["series"])
        return sparkline([float(value) for value in own["value"]])

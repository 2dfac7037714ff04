"""One indicator or theme of a quarter: its pieces, which it shows in the catalogue's order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from markupsafe import Markup

from cypt_analysis.catalogue import Indicator
from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.catalogue.kinds import ChartKind
from cypt_analysis.catalogue.piece_order import Piece, pieces_of
from cypt_analysis.charts import Figure, draw
from cypt_analysis.charts.worth import is_worth_seeing
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.ground.tables import Html, Table, folded, join, paragraph
from cypt_analysis.judgement.depth import Depth
from cypt_analysis.known import Known
from cypt_analysis.pieces.actions import actions_table, risks_table
from cypt_analysis.pieces.at_a_glance import at_a_glance, finding, further_facts
from cypt_analysis.pieces.change import does_it_show, is_it_real
from cypt_analysis.pieces.changes_table import changes_table
from cypt_analysis.pieces.commentary import commentary
from cypt_analysis.pieces.comparison_table import comparison_table
from cypt_analysis.pieces.exception import why_exception
from cypt_analysis.pieces.history_table import history_table
from cypt_analysis.pieces.measures_table import measures_table
from cypt_analysis.pieces.review import review
from cypt_analysis.pieces.rows import observations
from cypt_analysis.pieces.statistics import statistics
from cypt_analysis.words.marked import not_shown

STATISTICS_FOLDED, ALL_FOLDED = "How sure are we?", "More"


@dataclass(frozen=True)
class Block:
    """One indicator or theme. Shown as it is, it is what the Board sees of it.

    Each piece is a method, to show by itself; the last three are for the analyst.
    """

    known: Known
    entry: Indicator

    def html(self) -> Html:
        """The pieces of the catalogue, in its order (`catalogue.piece_order`).

        Of its charts the first that has something to see stands in sight. A chart of areas has the
        comparison for its data, and where there is nothing to see the comparison alone is shown.
        Of an indicator that is a row of the summary, all but the heading is folded.
        """
        pieces = pieces_of(self.known.catalogue, self.entry)
        worth = [each.id for each in self.entry.chart if self._is_seen(each)]
        areas = self._areas(pieces)
        spare = ("comparison", "") if areas in worth else ("chart", areas)
        pieces = [each for each in pieces if not areas or each[:2] != spare]
        if self.depth is Depth.ROW:
            rest = [each for each in pieces if each.method != "heading"]
            inside = join(*(self._made(each, worth, areas) for each in rest))
            return join(self.heading(), self._folded(inside))
        seen = next(iter(worth), "")
        shown = [each for each in pieces if not each.folded and each.name in ("", seen)]
        folded = [each for each in pieces if each.folded or each.name not in ("", seen)]
        # What is folded begins with its facts, and a chart stands behind what it is made of.
        folded.sort(key=lambda each: each.method == "chart")
        first, inside = (
            join(*(self._made(each, worth, areas) for each in part)) for part in (shown, folded)
        )
        return join(first, self._folded(inside))

    @property
    def depth(self) -> Depth:
        """Whether it is shown whole or as a row of the summary (`judgement.depth`)."""
        return self.known.depths[self.entry.id]

    def _areas(self, pieces: list[Piece]) -> str:
        """The first chart of areas, where a comparison is among the pieces too."""
        kinds = {each.id: each.kind for each in self.entry.chart}
        named = [each.name for each in pieces if each.method == "chart"]
        compared = any(each.method == "comparison" for each in pieces)
        areas = [name for name in named if kinds[name] is ChartKind.COMPARE_AREAS]
        return areas[0] if compared and areas else ""

    def _made(self, piece: Piece, worth: list[str], areas: str) -> object:
        made = getattr(self, piece.method)(*filter(None, [piece.name]))
        if piece.method != "chart" or not isinstance(made, Figure):
            return made
        if piece.name not in worth:
            # What is not worth a picture keeps its figures.
            return made.table
        table = self.comparison() if piece.name == areas else made.table
        return replace(made, table=table) if isinstance(table, Table) else made

    def _is_seen(self, chart: Chart) -> bool:
        return is_worth_seeing(self.known, self.entry, chart)

    def _folded(self, inside: Html) -> Html:
        """What is there for who asks, under a summary of its own; nothing where there is none."""
        lead = ALL_FOLDED if self.depth is Depth.ROW else STATISTICS_FOLDED
        return folded(lead, self.entry.name, inside, "sure")

    def _repr_html_(self) -> str:
        try:
            return str(self.html())
        except Exception as error:
            # The cell that shows a block need not name it.
            error.add_note(f"It was to show report.indicator({self.entry.id!r}).")
            raise

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        pieces = pieces_of(self.known.catalogue, self.entry)
        shown = ", ".join(" ".join(piece[:2]).strip() for piece in pieces)
        printer.text(f"{self.entry.heading}: {shown}")

    def heading(self) -> Html:
        """The heading: the name with its national codes."""
        heading = Markup('<h3 id="{}"{}>{}</h3>')
        css = Markup(' class="row"') if self.depth is Depth.ROW else ""
        return Html(heading.format(self.entry.anchor, css, self.entry.heading))

    def finding(self) -> Html:
        """What there is to know of the headline measure, in one sentence."""
        return finding(self.known, self.entry)

    def numbers(self) -> Html:
        """At most five figures: the latest, its target, its change, and what others have."""
        return at_a_glance(self.known, self.entry)

    def facts(self) -> Html:
        """All else of the headline measure: its numbers, period, age, and places among others."""
        return further_facts(self.known, self.entry)

    def exception(self) -> Html:
        """By which rule the indicator stands among the exceptions."""
        return why_exception(self.known, self.entry)

    def chart(self, name: str) -> Figure | Html:
        """A chart by its id in the catalogue, or a line that says there is nothing to draw."""
        figure = draw(self.known, self.entry, name)
        if figure is None and (told := not_shown(self.known, self.entry.id)):
            return paragraph(f"No chart can be drawn. {told}.", "none")
        return figure or paragraph(f"{TargetStatus.NO_NEW_DATA}: no chart can be drawn.", "none")

    def change(self) -> Html:
        """Is the change real? One plain sentence for each headline measure, and the threshold."""
        return is_it_real(self.known, self.entry)

    def event(self) -> Html:
        """Does an event in the catalogue show? What the points allow, and what would decide it."""
        return does_it_show(self.known, self.entry)

    def changes(self) -> Table | Html:
        """Every change from one period to the next: both verdicts, and what it would have taken."""
        return changes_table(self.known, self.entry)

    def measures(self) -> Table | Html:
        """Every measure of the indicator: value, numbers behind it, target, change and verdicts."""
        return measures_table(self.known, self.entry)

    def history(self, name: str) -> Table | Html:
        """Measures by period, by the name of a history in the catalogue."""
        return history_table(self.known, self.entry, name)

    def comparison(self) -> Table | Html:
        """The latest value beside every other area that has one for the same period."""
        return comparison_table(self.known, self.entry)

    def risks(self) -> Table | Html:
        """The risks on the register as last reviewed."""
        return risks_table(self.known, self.entry)

    def commentary(self) -> Html:
        """Summary, Issues and Performance improvement activity, those that have words."""
        return commentary(self.known, self.entry)

    def actions(self) -> Table | Html:
        """The indicator's actions and progress this quarter."""
        return actions_table(self.known, self.entry)

    def review(self) -> Table | Html:
        """What needs judgement, and nothing else."""
        return review(self.known, self.entry)

    def statistics(self) -> Html:
        """Every interval, test and threshold: its numbers, its rule, and the call that made it."""
        return statistics(self.known, self.entry)

    def observations(self) -> pd.DataFrame:
        """The indicator's observations, to look at or to work on."""
        return observations(self.known, self.entry)


@dataclass(frozen=True)
class NotReported:
    """An indicator that the catalogue holds in other quarters: each of its pieces is empty."""

    name: str

    def __getattr__(self, piece: str) -> Callable[..., Html]:
        if piece.startswith("_") or piece not in vars(Block):
            raise AttributeError(piece)
        return lambda *names: Html("")

    def _repr_html_(self) -> str:
        return ""

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(f"{self.name} is not reported in this quarter.")

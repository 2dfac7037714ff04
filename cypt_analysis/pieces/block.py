"""One indicator or theme of a quarter: its pieces, which it shows in the catalogue's order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from cypt_analysis.catalogue import Indicator
from cypt_analysis.catalogue.piece_order import pieces_of
from cypt_analysis.charts import Figure, draw
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.ground.tables import Html, Table, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.pieces.actions import actions_table, risks_table
from cypt_analysis.pieces.at_a_glance import at_a_glance
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


@dataclass(frozen=True)
class Block:
    """One indicator or theme. Shown as it is, it is what the Board sees of it.

    Each piece is a method, to show by itself; the last three are for the analyst.
    """

    known: Known
    entry: Indicator

    def html(self) -> Html:
        """The pieces of the catalogue, in its order (`catalogue.piece_order`)."""
        return join(
            *(
                getattr(self, piece.method)(*filter(None, [piece.name]))
                for piece in pieces_of(self.known.catalogue, self.entry)
            )
        )

    def _repr_html_(self) -> str:
        try:
            return str(self.html())
        except Exception as error:
            # The cell that shows a block need not name it.
            error.add_note(f"It was to show report.indicator({self.entry.id!r}).")
            raise

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        pieces = pieces_of(self.known.catalogue, self.entry)
        shown = ", ".join(" ".join(piece).strip() for piece in pieces)
        printer.text(f"{self.entry.heading}: {shown}")

    def heading(self) -> Html:
        """The heading: the name with its national codes."""
        heading = Markup('<h3 id="{}">{}</h3>').format(self.entry.anchor, self.entry.heading)
        return Html(heading)

    def numbers(self) -> Html:
        """The facts at a glance: the headline measure and what it is held against."""
        return at_a_glance(self.known, self.entry)

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
        """Summary, Issues and Performance improvement activity, always all three."""
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

"""One indicator or theme of a quarter: its pieces, which it shows in the catalogue's order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Concatenate, ParamSpec, TypeVar

from markupsafe import Markup

from cypt_analysis.catalogue import Indicator
from cypt_analysis.catalogue.kinds import ChartKind
from cypt_analysis.catalogue.piece_order import Piece, pieces_of
from cypt_analysis.charts import Figure, draw
from cypt_analysis.charts.worth import is_worth_seeing
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.ground.tables import Html, Table, folded, join, paragraph
from cypt_analysis.judgement.indicators import Depth
from cypt_analysis.known import Known
from cypt_analysis.pieces.at_a_glance import at_a_glance, finding, further_facts
from cypt_analysis.pieces.paragraphs import commentary, does_it_show, is_it_real, why_exception
from cypt_analysis.pieces.review import review
from cypt_analysis.pieces.rows import observations
from cypt_analysis.pieces.statistics import statistics
from cypt_analysis.pieces.tables import (
    actions_table,
    changes_table,
    comparison_table,
    history_table,
    measures_table,
    risks_table,
)
from cypt_analysis.words.marked import not_shown

STATISTICS_FOLDED, ALL_FOLDED = "How sure are we?", "More"
P = ParamSpec("P")
T = TypeVar("T")


def _piece(
    make: Callable[Concatenate[Known, Indicator, P], T],
) -> Callable[Concatenate[Block, P], T]:
    """A method of a block that shows what a function makes of the entry, and says what it says."""

    def method(block: Block, /, *args: P.args, **options: P.kwargs) -> T:
        return make(block.known, block.entry, *args, **options)

    method.__doc__ = make.__doc__
    return method


@dataclass(frozen=True)
class Block:
    """One indicator or theme. Shown as it is, it is what the Board sees of it.

    Each piece is a method, to show by itself: those of the Board, which are functions of this room
    on the entry, and for the analyst the last three.
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
        worth = [
            each.id for each in self.entry.chart if is_worth_seeing(self.known, self.entry, each)
        ]
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
        """Whether it is shown whole or as a row of the summary (`judgement.indicators`)."""
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

    def chart(self, name: str) -> Figure | Html:
        """A chart by its id in the catalogue, or a line that says there is nothing to draw."""
        figure = draw(self.known, self.entry, name)
        if figure is None and (told := not_shown(self.known, self.entry.id)):
            return paragraph(f"No chart can be drawn. {told}.", "none")
        return figure or paragraph(f"{TargetStatus.NO_NEW_DATA}: no chart can be drawn.", "none")

    finding = _piece(finding)
    numbers = _piece(at_a_glance)
    facts = _piece(further_facts)
    exception = _piece(why_exception)
    change = _piece(is_it_real)
    event = _piece(does_it_show)
    changes = _piece(changes_table)
    measures = _piece(measures_table)
    history = _piece(history_table)
    comparison = _piece(comparison_table)
    risks = _piece(risks_table)
    commentary = _piece(commentary)
    actions = _piece(actions_table)
    review = _piece(review)
    statistics = _piece(statistics)
    observations = _piece(observations)


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

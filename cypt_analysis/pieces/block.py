"""One indicator or theme of a quarter: the pieces that its cells in a notebook show."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from cypt_analysis.catalogue import Indicator, Measure
from cypt_analysis.catalogue.entries import Event
from cypt_analysis.charts import Figure, draw, draw_control_chart
from cypt_analysis.ground.said import NONE_REPORTED
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.ground.tables import Html, Table, fact_list, join, paragraph, status_tag
from cypt_analysis.judgement.exceptions import reasons_of
from cypt_analysis.judgement.signals import series_of_path
from cypt_analysis.known import Known
from cypt_analysis.pieces import indicator_tables
from cypt_analysis.pieces.at_a_glance import fact_entries
from cypt_analysis.statistics import event_effect
from cypt_analysis.statistics.control_charts import MINIMUM_POINTS
from cypt_analysis.words import wording
from cypt_analysis.words.commentary import ACTIVITY, ISSUES, SUMMARY
from cypt_analysis.words.narrative import cell, words_on
from cypt_analysis.words.sentences import change_sentences, event_sentences

NOTHING = f"{NONE_REPORTED}."


def status_of(indicator: Indicator, verdict: pd.Series) -> Html:
    """The status of an indicator, with the measure that decides it if not the headline's."""
    tag = status_tag(verdict["status"])
    if not verdict["status_of"]:
        return tag
    measure = indicator.get(verdict["status_of"])
    return Html(Markup('{} <span class="status-of">{}</span>').format(tag, measure.label))


@dataclass(frozen=True)
class Block:
    """One indicator or theme of a quarter: the pieces that its cells show."""

    known: Known
    entry: Indicator

    def numbers(self) -> Html:
        """The facts at a glance: the headline measure and what it is held against."""
        verdict = self.known.verdicts.loc[self.entry.id]
        if not self.entry.measure:
            return fact_list(
                {"Status": status_tag(TargetStatus.NARRATIVE), "Owner": self.entry.owner}
            )
        if not verdict["path"]:
            return paragraph(
                f"{TargetStatus.NO_NEW_DATA}: nothing has been received for this indicator.", "none"
            )
        facts = fact_entries(self.known, self.entry)
        status = {"Status": status_of(self.entry, verdict)}
        return fact_list({"Latest": facts.pop("Latest"), **status, **facts})

    def exception(self) -> Html:
        """By which rule the indicator stands among the exceptions."""
        reasons = reasons_of(
            self.entry, self.known.judged, self.known.benchmarks, self.known.signals
        )
        if not reasons:
            text: object = "It meets none of the rules for an exception this quarter."
        else:
            text = "; ".join(f"{reason.rule} ({reason.what})" for reason in reasons) + "."
        lead = Markup("<strong>Why it is an exception:</strong> {}").format(text)
        return paragraph(lead, "exception")

    def chart(self, name: str) -> Figure | Html:
        """A chart by its id in the catalogue, or a line that says there is nothing to draw."""
        figure = draw(self.known, self.entry, name)
        return figure or paragraph(f"{TargetStatus.NO_NEW_DATA}: no chart can be drawn.", "none")

    def change(self) -> Html:
        """Is the change real? One plain sentence for each headline measure, and the threshold."""
        told = change_sentences(self.known, self._headlines())
        if not told:
            return paragraph("There is nothing to compare yet.", "verdict")
        lead = Markup("<strong>Is the change real?</strong> {}").format(told[0])
        return join(*(paragraph(text, "verdict") for text in [lead, *told[1:]]))

    def event(self) -> Html:
        """Does an event in the catalogue show? What the points allow, and what would decide it."""
        told = []
        for chart in self.entry.chart:
            for event in chart.events:
                for name in chart.measures:
                    told += self._event(self.entry.get(name), event)
        lead = Markup("<strong>Does it show?</strong> {}")
        return join(*(paragraph(lead.format(text), "verdict") for text in told))

    def _event(self, measure: Measure, event: Event) -> list[str]:
        path = self.entry.path(measure)
        if path not in self.known.judged.index:
            return []
        series = series_of_path(self.known.own, path, self.known.judged.loc[path, "series"])
        kind = "flow" if measure.events else "stock"
        effect = event_effect(
            series["value"].to_numpy(dtype=float), list(series["start"]), event.date, kind=kind
        )
        [points] = event_sentences(self.known, path, event.date, event.label)
        return [f"{points} An effect of the event is {effect.sentence}"]

    def table(self) -> Table | Html:
        """Every measure of the indicator: value, numbers behind it, target, change and verdicts."""
        return indicator_tables.measures_table(self.known, self.entry)

    def history(self, name: str, *measures: str) -> Table | Html:
        """Measures by period, as the published report's tables set them out."""
        return indicator_tables.history_table(self.known, self.entry, name, measures)

    def changes(self) -> Table | Html:
        """Every change from one period to the next: both verdicts, and what it would have taken."""
        return indicator_tables.changes_table(self.known, self.entry)

    def comparison(self) -> Table | Html:
        """The latest value beside every other area that has one for the same period."""
        return indicator_tables.comparison_table(self.known, self.entry)

    def commentary(self) -> Html:
        """Summary, Issues and Performance improvement activity, always all three."""
        pieces = []
        for heading in (SUMMARY, ISSUES, ACTIVITY):
            told = words_on(self.known, self.entry.id, heading)
            pieces += [Markup("<h4>{}</h4>").format(heading), told or paragraph(NOTHING, "none")]
        return Html(Markup('<div class="commentary">{}</div>').format(join(*pieces)))

    def actions(self) -> Table | Html:
        """The indicator's actions and progress this quarter."""
        mine = self.known.actions[self.known.actions["indicator"] == self.entry.id]
        if mine.empty:
            return paragraph("No actions are listed this quarter.", "none")
        rows = [
            [
                self._cell(row, "action"),
                self._cell(row, "progress") or "[x]",
            ]
            for _, row in mine.iterrows()
        ]
        caption = f"{self.entry.label}: actions and progress"
        return Table(
            f"table-{self.entry.anchor}-actions",
            caption,
            ("Action", "Progress"),
            rows,
            css="wide-text",
        )

    def risks(self) -> Table | Html:
        """The risks on the register as last reviewed."""
        if self.known.risks.empty:
            return paragraph(NOTHING, "none")
        rows = [
            [
                self._cell(row, "risk"),
                self._cell(row, "position"),
                wording.day(row["reviewed"]),
            ]
            for _, row in self.known.risks.iterrows()
        ]
        columns = ("Risk", "Position and controls", "Reviewed")
        return Table(
            f"table-{self.entry.anchor}-risks",
            "Risks on the register",
            columns,
            rows,
            css="wide-text",
        )

    def _cell(self, row: pd.Series, column: str) -> Html:
        return cell(self.known, row, column)

    def detail(self) -> Table | Html:
        """For the analyst: n, method, both levels of confidence, the test and its assumptions."""
        return indicator_tables.detail_table(self.known, self.entry)

    def signals(self) -> Table | Html:
        """For the analyst: the control chart and the recent trend of each measure."""
        return indicator_tables.signals_table(self.known, self.entry)

    def control_chart(self, measure: str | None = None) -> Figure | Html:
        """For the analyst: the XmR chart of a measure (the headline's), from twelve points up."""
        entry = self.entry.get(measure or str(self.entry.headline))
        figure = draw_control_chart(self.known, self.entry, entry)
        if figure is None:
            text = f"{entry.label}: too few points for a control chart ({MINIMUM_POINTS} needed)."
            return paragraph(text, "none")
        return figure

    def observations(self) -> pd.DataFrame:
        """The indicator's observations, to look at or to work on."""
        table = self.known.observations
        columns = [
            "id",
            "area",
            "period",
            "numerator",
            "denominator",
            "value",
            "unit",
            "status",
            "file",
            "row",
        ]
        return table.loc[table["indicator"] == self.entry.id, columns].set_index("id")

    def _headlines(self) -> list[tuple[str, Measure]]:
        return [
            (self.entry.path(measure), measure)
            for measure in self.entry.measure
            if measure.role == "headline" and self.entry.path(measure) in self.known.judged.index
        ]

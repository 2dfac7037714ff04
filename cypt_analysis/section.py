"""What a notebook imports: a quarter's report, its indicators, and the pieces of each.

>>> from cypt_analysis.section import open_report          # doctest: +SKIP
>>> report = open_report("2009-10-Q2")                     # doctest: +SKIP
>>> report.indicator("looked_after").numbers()             # doctest: +SKIP
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from cypt_analysis import headlines, wording
from cypt_analysis.catalogue import Catalogue, Indicator, Measure, load_catalogue
from cypt_analysis.catalogue.entries import Event
from cypt_analysis.charts import Figure, draw, draw_control_chart
from cypt_analysis.charts.sparkline import sparkline
from cypt_analysis.commentary import ACTIVITY, BRIEF, ISSUES, SUMMARY, inline, part, render
from cypt_analysis.exceptions import reasons_of
from cypt_analysis.facts import Facts
from cypt_analysis.findings import UserError, did_you_mean
from cypt_analysis.observations import area_slug
from cypt_analysis.processed import Known, load
from cypt_analysis.project import Project, find_project
from cypt_analysis.quarter import parse_period, parse_quarter
from cypt_analysis.signals import TOO_FEW, series_of_path
from cypt_analysis.statistics import event_effect
from cypt_analysis.statistics.control_charts import MINIMUM_POINTS
from cypt_analysis.tables import STATUS_SYMBOLS, Html, Table, fact_list, join, paragraph, status_tag
from cypt_analysis.verdicts import NARRATIVE, NO_NEW_DATA
from cypt_analysis.wording import interval_text, printed

NOTHING = "None reported this quarter."


def open_report(quarter: str, root: str | Path | None = None) -> Report:
    """A quarter's report: its facts and words, built first if that has not been done.

    Raises UserError when there is no such quarter, and CheckFailed when its files have faults.
    """
    project = Project(Path(root)) if root else find_project()
    return Report(load(project, parse_quarter(str(project.require(quarter)))), load_catalogue())


@dataclass(frozen=True)
class Report:
    """A quarter's report, as the summary notebook shows it."""

    known: Known
    catalogue: Catalogue

    def indicator(self, name: str) -> Block:
        """The block of an indicator or theme. Raises UserError with a suggestion."""
        if name not in self.catalogue.indicators:
            hint = did_you_mean(name, self.catalogue.indicators)
            raise UserError(f"There is no indicator '{name}'.{hint}")
        return Block(self.known, self.catalogue, self.catalogue.indicators[name])

    def headlines(self) -> Html:
        """At most five sentences from the facts, every missed target named, and the balance."""
        sentences = headlines.sentences(self.known, self.catalogue)
        items = Markup("").join(Markup("<li>{}</li>").format(text) for text in sentences)
        return join(
            Html(Markup('<ul class="headlines">{}</ul>').format(items)),
            paragraph(headlines.balance(self.known), "balance"),
        )

    def summary(self) -> Table:
        """The summary of performance: every indicator and theme in the published order."""
        rows = [self._summary_row(indicator) for indicator in self.catalogue.indicators.values()]
        columns = ("Indicator or theme", "Latest", "Status", "Direction", "Comment")
        quarter = self.known.quarter.title
        return Table("summary", f"Summary of performance, {quarter}", columns, rows, css="summary")

    def introduction(self, name: str) -> Html:
        """One of the two introductory texts of the quarter."""
        text = self.known.commentary.get(name, "")
        return render(text, self.known.facts) if text else paragraph(NOTHING, "none")

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
        brief = part(self.known.commentary.get(indicator.id, ""), BRIEF)
        link = Markup('<a href="#{}">{}</a>').format(indicator.anchor, indicator.name)
        direction: object = "[z]"
        if verdict["path"]:
            direction = join(status_tag(verdict["direction"]), self._sparkline(verdict["path"]))
        return [
            link,
            wording.latest_cell(self.known, verdict["path"]),
            status_tag(verdict["status"]),
            direction,
            inline(brief, self.known.facts) if brief else NOTHING,
        ]

    def _sparkline(self, path: str) -> Markup:
        latest = self.known.judged.loc[path]
        table = self.known.observations
        same = (table["path"] == path) & (table["series"] == latest["series"])
        own = table[same & (table["area"] == self.known.info.authority)].sort_values("end")
        return sparkline([float(value) for value in own["value"]])


@dataclass(frozen=True)
class Block:
    """One indicator or theme of a quarter: the pieces that its cells show."""

    known: Known
    catalogue: Catalogue
    entry: Indicator

    def numbers(self) -> Html:
        """The facts at a glance: the headline measure and what it is held against."""
        verdict = self.known.verdicts.loc[self.entry.id]
        if not self.entry.measure:
            return fact_list({"Status": status_tag(NARRATIVE), "Owner": self.entry.owner})
        if not verdict["path"]:
            return paragraph(
                f"{NO_NEW_DATA}: nothing has been received for this indicator.", "none"
            )
        facts = wording.fact_entries(self.known, self.catalogue, self.entry)
        return fact_list({"Status": status_tag(verdict["status"]), **facts})

    def chart(self, name: str) -> Figure | Html:
        """A chart by its id in the catalogue, or a line that says there is nothing to draw."""
        figure = draw(self.known, self.catalogue, self.entry, name)
        return figure or paragraph(f"{NO_NEW_DATA}: no chart can be drawn.", "none")

    def change(self) -> Html:
        """Is the change real? One plain sentence for each headline measure, and the threshold."""
        told = wording.change_sentences(self.known, self._headlines())
        if not told:
            return paragraph("There is nothing to compare yet.", "verdict")
        lead = Markup("<strong>Is the change real?</strong> {}").format(told[0])
        return join(*(paragraph(text, "verdict") for text in [lead, *told[1:]]))

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
        series = series_of_path(self._own(), path, self.known.judged.loc[path, "series"])
        kind = "flow" if measure.events else "stock"
        effect = event_effect(
            series["value"].to_numpy(dtype=float), list(series["start"]), event.date, kind=kind
        )
        [points] = wording.event_sentences(self.known, path, event.date, event.label)
        return [f"{points} An effect of the event is {effect.sentence}"]

    def signals(self) -> Table | Html:
        """For the analyst: the control chart and the recent trend of each measure."""
        mine = self.known.signals[self.known.signals["indicator"] == self.entry.id]
        if mine.empty:
            return paragraph("Too few points: nothing has been received.", "none")
        rows = [
            [
                row["path"],
                row["points"],
                row["chart"] if row["chart"] != TOO_FEW else f"{TOO_FEW} ({MINIMUM_POINTS} needed)",
                row["latest_signal"] or "[z]",
                row["assurance"],
                row["trend"],
                row["trend_method"],
            ]
            for row in mine.to_dict("records")
        ]
        columns = (
            "Measure", "Points", "Control chart", "Latest signal", "Assurance", "Recent trend",
            "Method of the trend",
        )  # fmt: skip
        caption = f"{self.entry.label}: signals in the series"
        return Table(f"signals-{self.entry.anchor}", caption, columns, rows)

    def control_chart(self, measure: str | None = None) -> Figure | Html:
        """For the analyst: the XmR chart of a measure (the headline's), from twelve points up."""
        entry = self.entry.get(measure or str(self.entry.headline))
        figure = draw_control_chart(self.known, self.catalogue, self.entry, entry)
        if figure is None:
            text = f"{entry.label}: too few points for a control chart ({MINIMUM_POINTS} needed)."
            return paragraph(text, "none")
        return figure

    def table(self) -> Table | Html:
        """Every measure of the indicator: value, numbers behind it, target, change and verdicts."""
        rows = [self._measure_row(path, row) for path, row in self._judged().iterrows()]
        if not rows:
            return paragraph(f"{NO_NEW_DATA}: there are no measures to list.", "none")
        columns = (
            "Measure",
            "Period",
            "Value",
            "Numbers",
            "Target",
            "Status",
            "Change",
            "Direction",
        )
        caption = f"{self.entry.name}: every measure, latest figures"
        return Table(
            f"table-{self.entry.anchor}",
            caption,
            columns,
            rows,
            {"Value", "Numbers", "Target", "Change"},
        )

    def history(self, name: str, *measures: str) -> Table | Html:
        """Measures by period, as the published report's tables set them out."""
        table = self.known.observations
        mine = table[
            (table["indicator"] == self.entry.id)
            & table["measure"].isin(measures)
            & (table["area"] == self.known.info.authority)
        ]
        if mine.empty:
            return paragraph(f"{NO_NEW_DATA}: there is no table to show.", "none")
        periods = sorted(mine["period"].unique(), key=parse_period)
        rows = []
        for measure in measures:
            part_of = mine[mine["measure"] == measure]
            for (_, breakdown), group in part_of.groupby(["path", "breakdown"], sort=False):
                by_period = {
                    row["period"]: printed(self.known.facts, row) for _, row in group.iterrows()
                }
                label = breakdown or self.entry.get(measure).name
                rows.append([label, *(by_period.get(text, "[x]") for text in periods)])
        first = "Measure" if not mine["breakdown"].any() else self.entry.get(measures[0]).breakdown
        columns = (str(first).capitalize(), *(parse_period(text).label for text in periods))
        caption = f"{self.entry.label}: {name}"
        identity = f"table-{self.entry.anchor}-{name.lower().replace(' ', '-')}"
        return Table(identity, caption, columns, rows, set(columns[1:]))

    def changes(self) -> Table | Html:
        """Every change from one period to the next: both verdicts, and what it would have taken."""
        order = {measure.id: number for number, measure in enumerate(self.entry.measure)}
        pairs = self.known.pairs[self.known.pairs["indicator"] == self.entry.id]
        pairs = pairs[pairs["significant"].notna()].drop_duplicates(["id", "then_id"])
        pairs = pairs.sort_values(
            ["measure", "end"], key=lambda c: c.map(order) if c.name == "measure" else c
        )
        if pairs.empty:
            return paragraph(
                "No change can be tested: too few points, or no numbers behind them.", "none"
            )
        rows = [self._change_row(pair) for pair in pairs.to_dict("records")]
        columns = (
            "Measure", "From", "To", "Change", "Intervals overlap", "Test significant", "p",
            "Needed (intervals)", "Needed (test)",
        )  # fmt: skip
        caption = f"{self.entry.label}: is each change real?"
        numeric = {"From", "To", "Change", "p", "Needed (intervals)", "Needed (test)"}
        return Table(f"table-{self.entry.anchor}-changes", caption, columns, rows, numeric)

    def _change_row(self, pair: dict) -> list[object]:
        facts = self.known.facts
        change = wording.best_change(facts, pair["id"], pair["basis"])
        needed = [
            facts.get(f"{pair['then_id']}.threshold_{rule}") for rule in ("intervals", "test")
        ]
        side = "below" if self.entry.get(pair["measure"]).polarity == "low" else "above"
        return [
            wording.measure_name(self.entry, pair),
            f"{facts[pair['then_id']].printed} ({parse_period(pair['then_period']).label})",
            f"{facts[pair['id']].printed} ({parse_period(pair['period']).label})",
            change.signed if change else "[z]",
            *wording.verdict_cells(pair),
            *(f"{side} {fact.printed}" if fact else "[z]" for fact in needed),
        ]

    def comparison(self) -> Table | Html:
        """The latest value beside every other area that has one for the same period."""
        rows = []
        for path, measure in self._paths():
            if path in self.known.judged.index:
                rows += self._area_rows(path, measure)
        if not rows:
            return paragraph("No figure of another area has been received for this period.", "none")
        columns = ("Area", "Measure", "Period", "Value", "Gap", "Gap in per cent", "Verdict")
        caption = f"{self.entry.name}: comparison with other areas"
        identity = f"table-{self.entry.anchor}-comparison"
        return Table(identity, caption, columns, rows, {"Value", "Gap", "Gap in per cent"})

    def commentary(self) -> Html:
        """Summary, Issues and Performance improvement activity, always all three."""
        text = self.known.commentary.get(self.entry.id, "")
        pieces = []
        for heading in (SUMMARY, ISSUES, ACTIVITY):
            words = part(text, heading)
            pieces.append(Markup("<h4>{}</h4>").format(heading))
            pieces.append(render(words, self.known.facts) if words else paragraph(NOTHING, "none"))
        return Html(Markup('<div class="commentary">{}</div>').format(join(*pieces)))

    def actions(self) -> Table | Html:
        """The indicator's actions and progress this quarter."""
        mine = self.known.actions[self.known.actions["indicator"] == self.entry.id]
        if mine.empty:
            return paragraph("No actions are listed this quarter.", "none")
        rows = [
            [
                inline(row["action"], self.known.facts),
                inline(row["progress"], self.known.facts) or "[x]",
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
                inline(row["risk"], self.known.facts),
                inline(row["position"], self.known.facts),
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

    def detail(self) -> Table | Html:
        """For the analyst: n, method, both levels of confidence, the test and its assumptions."""
        rows = [
            [
                wording.measure_name(self.entry, row),
                parse_period(row["period"]).label,
                self.known.facts[row["id"]].printed,
                wording.counts(row),
                row["method"] or "none",
                interval_text(self.known.facts, row["id"], "95"),
                interval_text(self.known.facts, row["id"], "998"),
                *wording.test_cells(row),
            ]
            for _, row in self._judged().iterrows()
        ]
        if not rows:
            return paragraph("Too few points: there is nothing to test.", "none")
        columns = (
            "Measure", "Period", "Value", "n of N", "Method", "95% interval", "99.8% interval",
            "Compared with", "Intervals overlap", "Test significant", "p",
        )  # fmt: skip
        return Table(
            f"detail-{self.entry.anchor}", f"{self.entry.label}: intervals and tests", columns, rows
        )

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

    def _own(self) -> pd.DataFrame:
        table = self.known.observations
        return table[table["area"] == self.known.info.authority]

    def _paths(self) -> list[tuple[str, Measure]]:
        return [(self.entry.path(measure), measure) for measure in self.entry.measure]

    def _headlines(self) -> list[tuple[str, Measure]]:
        return [
            (path, measure)
            for path, measure in self._paths()
            if measure.role == "headline" and path in self.known.judged.index
        ]

    def _judged(self) -> pd.DataFrame:
        order = {measure.id: number for number, measure in enumerate(self.entry.measure)}
        mine = self.known.judged[self.known.judged["indicator"] == self.entry.id]
        return mine.sort_values("measure", key=lambda names: names.map(order), kind="stable")

    def _measure_row(self, path: str, row: pd.Series) -> list[object]:
        facts = self.known.facts
        target = f"{path}.target" in facts
        mark = STATUS_SYMBOLS.get(row["status"], "")
        return [
            wording.measure_name(self.entry, row),
            parse_period(row["period"]).label,
            f"{facts[row['id']].printed} {mark}".strip(),
            wording.counts(row) if not row["assumed"] else "[x]",
            _asked(facts, path, row) if target else "[z]",
            status_tag(row["verdict"]),
            wording.change_cell(self.known, path, row),
            status_tag(row["direction"]),
        ]

    def _area_rows(self, path: str, measure: Measure) -> list[list[object]]:
        facts, info = self.known.facts, self.known.info
        latest = self.known.judged.loc[path]
        table = self.known.observations
        same = table[(table["path"] == path) & (table["period"] == latest["period"])]
        if len(same) < 2:
            return []
        rows = []
        benchmarks = self.known.benchmarks[self.known.benchmarks["path"] == path]
        verdicts = dict(zip(benchmarks["area"], benchmarks["verdict"], strict=True))
        period = parse_period(latest["period"]).label
        for _, row in same.sort_values("value", ascending=False, kind="stable").iterrows():
            slug = area_slug(row["area"], info)
            gaps = [facts.get(f"{path}.gap_to_{slug}_absolute"), facts.get(f"{path}.gap_to_{slug}")]
            rows.append(
                [
                    row["area"], measure.label, period, printed(facts, row),
                    *(gap.signed if slug and gap else "[z]" for gap in gaps),
                    verdicts.get(row["area"], "[z]"),
                ]
            )  # fmt: skip
        return rows


def _asked(facts: Facts, path: str, row: pd.Series) -> str:
    """What a target asks, and what it asks by now where it is shared out."""
    by_now = facts.get(f"{path}.pro_rata_target")
    asked = f"{row['comparison']} {facts[f'{path}.target'].printed}"
    return f"{asked} ({by_now.printed} by now)" if by_now else asked

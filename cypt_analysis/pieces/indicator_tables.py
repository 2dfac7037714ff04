"""The tables of an indicator, for the page and for the analyst."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cypt_analysis.catalogue import Indicator, Measure
from cypt_analysis.facts import Facts
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.status import STATUS_SYMBOLS, TargetStatus
from cypt_analysis.ground.tables import Html, Table, paragraph, status_tag
from cypt_analysis.judgement.signals import TOO_FEW
from cypt_analysis.known import Known
from cypt_analysis.observations.vintages import area_slug
from cypt_analysis.statistics.control_charts import MINIMUM_POINTS
from cypt_analysis.words import wording
from cypt_analysis.words.wording import interval_text, printed


def measures_table(known: Known, indicator: Indicator) -> Table | Html:
    """Every measure of the indicator: value, numbers behind it, target, change and verdicts."""
    rows = [
        _measure_row(known, indicator, path, row)
        for path, row in _judged(known, indicator).iterrows()
    ]
    if not rows:
        return paragraph(f"{TargetStatus.NO_NEW_DATA}: there are no measures to list.", "none")
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
    caption = f"{indicator.name}: every measure, latest figures"
    return Table(
        f"table-{indicator.anchor}",
        caption,
        columns,
        rows,
        {"Value", "Numbers"},
    )


def _measure_row(known: Known, indicator: Indicator, path: str, row: pd.Series) -> list[object]:
    facts = known.facts
    target = f"{path}.target" in facts
    mark = STATUS_SYMBOLS.get(row["status"], "")
    return [
        wording.measure_name(indicator, row),
        parse_period(row["period"]).label,
        f"{facts[row['id']].printed} {mark}".strip(),
        wording.counts(row) if not row["assumed"] else "[x]",
        _asked(facts, path, row) if target else "[z]",
        status_tag(row["verdict"]),
        wording.change_cell(known, path, row),
        status_tag(row["direction"]),
    ]


def _asked(facts: Facts, path: str, row: pd.Series) -> str:
    """What a target asks, and what it asks by now where it is shared out."""
    by_now = facts.get(f"{path}.pro_rata_target")
    asked = f"{row['comparison']} {facts[f'{path}.target'].printed}"
    return f"{asked} ({by_now.printed} by now)" if by_now else asked


def history_table(
    known: Known, indicator: Indicator, name: str, measures: Sequence[str]
) -> Table | Html:
    """Measures by period, as the published report's tables set them out."""
    own = known.own
    mine = own[(own["indicator"] == indicator.id) & own["measure"].isin(measures)]
    if mine.empty:
        return paragraph(f"{TargetStatus.NO_NEW_DATA}: there is no table to show.", "none")
    periods = sorted(mine["period"].unique(), key=parse_period)
    rows = []
    for measure in measures:
        part_of = mine[mine["measure"] == measure]
        for (_, breakdown), group in part_of.groupby(["path", "breakdown"], sort=False):
            by_period = {row["period"]: printed(known.facts, row) for _, row in group.iterrows()}
            label = breakdown or indicator.get(measure).name
            rows.append([label, *(by_period.get(text, "[x]") for text in periods)])
    first = "Measure" if not mine["breakdown"].any() else indicator.get(measures[0]).breakdown
    columns = (str(first).capitalize(), *(parse_period(text).label for text in periods))
    caption = f"{indicator.label}: {name}"
    identity = f"table-{indicator.anchor}-{name.lower().replace(' ', '-')}"
    return Table(identity, caption, columns, rows, set(columns[1:]))


def changes_table(known: Known, indicator: Indicator) -> Table | Html:
    """Every change from one period to the next: both verdicts, and what it would have taken."""
    order = {measure.id: number for number, measure in enumerate(indicator.measure)}
    pairs = known.pairs[known.pairs["indicator"] == indicator.id]
    pairs = pairs[pairs["significant"].notna()].drop_duplicates(["id", "then_id"])
    pairs = pairs.sort_values(
        ["measure", "end"], key=lambda c: c.map(order) if c.name == "measure" else c
    )
    if pairs.empty:
        return paragraph(
            "No change can be tested: too few points, or no numbers behind them.", "none"
        )
    rows = [_change_row(known, indicator, pair) for pair in pairs.to_dict("records")]
    columns = (
        "Measure", "From", "To", "Change", "Intervals overlap", "Test significant", "p",
        "Needed (intervals)", "Needed (test)",
    )  # fmt: skip
    caption = f"{indicator.label}: is each change real?"
    numeric = {"From", "To", "Change", "p", "Needed (intervals)", "Needed (test)"}
    return Table(f"table-{indicator.anchor}-changes", caption, columns, rows, numeric)


def _change_row(known: Known, indicator: Indicator, pair: dict) -> list[object]:
    facts = known.facts
    change = wording.best_change(facts, pair["id"], pair["basis"])
    needed = [facts.get(f"{pair['then_id']}.threshold_{rule}") for rule in ("intervals", "test")]
    side = "below" if indicator.get(pair["measure"]).polarity == "low" else "above"
    return [
        wording.measure_name(indicator, pair),
        f"{facts[pair['then_id']].printed} ({parse_period(pair['then_period']).label})",
        f"{facts[pair['id']].printed} ({parse_period(pair['period']).label})",
        change.signed if change else "[z]",
        *wording.verdict_cells(pair),
        *(f"{side} {fact.printed}" if fact else "[z]" for fact in needed),
    ]


def comparison_table(known: Known, indicator: Indicator) -> Table | Html:
    """The latest value beside every other area that has one for the same period."""
    rows = []
    for path, measure in _paths(indicator):
        if path in known.judged.index:
            rows += _area_rows(known, path, measure)
    if not rows:
        return paragraph("No figure of another area has been received for this period.", "none")
    columns = ("Area", "Measure", "Period", "Value", "Gap", "Gap in per cent", "Verdict")
    caption = f"{indicator.name}: comparison with other areas"
    identity = f"table-{indicator.anchor}-comparison"
    return Table(identity, caption, columns, rows, {"Value", "Gap", "Gap in per cent"})


def _area_rows(known: Known, path: str, measure: Measure) -> list[list[object]]:
    facts, info = known.facts, known.info
    latest = known.judged.loc[path]
    table = known.observations
    same = table[(table["path"] == path) & (table["period"] == latest["period"])]
    if len(same) < 2:
        return []
    rows = []
    benchmarks = known.benchmarks[known.benchmarks["path"] == path]
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


def detail_table(known: Known, indicator: Indicator) -> Table | Html:
    """For the analyst: n, method, both levels of confidence, the test and its assumptions."""
    rows = [
        [
            wording.measure_name(indicator, row),
            parse_period(row["period"]).label,
            known.facts[row["id"]].printed,
            wording.counts(row),
            row["method"] or "none",
            interval_text(known.facts, row["id"], "95"),
            interval_text(known.facts, row["id"], "998"),
            *wording.test_cells(row),
        ]
        for _, row in _judged(known, indicator).iterrows()
    ]
    if not rows:
        return paragraph("Too few points: there is nothing to test.", "none")
    columns = (
        "Measure", "Period", "Value", "n of N", "Method", "95% interval", "99.8% interval",
        "Compared with", "Intervals overlap", "Test significant", "p",
    )  # fmt: skip
    return Table(
        f"detail-{indicator.anchor}", f"{indicator.label}: intervals and tests", columns, rows
    )


def signals_table(known: Known, indicator: Indicator) -> Table | Html:
    """For the analyst: the control chart and the recent trend of each measure."""
    mine = known.signals[known.signals["indicator"] == indicator.id]
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
    caption = f"{indicator.label}: signals in the series"
    return Table(f"signals-{indicator.anchor}", caption, columns, rows)


def _paths(indicator: Indicator) -> list[tuple[str, Measure]]:
    return [(indicator.path(measure), measure) for measure in indicator.measure]


def _judged(known: Known, indicator: Indicator) -> pd.DataFrame:
    order = {measure.id: number for number, measure in enumerate(indicator.measure)}
    mine = known.judged[known.judged["indicator"] == indicator.id]
    return mine.sort_values("measure", key=lambda names: names.map(order), kind="stable")

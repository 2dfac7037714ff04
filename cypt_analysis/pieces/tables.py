"""The tables of a block, and what was found in the files: one function a table."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Indicator, Measure
from cypt_analysis.facts import Facts
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.ground.tables import Html, Table, paragraph
from cypt_analysis.judgement.signals import in_words
from cypt_analysis.known import Known
from cypt_analysis.observations.rows import area_slug
from cypt_analysis.observations.spans import earlier_span, span_of, spans_of
from cypt_analysis.pieces.noise import without_noise
from cypt_analysis.pieces.paragraphs import NOTHING
from cypt_analysis.pieces.rows import in_order, tested_pairs
from cypt_analysis.pieces.status import tagged
from cypt_analysis.words import wording
from cypt_analysis.words.marked import (
    earlier_hidden,
    hidden_in,
    marked_beside,
    not_shown,
    rows_beside,
    span_beside,
)
from cypt_analysis.words.narrative import cell
from cypt_analysis.words.wording import printed

_MEASURES = (
    "Measure", "Period", "Value", "Numbers", "Target", "Status", "Change", "Direction",
)  # fmt: skip


def measures_table(known: Known, indicator: Indicator) -> Table | Html:
    """Every measure of the indicator: value, numbers behind it, target, change and verdicts.

    A newest figure that is marked stands for the value, or beside the period of an older one.
    """
    judged = in_order(known.judged, indicator)
    rows = [_measure_row(known, indicator, path, row) for path, row in judged.iterrows()]
    rows += [
        [name, span_of(row).name, row["mark"], *["[z]"] * 5]
        for name, row in hidden_in(known, indicator)
        if row["path"] not in judged.index
    ]
    if not rows:
        return paragraph(f"{TargetStatus.NO_NEW_DATA}: there are no measures to list.", "none")
    caption = f"{indicator.name}: every measure, latest figures"
    table = Table(f"table-{indicator.anchor}", caption, _MEASURES, rows, {"Value", "Numbers"})
    return without_noise(table)


def _measure_row(known: Known, indicator: Indicator, path: str, row: pd.Series) -> list[object]:
    facts = known.facts
    return [
        wording.measure_name(indicator, row),
        _period(known, path, row),
        wording.printed(facts, row),
        wording.counts(row) if not row["assumed"] else "[x]",
        _asked(facts, path, row) if f"{path}.target" in facts else "[z]",
        tagged(row["verdict"], row["target_note"]),
        wording.change_cell(known, path, row),
        tagged(row["direction"], earlier_hidden(known, row)),
    ]


def _period(known: Known, path: str, row: pd.Series) -> str:
    """The period of a figure, that it is old, and a newer one of which the figure is marked."""
    label = ", ".join(filter(None, [span_of(row).label, wording.not_new(known, row)]))
    if path not in known.newest_marked.index:
        return label
    newer = known.newest_marked.loc[path]
    return f"{label} ({span_of(newer).name}: {newer['mark']})"


def _asked(facts: Facts, path: str, row: pd.Series) -> str:
    """What a target asks, and what it asks by its last day where it is shared out."""
    asked = f"{row['comparison']} {facts[f'{path}.target'].printed}{wording.limits_of(row)}"
    told = asked + (f" ({by_then})" if (by_then := wording.asked_by(facts, row)) else "")
    return "; ".join(filter(None, [told, wording.year_so_far(facts, row)]))


_CHANGES = (
    "Measure", "From", "To", "Change", "Intervals overlap", "Test significant", "p",
    "Needed (intervals)", "Needed (test)",
)  # fmt: skip
_NUMERIC = {"From", "To", "Change", "p", "Needed (intervals)", "Needed (test)"}


def changes_table(known: Known, indicator: Indicator) -> Table | Html:
    """Every change that was tested: both verdicts, and what it would have taken."""
    rows = [_change_row(known, indicator, pair) for pair in tested_pairs(known, indicator)]
    if not rows:
        return paragraph(
            "No change can be tested: too few points, or no numbers behind them.", "none"
        )
    caption = f"{indicator.label}: is each change real?"
    table = Table(f"table-{indicator.anchor}-changes", caption, _CHANGES, rows, _NUMERIC)
    return without_noise(table)


def _change_row(known: Known, indicator: Indicator, pair: dict) -> list[object]:
    facts = known.facts
    change = wording.best_change(facts, pair["id"], {**pair, "basis_of_change": pair["basis"]})
    needed = [facts.get(f"{pair['then_id']}.threshold_{rule}") for rule in ("intervals", "test")]
    side = "below" if indicator.get(pair["measure"]).polarity == "low" else "above"
    return [
        wording.measure_name(indicator, pair),
        f"{facts[pair['then_id']].printed} ({earlier_span(pair).name})",
        f"{facts[pair['id']].printed} ({span_of(pair).name})",
        change.signed if change else "[z]",
        *wording.verdict_cells(pair),
        *(f"{side} {fact.printed}" if fact else "[z]" for fact in needed),
    ]


def history_table(known: Known, indicator: Indicator, name: str) -> Table | Html:
    """A history of the catalogue: a row a measure, or a row each of its parts.

    Raises KeyError naming the histories that there are.
    """
    measures = {each.name: each.measures for each in indicator.history}
    if name not in measures:
        known_names = ", ".join(measures) or "none"
        raise KeyError(f"{indicator.id} has no history '{name}'. It has: {known_names}.")
    own = known.own
    mine = own[(own["indicator"] == indicator.id) & own["measure"].isin(measures[name])]
    hidden = known.marked[known.marked["area"] == known.info.authority]
    hidden = hidden[hidden["path"].isin(mine["path"])]
    marks = {(row["path"], span_of(row).order): row["mark"] for row in dicts_of(hidden)}
    if mine.empty and (told := hidden_in(known, indicator)):
        text = "; ".join(f"{label}, {not_shown(known, row['path'])}" for label, row in told)
        return paragraph(f"No figure is shown. {text}.", "none")
    if mine.empty:
        return paragraph(f"{TargetStatus.NO_NEW_DATA}: there is no table to show.", "none")
    covered = sorted({span.order for span in [*spans_of(mine), *spans_of(hidden)]})
    rows = []
    for measure in measures[name]:
        part_of = mine[mine["measure"] == measure]
        for (path, breakdown), group in part_of.groupby(["path", "breakdown"], sort=False):
            shown = {span_of(row).order: printed(known.facts, row) for row in dicts_of(group)}
            label = breakdown or indicator.get(measure).name
            rows.append(
                [
                    label,
                    *(shown.get(each) or marks.get((path, each), "[x]") for each in covered),
                ]
            )
    first = "Measure" if not mine["breakdown"].any() else indicator.get(measures[name][0]).breakdown
    columns = (str(first).capitalize(), *(each[-1] for each in covered))
    identity = f"table-{indicator.anchor}-{name.lower().replace(' ', '-')}"
    return Table(identity, f"{indicator.label}: {name}", columns, rows, set(columns[1:]))


_ONCE = ("Measure", "Period")
_COMPARED = ("Area", "Measure", "Period", "Value", "Gap", "Gap in per cent", "Verdict")


def comparison_table(known: Known, indicator: Indicator) -> Table | Html:
    """The latest value beside every other area that has one for the same period.

    Where no figure of the authority is shown, those of the others stand with its mark.
    """
    rows = []
    for measure in indicator.measure:
        path = indicator.path(measure)
        rows += _beside_others(known, path, measure)
    if not rows:
        return paragraph("No figure of another area has been received for this period.", "none")
    caption = f"{indicator.name}: comparison with other areas"
    identity = f"table-{indicator.anchor}-comparison"
    # What is the same in each row is said once.
    same = [name for name in _ONCE if len({str(row[_COMPARED.index(name)]) for row in rows}) == 1]
    if said := [str(rows[0][_COMPARED.index(name)]) for name in same]:
        caption += f" ({', '.join(said)})"
    kept = [place for place, name in enumerate(_COMPARED) if name not in same]
    columns = tuple(_COMPARED[place] for place in kept)
    rows = [[row[place] for place in kept] for row in rows]
    table = Table(identity, caption, columns, rows, {"Value", "Gap", "Gap in per cent"})
    return without_noise(table)


def _beside_others(known: Known, path: str, measure: Measure) -> list[list[object]]:
    facts, info = known.facts, known.info
    at = span_beside(known, path)
    same = rows_beside(known, path, at)
    # What an edition hides of others is marked among its own rows already.
    told = set(same["area"])
    beside = marked_beside(known, path, at.named.text) if at else []
    marked = [each for each in beside if each[0] not in told]
    if at is None or len(same) + len(marked) < 2:
        return []
    rows = []
    benchmarks = known.benchmarks[known.benchmarks["path"] == path]
    verdicts = dict(zip(benchmarks["area"], benchmarks["verdict"], strict=True))
    for _, row in same.iterrows():
        slug = area_slug(row["area"], info)
        gaps = [facts.get(f"{path}.gap_to_{slug}_absolute"), facts.get(f"{path}.gap_to_{slug}")]
        rows.append(
            [
                row["area"], measure.label, at.name, printed(facts, row),
                *(gap.signed if slug and gap else "[z]" for gap in gaps),
                in_words(verdicts.get(row["area"], "[z]")),
            ]
        )  # fmt: skip
    return rows + [[area, measure.label, at.name, mark, *["[z]"] * 3] for area, mark in marked]


def actions_table(known: Known, indicator: Indicator) -> Table | Html:
    """The indicator's actions and progress this quarter."""
    mine = known.actions[known.actions["indicator"] == indicator.id]
    if mine.empty:
        return paragraph("No actions are listed this quarter.", "none")
    rows = [
        [cell(known, row, "action"), cell(known, row, "progress") or "[x]"]
        for _, row in mine.iterrows()
    ]
    caption = f"{indicator.label}: actions and progress"
    identity = f"table-{indicator.anchor}-actions"
    return Table(identity, caption, ("Action", "Progress"), rows, css="wide-text")


def risks_table(known: Known, indicator: Indicator) -> Table | Html:
    """The risks on the register as last reviewed."""
    mine = known.risks[known.risks["indicator"] == indicator.id]
    if mine.empty:
        return paragraph(NOTHING, "none")
    rows = [
        [cell(known, row, "risk"), cell(known, row, "position"), wording.day(row["reviewed"])]
        for _, row in mine.iterrows()
    ]
    columns = ("Risk", "Position and controls", "Reviewed")
    identity = f"table-{indicator.anchor}-risks"
    return Table(identity, "Risks on the register", columns, rows, css="wide-text")


def findings_table(known: Known) -> Table | Html:
    """The points to review of all files, each with where it is and what to do."""
    rows = [[each.file, each.row or "[z]", each.found, each.advice] for each in known.findings]
    if not rows:
        return paragraph("Nothing to review was found.", "none")
    columns = ("File", "Row", "Found", "What to do")
    return Table("findings", "Points to review in the raw files", columns, rows)

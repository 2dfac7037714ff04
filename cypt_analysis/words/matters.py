"""The sentences of the first screen: what happened, with verb, value, date and comparison."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Indicator, Measure
from cypt_analysis.catalogue.entries import VALUE
from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.number_format import POINTS
from cypt_analysis.ground.status import NOT_FINAL, NOT_TOLD
from cypt_analysis.judgement.consequence import Matter, What
from cypt_analysis.known import Known
from cypt_analysis.observations.rows import area_slug
from cypt_analysis.observations.spans import earlier_span, span_named, span_of
from cypt_analysis.words.marked import not_shown
from cypt_analysis.words.wording import (
    best_change,
    chance_said,
    sum_of_year,
    with_unit,
)


def told(known: Known, matter: Matter, *, silent: bool = False) -> str:
    """What happened as a sentence; of a target, another one that says how it stands to it.

    A change that was not tested says so, unless that is said of several at once (``silent``).
    """
    row = known.judged.loc[matter.path]
    measure = known.catalogue.indicators[row["indicator"]].get(row["measure"])
    if matter.what is What.MOVED:
        change = moved(known, row, silent=silent)
        return f"{level(known, row, measure)}, {change}.{_beside(known, row, measure)}"
    if matter.what is What.FAR:
        return f"{level(known, row, measure)}, {_far(known, row, matter.area)}."
    return f"{_of_year(known, row, measure)}. {_asked(known, row, matter.what)}."


def finding_sentence(known: Known, indicator: Indicator) -> str:
    """What there is to know of a headline measure; empty without a figure.

    Of one that is not shown, that and no more.
    """
    if not indicator.measure:
        return ""
    measure = indicator.get(str(indicator.headline))
    if not known.verdicts.loc[indicator.id, "path"]:
        hidden = not_shown(known, indicator.id)
        return f"{measure.name}, {hidden}." if hidden else ""
    row = known.judged.loc[indicator.id]
    change = f", {moved(known, row)}" if row["basis_of_change"] else ""
    # Last quarter's figure never passes as this one's.
    old = "; this is not new" if row["received"] != str(known.quarter) else ""
    return f"{level(known, row, measure)}{change}{old}."


def level(known: Known, row: pd.Series, measure: Measure) -> str:
    """A value with its verb and date, how firm it is, and whether a newer one is not shown.

    Of one that the edition does not show, that it is withheld.
    """
    if row["mark"]:
        return f"{measure.name} {span_of(row).when}: {NOT_TOLD}"
    fact = known.facts[str(row["id"])]
    newer = not_shown(known, str(row["path"]))
    marks = [row["status"] if row["status"] in NOT_FINAL else "", span_of(row).part, newer]
    firm = f" ({'; '.join(filter(None, marks))})" if any(marks) else ""
    if measure.says:
        return f"{measure.says.replace(VALUE, fact.printed)} {span_of(row).when}{firm}"
    name = f"{measure.name}," if "," in measure.name else measure.name
    return f"{name} stood at {with_unit(fact, measure.name)} {span_of(row).when}{firm}"


def moved(known: Known, row: pd.Series, *, silent: bool = False) -> str:
    """How far from the figure before, and what a test says of that, or that there was none."""
    on_year = row["basis_of_change"] == "year"
    since = "a year before" if on_year else earlier_span(row).when
    tested = chance_said(row["significant"])
    # A verdict that rests on an assumed number says so where it is given.
    if pd.notna(row["significant"]) and (row["assumed"] or row["then_assumed"]):
        tested += ", on an assumed number"
    same = row["value"] == row["then"]
    by = f"the same as {since}" if same else f"{_by(known, row)} than {since}"
    return by if silent and pd.isna(row["significant"]) else f"{by} ({tested})"


def _by(known: Known, row: pd.Series) -> str:
    up = row["value"] > row["then"]
    change = best_change(known.facts, str(row["path"]), row)
    if change is None:
        return "higher" if up else "lower"
    if row["kind"] != Kind.COUNT:
        points = "" if change.unit == POINTS or change.printed.endswith("%") else f" {change.unit}"
        return f"{change.printed}{points} {'higher' if up else 'lower'}"
    whole = known.facts.get(f"{row['path']}.change_on_{row['basis_of_change']}_absolute")
    if whole is None:
        return f"{change.printed} {'more' if up else 'fewer'}"
    share = f" ({change.printed})" if change.printed != whole.printed else ""
    return f"{whole.printed} {'more' if up else 'fewer'}{share}"


def _beside(known: Known, row: pd.Series, measure: Measure) -> str:
    """What others have, where that is known of the same period."""
    had = [
        f"{area} had {fact.printed}"
        for area in measure.benchmarks
        if (fact := known.facts.get(f"{row['path']}.{area_slug(area, known.info)}"))
    ]
    return f" {list_words(had)}." if had else ""


def _far(known: Known, row: pd.Series, area: str) -> str:
    theirs = known.facts[f"{row['path']}.{area_slug(area, known.info)}"]
    side = "above" if row["value"] > theirs.value else "below"
    return f"far {side} {area} ({theirs.printed})"


def _of_year(known: Known, row: pd.Series, measure: Measure) -> str:
    """What is held against a target: of a year what it has come to, else the latest figure."""
    total = sum_of_year(known.facts, row)
    return f"{measure.name} came to {total}" if total else level(known, row, measure)


def _asked(known: Known, row: pd.Series, what: What) -> str:
    """The target that was missed, or how far what was asked by now is."""
    fact = known.facts[f"{row['path']}.target"]
    none = not fact.value and row["kind"] == Kind.COUNT and row["comparison"] != "at least"
    target = ", which is none" if none else f" of {row['comparison']} {fact.printed}"
    note = f" ({row['target_note']})" if row["target_note"] else ""
    if what is What.MISSED:
        return f"This missed the target{target}{note}"
    by_now = known.facts.get(f"{row['path']}.pro_rata_target")
    year = span_named(row["target_period"]).when
    asked = f": {by_now.printed} was asked by now" if by_now else note
    return f"This is off track for the target{target} {year}{asked}"

"""Sentences and cells written from the facts, in plain words and with the right hedging."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from cypt_analysis.catalogue import Indicator, Measure
from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.facts import Fact, Facts
from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.number_format import POINTS, format_number, format_p, format_value
from cypt_analysis.ground.quarter import format_date
from cypt_analysis.ground.stats import Stat
from cypt_analysis.ground.status import (
    HIDDEN_MARK,
    NOT_FINAL,
    NOT_TOLD,
    PART_MARK,
    STATUS_SYMBOLS,
    Status,
)
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import earlier_span, span_named, span_of
from cypt_analysis.statistics import NeighbourSummary

MORE_THAN_CHANCE = "more than chance would explain"
# From so many years on a figure says that it is old.
_OLD = 2
NOT_NEW = "not new"


def day(value: object) -> str:
    """A date cell, or [x] where there is none."""
    return "[x]" if pd.isna(value) else format_date(pd.Timestamp(value).date())


def printed(facts: Facts, row: pd.Series) -> str:
    """An observation as its fact prints it, with the marks of its status and of a part period."""
    mark = STATUS_SYMBOLS.get(str(row["status"]), "")
    part = PART_MARK if pd.notna(row["runs_to"]) else ""
    return " ".join(filter(None, [facts[str(row["id"])].printed, mark, part]))


def printed_in_words(facts: Facts, row: pd.Series) -> str:
    """An observation with its status in words: the first screen asks nobody to look up a mark."""
    status = row["status"] if row["status"] in NOT_FINAL else ""
    return f"{facts[str(row['id'])].printed} {status}".strip()


def not_new(known: Known, row: pd.Series | dict) -> str:
    """That a figure stood in an earlier report, as it is or as it was before its revision."""
    if row["received"] != str(known.quarter):
        return NOT_NEW
    then = known.facts.get(f"{row['id']}.{Stat.BEFORE_REVISION}")
    now = known.facts.get(str(row["id"]))
    if then is None or now is None or then.hidden or then.printed == now.printed:
        return ""
    return f"revised from {then.printed}"


def doubtful(known: Known, row: pd.Series | dict) -> str:
    """That a figure is new and so far from the one before that it is asked about, and no words of
    the quarter are on its indicator; else empty."""
    jump = known.catalogue.indicators[row["indicator"]].get(row["measure"]).jump
    pair = known.pairs[(known.pairs["id"] == row["id"]) & (known.pairs["basis"] == "previous")]
    then = float(pair["then_value"].iloc[0]) if len(pair) else 0.0
    asked = row["received"] == str(known.quarter) and not known.commentary.get(row["indicator"])
    return "to be checked" if asked and then > 0 and abs(row["value"] / then - 1) > jump else ""


def sentence(text: str) -> str:
    """A reason as a sentence of its own.

    >>> sentence("part of a year does not compare with a full year")
    'Part of a year does not compare with a full year.'
    """
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def limits_of(row: pd.Series | dict) -> str:
    """A target's tolerance and floor, with who set them; empty without either."""
    sign = "%" if row["unit"] == "%" else ""
    told = [
        f"{word} {row[name]:.10g}{sign}"
        for name, word in (("tolerance", "tolerance to"), ("floor", "floor"))
        if pd.notna(row[name])
    ]
    return f" ({', '.join(told)}, set by {row['limits_set_by']})" if told else ""


def asked_before(row: pd.Series | Mapping[Any, Any]) -> str:
    """That a target is not the one of an earlier report, and which that was; else empty."""
    if pd.isna(row["was"]) or not row["was"]:
        return ""
    return f"changed from {row['was']}{'%' if row['unit'] == '%' else ''}"


def asked_by(facts: Facts, row: pd.Series | dict, word: str = "") -> str:
    """The share of a target that is asked by a figure's last day; empty where it is not shared."""
    share = facts.get(f"{row['path']}.pro_rata_target")
    return f"{share.printed} {word}by {format_date(row['end'].date())}" if share else ""


def span_of_year(row: pd.Series | dict) -> str:
    """Of which year a sum or ratio is, and whether all of it has come.

    >>> span_of_year({"parts": 2, "parts_of": 4, "target_period": "2009-10-FY"})
    'so far in 2009/10'
    """
    whole = row["parts"] == row["parts_of"]
    return f"{'' if whole else 'so far '}{span_named(row['target_period']).when}"


def year_so_far(facts: Facts, row: pd.Series | dict) -> str:
    """What an annual target is held against, where it is not the latest figure itself."""
    told = sum_of_year(facts, row)
    if not told or pd.isna(row["judged_denominator"]):
        return told
    top, bottom = (format_number(row[f"judged_{name}"]) for name in ("numerator", "denominator"))
    return f"{told} ({top} of {bottom})"


def sum_of_year(facts: Facts, row: pd.Series | dict) -> str:
    """The sum or ratio that an annual target is held against, and of which year; empty where one
    period is all that came, which is told as that."""
    so_far = facts.get(f"{row['path']}.so_far")
    if so_far is None or (len(row["judged_of"]) == 1 and pd.isna(row["judged_denominator"])):
        return ""
    return f"{so_far.printed} {span_of_year(row)}"


def interval_text(facts: Facts, name: str, level: str = "95") -> str:
    """The interval of a fact as "15.0% to 17.9%", or [z] where none applies."""
    lower, upper = facts.get(f"{name}.lower_{level}"), facts.get(f"{name}.upper_{level}")
    return f"{lower.printed} to {upper.printed}" if lower and upper else "[z]"


def measure_name(indicator: Indicator, row: pd.Series | dict) -> str:
    """The name of a judged measure, with its breakdown."""
    name = indicator.get(row["measure"]).name
    return f"{name}: {row['breakdown']}" if row["breakdown"] else name


def counts(row: pd.Series | Mapping[Any, Any]) -> str:
    """The numbers behind a value as "124 of 170", marked where the denominator is assumed.

    A count has none behind it: it is the number.
    """
    if row.get("mark"):
        return HIDDEN_MARK
    if row["kind"] == Kind.COUNT:
        return "[z]"
    if pd.isna(row["numerator"]) or pd.isna(row["denominator"]):
        return "[x]"
    text = f"{format_number(row['numerator'])} of {format_number(row['denominator'])}"
    return f"{text} (assumed)" if row["assumed"] else text


def best_change(facts: Facts, path: str, row: pd.Series | Mapping[Any, Any]) -> Fact | None:
    """The change that words should use: percentage points for percentages, else in per cent.

    ``row`` says on which basis, and with which decimals a percentage is printed: one that would
    round to nothing is told as the number that it is.
    """
    basis = row["basis_of_change"]
    if not basis:
        return None
    absolute = facts.get(f"{path}.change_on_{basis}_absolute")
    if absolute is None or absolute.unit == POINTS:
        return absolute
    relative = facts.get(f"{path}.change_on_{basis}")
    if relative is None or relative.decimals > int(row["change_decimals"]):
        return absolute
    return relative


def gap_said(facts: Facts, path: str, slug: str) -> tuple[str, str]:
    """How far a figure lies from an area's, and on which side; both empty where that is not told.

    Percentages differ in points, and others by so many per cent of the area's: "15% below" beside
    a percentage could be taken for either. Beside a nought there is no share of it.
    """
    gap = f"{path}.gap_to_{slug}"
    absolute = facts.get(f"{gap}_absolute")
    if absolute is None or absolute.hidden:
        return "", ""
    if absolute.value == 0:
        return "", "the same"
    up = absolute.value > 0
    if absolute.unit == POINTS:
        return absolute.printed.replace("percentage ", ""), "above" if up else "below"
    return (facts.get(gap) or absolute).printed, "higher" if up else "lower"


def chance_said(significant: bool | None) -> str:
    """What a test says of a change, or that none was made.

    >>> chance_said(None), chance_said(False)
    ('not tested', 'within the range of chance')
    """
    if pd.isna(significant):
        return "not tested"
    return MORE_THAN_CHANCE if significant else "within the range of chance"


def moved_words(known: Known, path: str) -> str:
    """How the latest value moved, and whether that is chance or was not tested at all.

    "up 24% on 30 September 2008 (not tested)", with no bracket where a test finds a change; empty
    with nothing to compare.
    """
    row = known.judged.loc[path]
    change = best_change(known.facts, path, row)
    if change is None:
        return ""
    said = chance_said(row["significant"])
    bracket = "" if said == MORE_THAN_CHANCE else f" ({said})"
    return f"{change.direction} on {earlier_span(row).noun}{bracket}"


def with_unit(fact: Fact, counted: str) -> str:
    """A value with its unit, unless it prints that itself or ``counted`` names what is counted."""
    said = set(fact.unit.casefold().split()) <= set(counted.casefold().split())
    return fact.printed if fact.unit == "%" or said else f"{fact.printed} {fact.unit}"


def latest_title(known: Known, label: str, path: str) -> str:
    """A finding: the latest value of a measure and how it moved."""
    row = known.judged.loc[path]
    # What was received as a mark is no fact, and what an edition hides is one without a number.
    span = span_of(row)
    if pd.isna(row["value"]):
        return f"{label} {span.when}: {NOT_TOLD}"
    latest = known.facts[f"{path}.latest"]
    name = measure_name(known.catalogue.indicators[row["indicator"]], row)
    counted = name if row["kind"] == Kind.COUNT else ""
    value = f"{label}: {with_unit(latest, counted)} {span.when}"
    moved = ", ".join(filter(None, [value, moved_words(known, path)]))
    return moved if moved != value or not span.part else f"{value} ({span.part})"


def latest_cell(known: Known, path: str) -> Markup | str:
    """The summary table's latest value: the number, its mark, and its period below.

    A newest figure that is marked stands there as its mark, and before an older one that is shown.
    """
    cell = Markup('<span class="latest">{}</span> <span class="period">{}</span>')
    told = []
    if path in known.newest_marked.index:
        row = known.newest_marked.loc[path]
        told.append(cell.format(row["mark"], span_of(row).name))
    if path in known.judged.index:
        row = known.judged.loc[path]
        age = [span_of(row).label, not_new(known, row), _old(known, row), doubtful(known, row)]
        told.append(cell.format(printed(known.facts, row), ", ".join(filter(None, age))))
    return Markup("<br>").join(told) or "[x]"


def _old(known: Known, row: pd.Series) -> str:
    """What is said of a figure among the latest that has not been of the day for long.

    No number: beside a figure that is hidden it could be taken for that one.
    """
    return "some years old" if years_old(known, row) >= _OLD else ""


def years_old(known: Known, row: pd.Series | dict) -> int:
    """The whole years from the end of what a figure covers to the end of the quarter."""
    return max((known.quarter.period.end - row["end"].date()).days // 365, 0)


def change_cell(known: Known, path: str, row: pd.Series) -> str:
    """The change of a measure with its sign and what it is compared with."""
    change = best_change(known.facts, path, row)
    if change is None:
        return "[z]"
    return f"{change.signed} on {earlier_span(row).noun}"


def verdict_cells(pair: dict) -> list[str]:
    """Both verdicts on a pair of periods, and p; [z] where nothing can be tested."""
    if pd.isna(pair["significant"]):
        return ["[z]"] * 3
    return [_yes(pair["overlap"]), _yes(pair["significant"]), format_p(pair["p_value"])]


def neighbours_words(found: NeighbourSummary, measure: Measure) -> str:
    """An area among its neighbours: mean, median, range, place, quarter, the best, blanks."""
    mean, median, least, most, best = (
        format_value(value, measure.unit, measure.decimals)
        for value in (found.mean, found.median, found.minimum, found.maximum, found.best_value)
    )
    told = [f"mean {mean}, median {median}, {least} to {most}"]
    if found.rank is not None:
        told.append(f"place {found.rank:g} of {found.ranked}, {found.rank_means}")
    told.append(found.quartile_band)
    if found.best:
        told.append(f"best {list_words(map(str, found.best))} {best}")
    told.append(f"{found.count} with a figure, {found.blanks} without")
    return "; ".join(told)


def _yes(verdict: object) -> str:
    return "yes" if verdict else "no"


def why_revised(revision: pd.Series | dict) -> str:
    """Why a figure changed since the last report, as far as was received."""
    if cause := revision.get("cause"):
        return str(cause)
    then, now = (revision[name] or Status.FINAL for name in ("then_status", "now_status"))
    if then != now:
        return f"{then.capitalize()} figure became {now}"
    return "No reason was received"

"""Points that a person must look at: nothing is wrong in itself, but it often is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.layout import COMMENTARY, DROP_FILE
from cypt_analysis.ground.findings import REVIEW, Finding, list_words
from cypt_analysis.ground.number_format import format_number, format_value
from cypt_analysis.ground.quarter import format_date, parse_period
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.said import NONE_REPORTED
from cypt_analysis.ground.status import Status, TargetStatus
from cypt_analysis.observations.rows import is_own
from cypt_analysis.observations.settled import Stacked
from cypt_analysis.observations.spans import earlier_span, span_of

# A target this many times the value, or this small a part of it, is often a slipped decimal.
_MAGNITUDE = 10
# So many files of words that are not there are told one by one, more as one point.
_FEW_ABSENT = 20
# What is no word of a text: its headings, and remarks that are not shown.
_HEADINGS = re.compile(r"^ {0,3}#{1,6}( [^\n]*)?$|<!--.*?-->", re.MULTILINE | re.DOTALL)
_PART_ONLY = (
    "The period is cut short: its figure is shown as part of it only, and compared with nothing. "
    "Say so wherever it is used."
)


def review(
    drop: Drop,
    stacked: Stacked,
    pairs: pd.DataFrame,
    judged: pd.DataFrame,
    catalogue: Catalogue,
) -> list[Finding]:
    """All points to review of a quarter's drop."""
    observations = stacked.observations
    return [
        *_jumps(drop, pairs, catalogue),
        *_magnitudes(judged, stacked.targets),
        *_nothing_new(drop, observations, catalogue),
        *_cut_short(drop, catalogue),
        *_taken_back(drop, stacked.revisions, catalogue),
        *_other_neighbours(drop, stacked),
        *_unpublished(drop, observations, catalogue),
        *_without_words(drop, catalogue),
        *_overdue(drop, catalogue),
    ]


def _point(file: str, row: int | None, found: str, advice: str, rule: str) -> Finding:
    return Finding(file, row, found, advice, REVIEW, rule)


def _name(catalogue: Catalogue, indicator: str, measure: str, breakdown: str) -> str:
    name = catalogue.indicators[indicator].get(measure).name
    return f"{name}, {breakdown}" if breakdown else name


def _jumps(drop: Drop, pairs: pd.DataFrame, catalogue: Catalogue) -> Iterator[Finding]:
    """Values far from the one before, among those that this drop brought."""
    new = pairs[(pairs["basis"] == "previous") & (pairs["received"] == str(drop.quarter))]
    for row in dicts_of(new):
        measure = catalogue.indicators[row["indicator"]].get(row["measure"])
        then = row["then_value"]
        if then <= 0 or abs(row["value"] / then - 1) <= measure.jump:
            continue
        name = _name(catalogue, row["indicator"], row["measure"], row["breakdown"])
        now = format_value(row["value"], measure.unit, measure.decimals)
        earlier = format_value(then, measure.unit, measure.decimals)
        change = row["value"] / then - 1
        size = format_number(abs(change) * 100)
        found = (
            f"{name}: {now} ({span_of(row).name}) is {size}% "
            f"{'above' if change > 0 else 'below'} {earlier} "
            f"({earlier_span(row).name})."
        )
        advice = "Check the extract, or say in the commentary why."
        yield _point(row["file"], int(row["row"]), found, advice, "jump")


def _magnitudes(judged: pd.DataFrame, targets: pd.DataFrame) -> Iterator[Finding]:
    where = targets.set_index(["indicator", "measure", "period"])[["file", "row"]]
    held = judged[judged["target"].notna() & (judged["breakdown"] == "")]
    for row in dicts_of(held):
        value, required = row["judged"], row["required"]
        if not (value > 0 and required > 0):
            continue
        if 1 / _MAGNITUDE < required / value < _MAGNITUDE:
            continue
        target = where.loc[(row["indicator"], row["measure"], row["target_period"])]
        found = (
            f"The target for {row['path']} asks for {required:.10g}, "
            f"but the latest value is {value:.10g}."
        )
        advice = "They are a magnitude apart. Check both for a slipped decimal or another unit."
        yield _point(target["file"], int(target["row"]), found, advice, "magnitude")


def _nothing_new(drop: Drop, observations: pd.DataFrame, catalogue: Catalogue) -> Iterator[Finding]:
    new = set(observations.loc[observations["received"] == str(drop.quarter), "file"])
    used = {measure.source for measure in catalogue.measures.values()}
    for name, table in drop.tables.items():
        source = catalogue.sources[name]
        file = drop.file_of(source.id)
        if source.role is Role.DATA and len(table) and not new & set(drop.files_of(name)):
            advice = f"The report will say '{TargetStatus.NO_NEW_DATA}'. Is it last quarter's file?"
            found = "Every row was in an earlier drop already."
            if name not in used:
                found = "It is read, and nothing of it is reported: no measure rests on it."
                advice = f'Give an indicator a measure with source = "{name}", or take it out.'
            yield _point(file, None, found, advice, "nothing_new")


def _cut_short(drop: Drop, catalogue: Catalogue) -> Iterator[Finding]:
    """Periods that end after the day on which their figures were taken, or the data cut-off."""
    for name, table in drop.tables.items():
        source = catalogue.sources[name]
        if source.role is not Role.DATA or source.period not in table:
            continue
        dates = [each for each in source.dates if each in table]
        taken = table[dates[0]] if dates else pd.Series(pd.NaT, index=table.index)
        for row, text, day in zip(table.index, table[source.period], taken, strict=True):
            told = _ends_after(text, day, drop.info.data_cut_off, dates)
            if told:
                file = drop.file_of(source.id)
                yield _point(file, int(row), told, _PART_ONLY, "cut_short")


def _taken_back(drop: Drop, revisions: pd.DataFrame, catalogue: Catalogue) -> Iterator[Finding]:
    """Figures that an earlier drop gave and this one no longer does."""
    for row in dicts_of(revisions):
        if row["quarter"] != str(drop.quarter) or pd.notna(row["now"]):
            continue
        name = _name(catalogue, row["indicator"], row["measure"], row["breakdown"])
        area = "" if row["area"] == drop.info.authority else f", {row['area']}"
        found = (
            f"{name}{area} ({span_of(row).name}) is no longer given; "
            f"{row['then_file']} gave it in row {int(row['then_row'])}."
        )
        advice = (
            "It counts as withdrawn and is left out. May the earlier report go on showing it? "
            "Else put the figure back."
        )
        yield _point(row["file"], int(row["row"]), found, advice, "withdrawn")


def _ends_after(text: str, taken: pd.Timestamp, cut_off: date, dates: list[str]) -> str:
    """That a period was still running when its figure was taken, or nothing."""
    if not text:
        return ""
    end = parse_period(text).end
    if pd.notna(taken) and taken.date() < end:
        return f"{dates[0]} is {format_date(taken.date())}, but {text} ends on {format_date(end)}."
    if cut_off < end:
        return f"{text} ends on {format_date(end)}, after the data cut-off, {format_date(cut_off)}."
    return ""


def _other_neighbours(drop: Drop, stacked: Stacked) -> list[Finding]:
    """That a mean that was reported before would be another with this drop's neighbours."""
    earlier = [each for each in stacked.sets if each.quarter < str(drop.quarter)]
    if not earlier:
        return []
    last, now = earlier[-1], drop.info.neighbours
    new = [name for name in now if name not in last.areas]
    gone = [name for name in last.areas if name not in now]
    rows = stacked.observations
    reported = rows[is_own(rows, drop.info) & (rows["first"] <= last.quarter)]
    theirs = rows[rows["area"].isin([*new, *gone])]
    if theirs.merge(reported[["path", "period"]], on=["path", "period"]).empty:
        return []
    told = [
        f"{list_words(names)} {'is' if len(names) == 1 else 'are'} {word}"
        for names, word in ((new, "new"), (gone, "gone"))
        if names
    ]
    found = f"The neighbours are not those of {last.quarter}: {' and '.join(told)}."
    advice = "Means and ranks of periods that were reported before stay with the set of then."
    return [_point(drop.path(DROP_FILE), None, found, advice, "other_neighbours")]


def _unpublished(drop: Drop, observations: pd.DataFrame, catalogue: Catalogue) -> Iterator[Finding]:
    rows = observations[
        (observations["status"] == Status.UNPUBLISHED)
        & (observations["quarter"] == str(drop.quarter))
    ]
    for row in dicts_of(rows):
        name = _name(catalogue, row["indicator"], row["measure"], row["breakdown"])
        value = format_value(row["value"], row["unit"], int(row["decimals"]))
        found = f"{name}: {value} ({span_of(row).name}) is unpublished."
        advice = "May it be shown before its publication? The report marks it."
        yield _point(row["file"], int(row["row"]), found, advice, "unpublished")


def _without_words(drop: Drop, catalogue: Catalogue) -> Iterator[Finding]:
    """Files of words that are not there, or have none; an introduction may be left out."""
    absent = [name for name in catalogue.indicators if name not in drop.commentary]
    told = [(f"{COMMENTARY}/{name}.md", "The file is not in the drop.") for name in absent]
    if len(absent) > _FEW_ABSENT:
        found = f"No words have come on {len(absent)} indicators: {list_words(absent)}."
        told = [(COMMENTARY, found)]
    told += [
        (f"{COMMENTARY}/{name}.md", "The file has no words.")
        for name, text in drop.commentary.items()
        if not _HEADINGS.sub("", text).strip()
    ]
    advice = f"The report will say '{NONE_REPORTED}'."
    for file, found in told:
        yield _point(drop.path(file), None, found, advice, "no_commentary")


def _overdue(drop: Drop, catalogue: Catalogue) -> Iterator[Finding]:
    """Catalogue entries whose review was due before the report's board."""
    for indicator in catalogue.indicators.values():
        if indicator.next_review < drop.info.reference_date:
            found = f"Its review was due on {format_date(indicator.next_review)}."
            advice = f"{indicator.checked_by} checks the definition and sets a new date."
            file = f"catalogue entry {indicator.id}"
            yield _point(file, None, found, advice, "overdue_review")

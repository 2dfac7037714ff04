"""What changed since the last report: new figures, revised ones, exceptions and actions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from datetime import timedelta
from typing import Any

import pandas as pd

from cypt_analysis.ground.findings import list_some, list_words, number_of
from cypt_analysis.ground.number_format import decimals_apart, format_value
from cypt_analysis.ground.quarter import format_date
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.tables import Html, Table, join, paragraph
from cypt_analysis.judgement.exceptions import exceptions_then, known_before
from cypt_analysis.known import Known
from cypt_analysis.observations.rows import is_own
from cypt_analysis.observations.spans import span_named, span_of
from cypt_analysis.words.wording import asked_before, why_revised

CHANGED = "What changed since the last report"
FIRST = "This is the first report, so there is no earlier one to compare it with."
_CONFIDENTIAL = "[c]"
_TAKEN_BACK = "The file gives the figure no longer"
# So many are named in a sentence, and so many days ahead an action is soon due.
_NAMED, _SOON = 8, 92
_GONE = "action_gone"


def since_last(known: Known) -> Html:
    """New figures, revised figures and why, exceptions that came and went, and actions due."""
    first = is_first(known)
    # Of a first report every figure is new, and many are old.
    told = [FIRST if first else _new(known)]
    revised = known.revisions[known.revisions["quarter"] == str(known.quarter)]
    if not first:
        told += [_revised_in_words(revised), *_targets(known)]
        told += _exceptions(known)
    told += _actions(known)
    table = "" if first or revised.empty else revised_measures(known, revised)
    return join(*(paragraph(text) for text in told if text), table)


def is_first(known: Known) -> bool:
    """Whether all that is known came with this quarter's drop."""
    return {file["quarter"] for file in known.provenance["raw_files"]} <= {str(known.quarter)}


def _new(known: Known) -> str:
    """Which indicators have new figures, and which have none."""
    measured = [each for each in known.catalogue.indicators.values() if each.measure]
    without = [each.label for each in measured if not known.verdicts.loc[each.id, "is_new"]]
    number = len(measured) - len(without)
    if not measured or not number:
        return "No indicator has new figures."
    if not without:
        return "Every indicator has new figures."
    have = "has" if number == 1 else "have"
    return (
        f"{number} of {number_of(len(measured), 'indicator')} {have} new figures. "
        f"There are none for {list_some(without, _NAMED)}."
    )


def _revised_in_words(revised: pd.DataFrame) -> str:
    if revised.empty:
        return "No earlier figure was revised."
    causes = Counter(_cause(record).partition(":")[0] for record in dicts_of(revised))
    were = "was" if len(revised) == 1 else "were"
    why = list_words([f"{name.lower()} ({number})" for name, number in causes.most_common()])
    return f"{number_of(len(revised), 'earlier figure')} {were} revised. The reasons are: {why}."


def _targets(known: Known) -> Iterator[str]:
    """Each target that this quarter's file asks otherwise than an earlier one did."""
    for row in dicts_of(known.targets):
        if row.get("changed") == str(known.quarter):
            measure = known.catalogue.indicators[row["indicator"]].get(row["measure"])
            was = asked_before({**row, "unit": measure.unit})
            now = f"{row['comparison']} {row['target']:.10g}{'%' if measure.unit == '%' else ''}"
            when = span_named(row["period"]).when
            yield f"The target for {measure.name} {when} was {was} to {now}."


def _exceptions(known: Known) -> Iterator[str]:
    """Which indicators became exceptions by their figures, and which are exceptions no longer."""
    quarter = str(known.quarter)
    now = known.exceptions
    rows = known.observations[known.observations["mark"] == ""]
    before = known_before(rows, known.revisions, quarter)
    own = before[is_own(before, known.info)]
    then = exceptions_then(before, own, known.targets, known.catalogue)
    # Nothing is said of an indicator with a figure that this edition does not show.
    shown = set(known.catalogue.indicators) - set(
        known.observations.loc[known.observations["mark"] != "", "indicator"]
    )
    came = [name for name in now if name not in then and name in shown]
    went = [name for name in then if name not in now and name in shown]
    are = ("are new", came, now), ("were there last time and are not now", went, then)
    for word, names, reasons in are:
        rules = {
            name: list_words(dict.fromkeys(reason.rule for reason in reasons[name]))
            for name in names
        }
        parts = [f"{known.catalogue.indicators[name].label} ({rules[name]})" for name in names]
        if parts:
            yield f"Exceptions that {word}: {list_some(parts, _NAMED)}."
    if not came and not went:
        yield "No indicator became an exception or stopped being one."


def _actions(known: Known) -> Iterator[str]:
    """How many actions are done, past their date or due soon, and how many are listed no longer."""
    if known.actions.empty:
        return
    today = pd.Timestamp(known.info.reference_date)
    due, done = known.actions["due"], _done(known)
    late = (due < today) & ~done
    soon = (due >= today) & (due <= today + timedelta(days=_SOON)) & ~done
    until = format_date((today + timedelta(days=_SOON)).date())
    total = number_of(len(known.actions), "action")
    parts = [
        *([f"{_counted(done)} done"] if done.any() else ()),
        f"{_counted(late)} past {'its' if late.sum() == 1 else 'their'} date",
        f"{_counted(soon)} due by {until}",
    ]
    yield f"Of {total}, {list_words(parts)}. Annex A has the progress of each."
    gone = sum(each.rule == _GONE for each in known.findings)
    if gone:
        listed = "is" if gone == 1 else "are"
        yield f"{number_of(gone, 'action')} of the last report {listed} listed no longer."


def _done(known: Known) -> pd.Series:
    """Which actions have a day on which they were done."""
    none = pd.Series(pd.NaT, known.actions.index)
    return known.actions.get("done", none).notna()


def _counted(which: pd.Series) -> str:
    number = int(which.sum())
    return "none is" if not number else f"{number} {'is' if number == 1 else 'are'}"


def revised_measures(known: Known, revised: pd.DataFrame) -> Html:
    """A row for each measure with revised figures: the newest of them then and now, and why.

    The authority's own come before those of other areas; the analyst's edition lists every one.
    """
    about = known.observations.set_index("id")
    groups: dict[tuple[str, str], list[dict]] = {}
    for record in dicts_of(revised):
        now = about.loc[record["id"]] if record["id"] in about.index else record
        groups.setdefault((now["indicator"], now["measure"]), []).append({**now, **record})
    rows = [_revised_row(known, records) for records in groups.values()]
    columns = ("Figure", "Period", "Then", "Now", "Why", "Figures revised")
    caption = "Figures revised since the last report, the newest of each measure"
    numeric = {"Then", "Now", "Figures revised"}
    return Table("table-revised", caption, columns, rows, numeric).html()


def _revised_row(known: Known, records: list[dict]) -> list[object]:
    mine = [each for each in records if each["area"] == known.info.authority] or records
    newest = max(mine, key=lambda each: span_of(each).order)
    return [*revised_cells(known, newest), len(records)]


def revised_cells(known: Known, record: dict) -> list[object]:
    """A revised figure: what it is, its period, then, now, and why it changed."""
    measure = known.catalogue.indicators[record["indicator"]].get(record["measure"])
    taken_back = record["id"] not in set(known.observations["id"])
    decimals = decimals_apart(record["then"], record["now"], measure.decimals)
    area = record["area"] if record["area"] != known.info.authority else ""
    return [
        ", ".join(filter(None, (measure.name, record["breakdown"], area))),
        span_of(record).name,
        # What may no longer be shown is not shown here either.
        *(
            _CONFIDENTIAL if taken_back else format_value(value, measure.unit, decimals)
            for value in (record["then"], record["now"])
        ),
        _TAKEN_BACK if taken_back else _cause(record),
    ]


def _cause(record: dict[Hashable, Any]) -> str:
    return _TAKEN_BACK if pd.isna(record["now"]) else why_revised(record)

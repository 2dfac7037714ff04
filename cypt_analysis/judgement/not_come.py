"""What a source's file should have brought and has not: a measure's row, or the quarter itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Measure
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.withheld import MARK
from cypt_analysis.ground.findings import (
    NO_ROW,
    OTHER_QUARTER,
    REVIEW,
    Finding,
    list_some,
    nearest,
)
from cypt_analysis.ground.quarter import Period, Quarter
from cypt_analysis.ground.safe_text import spelling
from cypt_analysis.judgement.newest import Newest, arrived, newest_of, own_by_period
from cypt_analysis.judgement.repeated import columns_of, figures_of

_FEW = 4
# Periods so many days apart at most are a quarter's, and half of that is more than a late month.
_QUARTER, _HALF = 100, 45
_QUARTERS = ("financial_quarter", "calendar_quarter")
_LAST_DROPS = 4

Before = tuple[Drop, Newest]


def not_come(drops: Sequence[Drop], catalogue: Catalogue) -> Iterator[Finding]:
    """Points to review: measures without a new figure though their file came, and files of another
    quarter than is due. The last drop's file of a source is held against those before.
    """
    *earlier, last = drops
    for new in arrived(last, catalogue):
        before = [
            (drop, found)
            for drop in reversed(earlier)
            if (found := newest_of(drop, new.source, new.period.series)) is not None
        ]
        told = [*_misplaced(new, before, last, catalogue)]
        if before and before[0][1].period < new.period:
            told += _without_row(new, before[0], drops, catalogue)
        file, row = last.file_of(new.source.id), int(new.rows.index[0])
        for said, advice, rule in told:
            yield Finding(file, row if rule == OTHER_QUARTER else None, said, advice, REVIEW, rule)


Told = tuple[str, str, str]


def _without_row(
    new: Newest, before: Before, drops: Sequence[Drop], catalogue: Catalogue
) -> Iterator[Told]:
    """Measures, and parts of one, of which the file before had a figure and this one has none."""
    drop, old = before
    gone: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path, measure in catalogue.measures.items():
        if measure.source != new.source.id:
            continue
        had, has = (_with_figure(each.rows, measure) for each in (old, new))
        if measure.breakdown in had and measure.breakdown in has:
            left = {spelling(name) for name in has[measure.breakdown]}
            names = [n for n in dict.fromkeys(had[measure.breakdown]) if spelling(n) not in left]
            for name in names:
                gone[str(measure.breakdown), str(name)].append(path)
        elif len(had) and not len(has):
            missed = [
                (column, name) for column, name in measure.where.items()
                if spelling(name) not in {spelling(str(each)) for each in new.rows[column]}
            ]  # fmt: skip
            gone[missed[0] if missed else ("", "")].append(path)
    for missing in _always_there(new, drops):
        gone.setdefault(missing, [])
    for column in dict.fromkeys(column for column, _ in gone):
        these = {name: paths for (of, name), paths in gone.items() if of == column}
        paths = list(dict.fromkeys(path for each in these.values() for path in each))
        where = list_some([f"'{name}'" for name in these], _FEW)
        lacks = f"no row has {column} {where}, as the file of {drop.quarter} had" if column else (
            f"nothing stands there, and the file of {drop.quarter} had it"
        )  # fmt: skip
        of = f" has no figure of {list_some(paths, _FEW)}" if paths else ""
        stays = "The report goes on showing the figure of before" if paths else "Totals lack it"
        advice = _renamed(new, column, list(these), drops, stays)
        yield f"{new.period.label}{of}: {lacks}.", advice, NO_ROW


def _always_there(new: Newest, drops: Sequence[Drop]) -> Iterator[tuple[str, str]]:
    """Names of a key, with its column, that rows of every period before had and none has now.

    No measure may be of them: they are missing from those of all rows together.
    """
    source = new.source
    past = [
        rows
        for drop in drops[:-1]
        for period, rows in own_by_period(drop, source).items()
        if period.series == new.period.series and period < new.period
    ]
    for column in source.keys:
        if source.columns[column].type == "text" and all(column in e for e in (*past, new.rows)):
            names = [{spelling(str(name)): str(name) for name in e[column] if name} for e in past]
            left = {spelling(str(name)) for name in new.rows[column]}
            for name in names[-1] if names else ():
                if name not in left and all(name in each for each in names):
                    yield column, names[-1][name]


def _with_figure(rows: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """The rows of a measure that have a figure, or a mark that says why not."""
    for column, name in measure.where.items():
        rows = rows[rows[column] == name] if column in rows else rows.iloc[:0]
    given = pd.Series(data=False, index=rows.index)
    for name in filter(None, (measure.value, measure.numerator)):
        given |= rows[name].notna() if name in rows else False
        given |= rows[f"{name}{MARK}"] != "" if f"{name}{MARK}" in rows else False
    return rows[given]


def _renamed(
    new: Newest, column: str, names: Sequence[str], drops: Sequence[Drop], stays: str
) -> str:
    """What to do about names that are gone, with those that may be meant by them."""
    if column:
        seen = {
            spelling(str(name))
            for drop in drops[:-1]
            for rows in own_by_period(drop, new.source).values()
            for name in rows.get(column, ())
        }
        fresh = [str(e) for e in new.rows[column].unique() if spelling(str(e)) not in seen]
        meant = {name: _like(name, fresh) for name in names}
        told = [f"'{name}' may be '{is_now}' now" for name, is_now in meant.items() if is_now]
        if told:
            return (
                f"{list_some(told, _FEW)}. Write it as before, or give the catalogue the new name. "
                f"{stays}."
            )
        if fresh:
            stays = f"New: {list_some([repr(name) for name in fresh], _FEW)}. {stays}"
    return f"{stays}. Ask {new.source.owner} for it, or say in the words why there is none."


def _like(name: str, fresh: Sequence[str]) -> str:
    """A new name that may be an old one: the same words with one more or fewer, or misspelt."""
    words = set(spelling(name).split())
    same = (each for each in fresh if words <= (new := set(spelling(each).split())) or new <= words)
    return next(same, None) or nearest(name, fresh) or ""


def _misplaced(
    new: Newest, before: Sequence[Before], drop: Drop, catalogue: Catalogue
) -> Iterator[Told]:
    """That the newest figures of a quarterly file are older than those of its files before were."""
    known = [found for _, found in before]
    if not _is_quarterly(new, known):
        return
    usual = max((_age(of, found) for of, found in before[:_LAST_DROPS]), default=0)
    age = _age(drop, new)
    # Of a first file only the label of the same quarter a year before is doubtful.
    if age <= usual + _HALF or not (known or new.period == drop.quarter.period.year_before):
        return
    if _is_all_known(new, before, drop, catalogue):
        # That every row was there already is told by itself.
        return
    found = f"The newest figures are of {new.period.label}"
    if known:
        last = before[0]
        found += (
            f", as in the file of {last[0].quarter}" if new.period == last[1].period
            else f"; those of the file of {last[0].quarter} were of {last[1].period.label}"
        )  # fmt: skip
        due = _quarter_of(drop, usual)
        advice = f"By the files before, those of {due.period.label} are due now."
    else:
        advice = f"The report is of {drop.quarter.period.label}."
    yield (
        f"{found}.{_changed(new, known, catalogue)}",
        f"{advice} Is the period mislabelled, or is it an old file? Correct it, or ask "
        f"{new.source.owner}.",
        OTHER_QUARTER,
    )


def _is_all_known(new: Newest, before: Sequence[Before], drop: Drop, catalogue: Catalogue) -> bool:
    """Whether earlier drops gave every figure of a source's file, in all of its periods."""
    columns = columns_of(new.source, new.rows, catalogue)
    known: dict[Period, pd.DataFrame] = {}
    for earlier, _ in reversed(before):
        known |= own_by_period(earlier, new.source)
    return all(
        period in known
        and figures_of(new.source, rows, columns) == figures_of(new.source, known[period], columns)
        for period, rows in own_by_period(drop, new.source).items()
    )


def _changed(new: Newest, known: Sequence[Newest], catalogue: Catalogue) -> str:
    """How many of its figures are others than the file before gave for the same period."""
    if not known or known[0].period != new.period:
        return ""
    columns = columns_of(new.source, new.rows, catalogue)
    now, then = (figures_of(new.source, each.rows, columns) for each in (new, known[0]))
    both = now.keys() & then.keys()
    other = sum(now[key] != then[key] for key in both)
    return f" {other} of its {len(both)} figures are others than there." if other else ""


def _is_quarterly(new: Newest, known: Sequence[Newest]) -> bool:
    """By its entry, by what it counts, or by the two newest periods that are known."""
    if new.source.cycle != "irregular":
        return new.source.cycle == "quarterly"
    ends = sorted({each.period.end for each in (new, *known)})
    near = len(ends) > 1 and (ends[-1] - ends[-2]).days <= _QUARTER
    return new.period.kind in _QUARTERS or near


def _age(drop: Drop, newest: Newest) -> int:
    return (drop.quarter.period.end - newest.period.end).days


def _quarter_of(drop: Drop, days: int) -> Quarter:
    """The quarter that a day lies in, so many before the end of a drop's."""
    day = drop.quarter.period.end - timedelta(days=days)
    quarter = drop.quarter
    while quarter.period.start > day:
        quarter = quarter.previous
    return quarter

"""Bars beside each other: areas, and the parts of a breakdown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import pandas as pd

from cypt_analysis.catalogue import Indicator
from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.charts.across import Row, bars
from cypt_analysis.charts.dots import Among, Middle, dots
from cypt_analysis.charts.figure import Figure, one_breath
from cypt_analysis.charts.series import Series, beside, data_table, height, series_of, source_text
from cypt_analysis.charts.sheet import Drawings, drawings
from cypt_analysis.facts import Fact
from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.key import NEIGHBOURS
from cypt_analysis.ground.status import HIDDEN_MARK, NOT_TOLD
from cypt_analysis.known import Known
from cypt_analysis.observations.rows import area_slug, is_own
from cypt_analysis.observations.spans import span_of, spans_of
from cypt_analysis.statistics.neighbours import neighbour_summary
from cypt_analysis.words.marked import (
    hidden_in,
    marked_beside,
    meaning,
    without_newest,
)
from cypt_analysis.words.wording import printed

# A title names so many areas; a chart of more names the regions and England.
_IN_TITLE = 4
# So many areas are dots, and fewer bars; of more than so many those that matter are kept.
_FEWEST_DOTS, _MOST_ROWS = 5, 20
_LEAST_TO_BAND = 4


def compare_areas(known: Known, indicator: Indicator, chart: Chart) -> Figure | None:
    """The authority's latest value beside that of other areas in the same period."""
    figure_id = f"fig-{indicator.anchor}-{chart.id}"
    measure = indicator.get(chart.measures[0])
    path = indicator.path(measure)
    rows = beside(known, path)
    if len(rows) < 2:
        return None
    span = span_of(rows.iloc[0])
    rows = _told_apart(known, path, rows)
    own = is_own(rows, known.info)
    labels = [printed(known.facts, row) for _, row in rows.iterrows()]
    shown = [
        Row(area, value, label, mine)
        for area, value, label, mine in zip(rows["area"], rows["value"], labels, own, strict=True)
    ]
    among = _among(known, path, span.named.text)
    series = [
        Series(area, measure, path, rows.loc[[index]], bool(own[index]))
        for index, area in rows["area"].items()
    ]
    subtitle = f"{measure.name}, {span.name}"
    title = _gap_title(known, path, list(rows.loc[~own, "area"]))
    listed = [f"{each.name} {each.label}" for each in shown]
    untold = [each for each in among.middles if each.name.lower() not in title]
    middles = "".join(f" {each.name} {each.label}." for each in untold)
    ends = f"{listed[0]} is the highest of {len(shown)} areas, {listed[-1]} the lowest."
    return Figure(
        id=figure_id,
        title=title,
        subtitle=subtitle,
        alt=one_breath(
            f"{title}. {subtitle}, highest first: {list_words(listed)}.{middles}",
            f"{title}. {subtitle}: {ends}{middles}",
            f"{title}. {ends}",
            ends,
        ),
        draw=partial(_areas_drawn, figure_id, shown, known.info.regions, among),
        source=source_text(known, series),
        note=" ".join(
            filter(None, [_with_marks(chart.note, known, path, span.named.text),
                          _of_set(known, path, shown, among)])
        ),
        table=data_table(known, figure_id, subtitle, series),
    )  # fmt: skip


def _areas_drawn(
    figure_id: str, rows: list[Row], regions: Sequence[str], among: Among
) -> Drawings:  # fmt: skip
    """Named dots where neighbours are named, else bars."""
    if len(rows) < _FEWEST_DOTS:
        return drawings(figure_id, 1, lambda panels: bars(panels[0], rows))
    return drawings(figure_id, 1, partial(dots, rows, regions, among))


def _told_apart(known: Known, path: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Of very many areas the authority, its neighbours and its regions: those can be told apart."""
    if len(rows) <= _MOST_ROWS:
        return rows
    info = known.info
    kept = {info.authority, NEIGHBOURS, *info.regions, *_set_of(known, path)}
    return rows[rows["area"].isin(kept)]


def _set_of(known: Known, path: str) -> list[str]:
    """The neighbours whose figures stand in the mean: those of the set that it was made with."""
    mean = known.facts.get(f"{path}.neighbours_mean")
    areas = [known.facts[name].key.area for name in mean.inputs] if mean else []
    return [area for area in areas if area and area != known.info.authority]


def _among(known: Known, path: str, period: str) -> Among:
    """Mean, median and middle half of the named neighbours; nothing without any."""
    facts = known.facts
    found = [
        Middle(f"Neighbours' {word}", fact.value, fact.printed)
        for word in ("median", "mean")
        if (fact := facts.get(f"{path}.neighbours_{word}")) is not None
        and not fact.hidden and fact.period == period
    ]  # fmt: skip
    mean = facts.get(f"{path}.neighbours_mean")
    values = [facts[name].value for name in mean.inputs] if mean else []
    if not found or len(values) < _LEAST_TO_BAND or any(map(math.isnan, values)):
        return Among(tuple(found))
    first, _, third = neighbour_summary(values, None).quartiles
    return Among(tuple(found), (first, third))


def _of_set(known: Known, path: str, rows: list[Row], among: Among) -> str:
    """Which set of neighbours it is, how many have a figure, and what the marks are."""
    told = []
    if among.middles:
        theirs = _set_of(known, path)
        if set(theirs) <= set(known.info.neighbours):
            of = f"{len(theirs)} of {len(known.info.neighbours)} statistical neighbours"
            told.append(f"{of} have a figure ({known.info.set_title.rstrip('.')}).")
        else:
            told.append("Neighbours are those of the set that the figure was first reported with.")
        if not math.isnan(among.band[0]):
            told.append("The shaded band is the middle half of the neighbours.")
    if len(rows) >= _FEWEST_DOTS:
        squares = [each.name for each in rows if each.name in known.info.regions]
        others = f", {list_words(squares)} squares" if squares else ""
        told.append(f"{known.info.authority} is the diamond{others}.")
    return " ".join(told)


def _with_marks(note: str, known: Known, path: str, period: str) -> str:
    """A chart's note, and which areas have no bar since their figures are marked."""
    listed = marked_beside(known, path, period)
    marked = [f"{area}: {meaning(mark)}." for area, mark in listed]
    newest = "" if known.info.authority in dict(listed) else without_newest(known, path)
    return " ".join(filter(None, (note, *marked, newest and f"{newest}.")))


def _gap_title(known: Known, path: str, areas: list[str]) -> str:
    """How far the authority is from the other areas; from those of its regions where many are."""
    latest = known.facts.get(f"{path}.latest")
    if latest is None:
        return without_newest(known, path) or f"{known.info.authority}: no figure received"
    if latest.hidden:
        return f"{known.info.authority}: {NOT_TOLD}"
    few = areas if len(areas) <= _IN_TITLE else [e for e in areas if e in known.info.regions]
    words = [words for area in few if (words := _gap_words(known, path, area))]
    middle = known.facts.get(f"{path}.neighbours_median")
    if middle is not None and not middle.hidden and middle.period == latest.period:
        words.insert(0, _beside_middle(latest, middle))
    told = list_words(words)
    return f"{known.info.authority}: {latest.printed}{f', {told}' if told else ''}"


def _beside_middle(latest: Fact, middle: Fact) -> str:
    """On which side of the neighbours' median the authority is, as far as the print tells."""
    if latest.printed == middle.printed:
        return f"the same as the neighbours' median of {middle.printed}"
    side = "above" if latest.value > middle.value else "below"
    return f"{side} the neighbours' median of {middle.printed}"


def _gap_words(known: Known, path: str, area: str) -> str:
    # A place keeps its capitals.
    name = area.lower() if area == NEIGHBOURS else area
    fact = f"{path}.gap_to_{area_slug(area, known.info)}"
    absolute = known.facts[f"{fact}_absolute"]
    if absolute.hidden:
        return ""
    if absolute.value == 0:
        return f"the same as {name}"
    # Beside a value of nought there is no relative difference.
    gap = known.facts.get(fact) or absolute
    return f"{gap.printed} {'above' if absolute.value > 0 else 'below'} {name}"


def categories(known: Known, indicator: Indicator, chart: Chart) -> Figure | None:
    """The latest values of a measure's breakdown, highest first."""
    figure_id = f"fig-{indicator.anchor}-{chart.id}"
    series = series_of(known, indicator, chart)
    if not series:
        return None
    span = max((span_of(each.rows.iloc[-1]) for each in series), key=lambda one: one.order)
    now = [
        Series(s.label, s.measure, s.path, rows, s.own)
        for s in series
        if len(rows := s.rows[[each == span for each in spans_of(s.rows)]])
    ]
    now.sort(key=lambda each: -height(each.rows["value"].iloc[0]))
    values = [float(each.rows["value"].iloc[0]) for each in now]
    labels = [_with_count(known, each) for each in now]
    rows = [
        Row(each.label, value, label)
        for each, value, label in zip(now, values, labels, strict=True)
    ]
    measure = now[0].measure
    # Parts that are measures of their own have no name together but the indicator's.
    one = len({each.measure.id for each in now}) == 1
    name = measure.name if one else indicator.name
    subtitle = f"{name} ({measure.unit}), {known.info.authority}, {span.name}"
    listed = [f"{each.label} {label}" for each, label in zip(now, labels, strict=True)]
    first = known.facts[str(now[0].rows["id"].iloc[0])].printed
    hidden = [(part, row) for part, row in hidden_in(known, indicator)
              if row["measure"] in chart.measures]  # fmt: skip
    among = "of those shown, " if hidden else ""
    largest = "number" if measure.kind is Kind.COUNT else "share"
    title = f"{now[0].label}: {first}, the largest {largest} {among}{span.when}"
    shown = [each for each, value in zip(listed, values, strict=True) if not math.isnan(value)]
    if len(shown) < len(values):
        # Of what is not shown none can be told to be smaller.
        title = f"{subtitle}. {HIDDEN_MARK}: {NOT_TOLD}"
    ends = f"{shown[0]} is the largest of those shown, {shown[-1]} the smallest" if shown else ""
    return Figure(
        id=figure_id,
        title=title,
        subtitle=subtitle,
        alt=one_breath(
            f"{title}. {name} {span.when}: {list_words(listed)}.",
            f"{name} {span.when}: {list_words(listed)}.",
            f"{name} {span.when}: {ends}."
            if len(shown) < len(values)
            else f"{title}. {name} {span.when}, the largest of {len(now)} parts first.",
        ),
        draw=lambda: drawings(figure_id, 1, lambda panels: bars(panels[0], rows)),
        source=source_text(known, now),
        note=" ".join([chart.note, *_of_hidden(hidden)]).strip(),
        table=data_table(known, figure_id, subtitle, now),
    )


def _of_hidden(hidden: list[tuple[str, dict]]) -> list[str]:
    """Which parts have no bar since they are marked."""
    return [f"{name}, {span_of(row).name}: {meaning(row['mark'])}." for name, row in hidden]


def _with_count(known: Known, each: Series) -> str:
    name = str(each.rows["id"].iloc[0])
    text = known.facts[name].printed
    numerator, denominator = (
        known.facts.get(f"{name}.numerator"),
        known.facts.get(f"{name}.denominator"),
    )
    if numerator is None or denominator is None:
        return text
    return f"{text} ({numerator.printed} of {denominator.printed})"

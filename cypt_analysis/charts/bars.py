"""Bars beside each other: areas, and the parts of a breakdown."""

from __future__ import annotations

import math

import seaborn as sns
from matplotlib.axes import Axes

from cypt_analysis.catalogue import Indicator
from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.charts.figure import INK, MUTED, OTHER, OWN, Figure, canvas, shorten
from cypt_analysis.charts.series import (
    Series,
    data_table,
    height,
    highest,
    series_of,
    source_text,
)
from cypt_analysis.charts.svg import to_svg
from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.key import NEIGHBOURS
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.status import HIDDEN_MARK, NOT_TOLD
from cypt_analysis.known import Known
from cypt_analysis.observations.rows import area_slug, is_own
from cypt_analysis.words.marked import (
    hidden_in,
    marked_beside,
    meaning,
    period_beside,
    without_newest,
)
from cypt_analysis.words.wording import printed, when

# A title names so many areas; a chart of more names the regions and England.
_IN_TITLE = 4


def compare_areas(known: Known, indicator: Indicator, chart: Chart) -> Figure | None:
    """The authority's latest value beside that of other areas in the same period."""
    figure_id = f"fig-{indicator.anchor}-{chart.id}"
    measure = indicator.get(chart.measures[0])
    path = indicator.path(measure)
    at = period_beside(known, path)
    # A part of a period stands beside nothing.
    if not at:
        return None
    period = parse_period(at)
    table = known.observations[known.observations["runs_to"].isna()]
    rows = table[(table["path"] == path) & (table["period"] == period.text)]
    rows = rows.sort_values("value", ascending=False, kind="stable")
    if len(rows) < 2:
        return None
    own = is_own(rows, known.info)
    labels = [printed(known.facts, row) for _, row in rows.iterrows()]
    svg = _horizontal(figure_id, list(rows["area"]), list(rows["value"]), labels, list(own))
    series = [
        Series(area, measure, path, rows.loc[[index]], bool(own[index]))
        for index, area in rows["area"].items()
    ]
    subtitle = f"{measure.name}, {period.label}"
    listed = [f"{area} {label}" for area, label in zip(rows["area"], labels, strict=True)]
    return Figure(
        id=figure_id,
        title=_gap_title(known, path, list(rows.loc[~own, "area"])),
        subtitle=subtitle,
        alt=shorten(
            f"Bar chart of {measure.name.lower()} {when(period)}, highest first: "
            f"{list_words(listed)}."
        ),
        svg=svg,
        source=source_text(known, series),
        note=_with_marks(chart.note, known, path, period.text),
        table=data_table(known, figure_id, subtitle, series),
    )


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
    told = list_words([words for area in few if (words := _gap_words(known, path, area))])
    return f"{known.info.authority}: {latest.printed}{f', {told}' if told else ''}"


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
    latest = max(text for each in series for text in each.rows["period"])
    period = parse_period(latest)
    now = [each for each in series if latest in set(each.rows["period"])]
    now = [
        Series(s.label, s.measure, s.path, s.rows[s.rows["period"] == latest], s.own) for s in now
    ]
    now.sort(key=lambda each: -height(each.rows["value"].iloc[0]))
    values = [float(each.rows["value"].iloc[0]) for each in now]
    labels = [_with_count(known, each) for each in now]
    measure = now[0].measure
    subtitle = f"{measure.name} ({measure.unit}), {known.info.authority}, {period.label}"
    listed = [f"{each.label} {label}" for each, label in zip(now, labels, strict=True)]
    first = known.facts[str(now[0].rows["id"].iloc[0])].printed
    hidden = [(name, row) for name, row in hidden_in(known, indicator)
              if row["measure"] == measure.id]  # fmt: skip
    shown = "of those shown, " if hidden else ""
    title = f"{now[0].label}: {first}, the largest share {shown}{when(period)}"
    if any(math.isnan(value) for value in values):
        # Of what is not shown none can be told to be smaller.
        title = f"{subtitle}. {HIDDEN_MARK}: {NOT_TOLD}"
    return Figure(
        id=figure_id,
        title=title,
        subtitle=subtitle,
        alt=shorten(f"Bar chart of {measure.name.lower()} {when(period)}: {list_words(listed)}."),
        svg=_horizontal(figure_id, [each.label for each in now], values, labels, [True] * len(now)),
        source=source_text(known, now),
        note=" ".join([chart.note, *_of_hidden(hidden)]).strip(),
        table=data_table(known, figure_id, subtitle, now),
    )


def _of_hidden(hidden: list[tuple[str, dict]]) -> list[str]:
    """Which parts have no bar since they are marked."""
    return [
        f"{name}, {parse_period(row['period']).label}: {meaning(row['mark'])}."
        for name, row in hidden
    ]


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


def _horizontal(
    figure_id: str, names: list[str], values: list[float], labels: list[str], own: list[bool]
) -> str:
    with canvas(height=0.6 + 0.46 * len(names)) as (picture, (axes,)):
        sns.barplot(
            x=values, y=names, hue=names, orient="h", ax=axes, errorbar=None, legend=False,
            palette=[OWN if each else OTHER for each in own], saturation=1, width=0.66,
        )  # fmt: skip
        for number, (value, label) in enumerate(zip(values, labels, strict=True)):
            axes.annotate(
                label, (height(value), number), xytext=(6, 0), textcoords="offset points",
                va="center", color=INK, fontweight="bold",
            )  # fmt: skip
        axes.set_xlim(0, highest(values) * 1.28)
        bare(axes)
        return to_svg(picture, figure_id)


def bare(axes: Axes) -> None:
    """No scale where every bar is labelled."""
    axes.set_xlabel("")
    axes.set_ylabel("")
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    axes.axvline(0, color=MUTED, linewidth=1)

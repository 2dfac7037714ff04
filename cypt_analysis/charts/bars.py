"""Bars: areas beside each other, measures against targets, a year before, categories."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from cypt_analysis.catalogue import Indicator
from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.charts.figure import INK, MUTED, OWN, Figure, canvas, shorten
from cypt_analysis.charts.series import Series, data_table, series_of, source_text
from cypt_analysis.charts.svg import to_svg
from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.tables import Table, status_tag
from cypt_analysis.judgement.verdicts import MET, ON_TRACK
from cypt_analysis.known import Known
from cypt_analysis.observations.vintages import area_slug
from cypt_analysis.words.wording import change_words, printed, when

# A lighter bar than the authority's own; both stand 3:1 off white.
_OTHER = "#7C8B99"


def compare_areas(known: Known, indicator: Indicator, chart: Chart) -> Figure | None:
    """The authority's latest value beside that of other areas in the same period."""
    figure_id = f"fig-{indicator.anchor}-{chart.id}"
    measure = indicator.get(chart.measures[0])
    path = indicator.path(measure)
    if path not in known.judged.index:
        return None
    period = parse_period(known.judged.loc[path, "period"])
    table = known.observations
    rows = table[(table["path"] == path) & (table["period"] == period.text)]
    rows = rows.sort_values("value", ascending=False, kind="stable")
    if len(rows) < 2:
        return None
    own = rows["area"] == known.info.authority
    labels = [printed(known.facts, row) for _, row in rows.iterrows()]
    svg = _horizontal(figure_id, list(rows["area"]), list(rows["value"]), labels, list(own))
    series = [
        Series(
            str(row["area"]),
            measure,
            path,
            rows.loc[[index]],
            bool(row["area"] == known.info.authority),
        )
        for index, row in rows.iterrows()
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
        note=chart.note,
        table=data_table(known, figure_id, subtitle, series),
    )


def _gap_title(known: Known, path: str, areas: list[str]) -> str:
    latest = known.facts[f"{path}.latest"]
    parts = []
    for area in areas:
        gap = known.facts[f"{path}.gap_to_{area_slug(area, known.info)}"]
        side = "above" if gap.value > 0 else "below"
        name = area if area.isupper() or " " not in area or area.istitle() else area.lower()
        parts.append(f"{gap.printed} {side} {name}")
    return f"{known.info.authority}: {latest.printed}, {list_words(parts)}"


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
    now.sort(key=lambda each: -float(each.rows["value"].iloc[0]))
    values = [float(each.rows["value"].iloc[0]) for each in now]
    labels = [_with_count(known, each) for each in now]
    measure = now[0].measure
    subtitle = f"{measure.name} ({measure.unit}), {known.info.authority}, {period.label}"
    listed = [f"{each.label} {label}" for each, label in zip(now, labels, strict=True)]
    first = known.facts[f"{now[0].path}.latest"].printed
    return Figure(
        id=figure_id,
        title=f"{now[0].label}: {first}, the largest share {when(period)}",
        subtitle=subtitle,
        alt=shorten(f"Bar chart of {measure.name.lower()} {when(period)}: {list_words(listed)}."),
        svg=_horizontal(figure_id, [each.label for each in now], values, labels, [True] * len(now)),
        source=source_text(known, now),
        note=chart.note,
        table=data_table(known, figure_id, subtitle, now),
    )


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
            palette=[OWN if each else _OTHER for each in own], saturation=1, width=0.66,
        )  # fmt: skip
        for number, (value, label) in enumerate(zip(values, labels, strict=True)):
            axes.annotate(
                label, (value, number), xytext=(6, 0), textcoords="offset points", va="center",
                color=INK, fontweight="bold",
            )  # fmt: skip
        axes.set_xlim(0, max(values) * 1.28)
        _bare(axes)
        return to_svg(picture, figure_id)


def _bare(axes: Axes) -> None:
    """No scale where every bar is labelled."""
    axes.set_xlabel("")
    axes.set_ylabel("")
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    axes.axvline(0, color=MUTED, linewidth=1)


def against_target(known: Known, indicator: Indicator, chart: Chart) -> Figure | None:
    """Each measure as a share of its target, with the mark of what is asked by now."""
    figure_id = f"fig-{indicator.anchor}-{chart.id}"
    paths = [indicator.path(indicator.get(name)) for name in chart.measures]
    rows = known.judged[known.judged.index.isin(paths) & known.judged["target"].notna()]
    rows = rows.reindex([path for path in paths if path in rows.index])
    if rows.empty:
        return None
    names = [indicator.get(name).name for name in rows["measure"]]
    shares = (rows["judged"] / rows["target"] * 100).astype(float)
    marks = (rows["required"] / rows["target"] * 100).astype(float)
    with canvas(height=0.9 + 0.62 * len(rows)) as (picture, (axes,)):
        sns.barplot(
            x=shares.to_numpy(), y=names, hue=names, orient="h", ax=axes, errorbar=None,
            legend=False, palette=[OWN] * len(names), saturation=1, width=0.5,
        )  # fmt: skip
        for number, (path, row) in enumerate(rows.iterrows()):
            _mark(axes, number, float(marks[path]), str(row["verdict"]))
            label = _of_target(known, str(path))
            axes.annotate(
                label, (max(shares[path], marks[path]), number), xytext=(8, 0),
                textcoords="offset points", va="center", color=INK, fontweight="bold",
            )  # fmt: skip
        axes.set_xlim(0, max(shares.max(), marks.max(), 100) * 1.22)
        _bare(axes)
        svg = to_svg(picture, figure_id)
    good = int(rows["verdict"].isin([MET, ON_TRACK]).sum())
    period = parse_period(rows["period"].iloc[0])
    target_period = parse_period(rows["target_period"].iloc[0])
    subtitle = (
        f"Share of the {target_period.label} target reached, {known.info.authority}, {period.label}"
    )
    told = [
        f"{name} {_of_target(known, str(path))}, {str(row['verdict']).lower()}"
        for name, (path, row) in zip(names, rows.iterrows(), strict=True)
    ]
    series = [
        Series(name, indicator.get(str(row["measure"])), str(path), rows.loc[[path]], True)
        for name, (path, row) in zip(names, rows.iterrows(), strict=True)
    ]
    return Figure(
        id=figure_id,
        title=f"{good} of {len(rows)} measures are on track for {target_period.label}",
        subtitle=subtitle,
        alt=shorten(f"Bar chart of {indicator.name} against targets: {'; '.join(told)}."),
        svg=svg,
        source=source_text(known, series),
        note=" ".join(
            filter(
                None,
                [
                    chart.note,
                    "The upright mark is what is asked by now: a yearly count is shared out by "
                    "the months gone, a percentage is not.",
                ],
            )
        ),
        table=_target_table(known, figure_id, subtitle, rows, names),
    )


def _of_target(known: Known, path: str) -> str:
    return f"{known.facts[f'{path}.latest'].printed} of {known.facts[f'{path}.target'].printed}"


def _mark(axes: Axes, number: int, place: float, status: str) -> None:
    axes.plot([place, place], [number - 0.36, number + 0.36], color="white", linewidth=5)
    axes.plot([place, place], [number - 0.36, number + 0.36], color=INK, linewidth=2.4)


def _target_table(
    known: Known, figure_id: str, caption: str, rows: pd.DataFrame, names: list[str]
) -> Table:
    cells = []
    for name, (path, row) in zip(names, rows.iterrows(), strict=True):
        by_now = known.facts.get(f"{path}.pro_rata_target") or known.facts[f"{path}.target"]
        cells.append(
            [
                name,
                known.facts[f"{path}.latest"].printed,
                known.facts[f"{path}.target"].printed,
                by_now.printed,
                status_tag(str(row["verdict"])),
            ]
        )
    columns = ("Measure", "Latest", "Target for the year", "Asked by now", "Status")
    return Table(
        f"{figure_id}-data",
        caption,
        columns,
        cells,
        {"Latest", "Target for the year", "Asked by now"},
    )


def year_on_year(known: Known, indicator: Indicator, chart: Chart) -> Figure | None:
    """Measures side by side: the latest value and that of the same period a year before."""
    figure_id = f"fig-{indicator.anchor}-{chart.id}"
    shown = []
    for name in chart.measures:
        measure = indicator.get(name)
        path = indicator.path(measure)
        if path not in known.judged.index:
            continue
        row = known.judged.loc[path]
        ids = [row["id"]] if row["basis_of_change"] != "year" else [row["then_id"], row["id"]]
        rows = known.observations[known.observations["id"].isin(ids)].sort_values("end")
        shown.append(Series(measure.name, measure, path, rows, True))
    if not shown:
        return None
    with canvas(columns=len(shown), height=2.7) as (picture, panels):
        for axes, each in zip(panels, shown, strict=True):
            _pair(axes, each, known)
        svg = to_svg(picture, figure_id)
    parts = [f"{each.label}, {_course(known, each)}" for each in shown]
    moves = [
        f"{each.label}: {words}" for each in shown if (words := change_words(known, each.path))
    ]
    latest = parse_period(shown[0].rows["period"].iloc[-1])
    subtitle = f"{indicator.label} and {shown[-1].label}, {known.info.authority}, {latest.label}"
    if len(shown) == 1:
        subtitle = f"{shown[0].label}, {known.info.authority}, {latest.label}"
    return Figure(
        id=figure_id,
        title="; ".join(moves)
        or f"{shown[0].label}: {printed(known.facts, shown[0].rows.iloc[-1])}",
        subtitle=subtitle,
        alt=shorten(f"Bar chart of the latest number beside a year before. {'; '.join(parts)}."),
        svg=svg,
        source=source_text(known, shown),
        note=chart.note,
        table=data_table(known, figure_id, subtitle, shown),
    )


def _course(known: Known, each: Series) -> str:
    return ", then ".join(
        f"{printed(known.facts, row)} {when(parse_period(row['period']))}"
        for _, row in each.rows.iterrows()
    )


def _pair(axes: Axes, each: Series, known: Known) -> None:
    names = [parse_period(text).label for text in each.rows["period"]]
    colours = [_OTHER] * (len(names) - 1) + [OWN]
    values = each.rows["value"].astype(float).to_numpy()
    sns.barplot(
        x=names, y=values, hue=names, ax=axes, errorbar=None, legend=False, palette=colours,
        saturation=1, width=0.6,
    )  # fmt: skip
    for number, (_, row) in enumerate(each.rows.iterrows()):
        axes.annotate(
            known.facts[row["id"]].printed, (number, row["value"]), xytext=(0, 4),
            textcoords="offset points", ha="center", color=INK, fontweight="bold",
        )  # fmt: skip
    axes.set_title(_wrapped(each.label), fontsize=9)
    axes.set_ylim(0, max(values) * 1.18)
    axes.set_xlabel("")
    axes.set_ylabel("")
    axes.set_yticks([])
    axes.grid(visible=False)


def _wrapped(label: str) -> str:
    words, lines = label.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 34:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)

"""Bars of the latest number beside that of a year before."""

from __future__ import annotations

import seaborn as sns
from matplotlib.axes import Axes

from cypt_analysis.catalogue import Indicator
from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.charts.figure import INK, OTHER, OWN, Figure, canvas, shorten
from cypt_analysis.charts.series import Series, data_table, height, highest, source_text
from cypt_analysis.charts.svg import to_svg
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.known import Known
from cypt_analysis.words.wording import moved_words, printed, when


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
    moves = [f"{each.label}: {words}" for each in shown if (words := moved_words(known, each.path))]
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
    colours = [OTHER] * (len(names) - 1) + [OWN]
    values = each.rows["value"].astype(float).to_numpy()
    sns.barplot(
        x=names, y=values, hue=names, ax=axes, errorbar=None, legend=False, palette=colours,
        saturation=1, width=0.6,
    )  # fmt: skip
    for number, (_, row) in enumerate(each.rows.iterrows()):
        axes.annotate(
            known.facts[row["id"]].printed, (number, height(row["value"])), xytext=(0, 4),
            textcoords="offset points", ha="center", color=INK, fontweight="bold",
        )  # fmt: skip
    axes.set_title(_wrapped(each.label), fontsize=9)
    axes.set_ylim(0, highest(values) * 1.18)
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

"""Bars of the latest number beside that of a year before."""

from __future__ import annotations

from functools import partial

from matplotlib.axes import Axes

from cypt_analysis.catalogue import Indicator
from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.charts.colours import MUTED, OTHER, OWN
from cypt_analysis.charts.figure import Figure, one_breath
from cypt_analysis.charts.layout import EDGE, LINE, Box, wrapped
from cypt_analysis.charts.series import Series, data_table, height, highest, source_text
from cypt_analysis.charts.sheet import Fit, Sheet, drawings
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.known import Known
from cypt_analysis.words.wording import moved_words, printed, when

# How high the bars are and how wide a panel is at least, in pixels.
_HIGH, _LEAST = 110.0, 160.0


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
    parts = [f"{each.label}, {_course(known, each)}" for each in shown]
    moves = [f"{each.label}: {words}" for each in shown if (words := moved_words(known, each.path))]
    latest = parse_period(shown[0].rows["period"].iloc[-1])
    subtitle = f"{indicator.label} and {shown[-1].label}, {known.info.authority}, {latest.label}"
    if len(shown) == 1:
        subtitle = f"{shown[0].label}, {known.info.authority}, {latest.label}"
    title = "; ".join(moves)
    title = title or f"{shown[0].label}: {printed(known.facts, shown[0].rows.iloc[-1])}"
    return Figure(
        id=figure_id,
        title=title,
        subtitle=subtitle,
        alt=one_breath(f"{title}. {'; '.join(parts)}.", f"{'; '.join(parts)}.", f"{parts[0]}."),
        draw=lambda: drawings(figure_id, len(shown), partial(_draw, known, shown)),
        source=source_text(known, shown),
        note=chart.note,
        table=data_table(known, figure_id, subtitle, shown),
    )


def _course(known: Known, each: Series) -> str:
    return ", then ".join(
        f"{printed(known.facts, row)} {when(parse_period(row['period']))}"
        for _, row in each.rows.iterrows()
    )


def _draw(known: Known, shown: list[Series], panels: list[Axes]) -> Fit:
    """Two bars a panel, from nought; returns what places them and their words."""
    for axes, each in zip(panels, shown, strict=True):
        values = each.rows["value"].astype(float).to_numpy()
        colours = [OTHER] * (len(values) - 1) + [OWN]
        axes.bar(range(len(values)), values, 0.6, color=colours, clip_on=False, linewidth=0)
        axes.set_ylim(0, highest(values))
        axes.set_xlim(-0.5, len(values) - 0.5)
    return partial(_fit, known, list(zip(panels, shown, strict=True)))


def _fit(known: Known, panels: list[tuple[Axes, Series]], sheet: Sheet) -> None:
    columns = min(len(panels), int(sheet.width // _LEAST))
    lines = -(-len(panels) // columns)
    width = (sheet.width - 2 * EDGE) / columns
    titles = [wrapped(each.label, width - 12, bold=True) for _, each in panels]
    above = max(map(len, titles)) * LINE + LINE + 8
    high = above + _HIGH + 2 * LINE + 8
    sheet.set_height(high * lines)
    for place, ((axes, each), title) in enumerate(zip(panels, titles, strict=True)):
        left = EDGE + place % columns * width
        top = sheet.height - place // columns * high
        box = Box(left, top - above - _HIGH, left + width - 12, top - above)
        sheet.place(axes, box)
        sheet.say(title, (box.left, top - LINE / 2), bold=True)
        sheet.rule((box.left, box.bottom), (box.right, box.bottom), colour=MUTED)
        step = (box.right - box.left) / len(each.rows)
        tallest = highest(each.rows["value"])
        for number, (_, row) in enumerate(each.rows.iterrows()):
            at = box.left + step * (number + 0.5)
            end = box.bottom + height(row["value"]) / tallest * _HIGH
            sheet.say(printed(known.facts, row), (at, end + LINE / 2 + 2), "center", bold=True)
            words = wrapped(parse_period(row["period"]).label, step - 4)
            sheet.say(words, (at, box.bottom - LINE / 2 - 4), "center")

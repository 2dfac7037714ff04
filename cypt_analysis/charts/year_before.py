"""Then and now: a line for each measure from a year before to the latest figure."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from cypt_analysis.catalogue import Indicator
from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.charts.colours import MUTED, OWN, PAPER
from cypt_analysis.charts.figure import Figure, one_breath
from cypt_analysis.charts.layout import EDGE, LINE, Box, spread, text_width, widest, wrapped
from cypt_analysis.charts.series import Series, data_table, height, highest, source_text
from cypt_analysis.charts.sheet import Fit, Sheet, drawings
from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.status import NOT_FINAL
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import span_of, spans_of
from cypt_analysis.words.wording import latest_title, printed

# How high the scale is in pixels, and how much of the width the names may take.
_HIGH, _NAMES = 150.0, 0.42
# How far words stand from the ends of the lines, and from one another.
_BESIDE, _APART = 18.0, 6.0


class _End(NamedTuple):
    """What stands at one end of a line: its words and its value."""

    lines: list[str]
    value: float


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
    title, subtitle = _finding(known, shown), _subtitle(known, shown)
    full, short = ([_course(known, each, dated) for each in shown] for dated in (True, False))
    return Figure(
        id=figure_id,
        title=title,
        subtitle=subtitle,
        alt=one_breath(*(f"{title}. {'; '.join(parts)}." for parts in (full, short, short[:1]))),
        draw=lambda: drawings(figure_id, 1, partial(_draw, known, shown)),
        source=source_text(known, shown),
        note=chart.note,
        table=data_table(known, figure_id, subtitle, shown),
    )


def _finding(known: Known, shown: list[Series]) -> str:
    """How many are higher than a year before, and how many by more than chance."""
    rows = known.judged.loc[[each.path for each in shown if len(each.rows) > 1]]
    if len(rows) < 2:
        return latest_title(known, shown[0].label, shown[0].path)
    up, real = int((rows["value"] > rows["then"]).sum()), int(rows["significant"].eq(True).sum())
    tested = f"{real or 'none'} of them by more than chance"
    if rows["significant"].isna().any():
        tested = f"{int(rows['significant'].isna().sum())} not tested"
    return f"{up} of {len(rows)} figures {'is' if up == 1 else 'are'} higher than before, {tested}"


def _subtitle(known: Known, shown: list[Series]) -> str:
    heads = " and ".join(_heads(shown))
    return f"{list_words([each.label for each in shown])}, {known.info.authority}, {heads}"


def _heads(shown: list[Series]) -> list[str]:
    """What stands above the two ends: their periods, where all have the same."""
    ends = {tuple(spans_of(each.rows)) for each in shown if len(each.rows) > 1}
    if len(ends) == 1:
        return [span.short for span in ends.pop()]
    return ["A year before", "Latest"]


def _course(known: Known, each: Series, dated: bool) -> str:
    told = [
        f"{printed(known.facts, row)}{' ' + span_of(row).when if dated else ''}"
        for _, row in each.rows.iterrows()
    ]
    return f"{each.label}: {' to '.join(told)}"


def _draw(known: Known, shown: list[Series], panels: list[Axes]) -> Fit:
    """A line from then to now for each measure; returns what places it and its words."""
    (axes,) = panels
    for each in shown:
        values = each.rows["value"].to_numpy(dtype=float)
        places = list(range(2 - len(values), 2))
        axes.plot(places, values, color=OWN, linewidth=2, clip_on=False)
        for place, value, status in zip(places, values, each.rows["status"], strict=True):
            axes.plot(
                [place], [value], "o", color=OWN, markeredgewidth=1.8, markersize=7, zorder=4,
                markerfacecolor=PAPER if status in NOT_FINAL else OWN, clip_on=False,
            )  # fmt: skip
    axes.set_xlim(0, 1)
    # Room above the highest for its words, below the heads.
    axes.set_ylim(0, 1.08 * highest(pd.concat([each.rows["value"] for each in shown])))
    return partial(_fit, known, shown, axes)


def _fit(known: Known, shown: list[Series], axes: Axes, sheet: Sheet) -> None:
    heads, room = _heads(shown), sheet.width * _NAMES
    ends: list[list[_End]] = [[], []]
    for each in shown:
        values = [printed(known.facts, row) for _, row in each.rows.iterrows()]
        name = wrapped(f"{values[-1]} {each.label}", room, bold=True)
        ends[1].append(_End(name, height(each.rows["value"].iloc[-1])))
        if len(values) > 1:
            ends[0].append(_End(values[:1], height(each.rows["value"].iloc[0])))
    left, right = (widest((line for end in side for line in end.lines), bold=True) for side in ends)
    # As high as the words of the right end need.
    high = max(_HIGH, sum(len(end.lines) * LINE + _APART for end in ends[1]) + LINE)
    sheet.set_height(high + 3.5 * LINE)
    left = EDGE + max(left + _BESIDE + 4, text_width(heads[0]) / 2)
    box = Box(left, LINE, sheet.width - EDGE - right - _BESIDE - 4, LINE + high)
    sheet.place(axes, box)
    sheet.rules([(x, box.bottom, x, box.top) for x in (box.left, box.right)])
    for head, x in zip(heads, (box.left, box.right), strict=True):
        sheet.say(head, (x, box.top + 1.5 * LINE), "center", colour=MUTED)
    scale = high / axes.get_ylim()[1]
    for side, axis, away, found in zip(
        ("right", "left"), (box.left, box.right), (-1, 1), ends, strict=True
    ):
        needs = [len(end.lines) * LINE + _APART for end in found]
        points = [box.bottom + end.value * scale for end in found]
        lows = spread(points, needs, 0)
        ceiling = box.top + _APART
        for at in sorted(range(len(found)), key=lows.__getitem__, reverse=True):
            ceiling = min(lows[at], ceiling - needs[at])
            first = ceiling + needs[at] - (LINE + _APART) / 2
            sheet.say(found[at].lines, (axis + away * _BESIDE, first), side, bold=True)
            # Words that had to move are led to by a line.
            if abs(first - points[at]) > LINE / 2:
                near, far = axis + away * 6, axis + away * (_BESIDE - 2)
                sheet.rule((near, points[at]), (far, first), colour=MUTED)

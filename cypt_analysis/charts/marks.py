"""What stands beside the lines of a panel: scales, names, values, targets and events."""

from __future__ import annotations

from functools import partial

import matplotlib.dates as mdates
import numpy as np
import pandas as pd

from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.charts.colours import INK, MUTED
from cypt_analysis.charts.layout import (
    EDGE,
    LINE,
    Box,
    Room,
    box_of,
    spread,
    text_width,
    widest,
    wrapped,
)
from cypt_analysis.charts.panel import Panel, days_of
from cypt_analysis.charts.series import Series, turning_points
from cypt_analysis.charts.sheet import Sheet
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import span_named, span_of, spans_of
from cypt_analysis.words.wording import printed

_TOGETHER = "\N{NO-BREAK SPACE}"
_DASHES = (0, (5, 3))
_POINT = 6.0
# How wide the names of lines may be at a drawing's right edge.
_NAMES = {False: 170.0, True: 96.0}
Label = tuple[list[str], Series, str]


def target_rows(group: list[Series], known: Known) -> list[dict]:
    """The targets that apply to the latest values of a panel's own lines, each once."""
    rows = {}
    for each in group:
        if not each.own or each.path not in known.judged.index:
            continue
        judged = known.judged.loc[each.path]
        if pd.isna(judged["target"]) or not is_of_its_periods(judged):
            continue
        due = span_named(judged["target_period"])
        rows[(judged["target"], judged["target_period"])] = {
            "target": float(judged["target"]),
            "printed": known.facts[f"{each.path}.target"].printed,
            "middle": pd.Timestamp(due.named.middle),
            "label": due.short,
            "path": each.path,
        }
    return list(rows.values())


def is_of_its_periods(judged: pd.Series) -> bool:
    """Whether a target is one for figures like the latest: a year's count is not a quarter's."""
    return judged["kind"] != Kind.COUNT or judged["parts_of"] == 1


def end_labels(panel: Panel, sheet: Sheet) -> list[Label]:
    """The name and last value of each line where there are several, in lines, with its colour."""
    if len(panel.lines) == 1:
        return []
    last = {each.label: each for each in panel.lines}
    found = []
    for each in last.values():
        value = printed(panel.known.facts, each.rows.iloc[-1])
        # A mark stays with its value.
        text = f"{each.label} {value.replace(' ', _TOGETHER)}"
        lines = wrapped(text, _NAMES[sheet.is_narrow], bold=True)
        found.append((lines, each, panel.look(each)[0]))
    return found


def margins(panel: Panel, sheet: Sheet) -> tuple[float, float, float, float]:
    """The room that a panel's words need to its left, below, right and above."""
    names = [line for lines, *_ in end_labels(panel, sheet) for line in lines]
    values = [printed(panel.known.facts, row) for _, row in panel.lines[0].rows.iterrows()]
    right = widest(names, bold=True) + 12 if names else widest(values[-1:], bold=True) / 2 + EDGE
    ticks = [line for lines in _times(panel).values() for line in lines]
    left = max(widest(panel.ticks.values()) + 8, 20)
    title = len(_title(panel, sheet)) * LINE + 4 if panel.title else 4
    below = LINE * max((len(lines) for lines in _times(panel).values()), default=1) + 6
    return left, below, max(right, widest(ticks[-2:]) / 2 + EDGE), title


def _title(panel: Panel, sheet: Sheet) -> list[str]:
    return wrapped(panel.title, panel.box.right - panel.box.left or sheet.width, bold=True)


def furnish(panel: Panel, sheet: Sheet) -> None:
    """Place a panel's scales, targets, events, names and values for the drawing underway."""
    box = panel.box
    sheet.place(panel.axes, box)
    if panel.title:
        lines = wrapped(panel.title, box.right - box.left + 24, bold=True)
        top = box.top + 4 + LINE * (len(lines) - 0.5)
        sheet.say(lines, (box.left - text_width(panel.ticks[0.0]) - 6, top), bold=True)
    _scales(panel, sheet)
    room = Room(Box(box.left, box.bottom, panel.reach, box.top + 4))
    room.take(*_drawn(panel))
    labels = end_labels(panel, sheet)
    _names(panel, sheet, labels, room)
    for row in target_rows(panel.lines, panel.known) if panel.chart.targets else ():
        _target(panel, sheet, room, row)
    for event in panel.chart.events:
        _event(panel, sheet, room, (mdates.date2num(event.date), event.label))
    _values(panel, sheet, room)


def _times(panel: Panel) -> dict[float, list[str]]:
    """Every period's day with its words, a long one broken before its year."""
    marks = {}
    for each in panel.lines:
        for span, day in zip(spans_of(each.rows), days_of(each), strict=True):
            label = span.short
            words = label.rsplit(" ", 1)
            marks[day] = words if len(label) > 9 and len(words) == 2 else [label]
    return dict(sorted(marks.items()))


def _scales(panel: Panel, sheet: Sheet) -> None:
    box = panel.box
    levels = [panel.y(value) for value in panel.ticks]
    for words, at in zip(panel.ticks.values(), levels, strict=True):
        sheet.say(words, (box.left - 6, at), "right", colour=MUTED, scenery=True)
    sheet.rules([(box.left, at, box.right, at) for at in levels[1:]])
    marks = [(box.left, box.bottom, box.right, box.bottom)]
    free = sheet.width + 1
    # From the newest backwards, as many as stand apart.
    for day, lines in reversed(_times(panel).items()):
        at = panel.x(day)
        taken = box_of(lines, at, box.bottom - 6 - LINE / 2, "center")
        if taken.right < free - 8 or free > sheet.width:
            sheet.say(lines, (at, box.bottom - 6 - LINE / 2), "center", colour=MUTED, scenery=True)
            marks.append((at, box.bottom, at, box.bottom - 4))
            free = taken.left
    sheet.rules(marks, MUTED)


def _drawn(panel: Panel) -> list[Box]:
    """What lines, points and whiskers take."""
    taken = []
    for each in panel.lines:
        values = each.rows["value"].to_numpy(dtype=float)
        seen = np.isfinite(values)
        if not seen.any():
            continue
        xs = np.array([panel.x(day) for day in days_of(each)])[seen]
        ys = np.array([panel.y(value) for value in values])[seen]
        taken += [_around(x, y, _POINT) for x, y in zip(xs, ys, strict=True)]
        if panel.chart.joined and len(xs) > 1:
            fine = np.arange(xs[0], xs[-1], 6)
            between = np.interp(fine, xs, ys)
            taken += [_around(x, y, 3) for x, y in zip(fine, between, strict=True)]
        if panel.chart.intervals and each.own:
            ends = each.rows[["lower_95", "upper_95"]].to_numpy(dtype=float)[seen]
            taken += [
                Box(x - 3, panel.y(low), x + 3, panel.y(high))
                for x, (low, high) in zip(xs, ends, strict=True)
                if np.isfinite(low)
            ]
    return taken


def _around(x: float, y: float, reach: float) -> Box:
    return Box(x - reach, y - reach, x + reach, y + reach)


def _names(panel: Panel, sheet: Sheet, labels: list[Label], room: Room) -> None:
    """Each line's name and last value at its end, and the mark of what is not shown."""
    if not labels:
        return
    right = max(panel.x(days_of(each)[-1]) for _, each, _ in labels) + 10
    needs = [len(lines) * LINE for lines, *_ in labels]
    ends = [panel.y(each.rows["value"].iloc[-1]) for _, each, _ in labels]
    placed = spread(ends, needs, panel.box.bottom - 2)
    # What would leave the drawing above pushes the rest down.
    over = max(at + need for at, need in zip(placed, needs, strict=True)) - (panel.box.top + EDGE)
    placed = [at - max(over, 0) for at in placed]
    for (lines, _, colour), at, need in zip(labels, placed, needs, strict=True):
        first = at + need - LINE / 2
        sheet.say(lines, (right, first), colour=colour, bold=True)
        room.take(box_of(lines, right, first, "left", bold=True))
    # One mark on the ground for all lines that leave a period out.
    left_out = {
        float(day)
        for _, each, _ in labels
        for day in days_of(each)[:-1][each.rows.iloc[:-1]["mark"].to_numpy() != ""]
    }
    for day in sorted(left_out):
        sheet.say(HIDDEN_MARK, (panel.x(day), panel.box.bottom + LINE / 2), "center")


def _values(panel: Panel, sheet: Sheet, room: Room) -> None:
    """The values of the authority's own line: its ends and turns first, others where room is."""
    own = panel.lines[0]
    if not own.own:
        return
    values = own.rows["value"].to_numpy(dtype=float)
    many = len(panel.lines) > 1
    turns = list(turning_points(values)) if len(values) > 2 else []
    order = list(dict.fromkeys([len(values) - 1, 0, *turns, *range(len(values))]))
    for place in order[1 : 2 + len(turns)] if many else order:
        row = own.rows.iloc[place]
        if many and np.isnan(values[place]):
            continue
        text = printed(panel.known.facts, row)
        x, y = panel.x(days_of(own)[place]), panel.y(values[place])
        up = panel.y(row["upper_95"]) if _has_whisker(panel, row) else y
        down = panel.y(row["lower_95"]) if _has_whisker(panel, row) else y
        say = partial(sheet.say, text, bold=not many, colour=panel.look(own)[0] if many else INK)
        side = text_width(text, not many) / 2
        spots = [(x, up + 15), (x, down - 15), (x + side - 4, up + 15), (x - side + 4, up + 15)]
        boxes = [box_of([text], *spot, "center", not many) for spot in spots]
        best, cost = room.best(boxes)
        # What belongs to a line of its own must be there, the rest where it is free.
        if cost < 1 or (not many and place == len(values) - 1):
            say(spots[best], "center")
            room.take(boxes[best])


def _has_whisker(panel: Panel, row: pd.Series) -> bool:
    return panel.chart.intervals and bool(pd.notna(row["upper_95"]))


def _target(panel: Panel, sheet: Sheet, room: Room, row: dict) -> None:
    """A target as a labelled line or, with a baseline, as the way to it."""
    box, at = panel.box, panel.y(row["target"])
    if panel.chart.trajectory:
        _trajectory(panel, sheet, row)
        end = panel.x(float(mdates.date2num(row["middle"])))
        text = f"Target {row['printed']} in {row['label']}"
        spots = [(end, at - 16, "right"), (end, at - 16, "center"), (end, at + 16, "right")]
    else:
        sheet.rule((box.left, at), (box.right, at), colour=INK, width=1.4, scenery=False,
                   linestyle=_DASHES)  # fmt: skip
        text = f"Target {row['printed']} ({row['label']})"
        long = box.right - box.left
        places = [(box.left + 4, "left"), (box.right, "right")]
        places += [(box.left + long * part, "center") for part in (0.5, 0.35, 0.65)]
        spots = [(x, at + step, side) for step in (10, -10, 22) for x, side in places]
    boxes = [box_of([text], *spot) for spot in spots]
    best, _ = room.best(boxes)
    sheet.say(text, spots[best][:2], spots[best][2])
    room.take(boxes[best])


def _trajectory(panel: Panel, sheet: Sheet, row: dict) -> None:
    """The straight line from the baseline to the target."""
    alias = f"{row['path']}.baseline"
    known = panel.known
    baseline, name = known.facts.get(alias), known.facts.aliases.get(alias)
    x, y = panel.x(float(mdates.date2num(row["middle"]))), panel.y(row["target"])
    for step in (1, -1):
        sheet.rule((x - 5, y - 5 * step), (x + 5, y + 5 * step), colour=INK, width=2,
                   scenery=False)  # fmt: skip
    if baseline is None:
        return
    base = known.observations[known.observations["id"] == name].iloc[0]
    start = float(mdates.date2num(pd.Timestamp(span_of(base).middle)))
    sheet.rule((panel.x(start), panel.y(baseline.value)), (x, y), colour=INK, width=1.4,
               scenery=False, linestyle=_DASHES)  # fmt: skip


def _event(panel: Panel, sheet: Sheet, room: Room, event: tuple[float, str]) -> None:
    """A date marked by an upright line with its label."""
    box, at = panel.box, panel.x(event[0])
    sheet.rule((at, box.bottom), (at, box.top), colour=MUTED, width=1.4, scenery=False,
               linestyle=(0, (1, 2)))  # fmt: skip
    lines = wrapped(event[1], max(at - box.left, box.right - at) - 8)
    choices = [
        (x, height, side)
        for height in (box.top - LINE / 2, box.bottom + LINE * (len(lines) + 0.5))
        for x, side in ((at + 5, "left"), (at - 5, "right"))
    ]
    boxes = [box_of(lines, *choice) for choice in choices]
    best, _ = room.best(boxes)
    sheet.say(lines, choices[best][:2], choices[best][2])
    room.take(boxes[best])

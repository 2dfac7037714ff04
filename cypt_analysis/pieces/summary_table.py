"""The summary of performance: one measure a row, an indicator or theme after the other."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from markupsafe import Markup

from cypt_analysis.catalogue import Indicator
from cypt_analysis.charts.sparkline import sparkline
from cypt_analysis.ground.status import Direction, TargetStatus
from cypt_analysis.ground.tables import Table, join, status_tag
from cypt_analysis.judgement.indicators import Held, beside_headline, held_name
from cypt_analysis.judgement.signals import series_of_path
from cypt_analysis.known import Known
from cypt_analysis.observations.rows import area_slug
from cypt_analysis.observations.spans import span_named
from cypt_analysis.pieces.noise import NO_TARGET, THEME, without_noise
from cypt_analysis.pieces.paragraphs import NOTHING, PARTS
from cypt_analysis.pieces.status import of_older, tagged
from cypt_analysis.words import wording
from cypt_analysis.words.commentary import BRIEF
from cypt_analysis.words.headlines import area_beside
from cypt_analysis.words.marked import earlier_hidden
from cypt_analysis.words.narrative import words_in_line, words_on

_COMMENT = "Comment"
_COLUMNS = ("Indicator or theme", "Latest", "Target", "Status", "Direction", _COMMENT)
NO_FIGURE = "No figure"
UNHELD = "Set, and no figure to hold against it"
_ABOVE, _BELOW = "See the comment above.", "See its section."
# What is said where a whole column says nothing.
_LEFT_OUT = {
    "Target": "No target is set for any of these.",
    "Direction": "None of these has an earlier figure to compare with.",
    _COMMENT: "No comments were given.",
}


def summary_table(known: Known) -> Table:
    """The summary of performance: every indicator and theme in the catalogue's order.

    Value, target, status and direction of a row are one measure's. Another measure of an
    indicator that is missed or off track has a row of its own below it. A column that says
    nothing in any row is left out, and a sentence above the table says so once.
    """
    entries = known.catalogue.indicators.values()
    area = "" if known.judged["target"].notna().any() else area_beside(known)
    columns: tuple[str, ...] = _COLUMNS
    rows = [row for entry in entries for row in _rows(known, entry)]
    if area:
        # Without a target a figure stands beside what others have.
        beside = [_beside(known, entry, area) for entry in entries]
        rows = [[*row[:2], cell, *row[2:]] for row, cell in zip(rows, beside, strict=True)]
        columns = (*_COLUMNS[:2], area, *_COLUMNS[2:])
    caption = f"{known.settings.summary_heading}, {known.quarter.title}"
    table = without_noise(Table("summary", caption, columns, rows, css="summary"))
    note = " ".join(text for name, text in _LEFT_OUT.items() if name not in table.columns)
    css = [
        "summary",
        *(["short"] if note else []),
        *(["commented"] if _COMMENT in table.columns else []),
    ]
    return replace(table, note=note, css=" ".join(css))


def _beside(known: Known, indicator: Indicator, area: str) -> str:
    """What an area has in the period of the headline figure that stands first, marked or not."""
    path, marked = indicator.id, known.newest_marked
    period = f"{marked.loc[path, 'period']}." if path in marked.index else ""
    fact = known.facts.get(f"{path}.{period}{area_slug(area, known.info)}")
    return fact.printed if fact else NO_FIGURE if indicator.measure else THEME


def _rows(known: Known, indicator: Indicator) -> list[list[object]]:
    verdict = known.verdicts.loc[indicator.id]
    name: object = Markup('<a href="#{}">{}</a>').format(indicator.anchor, indicator.name)
    elsewhere = any(words_on(known, indicator.id, part) for part in PARTS)
    comment = words_in_line(known, indicator.id, BRIEF) or (_BELOW if elsewhere else NOTHING)
    if not indicator.measure:
        return [[name, THEME, THEME, status_tag(verdict["status"]), THEME, comment]]
    others = beside_headline(known.held, indicator, verdict["status"]) if verdict["is_new"] else []
    own = indicator.get(str(indicator.headline)).label
    if own != indicator.name and others:
        name = Markup('{} <span class="measure">{}</span>').format(name, own)
    if verdict["path"]:
        row = known.judged.loc[verdict["path"]]
        first = [name, *_cells(known, row, verdict["status"], verdict["status_note"]), comment]
    else:
        first = [name, *_without_figure(known, indicator, verdict["status"]), comment]
    return [first, *(_second(known, indicator, each) for each in others)]


def _without_figure(known: Known, indicator: Indicator, status: str) -> list[object]:
    """The cells of a headline measure without a figure: whether one came that is not shown."""
    path, targets = indicator.id, known.targets
    asked = (targets["indicator"] == path) & (targets["measure"] == indicator.headline)
    hidden = path in known.newest_marked.index
    return [
        wording.latest_cell(known, path) if hidden else NO_FIGURE,
        UNHELD if asked.any() else NO_TARGET,
        status_tag(status),
        status_tag(Direction.NOT_SHOWN) if hidden else NO_FIGURE,
    ]


def _second(known: Known, indicator: Indicator, held: Held) -> list[object]:
    row = known.judged.loc[held.paths[0]]
    name = Markup('<span class="measure">{}</span>').format(held_name(indicator, held))
    note = str(row["target_note"])
    if held.parts:
        # Several parts stand so: each has its figure in the indicator's own table.
        status = tagged(held.status, note)
        return [name, "See its table", _target(known, row), status, "See its table", _ABOVE]
    return [name, *_cells(known, row, held.status, note), _ABOVE]


def _cells(known: Known, row: pd.Series, word: str, note: str) -> list[object]:
    """Value, target, status and direction of one measure."""
    path = str(row["path"])
    stale = wording.not_new(known, row) == wording.NOT_NEW
    missed = stale and word != row["verdict"] and row["verdict"] == TargetStatus.MISSED
    notes = [of_older(known, row), note, "the target stays missed" if missed else ""]
    status = tagged(word, "; ".join(filter(None, notes)))
    # What was told of an old figure is no news of this quarter, and bears no badge.
    before = f"{row['direction']}, told before" if stale and row["basis_of_change"] else ""
    way = before or tagged(row["direction"], earlier_hidden(known, row))
    direction = join(way, _sparkline(known, row))
    return [wording.latest_cell(known, path), _target(known, row), status, direction]


def _target(known: Known, row: pd.Series) -> str:
    """What is asked and by when; of a year underway, what it has come to and was asked so far."""
    target = known.facts.get(f"{row['path']}.target")
    if target is None or row["verdict"] == TargetStatus.NO_TARGET:
        return NO_TARGET
    asked = f"{row['comparison']} {target.printed}".capitalize()
    if row["target_period"] != row["period"]:
        asked = f"{asked} {span_named(row['target_period']).when}"
    parts = [
        asked, wording.asked_before(row), wording.asked_by(known.facts, row),
        wording.year_so_far(known.facts, row),
    ]  # fmt: skip
    return "; ".join(filter(None, parts))


def _sparkline(known: Known, row: pd.Series) -> Markup:
    own = series_of_path(known.own, str(row["path"]), row["series"])
    # A part of a period is no point of the line.
    own = own[own["runs_to"].isna()]
    days = [day.date() for day in own["end"]]
    return sparkline(days, [float(value) for value in own["value"]])

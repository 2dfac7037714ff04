"""The summary of performance: one row an indicator or theme."""

from __future__ import annotations

from markupsafe import Markup

from cypt_analysis.catalogue import Indicator
from cypt_analysis.charts.sparkline import sparkline
from cypt_analysis.ground.tables import Table, join, status_tag
from cypt_analysis.judgement.signals import series_of_path
from cypt_analysis.known import Known
from cypt_analysis.pieces.commentary import NOTHING
from cypt_analysis.pieces.status import status_of
from cypt_analysis.words import wording
from cypt_analysis.words.commentary import BRIEF
from cypt_analysis.words.narrative import words_in_line

_COLUMNS = ("Indicator or theme", "Latest", "Status", "Direction", "Comment")


def summary_table(known: Known) -> Table:
    """The summary of performance: every indicator and theme in the catalogue's order."""
    rows = [_row(known, indicator) for indicator in known.catalogue.indicators.values()]
    caption = f"{known.settings.summary_heading}, {known.quarter.title}"
    return Table("summary", caption, _COLUMNS, rows, css="summary")


def _row(known: Known, indicator: Indicator) -> list[object]:
    verdict = known.verdicts.loc[indicator.id]
    direction: object = "[z]"
    if verdict["path"]:
        direction = join(status_tag(verdict["direction"]), _sparkline(known, verdict["path"]))
    return [
        Markup('<a href="#{}">{}</a>').format(indicator.anchor, indicator.name),
        wording.latest_cell(known, indicator.id) if indicator.measure else "[z]",
        status_of(known, indicator),
        direction,
        words_in_line(known, indicator.id, BRIEF) or NOTHING,
    ]


def _sparkline(known: Known, path: str) -> Markup:
    own = series_of_path(known.own, path, known.judged.loc[path, "series"])
    return sparkline([float(value) for value in own["value"]])

"""Bars of measures, each as a share of its target."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pandas as pd
from markupsafe import Markup

from cypt_analysis.catalogue import Indicator
from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.charts.across import Row, Rows, bars
from cypt_analysis.charts.colours import INK, PAPER
from cypt_analysis.charts.figure import Figure, one_breath
from cypt_analysis.charts.series import Series, height, source_text
from cypt_analysis.charts.sheet import Sheet, drawings
from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.ground.tables import Html, Table, status_tag
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import span_named, span_of

_NOTE = (
    "The upright mark is what is asked by the end of that period: a yearly count is shared out by "
    "the months gone, a percentage is not."
)


@dataclass(frozen=True)
class _Held:
    """A measure's latest value held against its target, as bars, table and words show it.

    ``share`` and ``mark`` are the value and what is asked by then, in per cent of the target.
    """

    series: Series
    verdict: str
    latest: str
    target: str
    note: str
    by_now: str
    share: float
    mark: float

    @property
    def reached(self) -> str:
        """How far it is: "11 of 30"."""
        return f"{self.latest} of {self.target}"


def against_target(known: Known, indicator: Indicator, chart: Chart) -> Figure | None:
    """Each measure as a share of its target, with the mark of what is asked by then."""
    figure_id = f"fig-{indicator.anchor}-{chart.id}"
    paths = [indicator.path(indicator.get(name)) for name in chart.measures]
    rows = known.judged[known.judged.index.isin(paths) & known.judged["target"].notna()]
    rows = rows.reindex([path for path in paths if path in rows.index])
    if rows.empty:
        return None
    held = [_held(known, indicator, rows.loc[[path]]) for path in rows.index]
    due = list_words(dict.fromkeys(span_named(text).name for text in rows["target_period"]))
    period = span_of(rows.iloc[0]).name
    subtitle = f"Share of the {due} target reached, {known.info.authority}, {period}"
    told = [f"{each.series.label} {each.reached}, {each.verdict.lower()}" for each in held]
    title = f"{_tally([each.verdict for each in held])} for {due}"
    shown = [Row(each.series.label, each.share, each.reached) for each in held]
    furthest = max(max(height(each.share), each.mark) for each in held)
    return Figure(
        id=figure_id,
        title=title,
        subtitle=subtitle,
        alt=one_breath(
            f"{title}. {'; '.join(told)}.",
            f"{title}. {'; '.join(f'{each.series.label} {each.reached}' for each in held)}.",
            f"{title}. {indicator.name}, from {held[0].reached} to {held[-1].reached}.",
        ),
        draw=lambda: drawings(
            figure_id,
            1,
            lambda panels: bars(
                panels[0], shown, top=max(furthest, 100), after=partial(_marks, held)
            ),
        ),
        source=source_text(known, [each.series for each in held]),
        note=f"{chart.note} {_NOTE}".strip(),
        table=_table(figure_id, subtitle, held),
    )


def _tally(verdicts: list[str]) -> str:
    """How many of the measures drawn go well, in the very words that stand beside them.

    >>> _tally(["On track", "On track", "Off track"]), _tally(["Met", "Missed"])
    ('2 of 3 measures are on track', '1 of 2 measures have met their target')
    """
    words = [word for word in (TargetStatus.MET, TargetStatus.ON_TRACK) if word in verdicts]
    ended = all(word in (TargetStatus.MET, TargetStatus.MISSED) for word in verdicts)
    good = sum(word in words for word in verdicts)
    said = "are on track"
    if ended:
        said = "have met their target"
    elif TargetStatus.MET in words:
        said = "have met their target or are on track"
    return f"{good} of {len(verdicts)} measures {said}"


def _held(known: Known, indicator: Indicator, rows: pd.DataFrame) -> _Held:
    row, facts = rows.iloc[0], known.facts
    path, measure = str(row["path"]), indicator.get(str(row["measure"]))
    target = facts[f"{path}.target"]
    return _Held(
        series=Series(measure.name, measure, path, rows, True),
        verdict=str(row["verdict"]),
        latest=(facts.get(f"{path}.so_far") or facts[f"{path}.latest"]).printed,
        target=target.printed,
        note=str(row["target_note"]),
        by_now=(facts.get(f"{path}.pro_rata_target") or target).printed,
        share=float(row["judged"] / row["target"] * 100),
        mark=float(row["required"] / row["target"] * 100),
    )


def _marks(held: list[_Held], sheet: Sheet, rows: Rows) -> None:
    """What is asked by then as an upright mark, and how far each is beside bar and mark."""
    for each, middle in zip(held, rows.middles, strict=True):
        at = rows.x(each.mark)
        for colour, width, reach in ((PAPER, 5.0, 13.0), (INK, 2.4, 13.0)):
            sheet.rule(
                (at, middle - reach), (at, middle + reach), colour=colour, width=width,
                scenery=colour == PAPER, zorder=5,
            )  # fmt: skip
        far = max(rows.x(each.share), at)
        sheet.say(each.reached, (far + 8, middle), bold=True)


def _status(held: _Held) -> Html:
    tag = status_tag(held.verdict)
    return Html(Markup("{} {}").format(tag, held.note)) if held.note else tag


def _table(figure_id: str, caption: str, held: list[_Held]) -> Table:
    numeric = ("Latest", "Target for the year", "Asked so far")
    rows = [
        [each.series.label, each.latest, each.target, each.by_now, _status(each)] for each in held
    ]
    return Table(f"{figure_id}-data", caption, ("Measure", *numeric, "Status"), rows, set(numeric))

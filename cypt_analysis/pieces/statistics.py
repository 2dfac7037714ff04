"""For the analyst: every statistic of an indicator, with its rule and the call that made it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from markupsafe import Markup

from cypt_analysis.catalogue import Indicator
from cypt_analysis.charts import draw_control_chart
from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.tables import Html, Table, join, paragraph
from cypt_analysis.judgement.signals import NOT_JUDGED
from cypt_analysis.known import Known
from cypt_analysis.pieces.rows import in_order, rows_of
from cypt_analysis.pieces.worked import Worked, worked_out
from cypt_analysis.words.marked import hidden_in, not_shown
from cypt_analysis.words.wording import measure_name

# By the function that a call calls: what it gives, by which method, and the rule.
_METHODS = {
    "wilson_interval": (
        "Intervals of proportions",
        "Wilson score. With p = n / N, from and to (2n + z² ± z√(z² + 4n(1 − p))) / 2(N + z²); "
        "z is 1.96 for 95% and 3.09 for 99.8%.",
    ),
    "rate_interval": (
        "Intervals of rates and of counts of events",
        "Poisson. Below 10 events exact: half a chi-squared quantile with 2n and with 2n + 2 "
        "degrees of freedom. From 10 on Byar's: n(1 − 1/9n − z/3√n)³ to the same of n + 1 with + z."
        " Each limit is divided by N and multiplied by what the rate is per.",
    ),
    "compare_proportions": (
        "Tests of a change of proportions",
        "Significant where Newcombe's interval of the difference leaves 0 out: "
        "p₂ − p₁ − √((p₂ − l₂)² + (u₁ − p₁)²) to p₂ − p₁ + √((u₂ − p₂)² + (p₁ − l₁)²), with "
        "Wilson's l and u. p is the level at which that interval begins to leave 0 out. With fewer "
        "than 30 counted, or periods that overlap, there is no test.",
    ),
    "compare_rates": (
        "Tests of a change of rates and of counts of events",
        "Significant where p is below 0.05 by the exact conditional test: of the events of both "
        "periods together, how often would chance share them out as unevenly, with half the weight "
        "for the share seen (mid-p). The difference's interval joins the intervals of both rates. "
        "With fewer than 30 counted, or periods that overlap, there is no test.",
    ),
    "verdict_turns_at": (
        "How far an assumed number could be off",
        "The test of the change again, with more children or fewer, the proportions as they are: "
        "how many times as many it takes for its verdict to turn.",
    ),
    "significance_thresholds": (
        "What the next figure must pass to be a change",
        "By the intervals: where its Wilson interval would just touch this one. By the test: where "
        "Newcombe's interval of the difference would just touch 0; for rates, the last whole "
        "number of events that is none. As many counted as now. Rounded to the side on which "
        "whatever passes it is a change.",
    ),
    "numerator_gap": (
        "How many would have met a target",
        "The smallest whole number that gives the target by at least as much (or the largest by at "
        "most), beside the number counted.",
    ),
    "required_run_rate": (
        "What is left to meet a yearly target",
        "(target − so far) / periods left, rounded to the side on which it is enough.",
    ),
    "compare_to_benchmark": (
        "Verdicts beside other areas",
        "Similar where their value is within the 95% interval; better or worse (higher or lower) "
        "beyond it, much so beyond the 99.8% interval (with 170 counted or more). A value received "
        "with few decimals is known to half a unit: at the edge where either side may be true.",
    ),
    "neighbour_summary": (
        "Among statistical neighbours",
        "Unweighted mean and median of those with a figure; the area's place among them and "
        "itself, ties sharing their mean place; quarters by linear interpolation.",
    ),
    "p_chart": (
        "Control charts of proportions",
        "p: limits at the proportion of all periods together ± 3 standard errors of each period's "
        "own number; Laney's p′, wider by what the periods differ beyond chance. Signals as for "
        "other control charts. With fewer than 5 counted a period there is none.",
    ),
    "u_chart": (
        "Control charts of rates",
        "u: limits at the rate of all periods together ± 3 standard errors of a Poisson rate; "
        "Laney's u′, wider by what the periods differ beyond chance. With fewer than 5 events a "
        "period there is none: rare events need the time between them (g or t charts).",
    ),
    "xmr_chart": (
        "Control charts",
        "XmR: limits at the mean ± 2.66 × the mean distance from point to point. Signals: a point "
        "outside, 7 rising or falling, 2 of 3 near a limit, 7 on one side. A period that did not "
        "come breaks a run.",
    ),
    "recent_trend": (
        "Recent trends",
        "The latest five points without a gap: chi-squared for trend (proportions) or a weighted "
        "regression (rates) at 99.8%, with an allowance for spread beyond chance, and the slope "
        "keeps its sign whichever point is left out.",
    ),
    "event_effect": (
        "Effects of events",
        "A step in a flow at the date, by quasi-Poisson regression with a steady trend (and a "
        "season, from two years on) and 8 points on each side or more. A number on a day is not "
        "tested: it is mostly the same children as before.",
    ),
}  # fmt: skip
_WHY = {
    "count": "a count of everyone is no sample",
    "mean": "the spread behind a mean has not been received",
}
_COLUMNS = ("Measure", "Period", "Numbers", "Result", "Call")
_INTRODUCTION = Markup(
    "Each call runs after <code>from cypt_analysis.statistics import *</code>: copy it, and change "
    "its numbers to ask what if. Proportions come out as shares of 1."
)

_NOTHING = "Nothing has been received for this indicator."


def statistics(known: Known, indicator: Indicator) -> Html:
    """A table for each method: its rule, then each figure that it gave, by measure.

    The control charts of measures that have points enough follow, then why others have none.
    """
    heading = Markup("<h4>{}</h4>").format(f"Statistics: {indicator.label}")
    tables: list[object] = []
    by_method = sorted(worked_out(known, indicator), key=_method)
    for method, rows in groupby(by_method, key=_method):
        title, rule = list(_METHODS.values())[method]
        caption = Markup('<strong>{}</strong><br><span class="rule">{}</span>').format(
            f"{title}: {indicator.label}", rule
        )
        tables.append(_table(indicator, caption, list(rows)))
    charts = [draw_control_chart(known, indicator, each) for each in indicator.measure]
    introduction = paragraph(_INTRODUCTION) if tables else ""
    return join(heading, introduction, *tables, *charts, *_without(known, indicator))


def _without(known: Known, indicator: Indicator) -> Iterator[Html]:
    """Why figures have neither interval nor test, each reason once."""
    latest = in_order(known.judged[known.judged["method"] == ""], indicator)
    reasons: dict[str, list[str]] = {}
    for row in dicts_of(latest):
        why = _WHY.get(row["kind"], "the numbers behind the figures have not been received")
        reasons.setdefault(why, []).append(measure_name(indicator, row))
    if not (known.judged["indicator"] == indicator.id).any():
        hidden = hidden_in(known, indicator)
        text = "; ".join(f"{name}, {not_shown(known, row['path'])}" for name, row in hidden)
        text = f"No figure is shown. {text}." if hidden else _NOTHING
        yield paragraph(text, "none")
    yield from _told("No interval and no test", reasons)
    yield from _told("Not judged", _refusals(known, indicator))


def _refusals(known: Known, indicator: Indicator) -> dict[str, list[str]]:
    """Why pairs of periods, control charts and trends are not judged, with their measures."""
    reasons: dict[str, list[str]] = {}
    signals = in_order(known.signals, indicator).set_index("path")
    for row in rows_of(known, "judged", indicator):
        signal = signals.loc[row["path"]]
        chart = signal["chart_reason"] if signal["chart"] == NOT_JUDGED else ""
        trend = signal["trend_method"] if signal["trend"] == NOT_JUDGED else ""
        for why in filter(None, (chart, trend.removeprefix("none: "))):
            reasons.setdefault(why, []).append(measure_name(indicator, row))
    refused = known.pairs[known.pairs["untested"] != ""].drop_duplicates(["path", "untested"])
    for row in dicts_of(in_order(refused, indicator, "end")):
        why = f"a change between two periods: {row['untested'][0].lower()}{row['untested'][1:-1]}"
        reasons.setdefault(why, []).append(measure_name(indicator, row))
    return reasons


def _told(what: str, reasons: dict[str, list[str]]) -> Iterator[Html]:
    """Each reason once, with the measures that it holds for."""
    for why, names in reasons.items():
        lead = Markup("<strong>{}:</strong> {}.").format(what, why)
        yield paragraph(join(lead, f"{list_words(names)}."), "rule")


def _method(row: Worked) -> int:
    return list(_METHODS).index(row.call.function.__name__)


def _table(indicator: Indicator, caption: Markup, rows: list[Worked]) -> Table:
    function = rows[0].call.function.__name__.replace("_", "-")
    return Table(
        f"statistics-{indicator.anchor}-{function}",
        caption,
        _COLUMNS,
        [
            [
                row.measure, row.period, row.numbers, row.result,
                Markup("<code>{}</code>").format(row.call),
            ]
            for row in rows
        ],
        css="calls",
    )  # fmt: skip

"""For the analyst: the rules in full, and what each measure of an indicator is worked out from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import pandas as pd
from markupsafe import Markup

from cypt_analysis.catalogue import Indicator, Measure
from cypt_analysis.catalogue.entries import Break
from cypt_analysis.catalogue.kinds import Kind, Polarity
from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.number_format import format_number
from cypt_analysis.ground.quarter import format_date
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.tables import Html, Table, fact_list, join, paragraph
from cypt_analysis.judgement.consequence import RULE_IN_FULL
from cypt_analysis.known import Known
from cypt_analysis.observations.intervals import METHODS
from cypt_analysis.observations.spans import span_named
from cypt_analysis.words.wording import limits_of

Targets = dict[tuple[str, str], list[dict]]
GOOD = {Polarity.LOW: "Low", Polarity.HIGH: "High", Polarity.NONE: "Neither"}
_ON_METHOD = (
    "A figure that counts events or asks only some of those concerned would come out a little "
    "differently by chance alone. The 95% interval is the range in which the underlying level "
    "plausibly lies. Proportions have Wilson score intervals. Rates and counts of events have "
    "exact Poisson intervals below 10 events and Byar's approximation from 10.",
    "A count of every child on one day is not a sample: it has no interval, and its change is "
    "reported as it is, without a test.",
    "Whether a change is real is judged in two ways, and both are shown where a denominator is "
    "known. The test compares the two figures directly; the change counts as real when one as "
    "large would come up by chance in fewer than 5 of 100 cases. The older and stricter rule, "
    "common in local reports, asks that the two 95% intervals do not overlap. Where they "
    "disagree, the test decides the direction word.",
    "A change of percentages is given in percentage points. Status compares with the target what "
    "the target is for: at a point in time the latest figure; of a year the sum of its counts, or "
    "for percentages and rates the ratio of the year's sums. It is met or missed once the "
    "target's period is over and each part of it was received, and within tolerance where a miss "
    "stays inside the limit that was set for it; on or off track before. A year of which a part "
    "did not come is not judged, and neither is one whose numbers were not received: a status of "
    "one quarter's percentage names that quarter alone.",
    "Figures compare when they are of the same measure, authority and area, of the same kind of "
    "period in the same window (a whole period, the year to date, a rolling year, a number on a "
    "day), and on the same side of a break in the series. A figure taken before its period was "
    "over is shown as part of it and compared with nothing. The end of February is one day, the "
    "28th or the 29th. Of two files that give one figure, the later drop's counts and the change "
    "is listed with what was revised. The neighbours of a period are those of the report that gave "
    "its figures first. Where a figure would print like a target or another area's figure that it "
    "is not, it has more decimals.",
    "Better and Worse are said of tested changes alone. What was not tested reads Higher, Lower or "
    "Unchanged, not tested: no numbers behind the figures, a count of everyone on a day, periods "
    "that overlap, fewer than 30 counted, or a count that varies by more than chance, or may. Such "
    "words stay out of the lists of what is better, and say so where they are told first.",
    "The status of an indicator is that of the measure whose figure stands beside it. Other "
    "measures whose target is missed or off track are named below it. The count of targets under "
    "what matters takes each measure with a target once.",
    "A place is one among the areas that have a figure: the first is the best, or the highest "
    "where neither way is better, and figures that are published alike share the first of their "
    "places. A figure that is marked instead of given takes none: where the newest is, the status "
    "is 'Not shown', or names the period of the older figure that it is of. A rate of England "
    "or a region that lies outside those of all its parts is left out.",
    RULE_IN_FULL,
    "A control chart is drawn by the kind of a measure: p charts of proportions, u charts of rates "
    "(wider limits where periods differ beyond chance), XmR charts of other flows, none of numbers "
    "on a day, of periods that overlap or of fewer than 5 events a period.",
)


def methods_in_full(known: Known) -> Html:
    """How figures are judged, then each indicator with all of its measures."""
    targets = _targets_by_measure(known.targets)
    return join(
        Markup('<h3 id="analyst-method">How figures are judged</h3>'),
        *(paragraph(text) for text in _ON_METHOD),
        Markup('<h3 id="analyst-indicators">Indicators and themes</h3>'),
        *(_indicator(entry, targets, known) for entry in known.catalogue.indicators.values()),
    )


def _targets_by_measure(targets: pd.DataFrame) -> Targets:
    """The targets of each indicator's measures, in order of time."""
    found: Targets = defaultdict(list)
    for row in dicts_of(targets.sort_values("end", kind="stable")):
        found[row["indicator"], row["measure"]].append(row)
    return found


def _indicator(indicator: Indicator, targets: Targets, known: Known) -> Html:
    sources = known.catalogue.sources_of(indicator)
    producers = dict.fromkeys(source.producer for source in sources)
    facts = fact_list(
        {
            "Definition": indicator.definition,
            "Why it matters": indicator.rationale,
            "Caveats": " ".join(indicator.caveats),
            "Source": "; ".join(producers),
            "Owner": f"{indicator.owner}. Checked by: {indicator.checked_by}. "
            f"Next review: {format_date(indicator.next_review)}.",
        }
    )
    return join(
        Markup("<h4>{}</h4>").format(indicator.heading),
        facts,
        _measures(indicator, targets) if indicator.measure else "",
        *_breaks(indicator, known.info.data_cut_off),
    )


def _measures(indicator: Indicator, targets: Targets) -> Html:
    return Table(
        f"table-analyst-measures-{indicator.anchor}",
        f"Measures: {indicator.label}",
        ("Measure", "Worked out from", "Good is", "Target and whose it is", "95% interval"),
        [
            [
                measure.name,
                _working(measure) + _window(measure),
                GOOD[measure.polarity],
                _targets(measure, targets[indicator.id, measure.id]),
                _interval(measure),
            ]
            for measure in indicator.measure
        ],
    ).html()


def _window(measure: Measure) -> str:
    """The window of its figures, where their periods do not say it."""
    if measure.window is None:
        return ""
    begins = f", from {measure.restarts}" if measure.restarts else ""
    return f"; window: {measure.window}{begins}"


def _breaks(indicator: Indicator, until: date) -> Iterator[Html]:
    """Each break in a series of the indicator that has come: when, of what, and why."""
    found: dict[Break, list[str]] = {}
    for measure in indicator.measure:
        for each in indicator.breaks_of(measure):
            if each.start > until:
                continue
            found.setdefault(each, []).append(measure.name)
    for each, names in sorted(found.items(), key=lambda item: item[0].start):
        lead = Markup("<strong>Break in the series on {}:</strong> {}").format(
            format_date(each.start), each.reason
        )
        yield paragraph(join(lead, f" ({list_words(names)})"))


def _working(measure: Measure) -> str:
    """Numerator and denominator in words, from the names of the columns."""
    ratio = ""
    if measure.numerator and measure.denominator:
        times = f" × {format_number(measure.scale)}" if measure.scale != 1 else ""
        ratio = f"{_words(measure.numerator)} ÷ {_words(measure.denominator)}{times}"
    given = f"{_words(measure.value)}, as received" if measure.value else ""
    where = ", ".join(f"{_words(name)}: {value}" for name, value in measure.where.items())
    text = "; else ".join(filter(None, [ratio, given]))
    return f"{text} ({where})" if where else text


def _words(column: str) -> str:
    return column.replace("_", " ")


def _targets(measure: Measure, targets: list[dict]) -> str:
    sign = "%" if measure.unit == "%" else ""
    told = [
        f"{row['comparison']} {_as_set(row['target'])}{sign}, "
        f"{span_named(row['period']).name} ({_whose(row)})"
        f"{limits_of({**row, 'unit': measure.unit})}"
        for row in targets
    ]
    text = "; ".join(told)
    return text[:1].upper() + text[1:] if text else "None"


def _whose(row: dict) -> str:
    """Who set a target; and that it is for a point in time, as most are for a year."""
    return row["set_by"] if row["basis"] == "annual" else f"{row['set_by']}, {row['basis']}"


def _as_set(target: float) -> str:
    """A target with the decimals that it was set with."""
    return format_number(target, len(f"{target:.10g}".partition(".")[2]))


def _interval(measure: Measure) -> str:
    if measure.kind == Kind.COUNT and not measure.events:
        return "None: everyone is counted"
    if measure.kind not in METHODS:
        return "None"
    if measure.kind == Kind.PROPORTION and not measure.denominator:
        return "None: no denominator is received"
    return METHODS[measure.kind]

"""Sentences and cells written from the facts, in plain words and with the right hedging."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
from markupsafe import Markup

from cypt_analysis.catalogue import Catalogue, Indicator, Measure
from cypt_analysis.catalogue.entries import CYCLE_MONTHS
from cypt_analysis.facts import Fact, Facts
from cypt_analysis.findings import list_words
from cypt_analysis.observations import area_slug
from cypt_analysis.printing import POINTS, format_number
from cypt_analysis.processed import Known
from cypt_analysis.quarter import Period, format_date, parse_period
from cypt_analysis.tables import STATUS_SYMBOLS

# Units that a value is clear without, because the sentence names the people.
_PLAIN_UNITS = ("%", "children", "young people", "claimants", "incidents", "assessments", "days")


def day(value: object) -> str:
    """A date cell, or [x] where there is none."""
    return "[x]" if pd.isna(value) else format_date(pd.Timestamp(value).date())


def when(period: Period) -> str:
    """A period after its preposition.

    >>> when(parse_period("2009-09-30")), when(parse_period("2007-M07..2008-M06"))
    ('on 30 September 2009', 'in the year to June 2008')
    """
    if period.kind == "day":
        return f"on {period.label}"
    article = "the " if period.label.startswith(("year", "autumn", "spring", "summer")) else ""
    return f"in {article}{period.label}"


def printed(facts: Facts, row: pd.Series) -> str:
    """An observation as its fact prints it, with the mark of its status."""
    mark = STATUS_SYMBOLS.get(str(row["status"]), "")
    return f"{facts[str(row['id'])].printed} {mark}".strip()


def interval_text(facts: Facts, name: str, level: str = "95") -> str:
    """The interval of a fact as "15.0% to 17.9%", or [z] where none applies."""
    lower, upper = facts.get(f"{name}.lower_{level}"), facts.get(f"{name}.upper_{level}")
    return f"{lower.printed} to {upper.printed}" if lower and upper else "[z]"


def measure_name(indicator: Indicator, row: pd.Series | dict) -> str:
    """The name of a judged measure, with its breakdown."""
    name = indicator.get(row["measure"]).name
    return f"{name}: {row['breakdown']}" if row["breakdown"] else name


def counts(row: pd.Series) -> str:
    """The numbers behind a value as "124 of 170", marked where the denominator is assumed."""
    if pd.isna(row["numerator"]) or pd.isna(row["denominator"]):
        return "[x]"
    text = f"{format_number(row['numerator'])} of {format_number(row['denominator'])}"
    return f"{text} (assumed)" if row["assumed"] else text


def best_change(facts: Facts, path: str, basis: str) -> Fact | None:
    """The change that words should use: percentage points for percentages, else in per cent."""
    absolute = facts.get(f"{path}.change_on_{basis}_absolute")
    if absolute is None or absolute.unit == POINTS:
        return absolute
    return facts.get(f"{path}.change_on_{basis}") or absolute


def change_words(known: Known, path: str) -> str:
    """How the latest value moved: "up 24% on 30 September 2008"; empty with nothing to compare."""
    row = known.judged.loc[path]
    change = (
        best_change(known.facts, path, row["basis_of_change"]) if row["basis_of_change"] else None
    )
    if change is None:
        return ""
    return f"{change.direction} on {parse_period(row['then_period']).label}"


def chance_words(known: Known, path: str) -> str:
    """A bracket that says a change is within chance; empty where it is not, or is not tested."""
    significant = known.judged.loc[path, "significant"]
    return "" if pd.isna(significant) or significant else " (within the range of chance)"


def with_unit(fact: Fact) -> str:
    """A value with its unit where the sentence would not be clear without."""
    return fact.printed if fact.unit in _PLAIN_UNITS else f"{fact.printed} {fact.unit}"


def latest_title(known: Known, label: str, path: str) -> str:
    """A finding: the latest value of a measure and how it moved."""
    latest = known.facts[f"{path}.latest"]
    words = change_words(known, path)
    moved = f", {words}{chance_words(known, path)}" if words else ""
    return f"{label}: {with_unit(latest)} {when(parse_period(latest.period))}{moved}"


def course(facts: Facts, label: str, rows: pd.DataFrame) -> str:
    """A line in words: where it starts, and where it ends."""
    first, last = rows.iloc[0], rows.iloc[-1]
    end = f"{printed(facts, last)} {when(parse_period(last['period']))}"
    if len(rows) == 1:
        return f"{label}, {end}"
    verb = "rising" if last["value"] > first["value"] else "falling"
    if facts[first["id"]].printed == facts[last["id"]].printed:
        verb = "level"
    start = f"{printed(facts, first)} {when(parse_period(first['period']))}"
    return f"{label}, {verb} from {start} to {end}"


def latest_cell(known: Known, path: str) -> Markup | str:
    """The summary table's latest value: the number, its mark, and its period below."""
    if not path:
        return "[z]"
    row = known.judged.loc[path]
    return Markup('<span class="latest">{}</span> <span class="period">{}</span>').format(
        printed(known.facts, row), parse_period(row["period"]).label
    )


def change_cell(known: Known, path: str, row: pd.Series) -> str:
    """The change of a measure with its sign and what it is compared with."""
    change = (
        best_change(known.facts, path, row["basis_of_change"]) if row["basis_of_change"] else None
    )
    if change is None:
        return "[z]"
    return f"{change.signed} on {parse_period(row['then_period']).label}"


def verdict_cells(pair: dict) -> list[str]:
    """Both verdicts on a pair of periods, and p; [z] where nothing can be tested."""
    if pd.isna(pair["significant"]):
        return ["[z]"] * 3
    p_value = "below 0.001" if pair["p_value"] < 0.001 else format_number(pair["p_value"], 3)
    return [_yes(pair["overlap"]), _yes(pair["significant"]), p_value]


def test_cells(row: pd.Series) -> list[str]:
    """What the latest value is compared with, both verdicts, and p."""
    if not row["basis_of_change"]:
        return ["[z]"] * 4
    return [parse_period(row["then_period"]).label, *verdict_cells(dict(row))]


def _yes(verdict: object) -> str:
    return "yes" if verdict else "no"


def fact_entries(known: Known, catalogue: Catalogue, indicator: Indicator) -> dict[str, object]:
    """The fact list of an indicator's headline measure: terms and what they are."""
    path = indicator.id
    row, facts = known.judged.loc[path], known.facts
    measure = indicator.get(str(indicator.headline))
    period = parse_period(row["period"])
    numbers = counts(row)
    entries: dict[str, object] = {
        "Measure": measure.name,
        "Latest": f"{printed(facts, row)} {'' if measure.unit == '%' else measure.unit}".strip(),
        "Numbers": "" if numbers == "[x]" else numbers,
        "Period": f"{period.label}{_not_new(known, row)}",
        "Age": _age(known, period),
        "Target": _target(known, path, row),
    }
    on_year = _change(known, path, "year")
    before = _change(known, path, "previous")
    entries["Change on the period before"] = before if before != on_year else ""
    entries["Change on the year"] = on_year
    for area in measure.benchmarks:
        entries[area] = _benchmark(known, path, area)
    entries["Direction"] = str(row["direction"])
    entries["Next data"] = _next(period, catalogue.sources[measure.source].cycle)
    return entries


def _not_new(known: Known, row: pd.Series) -> str:
    return (
        ""
        if row["received"] == str(known.quarter)
        else f" (not new: received for {row['received']})"
    )


def _age(known: Known, period: Period) -> str:
    days = (known.info.reference_date - period.end).days
    at = "the Board" if known.info.board_date else "the data cut-off"
    return f"{days:,} days at {at}" if days > 0 else f"current at {at}"


def _target(known: Known, path: str, row: pd.Series) -> str:
    target = known.facts.get(f"{path}.target")
    if target is None:
        return "none set"
    period = parse_period(row["target_period"])
    text = f"{row['comparison']} {target.printed} ({row['set_by']}, {period.label})"
    by_now = known.facts.get(f"{path}.pro_rata_target")
    return f"{text}; {by_now.printed} asked by now" if by_now else text


def _change(known: Known, path: str, basis: str) -> str:
    absolute = known.facts.get(f"{path}.change_on_{basis}_absolute")
    then = known.facts.get(f"{path}.{'year_before' if basis == 'year' else 'previous'}")
    if absolute is None or then is None:
        return ""
    relative = known.facts.get(f"{path}.change_on_{basis}")
    in_percent = f" ({relative.signed})" if relative else ""
    earlier = parse_period(_period_of(then.inputs[0], path))
    return f"{absolute.signed}{in_percent} from {then.printed} {when(earlier)}"


def _period_of(name: str, path: str) -> str:
    return name.removeprefix(f"{path}.")


def _benchmark(known: Known, path: str, area: str) -> str:
    slug = area_slug(area, known.info)
    value, gap = known.facts.get(f"{path}.{slug}"), known.facts.get(f"{path}.gap_to_{slug}")
    if value is None or gap is None:
        return ""
    side = "above" if gap.value > 0 else "below"
    return f"{value.printed} ({known.info.authority} is {gap.printed} {side})"


def _next(period: Period, cycle: str) -> str:
    """The period that the next figure will cover, as far as the source's cycle tells."""
    if cycle == "annual":
        return period.shifted(1).label
    return (
        f"next quarter (every {CYCLE_MONTHS['quarterly']} months)" if cycle == "quarterly" else ""
    )


def change_sentences(known: Known, measures: Sequence[tuple[str, Measure]]) -> list[str]:
    """Is the change real? One plain sentence a measure, then what would count next time.

    ``measures`` are paths with their measures. Those that have nothing to compare with
    share one sentence.
    """
    told, alone, coming = [], [], []
    for path, measure in measures:
        row = known.judged.loc[path]
        if row["basis_of_change"]:
            told.append(_change_sentence(known, measure, row))
        else:
            alone.append((path, measure))
        coming += [
            threshold_sentence(known, path, measure),
            run_rate_sentence(known, path, measure),
        ]
    too_few = [_too_few(known, alone)] if alone else []
    return [*told, *too_few, *filter(None, coming)]


def _change_sentence(known: Known, measure: Measure, row: pd.Series) -> str:
    facts, earlier = known.facts, parse_period(row["then_period"])
    then, now = facts[str(row["then_id"])].printed, facts[str(row["id"])].printed
    verb = "rose" if row["value"] > row["then"] else "fell"
    latest = when(parse_period(row["period"]))
    moved = f"{measure.name} {verb} from {then} {when(earlier)} to {now} {latest}"
    if then == now:
        moved = f"{measure.name}: {now}, the same as {when(earlier)}"
    if pd.isna(row["significant"]):
        return f"{moved}. {_untested(measure)}"
    return f"{moved}. {_verdict(row)}{_assumed(row)}"


def _too_few(known: Known, alone: list[tuple[str, Measure]]) -> str:
    """Too few points is a verdict of its own."""
    names = list_words([measure.name for _, measure in alone])
    text = f"{names}: too few points. There is no comparable earlier figure"
    table = known.observations[known.observations["area"] == known.info.authority]
    if any((table["path"] == path).sum() > 1 for path, _ in alone):
        text += ", as part of a year does not compare with a full year"
    return f"{text}."


def _untested(measure: Measure) -> str:
    if measure.kind == "count":
        return (
            "This is a count of everyone, not a sample, so it has no confidence interval: the "
            "change happened. Whether it is more than the usual ups and downs needs a longer "
            "run of points, or the number who start and stop."
        )
    return "No numbers behind the figures have been received, so chance cannot be judged."


def _verdict(row: pd.Series) -> str:
    p_value = "p < 0.001" if row["p_value"] < 0.001 else f"p = {_p(row['p_value'])}"
    overlap = "overlap" if row["overlap"] else "do not overlap"
    if bool(row["significant"]) == (not bool(row["overlap"])):
        chance = (
            "more than chance would explain" if row["significant"] else "within the range of chance"
        )
        return f"This is {chance} (95% intervals {overlap}; {p_value})."
    found = "finds a change" if row["significant"] else "finds none"
    return f"The two rules disagree: the 95% intervals {overlap}, but the test {found} ({p_value})."


def _p(value: float) -> str:
    return format_number(value, 2 if value >= 0.095 else 3)


def _assumed(row: pd.Series) -> str:
    assumed = bool(row["assumed"]) or bool(row["then_assumed"])
    return " The number behind a figure is assumed (annex D)." if assumed else ""


def run_rate_sentence(known: Known, path: str, measure: Measure) -> str:
    """What the rest of the year must bring for its target; empty without a yearly target."""
    needed = known.facts.get(f"{path}.needed_per_period")
    if needed is None:
        return ""
    row = known.judged.loc[path]
    target, so_far = known.facts[f"{path}.target"], known.facts[f"{path}.so_far"]
    unit = "quarter" if parse_period(row["period"]).kind == "financial_quarter" else "period"
    return (
        f"{measure.label}: {so_far.printed} so far. Each remaining {unit} must bring "
        f"{row['comparison']} {needed.printed} on average to meet {target.printed} in "
        f"{parse_period(row['target_period']).label}."
    )


def event_sentences(known: Known, path: str, event: date, label: str) -> list[str]:
    """What the points received say about a date: those before it, those after it, no more."""
    table = known.observations
    own = table[(table["path"] == path) & (table["area"] == known.info.authority)]
    own = own.sort_values("end", kind="stable")
    before = own[own["end"] < pd.Timestamp(event)]
    after = own[own["end"] >= pd.Timestamp(event)]
    if before.empty or after.empty:
        return [f"{label}: the points received stand on one side of the date only."]
    return [
        f"{label}. Before it: {_listed(known, before)}. After it: {_listed(known, after)}. "
        "So few points cannot show when a change began."
    ]


def _listed(known: Known, rows: pd.DataFrame) -> str:
    return list_words(
        [
            f"{known.facts[row['id']].printed} {when(parse_period(row['period']))}"
            for row in rows.to_dict("records")
        ]
    )


def threshold_sentence(known: Known, path: str, measure: Measure) -> str:
    """What the next figure must pass to count as a change for the better; empty without one."""
    by_intervals = known.facts.get(f"{path}.threshold_intervals")
    by_test = known.facts.get(f"{path}.threshold_test")
    if by_intervals is None or by_test is None:
        return ""
    side = "below" if measure.polarity == "low" else "above"
    return (
        f"{measure.label}: next time, a figure {side} {by_test.printed} would be a significant "
        "change by the test, "
        f"and {side} {by_intervals.printed} by intervals that do not overlap, if as many are "
        "counted."
    )

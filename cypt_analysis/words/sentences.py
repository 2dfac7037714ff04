"""Is the change real, what would count next time, and what the points say of a date."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date

import pandas as pd

from cypt_analysis.catalogue import Indicator, Measure
from cypt_analysis.catalogue.kinds import Kind, Polarity
from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.number_format import decimals_apart, format_value, p_equation
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.status import NOT_FINAL, NOT_TOLD
from cypt_analysis.judgement.calls import turning_point
from cypt_analysis.known import Known, kept
from cypt_analysis.observations.spans import earlier_span, span_named, span_of
from cypt_analysis.statistics import EventEffect
from cypt_analysis.statistics.events import MINIMUM_POINTS
from cypt_analysis.words.marked import earlier_hidden
from cypt_analysis.words.matters import finding_sentence
from cypt_analysis.words.wording import best_change, chance_said

_MOST_LISTED = 4


def own_sentences(known: Known) -> Iterator[tuple[str, str]]:
    """What the program says of each indicator in its block, whichever section, with its id."""
    for name, indicator in known.catalogue.indicators.items():
        told = [finding_sentence(known, indicator)]
        told += change_sentences(known, headline_measures(known, indicator))
        yield from ((name, text) for text in told if text)


def headline_measures(known: Known, indicator: Indicator) -> list[tuple[str, Measure]]:
    """The headline measures of an indicator that have a figure, each after its path."""
    named = [(indicator.path(each), each) for each in indicator.measure if each.role == "headline"]
    return [each for each in named if each[0] in known.judged.index]


def change_sentences(known: Known, measures: Sequence[tuple[str, Measure]]) -> list[str]:
    """Is the change real? One plain sentence a measure, then what would count next time.

    ``measures`` are paths with their measures. Those that have nothing to compare with
    share one sentence.
    """
    told, alone, coming = [], [], []
    for path, measure in measures:
        row = known.judged.loc[path]
        if row["mark"]:
            told.append(f"{measure.name} {span_of(row).when}: {NOT_TOLD}.")
            continue
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
    facts, earlier = known.facts, earlier_span(row).when
    then, now = facts[str(row["then_id"])].printed, facts[str(row["id"])].printed
    verb = "rose" if row["value"] > row["then"] else "fell"
    latest = span_of(row).when
    moved = f"{measure.name} {verb} from {then} {earlier} to {now} {latest}"
    if row["value"] == row["then"]:
        moved = f"{measure.name}: {now} {latest}, the same as {earlier}"
    elif then == now:
        # What prints alike but differs is told with the decimals that show it.
        places = decimals_apart(row["value"], row["then"], measure.decimals)
        then, now = (format_value(row[name], measure.unit, places) for name in ("then", "value"))
        change = best_change(facts, str(row["path"]), row)
        by = f"{change.direction} from" if change else "against"
        moved = f"{measure.name}: {now} {latest}, {by} {then} {earlier}"
    untested = pd.isna(row["significant"])
    marks = [row["status"] if row["status"] in NOT_FINAL else "", "not tested" if untested else ""]
    firm = f" ({'; '.join(filter(None, marks))})" if any(marks) else ""
    if untested:
        return f"{moved}{firm}. {why_untested(row, measure)}"
    return f"{moved}{firm}. {chance_sentence(row)}{_assumed(known, row)}"


def _too_few(known: Known, alone: list[tuple[str, Measure]]) -> str:
    """Too few points is a verdict of its own."""
    by_reason: dict[str, list[str]] = {}
    for path, measure in alone:
        row = known.judged.loc[path]
        reason = row["apart"] or earlier_hidden(known, row)
        by_reason.setdefault(reason, []).append(measure.name)
    told = []
    for reason, names in by_reason.items():
        text = f"{list_words(names)}: too few points. There is no comparable earlier figure"
        told.append(f"{text}, as {reason}." if reason else f"{text}.")
    return " ".join(told)


def why_untested(row: pd.Series | dict, measure: Measure) -> str:
    """Why a change was not tested, as a sentence of its own."""
    if row["untested"]:
        return str(row["untested"])
    if measure.kind == Kind.COUNT:
        return (
            "This is a count of everyone, not a sample, so it has no confidence interval. Only a "
            "run of many points, or the number who start and stop, can show whether the change is "
            "one of the usual ups and downs."
        )
    return "No numbers behind the figures have been received, so chance cannot be judged."


def chance_sentence(row: pd.Series | dict) -> str:
    """Whether a change is more than chance would explain, and where two rules disagree."""
    p_value = p_equation(row["p_value"])
    overlap = "overlap" if row["overlap"] else "do not overlap"
    if bool(row["significant"]) == (not bool(row["overlap"])):
        said = chance_said(row["significant"])
        return f"This is {said} (95% intervals {overlap}; {p_value})."
    found = "finds a change" if row["significant"] else "finds none"
    return f"The two rules disagree: the 95% intervals {overlap}, but the test {found} ({p_value})."


def _assumed(known: Known, row: pd.Series) -> str:
    """That a number is assumed, and how far it could be off."""
    if not (row["assumed"] or row["then_assumed"]):
        return ""
    text = " The number behind a figure is assumed (annex B)."
    turns = turns_of(known, row)
    return f"{text} {turns[0].upper()}{turns[1:]}." if turns else text


def turns_of(known: Known, row: pd.Series | dict) -> str:
    """How far the assumed numbers of a judged change could be off; empty where none are."""
    return _turns(known, str(row["id"]), str(row["then_id"]))


@kept
def _turns(known: Known, now: str, then: str) -> str:
    both = (known.pairs["id"] == now) & (known.pairs["then_id"] == then)
    pairs = dicts_of(known.pairs[both & known.pairs["significant"].notna()].head(1))
    call = turning_point(pairs[0]) if pairs else None
    return turns_words(call.run()) if call is not None else ""


def turns_words(factor: float) -> str:
    """How far an assumed number could be off before the verdict turns, as far as is sure.

    >>> turns_words(2.79)
    'the verdict holds up to 2.7 times that number'
    >>> turns_words(0.934)
    'the verdict holds down to 0.94 of that number'
    """
    if factor == 0 or not math.isfinite(factor):
        return "the verdict holds however many were counted"
    if factor > 1:
        return f"the verdict holds up to {math.floor(factor * 10) / 10:.1f} times that number"
    return f"the verdict holds down to {math.ceil(factor * 100) / 100:.2f} of that number"


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
        f"{row['comparison']} {needed.printed} on average to meet {target.printed} "
        f"{span_named(row['target_period']).when}."
    )


def event_sentence(known: Known, path: str, event: date, label: str) -> str:
    """What the points received say about a date: those before it, those after it, no more."""
    own = known.own[known.own["path"] == path].sort_values("end", kind="stable")
    before = own[own["end"] < pd.Timestamp(event)]
    after = own[own["end"] >= pd.Timestamp(event)]
    if before.empty or after.empty:
        return f"{label}: the points received stand on one side of the date only."
    few = min(len(before), len(after)) < MINIMUM_POINTS
    so_few = " So few points show neither an effect nor that there was none." if few else ""
    points = f"Before it: {_listed(known, before)}. After it: {_listed(known, after)}."
    return f"{label}. {points}{so_few}"


def effect_sentence(effect: EventEffect) -> str:
    """Whether an event had an effect, or that neither an effect nor its absence can be told.

    What was found is a statement of its own; a refusal gives its reason.
    """
    told = effect.sentence.removeprefix("not tested: ")
    if effect.verdict == "cannot be told":
        return f"An effect of the event cannot be told: {told}"
    if effect.verdict == "not tested":
        return f"Neither an effect of the event nor its absence can be told: {told}"
    there_is = "there is " if effect.verdict == "no clear change" else "the number is "
    return f"Against the course before the event, {there_is}{told}"


def _listed(known: Known, rows: pd.DataFrame) -> str:
    """Each point where they are few, else how many there are and the first and the last."""
    told = [f"{known.facts[row['id']].printed} {span_of(row).when}" for row in dicts_of(rows)]
    if len(told) > _MOST_LISTED:
        return f"{len(told)} points, from {told[0]} to {told[-1]}"
    return list_words(told)


def threshold_sentence(known: Known, path: str, measure: Measure) -> str:
    """What the next figure must pass to count as a change for the better; empty without one."""
    by_intervals = known.facts.get(f"{path}.threshold_intervals")
    by_test = known.facts.get(f"{path}.threshold_test")
    if by_intervals is None or by_test is None:
        return ""
    side = "below" if measure.polarity == Polarity.LOW else "above"
    return (
        f"{measure.label}: next time, a figure {side} {by_test.printed} would be a significant "
        "change by the test, "
        f"and {side} {by_intervals.printed} by intervals that do not overlap, if as many are "
        "counted."
    )

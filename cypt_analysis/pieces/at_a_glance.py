"""The facts of an indicator's headline measure at a glance, and where it stands among others."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from cypt_analysis.catalogue import Indicator, Measure
from cypt_analysis.catalogue.kinds import CYCLE_MONTHS
from cypt_analysis.ground.number_format import POINTS
from cypt_analysis.ground.stats import Stat
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.ground.tables import Html, fact_list, paragraph
from cypt_analysis.known import Known
from cypt_analysis.observations.rows import area_slug
from cypt_analysis.observations.spans import Span, earlier_span, span_named, span_of
from cypt_analysis.pieces.status import is_held, status_of
from cypt_analysis.statistics.neighbours import RANK_MEANS
from cypt_analysis.words.marked import hidden_in, mark_of, not_shown, span_beside
from cypt_analysis.words.matters import finding_sentence
from cypt_analysis.words.wording import (
    asked_before,
    asked_by,
    counts,
    gap_said,
    limits_of,
    not_new,
    printed,
    sentence,
    year_so_far,
)

# So many figures stand in a line.
_MOST = 5
NEIGHBOURS_MEAN = "Neighbours' mean"


def at_a_glance(known: Known, indicator: Indicator) -> Html:
    """At most five figures of the headline measure; nothing of a theme, which has none."""
    if not indicator.measure:
        return Html("")
    if not known.verdicts.loc[indicator.id, "path"]:
        return _without_headline(known, indicator)
    every = fact_entries(known, indicator)
    row = known.judged.loc[indicator.id]
    measure = indicator.get(str(indicator.headline))
    change = "Change on the year" if every["Change on the year"] else "Change on the figure before"
    shown = [change, NEIGHBOURS_MEAN, *(area for area in measure.benchmarks)]
    unit = "" if measure.unit == "%" else measure.unit
    latest = Markup('{} <span class="period">{}</span>').format(
        printed(known.facts, row), ", ".join(filter(None, [unit, str(every["Period"])]))
    )
    target = known.facts.get(f"{indicator.id}.target")
    asked = f"{row['comparison']} {target.printed} ".capitalize() if target else ""
    asked += f"({was}) " if (was := asked_before(row)) else ""
    held = Markup("{}{}").format(asked, status_of(known, indicator))
    # A later figure that is marked stands first, and one that is not new says so.
    newest = {"Latest": every["Not shown"], "Latest shown": latest}
    # Where no target is set, the status tells that there is nothing new, or nothing to show.
    silent = known.verdicts.loc[indicator.id, "status"] == TargetStatus.NO_TARGET
    status = {"Target" if is_held(known, indicator) else "Status": held}
    figures = {
        **(newest if every["Not shown"] else {"Latest": latest}),
        **({} if silent and "Status" in status else status),
        **{name: every[name] for name in shown if every.get(name)},
    }
    # The finding has said it, where there is nothing beside it.
    return fact_list(dict(list(figures.items())[:_MOST])) if len(figures) > 1 else Html("")


def finding(known: Known, indicator: Indicator) -> Html:
    """What there is to know of the headline measure, in one sentence; nothing without a figure."""
    told = finding_sentence(known, indicator)
    return paragraph(told, "finding") if told else Html("")


def further_facts(known: Known, indicator: Indicator) -> Html:
    """All else that is known of the headline measure."""
    if not known.verdicts.loc[indicator.id, "path"]:
        return Html("")
    every = fact_entries(known, indicator)
    # The line of figures has the latest and the neighbours' mean, with the place among them.
    shown = ("Latest", "Direction", *([NEIGHBOURS_MEAN] if every["Among neighbours"] else []))
    told = {name: text for name, text in every.items() if name not in shown}
    rest = {"Direction": every["Direction"], "Bear in mind": " ".join(indicator.caveats)}
    return fact_list({**told, **rest})


def _without_headline(known: Known, indicator: Indicator) -> Html:
    """What to say where the headline measure has no figure, but others of them may have."""
    received = (known.judged["indicator"] == indicator.id).any() or hidden_in(known, indicator)
    if not received and not span_beside(known, indicator.id):
        text = f"{TargetStatus.NO_NEW_DATA}: nothing has been received for this indicator."
        return paragraph(text, "none")
    measure = indicator.get(str(indicator.headline))
    told = {
        "Measure": measure.name,
        "Latest": not_shown(known, indicator.id),
        "Status": status_of(known, indicator),
    }
    return fact_list(told | _of_others(known, indicator.id, measure))


def _of_others(known: Known, path: str, measure: Measure) -> dict[str, object]:
    """What other areas have where the authority's own figure is not shown, and when."""
    span = span_beside(known, path)
    if span is None:
        return {}
    entries: dict[str, object] = {"Figures of others": span.name}
    for area in measure.benchmarks:
        value = known.facts.get(f"{path}.{area_slug(area, known.info)}")
        marked = mark_of(known, path, span.named.text, area)
        entries[area] = marked or (value.printed if value else "")
    entries["Neighbours"] = neighbours_alone(known, path)
    entries["Authorities"] = authorities_alone(known, path)
    return entries


def fact_entries(known: Known, indicator: Indicator) -> dict[str, object]:
    """The fact list of an indicator's headline measure: terms and what they are."""
    path = indicator.id
    row, facts = known.judged.loc[path], known.facts
    measure = indicator.get(str(indicator.headline))
    span = span_of(row)
    numbers = counts(row)
    entries: dict[str, object] = {
        "Measure": measure.name,
        "Latest": f"{printed(facts, row)} {'' if measure.unit == '%' else measure.unit}".strip(),
        "Numbers": "" if numbers in ("[x]", "[z]") else numbers,
        "Period": f"{span.label}{_received(known, row)}",
        "Not shown": not_shown(known, path),
        "Age": _age(known, span),
        "Target": _target(known, path, row),
    }
    on_year = _change(known, path, "year")
    before = _change(known, path, "previous")
    entries["Change on the figure before"] = before if before != on_year else ""
    entries["Change on the year"] = on_year
    for area in measure.benchmarks:
        entries[area] = _benchmark(known, path, area)
    entries[NEIGHBOURS_MEAN] = neighbours_mean(known, path, measure)
    entries["Among neighbours"] = among_neighbours(known, path, measure)
    entries["Among authorities"] = among_authorities(known, path, measure)
    entries["Direction"] = str(row["direction"])
    entries["Not compared"] = "" if not row["apart"] else sentence(row["apart"])
    entries["Next data"] = _next(span, known.catalogue.sources[measure.source].cycle)
    return entries


def _received(known: Known, row: pd.Series) -> str:
    told = not_new(known, row)
    return f" ({told}: received for {row['received']})" if told else ""


def _age(known: Known, span: Span) -> str:
    days = (known.info.reference_date - span.named.end).days
    at = "the Board" if known.info.board_date else "the data cut-off"
    return f"{days:,} days at {at}" if days > 0 else f"current at {at}"


def _target(known: Known, path: str, row: pd.Series) -> str:
    target = known.facts.get(f"{path}.target")
    if target is None:
        return "none set"
    due = span_named(row["target_period"])
    text = f"{row['comparison']} {target.printed}{limits_of(row)} ({row['set_by']}, {due.name})"
    by_then, so_far = asked_by(known.facts, row, "asked "), year_so_far(known.facts, row)
    return "; ".join(filter(None, [text, asked_before(row), by_then, so_far]))


def _change(known: Known, path: str, basis: str) -> str:
    absolute = known.facts.get(f"{path}.change_on_{basis}_absolute")
    pairs, latest = known.pairs, known.judged.loc[path, "id"]
    pair = pairs[(pairs["id"] == latest) & (pairs["basis"] == basis)]
    if absolute is None or pair.empty:
        return ""
    earlier = pair.iloc[0]
    then = known.facts[earlier["then_id"]].printed
    # Per cent of a percentage, beside points, would be a second number for one change.
    relative = known.facts.get(f"{path}.change_on_{basis}") if absolute.unit != POINTS else None
    in_percent = f" ({relative.signed})" if relative else ""
    return f"{absolute.signed}{in_percent} from {then} {earlier_span(earlier).when}"


def _benchmark(known: Known, path: str, area: str) -> str:
    slug = area_slug(area, known.info)
    if told := mark_of(known, path, known.judged.loc[path, "period"], area):
        return told
    value, (far, side) = known.facts.get(f"{path}.{slug}"), gap_said(known.facts, path, slug)
    if value is None or not side:
        return ""
    stands = f"is {far} {side}" if far else f"has {side}"
    return f"{value.printed} ({known.info.authority} {stands})"


def _next(span: Span, cycle: str) -> str:
    """The period that the next figure will cover, as far as the source's cycle tells."""
    if cycle == "annual":
        return span.next_year.name
    quarterly = f"next quarter (every {CYCLE_MONTHS['quarterly']} months)"
    return quarterly if cycle == "quarterly" else ""


def among_neighbours(known: Known, path: str, measure: Measure) -> str:
    """The place among the neighbours that have a figure, the best of them, and by which set."""
    facts = known.facts
    place = facts.get(f"{path}.{Stat.NEIGHBOURS_PLACE}")
    if place is None:
        return ""
    theirs = [facts[name].key.area for name in place.inputs[1:]]
    told = [_place(place.printed, len(theirs) + 1, measure)]
    if best := facts.get(f"{path}.{Stat.BEST_NEIGHBOUR}"):
        told.append(f"the best of them {best.key.area}, {best.printed}")
    if set(theirs) <= set(known.info.neighbours):
        of = f"{len(theirs)} of {len(known.info.neighbours)} have a figure"
        told.append(f"{of} ({known.info.set_title.rstrip('.')})")
    else:
        told.append("by the set that the figure was first reported with")
    return "; ".join(told)


def neighbours_mean(known: Known, path: str, measure: Measure) -> str:
    """Their mean, and the place among those that have a figure; nothing where there is no mean."""
    mean, place = (
        known.facts.get(f"{path}.{stat}") for stat in ("neighbours_mean", Stat.NEIGHBOURS_PLACE)
    )
    if mean is None:
        return ""
    if place is None:
        return mean.printed
    # Beside their mean it is the authority's place.
    own = f"{known.info.authority} is in {_place(place.printed, len(place.inputs), measure)}"
    return f"{mean.printed} ({own})"


def among_authorities(known: Known, path: str, measure: Measure) -> str:
    """The place among all authorities that have a figure."""
    place, counted = (
        known.facts.get(f"{path}.{stat}")
        for stat in (Stat.AUTHORITIES_RANK, Stat.AUTHORITIES_COUNTED)
    )
    if place is None or counted is None:
        return ""
    return f"{_place(place.printed, int(counted.value), measure)}, of those that have a figure"


def neighbours_alone(known: Known, path: str) -> str:
    """Mean and median of the neighbours where the authority has no figure to stand among them."""
    mean, median, counted = (
        known.facts.get(f"{path}.{name}")
        for name in ("neighbours_mean", "neighbours_median", Stat.NEIGHBOURS_COUNTED)
    )
    if mean is None or median is None or counted is None:
        return ""
    told = f"mean {mean.printed}, median {median.printed} of the {counted.printed} with a figure"
    best = known.facts.get(f"{path}.{Stat.BEST_NEIGHBOUR}")
    return f"{told}; the best of them {best.key.area}, {best.printed}" if best else told


def authorities_alone(known: Known, path: str) -> str:
    """Quartiles of all authorities where the authority has no figure to stand among them."""
    names = (
        Stat.AUTHORITIES_QUARTILE_1, Stat.AUTHORITIES_MEDIAN, Stat.AUTHORITIES_QUARTILE_3,
        Stat.AUTHORITIES_COUNTED,
    )  # fmt: skip
    found = [fact.printed for name in names if (fact := known.facts.get(f"{path}.{name}"))]
    if len(found) < len(names):
        return ""
    first, median, third, counted = found
    return f"quartiles {first}, {median} and {third} of the {counted} with a figure"


def _place(printed: str, of: int, measure: Measure) -> str:
    return f"place {printed} of {of}, where {RANK_MEANS[measure.polarity]}"

"""A number of a sentence against the facts: the one it states, or what stands in its way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cypt_analysis.claims.claim import (
    CONTRADICTED,
    MATCH,
    MISMATCH,
    NOT_COMPARABLE,
    ROUNDING,
    UNTRACED,
)
from cypt_analysis.claims.context import Context, is_before
from cypt_analysis.claims.evidence import (
    BASELINE,
    CHANGE,
    GAP,
    LIMIT,
    MONTHLY,
    NEEDED,
    PART,
    QUOTED,
    TALLY,
    TARGET,
    THRESHOLD,
    TO_TARGET,
    VALUE,
    Candidate,
    Evidence,
    stems_of,
    terms_of,
)
from cypt_analysis.claims.harvest import COUNT, MULTIPLE, PERCENT, POINTS, RANK, RATE, Number
from cypt_analysis.printing import format_number, round_half_up

PERIOD, AREA, MEASURE, SIGN, AGE, UNIT, SENSE = (
    "period", "area", "measure", "sign", "age", "unit", "sense",
)  # fmt: skip
# Which conflict to tell of where several stand in the way.
_ORDER = (SIGN, AGE, AREA, PERIOD, MEASURE, UNIT, SENSE)
_VERDICT = {SIGN: CONTRADICTED, AGE: NOT_COMPARABLE, AREA: NOT_COMPARABLE}
_CUES = {
    THRESHOLD: r"\b(?:would|need|required?|have had to|to count|threshold)",
    LIMIT: r"\b(?:interval|between|confidence|range)",
    MONTHLY: r"\bmonth",
    NEEDED: r"\b(?:needs?|must|remaining|required?)\b",
    BASELINE: r"\b(?:below|cut|reduc|f[ae]ll|baseline|lower|down|since)",
}
_TARGET = r"\b(?:target|threshold|goal|aim|objective|ambition|on course for|required|ceiling|plan)"
_GOES_ON = re.compile(
    r"\s*(?:and |but )?(?:against|compared|from|to|up|down|above|below|well|slightly|less|more|a target|"
    r"with a|the target|by|when)\b",
    re.IGNORECASE,
)
_OWN_AREA = r"\b(?:our|we|us|ours|local(?:ly)?|the city|the council|the borough)\b"
_AGES = re.compile(
    r"\b(?:under|aged under)[- ](?P<under>\d+)s?\b|\baged? (?P<low>\d+) (?:to|and|-|–) (?P<high>\d+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Outcome:
    """What became of a number: its verdict, the fact it states, and what the data say."""

    verdict: str
    candidate: Candidate | None = None
    data: str = ""
    suggestion: str = ""
    derived: str = ""


def agrees(number: Number, value: float) -> bool:
    """Whether a value prints as the number at its precision, allowing for a hedge.

    >>> agrees(Number(0, 3, 24.0, "%", 0), 23.66), agrees(Number(0, 3, 200.0, "count", 0, "over"), 220)
    (True, True)
    """
    if number.hedge == "share":
        return abs(value - number.value) <= 2.5
    if round_half_up(value, number.decimals) == number.value:
        return True
    if not number.hedge or _figures(number.value) >= _figures(value):
        return False
    ratio = value / number.value if number.value else 0
    low, high = {"about": (0.94, 1.06), "over": (1.0, 1.1), "under": (0.9, 1.0)}[number.hedge]
    return low <= ratio <= high


def _figures(value: float) -> int:
    digits = f"{abs(value):.10g}".replace(".", "").lstrip("0")
    return len(digits.rstrip("0"))


def size(candidate: Candidate) -> float:
    """A value as it is printed: a change without its sign."""
    return abs(candidate.value) if candidate.is_change else candidate.value


def same_unit(number: Number, candidate: Candidate) -> bool:
    """Whether a number is written in the unit of a fact."""
    if number.unit == candidate.unit:
        return True
    return number.unit == COUNT and candidate.unit in (RATE, RANK)


def judge_number(number: Number, context: Context) -> Outcome:
    """The verdict on one number of a sentence."""
    evidence, indicator = context.evidence, context.sentence.indicator
    if number.fact:
        name = evidence.aliases.get(number.fact, number.fact)
        candidate = evidence.by_name.get(name)
        if candidate is None:
            return Outcome(MATCH, None, f"{number.fact}")
        if candidate.sense == VALUE and candidate.area != evidence.authority:
            return Outcome(MATCH, candidate)
        stops = [each for each in conflicts(number, candidate, context) if each in (AGE,)]
        if stops:
            return Outcome(_VERDICT[stops[0]], candidate, _told(candidate, evidence), _advice(stops[0], candidate, evidence))
        return Outcome(MATCH, candidate)
    if number.unit == MULTIPLE:
        return _multiple(number, context)
    own = evidence.candidates.get(indicator, [])
    pool = own or [each for rows in evidence.candidates.values() for each in rows]
    found = _matching(number, pool, context)
    if found.verdict == MATCH:
        return found
    derived = _derived(number, context)
    if derived is not None:
        return derived
    elsewhere = _elsewhere(number, context)
    if elsewhere is not None and found.verdict in (UNTRACED, MISMATCH):
        return elsewhere
    return found


def _matching(number: Number, pool: list[Candidate], context: Context) -> Outcome:
    stopped: list[tuple[int, list[str], Candidate]] = []
    free: list[Candidate] = []
    rounded: list[Candidate] = []
    for candidate in pool:
        equal = agrees(number, size(candidate))
        near = not equal and _is_slip(number, candidate)
        if not same_unit(number, candidate):
            if equal and _unit_slip(number, candidate):
                stopped.append((_ORDER.index(UNIT), [UNIT], candidate))
            continue
        if not (equal or near):
            continue
        stops = conflicts(number, candidate, context)
        if equal and not stops:
            free.append(candidate)
        elif equal:
            stopped.append((min(map(_ORDER.index, stops)), stops, candidate))
        elif not stops:
            rounded.append(candidate)
    if free:
        return Outcome(MATCH, max(free, key=lambda each: _score(number, each, context)))
    evidence = context.evidence
    alone = [each for each in stopped if len(each[1]) == 1 and each[1] != [SENSE]]
    if alone and not rounded:
        _, stops, candidate = min(alone, key=lambda each: each[0])
        verdict = _VERDICT.get(stops[0], MISMATCH)
        return Outcome(verdict, candidate, _told(candidate, evidence), _advice(stops[0], candidate, evidence))
    if rounded:
        best = max(rounded, key=lambda each: _score(number, each, context))
        right = format_number(size(best), number.decimals)
        return Outcome(
            ROUNDING, best, f"{_told(best, evidence)} ({size(best):.6g})",
            f"Write {right}{'%' if number.unit == PERCENT else ''}.",
        )  # fmt: skip
    expected = _expected(number, pool, context)
    if expected is not None:
        return Outcome(
            MISMATCH, expected, _told(expected, evidence), f"Write {expected.shown}, or check what is meant."
        )
    nearest = _nearest(number, pool)
    hint = f"The nearest fact is {_told(nearest, evidence)}. " if nearest else ""
    return Outcome(
        UNTRACED, None, "No fact says it.", hint + "Correct it, or enter it in quoted.csv with its source."
    )


def conflicts(number: Number, candidate: Candidate, context: Context) -> list[str]:
    """What in a number's surroundings speaks against its stating a fact."""
    checks = (
        (SENSE, _sense_differs), (AREA, _area_differs), (PERIOD, _period_differs),
        (MEASURE, _measure_differs), (SIGN, _sign_differs), (AGE, _age_differs),
    )  # fmt: skip
    return [name for name, differs in checks if differs(number, candidate, context)]


def _sense_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    sense = candidate.sense
    local = context.local(number)
    cued_target = context.target_cued(number)
    if sense == TARGET:
        if cued_target or re.search(_TARGET, context.text[: number.start], re.IGNORECASE):
            return False
        said = context.says(_TARGET, block=True)
        return not said or (context.says(_TARGET) and not _GOES_ON.match(local))
    if cued_target and sense in (VALUE, PART, LIMIT, MONTHLY):
        return True
    if sense in _CUES:
        where = context.text if sense in (THRESHOLD, NEEDED, LIMIT) else local
        return not re.search(_CUES[sense], where, re.IGNORECASE)
    if sense == TALLY:
        word = candidate.name.rpartition(".")[2].partition("_")[0]
        return not re.search(rf"\b{word}", context.text, re.IGNORECASE)
    if sense == QUOTED:
        return not candidate.terms & stems_of(f"{local} {context.shared}")
    cued = context.change_cued(number)
    if candidate.is_change:
        return not cued and not context.direction(number)
    if cued and number.unit in (PERCENT, POINTS) and sense in (VALUE, PART):
        before = context.text[max(0, number.start - 12) : number.start]
        return not re.search(r"\b(?:to|from|at|was|is|of)\s+(?:\w+ )?$", before)
    return False


def _area_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    evidence = context.evidence
    tied = context.area_of(number)
    if candidate.sense == GAP:
        start, end = context.chunk_of(number.start)
        named = [name for a, _, name in context.areas if start <= a < end] or [
            name for _, _, name in context.areas
        ]
        return candidate.area not in named
    if candidate.area == evidence.authority:
        own_too = re.search(_OWN_AREA, context.local(number), re.IGNORECASE)
        return bool(tied) and not own_too and candidate.sense in (VALUE, PART, CHANGE)
    if tied:
        return tied != candidate.area
    start, end = context.chunk_of(number.start)
    return all(name != candidate.area for a, _, name in context.areas if start <= a < end)


def _period_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    period = candidate.period
    if period is None or candidate.sense in (TALLY, NEEDED):
        return False
    after, before = context.after(number), context.before(number)
    if candidate.sense in (QUOTED, BASELINE):
        start, end = context.chunk_of(number.start)
        if after is None or after[0].relative or not start <= after[0].start < end:
            return False
        allowed = (candidate.then,) if candidate.sense == BASELINE and candidate.then else (period,)
        return not any(after[0].fits(each) for each in allowed)
    if candidate.sense == CHANGE:
        return _change_period_differs(number, candidate, context)
    newest = _newest(candidate, context.evidence)
    if candidate.sense == TARGET:
        named = [
            found[0] for found in (after, before)
            if found and not found[0].relative
            and (found[1] or re.search(r"\b(?:for|by|in)\s*(?:the )?$", context.text[: found[0].start]))
        ]  # fmt: skip
        return bool(named) and not any(each.fits(period) or each.fits(newest) for each in named)
    if candidate.sense in (GAP, TO_TARGET):
        named = [found[0] for found in (after, before) if found and not found[0].relative]
        return bool(named) and not any(each.fits(period) for each in named)
    if candidate.sense == THRESHOLD:
        return period != newest and not context.says(r"\bwould have\b|\bhad to\b")
    closely = [found[0] for found in (after, before) if found and found[1]]
    loosely = [found[0] for found in (after, before) if found] or ([context.lead] if context.lead else [])
    named = closely or loosely
    fixed = [each for each in named if not each.relative]
    if fixed:
        return not any(each.fits(period) for each in fixed)
    basis = next((is_before(each) for each in named if is_before(each)), "")
    if basis:
        return period != _earlier(candidate, basis, context.evidence) and not (
            not closely and period == newest
        )
    if period == newest:
        return False
    # An older figure without its period: in brackets, or beside the figure of now.
    start, _ = context.chunk_of(number.start)
    beside = re.search(r"(?:\(|\bfrom|\bthan|\bagainst|\bcompared (?:with|to))\s*$", context.text[: number.start]) or _GOES_ON.match(context.text[start:])
    if not beside:
        return not any(not m.relative and m.fits(period) for m in context.mentions)
    if re.search(r"\bfrom\s*$", context.text[: number.start]) and not context.mentions:
        return period not in (_earlier(candidate, "year", context.evidence), _earlier(candidate, "previous", context.evidence))
    earlier = [each for each in (*context.mentions_before, *context.mentions)]
    return not any(
        each.fits(period) if not each.relative else period == _earlier(candidate, is_before(each), context.evidence)
        for each in earlier
    )


def _change_period_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    after, before = context.after(number), context.before(number)
    newest = _newest(candidate, context.evidence)
    named = [found[0] for found in (after, before) if found]
    if after is not None and re.search(
        r"\b(?:on|from|since|than|against|compared (?:with|to)|over)\b[\w ]*$",
        context.text[number.end : after[0].start],
    ):
        then = after[0]
        if then.relative:
            if is_before(then) and candidate.basis != is_before(then):
                return True
        elif not (then.fits(candidate.then) or then.fits(candidate.period)):
            return True
        named = [before[0]] if before else []
    fixed = [each for each in named if not each.relative]
    if fixed:
        return not any(each.fits(candidate.period) or each.fits(candidate.then) for each in fixed)
    if candidate.period == newest:
        return False
    return not any(
        each.fits(candidate.period) for each in (*context.mentions, *context.mentions_before)
        if not each.relative
    )  # fmt: skip


def _newest(candidate: Candidate, evidence: Evidence):  # type: ignore[no-untyped-def]
    rows = evidence.observed.get(candidate.path)
    return rows[-1].period if rows else candidate.period


def _earlier(candidate: Candidate, basis: str, evidence: Evidence):  # type: ignore[no-untyped-def]
    """The period that "a year before" or "the quarter before" means for a series."""
    rows = evidence.observed.get(candidate.path, [])
    if not rows or not basis:
        return None
    newest = rows[-1].period
    if basis == "year":
        return newest.year_before if newest else None
    return rows[-2].period if len(rows) > 1 else None


def _measure_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    evidence = context.evidence
    if candidate.sense in (QUOTED, TALLY) or candidate.path not in evidence.terms:
        return False
    siblings = evidence.paths.get(candidate.indicator, [])
    if len(siblings) < 2:
        return False
    common = frozenset.intersection(*(evidence.terms[path] for path in siblings))
    mine = evidence.terms[candidate.path] - common
    rivals = [
        evidence.terms[path] - common for path in siblings
        if path != candidate.path and _has_unit(path, number, evidence)
    ]  # fmt: skip
    local, tied = context.local(number), False
    lead = terms_of(context.text[: number.start]) if _GOES_ON.match(local) else context.shared_terms
    for said in (
        context.local_terms(number), context.local_terms(number) | lead, context.terms_before,
    ):  # fmt: skip
        own = mine & said
        if any(own < (theirs & said) for theirs in rivals) and not (own and tied):
            return True
        if own and (tied or all(own != (theirs & said) for theirs in rivals)):
            return False
        rivals = [theirs for theirs in rivals if theirs & said == own]
        tied = bool(own)
    # Nothing tells the measures apart: the one spoken of before, or the main one.
    headline = candidate.indicator
    usual = {context.subject_before or headline, headline}
    return headline in evidence.observed and candidate.path not in usual and not mine & context.terms


def _has_unit(path: str, number: Number, evidence: Evidence) -> bool:
    rows = evidence.observed.get(path)
    if not rows:
        return False
    if number.unit == POINTS:
        return rows[0].unit == PERCENT
    return same_unit(number, rows[0]) or number.unit == PERCENT


def _sign_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    said = context.direction(number)
    if candidate.sense == THRESHOLD and said:
        good = {"low": -1, "high": 1}.get(context.evidence.polarity.get(candidate.path, ""), 0)
        return bool(good) and said != good
    if not candidate.is_change:
        return False
    value = -candidate.value if candidate.sense == BASELINE else candidate.value
    if not said or round_half_up(value, candidate.decimals) == 0:
        return False
    if candidate.sense == TO_TARGET and context.says(r"\bmissed\b"):
        return False
    return (value > 0) != (said > 0)


def ages_named(text: str) -> frozenset[int]:
    """The upper bounds of the age groups that a text names.

    >>> sorted(ages_named("Among under-16s, and women aged 15 to 17"))
    [16, 17]
    """
    return frozenset(int(m["under"] or m["high"]) for m in _AGES.finditer(text))


def _age_differs(number: Number, candidate: Candidate, context: Context) -> bool:
    said = ages_named(context.text)
    known = candidate.ages or context.evidence.ages.get(candidate.indicator, frozenset())
    if not said or not known or candidate.unit == COUNT:
        return False
    return not (said & known)


def _score(number: Number, candidate: Candidate, context: Context) -> float:
    said = context.local_terms(number)
    score = 2.0 * len(candidate.terms & said) + len(candidate.terms & context.shared_terms)
    score += 0.5 * len(candidate.terms & context.terms_before)
    if candidate.period is not None and candidate.period == _newest(candidate, context.evidence):
        score += 1
    if context.change_cued(number) == candidate.is_change:
        score += 3
    if context.target_cued(number) == (candidate.sense == TARGET):
        score += 2
    if candidate.sense == TALLY:
        score += 6
    if candidate.sense in (VALUE, CHANGE):
        score += 0.5
    return score


def _is_slip(number: Number, candidate: Candidate) -> bool:
    """Whether a number is its fact cut off or rounded the wrong way."""
    value = size(candidate)
    step = 10.0**-number.decimals
    if number.typed_as_word or round_half_up(value, number.decimals) == round(value, 9):
        return False
    return abs(value - number.value) < step


def _unit_slip(number: Number, candidate: Candidate) -> bool:
    kinds = {number.unit, candidate.unit}
    return kinds in ({PERCENT, POINTS}, {PERCENT, COUNT}, {PERCENT, RATE}, {POINTS, COUNT})


def _expected(number: Number, pool: list[Candidate], context: Context) -> Candidate | None:
    """The fact that the words around a number call for, where its value is not far from it."""
    found = []
    for candidate in pool:
        value = size(candidate)
        if not same_unit(number, candidate) or not _resembles(number.value, value):
            continue
        if not conflicts(number, candidate, context):
            found.append((_score(number, candidate, context) - abs(value - number.value) / (abs(value) + 1), candidate))
    return max(found, key=lambda each: each[0])[1] if found else None


def _resembles(a: float, b: float) -> bool:
    if min(a, b) > 0 and 0.6 < a / b < 1.67:
        return True
    return a > 0 and b > 0 and f"{a:.10g}".replace(".", "").strip("0") == f"{b:.10g}".replace(".", "").strip("0")


def _nearest(number: Number, pool: list[Candidate]) -> Candidate | None:
    same = [each for each in pool if same_unit(number, each) and each.sense in (VALUE, CHANGE, QUOTED, TARGET)]
    if not same:
        return None
    return min(same, key=lambda each: abs(size(each) - number.value))


def _anchors(context: Context) -> Iterator[Candidate]:
    """Values that the sentence and its block name, by number or by period."""
    seen = {}
    for each in context.matched.values():
        if each.sense == VALUE:
            seen[each.name] = each
    paths = {each.path for each in seen.values()} or {context.sentence.indicator}
    for path in paths:
        for row in context.evidence.observed.get(path, ()):
            if any(not m.relative and m.fits(row.period) for m in context.mentions):
                seen[row.name] = row
    yield from seen.values()


def _derived(number: Number, context: Context) -> Outcome | None:
    """A change between two values that the sentence itself names."""
    if number.unit not in (PERCENT, POINTS, COUNT) or not context.change_cued(number):
        return None
    rows = sorted(_anchors(context), key=lambda each: each.period or context.evidence.quarter)
    said = context.direction(number)
    slip = None
    for place, now in enumerate(rows):
        for then in rows[:place]:
            if then.path != now.path or then.series != now.series or then.period == now.period:
                continue
            change = now.value - then.value
            if number.unit == PERCENT:
                change = change / then.value * 100 if then.value else 0
            elif (number.unit == POINTS) != (now.unit == PERCENT):
                continue
            what = f"({now.name} against {then.name})"
            if said and change and (change > 0) != (said > 0):
                continue
            if agrees(number, abs(change)):
                return Outcome(MATCH, now, f"{change:+.4g} {what}", derived=what)
            step = 10.0**-number.decimals
            if abs(abs(change) - number.value) < step and number.unit == PERCENT:
                right = format_number(abs(change), number.decimals)
                slip = Outcome(ROUNDING, now, f"{change:+.4g}% {what}", f"Write {right}%.", what)
    return slip


_CUT = r"\b(?:cut|reduc\w+|lower\w*|fall|bring down|decrease)\b"


def against_baseline(number: Number, target: Candidate, context: Context) -> Outcome | None:
    """A target told as a cut from a baseline: the cut of the baseline must give the target."""
    shares = [n for n in context.numbers if n.unit == PERCENT and n is not number]
    if not shares or not context.says(_CUT):
        return None
    bases = [
        row for path in context.evidence.paths.get(target.indicator, ())
        for row in context.evidence.observed.get(path, ())
        if row.unit == target.unit and row.period is not None and row.period.months == 12
        and any(not m.relative and m.fits(row.period) for m in context.mentions)
        and row.period.end < (target.period or row.period).end
    ]  # fmt: skip
    for share in shares:
        for base in bases:
            value = base.value * (1 - share.value / 100)
            if agrees(number, value) or abs(value - number.value) > 0.01 * number.value:
                continue
            told = f"{share.value:.10g}% off {base.name} ({base.shown}) is {value:.6g}"
            return Outcome(
                ROUNDING, target, told,
                f"Write {format_number(value, number.decimals)}, or say on which baseline it rests.",
            )  # fmt: skip
    return None


def _multiple(number: Number, context: Context) -> Outcome:
    """"Doubled", "halved" and the like: the ratio of two values."""
    evidence = context.evidence
    rows = list(_anchors(context))
    path = rows[0].path if rows else context.subject
    pairs = [
        (evidence.by_name.get(now), evidence.by_name.get(then), row)
        for (now, then), row in evidence.pairs.items()
    ]  # fmt: skip
    mine = [each for each in pairs if each[0] is not None and each[0].path == path]
    named = [each for each in mine if rows and each[0] in rows]
    judged = evidence.judged.get(path)
    if judged and judged.get("basis_of_change"):
        chosen = [each for each in mine if each[2]["id"] == judged["id"] and each[2]["basis"] == judged["basis_of_change"]]
        named = named or chosen
    changed = [each for each in context.matched.values() if each.sense == CHANGE and each.unit == PERCENT]
    if changed:
        named = [each for each in mine if each[0].period == changed[-1].period and each[1] is not None and each[1].period == changed[-1].then]
    ratios = [
        (row["value"] / row["then_value"], now) for now, _, row in named or mine if row["then_value"]
    ]
    close = 0.72 if number.hedge == "under" or context.says(r"\b(?:almost|nearly|close to)\b") else 0.95
    wanted = number.value
    for ratio, now in ratios:
        share = ratio / wanted if wanted > 1 else wanted / ratio
        if close <= share <= 1.3 and (number.hedge != "over" or share >= 1):
            return Outcome(MATCH, now, f"{ratio:.3g} times")
    if not ratios:
        return Outcome(UNTRACED, None, "No fact says it.", "Give the two figures.")
    told = f"It became {ratios[0][0]:.2f} times as much."
    return Outcome(CONTRADICTED, ratios[0][1], told, "Give the change itself.")


def _elsewhere(number: Number, context: Context) -> Outcome | None:
    """A fact of another indicator that the sentence names."""
    evidence = context.evidence
    named = [
        name for name, terms in evidence.own_terms.items()
        if name != context.sentence.indicator and terms and terms <= context.terms
    ]  # fmt: skip
    for name in named:
        found = _matching(number, list(evidence.candidates.get(name, ())), context)
        if found.verdict == MATCH:
            return found
    return None


def _told(candidate: Candidate | None, evidence: Evidence) -> str:
    if candidate is None:
        return ""
    label = f" ({candidate.period.label})" if candidate.period else ""
    area = f", {candidate.area}" if candidate.area != evidence.authority else ""
    sign = ""
    if candidate.is_change and candidate.sense != BASELINE:
        sign = "+" if candidate.value > 0 else "−"
    return f"{candidate.name} is {sign}{candidate.shown}{area}{label}"


def _advice(stop: str, candidate: Candidate, evidence: Evidence) -> str:
    if stop == SIGN:
        return "Turn the direction word round, or check the figures."
    if stop == AGE:
        return "The figure is of another age group: say which, or leave it out."
    if stop == AREA:
        return f"The figure is of {candidate.area}: name the area, or give the other figure."
    if stop == PERIOD:
        label = candidate.period.label if candidate.period else "another period"
        return f"The figure is of {label}: name that period, or give the other figure."
    if stop == UNIT:
        return f"Its unit is {candidate.unit}."
    name = evidence.names.get(candidate.path, candidate.path)
    return f"The figure is of '{name}': check which is meant."

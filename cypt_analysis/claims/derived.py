"""Numbers that follow from the values a sentence names: changes, multiples, cuts."""

from __future__ import annotations

from collections.abc import Iterator

from cypt_analysis.claims.context import Context
from cypt_analysis.claims.evidence import CHANGE, VALUE, Candidate
from cypt_analysis.claims.harvest import COUNT, PERCENT, POINTS, Number
from cypt_analysis.claims.outcome import Outcome, agrees
from cypt_analysis.ground.claim import CONTRADICTED, MATCH, ROUNDING, UNTRACED
from cypt_analysis.ground.number_format import format_number


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


def derived_change(number: Number, context: Context) -> Outcome | None:
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
                f"Write {format_number(value, number.decimals)}, or say on which "
                f"baseline it rests.",
            )  # fmt: skip
    return None


def _compared(context: Context) -> Iterator[tuple[Candidate, Candidate]]:
    """Values to compare where a text names a multiple: each with an earlier one of its series.

    Those of the change that the sentence states; else those that it names, among themselves and
    with the latest; else the latest and that of a year, or of one period, before.
    """
    evidence, rows = context.evidence, list(_anchors(context))
    path = rows[0].path if rows else context.subject
    series = evidence.observed.get(path, [])
    changes = [c for c in context.matched.values() if c.sense == CHANGE and c.unit == PERCENT]
    if changes:
        now, then = (evidence.value_at(path, p) for p in (changes[-1].period, changes[-1].then))
        if now is not None and then is not None:
            yield now, then
        return
    named = [row for row in rows if row.path == path]
    pairs = [(now, then) for then in named for now in (*named, *series[-1:]) if then.is_before(now)]
    if pairs or not series:
        yield from pairs
        return
    now = series[-1]
    before = [row for row in series if row.is_before(now)]
    a_year_ago = [row for row in before if row.is_year_before(now)]
    yield from ((now, then) for then in (a_year_ago or before)[-1:])


def judge_multiple(number: Number, context: Context) -> Outcome:
    """The verdict on "doubled", "halved" and the like: the ratio of two values."""
    ratios = [(now.value / then.value, now) for now, then in _compared(context) if then.value]
    nearly = number.hedge == "under" or context.says(r"\b(?:almost|nearly|close to)\b")
    close = 0.72 if nearly else 0.95
    wanted = number.value
    for ratio, now in ratios:
        share = ratio / wanted if wanted > 1 else wanted / ratio
        if close <= share <= 1.3 and (number.hedge != "over" or share >= 1):
            return Outcome(MATCH, now, f"{ratio:.3g} times")
    if not ratios:
        return Outcome(UNTRACED, None, "No fact says it.", "Give the two figures.")
    told = f"It became {ratios[0][0]:.2f} times as much."
    return Outcome(CONTRADICTED, ratios[0][1], told, "Give the change itself.")

"""One figure among others: above or below another area, highest or lowest, the gap."""

from __future__ import annotations

from cypt_analysis.claims.evidence import VALUE, Candidate, with_value
from cypt_analysis.claims.line import AREA, NUMBER, PERIOD, PLACE
from cypt_analysis.claims.mood import Word, rivals_of
from cypt_analysis.claims.moves import GIVE, NO_FACT, TURN, sign_of, subjects
from cypt_analysis.claims.outcome import Outcome
from cypt_analysis.claims.scope import Scope
from cypt_analysis.claims.slots_of_area import is_compared, names_own
from cypt_analysis.ground.claim import CONTRADICTED, MATCH, UNTRACED
from cypt_analysis.ground.key import NEIGHBOURS

# Two values that differ by less than this share of the other are on a par.
_PAR = 0.03


def verdict(right: bool, word: Word, fact: Candidate | None, told: str) -> Outcome:
    """A match where what a word says holds, or does not where it is denied."""
    if right != word.denied:
        return Outcome(MATCH, fact, told)
    return Outcome(CONTRADICTED, fact, told, TURN)


def judge_beside(word: Word, scope: Scope) -> Outcome | None:
    """Above, below or on a par with other areas; None where the word compares with none."""
    line, own = scope.line, scope.evidence.authority
    subject, rivals = areas_told(word, scope), rivals_of(line, word.place)
    if not rivals:
        if all(each == own for each in subject) or not subject:
            return None
        # "Only Reading and Bristol were higher": than here.
        only = line.says("only") and line.has("extreme") is None
        return _only(word, subject, scope) if only else _each(word, subject, [own], scope)
    return _each(word, subject or [own], [each for each in rivals if each not in subject], scope)


def areas_told(word: Word, scope: Scope) -> list[str]:
    """The areas that a word is told of: those named before it in its clause."""
    line = scope.line
    found: list[str] = []
    for at in range(line.clause(word.place).start, word.place):
        item = line.items[at]
        if names_own(line, range(at, at + 1)):
            found = [scope.evidence.authority]
        elif item.entry("more", "judged", "rival"):
            found = []
        elif line.before(at) in ("among", "amongst", "of") and item.kind == AREA:
            continue
        elif item.kind in (AREA, PLACE) and not is_compared(line, at):
            found = [each for each in found if each != scope.evidence.authority] + [item.area]
    return list(dict.fromkeys(found))


def _each(word: Word, subjects_: list[str], rivals: list[str], scope: Scope) -> Outcome:
    outcomes = [_beside(word, a, b, scope) for a in subjects_ for b in rivals if a != b]
    if not outcomes:
        return Outcome(UNTRACED, None, NO_FACT, GIVE)
    order = (CONTRADICTED, UNTRACED, MATCH)
    return min(outcomes, key=lambda each: order.index(each.verdict))


def _value(path: str, period: str, area: str, scope: Scope) -> Candidate | None:
    evidence = scope.evidence
    if area == evidence.authority:
        rows = evidence.observed.get(path, ())
        return next((r for r in rows if r.period and r.period.text == period), None)
    return evidence.others.get((path, period, area))


def _paths(word: Word, scope: Scope) -> list[str]:
    first = subjects(word, scope) or [scope.subject(word.place)]
    return list(dict.fromkeys([*first, *scope.paths]))


def _beside(word: Word, here: str, there: str, scope: Scope) -> Outcome:
    evidence, line = scope.evidence, scope.line
    clause = line.clause(word.place)
    mentions = [line.items[at].period for at in clause if line.items[at].kind == PERIOD]
    fixed = [m for m in mentions if m is not None and not m.relative]
    for path in _paths(word, scope):
        rows = evidence.observed.get(path, [])
        named = [r for r in rows if any(m.fits(r.period) for m in fixed)] or rows
        for row in reversed(named):
            period = row.period.text if row.period else ""
            one, other = _value(path, period, here, scope), _value(path, period, there, scope)
            if one is None or other is None:
                continue
            told = f"{with_value(one)}; {with_value(other)}"
            if word.kind == "par":
                near = abs(one.value - other.value) <= _PAR * abs(other.value)
                return verdict(near, word, one, told)
            sign = sign_of(word, path, evidence)
            if not sign and word.kind in ("judged", "rival"):
                return Outcome(
                    UNTRACED, one, f"{told}; neither way is better.", "Say which is higher."
                )
            if not sign:
                # Without a polarity "behind" and "ahead of" are of size, as a table ranks.
                sign = (
                    -word.entry.way
                    if word.kind == "rival" and evidence.polarity.get(path) == "low"
                    else word.entry.way
                )
            if word.denied and one.value == other.value:
                return Outcome(MATCH, one, told)
            return verdict(
                (one.value > other.value) if sign > 0 else one.value < other.value, word, one, told
            )
    return Outcome(
        UNTRACED,
        None,
        f"No figures for both {here} and {there}.",
        "Give the figures, or leave it out.",
    )


def _only(word: Word, named: list[str], scope: Scope) -> Outcome:
    """Whether those named, and no other of the group, are on the side that a word says."""
    evidence, group = scope.evidence, set(scope.evidence.neighbours)
    for path in _paths(word, scope) if set(named) <= group else ():
        sign = sign_of(word, path, evidence)
        for own in reversed(evidence.observed.get(path, [])):
            period = own.period.text if own.period else ""
            known = {a: v for a in group if (v := evidence.others.get((path, period, a)))}
            beyond = {a for a, v in known.items() if (v.value - own.value) * sign > 0}
            if known.keys() >= group:
                told = f"{with_value(own)}; {', '.join(sorted(beyond)) or 'none'}"
                return verdict(beyond == set(named), word, own, told)
    return Outcome(UNTRACED, None, f"No figure for {' and '.join(named)}.", GIVE)


def judge_gap(word: Word, scope: Scope) -> Outcome:
    """Whether the gap to another area is wider or narrower than it was."""
    evidence, line = scope.evidence, scope.line
    areas = [
        each.area for each in line.items if each.kind == AREA and each.area != evidence.authority
    ]
    fixed = [m for m in scope.mentions if not m.relative]
    for path in _paths(word, scope):
        for area in areas or [NEIGHBOURS, "England"]:
            gaps = [
                (row, abs(row.value - other.value)) for row in evidence.observed.get(path, [])
                if row.period and (other := evidence.others.get((path, row.period.text, area)))
            ]  # fmt: skip
            if len(gaps) < 2:
                continue
            further = "further" in line.items[word.place].said
            named = [each for each in gaps if any(m.fits(each[0].period) for m in fixed)]
            first, last = (named or gaps)[0], gaps[-1]
            if further and named:
                first, last = gaps[-1], named[0]
            elif first is last:
                first = gaps[-2]
            told = f"the gap to {area} was {first[1]:.6g} and is {last[1]:.6g}"
            return verdict((last[1] - first[1]) * word.entry.way > 0, word, last[0], told)
    return Outcome(UNTRACED, None, "No gap is known at two times.", GIVE)


def judge_number_beside(word: Word, scope: Scope) -> Outcome | None:
    """A value above or below another that its sentence gives: "below the 813 of that year"."""
    line, place = scope.line, word.place
    at = place + 1
    if any(
        line.items[n].kind == NUMBER for n in range(max(place - 3, line.chunk(place).start), place)
    ):
        return None
    while at < len(line.items) and line.items[at].said in ("the", "than", "that", "of", "a", "an"):
        at += 1
    if at >= len(line.items) or line.items[at].kind != NUMBER or at not in scope.matched:
        return None
    other = scope.matched[at]
    if other.sense != VALUE or other.area != scope.evidence.authority:
        return None
    before = [f for n, f in scope.values() if n < place and f.path == other.path and f is not other]
    rows = scope.evidence.observed.get(other.path, [])
    now = before[-1] if before else rows[-1] if rows and rows[-1].name != other.name else None
    if now is None:
        return None
    told = f"{with_value(now)}; {with_value(other)}"
    sign = word.entry.way
    return verdict((now.value - other.value) * sign > 0, word, now, told)

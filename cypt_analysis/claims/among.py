"""One figure among others: above or below another area, highest or lowest, the gap."""

from __future__ import annotations

from cypt_analysis.claims import ratios
from cypt_analysis.claims.areas import EVERY
from cypt_analysis.claims.evidence import VALUE, Candidate, with_value
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.line import AREA, NUMBER, PERIOD, PLACE
from cypt_analysis.claims.mood import Word, rivals_of
from cypt_analysis.claims.moves import GIVE, NO_FACT, is_multiple, sign_of, subjects
from cypt_analysis.claims.outcome import TURN, Outcome, verdict
from cypt_analysis.claims.scope import Scope
from cypt_analysis.claims.slots_of_area import is_compared, names_own
from cypt_analysis.claims.spans import holds_throughout, within
from cypt_analysis.ground.claim import CONTRADICTED, MATCH, UNTRACED
from cypt_analysis.ground.key import NEIGHBOURS

# Two values that differ by less than this share of the other are on a par.
_PAR = 0.03


def judge_beside(word: Word, scope: Scope) -> Outcome | None:
    """Above, below or on a par with other areas; None where the word compares with none."""
    line, own = scope.line, scope.evidence.authority
    subject, rivals = (_spread(areas, scope) for areas in _sides(word, scope))
    if not rivals:
        if all(each == own for each in subject) or not subject:
            return None
        # "Only Reading and Bristol were higher": than here.
        only = line.says("only") and line.has("extreme") is None
        return _only(word, subject, scope) if only else _each(word, subject, [own], scope)
    return _each(word, subject or [own], [each for each in rivals if each not in subject], scope)


_BUT = frozenset({"but", "except", "bar", "save", "excluding"})


def _spread(areas: list[str], scope: Scope) -> list[str]:
    """Areas, each of the neighbours for "every neighbour", without those that are excepted."""
    line = scope.line
    if EVERY not in areas:
        return areas
    apart = {
        e.area for at, e in enumerate(line.items) if e.kind in (AREA, PLACE)
        and {line.before(at), line.before(at - 1)} & _BUT
    }  # fmt: skip
    named = [each for each in scope.evidence.neighbours if each not in apart]
    return [*named, *(each for each in areas if each not in (EVERY, *apart))]


def _sides(word: Word, scope: Scope) -> tuple[list[str], list[str]]:
    """The areas on either side of what compares: "higher in York than here"."""
    line, start = scope.line, word.place
    clause = line.clause(start)
    subject, rivals = areas_told(word, scope), rivals_of(line, start)
    ahead = range(start, clause.stop)
    than = next((at for at in ahead if line.items[at].said.split()[-1] == "than"), None)
    after = _areas_in(range(than + 1, clause.stop), scope) if than is not None else []
    if than is None or not after:
        return subject, rivals
    between = _areas_in(range(start + 1, than), scope)
    return between or [each for each in subject if each not in after], after


def _areas_in(places: range, scope: Scope) -> list[str]:
    """The areas that a stretch names, "here" and "we" among them."""
    line, own = scope.line, scope.evidence.authority
    found: list[str] = []
    for at in places:
        if found and line.items[at].entry("more", "rival", "move"):
            break
        if line.items[at].kind in (AREA, PLACE):
            found.append(line.items[at].area)
        elif names_own(line, range(at, at + 1)) and line.items[at].said != "our":
            found.append(own)
    return list(dict.fromkeys(found))


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
        if holds_throughout(line):
            every = _each_time(word, path, (here, there), scope)
            if every is not None:
                return every
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


def _each_time(word: Word, path: str, areas: tuple[str, str], scope: Scope) -> Outcome | None:
    """Whether one area is above another at each time of a stretch: "in every year since 1998"."""
    rows = within(scope.evidence.observed.get(path, []), scope.line)
    sign = sign_of(word, path, scope.evidence)
    both = [
        (one, other) for row in rows if row.period
        and (one := _value(path, row.period.text, areas[0], scope))
        and (other := _value(path, row.period.text, areas[1], scope))
    ]  # fmt: skip
    if len(both) < 2 or len(both) < len(rows) or not sign:
        return None
    wrong = [pair for pair in both if ((pair[0].value - pair[1].value) * sign > 0) == word.denied]
    if wrong:
        return Outcome(CONTRADICTED, wrong[0][0], ratios.told(*wrong[0]), TURN)
    return Outcome(MATCH, both[-1][0], ratios.told(*both[-1]))


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


_OF_PEAK = words("among.of_peak")
_GAPS = frozenset({"gap", "gulf", "difference", "distance", "margin"})


def is_of_gap(word: Word, scope: Scope) -> bool:
    """Whether a word of change is told of a gap: "the gap to England has halved"."""
    line = scope.line
    if word.kind not in ("move", "times", "flat", "more"):
        return False
    for at in range(word.place - 1, line.clause(word.place).start - 1, -1):
        item = line.items[at]
        if item.said in _GAPS:
            return True
        if item.kind == NUMBER or item.entry("move", "times", "more"):
            return False
    return False


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
            ratio = last[1] / first[1] if first[1] else 1.0
            if word.kind == "times":
                return verdict(is_multiple(word, ratio, scope), word, last[0], told)
            if word.kind == "flat":
                return verdict(abs(ratio - 1) < _PAR, word, last[0], told)
            return verdict((ratio - 1) * word.entry.way > 0, word, last[0], told)
    return Outcome(UNTRACED, None, "No gap is known at two times.", GIVE)


def judge_beside_measure(word: Word, scope: Scope) -> Outcome | None:
    """One measure above another: "slips caused more incidents than sport"."""
    pair = ratios.measures(scope.line.clause(word.place), word.place, scope)
    if pair is None:
        return None
    one, other = pair
    if one.period != other.period:
        return Outcome(UNTRACED, one, ratios.told(one, other), GIVE)
    right = (one.value - other.value) * word.entry.way > 0
    return verdict(right, word, one, ratios.told(one, other))


def judge_numbers(word: Word, scope: Scope) -> Outcome | None:
    """Two values that stand on either side of what compares: "0.65% exceeds 0.95%"."""
    clause = scope.line.clause(word.place)
    values = scope.values(clause)
    left = [f for at, f in values if at < word.place and scope.line.before(at) != "("]
    right = [f for at, f in values if at > word.place]
    ours = [f for at, f in scope.values() if at < word.place and scope.line.before(at) != "("]
    ours = [f for f in ours if f.area == scope.evidence.authority]
    if left and ours and left[-1].area != scope.evidence.authority and right:
        # "18% above our neighbours' 596 and 42% above England's 497": both times we are.
        left = ours if right[0].area != scope.evidence.authority else left
    if not left or not right or left[-1].unit != right[0].unit or left[-1].sense != right[0].sense:
        return None
    one, other = left[-1], right[0]
    if one.path == other.path and one.area == other.area:
        return None
    sign = sign_of(word, one.path, scope.evidence) or word.entry.way
    right_way = (one.value - other.value) * sign > 0
    return verdict(right_way, word, one, ratios.told(one, other))


def judge_number_beside(word: Word, scope: Scope) -> Outcome | None:
    """A value above or below another that its sentence gives: "below the 813 of that year"."""
    line, place = scope.line, word.place
    at = place + 1
    if any(
        line.items[n].kind == NUMBER for n in range(max(place - 3, line.chunk(place).start), place)
    ):
        return None
    while at < len(line.items) and (
        line.items[at].said in _OF_PEAK or line.items[at].kind == PERIOD
    ):
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

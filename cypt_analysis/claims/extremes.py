"""The highest and lowest, of a series, of parts, of areas and of changes; high and low."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from cypt_analysis.claims import slots_of_period as slot_period
from cypt_analysis.claims.among import areas_told
from cypt_analysis.claims.evidence import CHANGE, PART, VALUE, Candidate, stem, with_value
from cypt_analysis.claims.fit_of_period import series_of
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.line import AREA, PERIOD, Line
from cypt_analysis.claims.mood import Word
from cypt_analysis.claims.moves import GIVE, NO_FACT, TURN, sign_of
from cypt_analysis.claims.outcome import Outcome, verdict
from cypt_analysis.claims.pairs import subjects
from cypt_analysis.claims.scope import Scope
from cypt_analysis.claims.slots_of_area import subject_area
from cypt_analysis.ground.claim import CONTRADICTED, UNTRACED
from cypt_analysis.ground.key import NEIGHBOURS

_AREAS = words("among.areas")


def judge_extreme(word: Word, scope: Scope) -> Outcome:
    """The verdict on "highest", "peaked", "worst" and the like."""
    line, place = scope.line, word.place
    ahead = range(place + 1, min(place + 6, len(line.items)))
    move = line.items[place + 1].entry("move") if place + 1 < len(line.items) else None
    if move is not None:
        return _among_changes(word, move.way, scope)
    said = [line.items[at].said for at in ahead]
    grouped = any(
        (line.items[at].kind == AREA and line.items[at].area == NEIGHBOURS)
        or line.items[at].said in _AREAS
        for at in ahead
    )
    before = any(
        line.items[at].area == NEIGHBOURS and line.before(at) in ("among", "amongst", "of")
        for at in range(line.clause(place).start, place)
    )
    if before or (grouped and any(each in ("of", "among", "in") for each in said)):
        return _among_areas(word, scope)
    now = _meant(word, scope)
    if now is None:
        return Outcome(UNTRACED, None, NO_FACT, GIVE)
    if _is_off(word, scope):
        word = replace(word, denied=not word.denied)
    rows = _of_parts(word, now, said, scope)
    if rows:
        return _extreme(word, now, rows, scope)
    rows = [r for r in series_of(now, scope) if r.series == now.series]
    if now.sense == PART:
        rows = [
            c for c in scope.evidence.candidates.get(now.indicator, ())
            if (c.path, c.stat, c.area) == (now.path, now.stat, now.area) and c.period
        ]  # fmt: skip
    since, unknown = _window(word, rows, scope)
    if unknown:
        return Outcome(UNTRACED, now, NO_FACT, GIVE)
    if since is not None:
        rows = [r for r in rows if r is now or since < r.period.end <= now.period.end]  # type: ignore[union-attr]
    return _extreme(word, now, rows, scope)


def _is_off(word: Word, scope: Scope) -> bool:
    """Whether a peak is what the figure is away from: "has come off its peak"."""
    line, at = scope.line, word.place - 1
    while at > 0 and line.items[at].said in ("its", "their", "the", "a", "recent", "all-time"):
        at -= 1
    numbered = any(n in line.clause(word.place) for n in scope.matched)
    return at >= 0 and line.items[at].said in ("off", "below", "from", "under") and not numbered


_SHARES = frozenset({"cause", "issue", "reason"})


def _of_parts(word: Word, now: Candidate, said: list[str], scope: Scope) -> list[Candidate]:
    """The values of each part of a breakdown where a word is told among them: "of the schools"."""
    evidence = scope.evidence
    parts = evidence.parts.get(now.path, ())
    group = frozenset.intersection(*(evidence.terms[p] for p in parts)) if parts else frozenset()
    group -= frozenset[str]().union(
        *(evidence.terms[p] for p in scope.paths if p not in parts)
    )  # fmt: skip
    plural = any(each.said.endswith("s") and stem(each.said) in group for each in scope.line.items)
    frequent = any(each in word.entry.lemma for each in ("common", "least", "frequent"))
    frequent = frequent or (scope.line.after(word.place) in evidence.nouns.get(now.indicator, ()))
    if not (plural or frequent or _SHARES & set(said)):
        return []
    rows = [row for p in parts for row in evidence.observed.get(p, ()) if row.period == now.period]
    return rows if len(rows) > 1 else []


def _window(word: Word, rows: list[Candidate], scope: Scope) -> tuple[date | None, bool]:
    """The day that "since" names, and whether a period is named of which nothing is known."""
    line = scope.line
    for at in range(word.place + 1, line.clause(word.place).stop):
        mention = line.items[at].period
        if mention is None or mention.relative:
            continue
        found = next((r for r in rows if mention.fits(r.period)), None)
        if "since" in (line.before(at), line.before(at - 1)):
            day = found.period.end if found is not None and found.period else mention.last
            return day, day is None
        if found is None:
            return None, True
        return None, False
    return None, False


def _extreme(word: Word, now: Candidate, rows: Iterable[Candidate], scope: Scope) -> Outcome:
    rows, sign = list(rows), sign_of(word, now.path, scope.evidence)
    if len(rows) < 2 or not sign:
        return Outcome(UNTRACED, now, "There is no other figure.", GIVE)
    best = (max if sign > 0 else min)(rows, key=lambda row: row.value)
    told = (
        f"{with_value(now)}; the {'highest' if sign > 0 else 'lowest'} known is {with_value(best)}"
    )
    return verdict(now.value == best.value, word, now, told)


def _meant(word: Word, scope: Scope) -> Candidate | None:
    """The value that a word is told of: by the number of its clause, by its period, else newest."""
    line, evidence = scope.line, scope.evidence
    clause = line.clause(word.place)
    area, stranger = subject_area(line, word.place)
    if stranger:
        return None
    values = [
        (at, f)
        for at, f in scope.near(word.place)
        if f.path in evidence.observed and f.sense in (VALUE, "part")
    ]
    inside = [each for each in values if each[0] in clause]
    inside.sort(
        key=lambda each: not (each[0] > word.place and line.before(each[0]) in ("at", "of"))
    )
    of_it = [f for at, f in inside if at in scope.matched and not _is_compared_number(line, at)]
    for found in of_it or [f for _, f in inside]:
        return (
            evidence.value_at(found.path, found.period) or found
            if found.area == evidence.authority and found.sense == VALUE
            else found
        )
    paths = subjects(word, scope)
    if not paths:
        return None
    rows = evidence.observed[paths[0]]
    if area and area != evidence.authority:
        model = next(
            (v for (p, _, a), v in evidence.others.items() if p == paths[0] and a == area), None
        )
        rows = series_of(model, scope) if model is not None else rows
    own = [
        line.items[at].period for at in [*clause, *line.periods]
        if line.items[at].kind == PERIOD and slot_period.role_of(line, at) == slot_period.OWN
        and line.before(at) != "since"
    ]  # fmt: skip
    fixed = [m for m in own if m is not None and not m.relative]
    named = [r for r in rows if any(m.fits(r.period) for m in fixed)]
    if named:
        return named[-1]
    return values[0][1] if values and values[0][1].path == paths[0] else rows[-1]


def _is_compared_number(line: Line, at: int) -> bool:
    return line.before(at) in ("the", "than", "below", "above") and (
        line.items[at - 2].entry("more") is not None if at > 1 else False
    )


def _among_areas(word: Word, scope: Scope) -> Outcome:
    """The highest or lowest of the neighbours, at the latest period that has them."""
    evidence = scope.evidence
    path = next(iter(subjects(word, scope)), scope.subject(word.place))
    fixed = [m for m in scope.mentions if not m.relative]
    known = evidence.observed.get(path, [])
    known = [r for r in known if any(m.fits(r.period) for m in fixed)] or known
    clause = scope.line.clause(word.place)
    told = [scope.line.items[at].area for at in clause if scope.line.items[at].kind == AREA]
    for own in reversed(known):
        period = own.period.text if own.period else ""
        rows = [
            evidence.others[key] for area in evidence.neighbours
            if (key := (path, period, area)) in evidence.others
        ]  # fmt: skip
        if rows:
            named = areas_told(word, scope) or [a for a in told if a in evidence.neighbours]
            now = next((row for row in rows if named and row.area == named[-1]), own)
            return _extreme(word, now, rows if now is not own else [own, *rows], scope)
    return Outcome(UNTRACED, None, "No figures of other areas.", GIVE)


def _among_changes(word: Word, move: int, scope: Scope) -> Outcome:
    """The largest or smallest rise or fall: the changes known, of the same basis and unit."""
    evidence = scope.evidence
    told = [found for _, found in scope.near(word.place) if found.sense == CHANGE]
    fixed = [m for m in scope.mentions if not m.relative]
    if not told and len(fixed) > 1:
        told = [
            each for each in evidence.candidates.get(scope.indicator, ())
            if each.sense == CHANGE and each.path == scope.subject(word.place)
            and fixed[0].fits(each.then) and fixed[1].fits(each.period)
        ]  # fmt: skip
    if not told:
        return Outcome(UNTRACED, None, NO_FACT, GIVE)
    now = told[0]
    rows = [
        each for each in evidence.candidates.get(now.indicator, ())
        if (each.sense, each.path, each.basis, each.unit) == (CHANGE, now.path, now.basis, now.unit)
        and (each.value > 0) == (move > 0)
    ]  # fmt: skip
    if (now.value > 0) != (move > 0):
        return Outcome(CONTRADICTED, now, with_value(now), TURN)
    best = (max if word.entry.way > 0 else min)(rows, key=lambda each: abs(each.value))
    return verdict(best.value == now.value, word, now, f"{with_value(now)}; {with_value(best)}")


def judge_level(word: Word, scope: Scope) -> Outcome:
    """The verdict on "high", "low", "good" and "poor".

    They hold where the value is on that side of one at least of what it is compared with: the
    areas that the sentence names, else England and the neighbours, else the target.
    """
    now = _meant(word, scope)
    if now is None:
        return Outcome(UNTRACED, None, NO_FACT, GIVE)
    evidence, sign = scope.evidence, sign_of(word, now.path, scope.evidence)
    named = dict.fromkeys(each.area for each in scope.line.items if each.kind == AREA)
    areas = [each for each in named if each != evidence.authority] or ["England", NEIGHBOURS]
    period = now.period.text if now.period else ""
    known = [
        (with_value(other), other.value) for area in areas
        if (other := evidence.others.get((now.path, period, area))) is not None
    ]  # fmt: skip
    judged = evidence.judged.get(now.path, {})
    if not known and judged.get("id") == now.name and judged["target"] == judged["target"]:
        known = [(f"the target is {judged['target']:.6g}", judged["target"])]
    goal = scope.line.has("goal") is not None and judged and judged["target"] == judged["target"]
    if goal:
        known.append((f"the target is {judged['target']:.6g}", judged["target"]))
    if not known or not sign:
        return Outcome(UNTRACED, now, "Nothing is known to compare it with.", GIVE)
    told = "; ".join([with_value(now), *(text for text, _ in known)])
    return verdict(any((now.value - value) * sign > 0 for _, value in known), word, now, told)

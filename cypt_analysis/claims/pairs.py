"""The two values that a word of change speaks of: by number, by period, else the usual ones."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.claims import slots_of_period as slot_period
from cypt_analysis.claims.evidence import CHANGE, PART, VALUE, Candidate, Evidence, Pair
from cypt_analysis.claims.fit_of_period import series_of
from cypt_analysis.claims.line import NUMBER, PERIOD
from cypt_analysis.claims.mood import Word
from cypt_analysis.claims.periods import LATER, RANGE, YEAR_TO, Mention
from cypt_analysis.claims.scope import Scope
from cypt_analysis.claims.slots_of_area import subject_area


def pair_of(now: Candidate, then: Candidate, evidence: Evidence) -> Pair:
    """Two values side by side, with the verdict of the test where there is one."""
    names = [now.name, then.name]
    if now.sense == PART:
        # What is counted of a share or a rate is tested with it.
        values = [evidence.value_at(each.path, each.period) for each in (now, then)]
        names = [each.name if each is not None else "" for each in values]
    row = evidence.pairs.get((names[0], names[1])) or evidence.pairs.get((names[1], names[0]))
    known = row is not None and not pd.isna(row["significant"])
    return Pair(now, then, bool(row["significant"]) if row is not None and known else None)


def subjects(word: Word, scope: Scope) -> list[str]:
    """The paths that a word speaks of: several where it says all, both, or "across the city"."""
    line, evidence = scope.line, scope.evidence
    clause = line.clause(word.place)
    subject = scope.subject(word.place)
    if line.says("overall", "everywhere") or (
        "across" in {e.said for e in line.items} and line.says("city", "borough", "county", "board")
    ):
        rows = evidence.observed.get(subject)
        whole = [p for p in scope.paths if not evidence.judged.get(p, {}).get("breakdown")]
        named = scope.named(line.all_terms)
        if rows and (line.says("across", "everywhere") or not named):
            return [p for p in whole if evidence.observed[p][-1].unit == rows[-1].unit]
    if any(line.items[at].said in ("all", "both", "each", "neither") for at in clause):
        terms = line.all_terms
        each = [p for p in scope.paths if scope.telling(p) & terms]
        full = [p for p in each if len(scope.telling(p) & terms) * 2 >= len(scope.telling(p))]
        if len(full) > 1:
            headline = (
                [scope.indicator]
                if scope.indicator in scope.paths
                and (evidence.terms[scope.indicator] <= terms | scope.common)
                else []
            )
            return list(dict.fromkeys([*full, *headline]))
    if subject not in evidence.observed:
        return []
    return [_with_periods(subject, word, scope)]


def _with_periods(subject: str, word: Word, scope: Scope) -> str:
    """A path, or another of its kind where only that has figures of the periods that are named."""
    line, evidence = scope.line, scope.evidence
    fixed = [m for at in region(word, scope) if (m := line.items[at].period) and not m.relative]

    def has_all(path: str) -> bool:
        rows = evidence.observed[path]
        return all(m.kind == YEAR_TO or any(m.fits(row.period) for row in rows) for m in fixed)

    if not fixed or has_all(subject) or any(m.kind == RANGE for m in fixed):
        return subject
    unit = evidence.observed[subject][0].unit
    others = [p for p in scope.paths if evidence.observed[p][0].unit == unit and has_all(p)]
    named = scope.named(line.all_terms)
    others = [p for p in others if p in named or not named or subject == scope.indicator]
    return others[0] if len(others) == 1 else subject


def pairs_for(word: Word, scope: Scope, beside: Candidate | None) -> list[Pair]:
    """The pairs of values that a word of change speaks of, the one it is judged by last."""
    evidence, line = scope.evidence, scope.line
    if beside is not None and beside.sense == CHANGE:
        now = evidence.value_at(beside.path, beside.period)
        then = evidence.value_at(beside.path, beside.then)
        if now is not None and then is not None:
            return [pair_of(now, then, evidence)]
    pointing = line.before(word.place) in ("this", "that", "such", "present") or (
        word.kind == "chance" and not scope.matched
    )
    if scope.pair_before is not None and pointing:
        return [scope.pair_before]
    of_values = _of_values(word, scope)
    if of_values:
        return of_values
    following = _following(word, scope) or _later(word, scope)
    if following is not None:
        return [following]
    return [pair for path in subjects(word, scope) if (pair := _of_path(path, word, scope))]


def _following(word: Word, scope: Scope) -> Pair | None:
    """The change after the one that was told: "dropped in 2007/08 and then rose again"."""
    line, told = scope.line, scope.pair_now
    if told is None or not any(line.items[at].said == "then" for at in line.clause(word.place)):
        return None
    if any(at > word.place and at in line.clause(word.place) for at in line.periods):
        return None
    rows = [r for r in series_of(told.now, scope) if told.now.is_before(r)]
    return pair_of(rows[0], told.now, scope.evidence) if rows else None


def _later(word: Word, scope: Scope) -> Pair | None:
    """The change after a time that was named: "fell in 2023 and rose the year after"."""
    line = scope.line
    at = next((at for at in region(word, scope) if line.items[at].period.kind == LATER), None)  # type: ignore[union-attr]
    fixed = [
        m for n in line.periods if at and n < at and (m := line.items[n].period) and not m.relative
    ]
    paths = subjects(word, scope)
    rows = rows_of(paths[0], word, scope, None) if fixed and paths else []
    then = next((r for r in rows if fixed[-1].fits(r.period)), None)
    later = [r for r in rows if then is not None and then.is_before(r)]
    yearly = [r for r in later if then is not None and then.is_year_before(r)]
    return pair_of((yearly or later)[0], then, scope.evidence) if then and later else None


def _of_values(word: Word, scope: Scope) -> list[Pair]:
    """The pairs among the values that the clause, or else the sentence, gives."""
    line, evidence = scope.line, scope.evidence
    clause = line.clause(word.place)
    for within in (clause, range(len(line.items))):
        values = scope.values(within)
        if within is not clause and (scope.values(clause) or _has_period(scope, clause)):
            break
        if within is not clause and _years_told(word, scope):
            break
        if word.kind == "chance":
            values = [each for each in values if each[0] < word.place] or values
        if not values:
            continue
        near = min(values, key=lambda each: abs(each[0] - word.place))[1]
        named = scope.named(line.terms(clause))
        if within is not clause and named and near.path not in named:
            break
        if near.sense == PART and {"rate", "rates", "proportion", "percentage"} & {
            line.items[at].said for at in clause
        }:
            break
        mine = [
            f
            for _, f in values
            if (f.path, f.area, f.series, f.stat) == (near.path, near.area, near.series, near.stat)
        ]
        mine = sorted({f.name: f for f in mine}.values(), key=lambda f: f.period)  # type: ignore[arg-type, return-value]
        if (
            len(mine) == 1
            and within is clause
            and line.items[clause.start].said in ("before", "then")
        ):
            # "Rose to 83 before falling to 73": it is counted from the value told before.
            said = scope.values(range(clause.start))
            mine = [f for _, f in said[-1:] if (f.path, f.area) == (near.path, near.area)] + mine
        if len(mine) > 1:
            says_from = any(line.items[at].said == "from" for at in within)
            olds = mine[:-1] if says_from and word.kind != "chance" else mine[-2:-1]
            return [pair_of(mine[-1], each, evidence) for each in olds]
        apart = any(f.path == near.path and f.series != near.series for _, f in values)
        if not apart and within is clause and near.sense == VALUE:
            pair = _of_path(near.path, word, scope, near)
            return [pair] if pair else []
    return []


def region(word: Word, scope: Scope) -> list[int]:
    """The periods of a word's clause that stand nearer to it than to another word of change."""
    line = scope.line
    clause = line.clause(word.place)
    kinds = ("move", "times", "flat", "judged", "more", "extreme")
    others = [at for at in clause if at != word.place and line.items[at].entry(*kinds)]
    after = min((at for at in others if at > word.place), default=clause.stop)
    before = max((at for at in others if at < word.place), default=clause.start)
    mine = [at for at in line.periods if word.place < at < after]
    if mine and all(slot_period.role_of(line, at) == slot_period.THEN for at in mine):
        # "2023/24 saw a rise on 2022/23."
        lead = [at for at in line.periods if before <= at < word.place]
        mine = [at for at in lead if not line.items[at].period.relative] + mine  # type: ignore[union-attr]
    mine = mine or [at for at in line.periods if before <= at < word.place]
    return mine or [at for at in line.periods if at in clause]


def _has_period(scope: Scope, places: range) -> bool:
    return any(scope.line.items[at].kind == PERIOD for at in places)


def period_roles(word: Word, scope: Scope) -> tuple[list[Mention], list[Mention]]:
    """The periods of a word's clause: those that it is told of, and those it is counted from."""
    line = scope.line
    places = region(word, scope)
    if not places:
        lead = [
            at
            for at in line.periods
            if at < word.place and slot_period.role_of(line, at) == slot_period.OWN
        ]
        places = lead[:1] if lead and lead[0] < 6 else []
        if any(line.items[at].said == "then" for at in line.clause(word.place)):
            places = [at for at in line.periods if at < word.place][-1:] or places
        if not places and len(line.clauses) < 3:
            places = [at for at in line.periods if line.items[at].period.relative][:1]  # type: ignore[union-attr]
    own: list[Mention] = []
    then: list[Mention] = []
    for at in places:
        mention, role = line.items[at].period, slot_period.role_of(line, at)
        if mention is None or role == slot_period.GOAL:
            continue
        (then if role == slot_period.THEN else own).append(mention)
    return own, then


def _of_path(path: str, word: Word, scope: Scope, value: Candidate | None = None) -> Pair | None:
    """The two values of a path that the periods of a clause name, else the usual ones."""
    rows = rows_of(path, word, scope, value)
    if not rows:
        return None
    own, then = period_roles(word, scope)
    span = next((m for m in own if m.kind == RANGE), None)
    if span is not None and not any(span.fits(row.period) for row in rows):
        return _between_months(span, rows, scope)
    year_to = [m for m in (*own, *then) if m.kind == YEAR_TO]
    if year_to and not any(m.fits(row.period) for m in year_to for row in rows):
        return _year_to(year_to, rows, value, scope)
    fixed, thens = _ends(own, then, scope)
    named = [*fixed, *thens]
    if value is None and any(not any(m.fits(row.period) for row in rows) for m in named):
        # A period is named of which nothing is known: nothing else may stand for it.
        return (
            None
            if word.kind in ("move", "flat", "times", "judged")
            else _usual(rows[-1], rows, [*own, *then], scope)
        )
    fitting = [row for row in rows if any(m.fits(row.period) for m in fixed)]
    of_then = value is not None and any(m.fits(value.period) for m in thens)
    if value is not None and (of_then or _is_then(word, scope, value)):
        later = [r for r in fitting if r.period and value.period and value.period < r.period]
        now = later[-1] if later else rows[-1]
        return pair_of(now, value, scope.evidence) if now.name != value.name else None
    now = value or (fitting[-1] if fitting else rows[-1])
    older = _older(now, rows)
    reached = _after_which(word, scope)
    if reached is not None and any(row.name == reached.name for row in older):
        return pair_of(now, reached, scope.evidence)
    if not older and fitting and now is not rows[-1]:
        now = rows[-1]
        older = _older(now, rows)
    years = _years_told(word, scope)
    if years and not thens:
        found = next((row for row in older if _is_years_before(row, now, years)), None)
    else:
        found = next((row for row in older if any(m.fits(row.period) for m in thens)), None)
    several = value is not None or len(fixed) > 1
    if found is None and several:
        found = next((row for row in older if any(m.fits(row.period) for m in fixed)), None)
    if found is not None:
        return pair_of(now, found, scope.evidence)
    return _usual(now, rows, [*own, *then], scope)


def _after_which(word: Word, scope: Scope) -> Candidate | None:
    """The value that a change is told to come after: "fell back after reaching 328 in August"."""
    line = scope.line
    start = line.clause(word.place).stop
    if start >= len(line.items) or line.items[start].said != "after":
        return None
    values = scope.values(line.clause(start))
    return values[0][1] if values else None


def rows_of(path: str, word: Word, scope: Scope, value: Candidate | None) -> list[Candidate]:
    """The values of a path of the area that a word is told of; none of an unknown place."""
    evidence = scope.evidence
    area, stranger = subject_area(scope.line, word.place)
    wanted = value.area if value is not None else area or evidence.authority
    if stranger:
        return []
    if wanted == evidence.authority:
        return list(evidence.observed.get(path, []))
    others = (each for (p, _, a), each in evidence.others.items() if (p, a) == (path, wanted))
    model = value or next(others, None)
    return series_of(model, scope) if model is not None else []


def _between_months(span: Mention, rows: list[Candidate], scope: Scope) -> Pair | None:
    """The values of the two months of "between August and September 2009"."""
    years = (span.year, (span.year or 1) - 1)
    ends = [
        row for row in rows
        if row.period and row.period.months <= 3
        and (span.year is None or row.period.end.year in years)
    ]  # fmt: skip
    for last in reversed(ends):
        for first in ends:
            months = (
                first.period and first.period.end.month,
                last.period and last.period.end.month,
            )
            if months == (span.from_month, span.month) and first.is_before(last):
                return pair_of(last, first, scope.evidence)
    return None


def _year_to(
    mentions: list[Mention], rows: list[Candidate], value: Candidate | None, scope: Scope
) -> Pair | None:
    """A value at the end of "the year to September 2008", and that of a year before."""
    ends = [(m.month, m.year) for m in mentions]
    ending = [r for r in rows if r.period and (r.period.end.month, r.period.end.year) in ends]
    now = value or (ending[-1] if ending else None)
    then = next((r for r in reversed(rows) if now is not None and r.is_year_before(now)), None)
    return pair_of(now, then, scope.evidence) if now and then and ending else None


def _ends(
    own: list[Mention], then: list[Mention], scope: Scope
) -> tuple[list[Mention], list[Mention]]:
    """The fixed periods of now and of then: "between A and B" names both."""
    fixed = [m for m in own if not m.relative]
    thens = [m for m in then if not m.relative]
    if len(fixed) > 1 and scope.line.says("between", "from"):
        return fixed[1:], fixed[:1]
    return fixed, thens


def _older(now: Candidate, rows: list[Candidate]) -> list[Candidate]:
    """The values of a series before one."""
    return [
        row for row in rows
        if row.series == now.series and row.period and now.period
        and row.period.end < now.period.end
    ]  # fmt: skip


def _is_years_before(row: Candidate, now: Candidate, years: int) -> bool:
    if row.period is None or now.period is None:
        return False
    end, then = now.period.end, row.period.end
    return (end.year - years, end.month) == (then.year, then.month)


def _usual(
    now: Candidate, rows: list[Candidate], mentions: list[Mention], scope: Scope
) -> Pair | None:
    """A value beside that of a year or of a period before, as the words say or as it is judged."""
    evidence, older = scope.evidence, _older(now, rows)
    if not older:
        return None
    judged = evidence.judged.get(now.path, {})
    relative = slot_period.basis_of(mentions)
    yearly = any(m.kind == YEAR_TO for m in mentions) or scope.line.says("annual", "annually")
    usual = judged.get("basis_of_change") if now.name == judged.get("id") else "previous"
    usual = "previous" if scope.line.says("again") else usual
    basis = relative or ("year" if yearly else usual)
    years = slot_period.years_of(basis or "")
    by_year = [row for row in older if _is_years_before(row, now, years)]
    if years and by_year:
        return pair_of(now, by_year[-1], evidence)
    if years > 1:
        return None
    short = all(row.period is not None and row.period.months < 12 for row in (now, older[-1]))
    if basis == "year" and relative and short and not scope.line.says("on"):
        return None
    return pair_of(now, older[-1], evidence)


_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5}


def _years_told(word: Word, scope: Scope) -> int:
    """Over how many years a change is told: "has halved in two years"."""
    line = scope.line
    clause = line.clause(word.place)
    for at in range(clause.start, clause.stop - 1):
        *lead, said = line.items[at].said.split()
        governor = lead[-1] if lead else line.before(at)
        told = governor in ("in", "over", "last", "past", "within")
        if said in _NUMBERS and line.after(at) == "years" and told:
            return _NUMBERS[said]
    return 0


def _is_then(word: Word, scope: Scope, value: Candidate) -> bool:
    """Whether the only value of a clause is the one that its change is counted from."""
    line = scope.line
    at = next((at for at, found in scope.matched.items() if found is value), None)
    if at is None:
        return False
    between = [line.items[n] for n in range(word.place, at)]
    near = {each.said for each in between} | {each.said.split()[-1] for each in between}
    lone = not any(each.kind == NUMBER for each in between[1:]) or bool(
        {line.items[n].said for n in range(max(at - 3, 0), at)} & {"from", "than"}
    )
    return at > word.place and lone and bool(near & {"than", "from", "on", "compared", "against"})

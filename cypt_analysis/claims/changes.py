"""A change in time: which two values are meant, whether they move as is said, or by chance."""

from __future__ import annotations

from dataclasses import dataclass

from cypt_analysis.claims.about import About
from cypt_analysis.claims.agreement import figure_states, is_multiple, same_unit
from cypt_analysis.claims.evidence import CHANGE as CHANGE_FACT
from cypt_analysis.claims.evidence import Candidate
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.pairing import pairs, size_of
from cypt_analysis.claims.part import (
    CHANGE,
    FAILS,
    HOLDS,
    OPEN,
    Doubt,
    Relation,
    Said,
    Truth,
    Two,
    truth_of,
)
from cypt_analysis.claims.quantities import COUNT
from cypt_analysis.claims.roles import Figure, hedge_of
from cypt_analysis.judgement.changes import PART_YEAR, why_apart

# What is told as the same, on a par, or hardly changed: as a share of the earlier value.
_SAME, _WITHIN_CHANCE = 0.02, 0.05
_RATES = frozenset({"rate", "rates", "percentage", "proportion", "share"})
_UNCHANGED = frozenset({"unchanged", "no change"})


@dataclass
class _Tried:
    """Two values that may be meant, and the truth of each word and number between them."""

    then: Candidate
    now: Candidate
    path: str
    truths: dict[int, Truth]

    @property
    def wrong(self) -> int:
        """How many of them do not hold."""
        return sum(each != HOLDS for each in self.truths.values())


def judge_move(relation: Relation, what: About, heard: Heard) -> list[Said]:
    """Whether a measure moved the way and by as much as is said, between the values that are
    likeliest meant."""
    olds = [*what.from_, *what.ref_figures]
    levels = what.levels
    ends = what.to or [n for n in levels if n.at > relation.at] or levels
    given = [*what.sizes, *olds, *what.to]
    two = [*what.from_, *what.to]
    if len(what.from_) == len(what.to) == 1 and relation.kind == "move" and not relation.denied:
        then_told, now_told = (each.number for each in two)
        if then_told.unit == now_told.unit and not (
            (now_told.value - then_told.value) * relation.way > 0
        ):
            why = f"{then_told.value:g} → {now_told.value:g}"
            wrong = Said(relation.at, FAILS, why, None, CHANGE)
            return [wrong, *(Said(each.at, OPEN, why) for each in given)]
    tried = [
        _Tried(then, now, path, _truths(relation, then, now, what, heard))
        for path in heard.with_counts(what.paths) if "#" not in path or given or levels
        for then, now in pairs(path, what, heard, olds=olds, news=ends)
    ]  # fmt: skip
    if not tried and not given and (unlike := _of_two_series(relation, what, heard)):
        return [unlike]
    whole = [each for each in tried if "#" not in each.path]
    if not whole and all(each.wrong for each in tried):
        return [Said(at, OPEN) for at in (relation.at, *(n.at for n in given))]
    best = min(tried, key=lambda each: (each.wrong, "#" in each.path))
    truths = _doubted(best, tried, relation, what, heard)
    heard.talk.pair = (best.then, best.now)
    heard.used.append((best.then, best.now))
    if all(each == HOLDS for each in truths.values()):
        heard.talk.value = best.now
    plain = len(tried) == 1 or (bool(given) and not best.wrong)
    apart = all(_is_apart(each, heard) for each in tried)
    doubt = Doubt.APART if apart and (plain or not given) else None
    bare = not (given or levels)
    if bare and truths[relation.at] == HOLDS and _may_be_chance(best, relation, heard):
        truths[relation.at], doubt = OPEN, Doubt.CHANCE
    why = _told(best, doubt)
    facts = {n.at: _change_of(n, best.then, best.now, heard) for n in what.sizes}
    facts |= {n.at: best.then for n in olds}
    return [
        Said(at, truth, why, facts.get(at, best.now), CHANGE, doubt)
        for at, truth in truths.items()
    ]  # fmt: skip


def _told(best: _Tried, doubt: Doubt | None) -> str:
    """Two values, and why they do not compare where they do not."""
    why = f"{best.then.shown} → {best.now.shown}"
    if doubt is Doubt.APART and best.now.place and best.then.place:
        why += f"; {why_apart(dict(best.now.place), dict(best.then.place)) or PART_YEAR}"
    return why


def judge_pair(relation: Relation, two: Two, heard: Heard) -> Said:
    """Whether two values that are given move as a word says."""
    then, now = two
    tried = _Tried(then, now, now.path, {})
    truth, doubt = _holds(relation, then, now, heard), None
    if truth == HOLDS and _is_apart(tried, heard):
        truth, doubt = OPEN, Doubt.APART
    elif truth == HOLDS and _may_be_chance(tried, relation, heard):
        truth, doubt = OPEN, Doubt.CHANCE
    return Said(relation.at, truth, f"{then.shown} → {now.shown}", now, CHANGE, doubt)


def _of_two_series(relation: Relation, what: About, heard: Heard) -> Said | None:
    """A change told of measures whose newest value compares with none before it."""
    rows = [heard.values.rows(path, what.area)[-2:] for path in what.paths]
    if not rows or what.fixed or not all(len(r) > 1 and r[0].series != r[1].series for r in rows):
        return None
    then, now = rows[0]
    why = f"{then.shown} → {now.shown}; {PART_YEAR}"
    return Said(relation.at, OPEN, why, now, CHANGE, Doubt.APART)


def _change_of(figure: Figure, then: Candidate, now: Candidate, heard: Heard) -> Candidate:
    """The fact that gives a change, or else its later value."""
    facts = (
        each for each in heard.facts
        if each.sense == CHANGE_FACT and (each.path, each.period) == (now.path, now.period)
        and each.then == then.period and same_unit(figure.number, each)
    )  # fmt: skip
    found = sorted(
        facts, key=lambda each: (each.name != figure.number.fact, not figure_states(figure, each))
    )
    return next(iter(found), now)


def _doubted(
    best: _Tried, tried: list[_Tried], relation: Relation, what: About, heard: Heard
) -> dict[int, Truth]:
    """The truths of two values, open where others may be meant and where the two do not
    compare."""
    truths, word, several = dict(best.truths), relation.at, len(tried) > 1
    told_apart = len({each.truths[word] for each in tried if "#" not in each.path}) > 1
    given = {n.at: n for n in (*what.sizes, *what.from_, *what.ref_figures, *what.to)}
    if not given and told_apart:
        truths = {word: OPEN}
    if FAILS in truths.values() and given:
        for at, figure in given.items():
            if truths.get(at) == FAILS and (several or heard.is_elsewhere(figure, what.fixed)):
                truths[at] = OPEN
    if _is_of_rate(best, heard):
        truths = dict.fromkeys(truths, OPEN)
    if _is_apart(best, heard):
        truths = {at: OPEN if each == HOLDS else each for at, each in truths.items()}
    return truths


def _is_of_rate(tried: _Tried, heard: Heard) -> bool:
    """Whether a rate is spoken of where only counts are known."""
    said = [each for each in heard.line.items if each.said in _RATES]
    alone = bool(said) and tried.now.unit == COUNT
    return alone and not (heard.says_numbers if "#" in tried.path else heard.figures)


def _is_apart(tried: _Tried, heard: Heard) -> bool:
    """Whether two values do not compare: of two series, or cut short."""
    short = {tried.then.name, tried.now.name} & heard.evidence.cut_short
    return tried.then.series != tried.now.series or bool(short)


def _may_be_chance(best: _Tried, relation: Relation, heard: Heard) -> bool:
    """Whether a change is told that may be chance, and the sentence does not say so."""
    if heard.values.significant(best.now, best.then) is not False:
        return False
    plain = relation.kind in ("move", "judged") and not relation.denied
    return plain and not heard.says_chance


def _truths(
    relation: Relation, then: Candidate, now: Candidate, what: About, heard: Heard
) -> dict[int, Truth]:
    found = {relation.at: _holds(relation, then, now, heard)}
    for figure in what.sizes:
        found[figure.at] = size_of(figure, now, then, heard)
    for figure in (*what.from_, *what.ref_figures):
        found[figure.at] = _is_value(figure, then, heard)
    for figure in what.to:
        found[figure.at] = _is_value(figure, now, heard)
    return found


def _is_value(figure: Figure, row: Candidate, heard: Heard) -> Truth:
    if not same_unit(figure.number, row):
        return OPEN
    return truth_of(heard.values.allows(figure.number, figure.hedge, row))


def _holds(relation: Relation, then: Candidate, now: Candidate, heard: Heard) -> Truth:
    """Whether two values move as a word says."""
    difference, way = now.value - then.value, heard.way(relation, now.path)
    share = abs(difference) / max(abs(then.value), 1e-9)
    if relation.kind == "times":
        ratio = now.value / then.value if then.value else float("nan")
        return times_holds(relation, ratio, heard)
    if relation.kind == "flat":
        chance = heard.values.significant(now, then) is False and share <= _WITHIN_CHANCE
        exact = relation.said in _UNCHANGED or "same" in relation.said
        same = now.shown == then.shown if exact else share <= _SAME or chance
        return truth_of(same, denied=relation.denied)
    if relation.kind == "par":
        return truth_of(share <= _SAME, denied=relation.denied)
    if not way:
        return OPEN
    return truth_of(difference * way <= 0 if relation.denied else difference * way > 0)


def times_holds(relation: Relation, ratio: float, heard: Heard) -> Truth:
    """Whether one value is so many times another: "doubled", "almost twice"."""
    hedge, _ = hedge_of(heard.line.items, relation.at)
    return truth_of(is_multiple(ratio, relation.entry.times, hedge), denied=relation.denied)


_DENIED, _MORE = words("chance.denied"), words("chance.more")
_NO_MORE = words("chance.no_more")


def judge_significant(relation: Relation, what: About, heard: Heard) -> list[Said]:
    """Whether a change that is called significant, or within chance, was tested to be so."""
    pair = heard.talk.pair
    if pair is None or (what.part.terms and pair[1].path not in what.paths):
        pair = _first(what, heard)
    return [_judge(relation.at, pair, (relation.way > 0) != relation.denied, what, heard)]


def judge_chance(what: About, heard: Heard) -> list[Said]:
    """Whether a change is chance, where the word itself is said: "could well be chance"."""
    items, places = heard.line.items, what.part.places
    at = next((i for i in places if "chance" in items[i].said.split()), None)
    if at is None:
        return []
    said = {each for i in places for each in items[i].said.replace("’", "'").split()}
    denied = bool(said & _DENIED)
    if "rule" in said:
        real = not denied and "small" not in said
    elif said & _MORE:
        real = not denied
    elif said & _NO_MORE:
        real = denied
    else:
        return []
    pair = heard.talk.pair
    if pair is None or what.part.terms:
        own = _first(what, heard)
        if own is not None and (pair is None or pair[1].path not in what.paths):
            pair = own
    return [_judge(at, pair, real, what, heard)]


def _first(what: About, heard: Heard) -> Two | None:
    return next((two for path in what.paths for two in pairs(path, what, heard)), None)


def _judge(at: int, pair: Two | None, real: bool, what: About, heard: Heard) -> Said:
    if pair is None or (len(what.paths) > 1 and heard.talk.pair is None):
        return Said(at, OPEN, "Which change is meant was not read.")
    then, now = pair
    heard.used.append(pair)
    significant = heard.values.significant(now, then)
    told = {True: "more than chance", False: "within chance", None: "not tested"}[significant]
    why = f"{then.shown} → {now.shown}, {told}"
    holds = None if significant is None else significant == real
    return Said(at, truth_of(holds), why, now, CHANGE)

"""Whether a change is more than chance, however that is said."""

from __future__ import annotations

from cypt_analysis.claims.about import About
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.pairing import pairs
from cypt_analysis.claims.part import Relation
from cypt_analysis.claims.talk import CHANGE, OPEN, Said, Two, truth_of

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

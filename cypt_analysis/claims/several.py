"""What is said of each of several measures: "both inside the limit", "none of the schools",
"incidents, days lost and reports were all lower", "two of the three schools saw a rise"."""

from __future__ import annotations

from cypt_analysis.claims.about import About
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.part import Part, Relation
from cypt_analysis.claims.parts import BRACKET
from cypt_analysis.claims.quantities import COUNT
from cypt_analysis.claims.relations import judge_relation
from cypt_analysis.claims.roles import Figure
from cypt_analysis.claims.talk import FAILS, GROUP, HOLDS, OPEN, Said, Truth, truth_of

_ALL, _NONE = frozenset({"all", "both", "each", "every"}), frozenset({"none", "neither"})
_KINDS = ("move", "more", "rival", "judged", "goal_met", "goal_missed", "flat")


def judge_several(relation: Relation, what: About, heard: Heard) -> list[Said] | None:
    """Whether a statement holds for as many of several measures as is said; None where it is said
    of one."""
    part = what.part
    told, counted = part.quantifiers & (_ALL | _NONE), _counted(relation, part)
    listed = _listed(part, heard)
    parts = _of_breakdown(what, heard) or _of_targets(part, heard)
    one = [] if counted else _one_of_them(part, heard)
    parts, counted = (heard.subjects, []) if one else (parts, counted)
    subjects = parts if parts and (told or counted or one) else listed
    if len(subjects) < 2 or relation.kind not in _KINDS:
        return None
    if not (told or one or (counted and parts)):
        return None
    if "both" in told and len(subjects) != 2:
        return None
    each = [_one(relation, path, what, heard) for path in subjects]
    truths = [said[relation.at].truth for said in each]
    part.quantifiers -= told
    part.denials = [] if told & _NONE else part.denials
    where = [said.get(relation.at) for said in each]
    why = f"so it is of {truths.count(HOLDS)} of {len(truths)}"
    fact = where[-1].fact if where[-1] is not None else None
    number = int(counted[0].number.value) if counted else len(one) or None
    truth = _truth(truths, told, number)
    heard.subjects = subjects
    places = [relation.at, *(n.at for n in counted)]
    found = [Said(at, truth, why, fact, GROUP) for at in places]
    others = {at: said for one in each for at, said in one.items() if at not in places}
    return found + [_worst(at, each) for at in others]


def _truth(truths: list[Truth], told: set[str], number: int | None) -> Truth:
    if OPEN in truths:
        return FAILS if FAILS in truths and told & _ALL else OPEN
    if number is not None:
        return truth_of(truths.count(HOLDS) == number)
    wanted = FAILS if told & _NONE else HOLDS
    return truth_of(all(each == wanted for each in truths))


def _worst(at: int, each: list[dict[int, Said]]) -> Said:
    order = (FAILS, OPEN, HOLDS)
    return min((one[at] for one in each if at in one), key=lambda said: order.index(said.truth))


def _one(relation: Relation, path: str, what: About, heard: Heard) -> dict[int, Said]:
    found = judge_relation(relation, what.but(paths=[path], sizes=[], levels=[]), heard)
    return {said.at: said for said in found} | (
        {} if any(e.at == relation.at for e in found) else {relation.at: Said(relation.at, OPEN)}
    )


def _counted(relation: Relation, part: Part) -> list[Figure]:
    """A number before a statement that counts of how many it holds."""
    return [
        each for each in part.figures
        if each.number.unit == COUNT and each.number.worded and each.at < relation.at
    ][:1]  # fmt: skip


def _listed(part: Part, heard: Heard) -> list[str]:
    """The measures that the parts before name or give, which state nothing else, and its own."""
    held = [f.path for f in heard.levels]
    if len(set(held)) > 1 and not part.terms:
        return list(dict.fromkeys(held))
    names: list[str] = []
    for each in heard.parts[: heard.parts.index(part) + 1]:
        if each.relations and each is not part:
            return []
        if each.terms and each.joiner != BRACKET:
            names += heard.measures.named(each.terms)[:1]
    return list(dict.fromkeys(names))


def _of_breakdown(what: About, heard: Heard) -> list[str]:
    """Every part of a breakdown, where more than one of them is spoken of: "the schools"."""
    parts = heard.evidence.parts.get(what.paths[0], ()) if what.paths else ()
    known = [path for path in parts if heard.values.rows(path)]
    return known if len(known) > 1 and len(set(what.paths) & set(known)) > 1 else []


def _one_of_them(part: Part, heard: Heard) -> list[str]:
    """Of "two of the schools saw a rise and one saw a fall": the word that counts one more."""
    first = [each.said for each in part.items[:2]]
    return [word for word in first if word == "one" and heard.subjects]


def _of_targets(part: Part, heard: Heard) -> list[str]:
    """The measures of an indicator that have targets, where measures are counted."""
    if not part.said & {"measures", "indicators"}:
        return []
    paths = [path for path in heard.measures.paths if path not in heard.evidence.parts]
    return [path for path in paths if heard.values.targets(path)]

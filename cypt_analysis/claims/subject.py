"""Whether the words of a part state anything of a figure."""

from __future__ import annotations

from cypt_analysis.claims.about import About
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.part import Part, Relation
from cypt_analysis.claims.quantities import TIMES
from cypt_analysis.claims.roles import REF

# Words that compare only where what they compare with is named, and verbs that mean much else.
_PREPOSITIONS, _LOOSE = words("judge.prepositions"), words("judge.loose")
_WAYS, _COMPARED = ("move", "flat", "judged"), ("up", "down", "higher", "lower")
_IS = frozenset({"is", "was", "are", "were", "remains"})


def is_to_come(part: Part) -> bool:
    """Whether a part tells of what may be, or is wanted; what a placeholder prints is so."""
    filled = any(each.number.fact for each in part.figures)
    return part.unreal and bool(part.relations or part.figures) and not filled


def has_subject(part: Part) -> bool:
    """Whether a part speaks of a measure, an area or a time."""
    return bool(part.terms or part.ref_terms or part.areas or part.periods)


def take_over(part: Part) -> None:
    """What a statement on chance has said already."""
    part.unreal, part.blocking, part.denials = False, [], []
    part.quantifiers -= {"no", "not"}
    part.relations = [r for r in part.relations if r.kind == "move" and r.said != "down"]


_TARGETS = ("target", "threshold", "goal", "ceiling", "limit")
_SHORT = "fall short of"
_JOINS = ("and", "but", "or", ",")


def drop_other_matters(what: About, heard: Heard) -> None:
    """Words that would state something of a figure, in a part that speaks of none."""
    part, talk = what.part, heard.talk
    _drop_turns_of_phrase(part, heard)
    goes_on = talk.value is not None or talk.pair is not None or bool(part.periods)
    goes_on = goes_on or (talk.relation is not None and part.joiner in _JOINS)
    about = part.terms or part.ref_terms or part.areas
    measured = bool(about or part.generic or part.own or part.goal) or _is_way_alone(part)
    if not (part.figures or measured or goes_on):
        part.relations, part.denials = [], []
    compared = part.figures or what.refs
    kept = bool(part.terms or compared or goes_on or not part.residue)
    anchored = compared or part.goal or part.ref_terms or what.olds or talk.refs
    part.relations = [
        r for r in part.relations
        if not _is_far(r, what, heard) and (r.headed or kept or _is_of_goal(r, heard))
        and (anchored or _compares_alone(r, part, heard))
    ]  # fmt: skip


def _is_way_alone(part: Part) -> bool:
    """Whether a part says a way and nothing else, of what its text is on: "still falling: 460"."""
    ways = [r.at for r in part.relations if r.kind in _WAYS or r.said in _COMPARED]
    if not ways or part.residue or part.joiner:
        return False
    # Not "to improve, we train": what stands before it says no more than that it goes on.
    return all(item.entries for item in part.items[: min(ways) - part.start])


def _compares_alone(relation: Relation, part: Part, heard: Heard) -> bool:
    """Whether a word states something where nothing is named that it compares with."""
    loose = relation.said in _PREPOSITIONS or relation.entry.lemma in _LOOSE
    of_goal = relation.kind in ("goal_met", "goal_missed") and heard.has_goal
    graded = relation.kind == "grade" and bool(part.terms) and heard.before(relation.at) in _IS
    return not loose or of_goal or graded


def _drop_turns_of_phrase(part: Part, heard: Heard) -> None:
    """Words that state nothing beside others, and what is wished or told in general."""
    before = heard.parts[heard.parts.index(part) - 1] if part is not heard.parts[0] else None
    conditional = part.joiner in ("where", ",", "or") and before is not None and before.general
    part.general = part.general or conditional
    idle = set()
    if any(each.number.unit == TIMES for each in part.figures):
        # "1.3 times as high" says so many times, and nothing of a high level.
        idle |= {r.at for r in part.relations if r.kind == "level"}
    if part.joiner == "who" and not part.figures:
        # Those who declined are no figure that does.
        idle |= {r.at for r in part.relations if r.kind == "move" and r.at == part.start + 1}
    if any(r.entry.lemma == _SHORT for r in part.relations):
        # "Fell 12 children short" tells of no fall.
        idle |= {r.at for r in part.relations if r.entry.lemma == "fall"}
    if (part.wish or part.general) and not part.figures:
        idle |= {r.at for r in part.relations}
    part.relations = [r for r in part.relations if r.at not in idle]


def _is_of_goal(relation: Relation, heard: Heard) -> bool:
    """Whether a word that compares is followed by a target: it is never passed over."""
    if relation.kind not in ("rival", "goal_met", "goal_missed", "more"):
        return False
    part = next(each for each in heard.parts if relation in each.relations)
    before = [item.entry("goal") for item in heard.line.items[part.start : relation.at]]
    if relation.kind in ("goal_met", "goal_missed") and any(before):
        return True  # "The national target is met".
    after = [item.entry("goal") for item in heard.line.items[relation.at :]]
    return any(entry is not None and entry.lemma in _TARGETS for entry in after)


def _is_far(relation: Relation, what: About, heard: Heard) -> bool:
    """Whether, where what is done is told of and not the figures, other matters stand between a
    measure and a word: "parents spoke of how it had made their lives better"."""
    part = what.part
    if heard.is_stated or part.figures or part.goal or what.refs or what.olds or relation.denied:
        return False
    if relation.kind not in ("move", "judged", "more", "level", "grade"):
        return False
    between = [at for at in (*part.residue, *part.known) if at < relation.at]
    bare = relation.said in ("more", "less", "fewer") and relation.at - 1 in between
    most = 0 if bare else 2
    return len(between) > most


def names_a_time_alone(what: About) -> bool:
    """Whether a part names a time to compare with, and nothing else."""
    part = what.part
    return bool(not part.relations and not part.figures and part.fixed(REF) and not what.refs)

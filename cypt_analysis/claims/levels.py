"""High and low beside the others of the same time; good and poor beside a target."""

from __future__ import annotations

from cypt_analysis.claims.about import About
from cypt_analysis.claims.beside import judge_beside
from cypt_analysis.claims.goals import judge_goal
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.part import OPEN, Relation, Said, truth_of


def judge_level(relation: Relation, what: About, heard: Heard) -> list[Said]:
    """Whether a level is high or low: above or below every area that it may be compared with;
    whether it is good or poor: its target met or missed. Open where neither is plain."""
    if relation.kind == "grade":
        if len(what.paths) == 1 and heard.values.targets(what.paths[0]):
            return judge_goal(relation, what, heard)
        return [Said(relation.at, OPEN, "No target is known.")]
    if what.refs:
        return judge_beside(relation, what, heard)
    path = what.paths[0]
    for now in heard.values.at(path, what.area, what.periods)[-1:]:
        others = [
            row for area in heard.evidence.areas if area != (what.area or heard.values.own)
            for row in heard.values.same_time(path, area, now)
        ]  # fmt: skip
        sides = {(now.value > row.value) - (now.value < row.value) for row in others}
        if len(what.paths) == 1 and len(sides) == 1 and 0 not in sides:
            heard.used.append((now,))
            why = ", ".join(f"{row.area} {row.shown}" for row in others[:3])
            truth = truth_of(sides == {relation.way}, denied=relation.denied)
            return [Said(relation.at, truth, f"{now.shown} beside {why}", now)]
    return [Said(relation.at, OPEN, "What it is compared with was not read.")]

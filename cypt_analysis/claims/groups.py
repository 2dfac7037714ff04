"""So many of a group of areas on one side of another: all, none, four of ten, only one."""

from __future__ import annotations

from cypt_analysis.claims.about import About
from cypt_analysis.claims.areas import EVERY
from cypt_analysis.claims.evidence import Candidate
from cypt_analysis.claims.heard import GROUPS, Heard
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.part import GROUP, HOLDS, OPEN, Part, Relation, Said, truth_of
from cypt_analysis.claims.quantities import COUNT
from cypt_analysis.claims.roles import SUBJECT, Figure
from cypt_analysis.claims.values import Rows

_AREAS, _SAVE = words("groups.areas"), words("groups.save")
_QUANTIFIERS = frozenset(
    {"all", "every", "each", "no", "none", "neither", "only", "any", "nowhere"}
)
_NONE = frozenset({"no", "none", "neither", "nowhere"})


def judge_group(relation: Relation, what: About, heard: Heard) -> list[Said] | None:
    """Whether so many of a group stand on the side that is said; None where none is told."""
    part = what.part
    grouped = bool(set(part.named_areas()) & set(GROUPS)) or (
        part.quantifiers and part.said & _AREAS
    )
    if relation.kind not in ("more", "rival", "judged") or not grouped:
        return None
    most = len(heard.evidence.neighbours)
    counted = [
        n for n in part.figures
        if n.number.unit == COUNT and n.number.value <= most and n.at < relation.at
    ]  # fmt: skip
    said = part.quantifiers & _QUANTIFIERS | _said_of_every(part, heard)
    if not said and not counted:
        return None
    for path in what.paths:
        for now in heard.values.at(path, "", what.periods)[-1:]:
            rows = heard.values.near(path, now)
            if rows:
                way = heard.way(relation, path)
                return _judge(relation, what, heard, now, rows, way, said, counted)
    others = part.said & _AREAS and "other" in part.said
    return [Said(relation.at, OPEN, "No figures of the others are known.")] if others else None


def _said_of_every(part: Part, heard: Heard) -> set[str]:
    """What is said of every authority: "no other council", "all of them"."""
    if EVERY not in part.named_areas():
        return set()
    words_said = " ".join(each.said for each in heard.line.items if each.area == EVERY)
    return {"no"} if words_said.startswith(("no ", "none")) else {"all"}


def _judge(
    relation: Relation, what: About, heard: Heard, now: Candidate, rows: Rows, way: int,
    said: set[str], counted: list[Figure],
) -> list[Said]:  # fmt: skip
    part = what.part
    if not way:
        return [Said(relation.at, OPEN)]
    first = any(area in GROUPS for area in part.named_areas(SUBJECT))
    higher = [row for row in rows if (row.value - now.value) * way > 0]
    lower = [row for row in rows if (row.value - now.value) * way < 0]
    side = higher if first else lower
    named = {area for area in part.named_areas() if area not in GROUPS}

    def told(holds: bool, count: int, at: int = relation.at) -> Said:
        return Said(at, truth_of(holds), f"{count} of {len(rows)}", now, GROUP)

    if named and part.said & _SAVE and not first:
        part.blocking = []
        heard.used_areas.append(tuple(named))
        failing = {row.area for row in rows if row not in lower}
        return [told(failing == named, len(rows) - len(failing))]
    if "only" in said and not counted:
        subjects = set(part.named_areas(SUBJECT))
        if not named or not (first or subjects & named):
            return [Said(relation.at, OPEN)]
        heard.used_areas.append(tuple(named))
        return [told({row.area for row in higher} == named, len(higher))]
    if said & _NONE:
        holds = not side
    else:
        holds = len(side) == (int(counted[0].number.value) if counted else len(rows))
    own = [_own(n, now, heard) for n in part.figures if n not in counted]
    whole = [told(n.number.value == len(rows), len(rows), n.at) for n in counted[1:]]
    return [
        told(holds, len(side)),
        *own,
        *(told(holds, len(side), n.at) for n in counted[:1]),
        *whole,
    ]


def _own(figure: Figure, now: Candidate, heard: Heard) -> Said:
    holds = heard.values.allows(figure.number, figure.hedge, now)
    return Said(figure.at, HOLDS if holds else OPEN, "", now)

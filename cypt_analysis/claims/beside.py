"""One area beside others, and one measure beside another, at one time."""

from __future__ import annotations

from itertools import product, takewhile

from cypt_analysis.claims.about import About
from cypt_analysis.claims.agreement import same_unit
from cypt_analysis.claims.changes import times_holds
from cypt_analysis.claims.evidence import Candidate
from cypt_analysis.claims.goals import is_missed
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.pairing import size_of
from cypt_analysis.claims.part import FAILS, HOLDS, OPEN, Relation, Said, Truth, Two, truth_of
from cypt_analysis.claims.roles import Figure

# What is on a par, and what plainly is not: as a share of the other's value.
_ALIKE, _APART = 0.03, 0.1
_EXACTLY = ("same", "match", "equal", "level")
_PRAISE = ("compare well", "compare favourably")
Found = tuple[str, str, Candidate, Candidate]


def judge_beside(relation: Relation, what: About, heard: Heard) -> list[Said]:
    """Whether an area stands beside others as is said."""
    found = _compared(what, heard)
    numbers = [*what.ref_figures, *what.sizes]
    if not found:
        return [Said(at, OPEN, "No figure of the other area is known.")
                for at in (relation.at, *(n.at for n in numbers))]  # fmt: skip
    heard.talk.refs = list(dict.fromkeys(what.refs))
    if len(found) == 1:
        heard.talk.gap = found[0][2:]
    heard.used_areas += [(own.area, other.area) for *_, own, other in found]
    heard.used += [(own, other) for *_, own, other in found]
    said = []
    for _, two, own, other in found:
        name = two or heard.evidence.authority
        why = f"{own.shown} beside {other.shown} ({name})"
        truth = _stands(relation, own, other, heard)
        if truth == HOLDS and relation.entry.lemma in _PRAISE and is_missed(own, heard):
            truth, why = FAILS, f"{why}; its target was missed"
        said.append(Said(relation.at, truth, why, other))
        said += [_by(n, (own, other), what, heard, len(found) > 1) for n in what.sizes]
    return said + [_given(n, found, what, heard) for n in what.ref_figures]


def _compared(what: About, heard: Heard) -> list[Found]:
    """The values of each of the areas beside each of the others, at the last time of both."""
    terms, values = what.part.terms, heard.values
    paths = list(heard.with_counts(what.paths))
    if what.sizes:
        paths += heard.measures.named(terms) if terms else heard.measures.paths
    else:
        # Counts are compared where so many more are told.
        paths = list(takewhile(lambda path: "#" not in path, paths))
    for path in paths:
        found = []
        for one, two in product(what.areas, dict.fromkeys(what.refs)):
            both = [
                (own, other) for own in values.at(path, one, what.periods)
                for other in values.same_time(path, two, own) if one != two
            ]  # fmt: skip
            # "From 238.6 to 261.3, leaving us 40% above England": at the time that it came to.
            pair = heard.talk.pair
            then = [each for each in both if pair is not None and each[0] is pair[1]]
            found += [(one, two, *(then or both)[-1])] if both else []
        if found:
            return found
    return []


def _stands(relation: Relation, own: Candidate, other: Candidate, heard: Heard) -> Truth:
    difference, size = own.value - other.value, max(abs(other.value), 1e-9)
    if relation.kind in ("par", "flat"):
        exact = any(word in relation.said for word in _EXACTLY)
        near = not exact and abs(difference) <= _ALIKE * size
        alike = own.shown == other.shown or near
        plain = alike or exact or abs(difference) > _APART * size
        return truth_of(alike if plain else None, denied=relation.denied)
    if relation.kind == "times":
        return times_holds(relation, own.value / other.value if other.value else 0, heard)
    way = heard.way(relation, own.path)
    if not way:
        return OPEN
    truth = truth_of(difference * way <= 0 if relation.denied else difference * way > 0)
    return OPEN if truth == HOLDS and own.shown == other.shown else truth


def _by(figure: Figure, two: Two, what: About, heard: Heard, several: bool) -> Said:
    own, other = two
    name = other.area or heard.evidence.authority
    why = f"{own.shown} beside {other.shown} ({name})"
    truth = size_of(figure, own, other, heard)
    if truth == FAILS and (several or heard.is_elsewhere(figure, what.fixed)):
        truth = OPEN
    return Said(figure.at, truth, why, other)


def _given(figure: Figure, found: list[Found], what: About, heard: Heard) -> Said:
    """Whether a number given for the other area is its own."""
    near = heard.nearest_area(figure, what.part)
    other = next((row for _, two, _, row in found if two == near), found[-1][3])
    allows = heard.values.allows
    holds = allows(figure.number, figure.hedge, other) if same_unit(figure.number, other) else None
    return Said(figure.at, truth_of(holds), "", other)


def judge_across(relation: Relation, what: About, heard: Heard) -> list[Said]:
    """Whether one measure stands beside another as is said: "more overweight than obese"."""
    part, values = what.part, heard.values
    paths = heard.resolve(part.terms) if part.terms else what.paths
    others = heard.resolve(part.ref_terms) if part.ref_terms else []
    found = []
    comparable = relation.way or relation.kind in ("times", "par")
    for one, two in product(paths, others) if comparable else ():
        both = [
            (own, other) for own in values.at(one, what.area, what.periods)
            for other in values.same_time(two, what.area, own) if own.unit == other.unit
        ]  # fmt: skip
        found += both[-1:] if one != two else []
    if len(found) != 1:
        return [Said(at, OPEN, "Which measures are compared was not read.")
                for at in (relation.at, *(n.at for n in what.sizes))]  # fmt: skip
    own, other = found[0]
    heard.used.append((own, other))
    why = f"{own.shown} beside {other.shown}"
    if relation.kind == "times":
        ratio = own.value / other.value if other.value else 0
        return [Said(relation.at, times_holds(relation, ratio, heard), why, own)]
    alike = relation.kind == "par"
    holds = own.shown == other.shown if alike else (own.value - other.value) * relation.way > 0
    sizes = [Said(n.at, size_of(n, own, other, heard), why, own) for n in what.sizes]
    return [Said(relation.at, truth_of(holds, denied=relation.denied), why, own), *sizes]

"""What a part says that none of its statements answers for: a cause, a denial, "both"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from cypt_analysis.claims.about import About
from cypt_analysis.claims.evidence import QUOTED, TALLY, Candidate
from cypt_analysis.claims.heard import GROUPS, Heard
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.roles import REF
from cypt_analysis.claims.talk import (
    CHANGE,
    EXTREME,
    GROUP,
    HOLDS,
    OPEN,
    Said,
)  # fmt: skip
from cypt_analysis.claims.values import fits_period
from cypt_analysis.ground.quarter import parse_period

_LOOSE_QUANTIFIERS = words("judge.quantifiers")
_LISTED = words("part.blocking")
# A cause that says which way a figure went.
_MOVING = ("drive up", "help to bring")
_DENYING = frozenset({"no", "none", "neither", "never"})


def by_counts(said: list[Said]) -> list[Said]:
    """Of "3 schools are above the threshold": a count of those holds for the word as well; beside
    what is merely quoted, words that no fact knows are part of the quotation."""
    held = [e.fact for e in said if e.fact is not None and e.truth == HOLDS]
    tally = next((fact for fact in held if fact.sense == TALLY), None)
    if tally is None:
        quoted = bool(held) and all(fact.sense == QUOTED for fact in held)
        return [e for e in said if not (quoted and e.truth == OPEN and e.fact is None)]
    return [
        replace(e, truth=HOLDS, fact=tally, doubt=None) if e.truth == OPEN else e
        for e in said
    ]  # fmt: skip


def not_answered(what: About, said: list[Said], heard: Heard) -> list[Said]:
    """What a part says that none of its statements answers for: a cause, a denial, "both"."""
    part, found = what.part, []
    stated = any(each.figures or each.relations for each in heard.parts)
    moved = bool(part.terms) and any(
        (entry := each.entry("cause")) and entry.lemma in _MOVING for each in part.items
    )
    if part.no_data and (said or stated or moved):
        found.append(Said(part.start, OPEN, "No data decide it."))
    quantifiers = part.quantifiers & _LOOSE_QUANTIFIERS
    if len(what.areas) + len(what.refs) > 2:
        quantifiers -= {"both"}
    forms = {each.form for each in said}
    facts = {each.fact.name if each.fact else "" for each in said if each.truth == HOLDS}
    several = len(facts) > 1 and not part.quantifiers & _DENYING
    quoted = bool(said) and all(e.fact is not None and e.fact.sense == QUOTED for e in said)
    quoted = quoted and not part.blocking
    if said and not several and not quoted and not forms & {EXTREME, GROUP}:
        loose = quantifiers and CHANGE not in forms
        if part.denials or loose or part.blocking:
            at = (part.denials or part.blocking or [part.start])[0]
            found.append(Said(at, OPEN, "It was not read with a figure."))
    if part.narrowing and (said or part.figures or part.relations) and not quoted:
        found.append(Said(part.narrowing[0], OPEN, "No figure of these alone was read."))
    return found


def passed_over(said: Sequence[Said], heard: Heard) -> list[Said]:
    """A word of degree that no list has, in a part of which nothing else is judged: "nearest"."""
    done, items = {each.at for each in said}, heard.line.items
    apart = [at for e in heard.parts if not done & {*e.places} for at in e.blocking]
    unlisted = [at for at in apart if items[at].said not in _LISTED]
    return [Said(at, OPEN, "It was not read with a figure.") for at in unlisted[:1] if said]


def unused(heard: Heard, said: Sequence[Candidate]) -> list[tuple[int, str]]:
    """The periods and areas that a sentence names and that no statement of it was held against,
    each with the place of its part."""
    rows = [*said, *(row for rows in heard.used for row in rows)]
    times = [each for row in rows for each in (row.period, row.then) if each is not None]
    times = times if any(row.period for row in rows) else []
    # The day up to which a period was counted that had not ended.
    ends = [end for row in rows if pd.notna(end := row.place.get("runs_to"))]
    times += [parse_period(f"{end:%Y-%m-%d}") for end in ends]
    areas = {row.area for row in said} | {heard.evidence.authority, *GROUPS}
    areas |= {area for each in heard.used_areas for area in each}
    found = []
    for part in heard.parts:
        for mention in part.fixed():
            if times and not any(fits_period(mention, each) for each in times):
                found.append((part.start, mention.text))
        alone = not part.relations and not part.figures
        for area, role in part.areas:
            if area not in areas and not (role == REF and alone):
                found.append((part.start, area))
    return found

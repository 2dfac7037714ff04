"""What is said that no rule reads or no statement answers for: it is told, not passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pandas as pd

from cypt_analysis.claims.about import About
from cypt_analysis.claims.evidence import QUOTED, TALLY, Candidate
from cypt_analysis.claims.heard import GROUPS, Heard
from cypt_analysis.claims.items import MARK, PERIOD, WORD, Item, Line
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.part import (
    CHANGE,
    EXTREME,
    GROUP,
    HOLDS,
    OPEN,
    Doubt,
    Part,
    Relation,
    Said,
)
from cypt_analysis.claims.roles import REF
from cypt_analysis.claims.values import fits_period
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.library.people import counts_people

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


_HEADS, _STOPS = words("unread.heads"), words("unread.stops")
_AFTER, _BEFORE_HEAD = words("unread.after_verb"), words("unread.before_head")
_QUANTIFIERS, _PEOPLE = words("unread.quantifiers"), words("unread.people")
_NEARLY = frozenset({"almost", "nearly", "virtually"})
_ON_TARGET, _AS_MANY = ("on target", "off target"), (["as", "many"], ["as", "few"])
_NEUTRAL = words("unread.neutral") | words("counted.late")
_WAYS = ("move", "judged", "flat")
_NO_VERB = words("reading.determiners") | words("reading.prepositions") | {"to", "and", "or"}
_RELATIVE = frozenset({"who", "which", "that", "whose"})


def unread_verbs(part: Part) -> list[Said]:
    """A verb that says something unknown of a measure: "the rate zigzagged"."""
    return [_unread(at) for at in _verbs(part)]


def passed_by(part: Part, stated: Iterable[Relation], heard: Heard) -> list[Said]:
    """A verb of direction whose subject is no measure: "placements have fallen less"."""
    if part.unreal or part.wish or part.general:
        return []
    verbs = [each for each in stated if each.kind in _WAYS and _is_verb_at(each.at, heard)]
    return [_unread(each.at) for each in verbs[:1]]


def _is_verb_at(at: int, heard: Heard) -> bool:
    before = heard.before(at)
    return bool(before) and before not in _NO_VERB and not before.endswith(",")


def how_many(parts: Iterable[Part]) -> list[Said]:
    """How many of what is measured a sentence says, of which nothing else was read."""
    return [_unread(at) for part in parts for at in _quantity(part)][:1]


def is_word(item: Item, line: Line) -> bool:
    """Whether a word is a word of its own: of no list, and no initials."""
    return not item.entries and not line.text[item.start : item.start + 2].isupper()


def tells(item: Item) -> bool:
    """Whether a word that was not read may tell of another thing than what is measured."""
    said = item.said.removesuffix("'s")
    return said not in _NEUTRAL and not any(each.isdigit() for each in said)


def _unread(at: int) -> Said:
    return Said(at, OPEN, "No rule reads it.", None, "", Doubt.UNREAD)


def _verbs(part: Part) -> Iterator[int]:
    if part.relations or part.figures or part.unreal or part.denied:
        return
    items = part.items
    head = next((i for i, each in enumerate(items) if each.said in _HEADS), None)
    if head is None or (head and items[head - 1].said in _BEFORE_HEAD):
        return
    relative = False
    for i in range(head + 1, len(items)):
        item = items[i]
        if item.kind == MARK or item.said in _STOPS:
            return
        relative = relative or item.said in _RELATIVE
        if not relative and part.places[i] in part.residue and _is_verb(item, items[i + 1 :]):
            yield part.places[i]
            return


def _quantity(part: Part) -> Iterator[int]:
    """The place of a word that says how many of what is measured, or how it stands to others.

    "Almost all interviews were on time", "every district saw more", "on target", "the best of our
    neighbours" state something of the data where they speak of a measure, of us or of others.
    """
    if part.unreal or part.wish or part.general or part.goal:
        return
    said = [each.said for each in part.items]
    first = int(said[0] in _NEARLY)
    for i, item in enumerate(part.items):
        many = i == first and item.said in _QUANTIFIERS and _is_of_measure(part)
        entry = item.entry("goal_met", "goal_missed")
        on_target = entry is not None and entry.lemma in _ON_TARGET
        foremost = part.has_area and item.said != "most" and bool(item.entry("best", "extreme"))
        as_many = said[i - 1 : i + 1] in _AS_MANY and "as" in said[i + 1 :] and bool(part.terms)
        if many or on_target or foremost or as_many:
            yield part.places[i]
            return


def _is_of_measure(part: Part) -> bool:
    """Whether words name something that is measured, and not people alone."""
    return any(not counts_people(term) and term not in _PEOPLE for term in part.terms)


def _is_verb(item: Item, after: tuple[Item, ...]) -> bool:
    if item.kind != WORD or not item.said.endswith("ed"):
        return False
    return not after or after[0].kind == PERIOD or after[0].said in _AFTER

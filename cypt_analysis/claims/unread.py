"""What is said of a measure and no rule reads, a verb or how many: it is told, not passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.items import MARK, PERIOD, WORD, Item, Line
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.part import Part, Relation
from cypt_analysis.claims.talk import OPEN, Doubt, Said
from cypt_analysis.library.people import counts_people

_HEADS, _STOPS = words("unread.heads"), words("unread.stops")
_AFTER, _BEFORE_HEAD = words("unread.after_verb"), words("unread.before_head")
_QUANTIFIERS, _PEOPLE = words("unread.quantifiers"), words("unread.people")
_NEARLY = frozenset({"almost", "nearly", "virtually"})
_ON_TARGET, _AS_MANY = ("on target", "off target"), (["as", "many"], ["as", "few"])
_NEUTRAL = words("part.neutral") | words("unread.neutral") | words("counted.late")
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

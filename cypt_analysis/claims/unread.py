"""A verb of a measure that no rule reads: it is told, not passed over."""

from __future__ import annotations

from collections.abc import Iterator

from cypt_analysis.claims.items import MARK, PERIOD, WORD, Item
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.part import Part

_HEADS, _STOPS = words("unread.heads"), words("unread.stops")
_AFTER, _BEFORE_HEAD = words("unread.after_verb"), words("unread.before_head")
_RELATIVE = frozenset({"who", "which", "that", "whose"})


def unread_verbs(part: Part) -> Iterator[int]:
    """The place of a verb that says something unknown of a measure: "the rate zigzagged"."""
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


def _is_verb(item: Item, after: tuple[Item, ...]) -> bool:
    if item.kind != WORD or not item.said.endswith("ed"):
        return False
    return not after or after[0].kind == PERIOD or after[0].said in _AFTER

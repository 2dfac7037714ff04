"""A total that is told with its parts: "40 measures: 17 green, 14 amber and 8 red"."""

from __future__ import annotations

from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.quantities import COUNT
from cypt_analysis.claims.roles import Figure
from cypt_analysis.claims.talk import TOTAL, Said, truth_of

_PARTS, _AUXILIARY = words("tallies.parts"), words("tallies.auxiliary")
_FEWEST = 3


def judge_total(heard: Heard) -> list[Said]:
    """Whether the first number of a sentence is what its parts add up to."""
    counts = [each for each in heard.figures if each.number.unit == COUNT]
    parts = [each for each in counts if _is_part(each, heard)]
    rest = [each for each in counts if each not in parts]
    if len(parts) < _FEWEST or len(rest) != 1 or rest[0].at > parts[0].at:
        return []
    total = sum(each.number.value for each in parts)
    why = f"{' + '.join(f'{each.number.value:.6g}' for each in parts)} = {total:.6g}"
    truth = truth_of(total == rest[0].number.value)
    for each in (*rest, *parts):
        each.role = "told"
    return [
        Said(each.at, truth if each in rest else truth_of(True), why, None, TOTAL)
        for each in (*rest, *parts)
    ]


def _is_part(figure: Figure, heard: Heard) -> bool:
    """Whether a number is one of those that "were green", "amber", "up" or "stable"."""
    after = [each.said for each in heard.line.items[figure.at + 1 : figure.at + 3]]
    return after[:1] != [] and (
        after[0] in _PARTS or (after[0] in _AUXILIARY and after[-1] in _PARTS)
    )

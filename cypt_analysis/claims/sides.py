"""On which side of a target its figures ought to be: "a target of at least 83%"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cypt_analysis.claims.agreement import agrees
from cypt_analysis.claims.evidence import TARGET, Candidate
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.roles import Figure
from cypt_analysis.claims.talk import FAILS, HOLDS, Said

_BEFORE = words("sides.before")
_HEDGED = {"over": 1, "just_over": 1, "least": 1, "under": -1, "just_under": -1, "most": -1}


def on_their_side(said: Sequence[Said], heard: Heard) -> list[Said]:
    """Statements of a sentence, those false that give a target with the wrong side.

    A number that is called a target is one, whatever else it may be: 76.5% is at most 83% too.
    """
    figures = {each.at: each for each in heard.figures}
    return [_sided(each, figures[each.at], heard) if each.at in figures else each for each in said]


def _sided(said: Said, figure: Figure, heard: Heard) -> Said:
    side = _side(figure, heard)
    if not side or said.truth != HOLDS or said.fact is None or not _is_called(figure, heard):
        return said
    target = said.fact if said.fact.sense == TARGET else _same(figure, said.fact.path, heard)
    if target is None or side * heard.values.polarity(target.path) >= 0:
        return replace(said, fact=target or said.fact)
    return replace(said, truth=FAILS, fact=target, why="the target is on the other side of it")


def _side(figure: Figure, heard: Heard) -> int:
    """Whether a number is told as one to be reached or kept below: "or above", "at most"."""
    told = _HEDGED.get(figure.hedge, 0)
    after = heard.line.items[figure.at + 1 : figure.at + 3]
    if told or len(after) < 2 or after[0].said != "or":
        return told
    entry = after[1].entry("more", "rival")
    return entry.way if entry is not None else 0


def _is_called(figure: Figure, heard: Heard) -> bool:
    """Whether the word before a number, but for those that say how near, is of what is wanted."""
    before = heard.line.items[: figure.at]
    while before and (before[-1].said in _BEFORE or _is_hedge(before[-1].entries)):
        before = before[:-1]
    return bool(before) and before[-1].entry("goal") is not None


def _is_hedge(entries: Sequence) -> bool:
    return any(each.kind.startswith("hedge.") for each in entries)


def _same(figure: Figure, path: str, heard: Heard) -> Candidate | None:
    """The target of a measure that a number is."""
    return next(
        (e for e in heard.values.targets(path) if agrees(figure.number, "", e.value, e.shown)), None
    )

"""The two values that a word of change speaks of."""

from __future__ import annotations

import re

import pandas as pd

from cypt_analysis.claims.context import Context, is_before
from cypt_analysis.claims.evidence import CHANGE, VALUE, Candidate, Evidence, Pair
from cypt_analysis.claims.gates import POINTING
from cypt_analysis.claims.vocabulary import (
    BAD,
    BEST,
    FLAT,
    GOOD,
    GRADE,
    MOVE,
    SIGNIFICANT,
    WORST,
    Word,
)


def bound_change(word: Word, context: Context) -> Candidate | None:
    """The change that a number beside the word states."""
    for number in sorted(
        context.numbers, key=lambda n: min(abs(n.start - word.end), abs(word.start - n.end))
    ):
        gap = min(abs(number.start - word.end), abs(word.start - number.end))
        found = context.matched.get(number.start)
        if found is not None and found.is_change and gap < 40:
            return found
    return None


def sign_of(word: Word, path: str, evidence: Evidence) -> int:
    """The way that a word says: 1 up, −1 down; better and worse follow the polarity."""
    if word.kind not in (GOOD, BAD, BEST, WORST, GRADE):
        return word.sign
    good = {"high": 1, "low": -1}.get(evidence.polarity.get(path, "none"), 0)
    return -good if word.kind in (BAD, WORST) or word.sign < 0 else good


def subjects_of(word: Word, context: Context) -> list[str]:
    """The paths that a word speaks of: by the numbers near it, by the words, else the headline."""
    evidence = context.evidence
    near = [
        found for _, found in context.nearest(word.start)
        if found.path in evidence.observed and found.area == evidence.authority
    ]  # fmt: skip
    siblings = [
        p for p in evidence.paths.get(context.sentence.indicator, ()) if p in evidence.observed
    ]
    if (
        re.search(
            r"\bacross the (?:city|board|borough|county)\b|\beverywhere\b|\boverall\b", context.text
        )
        and siblings
    ):
        unit = (
            evidence.observed[context.subject][-1].unit
            if context.subject in evidence.observed
            else ""
        )
        whole = [p for p in siblings if not evidence.judged.get(p, {}).get("breakdown")]
        return [p for p in whole if evidence.observed[p][-1].unit == unit]
    if near:
        return [near[0].path]
    if re.search(r"\ball\b|\bboth\b", context.text) and siblings:
        common = frozenset.intersection(*(evidence.terms[path] for path in siblings))
        named = [p for p in siblings if (evidence.terms[p] - common) & context.terms]
        if len(named) > 1:
            return named
    return [context.subject] if context.subject in evidence.observed else []


def pairs_for(word: Word, context: Context, bound: Candidate | None) -> list[Pair]:
    """The pairs of values that a word of change speaks of, the one it is judged by last."""
    evidence = context.evidence
    if bound is not None and bound.sense == CHANGE:
        now = evidence.value_at(bound.path, bound.period)
        then = evidence.value_at(bound.path, bound.then)
        if now is not None and then is not None:
            return [pair_of(now, then, evidence)]
    before = word.kind == SIGNIFICANT
    if context.pair_before is not None and POINTING.search(context.text[: word.start]):
        return [context.pair_before]
    values = [
        found for place, found in sorted(context.matched.items())
        if found.sense == VALUE and found.area == evidence.authority and found.period is not None
        and (not before or place < word.start)
    ]  # fmt: skip
    changes = [
        found for place, found in sorted(context.matched.items())
        if found.sense == CHANGE and (not before or place < word.start)
    ]  # fmt: skip
    if before and changes and not values:
        values = [
            v
            for c in changes[-1:]
            for v in (evidence.value_at(c.path, c.then), evidence.value_at(c.path, c.period))
            if v
        ]
    if values:
        pairs = _of_values(word, context, values)
        if pairs:
            return pairs
    if before and not values and context.pair_before is not None:
        return [context.pair_before]
    return [pair for path in subjects_of(word, context) for pair in _of_path(path, word, context)]


def _of_values(word: Word, context: Context, values: list[Candidate]) -> list[Pair]:
    """The pairs among the values that a sentence gives, of the series nearest to the word."""
    evidence = context.evidence
    start, end = context.chunk_of(word.start)
    places = {found.name: place for place, found in context.matched.items()}
    nearest = min(values, key=lambda each: abs(places.get(each.name, word.start) - word.start))
    mine = [each for each in values if each.path == nearest.path and each.series == nearest.series]
    mine = list({each.name: each for each in mine}.values())
    newest = evidence.observed[nearest.path][-1] if nearest.path in evidence.observed else None
    ahead = context.text[word.end :]
    if newest is not None and re.match(r"\s+than (?:now|today|at present)\b", ahead):
        return [pair_of(nearest, newest, evidence)]
    is_then = places.get(nearest.name, -1) > word.end and re.match(r"\s+(?:than|from|on)\b", ahead)
    if len(mine) < 2 and is_then and newest is not None and nearest.is_before(newest):
        return [pair_of(newest, nearest, evidence)]
    if len(mine) < 2:
        other = [
            each for each in values if each.path == nearest.path and each.series != nearest.series
        ]
        if other and nearest.path in evidence.observed:
            return []
        return _of_path(nearest.path, word, context, nearest)
    mine.sort(key=lambda each: each.period)  # type: ignore[arg-type, return-value]
    if word.kind == SIGNIFICANT:
        return [pair_of(mine[-1], mine[-2], evidence)]
    chunked = [each for each in mine if start - 45 <= places.get(each.name, -99) < end + 45]
    chosen = chunked if len(chunked) > 1 else mine
    if re.search(r"\bfrom\b", context.text):
        return [pair_of(chosen[-1], each, evidence) for each in chosen[:-1]]
    return [pair_of(chosen[-1], chosen[-2], evidence)]


def _of_path(path: str, word: Word, context: Context, now: Candidate | None = None) -> list[Pair]:
    """The pair that the words of the sentence call for, else the one by which it is judged."""
    evidence = context.evidence
    rows = evidence.observed.get(path, [])
    if not rows:
        return []
    judged = evidence.judged.get(path, {})
    start, end = context.chunk_of(word.start)
    named = [m for m in context.mentions if start <= m.start < end] or context.mentions
    fixed = [m for m in named if not m.relative]
    fitting = [row for row in rows if any(m.fits(row.period) for m in fixed)]
    strange = [m for m in fixed if not any(m.fits(row.period) for row in rows)]
    if strange and word.kind in (MOVE, FLAT) and now is None:
        return []
    now = now or (fitting[-1] if fitting else rows[-1])
    older = [row for row in rows if row.series == now.series and row.period.end < now.period.end]  # type: ignore[union-attr]
    if not older and fitting and now is not rows[-1]:
        now = rows[-1]
        older = [row for row in rows if row.series == now.series and row is not now]
    if not older:
        return []
    said = [row for row in older if any(m.fits(row.period) for m in fixed)]
    if said:
        return [pair_of(now, said[0], evidence)]
    basis = next((is_before(m) for m in named if is_before(m)), "") or (
        judged.get("basis_of_change") if now is rows[-1] else "previous"
    )
    by_year = [row for row in older if row.is_year_before(now)]
    if basis == "year" and by_year:
        return [pair_of(now, by_year[-1], evidence)]
    return [pair_of(now, older[-1], evidence)]


def pair_of(now: Candidate, then: Candidate, evidence: Evidence) -> Pair:
    """Two values side by side, with the verdict of the test where there is one."""
    row = evidence.pairs.get((now.name, then.name)) or evidence.pairs.get((then.name, now.name))
    known = row is not None and not pd.isna(row["significant"])
    return Pair(now, then, bool(row["significant"]) if row is not None and known else None)

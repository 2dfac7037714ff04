"""What a verdict rests on: each thing that a sentence says is changed, one at a time.

    python -m tests.benchmarks.claims.sensitivity [FILE.csv …] [--list]

A sentence that is borne out may not be so any more when a number, a direction, a period, an area or
a denial of it is changed. What is changed is what was read, before it is held against the data, that no change is lost in grammar; and what is put in its place can never be true: an area and a year
of which nothing is known, a number beyond its bound.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from cypt_analysis.claims import Evidence
from cypt_analysis.claims import judge as judging
from cypt_analysis.claims.items import AREA, NUMBER, PERIOD, Item, Line
from cypt_analysis.claims.judge import Judge, Judged
from cypt_analysis.claims.lexicon import Entry
from cypt_analysis.claims.part import HOLDS, Talk
from cypt_analysis.claims.quantities import Number
from cypt_analysis.claims.roles import hedge_of
from cypt_analysis.claims.text import Sentence, sentences_of
from cypt_analysis.claims.verdicts import unread
from cypt_analysis.facts import Facts
from cypt_analysis.words.reading import read
from tests.benchmarks.claims.blind import OWN, _world

_OPPOSITES = {
    "goal_met": "goal_missed", "goal_missed": "goal_met", "hedge.over": "hedge.under",
    "hedge.under": "hedge.over", "hedge.least": "hedge.under", "hedge.most": "hedge.over",
}  # fmt: skip
# How chance is told either way: the words themselves are read.
_CHANCES = {
    "within chance": "more than chance", "within the range of chance": "more than chance",
    "more than chance": "within chance", "greater than chance": "within chance",
    "larger than chance": "within chance",
}  # fmt: skip
NOWHERE, _LONG_AGO = "Nowhere", 30
_WAYED = {"move", "judged", "more", "rival", "extreme", "best", "chance", "level", "grade"}
HERE = Path(__file__).parent
FILES = (HERE / "second_open.csv", HERE / "held.csv", HERE / "open_g.csv")


def _turned(entry: Entry) -> Entry:
    if entry.kind in _OPPOSITES:
        return replace(entry, kind=_OPPOSITES[entry.kind])
    return replace(entry, way=-entry.way)


def _another(number: Number, hedge: str) -> Number:
    """A number that is far from another, on the wrong side of it where it is a bound."""
    step = 10.0 ** -max(number.decimals, 0)
    if hedge in ("under", "most", "just_under", "near"):
        value = number.value * 0.37
    else:
        value = number.value * 1.37 + (3 if number.value > 20 else 1) * step
    return replace(number, value=round(value, max(number.decimals, 0)), fact="")


def changes(items: tuple[Item, ...]) -> Iterator[tuple[str, int, Item]]:
    """What may be changed of a sentence: its kind, its place, and what stands there instead."""
    for at, item in enumerate(items):
        if item.kind == NUMBER and item.number is not None:
            changed = _another(item.number, hedge_of(items, at)[0])
            yield "number", at, replace(item, number=changed)
        elif item.kind == PERIOD and item.period is not None and item.period.year:
            period = replace(item.period, year=item.period.year - _LONG_AGO)
            yield "period", at, replace(item, period=period)
        elif item.kind == AREA:
            yield "area", at, replace(item, area=NOWHERE)
        elif any(e.kind in _OPPOSITES or (e.kind in _WAYED and e.way) for e in item.entries):
            entries = tuple(_turned(each) for each in item.entries)
            said = _CHANCES.get(item.said, item.said)
            yield "direction", at, replace(item, entries=entries, said=said)
        elif item.entry("deny") and not item.entry("flat"):
            yield "denial", at, replace(item, entries=(), said="indeed")


def is_borne_out(judged: Judged) -> bool:
    """Whether everything that a sentence states holds."""
    held = bool(judged.said) and all(each.truth == HOLDS for each in judged.said)
    return held and not unread(judged)


def judged_with(
    judge: Judge, sentence: Sentence, talk: Talk, change: Callable[[Line], None]
) -> Judged:
    """A sentence judged with something changed in what was read of it."""

    def changed(text: Sentence, evidence: Evidence) -> Line:
        line = Line(text, evidence)
        change(line)
        return line

    room = vars(judging)
    kept, room["Line"] = room["Line"], changed
    try:
        return judge.judge(sentence, talk)
    finally:
        room["Line"] = kept


def item_at(judged: Judged, at: int) -> int:
    """Where an item begins in its sentence."""
    return judged.line.items[at].start


def insensitive(
    text: str, indicator: str, judge: Judge, facts: Facts | None = None
) -> Iterator[tuple[str, bool, str]]:
    """Each change of a sentence that is borne out: its kind, whether it still is, and its word."""
    talk = Talk()
    for sentence in sentences_of(read(f"## Summary\n\n{text}\n", facts), "a.md", indicator):
        judged = judge.judge(sentence, talk)
        for kind, at, item in changes(judged.line.items) if is_borne_out(judged) else ():
            if kind == "denial" and any(a <= item_at(judged, at) < b for a, b in judged.line.names):
                continue  # The name of a measure denies nothing.
            if kind == "direction" and at not in {each.at for each in judged.said}:
                continue  # A word that states nothing may say what it likes.

            def put(line: Line, at: int = at, item: Item = item) -> None:
                line.items = (*line.items[:at], item, *line.items[at + 1 :])

            again = judged_with(judge, sentence, talk, put)
            yield kind, is_borne_out(again) or not again.said, item.said
        talk = judged.talk


def main() -> None:
    """Print, by kind of change, how many sentences stay borne out."""
    files = [Path(each) for each in sys.argv[1:] if not each.startswith("--")] or list(FILES)
    told: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            evidence, known = _world(row.get("project") or OWN)
            text = row.get("text") or row["sentence"]
            for kind, stays, word in insensitive(
                text, row["indicator"], Judge(evidence), known.facts
            ):
                told[kind] += 1
                kept[kind] += stays
                if stays and "--list" in sys.argv:
                    print(f"  {row['id']} {kind} '{word}': {text}")
    for kind in sorted(told):
        print(f"{kind}: {kept[kind]} of {told[kind]} stay borne out")


if __name__ == "__main__":
    main()

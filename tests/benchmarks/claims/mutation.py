"""What share of altered claims is caught: the shipped commentary, one alteration at a time.

    python -m tests.benchmarks.claims.mutation [--list KIND] [--seed 1]

Placeholders are filled in as typed numbers first, so that nothing matches by construction. An
alteration is caught when its file then has a claim to mend that it had not before.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cypt_analysis.claims import MATCH, Evidence, check_claims, check_text, gather
from cypt_analysis.claims.periods import mentions_of
from cypt_analysis.claims.quantities import numbers_of
from cypt_analysis.claims.text import Sentence
from cypt_analysis.facts import PRINTERS
from cypt_analysis.ground.claim import WORD
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from tests.benchmarks.claims.opposites import (
    COMPARISON,
    COURSE,
    DIRECTION,
    LEVEL,
    OPPOSITES,
    QUALITY,
    SIGNIFICANCE,
    TARGET,
    Place,
    states,
)
from tests.claims.labelled import HELD_OUT, TUNED, names, passage, world

ROOT = Path(__file__).resolve().parents[3]
QUARTERS = ("2009-10-Q1", "2009-10-Q2")
NUMBERS = ("digit", "decimal", "unit", "exchange", "exchange within")
WORDS = (DIRECTION, COMPARISON, QUALITY, LEVEL, COURSE, TARGET, SIGNIFICANCE)
_PLACEHOLDER = re.compile(r"\{\{\s*([\w.\-]+)\s*(?:\|\s*(\w+)\s*)?\}\}")
_WORDS_TRIED = 3


@dataclass(frozen=True)
class Typed:
    """A commentary file with its placeholders as typed numbers, and where these stand."""

    quarter: str
    name: str
    text: str
    places: tuple[tuple[int, int, str], ...]
    evidence: Evidence


@dataclass(frozen=True)
class Alteration:
    """One altered text: its kind, what stood there, what stands there now."""

    kind: str
    file: Typed
    text: str
    before: str
    after: str
    at: int = 0
    read: bool = True
    states: bool = True


Results = dict[str, list[tuple[Alteration, bool]]]


def typed(known: Known, name: str, evidence: Evidence) -> Typed:
    """A file of the commentary with its placeholders filled in."""
    source, text, at, places = known.commentary[name], "", 0, []
    for match in _PLACEHOLDER.finditer(source):
        text += source[at : match.start()]
        printed = PRINTERS[match[2] or ""](known.facts[match[1]])
        places.append((len(text), len(text) + len(printed), match[1]))
        text += printed
        at = match.end()
    return Typed(str(known.quarter), name, text + source[at:], tuple(places), evidence)


def _replaced(file: Typed, start: int, end: int, new: str, kind: str) -> Alteration:
    text = file.text[:start] + new + file.text[end:]
    around = file.text[max(0, start - 30) : end + 20]
    return Alteration(kind, file, text, around, new, start)


def of_numbers(
    file: Typed, others: list[tuple[str, str, str]], chance: random.Random
) -> Iterator[Alteration]:
    """Alterations of each number that a placeholder printed."""
    seen: list[tuple[int, int, str, str]] = []
    for start, end, _ in file.places:
        printed = file.text[start:end]
        number = re.search(r"\d[\d,]*(?:\.\d+)?", printed)
        if number is None:
            continue
        a, b = start + number.start(), start + number.end()
        digits = [i for i in range(a, b) if file.text[i].isdigit()]
        for place in chance.sample(digits, min(2, len(digits))):
            old = file.text[place]
            choices = [d for d in "123456789" if d != old]
            yield _replaced(file, place, place + 1, chance.choice(choices), "digit")
        plain = number[0].replace(",", "")
        if "." in plain:
            yield _replaced(file, a, b, plain.replace(".", ""), "decimal")
            shifted = f"{float(plain) / 10:.10g}"
            yield _replaced(file, a, b, shifted, "decimal")
        elif len(plain) > 1:
            yield _replaced(file, a, b, f"{plain[:-1]}.{plain[-1]}", "decimal")
        tail = file.text[b : b + 20]
        if tail.startswith("%"):
            yield _replaced(file, b, b + 1, " percentage points", "unit")
            yield _replaced(file, b, b + 1, "", "unit")
        elif tail.startswith(" percentage points"):
            yield _replaced(file, b, b + 18, "%", "unit")
        else:
            yield _replaced(file, b, b, "%", "unit")
        kind = "%" if tail.startswith("%") else "points" if "points" in tail else "count"
        same = [
            text
            for other, text, k in others
            if k == kind and other != file.name and text != number[0]
        ]
        if same:
            yield _replaced(file, a, b, chance.choice(same), "exchange")
        for a2, b2, text, k2 in seen:
            if k2 == kind and text != number[0] and abs(a2 - a) < 400 and chance.random() < 0.34:
                swapped = file.text[:a2] + number[0] + file.text[b2:a] + text + file.text[b:]
                yield Alteration(
                    "exchange within", file, swapped, f"{text} … {number[0]}", "swapped"
                )
        seen.append((a, b, number[0], kind))


def of_periods(file: Typed) -> Iterator[Alteration]:
    """Alterations of period words in sentences that state a number."""
    for match in re.finditer(r"[^\n.:]*(?:\.\d[^\n.:]*)*", file.text):
        piece = match[0]
        inside = [p for p in file.places if match.start() <= p[0] < match.end()]
        if not inside:
            continue
        sentence = Sentence("", 1, file.name, "", 1, piece)
        if not numbers_of(sentence):
            continue
        for mention in mentions_of(piece):
            if mention.relative or mention.year is None:
                continue
            new = re.sub(r"(?:19|20)\d\d", lambda m: str(int(m[0]) - 1), mention.text, count=1)
            if mention.kind in ("slash", "terms", "quarter"):
                new = re.sub(
                    r"((?:19|20)\d\d)/(\d\d)", lambda m: f"{int(m[1]) - 1}/{(int(m[2]) - 1) % 100:02d}",
                    mention.text, count=1,
                )  # fmt: skip
            if new != mention.text:
                start = match.start() + mention.start
                yield _replaced(file, start, start + len(mention.text), new, "period")


def of_words(file: Typed, chance: random.Random) -> Iterator[Alteration]:
    """Words turned into some of their opposites, read by the checker or not."""
    read = _read(file)
    measured = frozenset(
        word
        for path in file.evidence.paths.get(file.name, ())
        for word in re.findall(r"[a-z]{4,}", file.evidence.names[path].lower())
    )
    taken: list[tuple[int, int]] = []
    for kind, *sides in OPPOSITES:
        for these, those in (sides, sides[::-1]):
            for match in re.finditer(_any_of(these), file.text, re.IGNORECASE):
                start, end = match.span()
                place = _place(file.text, start, end)
                if place is None or _is_name(place) or any(a < end and start < b for a, b in taken):
                    continue
                taken.append((start, end))
                known = any(a < end and start < b for a, b in read)
                for new in chance.sample(those, min(_WORDS_TRIED, len(those))):
                    altered = _replaced(file, start, end, new, kind)
                    yield replace(altered, read=known, states=states(place, measured))


def _is_name(place: Place) -> bool:
    """Whether a word is part of a name: it has a capital within its sentence."""
    return place.start > 0 and place.sentence[place.start].isupper()


def _any_of(words: Iterable[str]) -> str:
    return rf"(?<![\w-])(?:{'|'.join(re.escape(word) for word in words)})(?![\w-])"


def _read(file: Typed) -> list[tuple[int, int]]:
    """The places of the words that the checker judges."""
    starts = [0, *(match.end() for match in re.finditer("\n", file.text))]
    found = []
    for claim in check_text(file.text, file.name, file.name, file.evidence):
        at = file.text.find(claim.sentence, starts[claim.line - 1])
        if claim.kind == WORD and at >= 0:
            found.append((at + claim.start, at + claim.end))
    return found


def _place(text: str, start: int, end: int) -> Place | None:
    """The sentence around a word, or nothing for a word of a heading."""
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].startswith("#"):
        return None
    heads = re.findall(r"^#+ (.*)$", text[:start], re.MULTILINE)
    begin = max(line, *(m.end() for m in re.finditer(r"[.!?]\s", text[:start])), 0)
    stop = re.search(r"[.!?](?:\s|$)|\n|$", text[end:])
    assert stop is not None
    return Place(text[begin : end + stop.start()], start - begin, end - begin, (heads or [""])[-1])


def alarms(text: str, file: Typed) -> set[tuple[int, str, str]]:
    """The claims to mend of a text, waived or not: line, what is printed, verdict."""
    claims = check_text(text, file.name, file.name, file.evidence)
    return {(each.line, each.printed, each.verdict) for each in claims if each.verdict != MATCH}


def of_passages(chance: random.Random) -> Iterator[Alteration]:
    """Alterations of the words of the passages on other topics that are labelled as right."""
    for collection in (TUNED, HELD_OUT):
        for name in names(collection):
            text, labels = passage(collection, name)
            starts = [0, *(match.end() for match in re.finditer("\n", text))]
            right = [
                (starts[label.line - 1] + label.start, starts[label.line - 1] + label.end)
                for label in labels
                if label.verdict == MATCH
            ]
            for each in of_words(Typed(collection, name, text, (), world(collection)), chance):
                if any(start <= each.at < end for start, end in right):
                    yield replace(each, states=True)


def files() -> list[Typed]:
    """The commentary of both quarters, typed."""
    reader = DropReader(Project(ROOT))
    found = []
    for quarter in QUARTERS:
        known = compute(reader, parse_quarter(quarter))
        evidence = gather(known)
        found += [typed(known, name, evidence) for name in sorted(known.commentary)]
    return found


def alterations(every: list[Typed], seed: int = 1) -> list[Alteration]:
    """Every alteration of every file; the same for the same seed."""
    chance = random.Random(seed)
    others = []
    for file in every:
        for start, end, _ in file.places:
            number = re.search(r"\d[\d,]*(?:\.\d+)?", file.text[start:end])
            if number:
                tail = file.text[start:end][number.end() :]
                kind = "%" if tail.startswith("%") else "points" if "points" in tail else "count"
                others.append((file.name, number[0], kind))
    made: list[Alteration] = []
    for file in every:
        made += [*of_numbers(file, others, chance), *of_periods(file), *of_words(file, chance)]
    return made


def judged(made: Iterable[Alteration]) -> Results:
    """Each alteration by kind, and whether its text has a claim to mend that was not there."""
    before: dict[int, set[tuple[int, str, str]]] = {}
    results: Results = {}
    for each in made:
        known = before.setdefault(id(each.file), alarms(each.file.text, each.file))
        caught = bool(alarms(each.text, each.file) - known)
        results.setdefault(each.kind, []).append((each, caught))
    return results


def main() -> None:
    """Print the share caught by kind, false alarms, and the time that a quarter takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", default="")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    shipped = files()
    results = judged(alterations(shipped, options.seed))
    print(f"{'altered':<34} {'made':>5} {'caught':>7}")
    numbers = (*NUMBERS, "period")
    for kind in numbers:
        _line(f"  {kind}", results.get(kind, []))
    _line("numbers", [row for kind in numbers for row in results.get(kind, [])])
    _words(results)
    print("\nwords of passages on other topics")
    others = judged(of_passages(random.Random(options.seed)))
    _words(others)
    false = sum(len(alarms(file.text, file)) for file in shipped)
    print(f"\nclaims to mend in the text as it is, the waived ones among them: {false}")
    _speed()
    for kind, rows in others.items():
        results.setdefault(kind, []).extend(rows)
    listed = [kind for kind in results if options.list == "all" or kind in options.list.split(",")]
    for kind in listed:
        for each, caught in results[kind]:
            if not caught:
                mark = "" if each.read else " (not read)"
                mark += "" if each.states else " (states nothing)"
                before = " ".join(each.before.split())
                print(
                    f"missed {kind}: {each.file.quarter} {each.file.name}: …{before}… → {each.after}{mark}"
                )


def _words(results: Results) -> None:
    words = [row for kind in WORDS for row in results.get(kind, [])]
    stating = [row for row in words if row[0].states]
    _line("all words", words)
    _line("words that state something", stating)
    for kind in WORDS:
        _line(f"  {kind}", [row for row in stating if row[0].kind == kind])
    _line("words that the checker reads", [row for row in words if row[0].read])


def _line(title: str, rows: list[tuple[Alteration, bool]]) -> None:
    caught = sum(done for _, done in rows)
    print(f"{title:<34} {len(rows):>5} {caught / max(len(rows), 1):>7.1%}")


def _speed() -> None:
    reader = DropReader(Project(ROOT))
    for quarter in QUARTERS:
        known = compute(reader, parse_quarter(quarter))
        times = []
        for _ in range(5):
            began = time.perf_counter()
            found = check_claims(known)
            times.append(time.perf_counter() - began)
        print(f"{quarter}: {len(found)} claims in {min(times):.2f} s (best of 5)")


if __name__ == "__main__":
    main()

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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cypt_analysis.catalogue import load_catalogue
from cypt_analysis.claims import MATCH, Evidence, check_claims, check_text, gather
from cypt_analysis.claims.harvest import numbers_of
from cypt_analysis.claims.periods import mentions_of
from cypt_analysis.claims.text import Sentence
from cypt_analysis.facts import PRINTERS
from cypt_analysis.known import Known
from cypt_analysis.processed import DropReader, compute
from cypt_analysis.project import Project
from cypt_analysis.quarter import parse_quarter

ROOT = Path(__file__).resolve().parents[3]
QUARTERS = ("2009-10-Q1", "2009-10-Q2")
NUMBERS = ("digit", "decimal", "unit", "exchange", "exchange within")
WORDS = ("direction", "target", "significance")
_PLACEHOLDER = re.compile(r"\{\{\s*([\w.\-]+)\s*(?:\|\s*(\w+)\s*)?\}\}")
_SWAPS = (
    ("up", "down"), ("rose", "fell"), ("risen", "fallen"), ("rising", "falling"), ("above", "below"),
    ("higher", "lower"), ("highest", "lowest"), ("increase", "decrease"), ("increased", "decreased"),
    ("more", "fewer"), ("rise", "fall"), ("high", "low"), ("growing", "shrinking"),
    ("improvement", "deterioration"), ("improved", "worsened"), ("ahead of", "behind"),
    ("climbed", "dropped"), ("levelling off", "rising steeply"), ("gone up", "gone down"),
    ("the same as", "lower than"), ("less than", "more than"), ("double", "half"),
)  # fmt: skip
_TARGET_SWAPS = (
    ("met", "missed"), ("meet", "miss"), ("within the", "above the"), ("ahead of", "behind"),
    ("above the target", "below the target"), ("below the target", "above the target"),
    ("below target", "above target"), ("below its target", "above its target"),
    ("narrowly missed", "met"),
)  # fmt: skip
_SIGNIFICANCE = (
    ("within chance", "statistically significant"), ("statistically significant", "within chance"),
    ("no clear change", "a significant change"),
)  # fmt: skip


# Words of the lists below that state nothing of the data where they stand: idioms, wishes,
# plans, conditions. Told apart by hand, by the words around them, without the checker.
_NO_STATEMENT = re.compile(
    r"set up|up to|drawn up|take[s-]* up|kept up|keeping up|above all|told more|once more|more deprived|"
    r"numbers behind|lies behind|bring the number down|bring referrals down|used more widely|"
    r"and more assessments should|use CAF more|can still rise|more parents would fall|would fall in|"
    r"train more|more fully|plan to meet|to meet this|met the required|been met by|or below by|"
    r"settle whether the target was met|more sexual health|why the share"
)


@dataclass(frozen=True)
class Typed:
    """A commentary file with its placeholders as typed numbers, and where these stand."""

    quarter: str
    name: str
    text: str
    places: tuple[tuple[int, int, str], ...]
    evidence: Evidence
    known: Known


@dataclass(frozen=True)
class Alteration:
    """One altered text: its kind, what stood there, what stands there now."""

    kind: str
    file: Typed
    text: str
    before: str
    after: str
    harvested: bool = True
    states: bool = True


def typed(known: Known, name: str, evidence: Evidence) -> Typed:
    """A file of the commentary with its placeholders filled in."""
    source, text, at, places = known.commentary[name], "", 0, []
    for match in _PLACEHOLDER.finditer(source):
        text += source[at : match.start()]
        printed = PRINTERS[match[2] or ""](known.facts[match[1]])
        places.append((len(text), len(text) + len(printed), match[1]))
        text += printed
        at = match.end()
    return Typed(str(known.quarter), name, text + source[at:], tuple(places), evidence, known)


def _replaced(
    file: Typed, start: int, end: int, new: str, kind: str, harvested: bool = True
) -> Alteration:
    text = file.text[:start] + new + file.text[end:]
    states = not any(
        match.start() < end and start < match.end() for match in _NO_STATEMENT.finditer(file.text)
    )
    around = file.text[max(0, start - 30) : end + 20]
    return Alteration(kind, file, text, around, new, harvested, states)


def of_numbers(
    file: Typed, others: list[tuple[str, str, str]], chance: random.Random
) -> Iterator[Alteration]:
    """Alterations of each number that a placeholder printed."""
    seen: list[tuple[int, int, str, str]] = []
    for start, end, name in file.places:
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
        unit = file.known.facts[name].unit
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
        _ = unit


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


def of_words(file: Typed) -> Iterator[Alteration]:
    """Words turned into their opposites, where a claim was found, and where none was."""
    claims = check_text(file.text, file.name, file.name, file.evidence)
    lines = file.text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    found = []
    for claim in claims:
        at = file.text.find(claim.sentence, starts[claim.line - 1])
        if claim.kind == "word" and at >= 0:
            found.append((at + claim.start, at + claim.end))

    def held(start: int, end: int) -> bool:
        return any(a < end and start < b for a, b in found)

    done: set[int] = set()
    for kind, swaps in (
        ("target", _TARGET_SWAPS),
        ("significance", _SIGNIFICANCE),
        ("direction", _SWAPS),
    ):
        both = [*swaps, *((b, a) for a, b in swaps)] if kind == "direction" else list(swaps)
        for old, new in both:
            for match in re.finditer(rf"(?<![\w-]){re.escape(old)}(?![\w-])", file.text):
                line = file.text[file.text.rfind("\n", 0, match.start()) + 1 : match.start()]
                if any(match.start() <= d < match.end() for d in done) or line.startswith("#"):
                    continue
                done.add(match.start())
                yield _replaced(
                    file, match.start(), match.end(), new, kind, held(match.start(), match.end())
                )


def alarms(text: str, file: Typed) -> set[str]:
    """The marks of the claims to mend of a text: that of a waived one lapses with its sentence."""
    claims = check_text(text, file.name, file.name, file.evidence)
    return {claim.digest for claim in claims if claim.verdict != MATCH}


def files() -> list[Typed]:
    """The commentary of both quarters, typed."""
    catalogue = load_catalogue()
    reader = DropReader(Project(ROOT), catalogue)
    found = []
    for quarter in QUARTERS:
        known = compute(reader, parse_quarter(quarter))
        evidence = gather(known, catalogue)
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
        made += [*of_numbers(file, others, chance), *of_periods(file), *of_words(file)]
    return made


def run(seed: int = 1) -> tuple[dict[str, list[tuple[Alteration, bool]]], int]:
    """Each alteration by kind and whether it was caught; and the false alarms unaltered."""
    every = files()
    before = {id(file): alarms(file.text, file) for file in every}
    waived = {c.digest for file in every for c in file.known.claims if c.waived_by}
    results: dict[str, list[tuple[Alteration, bool]]] = {}
    for each in alterations(every, seed):
        caught = bool(alarms(each.text, each.file) - before[id(each.file)])
        results.setdefault(each.kind, []).append((each, caught))
    return results, len(set().union(*before.values()) - waived)


def main() -> None:
    """Print the share caught by kind, false alarms, and the time that a quarter takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", default="")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    results, false = run(options.seed)
    print(f"{'altered':<34} {'made':>5} {'caught':>7}")
    for title, kinds in (("numbers", (*NUMBERS, "period")), ("words", WORDS)):
        rows = [row for kind in kinds for row in results.get(kind, [])]
        for kind in kinds:
            _line(f"  {kind}", results.get(kind, []))
        _line(title, rows)
    words = [row for kind in WORDS for row in results.get(kind, [])]
    _line("words that state something", [row for row in words if row[0].states])
    _line("words that the checker reads", [row for row in words if row[0].harvested])
    print(f"\nfalse alarms: claims to mend in the text as it is, waived ones left out: {false}")
    _speed()
    for kind in filter(None, options.list.split(",")):
        for each, caught in results.get(kind, []):
            if not caught:
                mark = "" if each.harvested else " (not read)"
                mark += "" if each.states else " (states nothing)"
                before = " ".join(each.before.split())
                print(
                    f"missed {kind}: {each.file.quarter} {each.file.name}: …{before}… → {each.after}{mark}"
                )


def _line(title: str, rows: list[tuple[Alteration, bool]]) -> None:
    caught = sum(done for _, done in rows)
    print(f"{title:<34} {len(rows):>5} {caught / max(len(rows), 1):>7.1%}")


def _speed() -> None:
    catalogue = load_catalogue()
    reader = DropReader(Project(ROOT), catalogue)
    for quarter in QUARTERS:
        known = compute(reader, parse_quarter(quarter))
        times = []
        for _ in range(5):
            began = time.perf_counter()
            found = check_claims(known, catalogue)
            times.append(time.perf_counter() - began)
        print(f"{quarter}: {len(found)} claims in {min(times):.2f} s (best of 5)")


if __name__ == "__main__":
    main()

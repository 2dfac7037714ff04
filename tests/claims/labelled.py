"""The labelled passages: their text without the labels, the labels, and the evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cypt_analysis.claims import Claim, Evidence, check_text, gather
from cypt_analysis.ground.project import Project
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader

TUNED, HELD_OUT = "passages", "held_out"
_HERE = Path(__file__).parent
_LABEL = re.compile(r"\[\[(?P<words>[^|\]]+)\|(?P<verdict>[^\]]+)\]\]")


@dataclass(frozen=True)
class Label:
    """A claim marked by hand: where it stands, and the verdict that it should get."""

    line: int
    start: int
    end: int
    words: str
    verdict: str


@cache
def world(collection: str) -> Evidence:
    """The figures of a collection's made-up authority as evidence."""
    project = Project(_HERE / collection)
    return gather(compute(DropReader(project), project.quarters()[-1]))


def passage(collection: str, name: str) -> tuple[str, list[Label]]:
    """A passage without its labels, and the labels with their places in it."""
    source = (_HERE / collection / "labelled" / f"{name}.md").read_text(encoding="utf-8")
    plain, labels = [], []
    for number, line in enumerate(source.split("\n"), 1):
        text, at = "", 0
        for match in _LABEL.finditer(line):
            text += line[at : match.start()]
            labels.append(
                Label(
                    number,
                    len(text),
                    len(text) + len(match["words"]),
                    match["words"],
                    match["verdict"],
                )
            )
            text += match["words"]
            at = match.end()
        plain.append(text + line[at:])
    return "\n".join(plain), labels


def names(collection: str) -> list[str]:
    """The passages of a collection."""
    return sorted(path.stem for path in (_HERE / collection / "labelled").glob("*.md"))


def claims_at(collection: str, name: str) -> list[tuple[int, int, int, Claim]]:
    """The claims found in a passage, each with its line and its place in the line."""
    text, _ = passage(collection, name)
    lines = text.split("\n")
    found = []
    for claim in check_text(text, f"{name}.md", name, world(collection)):
        line = lines[claim.line - 1]
        offset = line.find(claim.sentence)
        found.append((claim.line, offset + claim.start, offset + claim.end, claim))
    return found


def pairs(collection: str, name: str) -> tuple[list[tuple[Label, list[Claim]]], list[Claim]]:
    """Each label with the claims that overlap it, and the claims that no label holds."""
    _, labels = passage(collection, name)
    found = claims_at(collection, name)

    def overlaps(label: Label, line: int, start: int, end: int) -> bool:
        return line == label.line and start < label.end and label.start < end

    together = [
        (label, [claim for line, a, b, claim in found if overlaps(label, line, a, b)])
        for label in labels
    ]
    rest = [
        claim for line, a, b, claim in found if not any(overlaps(e, line, a, b) for e in labels)
    ]
    return together, rest

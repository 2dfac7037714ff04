"""The labelled passages: their text without the labels, the labels, and the evidence."""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cypt_analysis.catalogue import Catalogue, load_catalogue
from cypt_analysis.claims import Claim, Evidence, check_text, gather
from cypt_analysis.known import Known
from cypt_analysis.processed import DropReader, compute
from cypt_analysis.project import Project
from cypt_analysis.quarter import parse_quarter

FOLDER = Path(__file__).parent / "passages"
QUARTER = parse_quarter("2012-13-Q2")
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
def world() -> tuple[Known, Catalogue, Evidence]:
    """The made-up authority's figures as evidence."""
    catalogue = load_catalogue(FOLDER / "catalogue")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(FOLDER / "drop", Path(folder) / "data" / "raw" / str(QUARTER))
        known = compute(DropReader(Project(Path(folder)), catalogue), QUARTER)
    return known, catalogue, gather(known, catalogue)


def passage(name: str) -> tuple[str, list[Label]]:
    """A passage without its labels, and the labels with their places in it."""
    plain, labels = [], []
    for number, line in enumerate((FOLDER / "labelled" / f"{name}.md").read_text().split("\n"), 1):
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


def names() -> list[str]:
    """The passages."""
    return sorted(path.stem for path in (FOLDER / "labelled").glob("*.md"))


def claims_at(name: str) -> list[tuple[int, int, int, Claim]]:
    """The claims found in a passage, each with its line and its place in the line."""
    text, _ = passage(name)
    lines = text.split("\n")
    found = []
    for claim in check_text(text, f"{name}.md", name, world()[2]):
        line = lines[claim.line - 1]
        offset = line.find(claim.sentence)
        found.append((claim.line, offset + claim.start, offset + claim.end, claim))
    return found


def pairs(name: str) -> tuple[list[tuple[Label, list[Claim]]], list[Claim]]:
    """Each label with the claims that overlap it, and the claims that no label holds."""
    _, labels = passage(name)
    found = claims_at(name)

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

"""The three figures of sentences that are known to be true or false, by file.

    python -m tests.benchmarks.claims.blind FILE [FILE ...] [--list]

A file has the columns ``indicator``, the sentence (``text`` or ``sentence``), and what is right
(``expected``: borne out, not borne out, for a person, says nothing; or ``truth``: true, false).
``twin`` joins a true sentence with its false one. The figures are those of the quarter 2009-10-Q2,
or, where ``project`` says demo, those of the demonstration as ``cypt init --demo`` makes it.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner

from cypt_analysis.claims import Claim, Evidence, check_text, gather
from cypt_analysis.cli import main as cypt
from cypt_analysis.ground.claim import Outcome
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader

ROOT = Path(__file__).resolve().parents[3]
SILENT = "silent"
OWN, DEMO = "2009", "demo"
_RIGHT = {"true": "borne out", "false": "not borne out", "undecidable": "for a person"}


@dataclass(frozen=True)
class Sentence:
    """A sentence with what is right of it, and what the checker said."""

    id: str
    twin: str
    text: str
    right: str
    said: str
    claims: tuple[Claim, ...]

    @property
    def passes(self) -> bool:
        """Whether it would reach the Board."""
        return self.said in (SILENT, Outcome.BORNE_OUT)


def said_of(claims: Sequence[Claim]) -> str:
    """What the reader is told of a sentence: the worst of its claims."""
    outcomes = {each.outcome for each in claims}
    order = (Outcome.NOT_BORNE_OUT, Outcome.FOR_A_PERSON, Outcome.BORNE_OUT)
    return next((each for each in order if each in outcomes), SILENT)


def judged(path: Path, evidence: Evidence, known: Known, project: str = OWN) -> list[Sentence]:
    """The sentences of a file on a project, each as the checker sees it."""
    found = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if (row.get("project") or OWN) != project:
                continue
            assert row["indicator"] in known.catalogue.indicators, row["id"]
            text = row.get("text") or row["sentence"]
            right = (row.get("expected") or row.get("truth") or "").lower()
            section = row.get("section heading") or row.get("section") or "Summary"
            written = f"## {section}\n\n{text}\n"
            claims = check_text(written, "a.md", row["indicator"], evidence, known.facts)
            right = _RIGHT.get(right, right)
            twin = row.get("twin") or ""
            found.append(Sentence(row["id"], twin, text, right, said_of(claims), tuple(claims)))
    return found


@dataclass(frozen=True)
class Score:
    """Three figures, of which none may be bought with another; and twins told apart."""

    false: int
    passed: int
    true: int
    refused: int
    asked: int
    twins: int
    apart: int

    def __str__(self) -> str:
        """The figures as they are told."""
        return (
            f"false that pass {self.passed} of {self.false}, true not borne out {self.refused} "
            f"of {self.true}, true for a person {self.asked} of {self.true}, twins told apart "
            f"{self.apart} of {self.twins}"
        )


def score(sentences: Sequence[Sentence]) -> Score:
    """The figures of some sentences."""
    false = [each for each in sentences if each.right == "not borne out"]
    true = [each for each in sentences if each.right == "borne out"]
    said = Counter(each.said for each in true)
    pairs = {each.twin: [each] for each in true if each.twin}
    for each in false:
        pairs.get(each.twin, []).append(each)
    twins = [pair for pair in pairs.values() if len(pair) > 1]
    apart = sum(a.passes and not any(b.passes for b in rest) for a, *rest in twins)
    return Score(
        len(false), sum(each.passes for each in false), len(true), said[Outcome.NOT_BORNE_OUT],
        said[Outcome.FOR_A_PERSON], len(twins), apart,
    )  # fmt: skip


@cache
def _world(project: str) -> tuple[Evidence, Known]:
    """What the sentences on a project are held against."""
    if project == OWN:
        known = compute(DropReader(Project(ROOT)), parse_quarter("2009-10-Q2"))
        return gather(known), known
    with TemporaryDirectory() as folder:
        root = Path(folder) / "demo"
        done = CliRunner().invoke(cypt, ["init", str(root), "--demo"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        made = Project(root)
        known = compute(DropReader(made), made.quarters()[-1])
        return gather(known), known


def main() -> None:
    """Print the figures of the files that the command line names."""
    for name in (each for each in sys.argv[1:] if not each.startswith("--")):
        path = Path(name)
        with path.open(encoding="utf-8-sig", newline="") as file:
            projects = {row.get("project") or OWN for row in csv.DictReader(file)}
        sentences = [
            each for project in sorted(projects) for each in judged(path, *_world(project), project)
        ]
        print(f"{path.name}: {score(sentences)}")
        for each in sentences if "--list" in sys.argv else ():
            wrong = each.passes if each.right != "borne out" else each.said != each.right
            if wrong and not (each.right == "says nothing" and each.said == SILENT):
                print(f"  {each.id} {each.right}, told as {each.said}: {each.text}")


if __name__ == "__main__":
    main()

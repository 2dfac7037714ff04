"""What the last run or build found in a quarter's words, and whether that still holds."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from cypt_analysis.drops.layout import listed
from cypt_analysis.ground.claim import MATCH, Outcome
from cypt_analysis.ground.findings import ERROR
from cypt_analysis.ground.machine import read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter


@dataclass(frozen=True)
class Found:
    """By file: statements not borne out, those for a person, sentences that are last quarter's.

    ``current`` says whether they are of the files as they lie there now.
    """

    current: bool = False
    faults: Counter[str] = field(default_factory=Counter)
    for_a_person: Counter[str] = field(default_factory=Counter)
    last_quarters: Counter[str] = field(default_factory=Counter)


def found_then(project: Project, quarter: Quarter) -> Found:
    """What stands in data/processed; nothing where no run has been, or it cannot be read."""
    folder = project.processed(quarter)
    try:
        saved: dict[str, Any] = json.loads(read_file(folder / "provenance.json"))
        claims = json.loads(read_file(folder / "claims.json"))
        findings = json.loads(read_file(folder / "findings.json"))
        current = _is_current(project, quarter, saved)
    except (OSError, ValueError, KeyError, TypeError):
        return Found()
    open_ = [each for each in claims if each["verdict"] != MATCH and not each["waived_by"]]
    wrong = Counter(e["file"] for e in open_ if e["outcome"] == Outcome.NOT_BORNE_OUT)
    wrong.update(each["file"] for each in findings if each["severity"] == ERROR)
    return Found(
        current,
        wrong,
        Counter(each["file"] for each in open_ if each["outcome"] == Outcome.FOR_A_PERSON),
        Counter(each["file"] for each in findings if each["rule"] == "carried_words"),
    )


def _is_current(project: Project, quarter: Quarter, saved: dict[str, Any]) -> bool:
    files = {project.root / each["path"]: each["sha256"] for each in saved["raw_files"]}
    lies = {
        str(each): list(listed(project.raw(each))) for each in project.quarters() if each <= quarter
    }
    return lies == saved["listed"] and all(
        hashlib.sha256(read_file(path)).hexdigest() == mark for path, mark in files.items()
    )

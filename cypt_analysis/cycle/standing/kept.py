"""What the last run or build found in a quarter's words, and whether that still holds."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.claim import MATCH, Outcome
from cypt_analysis.ground.dated import Vintages
from cypt_analysis.ground.findings import CARRIED_FIGURES, ERROR, NO_ROW, OTHER_QUARTER
from cypt_analysis.ground.machine import read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.processed.current import is_current

_RECEIVED = (CARRIED_FIGURES, NO_ROW, OTHER_QUARTER)


@dataclass(frozen=True)
class Found:
    """By file: statements not borne out, those for a person, sentences that are last quarter's.

    ``current`` says whether they are of the files, catalogue and program as they are now.
    """

    current: bool = False
    faults: Counter[str] = field(default_factory=Counter)
    for_a_person: Counter[str] = field(default_factory=Counter)
    last_quarters: Counter[str] = field(default_factory=Counter)
    # What was found in files of data that may be old or lack a figure.
    received: tuple[str, ...] = ()


def found_then(project: Project, quarter: Quarter, catalogue: Vintages[Catalogue]) -> Found:
    """What stands in data/processed; nothing where no run has been, or it cannot be read."""
    folder = project.processed(quarter)
    try:
        claims = json.loads(read_file(folder / "claims.json"))
        findings = json.loads(read_file(folder / "findings.json"))
    except (OSError, ValueError, KeyError, TypeError):
        return Found()
    open_ = [each for each in claims if each["verdict"] != MATCH and not each["waived_by"]]
    wrong = Counter(e["file"] for e in open_ if e["outcome"] == Outcome.NOT_BORNE_OUT)
    wrong.update(each["file"] for each in findings if each["severity"] == ERROR)
    return Found(
        is_current(project, quarter, catalogue),
        wrong,
        Counter(each["file"] for each in open_ if each["outcome"] == Outcome.FOR_A_PERSON),
        Counter(each["file"] for each in findings if each["rule"] == "carried_words"),
        tuple(f"{e['file']}: {e['found']}" for e in findings if e["rule"] in _RECEIVED),
    )

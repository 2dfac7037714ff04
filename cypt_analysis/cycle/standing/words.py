"""How far the words on each indicator are, and what the last run or build found in them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.layout import COMMENTARY
from cypt_analysis.ground.claim import MATCH, Outcome
from cypt_analysis.ground.dated import Vintages
from cypt_analysis.ground.findings import ERROR
from cypt_analysis.ground.machine import read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.processed.current import is_current
from cypt_analysis.words.pinned import without_pins

_HEADING = re.compile(r"^ {0,3}#{1,6}(?: [^\n]*)?$", re.MULTILINE)


class Written(StrEnum):
    """How far words are, the least first."""

    NOT_BEGUN = "not begun"
    UNCHANGED = "unchanged since last quarter"
    PARTLY = "partly last quarter's"
    WRITTEN = "written"


@dataclass(frozen=True)
class Words:
    """The words on an indicator: who writes them, how far they are, and what is wrong in them.

    The numbers are None where nothing has checked the words as they are.
    """

    name: str
    owner: str
    state: Written
    file: str
    faults: int | None = None
    for_a_person: int | None = None


def words_of(project: Project, quarter: Quarter, catalogue: Catalogue, found: Found) -> list[Words]:
    """The words on every indicator and introduction of a quarter, the least written first."""
    earlier = project.before(quarter)
    last = _texts(project.raw(earlier[-1])) if earlier else {}
    now = _texts(project.raw(quarter))
    introductions = [name for name in project.settings(quarter).texts if name in {*now, *last}]
    every = {name: each.owner for name, each in catalogue.indicators.items()}
    every |= dict.fromkeys(introductions, project.settings(quarter).contact.team)
    told = []
    for name, owner in every.items():
        file = project.relative(project.raw(quarter) / COMMENTARY / f"{name}.md")
        state = _state(name, now, last, found.last_quarters[file] if found.current else 0)
        known = found.current and state is not Written.NOT_BEGUN
        numbers = (found.faults[file], found.for_a_person[file]) if known else (None, None)
        told.append(Words(name, owner, state, file, *numbers))
    order = list(Written)
    return sorted(told, key=lambda each: order.index(each.state))


def _texts(folder: Path) -> dict[str, str]:
    """The words of a drop by name, without headings and the periods that placeholders name."""
    texts = {}
    for path in sorted((folder / COMMENTARY).glob("*.md")):
        text = path.read_bytes().decode("utf-8", errors="replace")
        texts[path.stem] = " ".join(without_pins(_HEADING.sub("", text)).split())
    return texts


def _state(name: str, now: Mapping[str, str], last: Mapping[str, str], carried: int) -> Written:
    text = now.get(name, "")
    if not text:
        return Written.NOT_BEGUN
    if text == last.get(name):
        return Written.UNCHANGED
    return Written.PARTLY if carried else Written.WRITTEN


@dataclass(frozen=True)
class Found:
    """By file: statements not borne out, sentences for a person, sentences that are last quarter's.

    ``current`` says whether they are of the files, catalogue and program as they are now.
    """

    current: bool = False
    faults: Counter[str] = field(default_factory=Counter)
    for_a_person: Counter[str] = field(default_factory=Counter)
    last_quarters: Counter[str] = field(default_factory=Counter)


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
        # A sentence is asked about once.
        Counter(
            file
            for file, *_ in dict.fromkeys(
                (e["file"], e["line"], e["digest"])
                for e in open_
                if e["outcome"] == Outcome.FOR_A_PERSON
            )
        ),
        Counter(each["file"] for each in findings if each["rule"] == "carried_words"),
    )

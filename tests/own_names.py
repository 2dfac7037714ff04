"""What names this project by: from its own files, so that no name of it can be forgotten."""

from __future__ import annotations

import ast
import csv
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from cypt_analysis.claims.lexicon import families, words
from tests.projects import ROOT

PACKAGE = ROOT / "cypt_analysis"
# Projects of other councils, whose words are no more this one's than theirs.
OTHERS = (ROOT / "tests" / "claims" / "passages", ROOT / "tests" / "claims" / "held_out")
_DROPS = "data/raw/*/drop.toml"
# Keys of the project's TOML files that hold its names and words.
_NAMING = frozenset(
    {"title", "board", "name", "code", "team", "heading", "id", "sections", "short_name",
     "codes", "unit", "breakdown", "owner", "checked_by", "producer", "label", "neighbours"}
)  # fmt: skip
# Names that this project shares with every other, and why.
SHARED: dict[str, str] = {
    "summary of performance": "the heading of the summary, where a project gives it no other",
}
# Words of its names that are English before they are its own, and why.
ENGLISH = {
    "of time and course": "early late week sixth rolling begun prints returns reduction decline falls just yet",
    "of all together": "overall pupil",
    "of statistics": "allowance centile combined person phase phases",
    "of plans and reports": "case plan plans programme strategy framework information outline "
    "analysis risk money post "
    "authorities city looked whose",
    "of years, as publishers name them": "reporting",
    "of word processors' files": "ins office",
    "of services and whom they serve, anywhere": "assessments department health infants ministry reviews "
    "safeguarding welfare",
}
_ENGLISH = frozenset(" ".join(ENGLISH.values()).split())


def names() -> set[str]:
    """Every name and word of the project's own: titles, ids, areas, breakdowns, literals."""
    settings = _toml(ROOT / "project.toml")
    found = {*_named(settings), *(each["text"] for each in settings["literal"])}
    files = {path.stem: _toml(path) for path in (ROOT / "data" / "catalogue").glob("*.toml")}
    sources = files.pop("sources")
    for values in files.values():
        found |= set(_named(values))
    for measure in _entries():
        found |= set(measure.get("where", {}).values())
        if "breakdown" in measure:
            found |= _cells(measure["source"], measure["breakdown"])
    # The files beside the data are the program's own, and what is used of the library everybody's.
    for name, source in sources.items():
        if "role" not in source and "use" not in source:
            found |= {name, source["title"], *_named(source)}
    for path in ROOT.glob(_DROPS):
        found |= set(_named(_toml(path)))
    found |= _cells("quoted", "figure")
    return {each.strip() for each in found if len(each.strip()) > 2} - {"Statistical neighbours"}


@cache
def telling() -> dict[str, re.Pattern[str]]:
    """What stands for this project and no other, and how it is found in a text.

    Names of several words; single words that are neither English nor another council's; what
    its breakdowns tell apart, ordinary or not; and areas and capitals, as they are written.
    """
    every = names()
    # What public services count and measure is in the lexicon whoever reports it.
    ordinary = (
        _ENGLISH
        | words("quantities.nouns")
        | words("names.measured")
        | words("unread.neutral")
        | {word for family in families("names.alike") for word in family}
        | _of_others()
        | _identifiers()
    )
    found = {word for each in every for word in _words(each)} - ordinary
    for each in every:
        # Two ordinary words, as in "young people", are English still.
        own = "_" in each or re.search(r"\d", each) or len(each.split()) > 2
        if own or (re.search(r"\W", each) and _words(each) - ordinary):
            found |= {each} if each.casefold() not in SHARED else set()
    found |= _told_apart()
    patterns = {each: re.compile(_whole(each), re.IGNORECASE) for each in found}
    capitals = {word for each in every for word in re.findall(r"\b[A-Z]{3,}\b", each)}
    areas = {area for path in ROOT.glob(_DROPS) for area in _toml(path)["neighbours"]}
    for word in areas | capitals - {each.upper() for each in _ENGLISH}:
        patterns.pop(word.lower(), None)
        patterns[word] = re.compile(_whole(word))
    return patterns


def told(text: str) -> list[str]:
    """The names of this project that stand in a text."""
    folded = text.casefold()
    return [
        name for name, pattern in telling().items()
        if name.casefold() in folded and pattern.search(text)
    ]  # fmt: skip


def _whole(name: str) -> str:
    return rf"(?<!\w){re.escape(name)}(?!\w)"


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{3,}", text.casefold().replace("_", " ")))


def _toml(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _named(values: object, key: str = "") -> Iterator[str]:
    """The texts of keys that name something, however deep."""
    if isinstance(values, dict):
        for name, value in values.items():
            yield from _named(value, key if name == "text" else name)
    elif isinstance(values, list):
        for value in values:
            yield from _named(value, key)
    elif isinstance(values, str) and key in _NAMING:
        yield values


def _cells(source: str, column: str) -> set[str]:
    found = set()
    for path in ROOT.glob(f"data/raw/*/{source}.csv"):
        with path.open(encoding="utf-8") as file:
            found |= {row[column] for row in csv.DictReader(file)}
    return found


def _entries() -> Iterator[dict]:
    for path in (ROOT / "data" / "catalogue").glob("*.toml"):
        for each in _toml(path).get("indicator", []) if path.stem != "sources" else ():
            yield from each.get("measure", [])


def _told_apart() -> set[str]:
    """What its measures tell apart: "schools", "secondary"."""
    groups = {value.casefold() for each in _entries() for value in each.get("where", {}).values()}
    split = {f"{each['breakdown']}s" for each in _entries() if "breakdown" in each}
    return {each for each in groups | split if each.isalpha()}


def _of_others() -> set[str]:
    paths = [path for folder in OTHERS for path in folder.rglob("*") if path.is_file()]
    return set().union(*(_words(path.read_text(encoding="utf-8")) for path in paths))


def _identifiers() -> set[str]:
    """The words by which the program calls its own things."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for kind in ("id", "name", "arg", "attr"):
                name = getattr(node, kind, None)
                found |= _words(name) if isinstance(name, str) else set()
    return found

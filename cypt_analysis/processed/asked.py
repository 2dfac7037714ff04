"""What a notebook asks of the report, and so what all that it shows follows from.

A notebook that asks for indicators alone is handed no words on others: a sentence that changes on
one of them cannot change what it shows. One that does anything but ask follows from who knows what.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from cypt_analysis.ground.machine import digest, read_file
from cypt_analysis.ground.stored import Store
from cypt_analysis.known import Known, commentary_folder, kept
from cypt_analysis.processed.resting import digest_of, files_digest
from cypt_analysis.runs.notebooks import Handed
from cypt_analysis.words.commentary import BRIEF
from cypt_analysis.words.reading import read

_WORDS = ("commentary.json", "claims.json", "findings.json")
_OPENING = (
    "from cypt_analysis.report import open_report", "report = open_report(quarter)",
)  # fmt: skip
_OWN_NAMES = ("quarter", "report", "open_report")
# What a report is asked for by name, with the words on that alone, and what is of all it knows.
_NAMED, _WHOLE = ("indicator", "introduction"), ("headlines", "summary", "changes", "findings")
_EVERYTHING = ""


def handed(
    known: Known, notebook: Path, *, store: Store | None = None, edition: str = ""
) -> Handed:
    """What a notebook is handed for an edition, and where in the store what it shows is.

    Nothing of one is kept that does more than ask.
    """
    asked = asked_by(notebook) if store else None
    if asked is None or store is None:
        return Handed(edition)
    entry = store.entry(partial(_notebook_key, known, notebook, asked, edition))
    return Handed(edition, asked.names, entry)


def _notebook_key(known: Known, notebook: Path, asked: Asked, edition: str) -> str:
    folder, texts = folder_of(known), commentary_folder(known.project, known.quarter)
    # Who is handed all words is told which files hold them, too.
    beside = [folder / "provenance.json"] if asked.names is None else []
    words = json.dumps([*words_in(folder, texts, asked.names)])
    rests = [_figures(known, beside), words, digest(notebook)]
    return digest_of(["notebook", str(known.quarter), known.edition, edition, *rests])


def _figures(known: Known, beside: Iterable[Path] = ()) -> str:
    """Of what is known but words, and of some files beside it."""
    folder = folder_of(known)
    tables = [*folder.glob("*.parquet"), folder / "drop.json", *beside]
    return digest_of([files_digest(folder, tables), json.dumps(known.synthetic)])


@dataclass(frozen=True)
class Told:
    """What data and workbook tell of words: the short comment on each indicator, and the facts
    that claims rest on.
    """

    comments: Mapping[str, str]
    facts: tuple[str, ...]


@kept
def told_of(known: Known) -> Told:
    """What the data and the workbook of an edition tell of its words."""
    texts, facts = known.commentary.items(), [claim.facts for claim in known.claims]
    comments = {name: read(text, known.facts).said(BRIEF) for name, text in texts}
    return Told(comments, tuple(sorted(set().union(*facts))))


def tables_key(known: Known, what: Iterable[str]) -> str:
    """The key of files that follow from what is known but words, and what of them is `Told`."""
    told = json.dumps(asdict(told_of(known)), sort_keys=True)
    return digest_of([*what, str(known.quarter), known.edition, _figures(known), told])


def whole_key(known: Known, what: Iterable[str], files: Iterable[Path] = ()) -> str:
    """The key of files that follow from all that is known and received, and from some files."""
    folder = folder_of(known)
    every = [
        files_digest(each, each.iterdir())
        for each in (folder, known.project.processed(known.quarter))
    ]
    held = [digest(each) for each in files]
    return digest_of([*what, known.edition, *every, *held])


def folder_of(known: Known) -> Path:
    """Where what an edition knows is saved."""
    folder = known.project.processed(known.quarter)
    return folder / known.edition if known.shows_less else folder


def words_in(folder: Path, texts: str, names: Collection[str] | None) -> Iterator[Any]:
    """The saved commentary, claims and findings, without those of the texts on other names.

    ``texts`` is the folder of the commentary as claims and findings name it; without ``names``,
    all of them.
    """
    commentary, claims, findings = (json.loads(read_file(folder / each)) for each in _WORDS)

    def is_on(file: str) -> bool:
        stem = file.removeprefix(texts).removesuffix(".md")
        return names is None or not file.startswith(texts) or stem in names

    yield {name: text for name, text in commentary.items() if names is None or name in names}
    yield [each for each in claims if is_on(each["file"]) or each["indicator"] in (names or ())]
    yield [each for each in findings if is_on(each["file"])]


@dataclass(frozen=True)
class Asked:
    """What a notebook asks for by name; None where it asks for what is of all that is known."""

    names: tuple[str, ...] | None


def asked_by(notebook: Path) -> Asked | None:
    """What a notebook asks of the report; None where a cell does anything else.

    It may set the quarter, open the report, name a block, and show it or one of its pieces.
    """
    try:
        cells = json.loads(read_file(notebook))["cells"]
        sources = ["".join(each["source"]) for each in cells if each["cell_type"] == "code"]
        lines = [line for source in sources for line in ast.parse(source).body]
    except (OSError, ValueError, SyntaxError, KeyError, TypeError):
        return None
    blocks: set[str] = set()
    found: list[str] = []
    for line in lines:
        if ast.unparse(line) in _OPENING:
            continue
        names = _asked_in(line, blocks)
        if names is None:
            return None
        found += names
    return Asked(None if _EVERYTHING in found else tuple(sorted(set(found))))


def _asked_in(line: ast.stmt, blocks: set[str]) -> list[str] | None:
    """The names that a line of a cell asks for; a block that it names is added to ``blocks``."""
    match line:
        case ast.Assign([ast.Name("quarter")], ast.Constant(str())):
            return []
        case ast.Assign([ast.Name(name)], value) if name not in _OWN_NAMES and _is_block(value):
            blocks.add(name)
            return _of_report(value)
        case ast.Expr(ast.Name(name)) if name in blocks:
            return []
        case ast.Expr(ast.Call(ast.Attribute(ast.Name(name), piece)) as call) if name in blocks:
            return [] if _is_piece(call, piece) else None
        case ast.Expr(ast.Call(ast.Attribute(value, piece)) as call) if _is_block(value):
            return _of_report(value) if _is_piece(call, piece) else None
        case ast.Expr(value):
            return _of_report(value)
    return None


def _of_report(value: ast.expr) -> list[str] | None:
    """The name that a call of the report asks for; None for all that is no such call."""
    match value:
        case ast.Call(ast.Attribute(ast.Name("report"), asked), [ast.Constant(str(name))], []):
            return [name] if asked in _NAMED else None
        case ast.Call(ast.Attribute(ast.Name("report"), asked), [], []):
            return [_EVERYTHING] if asked in _WHOLE else None
    return None


def _is_block(value: ast.expr) -> bool:
    return _of_report(value) is not None and ".indicator(" in ast.unparse(value)


def _is_piece(call: ast.Call, piece: str) -> bool:
    """Whether a call asks a block for a piece of it, by a name that is written there."""
    return (
        not piece.startswith("_")
        and not call.keywords
        and all(isinstance(each, ast.Constant) for each in call.args)
    )

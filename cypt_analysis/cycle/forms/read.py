"""A returned form: what was written under each heading, and what was changed that may not be."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from cypt_analysis.cycle.forms.marks import (
    ACTIONS,
    END,
    FILL,
    LOCKED,
    Piece,
    Place,
    is_tracked,
    locked_texts,
    pieces,
    rows_of,
    said,
)
from cypt_analysis.cycle.forms.plain_words import escaped, one_line
from cypt_analysis.ground.findings import UserError, list_words
from cypt_analysis.ground.machine import read_file
from cypt_analysis.ground.safe_text import shown, visible
from cypt_analysis.words.commentary import SECTIONS


@dataclass
class Returned:
    """A form that came back: by id of the indicator its words by section, and its actions.

    Of an action its name, its progress, and the day on which it was done, as they were written.
    ``words_then`` is a digest of the words that stood in the drop when the form was made, and
    ``shown`` are these words; ``told`` are things that somebody should see.
    """

    file: str
    quarter: str
    owner: str
    words_then: dict[str, str]
    shown: dict[str, dict[str, str]]
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    actions: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


def read_form(path: Path) -> Returned:
    """Read a returned form, its tracked changes accepted.

    Raises UserError where it is no form, where a heading is gone, and where what is locked was
    changed, naming the indicators.
    """
    name = shown(path.name)
    try:
        document = docx.Document(BytesIO(read_file(path)))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError):
        raise UserError(f"{name} is no Word document (.docx). Save it as one.") from None
    about = _about(document)
    if about is None:
        raise UserError(
            f"{name} is not a form of cypt forms, or its end is gone. Take in words in a file of "
            "another kind with cypt add, as Markdown."
        )
    found = Returned(
        name, about["form"], about["owner"],
        dict(zip(about["asked"], about["words"], strict=True)),
        dict(zip(about["asked"], about["shown"], strict=True)),
    )  # fmt: skip
    _refuse_changed(document, about, name)
    _fill(document, about, found)
    found.told += _comments(document)
    return found


def _about(document: Document) -> dict[str, Any] | None:
    """What the form says of itself in hidden text at its end."""
    for piece in pieces(document):
        if piece.place.kind == END:
            try:
                values = json.loads(said(piece.element))
                lists = [values[name] for name in ("asked", "words", "shown", "tasks")]
                _ = (values["form"], values["owner"], values["locked"].items())
                if len(set(map(len, lists))) == 1:
                    return dict(values)
            except (ValueError, KeyError, TypeError, AttributeError):
                continue
    return None


def _refuse_changed(document: Document, about: Mapping[str, Any], name: str) -> None:
    """Raise UserError where a heading is gone, or what nobody is to change was changed."""
    begun = {piece.place for piece in pieces(document) if piece.begins}
    wanted = [
        Place(number, FILL, section)
        for number in range(1, len(about["asked"]) + 1)
        for section in range(1, len(SECTIONS) + 1)
    ]
    gone = [
        f"{SECTIONS[place.section - 1]} of {about['asked'][place.number - 1]}"
        for place in wanted
        if place not in begun
    ]
    if gone:
        raise UserError(
            f"{name}: the heading {list_words(gone)} is gone, so nobody can tell what was written "
            "under it. Put the words into a fresh form: cypt forms."
        )
    now = locked_texts(document)
    tracked = {
        piece.place.number
        for piece in pieces(document)
        if piece.place.kind == LOCKED and is_tracked(piece.element)
    }
    names = ["the first lines", *about["asked"]]
    wrong = {int(n) for n, mark in about["locked"].items() if now.get(int(n)) != mark}
    wrong |= tracked | _other_tasks(document, about["tasks"])
    changed = [name for number, name in enumerate(names) if number in wrong]
    if changed:
        raise UserError(
            f"{name}: a locked figure or sentence of {list_words(changed)} was changed, so nothing "
            "was taken. Ask what is wrong with it: a figure is corrected in its file. Then send a "
            "fresh form: cypt forms."
        )


def _other_tasks(document: Document, tasks: Sequence[Sequence[Sequence[str]]]) -> set[int]:
    """The numbers of the indicators whose table of actions no longer has those that it had.

    More rows may stand below them, and the columns beside what was asked are to be changed.
    """
    found: dict[int, list[list[str]]] = {}
    for piece in pieces(document):
        if piece.place.kind == ACTIONS and piece.is_table:
            found.setdefault(piece.place.number, []).extend(rows_of(piece.element)[1:])
    wrong = set()
    for number, wanted in enumerate(tasks, start=1):
        rows = found.get(number, [])
        pairs = zip(rows, wanted, strict=False)
        same = [row[: len(task)] == list(map(one_line, task)) for row, task in pairs]
        if len(same) < len(wanted) or not all(same):
            wrong.add(number)
    return wrong


def _actions(piece: Piece, indicator: str, tasks: Sequence[Sequence[str]], found: Returned) -> None:
    """The progress of the actions that were asked for; what was written beside them is told."""
    where = f"{found.file}, actions of {indicator}"
    if piece.is_table:
        rows = rows_of(piece.element)[1:]
        found.actions[indicator] = []
        for row, task in zip(rows, tasks, strict=False):
            progress, done, *_ = *map(escaped, row[len(task) :]), "", ""
            found.actions[indicator].append((row[0], progress, done))
        for row in rows[len(tasks) :]:
            if any(row):
                told = visible("; ".join(filter(None, row)))
                found.told.append(f"{where}: a new row was left out. Enter it by hand: {told}")
    elif not piece.begins and said(piece.element).strip():
        told = visible(said(piece.element))
        found.told.append(f"{where}: words below the table were left out: {told}")


def _fill(document: Document, about: Mapping[str, Any], found: Returned) -> None:
    asked, tasks = about["asked"], about["tasks"]
    lines: dict[tuple[str, str], list[str]] = {}
    for piece in pieces(document):
        place = piece.place
        if place.kind not in (FILL, ACTIONS) or not 0 < place.number <= len(asked):
            continue
        indicator = asked[place.number - 1]
        if place.kind == ACTIONS:
            _actions(piece, indicator, tasks[place.number - 1], found)
        elif not piece.begins:
            section = SECTIONS[place.section - 1]
            mine = lines.setdefault((indicator, section), [])
            where = f"{found.file}, {section} of {indicator}"
            if piece.is_table:
                found.told.append(f"{where}: a table was left out. Write it in Markdown.")
                continue
            if next(piece.element.iter(qn("w:drawing"), qn("w:pict")), None) is not None:
                found.told.append(f"{where}: a picture was left out. Charts come from the figures.")
            mine += _lines(piece.element)
    for (indicator, section), mine in lines.items():
        text = _joined(mine)
        if text:
            found.words.setdefault(indicator, {})[section] = text


def _lines(paragraph: BaseOxmlElement) -> list[str]:
    item = _is_item(paragraph)
    parts = [escaped(each) for each in said(paragraph).split("\n")]
    kept = [each for each in parts if each]
    return [f"- {' '.join(kept)}"] if item and kept else kept


def _is_item(paragraph: BaseOxmlElement) -> bool:
    """Whether a paragraph is an item of a list: numbered by Word, or in a style of lists."""
    style = next(paragraph.iter(qn("w:pStyle")), None)
    named = (style.get(qn("w:val")) or "") if style is not None else ""
    return next(paragraph.iter(qn("w:numPr")), None) is not None or named.startswith("List")


def _joined(lines: list[str]) -> str:
    """Paragraphs with a line between them, items of a list without."""
    text = ""
    for line in lines:
        together = line.startswith("- ") and text.rpartition("\n")[2].startswith("- ")
        text += ("" if not text else "\n" if together else "\n\n") + line
    return text


def _comments(document: Document) -> list[str]:
    """Comments are no words of the report: they are told to whoever takes the form."""
    try:
        found = list(document.comments)
    except (KeyError, AttributeError):
        return []
    return [f"A comment of {visible(e.author) or 'somebody'}: {visible(e.text)}" for e in found]

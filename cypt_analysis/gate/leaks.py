"""Whether a file of an edition gives back what that edition hides: read from the files themselves.

What the program writes for an edition follows from what it shows. This is the second lock: it
knows nothing of how a file was made. What follows by sums was judged when the edition was: from the
figures that it shows nothing does, and any further one is a hidden one, which is found here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from cypt_analysis.catalogue.entries import Indicator
from cypt_analysis.gate.files import records_of
from cypt_analysis.gate.record import Record
from cypt_analysis.gate.secrets import (
    NUMBER,
    TELLING,
    Innocent,
    Secret,
    innocent_of,
    numbers_in,
    secrets_of,
)
from cypt_analysis.ground.findings import Finding
from cypt_analysis.ground.quarter import MONTHS
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.known import Known
from cypt_analysis.processed.hidden import Hidden, hidden_in_words
from cypt_analysis.processed.numerals import in_digits
from cypt_analysis.processed.spoken import numbers_told
from cypt_analysis.statistics.neighbours import RANK_MEANS

LEAK = "leak"
# Numbers that are no figures: where something stands, days, how often a source comes, and places.
_PLACES = re.compile(
    r"\b(?:rows?|lines?|annex|table|[Cc]hart) [\d, ]+(?:and \d+)?"
    rf"|\b\d{{1,2}} (?:{'|'.join(MONTHS)})\b"
    r"|\bevery \d+ months|\b9[59](?:\.8)?% (?:confidence )?(?:intervals?|limits?)\b"
    # Times: years and quarters, whichever figure they are of.
    r"|\b\d{4}/\d{2}\b|\b\d{4}-\d{2}-(?:\d{2}|FY|AY|Q[1-4])\b|\b\d{4}-M\d{2}\b"
    rf"|\bplace \d+ of \d+|\b(?:{'|'.join(map(re.escape, RANK_MEANS.values()))})"
)
_FILE = re.compile(r"\S.*/.+\.\w{2,7}(?:, sheet .+)?")
_SO_MANY = re.compile(r"(?<!\d)\d+ of \d+(?!\d)", re.ASCII)


def find_leaks(files: Iterable[Path], true: Known, shown: Known) -> list[Finding]:
    """A fault for every place of the files of ``shown`` that gives a hidden figure back.

    ``true`` is what the internal edition knows.
    """
    if not shown.shows_less:
        return []
    hidden = _Secrets(secrets_of(true, shown))
    innocent = innocent_of(shown)
    spoken, entries = hidden_in_words(true, shown), true.catalogue.indicators
    found: list[Finding] = []
    read: set[str] = set()
    for path in files:
        try:
            records = list(records_of(path, read))
        except KeyError:
            advice = "Keep it elsewhere, or publish it in a form that is read."
            found.append(_fault(path.name, "No rule reads this kind of file.", advice))
            continue
        for record in map(_in_digits, records):
            found += [_leak(record, each.id) for each in _given(record, hidden, innocent)]
            found += [_leak(record, each) for each in _in_words(record, spoken, entries, innocent)]
    return list(dict.fromkeys(found))


def _in_digits(record: Record) -> Record:
    cells = tuple(map(in_digits, record.cells))
    return replace(record, text=in_digits(record.text), cells=cells)


class _Secrets:
    """Hidden figures by what points to them, as most records point to none."""

    def __init__(self, secrets: Sequence[Secret]) -> None:
        self.all = secrets
        self.telling = frozenset().union(*(each.telling for each in secrets))
        self.pointing: dict[str, list[Secret]] = defaultdict(list)
        for each in secrets:
            # No id, label or phrase is an anchor of another indicator.
            titles = {f"#{each.anchor}", f"#{each.title}"}
            for word in {each.id, each.label, each.phrase, *titles} - {""}:
                self.pointing[word].append(each)

    def near(self, record: Record, text: str, numbers: set[str]) -> Iterable[Secret]:
        """Those that a record may give back: all where it has a number that tells by itself."""
        if numbers & self.telling or record.naming:
            return self.all
        words = {*record.cells, f"#{record.anchor}", *_SO_MANY.findall(text)}
        found = (self.pointing.get(word, ()) for word in words)
        return dict.fromkeys(each for several in found for each in several)


def _given(record: Record, secrets: _Secrets, innocent: Mapping[str, Innocent]) -> Iterator[Secret]:
    """The hidden figures of which a record prints a number where it can be taken for theirs."""
    if record.naming:
        record = replace(record, text=re.sub(r"[-_/]", " ", record.text))
    text = record.text.replace(",", "")
    numbers = set(numbers_in(text))
    if not numbers:
        return
    for secret in secrets.near(record, text, numbers):
        mine = innocent[secret.indicator]
        if (
            not secret.telling.isdisjoint(numbers - mine.numbers.keys())
            or (secret.phrase in text and _stands_in(secret.phrase, text))
            or (_is_of(record, secret) and _gives(record, secret, mine))
        ):
            yield secret


def _in_words(
    record: Record,
    hidden: Mapping[str, Hidden],
    entries: Mapping[str, Indicator],
    innocent: Mapping[str, Innocent],
) -> Iterator[str]:
    """The indicators of which a line, a name or a property tells a hidden number in words."""
    said = f" {_plain(record.text)} " if record.naming else ""
    for name, each in hidden.items() if not record.cells else ():
        headings = (entries[name].anchor, entries[name].name)
        # A name stands below nothing: it says itself what it is about.
        about = record.anchor in headings or any(f" {_plain(one)} " in said for one in headings)
        text = said or record.text
        for told in numbers_told(text, each) if about else ():
            if told.number not in innocent[name].numbers:
                yield f"A figure of {name}"


def _gives(record: Record, secret: Secret, innocent: Innocent) -> bool:
    """Whether a number stands where the hidden figure could, and no other that prints it."""
    for number in _beside(record, secret) & secret.small:
        holding = [place for place, cell in enumerate(record.cells) if number in numbers_in(cell)]
        # Of a table the row and what stands over the cell, else the whole line.
        heads = [" ".join(record.heads[place : place + 1]) for place in holding] or [""]
        if not all(innocent.of(number, secret, f"{record.text} | {head}") for head in heads):
            return True
    return False


def _stands_in(phrase: str, text: str) -> bool:
    return bool(phrase) and re.search(rf"(?<!\d){phrase}(?!\d)", text) is not None


def _is_of(record: Record, secret: Secret) -> bool:
    """Whether a record is about the figure: its own row, or the words and pictures of its block."""
    if secret.id in record.cells:
        return True
    if record.cells and not record.anchor:
        # A row of a table of all figures: of its very name and time, and of no other area.
        cells = set(record.cells)
        named = {secret.label, secret.periods[-1], secret.area} - {""}
        return named <= cells and not secret.elsewhere & cells
    if record.naming:
        said = _plain(record.text)
        return any(_plain(name) in said for name in (secret.id, secret.label, secret.title))
    return record.anchor in (secret.anchor, secret.title)


def _plain(text: str) -> str:
    """Words as a file's name may have them: without case, and with spaces alone between them."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _beside(record: Record, secret: Secret) -> set[str]:
    """The numbers of a record without those of its names and times."""
    if secret.id in record.cells and len(record.cells) > TELLING:
        # Of a row of data.csv or the workbook: file and row numbers are no figures.
        return {each for each in record.cells[:-3] if NUMBER.fullmatch(each)}
    text = _PLACES.sub(" ", _without_source(record))
    text = _SO_MANY.sub(lambda found: " " if found[0] in secret.by_right else found[0], text)
    for words in (secret.label, secret.title, *secret.periods):
        text = text.replace(words, " ")
    return set(numbers_in(text))


def _without_source(record: Record) -> str:
    """The text of a record; of a row of cells without a file's name and the row number after it."""
    before = ("", *record.cells)
    left = (
        each
        for last, each in zip(before, record.cells, strict=False)
        if not _FILE.fullmatch(last) and not _FILE.fullmatch(each)
    )
    return " | ".join(left) if record.cells else record.text


def _leak(record: Record, what: str) -> Finding:
    found = f"{what} is not shown in this edition, and a number here gives it back."
    near = f"'{_masked(record.text)}'"
    return _fault(record.file, f"{found} {near}", f"Print {HIDDEN_MARK}, or leave it out.")


def _masked(text: str) -> str:
    """The words around, without any number: what is found may be passed on."""
    return NUMBER.sub("…", " ".join(text.split()))[:80]


def _fault(file: str, found: str, advice: str) -> Finding:
    return Finding(file, None, found, advice, rule=LEAK)


def files_of(folder: Path) -> list[Path]:
    """The files of an edition in its folder, whoever has put them there."""
    return sorted(path for path in folder.iterdir() if path.is_file())

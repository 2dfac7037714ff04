"""Words that are last quarter's, word for word: a person says whether they are still so."""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.layout import COMMENTARY
from cypt_analysis.ground.findings import CARRIED_FIGURES, REVIEW, Finding
from cypt_analysis.ground.safe_text import quoted, typed
from cypt_analysis.judgement.repeated import Repeated
from cypt_analysis.words.pinned import without_pins
from cypt_analysis.words.prose import Passage
from cypt_analysis.words.reading import plain, read
from cypt_analysis.words.spoken import Block, Kind, sentence_places

CARRIED_WORDS = "carried_words"
# What a person confirms by name before it is published.
CARRIED = (CARRIED_WORDS, CARRIED_FIGURES)
_NO_FILE = "let the catalogue have confirmations (cypt add source confirmed), and confirm it there"
# How much of two sentences is the same where one is the other with a word changed.
_MOST = 0.75
_DENIES = frozenset({"no", "not", "never", "none", "without", "stopped"})
_WIDTH = 88


@dataclass(frozen=True)
class Carried:
    """A sentence, a table or a whole file that is word for word, or ``nearly``, the last drop's.

    ``line`` is None for a file, whose sentences are its ``parts``. ``digest`` is the mark
    that a confirmation names; it holds for this quarter and these words. Of figures that are an
    earlier period's ``text`` says which, and ``advice`` what to do.
    """

    file: str
    line: int | None
    text: str
    digest: str
    parts: tuple[Carried, ...] = ()
    advice: str = ""
    nearly: bool = False


def carried(drop: Drop, last: Drop | None, catalogue: Catalogue) -> list[Carried]:
    """What stands in a drop's words as it stood in the last drop's, on the same indicator.

    Placeholders count as they are written, but for the period that they name: a sentence that only
    moved on by a quarter is the same one. The key of a row, as an action's name, is meant
    to stay and is left out.
    """
    if last is None:
        return []
    said: dict[str, list[str]] = {}
    for old in passages(last, catalogue):
        said.setdefault(old.indicator, []).append(without_pins(old.text))
    found = [
        (e, same) for e in passages(drop, catalogue)
        if (same := without_pins(e.text) in (before := said.get(e.indicator, [])))
        or any(_is_nearly(e.text, old) for old in before)
    ]  # fmt: skip
    whole = {
        drop.path(f"{COMMENTARY}/{name}.md"): name
        for name, text in drop.commentary.items()
        if without_pins(text).split() == without_pins(last.commentary.get(name, "")).split()
    }
    told: list[Carried] = []
    for file, mine in groupby(found, key=lambda each: each[0].file):
        parts = tuple(
            Carried(file, e.line, e.text, _digest(drop, e.indicator, e.text), nearly=not same)
            for e, same in mine
        )
        if file in whole:
            text = " ".join(drop.commentary[whole[file]].split())
            parts = (Carried(file, None, "", _digest(drop, file, text), parts),)
        told += parts
    return told


def _is_nearly(text: str, old: str) -> bool:
    """Whether a sentence has most words of an old one, its numbers and its denials.

    What a placeholder prints is new; a table that goes on keeps its old rows by right.

    >>> _is_nearly("Nearly all our staff were seen.", "Nearly all staff were seen.")
    True
    >>> _is_nearly("We saw 47 of them again.", "We saw 46 of them again.")
    False
    >>> _is_nearly("The team is no longer new.", "The team is new.")
    False
    """
    one, two = (Counter(re.findall(r"[\w'’]+", each.lower())) for each in (text, old))
    other = (one - two) + (two - one)
    if "{{" in text + old or " | " in text or any(e[0].isdigit() or e in _DENIES for e in other):
        return False
    return 2 * (one & two).total() >= _MOST * (one.total() + two.total())


def carried_figures(drop: Drop, found: Iterable[Repeated]) -> list[Carried]:
    """Figures of a drop that are an earlier period's, to be confirmed as words are."""
    return [
        Carried(e.file, e.row, e.found, _digest(drop, e.source, e.values), advice=e.advice)
        for e in found
    ]  # fmt: skip


def confirmations(drop: Drop, catalogue: Catalogue) -> pd.DataFrame | None:
    """The drop's table of confirmed sentences by row; None where the catalogue has none."""
    source = _source(catalogue)
    return None if source is None else drop.tables.get(source.id, pd.DataFrame({"digest": []}))


def unconfirmed(found: Iterable[Carried], confirmed: pd.DataFrame | None) -> list[Carried]:
    """What nobody has confirmed: neither the sentence nor the file that it stands in."""
    held = set() if confirmed is None else set(confirmed["digest"])
    return [
        each for each in found
        if each.digest not in held
        and not (each.parts and all(part.digest in held for part in each.parts))
    ]  # fmt: skip


def carried_findings(
    drop: Drop, last: Drop | None, catalogue: Catalogue, figures: Iterable[Repeated] = ()
) -> list[Finding]:
    """Points to review: words of the last drop that nobody has confirmed, and what lapsed.

    ``figures`` are those that are an earlier period's, which are confirmed in the same way.
    """
    found = [*carried(drop, last, catalogue), *carried_figures(drop, figures)]
    confirmed, source = confirmations(drop, catalogue), _source(catalogue)
    advice, by_name = "Rewrite it; the catalogue has no file of confirmations.", _NO_FILE
    if source is not None:
        by_name = f"confirm it by name in {source.file}"
        advice = f"Rewrite it, or {by_name}."
    points = []
    for each in unconfirmed(found, confirmed):
        if each.advice:
            advise = f"{each.advice} If it is right, {by_name}."
            points.append(Finding(each.file, each.line, each.text, advise, REVIEW, CARRIED_FIGURES))
            continue
        told = f"'{quoted(each.text)}'"
        lead = f"It is {'nearly ' if each.nearly else ''}word for word last quarter's. "
        if each.line is None:
            told, lead = "Every word of the file is last quarter's.", ""
        advise = f"{lead}Is it still so? {advice}"
        points.append(Finding(each.file, each.line, told, advise, REVIEW, CARRIED_WORDS))
    if source is not None and confirmed is not None:
        points += _lapsed(found, confirmed, drop.file_of(source.id))
    return points


def format_carried(found: Sequence[Carried]) -> str:
    """Unconfirmed words with the marks to enter, file by file.

    >>> print(format_carried([Carried("a.md", 3, "It rose.", "0a1b2c")]))
    a.md has something to confirm.
    <BLANKLINE>
      line 3   It rose.
               Digest: 0a1b2c
    """
    blocks = []
    for file, mine in groupby(found, key=lambda each: each.file):
        lines = [_lines(each) for each in mine]
        blocks.append("\n".join([f"{file} has something to confirm.", "", *lines]))
    return "\n\n".join(blocks)


def _lines(each: Carried) -> str:
    lead = f"  {f'line {each.line}' if each.line else 'file':<7}  "
    said = textwrap.wrap(each.text or "Every word of it.", _WIDTH - len(lead))
    return lead + f"\n{' ' * len(lead)}".join([*said, f"Digest: {each.digest}"])


def _lapsed(found: Iterable[Carried], confirmed: pd.DataFrame, file: str) -> Iterator[Finding]:
    known = {part.digest for each in found for part in (each, *each.parts)}
    for row, entry in confirmed.iterrows():
        if entry["digest"] not in known:
            told = f"The confirmation of '{quoted(entry['sentence'])}' no longer holds."
            advice = "Its words changed, or it is of another quarter: take the row out."
            yield Finding(file, int(str(row)), told, advice, REVIEW, "confirmation_lapsed")


def _source(catalogue: Catalogue) -> Source | None:
    return next((s for s in catalogue.sources.values() if s.role is Role.CONFIRMATIONS), None)


def _digest(drop: Drop, about: str, text: str) -> str:
    """The quarter is part of it, so that a copied file of confirmations confirms nothing."""
    return hashlib.sha256(f"{drop.quarter}\n{about}\n{text}".encode()).hexdigest()[:12]


def passages(drop: Drop, catalogue: Catalogue) -> Iterator[Passage]:
    """The sentences and tables of a drop's words, without headings and the keys of rows."""
    for name, text in sorted(drop.commentary.items()):
        for line, said in _said(read(text).blocks):
            yield Passage(drop.path(f"{COMMENTARY}/{name}.md"), "", said, name, line)
    for name, table in drop.tables.items():
        source = catalogue.sources.get(name)
        if source is not None and "indicator" in table:
            columns = [each for each in source.words if each in table and each not in source.keys]
            yield from _of_table(table, columns, drop.file_of(source.id))


def _of_table(table: pd.DataFrame, columns: Sequence[str], file: str) -> Iterator[Passage]:
    for row, record in table.iterrows():
        for column in columns:
            for block in plain(str(record[column]), line=int(str(row))).blocks:
                for line, said in _sentences(block):
                    yield Passage(file, "", said, record["indicator"], line)


def _said(blocks: Iterable[Block]) -> Iterator[tuple[int, str]]:
    """The sentences of a text with their lines; a table is one, as its old rows may stay."""
    for group, together in groupby(blocks, key=lambda b: b.kind is Kind.CELL and b.group):
        rows = list(together)
        if group:
            yield rows[0].line, _spaced(" | ".join(block.text for block in rows))
            continue
        for block in rows:
            if block.kind is not Kind.HEADING:
                yield from _sentences(block)


def _sentences(block: Block) -> Iterator[tuple[int, str]]:
    for begin, end in sentence_places(typed(block.text)):
        said = _spaced(block.text[begin:end])
        if said:
            yield block.source(block.start + begin)[0], said


def _spaced(text: str) -> str:
    return " ".join(typed(text).split())

"""Names of workers and pupils, from the columns that are personal, in what a report may print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.layout import COMMENTARY
from cypt_analysis.ground.findings import Finding
from cypt_analysis.ground.records import texts_in

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
# What people, and programs that write for them, put in place of the plain signs.
_SIGNS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "‐": "-", "‑": "-", "–": "-"})
_TITLES = frozenset({
    "mr", "mrs", "ms", "miss", "mx", "dr", "cllr", "councillor", "sir", "dame", "prof", "professor",
    "rev", "reverend",
})  # fmt: skip
_NAMED = "A name stands here that a personal column of the files received has."
_NAMED_FILE = "The file that came for [{}] is called by a name that a personal column has."
_OTHER_NAME = "Rename it, and take it in again: the public data.csv says from which file a row is."
# A name of one word is told from others by its capital, where no sentence begins.
_WITHIN = re.compile(r"(?<=[\w,;:(] )([A-Z][^\W\d_]{2,}(?:['-][^\W\d_]+)*)")


@dataclass(frozen=True)
class Names:
    """Names as words may have them: in full, a family name beside a title or a first letter."""

    full: frozenset[str] = frozenset()
    family: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()
    # Of how many words those in full are.
    lengths: frozenset[int] = frozenset()


def names_of(values: Iterable[object]) -> Names:
    """The names in personal columns, each in the ways in which people write one.

    >>> sorted(names_of(["Zoë Martín"]).full)
    ['martin zoe', 'zoe martin']
    """
    every = {tuple(word for word, _ in _words(str(each))) for each in values} - {()}
    longer = [each for each in every if len(each) > 1]
    forms = {
        form for each in longer for form in (each, (each[-1], *each[:-1]), (each[0], each[-1]))
    }
    return Names(
        frozenset(map(" ".join, forms)),
        frozenset(each[-1] for each in longer),
        frozenset(f"{each[0][0]} {each[-1]}" for each in longer),
        frozenset(each[0] for each in every if len(each) == 1),
        frozenset(map(len, forms)),
    )


def names_someone(text: str, names: Names) -> bool:
    """Whether a text says one of these names, however it is joined, spelt or put into a genitive.

    >>> known = names_of(["Zoë Martín", "Sarah O'Neill"])
    >>> [names_someone(said, known) for said in
    ...  ("Zoe Martin’s team", "MARTIN, Zoe", "Ms O’Neill", "S. O'Neill", "a martin")]
    [True, True, True, True, False]
    """
    words = _words(text)
    plain = [word for word, _ in words]
    alone = {word for each in _WITHIN.findall(_straight(text)) for word, _ in _words(each)}
    if not alone.isdisjoint(names.alone):
        return True
    for (before, _), (word, capital) in pairwise(words):
        if capital and (
            (before in _TITLES and word in names.family) or f"{before} {word}" in names.short
        ):
            return True
    return any(
        " ".join(plain[start : start + many]) in names.full
        for many in names.lengths
        for start in range(len(plain) - many + 1)
    )


def naming(drops: Sequence[Drop], catalogue: Catalogue) -> Iterator[Finding]:
    """A fault for each line, cell, file name or entry that names a person; the name is not told.

    Who stands in the files of any drop is known for good; what is printed are the last one's words,
    the names of all files, and the catalogue.
    """
    names = names_of(each for drop in drops for each in drop.names)
    if names == Names():
        return
    last = drops[-1]
    for name, text in last.commentary.items():
        for line, words in enumerate(text.split("\n"), start=1):
            if names_someone(words, names):
                yield _fault(last.path(f"{COMMENTARY}/{name}.md"), line)
    for source, table in last.tables.items():
        for column in table.select_dtypes(["object", "string", "category"]):
            cells = table[column].dropna().unique()
            found = {each for each in cells if names_someone(str(each), names)}
            for row in table.index[table[column].isin(found)] if found else ():
                yield _fault(last.file_of(source), int(row))
    for source, files in last.came.items():
        if any(names_someone(PurePosixPath(file).stem.replace("_", " "), names) for file in files):
            yield Finding(last.folder, None, _NAMED_FILE.format(source), _OTHER_NAME)
    for name, entry in (*catalogue.indicators.items(), *catalogue.sources.items()):
        if any(names_someone(text, names) for text in texts_in(entry.model_dump())):
            yield _fault(f"data/catalogue, [{name}]", None)


def _words(text: str) -> list[tuple[str, bool]]:
    """The words of a text, without accents, apostrophes and genitives; whether with a capital."""
    found = []
    for word in _WORD.findall(_straight(text)):
        plain = word.casefold().removesuffix("'s").replace("'", "")
        found.append((plain, word[0].isupper()))
    return found


def _straight(text: str) -> str:
    """A text with plain signs, and letters without accents."""
    apart = unicodedata.normalize("NFKD", text.translate(_SIGNS))
    return "".join(each for each in apart if not unicodedata.combining(each))


def _fault(file: str, row: int | None) -> Finding:
    return Finding(file, row, _NAMED, "Take it out: no output may name a child or a worker.")

"""Names of workers and pupils, from the columns that are personal, in what a report may print."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.layout import COMMENTARY
from cypt_analysis.ground.findings import Finding

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# A name of one word is told from others by its capital, where no sentence begins.
_WITHIN = re.compile(r"(?<=[\w,;:(] )([A-Z][^\W\d_]{2,}(?:['’-][^\W\d_]+)*)")


def named(drop: Drop) -> Iterator[Finding]:
    """A fault for each line or cell that names a person; the name itself is not told."""
    if not drop.names:
        return
    names = {" ".join(_WORD.findall(str(each).casefold())) for each in drop.names} - {""}
    for name, text in drop.commentary.items():
        for line, words in enumerate(text.split("\n"), start=1):
            if _holds(words, names):
                yield _fault(drop.path(f"{COMMENTARY}/{name}.md"), line)
    for source, table in drop.tables.items():
        for column in table.select_dtypes(["object", "string", "category"]):
            found = {each for each in table[column].dropna().unique() if _holds(str(each), names)}
            for row in table.index[table[column].isin(found)] if found else ():
                yield _fault(drop.file_of(source), int(row))


def says_a_name(text: str, drop: Drop) -> bool:
    """Whether a text names a person of a drop's personal columns."""
    names = {" ".join(_WORD.findall(str(each).casefold())) for each in drop.names} - {""}
    return _holds(text, names)


def _holds(text: str, names: Collection[str]) -> bool:
    words = _WORD.findall(text.casefold())
    longer = {len(each.split()) for each in names} - {1}
    alone = {each.casefold() for each in _WITHIN.findall(text)}
    return not alone.isdisjoint(names) or any(
        " ".join(words[start : start + many]) in names
        for many in longer
        for start in range(len(words) - many + 1)
    )


def _fault(file: str, row: int) -> Finding:
    found = "A name stands here that a personal column of this quarter's files has."
    return Finding(file, row, found, "Take it out: no output may name a child or a worker.")

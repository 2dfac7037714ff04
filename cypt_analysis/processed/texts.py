"""Every text that reaches a public file, each with its place: the one list of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from cypt_analysis.ground.records import texts_in
from cypt_analysis.ground.stats import Stat
from cypt_analysis.known import Known
from cypt_analysis.processed.numerals import in_digits
from cypt_analysis.words.prose import passages
from cypt_analysis.words.reading import read
from cypt_analysis.words.spoken import Block, Kind

# What tells in a table which row it is, and is no words.
_PLACES = frozenset(["file", "indicator", "measure", "period", "figure", "unit", "comparison"])


@dataclass(frozen=True)
class Text:
    """A text as numbers are looked for in it.

    ``indicator`` is what it is about, empty for several. ``settles`` says that it is of the
    catalogue: it says what is counted, and hardly how many. ``is_read`` says that its numbers are
    read as claims. ``block`` is where it stands, after so many characters of its row's ``head``.
    """

    file: str
    text: str
    indicator: str = ""
    line: int | None = None
    settles: bool = False
    is_read: bool = False
    block: Block | None = None
    head: int = 0

    @property
    def group(self) -> int:
        """Those of one list or table have the same."""
        return self.block.group if self.block else -1

    def row(self, place: int) -> int | None:
        """The line of a character of it."""
        if self.block is None:
            return self.line
        start, end = self.block.start, self.block.end
        return self.block.source(max(start, min(start + place - self.head, end - 1)))[0]


def texts_of(shown: Known) -> Iterator[Text]:
    """Every text that an edition prints or passes on, in whichever file."""
    for name in shown.commentary:
        yield from _commentary(shown, name)
    for table, is_read in (
        (shown.actions, True), (shown.risks, True), (shown.targets, False),
        (shown.assumptions, False),
    ):  # fmt: skip
        for row in table.to_dict("records"):
            yield from _of_row(row, is_read=is_read)
    quoted = shown.facts.table[shown.facts.table["stat"] == Stat.QUOTED]
    for row in quoted.to_dict("records"):
        yield Text(", ".join(row["inputs"]), in_digits(row["expression"]), row["indicator"])
    entries = [(name, name, each) for name, each in shown.catalogue.indicators.items()]
    sources = [(name, "", each) for name, each in shown.catalogue.sources.items()]
    for name, about, entry in (*entries, *sources):
        for text in texts_in(entry.model_dump(mode="json")):
            # A text without a space is a name for the program.
            if " " in text:
                yield Text(f"data/catalogue, [{name}]", in_digits(text), about, settles=True)
    for file in shown.observations["file"].unique():
        path = PurePosixPath(file)
        yield Text(str(path.parent), in_digits(path.stem.replace("_", " ")), settles=True)
    for each in passages(shown):
        # Those of an entry are among its texts.
        if each.is_markdown or not each.indicator:
            yield Text(each.file, in_digits(each.text), each.indicator, each.line or None)
    folder = shown.project.relative(shown.project.raw(shown.quarter))
    for text in shown.info.redefined.values():
        yield Text(folder, in_digits(text))


def _of_row(row: Mapping[Hashable, Any], *, is_read: bool) -> Iterator[Text]:
    for key, cell in row.items():
        if isinstance(cell, str) and cell and key not in _PLACES:
            about = row["indicator"], int(row["row"])
            text = in_digits(cell)
            yield Text(row["file"], text, *about, is_read=is_read and text == cell)


def _commentary(shown: Known, name: str) -> Iterator[Text]:
    """The words of a file of the commentary, block by block."""
    of = name if name in shown.catalogue.indicators else ""
    for block in read(shown.commentary.get(name, ""), shown.facts).blocks:
        # A cell is of its row: its words belong to it as those of a sentence.
        of_row = f"{block.row}: " if block.kind is Kind.CELL and block.row != block.text else ""
        said = of_row + block.text
        text = in_digits(said)
        yield Text(
            shown.commentary_file(name), text, of, block.line,
            # A claim is read from plain digits alone.
            is_read=text == said, block=block, head=len(of_row),
        )  # fmt: skip

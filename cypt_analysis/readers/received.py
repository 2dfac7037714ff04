"""What a reader gives of a file: text under the columns of its source, with rows and remarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

# How publishers mark what is not shown → the mark of our own, which keeps its meaning.
MARKS = {
    "c": "[c]", "x": "[x]", "z": "[z]", "u": "[u]", "k": "[k]", "low": "[low]", "~": "[low]",
    ":": "[x]", "..": "[x]", "...": "[x]", "-": "[x]", "*": "[c]", "n/a": "[z]", "na": "[z]",
    "–": "[x]", "—": "[x]", "−": "[x]", ".": "[x]", "null": "[x]", "not available": "[x]",
    "no data": "[x]", "not applicable": "[z]", "suppressed": "[c]", "confidential": "[c]",
    "[c]": "[c]", "[x]": "[x]", "[z]": "[z]", "[u]": "[u]", "[k]": "[k]", "[low]": "[low]",
}  # fmt: skip


# Before what stands in a workbook's cell whose formula has no result. No workbook can hold this
# character, so that words which begin like a formula ("=…") are told from one.
NO_RESULT = "\x1a"


@dataclass(frozen=True)
class Told:
    """What a reader found: where, what, and what to do; ``fault`` where the file cannot be used."""

    row: int | None
    found: str
    advice: str
    fault: bool = False


@dataclass(frozen=True)
class Received:
    """Cells as text under the columns of a source, indexed by the rows of the file or sheet.

    ``header`` has the names of all columns of the file's table; ``names`` says for each of our
    columns which column of the file it came from; ``told`` what a person should know: rows that
    were left out, columns that are not there; ``around`` the texts above and below the table by
    their rows. ``sound`` says that no fault is in the table as a
    whole, so that its cells can be judged.
    """

    cells: pd.DataFrame
    sheet: str = ""
    encoding: str = ""
    names: dict[str, str] = field(default_factory=dict)
    told: tuple[Told, ...] = ()
    around: Mapping[int, str] = field(default_factory=dict)
    header: tuple[str, ...] = ()
    sound: bool = True

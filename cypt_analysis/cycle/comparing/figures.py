"""The figures of a finished report, read back from its folder, and which of two reports' differ."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path

from cypt_analysis.ground.machine import read_file

DATA = "data.csv"
# Where one of two reports has none.
NONE = "none"
# A number with more decimals than anybody reads.
_LONG = re.compile(r"\d+\.\d{3,}")

# By id what a figure is, and its value; and what one is, its value then and now.
Figures = Mapping[str, tuple[str, str]]
Change = tuple[str, str, str]


def figures_then_and_now(then: Figures, now: Figures) -> Iterator[tuple[str, Change]]:
    """By id every figure that differs: what it is, its value then and now, as they are read."""
    for each in dict.fromkeys((*then, *now)):
        old, new = then.get(each), now.get(each)
        if (old and old[1]) != (new and new[1]):
            label = (new or old or ("", ""))[0]
            yield each, (label, *_shown(old[1] if old else NONE, new[1] if new else NONE))


def _shown(then: str, now: str) -> tuple[str, str]:
    """Two values with no more decimals than are read, or all where they would look alike."""
    short = tuple(_LONG.sub(lambda match: f"{float(match[0]):.2f}", each) for each in (then, now))
    return (then, now) if short[0] == short[1] else (short[0], short[1])


def figures_in(folder: Path) -> Figures:
    """By id what each figure of an edition's folder is, and its value."""
    found = {}
    for row in csv.DictReader(StringIO(read_file(folder / DATA).decode("utf-8-sig"))):
        parts = (row["measure"], row["breakdown"], row["area"], row["period_in_words"])
        unit = row["unit"] if row["unit"] == "%" else f" {row['unit']}"
        found[row["id"]] = (", ".join(filter(None, parts)), f"{row['value']}{unit}".strip())
    return found

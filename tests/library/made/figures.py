"""How the published figures were made: ``python -m tests.library.made.figures PUBLIC_DATA``.

Each source of the library is read by its own entry in sources.toml and the program's own readers, as
a file is that was dropped in as published. What comes out is in a form of our own: an area's code,
the period as the program writes it, our columns, marks in brackets. Rows of an area that was not
there in the period, and rows without a value, are left out; so are values that the national
benchmarking table does not give.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pandas as pd

from cypt_analysis.catalogue.reads import Shape
from cypt_analysis.catalogue.sources import Source
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.library.areas import find_area
from cypt_analysis.library.entries import sources
from cypt_analysis.readers.files import read_file, ways
from cypt_analysis.readers.together import by_period, joined

FOLDER = Path(__file__).resolve().parents[3] / "cypt_analysis/library/england/figures"
FIRST_YEAR = 2018  # Older ones are in the publications.
PLACES = (
    "children-in-need", "children-looked-after", "ees", "fingertips", "neet", "lait", "ncmp",
    "conceptions",
)  # fmt: skip
# Releases of tables that came out anew.
OLDER = {
    "c1_children_in_need_referrals_and_rereferrals_2013_to_2024.csv",
    "year6_obesity_la_2010_11_to_2022_23.csv",
}
# So many decimals does a column have, where a program wrote more.
DECIMALS = {("neet", "neet_or_unknown_percent"): 1, ("conceptions", "rate_per_1000"): 1}
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def source_of(name: str) -> Source:
    """A source of the library as a project has it."""
    return Source.model_validate({"id": name, "owner": "The library", **sources()[name]})


def files_of(folder: Path, source: Source) -> list[Path]:
    """The newest releases of the tables that a source's entry names."""
    every = [path for place in PLACES for path in sorted((folder / place).iterdir())]
    return [path for path in every if source.expects(path.name) and path.name not in OLDER]


def read(folder: Path, name: str) -> pd.DataFrame:
    """A source's files as published in its columns, with areas by their codes."""
    source = source_of(name)
    parts = []
    for way in ways(source):
        found = [read_file(path, way) for path in files_of(folder, way)]
        assert not [each for one in found for each in one.told if each.fault], name
        parts.append(pd.concat([each.cells for each in found]))
    table = by_period(parts, source.period)
    codes = {text: find_area(text, date(2025, 3, 31)).code for text in table["area"].unique()}
    table = table.assign(area=table["area"].map(codes))
    for column, how in source.reads[0].joined.items():
        table[column] = joined(table, read(folder, how.source), how, source.period).fillna("")
    return table


def cell(text: str, decimals: int = 4) -> str:
    """A cell of ours: a number without false decimals, a mark, or nothing."""
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return text
    return f"{round(float(text), decimals):.10g}" if "." in text else text


def rows_of(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """A source's rows in our columns, whatever their years."""
    source, table = source_of(name), read(folder, name)
    figures = [each for each, column in source.columns.items() if column.numeric]
    own = [each for each in figures if each not in source.reads[0].joined]
    for way in source.reads:
        if way.shape is Shape.LAIT:
            # The benchmarking table's dash does not say why there is none.
            theirs = (table[[each for each in way.lacks if each in own]] == "").all(axis=1)
            table = table[~(theirs & table[own].isin(["", "[x]"]).all(axis=1))]
    for row in table.to_dict("records"):
        made = {key: cell(row[key], DECIMALS.get((name, key), 4)) for key in figures}
        yield {key: made.get(key, text) for key, text in row.items()}


def kept(
    rows: Iterable[dict[str, str]], keys: list[str], first_year: int = FIRST_YEAR
) -> list[dict[str, str]]:
    """The rows that say something of an area that was there, in order."""
    found = []
    for row in rows:
        period = parse_period(row["period"])
        said = {text for key, text in row.items() if key not in keys and text}
        # A population alone is no figure of the table.
        if len(said) == 1 and len(row) > len(keys) + 1:
            said -= {row.get("children_0_to_17", "")}
        there = find_area(row["area"]).exists(period.end)
        if period.end.year >= first_year and said - {"[z]"} and (there or said - {"[x]", "[z]"}):
            found.append(row)
    return sorted(found, key=lambda row: (row["area"], row["period"], *(row[k] for k in keys)))


def main(folder: Path) -> None:
    """Write the figures of every source that a national file holds."""
    FOLDER.mkdir(exist_ok=True)
    for name, source in sources().items():
        if "area" not in source["columns"]:
            continue
        # Rates of every year that a publication has are worked out with them.
        first = 0 if source.get("role") == "joined" else FIRST_YEAR
        found = kept(rows_of(folder, name), source["keys"], first)
        columns = [each for each in source["columns"] if any(row.get(each) for row in found)]
        path = FOLDER / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(
                out, columns, restval="", extrasaction="ignore", lineterminator="\n"
            )
            writer.writeheader()
            writer.writerows(found)
        print(f"{name:32}{len(found):7} rows {path.stat().st_size:9,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

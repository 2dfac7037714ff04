"""How the neighbour sets were made: ``python -m tests.library.made.neighbours PUBLIC_DATA``.

The two sets as the Department for Education's Local Authority Interactive Tool holds them, checked
against the copies of its children's social care dashboard: they are the same, place by place. The
table of 2025 repeats the old neighbours of authorities that are gone; those stay in the set of 2021.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import openpyxl

FOLDER = Path(__file__).resolve().parents[3] / "cypt_analysis/library/england"
HEADER = """\
# Statistical neighbours, the closest first. Made by tests/library/made/neighbours.py; publishers,
# tables and dates are in neighbours.toml.
"""
TABLES = {"2021": "lait/sn_april_2021.xlsx", "2025": "lait/sn_may_2025.xlsx"}
COPIES = {
    "2021": ("children-looked-after/New_Statistical_Neighbour_Groupings_April_2021.csv", 5),
    "2025": ("children-looked-after/sn_model_2025_wide.csv", 4),
}
GONE = {"835", "836", "837", "909", "928"}
Places = dict[str, list[tuple[str, str]]]


def places(rows: list[tuple], first: int) -> Places:
    """By authority its neighbours with their closeness; pairs of columns from one on."""
    found: Places = {}
    for row in rows:
        cells = ["" if cell is None else str(cell).strip() for cell in row]
        if len(cells) > first and len(cells[0]) == 3 and cells[first].isdigit():
            pairs = cells[first : first + 20]
            found[cells[0]] = [
                (code, close.lower()) for code, close in zip(pairs[::2], pairs[1::2], strict=True)
            ]
    return found


def read_set(folder: Path, year: str) -> Places:
    """A set as both copies have it."""
    sheet = openpyxl.load_workbook(folder / TABLES[year]).active
    found = places(list(sheet.iter_rows(values_only=True)), 5)
    name, first = COPIES[year]
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        copy = places(list(csv.reader(file)), first)
    if year == "2025":
        found = {area: each for area, each in found.items() if area not in GONE}
    assert found == copy, f"the two copies of {year} differ"
    return found


def main(folder: Path) -> None:
    """Write neighbours.csv."""
    with (FOLDER / "neighbours.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["set", "area", "rank", "neighbour", "closeness"])
        for year in TABLES:
            for area, found in sorted(read_set(folder, year).items()):
                for rank, (code, close) in enumerate(found, start=1):
                    out.writerow([year, area, rank, code, close])


if __name__ == "__main__":
    main(Path(sys.argv[1]))

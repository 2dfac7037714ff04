"""How well and how fast many reports are protected: see README.md beside this file."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cypt_analysis.exports import write_document, write_tables
from cypt_analysis.ground.edition import draft
from cypt_analysis.known import Known
from cypt_analysis.report import Report
from tests.benchmarks.disclosure.department import beside_department
from tests.benchmarks.disclosure.least import beside_least
from tests.disclosure.again import only_one_value
from tests.disclosure.cubes import worked_out_of_cube
from tests.disclosure.generated import RELEASES, Outcome, outcome, reports, revised_again
from tests.disclosure.stranger import both_editions, other_numbers, write
from tests.disclosure.structures import structures
from tests.small_project import pieces

# How many people there are in a cell of a report small enough to try every choice.
_SIZES = (3, 6, 10, 15)


def readers(number: int, first: int) -> None:
    """Protect so many reports of several releases each and print what came of it."""
    for make in (reports, revised_again, structures):
        found = [outcome(make(seed)) for seed in range(first, first + number)]
        _told(make.__name__, found)


def _told(what: str, found: Sequence[Outcome]) -> None:
    figures, hidden, small = (
        sum(getattr(each, name) for each in found) for name in ("figures", "hidden", "small")
    )
    seconds = sorted(each.seconds for each in found)
    print(f"{what:28}{len(found):,}")
    print(f"figures                     {figures:,}")
    print(f"hidden for their own size   {small:,} ({small / figures:.1%})")
    print(f"hidden in all               {hidden:,} ({hidden / figures:.1%})")
    print(f"small counts worked out     {sum(each.recovered for each in found):,}")
    print(f"by who is told why each went {sum(each.if_told for each in found):,}")
    print(f"seconds a release           median {seconds[len(seconds) // 2]:.3f}, "
          f"longest {seconds[-1]:.2f}", flush=True)  # fmt: skip


def cubes(number: int, first: int) -> None:
    """Tables by two of three columns each: what follows for who thinks of every child."""
    found = [worked_out_of_cube(seed) for seed in range(first, first + number)]
    figures, hidden, out = (sum(each) for each in zip(*found, strict=True))
    print(f"{number} reports by two of three columns: {figures:,} figures, {hidden:,} hidden, "
          f"{out} small counts worked out")  # fmt: skip


def again(number: int, first: int) -> None:
    """Of so many reports the small counts that no other value hides the same."""
    found = [only_one_value(seed) for seed in range(first, first + number)]
    tried, left = (sum(each) for each in zip(*found, strict=True))
    print(f"run again with other numbers: of {tried:,} small counts in {number} reports "
          f"{left} without another value that hides the same")  # fmt: skip


def least(number: int, first: int) -> None:
    """Of small reports what is hidden beside the fewest figures that would do, by release."""
    seeds = [(seed, size) for seed in range(first, first + number) for size in _SIZES]
    every = [each for seed in seeds for each in beside_least(*seed)]
    for release in range(RELEASES):
        found = [each[1:] for each in every if each[0] == release]
        figures, ours, fewest = (sum(each) for each in zip(*found, strict=True))
        more = sum(one > other for _, one, other in found)
        print(f"release {release + 1}: of {len(found)} small reports with {figures:,} figures "
              f"{ours:,} are hidden ({ours / figures:.1%}), at least {fewest:,} must be; "
              f"more than that in {more}", flush=True)  # fmt: skip


def department(path: Path) -> None:
    """The department's own suppression beside ours."""
    found = list(beside_department(path))
    theirs, ours, safe = (sum(each) for each in zip(*found, strict=True))
    more = sum(mine > their for their, mine, _ in found)
    print(f"{len(found)} rows of {path.name}: DfE hides {theirs:,} counts, we {ours:,}, more in "
          f"{more}; {safe} safe")  # fmt: skip


def stranger(number: int, first: int) -> None:
    """The files of a public edition whose hidden numbers are others, byte for byte."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        true, read = both_editions(write(root / "true"))
        files, told = _files(true["public"], root / "files"), set()
        for seed in range(first, first + number):
            numbers = other_numbers(read, seed)
            other, _ = both_editions(write(root / f"{seed}", numbers))
            found = _files(other["public"], root / f"files {seed}")
            told |= {name for name, content in files.items() if content != found.get(name)}
    print(f"{len(files)} files, {number} times with other numbers behind what is hidden: "
          f"{len(told)} differ {sorted(told) or ''}")  # fmt: skip


def _files(known: Known, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    report = Report(known)
    more = [str(report.summary().html()), str(report.changes())]
    page = f"<html><body><main>{''.join([*pieces(known), *more])}</main></body></html>"
    (folder / "report.html").write_text(page, encoding="utf-8")
    write_tables(folder, known, draft(known.quarter))
    write_document(folder, known, draft(known.quarter))
    return {path.name: path.read_bytes() for path in folder.iterdir()}


_PARTS = {"readers": (readers, 200), "cubes": (cubes, 50), "again": (again, 10), "least": (least, 20),
          "stranger": (stranger, 3)}  # fmt: skip

if __name__ == "__main__":
    part = next(iter(sys.argv[1:]), "")
    if part == "department":
        department(Path(sys.argv[2]))
    for name, (measure, usual) in _PARTS.items():
        if part in ("", name):
            asked = dict(enumerate(map(int, sys.argv[2:4])))
            measure(asked.get(0, usual), asked.get(1, 0))

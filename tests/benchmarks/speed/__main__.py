"""How fast a report is made, beside other ways: ratios taken in one run on one machine.

    python -m tests.benchmarks.speed [SECTION]... [--repeats 3] [--quarters 12] [--full]

Sections: start_up, quarter, words, backfill, floor, growth, rows, dask, kernels; all of them unless
named.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.runs.executors import local
from cypt_analysis.runs.notebooks import execute_one
from tests.benchmarks.speed.measure import CYPT, ROOT, Cost, compare, cost_of, spread
from tests.benchmarks.speed.plain import differing_cells, plain_way
from tests.benchmarks.speed.workers import with_workers
from tests.benchmarks.synthetic import Synthetic, write_country
from tests.projects import make_project
from tests.small_project import tiny_project, write_notebook

NEWEST = "2009-10-Q2"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], metavar="SECTION")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--quarters", type=int, default=12, help="of a backfill")
    parser.add_argument("--kernels", type=int, default=500, help="started three side by side")
    parser.add_argument("--full", action="store_true", help="time all that is scaled up otherwise")
    options = parser.parse_args()
    for name in options.sections or SECTIONS:
        with tempfile.TemporaryDirectory() as folder:
            SECTIONS[name](Path(folder), options)


def run(
    projects: Sequence[Project], quarters: Sequence[Quarter], *options: str, stored: bool = False
) -> Cost:
    """The cost of one ``cypt run`` of the quarters of projects; of all that is ``stored``, if so."""
    for project in projects if not stored else ():
        shutil.rmtree(project.root / "data" / "processed", ignore_errors=True)
    roots = [text for project in projects for text in ("--root", str(project.root))]
    return cost_of([*CYPT, *roots, "run", *map(str, quarters), *options])


def start_up(folder: Path, options: argparse.Namespace) -> None:
    """The CPU seconds of the commands that should feel immediate, of a quarter that was built."""
    cost_of([*CYPT, "build", NEWEST])
    print(f"\nStart-up, CPU seconds (min / median / max of {2 * options.repeats})")
    commands = (
        ("0.1", "--help"), ("1", "status"), ("1", "check", NEWEST), ("1.5", "claims", NEWEST)
    )  # fmt: skip
    for target, *arguments in commands:
        spent = [cost_of([*CYPT, *arguments]).cpu for _ in range(2 * options.repeats)]
        print(f"  cypt {' '.join(arguments):<18} {spread(spent)}   target {target}")


def quarter(folder: Path, options: argparse.Namespace) -> None:
    """The newest shipped quarter, with and without its PDF, beside the plain way."""
    project = make_project(folder / "one", ROOT / "data" / "raw", notebooks=True)
    quarters, plain = project.quarters()[-1:], folder / "plain"
    for title, flags in (("cypt run --no-pdf", ["--no-pdf"]), ("cypt run", [])):
        compare(
            f"One quarter: {title} against papermill and nbconvert in series",
            partial(run, [project], quarters, *flags),
            partial(plain_way, project, quarters, plain),
            options.repeats,
            "4 times",
        )
    _tell_cells(project, quarters, plain)


def words(folder: Path, options: argparse.Namespace) -> None:
    """Runs with PDFs after one sentence has changed, and after nothing has, beside a whole one."""
    project = make_project(folder / "one", ROOT / "data" / "raw", notebooks=True)
    quarters = project.quarters()[-1:]
    (text, *_) = sorted(project.raw(quarters[0]).glob("commentary/*.md"))
    run([project], quarters)

    def again() -> Cost:
        text.write_text(
            f"{text.read_text(encoding='utf-8').rstrip()} It was looked at once more.\n"
        )
        return run([project], quarters, stored=True)

    def anew() -> Cost:
        shutil.rmtree(project.root / "reports")
        return run([project], quarters)

    title = "One quarter after a sentence changed: cypt run against one with nothing to take"
    compare(title, again, anew, options.repeats, "1.5 s, kernels aside")
    unchanged = partial(run, [project], quarters, stored=True)
    compare("The same after nothing changed", unchanged, anew, options.repeats, "none")


def backfill(folder: Path, options: argparse.Namespace) -> None:
    """A backfill beside the plain way, which is timed on the last two unless --full."""
    project = Synthetic(quarters=options.quarters).write(folder / "backfill")
    quarters, plain = project.quarters(), folder / "plain"
    timed = quarters if options.full else quarters[-2:]
    scale = len(quarters) / len(timed)

    def plainly() -> Cost:
        cost = plain_way(project, timed, plain)
        return Cost(cost.seconds * scale, cost.cpu * scale, cost.peak)

    scaled = "" if options.full else f"; the plain way timed on {len(timed)} and scaled up"
    compare(
        f"{options.quarters} quarters: cypt run --no-pdf against papermill and nbconvert in series{scaled}",
        partial(run, [project], quarters, "--no-pdf"),
        plainly,
        options.repeats,
        "10 times on two cores",
    )
    _tell_cells(project, timed, plain)


def _tell_cells(project: Project, quarters: Sequence[Quarter], plain: Path) -> None:
    compared, differing = 0, []
    for each in quarters:
        cells, names = differing_cells(
            project.report(each) / "internal" / "notebooks", plain / str(each)
        )
        compared += cells
        differing += names
    print(f"  outputs  {compared} executed code cells compared, {len(differing)} differ")
    for name in differing[:5]:
        print(f"           {name}")


def floor(folder: Path, options: argparse.Namespace) -> None:
    """CPU a quarter of a backfill beside the same work in one process without kernels."""
    project = Synthetic(quarters=options.quarters).write(folder / "backfill")
    quarters = project.quarters()
    command = [sys.executable, "-m", "tests.benchmarks.speed.floor", str(project.root)]
    compare(
        f"{options.quarters} quarters: cypt run --no-pdf against the floor, one process without kernels",
        partial(run, [project], quarters, "--no-pdf"),
        partial(cost_of, [*command, *map(str, quarters)]),
        options.repeats,
        "a CPU ratio of 0.67 or more, as ours may take 1.5 times the floor",
    )
    told = subprocess.run(
        [*command, *map(str, quarters)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    stages = json.loads(told.stdout.splitlines()[-1])
    for name, spent in stages.items():
        print(f"  floor    {name:<18} {spent / len(quarters):.2f} CPU s a quarter")
    kernels = run([project], quarters, "--no-pdf").cpu - sum(stages.values())
    chromium = run([project], quarters[-1:]).cpu - run([project], quarters[-1:], "--no-pdf").cpu
    print(f"  on top   {'kernels, processes':<18} {kernels / len(quarters):.2f} CPU s a quarter")
    print(f"  on top   {'PDF by Chromium':<18} {chromium:.2f} CPU s a quarter")


def growth(folder: Path, options: argparse.Namespace) -> None:
    """Time and peak memory as the quarters become more; a hundred reports only with --full."""
    print("\nGrowth: all quarters in one command, each drop bringing what is new")
    for number in (1, 10, 100):
        project = Synthetic(quarters=number).write(folder / str(number))
        quarters = project.quarters()
        _tell_growth(number, "build", _build(project, quarters))
        if number <= 10 or options.full:
            _tell_growth(number, "run --no-pdf", run([project], quarters, "--no-pdf"))


def _tell_growth(number: int, name: str, cost: Cost) -> None:
    print(
        f"  {number:>3} quarters  {name:<12}  {cost.seconds:7.1f} s  {cost.cpu:7.1f} CPU s "
        f"({cost.cpu / number:.2f} a quarter)  peak {cost.peak:.0f} MB"
    )


def _build(project: Project, quarters: Sequence[Quarter]) -> Cost:
    return cost_of([*CYPT, "--root", str(project.root), "build", *map(str, quarters)])


def rows(folder: Path, options: argparse.Namespace) -> None:
    """A drop with a million rows of history beside pandas.read_csv alone."""
    project = write_country(folder / "country", 1_000_000)
    (path,) = project.drops.glob("*/conceptions.csv")
    size = path.stat().st_size / 1e6
    reading = f"import pandas; pandas.read_csv({str(path)!r})"
    root = ["--root", str(project.root)]
    print(f"\nA million rows of history in one drop, {size:.0f} MB")
    for name, command in (
        ("pandas.read_csv alone", [sys.executable, "-c", reading]),
        ("cypt check", [*CYPT, *root, "check"]),
        ("cypt build", [*CYPT, *root, "build"]),
    ):
        cost = cost_of(command)
        print(
            f"  {name:<22} {cost.cpu:7.1f} CPU s  {size / cost.cpu:6.2f} MB/s  peak {cost.peak:.0f} MB"
        )


def dask(folder: Path, options: argparse.Namespace) -> None:
    """Two authorities' reports by Dask's workers, of which one is killed, beside local ones."""
    projects = [
        Synthetic(options.quarters, seed, f"Synthetic Borough {seed}").write(
            folder / f"borough-{seed}"
        )
        for seed in (1, 2)
    ]
    quarters = projects[0].quarters()
    run(projects, quarters, "--no-pdf")
    local = _reports(projects)

    def by_workers(number: int, lost_after: int = 0) -> Cost:
        return with_workers(
            number, partial(run, projects, quarters, "--no-pdf"), projects, lost_after
        )

    print(f"\nDask: {2 * len(quarters)} reports by a scheduler and workers on the loopback")
    one = by_workers(1).seconds
    two = by_workers(2).seconds
    print(f"  one worker {one:.1f} s, two {two:.1f} s: efficiency {one / two / 2:.2f}")
    lost = by_workers(2, lost_after=options.quarters).seconds
    made = _reports(projects)
    same = sum(made[path] == content for path, content in local.items())
    print(f"  two workers, one killed half-way: {lost:.1f} s")
    print(
        f"  outputs    {same} of {len(local)} files byte-identical with the local ones, {len(made)} made"
    )


def _reports(projects: Sequence[Project]) -> dict[Path, bytes]:
    return {
        path: path.read_bytes()
        for project in projects
        for path in (project.root / "reports").glob("*/**/*")
        if path.is_file()
    }


def kernels(folder: Path, options: argparse.Namespace) -> None:
    """Notebooks executed by forked kernels, three side by side: how many of them die."""
    project, began = tiny_project(folder / "p"), time.monotonic()
    notebook = write_notebook(project, "1_more", "import os\nos.getppid()")
    quarter, died = project.quarters()[-1], Counter[str]()

    def execute(number: int) -> None:
        try:
            execute_one(project, notebook, folder / f"{number}.ipynb", quarter)
        except UserError as fault:
            died[str(fault)] += 1

    with local(), ThreadPoolExecutor(3) as pool:
        list(pool.map(execute, range(options.kernels)))
    print(f"\nForked kernels, three side by side: {options.kernels} in "
          f"{time.monotonic() - began:.0f} s, of which {died.total()} died; target none")  # fmt: skip
    for fault, times in died.items():
        print(f"  {times} times: {fault}")


SECTIONS: dict[str, Callable[[Path, argparse.Namespace], None]] = {
    each.__name__: each
    for each in (start_up, quarter, words, backfill, floor, growth, rows, dask, kernels)
}


if __name__ == "__main__":
    main()

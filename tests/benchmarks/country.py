"""What one report a authority costs, when a country's are made in one command.

``python -m tests.benchmarks.country [--authorities 4 16] [--indicators NAMES] [--dask | --plain]``

The projects are those of ``cypt init --authority all``, with the figures that the package carries; of
them the first so many by code are made, once each, without PDF. Memory is that of all processes
together, what they share counted once: its median in each tenth of the run says whether it grows.
Of one report the floor is told too: the same work in one process, without kernels. With two numbers
of authorities it is told what one more report costs: what a command costs by itself left out. With
``--plain`` one report is held against the plain way: build, then papermill and nbconvert for each
notebook.

A whole country, three indicators each:

    python -m tests.benchmarks.country --authorities 153 --indicators rereferrals,cla_rate,neet
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median

from cypt_analysis.cycle.country import start_projects
from cypt_analysis.cycle.starting import Start, start_project
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.library.areas import authorities, find_authority
from tests.benchmarks.speed.measure import CYPT, ROOT, Cost, cost_of
from tests.benchmarks.speed.plain import plain_way
from tests.benchmarks.speed.workers import with_workers

QUARTER = parse_quarter("2025-26-Q2")
DAY = date(2025, 9, 30)
WORKERS = 2


def main() -> None:
    """Make the projects, time the command, print a line."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--authorities", type=int, nargs="+", default=[10])
    arguments.add_argument("--indicators", default="")
    arguments.add_argument("--dask", action="store_true")
    arguments.add_argument("--plain", action="store_true")
    chosen = arguments.parse_args()
    names = tuple(filter(None, chosen.indicators.split(",")))
    if chosen.plain:
        _beside_plain(names)
        return
    costs = [(number, _cost(number, names, dask=chosen.dask)) for number in chosen.authorities]
    where = f"{WORKERS} Dask workers" if chosen.dask else "local"
    for number, cost in costs:
        print(f"{number} reports, {where}: {cost.seconds / 60:.1f} minutes, "
              f"{_a_report(cost.seconds, cost.cpu, number)}, {cost.peak:.0f} MB at most")  # fmt: skip
        print(f"  MB in each tenth: {_in_tenths(cost.memory)}", flush=True)
    (few, less), (many, more) = costs[0], costs[-1]
    if many > few:
        each = _a_report(more.seconds - less.seconds, more.cpu - less.cpu, many - few)
        grown = (more.peak - less.peak) / (many - few)
        print(f"one more: {each}, {grown:+.1f} MB; so {len(authorities(DAY))} in "
              f"{(more.seconds - less.seconds) / (many - few) * len(authorities(DAY)) / 60:.0f} minutes")  # fmt: skip


def _beside_plain(names: tuple[str, ...]) -> None:
    """Print what one report costs, and the plain way of executing its notebooks."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "one"
        project = start_project(folder, Start(find_authority("Leeds", DAY), QUARTER, names))
        for what, cost in (
            ("cypt run --no-pdf", cost_of([*CYPT, "--root", str(folder), "run", "--no-pdf"])),
            ("the plain way", plain_way(project, [QUARTER], Path(place) / "plain")),
        ):
            print(f"{what}: {_a_report(cost.seconds, cost.cpu, 1)}, {cost.peak:.0f} MB at most")


def _a_report(seconds: float, cpu: float, number: int) -> str:
    return f"{seconds / number:.1f} s and {cpu / number:.1f} CPU s a report"


def _in_tenths(memory: Sequence[float]) -> str:
    """The median of what was measured in each tenth of a run."""
    parts = [
        memory[len(memory) * each // 10 : len(memory) * (each + 1) // 10] for each in range(10)
    ]
    return ", ".join(f"{median(each):.0f}" for each in parts if each)


def _told_of(made: Sequence[Path]) -> None:
    """Print the authorities whose report was not made, and the floor of one that was."""
    reports = [path / "reports" / str(QUARTER) / "report.html" for path in made]
    failed = [path.name for path, report in zip(made, reports, strict=True) if not report.is_file()]
    print(f"  {len(failed)} not made: {', '.join(failed) or 'none'}")
    whole = next((path for path in made if path.name not in failed), None)
    if whole is None:
        return
    command = [sys.executable, "-m", "tests.benchmarks.speed.floor", "--internal", str(whole)]
    command.append(str(QUARTER))
    told = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if told.returncode:
        print(f"  no floor of {whole.name}: {told.stderr[-400:]}", flush=True)
        return
    spent = json.loads(told.stdout.splitlines()[-1])
    imports = spent.pop("imports")
    stages = ", ".join(f"{name} {seconds:.1f}" for name, seconds in spent.items())
    print(f"  floor of a report, {whole.name}: {sum(spent.values()):.1f} CPU s ({stages}), and "
          f"{imports:.1f} once for imports", flush=True)  # fmt: skip


def _cost(number: int, names: tuple[str, ...], *, dask: bool) -> Cost:
    """What one command costs that makes the reports of so many authorities."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "country"
        every = authorities(DAY)[:number]
        made = start_projects(folder, [Start(area, QUARTER, names) for area in every])

        def run(*more: str) -> Cost:
            return cost_of([*CYPT, "--each", str(folder), "run", "--no-pdf", *more], may_fail=True)

        cost = with_workers(WORKERS, run, [Project(path) for path in made]) if dask else run()
        _told_of(made)
        return cost


if __name__ == "__main__":
    main()

"""What one report a authority costs, when a country's are made in one command.

``python -m tests.benchmarks.country [--authorities 10] [--indicators NAMES] [--dask]``

The projects are those of ``cypt init --authority all``, with the figures that the package carries; of
them the first so many by code are made, once each, without PDF. Memory is that of all processes
together, what they share counted once; whether it grows is seen from two numbers of authorities.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from datetime import date
from pathlib import Path

from cypt_analysis.cycle.country import start_projects
from cypt_analysis.cycle.starting import Start
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.library.areas import authorities
from tests.benchmarks.speed.measure import CYPT, Cost, cost_of
from tests.benchmarks.speed.workers import with_workers

QUARTER = parse_quarter("2025-26-Q2")
WORKERS = 2


def main() -> None:
    """Make the projects, time the command, print a line."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--authorities", type=int, default=10)
    arguments.add_argument("--indicators", default="")
    arguments.add_argument("--dask", action="store_true")
    chosen = arguments.parse_args()
    names = tuple(filter(None, chosen.indicators.split(",")))
    every = authorities(date(2025, 9, 30))[: chosen.authorities]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "country"
        made = start_projects(folder, [Start(area, QUARTER, names) for area in every])

        def run(*more: str) -> Cost:
            return cost_of([*CYPT, "--each", str(folder), "run", "--no-pdf", *more])

        if chosen.dask:
            cost = with_workers(WORKERS, run, [Project(path) for path in made])
        else:
            for path in made:
                shutil.rmtree(path / "reports", ignore_errors=True)
            cost = run()
    number = len(made)
    where = f"{WORKERS} Dask workers (their own CPU not counted)" if chosen.dask else "local"
    print(
        f"{number} reports, {where}: {cost.seconds / number:.1f} s and {cost.cpu / number:.1f} CPU s "
        f"a report, {cost.peak:.0f} MB at most"
    )


if __name__ == "__main__":
    main()

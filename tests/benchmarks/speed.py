"""How fast reports are made, as ratios taken in one run on one machine.

    python -m tests.benchmarks.speed [quarter] [start] [backfill] [floor] [dask] [growth] [rows]

Without a section all are measured. ``--repeats`` says how often (3); each figure is shown as
minimum, median and maximum. Drops are synthetic, save those of ``quarter`` and ``start``.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import nbformat

from cypt_analysis.project import Project, find_project
from tests.benchmarks.synthetic import LAST, Synthetic, write_country

PYTHON = [sys.executable, "-m"]
CYPT = [*PYTHON, "cypt_analysis"]
# nbconvert's own timing stays in no output; what differs from run to run is left out below.
_OUT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def measured(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Wall and CPU seconds of a command and of every process that it waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, **_OUT)
    seconds = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def shown(values: Sequence[float]) -> str:
    """Minimum, median and maximum."""
    return " / ".join(
        f"{each:.2f}" for each in (min(values), statistics.median(values), max(values))
    )


def plainly(project: Project, quarters: Sequence[str], target: Path) -> float:
    """Seconds of papermill for each notebook in series, then nbconvert, as a script would."""
    begun = time.perf_counter()
    for quarter in quarters:
        folder = target / quarter
        folder.mkdir(parents=True)
        made = []
        for notebook in sorted(project.notebooks.glob("[0-9]_*.ipynb")):
            out = folder / notebook.name
            papermill = [*PYTHON, "papermill", str(notebook), str(out), "-p", "quarter", quarter]
            subprocess.run(papermill, cwd=project.root, check=True, **_OUT)
            made.append(str(out))
        html = [*PYTHON, "jupyter", "nbconvert", "--to", "html", *made]
        subprocess.run(html, cwd=project.root, check=True, **_OUT)
    return time.perf_counter() - begun


def outputs(folder: Path) -> list[object]:
    """What the cells of a folder's notebooks put out, in order."""
    return [
        [output.get("data", output.get("text")) for output in cell.get("outputs", ())]
        for path in sorted(folder.glob("*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code" and "injected-parameters" not in cell.metadata.get("tags", ())
    ]


def digests(project: Project) -> dict[str, str]:
    """Every file of every report, by its digest."""
    reports = project.root / "reports"
    return {
        path.relative_to(reports).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(reports.rglob("*"))
        if path.is_file() and path.suffix in (".html", ".csv", ".ipynb", ".json", ".xlsx")
    }


def _beside_plain(project: Project, quarters: list[str], repeats: int, options: list[str]) -> None:
    """Time both ways on the same project, by turns, and hold their notebooks together."""
    ratios, ours, plain = [], [], []
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as folder:
            plain.append(plainly(project, quarters, Path(folder)))
            ours.append(measured([*CYPT, "run", *options, *quarters], project.root)[0])
            ratios.append(plain[-1] / ours[-1])
            for quarter in quarters:
                made = project.root / "reports" / quarter / "notebooks"
                same = outputs(Path(folder) / quarter) == outputs(made)
                if not same:
                    raise SystemExit(f"{quarter}: the outputs of the two ways differ")
    print(f"  plain papermill and nbconvert  {shown(plain)} s")
    print(f"  cypt run {' '.join(options):<20}  {shown(ours)} s")
    print(f"  times faster                   {shown(ratios)}  (outputs of all cells equal)")


def quarter(repeats: int) -> None:
    """One quarter of the shipped drops against plain papermill and nbconvert."""
    _beside_plain(find_project(), [str(LAST)], repeats, [])
    _beside_plain(find_project(), [str(LAST)], repeats, ["--no-pdf"])


def backfill(repeats: int) -> None:
    """Twelve synthetic quarters against plain papermill and nbconvert."""
    with tempfile.TemporaryDirectory() as folder:
        made = Synthetic(quarters=12)
        project = made.write(Path(folder))
        _beside_plain(project, [str(each) for each in made.drops], repeats, ["--no-pdf"])


def start(repeats: int) -> None:
    """CPU seconds until a light command has ended."""
    for arguments in (["--help"], ["check", str(LAST)]):
        spent = [measured([*CYPT, *arguments], find_project().root)[1] for _ in range(repeats)]
        print(f"  cypt {' '.join(arguments):<18}  {shown(spent)} s of CPU")


_FLOOR = """
import contextlib, io, sys, tempfile
from pathlib import Path
import nbformat
from IPython.core.interactiveshell import InteractiveShell
from cypt_analysis.pipeline import build, make_pages
from cypt_analysis.processed import DropReader
from cypt_analysis.project import find_project
from cypt_analysis.quarter import parse_quarter
project = find_project()
reader = DropReader(project)
for name in sys.argv[1:]:
    quarter = parse_quarter(name)
    build(reader, quarter)
    for path in sorted(project.notebooks.glob("[0-9]_*.ipynb")):
        shell = InteractiveShell()
        with contextlib.redirect_stdout(io.StringIO()):
            for cell in nbformat.read(path, as_version=4).cells:
                if cell.cell_type == "code":
                    parameters = "parameters" in cell.metadata.get("tags", ())
                    source = f"quarter = {name!r}" if parameters else cell.source
                    shell.run_cell(source).raise_error()
    with tempfile.TemporaryDirectory() as folder:
        made = project.report(quarter) / "notebooks"
        (Path(folder) / "notebooks").symlink_to(made)
        make_pages(project, quarter, Path(folder), False)
"""


def floor(repeats: int) -> None:
    """CPU of a backfill against the same build, cells and pages in one process, no kernels."""
    with tempfile.TemporaryDirectory() as folder:
        made = Synthetic(quarters=12)
        project = made.write(Path(folder))
        names = [str(each) for each in made.drops]
        run, bare = [], []
        for _ in range(repeats):
            run.append(measured([*CYPT, "run", "--no-pdf", *names], project.root)[1] / len(names))
            command = [sys.executable, "-c", _FLOOR, *names]
            bare.append(measured(command, project.root)[1] / len(names))
    print(f"  cypt run               {shown(run)} s of CPU a quarter")
    print(f"  one process, no kernel {shown(bare)} s of CPU a quarter")
    print(f"  ratio of the medians   {statistics.median(run) / statistics.median(bare):.2f}")


def dask(repeats: int) -> None:
    """24 reports by two workers on loopback, one of them killed half-way; then by one."""
    with tempfile.TemporaryDirectory() as folder:
        made = Synthetic(quarters=24)
        project = made.write(Path(folder) / "project")
        names = [str(each) for each in made.drops]
        here = measured([*CYPT, "run", "--no-pdf", *names], project.root)[0]
        wanted = digests(project)
        print(f"  here                              {here:.1f} s")
        for workers, kill in ((1, False), (2, False), (2, True)):
            shutil.rmtree(project.root / "reports")
            seconds = _by_dask(project, names, workers, kill)
            same = "byte-identical" if digests(project) == wanted else "DIFFERENT"
            told = ", one killed half-way" if kill else ""
            print(f"  {workers} worker(s){told:<22} {seconds:.1f} s, {same}")


def _by_dask(project: Project, names: list[str], workers: int, kill: bool) -> float:
    address = "tcp://127.0.0.1:8796"
    dask_command = [*PYTHON, "dask"]
    scheduler = subprocess.Popen(
        [*dask_command, "scheduler", "--host", "127.0.0.1", "--port", "8796",
         "--no-dashboard"], **_OUT
    )  # fmt: skip
    started = [
        subprocess.Popen(
            [*dask_command, "worker", address, "--nthreads", "1", "--no-nanny",
             "--no-dashboard"], **_OUT
        )
        for _ in range(workers)
    ]  # fmt: skip
    try:
        time.sleep(8)
        begun = time.perf_counter()
        run = subprocess.Popen(
            [*CYPT, "run", "--no-pdf", "--scheduler", address, *names], cwd=project.root, **_OUT
        )
        while kill and run.poll() is None:
            time.sleep(0.1)
            if len(list(project.root.glob("reports/*/report.html"))) >= len(names) // 2:
                started[0].kill()
                break
        if run.wait() != 0:
            raise SystemExit("a report failed")
        return time.perf_counter() - begun
    finally:
        for process in (*started, scheduler):
            process.kill()
            process.wait()


_PEAK = (
    "import resource, sys; from cypt_analysis.cli import main\n"
    "try: main(sys.argv[1:], standalone_mode=False)\n"
    "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)"
)


def growth(repeats: int) -> None:
    """Seconds and peak memory of ``cypt build`` and ``cypt run`` by the number of quarters."""
    for number in (1, 10, 100):
        with tempfile.TemporaryDirectory() as folder:
            made = Synthetic(quarters=number)
            project = made.write(Path(folder))
            names = [str(each) for each in made.drops]
            for command in (["build"], ["run", "--no-pdf"]):
                begun = time.perf_counter()
                told = subprocess.run(
                    [sys.executable, "-c", _PEAK, *command, *names], cwd=project.root,
                    check=True, capture_output=True, text=True,
                )  # fmt: skip
                seconds = (time.perf_counter() - begun) / number
                peak = told.stderr.split()[-1]
                print(f"  {number:>3} quarters, {command[0]:<5}  {seconds:.2f} s each, {peak} MB")


def rows(repeats: int) -> None:
    """Check and build of a drop with a million rows beside pandas.read_csv alone."""
    with tempfile.TemporaryDirectory() as folder:
        project = write_country(Path(folder), 1_000_000)
        path = project.raw(LAST) / "conceptions.csv"
        megabytes = path.stat().st_size / 1e6
        read = f"import pandas; pandas.read_csv({str(path)!r})"
        ways: dict[str, list[str]] = {
            "pandas.read_csv": [sys.executable, "-c", read],
            "cypt check": [*CYPT, "check"],
            "cypt build": [*CYPT, "build"],
        }
        for name, command in ways.items():
            speeds = [megabytes / measured(command, project.root)[0] for _ in range(repeats)]
            print(f"  {name:<16} {shown(speeds)} MB/s, process and imports included")


SECTIONS: dict[str, Callable[[int], None]] = {
    "quarter": quarter, "start": start, "backfill": backfill, "floor": floor, "dask": dask,
    "growth": growth, "rows": rows,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sections", nargs="*", choices=[[], *SECTIONS], default=[])
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    print(f"{os.cpu_count()} processors; minimum / median / maximum of {options.repeats}")
    for name in options.sections or SECTIONS:
        print(f"{name}: {(SECTIONS[name].__doc__ or '').splitlines()[0]}")
        SECTIONS[name](options.repeats)


if __name__ == "__main__":
    main()

"""Large files beside pandas alone: read, checked and stacked, as ratios taken in one run.

    python -m tests.benchmarks.reading PUBLIC [SECTION]... [--repeats 5]

PUBLIC is a folder with the publishers' files: lait/bds_long_0.parquet and ees/*.csv. Sections:
lait (the series of the library), lait_all (every series that has figures), ees, own (a million
rows of our own columns, made here); all of them unless named. Each side runs in a process of its
own, twice: the first time loads what is loaded once. Seconds are CPU seconds of the work, memory is
the peak of the process.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from cypt_analysis.ground.project import Project
from cypt_analysis.observations.settled import settle
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.readers.files import forget
from tests.benchmarks.speed.measure import ROOT, spread
from tests.benchmarks.synthetic import write_country
from tests.projects import SETTINGS

QUARTER = "2025-26-Q4"
_DROP = f"""quarter = "{QUARTER}"
data_cut_off = 2026-03-31
neighbour_set = "england/2025"
regions = ["Yorkshire and The Humber", "England"]
"""
_SOURCE = """
[{id}]
title = "{id}"
producer = "Publisher"
owner = "Team"
keys = ["area", "period"{keys}]
columns.area = {{ type = "area" }}
columns.period = {{ type = "period", kinds = ["financial_year", "academic_year", "calendar_year", "day"] }}
{columns}
[{id}.reads]
shape = "{shape}"
files = ["{file}"]
{reads}
"""
_INDICATOR = """
[[indicator]]
id = "{id}"
name = "{id}"
definition = "A definition."
rationale = "A rationale."
owner = "Team"
checked_by = "Another team"
next_review = 2027-01-01
headline = "{headline}"
"""
_MEASURE = """
[[indicator.measure]]
id = "{measure}"
name = "{measure}"
kind = "{kind}"
source = "{source}"
unit = "{unit}"
decimals = 1
polarity = "none"
{about}
"""
# A file of Explore Education Statistics: how its name begins, what a year of it is, which rows are
# kept, and the columns of a numerator, a denominator and the percentage that follows.
_EES = {
    "absence": ("absence_la", "academic year",
                {"social_care_group": "CINO at 31 March", "phase_type_grouping": "Total",
                 "absence_terms": "six half terms"},
                ("t_sess_overall", "t_sess_possible", "pt_overall")),
    "activity": ("la_care_leavers_activity", "year to 31 March",
                 {"care_leaver_age": "19 to 21 years",
                  "breakdown": "Total in education, employment or training"},
                 ("care_leaver_count", "", "care_leaver_percent")),
    "homes": ("la_care_leavers_accommodation_suitability", "year to 31 March",
              {"care_leaver_age": "19 to 21 years", "breakdown": "Accommodation considered suitable"},
              ("care_leaver_count", "", "care_leaver_percent")),
    "plans": ("timeliness_20_week", "calendar year",
              {"breakdown_topic": "All EHC plans issued"},
              ("plans_issued_within_20_weeks", "plans_issued_den",
               "pc_plans_issued_within_20_weeks")),
    "need": ("b1_children_in_need", "31 March", {}, ("At31_episodes", "", "")),
    "workers": ("csww_indicators", "30 September", {}, ("cases", "", "")),
    "repeat": ("d3_cpps_subsequent_plan", "year to 31 March", {},
               ("CPP_subsequent", "CPP_start", "CPP_subsequent_percent")),
    "long": ("d5_cpps_at31march_by_duration", "31 March", {},
             ("2_years_or_more", "CPP_At31", "2_years_or_more_percent")),
    "attainment": ("ks4_la", "academic year",
                   {"social_care_group": "CINO at 31 March", "version": "Revised"},
                   ("t_l2basics_94", "t_pupils", "pt_l2basics_94")),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("public", type=Path)
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], metavar="SECTION")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    for name in options.sections or SECTIONS:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / name
            files = SECTIONS[name](root, options.public)
            _compare(name, root, files, options.repeats)


def _compare(name: str, root: Path, files: Sequence[Path], repeats: int) -> None:
    """Time both ways in turn and print how many times pandas' seconds ours takes."""
    ours, theirs = [], []
    for _ in range(repeats):
        ours.append(_apart("ours", root))
        theirs.append(_apart("pandas", *files))
    pairs = list(zip(ours, theirs, strict=True))
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"\n{name}: {len(files)} file(s), {size:.1f} MB (min / median / max of {repeats})")
    for title, costs in (("ours", ours), ("pandas alone", theirs)):
        spent = spread([each["cpu"] for each in costs], "{:.3f}")
        print(f"  {title:<14} {spent} CPU s   peak {max(e['peak'] for e in costs):.0f} MB")
    for title, key in (("ratio, first", "first"), ("ratio, again", "cpu")):
        ratios = [mine[key] / other[key] for mine, other in pairs]
        print(f"  {title:<14} {spread(ratios)}   target 3; {ours[0]['told']}")
    for stage in ("read", "stack"):
        print(f"  {stage:<14} {spread([each[stage] for each in ours], '{:.3f}')} CPU s")


def _apart(way: str, *paths: Path) -> dict:
    """What one way costs, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.reading", "--", way, *map(str, paths)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(told.stdout.splitlines()[-1])


def _one_way(way: str, *paths: str) -> None:
    """Do the work of one side twice and print what each cost: the first loads what is loaded once."""
    once = _pandas if way == "pandas" else _ours
    costs = []
    for _ in range(2):
        stages = once(*paths)
        costs.append(stages["read"] + stages["stack"])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(json.dumps({"first": costs[0], "cpu": costs[1], "peak": peak, **stages}))


def _pandas(*paths: str) -> dict[str, Any]:
    began = time.process_time()
    for path in paths:
        if path.endswith(".parquet"):
            pd.read_parquet(path)
        else:
            pd.read_csv(path, dtype=str)
    return {"read": time.process_time() - began, "stack": 0.0}


def _ours(root: str) -> dict[str, Any]:
    forget()
    project = Project(Path(root))
    reader, quarter = DropReader(project), project.quarters()[-1]
    assert reader.catalogue  # It is read when it is asked for, and is no part of this.
    began = time.process_time()
    drops = reader.up_to(quarter)
    read = time.process_time() - began
    rows = settle(reader.receive(drops), drops[-1].info)
    faults = [each for each in drops[-1].findings if each.severity == "error"]
    told = f"{sum(map(len, drops[-1].tables.values())):,} rows of tables, "
    told += f"{len(rows.observations):,} observations, {len(faults)} faults"
    return {"read": read, "stack": time.process_time() - began - read, "told": told}


def lait(root: Path, public: Path, every: bool = False) -> list[Path]:
    """A project of Leeds that reads series of the national benchmarking table."""
    path = public / "lait" / "bds_long_0.parquet"
    table = pd.read_parquet(path, columns=["Short Desc", "Years"])
    years = table.groupby("Short Desc")["Years"].apply(lambda each: each.iloc[0])
    names = sorted(name for name, year in years.items() if str(year)[:4].isdigit())
    names = names if every else names[:: len(names) // 24]
    listed = {f"s{place}": name for place, name in enumerate(names)}
    choices = ", ".join(f'"{each}"' for each in listed)
    series = "\n".join(
        f'series.{key} = {{ theirs = "{name}", covers = "year to 31 March" }}'
        for key, name in listed.items()
    )
    columns = f'columns.series = {{ type = "choice", choices = [{choices}] }}\n'
    columns += 'columns.value = { type = "number", blank = true, min = -1000000000 }\n'
    columns += 'columns.status = { type = "status", blank = true, optional = true }'
    source = _SOURCE.format(
        id="table", keys=', "series"', columns=columns, shape="lait", file=path.name,
        reads=f'columns.value = ["Values"]\n{series}',
    )  # fmt: skip
    measures = "".join(
        _MEASURE.format(
            measure=key, kind="mean", source="table", unit="number", about=f'value = "value"\nwhere = {{ series = "{key}" }}',
        )
        for key in listed
    )  # fmt: skip
    return _project(root, source, {"all": measures}, [path])


def lait_all(root: Path, public: Path) -> list[Path]:
    """The same with every series that names its years."""
    return lait(root, public, every=True)


def ees(root: Path, public: Path) -> list[Path]:
    """A project of Leeds that reads files of Explore Education Statistics."""
    sources, measures = list[str](), dict[str, str]()
    paths: list[Path] = []
    for name, (table, covers, keep, figures) in _EES.items():
        paths += (public / "ees").glob(f"{table}*.csv")
        numerator, denominator, percent = figures
        theirs = {"part": numerator, "whole": denominator, "percent": percent}
        theirs = {ours: each for ours, each in theirs.items() if each}
        columns = "\n".join(
            f'columns.{ours} = {{ type = "{"percent" if ours == "percent" else "count"}", blank = true }}'
            for ours in theirs
        )
        reads = "\n".join(
            [
                f'covers = "{covers}"',
                *(f'columns.{ours} = ["{each}"]' for ours, each in theirs.items()),
                *(f'keep.{each} = ["{word}"]' for each, word in keep.items()),
            ]
        )
        sources.append(
            _SOURCE.format(
                id=name, keys="", columns=columns, shape="ees", file=f"{table}*", reads=reads
            )
        )
        counted = 'numerator = "part"\ndenominator = "whole"\n' if denominator else ""
        about = f'{counted}value = "percent"' if percent else 'value = "part"'
        measures[name] = _MEASURE.format(
            measure=name, source=name, about=about, kind="proportion" if percent else "count", unit="%" if percent else "number",
        )  # fmt: skip
    return _project(root, "".join(sources), measures, paths)


def own(root: Path, public: Path) -> list[Path]:
    """A drop of a million rows under our own columns."""
    project = write_country(root, 1_000_000)
    return list(project.drops.glob("*/conceptions.csv"))


def _project(root: Path, sources: str, measures: dict[str, str], paths: list[Path]) -> list[Path]:
    folder = root / "data" / "raw" / QUARTER
    folder.mkdir(parents=True)
    for path in paths:
        shutil.copy(path, folder / path.name)
    (folder / "drop.toml").write_text(_DROP, encoding="utf-8")
    settings = SETTINGS.replace("Northmere", "Leeds").replace("E06999999", "E08000035")
    (root / "project.toml").write_text(settings.format(sections='"themes"'), encoding="utf-8")
    (root / "data" / "catalogue").mkdir()
    (root / "data" / "catalogue" / "sources.toml").write_text(sources, encoding="utf-8")
    entries = "".join(
        _INDICATOR.format(id=name, headline="s0" if name == "all" else name) + text
        for name, text in measures.items()
    )
    text = f'name = "Themes"\n{entries}'
    (root / "data" / "catalogue" / "themes.toml").write_text(text, encoding="utf-8")
    return paths


SECTIONS: dict[str, Callable[[Path, Path], list[Path]]] = {
    each.__name__: each for each in (lait, lait_all, ees, own)
}


if __name__ == "__main__":
    if "--" in sys.argv:
        _one_way(*sys.argv[sys.argv.index("--") + 1 :])
    else:
        main()

"""A project in which every way is open by which a small number may come back.

Parts of a row, schools and all of them, a school of four pupils, sexes by ages with both margins,
quarters and their year, a rate of known populations beside neighbours', five of twelve, a number
that a second release revises, charts of all of them, and words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from cypt_analysis.disclosure import protect
from cypt_analysis.disclosure.releases import Release, together, write_release
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.observations.settled import settle
from cypt_analysis.processed.build import _received
from cypt_analysis.processed.editions import compute_editions
from cypt_analysis.processed.reader import DropReader
from tests.disclosure.world import AREA
from tests.projects import write_catalogue, write_drop

OLDER, NEWEST = "2009-10-Q1", "2009-10-Q2"
_FAR = 15
_SEXES, _AGES = ("Girls", "Boys"), ("Under 5", "5 to 9", "10 to 15")
# Columns that choose a row, the columns of counts, and the rows of each drop.
_TABLES: dict[str, tuple[str, str, dict[str, list[str]]]] = {
    "caf": (
        "period", "initiated on_time late open",
        {OLDER: ["2008-09-Q4,160 110 21 29", "2009-10-Q1,150 100 3 47"],
         NEWEST: ["2009-10-Q1,150 100 20 30", "2009-10-Q2,170 128 3 39"]},
    ),
    "schools": (
        "school,period", "pupils absent",
        {OLDER: ["Ash,2009-10-Q1,200 61", "Elm,2009-10-Q1,210 30", "Oak,2009-10-Q1,190 44",
                 "Yew,2009-10-Q1,40 12"],
         NEWEST: ["Ash,2009-10-Q2,200 60", "Elm,2009-10-Q2,210 3", "Oak,2009-10-Q2,190 50",
                  "Yew,2009-10-Q2,4 2"]},
    ),
    "all_schools": (
        "period", "pupils absent",
        {OLDER: ["2009-10-Q1,640 147"], NEWEST: ["2009-10-Q2,604 115"]},
    ),
    "starts": (
        "sex,age,period", "started",
        {quarter: [f"{sex},{age},{quarter},{number}" for (sex, age), number in zip(
            [(sex, age) for sex in (*_SEXES, "Either") for age in (*_AGES, "Of any")], numbers,
            strict=True)]
         for quarter, numbers in (
             (OLDER, (12, 9, 31, 52, 14, 4, 27, 45, 26, 13, 58, 97)),
             (NEWEST, (11, 2, 30, 43, 15, 17, 28, 60, 26, 19, 58, 103)))},
    ),
    "moves": (
        "period", "moves",
        {OLDER: ["2008-09-Q1,30", "2008-09-Q2,2", "2008-09-Q3,25", "2008-09-Q4,41"],
         NEWEST: ["2009-10-Q1,28"]},
    ),
    "moves_of_year": ("period", "moves", {NEWEST: ["2008-09-FY,98"]}),
    "conceptions": (
        "area,period", "events population",
        {OLDER: [",2007-08-FY,61 2100", "Eastham,2007-08-FY,33 1500", "Westham,2007-08-FY,48 1800"],
         NEWEST: [",2008-09-FY,4 2120", "Eastham,2008-09-FY,35 1500", "Westham,2008-09-FY,51 1810"]},
    ),
    "plans": (
        "area,period", "in_time issued",
        {OLDER: [",2007-08-FY,40 60", "Eastham,2007-08-FY,50 70", "Westham,2007-08-FY,41 55"],
         NEWEST: [",2008-09-FY,44 61", "Eastham,2008-09-FY,5 12", "Westham,2008-09-FY,40 56"]},
    ),
}  # fmt: skip
# Of each indicator: a measure's id, kind, source and what it counts; the first is its headline.
_MEASURES = {
    "caf": [
        *(f"{name}|proportion|caf|{name} initiated" for name in ("late", "on_time", "open")),
        "initiated|count|caf|initiated",
    ],
    "absence": [
        "absent|proportion|all_schools|absent pupils",
        'by_school|proportion|schools|absent pupils|breakdown = "school"',
    ],
    "starts": [
        'started|count|starts|started|where = {sex = "Either", age = "Of any"}',
        *(f'{sex.lower()}|count|starts|started|where = {{sex = "{sex}"}}\nbreakdown = "age"'
          for sex in (*_SEXES, "Either")),
    ],
    "moves": ["moves|count|moves|moves", "of_year|count|moves_of_year|moves"],
    "conceptions": ["conceptions|rate|conceptions|events population|multiplier = 1000"],
    "plans": ["in_time|proportion|plans|in_time issued"],
}  # fmt: skip
# Of each indicator its charts: a kind and what it draws.
_CHARTS = {
    "caf": "over_time|late control|late year_on_year|late against_target|late",
    "absence": "categories|by_school over_time|absent",
    "starts": "categories|girls categories|boys over_time|boys",
    "moves": "over_time|moves year_on_year|moves control|moves",
    "conceptions": "compare_areas|conceptions over_time|conceptions",
    "plans": "compare_areas|in_time against_target|in_time control|in_time",
}
_TARGETS = """indicator,measure,period,comparison,target,set_by,basis,note
caf,late,2009-10-FY,at most,10,local,annual,
caf,open,2009-10-FY,at most,20,local,annual,
moves,moves,2009-10-FY,at most,100,local,annual,
conceptions,conceptions,2008-09-FY,at most,20,local,annual,
plans,in_time,2008-09-FY,at least,80,local,annual,
absence,by_school,2009-10-FY,at most,20,local,annual,
starts,girls,2009-10-FY,at most,100,local,annual,
"""
_UNITS = {"proportion": "%", "count": "children", "rate": "per 1,000"}


def write(root: Path, numbers: Mapping[str, int] | None = None) -> Project:
    """Write the project; ``numbers`` are counts by name that stand for those of the tables."""
    section = 'name = "Figures"\n' + "".join(map(_indicator, _MEASURES))
    targets = '\n[targets]\nuse = "england/targets"\nowner = "Children"\n'
    sources = "".join([*map(_source, _TABLES), targets])
    write_catalogue(root, {"figures": section, "sources": sources})
    for quarter in (OLDER, NEWEST):
        tables = {name: rows[quarter] for name, (*_, rows) in _TABLES.items() if quarter in rows}
        files = {f"{name}.csv": _csv(name, rows, numbers or {}) for name, rows in tables.items()}
        write_drop(root, quarter, {**files, "targets.csv": _TARGETS})
        words = root / "data" / "raw" / quarter / "commentary"
        words.mkdir()
        for name in _MEASURES:
            text = f"## In brief\n\nIt was {{{{ {name}.latest }}}} of late.\n"
            (words / f"{name}.md").write_text(text, encoding="utf-8")
    return Project(root)


def _csv(name: str, rows: Sequence[str], numbers: Mapping[str, int]) -> str:
    keys, counts, _ = _TABLES[name]
    lines = [",".join([keys, *counts.split()])]
    for row in rows:
        where, _, values = row.rpartition(",")
        told = dict(zip(keys.split(","), where.split(","), strict=True))
        period, area = told.pop("period"), told.pop("area", "") or AREA
        of = ", ".join(f"{key} {text}" for key, text in sorted(told.items()))
        held = []
        for column, value in zip(counts.split(), values.split(), strict=True):
            place = " | ".join((name, column, of, area, period))
            held.append(str(numbers.get(f"{place} = {value}", value)))
        lines.append(",".join([where, *held]))
    return "\n".join(lines)


def _source(name: str) -> str:
    keys, counts, _ = _TABLES[name]
    types = {"period": '"period"', "area": '"area", blank = true'}
    columns = [f"columns.{key} = {{ type = {types.get(key, TEXT)} }}" for key in keys.split(",")]
    columns += [f'columns.{each} = {{ type = "count" }}' for each in counts.split()]
    told = f'title = "{name}"\nproducer = "The council"\nowner = "Children"\n'
    asked = ", ".join(f'"{key}"' for key in keys.split(","))
    wholes = [
        f'[[{name}.totals]]\nover = "{over}"\nrow = "{row}"\nparts = ["{counts}"]'
        for over, row in (("sex", "Either"), ("age", "Of any"))
        if over in keys.split(",")
    ]
    return f"\n[{name}]\n{told}keys = [{asked}]\n" + "\n".join([*columns, *wholes, ""])


TEXT = '"text"'


def _indicator(name: str) -> str:
    ids = [each.partition("|")[0] for each in _MEASURES[name]]
    return f"""
[[indicator]]
id = "{name}"
name = "Figures of {name}"
definition = "What is counted."
rationale = "It matters."
owner = "Children"
checked_by = "Analysts"
next_review = 2099-06-30
headline = "{ids[0]}"
{"".join(map(_measure, _MEASURES[name]))}
{"".join(_chart(*each) for each in enumerate(_CHARTS[name].split()))}
[[indicator.history]]
name = "Times of {name}"
measures = {json.dumps(ids)}
"""


def _chart(number: int, told: str) -> str:
    kind, drawn = told.split("|")
    return f'''
[[indicator.chart]]
id = "chart_{number}"
kind = "{kind}"
measures = ["{drawn}"]
'''


def _measure(told: str) -> str:
    name, kind, source, columns, *more = told.split("|")
    names = ("value",) if kind == "count" else ("numerator", "denominator")
    held = [f'{key} = "{column}"' for key, column in zip(names, columns.split(), strict=True)]
    if _TABLES[source][0].startswith("area"):
        held.append('benchmarks = ["Statistical neighbours"]')
    if kind == "count":
        held.append("events = true")
    return f"""
[[indicator.measure]]
id = "{name}"
name = "Number {name}"
kind = "{kind}"
source = "{source}"
unit = "{_UNITS[kind]}"
decimals = 0
polarity = "low"
role = "supporting"
""" + "\n".join([*held, *more, ""])


def both_editions(project: Project) -> tuple[dict[str, Known], Release]:
    """The editions of the newer quarter, where the older was published, and all that was shown."""
    reader = DropReader(project)
    quarter = parse_quarter(OLDER)
    drops = reader.up_to(quarter)
    stacked = settle(_received(reader, drops), drops[-1].info)
    first = protect(stacked.observations, reader.catalogue.at(quarter), "dfe_2020").release
    folder = project.root / "reports" / "published" / OLDER / "v1" / "internal"
    folder.mkdir(parents=True)
    write_release(first, folder)
    found = compute_editions(reader, parse_quarter(NEWEST))
    return found, together([first, found["public"].release])[0]


def other_numbers(read: Release, seed: int) -> dict[str, int]:
    """Counts by name that fit all that was shown as well as the true ones, and are others.

    Small ones stay small, and the others not small; these are so far off that orders turn.
    """
    counts = read.counts
    place = {each.name: number for number, each in enumerate(counts)}
    sums = np.zeros((len(read.links), len(counts)))
    for row, link in zip(sums, read.links, strict=True):
        row[[place[name] for name in link]] = list(link.values())
    values = np.array([each.value for each in counts])
    free = np.array([not each.shown for each in counts])
    small = (values > 0) & (values < 6)
    least, most = np.where(small, 1, np.minimum(values, 6)), np.where(small, 5, np.inf)
    aim = np.random.default_rng(seed).choice([-1.0, 1.0], len(counts)) * free
    found = milp(
        aim, constraints=LinearConstraint(sums, 0, 0), integrality=np.ones(len(counts)),
        bounds=Bounds(free * np.maximum(least - values, -_FAR), free * np.minimum(most - values, _FAR)),
    )  # fmt: skip
    other = values + np.round(found.x).astype(int)
    return {each.name: int(number) for each, number in zip(counts, other, strict=True)}

"""A made-up project of ten years of ordinary data: small changes, gaps, late rows, corrections.

Every figure is drawn at random and marked as synthetic. Six indicators, one a kind of figure:
events that are rare, events that are many, a stock on a day, a proportion of few, a proportion of
many, a rate of the year.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter, parse_quarter
from tests.projects import write_catalogue

FIRST = parse_quarter("2000-01-Q1")
NOTE = "SYNTHETIC: made up by a program, to try ordinary data."

_SOURCES = """
[rare]
title = "Rare events"
producer = "Made up"
owner = "Team R"
cycle = "quarterly"
keys = ["period"]
[rare.columns]
period = { type = "period", kinds = ["financial_quarter"] }
deaths = { type = "count", blank = true }

[many]
title = "Many events"
producer = "Made up"
owner = "Team M"
cycle = "quarterly"
keys = ["period"]
[many.columns]
period = { type = "period", kinds = ["financial_quarter"] }
contacts = { type = "count", blank = true }

[stock]
title = "Children on a day"
producer = "Made up"
owner = "Team S"
cycle = "quarterly"
keys = ["date"]
period = "date"
[stock.columns]
date = { type = "period", kinds = ["day"] }
children = { type = "count", blank = true }

[visits]
title = "Visits"
producer = "Made up"
owner = "Team V"
cycle = "quarterly"
keys = ["period"]
[visits.columns]
period = { type = "period", kinds = ["financial_quarter"] }
due = { type = "count", blank = true }
in_time = { type = "count", blank = true, part_of = "due" }

[checks]
title = "Checks"
producer = "Made up"
owner = "Team C"
cycle = "quarterly"
keys = ["period"]
[checks.columns]
period = { type = "period", kinds = ["financial_quarter"] }
children = { type = "count", blank = true }
checked = { type = "count", blank = true, part_of = "children" }

[yearly]
title = "Admissions"
producer = "Made up"
owner = "Team Y"
cycle = "annual"
keys = ["period"]
[yearly.columns]
period = { type = "period", kinds = ["financial_year"] }
admissions = { type = "count", blank = true }
population = { type = "count", blank = true, min = 1 }

[targets]
use = "england/targets"
owner = "Children"
[targets.columns]
indicator = { type = "indicator" }
measure = { type = "name" }
period = { type = "period" }
comparison = { type = "choice", choices = ["at least", "at most", "below", "above"] }
target = { type = "number" }
set_by = { type = "text" }
basis = { type = "choice", choices = ["annual", "point in time"] }
note = { type = "text", blank = true }
"""


def _indicator(name: str, title: str, measure: str) -> str:
    return f"""
[[indicator]]
id = "{name}"
name = "{title}"
definition = "Made up."
rationale = "Made up."
owner = "Team {name}"
checked_by = "Another team"
next_review = 2030-03-31
headline = "figure"

[[indicator.measure]]
id = "figure"
name = "{title}"
source = "{name}"
{measure}
"""


_SECTION = 'name = "All that is counted"\n' + "".join(
    (
        _indicator("rare", "Deaths reviewed", 'kind = "count"\nvalue = "deaths"\nunit = "deaths"\n'
                   'decimals = 0\npolarity = "low"\nevents = true'),
        _indicator("many", "Contacts received", 'kind = "count"\nvalue = "contacts"\n'
                   'unit = "contacts"\ndecimals = 0\npolarity = "none"\nevents = true'),
        _indicator("stock", "Children supported", 'kind = "count"\nvalue = "children"\n'
                   'unit = "children"\ndecimals = 0\npolarity = "low"'),
        _indicator("visits", "Visits made in time", 'kind = "proportion"\nnumerator = "in_time"\n'
                   'denominator = "due"\nunit = "%"\ndecimals = 0\npolarity = "high"'),
        _indicator("checks", "Health checks done", 'kind = "proportion"\nnumerator = "checked"\n'
                   'denominator = "children"\nunit = "%"\ndecimals = 1\npolarity = "high"'),
        _indicator("yearly", "Admissions per 10,000", 'kind = "rate"\nnumerator = "admissions"\n'
                   'denominator = "population"\nmultiplier = 10000\nunit = "per 10,000"\n'
                   'decimals = 1\npolarity = "low"'),
    )
)  # fmt: skip


@dataclass(frozen=True)
class History:
    """So many quarters of drops, by a seed; each quarter's rows come in its drop or a later one."""

    quarters: int = 40
    seed: int = 1
    gaps: float = 0.06
    late: float = 0.12
    corrected: float = 0.05

    def write(self, root: Path) -> Project:
        """Write the project below ``root``."""
        write_catalogue(root, {"everything": _SECTION, "sources": _SOURCES})
        project = Project(root)
        drops = [FIRST.plus(number) for number in range(self.quarters)]
        rng = np.random.default_rng(self.seed)
        received: dict[Quarter, dict[str, list[dict[str, object]]]] = {each: {} for each in drops}
        for name, rows in _series(drops, rng).items():
            for quarter, row in rows:
                if rng.random() < self.gaps:
                    continue
                comes = quarter.plus(int(rng.random() < self.late))
                received.get(comes, {}).setdefault(name, []).append(row)
                if rng.random() < self.corrected and comes.plus(1) in received:
                    received[comes.plus(1)].setdefault(name, []).append(_corrected(row))
        for quarter in drops:
            _write_drop(project.raw(quarter), quarter, received[quarter])
        return project


def _series(
    drops: list[Quarter], rng: np.random.Generator
) -> dict[str, list[tuple[Quarter, dict[str, object]]]]:
    """The rows of each source, with the quarter that each is about."""
    size = len(drops)
    contacts = _walk(1_200, size, rng, lowest=0, highest=2_000)
    children = _walk(500, size, rng, lowest=0, highest=2_000)
    deaths = rng.poisson(1.2, size)
    due = rng.integers(4, 60, size)
    in_time = rng.binomial(due, 0.85)
    eligible = _walk(1_900, size, rng, lowest=1, highest=2_000)
    checked = rng.binomial(eligible, 0.93)
    found: dict[str, list[tuple[Quarter, dict[str, object]]]] = {
        "rare": [], "many": [], "stock": [], "visits": [], "checks": [], "yearly": [],
    }  # fmt: skip
    for at, quarter in enumerate(drops):
        text = str(quarter)
        found["rare"].append((quarter, {"period": text, "deaths": deaths[at]}))
        found["many"].append((quarter, {"period": text, "contacts": contacts[at]}))
        found["stock"].append((quarter, {"date": quarter.period.end, "children": children[at]}))
        found["visits"].append((quarter, {"period": text, "due": due[at], "in_time": in_time[at]}))
        found["checks"].append(
            (quarter, {"period": text, "children": eligible[at], "checked": checked[at]})
        )
        if quarter.number == 4:
            row = {"period": f"{text[:7]}-FY", "admissions": int(rng.poisson(310)),
                   "population": 45_000 + 150 * at}  # fmt: skip
            found["yearly"].append((quarter, row))
    return found


def _walk(
    level: int, size: int, rng: np.random.Generator, *, lowest: int, highest: int
) -> np.ndarray:
    """Whole numbers that move a little: half of the steps are of two or less, some of nothing."""
    steps = np.where(rng.random(size) < 0.5, rng.integers(-2, 3, size), rng.normal(0, 40, size))
    return np.clip((level + np.cumsum(steps)).round(), lowest, highest).astype(int)


def _corrected(row: dict[str, object]) -> dict[str, object]:
    """The row with its last figure one higher, where that breaks no whole."""
    *_, name = row
    whole = {"in_time": "due", "checked": "children"}.get(name)
    value = int(row[name]) + 1  # type: ignore[call-overload]
    return {**row, name: min(value, int(row[whole])) if whole else value}  # type: ignore[call-overload]


def _write_drop(folder: Path, quarter: Quarter, tables: dict[str, list[dict[str, object]]]) -> None:
    (folder / "commentary").mkdir(parents=True)
    cut_off = quarter.period.end + timedelta(days=20)
    info = {"quarter": str(quarter), "neighbour_set": "None", "neighbours": [], "regions": [],
            "note": NOTE}  # fmt: skip
    lines = [f"{key} = {json.dumps(value)}" for key, value in info.items()]
    lines += [f"data_cut_off = {cut_off}", f"board_date = {cut_off + timedelta(days=10)}"]
    (folder / "drop.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name, rows in tables.items():
        pd.DataFrame(rows).drop_duplicates(next(iter(rows[0])), keep="last").to_csv(
            folder / f"{name}.csv", index=False
        )
    pd.DataFrame(_targets(quarter)).to_csv(folder / "targets.csv", index=False)


def _targets(quarter: Quarter) -> list[dict[str, object]]:
    year = f"{str(quarter)[:7]}-FY"
    wanted = (("many", "at most", 4_800), ("rare", "at most", 5), ("visits", "at least", 85),
              ("checks", "at least", 93), ("stock", "at most", 520), ("yearly", "at most", 68))  # fmt: skip
    return [
        {"indicator": name, "measure": "figure", "period": year, "comparison": comparison,
         "target": target, "set_by": "local",
         "basis": "point in time" if name == "stock" else "annual", "note": NOTE}
        for name, comparison, target in wanted
    ]  # fmt: skip

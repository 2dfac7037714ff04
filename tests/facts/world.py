"""A made-up authority with three measures, small enough to work out by hand."""

from __future__ import annotations

from pathlib import Path

from cypt_analysis.drops.drop import read_drop
from cypt_analysis.facts import Facts, derive_facts
from cypt_analysis.ground.findings import CheckFailed, errors
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.judgement.changes import compare_periods, latest_of
from cypt_analysis.judgement.measures import judge_measures
from cypt_analysis.observations.received import receive
from cypt_analysis.observations.settled import settle
from tests.projects import write_catalogue

_SOURCES = """
[places]
title = "Children in homes"
producer = "The council"
owner = "Children"
keys = ["area", "date"]
period = "date"
columns.area = { type = "area" }
columns.date = { type = "period", kinds = ["day"] }
columns.children = { type = "count" }

[visits]
title = "Visits"
producer = "The council"
owner = "Children"
keys = ["area", "period"]
columns.area = { type = "area" }
columns.period = { type = "period", kinds = ["financial_quarter"] }
columns.made = { type = "count", part_of = "due", blank = true }
columns.due = { type = "count", blank = true }
columns.percent = { type = "percent" }

[kinds]
title = "Kinds of home"
producer = "The council"
owner = "Children"
keys = ["kind", "date"]
period = "date"
columns.kind = { type = "text" }
columns.date = { type = "period", kinds = ["day"] }
columns.children = { type = "count" }

[targets]
use = "england/targets"
owner = "Children"

[quoted]
title = "Quoted"
producer = "As each row names"
owner = "Children"
role = "quoted"
keys = ["indicator", "figure"]
columns.indicator = { type = "indicator" }
columns.figure = { type = "name" }
columns.value = { type = "number" }
columns.unit = { type = "text" }
columns.period = { type = "text", blank = true }
columns.source = { type = "text" }
"""
_SECTION = """
name = "Care"

[[indicator]]
id = "homes"
name = "Children in homes"
definition = "Children."
rationale = "Children."
owner = "Children"
checked_by = "Analysts"
next_review = 2010-06-30
headline = "children"
"""
_MEASURE = """
[[indicator.measure]]
id = "{id}"
name = "{id}"
kind = "{kind}"
source = "{source}"
{columns}
unit = "{unit}"
decimals = 0
polarity = "low"
"""
_MEASURES = (
    ("children", "count", "places", 'value = "children"', "children"),
    (
        "visits", "proportion", "visits",
        'value = "percent"\nnumerator = "made"\ndenominator = "due"', "%",
    ),
    ("kinds", "count", "kinds", 'value = "children"\nbreakdown = "kind"', "children"),
)  # fmt: skip
QUARTER = "2009-10-Q2"
FILES = {
    "places": "area,date,children\nAnyborough,2008-09-30,80\nAnyborough,2009-06-30,90\n"
    "Anyborough,2009-09-30,100\nEngland,2009-09-30,50\n",
    "visits": "area,period,made,due,percent\nAnyborough,2009-10-Q2,30,40,75\n",
    "kinds": "kind,date,children\nFoster care,2009-09-30,40\nSt. Mary's,2009-09-30,20\n",
    "targets": "indicator,measure,period,comparison,target,set_by,basis\n"
    "homes,children,2009-10-FY,at most,95,local,point in time\n"
    "homes,kinds,2009-10-FY,at most,30,local,point in time\n",
    "quoted": "indicator,figure,value,unit,period,source\nhomes,beds,120,beds,,The plan\n",
}


def facts_of(folder: Path, regions: tuple[str, ...] = ("England",), **files: str) -> Facts:
    """The facts of the authority's files; those given stand in the place of its own."""
    keys = ("id", "kind", "source", "columns", "unit")
    measures = [_MEASURE.format(**dict(zip(keys, each, strict=True))) for each in _MEASURES]
    entries = {"sources": _SOURCES, "care": _SECTION + "".join(measures)}
    catalogue = write_catalogue(folder, entries).at(parse_quarter(QUARTER))
    raw = folder / "data" / "raw" / QUARTER
    raw.mkdir(parents=True)
    for name, text in {**FILES, **files}.items():
        (raw / f"{name}.csv").write_text(text, encoding="utf-8")
    (raw / "drop.toml").write_text(
        f'quarter = "{QUARTER}"\nauthority = "Anyborough"\ncode = "E06000000"\n'
        'data_cut_off = 2009-10-31\nneighbour_set = "Invented."\nneighbours = []\n'
        f"regions = {list(regions)}\n",
        encoding="utf-8",
    )
    drop = read_drop(Project(folder), parse_quarter(QUARTER), catalogue)
    if errors(drop.findings):
        raise CheckFailed(errors(drop.findings))
    stacked = settle(receive([drop], catalogue), drop.info)
    own = stacked.observations[stacked.observations["area"] == "Anyborough"]
    pairs = compare_periods(own)
    judged = judge_measures(latest_of(own), own, pairs, stacked.targets, catalogue)
    return derive_facts(stacked, pairs, judged, drop, catalogue)

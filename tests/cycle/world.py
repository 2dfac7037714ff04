"""A small project for the tests of a quarter's cycle: three sources, actions, words, one drop."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from cypt_analysis.cli import main
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from tests.projects import write_catalogue, write_drop

LAST, NOW = parse_quarter("2009-10-Q2"), parse_quarter("2009-10-Q3")
SOURCES = """
[cases]
title = "Cases"
producer = "The case system"
owner = "Case team"
cycle = "quarterly"
keys = ["period"]
columns.period = { type = "period", kinds = ["financial_quarter"] }
columns.cases = { type = "count" }

[visits]
title = "Visits"
producer = "The visitors"
owner = "Visiting team"
cycle = "quarterly"
keys = ["period"]
columns.period = { type = "period", kinds = ["financial_quarter"] }
columns.visits = { type = "count" }

[census]
title = "Census"
producer = "The council"
owner = "Census team"
cycle = "annual"
keys = ["period"]
columns.period = { type = "period", kinds = ["financial_year"] }
columns.counted = { type = "count" }

[actions]
use = "england/actions"
owner = "Analysts"

[waivers]
use = "england/waivers"
owner = "Analysts"

[confirmed]
use = "england/confirmed"
owner = "Analysts"
"""
_MEASURE = """
[[indicator]]
id = "{id}"
name = "{name}"
definition = "How many."
rationale = "It matters."
owner = "{name} manager"
checked_by = "Analysts"
next_review = 2099-06-30
headline = "number"
[[indicator.measure]]
id = "number"
name = "{name}"
kind = "count"
source = "{source}"
value = "{value}"
unit = "cases"
decimals = 0
polarity = "none"
"""
SECTION = (
    'name = "Care"\n'
    + _MEASURE.format(id="care", name="Cases", source="cases", value="cases")
    + _MEASURE.format(id="calls", name="Visits", source="visits", value="visits")
)
WORDS = """## Summary

There were {{ care.2009-10-Q2 }} cases. A review will be reported next quarter.

## Issues

- Open a second office by the end of November 2009.
- The target is to open another office by the end of 2010.
"""
ACTIONS = (
    "indicator,action,progress,owner,due,due_as_stated\n"
    "care,Fill the vacancies,Advertised.,A. Lead,2009-12-31,\n"
    "care,Move house,Begun.,,,soon\n"
)


def small_world(root: Path) -> Project:
    """The project with the drop of the second quarter."""
    write_catalogue(root, {"sources": SOURCES, "work": SECTION})
    files = {
        "cases.csv": "period,cases\n2009-10-Q1,40\n2009-10-Q2,50",
        "visits.csv": "period,visits\n2009-10-Q2,9",
        "census.csv": "period,counted\n2008-09-FY,900",
        "actions.csv": ACTIONS,
    }
    write_drop(root, str(LAST), files, board_date="2009-11-02", regions='["England"]')
    words = root / "data" / "raw" / str(LAST) / "commentary"
    words.mkdir()
    (words / "care.md").write_text(WORDS, encoding="utf-8")
    return Project(root)


def cypt(project: Project, *arguments: str) -> Result:
    """A command on the project, its --root behind the name as people write it."""
    return CliRunner().invoke(main, [*arguments, "--root", str(project.root)])

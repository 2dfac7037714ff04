"""A project of one source a kind of period, small enough to work out by hand."""

from __future__ import annotations

from pathlib import Path

from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from tests.projects import write_catalogue, write_drop

_SOURCE = """
[{name}]
title = "Figures by {name}"
producer = "The council"
owner = "Children"
keys = ["area", "period"]
columns.area = {{ type = "area", blank = true, optional = true }}
columns.period = {{ type = "period" }}
columns.value = {{ type = "number", blank = true, optional = true }}
columns.part = {{ type = "count", blank = true, optional = true }}
columns.whole = {{ type = "count", blank = true, optional = true }}
columns.taken = {{ type = "date", blank = true, optional = true }}
"""
_TARGETS = """
[targets]
use = "england/targets"
owner = "Children"
"""
_INDICATOR = """
[[indicator]]
id = "{name}"
name = "The {name}"
definition = "What is counted."
rationale = "It matters."
owner = "Children"
checked_by = "Analysts"
next_review = 2099-06-30
headline = "{name}"

[[indicator.measure]]
id = "{name}"
name = "The {name}"
source = "{name}"
decimals = 0
polarity = "high"
{more}

[[indicator.chart]]
id = "course"
kind = "over_time"
measures = ["{name}"]
"""
COUNT = 'kind = "count"\nevents = true\nvalue = "value"\nunit = "events"'
STOCK = 'kind = "count"\nvalue = "value"\nunit = "children"'
SHARE = (
    'kind = "proportion"\nvalue = "value"\nnumerator = "part"\ndenominator = "whole"\nunit = "%"'
)
RATE = (
    'kind = "rate"\nvalue = "value"\nnumerator = "part"\ndenominator = "whole"\n'
    'multiplier = 10000\nunit = "per 10,000"'
)
MEAN = SHARE.replace("proportion", "mean") + "\nmultiplier = 100"
HEADER = "indicator,measure,period,comparison,target,set_by,basis"


def catalogue(root: Path, **measures: str) -> None:
    """The catalogue of a project with one indicator a measure, by name."""
    sources = "".join(_SOURCE.format(name=name) for name in measures)
    section = 'name = "Figures"\n' + "".join(
        _INDICATOR.format(name=name, more=more) for name, more in measures.items()
    )
    write_catalogue(root, {"figures": section, "sources": sources + _TARGETS})


def known_at(root: Path, quarter: str) -> Known:
    """What is known of a project at a quarter."""
    return compute(DropReader(Project(root)), parse_quarter(quarter))


def one_drop(root: Path, quarter: str, files: dict[str, str], **info: str | None) -> Known:
    """What is known of a project whose one drop holds some files."""
    write_drop(root, quarter, files, **info)
    return known_at(root, quarter)


def target(name: str, period: str, comparison: str, number: float, basis: str = "annual") -> str:
    """A targets.csv of one row."""
    return f"{HEADER}\n{name},{name},{period},{comparison},{number},local,{basis}"

"""An entry or a text of the catalogue holds from one quarter until another, and only then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from cypt_analysis.ground.dated import held_at
from cypt_analysis.ground.findings import CheckFailed
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.processed.store import save
from cypt_analysis.report import Report
from tests.catalogue.test_catalogue import FOLDER, SECTION, SOURCES, THEME
from tests.projects import make_project, write_catalogue

Q1, Q2, Q3 = (parse_quarter(f"2009-10-Q{number}") for number in (1, 2, 3))
CHART = 'measures = ["incidents"]'


def _section(old: str, new: str) -> dict[str, str]:
    assert SECTION.count(old) == 1, old
    return {"sources": SOURCES, "safety": SECTION.replace(old, new)}


def _faults(root: Path, files: dict[str, str]) -> list[tuple[str, str, str]]:
    with pytest.raises(CheckFailed) as failed:
        write_catalogue(root, files)
    return [(each.file, each.found, each.advice) for each in failed.value.findings]


def test_a_text_may_have_one_wording_until_a_quarter_and_another_from_the_next(
    tmp_path: Path,
) -> None:
    dated = (
        'definition = [{ text = "All.", until = "2009-10-Q1" }, '
        '{ text = "Reported ones.", from = "2009-10-Q2" }]'
    )
    known = write_catalogue(tmp_path, _section('definition = "Incidents."', dated))
    texts = [known.at(q).indicators["health_and_safety"].definition for q in (Q1, Q2, Q3)]
    assert texts == ["All.", "Reported ones.", "Reported ones."]


def test_a_note_that_no_longer_holds_leaves_nothing_and_caveats_hold_each_for_itself(
    tmp_path: Path,
) -> None:
    files = _section(
        CHART,
        CHART + '\nnote = [{ text = "Cut short.", from = "2009-10-Q2", until = "2009-10-Q2" }]',
    )
    files["safety"] = files["safety"].replace(
        'owner = "Safety"',
        'caveats = ["Always.", { text = "Since.", from = "2009-10-Q2" }, { text = "Once.", until = "2009-10-Q2" }]\n'
        'owner = "Safety"',
    )  # fmt: skip
    known = write_catalogue(tmp_path, files)
    entries = [known.at(q).indicators["health_and_safety"] for q in (Q1, Q2, Q3)]
    assert [each.chart[0].note for each in entries] == ["", "Cut short.", ""]
    assert [each.caveats for each in entries] == [
        ("Always.", "Once."), ("Always.", "Since.", "Once."), ("Always.", "Since."),
    ]  # fmt: skip


def test_indicators_measures_charts_and_columns_come_and_go(tmp_path: Path) -> None:
    measure = SECTION[SECTION.index("[[indicator.measure]]") : SECTION.index("[[indicator.chart]]")]
    reports = measure.replace('id = "incidents"', 'id = "reports"\nfrom = "2009-10-Q2"').replace(
        'value = "incidents"', 'value = "riddor_reports"'
    )
    theme = THEME.format(id="fire").replace('id = "fire"', 'id = "fire"\nuntil = "2009-10-Q1"')
    chart = SECTION[SECTION.index("[[indicator.chart]]") :].replace("numbers", "old")
    chart = chart.replace('id = "old"', 'id = "old"\nuntil = "2009-10-Q2"')
    section = (
        SECTION.replace("[[indicator.chart]]", reports + "[[indicator.chart]]") + chart + theme
    )
    sources = SOURCES.replace(
        'riddor_reports = { type = "count"',
        'riddor_reports = { from = "2009-10-Q2", type = "count"',
    )
    known = write_catalogue(tmp_path, {"sources": sources, "safety": section})
    first, second, third = (known.at(quarter) for quarter in (Q1, Q2, Q3))
    assert list(first.indicators) == ["health_and_safety", "fire"]
    assert list(second.indicators) == ["health_and_safety"]
    assert list(first.measures) == ["health_and_safety"]
    assert list(second.measures) == ["health_and_safety", "health_and_safety.reports"]
    charts = [
        [c.id for c in each.indicators["health_and_safety"].chart] for each in (second, third)
    ]
    assert charts == [["numbers", "old"], ["numbers"]]
    assert "riddor_reports" not in first.sources["incidents"].columns
    assert "riddor_reports" in second.sources["incidents"].columns


def test_an_indicator_may_move_from_one_section_to_another(tmp_path: Path) -> None:
    here = SECTION.replace('headline = "incidents"', 'headline = "incidents"\nuntil = "2009-10-Q1"')
    there = 'name = "More"\n' + SECTION.split("\n", 2)[2].replace(
        'headline = "incidents"', 'headline = "incidents"\nfrom = "2009-10-Q2"'
    )
    rest = THEME.format(id="fire")
    known = write_catalogue(tmp_path, {"sources": SOURCES, "safety": here + rest, "more": there + THEME.format(id="ice")})  # fmt: skip
    shown = [[[i.id for i in s.indicator] for s in known.at(q).sections] for q in (Q1, Q2)]
    assert shown == [
        [["health_and_safety", "fire"], ["ice"]],
        [["fire"], ["health_and_safety", "ice"]],
    ]


@pytest.mark.parametrize(
    ("old", "new", "found", "advice"),
    [
        (
            CHART, CHART + '\nfrom = "2009-Q5"',
            "health_and_safety.numbers from is '2009-Q5'.", "Write quarters like 2009-10-Q2.",
        ),
        (
            'headline = "incidents"', 'headline = "incidents"\nfrom = 2009',
            "health_and_safety from is 2009.", "Write quarters like 2009-10-Q2.",
        ),
        (
            CHART, CHART + '\nfrom = "2009-10-Q3"\nuntil = "2009-10-Q2"',
            "health_and_safety.numbers holds from 2009-10-Q3 until 2009-10-Q2.",
            "It ends before it begins: correct one.",
        ),
        (
            CHART, CHART + '\nnote = [{ text = "A.", until = "2009-10-Q2" }, { text = "B.", from = "2009-10-Q2" }]',
            "health_and_safety.numbers note has two texts for the same quarter.",
            "Only one can hold in a quarter. Give them other dates.",
        ),
        (
            CHART, CHART + '\nnote = [{ text = "A.", unti = "2009-10-Q2" }]',
            "health_and_safety.numbers note has the unknown key 'unti'.", "Did you mean 'until'?",
        ),
        (
            'rationale = "Safety."', 'rationale = [{ text = "Safety.", from = "2009-10-Q2" }]',
            "health_and_safety has no 'rationale'.", "Add it. It is so before 2009-10-Q2.",
        ),
        (
            'rationale = "Safety."', 'rationale = [{ text = "Safety.", until = "2009-10-Q2" }]',
            "health_and_safety has no 'rationale'.", "Add it. It is so from 2009-10-Q3.",
        ),
    ],
)  # fmt: skip
def test_impossible_dates_are_told_with_where_they_stand(
    tmp_path: Path, old: str, new: str, found: str, advice: str
) -> None:
    assert _faults(tmp_path, _section(old, new)) == [(f"{FOLDER}/safety.toml", found, advice)]


def test_a_source_that_begins_after_its_measure_is_a_fault(tmp_path: Path) -> None:
    sources = SOURCES.replace('title = "Incidents"', 'title = "Incidents"\nfrom = "2009-10-Q2"')
    sources += SOURCES.replace("incidents]", "other]").replace("incidents.", "other.")
    assert _faults(tmp_path, {"sources": sources, "safety": SECTION}) == [
        (
            f"{FOLDER}/safety.toml",
            "health_and_safety.incidents names the unknown source 'incidents'.",
            "Sources: other. It is so before 2009-10-Q2.",
        )
    ]


def test_a_column_called_from_is_a_column() -> None:
    columns = {"columns": {"from": {"type": "text"}}, "where": {"until": "x"}}
    assert held_at(columns, Q1) == columns


# An indicator added this quarter leaves last year's report as it was

NEW_SOURCE = """
[invented]
title = "Exclusions"
producer = "The council"
owner = "Schools"
cycle = "quarterly"
keys = ["period"]
[invented.columns]
period = { type = "period", kinds = ["financial_quarter"] }
pupils = { type = "count" }
"""
NEW_INDICATOR = """
[[indicator]]
id = "invented"
from = "2009-10-Q3"
name = "Exclusions"
definition = "Pupils excluded."
rationale = "They miss school."
owner = "Schools"
checked_by = "Analysts"
next_review = 2010-06-30
headline = "pupils"

[[indicator.measure]]
id = "pupils"
name = "Pupils excluded"
kind = "count"
events = true
source = "invented"
value = "pupils"
unit = "pupils"
decimals = 0
polarity = "low"
"""


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def _with_a_new_indicator(project: Project) -> None:
    """What the README asks for: a source, an indicator from this quarter on, and a drop."""
    _append(project.catalogue / "sources.toml", NEW_SOURCE)
    _append(project.catalogue / "service_management.toml", NEW_INDICATOR)
    drop = project.raw(Q3)
    drop.mkdir()
    info = (project.raw(Q2) / "drop.toml").read_text(encoding="utf-8")
    info = info.replace("2009-10-Q2", str(Q3)).replace("2009-10-31", "2010-01-31")
    info = info.replace("board_date = 2009-11-02", "board_date = 2010-02-01")
    (drop / "drop.toml").write_text(info, encoding="utf-8")
    (drop / "invented.csv").write_text("period,pupils\n2008-09-Q3,31\n2009-10-Q3,40\n", "utf-8")


def _saved(project: Project, known: Known) -> dict[str, bytes]:
    save(known, project)
    folder = project.processed(known.quarter)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_an_indicator_added_this_quarter_leaves_earlier_reports_byte_for_byte(
    tmp_path: Path,
) -> None:
    project = make_project(tmp_path)
    before = compute(DropReader(project), Q2)
    pages = [str(piece) for piece in (Report(before).headlines(), Report(before).summary().html())]
    files = _saved(project, before)
    _with_a_new_indicator(project)
    reader = DropReader(Project(tmp_path))
    newest, again = compute(reader, Q3), compute(reader, Q2)
    assert _saved(project, again) == files
    after = [str(piece) for piece in (Report(again).headlines(), Report(again).summary().html())]
    assert after == pages
    assert list(newest.catalogue.indicators) == [*again.catalogue.indicators, "invented"]
    shown = Report(again).indicator("invented")
    assert [shown._repr_html_(), *map(str, (shown.review(), shown.statistics()))] == [""] * 3
    assert "40" in Report(newest).indicator("invented")._repr_html_()
    assert newest.facts["invented.latest"].printed == "40"
    assert newest.facts["invented.2008-09-Q3"].printed == "31"
    assert newest.facts["looked_after.2009-09-30"].printed == "460"


def test_what_is_no_longer_reported_is_left_out_of_later_quarters_alone(tmp_path: Path) -> None:
    project, name = make_project(tmp_path), "persistent_absence"
    path = project.catalogue / "performance_exceptions.toml"
    text = path.read_text(encoding="utf-8")
    entry = f'id = "{name}"\n'
    assert text.count(entry) == 1
    path.write_text(text.replace(entry, f'{entry}until = "2009-10-Q2"\n'), "utf-8")
    _with_a_new_indicator(project)
    reader = DropReader(project)
    earlier, later = compute(reader, Q2), compute(reader, Q3)
    for table in (earlier.observations, earlier.targets, earlier.facts.table):
        assert name in set(table["indicator"])
    for table in (later.observations, later.targets, later.assumptions, later.facts.table):
        assert name not in set(table["indicator"])
    pd.testing.assert_frame_equal(compute(reader, Q2).observations, earlier.observations)


@pytest.mark.parametrize("quarter", [Q3, parse_quarter("2012-13-Q1")])
def test_no_later_quarter_prints_what_held_in_2009(
    copy_project: Callable[[], Project], quarter: object
) -> None:
    catalogue = DropReader(copy_project()).catalogue.at(quarter)  # type: ignore[arg-type]
    words = [
        text
        for each in catalogue.indicators.values()
        for text in (each.definition, each.board_decision, *each.caveats, *(c.note for c in each.chart))
    ]  # fmt: skip
    for gone in ("Reading", "cut short", "provisional", "the published report", "report quotes"):
        assert not [text for text in words if gone in text]

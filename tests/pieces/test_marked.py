"""Figures marked by their publisher keep their marks: never nought, never left out in silence."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from cypt_analysis.charts import draw
from cypt_analysis.cycle.starting import Start, start_project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.library.areas import find_authority
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.report import Report

# Children looked after at 31 March 2025, Department for Education, November 2025: the City of
# London's number and rate are "c"; of 2024 it has 7 children, 76 per 10,000.
QUARTER = parse_quarter("2026-27-Q2")
MARKED = "cla_rate.2025-03-31"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Known:
    area, quarter = find_authority("City of London", QUARTER.period.end), QUARTER
    folder = tmp_path_factory.mktemp("new") / "city"
    project = start_project(folder, Start(area, quarter, ("cla_rate", "assess45")))
    return compute(DropReader(project), QUARTER)


def test_a_marked_figure_is_no_fact_and_says_why(city: Known) -> None:
    assert MARKED not in city.facts
    assert city.facts.why_missing(MARKED) == (
        "It is not worked out: 31 March 2025 of City of London is marked [c]."
    )
    assert city.facts["cla_rate.latest"].printed == "76"


def test_the_page_says_that_a_later_figure_is_not_shown(city: Known) -> None:
    shown = str(Report(city).indicator("cla_rate").numbers())
    assert "31 March 2025: [c] confidential, not shown" in shown


def test_the_place_names_its_set_and_how_many_have_a_figure(city: Known) -> None:
    shown = str(Report(city).indicator("cla_rate").facts())
    assert "Statistical neighbours, May 2025" in shown
    place = city.facts["cla_rate.neighbours_place"]
    others = [city.facts[name].value for name in place.inputs[1:]]
    assert "where 1 is the highest" in shown, "no way is better here"
    assert place.value == 1 + sum(other > 10000 * 7 / 918 for other in others)


def test_a_line_of_figures_holds_those_that_exist(city: Known) -> None:
    shown = BeautifulSoup(str(Report(city).indicator("cla_rate").numbers()), "lxml").get_text(" ")
    place = city.facts["cla_rate.neighbours_place"]
    others = [city.facts[name].value for name in place.inputs[1:]]
    mean = sum(others) / len(others)
    told = f"Neighbours' mean {mean:.0f} (City of London is in place {place.value:.0f} of {len(others) + 1}"
    assert told in " ".join(shown.split())
    assert "Target" not in shown, "none is set"


def test_an_area_beside_it_keeps_its_mark_in_table_and_chart(city: Known) -> None:
    """As if a neighbour's figure of the same day were marked."""
    row = {
        "id": "cla_rate.2024-03-31.hackney", "path": "cla_rate", "area": "Hackney",
        "period": "2024-03-31", "end": pd.Timestamp("2024-03-31"), "mark": "[u]",
    }  # fmt: skip
    known = replace(city, marked=pd.DataFrame([row]))
    block = Report(known).indicator("cla_rate")
    table = block.comparison()._repr_html_()
    assert '<td class="number">[u]</td>' in table and "[u] unpublished" in table
    chart = draw(known, known.catalogue.indicators["cla_rate"], "areas")
    assert chart is not None and "Hackney: [u] unpublished" in chart.note


def test_an_indicator_of_which_every_own_figure_is_hidden_shows_the_others(city: Known) -> None:
    """Assessments within 45 days: the City "c" in each of seven years to 2023/24.

    Of the others the newest is told, of a year in which the City has no row: 2024/25, England
    85.7%; the year before it was 84.5%.
    """
    facts, block = city.facts, Report(city).indicator("assess45")
    assert "assess45.latest" not in facts and "marked [c]" in facts.why_missing("assess45.latest")
    england = facts["assess45.england"]
    assert (england.printed, england.period) == ("85.7%", "2024-25-FY")
    assert facts["assess45.2023-24-FY.england"].printed == "84.5%"
    assert facts["assess45.authorities_counted"].value > 100
    assert facts["assess45.neighbours_counted"].value == 10
    older = "assess45.2023-24-FY.neighbours_counted"
    assert facts[older].value == 8, "two of the ten are marked too"
    for stat in ("authorities_rank", "neighbours_place", "rank", "gap_to_england"):
        assert f"assess45.{stat}" not in facts
    assert "2023/24: [c] confidential, not shown" in str(block.html())
    numbers = BeautifulSoup(str(block.numbers()), "lxml").get_text(" ")
    told = "Figures of others 2024/25 England 85.7%"
    assert told in " ".join(numbers.split()), "never as of the City's year"
    assert city.verdicts.loc["assess45", "status"] == "Not shown"
    told = str(Report(city).headlines())
    assert "Not shown: Assessments in time." in told and "No new data" not in told

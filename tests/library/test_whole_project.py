"""A project that takes everything from the library gives the figures that were published."""

from __future__ import annotations

from pathlib import Path

import pytest

from cypt_analysis.charts import draw
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.library.areas import find_area
from cypt_analysis.library.entries import indicators
from cypt_analysis.library.figures import published
from cypt_analysis.pieces.at_a_glance import fact_entries
from cypt_analysis.pieces.summary_table import summary_table
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from tests.library.world import QUARTER, published_project

# Every indicator of which the package has figures.
CHOSEN = [
    name for name, entry in indicators().items()
    if all(measure["source"] in published() for measure in entry["measure"])
]  # fmt: skip


@pytest.fixture(scope="module")
def leeds(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("leeds")
    project = published_project(root, find_area("Leeds"), CHOSEN)
    return compute(DropReader(project), parse_quarter(QUARTER))


def test_fifty_indicators_have_figures(leeds: Known) -> None:
    assert len(CHOSEN) == 50
    assert set(leeds.judged["indicator"]) == set(CHOSEN)


@pytest.mark.parametrize(
    ("fact", "value", "england", "mean", "median"),
    # As published for Leeds; the means are of the neighbours' values as they are printed there.
    [
        ("rereferrals.2024-25-FY", 24.2, 22.6, 21.37, 21.45),
        ("rereferrals.2023-24-FY", 24.2, 22.4, 22.36, 23.55),
        ("cla_rate.2025-03-31", 85, 67, 75.1, 77.5),
        ("cla_rate.2024-03-31", 89, 69, 74.4, 76.0),
        ("cpp_second.2024-25-FY", 23, 24.5, 21.98, 21.8),
        ("cpp_second.2023-24-FY", 25, 24.7, 25.34, 24.25),
        ("cla_3plus.2023-24-FY", 16, 11, 11.6, 11),
        # Of a year without a table of its own, from the national benchmarking table.
        ("s47.2024-25-FY", 175.7, 189.3, 220.03, 210.15),
        ("icpc15.2024-25-FY", 75.8, 81.4, 78.83, 77.25),
        ("cpp_rate.2025-03-31", 36.0, 40.6, 49.24, 49.15),
        ("cpp_reviews.2025-03-31", 80.1, 90.6, 91.91, 93.55),
        ("assess45.2024-25-FY", 73.2, 85.7, 83.26, 83.45),
        ("neet.2024-M12..2025-M02", 8.8, 5.6, 6.09, 6.15),
        ("absence.to_date.2025-M09..2026-M07", 7.14114480557149, 6.88324813506746, 7.2148, 7.1323),
    ],
)  # fmt: skip
def test_the_facts_are_the_published_figures(
    leeds: Known, fact: str, value: float, england: float, mean: float, median: float
) -> None:
    decimals = leeds.catalogue.measures[fact.partition(".20")[0]].decimals
    # Half a unit of the last printed place, for what is worked out here from unrounded counts.
    near = 0.51 * 10**-decimals
    for name, wanted in [
        (fact, value), (f"{fact}.england", england), (f"{fact}.neighbours_mean", mean),
        (f"{fact}.neighbours_median", median),
    ]:  # fmt: skip
        assert leeds.facts[name].value == pytest.approx(wanted, abs=near), name
    assert leeds.facts[f"{fact}.neighbours_counted"].value == 10


def test_a_chart_of_many_areas_names_its_regions_and_one_at_nought_has_no_gap(
    leeds: Known,
) -> None:
    """Salford is in touch with every care leaver: no figure is so many per cent above its nought.

    Leeds has 12%, England and the region 4% (DfE): 8 points, and not 200%.
    """
    entry = leeds.catalogue.indicators["cl_touch"]
    assert leeds.facts["cl_touch.2024-25-FY.salford"].value == 0
    figure = draw(leeds, entry, "areas")
    assert figure is not None
    median = leeds.facts["cl_touch.2024-25-FY.neighbours_median"].printed
    beside = f"above the neighbours' median of {median}, 8 points above England and 8 above Yorkshire and The Humber"
    assert figure.title == f"Leeds: 12%, {beside}"
    assert "Salford" in str(figure.table)


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("assess45", "85.7% (Leeds is 12.5 points below)"),  # 73.2% against 85.7%
        ("s47", "189.3 (Leeds is 7% lower)"),  # 175.7 against 189.3 of 10,000
    ],
)
def test_a_gap_of_percentages_is_in_points_and_one_of_rates_in_per_cent(
    leeds: Known, name: str, beside: str
) -> None:
    entries = fact_entries(leeds, leeds.catalogue.indicators[name])
    assert entries["England"] == beside


def test_a_place_keeps_its_capitals_in_a_title(tmp_path: Path) -> None:
    project = published_project(tmp_path, find_area("York"), ["cla_rate"])
    known = compute(DropReader(project), parse_quarter(QUARTER))
    figure = draw(known, known.catalogue.indicators["cla_rate"], "areas")
    assert figure is not None
    assert figure.title.count("lower than Yorkshire and The Humber") == 1


def test_beside_a_hidden_figure_stands_england_s_of_the_same_day(tmp_path: Path) -> None:
    """City of London's rate of 31 March 2025 is c, and of 2024 it was 76; England had 67 and 69."""
    project = published_project(tmp_path, find_area("City of London"), ["cla_rate"])
    known = compute(DropReader(project), parse_quarter(QUARTER))
    [row] = summary_table(known).rows
    latest, england = str(row[1]), row[2]
    assert "[c]" in latest.partition("31 March 2025")[0]
    assert england == "67"


# One indicator of each source.
ONE_EACH = {measure["source"]: name for name in CHOSEN for measure in indicators()[name]["measure"]}


@pytest.mark.parametrize("name", sorted(set(ONE_EACH.values())))
def test_the_charts_of_the_library_can_be_drawn(leeds: Known, name: str) -> None:
    entry = leeds.catalogue.indicators[name]
    figures = [draw(leeds, entry, chart.id) for chart in entry.chart]
    assert all(figure is not None and len(figure.title) < 126 for figure in figures)

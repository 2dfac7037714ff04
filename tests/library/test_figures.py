"""The published figures that the package carries: as published, in the form of their sources."""

from __future__ import annotations

from datetime import date
from statistics import mean, median, quantiles

import pandas as pd
import pytest

from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.library.areas import authorities, find_area
from cypt_analysis.library.entries import sources
from cypt_analysis.library.figures import figures_of, published
from cypt_analysis.library.files import FOLDER
from cypt_analysis.library.neighbours import neighbours_of

NAMES = sorted(published())
MARKS = {"[c]", "[x]", "[z]", "[u]", "[k]", "[low]"}
REREFERRALS = ("referrals", "rereferral_percent")
CARE = ("looked_after", "looked_after_per_10000")
PLANS = ("repeat_plans", "second_or_later_percent")
EHC = ("ehc_plans", "within_20_weeks_percent")
NEET = ("neet", "neet_or_unknown_percent")


def values(source: str, column: str, period: str) -> dict[str, float]:
    """The values of one period by area."""
    rows = [row for row in figures_of(source) if row["period"] == period]
    cells = {row["area"]: row[column] for row in rows}
    return {area: float(text) for area, text in cells.items() if text and text not in MARKS}


@pytest.mark.parametrize(
    ("area", "series", "period", "value", "england", "middle", "rank", "quarters"),
    # Value, England, mean and median of the ten neighbours of 2025, rank from the lowest of how many,
    # lower quartile, median and upper quartile: the Department's national benchmarking table.
    [
        ("383", REREFERRALS, "2024-25-FY", 24.2, 22.6, (21.37, 21.45), (128, 153), (16.9, 20.0, 23.0)),
        ("201", REREFERRALS, "2024-25-FY", 15.8, 22.6, (19.07, 18.45), (22, 153), (16.9, 20.0, 23.0)),
        ("943", REREFERRALS, "2023-24-FY", 7.4, 22.4, (18.8111, 19.1), (1, 149), (17.7, 20.6, 23.6)),
        ("841", CARE, "2025-03-31", 117, 67, (97.2, 91), (136, 151), (53, 67, 90)),
        ("846", CARE, "2024-03-31", 76, 69, (61.5, 64.5), (88, 152), (52.75, 68, 93)),
        ("373", CARE, "2025-03-31", 54, 67, (91.8, 89), (40, 151), (53, 67, 90)),
        ("846", PLANS, "2024-25-FY", 30.9, 24.5, (20.92, 19.75), (136, 153), (20.0, 24.3, 27.6)),
        ("383", NEET, "2024-M12..2025-M02", 8.8, 5.6, (6.09, 6.15), (141, 151), (3.8, 4.8, 6.5)),
        ("201", EHC, "2024", 80, 45.9, (86.2, 96.1), (118, 152), (29.4, 49.25, 78.075)),
    ],
)  # fmt: skip
def test_a_figure_stands_where_the_national_table_puts_it(
    area: str,
    series: tuple[str, str],
    period: str,
    value: float,
    england: float,
    middle: tuple[float, float],
    rank: tuple[int, int],
    quarters: tuple[float, float, float],
) -> None:
    found = values(*series, period)
    assert (found[area], found["E92000001"]) == (value, england)
    near = [each.area.code for each in neighbours_of(find_area(area), 2025)]
    beside = [found[code] for code in near if code in found]
    assert (round(mean(beside), 4), round(median(beside), 4)) == middle
    local = [each.code for each in authorities(date(2025, 3, 31))]
    every = sorted(found[code] for code in local if code in found)
    assert (every.index(value) + 1, len(every)) == rank
    assert tuple(round(each, 4) for each in quantiles(every, n=4, method="inclusive")) == quarters


@pytest.mark.parametrize(
    ("area", "period", "mark"),
    [("201", "2023-24-FY", "[c]"), ("909", "2023-24-FY", None), ("909", "2022-23-FY", "")],
)
def test_a_mark_is_kept_and_an_area_that_is_gone_has_no_row(
    area: str, period: str, mark: str | None
) -> None:
    rows = [r for r in figures_of("referrals") if (r["area"], r["period"]) == (area, period)]
    assert len(rows) == (mark is not None)
    for row in rows:
        assert row["rereferral_percent"] == mark or (not mark and float(row["rereferral_percent"]))


def test_rebased_populations_give_the_rates_as_published_since() -> None:
    """568.8 for Leeds in the year to March 2024, 737.96 for Slough; the counts are the same as ever."""
    rows = {r["area"]: r for r in figures_of("referrals") if r["period"] == "2023-24-FY"}
    rates = [
        round(int(rows[area]["referrals"]) / int(rows[area]["children_0_to_17"]) * 10_000, 1)
        for area in ("383", "871")
    ]
    assert rates == [568.8, 738.0]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_has_the_columns_periods_and_areas_of_its_source(name: str) -> None:
    source, rows = sources()[name], figures_of(name)
    assert rows and set(rows[0]) <= set(source["columns"])
    kinds = source["columns"]["period"]["kinds"]
    assert all(parse_period(text).kind in kinds for text in {row["period"] for row in rows})
    assert all(find_area(code).code == code for code in {row["area"] for row in rows})
    keys = [tuple(row[key] for key in source["keys"]) for row in rows]
    assert len(set(keys)) == len(keys)
    # Of one authority's figures none is left without England's to stand beside.
    periods = {row["period"] for row in rows if row["area"] == "E92000001"}
    assert name in ("conceptions", "benchmarks") or periods == {row["period"] for row in rows}


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_is_of_its_columns_type(name: str) -> None:
    columns, table = sources()[name]["columns"], pd.DataFrame(figures_of(name))
    for each in set(table) - {"area", "period"}:
        kind, cells = columns[each]["type"], table[each][~table[each].isin({*MARKS, ""})]
        if kind == "choice":
            assert set(cells) <= set(columns[each]["choices"])
        if kind not in ("count", "number", "percent"):
            continue
        numbers = cells.astype(float)
        assert numbers.min() >= 0 and (kind != "percent" or numbers.max() <= 100), each
        assert kind != "count" or (numbers % 1 == 0).all(), each
        if "part_of" in columns[each]:
            whole = pd.to_numeric(table[columns[each]["part_of"]], errors="coerce")[numbers.index]
            assert not (numbers > whole).any(), each


@pytest.mark.parametrize(
    ("name", "part", "whole", "percent", "decimals"),
    [
        ("referrals", "rereferrals", "referrals", "rereferral_percent", 1),
        ("repeat_plans", "second_or_later", "plans_begun", "second_or_later_percent", 1),
        ("plan_durations", "two_years_or_more", "plans", "two_years_or_more_percent", 1),
        ("plan_reviews", "in_time", "due", "in_time_percent", 1),
        ("placement_stability", "three_or_more", "looked_after", "three_or_more_percent", 0),
        ("placement_stability", "same_carer", "long_looked_after", "same_carer_percent", 0),
        ("care_leaver_activity", "in_activity", "care_leavers", "in_activity_percent", 0),
        ("care_leaver_homes", "suitable", "care_leavers", "suitable_percent", 0),
        ("ehc_plans", "within_20_weeks", "issued", "within_20_weeks_percent", 1),
        ("attendance", "sessions_missed", "sessions_possible", "absence_percent", 4),
    ],
)  # fmt: skip
def test_published_counts_give_the_published_percentage(
    name: str, part: str, whole: str, percent: str, decimals: int
) -> None:
    table = pd.DataFrame(figures_of(name))
    # National and regional counts are rounded to ten: their percentages rest on true ones.
    table = table[~table["area"].str.startswith("E")]
    numbers = table[[part, whole, percent]].apply(pd.to_numeric, errors="coerce").dropna()
    numbers = numbers[numbers[whole] > 0]
    apart = (numbers[part] / numbers[whole] * 100 - numbers[percent]).abs()
    assert len(apart) > 100 and (apart <= 0.5 * 10**-decimals + 1e-9).all(), table.loc[
        apart.idxmax()
    ]


def test_two_authorities_with_one_figure_are_a_joined_area() -> None:
    rows = {r["area"]: r for r in figures_of("social_workers") if r["period"] == "2025-09-30"}
    assert rows["940 / 941"]["vacancy_percent"] == "25.9"
    assert not {"940", "941", "314", "318"} & set(rows)


def test_a_sum_of_rates_is_not_englands_rate() -> None:
    rows = [row for row in figures_of("benchmarks") if row["series"] == "fte"]
    assert rows and "E92000001" not in {row["area"] for row in rows}


def test_every_national_file_has_its_figures_with_publisher_table_and_release() -> None:
    assert set(NAMES) == {name for name, source in sources().items() if "reads" in source}
    for name, release in published().items():
        assert release.publication and release.table and release.repository, name
        assert parse_period(f"{release.released[:4]}").start.year >= 2024, name


def test_what_an_installation_carries_is_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 3_000_000


def test_a_source_without_figures_is_an_error() -> None:
    with pytest.raises(KeyError):
        figures_of("contacts")


@pytest.mark.parametrize(
    ("joint", "number", "quarters"),
    [
        # The Department's own file gives each of two joint figures once: 151 in all.
        (("940 / 941", "314 / 318"), 151, (9.65, 17.2, 24.25)),
        # The list of figures to verify leaves one of them out.
        (("940 / 941",), 150, (9.625, 17.15, 24.325)),
    ],
)
def test_a_figure_that_two_authorities_publish_together_counts_once(
    joint: tuple[str, ...], number: int, quarters: tuple[float, float, float]
) -> None:
    found = values("social_workers", "vacancy_percent", "2024-09-30")
    local = [each.code for each in authorities(date(2024, 9, 30))]
    every = [found[code] for code in (*local, *joint) if code in found]
    assert len(every) == number
    assert tuple(round(each, 4) for each in quantiles(every, n=4, method="inclusive")) == quarters

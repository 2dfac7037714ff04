"""The library's indicators and sources: each is a whole entry of the catalogue's own form."""

from __future__ import annotations

from pathlib import Path

import pytest

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.kinds import Kind, Polarity, Role
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.ground.safe_text import slug
from cypt_analysis.library.entries import (
    indicators,
    national_indicators,
    sources,
    themes,
)
from cypt_analysis.library.files import FOLDER
from cypt_analysis.library.national import publication_of
from tests.library.world import every_indicator, write_project

QUARTER = parse_quarter("2025-26-Q2")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """A project that takes over everything that the library has."""
    root: Path = tmp_path_factory.mktemp("whole")
    return write_project(root, every_indicator()).at(QUARTER)


def test_everything_the_library_has_loads_as_a_project_s_own(whole: Catalogue) -> None:
    assert list(whole.indicators) == list(indicators())
    assert set(whole.sources) == set(sources())
    assert len(whole.indicators) == 56 and len(themes()) == 15


def test_every_theme_has_its_place_in_the_order() -> None:
    assert sorted(themes()) == sorted(path.stem for path in (FOLDER / "indicators").glob("*.toml"))


def test_a_theme_may_be_a_section_beside_its_indicators() -> None:
    """Headings and indicators are anchors of one page."""
    anchors = {slug(name) for name in themes().values()} | set(themes())
    assert not anchors & set(indicators())


def test_every_source_is_of_an_indicator_and_every_indicator_is_measured(whole: Catalogue) -> None:
    named = {measure.source for measure in whole.measures.values()}
    assert named == {name for name, each in whole.sources.items() if each.role is Role.DATA}
    assert all(
        entry.measure and entry.chart and entry.history for entry in whole.indicators.values()
    )


def test_the_kind_of_a_measure_has_its_multiplier_and_unit(whole: Catalogue) -> None:
    for path, measure in whole.measures.items():
        if measure.kind is Kind.PROPORTION:
            assert measure.unit == "%" and measure.multiplier == 1, path
        if measure.kind is Kind.RATE:
            per = measure.unit.removeprefix("per ").split()[0].replace(",", "")
            assert per.isdigit(), path
            # Without the numbers behind it, a rate is printed and not worked out.
            assert not measure.denominator or measure.multiplier == int(per), path


def test_a_fall_is_good_or_bad_only_where_boards_agree(whole: Catalogue) -> None:
    """Spot checks: polarity as national benchmarking has it."""
    wanted = {
        "rereferrals": "low", "assess45": "high", "referrals": "none", "cla_rate": "none",
        "cla_longstable": "high", "cl_touch": "low", "ehcp20": "high", "att8": "high", "pa10": "low",
        "sw_caseload": "low", "uasc": "none", "neet": "low",
    }  # fmt: skip
    for name, polarity in wanted.items():
        entry = whole.indicators[name]
        assert entry.get(str(entry.headline)).polarity is Polarity(polarity), name


def test_who_answers_for_an_indicator_is_left_to_the_project() -> None:
    for name, entry in indicators().items():
        assert not {"owner", "checked_by", "next_review", "national"} & set(entry), name
    for name, entry in sources().items():
        assert not {"owner", "national"} & set(entry), name


def test_every_indicator_says_who_publishes_it_and_in_which_window() -> None:
    for name in national_indicators():
        told = publication_of(name)
        assert bool(told.publication) == bool(told.released), name
        assert told.numerator, name
        assert told.publication or told.data == "none", name


def test_persistent_absence_has_meant_three_things(whole: Catalogue) -> None:
    """20% of half-days to 2009/10, 15% to 2014/15, 10% since."""
    days = [each.start.isoformat() for each in whole.indicators["pa10"].breaks]
    assert days == ["2010-09-01", "2015-09-01"]


def test_every_column_that_a_file_is_read_into_is_said_where_it_comes_from(
    whole: Catalogue,
) -> None:
    read = [source for source in whole.sources.values() if source.reads]
    assert len(read) == 22
    for source in read:
        for reads in source.reads:
            assert reads.files, source.id
            said = {
                *reads.columns,
                *reads.lacks,
                *reads.joined,
                *({"series"} if reads.series else ()),
            }
            made = {"area", "period", "status"} - set(reads.columns)
            assert said - {"series"} == set(source.columns) - made - {"series"} - (
                {"conceptions"} if source.id == "conceptions" and not reads.lacks else set()
            ), source.id
            for joined in reads.joined.values():
                assert joined.column in whole.sources[joined.source].columns


def test_one_series_of_the_benchmarking_table_is_of_one_indicator(whole: Catalogue) -> None:
    told = {name: publication_of(name).series for name in national_indicators()}
    named = [series for series in told.values() if series]
    assert len(named) == len(set(named)) == 48
    [reads] = whole.sources["benchmarks"].reads
    assert tuple(reads.series) == whole.sources["benchmarks"].columns["series"].choices
    for name, series in reads.series.items():
        assert told[name] == series.theirs

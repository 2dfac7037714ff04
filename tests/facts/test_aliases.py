"""Aliases: other names of facts, worked out by hand on a small table."""

from __future__ import annotations

from pathlib import Path

import pytest

from cypt_analysis.facts import Facts, Key, Stat
from cypt_analysis.ground.findings import UserError
from cypt_analysis.known import Known
from tests.facts.world import facts_of

# Anyborough counted 80 children on 30 September 2008, 90 on 30 June 2009 and 100 on
# 30 September 2009; England 50 on that day. 40 of them were in foster care, 20 at St. Mary's.
# At most 95 children, and 30 of a kind, are asked for by the end of 2009/10.
MEANT = {
    "homes.latest": ("homes.2009-09-30", 100),
    "homes.year_before": ("homes.2008-09-30", 80),
    "homes.previous": ("homes.2009-06-30", 90),
    "homes.2009-09-30.year_before": ("homes.2008-09-30", 80),
    "homes.2009-09-30.previous": ("homes.2009-06-30", 90),
    "homes.2009-06-30.previous": ("homes.2008-09-30", 80),
    "homes.highest": ("homes.2009-09-30", 100),
    "homes.lowest": ("homes.2008-09-30", 80),
    "homes.change_on_year": ("homes.2009-09-30.change_on_year", 25),
    "homes.change_on_year_absolute": ("homes.2009-09-30.change_on_year_absolute", 20),
    "homes.change_on_previous": ("homes.2009-09-30.change_on_previous", 100 / 9),
    "homes.change_on_previous_absolute": ("homes.2009-09-30.change_on_previous_absolute", 10),
    "homes.england": ("homes.2009-09-30.england", 50),
    "homes.gap_to_england": ("homes.2009-09-30.gap_to_england", 100),
    "homes.gap_to_england_absolute": ("homes.2009-09-30.gap_to_england_absolute", 50),
    "homes.target": ("homes.target.2009-10-FY", 95),
    "homes.kinds.foster_care.latest": ("homes.kinds.foster_care.2009-09-30", 40),
    "homes.kinds.foster_care.highest": ("homes.kinds.foster_care.2009-09-30", 40),
    "homes.kinds.foster_care.lowest": ("homes.kinds.foster_care.2009-09-30", 40),
    "homes.kinds.foster_care.target": ("homes.kinds.target.2009-10-FY", 30),
    "homes.kinds.st_marys.latest": ("homes.kinds.st_marys.2009-09-30", 20),
    "homes.kinds.st_marys.highest": ("homes.kinds.st_marys.2009-09-30", 20),
    "homes.kinds.st_marys.lowest": ("homes.kinds.st_marys.2009-09-30", 20),
    "homes.kinds.st_marys.target": ("homes.kinds.target.2009-10-FY", 30),
    "homes.visits.latest": ("homes.visits.2009-10-Q2", 75),
    "homes.visits.highest": ("homes.visits.2009-10-Q2", 75),
    "homes.visits.lowest": ("homes.visits.2009-10-Q2", 75),
    "homes.visits.numerator": ("homes.visits.2009-10-Q2.numerator", 30),
    "homes.visits.denominator": ("homes.visits.2009-10-Q2.denominator", 40),
}
# New numbers, which no other name gives.
OWN = {
    "homes.beds": 120,
    "homes.gap_to_target": 5,
    "homes.kinds.foster_care.gap_to_target": 10,
    "homes.kinds.st_marys.gap_to_target": -10,
    "homes.kinds.above_target": 1,
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return facts_of(tmp_path_factory.mktemp("world"))


@pytest.mark.parametrize(("alias", "fact", "value"), [(k, *v) for k, v in MEANT.items()])
def test_an_alias_stands_for_a_fact(alias: str, fact: str, value: float, small: Facts) -> None:
    assert small.aliases[alias] == fact
    assert small[alias].value == pytest.approx(value)
    assert small[alias].key == small[fact].key
    # The page shows the name that the words used.
    assert (small[alias].name, small[fact].name) == (alias, fact)


def test_there_are_no_other_aliases(small: Facts) -> None:
    # Intervals and thresholds are those of the statistics' own tests.
    methods = ("_95", "_998", ".threshold_intervals", ".threshold_test")
    assert {name for name in small.aliases if not name.endswith(methods)} == set(MEANT)


def test_a_number_of_its_own_is_a_fact(small: Facts) -> None:
    for name, value in OWN.items():
        assert name in set(small)
        assert name not in small.aliases
        assert small[name].value == value


def test_no_number_stands_in_two_rows(small: Facts, known_q2: Known) -> None:
    for facts in (small, known_q2.facts):
        rows = facts.table
        again = rows.duplicated(["indicator", "measure", "breakdown", "period", "area", "stat"])
        assert not again.any()
        assert not set(facts) & set(facts.aliases)
        assert set(facts.aliases.values()) <= set(facts)
        assert facts.names == sorted({*facts, *facts.aliases})


def test_an_alias_has_a_key_too(small: Facts) -> None:
    assert small[Key("homes", "children")].name == "homes.latest"
    assert small[Key("homes", "children", area="England")].value == 50
    assert small[Key("homes", "children", stat=Stat.HIGHEST)].value == 100
    assert small[Key("homes", "kinds", "Foster care", stat=Stat.TARGET)].value == 30


def test_what_a_change_is_counted_from_stands_in_the_table(small: Facts) -> None:
    then = small.table.set_index("fact")["then_period"]
    assert then["homes.2009-09-30.change_on_year"] == "2008-09-30"
    assert then["homes.2009-09-30.change_on_previous_absolute"] == "2009-06-30"
    assert then["homes.2009-09-30"] == ""


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("homes.highst", "homes.highest"),
        ("homes.year_befor", "homes.year_before"),
        ("home.latest", "homes.latest"),
        ("homes.kinds.foster_care.lates", "homes.kinds.foster_care.latest"),
        ("homes.gap_to_englnd", "homes.gap_to_england"),
    ],
)
def test_a_misspelt_alias_is_answered_with_the_nearest(name: str, meant: str, small: Facts) -> None:
    with pytest.raises(UserError) as error:
        small[name]
    assert str(error.value) == f"There is no fact '{name}'. Did you mean '{meant}'?"


def test_saved_facts_are_found_by_every_name_and_key(small: Facts, tmp_path: Path) -> None:
    small.save(tmp_path)
    loaded = Facts.load(tmp_path)
    assert loaded.names == small.names
    assert [loaded[name] for name in loaded.names] == [small[name] for name in small.names]
    key = Key("homes", "children", "", "2009-09-30", "", Stat.CHANGE_ON_YEAR)
    assert loaded[key] == small["homes.2009-09-30.change_on_year"]


def test_the_facts_behind_an_alias_are_those_behind_its_fact(small: Facts) -> None:
    rows = [f"data/raw/2009-10-Q2/places.csv row {row}" for row in (4, 2)]
    ids = ["homes.2009-09-30", "homes.2008-09-30"]
    for name in ("homes.change_on_year", "homes.2009-09-30.change_on_year"):
        assert small.behind([name]) == [name, *ids, *rows]

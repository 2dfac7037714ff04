"""Keys: the names written from them, and facts looked up by them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from cypt_analysis.catalogue.kinds import RESERVED
from cypt_analysis.facts import Facts, Key, Stat
from cypt_analysis.ground.findings import CheckFailed, UserError, errors
from cypt_analysis.ground.key import NEIGHBOURS
from cypt_analysis.ground.safe_text import slug
from cypt_analysis.ground.stats import Dated
from cypt_analysis.known import Known
from tests.facts.world import FILES, facts_of

CHILDREN = "homes", "children"

# The names that the report of 2009 is written with, each with what it is a number of.
NAMES = [
    ("looked_after.2009-09-30", Key("looked_after", "children", period="2009-09-30")),
    (
        "looked_after.2009-09-30.change_on_year",
        Key("looked_after", "children", "", "2009-09-30", "", Stat.CHANGE_ON_YEAR),
    ),
    ("looked_after.latest", Key("looked_after", "children")),
    ("looked_after.highest", Key("looked_after", "children", stat=Stat.HIGHEST)),
    (
        "looked_after.2009-09-30.year_before",
        Key("looked_after", "children", period="2009-09-30", stat=Stat.YEAR_BEFORE),
    ),
    ("referrals.2008-09-FY.england", Key("referrals", "rate", "", "2008-09-FY", "England")),
    ("referrals.neighbours", Key("referrals", "rate", area=NEIGHBOURS)),
    (
        "referrals.2008-09-FY.gap_to_neighbours",
        Key("referrals", "rate", "", "2008-09-FY", NEIGHBOURS, Stat.GAP_TO),
    ),
    (
        "conceptions.gap_to_south_east_absolute",
        Key("conceptions", "rate", "", "", "South East", Stat.GAP_TO_ABSOLUTE),
    ),
    (
        "obesity.reception_obese.2008-09-AY.lower_95",
        Key("obesity", "reception_obese", "", "2008-09-AY", "", Stat.LOWER_95),
    ),
    (
        "persistent_absence.target.2008-09-AY",
        Key("persistent_absence", "secondary", "", "2008-09-AY", "", Stat.TARGET),
    ),
    ("persistent_absence.target", Key("persistent_absence", "secondary", stat=Stat.TARGET)),
    (
        "persistent_absence.schools.varndean_school.gap_to_target",
        Key(
            "persistent_absence", "schools", "Varndean School", "2008-09-AY-T1T2", "",
            Stat.GAP_TO_TARGET,
        ),
    ),
    (
        "persistent_absence.schools.above_target",
        Key("persistent_absence", "schools", "", "2008-09-AY-T1T2", "", Stat.ABOVE_TARGET),
    ),
    (
        "neet.official_rate.2008-M11..2009-M01.neighbours_mean",
        Key("neet", "official_rate", "", "2008-M11..2009-M01", NEIGHBOURS, Stat.MEAN),
    ),
    ("neet.official_rate.rank", Key("neet", "official_rate", stat=Stat.RANK)),
    (
        "parenting.practitioners.so_far",
        Key("parenting", "practitioners", period="2009-10-Q1", stat=Stat.SO_FAR),
    ),
    ("workforce.actions", Key("workforce", stat=Stat.ACTIONS)),
    ("workforce.training_years", Key("workforce", "training_years", stat=Stat.QUOTED)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "key"), NAMES, ids=[name for name, _ in NAMES])
def test_a_fact_is_found_by_its_key_as_by_its_name(name: str, key: Key, known_q2: Known) -> None:
    facts = known_q2.facts
    assert name in facts
    assert key in facts
    assert facts[key] == facts[name]


def test_a_name_is_written_from_its_key(known_q2: Known) -> None:
    facts = known_q2.facts
    paths = dict(zip(facts.table["fact"], facts.table["path"], strict=True))
    for name in facts:
        key = facts[name].key
        assert key.name(paths[name]) == name
        assert facts[key].name == name
    assert len({facts[name].key for name in facts}) == len(facts.table)


@pytest.mark.parametrize(
    ("key", "path", "name"),
    [
        (Key("a", "b", "", "2009-10-Q2"), "a.b", "a.b.2009-10-Q2"),
        (Key("a", "b", "Part One", "2009"), "a.b.part_one", "a.b.part_one.2009"),
        (Key("a", "b"), "a", "a.latest"),
        (Key("a", "b", area="Target"), "a", "a.target"),
        (Key("a", "b", period="2009", area="Latest"), "a", "a.2009.latest"),
        (Key("a", "b", period="2009", area="England", stat=Stat.GAP_TO), "a", "a.2009.gap_to_england"),
        (Key("a", "b", period="2009", stat=Stat.TARGET), "a", "a.target.2009"),
        (Key("a", "b", period="2009", stat=Stat.SO_FAR), "a", "a.so_far"),
        (Key("a", "beds", period="2009", stat=Stat.QUOTED), "a.beds", "a.beds"),
    ],
)  # fmt: skip
def test_names_by_hand(key: Key, path: str, name: str) -> None:
    assert key.name(path) == name


def _path(key: Key) -> str:
    """What a catalogue whose first measure is the headline calls a key's measure."""
    measure = "" if key.measure == "first" else key.measure
    return ".".join(part for part in (key.indicator, measure, slug(key.breakdown)) if part)


def _every_key() -> Iterator[Key]:
    """Keys of every stat, of measures, parts and areas whose names are easily taken for others."""
    places = product(
        ("homes", "homes_2"), ("first", "second", "homes"), ("", "Part: one", "England"),
        ("", "2009-09-30", "2009-10-Q2", "2008-09-AY-T1T2", "2009"),
    )  # fmt: skip
    for (indicator, measure, part, period), stat in product(places, Stat):
        # A quarter has one of those without a period in their name, and one figure of an id.
        if (period and stat.dated is Dated.NEVER) or stat is Stat.QUOTED:
            continue
        areas = ("England", "South East", NEIGHBOURS) if "{area}" in stat.written else ("",)
        for area in ("", *areas) if stat is Stat.VALUE else areas:
            yield Key(indicator, measure, part, period, area, stat)


def test_distinct_keys_have_distinct_names() -> None:
    keys = list(_every_key())
    names = {key.name(_path(key)): key for key in keys}
    assert len(keys) == len(set(keys)) > 3000
    assert [key for key in keys if names[key.name(_path(key))] != key] == []


def test_a_stat_says_what_its_numbers_are() -> None:
    assert Stat("change_on_year").basis == "year"
    assert Stat("change_on_previous_absolute").basis == "previous"
    assert {each for each in Stat if each.sign == "direction"} == {
        Stat.CHANGE_ON_YEAR, Stat.CHANGE_ON_YEAR_ABSOLUTE, Stat.CHANGE_ON_PREVIOUS,
        Stat.CHANGE_ON_PREVIOUS_ABSOLUTE, Stat.GAP_TO, Stat.GAP_TO_ABSOLUTE, Stat.GAP_TO_TARGET,
    }  # fmt: skip
    assert Stat.NEIGHBOURS_COUNTED.sense == "tally"
    assert Stat.CHANGE_ON_YEAR_P.sense is None, "no sentence states a p-value of its own"


def test_the_words_that_no_measure_may_be_called_are_those_of_facts() -> None:
    assert RESERVED - {"latest"} <= {each.value for each in Stat}


def test_an_unknown_key_is_no_fact(known_q2: Known) -> None:
    key = Key("looked_after", "children", period="1900-01-01")
    assert key not in known_q2.facts
    assert known_q2.facts.get(key) is None
    with pytest.raises(KeyError):
        known_q2.facts[key]


# One name, one fact


def _clash(folder: Path, **changes: object) -> str:
    with pytest.raises(UserError) as error:
        facts_of(folder, **changes)  # type: ignore[arg-type]
    return str(error.value)


def test_a_quoted_figure_called_as_an_alias_is_an_error(tmp_path: Path) -> None:
    quoted = FILES["quoted"] + "homes,latest,7,homes,,The plan\n"
    assert _clash(tmp_path, quoted=quoted) == (
        "Two facts cannot have one name. Nothing was built.\n\n"
        "  homes.latest\n"
        "    quoted, data/raw/2009-10-Q2/quoted.csv row 3\n"
        "    short for homes.2009-09-30, data/raw/2009-10-Q2/places.csv row 4\n\n"
        "Give the quoted figure, the area, the part or the measure of one another name."
    )


def test_an_area_called_numerator_is_an_error_where_there_is_a_numerator(tmp_path: Path) -> None:
    visits = FILES["visits"] + "Numerator,2009-10-Q2,,,60\n"
    told = _clash(tmp_path, visits=visits, regions=("England", "Numerator"))
    name = "homes.visits.2009-10-Q2.numerator"
    assert f"  {name}\n    numerator in 2009-10-Q2, data/raw/2009-10-Q2/visits.csv row 2\n" in told
    assert "    value of Numerator in 2009-10-Q2, data/raw/2009-10-Q2/visits.csv row 3\n" in told


def test_an_area_called_target_is_an_error_only_where_there_is_a_target(tmp_path: Path) -> None:
    changes: dict = {
        "places": FILES["places"].replace("England", "Target"),
        "regions": ("Target",),
    }
    told = _clash(tmp_path / "with", **changes)
    assert "    short for homes.2009-09-30.target, data/raw/2009-10-Q2/places.csv row 5\n" in told
    assert "    short for homes.target.2009-10-FY, data/raw/2009-10-Q2/targets.csv row 2\n" in told
    none_set = FILES["targets"].splitlines()[0] + "\n"
    facts = facts_of(tmp_path / "without", **changes, targets=none_set)
    assert (facts["homes.target"].value, facts["homes.target"].key.area) == (50, "Target")


def test_areas_whose_names_read_alike_are_one_area_twice(tmp_path: Path) -> None:
    with pytest.raises(CheckFailed) as failed:
        facts_of(tmp_path, regions=("England", "St Ives", "St. Ives"))
    [fault] = errors(failed.value.findings)
    assert fault.found == (
        "regions has 'St Ives' and regions 'St. Ives': their figures would have one name."
    )


def test_parts_and_areas_keep_the_names_that_the_data_give_them(tmp_path: Path) -> None:
    facts: Facts = facts_of(tmp_path)
    assert facts["homes.kinds.st_marys.2009-09-30"].key == Key(
        "homes", "kinds", "St. Mary's", "2009-09-30"
    )
    assert facts["homes.2009-09-30.england"].key == Key(*CHILDREN, "", "2009-09-30", "England")

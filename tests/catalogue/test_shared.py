"""``use``: an entry is the library's, with what the project says in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from cypt_analysis.catalogue.shared import over
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.library.entries import indicators
from tests.library.world import OWN, every_source, faults, used, used_source, write_project
from tests.projects import write_catalogue

CARE, SOURCES = "data/catalogue/care.toml", "data/catalogue/sources.toml"
Q1, Q2, Q3 = (parse_quarter(f"2025-26-Q{number}") for number in (1, 2, 3))
SHARE = '[[indicator.measure]]\nid = "share"\n'


def test_an_entry_that_says_nothing_more_is_the_library_s(tmp_path: Path) -> None:
    entry = write_project(tmp_path, used("rereferrals")).at(Q2).indicators["rereferrals"]
    shared = indicators()["rereferrals"]
    assert entry.definition == shared["definition"] and entry.owner == "Head of Service"
    assert entry.get("share").denominator == "referrals"
    assert [each.id for each in entry.chart] == ["course", "areas"]


def test_what_the_project_says_stands_key_by_key(tmp_path: Path) -> None:
    more = (
        'short_name = "Back again"\ncaveats = ["Ours."]\n'
        f'{SHARE}decimals = 0\nbenchmarks = ["England", "South East"]\n'
        '[[indicator.chart]]\nid = "course"\ntargets = true\n'
    )
    entry = write_project(tmp_path, used("rereferrals", more)).at(Q2).indicators["rereferrals"]
    assert (entry.label, entry.caveats) == ("Back again", ("Ours.",))
    share = entry.get("share")
    assert (share.decimals, share.benchmarks) == (0, ("England", "South East"))
    assert (share.numerator, share.unit) == ("rereferrals", "%")
    assert entry.chart[0].targets and entry.chart[0].areas == ("England",)
    assert len(entry.chart) == 2 and len(entry.measure) == 1


def test_an_entry_may_have_an_id_and_a_measure_of_its_own(tmp_path: Path) -> None:
    more = (
        'id = "came_back"\n[[indicator.measure]]\nid = "number"\nname = "Number"\nkind = "count"\n'
        'source = "referrals"\nvalue = "rereferrals"\nunit = "referrals"\ndecimals = 0\npolarity = "low"\n'
    )  # fmt: skip
    known = write_project(tmp_path, used("rereferrals", more)).at(Q2)
    assert list(known.indicators) == ["came_back"]
    assert list(known.measures) == ["came_back", "came_back.number"]


def test_a_source_takes_columns_over_one_by_one(tmp_path: Path) -> None:
    more = (
        'title = "Ours"\n[referrals.columns.referrals]\nmin = 1\n'
        '[referrals.columns.note]\ntype = "text"\nblank = true\noptional = true\n'
    )
    source = used_source("referrals", more)
    found = write_project(tmp_path, used("rereferrals"), source).at(Q2).sources["referrals"]
    assert (found.title, found.owner, found.cycle) == ("Ours", "Analysts", "annual")
    assert (found.columns["referrals"].min, found.columns["referrals"].type) == (1, "count")
    assert {"note", "children_0_to_17"} <= set(found.columns)


def test_a_source_may_be_called_otherwise_and_its_measures_name_it(tmp_path: Path) -> None:
    source = '[census]\nuse = "england/referrals"\nowner = "Analysts"\n'
    entry = used("rereferrals", f'{SHARE}source = "census"\n')
    assert write_project(tmp_path, entry, source).at(Q2).sources["census"].file == "census.csv"


def test_an_own_entry_stands_beside_one_of_the_library(tmp_path: Path) -> None:
    own = (
        f'[[indicator]]\nid = "visits"\nname = "Visits"\ndefinition = "D."\nrationale = "R."\n{OWN}'
    )
    known = write_project(tmp_path, used("referrals") + own + used("cla_rate")).at(Q2)
    assert list(known.indicators) == ["referrals", "visits", "cla_rate"]


# --- dates -------------------------------------------------------------------------------------


def test_an_entry_of_the_library_comes_and_goes_by_quarter(tmp_path: Path) -> None:
    section = used("rereferrals", 'until = "2025-26-Q1"') + used("referrals", 'from = "2025-26-Q2"')
    known = write_project(tmp_path, section)
    assert [list(known.at(quarter).indicators) for quarter in (Q1, Q2, Q3)] == [
        ["rereferrals"], ["referrals"], ["referrals"],
    ]  # fmt: skip


def test_a_text_in_the_library_s_place_holds_until_a_quarter(tmp_path: Path) -> None:
    more = (
        'rationale = [{ text = "Old.", until = "2025-26-Q1" }, '
        '{ text = "New.", from = "2025-26-Q2" }]'
    )
    known = write_project(tmp_path, used("rereferrals", more))
    texts = [known.at(quarter).indicators["rereferrals"].rationale for quarter in (Q1, Q2, Q3)]
    assert texts == ["Old.", "New.", "New."]


def test_a_measure_of_the_library_may_hold_otherwise_from_a_quarter_on(tmp_path: Path) -> None:
    more = (
        f'{SHARE}until = "2025-26-Q1"\n{SHARE}from = "2025-26-Q2"\ndecimals = 0\nname = "Again"\n'
    )
    known = write_project(tmp_path, used("rereferrals", more))
    shares = [known.at(quarter).measures["rereferrals"] for quarter in (Q1, Q2)]
    assert [(each.decimals, each.name) for each in shares] == [
        (1, "Referrals within 12 months of an earlier one"), (0, "Again"),
    ]  # fmt: skip


def test_the_same_entry_may_be_used_twice_never_in_one_quarter(tmp_path: Path) -> None:
    early = used("rereferrals", 'until = "2025-26-Q1"\nshort_name = "Early"')
    late = used("rereferrals", 'from = "2025-26-Q2"\nshort_name = "Late"')
    known = write_project(tmp_path / "sound", early + late)
    labels = [known.at(quarter).indicators["rereferrals"].label for quarter in (Q1, Q3)]
    assert labels == ["Early", "Late"]
    told = faults(tmp_path / "twice", early + late.replace("Q2", "Q1"))
    assert (CARE, "The id 'rereferrals' is used twice.") in [each[:2] for each in told]


# --- faults ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "found", "advice"),
    [
        ('"england/rereferral"', "indicator 1 uses 'england/rereferral', which the library does not have.",
         "Did you mean 'england/rereferrals'?"),
        ('"england/looked_after"', "indicator 1 uses 'england/looked_after', which the library does not have.",
         "It has an entry of that name for sources.toml: write it there."),
        ('"rereferrals"', "indicator 1 use is 'rereferrals'.", 'Write it like "england/rereferrals".'),
        ('"wales/rereferrals"', "indicator 1 use is 'wales/rereferrals'.",
         'Write it like "england/rereferrals".'),
        ("3", "indicator 1 use is 3.", 'Write it like "england/rereferrals".'),
    ],
)  # fmt: skip
def test_what_the_library_does_not_have_is_told_once(
    tmp_path: Path, written: str, found: str, advice: str
) -> None:
    section = used("rereferrals").replace('"england/rereferrals"', written)
    assert faults(tmp_path, section) == [(CARE, found, advice)]


def test_a_name_like_none_there_lists_what_there_is(tmp_path: Path) -> None:
    [(_, found, advice)] = faults(tmp_path, used("zebras", 'id = "zebras"'))
    assert found == "zebras uses 'england/zebras', which the library does not have."
    assert advice.startswith("It has: ") and "rereferrals" in advice


def test_an_unknown_source_of_the_library_is_told_once(tmp_path: Path) -> None:
    source = used_source("referrals").replace("england/referrals", "england/referals")
    assert faults(tmp_path, used("rereferrals"), source) == [
        (SOURCES, "[referrals] uses 'england/referals', which the library does not have.",
         "Did you mean 'england/referrals'?"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "found", "advice"),
    [
        ('definitoin = "D."', "rereferrals has the unknown key 'definitoin'.", "Did you mean 'definition'?"),
        (f'{SHARE}decimls = 0', "rereferrals.share has the unknown key 'decimls'.", "Did you mean 'decimals'?"),
        (f'{SHARE}decimals = 9', "rereferrals.share decimals is 9.", "Write a number from 0 to 4."),
        (f'{SHARE}denominator = "referals"',
         "rereferrals.share names the column 'referals', which referrals does not have.",
         "Did you mean 'referrals'?"),
        ('[indicator.national]\nreleased = "June"', "rereferrals has the unknown key 'national'.", ""),
    ],
)  # fmt: skip
def test_what_is_said_in_its_place_is_checked_like_an_own_entry(
    tmp_path: Path, more: str, found: str, advice: str
) -> None:
    [(_, told, what_to_do)] = faults(tmp_path, used("rereferrals", more))
    assert told == found and advice in what_to_do


def test_who_answers_for_it_must_be_said(tmp_path: Path) -> None:
    told = faults(tmp_path, '[[indicator]]\nuse = "england/rereferrals"\n')
    assert [each[1] for each in told] == [
        f"rereferrals has no '{key}'." for key in ("owner", "checked_by", "next_review")
    ]


def test_a_source_that_is_missing_and_that_the_library_has_is_offered(tmp_path: Path) -> None:
    [(_, found, advice)] = faults(tmp_path, used("cla_rate"), used_source("referrals"))[:1]
    assert found == "cla_rate.rate names the unknown source 'looked_after'."
    assert advice == (
        'The library has it: add [looked_after] with use = "england/looked_after" to sources.toml.'
    )


def test_a_file_of_sources_that_holds_none_leaves_no_measure_without_its_source(
    tmp_path: Path,
) -> None:
    [(_, found, _)] = faults(tmp_path, used("rereferrals"), "# none yet\n")
    assert found == "rereferrals.share names the unknown source 'referrals'."


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    section = used("rereferral") + used("referrals", "polarity = 1") + used("zebras")
    told = faults(tmp_path, section, every_source() + used_source("looked_aftr"))
    assert [each[0] for each in told].count(CARE) == 3
    assert [each[0] for each in told].count(SOURCES) == 1


def test_a_project_without_use_is_what_it_was(tmp_path: Path) -> None:
    values = {"indicator": [{"id": "a", "measure": [{"id": "m"}]}]}
    assert over(values, {}) == values
    with pytest.raises(Exception, match="has no 'name'"):
        write_catalogue(tmp_path, {"sources": "", "care": "[[indicator]]\nid = 'a'\n"})

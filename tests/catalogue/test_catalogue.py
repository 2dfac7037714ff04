"""The catalogue's loader: everything that is wrong with an entry, said at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.kinds import CYCLE_MONTHS, RESERVED
from cypt_analysis.catalogue.piece_order import pieces_of
from cypt_analysis.ground.findings import CheckFailed
from cypt_analysis.ground.quarter import parse_quarter
from tests.projects import write_catalogue

FOLDER = "data/catalogue"
QUARTER = parse_quarter("2009-10-Q2")
SOURCES = """
[incidents]
title = "Incidents"
producer = "The council"
owner = "Safety"
keys = ["period"]
[incidents.columns]
period = { type = "period", kinds = ["financial_quarter"] }
incidents = { type = "count" }
riddor_reports = { type = "count", part_of = "incidents" }
"""
SECTION = """
name = "Safety"

[[indicator]]
id = "health_and_safety"
name = "Health and safety"
definition = "Incidents."
rationale = "Safety."
owner = "Safety"
checked_by = "Analysts"
next_review = 2010-06-30
headline = "incidents"

[[indicator.measure]]
id = "incidents"
name = "Incidents"
kind = "count"
source = "incidents"
value = "incidents"
unit = "incidents"
decimals = 0
polarity = "low"

[[indicator.chart]]
id = "numbers"
kind = "over_time"
measures = ["incidents"]
"""
THEME = """
[[indicator]]
id = "{id}"
name = "Another"
definition = "Words only."
rationale = "Words."
owner = "One"
checked_by = "Another"
next_review = 2010-06-30
"""


def _load(root: Path, section: str = SECTION, sources: str = SOURCES, **more: str) -> Catalogue:
    files = {"sources": sources, "safety": section, **more}
    return write_catalogue(root, files).at(QUARTER)


def _faults(
    root: Path, section: str = SECTION, sources: str = SOURCES, **more: str
) -> list[tuple[str, str, str]]:
    with pytest.raises(CheckFailed) as failed:
        _load(root, section, sources, **more)
    assert failed.value.consequence == "The catalogue was not loaded."
    return [(each.file, each.found, each.advice) for each in failed.value.findings]


def test_a_source_of_actions_says_which_columns_hold_words(tmp_path: Path) -> None:
    """Words that no column is marked for would be neither filled nor checked, in silence."""
    actions = """
[actions]
title = "Actions"
producer = "Managers"
owner = "A team"
role = "actions"
indicator = "health_and_safety"
keys = ["action"]
[actions.columns]
action = { type = "text" }
"""
    assert _faults(tmp_path, sources=SOURCES + actions) == [
        (f"{FOLDER}/sources.toml", "[actions] has no column of words.",
         "Write words = true for what is printed.")
    ]  # fmt: skip
    marked = actions.replace('"text" }', '"text", words = true }')
    assert _load(tmp_path, sources=SOURCES + marked).sources["actions"].words == ("action",)


def test_a_source_of_confirmations_has_a_mark_and_a_name(tmp_path: Path) -> None:
    confirmed = """
[confirmed]
title = "Confirmed"
producer = "Managers"
owner = "A team"
role = "confirmations"
keys = ["digest"]
[confirmed.columns]
digest = { type = "text" }
sentence = { type = "text" }
"""
    assert _faults(tmp_path, sources=SOURCES + confirmed) == [
        (f"{FOLDER}/sources.toml", "[confirmed] has no column 'name'.",
         "It needs digest, sentence and name.")
    ]  # fmt: skip
    named = f'{confirmed}name = {{ type = "text" }}\n'
    assert "confirmed" in _load(tmp_path, sources=SOURCES + named).sources


def _changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def test_a_sound_catalogue_is_read(tmp_path: Path) -> None:
    catalogue = _load(tmp_path)
    indicator = catalogue.indicators["health_and_safety"]
    assert list(catalogue.measures) == ["health_and_safety"]
    assert indicator.path(indicator.get("incidents")) == "health_and_safety"
    assert [source.id for source in catalogue.sources_of(indicator)] == ["incidents"]
    assert catalogue.sources["incidents"].file == "incidents.csv"


@pytest.mark.parametrize(
    ("old", "new", "found", "advice"),
    [
        (
            'rationale = "Safety."', 'rational = "Safety."\nrationale = "Safety."',
            "health_and_safety has the unknown key 'rational'.", "Did you mean 'rationale'?",
        ),
        (
            'unit = "incidents"', 'unit = "incidents"\nunits = "each"',
            "health_and_safety.incidents has the unknown key 'units'.", "Did you mean 'unit'?",
        ),
        (
            'kind = "over_time"', 'kind = "over_time"\npannels = true',
            "health_and_safety.numbers has the unknown key 'pannels'.", "Did you mean 'panels'?",
        ),
        (
            'unit = "incidents"\n', "",
            "health_and_safety.incidents has no 'unit'.", "Add it.",
        ),
        (
            'next_review = 2010-06-30', 'next_review = "summer"',
            "health_and_safety next_review is 'summer'.", "Write a date like 2010-06-30.",
        ),
        (
            'kind = "count"', 'kind = "ratio"',
            "health_and_safety.incidents kind is 'ratio'.",
            "Write 'proportion', 'rate', 'count' or 'mean'.",
        ),
        (
            'value = "incidents"', 'value = "incident"',
            "health_and_safety.incidents names the column 'incident', which incidents does not have.",
            "Did you mean 'incidents'?",
        ),
        (
            'source = "incidents"', 'source = "incident"',
            "health_and_safety.incidents names the unknown source 'incident'.",
            "Did you mean 'incidents'?",
        ),
        (
            'source = "incidents"', 'source = "weather"',
            "health_and_safety.incidents names the unknown source 'weather'.",
            "Sources: incidents.",
        ),
        (
            'headline = "incidents"', 'headline = "accidents"',
            "health_and_safety needs a headline that is one of its measures.", "It has: incidents.",
        ),
        (
            'checked_by = "Analysts"', 'checked_by = "Safety"',
            "health_and_safety is checked by its own owner.", "Name another.",
        ),
        (
            'measures = ["incidents"]', 'measures = ["accidents"]',
            "health_and_safety has a chart of 'accidents', which it does not measure.",
            "It has: incidents.",
        ),
        (
            'id = "numbers"\nkind = "over_time"\nmeasures = ["incidents"]',
            'id = "numbers"\nkind = "over_time"\nmeasures = ["incidents"]\n'
            '[[indicator.history]]\nname = "by year"\nmeasures = ["accidents"]',
            "health_and_safety has a history of 'accidents', which it does not measure.",
            "It has: incidents.",
        ),
        (
            'headline = "incidents"', 'headline = "incidents"\nshows = ["chnges"]',
            "health_and_safety.shows 0 is 'chnges'.",
            "Write 'exception', 'change', 'event', 'changes', 'measures', 'comparison', 'risks' "
            "or 'actions'.",
        ),
        (
            'value = "incidents"\n', "",
            "health_and_safety.incidents names neither a value nor a numerator and denominator.",
            "Name one.",
        ),
        (
            'polarity = "low"', 'polarity = "low"\nbaseline = { measure = "incidents", period = "98" }',
            "health_and_safety.incidents.baseline period is '98'.",
            "Write periods like 2009-10-Q2, 2008-09-FY or 2008.",
        ),
        (
            'id = "incidents"', 'id = "Incidents!"',
            "health_and_safety.Incidents! id is 'Incidents!'.",
            "Write ids in small letters, digits and underscores.",
        ),
        (
            'id = "incidents"', 'id = "target"',
            "health_and_safety.target id is 'target'.", "'target' is a word that facts use.",
        ),
    ],
)  # fmt: skip
def test_one_fault_in_a_section_gives_one_finding(
    tmp_path: Path, old: str, new: str, found: str, advice: str
) -> None:
    assert _faults(tmp_path, _changed(SECTION, old, new)) == [
        (f"{FOLDER}/safety.toml", found, advice)
    ]


@pytest.mark.parametrize(
    ("old", "new", "found", "advice"),
    [
        (
            'owner = "Safety"', 'ownr = "Safety"\nowner = "Safety"',
            "[incidents] has the unknown key 'ownr'.", "Did you mean 'owner'?",
        ),
        (
            'incidents = { type = "count" }', 'incidents = { type = "counts" }',
            "[incidents] columns.incidents type is 'counts'.",
            "Write 'period', 'date', 'count', 'number', 'percent', 'text', 'area', 'status', "
            "'choice', 'indicator', 'measure' or 'name'.",
        ),
        (
            'part_of = "incidents"', 'part_off = "incidents"',
            "[incidents] columns.riddor_reports has the unknown key 'part_off'.",
            "Did you mean 'part_of'?",
        ),
        (
            'part_of = "incidents"', 'part_of = "incident"',
            "[incidents] names the column 'incident', which it does not have.",
            "It has: period, incidents, riddor_reports.",
        ),
        (
            'keys = ["period"]', 'keys = ["quarter"]',
            "[incidents] names the column 'quarter', which it does not have.",
            "It has: period, incidents, riddor_reports.",
        ),
        (
            'kinds = ["financial_quarter"]', 'kinds = ["quarter"]',
            "[incidents] columns.period has no kind of period 'quarter'.",
            "Kinds: financial_quarter, financial_year, academic_year, academic_terms, "
            "calendar_quarter, calendar_year, month, months, day.",
        ),
    ],
)  # fmt: skip
def test_one_fault_in_the_sources_gives_one_finding(
    tmp_path: Path, old: str, new: str, found: str, advice: str
) -> None:
    assert _faults(tmp_path, sources=_changed(SOURCES, old, new)) == [
        (f"{FOLDER}/sources.toml", found, advice)
    ]


RISKS = """
[risks]
title = "Risks"
producer = "The council"
owner = "Safety"
role = "risks"
indicator = "health_and_safety"
keys = ["risk"]
[risks.columns]
risk = { type = "text", words = true }
"""


def test_a_file_of_risks_says_which_theme_they_are_about(tmp_path: Path) -> None:
    known = _load(tmp_path, sources=SOURCES + RISKS)
    assert known.sources["risks"].indicator == "health_and_safety"
    silent = _changed(RISKS, 'indicator = "health_and_safety"\n', "")
    assert _faults(tmp_path, sources=SOURCES + silent) == [
        (
            f"{FOLDER}/sources.toml",
            "[risks] says nowhere what its rows are about.",
            "Name the indicator, or give it a column.",
        ),
    ]  # fmt: skip
    wrong = _changed(RISKS, "health_and_safety", "health_or_safety")
    assert _faults(tmp_path, sources=SOURCES + wrong) == [
        (
            f"{FOLDER}/sources.toml",
            "[risks] names the unknown indicator 'health_or_safety'.",
            "Did you mean 'health_and_safety'?",
        ),
    ]  # fmt: skip


def test_a_section_is_called_like_its_file(tmp_path: Path) -> None:
    assert _faults(tmp_path, 'id = "other"\n' + SECTION) == [
        (f"{FOLDER}/safety.toml", "id is 'other'.", "A section is called like its file: leave id out."),
    ]  # fmt: skip


def test_a_repeated_indicator_is_a_fault(tmp_path: Path) -> None:
    section = SECTION + THEME.format(id="health_and_safety")
    assert _faults(tmp_path, section) == [
        (
            f"{FOLDER}/safety.toml",
            "The id 'health_and_safety' is used twice.",
            "Ids name an indicator once.",
        ),
    ]


def test_a_repeated_measure_is_a_fault(tmp_path: Path) -> None:
    measure = SECTION[SECTION.index("[[indicator.measure]]") : SECTION.index("[[indicator.chart]]")]
    assert _faults(tmp_path, SECTION.replace("[[indicator.chart]]", measure + "[[indicator.chart]]")) == [
        (f"{FOLDER}/safety.toml", "health_and_safety has two measures of one id: 'incidents'.", "Keep one."),
    ]  # fmt: skip


def test_an_id_repeated_in_another_section_is_a_fault(tmp_path: Path) -> None:
    other = 'name = "More"\n' + THEME.format(id="health_and_safety")
    assert _faults(tmp_path, more=other) == [
        (
            f"{FOLDER}/more.toml",
            "The id 'health_and_safety' is used twice.",
            "Ids name an indicator once.",
        ),
    ]


def test_all_faults_of_all_files_are_said_at_once(tmp_path: Path) -> None:
    other = 'name = "More"\nnames = "x"\n' + THEME.format(id="More")
    section = _changed(SECTION, 'unit = "incidents"\n', "")
    section = _changed(section, "decimals = 0", "decimals = 9")
    sources = _changed(SOURCES, 'title = "Incidents"\n', "")
    faults = _faults(tmp_path, section, sources, more=other)
    assert faults == [
        (f"{FOLDER}/sources.toml", "[incidents] has no 'title'.", "Add it."),
        (f"{FOLDER}/safety.toml", "health_and_safety.incidents has no 'unit'.", "Add it."),
        (f"{FOLDER}/safety.toml", "health_and_safety.incidents decimals is 9.", "Write a number from 0 to 4."),
        (f"{FOLDER}/more.toml", "More id is 'More'.", "Write ids in small letters, digits and underscores."),
        (f"{FOLDER}/more.toml", "The file has the unknown key 'names'.", "Did you mean 'name'?"),
    ]  # fmt: skip


def test_a_fault_in_a_source_is_said_once_not_for_each_measure_of_it(tmp_path: Path) -> None:
    sources = SOURCES + SOURCES.replace("incidents]", "accidents]").replace(
        "incidents.", "accidents."
    )
    sources = sources.replace('title = "Incidents"\n', "", 1)
    assert _faults(tmp_path, sources=sources) == [
        (f"{FOLDER}/sources.toml", "[incidents] has no 'title'.", "Add it."),
    ]


def test_a_file_that_is_no_toml_says_where(tmp_path: Path) -> None:
    (found,) = _faults(tmp_path, _changed(SECTION, 'name = "Safety"', "name = Safety"))
    assert found[0] == f"{FOLDER}/safety.toml"
    assert found[1].startswith("It cannot be read: invalid value (at line 2")


def test_an_unknown_measure_names_those_there_are(catalogue: Catalogue) -> None:
    with pytest.raises(KeyError, match="neet has no measure 'rate'"):
        catalogue.indicators["neet"].get("rate")


# The summary table of the report of 2 November 2009, in its order.
SUMMARY_ROWS = [
    "referrals", "caf", "parenting", "child_protection", "looked_after", "breastfeeding", "obesity",
    "persistent_absence", "neet", "conceptions", "risk_management", "value_for_money", "workforce",
    "equalities", "health_and_safety",
]  # fmt: skip


def _pieces(folder: Path, more: str = "", *, exceptions: bool = False) -> list[str]:
    """The pieces of the one indicator, with more said in its entry."""
    section = SECTION.replace('headline = "incidents"', f'headline = "incidents"\n{more}')
    section = f"exceptions = {str(exceptions).lower()}\n{section}"
    read = _load(folder, section)
    return [
        piece.name or piece.method
        for piece in pieces_of(read, read.indicators["health_and_safety"])
    ]


def test_the_pieces_of_an_indicator_and_their_order_follow_by_rule(tmp_path: Path) -> None:
    shown = ["heading", "finding", "numbers", "numbers", "commentary", "facts", "change"]
    for name in ("plain", "exceptions"):
        (tmp_path / name).mkdir()
    assert _pieces(tmp_path / "plain") == shown
    assert _pieces(tmp_path / "exceptions", exceptions=True) == [
        *shown[:3],
        "exception",
        *shown[3:],
    ]


def test_an_entry_asks_for_pieces_and_leaves_others_out_but_not_for_another_order(
    tmp_path: Path,
) -> None:
    more = 'shows = ["actions", "changes"]\nhides = ["change"]'
    shown = [
        "heading",
        "finding",
        "numbers",
        "numbers",
        "commentary",
        "actions",
        "facts",
        "changes",
    ]
    assert _pieces(tmp_path, more) == shown


def test_a_theme_has_its_words_alone(tmp_path: Path) -> None:
    read = _load(tmp_path, SECTION + THEME.format(id="words"))
    methods = [piece.method for piece in pieces_of(read, read.indicators["words"])]
    assert methods == ["heading", "numbers", "commentary"]


def test_the_catalogue_has_the_rows_of_the_published_summary_in_their_order(
    catalogue: Catalogue,
) -> None:
    published = [name for name in catalogue.indicators if name in SUMMARY_ROWS]
    assert published == SUMMARY_ROWS
    known = ["early_intervention", "performance_exceptions", "service_management"]
    assert [section.id for section in catalogue.sections if section.id in known] == known


def test_no_id_of_the_catalogue_is_a_word_that_facts_use(catalogue: Catalogue) -> None:
    ids = {part for path in catalogue.measures for part in path.split(".")}
    assert not ids & RESERVED


def test_an_indicator_and_a_measure_never_share_the_name_of_a_fact(catalogue: Catalogue) -> None:
    measures = [m for indicator in catalogue.indicators.values() for m in indicator.measure]
    assert len(catalogue.measures) == len(measures)


def test_cycles_are_months() -> None:
    assert CYCLE_MONTHS == {"quarterly": 3, "annual": 12}


@pytest.mark.parametrize(
    ("line", "told"),
    [("weight = 0", "weight"), ("weight = 6", "weight"), ('weight = "4"', "weight"), ("weight = 2.5", "weight")],
)  # fmt: skip
def test_a_weight_is_a_whole_number_from_one_to_five(tmp_path: Path, line: str, told: str) -> None:
    section = SECTION.replace('headline = "incidents"', f'headline = "incidents"\n{line}')
    with pytest.raises(CheckFailed, match=told):
        _load(tmp_path, section)


def test_an_entry_that_is_not_weighed_is_neither_heavy_nor_light(tmp_path: Path) -> None:
    assert _load(tmp_path, SECTION).indicators["health_and_safety"].weight == 3


@pytest.mark.parametrize("says", ["Children were hurt", "{value} of {value}"])
def test_what_a_measure_says_has_its_figure_once(tmp_path: Path, says: str) -> None:
    section = SECTION.replace('kind = "count"', f'says = "{says}"\nkind = "count"', 1)
    with pytest.raises(CheckFailed, match=r"Write \{value\} once"):
        _load(tmp_path, section)

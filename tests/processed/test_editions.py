"""A whole report with a small number: the internal edition shows it, the public one gives nothing
back, in no table, word, picture or file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.charts.bars import categories
from cypt_analysis.disclosure import Asked, Protection, quoted_shown, revisions_shown
from cypt_analysis.exports import sheets, tidy, write_document, write_tables
from cypt_analysis.gate.leaks import files_of, find_leaks
from cypt_analysis.gate.secrets import quoted_of
from cypt_analysis.ground.edition import draft
from cypt_analysis.ground.findings import CheckFailed
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.library.disclosure import rule
from cypt_analysis.page.statement import statement
from cypt_analysis.pieces.at_a_glance import finding
from cypt_analysis.pieces.summary_table import summary_table
from cypt_analysis.pieces.tables import comparison_table
from cypt_analysis.processed import described, typed
from cypt_analysis.processed.editions import compute_editions
from cypt_analysis.processed.not_shown import MAY_FOLLOW, may_follow, shown_in_full
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.processed.store import load, save
from cypt_analysis.words.headlines import balance, nothing_new, sentences
from tests.disclosure.world import Figure, observations
from tests.disclosure.world import catalogue as catalogue_of
from tests.judgement.small import RATE, SHARE, catalogue
from tests.projects import write_catalogue, write_drop
from tests.small_project import pieces

QUARTER = parse_quarter("2009-10-Q2")
_SOURCES = """
[caf]
title = "Assessments"
producer = "The council"
owner = "Children"
keys = ["period"]
columns.period = { type = "period" }
columns.initiated = { type = "count", blank = true }
columns.on_time = { type = "count", blank = true, part_of = "initiated" }
columns.late = { type = "count", blank = true, part_of = "initiated" }
columns.open = { type = "count", blank = true, part_of = "initiated" }
totals = [{ total = "initiated", parts = ["on_time", "late", "open"] }]
"""
_MEASURE = """
[[indicator.measure]]
id = "{id}"
name = "Assessments {words}"
kind = "proportion"
source = "caf"
numerator = "{id}"
denominator = "initiated"
unit = "%"
decimals = 0
polarity = "{polarity}"
role = "{role}"
"""
_INDICATOR = f"""
name = "Figures"

[[indicator]]
id = "caf"
name = "The assessments"
definition = "What is counted."
rationale = "It matters."
owner = "Children"
checked_by = "Analysts"
next_review = 2099-06-30
headline = "late"
{_MEASURE.format(id="late", words="completed late", polarity="low", role="headline")}
{_MEASURE.format(id="on_time", words="completed on time", polarity="high", role="supporting")}
{_MEASURE.format(id="open", words="still open", polarity="low", role="supporting")}

[[indicator.measure]]
id = "initiated"
name = "Assessments started"
kind = "count"
source = "caf"
value = "initiated"
unit = "children"
decimals = 0
polarity = "none"
role = "supporting"

[[indicator.chart]]
id = "course"
kind = "over_time"
measures = ["late"]

[[indicator.history]]
name = "Quarters"
measures = ["late", "on_time", "open", "initiated"]
"""
_WORDS = "## Summary\n\n{{ caf.latest }} were late. "


def project(root: Path, latest: str, words: str = _WORDS, sources: str = _SOURCES) -> Project:
    write_catalogue(root, {"figures": _INDICATOR, "sources": sources})
    write_drop(
        root, str(QUARTER),
        {"caf.csv": f"period,initiated,on_time,late,open\n2009-10-Q1,150,100,20,30\n2009-10-Q2,{latest}"},
    )  # fmt: skip
    folder = root / "data" / "raw" / str(QUARTER) / "commentary"
    folder.mkdir()
    (folder / "caf.md").write_text(words, encoding="utf-8")
    return Project(root)


def editions(made: Project) -> dict[str, Known]:
    return compute_editions(DropReader(made), QUARTER)


def spoken(known: Known) -> str:
    return " ".join(BeautifulSoup("".join(pieces(known)), "lxml").get_text().split())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Known]:
    return editions(project(tmp_path_factory.mktemp("three"), "170,128,3,39"))


def test_the_internal_edition_shows_all_and_says_what_the_other_hides(made):
    inside = made["internal"]
    assert inside.facts["caf.numerator"].printed == "3"
    assert dict(zip(inside.withheld["id"], inside.withheld["why"], strict=True)) == {
        "caf.2009-10-Q2": "small",
        "caf.open.2009-10-Q2": "to protect another",
    }
    told = [each for each in inside.findings if each.rule == "small_number"]
    assert [each.row for each in told] == [3, 3]
    assert not any(number in each.found for each in told for number in (" 3 ", " 39 ", " 170 "))


def test_the_public_edition_prints_the_mark_wherever_the_number_would_stand(made):
    public = made["public"]
    for name in ("caf.latest", "caf.numerator", "caf.open.latest", "caf.change_on_previous"):
        assert public.facts[name].printed == "[c]"
        assert public.facts.get(name) is None
    # Which went for its own size, and which to protect it, nothing of this edition says.
    assert set(public.observations["mark"]) == {"", "[c]"}
    assert public.facts["caf.on_time.numerator"].printed == "128"
    assert public.judged.loc["caf", "direction"] == "Not shown"
    shown = spoken(public)
    assert "[c] were late." in shown
    # Neither the finding nor the first screen says where a hidden figure stands or went.
    entry = public.catalogue.indicators["caf"]
    assert (
        "in July to September 2009: the number is withheld, so that no child can be identified."
        in str(finding(public, entry))
    )
    assert all("completed late" not in line for line in sentences(public))
    # Nor does it say that nothing moved: of what is not shown it says nothing, and that.
    assert balance(public).endswith("Not shown: The assessments.")
    assert nothing_new(public).startswith("Nothing that is new and shown missed a target")
    assert "Not shown" not in balance(made["internal"])
    tags = BeautifulSoup(summary_table(public).html(), "lxml").select(".tag")
    assert "Not shown" in tags[-1].get_text()
    assert "the number is withheld, so that no child can be identified" in shown
    assert "3 of 170" not in shown


def test_a_statement_of_a_hidden_figure_keeps_the_verdict_that_it_has(tmp_path):
    """It was held against the true figures; what prints the mark states nothing."""
    words = "## Summary\n\nAssessments completed late {} to {{{{ caf.latest }}}}, from {{{{ caf.2009-10-Q1 }}}}."
    both = words.format("fell") + "\n\n" + words.format("rose").rpartition("\n\n")[2]
    known = editions(project(tmp_path, "170,128,3,39", both))
    inside, public = (
        [each for each in known[name].claims if each.file.endswith("caf.md")]
        for name in ("internal", "public")
    )
    assert [each.printed for each in inside] == ["fell", "2%", "13%", "rose", "2%", "13%"]
    assert [each.printed for each in public] == ["fell", "13%", "rose", "13%"]
    fell = public[0]
    assert (fell.facts, "does not show" in fell.data) == ((), True)
    # What is not borne out stays so in every edition.
    for claims in (inside, public):
        assert [each.printed for each in claims if each.needs_mending] == ["rose"]


def test_no_file_gives_it_back_and_the_gate_would_see_it(made, tmp_path):
    inside, public = made["internal"], made["public"]
    for known in (inside, public):
        folder = tmp_path / known.edition
        folder.mkdir()
        body = "".join(pieces(known))
        page = f"<html><body><main>{body}</main></body></html>"
        (folder / "report.html").write_text(page, encoding="utf-8")
        edition = draft(QUARTER, audience=known.edition)
        write_tables(folder, known, edition)
        write_document(folder, known, edition)
    clean = files_of(tmp_path / "public")
    assert [each.name for each in clean] == [
        "data.csv", "data.csv-metadata.json", "data.xlsx", "report.docx", "report.html",
    ]  # fmt: skip
    assert find_leaks(clean, inside, public) == []
    named = tmp_path / "the-assessments-three-late.csv"
    named.write_text("a,b\n", encoding="utf-8")
    assert find_leaks([named], inside, public)
    open_ = files_of(tmp_path / "internal")
    leaking = {each.file for each in find_leaks(open_, inside, public)}
    assert {"data.csv", "data.xlsx", "report.docx", "report.html"} <= leaking


@pytest.mark.parametrize(
    "place",
    [
        '<p>Of 170, 3 were late.</p>', '<svg><text>3</text></svg>',
        '<img alt="3 late in this quarter">', '<a download href="data:text/csv,late%0A3">Data</a>',
        '<a download href="data:text/csv;base64,bGF0ZQoz">Data</a>', '<a download="late 3.csv">D</a>',
        '<meter aria-valuenow="3"></meter>', '<img src="data:image/svg+xml,%3Csvg%3E3%3C/svg%3E">',
        "<p>1.764705882</p>", "<!-- late: 3 of 170 -->", "<td>39</td>",
        # What somebody wrote into a notebook himself.
        "<p>Three were late.</p>", '<img alt="a chart of III late assessments">',
        "<p>Fewer than five assessments were late.</p>",
    ],
)  # fmt: skip
def test_the_gate_finds_it_planted_anywhere(made, tmp_path, place):
    path = tmp_path / "report.html"
    path.write_text(f'<html><body><h3 id="caf">The assessments</h3>{place}</body></html>')
    found = find_leaks([path], made["internal"], made["public"])
    assert found, place
    assert not any("3 were" in each.found for each in found)


def test_another_areas_small_number_takes_nothing_of_the_authoritys_own(tmp_path):
    sources = _SOURCES.replace('keys = ["period"]', 'keys = ["area", "period"]').replace(
        "columns.period =", 'columns.area = { type = "area" }\ncolumns.period ='
    )
    root = tmp_path / "areas"
    write_catalogue(root, {"figures": _INDICATOR, "sources": sources})
    rows = "\n".join(
        f"{area},2009-10-Q{number},170,128,{late},{42 - late}"
        for number in (1, 2)
        for area, late in (("Northmere", 30), ("Eastham", 3), ("Westham", 20))
    )
    write_drop(root, str(QUARTER), {"caf.csv": f"area,period,initiated,on_time,late,open\n{rows}"})
    public = editions(Project(root))["public"]
    assert public.facts["caf.2009-10-Q2.eastham"].printed == "[c]"
    assert public.facts["caf.2009-10-Q2"].printed == "18%"
    assert public.facts["caf.numerator"].printed == "30"
    assert public.facts["caf.highest"].printed == "18%"


def test_a_typed_number_that_gives_it_back_stops_the_public_edition(tmp_path):
    typed = (
        "3 were late.", "Three were late.", "167 were not late.", "Thirty-nine were open.",
        "A trio of assessments was late.", "Thirteen times as many were open as late.",
        "0.018 of them were late.", "125 more were in time than late.",
        "Of those that ended 2.3% were late.", "One assessment was late in May, two in June.",
    )  # fmt: skip
    with pytest.raises(CheckFailed) as told:
        editions(project(tmp_path, "170,128,3,39", "\n\n".join([_WORDS, *typed])))
    faults = [each for each in told.value.findings if each.rule == "gives_back"]
    assert {each.file for each in faults} == {"data/raw/2009-10-Q2/commentary/caf.md"}
    assert sorted(each.row for each in faults) == list(range(5, 25, 2))
    # Who wrote it is told which words are meant, in their sentence and on its row.
    for each, words in zip(sorted(faults), typed, strict=True):
        assert "[c]" in each.advice and f"'{words}'" in each.found, words
    assert "'Three' in 'Three were late.'" in sorted(faults)[1].found


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        ("Three assessments were late.", 1), ("There were 3 late assessments.", 1),
        ("Late ones were 3.", 1), ("Assessments that were late fell from 20 to 3.", 1),
        ("1.8% of assessments were late.", 1), ("# Three late assessments", 1), ("Late: 1 in 57", 1),
        ("| Of | |\n| --- | --- |\n| Late assessments | 3 |", 1),
        # Of what the words do not name nothing is asked.
        ("Three cautions apply.", 0), ("The Board met on 3 days.", 0),
    ],
)  # fmt: skip
def test_words_that_are_on_no_indicator_give_nothing_back_either(made, words, faults):
    shown = replace(made["public"], commentary={"figures": words}, claims=())
    assert len(typed.typed_faults(made["internal"], shown)) == faults


def test_what_a_drop_s_note_says_gives_nothing_back_and_what_is_done_on_behalf_does_not(made):
    info = made["public"].info.model_copy(update={"note": "3 assessments were late."})
    shown = replace(made["public"], info=info)
    assert [each.row for each in typed.typed_faults(made["internal"], shown)] == [None]
    shown = replace(made["public"], commentary={"caf": "On behalf of the Board."})
    assert typed.typed_faults(made["internal"], shown) == []


@pytest.mark.parametrize(
    ("reason", "gives"),
    [
        ("3 assessments were late, not 4", True), ("Three assessments were late", True),
        ("It was 1.8%", True), ("The file of 3 August came late", False), ("", False),
        ("33 assessments had been left out", False),
    ],
)  # fmt: skip
def test_the_reason_for_a_version_gives_nothing_back(made, reason, gives):
    assert bool(typed.reason_faults(reason, made["internal"], made["public"])) is gives


def test_no_finding_that_quotes_words_is_in_a_public_edition(tmp_path):
    """Only the internal edition holds what the analyst reads of his own words."""
    words = f"{_WORDS}\n\nFour infants died elsewhere."
    made = editions(project(tmp_path, "170,128,3,39", words))
    (told,) = [each for each in made["internal"].findings if each.rule == typed.FEW_TOLD]
    assert "'Four'" in told.found and told.row == 5
    assert not any("infants" in each.found for each in made["public"].findings)


def test_what_was_received_as_confidential_is_worked_back_by_nobody(tmp_path):
    """170, 128 and 39 are received, and [c]: 3 would follow."""
    found = editions(project(tmp_path, "170,128,[c],39"))
    public = found["public"]
    assert public.facts["caf.2009-10-Q2"].printed == "[c]"
    assert public.facts["caf.open.latest"].printed == "[c]"
    assert "inferred" not in found["internal"].observations


def test_an_edition_of_rates_without_any_count_is_made(tmp_path):
    """A neighbour's figure is confidential: the own stands and is printed."""
    catalogue(tmp_path, rate=RATE)
    lines = [
        "area,period,value",
        *(f",{year},{n}" for n, year in ((611, "2007-08-FY"), (722, "2008-09-FY"))),
    ]
    lines += ["Eastham,2008-09-FY,[c]", "Westham,2008-09-FY,41"]
    write_drop(tmp_path, str(QUARTER), {"rate.csv": "\n".join(lines)})
    public = editions(Project(tmp_path))["public"]
    assert public.shows_less
    assert public.facts["rate.latest"].printed == "722"
    assert public.facts["rate.2008-09-FY.eastham"].printed == "[c]"
    assert public.facts["rate.2008-09-FY.neighbours_mean"].value == 41
    rows = comparison_table(public, public.catalogue.indicators["rate"]).rows
    assert [row[0] for row in rows] == ["Northmere", "Westham", "Eastham"]


def test_a_target_stands_where_no_figure_that_has_one_is_shown(tmp_path):
    targets = '\n[targets]\nuse = "england/targets"\nowner = "Children"\n'
    made = project(tmp_path, "170,128,3,39", sources=_SOURCES + targets)
    rows = [
        "indicator,measure,period,comparison,target,set_by,basis,note",
        "caf,late,2009-10-FY,at most,10,local,annual,",
    ]
    path = tmp_path / "data" / "raw" / str(QUARTER) / "targets.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    late = editions(made)["public"].judged.loc["caf"]
    assert (late["verdict"], late["target_period"], late["direction"]) == (
        "Not judged", "2009-10-FY", "Not shown",
    )  # fmt: skip


def test_editions_are_saved_apart_and_one_that_shows_everything_is_the_same(made, tmp_path):
    known = made["internal"]
    save(known, known.project, made.values())
    assert load(known.project, QUARTER, "public").facts["caf.latest"].printed == "[c]"
    assert load(known.project, QUARTER).facts["caf.numerator"].printed == "3"
    large = project(tmp_path, "170,128,13,29")
    found = editions(large)
    assert not found["public"].shows_less
    save(found["internal"], large, found.values())
    assert sorted(path.name for path in large.processed(QUARTER).iterdir() if path.is_dir()) == []
    assert load(large, QUARTER, "public").edition == "public"


def test_a_name_reaches_no_output(tmp_path):
    """Of a worker and of a pupil; the file itself stays as it was received."""
    columns = """columns.worker = { type = "text", blank = true, personal = true }
columns.pupil = { type = "text", blank = true, personal = true }
columns.open ="""
    made = project(tmp_path, "170,128,13,29", sources=_SOURCES.replace("columns.open =", columns))
    path = tmp_path / "data" / "raw" / str(QUARTER) / "caf.csv"
    text = path.read_text(encoding="utf-8")
    lines = [f"{line},Zebedee Quillfeather,Persimmon Oakes" for line in text.splitlines()]
    lines[0] = text.splitlines()[0] + ",worker,pupil"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = editions(made)
    save(found["internal"], made, found.values())
    write_tables(tmp_path, found["internal"], draft(QUARTER))
    written = [made.processed(QUARTER).rglob("*"), tmp_path.glob("*.*")]
    told = [str(each) for each in found["internal"].findings] + pieces(found["internal"])
    for content in [
        *(p.read_bytes() for files in written for p in files if p.is_file()),
        "".join(told).encode(),
    ]:
        assert b"Quillfeather" not in content
        assert b"Persimmon" not in content
    path.write_text("\n".join([*lines, "2009-10-Q2,x,1,1,1,Zebedee Quillfeather,P"]), "utf-8")
    with pytest.raises(CheckFailed) as broken:
        editions(made)
    assert "Quillfeather" not in str(broken.value)


_ACTIONS = """
[actions]
title = "Actions"
producer = "The council"
owner = "Children"
role = "actions"
keys = ["indicator", "action"]
columns.indicator = { type = "indicator" }
columns.action = { type = "text", words = true }
columns.lead = { type = "text" }
columns.worker = { type = "text", personal = true }
"""


def test_a_name_of_a_personal_column_stands_in_no_words(tmp_path):
    """Whichever file has it, as text or as a workbook, and in whichever words it stands."""
    columns = 'columns.pupil = { type = "text", blank = true, personal = true }\ncolumns.open ='
    words = "## Summary\n\nWe saw zebedee quillfeather, and Persimmon.\n\nYoung people, and Oakes."
    made = project(
        tmp_path, "170,128,13,29", words,
        sources=_SOURCES.replace("columns.open =", columns) + _ACTIONS,
    )  # fmt: skip
    folder = tmp_path / "data" / "raw" / str(QUARTER)
    table = pd.read_csv(folder / "caf.csv").assign(pupil=["Zebedee Quillfeather", "Young"])
    table.to_excel(folder / "caf.xlsx", index=False)
    (folder / "caf.csv").unlink()
    (folder / "actions.csv").write_text(
        "indicator,action,lead,worker\ncaf,Ask Persimmon about it,Ms Day,Persimmon\n"
        "caf,Visit,Mr Oakes,Oakes\n"
    )
    with pytest.raises(CheckFailed) as told:
        editions(made)
    places = {(each.file.rpartition("/")[2], each.row) for each in told.value.findings
              if "personal column" in each.found}  # fmt: skip
    assert places == {("caf.md", 3), ("caf.md", 5), ("actions.csv", 2), ("actions.csv", 3)}
    assert not any(each in str(told.value) for each in ("uillfeather", "ersimmon", "Oakes"))


def test_a_personal_column_is_the_key_or_the_breakdown_of_nothing(tmp_path):
    spoilt = _SOURCES.replace('{ type = "period" }', '{ type = "period", personal = true }')
    with pytest.raises(CheckFailed, match="which is personal"):
        editions(project(tmp_path, "170,128,13,29", sources=spoilt))


_QUOTED_SOURCE = """
[quoted]
title = "Figures quoted"
producer = "As each row names"
owner = "Children"
role = "quoted"
keys = ["indicator", "figure"]
columns.indicator = { type = "indicator" }
columns.figure = { type = "name" }
columns.description = { type = "text" }
columns.value = { type = "number" }
columns.unit = { type = "text" }
columns.period = { type = "text", blank = true }
columns.source = { type = "text" }
"""


def test_quoted_figures_are_judged_as_any_other(tmp_path):
    """Small numbers of people go; posts, centres and larger numbers stay; shares are told."""
    made = project(tmp_path, "170,128,13,29", sources=_SOURCES + _QUOTED_SOURCE)
    rows = [
        f"caf,{name},What it is,{value},{unit},,A paper"
        for name, value, unit in (
            ("abroad", 4, "children"), ("posts", 2, "posts"), ("centres", 1, "children's centre"),
            ("seen", 76, "young people"), ("kept", 42, "%"),
        )
    ]  # fmt: skip
    path = tmp_path / "data" / "raw" / str(QUARTER) / "quoted.csv"
    path.write_text(
        "\n".join(["indicator,figure,description,value,unit,period,source", *rows]), "utf-8"
    )
    found = editions(made)
    printed = {
        name: found["public"].facts[f"caf.{name}"].printed
        for name in ("abroad", "posts", "centres", "seen", "kept")
    }
    assert printed == {"abroad": "[c]", "posts": "2", "centres": "1", "seen": "76", "kept": "42%"}
    assert found["internal"].facts["caf.abroad"].printed == "4"
    looked_for = quoted_of(found["internal"], found["public"])
    assert [(each.id, each.small) for each in looked_for] == [("caf.abroad", {"4"})]
    told = {each.rule: each for each in found["internal"].findings}
    assert "caf.abroad is quoted" in told["small_number"].found
    assert "4" not in told["small_number"].found
    assert "caf.kept" in told["not_judged"].found
    assert "neither the number nor the rest may be 1 to 5" in told["not_judged"].advice


def test_a_share_is_judged_by_the_number_that_follows_from_it(tmp_path):
    """42% of 12 are 5; of 2,000 they are 840; of an unknown whole nobody can tell."""
    cases = {
        "few": (SHARE, "42,12", "[c]"), "many": (SHARE, "42,2000", "42%"),
        "unknown": (SHARE, "42,", "42%"),
        # 8 in 10,000 of 5,000 are 4.
        "rate": (RATE, "8,5000", "[c]"), "unknown_rate": (RATE, "8,", "8"),
    }  # fmt: skip
    catalogue(tmp_path, **{name: measure for name, (measure, *_) in cases.items()})
    head = "area,period,value,whole\n,2008-09-FY,"
    write_drop(
        tmp_path, str(QUARTER), {f"{name}.csv": head + row for name, (_, row, _) in cases.items()}
    )
    found = editions(Project(tmp_path))
    for name, (_, _, printed) in cases.items():
        assert found["public"].facts[f"{name}.latest"].printed == printed
    [told] = [each for each in found["internal"].findings if each.rule == "not_judged"]
    assert "2 of the percentages" in told.found and "unknown and unknown_rate" in told.found


def test_every_fault_of_the_words_is_told_at_once(tmp_path):
    """A digit of another script, a figure that is none, and a number that gives a hidden one back."""
    words = "## Summary\n\nIt was \u0663.\n\nSee {{ caf.lost }}.\n\n3 of 170 were late.\n"
    with pytest.raises(CheckFailed) as told:
        editions(project(tmp_path, "170,128,3,39", words))
    assert {each.row for each in told.value.findings if each.severity == "error"} == {3, 5, 7}


_DISTRICTS = """
[missing]
title = "Missing children"
producer = "The council"
owner = "Children"
keys = ["period", "district"]
columns.period = { type = "period" }
columns.district = { type = "text" }
columns.children = { type = "count" }
totals = [{ over = "district", row = "Total", parts = ["children"] }]
"""
_MISSING = """
name = "Figures"

[[indicator]]
id = "missing"
name = "Missing children"
definition = "What is counted."
rationale = "It matters."
owner = "Children"
checked_by = "Analysts"
next_review = 2099-06-30
headline = "all"
""" + "".join(
    f"""
[[indicator.measure]]
id = "{name.lower().replace(" ", "_")}"
name = "Missing, {name}"
kind = "count"
source = "missing"
where = {{ district = "{name if name != "All" else "Total"}" }}
value = "children"
unit = "children"
decimals = 0
polarity = "low"
role = "{"headline" if name == "All" else "supporting"}"
"""
    for name in ("All", "Ashford", "Canterbury", "Dover Castle", "Maidstone", "Thanet")
)


def _districts(root: Path, words: str = "") -> dict[str, Known]:
    """Of Kent's districts two are hidden: Dover Castle's 4, and Thanet's 66 beside it."""
    write_catalogue(root, {"figures": _MISSING, "sources": _DISTRICTS})
    counts = {
        "Total": 166,
        "Ashford": 18,
        "Canterbury": 41,
        "Dover Castle": 4,
        "Maidstone": 37,
        "Thanet": 66,
    }
    rows = "\n".join(f"2009-10-Q2,{name},{number}" for name, number in counts.items())
    write_drop(root, str(QUARTER), {"missing.csv": f"period,district,children\n{rows}"})
    folder = root / "data" / "raw" / str(QUARTER) / "commentary"
    folder.mkdir()
    (folder / "missing.md").write_text(f"## Summary\n\n{words}", encoding="utf-8")
    return editions(Project(root))


@pytest.fixture(scope="module")
def districts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Known]:
    return _districts(tmp_path_factory.mktemp("districts"))


def _told(districts: dict[str, Known], words: str) -> bool:
    known, shown = (
        replace(districts[name], commentary={"missing": f"## Summary\n\n{words}"})
        for name in ("internal", "public")
    )
    claims = [each for each in districts["public"].claims if each.file.endswith("missing.md")]
    return bool(typed.typed_faults(known, replace(shown, claims=tuple(claims))))


def test_two_districts_are_hidden(districts):
    table = districts["public"].observations
    assert sorted(table.loc[table["mark"] == "[c]", "measure"]) == ["dover_castle", "thanet"]


def test_no_place_in_a_file_in_which_something_is_hidden_is_told(districts):
    """In a file that is sorted by its numbers, the rows of those shown are bounds of the others."""
    for name, kept in (("public", 0), ("internal", 6)):
        known = districts[name]
        rows = [*tidy.observations(known), *sheets.measures(known)]
        assert sum(row["row"] is not None for row in rows) == 2 * kept
        told = [each["comes_from"] for each in sheets.facts(known)]
        assert any(" row " in each for each in told) is (kept > 0)
        assert any("missing.csv" in each for each in told)


def test_the_rows_of_files_hang_on_what_is_shown_and_on_no_hidden_number(tmp_path):
    """On time 128 and open 3, or the other way about: each line of every table is the same.

    No threshold is known after 3, and one after 128.
    """
    one, two = (
        editions(project(tmp_path / name, latest))
        for name, latest in (("one", "170,128,39,3"), ("two", "170,3,39,128"))
    )
    for of in (tidy.observations, sheets.summary, sheets.measures, sheets.changes, sheets.facts):
        assert of(one["public"]) == of(two["public"]), of.__name__
    assert sheets.facts(one["internal"]) != sheets.facts(two["internal"])


@pytest.mark.parametrize(
    "words",
    [
        # Each with what else the page shows gives 4.
        "Dover Castle made up 2.4% of the missing children.", "Dover is 14 below Ashford.",
        "Thanet had 62 more than Dover.", "Dover Castle x4.", "Dover: × 4",
        "Dover had one child in July, one in August and two in September.",
        "Dover had a foursome.", "Twins from Dover were both missing.", "A sibling pair in Dover",
        "Dover had a tenth of Canterbury's number.", "Two fifths of them live in Thanet.",
        "A handful of children in DOVER went missing.", "Dover's number has halved.",
        "| District | Children |\n| --- | --- |\n| Dover | a few: 2 and 2 |",
        "Work goes on. Thanet and Ashford together had 84.",
    ],
)  # fmt: skip
def test_a_sentence_that_names_a_hidden_row_tells_no_number(districts, words):
    assert _told(districts, words)


@pytest.mark.parametrize(
    "words",
    [
        "Dover is the smallest.", "Ashford has half of Maidstone's number, 18. Dover is not shown.",
        "Dover's team has met since May 2009, in Q2 and on 3 July.", "Year 6 pupils in Dover",
        "Dover is one of the districts on the coast.", "Canterbury had 41.",
    ],
)  # fmt: skip
def test_other_sentences_may(districts, words):
    assert not _told(districts, words)


def test_a_number_of_what_is_shown_may_stand_beside_a_hidden_row(tmp_path):
    """Typed or as a placeholder, where it is that of another row."""
    words = "{{ missing.ashford.latest }} children were missing in Ashford, and fewer in Dover."
    typed_words = "In Ashford 18 were missing, and fewer in Dover."
    shown = _districts(tmp_path, f"{words}\n\n{typed_words}")["public"]
    assert shown.commentary["missing"].count("Dover") == 2


def test_a_chart_of_parts_of_which_some_are_hidden_says_what_is_shown(districts):
    public = districts["public"]
    entry = public.catalogue.indicators["missing"]
    # Names so long that not all of them can be told.
    long = {"name": f"Children who went missing from home or from care in {'the district of ' * 2}"}
    measures = tuple(
        each.model_copy(update={"name": long["name"] + each.id}) for each in entry.measure[1:]
    )
    several = entry.model_copy(update={"measure": (entry.measure[0], *measures)})
    chart = Chart(id="parts", kind="categories", measures=tuple(each.id for each in measures))
    for of in (entry, several):
        drawn = categories(public, of, chart)
        assert "41" in drawn.alt and "18" in drawn.alt and len(drawn.alt) <= 300, drawn.alt
        assert "share" not in drawn.title and "Canterbury" not in drawn.subtitle


@pytest.mark.parametrize(("said", "told"), [("Dover had 4 in summer.", True), ("4 in Dover 3", True),
                                            ("Of 4 districts, and Dover in 10 days.", True),
                                            ("Dover within 10 days.", False), ("4 days.", False),
                                            ("4 were missing.", True), ("4 missing in all", True),
                                            ("Missing 4 or more times", False)])  # fmt: skip
def test_an_entry_of_the_catalogue_gives_nothing_back(districts, said, told):
    known, shown = districts["internal"], districts["public"]
    entry = shown.catalogue.indicators["missing"].model_copy(update={"definition": said})
    catalogue = shown.catalogue.model_copy(update={"indicators": {"missing": entry}})
    found = typed.typed_faults(known, replace(shown, catalogue=catalogue))
    assert [each.file for each in found] == ["data/catalogue, [missing]"] * told


@pytest.mark.parametrize(
    ("words", "number"),
    [("Four infants died. We met 3 partners.", 1), ("4 children were placed, 2 pupils moved.", 2),
     ("At least 3 children a week; 12 children; under 5 children.", 0)],
)  # fmt: skip
def test_few_people_whom_no_figure_holds_are_a_point_to_review(made, words, number):
    """The statement reader knows of no figure: nobody has judged it."""
    shown = replace(made["public"], commentary={"figures": words}, claims=())
    found = list(typed.few_told(shown, 5))
    assert len(found) == number
    assert all(point.found.split("'")[1] in words for point in found)


@pytest.mark.parametrize(
    ("change", "gives"),
    [
        ({"name": "Late assessments (3)"}, True), ({"owner": "Head of the three late ones"}, True),
        ({"breaks": [{"period": "2009-10-Q1", "reason": "The three late ones count"}]}, True),
        ({"codes": ["LATE 3"]}, True), ({"name": "Late assessments within 3 days"}, False),
        ({"owner": "Head of three teams"}, False),
    ],
)  # fmt: skip
def test_no_text_of_the_catalogue_gives_it_back(made, change, gives):
    """The whole entry is read, and the sources with it: not a list of some of its keys."""
    entry = made["public"].catalogue.indicators["caf"]
    catalogue = made["public"].catalogue
    one = type(entry).model_validate(entry.model_dump() | change)
    changed = catalogue.model_copy(update={"indicators": {"caf": one}})
    found = typed.typed_faults(made["internal"], replace(made["public"], catalogue=changed))
    assert bool([each for each in found if "[caf]" in each.file]) is gives


@pytest.mark.parametrize("key", ["title", "producer"])
def test_no_text_of_a_source_gives_it_back(made, key):
    catalogue = made["public"].catalogue
    source = catalogue.sources["caf"].model_copy(update={key: "The three late assessments"})
    changed = catalogue.model_copy(update={"sources": {**catalogue.sources, "caf": source}})
    found = typed.typed_faults(made["internal"], replace(made["public"], catalogue=changed))
    assert [each.file for each in found] == ["data/catalogue, [caf]"]


def test_no_note_of_a_target_gives_it_back(made):
    row = {"indicator": "caf", "measure": "late", "period": "2009-10-Q2", "target": 2.0, "row": 2,
           "file": "targets.csv", "note": "A third less than the 3 of a year before"}  # fmt: skip
    shown = replace(made["public"], targets=pd.DataFrame([row]))
    (found,) = typed.typed_faults(replace(made["internal"], targets=shown.targets), shown)
    assert (found.file, found.row) == ("targets.csv", 2) and "'3'" in found.found


def test_a_file_s_name_gives_nothing_back(made):
    def told(name: str) -> list[str]:
        table = made["public"].observations.assign(file=f"data/raw/2009-10-Q2/{name}.csv")
        shown = replace(made["public"], observations=table)
        return [each.file for each in typed.typed_faults(made["internal"], shown)]

    assert told("3_late assessments") == ["data/raw/2009-10-Q2"]
    # Days, quarters and versions are in most names.
    for name in ("assessments Q3 2009-10 v3", "caf_2009-03-30", "Late assessments 30.9.09"):
        assert told(name) == [], name


def test_a_report_is_made_of_a_drop_to_which_nothing_has_come(tmp_path):
    write_catalogue(tmp_path, {"figures": _INDICATOR, "sources": _SOURCES})
    write_drop(tmp_path, str(QUARTER), {})
    for known in editions(Project(tmp_path)).values():
        assert sentences(known) == []
        assert "No new data: The assessments." in balance(known)
        assert "nothing has been received for this indicator" in spoken(known)


@pytest.mark.parametrize(
    ("by", "entry", "says", "told"),
    [
        ("none", "", "shows every number", True),
        ("dfe_2020", "none", "Of The assessments every number is shown", True),
        ("dfe_2020", "ons_conceptions", "Of The assessments this is so from 1 to 4", False),
        ("dfe_2020", "", "The rule is DfE 2020", False),
    ],
)
def test_the_page_says_which_rules_hold(made, by, entry, says, told):
    (indicator,) = made["public"].catalogue.indicators.values()
    own = indicator.model_copy(update={"disclosure": entry})
    sources = made["public"].catalogue.sources
    entries = SimpleNamespace(indicators={"caf": own}, sources=sources)
    editions = tuple(
        SimpleNamespace(id=name, rule=each) for name, each in (("public", by), ("internal", "none"))
    )
    settings = made["public"].settings.model_copy(update={"edition": editions})
    public, internal = (
        str(statement(replace(made[name], catalogue=entries, settings=settings)))
        for name in ("public", "internal")
    )
    assert says in public and "internal edition" not in public
    assert "internal edition" in internal
    drop = SimpleNamespace(path=str)
    assert told == bool([*shown_in_full("public", by, entries, drop)])
    assert not [*shown_in_full("internal", "none", entries, drop)]


def test_what_was_revised_or_quoted_is_rounded_as_its_rule_says(tmp_path):
    rows = pd.DataFrame({
        "id": ["a", "a", "b"], "quarter": "q", "then": [143.0, 148.0, 41.0], "now": [148.0, 149.0, 55.0],
    })  # fmt: skip
    figures = [Figure("m", 149, part="a"), Figure("m", 55, part="b")]
    table = observations(figures).assign(id=["a", "b"])
    by = Protection(rules={"a": rule("ohid"), "b": rule("dfe_2020")})
    told = revisions_shown(rows, table, by, [])
    assert told[["then", "now"]].to_numpy().tolist() == [[145.0, 150.0], [41.0, 55.0]]
    quoted = pd.DataFrame(
        {"indicator": "children", "value": [143.0, 14.3], "unit": ["children", "%"]}
    )
    entries = catalogue_of(figures)
    assert quoted_shown(quoted, entries, "ohid")["value"].tolist() == [145.0, 14.3]
    assert quoted_shown(quoted, entries, "dfe_2020")["value"].tolist() == [143.0, 14.3]


def test_a_sum_that_may_be_chance_is_asked_of_the_analyst_without_the_number():
    one = Asked(
        ("a.open", "b.closed", "c.all"), "open | n |  | Northmere | 2009-10-Q2 = 3",
        ("closed | m |  | Northmere | 2009-10-Q2 = 44", "all | n |  | Northmere | 2009-10-Q2 = 47"),
    )  # fmt: skip
    (told,) = may_follow([one], "public", SimpleNamespace(path=str))
    assert "closed | m" in told.found and 'of = ["b.closed", "c.all"]' in told.advice
    assert " 3" not in f"{told.found} {told.advice}" and told.rule == MAY_FOLLOW


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("A single primary-age girl was late twice over.", True),
        ("The same girl, with her brother, was late again.", True),
        ("It is a family of siblings, the youngest in the infants.", True),
        ("The baby of the house was found in Leigh.", True),
        ("Assessments of children from Ince are late.", True),
        ("Aidan, Bea and Callum had late assessments.", True),
        ("July, August and September each had a late assessment.", True),
        ("Assessments were late on 4 July, 9 August and 12 September.", True),
        ("Assessments completed late:\n\n- North\n- South\n- East", True),
        # Of nobody, of everybody, of an area of the register, or of another number of things.
        ("A single child protection plan format is used.", False),
        ("Children from Leeds are assessed there.", False),
        ("Police, health, schools and housing met on late assessments.", False),
        ("Assessments were late in July and August.", False),
        ("Assessments completed late:\n\n- the teams met\n- a plan was made", False),
        ("The same manager answers for all assessments.", False),
    ],
)  # fmt: skip
def test_what_may_tell_of_a_child_without_a_number_waits_for_a_person(made, words, asked):
    known, shown = made["internal"], made["public"]
    shown = replace(shown, commentary={"caf": f"## Summary\n\n{words}"})
    assert bool(described.asked_of(known, shown)) is asked


def test_what_is_counted_describes_nobody_and_one_of_them_is_one(made):
    """Of girls and siblings: the words of the indicator's name are in most sentences on it."""
    entry = made["internal"].catalogue.indicators["caf"]
    entry = entry.model_copy(update={"name": "Assessments of girls and siblings"})
    catalogue = made["internal"].catalogue.model_copy(update={"indicators": {"caf": entry}})
    known, shown = (replace(made[name], catalogue=catalogue) for name in ("internal", "public"))
    for words, asked in (("Siblings are seen together.", 0), ("The same girl was late.", 1)):
        told = replace(shown, commentary={"caf": f"## Summary\n\n{words}"})
        assert len(described.asked_of(known, told)) == asked, words


def test_what_may_tell_of_a_child_is_confirmed_by_name_with_all_of_its_sentence(tmp_path):
    """Nothing is published until somebody answers: publish asks for every claim to be mended."""
    words = f"{_WORDS}\n\nThe same girl was late again, which is a concern."
    known = editions(project(tmp_path, "170,128,3,39", words))["internal"]
    (claim,) = [each for each in known.claims if "same girl" in each.printed]
    assert claim.needs_mending and claim.line == 5
    assert any(each.row == 5 and "same girl" in each.found for each in known.findings)
    same = [each for each in known.claims if each.sentence == claim.sentence]
    assert len({each.digest for each in same}) == 1
    assert not any("same girl" in each.printed for each in editions(
        project(tmp_path / "none", "170,128,20,22", words))["internal"].claims)  # fmt: skip

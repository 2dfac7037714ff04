"""A new project of any authority: whole, its own, and made once."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result

from cypt_analysis.catalogue import load_catalogue
from cypt_analysis.charts import draw
from cypt_analysis.cli import main
from cypt_analysis.cycle.adding import add_indicator, add_sources
from cypt_analysis.cycle.figures import to_bring
from cypt_analysis.cycle.starting import Start, first_quarter, start_project
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.library.areas import authorities, find_authority
from cypt_analysis.library.disclosure import rules
from cypt_analysis.library.entries import indicators, sources
from cypt_analysis.library.files import FOLDER
from cypt_analysis.library.national import with_figures
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.editions import compute_editions
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.words.headlines import by_chance, sentences, what_matters
from tests.own_sentences import read_again
from tests.small_project import pieces

QUARTER = parse_quarter("2025-26-Q2")


def _cypt(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def _started(folder: Path, authority: str, *indicators: str) -> Project:
    area = find_authority(authority, QUARTER.period.end)
    return start_project(folder, Start(area, QUARTER, indicators))


@pytest.fixture(scope="module")
def leeds(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Leeds with every indicator that has figures. Do not change it."""
    return _started(tmp_path_factory.mktemp("new") / "leeds", "Leeds")


@pytest.fixture(scope="module")
def known_of_leeds(leeds: Project) -> Known:
    return compute(DropReader(leeds), QUARTER)


def test_it_has_about_forty_indicators_that_the_catalogue_accepts(leeds: Project) -> None:
    catalogue = load_catalogue(leeds).at(QUARTER)
    assert list(catalogue.indicators) == [
        name for section in catalogue.sections for name in (e.id for e in section.indicator)
    ]
    assert 40 <= len(catalogue.indicators) == len(with_figures()) <= 56


def test_what_is_said_of_its_figures_is_borne_out(known_of_leeds: Known) -> None:
    told = read_again(known_of_leeds)
    assert (len(told.sentences) > 60, told.faults) == (True, [])
    assert len(told.for_a_person) <= 0.1 * len(told.sentences), told.for_a_person


def test_no_word_of_another_authority_s_report_is_in_it(leeds: Project) -> None:
    """Names of authorities stand in the figures and among Leeds' neighbours, nowhere else."""
    own = [path for path in leeds.root.rglob("*") if path.suffix in (".toml", ".md", ".ipynb")]
    assert len(own) > 20
    for path in own:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"Brighton|CYPT|2009", text), path.name


def test_its_editions_are_named_with_the_rules_that_there_are(leeds: Project) -> None:
    text = (leeds.root / "project.toml").read_text(encoding="utf-8")
    assert [each["id"] for each in tomllib.loads(text)["edition"]] == ["public", "internal"]
    assert leeds.settings(QUARTER).editions == {"public": "dfe_2020", "internal": "none"}
    explained = [line.split()[1] for line in text.splitlines() if line.startswith("#   ")]
    assert explained == list(rules())


def test_each_section_s_notebook_shows_each_of_its_indicators_once(leeds: Project) -> None:
    catalogue = load_catalogue(leeds).at(QUARTER)
    shown = [
        cell.source.split('"')[1]
        for path in leeds.notebooks.glob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code" and ".indicator(" in cell.source
    ]
    assert sorted(shown) == sorted(catalogue.indicators)


def test_the_published_figures_of_leeds_and_all_others_are_facts(tmp_path: Path) -> None:
    """Re-referrals 2023/24: Leeds 2,399 of 9,914, 24.2%; England 22.4%; ten neighbours' mean
    22.36; 149 authorities, quartiles 17.7, 20.6 and 23.6; 118th from below (DfE, October 2025)."""
    project = _started(tmp_path / "leeds", "383", "rereferrals")
    facts = compute(DropReader(project), QUARTER).facts
    path = "rereferrals.2023-24-FY"
    assert facts[path].printed == "24.2%"
    assert facts[f"{path}.england"].printed == "22.4%"
    assert facts[f"{path}.neighbours_mean"].value == pytest.approx(22.36, abs=0.05)
    assert facts[f"{path}.neighbours_counted"].value == 10
    assert facts[f"{path}.authorities_counted"].value == 149
    found = [
        facts[f"{path}.authorities_{name}"].value for name in ("quartile_1", "median", "quartile_3")
    ]
    assert found == pytest.approx([17.7, 20.6, 23.6], abs=0.05)
    assert facts[f"{path}.authorities_rank"].value == 118
    # The Dorset of then has the name of another now.
    assert facts["rereferrals.2017-18-FY.authorities_counted"].value == 152


def test_what_looks_back_is_not_compared_with_a_new_authority_s_first_year(tmp_path: Path) -> None:
    """Westmorland and Furness, made in April 2023: 7.4% of the first year's referrals were
    repeated, 16.5% of the next; before was another authority's (DfE, October 2025)."""
    project = _started(tmp_path / "new", "943", "rereferrals", "cla_starts")
    known = compute(DropReader(project), QUARTER)
    assert known.facts["rereferrals.2024-25-FY"].printed == "16.5%"
    compared = set(known.pairs["path"])
    [since] = set(
        known.own.set_index("period").loc["2024-25-FY"].query("path == 'rereferrals'")["since"]
    )
    assert "Westmorland and Furness is there since 1 April 2023" in since
    assert "cla_starts" in compared
    assert "rereferrals" not in compared


@pytest.mark.parametrize(
    "name", ["City of London", "E06000064", "Sheffield", "805.0", "Kingston upon Hull"]
)
def test_any_authority_by_any_of_its_names_and_codes(tmp_path: Path, name: str) -> None:
    project = _started(tmp_path / "new", name, "rereferrals", "cla_rate")
    known = compute(DropReader(project), QUARTER)
    assert known.info.authority == find_authority(name, QUARTER.period.end).name
    assert len(known.info.neighbours) == 10 or known.info.authority in known.info.areas
    assert set(known.own["indicator"]) == {"rereferrals", "cla_rate"}


@pytest.mark.parametrize(
    ("name", "indicator", "found"),
    [
        # Social workers of the two Northamptonshires are one row (DfE, workforce, to 2025).
        ("North Northamptonshire", "sw_vacancy",
         "of 30 September 2025 are of 'North Northamptonshire / West Northamptonshire' together"),
        # The benchmarking table has Dorset's care applications under the county's name before 2019.
        ("838", "care_apps", "of care_apps of 2024/25 are of 'Dorset (835)', which was there until "
         "31 March 2019"),
    ],
)  # fmt: skip
def test_figures_that_are_published_of_another_area_that_it_is_in_are_said_to_be(
    tmp_path: Path, name: str, indicator: str, found: str
) -> None:
    known = compute(DropReader(_started(tmp_path / "new", name, indicator)), QUARTER)
    told = [each.found for each in known.findings if each.rule == "joined_areas"]
    assert f"Figures {found}: there are none of {known.info.authority} alone." in told
    assert known.own.empty


def test_where_every_figure_is_marked_each_edition_has_charts_that_say_so(tmp_path: Path) -> None:
    """City of London's assessments are `c` in each year (DfE, Characteristics of children in need)."""
    project = _started(tmp_path / "new", "City of London", "assess45")
    for known in compute_editions(DropReader(project), QUARTER).values():
        entry = known.catalogue.indicators["assess45"]
        titles = [figure.title for c in entry.chart if (figure := draw(known, entry, c.id))]
        assert len(titles) == 2
        assert not [each for each in titles if "received" in each or re.search(r"\d%", each)]
        assert all(re.search("withheld|not shown", e) for e in titles), titles


def test_every_authority_of_today_can_have_one() -> None:
    today = authorities(date(2025, 9, 30))
    assert len(today) == 153
    assert len({Start(each, QUARTER).authority.code for each in today}) == 153


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--authority", "Cumbria"), 1, "now Cumberland (942) or Westmorland and Furness (943)"),
        (("--authority", "Yorkshire"), 1, "is no area in the register"),
        (("--authority", "Leeds", "--indicators", "rereferals"), 1, "Did you mean 'rereferrals'?"),
        (("--authority", "Leeds", "--quarter", "2025-Q2"), 1, "is not a quarter"),
        ((), 2, "Name the --authority"),
        (("--demo", "--authority", "Leeds"), 2, "Leave them out"),
    ],
)
def test_what_cannot_be_made_is_one_sentence_and_leaves_nothing(
    tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = _cypt("init", str(tmp_path / "new"), *arguments)
    assert result.exit_code == code
    assert said in result.output
    assert not (tmp_path / "new").exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    result = _cypt("init", str(tmp_path), "--authority", "Leeds")
    assert (result.exit_code, "holds something already" in result.output) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("today", "quarter"),
    [
        (date(2026, 11, 26), "2026-27-Q2"), (date(2026, 10, 1), "2026-27-Q2"),
        (date(2026, 9, 30), "2026-27-Q1"), (date(2026, 1, 5), "2025-26-Q3"),
        (date(2026, 4, 1), "2025-26-Q4"), (date(2026, 3, 31), "2025-26-Q3"),
    ],
)  # fmt: skip
def test_the_first_quarter_is_the_newest_that_has_ended(today: date, quarter: str) -> None:
    assert str(first_quarter(today)) == quarter


@pytest.mark.parametrize("name", ["Leeds", "City of London"])
def test_what_it_says_by_itself_agrees_with_its_figures(
    tmp_path: Path, name: str, known_of_leeds: Known
) -> None:
    """The library's own words state nothing of anybody's figures; the headlines agree with them."""
    known = known_of_leeds
    if name != known.info.authority:
        known = compute(DropReader(_started(tmp_path / "new", name)), QUARTER)
    told = {(c.file, c.place, c.printed) for c in known.claims if "catalogue" in c.file}
    assert told == set()
    assert [(c.file, c.place, c.printed, c.data) for c in known.claims if c.needs_mending] == []
    told_first = [re.sub("<[^>]+>", "", str(each)) for each in sentences(known)]
    assert len(what_matters(known)) <= 6
    assert sum(len(each.split()) for each in told_first) < 250, "it is read in a minute"
    assert not re.search(r"20(1\d|2[012])", " ".join(told_first)), "old figures are no news"
    assert sum(each.rule == "no_commentary" for each in known.findings) == 1


def test_what_is_far_from_england_comes_first_and_the_untested_are_counted(
    known_of_leeds: Known,
) -> None:
    """Leeds issued 9.3% of new plans within 20 weeks in 2024, England 45.9% (DfE, June 2025)."""
    known = known_of_leeds
    first, *others = what_matters(known)
    assert first.sentences == (
        "9.3% of new plans were issued within 20 weeks in 2024, 36.6 points below England (45.9%).",
    )
    assert len(others) == 5, "forty-six indicators make no longer a list"
    words = list(known.judged.loc[known.judged["role"] == "headline", "direction"])
    count = int(re.search(r"the change of (\d+) ", by_chance(known))[1])
    assert 20 < count <= sum("not tested" in each for each in words)


def test_no_word_of_another_authority_is_on_the_page_of_one(tmp_path: Path) -> None:
    project = _started(tmp_path / "new", "Darlington", "neet", "conceptions", "cpp_2yrs")
    page = " ".join(pieces(compute(DropReader(project), QUARTER)))
    assert "Darlington" in page
    for word in ("Brighton", "CYPT", "Leeds", "2009"):
        assert word not in page, word


def test_the_library_s_words_are_nobody_s() -> None:
    for path in sorted(FOLDER.rglob("*.toml")):
        if path.name not in ("areas.toml", "releases.toml"):
            found = re.search(r"Brighton|Leeds|CYPT|2009", path.read_text(encoding="utf-8"))
            assert not found, (path.name, found)


# list, add


def test_the_library_is_listed_by_theme() -> None:
    result = _cypt("list", "courts")
    assert result.exit_code == 0
    assert "care_apps" in result.output
    assert "Did you mean 'courts'?" in _cypt("list", "court").output


def test_an_indicator_is_added_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    project = _started(tmp_path / "new", "Leeds", "rereferrals")
    comment = "# Our own remark, which stays.\n"
    project.file.write_text(comment + project.file.read_text(encoding="utf-8"), encoding="utf-8")
    root = ("--root", str(project.root))
    # One of a section that is there, one of a new one.
    result = _cypt(*root, "add", "indicator", "referrals", "neet")
    assert result.exit_code == 0, result.output
    assert project.file.read_text(encoding="utf-8").startswith(comment)
    known = compute(DropReader(project), QUARTER)
    assert set(known.own["indicator"]) == {"rereferrals", "referrals", "neet"}
    cells = [
        cell.source
        for path in sorted(project.notebooks.glob("*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
    ]
    assert sum('report.indicator("neet")' in cell for cell in cells) == 1
    assert sum('report.indicator("referrals")' in cell for cell in cells) == 1
    again = _cypt(*root, "add", "indicator", "neet")
    assert (again.exit_code, "already" in again.output) == (1, True)


def test_every_indicator_and_source_of_the_library_can_be_added(tmp_path: Path) -> None:
    project = _started(tmp_path / "new", "Rutland", "rereferrals")
    for name in indicators():
        if name != "rereferrals":
            assert add_indicator(project, name), name
    for name in sources():
        add_sources(project, [name])
    catalogue = load_catalogue(project).at(QUARTER)
    assert set(catalogue.indicators) == set(indicators())
    assert set(sources()) <= set(catalogue.sources)
    shown = [
        cell.source.split('"')[1]
        for path in project.notebooks.glob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code" and ".indicator(" in cell.source
    ]
    assert sorted(shown) == sorted(indicators())
    words = project.raw(QUARTER) / "commentary"
    assert {path.stem for path in words.glob("*.md")} >= set(indicators()) - {"rereferrals"}


def test_every_indicator_of_the_library_is_listed_under_its_theme() -> None:
    listed = _cypt("list").output
    for name in indicators():
        assert re.search(rf"^[\s*]*{name}\b", listed, re.MULTILINE), name


def test_a_project_of_an_authority_that_has_ended_names_those_that_came_after(
    tmp_path: Path,
) -> None:
    project = _started(tmp_path / "new", "Cumberland", "rereferrals")
    text = project.file.read_text(encoding="utf-8")
    assert 'code = "E06000063"' in text or 'code = "942"' in text
    text = re.sub(r'code = "\w+"', 'code = "909"', text).replace("Cumberland", "Cumbria")
    project.file.write_text(text, encoding="utf-8")
    result = _cypt("--root", str(project.root), "check")
    assert result.exit_code == 1
    assert result.output == (
        "Cumbria (909, until 31 March 2023) was not there on 30 September 2025: "
        "now Cumberland (942) or Westmorland and Furness (943).\n"
    )


def test_a_name_that_the_library_does_not_have_changes_nothing(tmp_path: Path) -> None:
    project = _started(tmp_path / "new", "Leeds", "rereferrals")
    before = {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}
    for what, name in (("indicator", "neat"), ("source", "neat")):
        result = _cypt("--root", str(project.root), "add", what, "referrals", name)
        assert result.exit_code == 1
        assert f"no {what} 'neat'" in result.output
    assert {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()} == before


def test_a_shared_folder_without_populations_takes_those_of_the_library(tmp_path: Path) -> None:
    """Without them the check stopped at every file of rates, and did not say whose they are."""
    shared = tmp_path / "national"
    shared.mkdir()
    (shared / "c1_children_in_need_referrals.csv").write_text("time_period\n", encoding="utf-8")
    assert to_bring(["referrals", "populations"], shared) == ["populations"]
    (shared / "ons_mid-year_population_estimates_2012_to_2024.csv").touch()
    assert to_bring(["referrals", "populations"], shared) == []
    assert to_bring(["referrals", "populations"], tmp_path / "none yet") == []

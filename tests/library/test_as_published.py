"""The library's sources read national files as published, in a drop or in a folder that projects share."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cypt_analysis.catalogue.sources import Source
from cypt_analysis.cli import main
from cypt_analysis.cycle.starting import Start, start_project
from cypt_analysis.drops.shared import RECORD
from cypt_analysis.ground.decoding import Unreadable
from cypt_analysis.ground.findings import CheckFailed
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.library.areas import find_authority
from cypt_analysis.library.entries import sources
from cypt_analysis.pipeline import build
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.readers import files
from cypt_analysis.readers.files import forget, read_file
from tests.library import published

FIRST, SECOND = parse_quarter("2024-25-Q2"), parse_quarter("2025-26-Q3")


def _started(root: Path, *, national: str = "", quarter=FIRST) -> Project:
    area = find_authority("Leeds", quarter.period.end)
    return start_project(root, Start(area, quarter, ("referrals", "rereferrals"), national))


def _next_drop(project: Project, **files: str) -> None:
    """The drop of the second quarter: what the first one's drop.toml says, and files as published."""
    folder = project.raw(SECOND)
    folder.mkdir()
    text = (project.raw(FIRST) / "drop.toml").read_text(encoding="utf-8")
    text = text.replace(str(FIRST), str(SECOND)).replace("2024-09-30", "2025-12-31")
    (folder / "drop.toml").write_text(text, encoding="utf-8")
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")


def _known(project: Project, quarter=SECOND) -> Known:
    return compute(DropReader(project), quarter)


def _told(known: Known) -> dict[str, str]:
    return {each.rule: each.found for each in known.findings}


# What the readers make of a publisher's layout.


@pytest.mark.parametrize(
    ("source", "name", "text", "rows"),
    [
        ("referrals", published.REFERRALS.format(2025), published.referrals(("2024",)),
         [["E92000001", "2023-24-FY", "621880", "", "22.4", "", ""],
          ["E08000035", "2023-24-FY", "9914", "2399", "24.2", "", ""]]),
        ("referrals", published.REFERRALS.format(2024), published.REFERRALS_OF_2024,
         [["E08000035", "2023-24-FY", "9914", "2399", "24.2", "", ""],
          ["E08000035", "2022-23-FY", "10950", "3071", "28", "", ""]]),
        ("populations", "ons_mid-year_population_estimates_2012_to_2024.csv", published.POPULATIONS,
         [["E92000001", "2024-06-30", "12183016"], ["E08000035", "2024-06-30", "176239"],
          ["E92000001", "2023-06-30", "12059476"], ["E08000035", "2023-06-30", "174311"]]),
        ("attendance", "EES_ytd_data_2026-03-12.csv", published.ATTENDANCE,
         [["E92000001", "2025-M09..2026-M03", "2445419687", "", "6.8832481351", "18.7817604593", ""],
          ["E08000035", "2025-M09..2026-M03", "38623065", "2758129", "7.1411448056", "19.3594568413",
           ""]]),
        # The releases of autumn had another name for a column, and one column less.
        ("attendance", "EES_ytd_data_2025-12-11.csv", published.ATTENDANCE_OF_AUTUMN,
         [["E92000001", "2025-M09..2025-M12", "2445419687", "", "6.8832481351", ""],
          ["E08000035", "2025-M09..2025-M12", "38623065", "2758129", "7.1411448056", ""]]),
        ("repeat_plans", "d3_cpps_subsequent_plan_2013_to_2025.csv", published.REPEAT_PLANS,
         [["E09000001", "2024-25-FY", "[c]", "0", "0", ""], ["805", "2024-25-FY", "170", "39", "22.9", ""]]),
        ("neet", "UD_NEETNK_LA_dashboard_final.csv", published.NEET,
         [["E92000001", "2024-M12..2025-M02", "1335160", "5.6", "3.4", "2.2", ""],
          ["E08000035", "2024-M12..2025-M02", "19578", "8.8", "4.9", "3.9", ""]]),
        ("neet", "bds_long_0.csv", published.LAIT,
         [["Leeds", "2023-M12..2024-M02", "", "8.7", "", "", ""],
          ["City of London", "2024-M12..2025-M02", "", "[x]", "", "", ""]]),
        ("child_measurement", "reception_obesity_la_2014_15_to_2024_25.csv", published.RECEPTION,
         [["E92000001", "2023-24-AY", "Reception", "9.6", ""],
          ["E08000035", "2023-24-AY", "Reception", "9.1", ""]]),
        ("conceptions", "under18_conceptions_1998_2017.csv", published.CONCEPTIONS,
         [["E92000001", "2017", "15748", "17.8", ""], ["E08000035", "2017", "314", "27.3", ""]]),
        ("injuries", "la_hospital_admissions_2324.csv", published.INJURIES,
         [["E06000002", "2010-11-FY", "452", "26196", "172.5454268", ""],
          ["E06000017", "2021-22-FY", "[c]", "[c]", "[c]", ""]]),
        ("conceptions", "bds_long.csv", published.LAIT,
         [["Dorset (Pre LG)", "2017", "", "13.4", ""], ["Dorset", "2017", "", "13", ""]]),
    ],
)  # fmt: skip
def test_a_source_of_the_library_reads_its_file_as_published(
    tmp_path: Path, source: str, name: str, text: str, rows: list[list[str]]
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8-sig")
    entry = Source.model_validate({"id": source, "owner": "Team", **sources()[source]})
    received = read_file(path, entry)
    assert [each.found for each in received.told if each.fault] == []
    assert received.cells.fillna("").to_numpy().tolist() == rows


def test_a_sum_of_regional_rates_is_left_out_of_the_benchmarking_table(tmp_path: Path) -> None:
    """LAIT's England of FirstYJS is the sum of nine regional rates: the entry says so, not the code."""
    path = tmp_path / "bds_long.csv"
    path.write_text(published.LAIT, encoding="utf-8")
    entry = Source.model_validate({"id": "b", "owner": "Team", **sources()["benchmarks"]})
    cells = read_file(path, entry).cells
    assert cells.loc[cells["series"] == "fte", "area"].tolist() == ["Leeds"]


def test_a_year_to_date_needs_the_day_of_its_release(tmp_path: Path) -> None:
    path = tmp_path / "EES_ytd_data.csv"
    path.write_text(published.ATTENDANCE, encoding="utf-8")
    entry = Source.model_validate({"id": "attendance", "owner": "T", **sources()["attendance"]})
    with pytest.raises(Unreadable, match="to the day of its release"):
        read_file(path, entry)


# A second quarter.


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """Leeds, begun with the carried figures; a year later the new national file, as published."""
    project = _started(tmp_path_factory.mktemp("second") / "leeds")
    _next_drop(project, **{published.REFERRALS.format(2025): published.referrals()})
    return _known(project)


def test_next_quarter_s_national_file_is_read_as_it_was_published(second: Known) -> None:
    """Leeds 2024/25: 2,494 of 10,304, 24.2%; England 22.6% (DfE, October 2025)."""
    facts = second.facts
    assert facts["rereferrals.2024-25-FY"].printed == "24.2%"
    assert facts["rereferrals.2024-25-FY.england"].printed == "22.6%"
    row = second.own[second.own["period"] == "2024-25-FY"].iloc[0]
    assert row["file"] == f"data/raw/{SECOND}/{published.REFERRALS.format(2025)}"
    assert row["row"] == 3


def test_a_rate_takes_its_population_from_the_year_before(second: Known) -> None:
    """568.8 in 2023/24 (9,914 of 174,311, mid-2023), as the benchmarking table has it."""
    assert second.facts["referrals.2023-24-FY"].printed == "568.8"


def test_a_population_that_has_not_come_is_said_and_not_filled(second: Known) -> None:
    """The first drop's estimates reach mid-2024, which is the population of 2024/25."""
    assert second.facts["referrals.2024-25-FY"].value == pytest.approx(10304 / 176239 * 10_000)
    assert "not_joined" not in _told(second)


def test_an_older_figure_stays_and_nothing_is_revised_without_a_change(second: Known) -> None:
    assert second.facts["rereferrals.2018-19-FY"].value > 0
    assert second.revisions.empty


def test_a_table_that_needs_another_says_so(tmp_path: Path) -> None:
    project = _started(tmp_path / "leeds")
    (project.raw(FIRST) / "populations.csv").unlink()
    _next_drop(project, **{published.REFERRALS.format(2025): published.referrals()})
    with pytest.raises(CheckFailed, match="children_0_to_17 is taken from Children aged 0 to 17"):
        _known(project)


def test_beside_a_carried_file_the_published_one_counts(tmp_path: Path) -> None:
    project = _started(tmp_path / "leeds")
    _next_drop(project, **{published.REFERRALS.format(2025): published.referrals()})
    carried = (project.raw(FIRST) / "referrals.csv").read_text(encoding="utf-8")
    wrong = carried.replace("383,2023-24-FY,9914,", "383,2023-24-FY,9915,")
    assert wrong != carried
    (project.raw(SECOND) / "referrals.csv").write_text(wrong, encoding="utf-8")
    known = _known(project)
    assert known.facts["referrals.2023-24-FY"].printed == "568.8"
    own = known.own[known.own["path"] == "referrals"].set_index("period")["file"]
    assert own["2023-24-FY"].endswith(published.REFERRALS.format(2025))
    assert own["2022-23-FY"].endswith("referrals.csv")


def test_an_older_release_does_not_count_before_newer_figures(tmp_path: Path) -> None:
    project = _started(tmp_path / "leeds")
    old = published.referrals(("2023",)).replace(",10950,", ",10951,")
    (project.raw(FIRST) / published.REFERRALS.format(2023)).write_text(old, encoding="utf-8")
    known = _known(project, FIRST)
    own = known.own[known.own["path"] == "referrals"].set_index("period")["file"]
    assert own["2022-23-FY"].endswith("referrals.csv")
    assert _told(known)["older_release"].startswith("referrals.csv has later figures")


def test_a_national_file_that_the_project_has_no_source_of_is_told_with_the_command(
    tmp_path: Path,
) -> None:
    project = _started(tmp_path / "leeds")
    (project.raw(FIRST) / "csww_indicators_2017_to_2025.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(CheckFailed) as failed:
        _known(project, FIRST)
    [fault] = [each for each in failed.value.findings if each.severity == "error"]
    assert "cypt add source social_workers" in fault.advice


# A folder that projects share.


@pytest.fixture
def shared(tmp_path: Path) -> Project:
    """A project whose national files lie in a folder beside it."""
    folder = tmp_path / "national"
    folder.mkdir()
    (folder / "ons_mid-year_population_estimates.csv").write_text(published.POPULATIONS, "utf-8")
    (folder / published.REFERRALS.format(2025)).write_text(published.referrals(), "utf-8")
    return _started(tmp_path / "leeds", national="../national", quarter=SECOND)


def test_a_shared_file_is_read_as_it_came_and_kept_by_its_digest(shared: Project) -> None:
    """A release that comes later changes no quarter that was built."""
    known = build(DropReader(shared), SECOND)["internal"]
    assert known.facts["rereferrals.2024-25-FY"].printed == "24.2%"
    assert set(known.own["file"]) == {f"../national/{published.REFERRALS.format(2025)}"}
    text = (shared.raw(SECOND) / RECORD).read_text(encoding="utf-8")
    assert published.REFERRALS.format(2025) in text
    newer = shared.root.parent / "national" / published.REFERRALS.format(2026)
    newer.write_text(published.referrals().replace("2494", "2495"), encoding="utf-8")
    assert _known(shared).facts.table.equals(known.facts.table)


@pytest.mark.parametrize("change", ["altered", "gone"])
def test_a_quarter_is_not_built_from_another_file_than_its_own(
    shared: Project, change: str
) -> None:
    build(DropReader(shared), SECOND)
    path = shared.root.parent / "national" / published.REFERRALS.format(2025)
    if change == "altered":
        path.write_text(published.referrals().replace("2494", "2495"), encoding="utf-8")
    else:
        path.unlink()
    with pytest.raises(CheckFailed) as failed:
        _known(shared)
    [fault] = [each for each in failed.value.findings if each.severity == "error"]
    assert published.REFERRALS.format(2025) in fault.found
    assert f"take {RECORD} away" in fault.advice


def test_of_two_releases_the_one_that_reaches_further_is_read_and_the_other_named(
    shared: Project,
) -> None:
    older = shared.root.parent / "national" / published.REFERRALS.format(2024)
    older.write_text(published.referrals(("2024", "2023")), encoding="utf-8")
    known = _known(shared)
    assert published.REFERRALS.format(2025) in _told(known)["older_release"]
    assert "2022-23-FY" not in set(known.own["period"])


def test_two_releases_of_the_same_years_are_a_question(shared: Project) -> None:
    twin = shared.root.parent / "national" / published.REFERRALS.format("2025_v2")
    twin.write_text(published.referrals(), encoding="utf-8")
    with pytest.raises(CheckFailed, match=r"Each\s+could be meant"):
        _known(shared)


def test_what_was_not_over_at_the_cut_off_is_left_out(shared: Project) -> None:
    path = shared.raw(SECOND) / "drop.toml"
    text = path.read_text(encoding="utf-8").replace("2025-12-31", "2025-03-30")
    path.write_text(text.replace(str(SECOND), str(FIRST)), encoding="utf-8")
    shared.raw(SECOND).rename(shared.raw(FIRST))
    assert set(_known(shared, FIRST).own["period"]) == {"2023-24-FY"}


def test_a_folder_that_is_not_there_is_one_sentence(shared: Project) -> None:
    (shared.root.parent / "national").rename(shared.root.parent / "elsewhere")
    result = CliRunner().invoke(main, ["--root", str(shared.root), "check"])
    assert result.exit_code == 1
    assert "'../national' in project.toml" in result.output


# A country.


def test_each_authority_has_a_project_and_one_that_fails_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 153 three are enough here; `test_starting` counts them."""
    some = [find_authority(name, SECOND.period.end) for name in ("Leeds", "Barnet", "Slough")]
    monkeypatch.setattr("cypt_analysis.library.areas.authorities", lambda day: some)
    folder = tmp_path / "country"
    arguments = ["--authority", "all", "--quarter", str(FIRST), "--indicators", "rereferrals"]
    result = CliRunner().invoke(main, ["init", str(folder), *arguments])
    assert "3 projects" in result.output, result.output
    assert sorted(path.name for path in (folder / "national").iterdir()) == [
        "populations.csv", "referrals.csv",
    ]  # fmt: skip
    (folder / "barnet" / "data" / "raw" / str(FIRST) / "drop.toml").unlink()
    result = CliRunner().invoke(main, ["--each", str(folder), "check"])
    assert result.exit_code == 1
    assert f"{folder / 'barnet'}: data/raw/{FIRST}/drop.toml is missing" in result.output
    assert result.output.count("no errors") == 2


def test_a_folder_without_projects_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--each", str(tmp_path), "check"])
    assert (result.exit_code, "holds no project" in result.output) == (1, True)


def test_a_shared_file_is_read_once_whichever_project_names_it(tmp_path: Path) -> None:
    national = tmp_path / "national"
    national.mkdir()
    text = published.referrals(("2023", "2024"))
    (national / published.REFERRALS.format(2025)).write_text(text, encoding="utf-8")
    forget()
    # Each has populations of its own, which the folder lacks.
    for own, name in enumerate(("one", "two"), 1):
        project = _started(tmp_path / name, national="../national")
        sources = tmp_path / name / "data" / "catalogue" / "sources.toml"
        said = sources.read_text(encoding="utf-8").replace("To be named", f"Team {name}")
        sources.write_text(said, encoding="utf-8")
        assert "referrals" in DropReader(project).read(FIRST).tables
        read = (files._grids.cache_info().misses, files._received.cache_info().misses)
        assert read == (1 + own, 1 + own)

"""Names of categories, rows that are parts of one whole, days, fractions: beyond the broken drops."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pandas as pd
import pytest

from cypt_analysis.catalogue import Measure, Source, load_catalogue
from cypt_analysis.catalogue.sources import Total
from cypt_analysis.drops.drop import looks_like
from cypt_analysis.drops.fractions import check_fractions
from cypt_analysis.drops.groups import check_groups
from cypt_analysis.drops.named_areas import code_faults, whose_code
from cypt_analysis.drops.names import check_names, is_total, made_of
from cypt_analysis.drops.shapes import check_shape
from cypt_analysis.exports.sheets import revisions
from cypt_analysis.ground.findings import REVIEW, CheckFailed, errors
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.page.revisions import changes
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from tests.projects import make_project

QUARTER = parse_quarter("2009-10-Q2")
_ENTRY = {"id": "homes", "title": "Homes", "producer": "A team", "owner": "A team"}
HOMES = Source.model_validate(
    {
        **_ENTRY, "keys": ["area", "period", "kind"],
        "totals": [{"over": "kind", "total": "all", "parts": ["homes"]}],
        "columns": {
            "area": {"type": "area"}, "period": {"type": "period"}, "kind": {"type": "text"},
            "homes": {"type": "count", "blank": True}, "all": {"type": "count"},
        },
    }
)  # fmt: skip


def _homes(*rows: tuple) -> list[tuple[tuple[int, ...], str]]:
    table = pd.DataFrame(rows, columns=list(HOMES.columns), index=range(2, 2 + len(rows)))
    table = table.astype({"homes": float, "all": float})
    return [(each.rows, each.found) for each in check_groups(table, HOMES, "homes.csv")]


def test_parts_of_each_key_are_held_against_its_own_whole() -> None:
    q1, q2 = "2009-10-Q1", "2009-10-Q2"
    assert _homes(
        ("A", q1, "Own", 6, 10), ("A", q1, "Rented", 4, 10), ("B", q1, "Own", 8, 9),
        ("B", q1, "Rented", 2, 9), ("A", q2, "Own", 6, 10), ("A", q2, "Rented", None, 10),
    ) == [((4, 5), "The kinds of B and 2009-10-Q1 add up to 10, but all is 9.")]  # fmt: skip


def test_parts_that_are_all_there_make_the_whole() -> None:
    assert _homes(("A", "2009", "Own", 6, 10), ("A", "2009", "Rented", 3, 10)) == [
        ((2, 3), "The kinds of A and 2009 add up to 9, but all is 10.")
    ]


def test_a_subtotal_is_held_against_the_rows_that_it_names() -> None:
    total = {"over": "kind", "row": "Rented", "of": ["Council", "Private"], "parts": ["homes"]}
    source = HOMES.model_copy(update={"totals": (Total.model_validate(total),)})
    for rented, found in ((5, []), (6, ["adds up to 5, but Rented has 6."])):
        rows = [("Own", 9), ("Council", 3), ("Private", 2), ("Rented", rented)]
        table = pd.DataFrame(
            [("A", "2009", kind, float(homes), 99.0) for kind, homes in rows],
            columns=list(HOMES.columns), index=range(2, 6),
        )  # fmt: skip
        told = check_groups(table, source, "homes.csv")
        assert [each.found.partition("2009 ")[2] for each in told] == found
    with pytest.raises(ValueError, match="names the rows of a subtotal"):
        Total.model_validate({"total": "all", "of": ["Council"], "parts": ["homes"]})


def test_a_row_for_all_is_no_part() -> None:
    assert _homes(("A", "2009", "Own", 10, 10), ("A", "2009", "All kinds", 10, 10)) == []


@pytest.mark.parametrize(
    ("name", "total"),
    [
        ("Total", True), ("TOTALS", True), ("Grand total", True), ("Sub-total", True), ("All", True),
        ("All causes", True), ("All ages", True), ("England total", True), ("Overall", True),
        ("Total (all causes)", True), ("All categories", True), ("All types of cause", True),
        ("All Saints", False), ("All other causes", False), ("Total communication", False),
        ("Overalls", False), ("Sum of money lost", False), ("Falls", False), ("Not all known", False),
    ],
)  # fmt: skip
def test_a_total_is_known_by_its_name(name: str, *, total: bool) -> None:
    assert is_total(name, ["cause"]) is total


@pytest.mark.parametrize(
    ("text", "was"),
    [
        ("09-May", "5-9"), ("5-Sep", "5-9"), ("Jan-04", "1-4"), ("04-Jan", "1-4"), ("9-May-2009", "5-9"),
        ("2009-05-09 00:00:00", "5-9"), ("2009-05-09", "5-9"), ("09/05/2009", "5-9"), ("16 Dec", "12-16"),
    ],
)  # fmt: skip
def test_dates_that_were_age_bands_are_seen(text: str, was: str) -> None:
    assert made_of(text) == f"a date of {was}"


@pytest.mark.parametrize(
    "text",
    ["5-9", "5 to 9", "Under 1", "May", "Mayfield", "2009-10-Q1", "March for Life", "1.5", "7E"],
)
def test_bands_and_words_are_no_dates(text: str) -> None:
    assert made_of(text) == ""


def _named(*names: str, total: str = "") -> list[tuple[int | None, str, str]]:
    columns = {"school": {"type": "text"}, "pupils": {"type": "count"}}
    totals = [{"over": "school", "row": total, "parts": ["pupils"]}] if total else []
    source = Source.model_validate(
        {**_ENTRY, "keys": ["school"], "columns": columns, "period": "school", "totals": totals}
    )
    table = pd.DataFrame({"school": names}, index=range(2, 2 + len(names)))
    found = check_names(table, source, ["school"], ["Northmere"], "schools.csv")
    return [(each.row, each.severity, each.found) for each in found]


def test_a_total_that_the_catalogue_declares_may_stand_among_its_parts() -> None:
    assert _named("Hill School", "All schools", total="All schools") == []
    assert [each[0] for each in _named("Hill School", "All schools")] == [3]


def test_names_without_a_latin_letter_are_told_one_by_one() -> None:
    """Both would have the slug '', and be one school."""
    assert [each[:2] for each in _named("小学校", "школа", "…")] == [
        (2, "error"), (3, "error"), (4, "error"),
    ]  # fmt: skip


def test_one_name_in_many_rows_is_told_once() -> None:
    assert len(_named(*["Total"] * 400)) == 1


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ((0.95, 0.67, 1), 1), ((1, 1, 1), 0), ((0, 0.4, 0), 1), ((67, 0.68, 66), 1),
        ((12.5, 0.9, 3.1), 0), ((67, 66, 0), 0), ((0.5, 1.4, 2.0), 0),
    ],
)  # fmt: skip
def test_fractions_among_percentages(values: tuple[float, ...], found: int) -> None:
    source = Source.model_validate(
        {**_ENTRY, "keys": ["period"],
         "columns": {"period": {"type": "period"}, "share": {"type": "percent"}}}
    )  # fmt: skip
    table = pd.DataFrame({"period": "2009", "share": values}, index=[2, 3, 4], dtype=object)
    table["share"] = table["share"].astype(float)
    told = check_fractions(table, source, "f.csv")
    assert [each.severity for each in told] == [REVIEW] * found


def test_small_percentages_elsewhere_in_a_file_show_that_it_has_no_fractions() -> None:
    """As in the September Guarantee of 2009: 0.95% and 0.65% beside 1.41%."""
    source = Source.model_validate(
        {**_ENTRY, "keys": ["p"], "period": "p",
         "columns": {"p": {"type": "text"}, "a": {"type": "percent"}, "b": {"type": "percent"}}}
    )  # fmt: skip
    table = pd.DataFrame({"p": ["x", "y"], "a": [0.95, 1.41], "b": [0.95, 0.65]}, index=[2, 3])
    assert check_fractions(table, source, "f.csv") == []


@pytest.mark.parametrize(
    ("printed", "counts", "rules"),
    [
        # 169 of 200 is 84.5: half up and half even.
        ("85", (169, 200), []), ("84", (169, 200), []), ("84.5", (169, 200), []),
        ("83", (169, 200), ["agrees"]), ("86", (169, 200), ["agrees"]), ("84.6", (169, 200), ["agrees"]),
        # 124 of 170 is 72.94: rounded, cut off, rounded up to what it is not.
        ("73", (124, 170), []), ("72.9", (124, 170), []), ("72.94", (124, 170), []),
        ("72", (124, 170), ["rounded"]), ("74", (124, 170), ["agrees"]), ("72.95", (124, 170), ["agrees"]),
        # A region's counts, rounded to tens after its percentage was worked out.
        ("85.7", (2310, 2700), ["rounded_inputs"]), ("86.7", (2310, 2700), ["agrees"]),
    ],
)  # fmt: skip
def test_a_percentage_is_held_against_its_counts_as_precisely_as_it_was_printed(
    printed: str, counts: tuple[int, int], rules: list[str]
) -> None:
    source = Source.model_validate(
        {**_ENTRY, "keys": ["period"],
         "columns": {"period": {"type": "period"}, "n": {"type": "count"}, "d": {"type": "count"},
                     "share": {"type": "percent"}}}
    )  # fmt: skip
    measure = Measure.model_validate(
        {"id": "m", "name": "M", "kind": "proportion", "source": "homes", "value": "share",
         "numerator": "n", "denominator": "d", "unit": "%", "decimals": 1, "polarity": "none"}
    )  # fmt: skip
    row = {"period": "2009", "n": counts[0], "d": counts[1], "share": float(printed)}
    table = pd.DataFrame([row], index=[2])
    places = pd.DataFrame({"share": [len(printed.partition(".")[2])]}, index=[2])
    found = check_shape(table, source, (measure,), "f.csv", places)
    assert [each.rule for each in found] == rules


@pytest.mark.parametrize(
    ("code", "good"),
    [
        ("E06000043", True), ("E10000032", True), ("846", True), ("W06000015", True), ("", False),
        (" ", False), ("E0600004", False), ("E12000008", False), ("E92000001", False), ("e06000043", False),
        ("84", False), ("E06OOOO43", False), ("８４６", False), ("846.0", False),
    ],
)  # fmt: skip
def test_a_code_is_that_of_an_authority(code: str, *, good: bool) -> None:
    assert (code_faults(code, "drop.toml") == []) is good


@pytest.mark.parametrize(
    ("name", "like"),
    [
        ("Neet.csv", True), ("NEET.CSV", True), ("neet (1).csv", True), ("neet - Copy.csv", True),
        ("neet.csv.txt", True), ("neet.xlsx", True), ("neets.csv", True), ("neet_v2.csv", True),
        ("neet_annual.csv", False), ("neighbours.csv", False), ("notes.csv", False),
    ],
)  # fmt: skip
def test_a_file_is_known_under_another_name(name: str, *, like: bool) -> None:
    assert looks_like(Path(name), "neet.csv") is like


SCHOOLS = "school,period,persistent_absence_percent,status\n"


def _write(project: Project, file: str, text: str, quarter: str = "2009-10-Q2") -> None:
    (project.drops / quarter / file).write_text(text, encoding="utf-8")


def test_one_school_in_two_spellings_is_one_series(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    _write(
        project, "absence_schools.csv",
        f"{SCHOOLS}St Mary's School,2006-07-AY,8.6,final\nSt Mary’s School,2007-08-AY,6.2,final\n",
    )  # fmt: skip
    known = compute(DropReader(project), QUARTER)
    [change] = known.pairs[
        (known.pairs["basis"] == "year") & known.pairs["breakdown"].str.contains("Mary")
    ].to_dict("records")
    assert change["value"] - change["then_value"] == pytest.approx(-2.4)
    assert set(known.observations["breakdown"]) & {"St Mary's School", "St Mary’s School"} == {
        "St Mary’s School"
    }


def test_points_to_review_are_listed_beside_errors(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    _write(project, "looked_after.csv", "date,children_looked_after\n2009-09-30,many\n")
    _write(project, "breastfeeding.csv", "period,coverage_percent,prevalence_percent,status\n"
           "2009-10-Q1,0.95,0.67,final\n")  # fmt: skip
    with pytest.raises(CheckFailed) as failed:
        compute(DropReader(project), QUARTER)
    assert [each.row for each in errors(failed.value.findings)] == [2]
    told = str(failed.value)
    assert "Every coverage_percent lies between 0 and 1" in told
    assert told.index("is 'many'") < told.index("neet.csv has 1 point") < told.index("Every")


def test_a_withdrawn_figure_is_shown_nowhere_and_stops_nothing(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    _write(
        project, "absence_schools.csv", f"{SCHOOLS}Hill School,2007-08-AY,6.2,final\n", "2009-10-Q1"
    )
    _write(project, "referrals.csv", "area,period,rate_per_10000,status\nEngland,2007-08-FY,490,final\n",
           "2009-10-Q1")  # fmt: skip
    text = "England,2007-08-FY,,,[c],final\n"
    path = project.raw(QUARTER) / "referrals.csv"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    known = compute(DropReader(project), QUARTER)
    [point] = [each for each in known.findings if each.rule == "withdrawn"]
    assert (point.row, "490" in point.found) == (5, False)
    assert "referrals.2007-08-FY.england" not in set(known.observations["id"])
    page = changes(known)
    assert "The file gives the figure no longer" in page
    assert "490" not in page
    [row] = revisions(known)
    assert (row["then"], row["now"]) == (None, None)


def test_a_notebook_that_hides_something_is_refused(tmp_path: Path) -> None:
    project = make_project(tmp_path, notebooks=True)
    path = min((project.root / "notebooks").glob("*.ipynb"))
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell("Words\u202e here."))
    nbformat.write(notebook, path)
    with pytest.raises(CheckFailed) as failed:
        compute(DropReader(project), QUARTER)
    [fault] = errors(failed.value.findings)
    assert (fault.file, "U+202E" in fault.found) == (f"notebooks/{path.name}", True)


def test_same_as_names_a_column_of_numbers_of_another_source(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    path = project.catalogue / "sources.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"incidents.incidents" }', '"incidents.incident" }'), "utf-8")
    with pytest.raises(CheckFailed) as failed:
        load_catalogue(project)
    assert str(failed.value) == (
        "data/catalogue/sources.toml has 1 error. The catalogue was not loaded.\n\n"
        "  file    [incident_causes] all_incidents same_as is 'incidents.incident'.\n"
        "          Did you mean 'incidents.incidents'?"
    )


@pytest.mark.parametrize(
    ("authority", "others", "code", "good"),
    [
        ("Leeds", (), "E08000035", True),
        ("Leeds", (), "383", True),
        # Written otherwise than the register has it, and still that authority.
        ("Bristol, City of", (), "E06000023", True),
        ("Leeds", (), "E08000019", False),
        ("Leeds", (), "373", False),
        # Nobody knows Northmere: its code is its own, unless it is that of a neighbour.
        ("Northmere", ("Reading",), "E06999999", True),
        ("Northmere", ("Reading",), "E06000043", True),
        ("Northmere", ("Reading", "Brighton and Hove"), "E06000043", False),
    ],
)
def test_a_code_is_that_of_the_authority(
    authority: str, others: tuple[str, ...], code: str, good: bool
) -> None:
    assert (whose_code(authority, others, code, "drop.toml") == []) is good

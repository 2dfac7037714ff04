"""The annexes say what is known, and say plainly what is not."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from cypt_analysis.ground.findings import Finding
from cypt_analysis.page.actions import actions
from cypt_analysis.page.annexes import annexes
from cypt_analysis.page.assumed import assumed
from cypt_analysis.page.checked import checked_statements, waived
from cypt_analysis.page.frames import accessible
from cypt_analysis.page.many_tests import every_test, false_alarms
from cypt_analysis.page.methods import methods
from cypt_analysis.page.methods_in_full import methods_in_full
from cypt_analysis.page.quality import beside_the_data, points_to_review, quality
from cypt_analysis.page.revisions import changes
from cypt_analysis.page.since_last import since_last
from cypt_analysis.page.statement import made_with
from cypt_analysis.page.stitch import text_of
from cypt_analysis.words.wording import measure_name


def rows_of(html: str, table: str) -> list[list[str]]:
    found = BeautifulSoup(html, "lxml").find("table", id=table)
    return [[text_of(cell) for cell in row.find_all(["th", "td"])] for row in found.tbody("tr")]


@pytest.fixture
def actions_of(known_q2, catalogue):
    base = known_q2.actions.iloc[0].to_dict()

    def shown(**changed: object) -> list[str]:
        table = pd.DataFrame([base | changed]).astype({"due": "datetime64[us]"})
        known = dataclasses.replace(known_q2, actions=table)
        return rows_of(actions(known), "table-annex-a")[0]

    return shown


@pytest.mark.parametrize(
    ("due", "stated", "shown"),
    [
        ("2009-11-01", "", "1 November 2009 (date passed)"),
        ("2009-11-02", "by 2 November", "2 November 2009"),
        (None, "next quarter", "next quarter"),
        (None, "", "No date"),
    ],
)
def test_the_state_of_an_action_follows_from_its_date(actions_of, due, stated, shown):
    row = actions_of(due=pd.Timestamp(due) if due else pd.NaT, due_as_stated=stated, owner="Ann")
    assert row[3] == shown


def test_what_is_done_is_past_no_date(actions_of):
    day = pd.Timestamp("2009-10-30")
    row = actions_of(due=pd.Timestamp("2009-10-31"), due_as_stated="", owner="Ann", done=day)
    assert row[3] == "31 October 2009 (done on 30 October 2009)"


def test_the_analyst_reads_how_many_tests_were_made_and_what_chance_would_bring(known_q2):
    """A test at 95% calls 1 of 20 where nothing changed, one at 99.8% 1 of 500."""
    pairs = known_q2.pairs[known_q2.pairs["significant"].notna()]
    made = len(pairs.drop_duplicates(["id", "then_id"]))
    rows = rows_of(false_alarms(known_q2), "table-analyst-false-alarms")
    said = {row[0]: row[1:] for row in rows}
    assert said["Changes between two periods"] == ["95%", str(made), f"{made / 20:.2g}"]
    deciding = int(known_q2.judged["significant"].notna().sum())
    name = "Of these, those that decide a direction word"
    assert said[name] == ["95%", str(deciding), f"{deciding / 20:.2g}"]
    assert said["Recent trends"][0] == "99.8%"
    text = false_alarms(known_q2)
    assert f"{made} tests were made; chance alone would show a change in {made / 20:.2g}" in text
    assert "Benjamini and Hochberg" in text


def test_the_analyst_sees_every_test_with_its_adjusted_p(known_q2):
    rows = rows_of(every_test(known_q2), "table-analyst-tests")
    pairs = known_q2.pairs[known_q2.pairs["significant"].notna()]
    of_change = [row for row in rows if row[1] == "Change between two periods"]
    assert len(of_change) == len(pairs.drop_duplicates(["id", "then_id"]))
    [row] = [row for row in of_change if row[0].startswith("Year 6 children who are obese")]
    assert (row[2].split(",")[0], row[3].split(",")[0]) == ("17.7%", "16.4%")
    assert row[5].startswith("Newcombe")
    assert row[9] == "Within the range of chance; intervals overlap: yes"
    # z is 1.22: with (1.96 / 1.22)² times the 2,480 that are assumed it would be significant.
    assert row[10] == "the verdict holds up to 2.5 times that number"


def test_figures_beside_other_areas_and_signals_are_tests_too(known_q2):
    rows = rows_of(every_test(known_q2), "table-analyst-tests")
    kinds = {kind: [row for row in rows if row[1] == kind] for kind in {row[1] for row in rows}}
    compared = known_q2.benchmarks[known_q2.benchmarks["verdict"] != "not compared"]
    assert len(kinds["Beside another area"]) == len(compared)
    [row] = [row for row in kinds["Beside another area"] if row[2] == "33.1, South East"]
    assert (row[3].split(",")[0], row[9]) == ("40.9", "Worse")
    assert len(kinds["Recent trend"]) == (known_q2.signals["trend"] == "no clear change").sum()


def test_each_measure_stands_beside_what_the_last_report_had(known_q2):
    rows = {row[0]: row[1:] for row in rows_of(since_last(known_q2), "table-analyst-last-report")}
    assert len(rows) == len(known_q2.judged)
    assert rows["Children looked after"][1].startswith("460, 30 September 2009")
    first = known_q2.own[known_q2.own["first"] == "2009-10-Q1"]
    for row in known_q2.judged.to_dict("records"):
        label = measure_name(known_q2.catalogue.indicators[row["indicator"]], row)
        is_new = first[first["path"] == row["path"]].empty
        assert (rows[label][2] == "Not in the last report") == is_new
    revised = pd.DataFrame([{
        "id": known_q2.judged.loc["neet", "id"], "then": 450.0, "now": 500.0, "then_status": "",
        "now_status": "revised", "cause": "late returns", "quarter": "2009-10-Q2",
    }])  # fmt: skip
    own = known_q2.observations.assign(first="2009-10-Q1")
    known = dataclasses.replace(known_q2, observations=own, revisions=revised)
    rows = {row[0]: row[1:] for row in rows_of(since_last(known), "table-analyst-last-report")}
    [neet] = [row for row in rows.values() if row[0].startswith("450,")]
    assert neet[1].startswith("500,") and neet[2] == "Revised: late returns"


def test_the_first_report_has_none_before_it(known_q1):
    assert "No earlier report" in since_last(known_q1)


def test_each_assumption_has_what_rests_on_it_and_how_far_it_may_be_off(known_q2):
    rows = rows_of(assumed(known_q2), "table-analyst-assumptions")
    assert len(rows) == len(known_q2.assumptions)
    [obese] = [row for row in rows if row[0] == "Year 6 children who are obese"]
    assert obese[2] == "2,480"
    assert "16.4%" in obese[5] and "17.7%" in obese[5]
    assert "the verdict holds up to 2.5 times that number" in obese[6]
    none = dataclasses.replace(known_q2, assumptions=known_q2.assumptions.iloc[:0])
    assert "Nothing was assumed" in assumed(none)


def test_a_table_of_pandas_becomes_one_that_is_read_aloud():
    frame = pd.DataFrame({"area": ["A", ""]}, index=pd.Index(["x", "y"], name="id"))
    svg = '<svg viewBox="0 0 1 1"></svg>'
    html = accessible(f"<h3>One</h3>{svg}{frame._repr_html_()}{frame.reset_index()._repr_html_()}")
    soup = BeautifulSoup(html, "lxml")
    first, second = soup.select("table")
    assert first.caption.get_text() == "Table 1 of a cell: One"
    assert [cell.get_text() for cell in first.select("thead th")] == ["id", "area"]
    assert [cell.get_text() for cell in second.select("thead th")] == ["Row", "id", "area"]
    assert {cell["scope"] for cell in first.select("th")} == {"col", "row"}
    assert [cell.get_text() for cell in first.select("td")] == ["A", "[z]"]
    assert first.parent["class"] == ["table-wrap"] and "tabindex" not in first.parent.attrs
    assert svg in html and "border=" not in html and "<style" not in html
    assert accessible("<p>As it is</p>") == "<p>As it is</p>"


def test_without_a_test_the_list_says_so(known_q2):
    none = dataclasses.replace(known_q2, pairs=known_q2.pairs.iloc[:0])
    nothing = {"benchmarks": known_q2.benchmarks.iloc[:0], "signals": known_q2.signals.iloc[:0]}
    assert "Nothing was tested." in every_test(dataclasses.replace(none, **nothing))
    assert "0 tests were made" in false_alarms(none)


def test_what_an_action_lacks_is_said_in_words(actions_of):
    # Nobody is named anywhere: there is no column of owners.
    row = actions_of(owner="", progress="")
    assert row[2:] == ["31 October 2009 (date passed)", "None reported"]


def test_where_few_name_an_owner_the_owner_stands_with_the_action(known_q2):
    rows = rows_of(actions(known_q2), "table-annex-a")
    assert all(len(row) == 4 for row in rows)
    assert "(Food Partnership with Active4Life)" in next(r[0] for r in rows if "Weight" in r[0])


def test_the_overdue_actions_come_first_and_then_those_by_date(known_q2):
    rows = rows_of(actions(known_q2), "table-annex-a")
    assert len(rows) == len(known_q2.actions)
    days = [pd.to_datetime(row[2].removesuffix(" (date passed)"), errors="coerce") for row in rows]
    dated = [day for day in days if not pd.isna(day)]
    assert dated == sorted(dated) == days[: len(dated)] and len(dated) == 16
    passed = [row[2].endswith("(date passed)") for row in rows]
    assert passed == [True] * 5 + [False] * 34
    # What is stated without a date comes before what has none.
    assert [row[2] for row in rows[16:]] == sorted(
        (row[2] for row in rows[16:]), key=lambda text: text == "No date"
    )
    assert not any("{{" in cell for row in rows for cell in row)


def test_no_actions_is_a_sentence(known_q1, catalogue):
    assert "No actions were received this quarter." in actions(known_q1)


def test_a_revision_shows_then_and_now(known_q2, catalogue):
    record = known_q2.observations.loc[
        known_q2.observations["id"] == "conceptions.2007-M07..2008-M06"
    ]
    revision = {
        "id": record["id"].iloc[0], "then": 41.2, "now": record["value"].iloc[0],
        "then_status": "provisional", "now_status": "final", "then_file": "", "then_row": 2,
        "file": "", "row": 2, "quarter": "2009-10-Q2",
    }  # fmt: skip
    earlier = revision | {"quarter": "2009-10-Q1"}
    known = dataclasses.replace(known_q2, revisions=pd.DataFrame([revision, earlier]))
    html = changes(known)
    assert "1 figure changed in value or status" in html
    assert rows_of(html, "table-analyst-revised") == [
        [
            "Under-18 conceptions, rolling four quarters", "year to June 2008",
            "41.2", "40.9", "Provisional figure became final",
        ]
    ]  # fmt: skip


def test_without_revisions_the_report_says_so(known_q2, catalogue):
    assert "<p>No figure was revised.</p>" in changes(known_q2)


def test_new_figures_are_counted_by_source(known_q2, catalogue):
    rows = rows_of(changes(known_q2), "table-analyst-new")
    new = known_q2.observations["received"] == "2009-10-Q2"
    assert sum(int(row[1]) for row in rows) == new.sum()


def test_the_first_report_has_no_earlier_one(known_q1, catalogue):
    assert "This is the first report" in changes(known_q1)


def test_every_source_is_in_the_tables_of_sources(known_q2, catalogue):
    rows = rows_of(quality(known_q2), "table-annex-b")
    rows += rows_of(beside_the_data(known_q2), "table-analyst-beside")
    assert sorted(row[0] for row in rows) == sorted(s.title for s in catalogue.sources.values())


def test_a_source_says_its_period_its_age_and_what_to_bear_in_mind(known_q2):
    rows = {r[0]: r[1:] for r in rows_of(quality(known_q2), "table-annex-b")}
    # From 30 June 2008 to 2 November 2009 are 490 days.
    assert rows["Under-18 conceptions, rolling four quarters"] == [
        "year to June 2008", "490",
        "3 figures provisional; some numbers behind these figures are assumed",
    ]  # fmt: skip
    assert rows["Children looked after (short-break series left out)"][-1] == "Nothing"


def test_a_source_that_did_not_come_is_named(known_q1):
    html = quality(known_q1)
    rows = {r[0]: r[1:] for r in rows_of(html, "table-annex-b")}
    assert rows["September Guarantee"] == ["No", "None yet", "None yet", "Nothing"]
    assert "Not received: " in html
    assert "September Guarantee" in html


def test_every_point_to_review_is_listed(known_q2, catalogue):
    rows = rows_of(points_to_review(known_q2), "table-analyst-points")
    assert len(rows) == len(known_q2.findings)
    assert sorted({row[1] for row in rows}) == ["3", "Whole file"]


def test_annex_c_has_a_row_for_each_indicator_and_names_the_themes(known_q2, catalogue):
    html = methods(known_q2)
    rows = {row[0]: row[1:] for row in rows_of(html, "table-annex-c")}
    measured = [each for each in catalogue.indicators.values() if each.measure]
    assert list(rows) == [each.heading for each in measured]
    assert rows["Obesity (NI 55, NI 56)"][1:3] == [
        "Low",
        "At most 17.6% (local, 2008/09); Reception: at most 8.6% (local, 2008/09); Reception "
        "children too few measured for the participation target: at most 0 (local, 2008/09); "
        "Year 6 children measured: at least 88% (local, 2008/09)",
    ]  # fmt: skip
    for theme in (each for each in catalogue.indicators.values() if not each.measure):
        assert f"{theme.label} ({theme.owner})" in html


def test_the_analyst_reads_what_each_measure_is_worked_out_from(known_q2, catalogue):
    html = methods_in_full(known_q2)
    headings = [text_of(tag) for tag in BeautifulSoup(html, "lxml").find_all("h4")]
    assert headings == [indicator.heading for indicator in catalogue.indicators.values()]
    rows = {row[0]: row[1:] for row in rows_of(html, "table-analyst-measures-obesity")}
    assert rows["Year 6 children who are obese"] == [
        "obese ÷ measured × 100; else obese percent, as received (school year: Year 6)",
        "Low", "At most 17.6%, 2008/09 (local)", "Wilson score",
    ]  # fmt: skip
    counted = rows_of(html, "table-analyst-measures-looked-after")
    assert counted[0][-1] == "None: everyone is counted"


def test_the_version_comes_from_provenance_and_has_no_date(known_q2, catalogue):
    rows = dict(rows_of(made_with(known_q2), "table-analyst-version"))
    assert rows["cypt_analysis"] == known_q2.provenance["versions"]["cypt_analysis"]
    assert rows["nbconvert"] == known_q2.provenance["versions"]["nbconvert"]


def test_every_claim_stands_under_checked_statements_with_its_source(known_q2, catalogue):
    html = checked_statements(known_q2)
    soup = BeautifulSoup(html, "lxml")
    assert len(soup.find_all("li")) == len(known_q2.claims)
    [row] = [
        row
        for row in soup.tbody("tr")
        if "looked_after.2009-09-30 is 460" in row.td.find_next("td").text and "460" in row.th.text
    ][:1]
    assert "looked_after.csv row 3" in text_of(row)
    assert row.th.strong is not None


def test_a_waived_claim_says_why_it_was_kept_and_to_the_analyst_by_whom(known_q2, catalogue):
    html = checked_statements(known_q2)
    assert html.count("kept because:") == sum(bool(c.waived_by) for c in known_q2.claims) > 0
    assert "Performance and Analysis team" not in html
    rows = rows_of(waived(known_q2), "table-analyst-waivers")
    assert {row[5] for row in rows} == {"Performance and Analysis team"}


def test_words_without_a_claim_are_said_so(known_q2, catalogue):
    known = dataclasses.replace(known_q2, claims=())
    assert "read no statement that the data could check" in checked_statements(known)
    assert "No verdict on a statement was waived" in waived(known)


def test_advice_shows_a_placeholder_as_what_to_write(known_q2):
    """So that the gate can tell it from one that was left in the text."""
    advice = "Write {{ neet.2009-M08 }} & not {{ neet.<b> | direction }}."
    point = Finding("data/neet.md", 3, "'501' is a mismatch.", advice, "review", "claim")
    soup = BeautifulSoup(points_to_review(dataclasses.replace(known_q2, findings=(point,))), "lxml")
    shown = [text_of(tag) for tag in soup.select("#table-analyst-points code.placeholder")]
    assert shown == ["{{ neet.2009-M08 }}", "{{ neet.<b> | direction }}"]
    for tag in soup.select("code.placeholder"):
        tag.decompose()
    assert "{{" not in soup.get_text() and "& not" in soup.get_text()


def test_the_analysts_own_matters_are_not_on_the_boards_page(known_q2):
    """Points to mend, statements, versions and tables of tests are in the analyst's edition."""
    board = " ".join(annexes(known_q2))
    for html in (
        points_to_review,
        checked_statements,
        made_with,
        false_alarms,
        every_test,
        waived,
        assumed,
        changes,
        methods_in_full,
        beside_the_data,
    ):
        for table in BeautifulSoup(html(known_q2), "lxml").find_all("table"):
            assert table["id"] not in board, table["id"]
    assert "SHA-256" not in board and known_q2.findings[0].advice not in board

"""The summary: value, target, status and direction of a row are one measure's."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from cypt_analysis.known import Known
from cypt_analysis.pieces.summary_table import summary_table
from cypt_analysis.words.headlines import balance
from tests.judgement.small import COUNT, SHARE, catalogue, one_drop, target


def _rows(known: Known) -> list[list[Tag]]:
    soup = BeautifulSoup(summary_table(known).html(), "lxml")
    return [row.find_all(["th", "td"]) for row in soup.select("tbody tr")]


def _words(cell: Tag) -> str:
    return " ".join(cell.get_text(" ").split())


@pytest.mark.parametrize("quarter", ["known_q1", "known_q2"])
def test_each_row_is_of_one_measure(quarter: str, request: pytest.FixtureRequest) -> None:
    known: Known = request.getfixturevalue(quarter)
    judged = known.judged
    for row in _rows(known):
        name, latest, target, status, direction, comment = row
        assert len(row[3].select(".tag")) == 1 and _words(comment)
        value = latest.select_one(".latest")
        if value is None:
            continue
        printed = value.get_text().split(" [")[0]
        same = [
            path
            for path, each in judged.iterrows()
            if known.facts[each["id"]].printed == printed
            and status.get_text().find(each["verdict"]) >= 0
            and direction.get_text().find(each["direction"]) >= 0
            and (f"{path}.target" not in known.facts) == (_words(target) == "Not set")
        ]
        assert same, _words(name)


def test_a_second_measure_that_is_missed_has_a_line_of_its_own(known_q2: Known) -> None:
    rows = {_words(row[0]): [_words(cell) for cell in row[1:]] for row in _rows(known_q2)}
    rate = rows["NEET rate, official return"]
    assert rate[:2] == ["7.8% November 2008 to January 2009, not new", "At most 7.6%"]
    assert rate[2].endswith("Missed")
    (neet,) = [row for name, row in rows.items() if name.startswith("Young people not in")]
    assert neet[0].startswith("500 ") and neet[1] == "Not set" and neet[2].endswith("No target")


def test_what_has_no_figure_says_so_in_each_cell(known_q2: Known) -> None:
    verdicts = known_q2.verdicts.copy()
    verdicts.loc["caf", ["path", "status"]] = ["", "No new data"]
    known = dataclasses.replace(known_q2, verdicts=verdicts)
    (row,) = [row for row in _rows(known) if row[0].a and row[0].a["href"] == "#caf"]
    assert [_words(cell) for cell in row[1:5]] == [
        "No figure", "Not set", _words(row[3]), "No figure",
    ]  # fmt: skip


def test_a_column_that_says_nothing_is_left_out_and_a_sentence_says_so(known_q2: Known) -> None:
    judged = known_q2.judged.assign(verdict="No target", target_note="")
    verdicts = known_q2.verdicts.assign(status_note="")
    verdicts["status"] = verdicts["status"].where(verdicts["status"] == "Narrative", "No target")
    known = dataclasses.replace(known_q2, judged=judged, verdicts=verdicts, commentary={})
    table = summary_table(known)
    assert table.columns == ("Indicator or theme", "Latest", "Direction")
    assert table.note == "No target is set for any of these. No comments were given."
    assert {len(row) for row in table.rows} == {3} and "short" in table.css
    assert not summary_table(known_q2).note


@pytest.mark.parametrize("asked", [False, True])
def test_without_targets_england_stands_beside_each_figure(tmp_path: Path, asked: bool) -> None:
    catalogue(tmp_path, share=f'{SHARE}\nbenchmarks = ["England"]', count=COUNT)
    files = {
        "share.csv": "area,period,part,whole\n,2008-09-FY,420,1000\nEngland,2008-09-FY,350,1000",
        "count.csv": "period,value\n2008-09-FY,42",
    }
    files |= {"targets.csv": target("count", "2008-09-FY", "at most", 50)} if asked else {}
    known = one_drop(tmp_path, "2009-10-Q2", files)
    table = summary_table(known)
    assert ("England" in table.columns) is not asked
    if not asked:
        place = table.columns.index("England")
        assert [row[place] for row in table.rows] == ["35%", "No figure"]
        assert balance(known).startswith(
            "No figure is held against a target. Of the main figures, 1 is better than England's, well "
            "outside chance."
        )

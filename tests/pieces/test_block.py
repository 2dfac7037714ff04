"""A block shows the pieces that the catalogue names, in its order, and each by itself."""

from __future__ import annotations

import dataclasses

import pytest
from bs4 import BeautifulSoup

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.piece_order import pieces_of
from cypt_analysis.charts import Figure
from cypt_analysis.charts.worth import is_worth_seeing
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.tables import Html
from cypt_analysis.known import Known
from cypt_analysis.pieces.block import Block
from cypt_analysis.pieces.paragraphs import without_words
from cypt_analysis.report import Report

# What the report of November 2009 showed of each, in the order of its page.
SHOWN = {
    "referrals": "finding, numbers, areas, years, commentary | facts, change, comparison",
    "caf": "finding, numbers, quarters, commentary | facts, change, measures",
    "parenting": "finding, numbers, targets, commentary | facts, change, measures",
    "child_protection": "finding, numbers, numbers, commentary | exception, facts, change, "
    "event, numbers by date",
    "looked_after": "finding, numbers, numbers, commentary | exception, facts, change, "
    "event, numbers by date",
    "breastfeeding": "finding, numbers, quarters, commentary | exception, facts, change, measures",
    "obesity": "finding, numbers, years, then_and_now, commentary | exception, facts, change, measures, "
    "changes, by year",
    "persistent_absence": "finding, numbers, phases, schools, commentary | exception, facts, "
    "change, changes, by phase, by school",
    "neet": "finding, numbers, numbers, commentary | exception, facts, change, measures, "
    "comparison",
    "conceptions": "finding, numbers, trajectory, commentary | exception, facts, change, "
    "comparison",
    "risk_management": "numbers, commentary, risks | ",
    "value_for_money": "numbers, commentary | ",
    "workforce": "numbers, commentary | ",
    "equalities": "numbers, commentary | ",
    "health_and_safety": "finding, numbers, causes, commentary | facts, change, measures",
}


@pytest.mark.parametrize("name", SHOWN)
def test_the_order_of_each_block_is_that_of_the_report(catalogue: Catalogue, name: str) -> None:
    pieces = pieces_of(catalogue, catalogue.indicators[name])
    assert pieces[0].method == "heading"
    told = [
        ", ".join(each.name or each.method for each in pieces[1:] if each.folded == folded)
        for folded in (False, True)
    ]
    assert " | ".join(told) == SHOWN[name]


@pytest.mark.parametrize("quarter", ["known_q1", "known_q2"])
def test_a_block_holds_each_of_its_pieces_and_one_chart_in_sight(
    quarter: str, request: pytest.FixtureRequest, catalogue: Catalogue
) -> None:
    report = Report(request.getfixturevalue(quarter))
    for name, entry in catalogue.indicators.items():
        block = report.indicator(name)
        whole = block._repr_html_()
        sight, _, folded = whole.partition('<details class="sure">')
        assert sight.count("<figure") <= 1
        for piece in pieces_of(catalogue, entry):
            given = [piece.name] if piece.name else []
            made = getattr(block, piece.method)(*given)
            if (name, piece.name) == ("referrals", "areas"):
                # Three areas are no picture, and the comparison has their figures.
                made = block.comparison()
            if isinstance(made, Figure) and made._repr_html_() not in whole:
                made = made.table
            # An event of which nothing has been received has nothing to say.
            assert made._repr_html_() in (folded if piece.folded else whole)


def test_a_chart_stands_only_where_there_is_something_to_see(known_q2: Known) -> None:
    """Five points of a line, areas side by side, three pairs; two are told sooner than drawn."""
    seen = {
        f"{entry.id} {chart.id}"
        for entry in known_q2.catalogue.indicators.values()
        for chart in entry.chart
        if is_worth_seeing(known_q2, entry, chart)
    }
    assert seen == {
        "referrals years", "parenting targets", "obesity then_and_now", "conceptions trajectory",
        "health_and_safety causes",
    }  # fmt: skip


def test_the_line_of_figures_has_five_at_most_and_a_finding_before_it(known_q2: Known) -> None:
    for name, entry in known_q2.catalogue.indicators.items():
        block = Report(known_q2).indicator(name)
        figures = BeautifulSoup(block.numbers(), "lxml").find_all("dt")
        assert len(figures) <= 5
        assert bool(block.finding()) == bool(entry.measure), name
    assert "than a year before (within the range of chance, on an assumed number)." in (
        Report(known_q2).indicator("obesity").finding()
    )
    part = Report(known_q2).indicator("caf").finding()
    assert "(part of the period only, to 21 September 2009)." in part


def test_a_figure_of_an_earlier_report_is_said_to_be_one(known_q2: Known) -> None:
    judged = known_q2.judged.copy()
    judged.loc["neet", "received"] = "2009-10-Q1"
    block = Report(dataclasses.replace(known_q2, judged=judged)).indicator("neet")
    assert "not new: received for 2009-10-Q1" in block.numbers()
    assert "in August 2009 (not new), 102 more" in block.finding()
    assert "not new" not in Report(known_q2).indicator("neet").html().partition("<details")[0]


def test_an_empty_part_of_the_commentary_is_left_out(known_q2: Known) -> None:
    words = {"caf": "## Summary\n\nAll is well.\n"}
    report = Report(dataclasses.replace(known_q2, commentary=words))
    heading = '<h4 aria-label="Summary: Common Assessment Framework">Summary</h4>'
    assert heading in report.indicator("caf").commentary()
    assert "Issues" not in report.indicator("caf").commentary()
    assert report.indicator("neet").commentary() == "", "annex B says so once"
    assert "None reported" in report.indicator("equalities").commentary(), "a theme is words alone"
    empty = without_words(report.known)
    assert empty["Common Assessment Framework"] == ["Issues", "Performance improvement activity"]
    assert len(empty["NEET"]) == 3


def test_a_block_is_seen_in_its_order(known_q2: Known) -> None:
    soup = BeautifulSoup(Report(known_q2).indicator("child_protection")._repr_html_(), "lxml")
    marks = [
        (tag.name, tag.get("id") or " ".join(tag.get("class", [])))
        for tag in soup.body.find_all(recursive=False)
    ]
    assert marks == [
        ("h3", "child-protection"), ("p", "finding"), ("dl", "facts"),
        ("div", "commentary"), ("details", "sure commentary"), ("details", "sure"),
    ]  # fmt: skip


def test_in_text_a_block_names_what_it_shows(known_q2: Known) -> None:
    class Printer:
        said = ""

        def text(self, words: str) -> None:
            self.said += words

    printer = Printer()
    Report(known_q2).indicator("neet")._repr_pretty_(printer, cycle=False)
    assert printer.said.startswith("Young people not in education, employment or training: heading")
    assert "chart numbers, commentary" in printer.said


def test_a_piece_that_the_catalogue_does_not_have_is_told(known_q2: Known) -> None:
    report = Report(known_q2)
    with pytest.raises(UserError, match=r"There is no indicator 'neets'\. Did you mean 'neet'\?"):
        report.indicator("neets")
    with pytest.raises(KeyError, match=r"obesity has no history 'by term'\. It has: by year"):
        report.indicator("obesity").history("by term")


def test_a_block_that_cannot_be_shown_says_which(
    known_q2: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cell that shows it need not name it, and the traceback names the piece alone."""

    def fail(block: Block) -> Html:
        raise KeyError("gone")

    monkeypatch.setattr(Block, "commentary", fail)
    with pytest.raises(KeyError) as caught:
        Report(known_q2).indicator("caf")._repr_html_()
    assert caught.value.__notes__ == ["It was to show report.indicator('caf')."]

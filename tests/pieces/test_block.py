"""A block shows the pieces that the catalogue names, in its order, and each by itself."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.piece_order import pieces_of
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.tables import Html
from cypt_analysis.known import Known
from cypt_analysis.pieces.block import Block
from cypt_analysis.report import Report

# What the report of November 2009 showed of each, in the order of its page.
SHOWN = {
    "referrals": "numbers, areas, years, change, comparison, commentary",
    "caf": "numbers, quarters, change, measures, commentary",
    "parenting": "numbers, targets, change, measures, commentary",
    "child_protection": "numbers, exception, numbers, change, event, numbers by date, commentary",
    "looked_after": "numbers, exception, numbers, change, event, numbers by date, commentary",
    "breastfeeding": "numbers, exception, quarters, change, measures, commentary",
    "obesity": "numbers, exception, years, change, changes, measures, by year, commentary, actions",
    "persistent_absence": "numbers, exception, phases, schools, change, changes, by phase, "
    "by school, commentary",
    "neet": "numbers, exception, numbers, change, measures, comparison, commentary, actions",
    "conceptions": "numbers, exception, trajectory, change, comparison, commentary",
    "risk_management": "numbers, risks, commentary",
    "value_for_money": "numbers, commentary, actions",
    "workforce": "numbers, commentary",
    "equalities": "numbers, commentary",
    "health_and_safety": "numbers, causes, change, measures, commentary",
}


@pytest.mark.parametrize("name", SHOWN)
def test_the_order_of_each_block_is_that_of_the_report(catalogue: Catalogue, name: str) -> None:
    pieces = pieces_of(catalogue, catalogue.indicators[name])
    assert pieces[0].method == "heading"
    assert ", ".join(piece.name or piece.method for piece in pieces[1:]) == SHOWN[name]


@pytest.mark.parametrize("quarter", ["known_q1", "known_q2"])
def test_a_block_is_its_pieces_one_after_the_other(
    quarter: str, request: pytest.FixtureRequest, catalogue: Catalogue
) -> None:
    report = Report(request.getfixturevalue(quarter))
    for name, entry in catalogue.indicators.items():
        block = report.indicator(name)
        whole, at = block._repr_html_(), 0
        for piece in pieces_of(catalogue, entry):
            given = [piece.name] if piece.name else []
            shown = getattr(block, piece.method)(*given)._repr_html_()
            # An event of which nothing has been received has nothing to say.
            assert shown or piece.method == "event"
            at = whole.index(shown, at) + len(shown)


def test_a_block_is_seen_in_its_order(known_q2: Known) -> None:
    soup = BeautifulSoup(Report(known_q2).indicator("child_protection")._repr_html_(), "lxml")
    marks = [
        (tag.name, tag.get("id") or " ".join(tag.get("class", [])))
        for tag in soup.body.find_all(recursive=False)
    ]
    assert marks == [
        ("h3", "child-protection"), ("dl", "facts"), ("p", "exception"),
        ("figure", "fig-child-protection-numbers"), ("p", "verdict"), ("p", "verdict"),
        ("div", "table-wrap"), ("div", "commentary"),
    ]  # fmt: skip


def test_in_text_a_block_names_what_it_shows(known_q2: Known) -> None:
    class Printer:
        said = ""

        def text(self, words: str) -> None:
            self.said += words

    printer = Printer()
    Report(known_q2).indicator("neet")._repr_pretty_(printer, cycle=False)
    assert printer.said.startswith("Young people not in education, employment or training: heading")
    assert "chart numbers, change" in printer.said


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

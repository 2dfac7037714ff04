"""What changed since the last report: figures, revisions, exceptions that came and went, actions."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from cypt_analysis.judgement.exceptions import known_before
from cypt_analysis.pieces.since_last import FIRST, since_last


def _text(known) -> str:
    return " ".join(BeautifulSoup(since_last(known), "lxml").get_text(" ").split())


def test_the_first_report_has_no_earlier_one(known_q1):
    text = _text(known_q1)
    assert FIRST in text
    assert "revised" not in text and "xception" not in text


def test_new_figures_are_told_by_indicator(known_q2):
    measured = sum(bool(each.measure) for each in known_q2.catalogue.indicators.values())
    assert measured == 11
    assert "Every indicator has new figures." in _text(known_q2)
    verdicts = known_q2.verdicts.copy()
    verdicts.loc[["neet", "caf"], "is_new"] = False
    text = _text(dataclasses.replace(known_q2, verdicts=verdicts))
    assert "9 of 11 indicators have new figures. There are none for Common Assessment" in text


def test_actions_are_counted_from_the_day_of_the_board(known_q2):
    """By hand: five dates before 2 November 2009, those to 2 February 2010 soon due."""
    text = _text(known_q2)
    assert "Of 39 actions, 5 are past their date and 8 are due by 2 February 2010." in text


def test_actions_that_are_done_are_neither_late_nor_due(known_q2):
    """By hand: 2 of the 5 whose date has passed are done, and nothing else changes."""
    actions = known_q2.actions.copy()
    late = actions.index[actions["due"] < pd.Timestamp("2009-11-02")][:2]
    actions.loc[late, "done"] = pd.Timestamp("2009-10-30")
    text = _text(dataclasses.replace(known_q2, actions=actions))
    assert "Of 39 actions, 2 are done, 3 are past their date and 8 are due by 2 February" in text


def test_an_exception_that_came_and_one_that_went(known_q2):
    """Before this quarter nothing was known of the official rate: missing its target is new."""
    quarter = str(known_q2.quarter)
    rows = known_q2.observations.copy()
    # As if all but the official rate had been in the last report.
    is_rate = rows["measure"] == "official_rate"
    rows["received"] = rows["received"].where(is_rate, "2009-10-Q1").where(~is_rate, quarter)
    text = _text(dataclasses.replace(known_q2, observations=rows))
    assert "Exceptions that are new: NEET (target missed)." in text
    # As if breastfeeding had no target any more that it misses.
    judged = known_q2.judged.copy()
    judged.loc[judged["indicator"] == "breastfeeding", "verdict"] = "No target"
    rows["received"] = "2009-10-Q1"
    text = _text(dataclasses.replace(known_q2, observations=rows, judged=judged))
    assert "were there last time and are not now: Breastfeeding (target off track)." in text


def test_nothing_is_said_of_exceptions_that_an_edition_hides(known_q2):
    rows = known_q2.observations.copy()
    is_rate = rows["measure"] == "official_rate"
    rows["received"] = rows["received"].where(is_rate, "2009-10-Q1")
    rows.loc[is_rate, "mark"] = "[c]"
    assert "NEET" not in _text(dataclasses.replace(known_q2, observations=rows))


@pytest.mark.parametrize("value", [5.0, float("nan")])
def test_a_revised_value_is_as_it_was_and_a_late_one_was_not_known(value):
    rows = pd.DataFrame({"id": ["a", "b"], "value": [7.0, 1.0], "received": ["Q1", "Q2"]})
    revisions = pd.DataFrame({"id": ["a"], "then": [value], "quarter": ["Q2"]})
    before = known_before(rows, revisions, "Q2")
    assert before["value"].tolist() == ([5.0] if value == 5.0 else [])

"""Every direction and status word of both quarters of 2009, each right for a reason written by hand.

The tables also say what the word was before untested changes said so and rows told one measure.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from cypt_analysis.ground.status import Direction
from cypt_analysis.judgement.indicators import beside_headline, held_name
from cypt_analysis.known import Known

HERE = Path(__file__).parent
WORDS = pd.read_csv(HERE / "words_of_2009.csv", keep_default_na=False)
INDICATORS = pd.read_csv(HERE / "indicators_of_2009.csv", keep_default_na=False)
BOTH = pytest.mark.parametrize(("quarter", "name"), [("2009-10-Q1", "known_q1"), ("2009-10-Q2", "known_q2")])  # fmt: skip


@BOTH
def test_each_measure_has_its_word(quarter: str, name: str, request: pytest.FixtureRequest) -> None:
    known: Known = request.getfixturevalue(name)
    table = WORDS[WORDS["quarter"] == quarter].set_index("path")
    judged = known.judged
    assert sorted(table.index) == sorted(judged.index)
    said = {path: (row["direction"], row["verdict"]) for path, row in judged.iterrows()}
    assert said == {path: (row["direction"], row["status"]) for path, row in table.iterrows()}


@BOTH
def test_each_indicator_has_the_status_of_its_row_and_what_is_named_below(
    quarter: str, name: str, request: pytest.FixtureRequest
) -> None:
    known: Known = request.getfixturevalue(name)
    table = INDICATORS[INDICATORS["quarter"] == quarter].set_index("indicator")
    said = {}
    for each, verdict in known.verdicts.iterrows():
        indicator = known.catalogue.indicators[str(each)]
        beside = beside_headline(known.held, indicator, verdict["status"])
        told = "; ".join(f"{held.status}: {held_name(indicator, held)}" for held in beside)
        said[each] = (verdict["status"], told if verdict["is_new"] else "")
    assert said == {each: (row["status"], row["beside"]) for each, row in table.iterrows()}


def test_only_tested_words_judge_and_each_row_has_its_reason() -> None:
    assert WORDS[["why", "of_what"]].ne("").all(axis=None) and INDICATORS["why"].ne("").all()
    judging = WORDS["direction"].isin([Direction.BETTER, Direction.WORSE])
    assert WORDS.loc[judging, "why"].str.contains(r"p (?:below )?0[.]0").all()
    untested = WORDS["direction"].str.contains("not tested")
    assert WORDS.loc[untested, "why"].str.contains("no test").all()
    was = WORDS["direction_before"].isin(["Better", "Worse", "Higher", "Lower"])
    q2 = WORDS["quarter"] == "2009-10-Q2"
    # The fault as it was found: seven of the eight such words of that page.
    assert (was & q2).sum() == 8
    assert (was & q2 & untested).sum() == 7

"""What stands before the indicators, and what the board is asked."""

from __future__ import annotations

import dataclasses

import pytest
from bs4 import BeautifulSoup
from pydantic import ValidationError

from cypt_analysis.ground.settings import Introduction
from cypt_analysis.known import Known
from cypt_analysis.pieces.paragraphs import headline_list


def _asking(known: Known, text: str) -> Known:
    asks = Introduction(id="asked", heading="The Board is asked to", asks=True)
    settings = known.settings.model_copy(
        update={"introduction": (*known.settings.introduction, asks)}
    )
    words = {**known.commentary, "asked": text} if text else known.commentary
    return dataclasses.replace(known, settings=settings, commentary=words)


def test_the_quarter_in_short_stands_before_what_matters_and_what_is_better(
    known_q2: Known,
) -> None:
    body = BeautifulSoup(headline_list(known_q2), "lxml").body
    marks = [" ".join(tag["class"]) for tag in body.find_all(recursive=False)]
    assert marks == ["balance", "by-chance", "headlines", "better"]
    assert len(body.select(".headlines li")) == 6


def test_what_the_board_is_asked_stands_after_what_is_better(known_q2: Known) -> None:
    known = _asking(known_q2, "- note the rise in children looked after\n")
    body = BeautifulSoup(headline_list(known), "lxml").body
    asked = body.select_one(".asked")
    assert asked.find_previous_sibling("p")["class"] == ["better"]
    assert " ".join(asked.get_text(" ").split()) == (
        "The Board is asked to note the rise in children looked after"
    )
    # Its heading is none of the introduction's.
    assert "asked" not in known.settings.introductions and "asked" in known.settings.texts


def test_nothing_is_asked_without_words(known_q2: Known) -> None:
    assert 'class="asked"' not in headline_list(known_q2)
    assert 'class="asked"' not in headline_list(_asking(known_q2, ""))


def test_one_text_asks_and_holds_no_summary(known_q2: Known) -> None:
    settings = _asking(known_q2, "").settings.model_dump()
    asks = settings["introduction"][-1]
    for more in ({"id": "again"}, {"id": "again", "summary": True}):
        wrong = settings | {"introduction": [*settings["introduction"], asks | more]}
        with pytest.raises(ValidationError, match=r"asks|summary"):
            type(known_q2.settings).model_validate(wrong)

"""Words that tell a hidden number, and words that tell another."""

from __future__ import annotations

import pytest

from cypt_analysis.processed.hidden import Hidden
from cypt_analysis.processed.spoken import gives_back

# Three of 39 assessments were late and are hidden; the quarter before it was one, as it says.
LATE = Hidden(
    frozenset({"3", "36", "2"}), frozenset({3 / 39 * 100, 36 / 39 * 100}), frozenset({3.0}),
    frozenset({3.0, 1 / 3}), frozenset({"assessment", "completed", "late"}),
)  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "Three were late.", "Only three.", "We saw three children late.", "Three of them waited.",
        "three more assessments than planned", "Three young people waited.",
        "Three late assessments", "III were late.", "There were iii assessments late.",
        "Two more than last year.", "It was two more.", "A trio of assessments was late.",
        "A thirteenth of assessments were late.", "One in thirteen assessments was late.",
        "Nine tenths of them were in time.", "Late ones trebled.", "Three times as many.",
        "Fewer than five were late.", "Under 5 assessments were late.", "At most four were late.",
        "Five or fewer were late.", "More than two assessments were late.", "About 3 were late.",
        "Under 10% were late.", "More than 5 per cent of them were late.",
    ],
)  # fmt: skip
def test_a_hidden_number_is_told_in_words(words: str) -> None:
    assert list(gives_back(words, LATE)), words


@pytest.mark.parametrize(
    "words",
    [
        "Three cautions apply.", "Three weeks after the inspection", "Phase three begins.",
        "The three children's centres opened.", "The third of July", "Section three says how.",
        "Part III of the Act", "Children under five waited longest.", "Those aged under 5 waited.",
        "Fewer than five centres closed.", "A quarter of 2009", "One in six waited longer.",
        "One of the reasons is known.", "One more time.", "More than 60% were open.",
        "Up to two weeks.", "It is a mix of both.", "Fewer than 500 were open.",
    ],
)  # fmt: skip
def test_another_number_is_told_in_words(words: str) -> None:
    assert not list(gives_back(words, LATE)), words

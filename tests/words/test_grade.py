"""The reading grade of texts of which it is known."""

from __future__ import annotations

import pytest

from cypt_analysis.words.grade import grade, syllables


@pytest.mark.parametrize(
    ("text", "known"),
    [
        # By hand: 6 words, 6 syllables; 0.39 × 6 + 11.8 − 15.59.
        ("The cat sat on the mat.", -1.45),
        # 2 sentences, 8 words, 11 syllables: 0.39 × 4 + 11.8 × 11 / 8 − 15.59.
        ("Numbers are rising. The target was missed.", 0.39 * 3.5 + 11.8 * 10 / 7 - 15.59),
        # A number is one word of one syllable, and its point ends no sentence.
        ("It was 40.9 per 1,000.", 0.39 * 5 + 11.8 - 15.59),
    ],
)
def test_the_grade_is_the_formula_of_kincaid(text: str, known: float) -> None:
    assert grade(text) == pytest.approx(known, abs=0.01)


def test_long_words_in_one_sentence_are_harder() -> None:
    plain = "We will ask who refers. Then we will say why."
    official = "Consultation regarding the organisational configuration necessitates deliberation."
    assert grade(plain) < 3
    assert grade(official) > 15


@pytest.mark.parametrize(
    ("word", "known"),
    [("children", 2), ("protection", 3), ("looked", 1), ("wanted", 2), ("table", 2), ("the", 1),
     ("education", 4), ("24%", 1), ("2009", 1)],
)  # fmt: skip
def test_syllables_of_words_that_are_known(word: str, known: int) -> None:
    assert syllables(word) == known

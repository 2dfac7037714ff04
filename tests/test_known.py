"""What is asked of a quarter is found once for each question, and of each quarter by itself."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from cypt_analysis.known import kept


def test_an_answer_is_found_once_for_each_question_and_quarter() -> None:
    asked = []

    @kept
    def doubled(known: Any, number: int) -> int:
        asked.append((known.name, number))
        return 2 * number

    one, other = SimpleNamespace(name="one"), SimpleNamespace(name="other")
    assert [doubled(one, 1), doubled(one, 1), doubled(one, 2), doubled(other, 1)] == [2, 2, 4, 2]
    assert asked == [("one", 1), ("one", 2), ("other", 1)]


def test_two_functions_have_answers_of_their_own() -> None:
    known = SimpleNamespace()
    more, less = kept(lambda known, number: number + 1), kept(lambda known, number: number - 1)
    assert (more(known, 5), less(known, 5)) == (6, 4)

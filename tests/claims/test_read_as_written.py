"""Shares and numbers in words, areas before numbers, and words that state nothing."""

from __future__ import annotations

import pytest

from cypt_analysis.claims import Evidence, check_text, gather
from cypt_analysis.claims.cardinals import cardinal, shares_in
from cypt_analysis.known import Known
from tests.claims.read_as_written import FALSE, IDLE, SENTENCES, TRUE


@pytest.fixture(scope="module")
def evidence(known_q2: Known) -> Evidence:
    return gather(known_q2)


@pytest.mark.parametrize(("indicator", "kind", "text"), SENTENCES)
def test_what_is_true_passes_and_what_is_false_is_told(
    indicator: str, kind: str, text: str, evidence: Evidence
) -> None:
    claims = check_text(f"## Summary\n\n{text}\n", "a.md", indicator, evidence)
    wrong = [(each.printed, each.verdict, each.data) for each in claims if each.needs_mending]
    assert bool(wrong) == (kind == FALSE), wrong
    assert kind != TRUE or claims
    assert kind != IDLE or not claims, claims


@pytest.mark.parametrize(
    ("words", "value"),
    [("twelve", 12), ("thirty-one", 31), ("ninety nine", 99), ("a hundred", 100),
     ("five hundred", 500), ("four hundred and ninety", 490), ("two thousand and seventy", 2070),
     ("three thousand, two hundred and one", 3201), ("17", 17)],
)  # fmt: skip
def test_a_number_in_words_has_its_value(words: str, value: int) -> None:
    assert cardinal(words) == value


@pytest.mark.parametrize(
    ("text", "percents"),
    [("One in six", [17]), ("three in ten pupils", [30]), ("9 out of 10", [90]),
     ("one child in five", [20]), ("half of them", [50]), ("Two-thirds were", [67]),
     ("up by a quarter", [25]), ("a third higher", [33]), ("half the children", [50]),
     ("5 in 100", [5]), ("1 in 8 and 1 in 9", [12, 11]),
     ("Quarter 2", []), ("a quarter's figures", []), ("three-quarters of the way", []),
     ("the first quarter of 2009/10", []), ("a quarter of growth", []), ("half a day", []),
     ("in one in-house team", []), ("two in 5 weeks", []), ("7 in 2009", []), ("1.5 in 6", []),
     ("half of the year's reviews", [])],
)  # fmt: skip
def test_a_share_is_read_and_nothing_like_it(text: str, percents: list[int]) -> None:
    assert [round(each.percent) for each in shares_in(text)] == percents

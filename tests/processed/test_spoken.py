"""Words that tell a hidden number, and words that tell another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cypt_analysis.processed.given import gives_back
from cypt_analysis.processed.hidden import Hidden
from cypt_analysis.processed.numerals import in_digits

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


# So few that a figure of speech tells them; one of the second was late.
ONE = Hidden(frozenset({"1"}), counts=frozenset({1.0}), nouns=frozenset({"assessment", "late"}))


@pytest.mark.parametrize(
    ("hidden", "words"),
    [
        *((LATE, words) for words in (
            "A handful of assessments were late.", "Only a handful were late.",
            "A couple of children were late.", "Only a few children waited.",
            "One or two children were late.", "The late ones were twins.",
            "Siblings accounted for all late assessments.", "All late assessments: one family.",
            "Of 39 assessments, 36 were in time.", "39 ended in May. In time were 36.",
            "Of 57 plans, 40 ended and 14 are open.", "One of May and two of June waited.")),
        *((ONE, words) for words in (
            "A single child was late.", "It happened once.", "An assessment was late.",
            "That child was seen late.", "It happened only once last quarter.")),
    ],
)  # fmt: skip
def test_a_hidden_number_is_told_by_a_figure_of_speech_or_a_sum(hidden: Hidden, words: str) -> None:
    assert list(gives_back(words, hidden)), words


@pytest.mark.parametrize(
    "words",
    [
        "The panel meets once a month.", "Once in post, the lead wrote to all.",
        "A single point of contact helps.", "Single assessments began in May.",
        "Every single assessment was read.", "A lone parent may ask.", "All came at once.",
        "It is read once in a while.", "We offer a handful of courses.",
        "A couple of weeks later we met.", "Siblings are placed together.",
        "The panel meets twice a year.", "Of 57 plans, 40 ended.", "A child is heard first.",
    ],
)  # fmt: skip
def test_a_figure_of_speech_for_something_else_tells_nothing(words: str) -> None:
    assert not list(gives_back(words, LATE)) and not list(gives_back(words, ONE)), words


def _gives(words: str, hidden: Hidden = LATE) -> bool:
    return bool(list(gives_back(in_digits(words), hidden, digits=True)))


@pytest.mark.parametrize(
    "words",
    [
        "Late assessments: ③.", "Late assessments: Ⅲ.", "●●● assessments were late",
        "Assessments: ✗ ✗ ✗ were late", "③ were late", "３ children were late",
        "The third and last late assessment was in May.", "The 3rd (and final) one was late.",
        "A hat-trick of late assessments.", "In time outnumber late ones 3 to 1.",
        "trois assessments late",
    ],
)  # fmt: skip
def test_a_small_number_is_one_however_it_is_written(words: str) -> None:
    of = replace(LATE, rows=frozenset({"late"}))
    assert list(gives_back(in_digits(words), of, digits=True)), words


# Each rule by which a number is none of what is hidden, with a near twin of which it may be one.
TEAM = replace(
    LATE, names=frozenset({"North 3", "16 to 17", "Under 3"}), goals=frozenset({"5"}),
    abroad=frozenset({"4"}), areas=frozenset({"Westham"}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("safe", "twin"),
    [
        # Part of a name of the project: of the same words with another number it is none.
        ("The file of North 2 was wrong: assessments", "In North 2 were assessments of children"),
        ("North 3 assessments", "Three assessments in the north"),
        # An age, and not how many.
        ("Assessments of those aged 3 to 5 take longer", "Three aged 5 had late assessments"),
        ("A three-year-old waits longer for assessments", "Three waited for assessments"),
        # A share, which is held against every hidden one, and no two counts.
        ("Two in five assessments were early.", "One in thirteen assessments was late."),
        ("Fewer than one in two assessments were early.", "Fewer than two assessments were late."),
        # It counts something else, neither people nor what is counted.
        ("Three social workers joined.", "Three young people joined."),
        ("Three weeks of assessments", "Three weekly assessments"),
        # A target that the project has, told as one.
        ("The aim is fewer than 5 late assessments.", "Fewer than 5 assessments were late."),
        ("The aim is fewer than 5 late assessments.", "The aim is fewer than 4 assessments."),
        # Another area's number, where that area is not named.
        ("Four assessments were read.", "In Westham four assessments were read."),
    ],
)  # fmt: skip
def test_a_number_of_something_else_is_none_and_its_near_twin_is(safe: str, twin: str) -> None:
    assert not _gives(safe, TEAM), safe
    assert _gives(twin, TEAM), twin

"""Sentences that another person wrote without a look at the rules: the figures they came to."""

from __future__ import annotations

import time
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from cypt_analysis.claims import Claim, Evidence, check_text, confirm, gather, lapsed, waive
from cypt_analysis.claims.lexicon import found_at, lexicon
from cypt_analysis.cli import main
from cypt_analysis.ground.claim import Outcome
from cypt_analysis.ground.findings import UserError
from cypt_analysis.known import Known
from tests.benchmarks.claims.blind import judged, score

BLIND = Path(__file__).with_name("blind.csv")


@pytest.fixture(scope="module")
def evidence(known_q2: Known) -> Evidence:
    return gather(known_q2)


def _claims(text: str, evidence: Evidence, about: str = "looked_after") -> list[Claim]:
    return check_text(f"## Summary\n\n{text}\n", "a.md", about, evidence)


def test_false_sentences_are_told_and_true_ones_pass(evidence: Evidence, known_q2: Known) -> None:
    """No figure may be bought with another: 3, 3 and 12 in a hundred at most."""
    told = score(judged(BLIND, evidence, known_q2))
    assert told.passed <= 0.035 * told.false, told
    assert told.refused <= 0.03 * told.true, told
    assert told.asked <= 0.12 * told.true, told
    assert told.apart >= 0.84 * told.twins, told


OUTCOMES = [
    ("460 children were looked after in September 2009.", Outcome.BORNE_OUT),
    ("461 children were looked after in September 2009.", Outcome.NOT_BORNE_OUT),
    ("The carers held 31 events.", Outcome.FOR_A_PERSON),
    ("The number of children looked after zigzagged over the year.", Outcome.FOR_A_PERSON),
    ("The number could fall next year.", Outcome.FOR_A_PERSON),
    ("The rise in the number is a result of the case.", Outcome.FOR_A_PERSON),
]


@pytest.mark.parametrize(("text", "outcome"), OUTCOMES)
def test_a_claim_has_one_of_three_outcomes(text: str, outcome: Outcome, evidence: Evidence) -> None:
    assert outcome in {each.outcome for each in _claims(text, evidence)}


@pytest.mark.parametrize(
    ("one", "other"),
    [("did not rise", "rose"), ("is no longer above 400", "is above 400"),
     ("did not fall", "fell"), ("has not doubled", "has doubled")],
)  # fmt: skip
def test_what_is_denied_is_borne_out_where_its_opposite_is_not(
    one: str, other: str, evidence: Evidence
) -> None:
    told = [
        any(each.needs_mending for each in _claims(f"The number of children looked after {said}.", evidence))
        for said in (one, other)
    ]  # fmt: skip
    assert sorted(told) == [False, True]


def test_a_person_confirms_what_the_data_cannot_decide_until_it_changes(
    tmp_path: Path, evidence: Evidence
) -> None:
    (claim,) = _claims("The carers held 31 events.", evidence)
    file = tmp_path / "waivers.csv"
    confirm([claim], claim.digest, "A. Person", "The carers' own list, seen on 3 May.", file)
    rows = pd.read_csv(file).set_axis(range(2, 3))
    (kept,) = waive([claim], rows)
    assert kept.is_confirmed and not kept.needs_mending
    changed = _claims("The carers held 32 events.", evidence)
    assert waive(changed, rows) == changed
    assert len(lapsed(changed, rows, "waivers.csv")) == 1


@pytest.mark.parametrize(
    ("text", "name", "reason", "message"),
    [("The carers held 31 events.", "", "Seen.", "needs a name"),
     ("461 children were looked after in September 2009.", "A.", "Seen.", "is not borne out")],
)  # fmt: skip
def test_nobody_confirms_without_a_name_or_against_the_data(
    text: str, name: str, reason: str, message: str, tmp_path: Path, evidence: Evidence
) -> None:
    claim = next(each for each in _claims(text, evidence) if each.needs_mending)
    with pytest.raises(UserError, match=message):
        confirm([claim], claim.digest, name, reason, tmp_path / "waivers.csv")
    with pytest.raises(UserError, match="No statement has the mark 'abc'"):
        confirm([claim], "abc", "A.", "Seen.", tmp_path / "waivers.csv")
    assert not (tmp_path / "waivers.csv").exists()


def test_the_command_says_what_confirming_needs() -> None:
    told = CliRunner().invoke(main, ["claims", "--help"]).output
    assert "--confirm MARK" in told and "--reason" in told


def test_a_word_stands_in_one_place_with_all_its_forms() -> None:
    """A verb, its noun and its adjective say the same thing the same way."""
    for form in ("plunge", "plunges", "plunged", "plunging"):
        length, (entry, *_) = found_at([form], 0)
        assert (length, entry.kind, entry.way, entry.lemma) == (1, "move", -1, "plunge")
    # No form says both up and down.
    for phrases in lexicon().values():
        for phrase, entries in phrases:
            ways = {each.way for each in entries if each.kind in ("move", "more", "judged")}
            assert len(ways - {0}) < 2, phrase


@pytest.mark.parametrize("word", ["rise ", "24% ", "in September 2009 ", "England "])
def test_time_grows_with_the_length_of_a_text_alone(word: str, evidence: Evidence) -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        _claims(word * times, evidence)
        return time.process_time() - start

    seconds(10)
    assert seconds(600) < 5 * seconds(200) + 0.3

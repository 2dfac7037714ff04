"""Sentences that another person wrote without a look at the rules: the figures they came to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from cypt_analysis.claims import (
    Claim,
    Evidence,
    check_text,
    claim_findings,
    confirm,
    format_claims,
    gather,
    lapsed,
    waive,
)
from cypt_analysis.claims.lexicon import found_at, lexicon
from cypt_analysis.cli import main
from cypt_analysis.ground.claim import Outcome, asked
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
    """No figure may be bought with another. Eighteen in a hundred true ones are left to a person: the
    rules that read a few more of these read none that is new, and a word of another thing is asked."""
    told = score(judged(BLIND, evidence, known_q2))
    assert told.passed <= 0.035 * told.false, told
    assert told.refused <= 0.03 * told.true, told
    assert told.asked <= 0.19 * told.true, told
    assert told.apart >= 0.8 * told.twins, told


@pytest.mark.parametrize("name", ["twins_a.csv", "twins_b.csv"])
def test_two_other_hands_are_told_apart(name: str, evidence: Evidence, known_q2: Known) -> None:
    told = score(judged(BLIND.with_name(name), evidence, known_q2))
    assert told.passed <= 0.08 * told.false, told
    assert told.refused <= 0.15 * told.true, told
    assert told.apart >= 0.35 * told.twins, told


SAID = [
    # What is told of a whole and its parts, of times and of rows, whatever the data.
    ("Of 40 indicators, 17 were green, 14 amber and 8 red.", "40", "mismatch"),
    ("There are 39 indicators: 17 green, 14 amber, 8 red.", "39", "match"),
    ("In quarter 3, up to March 2010, it was counted.", "quarter 3, up to March", "contradicted"),
    ("In quarter 4, up to March 2010, it was counted.", "", ""),
    ("The gap narrowed from 24% to 28.5%.", "narrowed", "contradicted"),
    # A change after a change, and one after a time that is named.
    ("Plans rose between September 2008 and August 2009 and then fell.", "fell", "match"),
    ("Plans rose between September 2008 and August 2009 and then rose again.", "rose", "contradicted"),
    ("There were 328 in August 2009, falling by 22 (7%) to 306 a month later.", "7%", "match"),
    ("There were 328 in August 2009, falling by 22 (9%) to 306 a month later.", "9%", "mismatch"),
    ("The number was no higher in September 2009 than in August 2009.", "higher", "match"),
    ("The number was no higher in August 2009 than in September 2008.", "higher", "contradicted"),
    ("At no point between September 2007 and September 2008 did plans rise.", "rise", "contradicted"),
    ("In August 2009 the number was higher than at any other time.", "higher", "match"),
    ("In September 2009 the number was higher than at any other time.", "higher", "contradicted"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "printed", "verdict"), SAID)
def test_what_is_said_of_rows_and_times(
    text: str, printed: str, verdict: str, evidence: Evidence
) -> None:
    found = {each.printed: each.verdict for each in _claims(text, evidence, "child_protection")}
    assert found.get(printed, "") == verdict, found


def test_another_language_is_told_once(evidence: Evidence) -> None:
    text = (
        "Cynyddodd nifer y plant sydd yn derbyn gofal dros y flwyddyn ddiwethaf.\n\n"
        "Mae hyn yn uwch nag yng ngweddill y wlad yn ystod yr un cyfnod."
    )
    (claim,) = _claims(text, evidence)
    assert (claim.verdict, claim.outcome) == ("not read", Outcome.FOR_A_PERSON)


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


# Three points that no data decide, in one sentence.
OPEN = "The carers held 31 events, and numbers may be levelling off because of the new team."


def test_a_person_confirms_a_sentence_once_until_it_or_its_data_change(
    tmp_path: Path, evidence: Evidence
) -> None:
    claims = _claims(OPEN, evidence)
    points = [each for each in claims if each.needs_mending]
    (question,) = [each for each in asked(claims) if each.needs_mending]
    assert len(points) > 1 and {each.digest for each in points} == {question.digest}
    assert all(f"'{each.printed}'" in question.data for each in points)
    told = format_claims(claims, digests=True)
    assert told.count("Digest: ") == told.count("In: ") == len(claim_findings(claims)) == 1
    file = tmp_path / "waivers.csv"
    confirm(claims, question.digest, "A. Person", "The carers' own list, seen on 3 May.", file)
    rows = pd.read_csv(file).set_axis(range(2, 3))
    assert list(rows["verdict"]) == ["for a person"]
    assert not [each for each in waive(claims, rows) if each.needs_mending]
    # Another message of the program, and the same question.
    again = [replace(each, data="Other words.", suggestion="Others.") for each in claims]
    assert not [each for each in waive(again, rows) if each.needs_mending]
    for changed in (
        _claims(OPEN.replace("31", "32"), evidence),
        _claims(OPEN, _with_more(evidence)),
    ):
        assert waive(changed, rows) == changed
        assert len(lapsed(changed, rows, "waivers.csv")) == 1


def _with_more(evidence: Evidence) -> Evidence:
    """The evidence where one more child is looked after."""
    rows = list(evidence.observed["looked_after"])
    rows[-1] = replace(rows[-1], value=rows[-1].value + 1)
    return replace(evidence, observed={**evidence.observed, "looked_after": rows})


def test_a_mark_of_every_point_is_refused_with_the_mark_of_the_sentence(
    evidence: Evidence,
) -> None:
    claims = _claims(OPEN, evidence)
    point = next(each for each in claims if each.needs_mending)
    row = {"digest": "eb73b6dc897d", "printed": point.printed, "verdict": "untraced",
           "sentence": OPEN, "reason": "Seen.", "name": "A."}  # fmt: skip
    rows = pd.DataFrame([row], index=[2])
    assert waive(claims, rows) == claims
    (finding,) = lapsed(claims, rows, "waivers.csv")
    assert point.digest in finding.advice and "earlier version" in finding.advice


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

"""Statements that councils have made, in other words, beside the figures that were published.

The figures are those of DfE, LAIT and the statements themselves; each row is one of 32 statements,
said as it was (with the verdict that published figures give) and as it would be true.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from cypt_analysis.claims import Evidence, check_text, gather
from cypt_analysis.known import Known
from tests.claims.councils.project import councils

_FOLDER = Path(__file__).parent / "councils"
with (_FOLDER / "statements.csv").open(encoding="utf-8", newline="") as _file:
    STATEMENTS = list(csv.DictReader(_file))
TRUE, FALSE = "borne out", "not borne out"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    return councils(tmp_path_factory.mktemp("councils") / "project")


def _outcome(sentence: str, indicator: str, evidence: Evidence) -> str:
    text = f"## Summary\n\n{sentence}\n"
    found = {each.outcome for each in check_text(text, "a.md", indicator, evidence)}
    return next((each for each in (FALSE, "for a person", TRUE) if each in found), "silent")


def test_what_councils_said_is_judged_as_published_figures_judge_it(known: Known) -> None:
    evidence = gather(known)
    told = [
        (row["expected"], _outcome(row["sentence"], row["indicator"], evidence), row["sentence"])
        for row in STATEMENTS
    ]
    true = [each for each in told if each[0] == TRUE]
    rest = [each for each in told if each[0] != TRUE]
    passed = [each for each in rest if each[1] in (TRUE, "silent")]
    refused = [each for each in true if each[1] == FALSE]
    assert (len(true), len(rest)) == (22, 32)
    assert (passed, refused) == ([], [])
    assert sum(each[1] == TRUE for each in true) >= 20, true
    assert sum(each[1] == FALSE for each in rest) >= 24, rest


# What the project calls them: an abbreviation of project.toml, or `called` of a measure.
CALLED = [
    ("looked_after", "There were 416 CLA on 30 September 2021, {} from 443 on 31 March 2020.", "down", "up"),
    ("looked_after", "On 31 March 2023, {} of those placed were children in family care.", "62.5%", "72.5%"),
    ("stability", "Long-term stability was 61.5% in 2022/23, {} our SN (66%).", "below", "above"),
    ("ehc_plans", "EHCPs in 20 weeks {} from 32.5% in 2023 to 22.9% in 2024.", "fell", "rose"),
]  # fmt: skip


def test_a_project_has_words_of_its_own(known: Known) -> None:
    evidence = gather(known)
    for indicator, text, right, wrong in CALLED:
        said = [_outcome(text.format(word), indicator, evidence) for word in (right, wrong)]
        assert said[0] == TRUE and said[1] not in (TRUE, "silent"), text


def test_what_a_measure_is_called_tells_it_from_the_others(known: Known) -> None:
    evidence = gather(known)
    text = "Children in family care rose between 31 March 2020 and 30 September 2021."
    assert _outcome(text, "looked_after", evidence) == "for a person"
    # Without its name they are all the children, who fell.
    assert _outcome(text, "looked_after", replace(evidence, called={})) == FALSE

"""What an analyst is told of a false sentence: what was read, what is so, and how it could stand."""

from __future__ import annotations

import pytest

from cypt_analysis.claims import Claim, Evidence, check_text, format_claims, gather
from cypt_analysis.known import Known


@pytest.fixture(scope="module")
def evidence(known_q2: Known) -> Evidence:
    return gather(known_q2)


def _claims(indicator: str, text: str, evidence: Evidence) -> list[Claim]:
    return check_text(f"## Summary\n\n{text}\n", f"{indicator}.md", indicator, evidence)


# Each with what it was read as, and the sentence as it could stand.
FALSE = [
    ("looked_after", "In September 2009, 471 children were looked after.",
     "Children looked after, 30 September 2009", "In September 2009, 460 children were looked after."),
    ("looked_after", "The number of looked after children fell over the year.",
     "Children looked after, 30 September 2009", "The number of looked after children rose over the year."),
    ("neet", "NEET numbers rose by 36% on August 2008.",
     "Young people who are NEET, change on August 2008, August 2009", "NEET numbers rose by 26% on August 2008."),
    ("neet", "The official rate met its target of 7.6%.",
     "NEET rate, official return, target, November 2008 to January 2009", "The official rate missed its target of 7.6%."),
    ("conceptions", "The rate is 24% below the South East.",
     "Under-18 conceptions, rolling four quarters, South East, year to June 2008", "The rate is 24% above the South East."),
    ("obesity", "In Year 6, the rate of obesity is more than the 17.7% of 2008.",
     "Year 6 children who are obese, 2008/09", "In Year 6, the rate of obesity is less than the 17.7% of 2008."),
    # Of what no such change makes true, none is given.
    ("obesity", "Year 6 obesity fell significantly to 16.4%.", "Year 6 children who are obese, 2008/09", ""),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "text", "read", "mended"), FALSE)
def test_a_false_sentence_is_told_with_what_was_read_and_how_it_could_stand(
    indicator: str, text: str, read: str, mended: str, evidence: Evidence
) -> None:
    wrong = [each for each in _claims(indicator, text, evidence) if each.needs_mending]
    assert {(each.read, each.mended) for each in wrong} == {(read, mended)}
    told = " ".join(format_claims(wrong).split())
    assert f"Read as: {read}" in told and f"In: {text}" in told
    assert (f"It could stand: {mended}" in told) == bool(mended)


def test_a_sentence_as_it_could_stand_is_borne_out(evidence: Evidence) -> None:
    for indicator, _, _, mended in FALSE:
        assert not [each for each in _claims(indicator, mended, evidence) if each.needs_mending]


def test_what_is_suggested_is_of_the_measure_that_was_read(evidence: Evidence) -> None:
    """Of a gap the gap, and no change of another year that happens to be as large."""
    below, _ = sorted(_claims("conceptions", FALSE[4][1], evidence), key=lambda each: -each.start)
    assert "gap_to_south_east }}, which is +24%" in below.suggestion
    assert "annual" not in below.suggestion
    (fell,) = _claims("obesity", "Year 6 obesity rose on the year before.", evidence)
    assert (
        "change_on_year_absolute | direction }}, which is −1.3 percentage points" in fell.suggestion
    )

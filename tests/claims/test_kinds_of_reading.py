"""Kinds of phrase that are read, each by a sentence that published figures bear out and one they
do not, worked by hand (the extracts of 2009-10-Q2)."""

from __future__ import annotations

import pytest

from cypt_analysis.claims import Evidence, check_text, gather
from cypt_analysis.known import Known
from tests.benchmarks.claims.blind import said_of

# The kind, the indicator, a sentence that is true, and what makes it false.
KINDS = [
    ("ends after a comma", "looked_after", "The number rose by 88, from 372 to 460.", ("88", "98")),
    ("yet to is not yet", "caf", "Seven assessments were late and 39 have yet to be completed.",
     ("39", "49")),
    ("so many of all", "caf", "124 of 170 assessments (73%) were on time.", ("170", "190")),
    ("begun to", "child_protection", "Numbers have begun to fall.", ("fall", "rise")),
    ("after a drop", "referrals", "The rate rose to 706 in 2008/09, following a drop to 660 the "
     "year before.", ("drop", "rise")),
    ("since then", "child_protection", "Plans peaked at 328 in August 2009 and have since fallen "
     "to 306.", ("fallen", "risen")),
    ("we were", "looked_after", "We are looking after 88 more children than we were a year ago.",
     ("88", "78")),
    ("despite", "referrals", "Despite a fall from 813 in 2006/07, the rate is above England's.",
     ("above", "below")),
    ("a value of a time", "referrals", "Although still below the 813 recorded in 2006/07, the "
     "referral rate rose.", ("below", "above")),
    ("national and a noun", "referrals", "The rate is well above the national share of 497.",
     ("above", "below")),
    ("a target's own time", "breastfeeding", "Coverage has not yet been published and is above "
     "the target for 2009/10.", ("above", "below")),
    ("a gap over time", "conceptions", "Between 2005 and 2007 the gap to England narrowed from "
     "7.0 to 0.6.", ("narrowed", "widened")),
    ("one more than", "conceptions", "In 2007 there were 181 conceptions, one more than in 2006.",
     ("more", "fewer")),
    ("a sum", "caf", "7 were late and 39 not completed, making 46 in total.", ("46", "48")),
    ("called alike", "caf", "170 assessments were begun in the quarter.", ("170", "180")),
]  # fmt: skip


@pytest.fixture(scope="module")
def evidence(known_q2: Known) -> Evidence:
    return gather(known_q2)


def _said(text: str, indicator: str, evidence: Evidence) -> str:
    return said_of(check_text(f"## Summary\n\n{text}\n", "a.md", indicator, evidence))


@pytest.mark.parametrize(("kind", "indicator", "text", "change"), KINDS, ids=[k[0] for k in KINDS])
def test_a_kind_is_read_and_its_opposite_does_not_pass(
    kind: str, indicator: str, text: str, change: tuple[str, str], evidence: Evidence
) -> None:
    assert change[0] in text, kind
    assert _said(text, indicator, evidence) == "borne out"
    assert _said(text.replace(*change), indicator, evidence) not in ("borne out", "silent")


# A word that is not read beside a noun of the measure may speak of some of those counted alone.
OF_SOME = [
    ("child_protection", "Black children with a plan rose from 260 to 306."),
    ("looked_after", "Children looked after in the north rose from 372 to 460."),
    ("referrals", "Anonymous referrals stood at 706 per 10,000 in 2008/09."),
    ("neet", "NEET young people from travelling families numbered 500 in August 2009."),
    ("obesity", "16.4% of Year 6 children with asthma are obese."),
]
# These leave the measure whole, or are no modifier.
OF_ALL = [
    ("looked_after", "The overall number of looked after children rose from 372 to 460."),
    ("referrals", "Recorded referrals stood at 706 per 10,000 in 2008/09."),
    ("looked_after", "460 children were in care in September 2009."),
    ("breastfeeding", "67% of babies were breastfed at 6 to 8 weeks in October to December 2008."),
]


@pytest.mark.parametrize(("indicator", "text"), OF_SOME)
def test_a_modifier_that_is_not_read_leaves_it_to_a_person(
    indicator: str, text: str, evidence: Evidence
) -> None:
    assert _said(text, indicator, evidence) == "for a person"


@pytest.mark.parametrize(("indicator", "text"), OF_ALL)
def test_a_modifier_that_leaves_the_measure_whole_is_read(
    indicator: str, text: str, evidence: Evidence
) -> None:
    assert _said(text, indicator, evidence) == "borne out"


# A way that stands alone is of what its text is on: 372 were looked after, then 460.
ALONE = [
    ("Still rising: 460 in September 2009, up 24% on last year.", "borne out"),
    ("Still falling: 460 in September 2009, up 24% on last year.", "not borne out"),
    ("Falling again: 460 in September 2009.", "not borne out"),
    ("Still decreasing, to 460.", "not borne out"),
    ("Back down to 460.", "not borne out"),
    ("Lower again, at 460.", "for a person"),
    ("Steady at 460.", "not borne out"),
    ("To improve, we will train staff.", "silent"),
    ("Improving outcomes is our aim.", "silent"),
]


@pytest.mark.parametrize(("text", "outcome"), ALONE)
def test_a_way_without_a_subject_is_of_the_indicator(
    text: str, outcome: str, evidence: Evidence
) -> None:
    assert _said(text, "looked_after", evidence) == outcome


# How many of what is measured, a place among others and "on target" state something of the data.
HOW_MANY = [
    ("caf", "Almost all assessments were completed on time."),
    ("caf", "Most assessments were completed on time."),
    ("caf", "No assessment was late."),
    ("child_protection", "Every ward saw more children with a plan."),
    ("looked_after", "We are on target."),
    ("looked_after", "We have as many looked after children as Kent."),
    ("referrals", "We are the best performing of our neighbours."),
]
# Of what is done, and of people whom no measure counts, they state nothing of a figure.
OF_NO_FIGURE = [
    ("caf", "All schools received the letter."),
    ("caf", "Every team has been trained."),
    ("caf", "Most staff are in post."),
]


@pytest.mark.parametrize(("indicator", "text"), HOW_MANY)
def test_how_many_of_what_is_measured_is_never_silent(
    indicator: str, text: str, evidence: Evidence
) -> None:
    assert _said(text, indicator, evidence) == "for a person"


@pytest.mark.parametrize(("indicator", "text"), OF_NO_FIGURE)
def test_how_many_of_something_else_is_silent(
    indicator: str, text: str, evidence: Evidence
) -> None:
    assert _said(text, indicator, evidence) == "silent"


# Parents who improve are at least 83% by target, absence in secondary schools at most 6.7%.
SIDES = [
    ("parenting", "The target is at least 83%.", "borne out"),
    ("parenting", "The target is at most 83%.", "not borne out"),
    ("persistent_absence", "The target is 6.7% or below.", "borne out"),
    ("persistent_absence", "The target is 6.7% or above.", "not borne out"),
    ("obesity", "In Year 6 the target is at least 17.6%.", "not borne out"),
]


@pytest.mark.parametrize(("indicator", "text", "outcome"), SIDES)
def test_a_target_is_told_with_its_own_side(
    indicator: str, text: str, outcome: str, evidence: Evidence
) -> None:
    assert _said(text, indicator, evidence) == outcome

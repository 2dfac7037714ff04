"""A share told of those of whom it is not so, and a month's figure told of a quarter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cypt_analysis.claims import Evidence, check_text, gather
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.known import Known
from tests.benchmarks.claims.blind import DEMO, _world, said_of

TRUE, FALSE, OPEN = "borne out", "not borne out", "for a person"

# In the demonstration 90.2% of assessments were finished in time, and 98.0% of plans were issued so.
OF_THE_REST = [
    ("assess45", "90% of assessments were late.", FALSE),
    ("assess45", "10% of assessments were late.", TRUE),
    ("assess45", "90% of assessments were on time.", TRUE),
    ("assess45", "90% of assessments were finished outside the timescale.", FALSE),
    ("assess45", "More than half of assessments were overdue.", FALSE),
    ("assess45", "Late assessments have risen.", OPEN),
    ("assess45", "Of late 90% of assessments were finished in time.", TRUE),
    ("ehcp20", "98% of plans were delayed.", FALSE),
    ("ehcp20", "2% of plans were delayed.", TRUE),
]


@pytest.mark.parametrize(("indicator", "text", "said"), OF_THE_REST)
def test_a_share_is_not_of_those_of_whom_it_is_not_so(indicator: str, text: str, said: str) -> None:
    evidence, known = _world(DEMO)
    claims = check_text(f"## Summary\n\n{text}\n", "a.md", indicator, evidence, known.facts)
    assert said_of(claims) == said, claims


@pytest.fixture(scope="module")
def by_month(known_q2: Known) -> Evidence:
    """Incidents of three months: 400, 410 and 441 make 1,251."""
    evidence = gather(known_q2)
    row = evidence.observed["health_and_safety"][-1]
    rows = [
        replace(row, period=parse_period(f"2009-M0{month}"), name=f"{row.path}.2009-M0{month}",
                value=float(value), shown=str(value))
        for month, value in ((7, 400), (8, 410), (9, 441))
    ]  # fmt: skip
    return replace(evidence, observed={**evidence.observed, row.path: rows})


OF_A_QUARTER = [
    ("441 incidents were reported in the quarter.", FALSE),
    ("1,251 incidents were reported in the quarter.", TRUE),
    ("1,260 incidents were reported in the quarter.", FALSE),
    ("441 incidents were reported over the whole year.", OPEN),
    ("441 incidents were reported in September 2009.", TRUE),
    ("441 incidents were reported in the month.", TRUE),
]


@pytest.mark.parametrize(("text", "said"), OF_A_QUARTER)
def test_a_month_is_no_quarter(text: str, said: str, by_month: Evidence) -> None:
    claims = check_text(f"## Summary\n\n{text}\n", "a.md", "health_and_safety", by_month)
    assert said_of(claims) == said, claims


# The number is right, and is of another thing, of another part, of a rate or of another time.
OF_ANOTHER = [
    ("caf", "73% of staff had an appraisal from July to September 2009."),
    ("caf", "170 assessments were completed on time."),
    ("caf", "124 assessments were started."),
    ("referrals", "706 children were referred in 2008/09."),
    ("referrals", "497 children were referred in England in 2008/09."),
    ("looked_after", "460 parents were looked after in September 2009."),
    ("parenting", "We are on track to train 20 practitioners in the year."),
    ("health_and_safety", "Incidents are falling month on month."),
    ("child_protection", "Plans rose to 306 from 141."),
    ("looked_after", "Placements have fallen less."),
    ("looked_after", "Demand for placements has grown sharply."),
]


@pytest.mark.parametrize(("indicator", "text"), OF_ANOTHER)
def test_a_right_number_proves_nothing_of_another_thing(
    indicator: str, text: str, known_q2: Known
) -> None:
    claims = check_text(f"## Summary\n\n{text}\n", "a.md", indicator, gather(known_q2))
    assert said_of(claims) in (FALSE, OPEN), claims

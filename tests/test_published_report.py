"""The report of 2 November 2009: every one of its 269 stated facts is in the build, or has a reason.

``published_facts.csv`` holds what was printed, transcribed for the tests alone.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from cypt_analysis.facts import Fact, Facts
from cypt_analysis.known import Known

_TRANSCRIPT = Path(__file__).parent / "published_facts.csv"
with _TRANSCRIPT.open(encoding="utf-8", newline="") as _file:
    PRINTED = list(csv.DictReader(_file))
WITH_FACT = [row for row in PRINTED if row["fact"]]
WITHOUT = [row for row in PRINTED if not row["fact"]]

REASONS = {
    "date or period",
    "age band or identifier",
    "text",
    "not data: part of a definition",
    "known fault 1: 18% is right",
    "known fault 2: 26% is right",
    "known fault 3: numbers rose on the year",
    "known fault 5: no figure received",
    "known fault 6: an under-18 figure",
    "known fault 8: provisional, and Reception participation missed",
    "known fault 17: not printed, the published baseline is 48.1",
    "known fault 18: the edge is 14.796 and 14.7% is the safe side",
}


@pytest.fixture(scope="module")
def facts(known_q2: Known) -> Facts:
    return known_q2.facts


def _number(printed: str) -> float:
    text = printed.replace(" percentage points", "").replace(",", "").rstrip("%")
    return float(text.replace("−", "-").replace("+", ""))


def _label(row: dict[str, str]) -> str:
    return f"{row['id']}-{row['fact'] or row['measure']}"


def test_the_transcript_holds_every_stated_fact_once() -> None:
    assert [int(row["id"]) for row in PRINTED] == list(range(1, 270))


@pytest.mark.parametrize("row", WITH_FACT, ids=_label)
def test_a_printed_figure_is_a_fact_with_the_value_printed(
    row: dict[str, str], facts: Facts
) -> None:
    assert row["fact"] in facts, row
    printed = facts[row["fact"]].printed
    assert abs(_number(printed)) == abs(float(row["value"])), printed
    # The report prints as many decimals as we do, save a nought at the end.
    assert printed.startswith(f"{float(row['value']):,.10g}")
    assert row["reason"] == ""


@pytest.mark.parametrize("row", WITHOUT, ids=_label)
def test_what_is_no_fact_has_a_reason_of_the_list(row: dict[str, str]) -> None:
    assert row["reason"] in REASONS


def test_only_texts_dates_and_known_faults_are_left_out() -> None:
    reasons = [row["reason"] for row in WITHOUT]
    assert len(WITH_FACT) == 195
    assert sum(reason.startswith("known fault") for reason in reasons) == 9
    for row in WITHOUT:
        if row["reason"] == "date or period":
            assert re.search(r"\d{4}|\d\d[-/]\d\d", row["value"]), row
        if row["reason"] == "age band or identifier":
            assert row["unit"] in {"years", "level", "weeks", "id", "phase", "item"}, row


# Units and areas that the transcript gives, so that a right number under a wrong name is seen.

_UNITS = {
    "%": {"%"},
    "% change": {"% change"},
    "% difference": {"% change"},
    "children": {"children", "count"},
    "schools": {"number", "schools"},
    "rank": {"rank"},
    "per month": {"per month"},
    "incidents": {"incidents", "count"},
    "CAFs": {"assessments", "count"},
}


@pytest.mark.parametrize("row", [row for row in WITH_FACT if row["unit"] in _UNITS], ids=_label)
def test_a_printed_figure_has_the_unit_printed(row: dict[str, str], facts: Facts) -> None:
    assert facts[row["fact"]].unit in _UNITS[row["unit"]]


@pytest.mark.parametrize(
    "row",
    [row for row in WITH_FACT if row["status"] in ("provisional", "unpublished", "final")],
    ids=_label,
)
def test_an_observations_status_is_the_one_printed(row: dict[str, str], known_q2: Known) -> None:
    observations = known_q2.observations.set_index("id")
    if row["fact"] not in observations.index:
        return
    status = observations.loc[row["fact"], "status"]
    assert status in (row["status"], ""), row


# Derived facts, worked out here from the figures that the report prints


def _change(now: float, then: float) -> float:
    return (now / then - 1) * 100


DERIVED = {
    # Changes
    "looked_after.change_on_year": _change(460, 372),
    "child_protection.change_on_year": _change(306, 260),
    "child_protection.2008-09-30.change_on_year": _change(260, 141),
    "neet.change_on_year": _change(500, 398),
    "neet.claimants.change_on_year": _change(2070, 1315),
    "referrals.change_on_year": _change(706, 660),
    "referrals.2007-08-FY.change_on_year": _change(660, 813),
    "conceptions.change_on_year": _change(40.9, 41.9),
    "health_and_safety.change_on_previous": _change(99, 125),
    "looked_after.change_on_year_absolute": 460 - 372,
    "child_protection.change_on_previous_absolute": 306 - 328,
    "obesity.change_on_year_absolute": 16.4 - 17.7,
    "obesity.reception_obese.change_on_year_absolute": 8.5 - 8.2,
    "obesity.year6_overweight.change_on_year_absolute": 14.1 - 13.4,
    # Shares
    "caf.latest": 124 / 170 * 100,
    "caf.late.latest": 7 / 170 * 100,
    "caf.not_completed.latest": 39 / 170 * 100,
    "caf.action_plan.latest": 233 / 381 * 100,
    "caf.review_date.latest": 177 / 233 * 100,
    "caf.reviews_outstanding.latest": 81 / 177 * 100,
    "health_and_safety.causes.slips_trips_and_falls.latest": 26 / 99 * 100,
    "health_and_safety.causes.challenging_behaviour.latest": 18 / 99 * 100,
    "health_and_safety.causes.recreation_and_sport.latest": 16 / 99 * 100,
    # Gaps to other areas
    "conceptions.gap_to_england": _change(40.9, 41.4),
    "conceptions.gap_to_south_east": _change(40.9, 33.1),
    "conceptions.gap_to_england_absolute": 40.9 - 41.4,
    "referrals.gap_to_neighbours": _change(706, 596),
    "referrals.gap_to_england": _change(706, 497),
    "neet.official_rate.gap_to_bristol_absolute": 7.8 - 7.9,
    "neet.official_rate.gap_to_bournemouth_absolute": 7.8 - 8.2,
    "neet.official_rate.neighbours_mean": (7.9 + 8.2) / 2,
    "neet.official_rate.neighbours_counted": 2,
    "neet.official_rate.rank": 3,
    # Gaps to targets, and shares of them by now
    "neet.official_rate.gap_to_target": 7.8 - 7.6,
    "obesity.gap_to_target": 16.4 - 17.6,
    "obesity.reception_obese.gap_to_target": 8.5 - 8.6,
    "persistent_absence.gap_to_target": 5.7 - 6.7,
    "parenting.gap_to_target": 76.5 - 83,
    "parenting.practitioners.pro_rata_target": 20 / 4,
    "parenting.groups.pro_rata_target": 40 / 4,
    "parenting.parents.pro_rata_target": 400 / 4,
    "parenting.practitioners.gap_to_target": 6 - 20 / 4,
    "parenting.groups.gap_to_target": 27 - 40 / 4,
    "parenting.parents.gap_to_target": 160 - 400 / 4,
    # Reductions: the published baseline is 48.1
    "conceptions.reduction_from_baseline": (1 - 40.9 / 48.1) * 100,
    # Counts of things
    "persistent_absence.schools.above_target": sum(rate > 6.1 for rate in (6.5, 8.6, 8.2)),
    "risk_management.risks": 4,
    "child_protection.highest": 328,
}


@pytest.mark.parametrize(("name", "value"), DERIVED.items())
def test_a_derived_fact_follows_from_the_printed_figures(
    name: str, value: float, facts: Facts
) -> None:
    assert facts[name].value == pytest.approx(value, abs=1e-9)


# "Right as printed", and the faults where ours is the right figure

RIGHT = {
    "looked_after.change_on_year": "up 24%",
    "child_protection.2008-09-30.change_on_year": "up 84%",
    "referrals.change_on_year": "up 7%",
    "neet.claimants.change_on_year": "up 57%",
    "conceptions.change_on_year": "down 2.4%",
    "conceptions.gap_to_england": "down 1%",
    "conceptions.gap_to_south_east": "up 24%",
    "conceptions.reduction_from_baseline": "15%",
    "caf.latest": "73%",
    "caf.late.latest": "4%",
    "caf.not_completed.latest": "23%",
    "caf.action_plan.latest": "61%",
    "caf.review_date.latest": "76%",
    "caf.reviews_outstanding.latest": "46%",
    "caf.2009-10-Q1": "53%",
    "health_and_safety.causes.slips_trips_and_falls.latest": "26%",
    "health_and_safety.causes.challenging_behaviour.latest": "18%",
    "health_and_safety.causes.recreation_and_sport.latest": "16%",
    # Faults 1 and 2.
    "child_protection.change_on_year": "up 18%",
    "neet.change_on_year": "up 26%",
}


@pytest.mark.parametrize(("name", "words"), RIGHT.items())
def test_what_is_right_as_printed_is_printed_so(name: str, words: str, facts: Facts) -> None:
    assert facts[name].direction == words


def _sign(fact: Fact) -> int:
    return (fact.value > 0) - (fact.value < 0)


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        # Fault 3: "below those of a year ago"; the number rose.
        ("neet.change_on_year_absolute", 1),
        # Fault 7: "increased to 14.1% from 13.4% and 14.1%".
        ("obesity.year6_overweight.change_on_year_absolute", 1),
        # Fault 8: within the target, on provisional figures.
        ("obesity.gap_to_target", -1),
        # Fault 11: 7.8% against 7.6%.
        ("neet.official_rate.gap_to_target", 1),
        ("conceptions.change_on_year_absolute", -1),
        ("child_protection.change_on_previous_absolute", -1),
    ],
)
def test_changes_go_the_way_the_figures_do(name: str, sign: int, facts: Facts) -> None:
    assert _sign(facts[name]) == sign


def test_two_terms_of_absence_are_not_called_a_reduction(facts: Facts) -> None:
    # Faults 9 and 10: 5.7% over two terms is not set beside 6.0% over a full year.
    for path in ("persistent_absence", "persistent_absence.primary", "persistent_absence.combined"):
        assert f"{path}.change_on_year" not in facts
        assert f"{path}.change_on_previous" not in facts


def test_the_year_six_overweight_of_2007_is_that_of_2009(facts: Facts) -> None:
    # Fault 7: no increase on 2007.
    latest = facts["obesity.year6_overweight.latest"].value
    assert latest == facts["obesity.year6_overweight.2006-07-AY"].value == 14.1


def test_the_peak_of_plans_is_the_month_ends_not_the_quarters(facts: Facts) -> None:
    # Fault 16: 328 was at the end of August.
    assert facts["child_protection.highest"].period == "2009-08-31"


def test_both_thresholds_for_obesity_are_given(facts: Facts) -> None:
    # Fault 18: 14.8% holds for intervals that do not overlap; a two-sample test needs 15.6%.
    # The edge is 14.796%, of which 14.7% is the side on which every figure is a change.
    edge = facts["obesity.2007-08-AY.threshold_intervals"].value
    assert edge == pytest.approx(14.796, abs=1e-3)
    assert facts["obesity.2007-08-AY.threshold_intervals"].printed == "14.7%"
    assert facts["obesity.2007-08-AY.threshold_test"].printed == "15.6%"


def test_no_figure_for_under_sixteen_conceptions_is_made_up(facts: Facts) -> None:
    # Faults 5 and 6.
    assert not [name for name in facts if "under_16" in name or "under16" in name]


def test_the_baseline_of_the_conception_target_is_the_published_one(facts: Facts) -> None:
    # Fault 17: 26.4 is 45% below 48.0, 26.5 would be below 48.1.
    assert facts["conceptions.annual.1998"].printed == "48.1"
    assert round(48.0 * 0.55, 1) == facts["conceptions.target.2010"].value == 26.4
    assert round(48.1 * 0.55, 1) == 26.5


def test_the_cut_short_quarter_is_a_point_to_review(known_q2: Known) -> None:
    # Fault 4: the quarter ends on 30 September, the extract is of 21 September.
    points = [finding for finding in known_q2.findings if finding.rule == "cut_short"]
    assert [(point.file.rsplit("/", 1)[-1], point.row) for point in points] == [("caf.csv", 3)]


def test_the_unpublished_coverage_is_a_point_to_review(known_q2: Known) -> None:
    # Fault 14.
    points = [finding for finding in known_q2.findings if finding.rule == "unpublished"]
    assert [point.file.rsplit("/", 1)[-1] for point in points] == ["breastfeeding.csv"]
    assert "95%" in points[0].found

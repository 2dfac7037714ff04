"""What needs judgement is listed, each kind with its figures and what to do; nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.claim import Claim
from cypt_analysis.judgement.signals import judge_benchmarks, judge_signals
from cypt_analysis.known import Known
from cypt_analysis.pieces.review import Point, points_of
from cypt_analysis.report import Report
from tests.judgement.test_exception_rules_signals import STEADY, _monthly


def _points(known: Known, name: str) -> list[Point]:
    return list(points_of(known, known.catalogue.indicators[name]))


def _of(known: Known, name: str, what: str) -> list[Point]:
    return [point for point in _points(known, name) if point.what == what]


def test_tests_that_disagree(known_q2: Known) -> None:
    assert not _of(known_q2, "obesity", "The two tests disagree")
    pairs = known_q2.pairs.copy()
    latest = (pairs["id"] == "obesity.2008-09-AY") & (pairs["basis"] == "year")
    pairs.loc[latest, ["significant", "p_value"]] = [True, 0.027]
    pairs.loc[pairs["id"] == "obesity.2008-09-AY", "significant"] = True
    [point] = _of(replace(known_q2, pairs=pairs), "obesity", "The two tests disagree")
    assert "16.4% [p] (2008/09), before that 17.7% (2007/08)" in point.figures
    assert "the 95% intervals overlap, but the test finds a change (p = 0." in point.why


def test_assumed_numbers_and_what_they_decide(known_q2: Known) -> None:
    [now] = _of(known_q2, "conceptions", "The number counted is assumed")
    assert now.figures.endswith("176 of 4,310 (assumed)")
    assert now.why == (
        "It decides the direction 'No clear change', 'similar' beside England and 'worse' beside "
        "South East."
    )
    judged = known_q2.judged.copy()
    judged.loc["conceptions", "assumed"] = False
    [then] = _of(
        replace(known_q2, judged=judged), "conceptions",
        "The number counted in the year to June 2007 is assumed",
    )  # fmt: skip
    assert then.why.startswith("It decides the direction 'No clear change'")


def test_a_value_beyond_a_benchmark(known_q2: Known, catalogue: Catalogue) -> None:
    """The interval begins at 33.007: beyond a printed 32.9, and perhaps not beyond a 33.0."""
    assert _of(known_q2, "conceptions", "Beyond 99.8% of a benchmark") == []
    table = known_q2.observations.copy()
    table.loc[(table["area"] == "South East") & (table["value"] == 33.0), "value"] = 32.9
    known = replace(known_q2, benchmarks=judge_benchmarks(known_q2.judged, table, catalogue))
    [point] = _of(known, "conceptions", "Beyond 99.8% of a benchmark")
    assert point.figures == "Under-18 conceptions, calendar years: 42.0 [r] (2007); South East 32.9"
    assert point.why == "Worse, well outside chance: the 99.8% interval is 33.0 to 52.6."


@pytest.mark.parametrize(
    ("name", "what", "figure"),
    [
        ("breastfeeding", "Unpublished figures", "95% [u] (July to September 2009)"),
        ("obesity", "Provisional figures", "16.4% [p] (2008/09)"),
    ],
)
def test_figures_that_are_not_final_are_one_point(
    known_q2: Known, name: str, what: str, figure: str
) -> None:
    [point] = _of(known_q2, name, what)
    assert figure in point.figures
    assert not [each for each in _of(known_q2, name, "Found in the files") if what[:6] in each.why]


def test_points_of_the_files_of_this_indicator_alone(known_q2: Known) -> None:
    [point] = _of(known_q2, "caf", "Found in the files")
    assert point.figures == "data/raw/2009-10-Q2/caf.csv row 3"
    assert "21 September 2009" in point.why
    [entry] = _of(known_q2, "parenting", "Found in the files")
    assert entry.figures == "catalogue entry parenting"


def test_every_point_of_the_files_stands_with_one_indicator(
    known_q1: Known, known_q2: Known
) -> None:
    for known in (known_q1, known_q2):
        told = [
            point.figures
            for name in known.catalogue.indicators
            for point in _of(known, name, "Found in the files")
        ]
        found = [
            each.file + (f" row {each.row}" if each.row else "")
            for each in known.findings
            if each.rule not in ("unpublished", "claim")
        ]
        assert sorted(told) == sorted(found)


def test_statements_waived_and_to_mend(known_q2: Known) -> None:
    [waived] = _of(known_q2, "conceptions", "A statement is waived")
    assert waived.figures.startswith("“26.4” in: ")
    assert waived.why.startswith("Rounding. ") and "45% off 48.1" in waived.why
    assert waived.advice.startswith("By Performance and Analysis team: ")
    file = known_q2.commentary_file("workforce")
    claim = Claim(file, 3, "workforce", "Summary", "It is 17%.", 6, 9, "number", "mismatch", "18%")
    [point] = _points(replace(known_q2, claims=(claim,)), "workforce")
    assert point == (
        "A statement needs mending", "“17%” in: It is 17%.", "Mismatch. 18%.",
        "Mend the words, or waive it with a reason.",
    )  # fmt: skip


def test_a_revision_of_this_quarter_and_no_other(known_q2: Known) -> None:
    row = {
        "id": "looked_after.2008-09-30", "then": 370.0, "now": 372.0, "then_status": "provisional",
        "now_status": "final", "quarter": "2009-10-Q2",
    }  # fmt: skip
    earlier = {**row, "quarter": "2009-10-Q1"}
    unsaid = replace(known_q2, claims=())
    known = replace(unsaid, revisions=pd.DataFrame([earlier]))
    assert _points(known, "looked_after") == []
    [point] = _points(replace(unsaid, revisions=pd.DataFrame([earlier, row])), "looked_after")
    assert point.figures == "Children looked after: 372 (30 September 2008), before 370"
    assert point.why == "Provisional figure became final."


def test_a_signal_on_the_control_chart(known_q2: Known, catalogue: Catalogue) -> None:
    known = _monthly(known_q2, [*STEADY, 190])
    known = replace(known, signals=judge_signals(known.judged, known.own, catalogue))
    [point] = _of(known, "health_and_safety", "Signal on the control chart")
    assert point.why == "The control chart shows concern: outside the limits."


def test_a_recent_trend(known_q2: Known) -> None:
    signals = known_q2.signals.copy()
    mine = signals["path"] == "conceptions.annual"
    signals.loc[mine, ["trend", "trend_method"]] = ["decreasing", "weighted regression"]
    [point] = _of(replace(known_q2, signals=signals), "conceptions", "Recent trend")
    assert point.why == "The latest points are decreasing (weighted regression, 99.8%)."


def test_where_nothing_needs_judgement_a_sentence_says_so(known_q2: Known) -> None:
    html = Report(known_q2).indicator("equalities").review()._repr_html_()
    assert "Nothing needs your judgement." in html
    assert "<table" not in html


def test_a_change_that_one_of_so_many_tests_may_find_by_chance_is_a_point(known_q2: Known) -> None:
    """p is 0.027 alone, and 0.12 among all: significant by itself, not among so many."""
    pairs = known_q2.pairs.copy()
    mine = pairs["id"] == known_q2.judged.loc["obesity", "id"]
    pairs.loc[mine, ["p_value", "adjusted_p"]] = [0.027, 0.12]
    pairs["significant"] = pairs["significant"].astype(object).where(~mine, True)
    known = replace(known_q2, pairs=pairs)
    points = list(points_of(known, known.catalogue.indicators["obesity"]))
    point, *_ = [each for each in points if each.what == "One of many tests"]
    assert point.why == "p is 0.027, and 0.12 adjusted for all tests of this report."
    absence = points_of(known_q2, known_q2.catalogue.indicators["persistent_absence"])
    assert "One of many tests" not in [each.what for each in absence]

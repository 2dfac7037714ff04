"""Named numbers: each follows from what it says it follows from, and is printed as people round."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import replace
from pathlib import Path
from statistics import mean, median

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.facts import Facts
from cypt_analysis.facts.changes import thresholds
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.number_format import format_number, format_value, round_half_up
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.known import Known

_TOKEN = re.compile(r"[()×/−+]|\d+(?:\.\d+)?|[a-z][\w.-]*")
_RECEIVED = re.compile(r"(?P<file>.+\.csv) row (?P<row>\d+)")
# Results of a statistical method, which the statistics' own tests cover.
_METHODS = ("95% ", "99.8% ", "test of ", "significance threshold ")


@pytest.fixture(scope="module")
def facts(known_q2: Known) -> Facts:
    return known_q2.facts


_ROUNDED = re.compile(", rounded (up|down)$")


def _value(expression: str, facts: Facts) -> float | None:
    """The value of an arithmetic expression over facts; None where it is none."""
    text = _ROUNDED.sub("", expression.removesuffix(" months"))
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != text.replace(" ", ""):
        return None
    names = [token for token in tokens if token[0].isalpha()]
    if not all(name in facts for name in names):
        return None
    symbols = {"×": "*", "−": "-"}
    plain = [
        repr(facts[token].value) if token in names else symbols.get(token, token)
        for token in tokens
    ]
    return float(eval(" ".join(plain), {"__builtins__": {}}))


def _row(root: Path, where: str) -> list[float]:
    """The numbers that stand in the row of a raw file, counted as a spreadsheet counts."""
    match = _RECEIVED.fullmatch(where)
    assert match, where
    with (root / match["file"]).open(encoding="utf-8-sig", newline="") as file:
        cells = list(csv.reader(file))[int(match["row"]) - 1]
    numbers = []
    for cell in cells:
        try:
            numbers.append(float(cell))
        except ValueError:
            continue
    return numbers


def test_every_arithmetic_expression_gives_the_facts_value(facts: Facts) -> None:
    checked = 0
    for name in facts:
        fact = facts[name]
        value = _value(fact.expression, facts)
        if value is not None:
            if rounded := _ROUNDED.search(fact.expression):
                side = {"up": math.ceil, "down": math.floor}[rounded[1]]
                value = side(value * 10**fact.decimals - 1e-9) / 10**fact.decimals
            assert fact.value == pytest.approx(value, rel=1e-9, abs=1e-9), name
            used = {token for token in _TOKEN.findall(fact.expression) if token in facts}
            assert used <= set(fact.inputs) or _RECEIVED.fullmatch(fact.inputs[0]), name
            checked += 1
    assert checked > 250


def test_every_fact_says_how_it_came_about(facts: Facts) -> None:
    lists = {
        "mean of ": mean,
        "median of ": median,
        "number of ": len,
    }
    for name in facts:
        fact = facts[name]
        lead = next((lead for lead in lists if fact.expression.startswith(lead)), None)
        if fact.expression == "as received" or fact.expression.startswith("quoted: "):
            assert len(fact.inputs) == 1, name
        elif " above " in fact.expression:
            path, target = fact.expression.removeprefix("number of ").split(" above ")
            wanted = [facts[each].value > facts[target].value for each in fact.inputs]
            assert (path, fact.value) == (name.removesuffix(".above_target"), sum(wanted))
        elif lead:
            values = [facts[each].value for each in fact.inputs]
            assert fact.value == pytest.approx(lists[lead](values)), name
        elif fact.expression.startswith("rank, highest first, among "):
            mine, *others = (facts[each].value for each in fact.inputs)
            assert fact.value == 1 + sum(other > mine for other in others), name
        elif fact.expression.startswith("the best of "):
            values = [facts[each].value for each in fact.inputs]
            assert fact.value in (min(values), max(values)), name
        elif fact.expression.startswith("place among ") and fact.inputs[1:]:
            mine, *others = (facts[each].value for each in fact.inputs)
            sign = -1 if "1 is the best (lowest)" in fact.expression else 1
            assert fact.value == 1 + sum(other * sign > mine * sign for other in others), name
        else:
            known = _value(fact.expression, facts) is not None
            method = fact.expression.startswith((*_METHODS, "rows of "))
            assert known or method or " on the straight line from " in fact.expression, (
                name,
                fact.expression,
            )


def test_every_received_fact_stands_in_the_row_that_it_names(
    facts: Facts, project_root: Path
) -> None:
    checked = 0
    for name in facts:
        fact = facts[name]
        if fact.expression == "as received" or fact.expression.startswith("quoted: "):
            assert fact.value in _row(project_root, fact.inputs[0]), name
            checked += 1
        elif _RECEIVED.fullmatch(fact.inputs[0]):
            numerator, denominator = re.findall(r"\d+(?:\.\d+)?", fact.expression)[:2]
            row = _row(project_root, fact.inputs[0])
            assert {float(numerator), float(denominator)} <= set(row), name
            checked += 1
    assert checked > 200


def test_every_input_is_a_fact_or_a_row(facts: Facts) -> None:
    for name in facts:
        for given_input in facts[name].inputs:
            assert given_input in facts or given_input.startswith("data/raw/"), (name, given_input)


def test_names_are_paths_of_the_catalogue_or_quoted(facts: Facts, known_q2: Known) -> None:
    assert set(facts.table["indicator"]) <= set(known_q2.verdicts.index)
    assert facts.table["fact"].is_unique
    assert not any(re.search(r"[^a-z0-9_.\-A-Z]", name) for name in facts.names)


def test_the_latest_facts_are_those_of_the_latest_period(facts: Facts) -> None:
    for path, period in (
        ("looked_after", "2009-09-30"),
        ("child_protection", "2009-09-30"),
        ("conceptions", "2007-M07..2008-M06"),
        ("persistent_absence", "2008-09-AY-T1T2"),
        ("breastfeeding.prevalence", "2008-09-Q3"),
    ):
        assert facts[f"{path}.latest"].value == facts[f"{path}.{period}"].value
        assert facts[f"{path}.latest"].period == period
    dated = facts["looked_after.2009-09-30.change_on_year"]
    change = facts["looked_after.change_on_year"]
    assert replace(change, name=dated.name) == dated


def test_an_assumed_denominator_is_never_a_fact(facts: Facts) -> None:
    # 2,480 children a year are assumed, and 176 conceptions follow from an assumption.
    assert "obesity.denominator" not in facts
    assert "conceptions.numerator" not in facts
    assert facts["caf.denominator"].value == 170


def test_a_fact_of_another_area_ends_in_its_name(facts: Facts) -> None:
    assert facts["conceptions.england"].printed == "41.4"
    assert facts["conceptions.2007-M07..2008-M06.south_east"].printed == "33.1"
    assert facts["referrals.neighbours"].printed == "596"


# Looking up


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "looked_after.change_on_yaer",
            "There is no fact 'looked_after.change_on_yaer'. Did you mean 'looked_after.change_on_year'?",
        ),
        (
            "loked_after.latest",
            "There is no fact 'loked_after.latest'. Did you mean 'looked_after.latest'?",
        ),
        ("weather", "There is no fact 'weather'."),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    facts: Facts, name: str, message: str
) -> None:
    with pytest.raises(UserError) as error:
        facts[name]
    assert str(error.value) == message
    assert facts.get(name) is None
    assert name not in facts


def test_a_fact_is_found_by_its_name(facts: Facts) -> None:
    assert "looked_after.latest" in facts
    assert facts.get("looked_after.latest") == facts["looked_after.latest"]


# Printing


@pytest.mark.parametrize(
    ("name", "printed", "signed", "direction"),
    [
        ("looked_after.latest", "460", "460", "460"),
        ("looked_after.change_on_year", "24%", "+24%", "up 24%"),
        ("looked_after.change_on_year_absolute", "88", "+88", "up 88"),
        ("conceptions.change_on_year", "2.4%", "−2.4%", "down 2.4%"),
        ("breastfeeding.change_on_previous_absolute", "4 percentage points", "−4 percentage points", "down 4 percentage points"),
        ("conceptions.gap_to_england", "1%", "−1%", "down 1%"),
        ("neet.claimants.latest", "2,070", "2,070", "2,070"),
        ("caf.latest", "73%", "73%", "73%"),
        ("parenting.latest", "76.5%", "76.5%", "76.5%"),
        ("breastfeeding.prevalence.target", "68.4%", "68.4%", "68.4%"),
        ("neet.year12_no_offer.latest", "0.65%", "0.65%", "0.65%"),
    ],
)  # fmt: skip
def test_facts_are_printed(
    facts: Facts, name: str, printed: str, signed: str, direction: str
) -> None:
    fact = facts[name]
    assert (fact.printed, fact.signed, fact.direction) == (printed, signed, direction)


def test_limits_of_a_difference_keep_their_signs(facts: Facts) -> None:
    assert facts["health_and_safety.change_on_previous_lower"].printed.startswith("−")
    assert facts["health_and_safety.change_on_previous_upper"].printed.startswith("+")


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (0.5, 0, "1"), (1.5, 0, "2"), (2.5, 0, "3"), (62.5, 0, "63"), (-2.5, 0, "-3"),
        (16.35, 1, "16.4"), (16.45, 1, "16.5"), (2.675, 2, "2.68"), (1.005, 2, "1.01"),
        (12.499999999999998, 0, "13"), (12.4999, 0, "12"), (-0.2, 0, "0"), (999.5, 0, "1,000"),
        (0.05, 1, "0.1"), (1234567.25, 1, "1,234,567.3"),
    ],
)  # fmt: skip
def test_halves_go_up(value: float, decimals: int, printed: str) -> None:
    assert format_number(value, decimals) == printed


@given(st.integers(-(10**6), 10**6), st.integers(0, 3))
def test_a_half_always_goes_away_from_nought(whole: int, decimals: int) -> None:
    unit = 10**-decimals
    value = (abs(whole) + 0.5) * unit
    assert round_half_up(value, decimals) == pytest.approx((abs(whole) + 1) * unit)
    assert round_half_up(-value, decimals) == pytest.approx(-(abs(whole) + 1) * unit)


@given(st.floats(-1e6, 1e6), st.integers(0, 3))
def test_rounding_is_never_further_than_half_a_unit(value: float, decimals: int) -> None:
    assert abs(round_half_up(value, decimals) - value) <= 0.5 * 10**-decimals + 1e-9


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None])
def test_a_missing_number_is_printed_as_unavailable(value: float | None) -> None:
    assert format_number(value) == "[x]"  # type: ignore[arg-type]
    assert format_value(float("nan"), "%") == "[x]"


def test_the_table_has_its_columns(facts: Facts) -> None:
    assert {"fact", "value", "unit", "printed", "expression", "inputs"} <= set(facts.table.columns)
    assert (
        not facts.table[["fact", "value", "unit", "printed", "expression", "inputs"]]
        .isna()
        .any(axis=None)
    )
    assert isinstance(facts.table, pd.DataFrame)
    assert facts.table["fact"].is_monotonic_increasing


@pytest.mark.parametrize(
    ("number", "first"), [("460", "looked_after.2009-09-30"), ("73%", "caf.2009-10-Q2")]
)
def test_a_number_finds_the_facts_nearest_to_it(known_q2: Known, number: str, first: str) -> None:
    near = known_q2.facts.nearest(number)
    assert first in [fact.name for fact in near]
    away = [abs(abs(fact.value) - float(number.rstrip("%"))) for fact in near]
    assert away == sorted(away) and len(near) == 10
    assert all("%" in fact.unit for fact in near) == ("%" in number)


def _shares(*rows: tuple[str, float, float]) -> pd.DataFrame:
    """Shares of the measure of Year 6 obesity, one a period, as observations hold them."""
    parsed = [parse_period(period) for period, *_ in rows]
    return pd.DataFrame(
        {
            "id": [f"obesity.{period}" for period, *_ in rows],
            "path": "obesity", "indicator": "obesity", "measure": "year6_obese", "breakdown": "",
            "period": [each.text for each in parsed], "series": [each.series for each in parsed],
            "start": [pd.Timestamp(each.start) for each in parsed],
            "end": [pd.Timestamp(each.end) for each in parsed],
            "kind": "proportion", "numerator": [counted for _, counted, _ in rows],
            "denominator": [size for *_, size in rows], "unit": "%", "decimals": 1,
        }
    )  # fmt: skip


def test_a_threshold_is_rounded_to_the_side_on_which_it_holds(catalogue: Catalogue) -> None:
    """After 406.72 of 2,480 the edges are 13.590% and 14.391%: below 13.5% and below 14.3%."""
    found = thresholds(_shares(("2008-09-AY", 406.72, 2480)), catalogue)
    assert found.set_index("stat")["printed"].to_dict() == {
        "threshold_intervals": "13.5%", "threshold_test": "14.3%"
    }  # fmt: skip


def test_where_next_times_figure_is_not_tested_there_is_no_threshold(catalogue: Catalogue) -> None:
    apart = [("2006-07-AY", 8, 30), ("2007-08-AY", 8, 29)]
    assert set(thresholds(_shares(*apart), catalogue)["period"]) == {"2006-07-AY"}
    overlapping = [("2007-M04..2008-M03", 400, 2480), ("2007-M07..2008-M06", 400, 2480)]
    assert thresholds(_shares(*overlapping), catalogue).empty
    following = [("2007-M04..2008-M03", 400, 2480), ("2008-M04..2009-M03", 400, 2480)]
    assert len(thresholds(_shares(*following), catalogue)) == 4


def test_what_the_rest_of_the_year_must_bring_is_enough(facts: Facts) -> None:
    """27 of 40 groups in one quarter: three times 4.3 would be 39.9, three times 4.4 is 40.2."""
    needed = facts["parenting.groups.needed_per_period"]
    assert needed.printed == "4.4"
    assert 27 + 3 * needed.value >= 40 > 27 + 3 * (needed.value - 0.1)

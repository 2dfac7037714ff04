"""A fault in a row of another area leaves its figure out; one of the authority's own stops a build."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Measure, Source
from cypt_analysis.drops.across import check_across
from cypt_analysis.drops.elsewhere import others_left_out
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.drops.shapes import check_shape
from cypt_analysis.ground.findings import Finding

SOURCE = Source.model_validate(
    {
        "id": "referrals", "title": "Referrals", "producer": "DfE", "owner": "A team",
        "keys": ["area", "period"],
        "columns": {
            "area": {"type": "area"}, "period": {"type": "period"},
            "referrals": {"type": "count", "blank": True},
            "again": {"type": "count", "blank": True, "part_of": "referrals"},
            "percent": {"type": "percent", "blank": True},
            "assessed": {"type": "percent", "blank": True},
        },
    }
)  # fmt: skip
AGAIN = Measure.model_validate(
    {
        "id": "again", "name": "Referred again", "kind": "proportion", "source": "referrals",
        "value": "percent", "numerator": "again", "denominator": "referrals", "unit": "%",
        "decimals": 1, "polarity": "low",
    }
)  # fmt: skip
INFO = DropInfo.model_validate(
    {
        "quarter": "2025-26-Q2", "data_cut_off": "2025-09-30", "authority": "Leeds",
        "code": "E08000035", "neighbours": ["Sheffield"], "regions": ["England"],
        "neighbour_set": "A set.",
    }
)  # fmt: skip
# Department for Education, Characteristics of children in need, table c1, 2024.
LEEDS = ("Leeds", "2023-24-FY", 9914, 2399, 24.2, 90.0)
SHEFFIELD = ("Sheffield", "2023-24-FY", 5529, 907, 16.4, 80.0)


def _judged(*rows: tuple) -> tuple[pd.DataFrame, list[Finding]]:
    """A table as it is used, and what is told of it."""
    index = range(2, 2 + len(rows))
    table = pd.DataFrame(rows, columns=list(SOURCE.columns), index=index)
    table = table.astype(dict.fromkeys(list(SOURCE.columns)[2:], float))
    found = check_shape(table, SOURCE, (AGAIN,), "c1.csv")
    return others_left_out(table, SOURCE, [AGAIN], INFO, found)


def _numbers(table: pd.DataFrame, row: int) -> list[float]:
    return table.loc[row, ["referrals", "again", "percent", "assessed"]].tolist()


def test_a_wrong_rate_of_another_area_is_left_out_with_the_counts_that_it_does_not_follow_from() -> (
    None
):
    table, [told] = _judged(LEEDS, (*SHEFFIELD[:4], 61.4, 80.0))
    assert (told.row, told.severity, told.rule) == (3, "review", "agrees")
    assert told.found == (
        "Of 'Sheffield': percent is 61.4, but again 907 of referrals 5529 is 16.4."
    )
    assert told.advice.endswith("it is left out, and nothing is compared with it.")
    # What the fault is not about stays.
    np.testing.assert_equal(_numbers(table, 3), [np.nan, np.nan, np.nan, 80.0])
    assert _numbers(table, 2) == [9914, 2399, 24.2, 90.0]


def test_the_same_fault_of_the_authority_itself_stops_the_build() -> None:
    table, [told] = _judged((*LEEDS[:4], 42.2, 90.0), SHEFFIELD)
    assert (told.row, told.severity) == (2, "error")
    assert _numbers(table, 3) == [5529, 907, 16.4, 80.0]


def test_a_row_whose_area_cannot_be_read_may_be_the_authoritys_own() -> None:
    _, [told] = _judged(("", *SHEFFIELD[1:4], 61.4, 80.0))
    assert told.severity == "error"


def test_an_area_that_the_register_lacks_is_another_where_the_authority_has_its_own_row() -> None:
    by_register = INFO.model_copy(update={"neighbour_set": "england/2025"})
    fault = Finding("c1.csv", 3, "area is 'E06000099'.", columns=("area",))
    for period, severity, left in (("2023-24-FY", "review", [2]), ("2022-23-FY", "error", [2, 3])):
        rows = [LEEDS, ("", period, *SHEFFIELD[2:])]
        table = pd.DataFrame(rows, columns=list(SOURCE.columns), index=[2, 3])
        table, [told] = others_left_out(table, SOURCE, [AGAIN], by_register, [fault])
        assert (told.severity, told.found.startswith("area is"), list(table.index)) == (
            severity, True, left,
        )  # fmt: skip


def test_of_two_rows_of_another_area_neither_counts() -> None:
    table, [told] = _judged(LEEDS, SHEFFIELD, (*SHEFFIELD[:3], 908, 16.4, 80.0))
    assert (told.rows, told.severity) == ((3, 4), "review")
    assert list(table.index) == [2, 3]
    assert np.isnan(_numbers(table, 3)).all()


def test_a_part_above_its_whole_takes_the_percentage_with_it() -> None:
    table, [told] = _judged(LEEDS, (*SHEFFIELD[:3], 9070, 16.4, 80.0))
    assert (told.rule, told.severity) == ("part", "review")
    np.testing.assert_equal(_numbers(table, 3), [np.nan, np.nan, np.nan, 80.0])


def test_a_cell_of_both_is_told_twice() -> None:
    fault = Finding("c1.csv", 2, "percent is '#REF!'.", rows=(2, 3), columns=("percent",))
    table = pd.DataFrame([LEEDS, SHEFFIELD], columns=list(SOURCE.columns), index=[2, 3])
    _, told = others_left_out(table, SOURCE, [AGAIN], INFO, [fault])
    assert [(each.severity, each.row, each.rows) for each in told] == [
        ("error", 2, ()), ("review", 3, ()),
    ]  # fmt: skip


def test_parts_above_another_file_s_whole_stop_a_build_only_of_the_authority_itself() -> None:
    about = {"producer": "DfE", "owner": "A team", "title": "Referrals"}
    keys = {"area": {"type": "area"}, "period": {"type": "period"}}
    number = {"type": "count"}
    parts = Source.model_validate({
        **about, "id": "by_age", "keys": [*keys, "age"],
        "totals": [{"over": "age", "total": "n", "parts": ["part"]}],
        "columns": {**keys, "age": {"type": "text"}, "part": number, "n": number | {"same_as": "all.n"}},
    })  # fmt: skip
    whole = Source.model_validate(
        {**about, "id": "all", "keys": list(keys), "columns": {**keys, "n": number}}
    )
    both = {"area": ["Leeds", "Sheffield"], "period": "2023-24-FY"}
    rows = {"area": both["area"] * 2, "period": "2023-24-FY", "age": list("aabb")}
    tables = {
        "all": pd.DataFrame({**both, "n": 10.0}, index=[2, 3]),
        "by_age": pd.DataFrame({**rows, "part": 6.0, "n": 12.0}, index=range(2, 6)),
    }
    catalogue = SimpleNamespace(sources={"by_age": parts, "all": whole})
    found = check_across(tables, catalogue, "raw", "Leeds")
    above = {each.row: each.severity for each in found if "add up to 12" in each.found}
    assert above == {2: "error", 3: "review"}

"""Why a figure changed from one drop to the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from cypt_analysis.ground.findings import CheckFailed
from cypt_analysis.known import Known
from cypt_analysis.page.revisions import changes
from tests.judgement.small import RATE, STOCK, catalogue, known_at
from tests.projects import write_drop

OLD, NEW = "2024-25-Q3", "2025-26-Q3"
HEAD = "area,period,value,part,whole"


def _two(root: Path, then: list[str], now: list[str], measure: str = RATE, **info: str) -> Known:
    """What is known after two drops of one file with these rows."""
    catalogue(root, figures_of=measure)
    for quarter, rows, more in ((OLD, then, {}), (NEW, now, info)):
        text = "\n".join([HEAD, *rows])
        write_drop(root, quarter, {"figures_of.csv": text}, **more)
    return known_at(root, NEW)


def _cause(known: Known) -> str:
    [revision] = known.revisions.to_dict("records")
    return str(revision["cause"])


# Referrals of the year to March 2024 per 10,000 children, as the releases of October 2024 and 2025
# give them (Department for Education, Characteristics of children in need): the populations were
# rebased, the counts are those of before.
@pytest.mark.parametrize(
    ("count", "then", "now", "population"),
    [(3361, 749.4, 738.0, 45545), (9914, 569.3, 568.8, 174311)],
    ids=["Slough", "Leeds"],
)
def test_a_rebased_denominator_is_told_by_the_same_count(
    tmp_path: Path, count: int, then: float, now: float, population: int
) -> None:
    old = [f",2023-24-FY,{then},{count},"]
    known = _two(tmp_path, old, [f",2023-24-FY,{now},{count},{population}"])
    assert _cause(known) == "The denominator was rebased: the count is the same"
    page = str(changes(known))
    assert "1 figure changed" in page and "The denominator was rebased" in page


@pytest.mark.parametrize(
    ("then", "now", "cause"),
    [
        (",2023-24-FY,200,20,1000", ",2023-24-FY,210,21,1000", "The count changed"),
        (",2023-24-FY,200,20,1000", ",2023-24-FY,200,21,1050", ""),
        (
            ",2023-24-FY,200,20,1000", ",2023-24-FY,220,22,1001",
            "The count and the denominator changed",
        ),
        (",2023-24-FY,,[c],1000", ",2023-24-FY,210,21,1000", "It came late: it was missing before"),
        (",2023-24-FY,200,,", ",2023-24-FY,210,,", ""),
    ],
)  # fmt: skip
def test_what_the_numbers_show(tmp_path: Path, then: str, now: str, cause: str) -> None:
    known = _two(tmp_path, [then], [now])
    assert [each["cause"] for each in known.revisions.to_dict("records")] in ([cause], [])
    assert cause == "" or len(known.revisions) == 1


def test_a_count_changes_by_itself(tmp_path: Path) -> None:
    known = _two(tmp_path, [",2024-03-31,20,,"], [",2024-03-31,21,,"], STOCK)
    assert _cause(known) == "The count changed"


def test_what_a_release_says_of_its_definition_goes_before(tmp_path: Path) -> None:
    known = _two(
        tmp_path, [",2023-24-FY,200,20,1000"], [",2023-24-FY,300,30,1000"],
        redefined='{ figures_of = "Contacts count too." }',
    )  # fmt: skip
    assert _cause(known) == "The definition changed: Contacts count too"


def test_a_source_that_is_none_is_no_reason(tmp_path: Path) -> None:
    with pytest.raises(CheckFailed, match="redefined names 'figures', which is no source"):
        _two(tmp_path, [",2023-24-FY,2,,"], [",2023-24-FY,3,,"], redefined='{ figures = "So." }')


def test_the_last_report_s_figure_is_a_fact(tmp_path: Path) -> None:
    known = _two(tmp_path, [",2023-24-FY,749.4,3361,"], [",2023-24-FY,738.0,3361,45545"])
    fact = known.facts["figures_of.2023-24-FY.before_revision"]
    assert fact.value == 749.4
    assert fact.expression == (
        "as the report before gave it; The denominator was rebased: the count is the same"
    )


def test_a_redefinition_breaks_the_series_where_its_drop_s_figures_begin(tmp_path: Path) -> None:
    old = [",2023-24-FY,200,20,1000"]
    known = _two(
        tmp_path, old, [*old, ",2024-25-FY,150,15,1000"],
        redefined='{ figures_of = "Repeats are not counted" }',
    )  # fmt: skip
    rows = known.observations.set_index("period")
    assert rows.loc["2023-24-FY", "segment"] == ""
    assert rows.loc["2024-25-FY", "since"] == (
        "the series begins anew on 1 April 2024: Repeats are not counted."
    )
    assert known.pairs.empty and known.revisions.empty


def test_a_redefinition_that_changes_nothing_is_refused(tmp_path: Path) -> None:
    old = [",2023-24-FY,200,20,1000"]
    with pytest.raises(CheckFailed, match="no figure in the drop begins anew by it"):
        _two(tmp_path, old, old, redefined='{ figures_of = "Repeats are not counted." }')

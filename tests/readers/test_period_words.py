"""Periods as publishers, systems and Excel write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.readers.grids import cell_text
from cypt_analysis.readers.period_words import Ambiguous, period_of, standing

FY, AY, CY, Q = ("financial_year",), ("academic_year",), ("calendar_year",), ("financial_quarter",)


@pytest.mark.parametrize(
    ("text", "kinds", "meant"),
    [
        ("Q3 2009/10", Q, "2009-10-Q3"),
        ("q3 2009-10", Q, "2009-10-Q3"),
        ("2009/10 Q3", Q, "2009-10-Q3"),
        ("Quarter 3 2009/2010", Q, "2009-10-Q3"),
        ("Q3 09/10", Q, "2009-10-Q3"),
        ("FY09-10 Q3", Q, "2009-10-Q3"),
        # By their last day, as local systems head their columns.
        ("Quarter ending 30/06/2026", Q, "2026-27-Q1"),
        ("Qtr ending 31 March 2026", Q, "2025-26-Q4"),
        ("quarter to 30 June 2026", Q, "2026-27-Q1"),
        ("Q/E Jun-26", Q, "2026-27-Q1"),
        ("QE 31.12.26", Q, "2026-27-Q3"),
        ("For the quarter ended September 2026", Q, "2026-27-Q2"),
        ("Quarter to June 2026", ("calendar_quarter",), "2026-Q2"),
        ("3 months to 30 June 2026", Q, "2026-27-Q1"),
        ("Three months to May 2026", ("months", *Q), "2026-M03..2026-M05"),
        ("Year ending 31 March 2026", FY, "2025-26-FY"),
        ("12 months to Dec 2025", CY, "2025"),
        ("Year ended 31 August 2026", AY, "2025-26-AY"),
        ("Rolling 12 months to June 2026", ("months",), "2025-M07..2026-M06"),
        ("Month ending 28/02/2026", ("month",), "2026-M02"),
        # Years as national tables write them. A reporting year is named after its end.
        ("202425", AY, "2024-25-AY"),
        ("2024/25", FY, "2024-25-FY"),
        ("2024-25", FY, "2024-25-FY"),
        ("2025/2026", FY, "2025-26-FY"),
        ("202526", FY, "2025-26-FY"),
        ("2025", FY, "2024-25-FY"),
        ("2025.0", CY, "2025"),
        # Three years together, as public health writes them.
        ("2014-16", ("months",), "2014-M01..2016-M12"),
        # Days and months out of systems and spreadsheets.
        ("31-Dec-09", ("day",), "2009-12-31"),
        ("31 December 2009", ("day",), "2009-12-31"),
        ("1/9/2009", ("day",), "2009-09-01"),
        ("2009-12-31 00:00:00", ("day",), "2009-12-31"),
        ("2009-12-31T00:00:00Z", ("day",), "2009-12-31"),
        ("40178", ("day",), "2009-12-31"),
        ("2009-12-31 14:30:00", ("day",), "2009-12-31"),
        ("31/12/2009 14:30", ("day",), "2009-12-31"),
        # What a workbook makes of a month.
        ("2009-12-01", ("month",), "2009-M12"),
        ("Sept 2009", ("month",), "2009-M09"),
        ("Dec-09", ("month",), "2009-M12"),
        ("2009-12", ("month",), "2009-M12"),
        (" 2009-10-Q3 ", Q, "2009-10-Q3"),
    ],
)
def test_a_period_is_read_as_it_is_written(text: str, kinds: tuple[str, ...], meant: str) -> None:
    assert period_of(text, kinds) == meant


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("2023/25", FY), ("Q5 2009/10", Q), ("31/02/2009", ("day",)), ("2009", Q), ("", FY),
        ("about 2009", CY), ("12", ("day",)), ("2009-13", ("month",)), ("2009-12-02", ("month",)), ("2025-26 YTD", FY), ("Q2 09/11", Q), ("Quarter ending 29/06/2026", Q), ("Quarter ending May 2026", Q),
        ("Year ending 31 March 2026", AY), ("Week ending 30/06/2026", Q), ("Quarter ending", Q),
        ("2009Q2", Q), ("12/31/2009", ("day",)),
    ],
)  # fmt: skip
def test_what_is_no_period_of_the_kind_is_refused(text: str, kinds: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="is not a period"):
        period_of(text, kinds)


def test_a_text_that_means_two_periods_is_a_question() -> None:
    """2008-09 is a year, or what Excel made of it: September 2008."""
    with pytest.raises(Ambiguous, match="2008-09-FY or 2008-M09"):
        period_of("2008-09", ("month", "financial_year"))


def test_what_is_said_of_the_figures_is_parted_from_the_year() -> None:
    said = [
        standing(text) for text in (
            "2018 (Rev)", "2025 (prov)", "2020 (Final)", "2016-17 (OT)", "2025-26 (est)", "2025-26 (YTD)",
        )
    ]  # fmt: skip
    assert said == [
        ("2018", "revised"),
        ("2025", "provisional"),
        ("2020", "final"),
        ("2016-17", ""),
        ("2025-26", "estimated"),
        # No note: it is not the whole year.
        ("2025-26 (YTD)", ""),
    ]


@given(st.integers(1990, 2068), st.integers(1, 4))
def test_each_quarter_is_found_again_in_other_words(year: int, part: int) -> None:
    own = f"{year}-{(year + 1) % 100:02d}-Q{part}"
    for text in (f"Q{part} {year}/{(year + 1) % 100:02d}", f"{year}-{year + 1} Quarter {part}"):
        assert period_of(text, Q) == own


@given(st.dates(min_value=parse_period("1971").start, max_value=parse_period("2068").end))
def test_each_day_is_found_again_as_systems_print_it(day: object) -> None:
    for form in ("%d/%m/%Y", "%d-%b-%y", "%d %B %Y", "%Y-%m-%d 00:00:00"):
        assert period_of(day.strftime(form), ("day",)) == str(day)  # type: ignore[attr-defined]


def test_a_cell_is_what_would_be_typed() -> None:
    assert [cell_text(each) for each in (3.0, 3.25, True, "a", None)] == [
        "3",
        "3.25",
        "True",
        "a",
        "",
    ]

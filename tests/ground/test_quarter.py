"""Quarters and periods: spellings, days, labels, and which compare with which."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypt_analysis.ground.quarter import (
    KIND_NAMES,
    NotInCalendar,
    Period,
    Quarter,
    format_date,
    parse_period,
    parse_quarter,
)

YEARS = st.integers(1950, 2150)
MONTHS = st.integers(1, 12)


def _double(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02d}"


SPELLINGS = {
    "financial_quarter": st.builds(lambda y, q: f"{_double(y)}-Q{q}", YEARS, st.integers(1, 4)),
    "financial_year": st.builds(lambda y: f"{_double(y)}-FY", YEARS),
    "academic_year": st.builds(lambda y: f"{_double(y)}-AY", YEARS),
    "academic_terms": st.builds(
        lambda y, t: f"{_double(y)}-AY-{t}",
        YEARS,
        st.sampled_from(["T1", "T2", "T3", "T1T2", "T2T3"]),
    ),
    "calendar_quarter": st.builds(lambda y, q: f"{y}-Q{q}", YEARS, st.integers(1, 4)),
    "calendar_year": st.builds(str, YEARS),
    "month": st.builds(lambda y, m: f"{y}-M{m:02d}", YEARS, MONTHS),
    "months": st.builds(
        lambda y, m, n: f"{y}-M{m:02d}..{y + (m + n) // 12}-M{(m + n) % 12 + 1:02d}",
        YEARS,
        MONTHS,
        st.integers(0, 36),
    ),
    "day": st.dates(date(1950, 1, 1), date(2150, 12, 31)).map(date.isoformat),
}
PERIODS = st.one_of(*SPELLINGS.values())

CASES = [
    # text, kind, first day, last day, months, label, short label
    ("2009-10-Q1", "financial_quarter", (2009, 4, 1), (2009, 6, 30), 3, "April to June 2009", "Q1 2009/10"),
    ("2009-10-Q2", "financial_quarter", (2009, 7, 1), (2009, 9, 30), 3, "July to September 2009", "Q2 2009/10"),
    ("2009-10-Q3", "financial_quarter", (2009, 10, 1), (2009, 12, 31), 3, "October to December 2009", "Q3 2009/10"),
    ("2009-10-Q4", "financial_quarter", (2010, 1, 1), (2010, 3, 31), 3, "January to March 2010", "Q4 2009/10"),
    ("2008-09-FY", "financial_year", (2008, 4, 1), (2009, 3, 31), 12, "2008/09", "2008/09"),
    ("1999-00-FY", "financial_year", (1999, 4, 1), (2000, 3, 31), 12, "1999/00", "1999/00"),
    ("2007-08-AY", "academic_year", (2007, 9, 1), (2008, 8, 31), 12, "2007/08", "2007/08"),
    ("2008-09-AY-T1T2", "academic_terms", (2008, 9, 1), (2009, 4, 30), 8, "autumn and spring terms 2008/09", "aut–spr 2008/09"),
    ("2008-09-AY-T3", "academic_terms", (2009, 5, 1), (2009, 8, 31), 4, "summer term 2008/09", "sum 2008/09"),
    ("2008-Q2", "calendar_quarter", (2008, 4, 1), (2008, 6, 30), 3, "April to June 2008", "Q2 2008"),
    ("2008", "calendar_year", (2008, 1, 1), (2008, 12, 31), 12, "2008", "2008"),
    ("2008-M02", "month", (2008, 2, 1), (2008, 2, 29), 1, "February 2008", "Feb 2008"),
    ("2009-M02", "month", (2009, 2, 1), (2009, 2, 28), 1, "February 2009", "Feb 2009"),
    ("2007-M07..2008-M06", "months", (2007, 7, 1), (2008, 6, 30), 12, "year to June 2008", "to Jun 2008"),
    ("2006-M07..2009-M06", "months", (2006, 7, 1), (2009, 6, 30), 36, "3 years to June 2009", "to Jun 2009"),
    ("2008-M11..2009-M01", "months", (2008, 11, 1), (2009, 1, 31), 3, "November 2008 to January 2009", "Nov–Jan 2009"),
    ("2009-09-30", "day", (2009, 9, 30), (2009, 9, 30), 0, "30 September 2009", "30 Sep 2009"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "start", "end", "months", "label", "short"), CASES)
def test_a_period_knows_its_days_and_labels(
    text: str, kind: str, start: tuple, end: tuple, months: int, label: str, short: str
) -> None:
    period = parse_period(text)
    assert (period.kind, period.start, period.end) == (kind, date(*start), date(*end))
    assert (period.months, period.label, period.short_label) == (months, label, short)


@pytest.mark.parametrize(
    ("text", "middle"),
    [("2009-09-30", datetime(2009, 9, 30)), ("2007", datetime(2007, 7, 2)),
     ("2008-09-FY", datetime(2008, 9, 30)), ("2009-M02", datetime(2009, 2, 14, 12))],
)  # fmt: skip
def test_the_middle_of_a_period(text: str, middle: datetime) -> None:
    """2 July is the 183rd of 365 days; half of February's 27 steps is thirteen and a half."""
    assert parse_period(text).middle == middle


def test_every_kind_of_period_is_covered_by_the_cases() -> None:
    assert {case[1] for case in CASES} == set(KIND_NAMES) == set(SPELLINGS)


@pytest.mark.parametrize(("kind", "wanted"), KIND_NAMES.items())
def test_the_example_in_each_message_can_be_read(kind: str, wanted: str) -> None:
    example = wanted.partition(" like ")[2].partition(" ")[0]
    assert parse_period(example).kind == kind


@pytest.mark.parametrize("text", ["30/09/2009", "30/9/2009", " 30/09/2009 "])
def test_british_days_are_read_day_first(text: str) -> None:
    assert parse_period(text).text == "2009-09-30"
    assert parse_period("01/02/2009").text == "2009-02-01"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31/02/2009", "There is no such day."),
        ("2009-02-29", "There is no such day."),
        ("09/30/2009", "There is no such day."),
        ("2009-11-Q2", "2009 is followed by 10, not 11."),
        ("1999-99-FY", "1999 is followed by 00, not 99."),
        ("2009-09-AY", "2009 is followed by 10, not 09."),
        ("2008-M06..2007-M07", "It ends before it begins."),
    ],
)
def test_what_is_spelled_like_a_period_and_is_none_says_why(text: str, sentence: str) -> None:
    with pytest.raises(NotInCalendar, match=sentence.replace(".", r"\.")):
        parse_period(text)


@pytest.mark.parametrize(
    "text",
    ["", "Q2 09", "2009-10", "Sep-08", "2009-10-Q5", "2009-10-q2", "2009-M13", "2009-Q0",
     "2008-09-AY-T1T3", "٢٠٠٩", "2009-10-Q2 (part)", "30-09-2009"],
)  # fmt: skip
def test_other_spellings_are_no_periods(text: str) -> None:
    with pytest.raises(ValueError, match="is not a period"):
        parse_period(text)


@pytest.mark.parametrize("text", ["2009-Q2", "2009-11-Q2", "Q2", "2009-10-FY", ""])
def test_a_quarter_must_be_a_financial_quarter(text: str) -> None:
    with pytest.raises(
        ValueError, match=f"'{text}' is not a quarter. Write quarters like 2009-10-Q2."
    ):
        parse_quarter(text)


@given(PERIODS)
def test_reading_a_periods_own_spelling_gives_it_back(text: str) -> None:
    period = parse_period(text)
    assert str(period) == text
    assert parse_period(str(period)) == period
    assert period.start <= period.end


@given(PERIODS.filter(lambda text: not text.endswith("02-29")), st.integers(-30, 30))
def test_shifting_there_and_back_changes_nothing(text: str, years: int) -> None:
    period = parse_period(text)
    moved = period.shifted(years)
    assert moved.shifted(-years) == period
    assert (moved.kind, moved.series, moved.months) == (period.kind, period.series, period.months)
    assert moved.start.year - period.start.year == years
    assert period.year_before == period.shifted(-1)


def test_a_leap_day_has_a_year_before() -> None:
    assert parse_period("2008-02-29").year_before.text == "2007-02-28"


@given(st.sampled_from(["month", "financial_quarter", "calendar_quarter"]), st.data())
def test_spans_cover_whole_months_without_a_gap(kind: str, data: st.DataObject) -> None:
    period = parse_period(data.draw(SPELLINGS[kind]))
    assert period.start.day == 1
    assert (period.end + timedelta(days=1)).day == 1
    assert period.months == {"month": 1}.get(kind, 3)


@given(YEARS)
def test_four_quarters_make_a_financial_year(year: int) -> None:
    whole = parse_period(f"{_double(year)}-FY")
    quarters = [parse_period(f"{_double(year)}-Q{number}") for number in range(1, 5)]
    assert (quarters[0].start, quarters[-1].end) == (whole.start, whole.end)
    for first, second in pairwise(quarters):
        assert second.start - first.end == timedelta(days=1)
        assert first < second
    assert all(whole.contains(quarter) for quarter in quarters)


@given(YEARS)
def test_three_terms_make_an_academic_year(year: int) -> None:
    whole = parse_period(f"{_double(year)}-AY")
    terms = [parse_period(f"{_double(year)}-AY-T{number}") for number in (1, 2, 3)]
    assert (terms[0].start, terms[-1].end) == (whole.start, whole.end)
    assert [b.start - a.end for a, b in pairwise(terms)] == [timedelta(days=1)] * 2
    assert not terms[0].contains(whole)


@given(YEARS, st.integers(1, 4), st.integers(-400, 400))
def test_quarters_count_on_and_back(year: int, number: int, steps: int) -> None:
    quarter = Quarter(year, number)
    assert parse_quarter(str(quarter)) == quarter
    later = quarter.plus(steps)
    assert later.plus(-steps) == quarter
    assert (later > quarter) == (steps > 0)
    assert quarter.plus(4) == Quarter(year + 1, number)
    assert quarter.previous.plus(1) == quarter
    assert quarter.period.start - quarter.previous.period.end == timedelta(days=1)


def test_a_quarter_has_the_title_of_a_report() -> None:
    quarter = parse_quarter("2009-10-Q2")
    assert quarter.title == "Quarter 2 2009/10 (July to September 2009)"
    assert str(parse_quarter("2009-10-Q1").previous) == "2008-09-Q4"
    assert str(parse_quarter("1999-00-Q4").plus(1)) == "2000-01-Q1"


@pytest.mark.parametrize(
    ("first", "second", "compare"),
    [
        ("2008-09-Q2", "2009-10-Q1", True),
        ("2008-09-AY-T1T2", "2007-08-AY-T1T2", True),
        ("2008-09-AY-T1T2", "2007-08-AY", False),
        ("2008-09-AY-T1T2", "2008-09-AY-T2T3", False),
        ("2007-M07..2008-M06", "2006-M07..2007-M06", True),
        ("2007-M07..2008-M06", "2008-M04..2008-M06", False),
        ("2008-Q2", "2008-09-Q1", False),
        ("2008", "2008-09-FY", False),
        ("2008-09-FY", "2008-09-AY", False),
        ("2008-M08", "2009-M08", True),
        ("2008-09-30", "2009-08-31", True),
    ],
)
def test_only_periods_of_one_kind_and_span_compare(first: str, second: str, compare: bool) -> None:
    assert (parse_period(first).series == parse_period(second).series) is compare


def test_periods_of_the_same_days_sort_alike_whatever_the_order_they_came_in() -> None:
    texts = ["2008-M01..2008-M12", "2008"]
    for texts_given in (texts, texts[::-1]):
        assert [each.text for each in sorted(map(parse_period, texts_given))] == texts[::-1]


def test_periods_sort_by_their_last_day_then_their_first() -> None:
    texts = ["2009-10-Q2", "2009-09-30", "2009-M08", "2008-09-FY", "2009-M09"]
    ordered = [period.text for period in sorted(map(parse_period, texts))]
    assert ordered == ["2008-09-FY", "2009-M08", "2009-10-Q2", "2009-M09", "2009-09-30"]


def test_dates_are_printed_without_a_leading_nought() -> None:
    assert format_date(date(2009, 11, 2)) == "2 November 2009"


def test_a_period_does_not_change() -> None:
    period = parse_period("2009")
    with pytest.raises(AttributeError):
        period.text = "2010"  # type: ignore[misc]
    assert isinstance(period, Period)

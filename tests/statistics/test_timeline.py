"""When points are: order of time, and the periods that did not come."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest

from cypt_analysis.statistics import InvalidInputError
from cypt_analysis.statistics._timeline import read_timeline
from cypt_analysis.statistics._validation import read

pytestmark = pytest.mark.filterwarnings("error")


def timeline(dates=None, index=None):
    labels = index if dates is None else dates
    values = pd.Series(np.arange(len(labels), dtype=float), index=index)
    return read_timeline(read(values=values if index is not None else values.tolist()), dates)


DAYS = [datetime.date(2009, 3, 31), datetime.date(2009, 6, 30), datetime.date(2009, 12, 31)]

PLACES = {
    "months": (["2009-01", "2009-02", "2009-04"], [0, 1, 3]),
    "years as texts": (["2005", "2006", "2008", "2009"], [0, 1, 3, 4]),
    "years as numbers": ([2005, 2006, 2008], [0, 1, 3]),
    "every second year is no gap": ([2005, 2007, 2009], [0, 1, 2]),
    "quarters": (pd.PeriodIndex(["2009Q1", "2009Q2", "2009Q4"], freq="Q"), [0, 1, 3]),
    "month ends": (DAYS, [0, 1, 3]),
    "28 and 29 February": (["2007-02-28", "2008-02-29", "2010-02-28"], [0, 1, 3]),
    "the first working day": (["2009-01-02", "2009-02-02", "2009-03-02", "2009-05-01"], [0, 1, 2, 4]),
    "weeks": (["2009-01-05", "2009-01-12", "2009-01-19", "2009-02-02"], [0, 1, 2, 4]),
    "a day late": (["2009-01-05", "2009-01-12", "2009-01-20", "2009-01-26"], [0, 1, 2, 3]),
    "timestamps": (list(pd.to_datetime(["2009-01-01", "2009-02-01", "2009-04-01"])), [0, 1, 3]),
    "numpy days": (list(np.array(["2009-01-01", "2009-03-01"], dtype="M8[D]")), [0, 1]),
    "quarters of a financial year": (["2009-10-Q1", "2009-10-Q2", "2009-10-Q4", "2010-11-Q1"],
                                     [0, 1, 3, 4]),
    "calendar quarters": (["2008-Q4", "2009-Q1", "2009-Q3"], [0, 1, 3]),
    "months of the catalogue": (["2008-M11", "2008-M12", "2009-M01", "2009-M03"], [0, 1, 2, 4]),
    "spans": (["2007-M07..2008-M06", "2007-M10..2008-M09", "2008-M01..2008-M12"], [0, 1, 2]),
    "financial years": (["2007/08", "2008/09", "2010/11"], [0, 1, 3]),
    "financial years that look like months": (["2009-10", "2010-11", "2012-13"], [0, 1, 3]),
    "academic years": (["1998-99-AY", "1999-00-AY", "2001-02-AY"], [0, 1, 3]),
    "October and November are months": (["2009-09", "2009-10", "2009-12"], [0, 1, 3]),
    "with a time zone": (list(pd.date_range("2009-01-01", periods=3, freq="MS", tz="UTC")),
                         [0, 1, 2]),
    "one": (["2009-01"], [0]),
}  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_places(name):
    dates, places = PLACES[name]
    found = timeline(dates)
    assert found.place.tolist() == places and found.order.tolist() == list(range(len(places)))
    back = timeline(list(dates)[::-1])
    assert back.place.tolist() == places
    assert back.order.tolist() == list(range(len(places)))[::-1]


def test_spread_and_gather_are_each_others_way_back():
    found = timeline(["2009-04", "2009-01", "2009-02"])
    placed = found.spread(np.array([4.0, 1.0, 2.0]))
    np.testing.assert_array_equal(placed, [1, 2, np.nan, 4])
    assert found.gather(placed).tolist() == [4, 1, 2]
    assert found.find("2009-03") == 3, "a break between two points begins with the later"
    assert found.find("2009-02") == 1 and found.find("2008") == 0
    with pytest.raises(InvalidInputError, match="no point at '2010' to rebase at, nor after it"):
        found.find("2010")


def test_a_break_is_found_by_a_date_of_another_kind():
    months = pd.period_range("2008-11", periods=4, freq="M")
    for dates in (months, list(months.to_timestamp()), [d.date() for d in months.to_timestamp()]):
        found = timeline(dates)
        assert found.find("2009-01") == 2 and found.find(pd.Timestamp("2008-12-15")) == 2
        assert found.find(datetime.date(2008, 11, 1)) == 0
    years = timeline([2003, 2004, 2006])
    assert years.find(np.int64(2004)) == 1 and years.find(2005) == 3
    quarters = timeline(["2009-10-Q1", "2009-10-Q3"])
    assert quarters.find("2009-10-Q2") == 1
    for wrong in ("2009-07-01", 2009, None):
        with pytest.raises(InvalidInputError, match="no point at"):
            quarters.find(wrong)
    with pytest.raises(InvalidInputError, match="no point at 2009"):
        timeline(months).find(2009)
    plain = timeline(index=[5, 6, 7])
    assert plain.find(np.int64(6)) == 1


def test_an_index_of_dates_counts_and_one_of_row_labels_does_not():
    dated = timeline(index=pd.DatetimeIndex(["2009-03-01", "2009-01-01"]))
    assert dated.order.tolist() == [1, 0]
    texts = timeline(index=["2009-03", "2009-01"])
    assert texts.order.tolist() == [1, 0]
    # Rows sorted by their dates keep the row labels that they had.
    rows = timeline(index=[7, 3, 5])
    assert rows.order.tolist() == [0, 1, 2] and rows.find(3) == 1
    named = timeline(index=["Q1", "Q2"])
    assert named.order.tolist() == [0, 1] and named.find("Q2") == 1


def test_order_by_numbers():
    found = timeline([30, 10, 20])
    assert found.order.tolist() == [1, 2, 0] and found.place.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("dates", "message"),
    [
        (["2009-01", "2009-01"], "two points have the date '2009-01'"),
        (["Jan 2009", "Feb 2009"], "cannot be put in order of time"),
        (["2009-01", 2009], "cannot be put in order of time"),
        (["2009-01-32", "2009-02-01"], "day|date|month"),
        ([1, 1], "two points have the date"),
        ([1, None], "a date is missing"),
    ],
)
def test_what_is_refused(dates, message):
    with pytest.raises(InvalidInputError, match=message):
        timeline(dates)

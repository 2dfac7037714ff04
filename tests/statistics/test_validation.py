"""Wrong input names its rows, all at once, and nothing else leaks."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from cypt_analysis.statistics import (
    InvalidInputError,
    byars_interval,
    compare_proportions,
    compare_rates,
    neighbour_summary,
    numerator_needed,
    rate_interval,
    required_run_rate,
    significance_threshold,
    wilson_interval,
    xmr_chart,
)

pytestmark = pytest.mark.filterwarnings("error")


def test_every_row_of_every_fault_is_named_at_once():
    with pytest.raises(InvalidInputError) as caught:
        wilson_interval([5, -1, 184, 3, 12], [10, 10, 170, 0, 11])
    message = str(caught.value)
    assert "numerator is larger than denominator: rows 2 (184 of 170), 4 (12 of 11)" in message
    assert "numerator is below 0: row 1 (-1)" in message
    assert "denominator is 0 or less: row 3 (0)" in message
    assert caught.value.rows["numerator is larger than denominator"] == [2, 4]
    assert isinstance(caught.value, ValueError)


def test_rows_of_a_series_are_named_by_their_labels():
    counts = pd.Series([4, -2], index=["Brighton", "Bristol"])
    with pytest.raises(InvalidInputError, match=r"count is below 0: row Bristol \(-2\)"):
        byars_interval(counts)


def test_words_infinities_and_odd_shapes_are_refused():
    with pytest.raises(
        InvalidInputError, match=r"numerator is not a number: rows 1 .'x'., 2 .'12'."
    ):
        rate_interval([1, "x", "12"], 100)
    with pytest.raises(InvalidInputError, match="denominator is not a finite number: row 0"):
        rate_interval(1, [np.inf])
    with pytest.raises(InvalidInputError, match="different lengths"):
        wilson_interval([1, 2], [3, 4, 5])
    with pytest.raises(InvalidInputError, match="different row labels"):
        wilson_interval(pd.Series([1, 2]), pd.Series([3, 4], index=[1, 0]))
    with pytest.raises(InvalidInputError, match="series of its length"):
        wilson_interval(pd.Series([1, 2]), [[3], [4]])


@pytest.mark.parametrize("confidence", [95, 0, 1, -0.5, "0.95", None])
def test_confidence_is_a_share(confidence):
    with pytest.raises(ValueError, match="write a share between 0 and 1"):
        wilson_interval(1, 2, confidence)


@pytest.mark.parametrize("multiplier", [0, -1, np.nan, np.inf, "10"])
def test_multiplier_is_positive(multiplier):
    with pytest.raises(ValueError, match="multiplier"):
        rate_interval(1, 2, multiplier)


def test_both_periods_of_a_comparison_are_checked():
    with pytest.raises(InvalidInputError) as caught:
        compare_proportions([5, 11], 10, [1, 1], [4, 0])
    assert caught.value.rows == {
        "numerator_1 is larger than denominator_1": [1],
        "denominator_2 is 0 or less": [1],
    }
    with pytest.raises(InvalidInputError, match="numerator_2 is not a whole number: row 1"):
        compare_rates(1, 10, [1, 1.5], 10)


def test_choices_are_listed():
    with pytest.raises(ValueError, match="write one of: intervals, test"):
        significance_threshold(1, 10, 10, rule="eyeball")


def test_a_long_list_of_rows_is_cut_in_the_message_and_whole_in_the_error():
    with pytest.raises(InvalidInputError, match="and 80 more") as caught:
        byars_interval(np.full(100, -1.0))
    assert len(caught.value.rows["count is below 0"]) == 100


def test_a_faulty_number_of_rows_is_one_row():
    with pytest.raises(InvalidInputError, match=r"row 0 \(5 of 2\)"):
        wilson_interval(5, 2)


def test_numbers_of_every_library_are_numbers():
    """A row of a wide table is a Series of objects; a database gives Decimals."""
    plain = rate_interval(3, 100, 1000)
    for three in (Decimal(3), Decimal("3.0"), np.int64(3), np.float32(3), Fraction(3), np.uint8(3)):
        assert rate_interval(three, Decimal(100), Decimal(1000), Decimal("0.95")) == plain
        found = rate_interval(pd.Series([three], dtype=object), 100, 1000)
        assert (found[0][0], found[1][0]) == plain
    for dtype in ("Int64", "Float64", "UInt8", "float32", "object", "int64[pyarrow]"):
        series = pd.Series([3, None] if "64" in dtype or dtype == "object" else [3, 4], dtype=dtype)
        assert rate_interval(series, 100, 1000)[0][0] == plain[0]
    assert rate_interval(pd.array([3, pd.NA], dtype="Int64"), 100, 1000)[0][0] == plain[0]
    wide = pd.DataFrame({"measure": ["starts"], "Q1": [31], "Q2": [28], "Q3": [33]})
    assert xmr_chart(wide.iloc[0].drop("measure")).status == "trial limits"


def test_numbers_that_no_float_holds():
    assert np.isnan(byars_interval(Decimal("NaN"))[0])
    assert np.isnan(byars_interval([Decimal("sNaN"), 3])[0][0])
    with pytest.raises(InvalidInputError, match="count is not a finite number: row 1"):
        byars_interval([1, 10**400])
    with pytest.raises(InvalidInputError, match="count is not a number: row 0"):
        byars_interval([1 + 2j])
    with pytest.raises(InvalidInputError, match="count is not a number: row 1"):
        byars_interval([1, pd.Timestamp("2009-01-01")])


def test_settings_may_be_decimals_too():
    assert numerator_needed(2457, Decimal("0.93")) == 2286
    rate = required_run_rate(Decimal(11), np.int64(2), 4, Decimal(30))
    assert rate.needed == 9.5
    assert neighbour_summary([Decimal(1), np.int64(2)], own=Decimal(2)).mean == 1.5
    chart = xmr_chart([1, 2] * 7, target=Decimal("1.5"), polarity="low", baseline=np.int64(12))
    assert chart.target == 1.5

"""Wrong input names its rows, all at once, and nothing else leaks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cypt_analysis.statistics import (
    InvalidInputError,
    byars_interval,
    compare_proportions,
    compare_rates,
    rate_interval,
    significance_threshold,
    wilson_interval,
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


@pytest.mark.parametrize("multiplier", [0, -1, np.nan, np.inf])
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

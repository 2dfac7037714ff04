"""Many tests at once, and p-values in print."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cypt_analysis.statistics import adjusted_p_values, expected_false_alarms

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize(("tests", "expected"), [(0, 0), (1, 0.05), (9, 0.45), (33, 1.65)])
def test_false_alarms(tests, expected):
    found = expected_false_alarms(tests)
    assert found.expected == pytest.approx(expected)
    assert found.sentence.startswith(f"{tests} test")


def test_false_alarms_at_other_levels():
    assert expected_false_alarms(40, 0.998).expected == pytest.approx(0.08)
    with pytest.raises(ValueError, match="whole number of 0 or more"):
        expected_false_alarms(1.5)
    with pytest.raises(ValueError, match="write a share"):
        expected_false_alarms(3, 95)


def test_adjusted_p_published():
    """Benjamini & Hochberg (1995), section 3.2: of 15 tests, 4 are called at 5%."""
    published = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
        0.5719, 0.6528, 0.7590, 1.0000,
    ]  # fmt: skip
    assert int((adjusted_p_values(published) <= 0.05).sum()) == 4


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusted_p_agrees_with_scipy(p_values):
    np.testing.assert_allclose(
        adjusted_p_values(p_values), stats.false_discovery_control(p_values), atol=1e-12
    )


def test_a_missing_p_is_no_test():
    found = adjusted_p_values(pd.Series([0.04, None, 0.01], index=["a", "b", "c"]))
    assert found.to_dict() == {"a": 0.04, "b": pytest.approx(np.nan, nan_ok=True), "c": 0.02}
    assert adjusted_p_values([]).size == 0
    with pytest.raises(ValueError, match=r"not between 0 and 1: rows 0 \(-0.1\), 2 \(1.2\)"):
        adjusted_p_values([-0.1, 0.5, 1.2])
    with pytest.raises(ValueError, match="one list of tests"):
        adjusted_p_values(0.5)

"""A call prints what it runs: the text, run as code, gives what the call gives."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from cypt_analysis import statistics
from cypt_analysis.statistics import (
    compare_proportions,
    compare_to_benchmark,
    event_effect,
    rate_interval,
    recent_trend,
    wilson_interval,
    xmr_chart,
)
from cypt_analysis.statistics.calls import Call

MONTHS = pd.date_range("2008-01-01", periods=3, freq="MS")


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (Call(wilson_interval, (81.0, 263, 0.95)), "wilson_interval(81, 263, 0.95)"),
        # 17.7% of 2,480 is 438.96, a hair off it in floating point.
        (Call(wilson_interval, (0.177 * 2480, 2480)), "wilson_interval(438.96, 2480)"),
        (Call(rate_interval, (np.float64(7), 49_650, 10_000)), "rate_interval(7, 49650, 10000)"),
        (
            Call(compare_to_benchmark, (16.4, (15, 18), (np.nan, None), 18.3, "low")),
            'compare_to_benchmark(16.4, (15, 18), (None, None), 18.3, "low")',
        ),
        (
            Call(xmr_chart, (np.array([31.0, 28.5]),), {"target": None, "polarity": "high"}),
            'xmr_chart([31, 28.5], target=None, polarity="high")',
        ),
        (
            Call(recent_trend, (pd.Series([3, 4], index=[8, 9]), [9, 9.5], "rate", 1000)),
            'recent_trend([3, 4], [9, 9.5], "rate", 1000)',
        ),
        (
            Call(event_effect, ([1, 2, 3], list(MONTHS), date(2008, 11, 11)), {"kind": "stock"}),
            'event_effect([1, 2, 3], ["2008-01-01", "2008-02-01", "2008-03-01"], "2008-11-11", '
            'kind="stock")',
        ),
    ],
)
def test_a_call_prints_itself_as_code(call: Call, text: str) -> None:
    assert str(call) == text


def test_the_text_runs_and_gives_what_the_call_gives() -> None:
    call = Call(compare_proportions, (407, 2300, 377, 2300))
    names = {name: getattr(statistics, name) for name in statistics.__all__}
    again = eval(str(call), names)
    assert (again.p_value, again.overlap) == (call.run().p_value, True)


def test_one_description_works_for_a_column_as_for_a_number() -> None:
    counted = pd.DataFrame({"n": [81.0, 7.0], "of": [263.0, 170.0]})
    lower, upper = Call(wilson_interval, (counted["n"], counted["of"])).run()
    for place, row in counted.iterrows():
        assert Call(wilson_interval, (row["n"], row["of"])).run() == pytest.approx(
            (lower[place], upper[place])
        )

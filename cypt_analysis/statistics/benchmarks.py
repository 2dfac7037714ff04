"""An area's figure against a benchmark's value."""

from __future__ import annotations

from typing import Any

import numpy as np

from cypt_analysis.statistics._validation import (
    FloatArray,
    Inputs,
    Numbers,
    check_choice,
    check_whole,
    read,
)

POLARITIES = ("low", "high", "none")

_WORDS = {
    "judged": ("much worse", "worse", "similar", "better", "much better"),
    "plain": ("much lower", "lower", "similar", "higher", "much higher"),
}
_NOT_COMPARED = "not compared"
_AT_THE_EDGE = "at the edge"

LEAST_DENOMINATOR = 30
"""A figure that follows from fewer is shown and not compared."""

LEAST_DENOMINATOR_998 = 170
"""Below it Wilson's 99.8% interval covers as little as 95%, and "much" is not said."""


def compare_to_benchmark(
    value: Numbers,
    limits_95: tuple[Numbers, Numbers] | None,
    limits_998: tuple[Numbers, Numbers] | None,
    benchmark: Numbers,
    polarity: str = "none",
    *,
    decimals: int | None = None,
    denominator: Numbers | None = None,
) -> Any:
    """An area's interval against a benchmark's value, in words.

    Parameters: `value` and its `(lower, upper)` at 95% and 99.8%, and `benchmark`, all in one
    unit; numbers, arrays or Series. `polarity` is "high" or "low" (what is good), or "none".
    `decimals` says how many the benchmark was printed with, in that unit (3 for a proportion that
    came as 33.0%): it is then known to half a unit only. `denominator` is that of the area's
    figure (missing where it has none, as a mean).

    Returns words in the form of the input: "much better", "better", "similar", "worse", "much
    worse"; for a polarity of none "much higher", "higher", "similar", "lower", "much lower". A
    benchmark on a limit is within it. Where the printed benchmark lies so near the 95% limit that
    its true value may be on either side: "at the edge"; so near the 99.8% limit: the word without
    "much", which is sure. Without a value, a benchmark or a 95% interval, or with a denominator
    below 30: "not compared". Without a 99.8% interval, or with a denominator below 170, the words
    with "much" are not used.

    Raises `InvalidInputError` naming every row whose limits are out of order, or whose 99.8%
    interval does not hold its 95% one.

    Source: Fingertips, comparison with a benchmark by confidence interval, two levels; the least
    denominators by the coverage of Wilson's interval at 99.8%.

    >>> compare_to_benchmark(0.164, (0.150, 0.180), (0.142, 0.189), 0.183, "low")
    'better'
    """
    check_choice("polarity", polarity, POLARITIES)
    nothing = (np.nan, np.nan)
    low, high = nothing if limits_95 is None else limits_95
    outer_low, outer_high = nothing if limits_998 is None else limits_998
    inputs = read(
        value=value,
        lower_95=low,
        upper_95=high,
        lower_998=outer_low,
        upper_998=outer_high,
        benchmark=benchmark,
        denominator=np.nan if denominator is None else denominator,
    )
    _refuse_disorder(inputs)
    inputs.check()
    half_unit = 0.0
    if decimals is not None:
        half_unit = 0.5 * 10.0 ** -check_whole("decimals", decimals, 0)
    size = inputs["denominator"]
    outer = np.where(size < LEAST_DENOMINATOR_998, np.nan, 1.0)
    lowest, highest = (
        _position(inputs, outer, inputs["benchmark"] + side * half_unit) for side in (1, -1)
    )
    position = np.where(np.abs(lowest) < np.abs(highest), lowest, highest)
    undecided = (lowest != highest) & (position == 0)
    if polarity == "low":
        position = -position
    words = np.array(_WORDS["plain" if polarity == "none" else "judged"], dtype=object)
    needed = ("value", "lower_95", "upper_95", "benchmark")
    absent = np.any([np.isnan(inputs[name]) for name in needed], axis=0)
    found = np.where(undecided, _AT_THE_EDGE, words[position + 2])
    return inputs.give_words(np.where(absent | (size < LEAST_DENOMINATOR), _NOT_COMPARED, found))


def _position(inputs: Inputs, outer: FloatArray, benchmark: FloatArray) -> Any:
    """From -2, far below the benchmark, to 2, far above it."""
    above = _side(inputs["lower_95"], inputs["lower_998"] * outer, benchmark)
    below = _side(-inputs["upper_95"], -inputs["upper_998"] * outer, -benchmark)
    return above - below


def _side(limit: FloatArray, outer_limit: FloatArray, benchmark: FloatArray) -> Any:
    """0 within, 1 beyond the inner limit, 2 beyond the outer one too."""
    return (limit > benchmark).astype(int) + (outer_limit > benchmark)


def _refuse_disorder(inputs: Inputs) -> None:
    for level in ("95", "998"):
        shown = f"{level[:2]}%" if level == "95" else "99.8%"
        inputs.refuse(
            (inputs[f"lower_{level}"] > inputs["value"])
            | (inputs[f"upper_{level}"] < inputs["value"]),
            f"the value is outside its own {shown} interval",
            "value",
        )
    inputs.refuse(
        (inputs["lower_998"] > inputs["lower_95"]) | (inputs["upper_998"] < inputs["upper_95"]),
        "the 99.8% interval does not hold the 95% interval",
    )

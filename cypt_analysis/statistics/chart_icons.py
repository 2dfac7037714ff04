"""Icons of variation and assurance, as words for a board."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cypt_analysis.statistics._charts import NOT_JUDGED, TOO_FEW, ControlChart

_ASSURANCE = {
    "will pass": "consistently met",
    "will fail": "consistently missed",
    "neither": "hit and miss",
    TOO_FEW: TOO_FEW,
}
_SIDES = {"high": "high", "rising": "high", "low": "low", "falling": "low"}


@dataclass(frozen=True)
class Icons:
    """Two words that take the place of the two icons.

    variation  "common cause"; "improvement", "concern" or "special cause" with ", high" or ", low"
               for the side on which the latest figures lie; "too few points"; "not judged"
    assurance  "consistently met", "consistently missed", "hit and miss"; "no target"; "too few
               points"; "not judged"
    """

    variation: str
    assurance: str


def icons(chart: ControlChart) -> Icons:
    """The icons of variation and of assurance of a control chart, as words.

    Parameters: any `ControlChart`.

    Returns `Icons`. Variation is that of the latest point; assurance says whether the limits
    would let the target be met every time, never, or now and then.

    Raises nothing.

    Source: NHS England, Making Data Count.

    >>> from cypt_analysis.statistics import xmr_chart
    >>> values = [31, 28, 33, 30, 29, 32, 30, 31, 28, 30, 29, 45]
    >>> icons(xmr_chart(values, polarity="low", target=60))
    Icons(variation='concern, high', assurance='consistently met')
    """
    variation = chart.verdict
    if variation == "no signal":
        variation = "common cause"
    elif variation not in (TOO_FEW, NOT_JUDGED):
        variation = f"{variation}, {_side(chart)}"
    assurance = _ASSURANCE.get(chart.assurance, NOT_JUDGED)
    if assurance == NOT_JUDGED and chart.target is None and chart.verdict != NOT_JUDGED:
        assurance = "no target"
    return Icons(variation, assurance)


def _side(chart: ControlChart) -> str:
    directions = np.asarray(chart.direction, dtype=object)
    # Without a signal at the latest point it is the time since the last event that is long.
    return _SIDES.get(directions[chart.latest], "high") if chart.latest is not None else "high"

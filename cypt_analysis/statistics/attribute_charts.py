"""p and u charts: proportions and rates whose denominators vary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cypt_analysis.statistics._charts import (
    IMPROVES,
    ControlChart,
    Lines,
    Segment,
    Stretch,
    lines,
    put_together,
    refused,
    status_of,
    stretches,
)
from cypt_analysis.statistics._refusals import why_not_judged
from cypt_analysis.statistics._timeline import Timeline, read_timeline
from cypt_analysis.statistics._validation import (
    FloatArray,
    Inputs,
    Numbers,
    check_choice,
    check_positive,
    fault_error,
    read,
    refuse_events,
    refuse_parts,
)
from cypt_analysis.statistics.control_charts import check_baseline, check_target

RARE = 5
"""Fewer events a period than this on average are rare."""

_SIGMAS = 3
_PAIR = 1.128
# Of a deviation taken from m moving ranges the variance is near 0.826 / m; 1.645 leaves 5% above.
_RANGE_VARIANCE, _ONE_SIDED = 0.826, 1.645
_RARE_REASON = (
    "a {} chart is not drawn of this series: with {:.2g} {} a period on average chance is too "
    "lopsided for it; a g or t chart of the time between them is"
)


@dataclass(frozen=True)
class _Counts:
    """Events and what they are counted over, at their places, and how the chart shows them."""

    kind: str
    events: FloatArray
    exposure: FloatArray
    multiplier: float

    @property
    def values(self) -> FloatArray:
        return self.events / self.exposure

    def error(self, centre: float) -> FloatArray:
        """What chance alone makes of the centre at each denominator."""
        variance = centre * (1 - centre) if self.kind == "p" else centre
        return np.sqrt(variance / self.exposure)


def p_chart(
    numerator: Numbers,
    denominator: Numbers,
    dates: Sequence[Any] | None = None,
    *,
    baseline: int | None = None,
    rebase: Mapping[Any, str] | None = None,
    target: float | None = None,
    polarity: str = "none",
    kind: str = "flow",
    window: str = "whole",
) -> ControlChart:
    """Draw a p chart: a proportion whose denominators vary.

    Parameters: `numerator` and `denominator` of each period, sequences, arrays or Series; the
    others as for `xmr_chart`, with `target` between 0 and 1.

    Returns a `ControlChart` of proportions between 0 and 1. Limits are three standard errors from
    the proportion of all periods together, each by its own denominator. Where figures vary from
    one period to the next by more than chance (beyond its 95%), the limits are Laney's: wider by
    that much, and the kind is p'. Fewer than 5 counted or not counted a period: no chart, and a
    `reason` that names the one to draw.

    Raises `InvalidInputError` naming every row with a negative numerator, a numerator above its
    denominator, or a denominator of 0 or less, and as `xmr_chart` does.

    Source: Shewhart (1931), Economic Control of Quality of Manufactured Product; Laney (2002),
    Quality Engineering 14: 531-537.

    >>> counted, of = [40, 47, 39, 43, 40, 45, 44, 44, 46, 38, 49, 70], [200] * 12
    >>> chart = p_chart(counted, of, polarity="low")
    >>> chart.kind, chart.signal[-1], chart.verdict
    ('p', 'outside the limits', 'concern')
    """
    inputs = read(numerator=numerator, denominator=denominator)
    refuse_parts(inputs, "numerator", "denominator")
    return _chart(
        inputs, "p", 1.0, dates, rebase, baseline=baseline, target=target,
        polarity=polarity, flow=kind, window=window,
    )  # fmt: skip


def u_chart(
    numerator: Numbers,
    denominator: Numbers,
    dates: Sequence[Any] | None = None,
    *,
    multiplier: float = 1,
    baseline: int | None = None,
    rebase: Mapping[Any, str] | None = None,
    target: float | None = None,
    polarity: str = "none",
    kind: str = "flow",
    window: str = "whole",
) -> ControlChart:
    """Draw a u chart: a rate of events whose denominators vary.

    Parameters: events and what they are counted over, sequences, arrays or Series; the rate is
    per `multiplier`; the others as for `xmr_chart`.

    Returns a `ControlChart` of rates per `multiplier`, as `p_chart` does of proportions: limits
    are three standard errors of a Poisson rate, or Laney's, and the kind is then u'. Fewer than 5
    events a period: no chart, and a `reason` that names the one to draw.

    Raises `InvalidInputError` naming every row with negative events or a denominator of 0 or
    less, and as `xmr_chart` does.

    Source: as for `p_chart`.

    >>> chart = u_chart([25, 31, 24, 28, 27, 30, 26, 29, 27, 25, 31, 26], 5000, multiplier=1000)
    >>> round(float(chart.upper[0]), 2), chart.verdict
    (8.62, 'no signal')
    """
    inputs = read(numerator=numerator, denominator=denominator)
    refuse_events(inputs, "numerator", "denominator")
    multiplier = check_positive("multiplier", multiplier)
    return _chart(
        inputs, "u", multiplier, dates, rebase, baseline=baseline, target=target,
        polarity=polarity, flow=kind, window=window,
    )  # fmt: skip


def _chart(
    inputs: Inputs,
    kind: str,
    multiplier: float,
    dates: Sequence[Any] | None,
    rebase: Mapping[Any, str] | None,
    *,
    baseline: int | None,
    target: float | None,
    polarity: str,
    flow: str,
    window: str,
) -> ControlChart:
    inputs.check()
    check_choice("polarity", polarity, tuple(IMPROVES))
    baseline, target = check_baseline(baseline), check_target(target)
    if len(inputs.shape) != 1:
        raise fault_error("a control chart needs one list of periods")
    timeline = read_timeline(inputs, dates)
    counts = _read_counts(inputs, timeline, kind, multiplier)
    values = inputs["numerator"] / inputs["denominator"] * multiplier
    reason = why_not_judged("a control chart", kind=flow, window=window) or _too_rare(counts)
    if reason:
        return refused(inputs, values, kind, reason, target)
    starts = stretches(timeline, rebase)
    spreads = [_spread(counts, stretch, baseline) for stretch in starts]
    parts = [
        _draw(counts, stretch, baseline, spread)
        for stretch, spread in zip(starts, spreads, strict=True)
    ]
    beyond = spreads[-1] > 1
    return put_together(
        inputs,
        timeline,
        kind + "'" if beyond else kind,
        counts.values * multiplier,
        parts,
        polarity=polarity,
        target=target,
        reason="the limits allow for spread beyond chance" if beyond else "",
        dispersion=spreads[-1],
    )


def _read_counts(inputs: Inputs, timeline: Timeline, kind: str, multiplier: float) -> _Counts:
    absent = inputs.missing()
    events, exposure = (
        timeline.spread(np.where(absent, np.nan, inputs[name]))
        for name in ("numerator", "denominator")
    )
    return _Counts(kind, events, exposure, multiplier)


def _too_rare(counts: _Counts) -> str:
    known = ~np.isnan(counts.events)
    if not known.any():
        return ""
    found = [(counts.events, "counted" if counts.kind == "p" else "events")]
    if counts.kind == "p":
        found.append((counts.exposure - counts.events, "not counted"))
    for each, name in found:
        average = float(each[known].mean())
        if average < RARE:
            return _RARE_REASON.format(counts.kind, average, name)
    return ""


def _centre(counts: _Counts, stretch: Stretch, baseline: int | None) -> tuple[float, np.ndarray]:
    """The value of a stretch's first known points together, and where they are."""
    start, stop, _ = stretch
    known = start + np.flatnonzero(~np.isnan(counts.events[start:stop]))
    known = known if baseline is None else known[:baseline]
    if not known.size:
        return float("nan"), known
    return float(counts.events[known].sum() / counts.exposure[known].sum()), known


def _spread(counts: _Counts, stretch: Stretch, baseline: int | None) -> float:
    """Spread from point to point as a multiple of chance; 1 where chance explains it."""
    centre, known = _centre(counts, stretch, baseline)
    error = counts.error(centre)
    if known.size < 2 or not np.nanmax(error[known]) > 0:
        return 1.0
    part = slice(stretch[0], known[-1] + 1)
    scores = (counts.values[part] - centre) / error[part]
    ranges = np.abs(np.diff(scores))
    ranges = ranges[~np.isnan(ranges)]
    if not ranges.size:
        return 1.0
    spread = float(ranges.mean() / _PAIR)
    by_chance = 1 + _ONE_SIDED * np.sqrt(_RANGE_VARIANCE / ranges.size)
    return spread if spread > by_chance else 1.0


def _draw(
    counts: _Counts, stretch: Stretch, baseline: int | None, spread: float
) -> tuple[Segment, Lines]:
    start, stop, cause = stretch
    centre, known = _centre(counts, stretch, baseline)
    reach = _SIGMAS * spread * counts.error(centre)[start:stop]
    highest = 1.0 if counts.kind == "p" else np.inf
    lower, upper = np.maximum(centre - reach, 0), np.minimum(centre + reach, highest)
    scale = counts.multiplier
    drawn = lines(np.full(stop - start, centre) * scale, lower * scale, upper * scale)
    there = np.flatnonzero(~np.isnan(upper))
    last = there[-1] if there.size else -1
    status = status_of(known.size) if known.size > 1 else "too few points"
    segment = Segment(
        start, stop, cause, int(known.size), centre * scale, float(drawn.lower[last]),
        float(drawn.upper[last]), float("nan"), status,
    )  # fmt: skip
    return segment, drawn

"""The effect of an event in plain words: what was found, by which model, what it does not show."""

from __future__ import annotations

from cypt_analysis.statistics._quasi_poisson import Fit

CAVEAT = "The date was fixed beforehand; an association in time is not a cause."
NEITHER = "so neither an effect nor its absence can be claimed"
STOCK = (
    "not tested: a number on a day is mostly the same children as the number before, so a change "
    "after the date says little about the event. What decides it is the flow: starts (and "
    "ends) per month, from at least {minimum} months before the date to {minimum} after."
)
TOO_ALIKE = (
    "not tested: what the model leaves of the figures follows one another too closely (as if there "
    f"were {{freedom:.1f}} independent ones), {NEITHER}"
)
MODELS = {"step": "a step", "trend": "a step, a steady trend",
           "slope": "a step, a steady trend, a change of the trend"}  # fmt: skip


def found(verdict: str, ratio: float, interval: tuple[float, float], confidence: float) -> str:
    size = _against(ratio)
    evidence = (
        f"(ratio {ratio:.2f}, {100 * confidence:g}% interval {interval[0]:.2f} to "
        f"{interval[1]:.2f})"
    )
    if verdict == "no clear change":
        low, high = (_against(limit) for limit in interval)
        return (
            f"no clear change: {size} after the date, which chance could explain {evidence}; "
            f"anything from {low} to {high} is not ruled out"
        )
    return f"{size} after the date than expected without it {evidence}"


def _against(ratio: float) -> str:
    return f"{abs(ratio - 1):.0%} {'higher' if ratio > 1 else 'lower'}"


def name_model(model: str, seasonal: bool, fit: Fit) -> str:
    parts = MODELS[model] + (", a season" if seasonal else "")
    listed = " and ".join(parts.rsplit(", ", 1))
    named = f"Model: quasi-Poisson regression with {listed}, dispersion {fit.dispersion:.1f}"
    if fit.autocorrelation_allowed > 0:
        allowed = f"residuals that follow one another ({fit.autocorrelation_allowed:.2f})"
        named += f"; the interval allows for {allowed}"
    return named + "."

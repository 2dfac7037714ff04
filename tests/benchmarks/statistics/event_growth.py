"""How often is an event called an effect in a flow that only grows, or whose months hang together?

Five years of months, an event in the middle. "Before" is a quasi-Poisson step without a trend,
whose errors take months as independent; "with a trend" the same with one; "now" is `event_effect`.

    python -m tests.benchmarks.statistics.event_growth [--n 200] [--seed 1]
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd
from scipy import special
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from cypt_analysis.statistics import event_effect
from tests.benchmarks.statistics.tables import print_shares

MONTHS, EVENT, MEAN = 60, 30, 40
# Growth a year, autocorrelation of the months about their course, and rise at the event.
CASES = {
    "no growth": (0.0, 0.0, 0.0),
    "growth of 5% a year": (0.05, 0.0, 0.0),
    "growth of 10% a year": (0.10, 0.0, 0.0),
    "growth of 20% a year": (0.20, 0.0, 0.0),
    "no growth, AR(0.6)": (0.0, 0.6, 0.0),
    "growth of 10% a year, AR(0.6)": (0.10, 0.6, 0.0),
    "rise of 30%": (0.0, 0.0, 0.3),
    "rise of 30%, growth of 10% a year": (0.10, 0.0, 0.3),
    "rise of 50%, AR(0.6)": (0.0, 0.6, 0.5),
}


def simulate(rng: np.random.Generator, growth: float, hang: float, rise: float) -> np.ndarray:
    month = np.arange(MONTHS)
    mean = MEAN * (1 + growth) ** (month / 12) * np.where(month >= EVENT, 1 + rise, 1)
    mean = mean * (1 + 0.15 * np.sin(2 * np.pi * month / 12))
    if not hang:
        return rng.poisson(mean)
    course = np.empty(MONTHS)
    course[0] = rng.normal()
    for i in range(1, MONTHS):
        course[i] = hang * course[i - 1] + np.sqrt(1 - hang**2) * rng.normal()
    return np.maximum(np.round(mean + 1.3 * np.sqrt(mean) * course), 0)


def plain_step(counts: np.ndarray, trend: bool) -> bool:
    month = np.arange(MONTHS)
    turn = 2 * np.pi * month / 12
    columns = [np.ones(MONTHS), month >= EVENT, np.sin(turn), np.cos(turn), np.sin(2 * turn),
               np.cos(2 * turn)]  # fmt: skip
    design = np.column_stack([*columns, month - EVENT] if trend else columns).astype(float)
    fit = GLM(counts, design, family=Poisson()).fit(scale="X2")
    error = fit.bse[1] * np.sqrt(max(fit.scale, 1) / fit.scale)
    return bool(2 * special.stdtr(fit.df_resid, -abs(fit.params[1] / error)) < 0.05)


def run(n: int, seed: int) -> dict[str, list[float]]:
    rng = np.random.default_rng(seed)
    months = pd.date_range("2004-01-01", periods=MONTHS, freq="MS")
    rows = {}
    for name, case in CASES.items():
        called = np.zeros(4)
        for _ in range(n):
            counts = simulate(rng, *case)
            effect = event_effect(counts, months, months[EVENT])
            called += (
                plain_step(counts, trend=False),
                plain_step(counts, trend=True),
                effect.verdict in ("higher", "lower"),
                effect.verdict == "cannot be told",
            )
        rows[name] = list(called / n)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rows = run(options.n, options.seed)
    columns = ("before", "with a trend", "now", "withheld now")
    print_shares("effects called at 5%", columns, rows, options.n)


if __name__ == "__main__":
    main()

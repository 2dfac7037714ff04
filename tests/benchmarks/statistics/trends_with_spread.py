"""How often is a trend called where years differ by themselves, and how often where there is one?

Five years of 2,500 children each, a share of 18%. "Before" is the chi-squared for trend with the
sign kept whichever point is left out, at 99.8%; "now" allows for spread between the years.

    python -m tests.benchmarks.statistics.trends_with_spread [--n 2000] [--seed 1]
"""

from __future__ import annotations

import argparse

import numpy as np
from scipy import stats

from cypt_analysis.statistics import recent_trend
from tests.benchmarks.statistics.tables import print_shares

YEARS, CHILDREN, SHARE = 5, 2500, 0.18
# Standard deviation of the years about their line, and rise a year, both as shares.
CASES = {
    "no trend, chance alone": (0.0, 0.0),
    "no trend, years spread by 0.5 points": (0.005, 0.0),
    "no trend, years spread by 1 point": (0.01, 0.0),
    "no trend, years spread by 2 points": (0.02, 0.0),
    "up 0.8 points a year, chance alone": (0.0, 0.008),
    "up 1.2 points a year, chance alone": (0.0, 0.012),
    "up 1.6 points a year, chance alone": (0.0, 0.016),
    "up 2 points a year, spread by 0.5": (0.005, 0.02),
}


def run(n: int, seed: int) -> dict[str, list[float]]:
    rng = np.random.default_rng(seed)
    rows = {}
    for name, (spread, rise) in CASES.items():
        called = np.zeros(2)
        for _ in range(n):
            shares = rng.normal(SHARE + rise * (np.arange(YEARS) - 2), spread)
            trend = recent_trend(rng.binomial(CHILDREN, shares), [CHILDREN] * YEARS)
            chance_alone = stats.chi2.sf(trend.chi_squared, 1) < 0.002 and trend.sign_holds
            called += chance_alone, trend.verdict != "no clear change"
        rows[name] = list(called / n)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rows = run(options.n, options.seed)
    print_shares("trends called at 99.8%", ("before", "now"), rows, options.n)


if __name__ == "__main__":
    main()

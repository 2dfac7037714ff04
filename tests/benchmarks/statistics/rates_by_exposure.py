"""Size and power of the test of two rates where one has 1, 3 or 10 times the exposure of the other.

Exact: every pair of counts that matters, weighed by its probability. "Before" is the E-test with an
unpooled pivot (SciPy's `poisson_means_test`), "now" is `compare_rates`; the exact test without mid-p
stands beside it.

    python -m tests.benchmarks.statistics.rates_by_exposure [--expected 8]
"""

from __future__ import annotations

import argparse

import numpy as np
from scipy import stats

from cypt_analysis.statistics import compare_rates
from tests.benchmarks.statistics.tables import print_shares

LEVEL = 0.05
RATIOS, RISES = (1, 3, 10), (1.0, 2.0, 3.0)
NEGLIGIBLE = 1e-9


def counts_that_matter(*means: float) -> np.ndarray:
    return np.arange(max(int(stats.poisson(mean).isf(NEGLIGIBLE)) for mean in means) + 2)


def run(expected: float) -> dict[str, list[float]]:
    rows: dict[str, list[float]] = {}
    for ratio in RATIOS:
        # The period with the smaller exposure expects this many events, the other ratio times that.
        later = counts_that_matter(*(expected * rise for rise in RISES))
        earlier = counts_that_matter(expected * ratio)
        pairs = [side.ravel() for side in np.meshgrid(earlier, later, indexing="ij")]
        likely = _likely(earlier, later, expected * ratio, [expected * rise for rise in RISES])
        now = compare_rates(pairs[0], ratio, pairs[1], 1, 1).significant
        tails = stats.binom(pairs[0] + pairs[1], 1 / (1 + ratio))
        exact = 2 * np.minimum(tails.sf(pairs[1] - 1), tails.cdf(pairs[1])) < LEVEL
        before = np.zeros(pairs[0].size, dtype=bool)
        for i in np.flatnonzero(likely):
            before[i] = (
                stats.poisson_means_test(int(pairs[0][i]), ratio, int(pairs[1][i]), 1).pvalue
                < LEVEL
            )
        for rise in RISES:
            weight = np.outer(
                stats.poisson(expected * ratio).pmf(earlier),
                stats.poisson(expected * rise).pmf(later),
            ).ravel()
            name = "equal rates" if rise == 1 else f"rates 1 to {rise:g}"
            shares = [float(weight @ np.asarray(called, float)) for called in (before, exact, now)]
            rows[f"exposure {ratio} to 1, {name}"] = shares
    return rows


def _likely(earlier: np.ndarray, later: np.ndarray, mean: float, means: list[float]) -> np.ndarray:
    """Pairs that weigh anything; SciPy takes milliseconds for each."""
    first = stats.poisson(mean).pmf(earlier)
    return np.any(
        [np.outer(first, stats.poisson(m).pmf(later)).ravel() > 1e-7 for m in means], axis=0
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--expected", type=float, default=8)
    options = parser.parse_args()
    title = f"changes called at 5%, {options.expected:g} events expected in the smaller"
    columns = ("before (E-test)", "exact, without mid-p", "now (exact, mid-p)")
    print_shares(title, columns, run(options.expected), None)
    p_value = compare_rates(10, 100, 5, 1000).p_value
    e_test = stats.poisson_means_test(10, 100, 5, 1000).pvalue
    print(f"10 in 100 against 5 in 1,000: before p = {e_test:.2g}, now p = {p_value:.2g}")


if __name__ == "__main__":
    main()

"""One million Wilson and Byar intervals in one call, beside statsmodels and a SciPy loop.

All are timed in one run on the same numbers; what to compare between machines is the ratios. The
SciPy loop runs on a sample and is scaled up.

    python -m tests.benchmarks.statistics.interval_speed [--n 1000000] [--sample 2000]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from cypt_analysis.statistics import byars_interval, rate_interval, wilson_interval


def seconds(work: Callable[[], object], repeats: int = 5) -> float:
    """The best of a few runs."""
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=1_000_000)
    parser.add_argument("--sample", type=int, default=2_000)
    options = parser.parse_args()
    rng = np.random.default_rng(1)
    denominator = rng.integers(1, 100_000, options.n)
    numerator = rng.binomial(denominator, 0.2)
    scale = options.n / options.sample

    def wilson_loop() -> None:
        for k, n in zip(
            numerator[: options.sample].tolist(),
            denominator[: options.sample].tolist(),
            strict=True,
        ):
            stats.binomtest(k, n).proportion_ci(method="wilson")

    def poisson_loop() -> None:
        for k in numerator[: options.sample].tolist():
            stats.chi2.ppf(0.025, 2 * k)
            stats.chi2.ppf(0.975, 2 * k + 2)

    wilson = seconds(lambda: wilson_interval(numerator, denominator))
    byars = seconds(lambda: byars_interval(numerator))
    rates = seconds(lambda: rate_interval(numerator, denominator))
    rivals = (
        (
            "statsmodels proportion_confint",
            wilson,
            seconds(lambda: proportion_confint(numerator, denominator, method="wilson")),
        ),
        ("SciPy binomtest loop, scaled", wilson, scale * seconds(wilson_loop, 1)),
        ("SciPy chi2.ppf loop, scaled", byars, scale * seconds(poisson_loop, 1)),
    )
    print(f"{options.n:,} intervals in one call")
    print(f"  wilson_interval  {wilson:8.3f} s")
    print(f"  byars_interval   {byars:8.3f} s")
    print(f"  rate_interval    {rates:8.3f} s")
    for name, ours, theirs in rivals:
        against = "wilson_interval" if ours is wilson else "byars_interval"
        print(f"  {name:<32}{theirs:9.3f} s = {theirs / ours:8.1f} x {against}")


if __name__ == "__main__":
    main()

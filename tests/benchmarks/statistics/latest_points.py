"""How often is the latest point of a series that nothing happened to called a signal?

A stock (children looked after at the end of each month), rolling years of quarters, and a monthly
count with a season, each in a series without any change. "Before" is an XmR chart of the series as
it is; "now" is what the chart does when it is told what the series is. The flow behind each is
charted beside it.

    python -m tests.benchmarks.statistics.latest_points [--n 1000] [--seed 1]
"""

from __future__ import annotations

import argparse

import numpy as np

from cypt_analysis.statistics import p_chart, xmr_chart
from tests.benchmarks.statistics.tables import print_shares

MONTHS = 24
STARTS_A_MONTH, MONTHS_OF_STAY, BURN_IN = 15, 30, 200
EVENTS_A_QUARTER, QUARTERS = 30, 16
# Shape of a year of young people not in education, employment or training, from January.
LEAVERS = np.array([0.0, 0, 0, 0, 0, -0.05, 0.15, 0.5, 0.5, 0.1, 0, 0])
LEVEL, YEARS = 200, 4
CHILDREN, SHARE, SHARE_SPREAD = 2000, 0.18, 0.01


def stock_and_starts(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    starts = rng.poisson(STARTS_A_MONTH, BURN_IN + MONTHS)
    stock, children = [], STARTS_A_MONTH * MONTHS_OF_STAY
    for new in starts:
        children += new - rng.binomial(children, 1 / MONTHS_OF_STAY)
        stock.append(children)
    return np.array(stock)[-MONTHS:], starts[-MONTHS:]


def signals(chart: object) -> float:
    """1 for a signal on the latest point, 0 for none, missing where the chart is refused."""
    verdict = chart.verdict  # type: ignore[attr-defined]
    return np.nan if verdict == "not judged" else float(verdict == "special cause")


def run(n: int, seed: int) -> dict[str, list[float]]:
    rng = np.random.default_rng(seed)
    found: dict[str, list[tuple[float, float, float]]] = {}

    def note(name: str, before: object, now: object, flow: object) -> None:
        found.setdefault(name, []).append((signals(before), signals(now), signals(flow)))

    for _ in range(n):
        stock, starts = stock_and_starts(rng)
        note("stock", xmr_chart(stock), xmr_chart(stock, kind="stock"), xmr_chart(starts))

        quarters = rng.poisson(EVENTS_A_QUARTER, QUARTERS + 3)
        rolling = np.convolve(quarters, np.ones(4), "valid")
        note(
            "rolling years", xmr_chart(rolling), xmr_chart(rolling, window="rolling"),
            xmr_chart(quarters[-QUARTERS:]),
        )  # fmt: skip

        # The latest month is one in four or five of any, so every one of the year in turn.
        last = 12 * YEARS - int(rng.integers(12))
        seasonal = rng.poisson(LEVEL * (1 + np.tile(LEAVERS, YEARS)[:last]))
        flat = rng.poisson(LEVEL, last)
        note(
            "season, 3 to 4 years", xmr_chart(seasonal), xmr_chart(seasonal, season=12),
            xmr_chart(flat),
        )  # fmt: skip
        short = seasonal[:30]
        note("season, 2.5 years", xmr_chart(short), xmr_chart(short, season=12), xmr_chart(flat))

        shares = rng.normal(SHARE, SHARE_SPREAD, MONTHS)
        counted, made = rng.binomial(CHILDREN, shares), np.full(MONTHS, CHILDREN)
        even = rng.binomial(CHILDREN, SHARE, MONTHS)
        note(
            "proportions that spread", _plain_p_chart(counted, made), p_chart(counted, made),
            p_chart(even, made),
        )  # fmt: skip
    return {name: list(np.mean(rows, axis=0)) for name, rows in found.items()}


class _plain_p_chart:  # noqa: N801
    """A p chart whose limits know of chance only: outside them or not, at the latest point."""

    def __init__(self, counted: np.ndarray, made: np.ndarray) -> None:
        centre = counted.sum() / made.sum()
        reach = 3 * np.sqrt(centre * (1 - centre) / made[-1])
        outside = abs(counted[-1] / made[-1] - centre) > reach
        self.verdict = "special cause" if outside else "no signal"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rows = run(options.n, options.seed)
    columns = ("before", "now", "independent points")
    print_shares("signals on the latest point", columns, rows, options.n)


if __name__ == "__main__":
    main()

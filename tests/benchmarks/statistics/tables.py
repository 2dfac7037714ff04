"""A small table of shares, with their simulation error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np


def print_shares(
    title: str, columns: Sequence[str], rows: Mapping[str, Sequence[float]], n: int | None
) -> None:
    """Rows of shares between 0 and 1 under their columns; `n` simulated series, or none."""
    width = max(len(name) for name in [title, *rows]) + 2
    print(f"{title:<{width}}" + "".join(f"{column:>22}" for column in columns))
    for name, shares in rows.items():
        print(f"{name:<{width}}" + "".join(f"{_show(share, n):>22}" for share in shares))
    print()


def _show(share: float, n: int | None) -> str:
    if np.isnan(share):
        return "refused"
    if n is None:
        return f"{share:.2%}"
    return f"{share:.1%} (+-{np.sqrt(share * (1 - share) / n):.1%})"

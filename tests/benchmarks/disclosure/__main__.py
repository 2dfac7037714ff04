"""How well and how fast many reports are protected: ``python -m tests.benchmarks.disclosure 2000``."""

from __future__ import annotations

import sys

from tests.disclosure.again import only_one_value
from tests.disclosure.generated import RELEASES, outcome

# Of so many reports one is made again with other numbers: that takes long.
_EACH = 20


def main(number: int, first: int = 0) -> None:
    """Protect so many reports of three releases each and print what came of it."""
    found = [outcome(seed) for seed in range(first, first + number)]
    figures, hidden, small = (
        sum(getattr(each, name) for each in found) for name in ("figures", "hidden", "small")
    )
    seconds = sorted(each.seconds / RELEASES for each in found)
    print(f"reports                     {number:,} of {RELEASES} releases")
    print(f"figures                     {figures:,}")
    print(f"hidden for their own size   {small:,} ({small / figures:.1%})")
    print(f"hidden in all, the least    {hidden:,} ({hidden / figures:.1%})")
    print(f"small counts worked out     {sum(each.recovered for each in found):,}")
    print(f"by who is told why each went {sum(each.if_told for each in found):,}")
    print(f"seconds a release           median {seconds[len(seconds) // 2]:.3f}, "
          f"longest {seconds[-1]:.2f}", flush=True)  # fmt: skip
    again = [only_one_value(seed) for seed in range(first, first + number, _EACH)]
    tried, left = (sum(each) for each in zip(*again, strict=True))
    print(f"run again with other numbers: of {tried:,} small counts in {len(again)} reports "
          f"{left} without another value that hides the same")  # fmt: skip


if __name__ == "__main__":
    main(*map(int, sys.argv[1:] or ["200"]))

"""How well and how fast many reports are protected: ``python -m tests.benchmarks.disclosure 2000``."""

from __future__ import annotations

import sys

from tests.disclosure.generated import RELEASES, outcome


def main(number: int) -> None:
    """Protect so many reports of three releases each and print what came of it."""
    found = [outcome(seed) for seed in range(number)]
    figures, hidden, small = (
        sum(getattr(each, name) for each in found) for name in ("figures", "hidden", "small")
    )
    seconds = sorted(each.seconds / RELEASES for each in found)
    print(f"reports                  {number:,} of {RELEASES} releases")
    print(f"figures                  {figures:,}")
    print(f"small                    {small:,} ({small / figures:.1%})")
    print(f"hidden                   {hidden:,} ({hidden / figures:.1%})")
    print(f"recoverable small counts {sum(each.recovered for each in found):,}")
    print(f"by who knows why each went {sum(each.by_insider for each in found):,}")
    print(f"seconds a release        median {seconds[len(seconds) // 2]:.2f}, "
          f"longest {seconds[-1]:.2f}")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)

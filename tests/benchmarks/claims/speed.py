"""How long claims take: a quarter's, 5,000 words of many kinds, and whether time grows with length.

python -m tests.benchmarks.claims.speed
"""

from __future__ import annotations

import time
from collections.abc import Callable

from cypt_analysis.claims import check_claims, check_text, gather
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from tests.projects import ROOT

_WORDS = 5_000
# Words without a sentence's end are the worst: one sentence has them all, up to what is allowed.
_TEXTS = (
    "In September 2009, 460 children were looked after, up 24% on 372 a year before. ",
    "Numbers rise and rise. ", "24% of children. ", "rise ", "in September 2009 ", "England ",
    "from 372 to 460, and ", "not ",
)  # fmt: skip


def seconds(task: Callable[[], object]) -> float:
    """The least CPU time of three runs."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        task()
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> None:
    """Print the CPU seconds and the ratios; those beside a target that they miss are marked."""
    for quarter in ("2009-10-Q1", "2009-10-Q2"):
        known = compute(DropReader(Project(ROOT)), parse_quarter(quarter))
        took = seconds(lambda known=known: check_claims(known))
        print(f"claims of {quarter}: {took:.2f} s (0.3 s){' !' if took > 0.3 else ''}")
    evidence = gather(known)
    for text in _TEXTS:
        many = _WORDS // len(text.split())
        whole, half = (
            seconds(lambda n=n, text=text: check_text(text * n, "a.md", "looked_after", evidence))
            for n in (many, many // 2)
        )
        marked = " !" if whole > 1 or whole > 2.4 * half + 0.05 else ""
        print(
            f"{_WORDS:,} words of {text!r}: {whole:.2f} s (1 s), {whole / half:.1f} of half{marked}"
        )


if __name__ == "__main__":
    main()

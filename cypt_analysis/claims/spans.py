"""The figures of a stretch of time, where what is said holds for each of them."""

from __future__ import annotations

from collections.abc import Sequence

from cypt_analysis.claims.evidence import Candidate
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.line import Line
from cypt_analysis.claims.periods import Mention

# Words that say that something holds throughout, and what it is that they count.
_EACH = words("spans.each")
_TIMES = words("spans.times")
_THROUGHOUT = words("spans.throughout")


def holds_throughout(line: Line) -> bool:
    """Whether a sentence tells of each of several times: "in every year", "has stayed between"."""
    said = {word for each in line.items for word in (each.said, *each.said.split())}
    return bool(said & _THROUGHOUT) or bool(said & _EACH and said & _TIMES)


def ends_of(line: Line) -> tuple[Mention | None, Mention | None]:
    """The first and the last period of "since 2018", "from 2002 to 2005" and the like."""
    fixed = [at for at in line.periods if not line.items[at].period.relative]  # type: ignore[union-attr]
    if len(fixed) > 1 and line.before(fixed[0]) in ("from", "between"):
        return line.items[fixed[0]].period, line.items[fixed[1]].period
    for at in fixed:
        if line.before(at) in ("since", "after"):
            return line.items[at].period, None
    return None, None


def within(rows: Sequence[Candidate], line: Line) -> list[Candidate]:
    """The figures of a series between the periods that a sentence names, all where it names none;
    none where one of them is not known."""
    first, last = ends_of(line)
    start, end = 0, len(rows)
    if first is not None:
        start = next((i for i, row in enumerate(rows) if first.fits(row.period)), -1)
    if last is not None:
        end = next((i + 1 for i, row in enumerate(rows) if last.fits(row.period)), -1)
    return list(rows[start:end]) if start >= 0 and end > start else []

"""A claim: a number or a word of the commentary, with its verdict."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What the data say of a claim; the worst first: what is wrong, then what misleads, then what
    cannot be told."""

    CONTRADICTED = "contradicted"
    MISMATCH = "mismatch"
    NOT_COMPARABLE = "not comparable"
    STALE = "stale"
    NOT_SIGNIFICANT = "not significant"
    UNPUBLISHED = "unpublished source"
    ROUNDING = "rounding"
    UNTRACED = "untraced"
    UNREAD = "not read"
    MATCH = "match"


class Outcome(StrEnum):
    """What the reader of the analyst's edition is told of a claim."""

    BORNE_OUT = "borne out"
    NOT_BORNE_OUT = "not borne out"
    FOR_A_PERSON = "for a person"


class ClaimKind(StrEnum):
    """What makes a claim."""

    NUMBER = "number"
    WORD = "word"


(
    CONTRADICTED, MISMATCH, NOT_COMPARABLE, STALE, NOT_SIGNIFICANT, UNPUBLISHED, ROUNDING,
    UNTRACED, UNREAD, MATCH,
) = VERDICTS = tuple(Verdict)  # fmt: skip
# What the data cannot decide: whether a figure that has not come may be told, whether a change
# that may be chance is one, what no fact says, and what the program did not read.
_UNDECIDED = (NOT_SIGNIFICANT, UNPUBLISHED, UNTRACED, UNREAD)
NUMBER, WORD = ClaimKind


@dataclass(frozen=True)
class Claim:
    """A number or a word that says something a fact can confirm or contradict.

    ``start`` and ``end`` are the place of ``printed`` in ``sentence``, ``at`` is the place of
    ``sentence`` in the spoken text of its file or cell (`words.reading`). ``section`` is the
    heading above it, or the column of its cell; ``place`` is where in its file it stands, where a
    line does not say it: a notebook's cell, a key. ``read`` is what it was read as (measure, area,
    period), ``data`` what the data say, ``facts`` the names of the facts that it rests on;
    ``mended`` is the sentence as it could stand.

    >>> claim = Claim("caf.md", 3, "caf", "Summary", "It is 73%.", 6, 9, "number", "match")
    >>> claim.printed, claim.needs_mending
    ('73%', False)
    """

    file: str
    line: int
    indicator: str
    section: str
    sentence: str
    start: int
    end: int
    kind: str
    verdict: str
    data: str = ""
    facts: tuple[str, ...] = ()
    suggestion: str = ""
    known: str = ""
    waived_by: str = ""
    waived_because: str = ""
    at: int = 0
    place: str = ""
    read: str = ""
    mended: str = ""

    @property
    def printed(self) -> str:
        """The number or word as it stands in the sentence."""
        return self.sentence[self.start : self.end]

    @property
    def outcome(self) -> Outcome:
        """Borne out by the data, not borne out, or for a person to confirm."""
        if self.verdict == MATCH:
            return Outcome.BORNE_OUT
        return Outcome.FOR_A_PERSON if self.verdict in _UNDECIDED else Outcome.NOT_BORNE_OUT

    @property
    def is_confirmed(self) -> bool:
        """Whether a person answers for what the data could not decide."""
        return bool(self.waived_by) and self.outcome is Outcome.FOR_A_PERSON

    @property
    def needs_mending(self) -> bool:
        """Whether it is not borne out and not waived, or for a person and not confirmed."""
        return self.verdict != MATCH and not self.waived_by

    @property
    def digest(self) -> str:
        """A mark of the sentence and of what the data say: a waiver lapses when it changes."""
        text = "\n".join((self.sentence, self.printed, self.verdict, self.data, self.known))
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def as_dict(self) -> dict[str, object]:
        """The claim as plain values, for claims.json."""
        own = {"printed": self.printed, "digest": self.digest, "outcome": self.outcome}
        return {**asdict(self), **own}


def worst_first(claims: Iterable[Claim]) -> list[Claim]:
    """Claims by verdict, the worst first, then by file and line; waived ones before matches.

    >>> worst_first([])
    []
    """
    return sorted(
        claims,
        key=lambda c: (
            bool(c.waived_by), VERDICTS.index(Verdict(c.verdict)), c.file, c.line, c.start
        ),
    )  # fmt: skip

"""A claim: a number or a word of the commentary, with its verdict."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from itertools import groupby


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
# How long the mark of a claim is.
MARK = 16


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
        """A mark of the sentence as it is printed and of the figures that it was held against: what
        a person answered for lapses when either changes, and not when a message does.

        All of a sentence that is for a person has one; what is not borne out has its own.
        """
        own = () if self.outcome is Outcome.FOR_A_PERSON else (self.printed, self.verdict)
        text = "\n".join((self.sentence, self.known, *own))
        return hashlib.sha256(text.encode()).hexdigest()[:MARK]

    def as_dict(self) -> dict[str, object]:
        """The claim as plain values, for claims.json."""
        own = {"printed": self.printed, "digest": self.digest, "outcome": self.outcome}
        return {**asdict(self), **own}


@dataclass(frozen=True)
class Question(Claim):
    """All that is for a person in one sentence, asked at once: its points, the worst verdict among
    them, and what the data say of each."""

    points: tuple[Claim, ...] = ()

    @property
    def printed(self) -> str:
        """What is asked about, as it stands in the sentence."""
        return "; ".join(dict.fromkeys(each.printed for each in self.points))


def points_of(claim: Claim) -> tuple[Claim, ...]:
    """The points of a question; any other claim is its own."""
    return claim.points if isinstance(claim, Question) else (claim,)


def asked(claims: Iterable[Claim]) -> list[Claim]:
    """Claims in their order, those of one sentence that are for a person as one question.

    >>> one = Claim("a.md", 3, "a", "", "It rose 5%.", 3, 7, "word", "untraced", "No fact says it.")
    >>> two = Claim("a.md", 3, "a", "", "It rose 5%.", 8, 10, "number", "not read", "Unread.")
    >>> [question] = asked([one, two])
    >>> question.printed, question.verdict, question.data
    ('rose; 5%', 'untraced', "'rose': No fact says it. '5%': Unread.")
    >>> question.digest == one.digest == two.digest
    True
    """
    found: list[Claim] = []
    for _, group in groupby(claims, key=lambda c: (c.file, c.line, c.place, c.at, c.sentence)):
        held = list(group)
        for waived in ("", *dict.fromkeys(each.waived_by for each in held if each.waived_by)):
            points = [
                each for each in held
                if each.outcome is Outcome.FOR_A_PERSON and each.waived_by == waived
            ]  # fmt: skip
            if len(points) > 1:
                held[held.index(points[0])] = _question(points)
                held = [each for each in held if each not in points]
        found += held
    return found


def _question(points: list[Claim]) -> Question:
    worst = min(points, key=lambda each: VERDICTS.index(Verdict(each.verdict)))
    own = {each.name: getattr(worst, each.name) for each in fields(Claim)}
    data = " ".join(f"'{each.printed}': {each.data.rstrip('.')}." for each in points)
    told = " ".join(dict.fromkeys(each.suggestion for each in points if each.suggestion))
    return Question(**{**own, "data": data, "suggestion": told}, points=tuple(points))


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

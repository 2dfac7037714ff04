"""The words of a status: how firm a figure is, how it stands to its target, where it goes."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """How firm a figure is, as its producer says; a table and a file hold the plain word.

    >>> Status("revised") == "revised", [str(status) for status in NOT_FINAL]
    (True, ['provisional', 'unpublished', 'estimated'])
    """

    FINAL = "final"
    PROVISIONAL = "provisional"
    UNPUBLISHED = "unpublished"
    REVISED = "revised"
    ESTIMATED = "estimated"


# Figures that may still change. A revised one has changed already, and stands.
NOT_FINAL = (Status.PROVISIONAL, Status.UNPUBLISHED, Status.ESTIMATED)
# The mark of a figure that a reader should know not to be simply final.
STATUS_SYMBOLS: dict[str, str] = {
    Status.PROVISIONAL: "[p]",
    Status.REVISED: "[r]",
    Status.ESTIMATED: "[e]",
    Status.UNPUBLISHED: "[u]",
}

# The mark of a figure that an edition does not show, and what a sentence says in its place. Both
# are the same whatever the reason: who knew which went for their own size would find some.
HIDDEN_MARK = "[c]"
NOT_TOLD = "the number is withheld, so that no child can be identified"

# The mark of a figure that covers a part of its period only.
PART_MARK = "[part]"


class TargetStatus(StrEnum):
    """How a figure stands to its target; `judgement.target_status` decides which it is."""

    MET = "Met"
    ON_TRACK = "On track"
    OFF_TRACK = "Off track"
    MISSED = "Missed"
    WITHIN_TOLERANCE = "Within tolerance"
    NOT_JUDGED = "Not judged"
    NO_TARGET = "No target"
    NO_NEW_DATA = "No new data"
    NOT_SHOWN = "Not shown"  # What came is marked by its publisher instead of given.
    NARRATIVE = "Narrative"


class Direction(StrEnum):
    """Where a figure goes; `judgement.measures` decides which it is.

    Without a test a figure is neither better nor worse, and its word says that none was made.
    """

    BETTER = "Better"
    WORSE = "Worse"
    NO_CHANGE = "No clear change"
    HIGHER = "Higher"
    LOWER = "Lower"
    HIGHER_UNTESTED = "Higher, not tested"
    LOWER_UNTESTED = "Lower, not tested"
    SAME_UNTESTED = "Unchanged, not tested"
    TOO_FEW = "Too few points"
    NOT_SHOWN = "Not shown"


# Words of figures that moved, and nothing was tested.
MOVED_UNTESTED = (Direction.HIGHER_UNTESTED, Direction.LOWER_UNTESTED)


# A shape for each word, so that colour is never needed.
SHAPES: dict[str, str] = {
    TargetStatus.MET: "●", TargetStatus.ON_TRACK: "△", TargetStatus.OFF_TRACK: "▽",
    TargetStatus.MISSED: "■", TargetStatus.WITHIN_TOLERANCE: "◧",
    TargetStatus.NOT_JUDGED: "?", TargetStatus.NO_TARGET: "○", TargetStatus.NO_NEW_DATA: "◇",
    TargetStatus.NOT_SHOWN: "▨", TargetStatus.NARRATIVE: "¶",
    Direction.BETTER: "⬈", Direction.WORSE: "⬊", Direction.NO_CHANGE: "→",
    Direction.HIGHER: "↑", Direction.LOWER: "↓", Direction.HIGHER_UNTESTED: "⇡",
    Direction.LOWER_UNTESTED: "⇣", Direction.SAME_UNTESTED: "⇢", Direction.TOO_FEW: "…",
    Direction.NOT_SHOWN: "⊘",
}  # fmt: skip


def css_of(word: str) -> str:
    """The class that gives a status or direction word its looks.

    >>> css_of("Higher, not tested")
    'tag-higher-not-tested'
    """
    return f"tag-{word.lower().replace(',', '').replace(' ', '-')}"

"""How firm a figure is, as its producer says."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """The statuses of a figure; a table and a file hold them as their plain words.

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

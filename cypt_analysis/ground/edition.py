"""Which edition of a quarter's report is made: the draft, or a version that is published."""

from __future__ import annotations

from dataclasses import dataclass

from cypt_analysis.ground.quarter import Quarter

DRAFT = "DRAFT: not yet approved for the Board"


@dataclass(frozen=True)
class Edition:
    """A quarter's draft (version 0), or a published version with the reason for a new one.

    >>> from cypt_analysis.ground.quarter import parse_quarter
    >>> Edition(parse_quarter("2009-10-Q2"), 2, "A rate was corrected").state
    'FINAL. Version 2, which replaces version 1. Reason: A rate was corrected'
    """

    quarter: Quarter
    version: int = 0
    reason: str = ""

    @property
    def state(self) -> str:
        """What the page says of itself, without a full stop at the end."""
        if self.version == 0:
            return DRAFT
        if self.version == 1:
            return "FINAL. Version 1"
        earlier = f"which replaces version {self.version - 1}"
        return f"FINAL. Version {self.version}, {earlier}. Reason: {self.reason}"

    @property
    def name(self) -> str:
        """The name of the folder that a recipient unpacks: "cypt-report-2009-10-Q2-draft"."""
        tail = f"v{self.version}" if self.version else "draft"
        return f"cypt-report-{self.quarter}-{tail}"


def draft(quarter: Quarter) -> Edition:
    """The draft of a quarter.

    >>> from cypt_analysis.ground.quarter import parse_quarter
    >>> draft(parse_quarter("2009-10-Q2")).name
    'cypt-report-2009-10-Q2-draft'
    """
    return Edition(quarter)

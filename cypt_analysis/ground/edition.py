"""Which edition of a quarter's report is made: the draft, or a version that is published."""

from __future__ import annotations

from dataclasses import dataclass

from cypt_analysis.ground.quarter import Quarter

DRAFT = "DRAFT: not yet approved for the Board"
SYNTHETIC = "SYNTHETIC FIGURES"


@dataclass(frozen=True)
class Edition:
    """A quarter's draft (version 0), or a published version with the reason for a new one.

    Of ``synthetic`` figures the state says so, whichever it is.

    >>> from cypt_analysis.ground.quarter import parse_quarter
    >>> Edition(parse_quarter("2009-10-Q2"), 2, "A rate was corrected").state
    'FINAL. Version 2, which replaces version 1. Reason: A rate was corrected'
    """

    quarter: Quarter
    version: int = 0
    reason: str = ""
    synthetic: bool = False

    @property
    def state(self) -> str:
        """What the page says of itself, without a full stop at the end."""
        what = f", {SYNTHETIC}" if self.synthetic else ""
        if self.version == 0:
            return DRAFT.replace("DRAFT", f"DRAFT{what}", 1)
        if self.version == 1:
            return f"FINAL{what}. Version 1"
        earlier = f"which replaces version {self.version - 1}"
        return f"FINAL{what}. Version {self.version}, {earlier}. Reason: {self.reason}"

    @property
    def name(self) -> str:
        """The name of the folder that a recipient unpacks: "cypt-report-2009-10-Q2-draft"."""
        tail = f"v{self.version}" if self.version else "draft"
        return f"cypt-report-{self.quarter}-{tail}"


def draft(quarter: Quarter, *, synthetic: bool = False) -> Edition:
    """The draft of a quarter.

    >>> from cypt_analysis.ground.quarter import parse_quarter
    >>> draft(parse_quarter("2009-10-Q2")).name
    'cypt-report-2009-10-Q2-draft'
    """
    return Edition(quarter, synthetic=synthetic)

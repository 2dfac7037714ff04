"""Which edition of a quarter's report is made: the draft, or a version that is published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cypt_analysis.ground.quarter import Quarter

# The editions that every report has.
INTERNAL, PUBLIC = "internal", "public"
# The variable that tells a notebook's kernel its edition, whatever a person has set.
EDITION = "CYPT_EDITION"
# And the one that tells it the indicators on which it is handed words, where it is not on all.
ABOUT = "CYPT_ABOUT"
# What each edition says of itself.
_AUDIENCES = {
    PUBLIC: "Public edition",
    INTERNAL: "Internal edition, with small numbers: not for publication",
}
DRAFT = "DRAFT: not yet approved for the Board"
SYNTHETIC = "SYNTHETIC FIGURES"


def place_of(folder: Path, edition: str) -> Path:
    """Where the files of an edition stand in a report's folder: the public ones are the report.

    Nothing else stands beside these. What the analyst works with stands with the internal edition.
    """
    return folder if edition == PUBLIC else folder / edition


@dataclass(frozen=True)
class Edition:
    """A quarter's draft (version 0), or a published version with the reason for a new one.

    Of ``synthetic`` figures the state says so, whichever it is.

    >>> from cypt_analysis.ground.quarter import parse_quarter
    >>> Edition(parse_quarter("2009-10-Q2"), 2, "A rate was corrected").state
    'FINAL. Version 2, which replaces version 1. Reason: A rate was corrected. Public edition'
    """

    quarter: Quarter
    version: int = 0
    reason: str = ""
    synthetic: bool = False
    audience: str = PUBLIC

    @property
    def for_whom(self) -> str:
        """Which edition it is, in words."""
        return _AUDIENCES.get(self.audience, f"Edition: {self.audience}")

    @property
    def state(self) -> str:
        """What the page says of itself, without a full stop at the end."""
        return f"{self._version}. {self.for_whom}"

    @property
    def _version(self) -> str:
        what = f", {SYNTHETIC}" if self.synthetic else ""
        if self.version == 0:
            return DRAFT.replace("DRAFT", f"DRAFT{what}", 1)
        if self.version == 1:
            return f"FINAL{what}. Version 1"
        earlier = f"which replaces version {self.version - 1}"
        return f"FINAL{what}. Version {self.version}, {earlier}. Reason: {self.reason}"

    @property
    def name(self) -> str:
        """The name of the folder that a recipient unpacks: it says quarter, edition and version."""
        tail = f"v{self.version}" if self.version else "draft"
        return f"cypt-report-{self.quarter}-{self.audience}-{tail}"


def draft(quarter: Quarter, *, synthetic: bool = False, audience: str = PUBLIC) -> Edition:
    """The draft of a quarter.

    >>> from cypt_analysis.ground.quarter import parse_quarter
    >>> draft(parse_quarter("2009-10-Q2")).name
    'cypt-report-2009-10-Q2-public-draft'
    """
    return Edition(quarter, synthetic=synthetic, audience=audience)

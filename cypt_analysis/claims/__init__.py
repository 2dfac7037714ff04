"""Words that are checked: what was read of the commentary, held against the facts.

In: spoken text and facts. Out: claims, each with its verdict and the fact it was held against.

A sentence is read once into items (`items`, with the words of `lexicon.toml`) and cut into parts
(`parts`). A part says measures, areas, periods, numbers with their roles and statements (`points`,
`reading`, `roles`); what it does not say it takes from what was spoken of before (`about`, `part`).
Each statement has one comparison with the facts (`figures`, `changes`, `courses`, `beside`,
`groups`, `goals`, `levels`, `superlatives`), must be told of those counted and of as long a
time (`counted`), and is true, false or for a person; what no
statement answers for makes the sentence one for a person (`answers`, `verdicts`).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cypt_analysis.claims.check import check_sentences, check_text
    from cypt_analysis.claims.evidence import Evidence
    from cypt_analysis.claims.gathering import gather
    from cypt_analysis.claims.quarter import check_claims
    from cypt_analysis.claims.report import (
        claim_findings,
        claims_of,
        confirm,
        format_claims,
        lapsed,
        summary,
        waive,
        write_claims,
    )
    from cypt_analysis.ground.claim import MATCH, VERDICTS, Claim, worst_first

__all__ = [
    "MATCH",
    "VERDICTS",
    "Claim",
    "Evidence",
    "check_claims",
    "check_sentences",
    "check_text",
    "claim_findings",
    "claims_of",
    "confirm",
    "format_claims",
    "gather",
    "lapsed",
    "summary",
    "waive",
    "worst_first",
    "write_claims",
]
# What only reads what was found before waits for none of what finds it.
_HOMES = {
    "claims.check": ("check_sentences", "check_text"),
    "claims.evidence": ("Evidence",),
    "claims.gathering": ("gather",),
    "claims.quarter": ("check_claims",),
    "claims.report": (
        "claim_findings", "claims_of", "confirm", "format_claims", "lapsed", "summary", "waive",
        "write_claims",
    ),
    "ground.claim": ("MATCH", "VERDICTS", "Claim", "worst_first"),
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """What the room gives out, imported when it is first asked for."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"cypt_analysis.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""Words that are checked: what was read of the commentary, held against the facts.

A claim is harvested from a sentence (`harvest`, `words`), held against the facts of its
indicator (`judge_number`, `judge_word`) and gets one verdict (`claim`). Numbers that are no data
are left out by rule and by the project's list (`literals`).
"""

from cypt_analysis.claims.check import check_sentences, check_text
from cypt_analysis.claims.evidence import Evidence
from cypt_analysis.claims.gathering import gather
from cypt_analysis.claims.quarter import check_claims
from cypt_analysis.claims.report import (
    claim_findings,
    format_claims,
    read_claims,
    summary,
    write_claims,
)
from cypt_analysis.claims.waivers import lapsed, waive
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
    "format_claims",
    "gather",
    "lapsed",
    "read_claims",
    "summary",
    "waive",
    "worst_first",
    "write_claims",
]

"""Waived verdicts: a person's reason and name, until the sentence or the data change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from cypt_analysis.ground.claim import Claim
from cypt_analysis.ground.findings import REVIEW, Finding


def waive(claims: Iterable[Claim], waivers: pd.DataFrame) -> list[Claim]:
    """Claims with the waivers that hold for them: the same digest, and the same verdict.

    ``waivers`` is the drop's table: ``digest, printed, verdict, sentence, reason, name``.

    >>> waive([], pd.DataFrame())
    []
    """
    held = {row["digest"]: row for row in waivers.to_dict("records")}
    return [_waived(claim, held.get(claim.digest)) for claim in claims]


def _waived(claim: Claim, row: dict | None) -> Claim:
    if row is None or not claim.needs_mending or row["verdict"] != claim.verdict:
        return claim
    return replace(claim, waived_by=row["name"], waived_because=row["reason"])


def lapsed(claims: Sequence[Claim], waivers: pd.DataFrame, file: str) -> list[Finding]:
    """Points to review: waivers whose sentence, data or verdict are no longer what they were."""
    used = {claim.digest for claim in claims if claim.waived_by}
    return [
        Finding(
            file, int(str(row)), f"The waiver of '{entry['printed']}' no longer holds.",
            "Its sentence or its data changed: judge it anew, or take the row out.",
            REVIEW, "waiver_lapsed",
        )
        for row, entry in waivers.iterrows()
        if entry["digest"] not in used
    ]  # fmt: skip

"""What a person answers for, by reason and name, until the sentence or the data change.

A row of the drop's file waives what is not borne out, and confirms what is for a person.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from cypt_analysis.ground.claim import Claim, Outcome
from cypt_analysis.ground.findings import REVIEW, Finding, UserError

_COLUMNS = ("digest", "printed", "verdict", "sentence", "reason", "name")


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


def confirm(claims: Sequence[Claim], digest: str, name: str, reason: str, file: Path) -> Claim:
    """Write down that a person answers for a claim that the data cannot decide; return the claim.

    ``file`` is the drop's, and is made where it does not exist. Raises UserError where no claim
    has the mark, where the data have decided it, and without a name or a reason.
    """
    claim = next((each for each in claims if each.digest == digest), None)
    if claim is None:
        raise UserError(
            f"No statement has the mark '{digest}'. 'cypt claims --digests' shows the marks; they "
            "change with the sentence and the data."
        )
    if claim.outcome is not Outcome.FOR_A_PERSON:
        raise UserError(
            f"'{claim.printed}' is {claim.outcome}: {claim.data.rstrip('.')}. Mend the sentence, "
            f"or waive the verdict in {file.name}."
        )
    if not name.strip() or not reason.strip():
        raise UserError("A confirmation needs a name and a reason: --name and --reason.")
    is_new = not file.exists()
    cells = (digest, claim.printed, claim.verdict, claim.sentence, reason.strip(), name.strip())
    with file.open("a", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        if is_new:
            writer.writerow(_COLUMNS)
        writer.writerow(cells)
    return claim

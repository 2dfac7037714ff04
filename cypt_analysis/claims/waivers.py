"""What a person answers for, by reason and name, until the sentence or the data change.

A row of the drop's file waives one claim that is not borne out, or confirms all that a sentence
leaves to a person.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from cypt_analysis.ground.claim import Claim, Outcome, asked
from cypt_analysis.ground.findings import REVIEW, Finding, UserError

LAPSED = "waiver_lapsed"
_COLUMNS = ("digest", "printed", "verdict", "sentence", "reason", "name")
# How long a mark was when one was made for every point of a sentence.
_OLD_MARK = 12


def waive(claims: Iterable[Claim], waivers: pd.DataFrame) -> list[Claim]:
    """Claims with what a person answered for: a row with their mark.

    ``waivers`` is the drop's table: ``digest, printed, verdict, sentence, reason, name``. One row
    confirms all that its sentence leaves to a person, and waives one claim that is not borne out.

    >>> waive([], pd.DataFrame())
    []
    """
    held = {row["digest"]: row for row in waivers.to_dict("records")}
    return [_waived(claim, held.get(claim.digest)) for claim in claims]


def _waived(claim: Claim, row: dict | None) -> Claim:
    if row is None or not claim.needs_mending:
        return claim
    return replace(claim, waived_by=row["name"], waived_because=row["reason"])


def lapsed(claims: Sequence[Claim], waivers: pd.DataFrame, file: str) -> list[Finding]:
    """Points to review: rows whose sentence or data are no longer what they were, or that have the
    mark of an earlier version of the program, which no row is taken by."""
    used = {claim.digest for claim in claims if claim.waived_by}
    return [
        Finding(
            file, int(str(row)), f"The waiver of '{entry['printed']}' no longer holds.",
            _advice(entry, claims), REVIEW, LAPSED,
        )
        for row, entry in waivers.iterrows()
        if entry["digest"] not in used
    ]  # fmt: skip


def _advice(entry: pd.Series, claims: Sequence[Claim]) -> str:
    """What to do about a row that holds no more; the mark that its sentence has now."""
    marks = [each.digest for each in claims if each.sentence == entry["sentence"]
             and each.needs_mending and each.printed in str(entry["printed"])]  # fmt: skip
    if len(str(entry["digest"])) != _OLD_MARK or not marks:
        return "Its sentence or its data changed: judge it anew, or take the row out."
    return (
        "Its mark is of an earlier version of the program; a sentence is now confirmed once. If it "
        f"still holds, enter it with the mark {marks[0]}, and take this row out."
    )


def confirm(claims: Sequence[Claim], mark: str, name: str, reason: str, file: Path) -> Claim:
    """Write down that a person answers for what a sentence says and the data cannot decide.

    Returns the question, all points of which are confirmed. ``file`` is the drop's, and is made
    where it does not exist. Raises UserError where no sentence has the mark, where the data have
    decided it, and without a name or a reason.
    """
    claim = next((each for each in asked(claims) if each.digest == mark), None)
    if claim is None:
        raise UserError(
            f"No statement has the mark '{mark}'. 'cypt claims --digests' shows the marks; they "
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
    cells = (mark, claim.printed, claim.outcome, claim.sentence, reason.strip(), name.strip())
    with file.open("a", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        if is_new:
            writer.writerow(_COLUMNS)
        writer.writerow(cells)
    return claim

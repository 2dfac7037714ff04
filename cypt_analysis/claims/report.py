"""Claims for people and machines, and what a person answers for by reason and name."""

from __future__ import annotations

import csv
import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cypt_analysis.ground.claim import (
    MATCH,
    VERDICTS,
    Claim,
    Outcome,
    asked,
    points_of,
    worst_first,
)
from cypt_analysis.ground.findings import REVIEW, Finding, UserError, list_words

if TYPE_CHECKING:
    import pandas as pd

_WIDTH = 88
_JSON = "claims.json"
NOT_READ = "What was not read was not checked."


def format_claims(claims: Sequence[Claim], *, every: bool = False, digests: bool = False) -> str:
    """Claims as text, file by file, the worst first; matches and waived ones only if asked.

    >>> print(format_claims([Claim("a.md", 3, "a", "", "It is 17%.", 6, 9, "number", "rounding",
    ...                            "a.change is 17.7%", (), "Write 18%.")]))
    a.md has 1 claim to mend.
    <BLANKLINE>
      line 3   '17%': rounding. a.change is 17.7%. Write 18%.
               In: It is 17%.
    """
    shown = [each for each in worst_first(asked(claims)) if every or each.needs_mending]
    blocks = []
    for file in dict.fromkeys(each.file for each in shown):
        mine = [each for each in shown if each.file == file]
        wrong = sum(each.needs_mending for each in mine)
        head = f"{file} has {wrong or 'no'} claim{'' if wrong == 1 else 's'} to mend."
        blocks.append("\n".join([head, "", *(_lines(each, digests) for each in mine)]))
    return "\n\n".join(blocks)


def _lines(claim: Claim, digests: bool) -> str:
    where = claim.place or f"line {claim.line}"
    lead = f"  {where:<7}  "
    indent = " " * len(lead)
    found = " ".join(_point(each) for each in points_of(claim))
    if claim.waived_by:
        kept = "Confirmed" if claim.is_confirmed else "Waived"
        found += f" {kept} by {claim.waived_by}: {claim.waived_because}"
    if claim.needs_mending:
        found_lines = textwrap.wrap(found, _WIDTH - len(lead))
        told = {"Read as": claim.read, "In": claim.sentence, "It could stand": claim.mended}
        for word, text in told.items():
            found_lines += textwrap.wrap(f"{word}: {text}", _WIDTH - len(lead)) if text else []
        found_lines += [f"Digest: {claim.digest}"] if digests else []
    else:
        found_lines = textwrap.wrap(found, _WIDTH - len(lead))
    return lead + f"\n{indent}".join(found_lines)


def _point(claim: Claim) -> str:
    data = f"{claim.data.rstrip('.')}." if claim.data else ""
    verdict = claim.verdict
    if claim.outcome is Outcome.FOR_A_PERSON:
        verdict = f"{claim.verdict}, for a person"
    return f"'{claim.printed}': {verdict}. {data} {claim.suggestion}".strip()


def summary(claims: Sequence[Claim]) -> str:
    """What became of what was read, in one line, which does not speak of what was not.

    >>> summary([])
    'No number or word was read as a statement of the data.'
    """
    if not claims:
        return "No number or word was read as a statement of the data."
    counted = Counter(_kept(each) or each.verdict for each in claims)
    order = [MATCH, "confirmed", "waived", *(each for each in VERDICTS if each != MATCH)]
    said = {
        MATCH: "agree with the data", "waived": "are waived",
        "confirmed": "are confirmed by a person",
    }  # fmt: skip
    parts = [f"{counted[word]} {said.get(word, word)}" for word in order if counted[word]]
    read = f"{len(claims)} numbers and words were read as statements of the data"
    return f"{read}: {list_words(parts)}. {NOT_READ}"


def _kept(claim: Claim) -> str:
    """How a person answers for a claim, or nothing."""
    return "confirmed" if claim.is_confirmed else "waived" if claim.waived_by else ""


def claim_findings(claims: Iterable[Claim]) -> list[Finding]:
    """The claims that need mending as points to review, one for all that a sentence leaves to a
    person."""
    return [
        Finding(
            each.file, each.line or None,
            f"{_place(each)}'{each.printed}' is {_worded(each)}: {each.data.rstrip('.')}.",
            each.suggestion, REVIEW, "claim",
        )
        for each in asked(claims)
        if each.needs_mending
    ]  # fmt: skip


def _place(claim: Claim) -> str:
    return f"In {claim.place}: " if claim.place else ""


def _worded(claim: Claim) -> str:
    said = {"mismatch": "a mismatch", "rounding": "rounded wrongly"}
    verdict = said.get(claim.verdict, claim.verdict)
    return f"{verdict}, for a person" if claim.outcome is Outcome.FOR_A_PERSON else verdict


def write_claims(claims: Sequence[Claim], folder: Path) -> Path:
    """Write claims.json: every claim with its verdict, digest and waiver."""
    path = folder / _JSON
    rows = [each.as_dict() for each in claims]
    text = json.dumps(rows, indent=2, ensure_ascii=False, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def claims_of(rows: Iterable[dict[str, Any]]) -> tuple[Claim, ...]:
    """Claims of the plain values that `Claim.as_dict` gives."""
    derived = {"printed", "digest", "outcome"}
    return tuple(
        Claim(
            **{**{k: v for k, v in row.items() if k not in derived}, "facts": tuple(row["facts"])}
        )
        for row in rows
    )


LAPSED = "waiver_lapsed"
_COLUMNS = ("digest", "printed", "verdict", "sentence", "reason", "name")
# How long a mark was when one was made for every point of a sentence.
_OLD_MARK = 12


def waive(claims: Iterable[Claim], waivers: pd.DataFrame) -> list[Claim]:
    """Claims with what a person answered for: a row with their mark.

    ``waivers`` is the drop's table: ``digest, printed, verdict, sentence, reason, name``. One row
    confirms all that its sentence leaves to a person, and waives one claim that is not borne out.

    >>> import pandas as pd
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

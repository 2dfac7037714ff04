"""Numbers typed into words that give back what an edition hides: faults, as nothing else can help.

A placeholder prints the mark; a typed number prints itself.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.claims.cardinals import cardinal
from cypt_analysis.ground.claim import MATCH, NUMBER
from cypt_analysis.ground.findings import Finding
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.known import Known
from cypt_analysis.words.reading import read

GIVES_BACK = "gives_back"
_WRITTEN_OUT = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|one (?:child|pupil|young person|infant|girl|boy|case))\b",
    re.IGNORECASE,
)


def typed_faults(known: Known, shown: Known) -> list[Finding]:
    """A fault for each number of the words that ``shown``, an edition, must not give back."""
    found: dict[tuple, Finding] = {}
    for each in (*_faults(known, shown), *_in_words(known, shown)):
        found.setdefault((each.file, each.row), each)
    return list(found.values())


def _faults(known: Known, shown: Known) -> Iterator[Finding]:
    table = shown.facts.table
    hidden = set(table.loc[table["value"].isna(), "fact"])
    folder = f"{known.project.relative(known.project.raw(known.quarter))}/"
    secret = _secrets(known, shown)
    # A number of the edition's own words is typed, or of a figure that it shows.
    typed = [
        claim for claim in shown.claims
        if claim.kind == NUMBER and claim.file.startswith(folder) and claim.printed != HIDDEN_MARK
    ]  # fmt: skip
    places = {(each.file, each.line, each.printed) for each in typed}
    for claim in known.claims:
        rests = hidden.intersection(known.facts.aliases.get(each, each) for each in claim.facts)
        if rests and (claim.file, claim.line, claim.printed) in places:
            yield _fault(claim.file, claim.line, min(rests), shown)
    for claim in typed:
        traced = claim.verdict == MATCH and claim.facts
        if not traced and _plain(claim.printed) in secret.get(claim.indicator, ()):
            yield _fault(claim.file, claim.line, claim.indicator, shown)


def _in_words(known: Known, shown: Known) -> Iterator[Finding]:
    """Numbers written out, which no claim is read from: a word may be nothing but a word."""
    for name, secret in _secrets(known, shown).items():
        text = shown.commentary.get(name, "")
        for block in read(text, shown.facts).blocks:
            told = [each[0] for each in _WRITTEN_OUT.finditer(block.text)]
            if any(str(cardinal(each.split()[0])) in secret for each in told):
                yield _fault(shown.commentary_file(name), block.line, name, shown)


def _fault(file: str, line: int, what: str, shown: Known) -> Finding:
    # The number itself is not quoted: what is found may be passed on.
    found = (
        f"A number typed here gives back a figure of {what}, which the {shown.edition} edition "
        "does not show."
    )
    advice = f"Write its placeholder, which prints {HIDDEN_MARK} there, or leave it out."
    return Finding(file, line, found, advice, rule=GIVES_BACK)


def _plain(number: str) -> str:
    """A number as it is compared: in digits, without commas and signs."""
    if not any(each.isdigit() for each in number):
        return str(cardinal(number))
    return number.replace(",", "").strip("+−-% ")


def _secrets(known: Known, shown: Known) -> dict[str, set[str]]:
    """By indicator, how its hidden figures, their rests and their changes would be typed."""
    gone = set(shown.observations.loc[shown.observations["hidden"] != "", "id"])
    table = known.observations
    found: dict[str, set[str]] = {}
    for row in table[table["id"].isin(gone)].to_dict("records"):
        mine = found.setdefault(row["indicator"], set())
        numbers = [row["value"], row["numerator"], row["denominator"] - row["numerator"]]
        if row["kind"] == Kind.PROPORTION:
            numbers.append(100 - row["value"])
        beside = table[(table["path"] == row["path"]) & (table["id"] != row["id"])]
        numbers += [row["value"] - other for other in beside["value"]]
        for number in (abs(each) for each in numbers if math.isfinite(each)):
            mine |= {f"{number:.{places}f}" for places in range(int(row["decimals"]) + 2)}
    return found

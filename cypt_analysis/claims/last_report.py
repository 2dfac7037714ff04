"""What the last report gave: the figures as they were known then."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from cypt_analysis.claims.evidence import MONTHLY, QUOTED, VALUE, Candidate, Evidence
from cypt_analysis.claims.quantities import Number
from cypt_analysis.ground.number_format import format_value
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.known import Known

_REPORT = r"(?:the|our) (?:last|previous) (?:report|PIR)(?:'s)?"
_WHEN = rf"(?:last (?:quarter|time)|in {_REPORT})"
_TOLD = r"(?:gave|given|put|had|showed|reported|printed|published|recorded|quoted|said|told)"
_FIRST = r"(?:first|originally|initially|previously|earlier)"
# Before a number, and after it.
_GAVE = re.compile(
    rf"\b{_REPORT} (?:\w+ )?(?:{_TOLD}|figures?|was|were)\b[^;]*$|"
    rf"\b(?:in|according to) {_REPORT}\b,[^;]*$|"
    rf"\b{_WHEN},? (?:we |it (?:was |had been )?|(?:was|were) )?{_TOLD}\b[^;,]*$|"
    rf"\b{_FIRST} {_TOLD} (?:{_WHEN} )?(?:as|to be|at)\b[^;,]*$|"
    rf"\b{_TOLD} (?:{_WHEN} )(?:as|to be|at)\b[^;,]*$|"
    r"\brevised (?:up |down |upwards |downwards |since )?from (?:the )?$",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    rf"[^;.\d]{{0,60}}?\b(?:{_TOLD} (?:by us )?{_WHEN}|(?:(?:as|we) )?{_FIRST} {_TOLD})\b",
    re.IGNORECASE,
)
_TIME = re.compile(_WHEN, re.IGNORECASE)


def told_of_last(number: Number, text: str) -> bool:
    """Whether a number is told as what the last report gave.

    >>> from cypt_analysis.claims.quantities import COUNT
    >>> text = "Last quarter we reported 128."
    >>> told_of_last(Number(25, 28, 128, COUNT, 0), text)
    True
    """
    return bool(_GAVE.search(text[: number.start]) or _GIVEN.match(text[number.end :]))


def without_time(text: str) -> str:
    """A text in which "last quarter" says when a figure was reported, and not of when it is."""
    return _TIME.sub(lambda found: " " * len(found[0]), text)


def as_last_reported(evidence: Evidence, known: Known, last: Quarter) -> Evidence:
    """The evidence without what came since the last quarter, and with revised values as then."""
    quarter = str(known.quarter)
    rows = known.observations[known.observations["received"] == quarter]
    own = known.own[known.own["received"] == quarter]
    new_ids, new = set(rows["id"]), set(zip(own["path"], own["period"], strict=True))
    revised = known.revisions[known.revisions["quarter"] == quarter]
    # What came late the last report did not give.
    revised = revised[revised["then"].notna()]
    then = dict(zip(revised["id"], revised["then"].astype(float), strict=True))

    def as_then(candidates: Iterable[Candidate]) -> list[Candidate]:
        kept = []
        for each in candidates:
            whole = evidence.value_at(each.path, each.period)
            if each.sense == VALUE and each.name in then:
                kept.append(_with_value(each, then[each.name]))
            elif each.sense == MONTHLY and whole is not None and whole.name in then:
                kept.append(_with_value(each, each.value * then[whole.name] / whole.value))
            elif each.name in new_ids:
                continue
            elif each.sense == QUOTED:
                old = each.period and each.period.end < last.period.start
                kept += [] if old else [each]
            elif not each.period or (each.path, each.period.text) not in new:
                kept.append(each)
        return kept

    candidates = {name: as_then(each) for name, each in evidence.candidates.items()}
    observed = {path: as_then(each) for path, each in evidence.observed.items()}
    return replace(
        evidence,
        candidates=candidates,
        by_name={each.name: each for rows in candidates.values() for each in rows},
        observed={path: rows for path, rows in observed.items() if rows},
        others={key: each for key, each in evidence.others.items() if as_then([each])},
    )


def _with_value(candidate: Candidate, value: float) -> Candidate:
    shown = format_value(value, candidate.unit, candidate.decimals)
    return replace(candidate, value=value, shown=shown)

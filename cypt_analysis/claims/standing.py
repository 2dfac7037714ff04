"""What is to be told of figures that are right: how final they are, and what they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cypt_analysis.claims.agreement import agrees
from cypt_analysis.claims.cardinals import CARDINAL, cardinal
from cypt_analysis.claims.evidence import VALUE, Candidate, Evidence, with_value
from cypt_analysis.claims.items import Item
from cypt_analysis.claims.judge import Judged
from cypt_analysis.claims.lexicon import Entry, words
from cypt_analysis.claims.outcome import Outcome
from cypt_analysis.claims.part import HOLDS
from cypt_analysis.claims.periods import DAY
from cypt_analysis.claims.quantities import PERCENT, RATE, Number
from cypt_analysis.claims.values import fits
from cypt_analysis.ground.claim import CONTRADICTED, MATCH, MISMATCH, NOT_SIGNIFICANT, UNTRACED
from cypt_analysis.ground.status import NOT_FINAL, Status

_BEFORE, _OF_FIGURES = words("standing.before"), words("standing.of_figures")
_PLAIN = frozenset({"figures", "figure", "data", "rate", "rates", "number", "numbers"})


def judge_standing(judged: Judged) -> Iterator[tuple[Item, Outcome]]:
    """Each word that says how final figures are, or that they are cut short, with its verdict."""
    items = judged.line.items
    for at, item in enumerate(items):
        entry = item.entry("final", "short")
        if entry is None or not _is_of_figures(judged, at, entry):
            continue
        rows = _rows_meant(judged)
        if entry.kind == "short":
            yield item, _judge_short(rows, judged)
        elif entry.way > 0:
            denied = any(each.entry("deny") for each in items[max(0, at - 2) : at])
            yield item, _judge_final(rows, denied=denied)
        else:
            yield item, _judge_open(item, rows)


def _is_of_figures(judged: Judged, at: int, entry: Entry) -> bool:
    """Whether figures are told to be cut short or not final, not a paper."""
    line = judged.line
    items, before = line.items, line.items[at - 1].said if at else ""
    said = {each.said for each in items} | set(line.text.lower().split())
    if before in _BEFORE or not said & _OF_FIGURES:
        return False
    if entry.way <= 0:
        return True
    verb = items[at - 1 - (before in ("now", "all", "not"))].said
    return verb in ("is", "are") and bool({each.said for each in items[:at]} & _PLAIN)


def _judge_short(rows: list[Candidate], judged: Judged) -> Outcome:
    short = [row for row in rows if row.name in judged.line.evidence.cut_short]
    if short:
        return Outcome(MATCH, short[0], f"{short[0].name} was taken before its period ended.")
    told = "No file says that the figures were taken before their period ended."
    return Outcome(UNTRACED, None, told, "Leave it out, or give the date.")


def _judge_open(item: Item, rows: list[Candidate]) -> Outcome:
    status = Status.PROVISIONAL if "provisional" in item.said else Status.UNPUBLISHED
    marked = [row for row in rows if row.status == status]
    if marked:
        return Outcome(MATCH, marked[0], f"{marked[0].name} is {status}.")
    if not rows:
        return Outcome(UNTRACED, None, "No figure is known.", "Leave it out, or give the figure.")
    told = f"{rows[-1].name} is {rows[-1].status or Status.FINAL}."
    return Outcome(CONTRADICTED, rows[-1], told, "Say how it stands, or correct its status.")


def _judge_final(rows: list[Candidate], *, denied: bool) -> Outcome:
    """Figures are final where none of them is not."""
    if not rows:
        return Outcome(UNTRACED, None, "No figure is known.", "Leave it out, or give the figure.")
    still_open = [row for row in rows if row.status in NOT_FINAL]
    row = still_open[0] if still_open else rows[-1]
    told = f"{row.name} is {row.status or Status.FINAL}."
    if bool(still_open) == denied:
        return Outcome(MATCH, row, told)
    return Outcome(CONTRADICTED, row, told, "Say how it stands.")


def _rows_meant(judged: Judged) -> list[Candidate]:
    """The own values that the sentence states, of the periods that it names, or else the newest
    of each measure."""
    line = judged.line
    evidence = line.evidence
    stated = [each.fact for each in judged.said if each.truth == HOLDS and each.fact is not None]
    near = [f for f in stated if f.sense == VALUE and f.area == evidence.authority]
    if near:
        return near
    rows = [
        row for path in evidence.paths.get(line.sentence.indicator, ())
        for row in evidence.observed.get(path, ())
    ]  # fmt: skip
    fixed = [m for m in line.mentions if not m.relative and m.kind != DAY]
    named = [row for row in rows if fits(fixed, row)]
    newest = {row.path: row for row in rows}
    return named or list(newest.values())


# A share of fewer moves by five points or more with one of them.
_FEW = 10
_MORE = re.compile(rf"\b(?P<n>\d+|{CARDINAL}) or more\b", re.IGNORECASE)
_FEWER = re.compile(rf"\b(?P<n>\d+|{CARDINAL}) or (?:fewer|less)\b", re.IGNORECASE)


def judge_denominators(judged: Judged) -> Iterator[tuple[Item, Outcome]]:
    """Each number that misleads although it is right as printed, or that was right once."""
    line = judged.line
    evidence, items = line.evidence, line.items
    given = {each.number.value for each in items if each.number is not None}
    fewer = {cardinal(each["n"]) for each in _FEWER.finditer(line.text)}
    for said in judged.said:
        fact, item = said.fact, items[said.at]
        found = None
        if item.number is None:
            continue
        if said.truth != HOLDS:
            found = _of_older(item.number, given, evidence, line.sentence.indicator)
        elif fact is not None and _turns_name(fact, fewer, evidence):
            told = f"{with_value(fact)} is of {evidence.names[fact.path]}"
            found = Outcome(MISMATCH, fact, told, "Say what is measured.")
        elif fact is not None and item.number.unit == PERCENT and not line.sentence.names:
            # A sentence of the program's own stands beside the number and its interval.
            found = _few(fact, given, evidence)
        if found is not None:
            yield item, found


def _few(fact: Candidate, given: set[float], evidence: Evidence) -> Outcome | None:
    """A percentage of few people whose numbers are not given beside it."""
    some, whole = (evidence.by_name.get(f"{fact.name}.{x}") for x in ("numerator", "denominator"))
    if fact.sense != VALUE or some is None or whole is None or whole.value >= _FEW:
        return None
    if {some.value, whole.value} <= given:
        return None
    ends = [evidence.by_name.get(f"{fact.name}.{x}_95") for x in ("lower", "upper")]
    range_ = " to ".join(each.shown for each in ends if each is not None)
    told = f"{fact.name} is {some.shown} of {whole.shown}; its 95% interval is {range_}"
    return Outcome(NOT_SIGNIFICANT, fact, told, f"Write {some.shown} of {whole.shown}.")


def _of_older(
    number: Number, given: set[float], evidence: Evidence, indicator: str
) -> Outcome | None:
    """A rate of as many as are told beside it, among those who lived there at another time."""
    facts = evidence.by_name
    for rate in evidence.candidates.get(indicator, ()) if number.decimals else ():
        some = facts.get(f"{rate.name}.numerator")
        told = some is not None and some.value in given and not agrees(number, "", rate.value)
        if rate.unit != RATE or rate.sense != VALUE or some is None or not told:
            continue
        for other in evidence.observed.get(rate.path, ()):
            whole = facts.get(f"{other.name}.denominator")
            if whole is None or other.period in (rate.period, None):
                continue
            if agrees(number, "", rate.base * some.value / whole.value):
                at = other.period.label if other.period else ""
                data = f"{with_value(rate)}; {number.value:g} is of the {whole.shown} of {at}"
                return Outcome(MISMATCH, rate, data, "Divide by those of the same time.")
    return None


def _turns_name(fact: Candidate, fewer: set[int], evidence: Evidence) -> bool:
    """Whether "three or more" of a measure's name is turned round: "three or fewer"."""
    named = evidence.names.get(fact.path, "") if fewer else ""
    return any(cardinal(each["n"]) in fewer for each in _MORE.finditer(named))

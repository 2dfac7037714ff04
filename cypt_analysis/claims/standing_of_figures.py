"""What a text says of how final its figures are: cut short, provisional, not yet published."""

from __future__ import annotations

from cypt_analysis.claims.evidence import VALUE, Candidate
from cypt_analysis.claims.mood import Word
from cypt_analysis.claims.outcome import Outcome
from cypt_analysis.claims.periods import DAY
from cypt_analysis.claims.scope import Scope
from cypt_analysis.ground.claim import CONTRADICTED, MATCH, UNTRACED
from cypt_analysis.ground.status import NOT_FINAL, Status


def judge_standing(word: Word, scope: Scope) -> Outcome:
    """The verdict on words that say how final figures are, or that they are cut short."""
    rows = _rows_meant(word, scope)
    said = scope.line.items[word.place].said
    if word.kind == "short":
        short = [row for row in rows if row.name in scope.evidence.cut_short]
        if short:
            return Outcome(MATCH, short[0], f"{short[0].name} was taken before its period ended.")
        told = "No file says that the figures were taken before their period ended."
        return Outcome(UNTRACED, None, told, "Leave it out, or give the date.")
    if word.entry.way > 0:
        return _judge_final(rows)
    status = Status.PROVISIONAL if "provisional" in said else Status.UNPUBLISHED
    marked = [row for row in rows if row.status == status]
    if marked:
        return Outcome(MATCH, marked[0], f"{marked[0].name} is {status}.")
    if not rows:
        return Outcome(UNTRACED, None, "No figure is known.", "Leave it out, or give the figure.")
    told = f"{rows[-1].name} is {rows[-1].status or Status.FINAL}."
    return Outcome(CONTRADICTED, rows[-1], told, "Say how it stands, or correct its status.")


def _judge_final(rows: list[Candidate]) -> Outcome:
    """The verdict on words that say that figures are final: not while one of them is not."""
    if not rows:
        return Outcome(UNTRACED, None, "No figure is known.", "Leave it out, or give the figure.")
    still_open = [row for row in rows if row.status in NOT_FINAL]
    if still_open:
        told = f"{still_open[0].name} is {still_open[0].status}."
        return Outcome(CONTRADICTED, still_open[0], told, "Say how it stands.")
    return Outcome(MATCH, rows[-1], f"{rows[-1].name} is {Status.FINAL}.")


def _rows_meant(word: Word, scope: Scope) -> list[Candidate]:
    """The authority's values nearest by number, by period, or else the newest of each measure."""
    evidence = scope.evidence
    near = [
        found for _, found in scope.near(word.place)
        if found.sense == VALUE and found.area == evidence.authority
    ]  # fmt: skip
    if near:
        return near
    paths = evidence.paths.get(scope.indicator, ())
    rows = [row for path in paths for row in evidence.observed.get(path, ())]
    fixed = [m for m in scope.mentions if not m.relative and m.kind != DAY]
    named = [row for row in rows if any(m.fits(row.period) for m in fixed)]
    if named:
        return named
    return [evidence.observed[path][-1] for path in paths if path in evidence.observed]

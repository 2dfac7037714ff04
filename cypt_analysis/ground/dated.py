"""What holds from one quarter until another, in the project's own TOML files.

An entry with ``from`` or ``until`` is there in those quarters alone. A text may be a list of
dated ones: ``note = [{ text = "...", until = "2009-10-Q2" }, { text = "...", from = ... }]``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Generic, TypeVar

from cypt_analysis.ground.findings import Finding, did_you_mean
from cypt_analysis.ground.quarter import Quarter, parse_quarter

T = TypeVar("T")
FROM, UNTIL = "from", "until"
# Keys of which one text holds at a time, and those of which several may.
_ONE = frozenset(
    {"title", "board", "name", "short_name", "heading", "definition", "rationale", "note",
     "board_decision", "producer", "owner", "checked_by", "next_review", "team", "email",
     "telephone"}
)  # fmt: skip
_SEVERAL = frozenset({"caveats", "sections"})
_HOLDS_WHAT = {"next_review": "date", "sections": "id"}
# Names of columns with what is wanted in them: no entries.
_NO_ENTRIES = "where"
_BEGINNING = Quarter(0, 1)
_TEXTS_OVERLAP = "Only one can hold in a quarter. Give them other dates."


@dataclass(frozen=True)
class Vintages(Generic[T]):
    """What holds from each of some quarters on, the first of them from the beginning.

    >>> Vintages(((Quarter(0, 1), "old"), (Quarter(2009, 2), "new"))).at(Quarter(2009, 1))
    'old'
    """

    held: tuple[tuple[Quarter, T], ...]

    def at(self, quarter: Quarter) -> T:
        """What holds in a quarter."""
        return next(each for start, each in reversed(self.held) if start <= quarter)


def vintages(
    turns: Iterable[Quarter],
    make: Callable[[Quarter, list[Finding]], T],
    findings: list[Finding],
) -> Vintages[T]:
    """What ``make`` makes of each stretch of quarters between ``turns``.

    ``make`` is given the first quarter of a stretch and adds to the findings that it is given;
    each fault is told once, and from when where it is not in every stretch.
    """
    starts = [_BEGINNING, *sorted(set(turns))]
    found: list[list[Finding]] = [[] for _ in starts]
    held = tuple((start, make(start, into)) for start, into in zip(starts, found, strict=True))
    told = [each for each in found[0] if all(each in others for others in found)]
    findings += told
    for start, those in zip(starts, found, strict=True):
        for fault in those:
            if fault not in told:
                told.append(fault)
                when = f"before {starts[1]}" if start == _BEGINNING else f"from {start}"
                findings.append(replace(fault, advice=f"{fault.advice} It is so {when}."))
    return Vintages(held)


def held_at(values: Any, quarter: Quarter) -> Any:
    """The values of a file as they hold in a quarter, without dates.

    >>> held_at({"note": [{"text": "Old.", "until": "2009-10-Q1"}, {"text": "New.",
    ...          "from": "2009-10-Q2"}]}, Quarter(2009, 2))
    {'note': 'New.'}
    """
    if isinstance(values, list):
        return [held_at(each, quarter) for each in values if _holds(each, quarter)]
    if not isinstance(values, dict):
        return values
    found = {}
    for key, value in values.items():
        if key == _NO_ENTRIES:
            found[key] = value
        elif _is_dated(key, value):
            texts = [
                each.get(_value_key(key)) if isinstance(each, dict) else each
                for each in value if _holds(each, quarter)
            ]  # fmt: skip
            if key in _SEVERAL:
                found[key] = texts
            elif texts:
                found[key] = texts[0]
        elif not _is_date(key, value) and _holds(value, quarter):
            found[key] = held_at(value, quarter)
    return found


def turns_of(values: Any) -> set[Quarter]:
    """The quarters from which something else holds in a file."""
    found = set()
    for _, entry in _tables(values):
        first, last = _span(entry)
        found |= {first} if first else set()
        found |= {last.plus(1)} if last else set()
    return found


def date_faults(
    values: Any, file: str, place: Callable[[tuple[str | int, ...]], str]
) -> list[Finding]:
    """Dates that are no quarters or run backwards, and texts that hold at the same time.

    ``place`` tells where in the file a fault is, from the keys and indices on the way there.
    """
    faults: list[tuple[str, str]] = []
    for way, entry in _tables(values):
        where = place((*way, FROM)) or "The file"
        for key in (FROM, UNTIL):
            if _is_date(key, entry.get(key, {})) and _quarter(entry[key]) is None:
                fault = f"{where} {key} is {entry[key]!r}.", "Write quarters like 2009-10-Q2."
                faults.append(fault)
        first, last = _span(entry)
        if first and last and last < first:
            found = f"{where} holds from {first} until {last}."
            faults.append((found, "It ends before it begins: correct one."))
        for key, value in entry.items():
            if _is_dated(key, value):
                faults += _faults_of_texts(key, value, f"{place((*way, key))} {key}".strip())
    return [Finding(file, None, found, advice) for found, advice in faults]


def _faults_of_texts(key: str, texts: list, where: str) -> Iterator[tuple[str, str]]:
    known = [_value_key(key), FROM, UNTIL]
    tables = [each for each in texts if isinstance(each, dict)]
    for each in tables:
        for name in set(each) - set(known):
            advice = did_you_mean(name, known).strip() or f"Known keys: {', '.join(known)}."
            yield f"{where} has the unknown key '{name}'.", advice
        if known[0] not in each:
            yield f"{where} has no '{known[0]}'.", "Add it."
    if key in _SEVERAL:
        return
    if len(tables) < len(texts):
        yield f"{where} has a text without dates among dated ones.", "Give it from or until."
    for one, other in combinations(tables, 2):
        if _overlap(one, other):
            yield f"{where} has two texts for the same quarter.", _TEXTS_OVERLAP
            return


def _overlap(one: dict, other: dict) -> bool:
    spans = [_span(each) for each in (one, other)]
    latest_start = max(first or _BEGINNING for first, _ in spans)
    return all(last is None or latest_start <= last for _, last in spans)


def _tables(values: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple, dict]]:
    """Every table of a file, and the keys and indices on the way to it."""
    if isinstance(values, dict):
        yield way, values
        for key, value in values.items():
            if key != _NO_ENTRIES:
                yield from _tables(value, (*way, key))
    elif isinstance(values, list):
        for index, value in enumerate(values):
            yield from _tables(value, (*way, index))


def _is_dated(key: str, value: object) -> bool:
    tables = isinstance(value, list) and any(isinstance(each, dict) for each in value)
    return tables and key in _ONE | _SEVERAL


def _is_date(key: str, value: object) -> bool:
    # A column may be called "from": then a table stands there.
    return key in (FROM, UNTIL) and not isinstance(value, dict | list)


def _value_key(key: str) -> str:
    return _HOLDS_WHAT.get(key, "text")


def _holds(entry: object, quarter: Quarter) -> bool:
    if not isinstance(entry, dict):
        return True
    first, last = _span(entry)
    return (first is None or first <= quarter) and (last is None or quarter <= last)


def _span(entry: dict) -> tuple[Quarter | None, Quarter | None]:
    return _quarter(entry.get(FROM)), _quarter(entry.get(UNTIL))


def _quarter(value: object) -> Quarter | None:
    try:
        return parse_quarter(value) if isinstance(value, str) else None
    except ValueError:
        return None

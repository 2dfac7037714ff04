"""Entries that a project takes over from the library with ``use``, made whole before they are read.

What the project's entry says stands in the place of what the library's says, key by key; measures
and charts by their ids, histories by their names, columns by theirs.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from cypt_analysis.ground.findings import Finding, list_words, nearest
from cypt_analysis.library.entries import PREFIX, indicators, sources

USE = "use"
# Lists of tables, and the key by which one of theirs is known.
_KNOWN_BY = {"measure": "id", "chart": "id", "history": "name"}
_FORM = f'Write it like "{PREFIX}rereferrals".'


def with_shared_indicators(
    values: dict[str, Any], file: str, findings: list[Finding]
) -> dict[str, Any]:
    """The values of a section's file, each indicator that names one of the library's made whole.

    An indicator that names none there is stays as it is, with a finding: `is_left`.
    """
    entries = values.get("indicator")
    if not isinstance(entries, list) or not any(_uses(each) for each in entries):
        return values
    known, others = indicators(), sources()
    made = []
    for place, entry in enumerate(entries, start=1):
        if not _uses(entry):
            made.append(entry)
            continue
        where = str(entry.get("id", f"indicator {place}"))
        fault = _fault(entry, where, known, others, "sources.toml")
        findings += [Finding(file, None, *fault)] if fault else []
        made.append(entry if fault else over(known[_name(entry)], entry))
    return {**values, "indicator": made}


def with_shared_sources(
    values: dict[str, Any], file: str, findings: list[Finding]
) -> dict[str, Any]:
    """The values of the sources' file, each source that names one of the library's made whole."""
    if not any(_uses(each) for each in values.values()):
        return values
    known = sources()
    made = {}
    for name, entry in values.items():
        made[name] = entry
        if not _uses(entry):
            continue
        fault = _fault(entry, f"[{name}]", known, indicators(), "a section's file")
        if fault:
            findings.append(Finding(file, None, *fault))
        else:
            made[name] = over(known[_name(entry)], entry)
    return made


def is_left(entry: object) -> bool:
    """Whether an entry's `use` named nothing in the library, of which a finding has told."""
    return _uses(entry)


def hint_of_source(name: str) -> str:
    """What to write where a source is missing that the library has, else nothing."""
    if name not in sources():
        return ""
    return f'The library has it: add [{name}] with use = "{PREFIX}{name}" to sources.toml.'


def over(shared: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """A library's entry with what an own one says in its place.

    >>> over({"id": "a", "measure": [{"id": "m", "unit": "%", "decimals": 1}]},
    ...      {"use": "england/a", "measure": [{"id": "m", "decimals": 0}]})
    {'id': 'a', 'measure': [{'id': 'm', 'unit': '%', 'decimals': 0}]}
    """
    made = deepcopy(shared)
    for key, value in own.items():
        if key == USE:
            continue
        base = made.get(key)
        if isinstance(base, dict) and isinstance(value, dict):
            made[key] = over(base, value)
        elif key in _KNOWN_BY and isinstance(base, list) and isinstance(value, list):
            made[key] = _by_name(base, value, _KNOWN_BY[key])
        else:
            made[key] = value
    return made


def _by_name(shared: list[dict], own: list, known_by: str) -> list:
    """A library's list of tables with an own one's in their places; others come behind.

    One of the library's may be named twice, as where it holds otherwise from a quarter on.
    """
    made: list = []
    left = list(own)
    for base in shared:
        mine = [e for e in own if isinstance(e, dict) and e.get(known_by) == base[known_by]]
        made += [over(base, each) for each in mine] or [base]
        left = [each for each in left if not any(each is one for one in mine)]
    return made + left


def _uses(entry: object) -> bool:
    return isinstance(entry, dict) and USE in entry


def _name(entry: dict[str, Any]) -> str:
    return str(entry[USE]).removeprefix(PREFIX)


def _fault(
    entry: dict[str, Any], place: str, known: Iterable[str], others: Iterable[str], where: str
) -> tuple[str, str] | None:
    """What is wrong with an entry's ``use``, and what to do; None where it names one there is."""
    written = entry[USE]
    if not isinstance(written, str) or not written.startswith(PREFIX):
        return f"{place} use is {written!r}.", _FORM
    name = _name(entry)
    if name in known:
        return None
    found = f"{place} uses '{written}', which the library does not have."
    if name in others:
        return found, f"It has an entry of that name for {where}: write it there."
    close = nearest(name, known)
    return found, f"Did you mean '{PREFIX}{close}'?" if close else f"It has: {list_words(known)}."

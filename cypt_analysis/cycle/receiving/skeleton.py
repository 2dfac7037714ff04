"""A file that no source knows → the entry that would read it, to be filled in by a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from cypt_analysis.cycle.starting import TO_NAME, toml_text
from cypt_analysis.drops.names import PERSONS
from cypt_analysis.ground.decoding import Unreadable
from cypt_analysis.ground.safe_text import slug
from cypt_analysis.readers.contents import table_of
from cypt_analysis.readers.marked import mark_of
from cypt_analysis.readers.period_words import period_of

# The kinds of period that a column may be of, the commonest first.
_KINDS = ("financial_quarter", "day", "month", "financial_year", "academic_year", "months")
_NUMBER = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?P<rest>\.\d+)?(?P<percent> ?%)?")


def skeleton_of(path: Path) -> str:
    """An entry for data/catalogue/sources.toml with a file's columns; "" where none can be read."""
    with suppress(Unreadable, OSError):
        header, rows = table_of(path)
        if header:
            return "\n".join(_entry(path, header, rows))
    return ""


def _entry(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    words = [word for word in slug(path.stem).split("_") if not re.search(r"\d", word)]
    name = "_".join(words) or "received"
    # One cell above several columns gives all of them its name.
    kinds = {each: _kind([row[at] for row in rows]) for at, each in enumerate(header)}
    header = list(kinds)
    period = next((each for each, kind in kinds.items() if "period" in kind), None)
    names: dict[str, str] = {}
    for each in header:
        name_of = slug(each.replace("%", " percent ")) or "column"
        name_of = "period" if each == period else name_of
        number = sum(
            re.fullmatch(rf"{name_of}(_\d+)?", other) is not None for other in names.values()
        )
        names[each] = f"{name_of}_{number + 1}" if number else name_of
    text = 'type = "text"'
    keys = [names[e] for e in header if e == period or (kinds[e] == text and not _is_person(e))]
    yield f"[{name}]"
    yield f"title = {toml_text(path.stem)}"
    yield f'producer = "{TO_NAME}"\nowner = "{TO_NAME}"\ncycle = "quarterly"'
    yield f"keys = [{', '.join(map(toml_text, keys))}]\n\n[{name}.columns]"
    for each in header:
        personal = ", personal = true" if _is_person(each) and kinds[each] == text else ""
        yield f"{names[each]} = {{ {kinds[each]}{personal} }}"
    yield f"\n[{name}.reads]\nfiles = [{toml_text(' '.join(words) + '*')}]\n[{name}.reads.columns]"
    for each in header:
        yield f"{names[each]} = [{toml_text(each)}]"


def _is_person(header: str) -> bool:
    return PERSONS.search(header) is not None


def _kind(cells: Sequence[str]) -> str:
    """A column's type as an entry writes it, by what stands in it."""
    given = [text for each in cells if (text := " ".join(each.split()))]
    told = [text for text in given if not mark_of(text)]
    blank = ", blank = true" if len(told) < len(cells) else ""
    numbers = [_NUMBER.fullmatch(text) for text in told]
    if told and all(numbers):
        found = [each for each in numbers if each]
        kind = "number" if any(each["rest"] for each in found) else "count"
        return f'type = "{"percent" if any(each["percent"] for each in found) else kind}"{blank}'
    kind = next((kind for kind in _KINDS if told and all(_is(text, kind) for text in told)), "")
    if kind:
        return f'type = "period", kinds = ["{kind}"]'
    return 'type = "text"'


def _is(text: str, kind: str) -> bool:
    try:
        return bool(period_of(text, (kind,)))
    except ValueError:
        return False

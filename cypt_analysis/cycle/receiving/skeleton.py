"""A file that no source knows → the entry that would read it, to be filled in by a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain, count, zip_longest
from pathlib import Path

from cypt_analysis.cycle.starting import TO_NAME, toml_text
from cypt_analysis.drops.names import PERSONS
from cypt_analysis.ground.decoding import Unreadable
from cypt_analysis.ground.quarter import MONTHS
from cypt_analysis.ground.safe_text import slug
from cypt_analysis.readers.contents import Sketch, kind_of, table_of
from cypt_analysis.readers.marked import mark_of

_NUMBER = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?P<rest>\.\d+)?(?P<percent> ?%)?")


def skeleton_of(path: Path) -> str:
    """An entry for data/catalogue/sources.toml with a file's columns; "" where none can be read."""
    with suppress(Unreadable, OSError):
        found = table_of(path)
        if found is not None:
            return "\n".join(_entry(path, found))
    return ""


def _entry(path: Path, found: Sketch) -> Iterator[str]:
    words = [word for word in slug(path.stem).split("_") if not re.search(r"\d", word)]
    name = "_".join(words) or "received"
    # One cell above several columns gives all of them its name.
    cells = {each: [row[at] for row in found.rows] for at, each in enumerate(found.header)}
    kinds = {each: _kind(of) for each, of in cells.items()}
    period = next((each for each, kind in kinds.items() if "period" in kind), None)
    labels = dict(zip(found.header, found.labels, strict=True))
    wide = [e for e in cells if kind_of(labels[e])] if period is None else []
    wide = wide if len(wide) > 1 else []
    names = _names([each for each in cells if each not in wide], period)
    lines = {names[each]: kinds[each] for each in names}
    if wide:
        lines["value"] = _kind([text for each in wide for text in cells[each]])
    title, gives = _in_titles(found.titles)
    if period is None:
        kind = kind_of(labels[wide[0]]) if wide else kind_of(title) or "financial_quarter"
        lines["period"] = f'type = "period", kinds = ["{kind}"]'
    text = 'type = "text"'
    persons = {names[e] for e in names if kinds[e] == text and _is_person(e)}
    keys = [e for e, kind in lines.items() if e == "period" or (kind == text and e not in persons)]
    yield f"[{name}]"
    yield f"title = {toml_text(path.stem)}"
    yield f'producer = "{TO_NAME}"\nowner = "{TO_NAME}"\ncycle = "quarterly"'
    yield f"keys = [{', '.join(map(toml_text, keys))}]\n\n[{name}.columns]"
    for each, kind in lines.items():
        yield f"{each} = {{ {kind}{', personal = true' if each in persons else ''} }}"
    yield f"\n[{name}.reads]\nfiles = [{toml_text(' '.join(words) + '*')}]"
    if found.deep > 1:
        yield f"header_rows = {found.deep}"
    if wide:
        shapes = dict.fromkeys(
            f"{_escaped(each.removesuffix(labels[each]))}({_shape(labels[each])})" for each in wide
        )
        yield f'wide = {{ columns = {toml_text("|".join(shapes))}, value = "value" }}'
    elif period is None and gives:
        yield f"title_gives = {{ period = {toml_text(gives)} }}"
    elif period is None:
        yield "# No column is a period. Where a row above the table says it, write title_gives."
    yield f"[{name}.reads.columns]"
    for each, ours in names.items():
        yield f"{ours} = [{toml_text(each)}]"


def _names(header: Sequence[str], period: str | None) -> dict[str, str]:
    """Our names of a file's columns, each another."""
    names: dict[str, str] = {}
    taken = {"period", "value"}
    for each in header:
        first = slug(each.replace("%", " percent ")) or "column"
        numbered = (f"{first}_{number}" for number in count(2))
        names[each] = next(e for e in chain([first], numbered) if e not in taken)
        names[each] = "period" if each == period else names[each]
        taken.add(names[each])
    return names


def _in_titles(titles: Sequence[str]) -> tuple[str, str]:
    """The first period that stands above a table, and a pattern of such words; "" without one."""
    for title in titles:
        words = title.split()
        for many in range(len(words), 0, -1):
            for at in range(len(words) - many + 1):
                text = " ".join(words[at : at + many])
                if kind_of(text):
                    return text, _shape(text)
    return "", ""


def _shape(text: str) -> str:
    """A pattern of texts like one, with other numbers and months.

    >>> _shape("Quarter 1 2026/27"), _shape("Apr-26")
    ('Quarter \\\\d+ \\\\d+/\\\\d+', '[A-Z][a-z]+-\\\\d+')
    """
    named = re.split(rf"(\d+|(?:{'|'.join(each[:3] for each in MONTHS)})[a-z]*)", text)
    shaped = [r"\d+" if e[:1].isdigit() else "[A-Z][a-z]+" for e in named[1::2]]
    return "".join(chain(*zip_longest(map(_escaped, named[::2]), shaped, fillvalue="")))


def _escaped(text: str) -> str:
    return re.escape(text).replace("\\ ", " ").replace("\\-", "-")


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
    found_kinds = {kind_of(text) for text in told}
    if len(found_kinds) == 1 and (kind := found_kinds.pop()):
        return f'type = "period", kinds = ["{kind}"]'
    return 'type = "text"'

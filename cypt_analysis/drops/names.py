"""Names of categories and areas: which are none, which are a total, which were spelt twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Measure, Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.ground.findings import ERROR, REVIEW, Finding
from cypt_analysis.ground.quarter import MONTHS
from cypt_analysis.ground.safe_text import slug, spelling
from cypt_analysis.readers.columnar import each_text

_LONGEST = 150
_MONTHS = {month[:3].casefold(): number for number, month in enumerate(MONTHS, start=1)}
_SHORT = "|".join(_MONTHS)
# What a spreadsheet makes of "5-9" and of a code like 12E5.
_DAY_MONTH = re.compile(rf"(\d{{1,2}})[- /]({_SHORT})(?:[- /]\d{{2,4}})?", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"({_SHORT})[- /](\d{{2}}|\d{{4}})", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.0+)?)?)?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{2,4}(?: \d{1,2}:\d{2}(?::\d{2})?)?")
_SHORTENED = re.compile(r"\d(?:\.\d+)?E[+-]\d{2,3}", re.IGNORECASE)
# What heads a column of persons, and how most of its names are written.
PERSONS = re.compile(
    r"\b(?:worker|officer|practitioner|manager|forename|surname|first name|last name|full name"
    r"|child name|pupil|name of (?:child|worker))s?\b",
    re.IGNORECASE,
)
_FULL_NAME = re.compile(r"[^\W\d_a-z][\w'’.-]*,?(?: [^\W\d_a-z][\w'’.-]*){1,2}")
# Words that make a name that of all together, and those that may follow "all" or "total".
_TOTALS = {"total", "totals", "subtotal"}
_ALL = {"all", "overall", "sum", "average", "mean", "everyone", "everything", "altogether"}
_KINDS = {
    "age", "area", "category", "child", "children", "ethnicity", "gender", "group", "people",
    "person", "phase", "pupil", "reason", "school", "sex", "type", "young", "of", "the", "for",
    "and", "in", "number", "value", "total", "all",
}  # fmt: skip


def name_fault(name: str) -> tuple[str, str] | None:
    """What is wrong with a name that figures are to be known by, and what to do.

    >>> name_fault("***")
    ('It has no letter or digit of the Latin alphabet.', 'Write a name that can be read aloud.')
    >>> name_fault("St Mary's") is None
    True
    """
    if len(name) > _LONGEST:
        found = f"It has {len(name)} characters."
        return found, f"A name has {_LONGEST} at most. Is it a note? Shorten it."
    if not slug(name):
        found = "It has no letter or digit of the Latin alphabet."
        return found, "Write a name that can be read aloud."
    return None


def is_total(name: str, about: Iterable[str] = ()) -> bool:
    """Whether a name is that of all categories together; ``about`` are the column's own words.

    >>> [is_total(each, ["cause"]) for each in ("Grand Total", "All causes", "All Saints")]
    [True, True, False]
    """
    words = slug(name).split("_")
    rest = {word for word in words[1:] if word not in _TOTALS | _ALL}
    own = {form for each in about for word in slug(each).split("_") for form in (word, f"{word}s")}
    generic = _KINDS | {f"{word}s" for word in _KINDS} | own
    generic |= {f"{word[:-1]}ies" for word in generic if word.endswith("y")}
    if words[-1] in _TOTALS:
        return True
    return words[0] in _TOTALS | _ALL and rest <= generic


def categories(source: Source, catalogue: Catalogue) -> list[str]:
    """The columns of text whose cells name the parts of a figure."""
    if source.role is not Role.DATA:
        return []
    measures = [each for each in catalogue.measures.values() if each.source == source.id]
    names = dict.fromkeys([*source.keys, *(str(each.breakdown or "") for each in measures)])
    return [name for name in names if name and source.columns[name].type == "text"]


def as_catalogued(cells: pd.Series, column: str, source: Source, catalogue: Catalogue) -> pd.Series:
    """Cells of a column with the names that the catalogue asks for spelt as it spells them."""
    asked = [e.where[column] for e in catalogue.measures.values() if _asks(e, source, column)]
    for total in source.totals:
        asked += [name for name in (total.row, *total.of) if name and total.over == column]
    known = {spelling(name): name for name in asked}
    return each_text(cells, lambda text: known.get(spelling(text), text)) if known else cells


def _asks(measure: Measure, source: Source, column: str) -> bool:
    return measure.source == source.id and column in measure.where


def check_names(
    table: pd.DataFrame, source: Source, columns: Sequence[str], areas: Iterable[str], file: str
) -> list[Finding]:
    """Findings in the cells that name the parts of a figure, each name told once with its rows.

    ``areas`` are those that hold every part, as the authority does. A total that the catalogue
    declares may stand among its parts.
    """
    findings: list[Finding] = []
    known = {slug(area): area for area in areas}
    declared = {(each.over, each.row) for each in source.totals}
    for column in columns:
        if column not in table:
            continue
        places: dict[str, tuple[int, ...]] = {
            str(name): tuple(map(int, rows.index))
            for name, rows in table.groupby(column, sort=False)
            if name
        }
        for name, rows in places.items():
            if (column, name) in declared:
                continue
            for found, advice, severity in _told(column, name, known, source):
                findings.append(_finding(file, rows, (found, advice, severity)))
        findings += _spelt_twice(column, places, file)
        findings += _persons(column, places, file)
    return findings


def check_dates(table: pd.DataFrame, source: Source, file: str) -> list[Finding]:
    """Points to review where a spreadsheet may have made a date or a number of a text."""
    findings = []
    for column, entry in source.columns.items():
        if entry.type != "text" or column not in table:
            continue
        for name, rows in table.groupby(column, sort=False):
            was = made_of(str(name))
            # Beside the data a text may well be a date, as when something is due.
            if was and (source.role is Role.DATA or _SHORTENED.fullmatch(str(name))):
                found = f"{column} is '{name}': has a spreadsheet made {was}?"
                advice = "Format the column as text before it is filled, and export it again."
                told = (found, advice, REVIEW)
                findings.append(_finding(file, tuple(map(int, rows.index)), told))
    return findings


def made_of(text: str) -> str:
    """What a spreadsheet seems to have made of a text, nothing where it has not.

    >>> made_of("09-May"), made_of("Jan-04"), made_of("1.20E+06"), made_of("Under 1")
    ('a date of 5-9', 'a date of 1-4', 'a number of a code', '')
    """
    if _SHORTENED.fullmatch(text):
        return "a number of a code"
    numbers: tuple[int, int] | None = None
    if match := _DAY_MONTH.fullmatch(text):
        numbers = int(match[1]), _MONTHS[match[2].casefold()]
    elif match := _MONTH_DAY.fullmatch(text):
        numbers = _MONTHS[match[1].casefold()], int(match[2])
    elif match := _ISO.fullmatch(text) or _SLASHED.fullmatch(text):
        numbers = int(match[1]), int(match[2])
    return "a date of {}-{}".format(*sorted(numbers)) if numbers else ""


Told = tuple[str, str, str]


def _told(column: str, name: str, areas: dict[str, str], source: Source) -> Iterator[Told]:
    fault = name_fault(name)
    if fault:
        quoted = name if len(name) <= _LONGEST else f"{name[:40]}…"
        yield f"{column} is '{quoted}'. {fault[0]}", fault[1], ERROR
    elif is_total(name, [column]):
        found = f"{column} is '{name}', which reads as a total of the others."
        yield found, _declare(column, name, source), ERROR
    elif slug(name) in areas:
        found = f"{column} is '{name}', which is an area of the report."
        advice = "Leave its row out, or give it a file with a column for areas."
        if any(entry.type == "count" for entry in source.columns.values()):
            advice = f"Give it a file with a column for areas. {_declare(column, name, source)}"
        yield found, advice, ERROR


def _declare(column: str, name: str, source: Source) -> str:
    """How an entry says that a row is the total of others."""
    parts = [f'"{each}"' for each, entry in source.columns.items() if entry.type == "count"]
    return (
        f"If a measure is of it, declare [[{source.id}.totals]] in the catalogue, with over = "
        f'"{column}", row = "{name}" and parts = [{", ".join(parts)}]; the measure asks for it '
        f'with where = {{ {column} = "{name}" }}. Else leave the row out: the total of a breakdown '
        "is worked out."
    )


def _spelt_twice(column: str, places: dict[str, tuple[int, ...]], file: str) -> Iterator[Finding]:
    """Names that would be one among the figures: one spelt in two ways, or two of one name."""
    firsts: dict[str, str] = {}
    for name, rows in places.items():
        word = slug(name)
        first = firsts.setdefault(word, name) if word else name
        if first == name:
            continue
        found = f"{column} is '{name}', and '{first}' in row {places[first][0]}."
        if spelling(first) == spelling(name):
            advice = "It is taken for one, spelt in two ways. Keep one spelling."
            yield _finding(file, rows, (found, advice, REVIEW), "spelling")
        else:
            advice = "Their figures would have one name. Give one of them another."
            yield _finding(file, rows, (found, advice, ERROR), "spelling")


def _persons(column: str, places: dict[str, tuple[int, ...]], file: str) -> Iterator[Finding]:
    """A column that seems to hold names of persons, by what it is called and by most of them."""
    if not PERSONS.search(column.replace("_", " ")):
        return
    names = [name for name in places if _FULL_NAME.fullmatch(name) and not PERSONS.search(name)]
    if names and len(names) * 5 >= len(places) * 4:
        found = f"{column} seems to hold names of persons, and figures are known by them."
        advice = "Give the column personal = true in its entry, and take it out of keys."
        yield _finding(file, places[names[0]], (found, advice, REVIEW))


def _finding(file: str, rows: tuple[int, ...], told: Told, rule: str = "name") -> Finding:
    return Finding(file, rows[0], *told, rule=rule, rows=rows if len(rows) > 1 else ())

"""The catalogue: every source, section, indicator and theme, as TOML entries.

Adding an indicator of a known kind is a new entry here, a block in a notebook and a
file in a drop; it needs no Python.
"""

from __future__ import annotations

import tomllib
from collections.abc import Set
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from cypt_analysis.catalogue.entries import Indicator, Measure, Section, Source
from cypt_analysis.ground.findings import CheckFailed, Finding, did_you_mean

__all__ = ["Catalogue", "Indicator", "Measure", "Section", "Source", "load_catalogue"]

_FOLDER = Path(__file__).parent
_SOURCES = "sources.toml"
_Entry = TypeVar("_Entry", bound=BaseModel)


class Catalogue(BaseModel):
    """All entries, in the order in which the report shows them."""

    model_config = ConfigDict(frozen=True)

    sections: tuple[Section, ...]
    sources: dict[str, Source]

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Indicators and themes by id, in the order of the summary table."""
        return {entry.id: entry for section in self.sections for entry in section.indicator}

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Measures by path: ``looked_after`` for a headline measure, else ``caf.late``."""
        return {
            indicator.path(measure): measure
            for indicator in self.indicators.values()
            for measure in indicator.measure
        }

    def sources_of(self, indicator: Indicator) -> list[Source]:
        """The sources that an indicator's measures come from."""
        return [self.sources[name] for name in dict.fromkeys(m.source for m in indicator.measure)]


@cache
def load_catalogue(folder: Path = _FOLDER) -> Catalogue:
    """Read and check the catalogue.

    Raises CheckFailed with every unknown key, unknown column, wrong type and repeated id
    of every file at once.

    >>> list(load_catalogue().indicators)[:3]
    ['referrals', 'caf', 'parenting']
    """
    findings: list[Finding] = []
    sources: dict[str, Source] = {}
    declared = _read(folder / _SOURCES, findings)
    for name, entry in declared.items():
        source = _parse(Source, {"id": name, **_table(entry)}, _SOURCES, f"[{name}]", findings)
        if source is not None:
            sources[name] = source
    sections = {}
    for path in sorted(folder.glob("[0-9]*.toml")):
        before = len(findings)
        values = _read(path, findings)
        if len(findings) > before:
            continue
        section = _parse(Section, values, path.name, "", findings)
        if section is not None:
            sections[path.name] = section
    catalogue = Catalogue(sections=tuple(sections.values()), sources=sources)
    findings += _cross_checks(catalogue, sections, declared.keys() - sources.keys())
    if findings:
        raise CheckFailed(findings, "The catalogue was not loaded.")
    return catalogue


def _table(entry: object) -> dict[str, object]:
    return entry if isinstance(entry, dict) else {"value": entry}


def _read(path: Path, findings: list[Finding]) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        reason = str(error)
        found = f"It cannot be read: {reason[:1].lower()}{reason[1:]}."
        findings.append(Finding(path.name, None, found, "Hold that line against another entry."))
        return {}


def _parse(
    model: type[_Entry], values: dict[str, object], file: str, where: str, findings: list[Finding]
) -> _Entry | None:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        for fault in error.errors():
            findings.append(Finding(file, None, *_fault(model, values, dict(fault), where)))
        return None


def _fault(
    model: type[BaseModel], values: dict[str, object], fault: dict, where: str
) -> tuple[str, str]:
    location = fault["loc"]
    key = location[-1] if location else ""
    whole = fault["type"] == "value_error" and isinstance(fault["input"], dict)
    place = _place(values, (*location, "") if whole else location)
    place = " ".join(filter(None, [where, place])) or "The file"
    if whole:
        found, _, advice = str(fault["ctx"]["error"]).partition(". ")
        return f"{place} {found}.", advice
    if fault["type"] == "extra_forbidden":
        known = _known_keys(model, location)
        return f"{place} has the unknown key '{key}'.", (
            did_you_mean(str(key), known).strip() or f"Known keys: {', '.join(known)}."
        )
    if fault["type"] == "missing":
        return f"{place} has no '{key}'.", "Add it."
    return f"{place} {key} is {fault['input']!r}.", _wanted(fault)


def _wanted(fault: dict) -> str:
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    if fault["type"] == "literal_error":
        return f"Write {fault['ctx']['expected']}."
    if fault["type"].startswith("date"):
        return "Write a date like 2010-06-30."
    if fault["type"] in ("less_than_equal", "greater_than_equal"):
        return "Write a number from 0 to 4."
    return f"{fault['msg'].replace('Input should be', 'It should be')}."


def _place(values: object, location: tuple) -> str:
    """The ids on the way to a fault: an index says nothing to a reader, an id does."""
    names = []
    for step in location[:-1]:
        if isinstance(values, dict):
            values = values.get(step)
        elif isinstance(values, list) and isinstance(step, int) and step < len(values):
            values = values[step]
            if isinstance(values, dict):
                names.append(str(values.get("id", step + 1)))
            continue
        if isinstance(step, str) and step not in ("indicator", "measure", "chart"):
            names.append(step)
    return ".".join(names)


def _known_keys(model: type[BaseModel], location: tuple) -> list[str]:
    current: type[BaseModel] = model
    for step in location[:-1]:
        if not isinstance(step, str) or step not in current.model_fields:
            continue
        nested = _model_in(current.model_fields[step].annotation)
        if nested is not None:
            current = nested
    return [field.alias or name for name, field in current.model_fields.items()]


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_in(argument)
        if found is not None:
            return found
    return None


def _cross_checks(
    catalogue: Catalogue, sections: dict[str, Section], broken: Set[str]
) -> list[Finding]:
    findings = []
    seen: set[str] = set()
    for file, section in sections.items():
        for indicator in section.indicator:
            if indicator.id in seen:
                found = f"The id '{indicator.id}' is used twice."
                findings.append(Finding(file, None, found, "Ids name an indicator once."))
            seen.add(indicator.id)
            for measure in indicator.measure:
                # A source with a fault of its own is no unknown source.
                if measure.source in broken:
                    continue
                findings += _check_columns(catalogue, file, indicator, measure)
    return findings


def _check_columns(
    catalogue: Catalogue, file: str, indicator: Indicator, measure: Measure
) -> list[Finding]:
    place = f"{indicator.id}.{measure.id}"
    source = catalogue.sources.get(measure.source)
    if source is None:
        if not catalogue.sources:
            return []
        hint = did_you_mean(measure.source, catalogue.sources).strip()
        hint = hint or f"Sources: {', '.join(catalogue.sources)}."
        return [Finding(file, None, f"{place} names the unknown source '{measure.source}'.", hint)]
    columns = [measure.value, measure.numerator, measure.denominator, measure.breakdown]
    unknown = [name for name in [*columns, *measure.where] if name and name not in source.columns]
    return [
        Finding(
            file,
            None,
            f"{place} names the column '{name}', which {source.id} does not have.",
            did_you_mean(name, source.columns).strip() or f"It has: {', '.join(source.columns)}.",
        )
        for name in unknown
    ]

"""The project's own TOML files: read, and every fault told in the words of the file."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from cypt_analysis.ground.decoding import Unreadable, decoded
from cypt_analysis.ground.findings import ERROR, Finding, did_you_mean
from cypt_analysis.ground.text_faults import mended, mended_values, text_faults

Model = TypeVar("Model", bound=BaseModel)
# Tables that are one of several: their ids say where a fault is, these keys do not.
_LISTS = ("indicator", "measure", "chart", "introduction", "literal", "edition", "abbreviation")


class Entry(BaseModel):
    """What all entries share: they do not change, and know their keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def read_toml(content: bytes, file: str, findings: list[Finding]) -> dict[str, Any]:
    """The values of a file, none where it cannot be read; then a finding says why.

    What is only to be looked at in what was received is an error in a file of the project's own.
    """
    told: list[Finding] = []
    values = None
    try:
        text, encoding = decoded(content, file, told)
        if encoding == "utf-8":
            values = toml_values(text, file, told, "Hold that line against another entry.")
    except Unreadable:
        pass
    if values is None and not told:
        told.append(Finding(file, None, "It is no text in UTF-8.", "Save it as UTF-8."))
    findings += [replace(each, severity=ERROR) for each in told]
    return values or {}


def toml_values(
    text: str, file: str, findings: list[Finding], advice: str
) -> dict[str, Any] | None:
    """The values that a text holds; None where it is no TOML, and then a finding says why."""
    lines = text.replace("\r\n", "\n").split("\n")
    findings += text_faults(enumerate(lines, start=1), file)
    try:
        values = tomllib.loads("\n".join(map(mended, lines)))
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
        found = f"It cannot be read: {reason[:1].lower()}{reason[1:]}."
        findings.append(Finding(file, None, found, advice))
        return None
    return mended_values(values, file, findings)


def parse(
    model: type[Model], values: dict[str, Any], file: str, where: str, findings: list[Finding]
) -> Model | None:
    """An entry of a file; None where it has faults, which are added to the findings."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        for fault in error.errors():
            findings.append(Finding(file, None, *_fault(model, values, dict(fault), where)))
        return None


def place_of(values: object, location: tuple) -> str:
    """The ids on the way to a fault: an index says nothing to a reader, an id does.

    >>> place_of({"indicator": [{"id": "neet"}]}, ("indicator", 0, "name"))
    'neet'
    """
    names = []
    for step in location[:-1]:
        if isinstance(values, dict):
            values = values.get(step)
        elif isinstance(values, list) and isinstance(step, int) and step < len(values):
            values = values[step]
            if isinstance(values, dict):
                names.append(str(values.get("id", step + 1)))
            continue
        if isinstance(step, str) and step not in _LISTS:
            names.append(step)
    return ".".join(names)


def _fault(
    model: type[BaseModel], values: dict[str, Any], fault: dict, where: str
) -> tuple[str, str]:
    location = fault["loc"]
    key = location[-1] if location else ""
    whole = fault["type"] == "value_error" and isinstance(fault["input"], dict)
    place = place_of(values, (*location, "") if whole else location)
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
    if fault["type"] in ("literal_error", "enum"):
        return f"Write {fault['ctx']['expected']}."
    if fault["type"].startswith("date"):
        return "Write a date like 2010-06-30."
    if fault["type"] in ("less_than_equal", "greater_than_equal"):
        return "Write a number from 0 to 4."
    if fault["type"] == "string_pattern_mismatch":
        return "Write ids in small letters, digits and underscores."
    if fault["type"] == "too_short":
        return "Name one at least."
    if fault["type"].startswith("string"):
        return "Write words in quotation marks."
    return f"{fault['msg'].replace('Input should be', 'It should be')}."


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

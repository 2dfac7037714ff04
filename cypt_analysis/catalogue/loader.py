"""``data/catalogue`` of a project, read and checked: a catalogue for each quarter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any

from cypt_analysis.catalogue.entries import Catalogue, Indicator, Measure, Section
from cypt_analysis.catalogue.kinds import Window
from cypt_analysis.catalogue.shared import (
    hint_of_source,
    is_left,
    with_shared_indicators,
    with_shared_sources,
)
from cypt_analysis.catalogue.sources import Source
from cypt_analysis.ground.dated import Vintages, date_faults, held_at, turns_of, vintages
from cypt_analysis.ground.findings import CheckFailed, Finding, did_you_mean
from cypt_analysis.ground.machine import found_of, read_file
from cypt_analysis.ground.project import PROJECT_FILE, Project
from cypt_analysis.ground.quarter import KIND_NAMES, Quarter, format_date
from cypt_analysis.ground.settings import Settings, parse_settings
from cypt_analysis.ground.toml_files import parse, place_of, read_toml
from cypt_analysis.library.disclosure import rules, unknown_rule

_SOURCES = "sources"
_NOT_LOADED = "The catalogue was not loaded."
Files = dict[str, dict[str, Any]]


def load_catalogue(project: Project) -> Vintages[Catalogue]:
    """Read and check a project's catalogue; ``at`` gives it as it holds in a quarter.

    Raises UserError where the project has none, and CheckFailed with every unknown key,
    unknown column, wrong type, repeated id and impossible date of every file at once.
    """
    folder = project.catalogue
    texts, findings = [], []
    for path in sorted(folder.glob("*.toml")):
        try:
            texts.append((path.stem, read_file(path)))
        except OSError as error:
            findings.append(Finding(project.relative(path), None, *found_of(error)))
    if findings:
        raise CheckFailed(findings, _NOT_LOADED)
    return _load(read_file(project.file), project.relative(folder), tuple(texts))


@lru_cache(maxsize=8)
def _load(
    settings: bytes, folder: str, texts: tuple[tuple[str, bytes], ...]
) -> Vintages[Catalogue]:
    """By what the files hold, so that a change to one is always seen."""
    findings: list[Finding] = []
    by_quarter = parse_settings(settings, PROJECT_FILE)
    files: Files = {}
    for name, text in texts:
        file = f"{folder}/{name}.toml"
        before = len(findings)
        values = read_toml(text, file, findings)
        if len(findings) == before:
            whole = with_shared_sources if name == _SOURCES else with_shared_indicators
            files[name] = values = whole(values, file, findings)
            findings += date_faults(values, file, partial(place_of, values))
    findings += _strangers(folder, {name for name, _ in texts}, by_quarter)
    turns = {start for start, _ in by_quarter.held[1:]}.union(*map(turns_of, files.values()))

    def make(quarter: Quarter, into: list[Finding]) -> Catalogue:
        return _at(quarter, by_quarter.at(quarter), folder, files, into)

    made = vintages(turns, make, findings)
    if findings:
        raise CheckFailed(findings, _NOT_LOADED)
    return made


def _strangers(folder: str, names: set[str], settings: Vintages[Settings]) -> Iterator[Finding]:
    """Files that no section names, and sections that no file holds."""
    wanted = dict.fromkeys(each for _, known in settings.held for each in known.sections)
    for name in wanted:
        if name not in names:
            hint = did_you_mean(name, names - {_SOURCES} - set(wanted)).strip()
            found = f"sections names '{name}', but there is no {folder}/{name}.toml."
            yield Finding(PROJECT_FILE, None, found, hint or "Write that file, or take it out.")
    for name in sorted(names - set(wanted) - {_SOURCES}):
        found = f"{PROJECT_FILE} does not name the section '{name}'."
        advice = "Add it to sections there, or keep the file elsewhere."
        yield Finding(f"{folder}/{name}.toml", None, found, advice)
    if _SOURCES not in names:
        yield Finding(f"{folder}/{_SOURCES}.toml", None, "It is missing.", "Write it.")


def _at(
    quarter: Quarter, settings: Settings, folder: str, files: Files, findings: list[Finding]
) -> Catalogue:
    """The catalogue as it holds in a quarter."""
    now: Files = held_at(files, quarter)
    # A source that waits for its indicator is not expected before it.
    idle = _sources_named(files) - _sources_named(now)
    sources = {}
    # Where there is no file of them, or it cannot be read, a finding has told so.
    broken = set() if _SOURCES in now else _sources_named(files)
    for name, entry in now.get(_SOURCES, {}).items():
        values = entry if isinstance(entry, dict) else {"value": entry}
        if name in idle and values.get("role", "data") == "data":
            continue
        if is_left(values):
            broken.add(name)
            continue
        file = f"{folder}/{_SOURCES}.toml"
        source = parse(Source, {"id": name, **values}, file, f"[{name}]", findings)
        if source is not None:
            sources[name] = source
        else:
            broken.add(name)
    sections = {}
    for name in settings.sections:
        if name in now:
            file = f"{folder}/{name}.toml"
            section = parse(Section, {"id": name, **_told(now[name])}, file, "", findings)
            if section is not None:
                sections[file] = section
    catalogue = Catalogue(sections=tuple(sections.values()), sources=sources)
    findings += _cross_checks(catalogue, sections, broken)
    findings += _check_names(catalogue, sections, settings)
    findings += _check_same(catalogue, f"{folder}/{_SOURCES}.toml", broken)
    findings += _check_joined(catalogue, f"{folder}/{_SOURCES}.toml")
    return catalogue


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """A section without the indicators of which a finding has told that the library has none."""
    entries = values.get("indicator")
    if not isinstance(entries, list):
        return values
    return {**values, "indicator": [each for each in entries if not is_left(each)]}


def _check_same(catalogue: Catalogue, file: str, broken: Iterable[str]) -> Iterator[Finding]:
    """Columns that are to be the same as one of another source, which must have it."""
    for source in catalogue.sources.values():
        for name, column in source.columns.items():
            other, _, theirs = column.same_as.partition(".")
            if not column.same_as or other in broken:
                continue
            known = [
                f"{each.id}.{each_name}"
                for each in catalogue.sources.values() if each is not source
                for each_name, each_column in each.columns.items() if each_column.numeric
            ]  # fmt: skip
            if f"{other}.{theirs}" not in known:
                found = f"[{source.id}] {name} same_as is '{column.same_as}'."
                hint = did_you_mean(column.same_as, known).strip()
                yield Finding(file, None, found, hint or "Name a column of numbers: source.column.")


def _check_joined(catalogue: Catalogue, file: str) -> Iterator[Finding]:
    """Columns that another source's file gives, which must have them, by area and period."""
    for source in catalogue.sources.values():
        for name, how in (each for reads in source.reads for each in reads.joined.items()):
            other = catalogue.sources.get(how.source)
            # A source that a project lacks is asked for when a file needs it.
            if other is None or {how.column, "area", "period"} <= set(other.columns):
                continue
            found = f"[{source.id}] {name} is joined from {how.source}.{how.column}."
            hint = did_you_mean(how.column, other.columns).strip()
            known = f"{how.source} has: {', '.join(other.columns)}; area and period are needed."
            yield Finding(file, None, found, hint or known)


def _sources_named(files: Files) -> set[str]:
    """The sources that measures come from."""
    entries = [
        entry
        for name, values in files.items()
        if name != _SOURCES and isinstance(values.get("indicator"), list)
        for entry in values["indicator"]
        if isinstance(entry, dict) and isinstance(entry.get("measure"), list)
    ]
    measures = [each for entry in entries for each in entry["measure"] if isinstance(each, dict)]
    return {str(each.get("source")) for each in measures}


def _check_names(
    catalogue: Catalogue, sections: Mapping[str, Section], settings: Settings
) -> Iterator[Finding]:
    """Names that the files around the catalogue use too."""
    for edition, named in settings.editions.items():
        if named not in rules():
            what, _, nearest = unknown_rule(named).partition(". ")
            advice = nearest or f"Rules: {', '.join(rules())}."
            yield Finding(
                PROJECT_FILE, None, f"The rule of edition {edition} {what.rstrip('.')}.", advice
            )
    for file, section in sections.items():
        if not file.endswith(f"/{section.id}.toml"):
            found = f"id is '{section.id}'."
            yield Finding(file, None, found, "A section is called like its file: leave id out.")
        for indicator in section.indicator:
            if indicator.id in settings.texts:
                found = f"The id '{indicator.id}' is that of an introduction in {PROJECT_FILE}."
                yield Finding(file, None, found, "Their words would share a file. Rename one.")
            if indicator.id in settings.sections:
                found = f"The id '{indicator.id}' is that of a section."
                yield Finding(file, None, found, "Both would be one place of the page. Rename one.")
    # A section with a fault of its own has no unknown indicators.
    whole = len(sections) == len(settings.sections)
    for source in catalogue.sources.values():
        name = source.indicator
        if whole and name is not None and name not in catalogue.indicators:
            file = next(iter(sections)).rpartition("/")[0] + f"/{_SOURCES}.toml"
            found = f"[{source.id}] names the unknown indicator '{name}'."
            hint = did_you_mean(name, catalogue.indicators).strip()
            yield Finding(file, None, found, hint or "Name one of the catalogue.")


def _cross_checks(
    catalogue: Catalogue, sections: Mapping[str, Section], broken: Iterable[str]
) -> Iterator[Finding]:
    seen: set[str] = set()
    for file, section in sections.items():
        for indicator in section.indicator:
            if indicator.id in seen:
                found = f"The id '{indicator.id}' is used twice."
                yield Finding(file, None, found, "Ids name an indicator once.")
            seen.add(indicator.id)
            for measure in indicator.measure:
                # A source with a fault of its own is no unknown source.
                if measure.source not in broken:
                    yield from _check_columns(catalogue, file, indicator, measure)
                yield from _check_breaks(file, indicator, measure)


def _check_breaks(file: str, indicator: Indicator, measure: Measure) -> Iterator[Finding]:
    """A break of the whole indicator that one of its measures has too."""
    days = [each.start for each in indicator.breaks_of(measure)]
    for day in sorted({day for day in days if days.count(day) > 1}):
        place = f"{indicator.id}.{measure.id}"
        found = f"{place} has the break on {format_date(day)}, and so has {indicator.id}."
        yield Finding(file, None, found, "Keep it in one of them.")


def _check_columns(
    catalogue: Catalogue, file: str, indicator: Indicator, measure: Measure
) -> list[Finding]:
    place = f"{indicator.id}.{measure.id}"
    source = catalogue.sources.get(measure.source)
    if source is None:
        hint = hint_of_source(measure.source)
        hint = hint or did_you_mean(measure.source, catalogue.sources).strip()
        hint = hint or f"Sources: {', '.join(catalogue.sources) or 'none'}."
        return [Finding(file, None, f"{place} names the unknown source '{measure.source}'.", hint)]
    columns = [measure.value, measure.numerator, measure.denominator, measure.breakdown]
    named = [name for name in [*columns, *measure.where] if name]
    unknown = [name for name in named if name not in source.columns]
    personal = [name for name in named if name not in unknown and source.columns[name].personal]
    found = [
        Finding(
            file,
            None,
            f"{place} names the column '{name}', which {source.id} does not have.",
            did_you_mean(name, source.columns).strip() or f"It has: {', '.join(source.columns)}.",
        )
        for name in unknown
    ]
    found += [
        Finding(file, None, f"{place} names the column '{name}', which is personal.",
                "Take it out: no output may hold a name.")
        for name in personal
    ]  # fmt: skip
    left_out = _check_totals(file, place, source, measure)
    return [*found, *left_out, *_check_restart(file, place, source, measure)]


def _check_totals(file: str, place: str, source: Source, measure: Measure) -> Iterator[Finding]:
    """A row that a measure asks for and the source leaves out as a total."""
    dropped = {" ".join(each.casefold().split()) for read in source.reads for each in read.totals}
    for column, name in measure.where.items():
        if column in source.keys and " ".join(name.casefold().split()) in dropped:
            found = f"{place} asks for {column} '{name}', which reads.totals of {source.id} drops."
            advice = (
                f"Take it out of reads.totals, and declare [[{source.id}.totals]] with over = "
                f'"{column}", row = "{name}" and the parts.'
            )
            yield Finding(file, None, found, advice)


def _check_restart(file: str, place: str, source: Source, measure: Measure) -> Iterator[Finding]:
    """A counter of the year to date whose periods do not say when their year begins."""
    column = source.columns.get(source.period)
    kinds = set(column.kinds or KIND_NAMES) if column else set()
    if measure.window is Window.YEAR_TO_DATE and not measure.restarts and kinds & {"month", "day"}:
        found = f"{place} counts the year to date, and its periods do not say from when."
        yield Finding(file, None, found, 'Add restarts = "April", or the month that it is.')

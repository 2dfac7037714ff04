"""The facts of a quarter made into evidence: each with what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Indicator, Measure
from cypt_analysis.catalogue.entries import VALUE as VALUE_IN
from cypt_analysis.catalogue.kinds import CYCLE_MONTHS
from cypt_analysis.claims.aliases import aliases_of, called_as, initials_of
from cypt_analysis.claims.candidates import About, ages_of, candidate_of
from cypt_analysis.claims.evidence import VALUE, Candidate, Evidence, terms_of
from cypt_analysis.claims.last_report import as_last_reported
from cypt_analysis.claims.literals import listed
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.ground.key import NEIGHBOURS
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.ground.stats import Stat
from cypt_analysis.known import Known
from cypt_analysis.words.reading import read

_VERB = re.compile(r"\b(?:are|is|was|were|had|has|have|came|went|got|stayed)\b")
_STATED = [stat.value for stat in Stat if stat.sense is not None]


@dataclass(frozen=True)
class _Series:
    """What a path measures: a measure, or one part of its breakdown."""

    path: str
    indicator: Indicator
    measure: Measure
    breakdown: str

    @property
    def called(self) -> tuple[str, ...]:
        """What it may be called in so many words: its names, and what is said around its value."""
        measure = self.measure
        return measure.name, measure.short_name, self.breakdown, *measure.says.split(VALUE_IN)

    @property
    def told(self) -> tuple[frozenset[str], frozenset[str]]:
        """The words of those of whom it is so alone, and of all of them."""
        measure = self.measure
        says = _VERB.split(measure.says.partition(f"{VALUE_IN} of ")[2])[0]
        whole = terms_of(f"{measure.denominator or ''} {says}".replace("_", " "))
        some = f"{measure.name} {measure.numerator or ''}".replace("_", " ")
        return terms_of(some) - whole, whole

    @property
    def wording(self) -> str:
        """All that is said of it."""
        measure = self.measure
        return f"{measure.name} {measure.short_name} {self.breakdown} {measure.unit}"


def gather(
    known: Known, far: frozenset[str] = frozenset(), last: DropInfo | None = None
) -> Evidence:
    """What is known at a quarter as evidence for its claims, save about areas that are ``far``.

    ``last`` is the drop before: with it, what the last report gave is known too.
    """
    evidence = _gather(known, far)
    if last is None:
        return evidence
    before = as_last_reported(evidence, known, parse_quarter(last.quarter))
    return replace(evidence, before=before, last_board=last.reference_date)


def _gather(known: Known, far: frozenset[str]) -> Evidence:
    catalogue, info = known.catalogue, known.info
    series = list(_series(known))
    terms = {each.path: terms_of(each.wording) for each in series}
    ages = {each.path: ages_of(each.wording) for each in series}
    observed = _observed(known, far)
    candidates = _candidates(known, far, About(info.authority, observed, terms, ages))
    areas = dict.fromkeys((*info.neighbours, *info.regions))
    return Evidence(
        candidates=_by_indicator(candidates),
        by_name={each.name: each for each in candidates},
        aliases=known.facts.aliases,
        paths=_paths(series, catalogue),
        parts=_parts(series),
        terms=terms,
        lexicon=_lexicon(series, terms, catalogue),
        nouns={name: _nouns(name, known) for name in catalogue.indicators},
        observed=_by_path(candidates, info.authority),
        others=_elsewhere(candidates, info.authority),
        pairs=_pairs(known),
        judged={path: dict(row) for path, row in known.judged.to_dict("index").items()},
        neighbours=tuple(info.neighbours),
        areas=tuple(each for each in areas if each not in far),
        authority=info.authority,
        reference=info.reference_date,
        quarter=known.quarter.period,
        cut_short=_cut_short(observed),
        polarity={str(path): row["polarity"] for path, row in known.judged.iterrows()},
        ages=_ages_by_indicator(_paths(series, catalogue), ages),
        own_terms={
            name: terms_of(entry.short_name or entry.name)
            for name, entry in catalogue.indicators.items()
        },
        cycles=_cycles(catalogue),
        names={each.path: each.measure.name for each in series},
        told={each.path: each.told for each in series},
        sayings=_sayings(series, catalogue),
        spoken={name: _spoken(entry) for name, entry in catalogue.indicators.items()},
        region=next((each for each in info.regions if each != "England"), ""),
        literals=listed(known.settings.literal),
        called=aliases_of(known),
        at_board=info.board_date is not None,
    )


def _ages_by_indicator(
    paths: Mapping[str, list[str]], ages: Mapping[str, frozenset[int]]
) -> dict[str, frozenset[int]]:
    return {
        name: frozenset[int]().union(*(ages.get(path, frozenset()) for path in own))
        for name, own in paths.items()
    }


def _spoken(entry: Indicator) -> frozenset[str]:
    """The words of an indicator's definition and columns, and its names by their initials."""
    names = [entry.name, entry.short_name, *(each.name for each in entry.measure)]
    columns = [f"{each.numerator} {each.denominator}" for each in entry.measure]
    text = " ".join([*names, entry.definition, *columns]).replace("_", " ")
    return terms_of(text) | frozenset(each for name in names for each in initials_of(name))


def _sayings(series: Sequence[_Series], catalogue: Catalogue) -> dict[str, re.Pattern[str]]:
    """What finds the names of each indicator's measures in a sentence."""
    return {
        name: called_as(text for e in series if e.indicator.id == name for text in e.called)
        for name in catalogue.indicators
    }


def far_areas(known: Known) -> frozenset[str]:
    """Areas that the words do not name and that nothing is compared with: perhaps thousands."""
    tables = (known.actions, known.risks)
    cells = (cell for table in tables for row in table.to_numpy() for cell in row)
    texts = (read(text).text for text in known.commentary.values())
    words = "\n".join([*texts, *map(str, cells)])
    compared = {area for each in known.catalogue.measures.values() for area in each.benchmarks}
    near = {known.info.authority, NEIGHBOURS, *known.info.neighbours, *compared}
    return frozenset(area for area in known.info.areas if area not in near and area not in words)


def _series(known: Known) -> Iterator[_Series]:
    """What has been observed, and the measures of which nothing has come."""
    indicators = known.catalogue.indicators
    columns = ["path", "indicator", "measure", "breakdown"]
    rows = known.observations[columns].drop_duplicates("path").itertuples(index=False)
    found = {
        path: _Series(path, indicators[name], indicators[name].get(measure), breakdown)
        for path, name, measure, breakdown in rows
    }
    whole = {
        entry.path(measure): _Series(entry.path(measure), entry, measure, "")
        for entry in indicators.values()
        for measure in entry.measure
        if not measure.breakdown
    }
    return iter({**found, **{p: whole[p] for p in sorted(whole) if p not in found}}.values())


def _observed(known: Known, far: frozenset[str]) -> dict[tuple[str, str, str], dict]:
    """The observations by path, period and area, which is empty for the authority."""
    rows = known.observations[~known.observations["area"].isin(far)]
    rows = rows.assign(area=rows["area"].where(rows["area"] != known.info.authority, ""))
    columns = [
        "id", "path", "period", "area", "status", "series", "window", "segment", "since", "start",
        "runs_to", "file", "row",
    ]  # fmt: skip
    return {
        (each["path"], each["period"], each["area"]): each
        for each in rows[columns].to_dict("records")
    }


def _candidates(known: Known, far: frozenset[str], about: About) -> list[Candidate]:
    table = known.facts.table
    chosen = table["stat"].isin(_STATED) & ~table["area"].isin(far)
    return [candidate_of(row, about) for row in table[chosen].to_dict("records")]


def _by_indicator(candidates: Sequence[Candidate]) -> dict[str, list[Candidate]]:
    grouped: dict[str, list[Candidate]] = {}
    for each in candidates:
        grouped.setdefault(each.indicator, []).append(each)
    return grouped


def _by_path(candidates: Sequence[Candidate], authority: str) -> dict[str, list[Candidate]]:
    """The authority's own values of each path, the oldest first."""
    grouped: dict[str, list[Candidate]] = {}
    for each in candidates:
        if each.stat is Stat.VALUE and each.area == authority:
            grouped.setdefault(each.path, []).append(each)
    for rows in grouped.values():
        rows.sort(key=lambda each: (each.period.end, each.period.start) if each.period else ())
    return grouped


def _elsewhere(
    candidates: Sequence[Candidate], authority: str
) -> dict[tuple[str, str, str], Candidate]:
    """The values of other areas, by path, period and area."""
    return {
        (each.path, each.period.text, each.area): each
        for each in candidates
        if each.sense == VALUE and each.period and each.area != authority
    }


def _paths(series: Sequence[_Series], catalogue: Catalogue) -> dict[str, list[str]]:
    """The paths of each indicator; a theme has none."""
    return {
        name: [each.path for each in series if each.indicator.id == name]
        for name in catalogue.indicators
    }


def _parts(series: Sequence[_Series]) -> dict[str, tuple[str, ...]]:
    """Of each part of a breakdown, the paths of all its parts."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for each in series:
        if each.breakdown:
            grouped.setdefault((each.indicator.id, each.measure.id), []).append(each.path)
    return {path: tuple(paths) for paths in grouped.values() for path in paths}


def _lexicon(
    series: Sequence[_Series], terms: Mapping[str, frozenset[str]], catalogue: Catalogue
) -> dict[str, frozenset[str]]:
    """The telling words of each indicator: its own and those of its measures."""
    paths = _paths(series, catalogue)
    return {
        name: frozenset().union(
            terms_of(f"{entry.name} {entry.short_name}"), *(terms[path] for path in paths[name])
        )
        for name, entry in catalogue.indicators.items()
    }


def _nouns(name: str, known: Known) -> frozenset[str]:
    table = known.facts.table
    units = table.loc[table["indicator"] == name, "unit"].unique()
    counted = [unit for unit in units if "%" not in unit and "0" not in unit]
    words = {word.lower() for unit in counted for word in unit.split()}
    words |= {f"{m.breakdown}s" for m in known.catalogue.indicators[name].measure if m.breakdown}
    return frozenset(words - {"per", "of", "number", "count", "years"})


def _pairs(known: Known) -> dict[tuple[str, str], dict]:
    columns = ["id", "then_id", "value", "then_value", "significant", "p_value", "overlap", "basis"]
    found = {}
    for row in known.pairs[columns].to_dict("records"):
        found[(row["id"], row["then_id"])] = row
    return found


def _cut_short(observed: Mapping[tuple[str, str, str], dict]) -> frozenset[str]:
    """Observations whose figures were taken before their period ended."""
    return frozenset(each["id"] for each in observed.values() if pd.notna(each["runs_to"]))


def _cycles(catalogue: Catalogue) -> dict[str, int]:
    return {
        entry.path(measure): CYCLE_MONTHS.get(catalogue.sources[measure.source].cycle, 0)
        for entry in catalogue.indicators.values()
        for measure in entry.measure
    }

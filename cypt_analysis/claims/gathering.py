"""The facts of a quarter made into evidence: each with what it is about."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.entries import CYCLE_MONTHS
from cypt_analysis.claims.candidates import SENSES, ages_of, candidate_of
from cypt_analysis.claims.evidence import (
    VALUE,
    Candidate,
    Evidence,
    terms_of,
)
from cypt_analysis.claims.literals import listed
from cypt_analysis.drops.info import NEIGHBOURS
from cypt_analysis.known import Known
from cypt_analysis.observations.vintages import area_slug
from cypt_analysis.words.reading import read

_ABOUT = ["id", "path", "area", "status", "series", "file", "row", "period"]


def gather(known: Known, far: frozenset[str] = frozenset()) -> Evidence:
    """What is known at a quarter as evidence for its claims, save about areas that are ``far``."""
    table = _near(known, far)
    observations = known.observations[~known.observations["area"].isin(far)]
    areas = {area_slug(area, known.info): area for area in known.info.areas if area not in far}
    about = {
        each["id"]: each
        for each in observations[_ABOUT].to_dict("records")
    }  # fmt: skip
    path_terms, lexicon = _vocabulary(known)
    ages = {path: ages_of(_wording(path, known.catalogue)) for path in path_terms}
    candidates = [
        candidate_of(row, about, areas, path_terms, ages)
        for row in table.to_dict("records")
        if not _is_double(row)
    ]
    grouped: dict[str, list[Candidate]] = {}
    observed: dict[str, list[Candidate]] = {}
    for each in candidates:
        grouped.setdefault(each.indicator, []).append(each)
        if each.name in about and each.area == known.info.authority:
            observed.setdefault(each.path, []).append(each)
    for rows in observed.values():
        rows.sort(key=lambda each: (each.period.end, each.period.start) if each.period else ())
    paths: dict[str, list[str]] = {name: [] for name in known.catalogue.indicators}
    for path in path_terms:
        paths[path.split(".")[0]].append(path)
    return Evidence(
        candidates=grouped,
        by_name={each.name: each for each in candidates},
        aliases=_aliases(table, {each.name for each in candidates}),
        paths=paths,
        terms=path_terms,
        lexicon=lexicon,
        nouns={name: _nouns(name, known) for name in known.catalogue.indicators},
        observed=observed,
        pairs=_pairs(known),
        judged={path: dict(row) for path, row in known.judged.to_dict("index").items()},
        neighbours=tuple(known.info.neighbours),
        areas=tuple(
            each
            for each in dict.fromkeys((*known.info.neighbours, *known.info.regions))
            if each not in far
        ),
        authority=known.info.authority,
        reference=known.info.reference_date,
        quarter=known.quarter.period,
        cut_short=_cut_short(known, about),
        polarity={str(path): row["polarity"] for path, row in known.judged.iterrows()},
        ages={name: ages.get(name, frozenset()) for name in known.catalogue.indicators},
        own_terms={
            name: terms_of(entry.short_name or entry.name)
            for name, entry in known.catalogue.indicators.items()
        },
        others={
            (each.path, each.period.text, each.area): each
            for each in candidates
            if each.sense == VALUE and each.period and each.area != known.info.authority
        },
        cycles=_cycles(known.catalogue),
        names={path: _name(path, known.catalogue) for path in path_terms},
        literals=listed(known.settings.literal),
    )


def far_areas(known: Known) -> frozenset[str]:
    """Areas that the words do not name and that nothing is compared with: perhaps thousands."""
    tables = (known.actions, known.risks)
    cells = (cell for table in tables for row in table.to_numpy() for cell in row)
    texts = (read(text).text for text in known.commentary.values())
    words = "\n".join([*texts, *map(str, cells)])
    compared = {area for each in known.catalogue.measures.values() for area in each.benchmarks}
    near = {known.info.authority, NEIGHBOURS, *known.info.neighbours, *compared}
    return frozenset(area for area in known.info.areas if area not in near and area not in words)


def _near(known: Known, far: frozenset[str]) -> pd.DataFrame:
    """The table of facts without those about areas that are far."""
    table, observed = known.facts.table, known.observations
    if not far:
        return table
    gaps = {f"gap_to_{area_slug(area, known.info)}" for area in far}
    gaps |= {f"{gap}_absolute" for gap in gaps}
    values = observed.loc[observed["area"].isin(far), "id"]
    return table[~table["stat"].isin(gaps) & ~table["fact"].isin(values)]


def _is_double(row: dict) -> bool:
    """Facts that only repeat another under a name without its period."""
    stat = row["stat"]
    if stat == "neighbours_mean" or stat.startswith("gap_to_") or stat in SENSES:
        dated = stat in ("quoted", "target", "pro_rata_target", "so_far", "needed_per_period",
                         "gap_to_target", "above_target", "actions", "risks")  # fmt: skip
        if stat == "target":
            return ".target." not in row["fact"]
        return not dated and row["period"] not in row["fact"]
    return True


def _aliases(table: pd.DataFrame, names: set[str]) -> dict[str, str]:
    """The fact that another name repeats: `looked_after.latest` is that of a period."""
    found = {}
    for row in table[["fact", "stat", "period", "expression", "inputs"]].to_dict("records"):
        name = row["fact"]
        if name in names:
            continue
        if row["stat"] in ("year_before", "previous", "highest", "lowest", "target"):
            guess = [
                row["expression"] if row["stat"] != "highest" else row["inputs"],
                row["inputs"],
            ]
        else:
            parts = name.removesuffix(".latest").split(".")
            guess = [
                ".".join([*parts[:place], row["period"], *parts[place:]])
                for place in range(1, len(parts) + 1)
            ]
        for each in guess:
            if each in names:
                found[name] = each
                break
    return found


def _wording(path: str, catalogue: Catalogue) -> str:
    entry = catalogue.indicators[path.split(".", maxsplit=1)[0]]
    measure = _measure(path, catalogue)
    if measure is None:
        return entry.name
    breakdown = " ".join(path.split(".")[2:]).replace("_", " ") if measure.breakdown else ""
    return f"{measure.name} {measure.short_name} {breakdown} {measure.unit}"


def _measure(path: str, catalogue: Catalogue):  # type: ignore[no-untyped-def]
    indicator, *rest = path.split(".")
    entry = catalogue.indicators[indicator]
    wanted = rest[0] if rest else entry.headline
    return next((each for each in entry.measure if each.id == wanted), None)


def _name(path: str, catalogue: Catalogue) -> str:
    measure = _measure(path, catalogue)
    return measure.name if measure else catalogue.indicators[path.split(".", maxsplit=1)[0]].name


def _vocabulary(known: Known) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """The telling words of each path, and all those of each indicator."""
    every = list(dict.fromkeys(known.observations["path"]))
    named = {
        entry.path(measure)
        for entry in known.catalogue.indicators.values()
        for measure in entry.measure
        if not measure.breakdown
    }
    paths = [*dict.fromkeys([*every, *sorted(named)])]
    terms = {path: terms_of(_wording(path, known.catalogue)) for path in paths}
    lexicon = {}
    for name, entry in known.catalogue.indicators.items():
        mine = [terms[path] for path in paths if path.split(".")[0] == name]
        lexicon[name] = frozenset().union(terms_of(f"{entry.name} {entry.short_name}"), *mine)
    return terms, lexicon


def _nouns(name: str, known: Known) -> frozenset[str]:
    table = known.facts.table
    units = table.loc[table["indicator"] == name, "unit"].unique()
    counted = [unit for unit in units if "%" not in unit and "0" not in unit]
    words = {word.lower() for unit in counted for word in unit.split()}
    words |= {f"{m.breakdown}s" for m in known.catalogue.indicators[name].measure if m.breakdown}
    return frozenset(words - {"per", "of", "number", "count", "years", "days", "months", "weeks"})


def _pairs(known: Known) -> dict[tuple[str, str], dict]:
    columns = ["id", "then_id", "value", "then_value", "significant", "p_value", "overlap", "basis"]
    found = {}
    for row in known.pairs[columns].to_dict("records"):
        found[(row["id"], row["then_id"])] = row
    return found


def _cut_short(known: Known, about: Mapping[str, dict]) -> frozenset[str]:
    """Observations whose figures were taken before their period ended."""
    rows = {(f.file, f.row) for f in known.findings if f.rule == "cut_short"}
    return frozenset(name for name, row in about.items() if (row["file"], row["row"]) in rows)


def _cycles(catalogue: Catalogue) -> dict[str, int]:
    return {
        entry.path(measure): CYCLE_MONTHS.get(catalogue.sources[measure.source].cycle, 0)
        for entry in catalogue.indicators.values()
        for measure in entry.measure
    }

"""The facts of a quarter made into evidence: each with what it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.claims.evidence import (
    BASELINE,
    CHANGE,
    GAP,
    LIMIT,
    MONTHLY,
    NEEDED,
    PART,
    QUOTED,
    TALLY,
    TARGET,
    THRESHOLD,
    TO_TARGET,
    VALUE,
    Candidate,
    Evidence,
    stems_of,
    terms_of,
)
from cypt_analysis.claims.harvest import COUNT, PERCENT, POINTS, RANK, RATE
from cypt_analysis.drop_info import NEIGHBOURS
from cypt_analysis.known import Known
from cypt_analysis.printing import POINTS as POINTS_UNIT
from cypt_analysis.printing import RELATIVE
from cypt_analysis.quarter import Period, parse_period

_ABOUT = ["id", "path", "area", "status", "series", "file", "row", "period"]
_SENSES = {
    "": VALUE, "numerator": PART, "denominator": PART, "per_month": MONTHLY, "target": TARGET,
    "pro_rata_target": TARGET, "so_far": VALUE, "needed_per_period": NEEDED,
    "gap_to_target": TO_TARGET, "reduction_from_baseline": BASELINE, "above_target": TALLY,
    "threshold_intervals": THRESHOLD, "threshold_test": THRESHOLD, "lower_95": LIMIT,
    "upper_95": LIMIT, "neighbours_mean": VALUE, "neighbours_median": VALUE, "rank": VALUE,
    "neighbours_counted": TALLY, "actions": TALLY, "risks": TALLY, "quoted": QUOTED,
    "change_on_year": CHANGE, "change_on_year_absolute": CHANGE, "change_on_previous": CHANGE,
    "change_on_previous_absolute": CHANGE,
}  # fmt: skip
_AGES = re.compile(r"\bunder[- ]?(\d+)s?\b|\baged? (?:under )?(\d+)(?: to (\d+))?", re.IGNORECASE)


def gather(known: Known, catalogue: Catalogue) -> Evidence:
    """What is known at a quarter as evidence for its claims."""
    observations = known.observations.set_index("id", drop=False)
    about = {
        each["id"]: each
        for each in observations[_ABOUT].to_dict("records")
    }  # fmt: skip
    path_terms, lexicon = _vocabulary(known, catalogue)
    ages = {path: _ages_of(_wording(path, catalogue)) for path in path_terms}
    kept = [
        _candidate(row, about, known, path_terms, ages)
        for row in known.facts.table.to_dict("records")
        if not _is_double(row)
    ]
    candidates = [each for each in kept if each is not None]
    grouped: dict[str, list[Candidate]] = {}
    observed: dict[str, list[Candidate]] = {}
    for each in candidates:
        grouped.setdefault(each.indicator, []).append(each)
        if each.name in about and each.area == known.info.authority:
            observed.setdefault(each.path, []).append(each)
    for rows in observed.values():
        rows.sort(key=lambda each: (each.period.end, each.period.start) if each.period else ())
    paths: dict[str, list[str]] = {name: [] for name in catalogue.indicators}
    for path in path_terms:
        paths[path.split(".")[0]].append(path)
    return Evidence(
        candidates=grouped,
        by_name={each.name: each for each in candidates},
        aliases=_aliases(known.facts.table, {each.name for each in candidates}),
        paths=paths,
        terms=path_terms,
        lexicon=lexicon,
        nouns={name: _nouns(name, known, catalogue) for name in catalogue.indicators},
        headline={name: name for name in catalogue.indicators},
        observed=observed,
        pairs=_pairs(known),
        judged={path: dict(row) for path, row in known.judged.to_dict("index").items()},
        areas=tuple(dict.fromkeys((*known.info.neighbours, *known.info.regions))),
        authority=known.info.authority,
        reference=known.info.reference_date,
        quarter=known.quarter.period,
        cut_short=_cut_short(known, about),
        polarity={str(path): row["polarity"] for path, row in known.judged.iterrows()},
        ages={name: ages.get(name, frozenset()) for name in catalogue.indicators},
        own_terms={
            name: terms_of(entry.short_name or entry.name)
            for name, entry in catalogue.indicators.items()
        },
        others={
            (each.path, each.period.text, each.area): each
            for each in candidates
            if each.sense == VALUE and each.period and each.area != known.info.authority
        },
        cycles=_cycles(catalogue),
        names={path: _name(path, catalogue) for path in path_terms},
    )


def _is_double(row: dict) -> bool:
    """Facts that only repeat another under a name without its period."""
    stat = row["stat"]
    if stat == "neighbours_mean" or stat.startswith("gap_to_") or stat in _SENSES:
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


def _candidate(
    row: dict, about: Mapping[str, dict], known: Known, terms: Mapping[str, frozenset[str]],
    ages: Mapping[str, frozenset[int]],
) -> Candidate | None:  # fmt: skip
    stat, name = row["stat"], row["fact"]
    sense = GAP if stat.startswith("gap_to_") and stat != "gap_to_target" else _SENSES[stat]
    base = name if stat == "" else name[: -len(stat) - 1] if name.endswith(stat) else name
    row_about = about.get(base, {})
    path = str(row_about.get("path") or base.split(".target")[0])
    area = str(row_about.get("area") or known.info.authority)
    if sense == GAP:
        area = _area_of(stat.removeprefix("gap_to_").removesuffix("_absolute"), known)
    if stat.startswith("neighbours_m"):
        area = NEIGHBOURS
    unit = _unit(row["unit"], stat)
    inputs = row["inputs"].split("; ")
    paired = sense in (CHANGE, BASELINE) and len(inputs) > 1
    then = about.get(inputs[1], {}).get("period") if paired else None
    words = terms.get(path, frozenset())
    own_ages = ages.get(path, frozenset())
    if sense == QUOTED:
        details = _quoted(row)
        words, own_ages = stems_of(details), _ages_of(details)
        path = name
    return Candidate(
        name, float(row["value"]), unit, row["printed"], int(row["decimals"]), sense, path,
        row["indicator"], area, _period(row["period"]), _period(then or ""), words,
        str(row_about.get("status", "")),
        "year" if "_on_year" in stat else "previous" if "_on_previous" in stat else "",
        str(row_about.get("series", "")), own_ages,
    )  # fmt: skip


def _quoted(row: dict) -> str:
    """What a quoted figure is about: its name and its unit."""
    figure = row["fact"].split(".", 1)[1].replace("_", " ")
    return f"{figure} {row['unit']}"


def _unit(unit: str, stat: str) -> str:
    if stat == "rank" or unit == "rank":
        return RANK
    if unit in ("%", RELATIVE):
        return PERCENT
    if unit == POINTS_UNIT:
        return POINTS
    return RATE if re.match(r"per 1[0,]+", unit) else COUNT


def _area_of(slug: str, known: Known) -> str:
    from cypt_analysis.observations import area_slug

    return next((a for a in known.info.areas if area_slug(a, known.info) == slug), slug)


def _period(text: object) -> Period | None:
    try:
        return parse_period(str(text))
    except ValueError:
        return None


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


def _vocabulary(
    known: Known, catalogue: Catalogue
) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """The telling words of each path, and all those of each indicator."""
    every = list(dict.fromkeys(known.observations["path"]))
    named = {
        entry.path(measure)
        for entry in catalogue.indicators.values()
        for measure in entry.measure
        if not measure.breakdown
    }
    paths = [*dict.fromkeys([*every, *sorted(named)])]
    terms = {path: terms_of(_wording(path, catalogue)) for path in paths}
    lexicon = {}
    for name, entry in catalogue.indicators.items():
        mine = [terms[path] for path in paths if path.split(".")[0] == name]
        lexicon[name] = frozenset().union(terms_of(f"{entry.name} {entry.short_name}"), *mine)
    return terms, lexicon


def _ages_of(text: str) -> frozenset[int]:
    """The ages that a text names as the upper bound of a group."""
    return frozenset(int(match[1] or match[3] or match[2]) for match in _AGES.finditer(text))


def _nouns(name: str, known: Known, catalogue: Catalogue) -> frozenset[str]:
    table = known.facts.table
    units = table.loc[(table["indicator"] == name) & ~table["unit"].str.contains("[%0]"), "unit"]
    words = {word.lower() for unit in units.unique() for word in unit.split()}
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
    from cypt_analysis.catalogue.entries import CYCLE_MONTHS

    return {
        entry.path(measure): CYCLE_MONTHS.get(catalogue.sources[measure.source].cycle, 0)
        for entry in catalogue.indicators.values()
        for measure in entry.measure
    }

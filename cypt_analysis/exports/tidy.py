"""The quarter's tables as others can use them: one row a thing, plain columns, safe cells."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.safe_text import safe_text
from cypt_analysis.ground.stats import OF_AN_OBSERVATION
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.judgement.direction import direction
from cypt_analysis.judgement.indicators import beside_headline, held_name
from cypt_analysis.known import Known
from cypt_analysis.library.areas import AmbiguousArea, UnknownArea, find_area
from cypt_analysis.words.commentary import BRIEF
from cypt_analysis.words.marked import not_shown
from cypt_analysis.words.reading import read
from cypt_analysis.words.sentences import why_untested
from cypt_analysis.words.wording import chance_said, period_label, why_revised

Row = dict[str, object]
LIMITS = ("lower_95", "upper_95", "lower_998", "upper_998")
NOT_STATED = "not stated"
NO_INTERVAL = "none: a count of everyone, or no numbers behind the value"
# What a figure that came marked has in place of numbers.
_NO_NUMBERS: Row = {
    "numerator": None, "denominator": None, "assumed": False, "value": None, "hidden": "",
    "method": "", **dict.fromkeys(LIMITS),
}  # fmt: skip


def observations(known: Known) -> list[Row]:
    """One row an observation, as `write_data` writes them; numbers that are missing are None.

    >>> observations(known, catalogue)[0]["area"]                        # doctest: +SKIP
    'Brighton & Hove'
    """
    there = set(known.observations["id"])
    marked = (each for each in known.marked.to_dict("records") if each["id"] not in there)
    rows = [*known.observations.to_dict("records"), *(_NO_NUMBERS | each for each in marked)]
    return [_observation(row, known) for row in rows]


def _observation(row: dict, known: Known) -> Row:
    indicator = known.catalogue.indicators[row["indicator"]]
    measure = indicator.get(row["measure"])
    source = known.catalogue.sources[measure.source]
    period = parse_period(row["period"])
    mark = HIDDEN_MARK if row["hidden"] else row.get("mark", "")
    no_interval = "" if mark else NO_INTERVAL
    return {
        "id": row["id"],
        "indicator": indicator.name,
        "national_codes": " ".join(indicator.codes),
        "measure": measure.name,
        "breakdown": row["breakdown"],
        "area": row["area"],
        "area_code": area_code(row["area"], period.end, known),
        "period": row["period"],
        "period_in_words": period_label(row),
        "period_start": period.start,
        "period_end": period.end,
        "numerator": _shown(row, "numerator"),
        "denominator": _shown(row, "denominator"),
        "denominator_assumed": "yes" if row["assumed"] else "no",
        "value": _shown(row, "value"),
        "mark": mark,
        "unit": row["unit"],
        **{limit: _shown(row, limit) for limit in LIMITS},
        "method": mark or row["method"] or no_interval,
        "status": row["status"] or NOT_STATED,
        "source": f"{source.title} ({source.producer})",
        "received_with": row["received"],
        "file": row["file"],
        "row": int(row["row"]),
        "decimals": int(row["decimals"]),
    }


def summary(known: Known) -> list[Row]:
    """The summary of performance: a row an indicator or theme, in the published order."""
    rows = []
    for section in known.catalogue.sections:
        for indicator in section.indicator:
            verdict = known.verdicts.loc[indicator.id]
            path = verdict["path"]
            latest = known.judged.loc[path] if path else None
            hidden = not_shown(known, indicator.id)
            words = read(known.commentary.get(indicator.id, ""), known.facts)
            rows.append(
                {
                    "section": section.name,
                    "indicator": indicator.heading,
                    "latest": None if latest is None else known.facts[latest["id"]].printed,
                    "unit": None if latest is None else latest["unit"],
                    "period": None if latest is None else period_label(latest),
                    "newest_not_shown": hidden or "none",
                    "data_status": None if latest is None else latest["status"] or NOT_STATED,
                    "status": verdict["status"],
                    "other_targets": _others(known, indicator) or "none",
                    "direction": verdict["direction"] if path else None,
                    "comment": words.said(BRIEF) or None,
                }
            )
    return rows


def _others(known: Known, indicator: Indicator) -> str:
    """What of an indicator is missed or off track besides its headline measure."""
    verdict = known.verdicts.loc[indicator.id]
    held = beside_headline(known.held, indicator, verdict["status"])
    return "; ".join(f"{held_name(indicator, each)}: {each.status}" for each in held)


def targets(known: Known) -> list[Row]:
    """Every target that was received, and what has been said of the latest value."""
    verdicts = {
        (row["indicator"], row["measure"], row["target_period"]): row["verdict"]
        for row in known.judged.to_dict("records")
        if pd.notna(row["target"]) and not row["breakdown"]
    }
    rows = []
    for row in known.targets.to_dict("records"):
        indicator = known.catalogue.indicators[row["indicator"]]
        measure = indicator.get(row["measure"])
        rows.append(
            {
                "indicator": indicator.heading,
                "measure": measure.name,
                "period": row["period"],
                "comparison": row["comparison"],
                "target": _number(row["target"]),
                "unit": measure.unit,
                "set_by": row["set_by"],
                "basis": row["basis"],
                "status": verdicts.get((row["indicator"], row["measure"], row["period"])),
                # A column that a file may do without.
                "note": row["note"] if pd.notna(row.get("note")) else "",
                "file": row["file"],
                "row": int(row["row"]),
            }
        )
    return rows


def changes(known: Known) -> list[Row]:
    """Each change that was tested, and each latest one that was not with the reason."""
    latest = set(known.judged["id"])
    pairs = known.pairs.drop_duplicates(["id", "then_id"])
    wanted = pairs[pairs["significant"].notna() | pairs["id"].isin(latest)]
    return [_change(known, pair) for pair in wanted.to_dict("records")]


def _change(known: Known, pair: dict) -> Row:
    indicator = known.catalogue.indicators[pair["indicator"]]
    measure = indicator.get(pair["measure"])
    tested = pd.notna(pair["significant"])
    return {
        "indicator": indicator.heading,
        "measure": measure.name,
        "breakdown": pair["breakdown"],
        "from_period": parse_period(pair["then_period"]).label,
        "to_period": parse_period(pair["period"]).label,
        "from_value": _number(pair["then_value"]),
        "to_value": _number(pair["value"]),
        "unit": measure.unit,
        "direction": str(
            direction(
                pair["value"], pair["then_value"], measure.polarity,
                bool(pair["significant"]) if tested else None,
            )
        ),
        "difference_lower": _number(pair["difference_lower"]),
        "difference_upper": _number(pair["difference_upper"]),
        "p": _number(pair["p_value"]),
        "adjusted_p": _number(pair["adjusted_p"]),
        "intervals_overlap": ("yes" if pair["overlap"] else "no") if tested else None,
        "number_assumed": "yes" if pair["assumed"] or pair["then_assumed"] else "no",
        "tested": "yes" if tested else f"no: {why_untested(pair, measure)}",
    }  # fmt: skip


def revisions(known: Known) -> list[Row]:
    """Every value or status that a later drop changed."""
    return [
        {
            "id": row["id"],
            # What may no longer be shown is not shown as a past value either.
            "then": _number(row["then"]) if pd.notna(row["now"]) else None,
            "now": _number(row["now"]),
            "then_status": row["then_status"] or NOT_STATED,
            "now_status": row["now_status"] or NOT_STATED,
            "why": why_revised(row),
            "changed_with": row["quarter"],
            "then_file": row["then_file"],
            "then_row": int(row["then_row"]),
            "file": row["file"],
            "row": int(row["row"]),
        }
        for row in known.revisions.to_dict("records")
    ]


def facts(known: Known) -> list[Row]:
    """The facts that words are written with and checked against, and all that these rest on.

    Those are the facts of the latest period, those without one, and those of the claims. Facts
    of earlier periods that nothing rests on are left to facts.parquet: there are ten of each
    observation.
    """
    table, aliases = known.facts.table, known.facts.alias_table
    others = aliases[aliases["period"] == ""].groupby("fact")["alias"].agg("; ".join).to_dict()
    undated = table.loc[~table["stat"].isin(OF_AN_OBSERVATION), "fact"]
    of_claims = [name for claim in known.claims for name in claim.facts]
    wanted = set(known.facts.behind([*others, *undated, *of_claims]))
    tests = {
        (row["path"], row["period"], row["basis"]): chance_said(row["significant"])
        for row in known.pairs[["path", "period", "basis", "significant"]].to_dict("records")
    }
    return [
        {
            "fact": name,
            "also_called": others.get(name, ""),
            "printed": fact.direction,
            # A direction that nothing was tested of says so beside it.
            "test": tests.get((path, fact.period, fact.key.stat.basis)),
            "value": HIDDEN_MARK if fact.hidden else _number(fact.value),
            "unit": fact.unit,
            "expression": fact.expression,
            "comes_from": "; ".join(fact.inputs),
        }
        for name, path in zip(table["fact"], table["path"], strict=True)
        if name in wanted
        for fact in [known.facts[name]]
    ]


def area_code(area: str, day: date, known: Known) -> str:
    """ONS's code of an area on a day; empty for a set of areas, and for a part of one.

    >>> area_code("England", date(2009, 9, 30), known)                   # doctest: +SKIP
    'E92000001'
    """
    own = known.settings.authority.code
    return _code_of(own if area == known.info.authority else area, day)


@cache
def _code_of(area: str, day: date) -> str:
    try:
        return find_area(area, day).ons_code(day)
    except (UnknownArea, AmbiguousArea):
        return ""


def _shown(row: Mapping[str, Any], name: str) -> float | int | None:
    """A number of an observation; none where the edition does not show it."""
    return None if row["hidden"] else _number(row[name])


def _number(value: object) -> float | int | None:
    """A number without binary noise, whole where it is whole; None where it is missing."""
    if value is None or pd.isna(value):
        return None
    plain = float(f"{float(str(value)):.10g}")
    return int(plain) if plain.is_integer() and math.isfinite(plain) else plain


def write_data(path: Path, known: Known) -> None:
    """Write data.csv: UTF-8, comma, LF, a row an observation; a missing number is empty.

    Where a number is marked instead of shown, the column ``mark`` has the mark. The last column
    says of which edition the file is.

    >>> write_data(folder / "data.csv", known, catalogue)                # doctest: +SKIP
    """
    rows = [_without(row, "decimals") | {"edition": known.edition} for row in observations(known)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        # The names stand there also where nothing has been received.
        writer.writerow(rows[0] if rows else COLUMNS)
        writer.writerows(_cells(row.values()) for row in rows)


def _without(row: Mapping[str, object], name: str) -> Row:
    return {key: value for key, value in row.items() if key != name}


def _cells(values: Iterable[object]) -> list[str]:
    return [_cell(value) for value in values]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    # A number may begin with a minus; only words can be a formula.
    return str(value) if isinstance(value, int | float) else safe_text(str(value))


COLUMNS = (
    "id", "indicator", "national_codes", "measure", "breakdown", "area", "area_code", "period",
    "period_in_words", "period_start", "period_end", "numerator", "denominator",
    "denominator_assumed", "value", "mark", "unit", *LIMITS, "method", "status", "source",
    "received_with", "file", "row", "edition",
)  # fmt: skip

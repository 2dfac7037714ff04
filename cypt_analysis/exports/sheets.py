"""The rows of the workbook's sheets: a row a thing, plain columns, numbers as numbers."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cypt_analysis.catalogue import Indicator
from cypt_analysis.exports.tidy import NOT_STATED, Row, number, row_of
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.said import NONE_REPORTED
from cypt_analysis.ground.stats import OF_AN_OBSERVATION, Stat
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.judgement.indicators import beside_headline, held_name
from cypt_analysis.judgement.measures import direction
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import earlier_span, span_of
from cypt_analysis.page.actions import in_reports_order, state_of
from cypt_analysis.pieces.rows import rows_of
from cypt_analysis.processed.asked import Told, told_of
from cypt_analysis.words.marked import not_shown
from cypt_analysis.words.reading import read
from cypt_analysis.words.sentences import why_untested
from cypt_analysis.words.wording import chance_said, measure_name, why_revised


def summary(known: Known, told: Told | None = None) -> list[Row]:
    """The summary of performance: a row an indicator or theme, in the published order."""
    rows, told = [], told or told_of(known)
    for section in known.catalogue.sections:
        for indicator in section.indicator:
            verdict = known.verdicts.loc[indicator.id]
            path = verdict["path"]
            latest = known.judged.loc[path] if path else None
            hidden = not_shown(known, indicator.id)
            rows.append(
                {
                    "section": section.name,
                    "indicator": indicator.heading,
                    "measure": None if latest is None else measure_name(indicator, latest),
                    "latest": None if latest is None else _figure(latest, "value"),
                    "unit": None if latest is None else latest["unit"],
                    "period": None if latest is None else span_of(latest).label,
                    "newest_not_shown": hidden or "none",
                    "data_status": None if latest is None else latest["status"] or NOT_STATED,
                    "target": None if latest is None else number(latest["target"]),
                    "status": verdict["status"],
                    "other_targets": _others(known, indicator) or "none",
                    "direction": verdict["direction"] if path else None,
                    "comment": told.comments.get(indicator.id) or None,
                    "decimals": None if latest is None else int(latest["decimals"]),
                }
            )
    return rows


def _others(known: Known, indicator: Indicator) -> str:
    """What of an indicator is missed or off track besides its headline measure."""
    verdict = known.verdicts.loc[indicator.id]
    held = beside_headline(known.held, indicator, verdict["status"])
    return "; ".join(f"{held_name(indicator, each)}: {each.status}" for each in held)


def measures(known: Known) -> list[Row]:
    """The latest figure of every measure, with its interval, target and verdicts."""
    return [
        _measure(known, indicator, row)
        for indicator in known.catalogue.indicators.values()
        for row in rows_of(known, "judged", indicator)
    ]


def _measure(known: Known, indicator: Indicator, row: dict) -> Row:
    return {
        "indicator": indicator.heading,
        "measure": measure_name(indicator, row),
        "latest": _figure(row, "value"),
        "unit": row["unit"],
        "period": span_of(row).label,
        "numerator": _figure(row, "numerator"),
        "denominator": _figure(row, "denominator"),
        "denominator_assumed": "yes" if row["assumed"] else "no",
        "lower_95": _figure(row, "lower_95"),
        "upper_95": _figure(row, "upper_95"),
        "comparison": row["comparison"] if pd.notna(row["target"]) else None,
        "target": number(row["target"]),
        "status": row["verdict"],
        "direction": row["direction"],
        "data_status": row["status"] or NOT_STATED,
        "file": row["file"],
        "row": row_of(row),
        "decimals": int(row["decimals"]),
    }


def _figure(row: Mapping, name: str) -> float | int | str | None:
    """A number of a figure, or the mark of one that the edition does not show."""
    return HIDDEN_MARK if row["mark"] else number(row[name])


def actions(known: Known) -> list[Row]:
    """Every action of the quarter, in the report's order, with its state on the board's day."""
    return [
        {
            "indicator": known.catalogue.indicators[row["indicator"]].heading,
            "action": _spoken(known, row["action"]),
            "owner": row["owner"] or "Not named",
            "due": row["due"].date() if pd.notna(row["due"]) else None,
            "due_as_stated": row["due_as_stated"] or None,
            "state": state_of(row, known),
            "progress": _spoken(known, row["progress"]) or NONE_REPORTED,
            "file": row["file"],
            "row": int(row["row"]),
        }
        for row in in_reports_order(known)
    ]


def _spoken(known: Known, text: str) -> str:
    """The words of a cell on one line, its placeholders filled in."""
    return " ".join(block.text for block in read(text, known.facts).blocks)


def assumptions(known: Known) -> list[Row]:
    """Every number that was assumed, as none was received, and why."""
    rows = []
    for row in dicts_of(known.assumptions):
        indicator = known.catalogue.indicators[row["indicator"]]
        rows.append(
            {
                "indicator": indicator.heading,
                "measure": indicator.get(row["measure"]).name,
                "period": row["period"] or "every period without one",
                "denominator": number(row["denominator"]),
                "reason": _spoken(known, row["reason"]),
                "file": row["file"],
                "row": int(row["row"]),
            }
        )
    return rows


def targets(known: Known) -> list[Row]:
    """Every target that was received, and what has been said of the latest value."""
    verdicts = {
        (row["indicator"], row["measure"], row["target_period"]): row["verdict"]
        for row in dicts_of(known.judged)
        if pd.notna(row["target"]) and not row["breakdown"]
    }
    rows = []
    for row in dicts_of(known.targets):
        indicator = known.catalogue.indicators[row["indicator"]]
        measure = indicator.get(row["measure"])
        rows.append(
            {
                "indicator": indicator.heading,
                "measure": measure.name,
                "period": row["period"],
                "comparison": row["comparison"],
                "target": number(row["target"]),
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
    return [_change(known, pair) for pair in dicts_of(wanted)]


def _change(known: Known, pair: dict) -> Row:
    indicator = known.catalogue.indicators[pair["indicator"]]
    measure = indicator.get(pair["measure"])
    tested = pd.notna(pair["significant"])
    return {
        "indicator": indicator.heading,
        "measure": measure.name,
        "breakdown": pair["breakdown"],
        "from_period": earlier_span(pair).name,
        "to_period": span_of(pair).name,
        "from_value": number(pair["then_value"]),
        "to_value": number(pair["value"]),
        "unit": measure.unit,
        "direction": str(
            direction(
                pair["value"], pair["then_value"], measure.polarity,
                bool(pair["significant"]) if tested else None,
            )
        ),
        "difference_lower": number(pair["difference_lower"]),
        "difference_upper": number(pair["difference_upper"]),
        "p": number(pair["p_value"]),
        "adjusted_p": number(pair["adjusted_p"]),
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
            "then": number(row["then"]) if pd.notna(row["now"]) else None,
            "now": number(row["now"]),
            "then_status": row["then_status"] or NOT_STATED,
            "now_status": row["now_status"] or NOT_STATED,
            "why": why_revised(row),
            "changed_with": row["quarter"],
            "then_file": row["then_file"],
            "then_row": row_of(row, "then_"),
            "file": row["file"],
            "row": row_of(row),
        }
        for row in dicts_of(known.revisions)
    ]


def facts(known: Known, told: Told | None = None) -> list[Row]:
    """The facts that words are written with and checked against, and all that these rest on.

    Those are the facts of the latest period, those without one, and those of the claims. Facts
    of earlier periods that nothing rests on are left to facts.parquet: there are ten of each
    observation.
    """
    table, aliases = known.facts.table, known.facts.alias_table
    others = aliases[aliases["period"] == ""].groupby("fact")["alias"].agg("; ".join).to_dict()
    # Whether a hidden number was tested, or has a place, hangs on it: no such name is listed.
    counted = table["stat"].isin([Stat.VALUE, Stat.NUMERATOR, Stat.DENOMINATOR])
    table = table[counted | (table["printed"] != HIDDEN_MARK)]
    undated = table.loc[~table["stat"].isin(OF_AN_OBSERVATION), "fact"]
    of_claims = (told or told_of(known)).facts
    wanted = set(known.facts.behind([*others, *undated, *of_claims]))
    tests = {
        (row["path"], row["period"], row["basis"]): chance_said(row["significant"])
        for row in dicts_of(known.pairs[["path", "period", "basis", "significant"]])
    }
    return [
        {
            "fact": name,
            "also_called": others.get(name, ""),
            "printed": fact.direction,
            # A direction that nothing was tested of says so beside it.
            "test": tests.get((path, fact.period, fact.key.stat.basis)),
            "value": HIDDEN_MARK if fact.hidden else number(fact.value),
            "unit": fact.unit,
            "expression": fact.expression,
            "comes_from": "; ".join(fact.inputs),
        }
        for name, path in zip(table["fact"], table["path"], strict=True)
        if name in wanted
        for fact in [known.facts[name]]
    ]

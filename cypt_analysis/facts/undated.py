"""Facts without a period in their name: the latest, extremes, quoted figures, tallies."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.drops.drop import Drop
from cypt_analysis.facts.making import COLUMNS, decimals_set, make, no_facts, where
from cypt_analysis.ground.printing import format_number


def latest(by_period: pd.DataFrame, latest: pd.DataFrame) -> pd.DataFrame:
    """The facts of each path's latest period once more, under the name without the period."""
    wanted = latest[["path", "period"]].drop_duplicates()
    table = by_period.merge(wanted, on=["path", "period"])
    prefix = table["path"] + "." + table["period"]
    rest = pd.Series(
        [name[len(lead) :] for name, lead in zip(table["fact"], prefix, strict=True)],
        index=table.index,
        dtype=object,
    )
    return table.assign(fact=table["path"] + rest.where(rest != "", ".latest"))


def extremes(own: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    """The highest and lowest value of the series that the latest observation belongs to."""
    series = judged["series"].to_dict()
    rows = own[own["series"] == own["path"].map(series)]
    parts = []
    for stat, ascending in (("highest", False), ("lowest", True)):
        extreme = rows.sort_values(["value", "end"], ascending=[ascending, False], kind="stable")
        extreme = extreme.drop_duplicates("path")
        parts.append(
            make(
                extreme, stat, extreme["value"], extreme["unit"], extreme["decimals"],
                f"{stat} of " + extreme["path"], extreme["id"], names=extreme["path"] + f".{stat}",
            )
        )  # fmt: skip
    return pd.concat(parts)


def quoted(quoted: pd.DataFrame) -> pd.DataFrame:
    """Figures quoted from other documents, each with its source."""
    if quoted.empty:
        return no_facts()
    rows = quoted.assign(measure="", breakdown="", path=quoted["indicator"])
    decimals = decimals_set(quoted["value"])
    return make(
        rows, "quoted", quoted["value"], quoted["unit"], decimals, "quoted: " + quoted["source"],
        where(quoted), names=quoted["indicator"] + "." + quoted["figure"],
    )  # fmt: skip


def tallies(drop: Drop) -> pd.DataFrame:
    """How many actions and risks each indicator has."""
    facts = []
    tallies: list[tuple[str, str, pd.DataFrame]] = []
    for source in ("risks", "actions"):
        if source in drop.tables:
            groups = drop.tables[source].groupby("indicator")
            tallies += [(str(indicator), source, group) for indicator, group in groups]
    for indicator, source, table in tallies:
        file = drop.path(f"{source}.csv")
        facts.append(
            {
                "fact": f"{indicator}.{source}", "value": float(len(table)), "unit": source,
                "printed": format_number(len(table)), "expression": f"rows of {source}.csv",
                "inputs": f"{file} rows {table.index.min()} to {table.index.max()}",
                "indicator": indicator, "measure": "", "breakdown": "", "period": "",
                "stat": source, "decimals": 0, "change": False,
            }
        )  # fmt: skip
    return pd.DataFrame(facts, columns=list(COLUMNS))

"""Observations → facts: named numbers that the report may print.

A fact's name is PATH[.PERIOD][.STAT]. PATH is ``looked_after`` for an indicator's headline
measure and ``obesity.reception_obese`` for another; without PERIOD, STAT is that of the
latest observation. ``looked_after.2009-09-30`` is a value, ``looked_after.latest`` the
latest, ``looked_after.change_on_year`` how far it is from the year before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.changes import latest_of
from cypt_analysis.findings import UserError, did_you_mean
from cypt_analysis.ingest import Drop, DropInfo
from cypt_analysis.observations import Stacked, area_slug
from cypt_analysis.printing import (
    POINTS,
    RELATIVE,
    format_direction,
    format_number,
    format_signed,
    format_value,
)
from cypt_analysis.quarter import parse_period
from cypt_analysis.statistics import required_run_rate, significance_threshold

COLUMNS = (
    "fact", "value", "unit", "printed", "expression", "inputs", "indicator", "measure",
    "breakdown", "period", "stat", "decimals", "change",
)  # fmt: skip
_ABOUT = ("indicator", "measure", "breakdown", "period", "path")


@dataclass(frozen=True)
class Fact:
    """One named number: its value and unit, how it is printed, and where it comes from.

    ``inputs`` names the facts that the expression uses, or the file and row of a value that
    was received. ``change`` says that the sign is a direction, which prose puts in words.
    """

    name: str
    value: float
    unit: str
    printed: str
    expression: str
    inputs: tuple[str, ...]
    period: str
    decimals: int
    change: bool

    @property
    def signed(self) -> str:
        """The printed form with its sign, as tables show a change."""
        return (
            format_signed(self.value, self.printed, self.decimals) if self.change else self.printed
        )

    @property
    def direction(self) -> str:
        """The printed form of a change in words: "up 24%"."""
        return (
            format_direction(self.value, self.printed, self.decimals)
            if self.change
            else self.printed
        )


class Facts:
    """The facts of a quarter, looked up by name."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.table = table
        self._rows = dict(zip(table["fact"], table.to_dict("records"), strict=True))

    def __contains__(self, name: object) -> bool:
        return name in self._rows

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._rows)

    def get(self, name: str) -> Fact | None:
        """The fact of a name, or None."""
        return self[name] if name in self._rows else None

    def __getitem__(self, name: str) -> Fact:
        """The fact of a name. Raises UserError with a suggestion for an unknown one."""
        if name not in self._rows:
            raise UserError(f"There is no fact '{name}'.{self.suggestion(name)}")
        row = self._rows[name]
        inputs = tuple(filter(None, row["inputs"].split("; ")))
        return Fact(
            row["fact"], row["value"], row["unit"], row["printed"], row["expression"], inputs,
            row["period"], int(row["decimals"]), bool(row["change"]),
        )  # fmt: skip

    def suggestion(self, name: str) -> str:
        """The nearest name, as a question, or how to list them."""
        first = name.split(".", maxsplit=1)[0]
        near = [known for known in self._rows if known.split(".")[0] == first]
        return did_you_mean(name, near or self._rows)


def derive_facts(
    stacked: Stacked, pairs: pd.DataFrame, judged: pd.DataFrame, drop: Drop, catalogue: Catalogue
) -> pd.DataFrame:
    """Every fact of a quarter, sorted by name, with the columns of ``COLUMNS``."""
    observations = stacked.observations
    own = observations[observations["area"] == drop.info.authority]
    dated = [
        _values(observations),
        _counts(own),
        _per_month(own),
        _limits(own),
        _changes(pairs),
        _benchmarks(own, observations, catalogue, drop.info),
        _baselines(own, catalogue),
        _thresholds(own, catalogue),
    ]
    by_period = pd.concat([part for part in dated if len(part)], ignore_index=True)
    undated = [
        _latest(by_period, latest_of(own)),
        _extremes(own, judged),
        _targets(stacked.targets, catalogue),
        _against_targets(judged),
        _run_rates(judged),
        _above_targets(judged, catalogue),
        _quoted(stacked.quoted),
        _tallies(drop),
    ]
    table = pd.concat([by_period, *(part for part in undated if len(part))], ignore_index=True)
    return table.drop_duplicates("fact").sort_values("fact", ignore_index=True)[list(COLUMNS)]


def _make(
    rows: pd.DataFrame,
    stat: str | pd.Series,
    value: pd.Series,
    unit: str | pd.Series,
    decimals: int | pd.Series,
    expression: pd.Series,
    inputs: pd.Series,
    *,
    change: bool = False,
    names: pd.Series | None = None,
) -> pd.DataFrame:
    """Facts of rows of observations, leaving out those without a value."""
    about = {name: rows[name] for name in _ABOUT if name in rows}
    named = (
        names
        if names is not None
        else rows["id"] + ("." + stat if isinstance(stat, str) and stat else "")
    )
    table = pd.DataFrame(
        {
            "fact": named, "value": value.astype(float), "unit": unit, "expression": expression,
            "inputs": inputs, "stat": stat, "decimals": decimals, "change": change, **about,
        },
        index=rows.index,
    )  # fmt: skip
    table = table[table["value"].notna() & np.isfinite(table["value"])]
    shown = table["value"].abs() if change else table["value"]
    printed = [
        format_value(*cells) for cells in zip(shown, table["unit"], table["decimals"], strict=True)
    ]
    return table.assign(printed=printed)


def _number(values: pd.Series) -> pd.Series:
    return values.map(lambda value: f"{value:.10g}", na_action="ignore").astype(object)


def _where(rows: pd.DataFrame) -> pd.Series:
    return rows["file"] + " row " + rows["row"].astype(str)


def _points(units: pd.Series) -> pd.Series:
    return units.where(units != "%", POINTS)


def _values(rows: pd.DataFrame) -> pd.DataFrame:
    """The value of each observation, with the areas it is compared with."""
    counted = (
        rows["numerator"].notna() & rows["denominator"].notna() & ~rows["assumed"].astype(bool)
    )
    # A rate with events but a denominator that only follows from it was received as a rate.
    counted &= rows["kind"] != "rate"
    times = " × " + _number(rows["scale"])
    worked = _number(rows["numerator"]) + " / " + _number(rows["denominator"]) + times
    expression = worked.where(counted, "as received")
    return _make(rows, "", rows["value"], rows["unit"], rows["decimals"], expression, _where(rows))


def _counts(own: pd.DataFrame) -> pd.DataFrame:
    real = own[~own["assumed"].astype(bool)]
    received = pd.Series("as received", index=real.index)
    return pd.concat(
        [
            _make(real, name, real[name], "count", 0, received, _where(real))
            for name in ("numerator", "denominator")
        ]
    )


def _per_month(own: pd.DataFrame) -> pd.DataFrame:
    rows = own[own["kind"] == "count"]
    months = rows["period"].map(lambda text: parse_period(text).months)
    rows, months = rows[months > 1], months[months > 1]
    expression = rows["id"] + " / " + months.astype(str) + " months"
    return _make(rows, "per_month", rows["value"] / months, "per month", 0, expression, rows["id"])


def _limits(own: pd.DataFrame) -> pd.DataFrame:
    expression = own["method"] + " interval of " + own["id"]
    parts = []
    for level, name in (("95", "95%"), ("998", "99.8%")):
        for side in ("lower", "upper"):
            text = name + " " + expression
            stat = f"{side}_{level}"
            parts.append(_make(own, stat, own[stat], own["unit"], own["decimals"], text, own["id"]))
    return pd.concat(parts)


def _changes(pairs: pd.DataFrame) -> pd.DataFrame:
    """Changes on the year and on the period before, relative and absolute, and their tests."""
    parts = []
    for basis, rows in pairs.groupby("basis", sort=False):
        then = rows["then_value"].astype(float)
        relative = (rows["value"] / then.where(then != 0) - 1) * 100
        both = rows["id"] + "; " + rows["then_id"]
        minus = rows["id"] + " − " + rows["then_id"]
        earlier = "year_before" if basis == "year" else "previous"
        stat = f"change_on_{basis}"
        ratio = "(" + rows["id"] + " / " + rows["then_id"] + " − 1) × 100"
        test = "test of " + rows["id"] + " against " + rows["then_id"]
        parts += [
            _make(rows, earlier, then, rows["unit"], rows["decimals"], rows["then_id"], rows["then_id"]),
            _make(rows, stat, relative, RELATIVE, rows["change_decimals"], ratio, both, change=True),
            _make(
                rows, f"{stat}_absolute", rows["value"] - then, _points(rows["unit"]),
                rows["decimals"], minus, both, change=True,
            ),
            _make(rows, f"{stat}_p", rows["p_value"], "p", 3, test, both),
        ]  # fmt: skip
        for side in ("lower", "upper"):
            parts.append(
                _make(
                    rows, f"{stat}_{side}", rows[f"difference_{side}"], _points(rows["unit"]),
                    rows["decimals"], "95% interval of " + minus, both,
                ).pipe(_with_sign)
            )  # fmt: skip
    return pd.concat(parts) if parts else pd.DataFrame(columns=list(COLUMNS))


def _with_sign(table: pd.DataFrame) -> pd.DataFrame:
    """The limits of a difference are read as a pair, so each keeps its sign."""
    return table.assign(
        printed=[
            format_signed(value, format_value(abs(value), unit, decimals), decimals)
            for value, unit, decimals in zip(
                table["value"], table["unit"], table["decimals"], strict=True
            )
        ]
    )


def _benchmarks(
    own: pd.DataFrame, observations: pd.DataFrame, catalogue: Catalogue, info: DropInfo
) -> pd.DataFrame:
    """Another area's value at the same period, and how far the authority is from it."""
    others = observations[observations["area"] != info.authority]
    columns = ["path", "period", "id", "area", "value"]
    rows = own.merge(others[columns], on=["path", "period"], suffixes=("", "_other"))
    if rows.empty:
        return rows.reindex(columns=list(COLUMNS))
    slugs = rows["area_other"].map({a: area_slug(a, info) for a in rows["area_other"].unique()})
    both = rows["id"] + "; " + rows["id_other"]
    ratio = "(" + rows["id"] + " / " + rows["id_other"] + " − 1) × 100"
    minus = rows["id"] + " − " + rows["id_other"]
    relative = (rows["value"] / rows["value_other"].where(rows["value_other"] != 0) - 1) * 100
    gap = rows["value"] - rows["value_other"]
    parts = [
        _make(
            rows, "gap_to_" + slugs, relative, RELATIVE, 0, ratio, both,
            change=True, names=rows["id"] + ".gap_to_" + slugs,
        ),
        _make(
            rows, "gap_to_" + slugs + "_absolute", gap, _points(rows["unit"]), rows["decimals"],
            minus, both, change=True, names=rows["id"] + ".gap_to_" + slugs + "_absolute",
        ),
    ]  # fmt: skip
    return pd.concat([*parts, _neighbours(rows, info)])


def _neighbours(rows: pd.DataFrame, info: DropInfo) -> pd.DataFrame:
    """Mean, median and rank among the named neighbours that have a value."""
    near = rows[rows["area_other"].isin(info.neighbours)]
    if near.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    groups = near.groupby("id", sort=False)
    first = groups.first().reset_index()
    inputs = groups["id_other"].agg("; ".join).reset_index(drop=True)
    higher = (near["value_other"] > near["value"]).groupby(near["id"], sort=False).sum()
    mean = groups["value_other"].mean().reset_index(drop=True)
    median = groups["value_other"].median().reset_index(drop=True)
    rank = (higher + 1).reset_index(drop=True)
    size = groups.size().reset_index(drop=True)
    of = " of " + inputs
    own_too = first["id"] + "; " + inputs
    return pd.concat(
        [
            _make(
                first,
                "neighbours_mean",
                mean,
                first["unit"],
                first["decimals"],
                "mean" + of,
                inputs,
            ),
            _make(
                first,
                "neighbours_median",
                median,
                first["unit"],
                first["decimals"],
                "median" + of,
                inputs,
            ),
            _make(first, "neighbours_counted", size, "areas", 0, "number" + of, inputs),
            _make(first, "rank", rank, "rank", 0, "rank, highest first, among " + own_too, own_too),
        ]
    )


def _baselines(own: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    parts = []
    for path, measure in catalogue.measures.items():
        if measure.baseline is None:
            continue
        indicator = catalogue.indicators[path.split(".")[0]]
        base_id = (
            f"{indicator.path(indicator.get(measure.baseline.measure))}.{measure.baseline.period}"
        )
        base = own.loc[own["id"] == base_id, "value"]
        rows = own[own["path"] == path]
        if base.empty or rows.empty:
            continue
        value = (1 - rows["value"] / float(base.iloc[0])) * 100
        expression = "(1 − " + rows["id"] + f" / {base_id}) × 100"
        inputs = rows["id"] + f"; {base_id}"
        parts.append(_make(rows, "reduction_from_baseline", value, RELATIVE, 0, expression, inputs))
        constant = pd.Series(float(base.iloc[0]), index=rows.index)
        named = pd.Series(base_id, index=rows.index)
        parts.append(
            _make(rows, "baseline", constant, rows["unit"], rows["decimals"], named, named)
        )
    return pd.concat(parts) if parts else pd.DataFrame(columns=list(COLUMNS))


def _thresholds(own: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """What the next figure must pass to count as a change for the better, on the same denominator."""
    parts = []
    polarity = {
        (path.split(".")[0], measure.id): measure.polarity
        for path, measure in catalogue.measures.items()
    }
    rows = own[(own["kind"] == "proportion") & own["denominator"].notna()]
    directions = pd.Series(
        [polarity[key] for key in zip(rows["indicator"], rows["measure"], strict=True)],
        index=rows.index,
        dtype=object,
    ).map({"low": "decrease", "high": "increase"})
    for direction, group in rows.groupby(directions):
        for rule in ("intervals", "test"):
            denominator = group["denominator"].to_numpy(dtype=float)
            numerator = group["numerator"].to_numpy(dtype=float)
            limit = significance_threshold(
                numerator, denominator, denominator, rule, str(direction)
            )
            value = pd.Series(limit * 100, index=group.index)
            text = f"significance threshold ({rule}, {direction}) after " + group["id"]
            stat = f"threshold_{rule}"
            parts.append(
                _make(group, stat, value, group["unit"], group["decimals"], text, group["id"])
            )
    return pd.concat(parts) if parts else pd.DataFrame(columns=list(COLUMNS))


def _latest(by_period: pd.DataFrame, latest: pd.DataFrame) -> pd.DataFrame:
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


def _extremes(own: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    """The highest and lowest value of the series that the latest observation belongs to."""
    series = judged["series"].to_dict()
    rows = own[own["series"] == own["path"].map(series)]
    parts = []
    for stat, ascending in (("highest", False), ("lowest", True)):
        extreme = rows.sort_values(["value", "end"], ascending=[ascending, False], kind="stable")
        extreme = extreme.drop_duplicates("path")
        parts.append(
            _make(
                extreme, stat, extreme["value"], extreme["unit"], extreme["decimals"],
                f"{stat} of " + extreme["path"], extreme["id"], names=extreme["path"] + f".{stat}",
            )
        )  # fmt: skip
    return pd.concat(parts)


def _measure_path(catalogue: Catalogue, indicator: str, measure: str) -> str:
    entry = catalogue.indicators[indicator]
    return entry.path(entry.get(measure))


def _targets(targets: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    if targets.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    keys = list(zip(targets["indicator"], targets["measure"], strict=True))
    entries = [catalogue.indicators[indicator].get(measure) for indicator, measure in keys]
    paths = pd.Series([_measure_path(catalogue, *key) for key in keys], index=targets.index)
    rows = targets.assign(path=paths, breakdown="")
    units = pd.Series([entry.unit for entry in entries], index=targets.index)
    # A target keeps the decimals it was set with.
    decimals = targets["target"].map(lambda value: len(f"{value:.10g}".partition(".")[2]))
    received = pd.Series("as received", index=targets.index)
    return _make(
        rows, "target", targets["target"], units, decimals, received, _where(targets),
        names=paths + ".target." + targets["period"],
    )  # fmt: skip


def _against_targets(judged: pd.DataFrame) -> pd.DataFrame:
    """The target that applies to the latest value, what it asks by now, and the gap to it."""
    rows = judged[judged["target"].notna()].reset_index(drop=True)
    if rows.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    prefix = rows["path"].where(rows["breakdown"] == "", rows["indicator"] + "." + rows["measure"])
    target_id = prefix + ".target." + rows["target_period"]
    both = rows["id"] + "; " + target_id
    decimals = rows["target"].map(lambda value: len(f"{value:.10g}".partition(".")[2]))
    finer = pd.concat([decimals, rows["decimals"].astype(int)], axis=1).max(axis=1)
    required = rows["required"].astype(float)
    shared = required != rows["target"]
    part = rows[shared]
    gap = rows["judged"].astype(float) - required
    return pd.concat(
        [
            _make(
                rows, "target", rows["target"], rows["unit"], decimals, target_id, target_id,
                names=rows["path"] + ".target",
            ),
            _make(
                part, "pro_rata_target", required[shared], part["unit"], part["decimals"],
                "share of " + target_id[shared] + " for the time gone", target_id[shared],
                names=part["path"] + ".pro_rata_target",
            ),
            _make(
                part, "so_far", part["judged"], part["unit"], part["decimals"],
                "sum of " + part["path"] + " in the target's period", part["id"],
                names=part["path"] + ".so_far",
            ),
            _make(
                rows, "gap_to_target", gap, _points(rows["unit"]), finer,
                rows["id"] + " − what " + target_id + " asks by now", both,
                change=True, names=rows["path"] + ".gap_to_target",
            ),
        ]
    )  # fmt: skip


def _run_rates(judged: pd.DataFrame) -> pd.DataFrame:
    """What each remaining period of a target's year must bring, where it is within reach."""
    rows = judged[
        judged["target"].notna()
        & (judged["required"] != judged["target"])
        & (judged["kind"] == "count")
        & judged["comparison"].isin(["at least", "at most"])
    ]
    needed = {row["path"]: _run_rate(row) for row in rows.to_dict("records")}
    values = rows["path"].map(needed)
    target_id = rows["path"] + ".target." + rows["target_period"]
    expression = "(" + target_id + " − " + rows["path"] + ".so_far) / remaining periods"
    both = rows["path"] + ".so_far; " + target_id
    return _make(
        rows, "needed_per_period", values, rows["unit"], 1, expression, both,
        names=rows["path"] + ".needed_per_period",
    )  # fmt: skip


def _run_rate(row: dict) -> float:
    length = parse_period(row["period"]).months
    total = parse_period(row["target_period"]).months
    done = (row["end"].year - parse_period(row["target_period"]).start.year) * 12 + (
        row["end"].month - parse_period(row["target_period"]).start.month + 1
    )
    polarity = "high" if row["comparison"] == "at least" else "low"
    rate = required_run_rate(
        row["judged"], done // length, total // length, row["target"], polarity=polarity
    )
    return rate.needed if rate.verdict == "within reach" else np.nan


def _above_targets(judged: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Of a measure with a breakdown, how many of its latest values are above the target."""
    rows = judged[(judged["breakdown"] != "") & judged["target"].notna()]
    facts = []
    for (indicator, measure), group in rows.groupby(["indicator", "measure"]):
        path = _measure_path(catalogue, str(indicator), str(measure))
        above = group["value"] > group["target"]
        facts.append(
            {
                "fact": f"{path}.above_target", "value": float(above.sum()), "unit": "number",
                "printed": format_number(float(above.sum())), "stat": "above_target",
                "expression": f"number of {path} above {path}.target.{group['target_period'].iloc[0]}",
                "inputs": "; ".join(group["id"]), "indicator": indicator, "measure": measure,
                "breakdown": "", "period": group["period"].iloc[0], "decimals": 0, "change": False,
            }
        )  # fmt: skip
    return pd.DataFrame(facts, columns=list(COLUMNS))


def _quoted(quoted: pd.DataFrame) -> pd.DataFrame:
    if quoted.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    rows = quoted.assign(measure="", breakdown="", path=quoted["indicator"])
    decimals = quoted["value"].map(lambda value: len(f"{value:.10g}".partition(".")[2]))
    return _make(
        rows, "quoted", quoted["value"], quoted["unit"], decimals, "quoted: " + quoted["source"],
        _where(quoted), names=quoted["indicator"] + "." + quoted["figure"],
    )  # fmt: skip


def _tallies(drop: Drop) -> pd.DataFrame:
    """How many actions each indicator has, and how many risks stand on the register."""
    facts = []
    tallies: list[tuple[str, str, pd.DataFrame]] = []
    if "risks" in drop.tables:
        tallies.append(("risk_management", "risks", drop.tables["risks"]))
    actions = drop.tables.get("actions")
    for indicator, group in actions.groupby("indicator") if actions is not None else ():
        tallies.append((str(indicator), "actions", group))
    for indicator, source, table in tallies:
        facts.append(
            {
                "fact": f"{indicator}.{source}", "value": float(len(table)), "unit": source,
                "printed": format_number(len(table)), "expression": f"rows of {source}.csv",
                "inputs": f"{drop.path(source + '.csv')} rows {table.index.min()} to {table.index.max()}",
                "indicator": indicator, "measure": "", "breakdown": "", "period": "",
                "stat": source, "decimals": 0, "change": False,
            }
        )  # fmt: skip
    return pd.DataFrame(facts, columns=list(COLUMNS))


Printer = Callable[[Fact], str]
PRINTERS: dict[str, Printer] = {
    "": lambda fact: fact.printed,
    "direction": lambda fact: fact.direction,
    "signed": lambda fact: fact.signed,
}

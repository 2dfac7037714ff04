"""Facts about targets: what they ask, by when, and how far away it is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.facts.making import (
    COLUMNS,
    decimals_set,
    make,
    measure_path,
    no_facts,
    points,
    where,
)
from cypt_analysis.ground.printing import format_number
from cypt_analysis.judgement.calls import run_rate


def targets(targets: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Every target that was received, whether or not a figure has come for it."""
    if targets.empty:
        return no_facts()
    keys = list(zip(targets["indicator"], targets["measure"], strict=True))
    entries = [catalogue.indicators[indicator].get(measure) for indicator, measure in keys]
    paths = pd.Series([measure_path(catalogue, *key) for key in keys], index=targets.index)
    rows = targets.assign(path=paths, breakdown="")
    units = pd.Series([entry.unit for entry in entries], index=targets.index)
    # A target keeps the decimals it was set with.
    decimals = decimals_set(targets["target"])
    received = pd.Series("as received", index=targets.index)
    return make(
        rows, "target", targets["target"], units, decimals, received, where(targets),
        names=paths + ".target." + targets["period"],
    )  # fmt: skip


def against_targets(judged: pd.DataFrame) -> pd.DataFrame:
    """The target that applies to the latest value, what it asks by now, and the gap to it."""
    rows = judged[judged["target"].notna()].reset_index(drop=True)
    if rows.empty:
        return no_facts()
    prefix = rows["path"].where(rows["breakdown"] == "", rows["indicator"] + "." + rows["measure"])
    target_id = prefix + ".target." + rows["target_period"]
    decimals = decimals_set(rows["target"])
    finer = pd.concat([decimals, rows["decimals"].astype(int)], axis=1).max(axis=1)
    required = rows["required"].astype(float)
    shared = rows["way"] != ""
    part = rows[shared]
    by_now = target_id + " " + rows["way"]
    summed = shared & (rows["kind"] == "count")
    judged_id = rows["id"].where(~summed, rows["path"] + ".so_far")
    required_id = target_id.where(~shared, rows["path"] + ".pro_rata_target")
    gap = rows["judged"].astype(float) - required
    return pd.concat(
        [
            make(
                rows, "target", rows["target"], rows["unit"], decimals, target_id, target_id,
                names=rows["path"] + ".target",
            ),
            make(
                part, "pro_rata_target", required[shared], part["unit"], part["decimals"],
                by_now[shared], target_id[shared],
                names=part["path"] + ".pro_rata_target",
            ),
            make(
                rows[summed], "so_far", rows.loc[summed, "judged"], rows["unit"], rows["decimals"],
                rows["judged_of"].str.replace("; ", " + "), rows["judged_of"],
                names=rows["path"] + ".so_far",
            ),
            make(
                rows, "gap_to_target", gap, points(rows["unit"]), finer,
                judged_id + " − " + required_id, judged_id + "; " + required_id,
                change=True, names=rows["path"] + ".gap_to_target",
            ),
        ]
    )  # fmt: skip


def run_rates(judged: pd.DataFrame) -> pd.DataFrame:
    """What each remaining period of a target's year must bring, where it is within reach."""
    rows = judged[
        judged["target"].notna()
        & (judged["way"] != "")
        & (judged["kind"] == "count")
        & judged["comparison"].isin(["at least", "at most"])
    ]
    if rows.empty:
        return no_facts()
    needed = {row["path"]: _run_rate(row) for row in rows.to_dict("records")}
    values = rows["path"].map({path: rate for path, (rate, _) in needed.items()})
    remaining = rows["path"].map({path: str(periods) for path, (_, periods) in needed.items()})
    target_id = rows["path"] + ".target." + rows["target_period"]
    expression = "(" + target_id + " − " + rows["path"] + ".so_far) / " + remaining
    both = rows["path"] + ".so_far; " + target_id
    return make(
        rows, "needed_per_period", values, rows["unit"], 1, expression, both,
        names=rows["path"] + ".needed_per_period",
    )  # fmt: skip


def _run_rate(row: dict) -> tuple[float, int]:
    """What each remaining period must bring (missing where out of reach), and how many remain."""
    call = run_rate(row)
    rate = call.run()
    _, done, total, _ = call.arguments
    return (rate.needed if rate.verdict == "within reach" else np.nan), total - done


def above_targets(judged: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Of a measure with a breakdown, how many of its latest values are above the target."""
    rows = judged[(judged["breakdown"] != "") & judged["target"].notna()]
    facts = []
    for (indicator, measure), group in rows.groupby(["indicator", "measure"]):
        path = measure_path(catalogue, str(indicator), str(measure))
        above = group["value"] > group["target"]
        target_period = group["target_period"].iloc[0]
        facts.append(
            {
                "fact": f"{path}.above_target", "value": float(above.sum()), "unit": "number",
                "printed": format_number(float(above.sum())), "stat": "above_target",
                "expression": f"number of {path} above {path}.target.{target_period}",
                "inputs": "; ".join(group["id"]), "indicator": indicator, "measure": measure,
                "breakdown": "", "period": group["period"].iloc[0], "decimals": 0, "change": False,
            }
        )  # fmt: skip
    return pd.DataFrame(facts, columns=list(COLUMNS))

"""Facts of each period beside other areas, a baseline, and the edge of chance."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.facts.making import make, no_facts, points
from cypt_analysis.ground.printing import RELATIVE
from cypt_analysis.judgement.calls import DIRECTIONS, THRESHOLD_RULES, threshold
from cypt_analysis.observations.vintages import area_slug


def benchmarks(
    own: pd.DataFrame, observations: pd.DataFrame, catalogue: Catalogue, info: DropInfo
) -> pd.DataFrame:
    """Another area's value at the same period, and how far the authority is from it."""
    others = observations[observations["area"] != info.authority]
    columns = ["path", "period", "id", "area", "value"]
    rows = own.merge(others[columns], on=["path", "period"], suffixes=("", "_other"))
    if rows.empty:
        return no_facts()
    slugs = rows["area_other"].map({a: area_slug(a, info) for a in rows["area_other"].unique()})
    both = rows["id"] + "; " + rows["id_other"]
    ratio = "(" + rows["id"] + " / " + rows["id_other"] + " − 1) × 100"
    minus = rows["id"] + " − " + rows["id_other"]
    relative = (rows["value"] / rows["value_other"].where(rows["value_other"] != 0) - 1) * 100
    gap = rows["value"] - rows["value_other"]
    parts = [
        make(
            rows, "gap_to_" + slugs, relative, RELATIVE, 0, ratio, both,
            change=True, names=rows["id"] + ".gap_to_" + slugs,
        ),
        make(
            rows, "gap_to_" + slugs + "_absolute", gap, points(rows["unit"]), rows["decimals"],
            minus, both, change=True, names=rows["id"] + ".gap_to_" + slugs + "_absolute",
        ),
    ]  # fmt: skip
    return pd.concat([*parts, _neighbours(rows, info)])


def _neighbours(rows: pd.DataFrame, info: DropInfo) -> pd.DataFrame:
    """Mean, median and rank among the named neighbours that have a value."""
    near = rows[rows["area_other"].isin(info.neighbours)]
    if near.empty:
        return no_facts()
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
            make(
                first,
                "neighbours_mean",
                mean,
                first["unit"],
                first["decimals"],
                "mean" + of,
                inputs,
            ),
            make(
                first,
                "neighbours_median",
                median,
                first["unit"],
                first["decimals"],
                "median" + of,
                inputs,
            ),
            make(first, "neighbours_counted", size, "areas", 0, "number" + of, inputs),
            make(first, "rank", rank, "rank", 0, "rank, highest first, among " + own_too, own_too),
        ]
    )


def baselines(own: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The reduction from the baseline that the catalogue names, and the baseline itself."""
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
        parts.append(make(rows, "reduction_from_baseline", value, RELATIVE, 0, expression, inputs))
        constant = pd.Series(float(base.iloc[0]), index=rows.index)
        named = pd.Series(base_id, index=rows.index)
        parts.append(make(rows, "baseline", constant, rows["unit"], rows["decimals"], named, named))
    return pd.concat(parts) if parts else no_facts()


def thresholds(own: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """What the next figure must pass to be a change for the better, on the same denominator."""
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
    ).map(DIRECTIONS)
    for direction, group in rows.groupby(directions):
        for rule in THRESHOLD_RULES:
            value = threshold(group, rule, str(direction)).run() * 100
            text = f"significance threshold ({rule}, {direction}) after " + group["id"]
            stat = f"threshold_{rule}"
            parts.append(
                make(group, stat, value, group["unit"], group["decimals"], text, group["id"])
            )
    return pd.concat(parts) if parts else no_facts()

"""Facts about targets: what they ask, by when, and how far away it is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.facts.making import (
    Recipe,
    decimals_set,
    each_of,
    make,
    names,
    number_text,
    points,
    together,
    where,
)
from cypt_analysis.ground.number_format import decimals_apart
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.stats import Stat
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.judgement.calls import run_rate
from cypt_analysis.judgement.target_status import is_pro_rata


def targets(targets: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Every target that was received, whether or not a figure has come for it."""
    if targets.empty:
        return together([])
    keys = zip(targets["indicator"], targets["measure"], strict=True)
    units = [catalogue.indicators[indicator].get(measure).unit for indicator, measure in keys]
    rows = _of_measure(targets, catalogue).assign(unit=units)
    # A target keeps the decimals it was set with.
    decimals = decimals_set(rows["target"])
    recipe = Recipe(
        Stat.TARGET, rows["target"], "as received", each_of(where(rows)), decimals=decimals
    )
    return make(rows, recipe)


def against_targets(judged: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """What the target asks of the latest value by now, the year's count so far, and the gap."""
    rows = judged[judged["target"].notna()].reset_index(drop=True)
    if rows.empty:
        return together([])
    asked = target_names(rows, catalogue)
    finer = pd.concat([decimals_set(rows["target"]), rows["decimals"].astype(int)], axis=1)
    required = rows["required"].astype(float)
    shared = rows["way"] != ""
    ratio = rows["judged_denominator"].notna()
    several = rows["judged_of"].map(len) > 1
    summed = (shared & (rows["kind"] == Kind.COUNT)) | ratio | several
    held = names(rows, Stat.SO_FAR).where(summed, rows["id"])
    against = names(rows, Stat.PRO_RATA_TARGET).where(shared, asked)
    # What is asked by now does not look like the figure that misses it, nor the gap like none.
    now = _decimals_apart(rows, "required")
    finer["now"] = now
    by_now = Recipe(
        Stat.PRO_RATA_TARGET, required.where(shared), asked + " " + rows["way"], each_of(asked),
        decimals=now,
    )  # fmt: skip
    so_far = Recipe(
        Stat.SO_FAR, rows["judged"].astype(float).where(summed), _worked(rows, ratio),
        rows["judged_of"].map(tuple), decimals=_decimals_apart(rows, "target"),
    )  # fmt: skip
    # What is not judged is not so far from its target either.
    judged_at_all = rows["verdict"] != TargetStatus.NOT_JUDGED
    apart = (rows["judged"].astype(float) - required).where(judged_at_all)
    gap = Recipe(
        Stat.GAP_TO_TARGET, apart, held + " − " + against,
        each_of(held, against), points(rows["unit"]), finer.max(axis=1),
    )  # fmt: skip
    # What is made of several figures is of the target's period, not of the latest one.
    period = rows["target_period"].where(several | ratio, rows["period"])
    of_year = rows.assign(period=period)
    return together([make(rows, by_now), make(of_year, so_far), make(rows, gap)])


def _worked(rows: pd.DataFrame, ratio: pd.Series) -> pd.Series:
    """How the year so far follows: a sum of figures, or the ratio of the sums of their numbers."""
    top, bottom, scale = (
        number_text(rows[name].astype(float))
        for name in ("judged_numerator", "judged_denominator", "scale")
    )
    return (top + " / " + bottom + " × " + scale).where(ratio, rows["judged_of"].map(" + ".join))


def _decimals_apart(rows: pd.DataFrame, goal: str) -> pd.Series:
    """Decimals at which what is judged does not look like the target that it is not."""
    cells = zip(rows["judged"].astype(float), rows[goal], rows["decimals"], strict=True)
    found = [decimals_apart(value, goal, int(decimals)) for value, goal, decimals in cells]
    return pd.Series(found, index=rows.index)


def run_rates(judged: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """What each remaining period of a target's year must bring, where it is within reach.

    As printed, to the side on which it is enough: 4.4 where 4.33 is needed at least.
    """
    underway = judged["verdict"].isin([TargetStatus.ON_TRACK, TargetStatus.OFF_TRACK])
    rows = judged[
        judged["target"].notna()
        & underway
        & is_pro_rata(judged)
        & judged["comparison"].isin(["at least", "at most"])
    ]
    if rows.empty:
        return together([])
    rates = [_run_rate(row) for row in dicts_of(rows)]
    needed, remaining = (pd.Series(cells, index=rows.index) for cells in zip(*rates, strict=True))
    asked, so_far = target_names(rows, catalogue), names(rows, Stat.SO_FAR)
    side = rows["comparison"].map({"at least": ", rounded up", "at most": ", rounded down"})
    expression = "(" + asked + " − " + so_far + ") / " + remaining.astype(str) + side
    recipe = Recipe(Stat.NEEDED_PER_PERIOD, needed, expression, each_of(so_far, asked), decimals=1)
    return make(rows, recipe)


def _run_rate(row: dict) -> tuple[float, int]:
    """What each remaining period must bring (missing where out of reach), and how many remain."""
    call = run_rate(row)
    rate = call.run()
    _, done, total, _ = call.arguments
    return (rate.needed_safe if rate.verdict == "within reach" else np.nan), total - done


def above_targets(judged: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Of a measure with a breakdown, how many of its latest values are above the target."""
    rows = judged[(judged["breakdown"] != "") & judged["target"].notna()]
    if rows.empty:
        return together([])
    groups = rows.assign(above=rows["value"] > rows["target"]).groupby(["indicator", "measure"])
    first = _of_measure(groups.head(1).set_index(["indicator", "measure"], drop=False), catalogue)
    asked = target_names(first, catalogue)
    recipe = Recipe(
        Stat.ABOVE_TARGET, groups["above"].sum(), "number of " + first["path"] + " above " + asked,
        groups["id"].agg(tuple), "number", 0,
    )  # fmt: skip
    return make(first, recipe)


def target_names(judged: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    """The names of the targets that judged observations are held against."""
    asked = _of_measure(judged, catalogue)
    return names(asked.assign(period=asked["target_period"]), Stat.TARGET)


def _of_measure(rows: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Rows as those of the whole measure: a target is set for it, not for a part of it."""
    keys = zip(rows["indicator"], rows["measure"], strict=True)
    entries = [(catalogue.indicators[indicator], measure) for indicator, measure in keys]
    paths = [entry.path(entry.get(measure)) for entry, measure in entries]
    return rows.assign(breakdown="", path=paths)

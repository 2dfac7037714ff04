"""Every fact of a quarter, each of a name of its own, and the other names that facts have."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.drop import Drop
from cypt_analysis.facts.aliases import aliases
from cypt_analysis.facts.areas import against_areas, among_all, unseen
from cypt_analysis.facts.changes import (
    before_revision,
    changes,
    missing,
    not_shown,
    reductions,
    thresholds,
)
from cypt_analysis.facts.lookup import Facts
from cypt_analysis.facts.making import COLUMNS, together
from cypt_analysis.facts.targets import above_targets, against_targets, run_rates, targets
from cypt_analysis.facts.values import limits, parts, per_month, quoted, tallies, values
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.observations.rows import is_own
from cypt_analysis.observations.settled import Stacked

_ADVICE = "Give the quoted figure, the area, the part or the measure of one another name."


def check_names(table: pd.DataFrame, aliases: pd.DataFrame) -> None:
    """Raise UserError with every name that facts or aliases share, and where each is from."""
    others = aliases.rename(columns={"alias": "fact", "fact": "stands_for"})
    every = pd.concat([table.assign(stands_for=""), others], ignore_index=True)
    shared = every[every["fact"].duplicated(keep=False)]
    if shared.empty:
        return
    inputs = dict(zip(table["fact"], table["inputs"], strict=True))
    lines = []
    for name, rows in shared.groupby("fact"):
        lines.append(f"  {name}")
        lines += [f"    {_told(row, inputs)}" for row in dicts_of(rows)]
    told = "\n".join(lines)
    raise UserError(f"Two facts cannot have one name. Nothing was built.\n\n{told}\n\n{_ADVICE}")


def _told(row: dict, inputs: dict[str, tuple[str, ...]]) -> str:
    """What a fact is, or what it stands for, and the first file and row that it comes from."""
    about = [
        str(row["stat"]).replace("_", " "),
        f"of {row['area']}" if row["area"] else "",
        f"in {row['period']}" if row["period"] else "",
    ]
    words = f"short for {row['stands_for']}" if row["stands_for"] else " ".join(filter(None, about))
    source = inputs[row["stands_for"]] if row["stands_for"] else row["inputs"]
    while source[0] in inputs:
        source = inputs[source[0]]
    return f"{words}, {source[0]}"


def derive_facts(
    stacked: Stacked, pairs: pd.DataFrame, judged: pd.DataFrame, drop: Drop, catalogue: Catalogue
) -> Facts:
    """Every fact of a quarter. Raises UserError where two have one name."""
    observations, authority = stacked.observations, drop.info.authority
    own = observations[is_own(observations, drop.info)]
    # What covers a part of its period is no month's share, and no base of what comes next.
    whole = own[own["runs_to"].isna()]
    without = unseen(observations, drop.info)
    beside = pd.concat([own, without], ignore_index=True) if len(without) else own
    table = together(
        [
            values(observations, authority),
            parts(own),
            per_month(whole),
            limits(own),
            changes(pairs),
            before_revision(own, stacked.revisions, str(drop.quarter)),
            against_areas(beside, stacked, drop.info, catalogue),
            among_all(beside, stacked.everywhere, catalogue),
            reductions(whole, catalogue),
            thresholds(whole, catalogue),
            targets(stacked.targets, catalogue),
            against_targets(judged, catalogue),
            run_rates(judged, catalogue),
            above_targets(judged, catalogue),
            quoted(stacked.quoted),
            tallies(drop),
        ]
    )
    table = table.sort_values("fact", ignore_index=True)[list(COLUMNS)]
    others = aliases(table, [own, without], pairs, judged, catalogue)
    check_names(table, others)
    return Facts(
        table, others, {**missing(own, pairs), **not_shown(stacked.marked, own, authority)}
    )

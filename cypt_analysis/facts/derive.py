"""Every fact of a quarter, each of a name of its own, and the other names that facts have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.drop import Drop
from cypt_analysis.facts.areas import against_areas, among_all, unseen
from cypt_analysis.facts.changes import (
    EARLIER,
    before_revision,
    beside_baselines,
    changes,
    missing,
    not_shown,
    reductions,
    thresholds,
)
from cypt_analysis.facts.lookup import Facts
from cypt_analysis.facts.making import ALIAS_COLUMNS, COLUMNS, together
from cypt_analysis.facts.targets import (
    above_targets,
    against_targets,
    run_rates,
    target_names,
    targets,
)
from cypt_analysis.facts.values import limits, parts, per_month, quoted, tallies, values
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.key import written
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.stats import OF_AN_OBSERVATION, Stat
from cypt_analysis.judgement.changes import latest_of
from cypt_analysis.observations.rows import is_own
from cypt_analysis.observations.settled import Stacked


def aliases(
    table: pd.DataFrame,
    rows: Sequence[pd.DataFrame],
    pairs: pd.DataFrame,
    judged: pd.DataFrame,
    catalogue: Catalogue,
) -> pd.DataFrame:
    """Every alias of the facts of ``table`` with its key and the name of the fact it stands for.

    An alias is written from a key too. ``looked_after.change_on_year`` is that of a key without a
    period, which means the latest; ``looked_after.highest`` that of a stat which only points at an
    observation. No number is worked out here.

    ``rows`` are the authority's own observations, and those that stand for what it has not
    (`beside`): where it has none at all, what is latest is that of the other areas.
    """
    own, without = rows
    dated = [*_earlier(pairs), *_baselines(own, catalogue)]
    by_period = table[table["stat"].isin(OF_AN_OBSERVATION)]
    without = without[~without["path"].isin(own["path"])]
    newest = pd.concat([latest_of(each)[["path", "period"]] for each in (own, without)])
    latest = pd.concat([by_period, *dated]).merge(newest, on=["path", "period"])
    others = [*dated, *_extremes(own, judged), *_targets(judged, catalogue)]
    found = pd.concat([latest.assign(period=""), *others], ignore_index=True)
    cells = zip(found["path"], found["period"], found["area"], found["stat"], strict=True)
    found["alias"] = [written(path, when, area, Stat(stat)) for path, when, area, stat in cells]
    return found[list(ALIAS_COLUMNS)].sort_values("alias", ignore_index=True)


def _stands_for(
    rows: pd.DataFrame, stat: Stat, fact: pd.Series | str, period: str | None = None
) -> pd.DataFrame:
    """A stat of rows of observations as a name for other facts."""
    key = rows[["indicator", "measure", "breakdown", "period", "path"]]
    found = key.assign(area="", stat=stat.value, fact=fact)
    return found if period is None else found.assign(period=period)


def _earlier(pairs: pd.DataFrame) -> Iterator[pd.DataFrame]:
    for basis, rows in pairs.groupby("basis", sort=False):
        yield _stands_for(rows, EARLIER[str(basis)], rows["then_id"])


def _baselines(own: pd.DataFrame, catalogue: Catalogue) -> Iterator[pd.DataFrame]:
    for rows, first in beside_baselines(own, catalogue):
        yield _stands_for(rows, Stat.BASELINE, first["id"])


def _extremes(own: pd.DataFrame, judged: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The highest and lowest value of the series that the latest observation belongs to."""
    series = judged["series"].to_dict()
    # The figure of a part of a period is no highest or lowest one.
    rows = own[(own["series"] == own["path"].map(series)) & own["runs_to"].isna()]
    for stat, ascending in ((Stat.HIGHEST, False), (Stat.LOWEST, True)):
        # Of equal values the latest counts.
        extreme = rows.sort_values(["value", "end"], ascending=[ascending, False], kind="stable")
        extreme = extreme.drop_duplicates("path")
        yield _stands_for(extreme, stat, extreme["id"], period="")


def _targets(judged: pd.DataFrame, catalogue: Catalogue) -> Iterator[pd.DataFrame]:
    """The target that applies to each latest observation, of a part of a measure too."""
    rows = judged[judged["target"].notna()].reset_index(drop=True)
    yield _stands_for(rows, Stat.TARGET, target_names(rows, catalogue), period="")


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

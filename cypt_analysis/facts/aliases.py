"""Other names of facts, by rule: the latest, the year before, the highest, what applies now.

An alias is written from a key too. ``looked_after.change_on_year`` is that of a key without a
period, which means the latest; ``looked_after.highest`` that of a stat which only points at an
observation. No number is worked out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.facts.changes import EARLIER, beside_baselines
from cypt_analysis.facts.making import ALIAS_COLUMNS
from cypt_analysis.facts.targets import target_names
from cypt_analysis.ground.key import written
from cypt_analysis.ground.stats import OF_AN_OBSERVATION, Stat
from cypt_analysis.judgement.changes import latest_of


def aliases(
    table: pd.DataFrame,
    rows: Sequence[pd.DataFrame],
    pairs: pd.DataFrame,
    judged: pd.DataFrame,
    catalogue: Catalogue,
) -> pd.DataFrame:
    """Every alias of the facts of ``table`` with its key and the name of the fact it stands for.

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

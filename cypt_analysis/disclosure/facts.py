"""Facts as an edition prints them: what rests on a hidden figure prints its mark, and no number."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from cypt_analysis.drops.info import DropInfo
from cypt_analysis.facts import Facts
from cypt_analysis.facts.making import ALIAS_COLUMNS, COLUMNS
from cypt_analysis.ground.key import written
from cypt_analysis.ground.stats import OF_AN_OBSERVATION, Stat
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.judgement.changes import latest_of
from cypt_analysis.observations.rows import is_own

_SERIES = ["indicator", "measure", "breakdown"]


def protected_facts(true: Facts, shown: Facts, observations: pd.DataFrame, info: DropInfo) -> Facts:
    """The facts of an edition: ``shown`` are those derived from what it shows.

    Every other name of the ``true`` facts stays, so that words may name it; it prints the mark, as
    does what the same name would tell otherwise now: a sum, a mean or a place that rests on a
    hidden figure. ``observations`` are the edition's, of which ``mark`` says which are not shown.
    """
    away = observations[observations["mark"] != ""]
    # Another area's figure takes nothing of the authority's own away.
    own = away[is_own(away, info)]
    periods = set(zip(own["path"], own["period"], strict=True))
    gone = _resting_on(true, set(away["id"]), periods)
    gone |= set(true) - set(shown)
    hidden = true.table[true.table["fact"].isin(gone)].assign(
        value=float("nan"), printed=HIDDEN_MARK, expression="", decimals=0
    )
    hidden["inputs"] = [()] * len(hidden)
    hidden = pd.concat([hidden, _never_known(away, true)], ignore_index=True)
    kept = shown.table[~shown.table["fact"].isin(gone)]
    table = _together(kept, hidden).sort_values("fact", ignore_index=True)[list(COLUMNS)]
    # Which figure is the latest is no secret; which is the highest may be one.
    others = _without_order(true.alias_table[true.alias_table["fact"].isin(table["fact"])], own)
    new = shown.alias_table[~shown.alias_table["alias"].isin(others["alias"])]
    # The newest is hidden: no name without a period may mean an older one where the hidden number
    # allows none of its own, as a threshold: which names there are would tell of it.
    newest = latest_of(observations[is_own(observations, info)])
    unsaid = pd.MultiIndex.from_frame(newest.loc[newest["mark"] != "", _SERIES])
    new = new[(new["period"] != "") | ~pd.MultiIndex.from_frame(new[_SERIES]).isin(unsaid)]
    aliases = _together(others, new)
    missing = {name: why for name, why in shown.missing.items() if name not in gone}
    return Facts(table, aliases.sort_values("alias", ignore_index=True), missing)


def _together(*tables: pd.DataFrame) -> pd.DataFrame:
    """Tables as one; an empty one has no types, and would take those of the others away."""
    filled = [each for each in tables if len(each)]
    return pd.concat(filled, ignore_index=True) if filled else tables[0]


def _without_order(aliases: pd.DataFrame, hidden: pd.DataFrame) -> pd.DataFrame:
    """Names of the highest and the lowest of a series with hidden figures: they print the mark."""
    one = hidden[[*_SERIES, "id"]].drop_duplicates(_SERIES)
    found = aliases.merge(one, on=_SERIES, how="left")
    ordered = found["stat"].isin([Stat.HIGHEST, Stat.LOWEST]) & found["id"].notna()
    return found.assign(fact=found["fact"].where(~ordered, found["id"]))[list(ALIAS_COLUMNS)]


def _never_known(rows: pd.DataFrame, true: Facts) -> pd.DataFrame:
    """Facts of figures that were received without their number: they print the mark alone."""
    rows = rows[~rows["id"].isin(true.table["fact"])]
    stats = rows["stat"] if "stat" in rows else pd.Series(Stat.VALUE.value, index=rows.index)
    cells = zip(rows["path"], rows["period"], stats, strict=True)
    plain = [written(path, period, "", Stat(stat)) for path, period, stat in cells]
    # An id names another area, where it is of one.
    whole = stats == Stat.VALUE.value
    names = rows["id"].where(whole, plain)
    area = rows["area"].where(whole & (names != plain), "")
    made = rows.reindex(columns=list(COLUMNS)).assign(
        fact=names, area=area, stat=stats, then_period="", value=float("nan"),
        printed=HIDDEN_MARK, decimals=0, expression="",
    )  # fmt: skip
    made["inputs"] = [()] * len(made)
    return made


def _resting_on(
    facts: Facts, ids: Collection[str], periods: Collection[tuple[str, str]]
) -> set[str]:
    """The facts that rest on hidden figures, however far behind them these stand."""
    table = facts.table
    inputs = dict(zip(table["fact"], table["inputs"], strict=True))
    of_one = table["stat"].isin(OF_AN_OBSERVATION) & (table["area"] == "")
    cells = zip(table["fact"], table["path"], table["period"], of_one, strict=True)
    found = {name: True for name, path, when, own in cells if own and (path, when) in periods}
    found |= dict.fromkeys(ids, True)

    def rests(name: str) -> bool:
        if name not in found:
            found[name] = False
            found[name] = any(rests(each) for each in inputs.get(name, ()))
        return found[name]

    return {name for name in inputs if rests(name)}

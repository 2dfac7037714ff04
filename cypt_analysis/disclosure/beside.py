"""Figures with no count behind them: those quoted beside the data, and shares of an unknown whole.

A quoted number is judged as any other count, unless its unit is known to be none of people. Of a
share whose whole nobody has given nothing can be judged: that is said, and what the rule would ask.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.library.disclosure import Rule, rule
from cypt_analysis.library.people import counts_none

_SHARES = ("%", "per cent", "percent", "percentage")


def hidden_quoted(
    quoted: pd.DataFrame, gone: pd.DataFrame, every: pd.DataFrame, catalogue: Catalogue,
    edition_rule: str,
) -> pd.Series:  # fmt: skip
    """Which quoted figures an edition does not show, aligned with them.

    Small numbers of people, and what repeats a number of its indicator that is ``gone``, or gives
    it back by one sum with another: the observations that the edition hides, of ``every`` one.
    """
    whole = rule(edition_rule)
    found = []
    for row in quoted.to_dict("records"):
        named = catalogue.indicators[row["indicator"]].disclosure
        by = rule(named) if named and not whole.shows_all else whole
        small = not counts_none(row["unit"]) and by.is_small(row["value"])
        secret, others = (
            _numbers(each[each["indicator"] == row["indicator"]]) for each in (gone, every)
        )
        value = round(row["value"], 9)
        repeats = any(value in (one, abs(one - n), one + n) for one in secret for n in {0, *others})
        found.append(not by.shows_all and (small or repeats))
    return pd.Series(found, index=quoted.index, dtype=bool)


def telling_shares(observations: pd.DataFrame, hidden: Collection[str]) -> list[str]:
    """The shares and rates with no count behind them that are what a ``hidden`` count is of another
    of its indicator, area and time: with that they would give it back."""
    without = observations["numerator"].isna() & observations["denominator"].isna()
    shares = observations["kind"].isin([Kind.PROPORTION, Kind.RATE])
    unjudged = observations[without & shares & ~observations["id"].isin(hidden)]
    key = ["indicator", "area", "period"]
    beside = dict(list(observations[~(without & shares)].groupby(key)))
    found = []
    for row in unjudged.to_dict("records"):
        near = beside.get(tuple(row[name] for name in key))
        if near is None:
            continue
        secret, wholes = (_counts(rows) for rows in (near[near["id"].isin(hidden)], near))
        half = 0.5 * 10.0 ** -int(row["decimals"]) + 1e-9
        some = [one / whole * row["scale"] for one in secret for whole in wholes if whole >= one]
        rest = [row["scale"] - each for each in some if row["kind"] == Kind.PROPORTION]
        if any(abs(row["value"] - each) <= half for each in (*some, *rest)):
            found.append(row["id"])
    return found


def _counts(rows: pd.DataFrame) -> set[float]:
    values = rows["value"].where(rows["kind"] == Kind.COUNT)
    every = [*values, *rows["numerator"], *rows["denominator"]]
    return {each for each in every if np.isfinite(each) and each > 0}


def _numbers(rows: pd.DataFrame) -> set[float]:
    values = rows[["value", "numerator", "denominator"]].to_numpy(dtype=float).ravel()
    return {round(each, 9) for each in values if np.isfinite(each)}


def not_judged(observations: pd.DataFrame, quoted: pd.DataFrame) -> list[str]:
    """The shares, rates and means whose whole is not known, by path or quoted name; each once."""
    without = observations["numerator"].isna() & observations["denominator"].isna()
    shares = observations["kind"].isin([Kind.PROPORTION, Kind.RATE, Kind.MEAN])
    names = list(observations.loc[without & shares & observations["value"].notna(), "path"])
    if len(quoted):
        rows = quoted[quoted["unit"].isin(_SHARES)]
        names += [f"{row['indicator']}.{row['figure']}" for row in rows.to_dict("records")]
    return sorted(dict.fromkeys(names))


def asked_by(by: Rule) -> str:
    """What a rule would ask of a share, in words.

    >>> asked_by(rule("dfe_2020"))
    'neither the number nor the rest may be 1 to 5, nor the whole below 6'
    """
    what = "neither the number nor the rest may" if by.rest else "the number may not"
    told = f"{what} be {by.lowest} to {by.highest}"
    return f"{told}, nor the whole below {by.denominator}" if by.denominator else told

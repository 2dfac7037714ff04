"""Observations as an edition shows them: without the numbers it hides, others rounded."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.disclosure.protect import Protection
from cypt_analysis.disclosure.releases import Release
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.library.areas import every_area
from cypt_analysis.library.disclosure import rule
from cypt_analysis.library.people import counts_none
from cypt_analysis.library.register import AreaKind
from cypt_analysis.observations.intervals import with_intervals

_NUMBERS = (
    "numerator", "denominator", "value", "published",
    "lower_95", "upper_95", "lower_998", "upper_998",
)  # fmt: skip


def as_shown(
    observations: pd.DataFrame, protection: Protection, confidential: pd.DataFrame
) -> pd.DataFrame:
    """Observations with what is hidden taken out, and ``mark`` saying so.

    A hidden row keeps what it is of and no number. Why it is hidden nothing of an edition says.
    Rows that were received as ``confidential``, and so are no observations, stand among them.
    """
    table = _rounded(observations, protection)
    # In an order that no file has given them.
    more = confidential[~confidential["id"].isin(table["id"])].sort_values("id")
    if len(more):
        more = more.reindex(columns=table.columns).assign(method="", assumed=False)
        table = pd.concat([table, more], ignore_index=True)
    gone = table["id"].isin(protection.why)
    table.loc[gone, list(_NUMBERS)] = float("nan")
    table.loc[gone, "method"] = ""
    return table.assign(mark=np.where(gone, HIDDEN_MARK, ""))


def without_rows(table: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """A table that tells no row (0) of a file in which something of ``shown`` is hidden.

    Of a file that is sorted by its numbers the rows of those shown are bounds of those that are
    not. Files of one name in several drops are one: a source's files have the same rows.
    """
    files = set(shown.loc[shown["mark"] == HIDDEN_MARK, "file"].map(_called))
    rows = [name for name in ("row", "then_row") if name in table and len(table)]
    of = {each: table[each.replace("row", "file")].map(_called).isin(files) for each in rows}
    return table.assign(**{each: table[each].mask(of[each], 0) for each in rows})


def _called(file: str) -> str:
    return str(file).partition(", ")[0].rpartition("/")[2]


def revisions_shown(
    revisions: pd.DataFrame,
    observations: pd.DataFrame,
    protection: Protection,
    releases: Iterable[Release],
) -> pd.DataFrame:
    """Revisions of true ``observations`` with an earlier value that an edition may tell.

    One that a release has shown is known for good. Any other is told only where nothing is hidden
    and no earlier value was small: it would be one more part of a sum that nobody has judged.
    """
    told = {each for release in releases for each in release.figures}
    rules, gone = protection.rules, protection.why
    about = observations[~observations["id"].isin(gone)].set_index("id")
    rows = revisions[revisions["id"].isin(about.index)]
    rounding = rows["id"].map({name: each.rounding for name, each in rules.items()})
    rows = _revised_and_rounded(rows, rounding, about)
    then = rows["then"].astype(float)
    now = about.loc[rows["id"]].set_axis(rows.index)
    share = now["denominator"].astype(float) / now["scale"].astype(float)
    counts = (then * share.where(now["kind"] != Kind.COUNT, 1)).round()
    came = then.notna()
    small = [
        # The denominator of then may have been another: one less is tried too.
        not np.isfinite(count)
        or rules[name].is_small(count)
        or rules[name].is_small(max(count - 1, 1))
        for name, count in zip(rows.loc[came, "id"], counts[came], strict=True)
        if not rules[name].shows_all
    ]
    if not gone and not any(small):
        return rows
    known = [(name, f"{value:.10g}") in told for name, value in zip(rows["id"], then, strict=True)]
    return rows[~came | np.array(known, dtype=bool)]


def _revised_and_rounded(
    rows: pd.DataFrame, rounding: pd.Series, about: pd.DataFrame
) -> pd.DataFrame:
    """Revisions of counts as a rule rounds them, without such as then tell nothing.

    What a percentage of rounded counts was before cannot be told: its counts of then are not kept.
    """
    rounded = rounding > 1
    if not rounded.any():
        return rows
    kinds = about.loc[rows["id"], "kind"].set_axis(rows.index)
    rows = rows.copy()
    for name in ("then", "now"):
        rows[name] = rows[name].astype(float)
        rows.loc[rounded, name] = _nearest(rows.loc[rounded, name], rounding[rounded])
    # What came or went is a revision whatever it is rounded to.
    told = (kinds == Kind.COUNT) & ~(rows["then"] == rows["now"])
    return rows[~rounded | told]


def quoted_shown(quoted: pd.DataFrame, catalogue: Catalogue, edition_rule: str) -> pd.DataFrame:
    """Quoted figures of which those that may count people are rounded as their rule says."""
    whole = rule(edition_rule)
    if quoted.empty:
        return quoted
    named = (catalogue.indicators[each].disclosure for each in quoted["indicator"])
    base = [1 if whole.shows_all else rule(each or edition_rule).rounding for each in named]
    rounding = pd.Series(base, index=quoted.index, dtype=float)
    rounded = (rounding > 1) & ~quoted["unit"].map(counts_none).astype(bool)
    values = quoted["value"].where(~rounded, _nearest(quoted["value"], rounding))
    return quoted.assign(value=values) if rounded.any() else quoted


def hidden_rows(
    observations: pd.DataFrame, revisions: pd.DataFrame, shown: pd.DataFrame, told: pd.DataFrame
) -> pd.DataFrame:
    """True observations that are not among those ``shown``, and earlier values not ``told``.

    ``observations`` and ``revisions`` are all there are. The id of an earlier value says so.
    """
    gone = set(shown.loc[shown["mark"] != "", "id"])
    one = ["id", "quarter", "then"]
    left = ~pd.MultiIndex.from_frame(revisions[one]).isin(pd.MultiIndex.from_frame(told[one]))
    past = revisions[revisions["then"].notna() & left]
    rows = observations.merge(past[["id", "then"]], on="id")
    count = rows["then"] * rows["denominator"] / rows["scale"]
    rows = rows.assign(id=rows["id"] + ".before_revision", value=rows["then"], numerator=count)
    ends = [name for name in _NUMBERS if name.startswith(("lower", "upper"))]
    rows[ends] = float("nan")
    hidden = observations[observations["id"].isin(gone)]
    return pd.concat([hidden, rows.drop(columns="then")]) if len(rows) else hidden


def _rounded(observations: pd.DataFrame, protection: Protection) -> pd.DataFrame:
    """Counts rounded where a rule asks for it, with the percentages and intervals of these."""
    rules = observations["id"].map(protection.rules)
    nation = observations["area"].isin(_countries())
    base = pd.Series(
        [each.national if of_nation and each.national > 1 else each.rounding
         for each, of_nation in zip(rules, nation, strict=True)],
        index=observations.index, dtype=float,
    )  # fmt: skip
    chosen = base > 1
    table = observations.copy()
    if not chosen.any():
        return table
    counts = chosen & (table["kind"] == Kind.COUNT)
    table.loc[counts, "value"] = _nearest(table.loc[counts, "value"], base[counts])
    parts = chosen & ~counts & ~table["assumed"].astype(bool) & table["numerator"].notna()
    for name in ("numerator", "denominator"):
        rows = parts & table[name].notna() & ((table["kind"] != Kind.RATE) | (name == "numerator"))
        table.loc[rows, name] = _nearest(table.loc[rows, name], base[rows])
    ratios = parts & (table["denominator"] > 0)
    share = table["numerator"] / table["denominator"] * table["scale"].astype(float)
    table.loc[ratios, "value"] = share[ratios]
    table.loc[counts | ratios, "published"] = table["value"]
    names = [name for name in table.columns if name not in observations.columns]
    return with_intervals(table.drop(columns=names))


def _nearest(values: pd.Series, base: pd.Series) -> pd.Series:
    """To the nearest multiple, halves up."""
    return (values + base / 2) // base * base


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(each.name for each in every_area() if each.kind is AreaKind.COUNTRY)

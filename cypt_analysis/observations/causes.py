"""Why a later drop gives a figure otherwise, as far as the drops tell."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cypt_analysis.catalogue.kinds import Kind

NOT_OVER = "The period was not over when the figure was first received"
LATE = "It came late: it was missing before"
COUNT = "The count changed"
REBASED = "The denominator was rebased: the count is the same"
BOTH = "The count and the denominator changed"
REDEFINED = "The definition changed"
# What is compared of the two rows of a figure.
COMPARED = ("value", "numerator", "denominator", "segment", "runs_to")
# For what floating point leaves.
_HAIR = 1e-9


def causes(
    before: pd.DataFrame, again: pd.DataFrame, told: Mapping[tuple[str, str], str]
) -> pd.Series:
    """The cause of each change from a row to the later row of the same figure; empty where unknown.

    What comes after a colon explains it. ``told`` are the reasons that drops give for another
    definition, by quarter and file. What the drops say goes before what the numbers show.
    """
    now, then = (rows["value"].astype(float) for rows in (again, before))
    changed = then.notna() & now.notna() & (_apart(now, then))
    since = again["since"].where(_moved(before, again), "")
    where = zip(again["quarter"], again["file"], since, strict=True)
    reasons = [told.get((quarter, file), own) for quarter, file, own in where]
    redefined = [f"{REDEFINED}: {reason}".rstrip(": .") for reason in reasons]
    explained = pd.Series([bool(reason) for reason in reasons], index=again.index, dtype=bool)
    known = [
        (then.isna() & now.notna(), LATE),
        (before["runs_to"].notna() & again["runs_to"].isna(), NOT_OVER),
        (changed & explained, pd.Series(redefined, index=again.index, dtype=object)),
        *((changed & is_so, word) for is_so, word in _of_numbers(before, again)),
    ]
    found = pd.Series("", index=again.index, dtype=object)
    for is_so, word in known:
        found = found.mask(is_so & (found == ""), word)
    return found


def _moved(before: pd.DataFrame, again: pd.DataFrame) -> pd.Series:
    """Whether a figure lies on another side of a break than it did."""
    return before["segment"].notna() & (before["segment"] != again["segment"])


def _of_numbers(before: pd.DataFrame, again: pd.DataFrame) -> list[tuple[pd.Series, str]]:
    """What the numbers behind two values show: of a rate without its denominator, that too."""
    top, top_then = (rows["numerator"].astype(float) for rows in (again, before))
    bottom, bottom_then = (rows["denominator"].astype(float) for rows in (again, before))
    counted = top.notna() & top_then.notna()
    other_top = counted & _apart(top, top_then)
    other_bottom = bottom.notna() & bottom_then.notna() & _apart(bottom, bottom_then)
    return [
        (again["kind"] == Kind.COUNT, COUNT),
        (other_top & other_bottom, BOTH),
        (other_top, COUNT),
        # With the same count another value can only come from another denominator.
        (counted & ~other_top, REBASED),
    ]


def _apart(one: pd.Series, other: pd.Series) -> pd.Series:
    return pd.Series(~np.isclose(one, other, rtol=0, atol=_HAIR), index=one.index)

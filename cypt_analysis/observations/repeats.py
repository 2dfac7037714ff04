"""Rows of one drop that give one figure twice: one of them counts, or none."""

from __future__ import annotations

from pathlib import PurePosixPath

import numpy as np
import pandas as pd

from cypt_analysis.drops.elsewhere import LEFT_OUT
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.ground.findings import ERROR, REVIEW, Finding, list_words

_RULE = "same_figure"
_NUMBERS = ["numerator", "denominator", "value", "published"]


def without_repeats(
    rows: pd.DataFrame, again: pd.Series, info: DropInfo, findings: list[Finding]
) -> pd.DataFrame:
    """The rows of a drop with each ``id`` once, the last of its rows; what is found is added.

    ``rows`` stand in the order in which they were taken, and ``again`` says which of them give a
    figure that another one gives. The one taken later counts, if dates tell, and the earlier one
    was never reported. Else it is an error of the authority's own; of another area the figure is
    left out.
    """
    twice = rows[again]
    left_out = []
    for name, same in twice.groupby("id", sort=False):
        first, last = same.iloc[0], same.iloc[-1]
        several = same["file"].nunique() > 1
        lines = list_words(
            [
                f"{row} of {PurePosixPath(file).name}" if several else str(row)
                for file, row in zip(same["file"], same["row"].astype(int), strict=True)
            ]
        )
        found = f"Rows {lines} {'both' if len(same) == 2 else 'all'} give {name}."
        about, severity = first, ERROR
        advice = (
            "Which one counts cannot be told, and rows are not added up. Keep one row for each "
            "figure, or let the measure say by where or breakdown which rows are its own."
        )
        if same["taken"].notna().all() and same["taken"].is_unique:
            about, severity = last, REVIEW
            advice = f"Row {int(last['row'])} was taken later and counts. Keep one."
        elif first["area"] != info.authority:
            severity, advice = REVIEW, f"{advice} {LEFT_OUT}"
            left_out.append(name)
        findings.append(Finding(about["file"], int(about["row"]), found, advice, severity, _RULE))
    once = rows.drop_duplicates("id", keep="last")
    once.loc[once["id"].isin(left_out), _NUMBERS] = np.nan
    return once

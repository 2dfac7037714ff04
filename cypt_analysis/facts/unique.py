"""Two facts of one name are an error, as neither could be looked up for sure."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.records import dicts_of

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

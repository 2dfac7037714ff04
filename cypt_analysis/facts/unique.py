"""Two facts of one name are an error, as neither could be looked up for sure."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.ground.findings import UserError


def check_names(table: pd.DataFrame, aliases: pd.DataFrame) -> None:
    """Raise UserError with every name that facts or aliases share, and where each is from."""
    every = pd.concat([table, aliases.rename(columns={"alias": "fact", "fact": "for"})])
    shared = every[every["fact"].duplicated(keep=False)]
    if shared.empty:
        return
    received = dict(zip(table["fact"], table["inputs"], strict=True))
    lines = []
    for name, rows in shared.groupby("fact"):
        lines.append(f"  {name}")
        lines += [f"    {_told(row, received)}" for row in rows.to_dict("records")]
    raise UserError(
        "Two facts cannot have one name. Nothing was built.\n\n"
        + "\n".join(lines)
        + "\n\nGive the quoted figure, the area, the part or the measure of one another name."
    )


def _told(row: dict, received: dict[str, tuple[str, ...]]) -> str:
    """What a fact is of, and the first file and row that it comes from."""
    about = [f"the {row['stat']}", row["area"] and f"for {row['area']}", row["period"]]
    stands_for = row["for"] if isinstance(row["for"], str) else ""
    inputs = received[stands_for] if stands_for else row["inputs"]
    while inputs and inputs[0] in received:
        inputs = received[inputs[0]]
    told = " ".join(part for part in about if part)
    return f"{told}{', ' + stands_for if stands_for else ''} ({'; '.join(inputs)})"

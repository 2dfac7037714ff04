"""The status of each indicator and theme, from those of its headline measures."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Indicator
from cypt_analysis.ground.status import Direction, TargetStatus
from cypt_analysis.judgement.target_status import worst


def judge_indicators(judged: pd.DataFrame, catalogue: Catalogue, quarter: str) -> pd.DataFrame:
    """One row an indicator or theme, in the report's order, indexed by id.

    Columns: ``section, status, status_of`` (the measure that decides it), ``status_note`` (how far
    the status goes: "3 of 4 quarters received"), ``direction, path``
    (the headline measure's latest observation, empty without one) and ``is_new`` (whether this
    quarter's drop brought anything).
    """
    columns = [
        "indicator",
        "measure",
        "path",
        "received",
        "role",
        "verdict",
        "target_note",
        "direction",
    ]
    of_indicator: dict[str, list[dict]] = {}
    for row in judged[columns].to_dict("records"):
        of_indicator.setdefault(row["indicator"], []).append(row)
    rows = [
        {
            "section": section.id,
            **_judge(indicator, of_indicator.get(indicator.id, []), quarter),
        }
        for section in catalogue.sections
        for indicator in section.indicator
    ]
    return pd.DataFrame(rows).set_index("indicator", drop=False)


def _judge(indicator: Indicator, judged: list[dict], quarter: str) -> dict[str, object]:
    row: dict[str, object] = {
        "indicator": indicator.id,
        "status_of": "",
        "status_note": "",
        "path": "",
        "direction": "",
        "is_new": True,
    }
    if not indicator.measure:
        return row | {"status": TargetStatus.NARRATIVE}
    row["is_new"] = any(each["received"] == quarter for each in judged)
    latest = next((each for each in judged if each["path"] == indicator.id), None)
    row["path"] = latest["path"] if latest else ""
    row["direction"] = latest["direction"] if latest else Direction.TOO_FEW
    if not row["is_new"]:
        return row | {"status": TargetStatus.NO_NEW_DATA}
    headlines = [each for each in judged if each["role"] == "headline"]
    status_word = worst(each["verdict"] for each in headlines)
    deciding = [each for each in headlines if each["verdict"] == status_word]
    if deciding and indicator.headline not in [each["measure"] for each in deciding]:
        row["status_of"] = deciding[0]["measure"]
    if deciding:
        first = next(
            (each for each in deciding if each["measure"] == indicator.headline), deciding[0]
        )
        row["status_note"] = first["target_note"]
    return row | {"status": status_word}

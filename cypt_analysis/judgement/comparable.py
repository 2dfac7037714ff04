"""Which earlier figures do not compare with a later one, and why.

Figures compare when they are of one series (`observations.windows`). An earlier figure of another
series is named with the reason, so that the page, the words and the facts can say why there is no
change to tell.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from cypt_analysis.catalogue.kinds import Window
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.observations.spans import span_of

_LOOKED_AT = (
    "id", "path", "period", "series", "segment", "since", "window", "start", "runs_to"
)  # fmt: skip
_ABOUT_AS_LONG = pd.Timedelta(days=3)
COLUMNS = ("id", "path", "period", "basis", "then_id", "then_period", "reason")
PART_YEAR = "part of a year does not compare with a full year"
_SAME_DATE_ONLY = (
    "a figure of the year to date compares only with that of the same date of another year"
)


def like_baseline(rows: pd.DataFrame, one: Any) -> pd.Series:
    """Which figures compare with a baseline, or which baselines with a figure.

    They cover as many days, give or take the length of a month, and no break lies between them.
    """
    days, same = rows["end"] - rows["start"], rows["segment"] == one["segment"]
    alike = (days - (one["end"] - one["start"])).abs() <= _ABOUT_AS_LONG
    return same & alike & rows["runs_to"].isna() & pd.isna(one["runs_to"])


def why_apart(now: dict, then: dict) -> str:
    """Why a figure does not compare with an earlier one; empty where they are of one series."""
    if now["series"] == then["series"]:
        return ""
    for span in map(span_of, (now, then)):
        if span.part:
            return f"{span.name} is {span.part}"
    if now["segment"] != then["segment"]:
        return str(now["since"] or then["since"]).rstrip(".")
    if now["window"] != then["window"]:
        return f"a figure that is {_of(now)} does not compare with one that is {_of(then)}"
    if now["window"] == Window.YEAR_TO_DATE:
        return _SAME_DATE_ONLY
    return PART_YEAR


def _of(row: dict) -> str:
    named = {
        Window.WHOLE: "of a whole period", Window.YEAR_TO_DATE: "of the year to date",
        Window.ROLLING: "of a rolling year", Window.SNAPSHOT: "a number on a day",
    }  # fmt: skip
    return named[Window(row["window"])]


def not_compared(own: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Each latest observation beside an earlier one that it does not compare with, and why.

    One row an observation and basis without a pair, with the columns of ``COLUMNS``: on
    ``year`` the same period a year before, on ``previous`` the figure before it.
    """
    compared = set(zip(pairs["id"], pairs["basis"], strict=True))
    rows = []
    ordered = own.sort_values(["path", "end", "start"], kind="stable")[list(_LOOKED_AT)]
    for _, series in groupby(dicts_of(ordered), key=itemgetter("path")):
        *earlier, now = series
        found = {"previous": earlier[-1] if earlier else None, "year": _a_year_before(now, earlier)}
        for basis, then in found.items():
            if then is not None and (now["id"], basis) not in compared:
                about = {name: now[name] for name in ("id", "path", "period")}
                beside = {"then_id": then["id"], "then_period": then["period"]}
                rows.append({**about, "basis": basis, **beside, "reason": why_apart(now, then)})
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table[table["reason"] != ""].reset_index(drop=True)


def _a_year_before(now: dict, earlier: list[dict]) -> dict | None:
    period = parse_period(now["period"])
    same = [row for row in earlier if parse_period(row["period"]).is_year_before(period)]
    return same[-1] if same else None


def reasons(table: pd.DataFrame) -> dict[str, str]:
    """One reason for each observation of `not_compared`: that of the year goes before."""
    ordered = table.sort_values("basis", kind="stable")
    return dict(zip(ordered["id"], ordered["reason"], strict=True))

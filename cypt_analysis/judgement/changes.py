"""Each observation of the authority beside earlier ones: what a test says, or why none compares.

Figures compare when they are of one series (`observations.windows`). An earlier figure of another
series is named with the reason, so that the page, the words and the facts can say why there is no
change to tell.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from cypt_analysis.catalogue.kinds import Kind, Window
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.judgement.calls import comparison, count_chart
from cypt_analysis.observations.spans import span_of
from cypt_analysis.statistics import adjusted_p_values
from cypt_analysis.statistics.comparisons import SMALL_DENOMINATOR
from cypt_analysis.statistics.control_charts import MINIMUM_POINTS

# Tests of rates are exact and slow; a report looks back this far.
_TESTED = 12
_CARRIED = ["id", "period", "start", "end", "value", "numerator", "denominator", "assumed"]
_NUMBERS = ("p_value", "difference_lower", "difference_upper")
_VERDICTS = ("overlap", "significant")
OVERLAPPING = (
    "The two periods share some of their months, so one is mostly the other, and chance cannot be "
    "judged."
)
UNKNOWN_SPREAD = (
    "As separate events it is more than chance would explain, but a count may vary by more than "
    f"chance from one period to the next. How much it does shows from {MINIMUM_POINTS} periods on."
)
WIDE_SPREAD = (
    "As separate events it is more than chance would explain, but the count varies by more than "
    "chance from one period to the next. Its control chart judges it."
)
SMALL = f"Fewer than {SMALL_DENOMINATOR} are counted, so the figures are shown and not judged."


def compare_periods(own: pd.DataFrame) -> pd.DataFrame:
    """Pairs of comparable observations: same path, same series.

    ``own`` holds the authority's observations. Returns one row an observation and basis
    (``year``: the same period a year before; ``previous``: the one before it in the series),
    with ``then_*`` columns, the test's ``p_value``, ``adjusted_p`` for all tests of the report, the
    difference's interval in the unit of the value, and the verdicts ``overlap`` and
    ``significant``, missing where nothing can be tested: ``untested`` says why where there are
    numbers that could be.
    """
    ordered = own.sort_values(["path", "series", "end"], kind="stable")
    shifted = ordered.groupby(["path", "series"], sort=False)[_CARRIED].shift().add_prefix("then_")
    previous = ordered.join(shifted).assign(basis="previous")
    previous = previous[previous["then_id"].notna()]
    together = [part for part in (_year_before(own), previous) if len(part)]
    if not together:
        return _tested(_year_before(own), own)
    return _tested(pd.concat(together, ignore_index=True), own)


def _year_before(own: pd.DataFrame) -> pd.DataFrame:
    """Each observation beside that of the same place in the year before.

    The end of February is one place, on the 28th or the 29th; of two counts there the later is
    that of the year before, unless one has the very date.
    """
    now = own.assign(**_places(own))
    then = own[["path", "series", *_CARRIED]].assign(**_places(own)).add_prefix("then_")
    then["then_year"] += 1
    keys = ["path", "series", "year", "place"]
    pairs = now.merge(then, left_on=keys, right_on=[f"then_{key}" for key in keys], how="inner")
    exact = pairs["then_period"] == pairs["period"].map(
        {text: parse_period(text).year_before.text for text in pairs["period"].unique()}
    )
    pairs = pairs.assign(exact=exact).sort_values(["exact", "then_end"], kind="stable")
    pairs = pairs.drop_duplicates("id", keep="last").sort_index()
    dropped = ["year", "place", "exact", *(f"then_{key}" for key in keys)]
    return pairs.drop(columns=dropped).assign(basis="year")


def _places(rows: pd.DataFrame) -> dict[str, pd.Series]:
    parsed = {text: parse_period(text) for text in rows["period"].unique()}
    years = rows["period"].map({text: each.start.year for text, each in parsed.items()})
    return {
        # Without a row they would be texts.
        "year": years.astype("int64"),
        "place": rows["period"].map({text: each.place for text, each in parsed.items()}),
    }


def _tested(pairs: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    table = pairs.sort_values(["path", "basis", "end"], kind="stable").reset_index(drop=True)
    for name in _NUMBERS:
        table[name] = np.nan
    for name in _VERDICTS:
        table[name] = pd.Series(pd.NA, index=table.index, dtype="boolean")
    recent = table.groupby(["path", "basis"], sort=False).cumcount(ascending=False) < _TESTED
    # A count of events is a rate over equal spans of time.
    spans = (table["kind"] == Kind.COUNT) & table["events"].astype(bool)
    counted = table[["numerator", "denominator", "then_numerator", "then_denominator"]].notna()
    rated = counted.all(axis=1) & table["kind"].isin([Kind.PROPORTION, Kind.RATE])
    overlapping = (rated | spans) & (table["then_end"] >= table["start"])
    small = rated & (table[["denominator", "then_denominator"]].min(axis=1) < SMALL_DENOMINATOR)
    table["untested"] = np.select([overlapping, small], [OVERLAPPING, SMALL], "")
    testable = table[(rated | spans) & recent & (table["untested"] == "")]
    for (kind, scale), rows in testable.groupby(["kind", "scale"]):
        _record(table, rows, kind, float(scale))
    _withdraw(table, spans, own)
    return table.assign(adjusted_p=_adjusted(table))


def _adjusted(table: pd.DataFrame) -> pd.Series:
    """Each p adjusted for all tests of the report, of which one of two bases counts once."""
    keys = ["id", "then_id"]
    once = table[table["p_value"].notna()].drop_duplicates(keys)
    adjusted = once.assign(adjusted_p=adjusted_p_values(once["p_value"]))
    found = table[keys].merge(adjusted[[*keys, "adjusted_p"]], on=keys, how="left")["adjusted_p"]
    return pd.Series(found.to_numpy(float), index=table.index)


def _withdraw(table: pd.DataFrame, spans: pd.Series, own: pd.DataFrame) -> None:
    """Take back what holds only if a count varies by no more than chance, unless that is seen.

    A change that such a test does not find, none that allows for more spread would.
    """
    found = table[spans & table["significant"].eq(True)]
    for (path, series), rows in found.groupby(["path", "series"], sort=False):
        points = own[(own["path"] == path) & (own["series"] == series)].sort_values("end")
        chart = count_chart(points).run()
        if chart.status == "limits" and chart.dispersion == 1:
            continue
        table.loc[rows.index, list(_NUMBERS)] = np.nan
        table.loc[rows.index, list(_VERDICTS)] = pd.NA
        seen = chart.status == "limits"
        table.loc[rows.index, "untested"] = WIDE_SPREAD if seen else UNKNOWN_SPREAD


def _record(table: pd.DataFrame, rows: pd.DataFrame, kind: str, scale: float) -> None:
    outcome = comparison(rows, kind, scale).run()
    # The difference in the unit of the value: a proportion's in percentage points.
    factor = 100 if kind == Kind.PROPORTION else 1
    lower, upper = outcome.difference_interval
    table.loc[rows.index, "p_value"] = outcome.p_value
    table.loc[rows.index, "difference_lower"] = lower * factor
    table.loc[rows.index, "difference_upper"] = upper * factor
    table.loc[rows.index, "overlap"] = outcome.overlap
    table.loc[rows.index, "significant"] = outcome.significant


def latest_of(own: pd.DataFrame) -> pd.DataFrame:
    """The latest observation of each path; of two that end together, the longer."""
    ordered = own.sort_values(
        ["path", "end", "start"], ascending=[True, True, False], kind="stable"
    )
    return ordered.drop_duplicates("path", keep="last").reset_index(drop=True)


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

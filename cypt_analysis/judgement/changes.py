"""Each observation of the authority beside the one before and the one a year before."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.judgement.calls import comparison, count_chart
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

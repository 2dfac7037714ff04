"""Facts of each period: values, numbers behind them, intervals, changes."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.facts.making import make, no_facts, number_text, points, where
from cypt_analysis.ground.printing import P_VALUE, RELATIVE, format_signed, format_value
from cypt_analysis.ground.quarter import parse_period


def values(rows: pd.DataFrame) -> pd.DataFrame:
    """The value of each observation, with the areas it is compared with."""
    counted = (
        rows["numerator"].notna() & rows["denominator"].notna() & ~rows["assumed"].astype(bool)
    )
    # A rate with events but a denominator that only follows from it was received as a rate.
    counted &= rows["kind"] != "rate"
    times = " × " + number_text(rows["scale"])
    worked = number_text(rows["numerator"]) + " / " + number_text(rows["denominator"]) + times
    expression = worked.where(counted, "as received")
    return make(rows, "", rows["value"], rows["unit"], rows["decimals"], expression, where(rows))


def counts(own: pd.DataFrame) -> pd.DataFrame:
    """Numerators and denominators that were received, not assumed."""
    real = own[~own["assumed"].astype(bool)]
    received = pd.Series("as received", index=real.index)
    # The denominator of a rate follows from its events, whether or not it was received too.
    rate = real["kind"] == "rate"
    implied = real["id"] + ".numerator × " + number_text(real["scale"]) + " / " + real["id"]
    expression = received.where(~rate, implied)
    inputs = where(real).where(~rate, real["id"] + ".numerator; " + real["id"])
    return pd.concat(
        [
            make(real, "numerator", real["numerator"], "count", 0, received, where(real)),
            make(real, "denominator", real["denominator"], "count", 0, expression, inputs),
        ]
    )


def per_month(own: pd.DataFrame) -> pd.DataFrame:
    """Counts over several months, per month."""
    rows = own[own["kind"] == "count"]
    months = rows["period"].map(lambda text: parse_period(text).months).astype("int64")
    rows, months = rows[months > 1], months[months > 1]
    expression = rows["id"] + " / " + months.astype(str) + " months"
    return make(rows, "per_month", rows["value"] / months, "per month", 0, expression, rows["id"])


def limits(own: pd.DataFrame) -> pd.DataFrame:
    """The limits of each interval, at both levels."""
    expression = own["method"] + " interval of " + own["id"]
    parts = []
    for level, name in (("95", "95%"), ("998", "99.8%")):
        for side in ("lower", "upper"):
            text = name + " " + expression
            stat = f"{side}_{level}"
            parts.append(make(own, stat, own[stat], own["unit"], own["decimals"], text, own["id"]))
    return pd.concat(parts)


def changes(pairs: pd.DataFrame) -> pd.DataFrame:
    """Changes on the year and on the period before, relative and absolute, and their tests."""
    parts = []
    for basis, rows in pairs.groupby("basis", sort=False):
        then = rows["then_value"].astype(float)
        relative = (rows["value"] / then.where(then != 0) - 1) * 100
        both = rows["id"] + "; " + rows["then_id"]
        minus = rows["id"] + " − " + rows["then_id"]
        earlier = "year_before" if basis == "year" else "previous"
        stat = f"change_on_{basis}"
        ratio = "(" + rows["id"] + " / " + rows["then_id"] + " − 1) × 100"
        test = "test of " + rows["id"] + " against " + rows["then_id"]
        parts += [
            make(
                rows, earlier, then, rows["unit"], rows["decimals"], rows["then_id"],
                rows["then_id"],
            ),
            make(
                rows, stat, relative, RELATIVE, rows["change_decimals"], ratio, both, change=True
            ),
            make(
                rows, f"{stat}_absolute", rows["value"] - then, points(rows["unit"]),
                rows["decimals"], minus, both, change=True,
            ),
            make(rows, f"{stat}_p", rows["p_value"], P_VALUE, 3, test, both),
        ]  # fmt: skip
        for side in ("lower", "upper"):
            parts.append(
                make(
                    rows, f"{stat}_{side}", rows[f"difference_{side}"], points(rows["unit"]),
                    rows["decimals"], "95% interval of " + minus, both,
                ).pipe(_with_sign)
            )  # fmt: skip
    return pd.concat(parts) if parts else no_facts()


def _with_sign(table: pd.DataFrame) -> pd.DataFrame:
    """The limits of a difference are read as a pair, so each keeps its sign."""
    return table.assign(
        printed=[
            format_signed(value, format_value(abs(value), unit, decimals), decimals)
            for value, unit, decimals in zip(
                table["value"], table["unit"], table["decimals"], strict=True
            )
        ]
    )

"""Printed rates held against numbers that were rounded, and against those that were not."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Measure, Source
from cypt_analysis.drops.printed import printed_checks
from cypt_analysis.library.figures import figures_of


def _source(**numerator: object) -> Source:
    return Source.model_validate(
        {
            "id": "figures", "title": "Figures", "producer": "A team", "owner": "A team",
            "keys": ["period"],
            "columns": {
                "period": {"type": "period"}, "value": {"type": "number"},
                "top": {"type": "number", **numerator}, "bottom": {"type": "number", **numerator},
            },
        }
    )  # fmt: skip


def _measure(kind: str = "proportion", **more: object) -> Measure:
    return Measure.model_validate(
        {
            "id": "figures", "name": "Figures", "kind": kind, "source": "figures",
            "value": "value", "numerator": "top", "denominator": "bottom", "unit": "%",
            "decimals": 1, "polarity": "low", **more,
        }
    )  # fmt: skip


def _found(
    rows: list[tuple[float, float, float]], source: Source | None = None, **more: object
) -> list[tuple[int, str]]:
    """The rows of a table that break a rule, with the rule."""
    table = pd.DataFrame(rows, columns=["value", "top", "bottom"], dtype=float)
    places = pd.DataFrame({"value": [1] * len(rows)})
    checks = printed_checks(_measure(**more), source or _source(), table, places)
    return [(int(row), each.rule) for each in checks for row in table.index[each.broken(table)]]


def _published(value: str, top: str, bottom: str) -> list[tuple[float, float, float]]:
    """Published figures of every authority, region and England that have all three numbers."""
    table = pd.DataFrame(figures_of("social_workers"))[[value, top, bottom]]
    numbers = table.apply(pd.to_numeric, errors="coerce").dropna()
    return list(numbers[numbers[bottom] > 0].itertuples(index=False, name=None))


def test_rates_of_full_time_posts_agree_within_the_tenths_that_the_posts_are_given_in() -> None:
    """Children's social work workforce, Department for Education, 2017 to 2025.

    Four do not agree in any way: the North East's and England's leavers of 2022 and 2024, as
    their regional files have them.
    """
    rows = _published("turnover_percent", "leavers_fte", "in_post_fte")
    rules = [rule for _, rule in _found(rows)]
    assert (len(rows), rules.count("agrees"), rules.count("rounded_inputs")) == (1290, 4, 93)
    assert any(rows[at][0] == 14.8 and rows[at][1] == 282.3 for at, rule in _found(rows)
               if rule == "agrees")  # fmt: skip


def test_caseloads_agree_too() -> None:
    rows = _published("caseload", "cases", "case_holders_fte")
    rules = [rule for _, rule in _found(rows, kind="mean", multiplier=1, unit="cases")]
    assert (len(rows), rules.count("agrees"), rules.count("rounded_inputs")) == (1296, 0, 24)


def test_the_catalogue_may_say_to_what_a_column_is_rounded() -> None:
    # 124 of 499 is 24.8; given to fives, 125 of 500 is 25.0.
    rows = [(24.8, 125, 500)]
    assert _found(rows) == [(0, "agrees")]
    assert _found(rows, _source(rounded_to=5)) == [(0, "rounded_inputs")]


def test_tens_are_seen_where_nothing_is_said() -> None:
    assert _found([(24.8, 120, 490)]) == [(0, "rounded_inputs")]
    assert _found([(30.0, 120, 490)]) == [(0, "agrees")]


def test_exact_counts_must_agree_to_the_last_place() -> None:
    assert _found([(24.2, 2399, 9914), (24.3, 2399, 9914)]) == [(1, "agrees")]

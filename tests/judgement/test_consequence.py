"""What matters: the rule worked by hand, and its properties."""

from __future__ import annotations

import math
from random import Random

import pandas as pd
import pytest

from cypt_analysis.judgement.consequence import (
    FEWEST,
    MOST,
    Matter,
    What,
    foremost,
    matters,
    size,
)

ROW = {
    "role": "headline", "kind": "count", "events": False, "breakdown": "", "value": 460.0,
    "then": 372.0, "basis_of_change": "year", "significant": pd.NA, "polarity": "none",
    "direction": "Higher, not tested", "verdict": "No target", "required": math.nan,
    "target": math.nan, "judged": math.nan, "status": "final", "assumed": False,
    "mark": "", "years": 0,
}  # fmt: skip
NONE_FAR = pd.DataFrame(columns=["path", "area", "benchmark"])


def _scores(*rows: dict, far: pd.DataFrame = NONE_FAR, weight: int = 5) -> dict[str, float]:
    named = [{**ROW, "indicator": f"i{n}", "path": f"i{n}", **row} for n, row in enumerate(rows)]
    found = matters(pd.DataFrame(named), far, {f"i{n}": weight for n in range(len(rows))})
    return {f"{each.path} {each.what}": round(each.score, 4) for each in found}


@pytest.mark.parametrize(
    ("value", "against", "share"),
    [(460, 372, 88 / 372), (50, 100, 0.5), (500, 100, 1), (12, 0, 0.1), (0, 0, 0), (7, math.nan, 0.1)],
)  # fmt: skip
def test_the_size_is_a_share_of_what_it_is_held_against(
    value: float, against: float, share: float
) -> None:
    assert size(value, against) == pytest.approx(share)


def test_a_count_of_everyone_weighs_by_the_rule() -> None:
    """5 × 88/372 × 0.8: worked by hand."""
    assert _scores({}) == {"i0 moved": 0.9462}
    assert _scores({"status": "provisional"}) == {"i0 moved": 0.7097}
    assert _scores({"role": "supporting"}) == {}
    assert _scores({"mark": "[c]"}) == {}


def test_an_old_figure_counts_half_for_each_year() -> None:
    assert _scores({"years": 1}) == {"i0 moved": 0.4731}
    far = pd.DataFrame({"path": ["i0"], "area": ["England"], "benchmark": [230.0]})
    assert _scores({"basis_of_change": "", "years": 2}, far=far) == {"i0 far": 1.25}


@pytest.mark.parametrize(
    ("change", "score"),
    [
        ({"significant": True, "direction": "Higher"}, 1.1828),
        ({"significant": False, "direction": "No clear change"}, None),
        ({"kind": "rate"}, 0.5914),
        ({"polarity": "low"}, 0.9462),
        # What went the right way without a test is neither worse nor news.
        ({"polarity": "high"}, None),
        ({"direction": "Better", "significant": True}, None),
    ],
)
def test_chance_and_the_right_way_are_not_what_matters(change: dict, score: float | None) -> None:
    assert _scores(change) == ({} if score is None else {"i0 moved": score})


def test_targets_missed_and_off_track() -> None:
    held = {"basis_of_change": "", "judged": 40.9, "target": 26.4, "required": 30.9, "value": 40.9}
    assert _scores({**held, "verdict": "Off track"}, weight=4) == {
        "i0 off track": round(4 * (40.9 / 30.9 - 1) * 0.75, 4)
    }
    nought = {**held, "judged": 12.0, "target": 0.0, "required": 0.0, "role": "supporting"}
    assert _scores({**nought, "verdict": "Missed"}, weight=3) == {"i0 missed": 0.15}
    # "Below 2%" is missed at 2%, however little.
    equal = {**held, "judged": 2.0, "required": 2.0, "verdict": "Missed"}
    assert _scores(equal) == {"i0 missed": 0.05}


def test_far_from_a_benchmark() -> None:
    far = pd.DataFrame({"path": ["i0"], "area": ["England"], "benchmark": [230.0]})
    assert _scores({"basis_of_change": ""}, far=far) == {"i0 far": 5.0}


def _drawn(seed: int) -> list[Matter]:
    draw = Random(seed)
    return [
        Matter(f"i{draw.randint(0, 15)}", f"p{n}", draw.choice(list(What)), draw.random() * 2)
        for n in range(draw.randint(0, 40))
    ]


@pytest.mark.parametrize("seed", range(25))
def test_every_missed_target_is_told_or_left_over_and_the_rest_is_ranked(seed: int) -> None:
    found = _drawn(seed)
    chosen, rest = foremost(found)
    told = [each for group in chosen for each in group]
    missed = {each for each in found if each.what is What.MISSED}
    assert missed == {each for each in [*told, *rest] if each.what is What.MISSED}
    assert set(rest).isdisjoint(told)
    assert min(FEWEST, len({each.indicator for each in found})) <= len(chosen) <= MOST
    tops = [max(m.score for m in found if m.indicator == group[0].indicator) for group in chosen]
    assert tops == sorted(tops, reverse=True)
    left = {m.indicator for m in found} - {g[0].indicator for g in chosen}
    others = [t for t, g in zip(tops, chosen, strict=True) if all(m.what is not What.MISSED for m in g)]  # fmt: skip
    passed = [m.score for m in found if m.indicator in left and m.what is not What.MISSED]
    if others and passed and not rest:
        assert max(passed) <= min(others)


def test_what_is_little_makes_up_three_at_most() -> None:
    little = [Matter(f"i{n}", f"i{n}", What.MOVED, 0.01 * (n + 1)) for n in range(8)]
    assert [group[0].indicator for group in foremost(little)[0]] == ["i7", "i6", "i5"]

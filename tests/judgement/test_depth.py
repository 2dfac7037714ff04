"""How deep an indicator goes: what its entry says, else exceptions and weight."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.judgement.indicators import ALL_FULL, Depth, depths


def _catalogue(**weights: int) -> SimpleNamespace:
    entries = {
        name: SimpleNamespace(id=name, weight=weight, depth="", measure=("m",))
        for name, weight in weights.items()
    }
    return SimpleNamespace(indicators=entries)


def test_a_short_report_shows_all_whole(catalogue: Catalogue) -> None:
    assert len(catalogue.indicators) <= ALL_FULL
    assert set(depths(catalogue, ()).values()) == {Depth.FULL}


def test_of_forty_the_exceptions_come_first_and_then_the_heavy() -> None:
    """Three exceptions of no weight and twenty heavy ones: twelve of these have a place."""
    weights = {f"light{n}": 1 for n in range(20)} | {f"heavy{n}": 4 for n in range(20)}
    found = depths(_catalogue(**weights), {"light0", "light7", "light19"})
    full = [name for name, depth in found.items() if depth is Depth.FULL]
    assert full == ["light0", "light7", "light19", *(f"heavy{n}" for n in range(12))]


@pytest.mark.parametrize("said", ["full", "row"])
def test_an_entry_goes_before_the_rule(said: str) -> None:
    made = _catalogue(**{f"n{each}": 5 for each in range(30)})
    made.indicators["n0"].depth = made.indicators["n29"].depth = said
    found = depths(made, ())
    assert found["n0"] == found["n29"] == said


def test_a_theme_is_whole_in_the_longest_report() -> None:
    made = _catalogue(**{f"n{each}": 5 for each in range(30)}, theme=1)
    made.indicators["theme"].measure = ()
    assert depths(made, ())["theme"] is Depth.FULL

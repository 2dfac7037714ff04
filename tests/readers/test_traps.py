"""The traps seen in files of each kind: `traps.csv` names for each the test that proves it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
with (Path(__file__).parent / "traps.csv").open(encoding="utf-8", newline="") as _file:
    TRAPS = list(csv.DictReader(_file))


@pytest.mark.parametrize("place", sorted({each["test"] for each in TRAPS}))
def test_the_test_that_a_trap_names_is_there(place: str) -> None:
    file, _, name = place.partition("::")
    assert f"\ndef {name}(" in (TESTS / file).read_text(encoding="utf-8")

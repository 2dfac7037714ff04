"""Names of people, as words, files and entries have them."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from cypt_analysis.drops.drop import Drop
from cypt_analysis.words.names import names_of, names_someone, naming

KNOWN = names_of(["Imran Shah", "Sarah O'Neill", "Zoë Martín", "Anna-Lena Lee Young", "Oakes"])


@pytest.mark.parametrize(
    "words",
    [
        "Imran Shah covers.", "imran shah", "Imran Shah's team is short.", "Imran Shah’s team",
        "Sarah O’Neill leads on this.", "SARAH O'NEILL", "Zoe Martin has left.", "Zoë Martín",
        "Shah, Imran", "I. Shah", "I Shah was away.", "Ms O’Neill's team", "Cllr Young came.",
        "Imran-Shah", "Anna Lena Lee Young", "Anna Young", "With Oakes we met.",
        "Write to imran.shah@example.org.",
    ],
)  # fmt: skip
def test_a_name_is_seen_however_it_is_written(words: str) -> None:
    assert names_someone(words, KNOWN)


@pytest.mark.parametrize(
    "words",
    [
        "A young person waited.", "We saw a martin on the roof.", "Young people are seen.",
        "Oakes begins a sentence.", "Sarah came.", "Lee is a river.",
    ],
)  # fmt: skip
def test_other_words_name_nobody(words: str) -> None:
    assert not names_someone(words, KNOWN)


def _drop(**more: object) -> Drop:
    empty = Drop("2026-27-Q3", "data/raw/2026-27-Q3", SimpleNamespace(), {}, {}, (), ())  # type: ignore[arg-type]
    return replace(empty, **more)


def test_who_stood_in_an_earlier_file_is_named_nowhere_later() -> None:
    earlier = _drop(names=frozenset({"Imran Shah"}))
    later = _drop(
        commentary={"cases": "## Summary\n\nImran Shah leads here."},
        tables={"actions": pd.DataFrame({"owner": ["Ms Day", "I. Shah"]}, index=[2, 3])},
        came={"cases": ("data/raw/2026-27-Q3/caseload_Imran Shah.csv",)},
    )
    entry = SimpleNamespace(id="cases", model_dump=lambda: {"owner": "Shah, Imran", "weight": 5})
    catalogue = SimpleNamespace(indicators={"cases": entry}, sources={})
    found = list(naming([earlier, later], catalogue))  # type: ignore[arg-type]
    assert [(each.file.rpartition("/")[2], each.row) for each in found] == [
        ("cases.md", 3), ("actions.csv", 3), ("2026-27-Q3", None), ("catalogue, [cases]", None),
    ]  # fmt: skip
    assert not any("Shah" in str(each) for each in found)


def test_without_names_nothing_is_looked_for() -> None:
    assert list(naming([_drop(commentary={"cases": "Imran Shah"})], SimpleNamespace())) == []  # type: ignore[arg-type]

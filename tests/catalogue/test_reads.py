"""How a source says that its files come: faults of an entry are told where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.library.world import faults, used, used_source

_MORE = "[referrals.reads]\n"


@pytest.mark.parametrize(
    ("entry", "found", "advice"),
    [
        ('shape = "eees"', "[referrals] reads shape is 'eees'.", "ees"),
        ('colums = { referrals = ["A"] }', "'colums'", "columns"),
        ('columns = { referals = ["A"] }', "names the column 'referals'", ""),
        ('lacks = ["referals"]', "names the column 'referals'", ""),
        ("joined = { children_0_to_17 = { source = \"populations\", column = \"children_0_17\" } }",
         "children_0_to_17 is joined from populations.children_0_17.",
         "Did you mean 'children_0_to_17'?"),
        ('columns = { referrals = { where = { a = "b" } } }', "neither a column nor a sum", ""),
    ],
)  # fmt: skip
def test_a_fault_in_what_a_source_reads_is_told(
    tmp_path: Path, entry: str, found: str, advice: str
) -> None:
    source = used_source("referrals", _MORE + entry + "\n") + used_source("populations")
    told = faults(tmp_path, used("rereferrals"), source)
    assert [file for file, _, _ in told] == ["data/catalogue/sources.toml"] * len(told)
    assert any(found in each and advice in hint for _, each, hint in told), told

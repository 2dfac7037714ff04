"""What a stranger reads of a report in which every way to a small number is open."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.exports import sheets
from cypt_analysis.report import Report
from tests.disclosure.stranger import both_editions, other_numbers, write

_TABLES = ("judged", "pairs", "signals", "benchmarks", "verdicts", "revisions", "assumptions")


def test_a_public_edition_is_the_same_whatever_the_hidden_numbers_are(tmp_path):
    """Nothing of it follows from them: no fact, verdict, order or name.

    The files of both are the same byte for byte too: see `tests.benchmarks.disclosure`.
    """
    true, read = both_editions(write(tmp_path / "true"))
    numbers = other_numbers(read, 1)
    other, _ = both_editions(write(tmp_path / "other", numbers))
    hidden = {each.name: each.value for each in read.counts if not each.shown}
    small = {name for name, value in hidden.items() if 1 <= value <= 5}
    # The five of two small schools together is one of them.
    assert len(small) == 12
    assert sum(numbers[name] != value for name, value in hidden.items()) > len(small)
    assert sum(numbers[name] == hidden[name] for name in small) <= 2
    one, two = true["public"], other["public"]
    for name in _TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))
    shown = [each.facts.table[each.facts.table["printed"] != "[c]"] for each in (one, two)]
    pd.testing.assert_frame_equal(*(each.reset_index(drop=True) for each in shown))
    assert one.claims == two.claims
    assert sheets.facts(one) == sheets.facts(two)
    # The internal one tells them apart, and the report can be drawn.
    assert not true["internal"].judged.equals(other["internal"].judged)
    assert "[c]" in str(Report(one).indicator("absence").html())
    assert not [each for each in true["internal"].findings if each.rule == "found_out"]
    # What was small when the report before showed none of it is not told as an earlier value.
    assert "2%" not in str(one.facts.table.loc[one.facts.table["stat"] == "before_revision"])
    assert one.revisions.empty and not true["internal"].revisions.empty

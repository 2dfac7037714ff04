"""The small-number rules, as the publishers state them."""

from __future__ import annotations

import pytest

from cypt_analysis.library.disclosure import rule, rules


@pytest.mark.parametrize(
    ("name", "hidden", "shown"),
    [
        ("dcsf_2008", (1, 5), (0, 6)),
        ("dfe_2020", (1, 5), (0, 6)),
        ("ons_conceptions", (1, 4), (0, 5)),
        ("ohid", (1, 7), (0, 8)),
        ("none", (), (0, 1, 5)),
    ],
)
def test_counts_by_rule(name, hidden, shown):
    assert all(rule(name).is_small(count) for count in hidden)
    assert not any(rule(name).is_small(count) for count in shown)


def test_every_rule_says_where_it_is_written_and_only_none_shows_all():
    assert all(each.source and each.published.year > 2000 for each in rules().values())
    assert [name for name, each in rules().items() if each.shows_all] == ["none"]


def test_an_unknown_rule_is_answered_with_the_nearest():
    with pytest.raises(ValueError, match="Did you mean 'dfe_2020'"):
        rule("dfe_2002")

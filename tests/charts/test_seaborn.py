"""seaborn without the statistics of scipy, which are there as soon as somebody asks for them."""

from __future__ import annotations

import sys

import pytest

from cypt_analysis.charts import seaborn

SEEN = [1.0, 2.0, 4.0]


def test_what_stands_for_a_module_is_that_module(monkeypatch: pytest.MonkeyPatch) -> None:
    later = seaborn._Later("scipy.stats")
    monkeypatch.setitem(sys.modules, "scipy.stats", later)
    # Scott's rule: n ** (-1 / 5) in one dimension.
    assert later.gaussian_kde(SEEN).factor == pytest.approx(len(SEEN) ** -0.2)
    assert sys.modules["scipy.stats"] is not later
    assert later.norm.cdf(0) == 0.5
    with pytest.raises(AttributeError):
        _ = later.nothing_of_the_kind


def test_seaborn_has_all_that_it_takes_from_scipy() -> None:
    from seaborn import _statistics, matrix

    assert not _statistics._no_scipy and not matrix._no_scipy
    assert _statistics.gaussian_kde(SEEN).factor == pytest.approx(len(SEEN) ** -0.2)
    assert not isinstance(sys.modules.get("scipy.stats"), seaborn._Later)

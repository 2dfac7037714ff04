"""Reports made by chance: of three releases read together no small count can be worked out."""

from __future__ import annotations

import pytest

from tests.disclosure.generated import outcome, reports, revised_again


@pytest.mark.parametrize(("make", "seed"), [(reports, 1), (reports, 11), (revised_again, 0)])
def test_nothing_follows_from_several_releases(make, seed):
    found = outcome(make(seed))
    assert found.recovered == 0
    assert found.small <= found.hidden < found.figures

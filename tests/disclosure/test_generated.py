"""Reports made by chance: of three releases read together no small count can be worked out."""

from __future__ import annotations

import pytest

from tests.disclosure.generated import outcome


@pytest.mark.parametrize("seed", [1, 11])
def test_nothing_follows_from_three_releases(seed):
    found = outcome(seed)
    assert found.recovered == 0
    assert found.small <= found.hidden < found.figures

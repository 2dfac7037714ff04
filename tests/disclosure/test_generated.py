"""Reports made by chance: of three releases read together no small count can be worked out."""

from __future__ import annotations

import pytest

from tests.disclosure.cubes import worked_out_of_cube
from tests.disclosure.generated import outcome, reports, revised_again
from tests.disclosure.structures import structures


@pytest.mark.parametrize(("make", "seed"), [(reports, 1), (reports, 11), (revised_again, 8)])
def test_nothing_follows_from_several_releases(make, seed):
    found = outcome(make(seed))
    assert found.recovered == 0
    assert found.small <= found.hidden < found.figures


# In the last what follows takes three sums that may be chance each, and belong together.
@pytest.mark.parametrize("seed", [*range(7), 112])
def test_nothing_follows_from_figures_that_hang_together_in_other_ways(seed):
    """Districts, two wholes, rolling years, bands within bands, schools, three files, rates."""
    found = outcome(structures(seed))
    assert found.recovered == 0 and found.small <= found.hidden


@pytest.mark.parametrize("seed", range(4))
def test_nothing_follows_from_tables_by_two_of_three_columns(seed):
    figures, hidden, found = worked_out_of_cube(seed)
    assert found == 0 < hidden < figures

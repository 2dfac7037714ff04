"""The authority's own rows, and rows that stand for those it has not, beside other areas' figures.

The mean of the neighbours, the quartiles and how many have a figure do not hang on the authority's
own: it may be hidden, or not received. Its own place and its gaps do.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from cypt_analysis.drops.info import DropInfo
from cypt_analysis.ground.key import written_values
from cypt_analysis.observations.rows import is_own

_PERIOD = ["path", "period"]


def unseen(observations: pd.DataFrame, info: DropInfo) -> pd.DataFrame:
    """A row each path and period of which other areas have a figure and the authority has none.

    It is as the authority's own would be, with its name as ``id``, and without value and numbers.
    """
    own = is_own(observations, info)
    others = observations[~own & observations["runs_to"].isna()].drop_duplicates(_PERIOD)
    mine = pd.MultiIndex.from_frame(observations.loc[own, _PERIOD])
    rows = others[~pd.MultiIndex.from_frame(others[_PERIOD]).isin(mine)]
    nothing = dict.fromkeys(("value", "published", "numerator", "denominator"), np.nan)
    nobody = pd.Series("", index=rows.index)
    # What was never received of the authority was first reported with the others' figures.
    return rows.assign(
        **nothing, area=info.authority, first="",
        id=written_values(rows["path"], rows["period"], nobody),
    )  # fmt: skip

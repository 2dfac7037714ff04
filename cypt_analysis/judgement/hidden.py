"""Where the authority's newest figure is marked and not shown, an older one is not the latest."""

from __future__ import annotations

import pandas as pd


def newest_hidden(marked: pd.DataFrame, judged: pd.DataFrame, authority: str) -> pd.DataFrame:
    """The authority's newest marked figure of each path, indexed by it, where none later is shown.

    ``marked`` has the columns of `settled.MARKED`, ``judged`` those of `judge_measures`.
    """
    own = marked[marked["area"] == authority].sort_values("end", kind="stable")
    newest = own.drop_duplicates("path", keep="last")
    shown = newest["path"].map(judged["end"].to_dict()).astype("datetime64[s]")
    hidden = newest[~(shown >= newest["end"].astype("datetime64[s]"))]
    return hidden.set_index("path", drop=False)

"""The latest observation of each path, with its status and its direction."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.judgement import direction, target_status
from cypt_analysis.judgement.changes import not_compared, reasons
from cypt_analysis.judgement.direction import beside_earlier
from cypt_analysis.judgement.target_status import against_target

_ADDED = ("polarity", "role", *target_status.COLUMNS, *direction.COLUMNS, "apart")


def judge_measures(
    latest: pd.DataFrame,
    own: pd.DataFrame,
    pairs: pd.DataFrame,
    targets: pd.DataFrame,
    catalogue: Catalogue,
) -> pd.DataFrame:
    """One row a path, indexed by it: the latest observation with its target and verdicts.

    Added columns: ``polarity``, ``role``, those of `target_status.against_target` (missing without
    a target), those of `direction.beside_earlier`, and ``apart``: why it does not compare with an
    earlier figure that stands beside it, empty where it does or there is none.
    """
    best = pairs.sort_values("basis", ascending=False, kind="stable").drop_duplicates("id")
    partner = best.set_index("id").to_dict("index") if len(best) else {}
    apart = reasons(not_compared(own, pairs))
    by_measure = dict(list(targets.groupby(["indicator", "measure"])))
    rows = []
    for observation in dicts_of(latest):
        measure = catalogue.indicators[observation["indicator"]].get(observation["measure"])
        held = by_measure.get((observation["indicator"], observation["measure"]))
        rows.append(
            {
                **observation,
                "polarity": measure.polarity,
                "role": measure.role,
                **against_target(observation, held, measure, own),
                **beside_earlier(observation, measure, partner.get(observation["id"])),
                "apart": apart.get(observation["id"], ""),
            }
        )
    table = pd.DataFrame(rows, columns=list(dict.fromkeys([*latest.columns, *_ADDED])))
    for name in ("significant", "overlap"):
        table[name] = table[name].astype("boolean")
    table["then_assumed"] = table["then_assumed"].eq(True)
    return table.set_index("path", drop=False)


def newest_hidden(marked: pd.DataFrame, judged: pd.DataFrame, authority: str) -> pd.DataFrame:
    """The authority's newest marked figure of each path, indexed by it, where none later is shown.

    ``marked`` has the columns of `settled.MARKED`, ``judged`` those of `judge_measures`.
    """
    own = marked[marked["area"] == authority].sort_values("end", kind="stable")
    newest = own.drop_duplicates("path", keep="last")
    shown = newest["path"].map(judged["end"].to_dict()).astype("datetime64[s]")
    hidden = newest[~(shown >= newest["end"].astype("datetime64[s]"))]
    return hidden.set_index("path", drop=False)

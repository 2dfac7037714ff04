"""The latest observation of each path: its status, and which way it went, by one rule a word.

The latest value stands beside the same period a year before, or else the period before it. A test
decides: a change that is not significant is No clear change, one that is is Better or Worse by the
polarity, Higher or Lower without one. What was not tested (no numbers behind it, a count of the
same people, periods that overlap, too few counted, spread beyond chance) is Higher or Lower, not
tested.
"""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Catalogue, Measure
from cypt_analysis.catalogue.kinds import Polarity
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.status import Direction
from cypt_analysis.judgement import target_status
from cypt_analysis.judgement.changes import not_compared, reasons
from cypt_analysis.judgement.target_status import against_target

DIRECTION_COLUMNS = (
    "direction", "basis_of_change", "then_id", "then_period", "then_start", "then", "then_assumed",
    "significant", "p_value", "overlap", "untested",
)  # fmt: skip


def direction(value: float, then: float, polarity: str, significant: bool | None) -> Direction:
    """The direction word for a value beside an earlier one; every place that prints one has it.

    ``significant`` is the test's verdict, None where none was made: the word then says so, and
    is without judgement whatever the polarity.

    >>> direction(16.4, 17.7, "low", significant=False)
    <Direction.NO_CHANGE: 'No clear change'>
    >>> direction(500, 398, "low", significant=None)
    <Direction.HIGHER_UNTESTED: 'Higher, not tested'>
    """
    if significant is None:
        if value == then:
            return Direction.SAME_UNTESTED
        return Direction.HIGHER_UNTESTED if value > then else Direction.LOWER_UNTESTED
    if value == then or not significant:
        return Direction.NO_CHANGE
    if polarity == Polarity.NONE:
        return Direction.HIGHER if value > then else Direction.LOWER
    return Direction.BETTER if (value > then) == (polarity == Polarity.HIGH) else Direction.WORSE


def beside_earlier(observation: dict, measure: Measure, pair: dict | None) -> dict[str, object]:
    """The direction of an observation and what it rests on, by the names of ``DIRECTION_COLUMNS``.

    ``pair`` is the observation beside an earlier one, None where there is nothing to compare.
    """
    if pair is None:
        return {
            "direction": Direction.TOO_FEW, "significant": None, "basis_of_change": "",
            "untested": "",
        }  # fmt: skip
    significant = None if pd.isna(pair["significant"]) else bool(pair["significant"])
    return {
        "basis_of_change": pair["basis"],
        "then_id": pair["then_id"],
        "then_period": pair["then_period"],
        "then_start": pair["then_start"],
        "then": pair["then_value"],
        "then_assumed": bool(pair["then_assumed"]),
        "significant": significant,
        "p_value": pair["p_value"],
        "overlap": pair["overlap"],
        "untested": pair["untested"],
        "direction": direction(
            observation["value"], pair["then_value"], measure.polarity, significant
        ),
    }


_ADDED = ("polarity", "role", *target_status.COLUMNS, *DIRECTION_COLUMNS, "apart")


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

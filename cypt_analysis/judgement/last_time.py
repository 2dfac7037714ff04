"""Which indicators were exceptions on the figures that the last report had."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.judgement.changes import compare_periods, latest_of
from cypt_analysis.judgement.exceptions import DECISION, Reason, reasons_of
from cypt_analysis.judgement.measures import judge_measures
from cypt_analysis.judgement.signals import judge_benchmarks, judge_signals


def known_before(rows: pd.DataFrame, revisions: pd.DataFrame, quarter: str) -> pd.DataFrame:
    """The observations without what a quarter's drop brought, with revised values as they were.

    ``rows`` are observations, ``revisions`` what later drops replaced; a figure that had no value
    before was not known.
    """
    then = revisions[revisions["quarter"] == quarter].set_index("id")["then"].astype(float)
    late = then.index[then.isna()]
    kept = rows[(rows["received"] != quarter) & ~rows["id"].isin(late)]
    return kept.assign(value=kept["id"].map(then).fillna(kept["value"]))


def exceptions_by(
    catalogue: Catalogue, judged: pd.DataFrame, benchmarks: pd.DataFrame, signals: pd.DataFrame
) -> dict[str, list[Reason]]:
    """The rules that indicators meet by their figures, by id; a decision alone is none."""
    found = {
        name: [
            reason
            for reason in reasons_of(indicator, judged, benchmarks, signals)
            if reason.rule != DECISION
        ]
        for name, indicator in catalogue.indicators.items()
        if indicator.measure
    }
    return {name: reasons for name, reasons in found.items() if reasons}


def exceptions_then(
    observations: pd.DataFrame, own: pd.DataFrame, targets: pd.DataFrame, catalogue: Catalogue
) -> dict[str, list[Reason]]:
    """`exceptions_by` the figures of a time before; ``own`` are the authority's own rows."""
    if own.empty:
        return {}
    pairs = compare_periods(own)
    judged = judge_measures(latest_of(own), own, pairs, targets, catalogue)
    benchmarks = judge_benchmarks(judged, observations, catalogue)
    return exceptions_by(catalogue, judged, benchmarks, judge_signals(judged, own, catalogue))

"""Every fact of a quarter."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.drop import Drop
from cypt_analysis.facts.by_period import changes, counts, limits, per_month, values
from cypt_analysis.facts.comparisons import baselines, benchmarks, thresholds
from cypt_analysis.facts.making import COLUMNS
from cypt_analysis.facts.targets import above_targets, against_targets, run_rates, targets
from cypt_analysis.facts.undated import extremes, latest, quoted, tallies
from cypt_analysis.judgement.changes import latest_of
from cypt_analysis.observations.vintages import Stacked, is_own


def derive_facts(
    stacked: Stacked, pairs: pd.DataFrame, judged: pd.DataFrame, drop: Drop, catalogue: Catalogue
) -> pd.DataFrame:
    """Every fact of a quarter, sorted by name, with the columns of ``COLUMNS``."""
    observations = stacked.observations
    own = observations[is_own(observations, drop.info)]
    dated = [
        values(observations),
        counts(own),
        per_month(own),
        limits(own),
        changes(pairs),
        benchmarks(own, observations, catalogue, drop.info),
        baselines(own, catalogue),
        thresholds(own, catalogue),
    ]
    by_period = pd.concat([part for part in dated if len(part)], ignore_index=True)
    undated = [
        latest(by_period, latest_of(own)),
        extremes(own, judged),
        targets(stacked.targets, catalogue),
        against_targets(judged),
        run_rates(judged),
        above_targets(judged, catalogue),
        quoted(stacked.quoted),
        tallies(drop),
    ]
    table = pd.concat([by_period, *(part for part in undated if len(part))], ignore_index=True)
    return table.drop_duplicates("fact").sort_values("fact", ignore_index=True)[list(COLUMNS)]

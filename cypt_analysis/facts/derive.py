"""Every fact of a quarter, and the other names that facts have."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.drop import Drop
from cypt_analysis.facts.aliases import aliases
from cypt_analysis.facts.areas import against_areas
from cypt_analysis.facts.beside import unseen
from cypt_analysis.facts.changes import before_revision, changes, missing, not_shown
from cypt_analysis.facts.everywhere import among_all
from cypt_analysis.facts.lookup import Facts
from cypt_analysis.facts.making import COLUMNS, together
from cypt_analysis.facts.quoted import quoted, tallies
from cypt_analysis.facts.targets import above_targets, against_targets, run_rates, targets
from cypt_analysis.facts.thresholds import reductions, thresholds
from cypt_analysis.facts.unique import check_names
from cypt_analysis.facts.values import limits, parts, per_month, values
from cypt_analysis.observations.rows import is_own
from cypt_analysis.observations.settled import Stacked


def derive_facts(
    stacked: Stacked, pairs: pd.DataFrame, judged: pd.DataFrame, drop: Drop, catalogue: Catalogue
) -> Facts:
    """Every fact of a quarter. Raises UserError where two have one name."""
    observations, authority = stacked.observations, drop.info.authority
    own = observations[is_own(observations, drop.info)]
    # What covers a part of its period is no month's share, and no base of what comes next.
    whole = own[own["runs_to"].isna()]
    without = unseen(observations, drop.info)
    beside = pd.concat([own, without], ignore_index=True) if len(without) else own
    table = together(
        [
            values(observations, authority),
            parts(own),
            per_month(whole),
            limits(own),
            changes(pairs),
            before_revision(own, stacked.revisions, str(drop.quarter)),
            against_areas(beside, stacked, drop.info, catalogue),
            among_all(beside, stacked.everywhere, catalogue),
            reductions(whole, catalogue),
            thresholds(whole, catalogue),
            targets(stacked.targets, catalogue),
            against_targets(judged, catalogue),
            run_rates(judged, catalogue),
            above_targets(judged, catalogue),
            quoted(stacked.quoted),
            tallies(drop),
        ]
    )
    table = table.sort_values("fact", ignore_index=True)[list(COLUMNS)]
    others = aliases(table, [own, without], pairs, judged, catalogue)
    check_names(table, others)
    return Facts(
        table, others, {**missing(own, pairs), **not_shown(stacked.marked, own, authority)}
    )

"""Observations → facts: numbers that the report may print, each with a typed key.

In: observations, pairs of periods, verdicts, and the files beside the data. Out: `Facts`, looked
up by key, by the name that is written from it (``looked_after.2009-09-30.change_on_year``) or by
an alias (``looked_after.change_on_year``, ``looked_after.latest``).
"""

from cypt_analysis.facts.derive import derive_facts
from cypt_analysis.facts.lookup import PRINTERS, Fact, Facts
from cypt_analysis.facts.making import no_facts
from cypt_analysis.ground.key import Key
from cypt_analysis.ground.stats import Stat

__all__ = ["PRINTERS", "Fact", "Facts", "Key", "Stat", "derive_facts", "no_facts"]

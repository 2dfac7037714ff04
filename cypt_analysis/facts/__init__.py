"""Observations → facts: named numbers that the report may print.

A fact's name is PATH[.PERIOD][.STAT]. PATH is ``looked_after`` for an indicator's headline
measure and ``obesity.reception_obese`` for another; without PERIOD, STAT is that of the
latest observation. ``looked_after.2009-09-30`` is a value, ``looked_after.latest`` the
latest, ``looked_after.change_on_year`` how far it is from the year before.
"""

from cypt_analysis.facts.derive import derive_facts
from cypt_analysis.facts.lookup import PRINTERS, Fact, Facts

__all__ = ["PRINTERS", "Fact", "Facts", "derive_facts"]

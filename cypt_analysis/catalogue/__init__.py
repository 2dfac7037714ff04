"""The project's catalogue: every source, section, indicator and theme, as TOML entries.

In: ``data/catalogue`` of a project. Out: a `Catalogue` for each quarter. Adding an indicator
of a known kind is a new entry there, a block in a notebook and a file in a drop; it needs no
Python.
"""

from cypt_analysis.catalogue.entries import Catalogue, Indicator, Measure, Section
from cypt_analysis.catalogue.loader import load_catalogue
from cypt_analysis.catalogue.sources import Source

__all__ = ["Catalogue", "Indicator", "Measure", "Section", "Source", "load_catalogue"]

"""What all authorities share, as data, and how it is looked up.

In: the files beside this module, one folder a country. Out: areas by code or name, statistical
neighbours by year, and the catalogue's entries that a project takes over with ``use``.
"""

from cypt_analysis.library.areas import find_area, find_authority
from cypt_analysis.library.neighbours import neighbours_of
from cypt_analysis.library.register import Area

__all__ = ["Area", "find_area", "find_authority", "neighbours_of"]

"""The command line.

cypt init, list, add, check, pull, build, run, gate, publish, quarters, verify, facts, claims.
"""

from cypt_analysis.cli import begin, forms, look, make, quarter
from cypt_analysis.cli.group import main

__all__ = ["begin", "forms", "look", "main", "make", "quarter"]

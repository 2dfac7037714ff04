"""The command line.

cypt init, list, add, check, pull, build, run, gate, publish, quarters, verify, facts, claims.
"""

from cypt_analysis.cli import begin, look, make, quarter
from cypt_analysis.cli.group import main

__all__ = ["begin", "look", "main", "make", "quarter"]

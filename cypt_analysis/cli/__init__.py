"""The command line.

The commands themselves stand in the modules, and README.md lists them; longer texts, which
`cypt help` prints, in the folder topics.
"""

from cypt_analysis.cli import begin, look, make, quarter, topics
from cypt_analysis.cli.group import main

__all__ = ["begin", "look", "main", "make", "quarter", "topics"]

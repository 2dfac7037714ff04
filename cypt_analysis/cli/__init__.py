"""The command line: cypt check, build, run, gate, publish, quarters, verify, facts, claims."""

from cypt_analysis.cli import look, make
from cypt_analysis.cli.group import main

__all__ = ["look", "main", "make"]

"""The editions of a new project, as project.toml says them: who may see which numbers."""

from __future__ import annotations

from cypt_analysis.ground.settings import RULES
from cypt_analysis.library.disclosure import Rule, rules

_LEAD = """\
# Every run makes two editions of the report, each by a small-number rule. The public one hides
# counts of people by which a child could be known, and what would give one back; its files stand in
# reports/QUARTER and may be passed on. The internal one shows every number, to officers and board
# members in private; its files stand in reports/QUARTER/internal and may not.
#
# The rules that can be named:
"""
_TAIL = """\
# A source or an indicator of data/catalogue may have a rule of its own: disclosure = "ohid".
"""


def edition_entries() -> str:
    """The entries of both editions with the rules that hold where none is named, explained.

    >>> print(edition_entries().splitlines()[-2])
    id = "internal"
    """
    known = "".join(f"#   {name:<16} {_told(each)}\n" for name, each in rules().items())
    entries = [f'[[edition]]\nid = "{name}"\nrule = "{by}"' for name, by in RULES.items()]
    return _LEAD + known + _TAIL + "\n\n".join(entries)


def _told(by: Rule) -> str:
    """What a rule does, in a line.

    >>> _told(rules()["none"])
    'every number is shown'
    """
    if by.shows_all:
        return "every number is shown"
    rounded = f", the others rounded to {by.rounding}" if by.rounding > 1 else ""
    return f"counts of {by.lowest} to {by.highest} are hidden{rounded} ({by.title})"

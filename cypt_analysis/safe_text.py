"""Text from data as a cell of a spreadsheet: words that no program runs or misreads."""

from __future__ import annotations

import unicodedata

# What Excel, LibreOffice and Google Sheets may take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Control, formatting (bidirectional marks among them) and half characters.
_INVISIBLE = ("Cc", "Cf", "Cs")
_MOST = 32_000  # An Excel cell holds 32,767 characters.


def visible(text: str) -> str:
    """Text on one line without characters that cannot be seen or that turn its direction.

    >>> visible("Brighton\\r\\n& \\u202eevoH")
    'Brighton & evoH'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    spaced = "".join(" " if each.isspace() else each for each in text)
    seen = "".join(each for each in spaced if unicodedata.category(each) not in _INVISIBLE)
    return " ".join(seen.split())


def safe_text(text: str) -> str:
    """Text that a spreadsheet shows and never runs: an apostrophe goes before a formula.

    >>> safe_text("=cmd()"), safe_text("\\t@SUM(A1)"), safe_text("460 children")
    ("'=cmd()", "'@SUM(A1)", '460 children')
    """
    seen = visible(text)[:_MOST]
    return f"'{seen}" if seen.startswith(_FORMULA) else seen

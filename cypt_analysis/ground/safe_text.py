"""Text from data: without what cannot be seen, as a name, and as a cell that no program runs."""

from __future__ import annotations

import re
import unicodedata

# What Excel, LibreOffice and Google Sheets may take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Control, formatting (bidirectional marks among them) and half characters.
_INVISIBLE = ("Cc", "Cf", "Cs")
_MOST = 32_000  # An Excel cell holds 32,767 characters.
# Directions, isolates and the like can make a text read otherwise than it is written.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f]")


def slug(text: str) -> str:
    """Text as a part of a fact's name.

    >>> slug("Slips, trips and falls")
    'slips_trips_and_falls'
    """
    return re.sub(r"[^a-z0-9]+", "_", text.casefold().replace("'", "")).strip("_")


def clean_text(text: str) -> str:
    """A text as it was received, without surrounding spaces and what cannot be seen.

    Line ends stay: it may be a cell or a text of several lines.

    >>> clean_text(" evoH\\u202e\\nBrighton ")
    'evoH\\nBrighton'
    """
    if not (text.isascii() and text.isprintable()):
        text = _UNSEEN.sub("", text.replace("\xa0", " "))
    return text.strip()


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

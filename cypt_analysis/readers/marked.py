"""What publishers write in place of a figure, or behind one."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from cypt_analysis.ground.status import Status
from cypt_analysis.readers.columnar import distinct_of
from cypt_analysis.readers.period_words import is_noted
from cypt_analysis.readers.received import MARKS, Told

# A count that is too small to be shown: a bound, or a range of the smallest.
_FEW = re.compile(
    r"(?:<=?|≤|under|fewer than|less than|up to)\s*\d{1,3}|[01]\s?(?:[-–]|to)\s?\d", re.IGNORECASE
)
# Round brackets with a number may hold a second figure, so they are no footnote.
_FOOTNOTE = re.compile(
    r"(?P<figure>[-+−£]{0,2}\d[\d., \u00a0\u2007\u2009\u202f'’]*%?)\s*"
    r"(?P<note>\[(?:note )?\d{1,2}(?:, ?\d{1,2})*\]|\[[a-z]\]|\([rpe]\)|[*†‡§#]{1,3}"
    r"|[¹²³⁴-⁹⁰]{1,2}|[rpe])",
    re.IGNORECASE,
)
_STANDINGS = {"r": Status.REVISED, "p": Status.PROVISIONAL, "e": Status.ESTIMATED}


def mark_of(text: str) -> str:
    """The mark of our own for what stands in place of a figure, nothing where it is none.

    >>> mark_of(".."), mark_of("<5"), mark_of("5")
    ('[x]', '[c]', '')
    """
    bare = text.strip()
    return MARKS.get(bare.casefold(), "[c]" if _FEW.fullmatch(bare) else "")


def without_footnote(text: str) -> tuple[str, str]:
    """A figure without the note behind it, and the note; the text itself where there is none.

    >>> without_footnote("1,234 [2]"), without_footnote("34r"), without_footnote("12 (3)")
    (('1,234', '[2]'), ('34', 'r'), ('12 (3)', ''))
    """
    match = _FOOTNOTE.fullmatch(text.strip())
    return (match["figure"].strip(), match["note"]) if match else (text, "")


def standing_of(note: str) -> str:
    """What a note behind a figure says of its standing, as a status; nothing where it does not.

    >>> standing_of("[r]"), standing_of("*")
    ('revised', '')
    """
    return str(_STANDINGS.get(note.strip("[]()").casefold(), ""))


def noted_periods(cells: pd.Series) -> list[Told]:
    """What is said of a note's sign behind a period: it may be compared with nothing."""
    places, texts = distinct_of(cells)
    at = [place for place, text in enumerate(texts) if is_noted(text)]
    if not at:
        return []
    rows = cells.index[np.isin(places, at)]
    found = f"{cells.name} is '{texts[at[0]]}', a period with a note behind it."
    return [Told(int(rows[0]), found, "See what the note says of it. The note is left out.")]

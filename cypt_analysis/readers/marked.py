"""What publishers write in place of a figure, or behind one."""

from __future__ import annotations

import re

import pandas as pd

from cypt_analysis.catalogue.sources import Source
from cypt_analysis.ground.status import Status
from cypt_analysis.readers.columnar import each_odd, texts_of
from cypt_analysis.readers.received import MARKS, Told

# A count that is too small to be shown.
_FEW = re.compile(r"(?:<|≤|under|fewer than|less than)\s*\d{1,3}", re.IGNORECASE)
# Round brackets with a number may hold a second figure, so they are no footnote.
_FOOTNOTE = re.compile(
    r"(?P<figure>[-+£]?\d[\d,]*(?:\.\d+)?\s*%?)\s*"
    r"(?P<note>\[(?:note )?\d{1,2}\]|\[[rpe]\]|\([rpe]\)|[*†‡§#]{1,3}|[¹²³⁴-⁹⁰]{1,2}|[rpe])",
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


def without_footnotes(cells: pd.DataFrame, source: Source, told: list[Told]) -> pd.DataFrame:
    """Figures without the notes behind them, which are told; what they say is the row's status."""
    for name, column in source.columns.items():
        if not column.numeric or name not in cells:
            continue
        parted: dict[str, tuple[str, str]] = {}

        def bare(text: str, parted: dict[str, tuple[str, str]] = parted) -> str:
            return parted.setdefault(text, without_footnote(text))[0]

        figures = each_odd(cells[name], bare)
        with_note = [text for text, (_, note) in parted.items() if note]
        if not with_note:
            continue
        noted = texts_of(cells[name][cells[name].isin(with_note)])
        row, example = int(noted.index[0]), noted.iloc[0]
        more = f", and {len(noted) - 1} more are like it" if len(noted) > 1 else ""
        found = f"{name} is '{example}', a figure with a note behind it{more}."
        advice = f"It was read as {parted[example][0]}. See what the note says of it."
        told.append(Told(row, found, advice))
        says = noted.map({text: standing_of(note) for text, (_, note) in parted.items()})
        cells = cells.assign(**{name: figures})
        if "status" in source.columns:
            status = texts_of(cells.get("status", pd.Series("", index=cells.index, dtype="str")))
            cells["status"] = status.where(status != "", says.reindex(cells.index).fillna(""))
    return cells

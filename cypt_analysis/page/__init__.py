"""Executed notebooks → the board's page: one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cypt_analysis.drops.synthetic import says_synthetic
from cypt_analysis.ground.edition import DRAFT
from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.quarter import format_date, parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.page.annexes import annexes
from cypt_analysis.page.completeness import check_page
from cypt_analysis.page.exporter import export_notebook
from cypt_analysis.page.statement import version_line
from cypt_analysis.page.stitch import Cover, stitch

__all__ = ["build_page", "cover"]


def build_page(
    known: Known,
    notebooks: Sequence[Path],
    state: str = DRAFT,
) -> str:
    """The board's page of a quarter, as text to be written in UTF-8 with LF.

    ``notebooks`` are the executed ones, in the order of the page. ``state`` is DRAFT or FINAL,
    in words.

    Raises UserError for a notebook that failed, was not run or cannot be read, and
    CheckFailed naming all that the finished page lacks or must not hold.
    """
    fragments = [export_notebook(path) for path in notebooks]
    page = stitch(fragments, annexes(known), known.catalogue, cover(known, state))
    check_page(page, known)
    return page


def cover(known: Known, state: str) -> Cover:
    """What the header and footer say of a quarter's report."""
    board = known.info.board_date
    listed = {each.short: each.long for each in known.settings.abbreviation}
    words = known.settings.title.split()
    return Cover(
        title=known.settings.title,
        authority=known.info.authority,
        quarter=known.quarter.title,
        board_date=format_date(board) if board else "Date not recorded",
        state=state,
        cut_off=format_date(known.info.data_cut_off),
        version=version_line(known),
        warning=_synthetic(known),
        title_in_full="; ".join(
            f"{short}: {long}" for short, long in listed.items() if short in words
        ),
        abbreviations={short: long for short, long in listed.items() if short not in words},
    )


def _synthetic(known: Known) -> str:
    """That figures were made up, with the note that says so; empty where none is marked."""
    if not known.synthetic:
        return ""
    which = list_words([parse_quarter(each).title for each in known.synthetic])
    told = f"Figures received for {which} are made up: they tell nothing of real people."
    return f"{told} {known.info.note}" if says_synthetic(known.info.note) else told

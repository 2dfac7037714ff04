"""Days that have passed when a report is made: when an extract was taken, a risk reviewed."""

from __future__ import annotations

import pandas as pd

from cypt_analysis.catalogue import Source
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.drops.layout import DROP_FILE
from cypt_analysis.ground.findings import ERROR, REVIEW, Finding
from cypt_analysis.ground.quarter import format_date, is_period, parse_period


def check_days(table: pd.DataFrame, source: Source, info: DropInfo, file: str) -> list[Finding]:
    """Findings for days after the report's own, which is the board's or the cut-off.

    The drop's dates decide, not the day on which the program runs: a report that is made again
    says what it said. An extract taken after the cut-off is to be looked at, and one taken before
    its period began is a fault.
    """
    findings = []
    last, cut_off = info.reference_date, info.data_cut_off
    whose = "board_date" if info.board_date else "data_cut_off"
    for name, column in source.columns.items():
        extract = column.type == "date" and source.role is Role.DATA
        if name not in table or not (extract or column.past):
            continue
        for row, day in table[name].dropna().items():
            told = f"{name} is {format_date(day.date())}"
            if day.date() > last:
                found = f"{told}, but {whose} is {format_date(last)}."
                advice = f"It lies in the future of the report. Correct it, or {DROP_FILE}."
                findings.append(Finding(file, row, found, advice, ERROR, "future"))
            elif extract and day.date() > cut_off:
                found = f"{told}, but data_cut_off is {format_date(cut_off)}."
                advice = "It may hold what came after the cut-off. Correct one, or look at both."
                findings.append(Finding(file, row, found, advice, REVIEW, "future"))
    return [*findings, *_before_it_began(table, source, file)]


def _before_it_began(table: pd.DataFrame, source: Source, file: str) -> list[Finding]:
    """Figures that were taken before their period began: there was nothing to count yet."""
    dates = [name for name in source.dates if name in table]
    if source.role is not Role.DATA or not dates or source.period not in table:
        return []
    findings = []
    for row, text, day in table[[source.period, dates[0]]].itertuples():
        if pd.isna(day) or not is_period(text) or day.date() >= parse_period(text).start:
            continue
        found = (
            f"{dates[0]} is {format_date(day.date())}, but {source.period} is '{text}', which "
            f"begins on {format_date(parse_period(text).start)}."
        )
        advice = "Nothing of it could be counted yet. Correct one of them."
        findings.append(Finding(file, row, found, advice, ERROR, "before_it_began"))
    return findings

"""Five sentences for the first screen, ranked, and the balance line."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from markupsafe import Markup

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.status import IN_BALANCE, NOT_FINAL, Direction, TargetStatus
from cypt_analysis.known import Known
from cypt_analysis.words.wording import best_change, span_of_year


def balance(known: Known) -> str:
    """How the indicators and themes stand: "1 met, 1 missed, …".

    Every word is counted once, so the numbers add up to the rows of the summary.
    """
    counted = known.verdicts["status"].value_counts()
    parts = [f"{counted[word]} {text}" for word, text in IN_BALANCE.items() if word in counted]
    return f"Of {len(known.verdicts)} indicators and themes: {list_words(parts)}."


def sentences(known: Known) -> list[Markup]:
    """The headlines, at most five: missed targets first, each by name, then what is off track,
    what is worse, what moved without being good or bad, and what went well."""
    judged = known.judged[known.judged["breakdown"] == ""]
    good = [
        *_against_target(known, judged, TargetStatus.MET),
        *_changes(known, judged, (Direction.BETTER,)),
    ]
    near = _against_target(known, judged, TargetStatus.WITHIN_TOLERANCE)
    off = [*_against_target(known, judged, TargetStatus.OFF_TRACK), *near]
    found = [
        _sentence("Targets missed", _against_target(known, judged, TargetStatus.MISSED)),
        _sentence("Off track, or missed within tolerance" if near else "Off track", off),
        _sentence("Worse", _changes(known, judged, (Direction.WORSE,))),
        _sentence("Higher or lower", _changes(known, judged, (Direction.HIGHER, Direction.LOWER))),
        _sentence("Targets met or figures better", good),
    ]
    return [text for text in found if text]


def _against_target(known: Known, judged: pd.DataFrame, word: str) -> list[str]:
    # A missed target is always named; the rest are judged by the headline measures.
    rows = judged[judged["verdict"] == word]
    if word != TargetStatus.MISSED:
        rows = rows[rows["role"] == "headline"]
    rows = _fresh(known, rows)
    return [_held(known, str(path), row) for path, row in _ordered(known.catalogue, rows)]


def _held(known: Known, path: str, row: pd.Series) -> str:
    target = known.facts[f"{path}.target"]
    by_now = known.facts.get(f"{path}.pro_rata_target")
    asked = f"target {row['comparison']} {target.printed}"
    if by_now:
        asked += f" in {parse_period(row['target_period']).label}, {by_now.printed} by now"
    so_far = known.facts.get(f"{path}.so_far")
    if so_far is not None:
        asked = f"target {row['comparison']} {target.printed}"
        asked += f", {by_now.printed} by now" if by_now else ""
        span = span_of_year(row)
        return f"{_name(known.catalogue, row)} ({so_far.printed} {span}; {asked})"
    told = "; ".join(filter(None, [_value(known, row), asked, row["target_note"]]))
    return f"{_name(known.catalogue, row)} ({told})"


def _value(known: Known, row: pd.Series) -> str:
    """A value with its status in words: the first screen asks nobody to look up a symbol."""
    status = row["status"] if row["status"] in NOT_FINAL else ""
    return f"{known.facts[row['id']].printed} {status}".strip()


def _changes(known: Known, judged: pd.DataFrame, words: Iterable[str]) -> list[str]:
    rows = judged[(judged["role"] == "headline") & judged["direction"].isin(list(words))]
    rows = _fresh(known, rows)
    told = []
    for path, row in _ordered(known.catalogue, rows):
        change = best_change(known.facts, str(path), row["basis_of_change"])
        if change is not None:
            since = "a year before"
            if row["basis_of_change"] != "year":
                since = parse_period(row["then_period"]).label
            value = _value(known, row)
            told.append(f"{_name(known.catalogue, row)} ({value}, {change.direction} on {since})")
    return told


def _fresh(known: Known, rows: pd.DataFrame) -> pd.DataFrame:
    """Figures of indicators that have something new: old news is no headline."""
    new = known.verdicts.index[known.verdicts["is_new"].astype(bool)]
    return rows[rows["indicator"].isin(new)]


def _ordered(catalogue: Catalogue, rows: pd.DataFrame) -> Iterable[tuple[object, pd.Series]]:
    order = {name: number for number, name in enumerate(catalogue.indicators)}
    return rows.sort_values(
        "indicator", key=lambda names: names.map(order), kind="stable"
    ).iterrows()


def _name(catalogue: Catalogue, row: pd.Series) -> str:
    return catalogue.indicators[row["indicator"]].get(row["measure"]).name


def _sentence(lead: str, parts: list[str]) -> Markup:
    if not parts:
        return Markup("")
    return Markup("<strong>{}:</strong> {}.").format(lead, list_words(parts))

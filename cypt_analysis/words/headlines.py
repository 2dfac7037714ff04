"""The sentences of the first screen, ranked, and the balance line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pandas as pd
from markupsafe import Markup

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.status import MOVED_UNTESTED, NOT_FINAL, Direction, TargetStatus
from cypt_analysis.judgement.indicators import held_name
from cypt_analysis.known import Known
from cypt_analysis.words.far import MOST, far_from_benchmarks
from cypt_analysis.words.marked import not_shown
from cypt_analysis.words.wording import best_change, sum_of_year, when

_IN_BALANCE = (
    TargetStatus.MET, TargetStatus.MISSED, TargetStatus.ON_TRACK, TargetStatus.OFF_TRACK,
)  # fmt: skip
# What is on track has no list: it is as it should be.
GOES_WELL = (TargetStatus.MET, TargetStatus.ON_TRACK)


def balance(known: Known) -> str:
    """How the targets stand: "Of 3 targets: 1 met and 2 missed", and what has nothing new.

    It counts what the headlines list, each measure with a target once; a measure's parts that
    are held against a target are named by themselves.
    """
    whole = [each for each in known.held if not each.parts]
    counted = Counter(each.status for each in whole)
    parts = [f"{counted.pop(word)} {word.lower()}" for word in _IN_BALANCE if word in counted]
    parts += [f"{number} {word.lower()}" for word, number in counted.items()]
    number = len(whole)
    total = f"Of {number} target{'' if number == 1 else 's'}: {list_words(parts)}."
    lead = total if whole else "No figure is held against a target."
    return f"{lead}{_in_parts(known)}{_unheard(known)}"


def _unheard(known: Known) -> str:
    """What has nothing new, and what is marked by its publisher instead of shown."""
    told = ""
    for word in (TargetStatus.NO_NEW_DATA, TargetStatus.NOT_SHOWN):
        names = known.verdicts.index[known.verdicts["status"] == word]
        labels = [known.catalogue.indicators[str(name)].label for name in names]
        told += f" {word}: {list_words(labels)}." if labels else ""
    return told


def _in_parts(known: Known) -> str:
    told = [
        f"{held_name(known.catalogue.indicators[each.indicator], each)}, {each.status.lower()}"
        for each in known.held
        if each.parts
    ]
    return f" In parts: {list_words(told)}." if told else ""


def sentences(known: Known) -> list[Markup]:
    """The headlines: missed targets first, each by name, then what else does not go well, what is
    worse, what is far from a benchmark, what moved without being good or bad or without a test, and
    what went well."""
    good = [
        *_against_target(known, TargetStatus.MET),
        *_changes(known, (Direction.BETTER,)),
    ]
    words = dict.fromkeys([TargetStatus.MISSED, TargetStatus.OFF_TRACK, *TargetStatus])
    found = [
        *(
            _sentence(lead_of(word), _against_target(known, word))
            for word in words
            if word not in GOES_WELL
        ),
        _sentence("Worse", _changes(known, (Direction.WORSE,))),
        *_far(known),
        _sentence("Higher or lower", _changes(known, (Direction.HIGHER, Direction.LOWER))),
        _untested(_changes(known, MOVED_UNTESTED)),
        _sentence("Targets met or figures better", good),
    ]
    return [text for text in found if text]


def _far(known: Known) -> Iterator[Markup]:
    """What lies far from England or a region, the farthest first, and how many more do."""
    whole = known.judged[known.judged["breakdown"] == ""]
    headline = _fresh(known, whole[whole["role"] == "headline"])
    for lead, parts in far_from_benchmarks(known, headline):
        more = [f"{len(parts) - MOST} more"] if len(parts) > MOST else []
        yield _sentence(lead, [*parts[:MOST], *more])


def _untested(parts: list[str]) -> Markup:
    """What moved without a test: named where it is little, else left to the summary."""
    if len(parts) <= MOST:
        return _sentence("Higher or lower, not tested", parts)
    text = "{} figures moved, and no test tells whether by more than chance. The summary has each."
    return Markup("<strong>Not tested:</strong> {}").format(text.format(len(parts)))


def lead_of(status: str) -> str:
    """How the list of targets that stand so begins."""
    return "Targets missed" if status == TargetStatus.MISSED else str(status)


def _against_target(known: Known, word: str) -> list[str]:
    """Every target that stands so: as many as the balance line counts."""
    rows = [
        known.judged.loc[each.paths[0]]
        for each in known.held
        if each.status == word and not each.parts
    ]
    return [f"{_name(known.catalogue, row)} ({_stands(known, row)})" for row in rows]


def _stands(known: Known, row: pd.Series) -> str:
    """What is held against a target, and the target: of a year what it has come to."""
    told = sum_of_year(known.facts, row)
    if not told:
        return "; ".join(filter(None, [_value(known, row), _asked(known, row), row["target_note"]]))
    by_now = known.facts.get(f"{row['path']}.pro_rata_target")
    target = known.facts[f"{row['path']}.target"].printed
    asked = f"target {row['comparison']} {target}"
    asked += f", {by_now.printed} by now" if by_now else ""
    return f"{told}; {asked}"


def _asked(known: Known, row: pd.Series) -> str:
    target = known.facts[f"{row['path']}.target"]
    by_now = known.facts.get(f"{row['path']}.pro_rata_target")
    asked = f"target {row['comparison']} {target.printed}"
    if by_now:
        asked += f" in {parse_period(row['target_period']).label}, {by_now.printed} by now"
    return asked


def _value(known: Known, row: pd.Series) -> str:
    """A value with its status in words: the first screen asks nobody to look up a symbol.

    Where a newer one is not shown, its own period and that.
    """
    status = row["status"] if row["status"] in NOT_FINAL else ""
    value = f"{known.facts[row['id']].printed} {status}".strip()
    newer = not_shown(known, row["path"])
    return f"{value} {when(parse_period(row['period']))}, {newer}" if newer else value


def _changes(known: Known, words: Iterable[str]) -> list[str]:
    """Headline measures that moved so; one with a target says how it stands to it too."""
    judged = known.judged[known.judged["breakdown"] == ""]
    rows = judged[(judged["role"] == "headline") & judged["direction"].isin(list(words))]
    told = []
    for path, row in _ordered(known.catalogue, _fresh(known, rows)):
        change = best_change(known.facts, str(path), row)
        if change is not None:
            since = "a year before"
            if row["basis_of_change"] != "year":
                since = parse_period(row["then_period"]).label
            moved = f"{_value(known, row)}, {change.direction} on {since}{_target(known, row)}"
            told.append(f"{_name(known.catalogue, row)} ({moved})")
    return told


def _target(known: Known, row: pd.Series) -> str:
    """How a figure that moved stands to its target, so that neither hides the other."""
    if row["verdict"] == TargetStatus.NO_TARGET:
        return ""
    return f"; {row['verdict'].lower()}, {_asked(known, row)}"


def _fresh(known: Known, rows: pd.DataFrame) -> pd.DataFrame:
    """Figures that are new, of indicators that are: a change told last time is no headline."""
    new = known.verdicts.index[known.verdicts["is_new"].astype(bool)]
    return rows[rows["indicator"].isin(new) & (rows["received"] == str(known.quarter))]


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

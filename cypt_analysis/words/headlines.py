"""The first screen: what matters, good news, the tally of the targets, how old figures are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from cypt_analysis.ground.findings import list_some, list_words, number_of
from cypt_analysis.ground.key import NEIGHBOURS
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.status import Direction, TargetStatus
from cypt_analysis.judgement.consequence import LONG_AGO, Matter, What, foremost, matters
from cypt_analysis.judgement.indicators import held_name
from cypt_analysis.judgement.signals import FAR
from cypt_analysis.known import Known, kept
from cypt_analysis.observations.spans import span_of
from cypt_analysis.words.marked import not_shown
from cypt_analysis.words.matters import told_once
from cypt_analysis.words.wording import best_change, doubtful, not_new, printed_in_words, years_old

# So many are named in a list; the summary has the rest.
MOST = 4
MISSED_TOO = "Also missed"
# What leads the lists of good news. A target that is met is not better: its figure may be worse.
GOOD = ("Targets are met", "Better by more than chance would explain")
NOTHING_NEW = (
    "Nothing that is new{} missed a target or went the wrong way by more than chance would explain."
)
_IN_BALANCE = (
    TargetStatus.MISSED, TargetStatus.OFF_TRACK, TargetStatus.ON_TRACK, TargetStatus.MET,
)  # fmt: skip
_NONE_MOVED = "No main figure{} is better or worse"
# Of a figure that an edition does not show nothing is said: no more than that is so of the others.
_SHOWN = " that is shown"
_BY_TESTS = (Direction.WORSE, Direction.BETTER, Direction.HIGHER, Direction.LOWER)


class Line(NamedTuple):
    """What is told of one indicator, a sentence for each thing that happened."""

    indicator: str
    sentences: tuple[str, ...]


def what_matters(known: Known) -> list[Line]:
    """The indicators whose things matter most, in order of consequence."""
    silent = _said_once(known)
    return [
        Line(group[0].indicator, told_once(known, group, silent=silent))
        for group in _matters(known)[0]
    ]


def _said_once(known: Known) -> bool:
    """Whether several changes that are told were not tested: `by_chance` says it of them all."""
    moved = [each.path for group in _matters(known)[0] for each in group if each.what is What.MOVED]
    return int(known.judged.loc[moved, "significant"].isna().sum()) > 1


def also_missed(known: Known) -> str:
    """One sentence that names each missed target that has no place among what matters.

    A target stays missed where no new figure has come.
    """
    judged = known.judged[(known.judged["verdict"] == TargetStatus.MISSED)]
    old = known.verdicts.index[~known.verdicts["is_new"].astype(bool)]
    silent = judged[judged["indicator"].isin(old) & (judged["breakdown"] == "")]
    paths = [*(each.path for each in _matters(known)[1]), *silent["path"]]
    parts = [_against(known, known.judged.loc[path]) for path in paths]
    return f"{MISSED_TOO}: {list_words(parts)}." if parts else ""


def good_news(known: Known) -> dict[str, str]:
    """Targets met, and figures that tests call better, a sentence each, by what leads it."""
    judged = known.judged
    met = [
        _against(known, judged.loc[each.paths[0]])
        for each in known.held
        if each.status == TargetStatus.MET and not each.parts
    ]
    headline = _ranked(known, _main(known))
    moved = [_better(known, row) for row in headline if row["direction"] == Direction.BETTER]
    parts = zip(GOOD, ((" for", met), (":", moved)), strict=True)
    return {lead: f"{lead}{to} {list_some(named, MOST)}." for lead, (to, named) in parts if named}


def _better(known: Known, row: pd.Series) -> str:
    change = best_change(known.facts, str(row["path"]), row)
    since = "a year before" if row["basis_of_change"] == "year" else "the figure before"
    moved = f", {change.direction} on {since}" if change else ""
    return f"{_name(known, row)} ({_value(known, row)}{moved})"


def balance(known: Known) -> str:
    """The quarter in short: "Of 3 targets, 2 are missed and 1 is met", then what tests say.

    It counts targets, each measure with one once; a measure's parts that are held against a
    target are named by themselves, and so is what has nothing new. Then how main figures stand
    beside another area.
    """
    whole = [each for each in known.held if not each.parts]
    number = number_of(len(whole), "target")
    counted = _counted([each.status for each in whole], _IN_BALANCE)
    new = " new" if known.judged["target"].notna().any() else ""
    total = f"Of {number}, {counted}." if whole else f"No{new} figure is held against a target."
    return f"{total}{_in_parts(known)}{_beside_others(known)}{_unheard(known)}"


def _counted(words: Iterable[str], order: Sequence[str]) -> str:
    """How many there are of each word: "2 are missed and 1 is met"."""
    counted = Counter(words)
    told = {word.lower(): counted[word] for word in [*order, *counted] if counted[word]}
    return list_words([f"{n} {'is' if n == 1 else 'are'} {word}" for word, n in told.items()])


def _beside_others(known: Known) -> str:
    """How many main figures are surely apart from the area that most of them are compared with.

    "Much" of a verdict is how sure it is, not how far, and a reader would take it for that.
    """
    area, table = area_beside(known), known.benchmarks
    mine = (table["area"] == area) & table["path"].isin(_main(known)["path"])
    far = [each for each in table.loc[mine, "verdict"] if each in FAR]
    counted = _counted(far, FAR).replace("much ", "")
    return f" Of the main figures, {counted} than {area}'s, well outside chance." if far else ""


def area_beside(known: Known) -> str:
    """The area that most main figures are compared with, or none."""
    main = known.benchmarks[known.benchmarks["role"] == "headline"]
    counted = main.loc[main["area"] != NEIGHBOURS, "area"].value_counts()
    return str(counted.index[0]) if len(counted) else ""


def _unheard(known: Known) -> str:
    """What has nothing new, and what is marked by its publisher instead of shown."""
    told = ""
    for word in (TargetStatus.NO_NEW_DATA, TargetStatus.NOT_SHOWN):
        names = known.verdicts.index[known.verdicts["status"] == word]
        labels = [known.catalogue.indicators[str(name)].label for name in names]
        if word == TargetStatus.NOT_SHOWN:
            labels = list(dict.fromkeys([*labels, *_withheld(known)]))
        told += f" {word}: {list_some(labels, MOST)}." if labels else ""
    return told


def _withheld(known: Known) -> list[str]:
    """The indicators whose main figure this edition does not show."""
    rows = _main(known)
    gone = dict.fromkeys(rows.loc[rows["direction"] == Direction.NOT_SHOWN, "indicator"])
    return [known.catalogue.indicators[str(name)].label for name in gone]


def nothing_new(known: Known) -> str:
    """What the first screen says where nothing of what is shown matters."""
    return NOTHING_NEW.format(" and shown" if _withheld(known) else "")


def by_chance(known: Known) -> str:
    """How many main figures moved by more than chance, and how many no test can judge.

    What is so of several untested changes of what matters is said here, once.
    """
    rows = _main(known)
    rows = rows[rows["basis_of_change"].astype(bool)]
    if rows.empty:
        return ""
    words = [each for each in rows["direction"] if each in _BY_TESTS]
    none = _NONE_MOVED.format(_SHOWN if _withheld(known) else "")
    told = f"Of the main figures, {_counted(words, _BY_TESTS)}" if words else none
    number = int((rows["significant"].isna() & (rows["value"] != rows["then"])).sum())
    untested = f" No test can judge the change of {number_of(number, 'figure')}" if number else ""
    if untested and _said_once(known):
        untested += ": a change below that says nothing of chance is one of these"
    return f"{told} by more than chance would explain.{untested}{'.' if untested else ''}"


def how_old(known: Known) -> str:
    """How far the main figures reach: that none is of the quarter, or how many are long past."""
    rows = known.judged[(known.judged["role"] == "headline") & (known.judged["breakdown"] == "")]
    rows = rows[rows["mark"] == ""].sort_values("end", kind="stable")
    if rows.empty:
        return ""
    oldest, newest = (span_of(rows.iloc[place]).noun for place in (0, -1))
    if rows["end"].iloc[-1] < pd.Timestamp(known.quarter.period.start):
        further = "" if newest == oldest else f", the oldest of {oldest}"
        none = f"No main figure is of {known.quarter.period.label}"
        return f"{none}. The newest is of {newest}{further}."
    old = sum(years_old(known, row) >= 1 for row in dicts_of(rows))
    are = "is" if old == 1 else "are"
    told = f"Of {number_of(len(rows), 'main figure')}, {old} {are} more than a year old"
    return f"{told}; the oldest is of {oldest}." if old else ""


def sentences(known: Known) -> list[Markup]:
    """All that the first screen says of the figures, the tally left out."""
    lines = [Markup(" ").join(line.sentences) for line in what_matters(known)]
    more = [Markup.escape(text) for text in [also_missed(known), *good_news(known).values()]]
    return [text for text in [*lines, *more] if text]


@kept
def _matters(known: Known) -> tuple[list[list[Matter]], list[Matter]]:
    table, fresh = known.benchmarks, _fresh(known)
    found = table[table["verdict"].isin([each for each in FAR if each != "much better"])]
    found = found[(found["area"] != NEIGHBOURS) & found["path"].isin(fresh["path"])]
    weights = {name: entry.weight for name, entry in known.catalogue.indicators.items()}
    # A target is told as long as its indicator has anything new, as the tally counts it.
    new = known.verdicts.index[known.verdicts["is_new"].astype(bool)]
    judged = known.judged[known.judged["indicator"].isin(new)]
    old = ~judged["path"].isin(fresh["path"])
    judged = judged.assign(
        basis_of_change=judged["basis_of_change"].where(~old, ""),
        years=[years_old(known, row) for row in dicts_of(judged)],
        # What is asked about is not as sure as another figure.
        assumed=[row["assumed"] or bool(doubtful(known, row)) for row in dicts_of(judged)],
    )
    return foremost(matters(judged, found.drop_duplicates("path"), weights))


def _in_parts(known: Known) -> str:
    parts = [
        f"{held_name(known.catalogue.indicators[each.indicator], each)} is {each.status.lower()}"
        for each in known.held
        if each.parts
    ]
    return f" Besides these, {list_words(parts)}." if parts else ""


def _against(known: Known, row: pd.Series) -> str:
    target = known.facts[f"{row['path']}.target"].printed
    return f"{_name(known, row)} ({_value(known, row)}; target {row['comparison']} {target})"


def _value(known: Known, row: pd.Series) -> str:
    """A value with its status; where a newer one is not shown, its own period and that."""
    value, newer = printed_in_words(known.facts, row), not_shown(known, str(row["path"]))
    old = not_new(known, row)
    dated = f"{value} {span_of(row).when}" if newer or old else value
    return ", ".join(filter(None, [dated, old, newer]))


def _fresh(known: Known) -> pd.DataFrame:
    """Figures that are new, of indicators that are: a change told last time is no headline.

    Nor is one that came with a history but is old: by a year where others have newer, or by three.
    """
    new = known.verdicts.index[known.verdicts["is_new"].astype(bool)]
    rows = known.judged[known.judged["breakdown"] == ""]
    newest = pd.to_datetime(rows["path"].map(known.observations.groupby("path")["end"].max()))
    at_hand = pd.Timestamp(known.quarter.period.end) - pd.DateOffset(years=LONG_AGO)
    current = (rows["end"] > newest - pd.DateOffset(years=1)) & (rows["end"] > at_hand)
    return rows[rows["indicator"].isin(new) & (rows["received"] == str(known.quarter)) & current]


def _main(known: Known) -> pd.DataFrame:
    rows = _fresh(known)
    return rows[rows["role"] == "headline"]


def _ranked(known: Known, rows: pd.DataFrame) -> Iterable[pd.Series]:
    """By weight, then in the report's order."""
    entries = list(known.catalogue.indicators)
    order = {
        name: (-known.catalogue.indicators[name].weight, at) for at, name in enumerate(entries)
    }
    found = [row for _, row in rows.iterrows()]
    return sorted(found, key=lambda row: order[row["indicator"]])


def _name(known: Known, row: pd.Series) -> str:
    return known.catalogue.indicators[row["indicator"]].get(row["measure"]).name

"""Whether a file of an edition gives back what that edition hides: read from the files themselves.

What the program writes for an edition follows from what it shows. This is the second lock: it
knows nothing of how a file was made.
"""

from __future__ import annotations

import csv
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from cypt_analysis.disclosure import audit, earlier_releases
from cypt_analysis.gate.files import Record, records_of
from cypt_analysis.ground.findings import Finding
from cypt_analysis.ground.quarter import MONTHS, parse_period
from cypt_analysis.ground.stats import Stat
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.known import Known
from cypt_analysis.statistics.neighbours import RANK_MEANS

LEAK = "leak"
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w])", re.ASCII)
# Numbers that are no figures: where something stands, days, how often a source comes, and places.
_PLACES = re.compile(
    r"\b(?:rows?|lines?|annex|table|[Cc]hart) [\d, ]+(?:and \d+)?"
    rf"|\b\d{{1,2}} (?:{'|'.join(MONTHS)})\b"
    r"|\bevery \d+ months"
    # Times: years and quarters, whichever figure they are of.
    r"|\b\d{4}/\d{2}\b|\b\d{4}-\d{2}-(?:\d{2}|FY|AY|Q[1-4])\b|\b\d{4}-M\d{2}\b"
    rf"|\bplace \d+ of \d+|\b(?:{'|'.join(map(re.escape, RANK_MEANS.values()))})"
)
_FILE = re.compile(r"\S.*/.+\.\w{2,7}")
_SO_MANY = re.compile(r"(?<!\d)\d+ of \d+(?!\d)", re.ASCII)
_OF = re.compile(r"\b\d+ of \d+\b", re.ASCII)
# So many digits are no accident: such a number is looked for wherever it stands.
_TELLING = 4
_NAMES = ("value", "numerator", "denominator", "lower_95", "upper_95", "lower_998", "upper_998")


@dataclass(frozen=True)
class _Secret:
    """A figure that is hidden: how it is called, and the numbers that would give it back.

    ``small`` are those that are looked for where its own words stand, ``telling`` everywhere.
    """

    id: str
    indicator: str
    anchor: str
    title: str
    label: str
    # Its area where that is not the authority, and the other areas: what stands beside one of
    # them is that one's, and beside none the authority's.
    area: str
    elsewhere: frozenset[str]
    periods: tuple[str, ...]
    small: frozenset[str]
    telling: frozenset[str]
    phrase: str
    # What others print by right.
    by_right: frozenset[str] = frozenset()


def find_leaks(files: Iterable[Path], true: Known, shown: Known) -> list[Finding]:
    """A fault for every place of the files of ``shown`` that gives a hidden figure back.

    ``true`` is what the internal edition knows.
    """
    if not shown.shows_less:
        return []
    shown_by_right = _by_right(shown)
    secrets = (*_figures(true, shown), *_quoted(true, shown))
    hidden = _Secrets([_without(each, shown_by_right) for each in secrets])
    innocent = _innocent(shown)
    found: list[Finding] = []
    read: set[str] = set()
    for path in files:
        try:
            records = list(records_of(path, read))
        except KeyError:
            advice = "Keep it elsewhere, or publish it in a form that is read."
            found.append(_fault(path.name, "No rule reads this kind of file.", advice))
            continue
        for record in records:
            found += [_leak(record, each) for each in _given(record, hidden, innocent)]
        if path.name == "data.csv":
            found += _follows(path, true, shown)
    return list(dict.fromkeys(found))


def _figures(true: Known, shown: Known) -> Iterator[_Secret]:
    gone = shown.observations[shown.observations["mark"] != ""]
    rows = true.observations[true.observations["id"].isin(gone["id"])]
    areas = frozenset(true.observations["area"])
    for row in rows.to_dict("records"):
        indicator = true.catalogue.indicators[row["indicator"]]
        top, bottom = row["numerator"], row["denominator"]
        printed = true.facts[row["id"]].printed.replace(",", "").rstrip("%")
        small = {printed, *_written(top), *_written(bottom - top), *_written(row["value"])}
        exact = {f"{row[name]:.10g}" for name in _NAMES if math.isfinite(row[name])}
        counted = math.isfinite(top) and math.isfinite(bottom)
        yield _Secret(
            row["id"], row["indicator"], indicator.anchor, indicator.name,
            row["breakdown"] or indicator.get(row["measure"]).name,
            "" if row["area"] == true.info.authority else row["area"],
            areas - {row["area"]},
            (row["period"], parse_period(row["period"]).label),
            frozenset(small), frozenset(filter(_tells, exact)),
            _so_many(top, bottom) if counted else "",
        )  # fmt: skip


def _quoted(true: Known, shown: Known) -> Iterator[_Secret]:
    """The quoted figures that are hidden, each as its name alone calls it."""
    table = true.facts.table
    for row in table[table["stat"] == Stat.QUOTED].to_dict("records"):
        name, indicator = row["fact"], true.catalogue.indicators[row["indicator"]]
        if shown.facts.get(name) is None:
            yield _Secret(
                name, row["indicator"], indicator.anchor, indicator.name, name, "", frozenset(),
                (name,), frozenset({row["printed"].replace(",", "")}), frozenset(), "",
            )  # fmt: skip


def _by_right(shown: Known) -> frozenset[str]:
    """The numbers, and so many of so many, that figures of the edition print of themselves.

    Small counts make the same per cents in many places: 13 of 15 is 86.67% of whatever it is.
    """
    rows = shown.observations[shown.observations["mark"] == ""]
    counted = rows[["numerator", "denominator"]].dropna().to_numpy()
    exact = (f"{value:.10g}" for value in pd.unique(rows[list(_NAMES)].to_numpy().ravel()))
    return frozenset(exact) | {_so_many(top, bottom) for top, bottom in counted}


def _without(secret: _Secret, shown_by_right: frozenset[str]) -> _Secret:
    """A hidden figure without what others print by right: where it stands itself it is found."""
    phrase = "" if secret.phrase in shown_by_right else secret.phrase
    telling = secret.telling - shown_by_right
    return replace(secret, telling=telling, phrase=phrase, by_right=shown_by_right)


def _so_many(top: float, bottom: float) -> str:
    return f"{top:.0f} of {bottom:.0f}"


def _written(value: float) -> list[str]:
    return [f"{value:.10g}"] if math.isfinite(value) else []


def _tells(number: str) -> bool:
    return "." in number and len(number.replace(".", "").lstrip("0")) >= _TELLING


def _innocent(shown: Known) -> dict[str, frozenset[str]]:
    """By indicator, the numbers that its other figures and its own words print by right."""
    found = {}
    table = shown.facts.table[shown.facts.table["value"].notna()]
    printed = table.groupby("indicator")["printed"].agg(" ; ".join).to_dict()
    exact = {
        name: {f"{value:.10g}" for value in rows}
        for name, rows in table.groupby("indicator")["value"]
    }
    for name, entry in shown.catalogue.indicators.items():
        # Of the catalogue its texts: what it settles by a number stands nowhere on a page.
        words = " ; ".join([printed.get(name, ""), *_texts(entry.model_dump(mode="json"))])
        found[name] = frozenset(_numbers(words)) | frozenset(exact.get(name, ()))
    return found


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _numbers(text: str) -> list[str]:
    return [each.replace(",", "") for each in _NUMBER.findall(text)]


class _Secrets:
    """Hidden figures by what points to them, as most records point to none."""

    def __init__(self, secrets: Sequence[_Secret]) -> None:
        self.all = secrets
        self.telling = frozenset().union(*(each.telling for each in secrets))
        self.pointing: dict[str, list[_Secret]] = defaultdict(list)
        for each in secrets:
            # No id, label or phrase is an anchor of another indicator.
            titles = {f"#{each.anchor}", f"#{each.title}"}
            for word in {each.id, each.label, each.phrase, *titles} - {""}:
                self.pointing[word].append(each)

    def near(self, record: Record, text: str, numbers: set[str]) -> Iterable[_Secret]:
        """Those that a record may give back: all where it has a number that tells by itself."""
        if numbers & self.telling or record.naming:
            return self.all
        words = {*record.cells, f"#{record.anchor}", *_SO_MANY.findall(text)}
        found = (self.pointing.get(word, ()) for word in words)
        return dict.fromkeys(each for several in found for each in several)


def _given(
    record: Record, secrets: _Secrets, innocent: dict[str, frozenset[str]]
) -> Iterator[_Secret]:
    """The hidden figures of which a record prints a number where it can be taken for theirs."""
    if record.naming:
        record = replace(record, text=re.sub(r"[-_/]", " ", record.text))
    text = record.text.replace(",", "")
    numbers = set(_numbers(text))
    if not numbers:
        return
    for secret in secrets.near(record, text, numbers):
        mine = innocent[secret.indicator]
        if (
            (numbers & secret.telling) - mine
            or (secret.phrase in text and _stands_in(secret.phrase, text))
            or (_is_of(record, secret) and (_beside(record, secret) & secret.small) - mine)
        ):
            yield secret


def _stands_in(phrase: str, text: str) -> bool:
    return bool(phrase) and re.search(rf"(?<!\d){phrase}(?!\d)", text) is not None


def _is_of(record: Record, secret: _Secret) -> bool:
    """Whether a record is about the figure: its own row, or the words and pictures of its block."""
    if secret.id in record.cells:
        return True
    if record.cells and not record.anchor:
        # A row of a table of all figures: of its very name and time, and of no other area.
        cells = set(record.cells)
        named = {secret.label, secret.periods[-1], secret.area} - {""}
        return named <= cells and not secret.elsewhere & cells
    if record.naming:
        said = _plain(record.text)
        return any(_plain(name) in said for name in (secret.id, secret.label, secret.title))
    return record.anchor in (secret.anchor, secret.title)


def _plain(text: str) -> str:
    """Words as a file's name may have them: without case, and with spaces alone between them."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _beside(record: Record, secret: _Secret) -> set[str]:
    """The numbers of a record without those of its names and times."""
    if secret.id in record.cells and len(record.cells) > _TELLING:
        # Of a row of data.csv or the workbook: file and row numbers are no figures.
        return {each for each in record.cells[:-3] if _NUMBER.fullmatch(each)}
    text = _PLACES.sub(" ", _without_source(record))
    text = _OF.sub(lambda found: " " if found[0] in secret.by_right else found[0], text)
    for words in (secret.label, secret.title, *secret.periods):
        text = text.replace(words, " ")
    return set(_numbers(text))


def _without_source(record: Record) -> str:
    """The text of a record; of a row of cells without a file's name and the row number after it."""
    before = ("", *record.cells)
    left = (
        each
        for last, each in zip(before, record.cells, strict=False)
        if not _FILE.fullmatch(last) and not _FILE.fullmatch(each)
    )
    return " | ".join(left) if record.cells else record.text


def _follows(path: Path, true: Known, shown: Known) -> Iterator[Finding]:
    """That a small count follows from what data.csv shows, by all that links counts."""
    with path.open(encoding="utf-8", newline="") as file:
        hidden = {row["id"] for row in csv.DictReader(file) if row["value"] in ("", HIDDEN_MARK)}
    gone = set(shown.observations.loc[shown.observations["mark"] != "", "id"])
    if gone <= hidden:
        # From fewer figures nothing more follows: what this edition hides was tried before.
        return
    rule = true.settings.editions[shown.edition]
    releases = earlier_releases(true.project)
    now = set(audit(true.observations, true.catalogue, rule, releases, hidden))
    for name in sorted(now - set(audit(true.observations, true.catalogue, rule, releases, gone))):
        place = name.rpartition(" = ")[0]
        found = f"A small number follows from the figures that are shown: {place}."
        yield _fault(path.name, found, "Make the report anew.")


def _leak(record: Record, secret: _Secret) -> Finding:
    found = f"{secret.id} is not shown in this edition, and a number here gives it back."
    near = f"'{_masked(record.text)}'"
    return _fault(record.file, f"{found} {near}", f"Print {HIDDEN_MARK}, or leave it out.")


def _masked(text: str) -> str:
    """The words around, without any number: what is found may be passed on."""
    return _NUMBER.sub("…", " ".join(text.split()))[:80]


def _fault(file: str, found: str, advice: str) -> Finding:
    return Finding(file, None, found, advice, rule=LEAK)


def files_of(folder: Path) -> list[Path]:
    """The files of an edition in its folder, whoever has put them there."""
    return sorted(path for path in folder.iterdir() if path.is_file())

"""What a file of an edition must not hold: the numbers of hidden figures, and what is innocent."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from cypt_analysis.catalogue.entries import Indicator
from cypt_analysis.disclosure import hidden_rows
from cypt_analysis.ground.records import texts_in
from cypt_analysis.ground.stats import OF_AN_OBSERVATION, Stat
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import span_of, spans_of

NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w])", re.ASCII)
# So many digits are no accident: such a number is looked for wherever it stands.
TELLING = 4
_NAMES = ("value", "numerator", "denominator", "lower_95", "upper_95", "lower_998", "upper_998")


@dataclass(frozen=True)
class Secret:
    """A figure that is hidden: how it is called, and the numbers that would give it back.

    ``small`` are those that are looked for where its own words stand, ``telling`` everywhere.
    """

    id: str
    indicator: str
    anchor: str
    title: str
    label: str
    # Its area where that is not the authority, and the other areas and measures: what stands beside
    # one of them is that one's, and beside no area the authority's.
    area: str
    elsewhere: frozenset[str]
    periods: tuple[str, ...]
    small: frozenset[str]
    telling: frozenset[str]
    phrase: str
    # What others print by right.
    by_right: frozenset[str] = frozenset()


def secrets_of(true: Known, shown: Known) -> list[Secret]:
    """The figures that ``shown`` hides, with their numbers as ``true`` has them."""
    by_right, facts = _by_right(shown), _by_facts(shown)
    every = (*_figures(true, shown), *quoted_of(true, shown))
    return [without_others(each, by_right, facts) for each in every]


def _figures(true: Known, shown: Known) -> Iterator[Secret]:
    rows = hidden_rows(true.observations, true.revisions, shown.observations, shown.revisions)
    areas = frozenset(true.observations["area"])
    for row in rows.to_dict("records"):
        indicator = true.catalogue.indicators[row["indicator"]]
        measure = indicator.get(row["measure"])
        top, bottom = row["numerator"], row["denominator"]
        printed = _printed(true, row["id"])
        small = {
            *filter(None, [printed]),
            *_written(top),
            *_written(bottom - top),
            *_written(row["value"]),
        }
        exact = {f"{row[name]:.10g}" for name in _NAMES if math.isfinite(row[name])}
        counted = math.isfinite(top) and math.isfinite(bottom)
        yield Secret(
            row["id"], row["indicator"], indicator.anchor, indicator.name,
            row["breakdown"] or measure.name,
            "" if row["area"] == true.info.authority else row["area"],
            (areas | {each.name for each in indicator.measure}) - {row["area"], measure.name},
            (row["period"], span_of(row).name),
            frozenset(small), frozenset(filter(_tells, exact)),
            _so_many(top, bottom) if counted else "",
        )  # fmt: skip


def _printed(true: Known, name: str) -> str:
    fact = true.facts.get(name)
    return "" if fact is None else fact.printed.replace(",", "").rstrip("%")


def quoted_of(true: Known, shown: Known) -> Iterator[Secret]:
    """The quoted figures that are hidden, each as its name alone calls it."""
    table = true.facts.table
    for row in table[table["stat"] == Stat.QUOTED].to_dict("records"):
        name, indicator = row["fact"], true.catalogue.indicators[row["indicator"]]
        if shown.facts.get(name) is None:
            yield Secret(
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


def _by_facts(shown: Known) -> dict[str, set[str]]:
    """The indicators whose facts print a number: a gap of one may be a share of another's."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in shown.facts.table.to_dict("records"):
        for number in {*numbers_in(row["printed"]), f"{row['value']:.10g}"}:
            found[number.lstrip("-")].add(row["indicator"])
    return found


def without_others(
    secret: Secret, shown_by_right: frozenset[str], facts: Mapping[str, set[str]]
) -> Secret:
    """A hidden figure without what others print by right: where it stands itself it is found."""
    phrase = "" if secret.phrase in shown_by_right else secret.phrase
    mine = {secret.indicator}
    telling = {each for each in secret.telling - shown_by_right if not facts.get(each, mine) - mine}
    return replace(secret, telling=frozenset(telling), phrase=phrase, by_right=shown_by_right)


def _so_many(top: float, bottom: float) -> str:
    return f"{top:.0f} of {bottom:.0f}"


def _written(value: float) -> list[str]:
    return [f"{value:.10g}"] if math.isfinite(value) else []


def _tells(number: str) -> bool:
    return "." in number and len(number.replace(".", "").lstrip("0")) >= TELLING


@dataclass(frozen=True)
class Place:
    """Where a number can stand by right: beside these words, or anywhere of what is empty.

    ``phrase`` is how it is said there, by the word before it or the one after it.
    """

    labels: frozenset[str] = frozenset()
    periods: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    phrase: tuple[str, ...] = ()


@dataclass(frozen=True)
class Innocent:
    """The numbers that an indicator's shown figures and its own words print by right.

    ``numbers`` has the places of each; ``named`` is every label, period and area that there is.
    """

    numbers: Mapping[str, Sequence[Place]]
    named: Place = field(default_factory=Place)

    def of(self, number: str, secret: Secret, words: str) -> bool:
        """Whether a number beside such words is another's than the hidden figure's."""
        places = self.numbers.get(number, ())
        area = secret.area and frozenset({secret.area})
        hidden = Place(frozenset({secret.label}), frozenset(secret.periods), area or frozenset())
        if not self._fits(hidden, words):
            return bool(places)
        return any(
            self._fits(each, words)
            and (not each.phrase or any(_stands(phrase, words) for phrase in each.phrase))
            for each in places
        )

    def _fits(self, place: Place, words: str) -> bool:
        """Whether words name nothing else than the place where they name anything of its kind."""
        for mine, every in (
            (place.labels, self.named.labels),
            (place.periods, self.named.periods),
            (place.areas, self.named.areas),
        ):
            told = {each for each in every if each in words}
            told -= {each for each in told for other in told if each != other and each in other}
            if mine and told and not mine & told:
                return False
        return True


def innocent_of(shown: Known) -> dict[str, Innocent]:
    """By indicator, the numbers that its shown figures and its own words print by right."""
    facts = shown.facts.table
    facts = facts[facts["value"].notna()].to_dict("records")
    of: dict[str, list[dict]] = {name: [] for name in shown.catalogue.indicators}
    for row in facts:
        of[row["indicator"]].append(row)
    marks = shown.observations
    return {
        name: _innocent(shown, entry, of[name], marks[marks["indicator"] == name])
        for name, entry in shown.catalogue.indicators.items()
    }


def _innocent(shown: Known, entry: Indicator, facts: list[dict], rows: pd.DataFrame) -> Innocent:
    numbers: dict[str, list[Place]] = defaultdict(list)
    names = {each.id: each.name for each in entry.measure}
    spoken: dict[str, set[str]] = {}
    for span in spans_of(rows):
        spoken.setdefault(span.named.text, set()).add(span.name)
    for row in facts:
        label = row["breakdown"] or names.get(row["measure"], "")
        dated = row["stat"] in OF_AN_OBSERVATION
        times = [row["period"], row["then_period"]] if dated else []
        place = Place(
            frozenset(filter(None, [label])), _times(times, spoken),
            frozenset({row["area"] or shown.info.authority}),
        )  # fmt: skip
        for number in {*numbers_in(row["printed"]), f"{row['value']:.10g}"}:
            numbers[number].append(place)
    labels = {*names.values(), *rows["breakdown"]} - {""}
    for label in labels:
        for number in numbers_in(label):
            numbers[number].append(Place(frozenset({label})))
    # Of the catalogue its texts, as they say a number and nowhere else: what it settles by one
    # stands nowhere on a page.
    for text in texts_in(entry.model_dump(mode="json")):
        for found in NUMBER.finditer(text):
            numbers[found[0].replace(",", "")].append(Place(phrase=_said(text, found)))
    every = Place(frozenset(labels), _times(spoken, spoken), frozenset(rows["area"]))
    return Innocent(numbers, every)


def _said(text: str, number: re.Match[str]) -> tuple[str, ...]:
    """A number of a text with the word before it, and with the one after it: a line may end there.

    >>> text = "Seen within 45 days, of all"
    >>> _said(text, NUMBER.search(text))
    ('within 45', '45 days')
    """
    before = re.search(r"\S+\s*$", text[: number.start()])
    after = re.match(r"\s*[^\s.,;:)]+", text[number.end() :])
    beside = ((before[0] if before else "") + number[0], number[0] + (after[0] if after else ""))
    return tuple(each for each in beside if each != number[0])


def _stands(phrase: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", words) is not None


def _times(periods: Iterable[str], spoken: Mapping[str, set[str]]) -> frozenset[str]:
    """Periods as they are written and as the figures of them are told."""
    given = list(filter(None, periods))
    return frozenset([*given, *(name for each in given for name in spoken.get(each, ()))])


def numbers_in(text: str) -> list[str]:
    """The numbers of a text without their commas.

    >>> numbers_in("1,234 of 2009/10, or 7.5%")
    ['1234', '2009', '10', '7.5']
    """
    return [each.replace(",", "") for each in NUMBER.findall(text)]

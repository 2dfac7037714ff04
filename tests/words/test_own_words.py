"""Every sentence that the product writes of a change passes its own check of statements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from random import Random

import pytest

from cypt_analysis.charts import draw
from cypt_analysis.claims.check import check_text
from cypt_analysis.claims.gathering import gather
from cypt_analysis.ground.claim import MATCH
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.report import Report
from cypt_analysis.words.headlines import sentences
from cypt_analysis.words.sentences import change_sentences, own_sentences
from cypt_analysis.words.wording import latest_title
from tests.own_sentences import read_again
from tests.projects import write_catalogue

NAMES = [
    f"{first}{last}" for first, last in product(
        ("Al", "Bro", "Cra", "Dun", "Ember", "Fal", "Gorse", "Hazel", "Ivy", "Jay", "Kes"),
        ("ton", "wick", "bury", "field", "mere", "stow", "combe", "gate"))
]  # fmt: skip
_SOURCE = """
[figures]
title = "Figures"
producer = "Tests"
owner = "Head of figures"
cycle = "quarterly"
keys = ["period"]
[figures.columns]
period = {{ type = "period", kinds = ["financial_quarter"] }}
{columns}
"""
_INDICATOR = """
[[indicator]]
id = "i{n}"
name = "{name}"
definition = "Visits to {name} in the quarter."
rationale = "People go there."
owner = "Head of figures"
checked_by = "Tests"
next_review = 2022-06-30
headline = "m"
[[indicator.measure]]
id = "m"
name = "{measure} {name}"
source = "figures"
polarity = "{polarity}"
{kind}
[[indicator.chart]]
id = "bars"
kind = "year_on_year"
measures = ["m"]
[[indicator.chart]]
id = "line"
kind = "over_time"
measures = ["m"]
"""
_COUNT = 'kind = "count"\nvalue = "v{n}"\nunit = "visits"\ndecimals = 0'
_EVENTS = _COUNT + "\nevents = true"
_SHARE = 'kind = "proportion"\nnumerator = "v{n}"\ndenominator = "d{n}"\nunit = "%"\ndecimals = {d}'
_BARE = 'kind = "proportion"\nvalue = "v{n}"\nunit = "%"\ndecimals = {d}'
_DROP = """quarter = "2021-22-Q2"
data_cut_off = 2021-10-31
neighbour_set = "None."
neighbours = ["Ashby"]
regions = ["England"]
"""
Pair = tuple[float, float]


def _known(root: Path, kind: str, pairs: Sequence[Pair], *, of: int = 0, year: bool) -> Known:
    """What is known of many indicators, each of which went from one value to another."""
    decimals = [n % 3 for n in range(len(pairs))]
    entries = [
        _INDICATOR.format(
            n=n, name=name, polarity=("low", "high", "none")[n % 3],
            measure="Visits to" if kind in (_COUNT, _EVENTS) else "Trains on time at",
            kind=kind.format(n=n, d=decimals[n]),
        )
        for n, name in zip(range(len(pairs)), NAMES, strict=False)
    ]  # fmt: skip
    value = "percent" if kind == _BARE else "count"
    columns = [f'v{n} = {{ type = "{value}" }}' for n in range(len(pairs))]
    columns += [f'd{n} = {{ type = "count", min = 1 }}' for n in range(len(pairs)) if of]
    write_catalogue(
        root,
        {
            "sources": _SOURCE.format(columns="\n".join(columns)),
            "town": 'name = "The town"\n' + "\n".join(entries),
        },
    )
    drop = root / "data" / "raw" / "2021-22-Q2"
    drop.mkdir(parents=True)
    (drop / "drop.toml").write_text(_DROP, encoding="utf-8")
    heads = [f"v{n}" for n in range(len(pairs))] + [f"d{n}" for n in range(len(pairs)) if of]
    rows = [",".join(["period", *heads])]
    for period, place in (("2020-21-Q2" if year else "2021-22-Q1", 0), ("2021-22-Q2", 1)):
        cells = [f"{pair[place]:.10g}" for pair in pairs] + [str(of)] * len(pairs) * bool(of)
        rows.append(",".join([period, *cells]))
    (drop / "figures.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return compute(DropReader(Project(root)), parse_quarter("2021-22-Q2"))


def _plain(html: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", str(html)))


def _faults(known: Known) -> list[str]:
    """What the product's own check finds in the product's own words."""
    found = [each for each in known.claims if each.verdict != MATCH]
    evidence = gather(known)
    for name, entry in known.catalogue.indicators.items():
        # How a test judges it is no statement that the check knows.
        moved = change_sentences(known, [(name, entry.measure[0])])[0].partition(". ")[0]
        told = [f"{moved}.", f"{latest_title(known, entry.measure[0].name, name)}."]
        claims = check_text(" ".join(told), "page", name, evidence, known.facts)
        found += [each for each in claims if each.verdict != MATCH]
    return [f"{each.sentence}: {each.printed} {each.verdict}, {each.data}" for each in found]


def _says_rightly(known: Known, pairs: Sequence[Pair]) -> list[str]:
    """Where the words of a change are not those of the two values."""
    wrong = []
    headlines = " ".join(_plain(text) for text in sentences(known))
    for n, (then, now) in enumerate(pairs):
        entry = known.catalogue.indicators[f"i{n}"]
        block = Report(known).indicator(f"i{n}")
        text = _plain(block.numbers()) + _plain(block.change()) + _plain(block.measures())
        text += (
            latest_title(known, entry.name, entry.id)
            + headlines.partition(f"{entry.measure[0].name} (")[2].partition(")")[0]
        )
        words = {"rose": now > then, "fell": now < then, "the same as": now == then,
                 "unchanged on": now == then, ", up ": now > then, ", down ": now < then}  # fmt: skip
        wrong += [f"{then} to {now}: '{word}'" for word, right in words.items()
                  if word in text and not right]  # fmt: skip
        # A difference, a change or a gap is never told as a nought that it is not.
        if re.search(r"\b(?:up|down) (?:0(?:\.0+)?%|0(?:\.0+)? |0$)", text):
            wrong.append(f"{then} to {now}: moved by nought")
    return wrong


def _counts() -> list[Pair]:
    edges = [
        (498, 500), (500, 498), (1000, 1004), (1, 0), (0, 1), (0, 0), (0, 1999), (1999, 0),
        (2000, 2000), (7, 7), (2000, 1999), (1999, 2000), (200, 201), (201, 200), (199, 200),
    ]  # fmt: skip
    draw = Random(1)
    for _ in range(16):
        then = draw.randint(0, 2000)
        edges += [(then, max(0, then + draw.choice((-1, 1)))), (then, draw.randint(0, 2000))]
    return edges


@pytest.mark.parametrize("year", [True, False], ids=["a year before", "the quarter before"])
@pytest.mark.parametrize("kind", [_COUNT, _EVENTS], ids=["of everyone", "of events"])
def test_counts_from_nought_to_two_thousand(tmp_path: Path, kind: str, year: bool) -> None:
    pairs = _counts()
    known = _known(tmp_path, kind, pairs, year=year)
    assert (_faults(known), _says_rightly(known, pairs)) == ([], [])


@pytest.mark.parametrize("of", [20, 700, 90_000])
def test_shares_with_their_numbers(tmp_path: Path, of: int) -> None:
    draw = Random(of)
    pairs: list[Pair] = [
        (0, 0),
        (0, 1),
        (1, 0),
        (of, of),
        (of, of - 1),
        (of - 1, of),
        (0, of),
        (of, 0),
    ]
    for _ in range(10):
        then = draw.randint(0, of)
        step = draw.choice((-1, 1))
        pairs += [(then, min(of, max(0, then + step))), (then, draw.randint(0, of))]
    known = _known(tmp_path, _SHARE, pairs, of=of, year=True)
    assert (_faults(known), _says_rightly(known, pairs)) == ([], [])


def test_shares_as_received(tmp_path: Path) -> None:
    draw = Random(7)
    pairs: list[Pair] = [(73.4, 73.2), (73.2, 73.4), (16.44, 16.36), (0, 0.01), (0.01, 0), (50, 50)]
    for _ in range(10):
        then = round(draw.uniform(0, 99), 2)
        pairs += [(then, round(then + 0.01, 2)), (then, round(draw.uniform(0, 100), 2))]
    known = _known(tmp_path, _BARE, pairs, year=True)
    assert (_faults(known), _says_rightly(known, pairs)) == ([], [])


@pytest.mark.filterwarnings("error")
def test_bars_of_nought_are_drawn_without_a_warning(tmp_path: Path) -> None:
    known = _known(tmp_path, _COUNT, [(0, 0)], year=True)
    assert draw(known, known.catalogue.indicators["i0"], "bars") is not None


def test_a_change_that_rounds_to_nothing_is_told_as_the_number_that_it_is(tmp_path: Path) -> None:
    known = _known(tmp_path, _COUNT, [(498, 500), (500, 495), (1000, 1004)], year=True)
    text = " ".join(_plain(each) for each in sentences(known))
    assert "stood at 500 in July to September 2021, 2 more than a year before" in text
    assert "5 fewer (1%) than a year before" in text
    assert "stood at 1,004 in July to September 2021, 4 more than" in text


def test_what_is_said_in_any_section_is_borne_out(known_q1: Known, known_q2: Known) -> None:
    for known in (known_q1, known_q2):
        told = read_again(known)
        assert {name for name, _ in own_sentences(known)} >= {"looked_after", "referrals", "neet"}
        assert told.faults == []
        # What would count next time, and how far an assumed number could be off.
        assert len(told.for_a_person) <= 0.15 * len(told.sentences), told.for_a_person

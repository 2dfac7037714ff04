"""Ten years of ordinary data run, and every quarter's own words pass its own checks."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from cypt_analysis.claims.check import check_text
from cypt_analysis.claims.gathering import far_areas, gather
from cypt_analysis.ground.claim import CONTRADICTED, MISMATCH, Claim
from cypt_analysis.ground.project import Project
from cypt_analysis.known import Known
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.words.sentences import change_sentences
from cypt_analysis.words.wording import latest_title
from tests.forty_quarters import History
from tests.small_project import pieces

# What a sentence asks of next time, or says of a rule, states nothing of the data.
_NO_STATEMENT = re.compile(r"next time|Each remaining|Fewer than|The numerator|The denominator")
# Pieces with charts are slow: of a few quarters, the beginning and the end among them.
_SHOWN = (0, 1, -1)
# Forty quarters, and as many of another seed as show that it is not this one alone.
_HISTORIES = (History(), History(quarters=12, seed=2))


@pytest.fixture(scope="module", params=_HISTORIES, ids=["forty", "another"])
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A history of drops."""
    return request.param.write(tmp_path_factory.mktemp("forty"))


@pytest.fixture(scope="module")
def forty(project: Project) -> list[Known]:
    """What is known at every fourth of its quarters, and at its last."""
    reader, quarters = DropReader(project), project.quarters()
    return [compute(reader, quarter) for quarter in [*quarters[:-1:4], quarters[-1]]]


def _own_words(known: Known) -> dict[str, str]:
    """The sentences that the program writes on each indicator's headline measure."""
    told: dict[str, str] = {}
    for indicator in known.catalogue.indicators.values():
        measure = indicator.get(str(indicator.headline))
        path = indicator.path(measure)
        if path in known.judged.index:
            lines = [
                *change_sentences(known, [(path, measure)]),
                f"{latest_title(known, measure.name, path)}.",
            ]
            said = (Markup(line).striptags() for line in lines)
            told[indicator.id] = "\n\n".join(
                each for each in said if not _NO_STATEMENT.search(each)
            )
    return told


def _faults(known: Known) -> list[tuple[str, str, str, str]]:
    claims: list[Claim] = list(known.claims)
    evidence = gather(known, far_areas(known))
    for name, text in _own_words(known).items():
        claims += check_text(text, "own", name, evidence, known.facts)
    return [
        (str(known.quarter), each.printed, each.sentence, each.data)
        for each in claims
        if each.verdict in (CONTRADICTED, MISMATCH)
    ]


def test_every_quarter_s_own_words_pass_its_own_checks(forty: list[Known]) -> None:
    assert [fault for known in forty for fault in _faults(known)] == []


def test_gaps_late_rows_and_corrections_are_among_them(forty: list[Known]) -> None:
    """What makes the history ordinary: else the other test shows nothing."""
    last = forty[-1]
    quarters = len(last.project.quarters())
    received = last.own.groupby("path").size()
    assert received[["rare", "many", "stock", "visits", "checks"]].min() < quarters
    assert len(last.revisions) > quarters / 10
    assert {each.rule for known in forty for each in known.findings} >= {"missing_source"}


def test_every_piece_of_the_page_can_be_made(forty: list[Known]) -> None:
    for place in _SHOWN:
        assert all(pieces(forty[place]))

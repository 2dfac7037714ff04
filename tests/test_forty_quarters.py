"""Ten years of ordinary data run, and every quarter's own words pass its own checks."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from cypt_analysis.claims.check import check_text
from cypt_analysis.claims.gathering import far_areas, gather
from cypt_analysis.ground.claim import CONTRADICTED, MISMATCH, Claim
from cypt_analysis.known import Known
from cypt_analysis.processed.build import DropReader, compute
from cypt_analysis.words.sentences import change_sentences
from cypt_analysis.words.wording import latest_title
from tests.forty_quarters import History

FALSE = (CONTRADICTED, MISMATCH)


@pytest.fixture(scope="module", params=[1, 2])
def forty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Known]:
    """What is known at each of forty quarters."""
    project = History(seed=request.param).write(tmp_path_factory.mktemp("forty"))
    reader = DropReader(project)
    return [compute(reader, quarter) for quarter in project.quarters()]


def _own_words(known: Known) -> dict[str, str]:
    """The sentences that the program writes on each indicator."""
    told: dict[str, str] = {}
    for indicator in known.catalogue.indicators.values():
        path = indicator.path(indicator.get(indicator.headline))
        if path not in known.judged.index:
            continue
        measure = indicator.get(indicator.headline)
        lines = [
            *change_sentences(known, [(path, measure)]),
            latest_title(known, measure.name, path) + ".",
        ]
        told[indicator.id] = "\n\n".join(Markup(line).striptags() for line in lines)
    return told


def _faults(known: Known) -> list[tuple[str, str, str, str]]:
    claims: list[Claim] = list(known.claims)
    evidence = gather(known, far_areas(known))
    for name, text in _own_words(known).items():
        claims += check_text(text, "own", name, evidence, known.facts)
    return [
        (
            str(known.quarter),
            each.verdict,
            each.sentence[each.start : each.end] + " | " + each.sentence,
            each.data,
        )
        for each in claims
        if each.verdict in FALSE
    ]


def test_every_quarter_s_own_words_pass_its_own_checks(forty: list[Known]) -> None:
    faults = [fault for known in forty for fault in _faults(known)]
    assert not faults

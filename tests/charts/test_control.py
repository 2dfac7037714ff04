"""The control chart that an entry asks for: its icons with their words, and only where it holds."""

from __future__ import annotations

import re

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.charts import draw
from cypt_analysis.charts.worth import is_worth_seeing
from cypt_analysis.judgement.signals import judge_signals
from cypt_analysis.known import Known
from tests.judgement.test_exception_rules_signals import STEADY, _monthly

CHART = Chart(id="signals", kind="control", measures=("incidents",))


def test_variation_and_assurance_are_icons_with_their_words(
    known_q2: Known, catalogue: Catalogue
) -> None:
    """Eleven quarters about 100 and one of 190: far above the mean and three of its spreads."""
    known = _monthly(known_q2, [*STEADY, 190])
    entry = catalogue.indicators["health_and_safety"].model_copy(update={"chart": (CHART,)})
    figure = draw(known, entry, "signals")
    assert figure is not None
    assert figure.id == f"fig-{entry.anchor}-signals"
    assert re.match(r"Incidents reported: concern, high, latest 190", figure.alt), figure.alt
    for svg in figure.drawings:
        assert ">H</text>" in svg
        assert ">Variation: concern, high</text>" in svg


def test_a_control_chart_is_worth_seeing_only_where_its_limits_hold(
    known_q2: Known, catalogue: Catalogue
) -> None:
    """From twelve points up; two quarters of incidents have no limits."""
    entry = catalogue.indicators["health_and_safety"].model_copy(update={"chart": (CHART,)})
    assert not is_worth_seeing(known_q2, entry, CHART)
    known = _monthly(known_q2, [*STEADY, 101])
    judged = known.judged[known.judged["path"] == "health_and_safety"]
    signals = judge_signals(judged, known.own, catalogue)
    object.__setattr__(known, "signals", signals)
    assert is_worth_seeing(known, entry, CHART)

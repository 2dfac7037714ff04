"""Why an indicator stands among the exceptions."""

from __future__ import annotations

from markupsafe import Markup

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.tables import Html, paragraph
from cypt_analysis.judgement.exceptions import reasons_of
from cypt_analysis.known import Known


def why_exception(known: Known, indicator: Indicator) -> Html:
    """The rules that the indicator meets, and what meets them."""
    reasons = reasons_of(indicator, known.judged, known.benchmarks, known.signals)
    text = "; ".join(f"{reason.rule} ({reason.what})" for reason in reasons)
    text = text or "It meets none of the rules for an exception this quarter"
    lead = Markup("<strong>Why it is an exception:</strong> {}.").format(text)
    return paragraph(lead, "exception")

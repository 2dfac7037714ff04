"""The annexes: actions, data quality, indicators and methods, words, accessibility and contact.

No sentence of theirs holds a number that is not counted from what is known at the quarter.
"""

from __future__ import annotations

from markupsafe import Markup

from cypt_analysis.ground.tables import join
from cypt_analysis.known import Known, kept
from cypt_analysis.page.actions import actions
from cypt_analysis.page.methods import methods
from cypt_analysis.page.quality import quality
from cypt_analysis.page.statement import statement

HEADINGS = (
    "Annex A: Actions",
    "Annex B: Data quality and timeliness",
    "Annex C: Indicators and methods",
    "Annex D: Words, accessibility and contact",
)


@kept
def annexes(known: Known) -> list[str]:
    """The annexes as HTML, in the order of ``HEADINGS``."""
    contents = (
        actions(known),
        quality(known),
        methods(known),
        statement(known),
    )
    return [
        str(join(Markup('<h2 id="annex-{}">{}</h2>').format(heading[6].lower(), heading), content))
        for heading, content in zip(HEADINGS, contents, strict=True)
    ]

"""Annex E: small numbers, accessibility, whom to ask; for the analyst, what made the report."""

from __future__ import annotations

from markupsafe import Markup

from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.ground.tables import Html, Table, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.library.disclosure import rules

_ACCESSIBILITY = (
    "This report is one HTML file. It opens without a network, runs no script and loads nothing "
    "from elsewhere. It is made to meet the Web Content Accessibility Guidelines 2.2 at level AA.",
    "Every chart has a text alternative, and its figures as a table. Statuses and directions are "
    "words with a shape; colour is never needed. The text can be enlarged and respaced, the page "
    "can be used with a keyboard, and on a small screen wide tables scroll on their own. Printed "
    "on A4, it shows the data tables that are folded on the screen.",
    "A program checks the headings, links, tables and charts whenever the report is made. It has "
    "not been tested with people who use assistive technology.",
)


def statement(known: Known) -> Html:
    """Annex E. What the report was made with is the analyst's."""
    ask = f"ask the {known.settings.contact_line}."
    return join(
        Markup('<h3 id="annex-e-small-numbers">Small numbers</h3>'),
        paragraph(_small_numbers(known)),
        Markup('<h3 id="annex-e-accessibility">Accessibility</h3>'),
        *(paragraph(text) for text in _ACCESSIBILITY),
        Markup('<h3 id="annex-e-contact">Contact</h3>'),
        paragraph(f"For questions, or for this report in another form, {ask}"),
    )


def made_with(known: Known) -> Html:
    """For the analyst: the versions of the program and its packages; no date of building."""
    rows = [[name, number] for name, number in known.provenance["versions"].items()]
    code = known.provenance.get("code", "")
    rows += [["Code and catalogue (SHA-256)", code[:16]]] if code else []
    return join(
        paragraph(
            "The same files and the same versions make the same report, byte for byte. "
            f"Files received: {len(known.provenance['raw_files'])}."
        ),
        Table(
            "table-analyst-version", "What the report was made with", ("Part", "Version"), rows
        ).html(),
    )


def _small_numbers(known: Known) -> str:
    """Which edition this is, and by which rule it shows no small number."""
    rule = rules()[known.settings.editions[known.edition]]
    if rule.shows_all:
        return (
            "This is the internal edition: it shows every number that was received, for officers "
            "and board members in private. It must not be published."
        )
    others = (
        " So does it in place of figures from which one would follow; which these are is not said."
        if rule.secondary
        else ""
    )
    return (
        f"This is the {known.edition} edition. Where a count of people is from {rule.lowest} to "
        f"{rule.highest}, {HIDDEN_MARK} stands in its place.{others} The rule is {rule.title}: "
        f"{rule.source}."
    )


def version_line(known: Known) -> str:
    """The program's version for the foot of the page."""
    return f"Made with cypt_analysis {known.provenance['versions']['cypt_analysis']}"

"""Annex D: words written out, small numbers, accessibility, whom to ask.

For the analyst, what made the report.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from cypt_analysis.ground.edition import INTERNAL
from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.ground.tables import Html, Table, fact_list, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.library.disclosure import Rule, rules

_ACCESSIBILITY = (
    "This page is made to meet the Web Content Accessibility Guidelines 2.2 at level AA, which a "
    "program checks each time; it opens without a network. It has not been tested with people who "
    "use assistive technology.",
    "What is folded under an indicator is left out when the page is printed.",
)


def statement(known: Known) -> Html:
    """Annex D. What the report was made with is the analyst's."""
    return join(
        *_written_out(known),
        Markup('<h3 id="annex-d-small-numbers">Small numbers</h3>'),
        paragraph(_small_numbers(known)),
        Markup('<h3 id="annex-d-accessibility">Accessibility</h3>'),
        *(paragraph(text) for text in _ACCESSIBILITY),
        Markup('<h3 id="annex-d-contact">Contact</h3>'),
        paragraph(
            f"For questions, or for this report in another form: {known.settings.contact_line}."
        ),
    )


def _written_out(known: Known) -> tuple[Html, ...]:
    """The project's abbreviations and what they stand for; nothing where it lists none."""
    listed = {each.short: each.long for each in known.settings.abbreviation}
    if not listed:
        return ()
    heading = Html(Markup('<h3 id="annex-d-words">Words and abbreviations</h3>'))
    return heading, fact_list(dict(sorted(listed.items())))


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
    """Which edition this is, and by which rules it shows no small number."""
    by = rules()[known.settings.editions[known.edition]]
    if by.shows_all and known.edition == INTERNAL:
        return (
            "This is the internal edition: it shows every number that was received, for officers "
            "and board members in private. It must not be published."
        )
    if by.shows_all:
        return f"This is the {known.edition} edition. It shows every number that was received."
    others = (
        " So does it in place of figures from which one would follow; which these are is not said."
        if by.secondary
        else ""
    )
    return (
        f"This is the {known.edition} edition. Where a count of people is from {by.lowest} to "
        f"{by.highest}, {HIDDEN_MARK} stands in its place.{others} The rule is {by.title}: "
        f"{by.source}.{''.join(_of_their_own(known, by))}"
    )


def _of_their_own(known: Known, by: Rule) -> Iterator[str]:
    """What holds for indicators with a rule of their own, a sentence a rule."""
    whose: dict[str, dict[str, None]] = {}
    for indicator in known.catalogue.indicators.values():
        for measure in indicator.measure:
            name = indicator.disclosure or known.catalogue.sources[measure.source].disclosure
            if name and name != by.name:
                whose.setdefault(name, {})[indicator.heading] = None
    for name, headings in whose.items():
        own = rules()[name]
        told = (
            "every number is shown"
            if own.shows_all
            else f"this is so from {own.lowest} to {own.highest} (rule: {own.title}, {own.source})"
        )
        yield f" Of {list_words([*headings])} {told}."


def version_line(known: Known) -> str:
    """The program's version for the foot of the page."""
    return f"Made with cypt_analysis {known.provenance['versions']['cypt_analysis']}"

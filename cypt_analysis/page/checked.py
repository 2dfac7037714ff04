"""For the analyst: the statements that were read, and what the data say of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from markupsafe import Markup

from cypt_analysis.ground.claim import MATCH, Claim, asked, points_of
from cypt_analysis.ground.tables import Html, Table, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.page.counted import link_to

_MOST_SOURCES = 3


def checked_statements(known: Known) -> Html:
    """A row for each statement: what was printed, recomputed, and where it comes from."""
    if not known.claims:
        return paragraph(
            "In this quarter's words the program read no statement that the data could check.",
            "none",
        )
    statements = [
        list(claims)
        for _, claims in groupby(known.claims, key=lambda c: (c.file, c.line, c.sentence))
    ]
    return join(
        paragraph(
            "A program looked for numbers and for words that say how a figure moved or stands: in "
            "the commentary, the actions, the risks, what matters this quarter, the texts written "
            "into the notebooks, the headings, definitions, reasons, caveats and chart notes of "
            "the catalogue, and the note that came with this quarter's files. The table has those "
            f"that it read, and what the data say of each: {_counted(known.claims)} "
            "What is not in the table was not checked."
        ),
        Table(
            "table-analyst-statements",
            f"Statements checked against the data, {known.quarter.title}",
            ("Statement", "About", "Printed: recomputed from the data", "Where it comes from"),
            [_row(claims, known) for claims in statements],
            css="statements",
        ).html(),
    )


def _counted(claims: Sequence[Claim]) -> str:
    """How many claims the data bear out, and how many a person answers for."""
    borne_out = sum(each.verdict == MATCH for each in claims)
    confirmed = sum(each.is_confirmed for each in claims)
    sentences = sum(each.is_confirmed for each in asked(claims))
    waived_ = sum(bool(each.waived_by) and not each.is_confirmed for each in claims)
    rest = len(claims) - borne_out - confirmed - waived_
    told = f"{borne_out} were borne out by the data, {confirmed} were confirmed by a person"
    told += f" in {sentences} sentence{'' if sentences == 1 else 's'}" if confirmed else ""
    told += f", {waived_} stand although the data say otherwise" if waived_ else ""
    return f"{told}, {rest} are open." if rest else f"{told}."


def _row(claims: Sequence[Claim], known: Known) -> list[object]:
    first = claims[0]
    indicator = known.catalogue.indicators.get(first.indicator)
    items = Markup("").join(Markup("<li>{}</li>").format(_said(each)) for each in claims)
    sources = dict.fromkeys(each for claim in claims for each in sources_of(claim, known))
    return [
        _marked(first.sentence, claims),
        link_to(indicator) if indicator else first.section or "Introduction",
        Html(Markup("<ul>{}</ul>").format(items)),
        _listed(list(sources)) or "Stated in words",
    ]


def _marked(sentence: str, claims: Iterable[Claim]) -> Markup:
    """The sentence with what was checked in it in bold."""
    shown, at = Markup(""), 0
    for start, end in sorted({(each.start, each.end) for each in claims}):
        if start >= at:
            shown += Markup("{}<strong>{}</strong>").format(sentence[at:start], sentence[start:end])
            at = end
    return shown + sentence[at:]


def _said(claim: Claim) -> str:
    data = claim.data.rstrip(".") or "stated in words"
    printed = claim.printed if len(claim.printed) < len(claim.sentence) else "The whole sentence"
    if claim.verdict == MATCH:
        return f"{printed}: {data}"
    kept = f"; kept because: {claim.waived_because.rstrip('.')}" if claim.waived_by else ""
    return f"{printed}: {claim.verdict}. {data}{kept}"


def sources_of(claim: Claim, known: Known) -> list[str]:
    """The files and rows behind a claim's facts, nearest first."""
    return [each for each in known.facts.behind(claim.facts) if each not in known.facts]


def _listed(sources: Sequence[str]) -> str:
    more = len(sources) - _MOST_SOURCES
    names = [each.rpartition("/")[2] for each in sources[:_MOST_SOURCES]]
    return "; ".join(names) + (f"; and {more} more" if more > 0 else "")


def waived(known: Known) -> Html:
    """For the analyst: what a person has waived, with the reason and the name."""
    rows = [
        [
            _marked(each.sentence, points_of(each)), each.printed, each.verdict, each.data,
            each.waived_because, each.waived_by, Markup("<code>{}</code>").format(each.digest),
        ]
        for each in asked(known.claims)
        if each.waived_by
    ]  # fmt: skip
    if not rows:
        return paragraph("No verdict on a statement was waived this quarter.", "none")
    columns = ("Statement", "Printed", "Verdict", "What the data say", "Reason", "Name", "Digest")
    return join(
        paragraph(
            "All that a sentence leaves to a person is confirmed at once; what is not borne out is "
            "waived by itself. Both lapse when the sentence or the data change."
        ),
        Table("table-analyst-waivers", "Waived verdicts", columns, rows).html(),
    )

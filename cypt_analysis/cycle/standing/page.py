"""A quarter's standing as a page to circulate: who is asked for what."""

from __future__ import annotations

from cypt_analysis.cycle.sheet import sheet
from cypt_analysis.cycle.standing.screen import headline, next_step, statements
from cypt_analysis.cycle.standing.status import Status
from cypt_analysis.ground.quarter import format_date
from cypt_analysis.ground.tables import Html, Table, join, paragraph

_NONE = "None"


def page(status: Status, title: str) -> str:
    """The page, as text to be written in UTF-8."""
    return sheet(
        f"{title}: {status.quarter.title}",
        paragraph(f"As of {format_date(status.today)}. {headline(status)}"),
        paragraph(f"Next: {next_step(status)}"),
        _sources(status),
        _words(status),
        paragraph(f"Statements: {statements(status)}"),
        _obligations(status),
        _signed(status),
    )


def _sources(status: Status) -> Html:
    rows = [
        (
            each.source.title, str(each.state), each.source.owner,
            format_date(each.by) if each.by else each.source.due or "No day",
            str(each.last) if each.last else "Never", ", ".join(each.files) or _NONE,
        )
        for each in status.sources
    ]  # fmt: skip
    columns = ("Source", "State", "From", "By", "Last came for", "Files")
    return Table("sources", "What has come, and who is asked for the rest", columns, rows).html()


def _words(status: Status) -> Html:
    rows = [
        (
            each.name, str(each.state), each.owner,
            _number(each.faults), _number(each.for_a_person),
        )
        for each in status.words
    ]  # fmt: skip
    columns = ("Words on", "State", "Owner", "Not borne out", "For a person")
    caption = f"Words, due on {format_date(status.words_due)}"
    return Table("words", caption, columns, rows, {"Not borne out", "For a person"}).html()


def _number(found: int | None) -> object:
    return "Not checked" if found is None else found


def _obligations(status: Status) -> Html:
    rows = [
        (
            each.text, each.kind, each.about, each.owner or "Not named",
            format_date(each.due) if each.due else "No day", each.on(status.today).capitalize(),
        )
        for each in status.obligations
    ]  # fmt: skip
    columns = ("What", "Kind", "On", "Owner", "Due", "State")
    if not rows:
        return paragraph("There is no action and no promise.")
    return Table("due", "Actions and promises by their day", columns, rows).html()


def _signed(status: Status) -> Html:
    return join(*(paragraph(each) for each in status.signed))

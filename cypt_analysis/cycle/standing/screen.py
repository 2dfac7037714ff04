"""A quarter's standing: lines for a terminal, what is pressing first, and a page to circulate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from textwrap import shorten
from typing import TypeVar

from cypt_analysis.cycle.sheet import sheet
from cypt_analysis.cycle.standing.status import Came, Obligation, Standing, State, Status
from cypt_analysis.cycle.standing.words import Words, Written
from cypt_analysis.ground.quarter import format_date
from cypt_analysis.ground.tables import Html, Table, join, paragraph

T = TypeVar("T")
_WIDTH = 100
_MOST = 8


def screen(status: Status) -> Iterator[str]:
    """How a quarter stands, in lines."""
    yield f"{status.quarter} on {format_date(status.today)}. {headline(status)}"
    yield from map(str, status.outdated)
    yield ""
    yield from _sources(status)
    yield from _words(status)
    yield f"Statements: {statements(status)}"
    yield from _obligations(status)
    yield from ([f"Signatures: {len(status.signed)}"] if status.signed else ())
    yield from (f"  {each}" for each in status.signed)
    yield ""
    yield f"Next: {next_step(status)}"


def headline(status: Status) -> str:
    """Whether it is published, and how long it is until the board."""
    state = f"Published, version {status.version}" if status.version else "Not published"
    if status.board is None:
        return f"{state}. No board date in drop.toml."
    return f"{state}. The board {_when(status.board, status.today)}."


def _when(day: date, today: date) -> str:
    days = (day - today).days
    if days == 0:
        return "meets today"
    unit = "day" if abs(days) == 1 else "days"
    if days > 0:
        return f"meets on {format_date(day)}, in {days} {unit}"
    return f"met on {format_date(day)}, {-days} {unit} ago"


def next_step(status: Status) -> str:
    """What a person does now."""
    late = [each for each in status.sources if each.state is Came.LATE]
    if status.outdated:
        return status.outdated[0].to_do + "."
    if status.version:
        return "cypt new begins the next quarter; cypt publish --reason corrects this one."
    if late:
        return f"ask {late[0].source.owner} for {late[0].source.id}; cypt add FILE takes it in."
    if any(each.state is Written.NOT_BEGUN for each in status.words):
        return f"the words not begun, by {format_date(status.words_due)}."
    if not status.found.current:
        return f"cypt run {status.quarter}"
    if status.found.faults or status.found.for_a_person:
        return f"cypt claims {status.quarter} shows the statements that need somebody."
    return f"cypt review {status.quarter}, then sign and publish."


def chase(each: Standing) -> str:
    """What is said of a source that has not come: from whom, by when, and when it last came."""
    last = f"last came for {each.last}" if each.last else "has never come"
    by = f", due by {format_date(each.by)}" if each.by else ""
    said = f" ({each.source.due})" if each.source.due else ""
    return f"{each.source.owner}{by}{said}; {last}"


def _sources(status: Status) -> Iterator[str]:
    counts = Counter(each.state for each in status.sources)
    yield "Sources: " + ", ".join(f"{counts[each]} {each}" for each in Came if counts[each])
    wanted = [e for e in status.sources if e.state in (Came.LATE, Came.AWAITED)]
    for each in wanted:
        yield _cut(f"  {each.state} {each.source.id}: {chase(each)}")
    lost = [e for e in status.sources if e.state is Came.IRREGULAR and e.last]
    for each in lost if not status.version else ():
        if each.last == status.quarter.previous:
            yield _cut(
                f"  nobody is asked for {each.source.id}, which came for {each.last}: "
                'cycle = "quarterly" in its entry?'
            )
    yield from _few(status.found.received, "  to look at: {}".format)


def _words(status: Status) -> Iterator[str]:
    counts = Counter(each.state for each in status.words)
    yield (
        f"Words, due {format_date(status.words_due)}: "
        + ", ".join(f"{counts[each]} {each}" for each in Written if counts[each])
    )
    pressing = [e for e in status.words if e.state is not Written.WRITTEN or e.faults]
    yield from _few(pressing, _word)


def _word(each: Words) -> str:
    faults = f", {each.faults} not borne out" if each.faults else ""
    return f"  {each.name}: {each.state}{faults} ({each.owner})"


def statements(status: Status) -> str:
    """How many statements need somebody, or that nothing has checked them."""
    found = status.found
    if not found.current:
        return f"not checked as the files are now: cypt run {status.quarter}"
    wrong, asked = sum(found.faults.values()), sum(found.for_a_person.values())
    return f"{wrong} not borne out, {asked} for a person"


def _obligations(status: Status) -> Iterator[str]:
    counts = Counter(each.on(status.today) for each in status.obligations)
    told = ", ".join(f"{counts[each]} {each}" for each in State if counts[each])
    yield f"Actions and promises: {told or 'none'}"
    yield from _few(status.due(State.OVERDUE), _obligation)


def _obligation(each: Obligation) -> str:
    owner = f" ({each.owner})" if each.owner else ""
    day = f" of {format_date(each.due)}" if each.due else ""
    return f"  {each.kind}{day}{owner}: {each.about}: {each.text}"


def _few(each: Sequence[T], tell: Callable[[T], str]) -> Iterator[str]:
    for one in each[:_MOST]:
        yield _cut(tell(one))
    if len(each) > _MOST:
        yield f"  and {len(each) - _MOST} more"


def _cut(line: str) -> str:
    lead = line[: len(line) - len(line.lstrip())]
    return lead + shorten(line, _WIDTH - len(lead), placeholder=" …")


_NONE = "None"


def page(status: Status, title: str) -> str:
    """The page, as text to be written in UTF-8."""
    return sheet(
        f"{title}: {status.quarter.title}",
        paragraph(f"As of {format_date(status.today)}. {headline(status)}"),
        *map(paragraph, map(str, status.outdated)),
        paragraph(f"Next: {next_step(status)}"),
        _source_table(status),
        _word_table(status),
        paragraph(f"Statements: {statements(status)}"),
        _due_table(status),
        join(*map(paragraph, status.signed)),
    )


def _source_table(status: Status) -> Html:
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


def _word_table(status: Status) -> Html:
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


def _due_table(status: Status) -> Html:
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

"""Words and numbers of one page agree: each status is the judged one, each tally its list's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from copy import copy
from typing import NamedTuple

from bs4 import Tag

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.status import Direction, TargetStatus
from cypt_analysis.judgement.exceptions import MISSED_TARGET, OFF_TARGET
from cypt_analysis.judgement.indicators import beside_headline, held_name, targets_held
from cypt_analysis.known import Known
from cypt_analysis.page.document import Document, within
from cypt_analysis.page.stitch import text_of
from cypt_analysis.page.written_out import ADDED
from cypt_analysis.words import headlines
from cypt_analysis.words.wording import measure_name

_RULES = {MISSED_TARGET: TargetStatus.MISSED, OFF_TARGET: TargetStatus.OFF_TRACK}
_JUDGED = {"Status": "verdict", "Direction": "direction"}


class Disagreement(NamedTuple):
    """What one place of the page says, against what was judged."""

    found: str
    element: Tag | None = None


def disagreements(page: Document, known: Known) -> Iterator[Disagreement]:
    """Every word or tally of the page that is not the one of the judged rows."""
    yield from _tally(page, known)
    yield from _lists(page, known)
    links: dict[str, list[Tag]] = {}
    for link in page.summary_links:
        links.setdefault(str(link["href"]), []).append(link)
    for indicator in known.catalogue.indicators.values():
        yield from _statuses(page, known, indicator, links.get(f"#{indicator.anchor}", []))
        yield from _tables(page, known, indicator)
        yield from _reasons(page, known, indicator)


def _tally(page: Document, known: Known) -> Iterator[Disagreement]:
    line = next(iter(page.of_class("balance")), None)
    if line is None:
        yield Disagreement("The headlines have no balance line.")
        return
    text = text_of(line).partition(".")[0]
    counted = Counter(each.status.lower() for each in known.held if not each.parts)
    lead, _, rest = text.partition(", ")
    said = sorted(re.sub(r"^(\d+) (is|are) ", r"\1 ", each) for each in re.split(", | and ", rest))
    wanted = sorted(f"{number} {word}" for word, number in counted.items())
    total = f"Of {counted.total()} target"
    if counted and (said != wanted or lead.rstrip("s") != total):
        yield Disagreement(f"The balance line is not what was judged: '{text}'.", line)


def _lists(page: Document, known: Known) -> Iterator[Disagreement]:
    """What matters is told in its order, and each missed target is told there or below it."""
    items = [item for each in page.of_class("headlines") for item in each.find_all("li")]
    wanted = [" ".join(line.sentences) for line in headlines.what_matters(known)]
    wanted = [" ".join(text.split()) for text in wanted or [headlines.nothing_new(known)]]
    said = [_written(item) for item in items]
    for text in [text for text in wanted if text not in said]:
        yield Disagreement(f"What matters leaves out '{text}'.")
    for text, item in zip(said, items, strict=True):
        if text not in wanted:
            yield Disagreement(f"What matters says what was not judged: '{text}'.", item)
    if sorted(said) == sorted(wanted) and said != wanted:
        yield Disagreement("What matters is not in order of consequence.", items[0])
    rest, element = headlines.also_missed(known), next(iter(page.of_class("missed-too")), None)
    if rest != ("" if element is None else _written(element)):
        found = f"The missed targets below what matters are not those that were judged: '{rest}'."
        yield Disagreement(found, element)


def _written(element: Tag) -> str:
    """The words of an element without what an abbreviation was written out with."""
    copied = copy(element)
    for added in copied.find_all(class_=ADDED):
        added.decompose()
    return text_of(copied)


def _below(heading: Tag | None, *ends: str) -> Iterator[Tag]:
    """What stands below a heading, up to the next one; ``ends`` are their names."""
    if heading is not None and heading.name in ends:
        for each in heading.next_elements:
            if isinstance(each, Tag):
                if each.name in ends:
                    return
                yield each


def _statuses(
    page: Document, known: Known, indicator: Indicator, links: list[Tag]
) -> Iterator[Disagreement]:
    """The status of the summary and of the facts at a glance is the headline measure's own."""
    verdict = known.verdicts.loc[indicator.id]
    beside = beside_headline(known.held, indicator, verdict["status"]) if verdict["is_new"] else []
    own = [str(verdict["status"]), *(each.status for each in beside)]
    rows = [row for link in links if (row := link.find_parent("tr")) is not None]
    # A further measure has a row of its own, whose header links nowhere.
    rows += [each for row in rows for each in _rows_below(row)]
    below = _below(page.by_id.get(indicator.anchor), "h2", "h3")
    facts = next((each for each in below if _is(each, "dl", "facts")), None)
    cells = [cell for row in rows if (cell := _status_in(row)) is not None]
    says_nothing = own in ([TargetStatus.NO_TARGET], [TargetStatus.NARRATIVE])
    if links and (cells or not says_nothing):
        yield from _told(indicator, own, cells or rows)
    if facts is not None:
        # A line of figures has no target where none is set.
        unset = own == [TargetStatus.NO_TARGET] and facts.find(class_="tag") is None
        yield from _told(indicator, [] if unset else own, [facts])


def _status_in(row: Tag) -> Tag | None:
    """The cell of a row that says its status; none where no column has it."""
    table = row.find_parent("table")
    columns = [text_of(cell) for cell in within(table, "thead", "th")] if table else []
    cells = row.find_all(["th", "td"])
    place = columns.index("Status") if "Status" in columns else len(cells)
    return cells[place] if place < len(cells) else None


def _rows_below(row: Tag) -> Iterator[Tag]:
    for below in row.find_next_siblings("tr"):
        if within(below, "th", "a"):
            return
        yield below


def _told(indicator: Indicator, own: list[str], places: list[Tag]) -> Iterator[Disagreement]:
    words = [text_of(tag) for place in places for tag in place.find_all(class_="tag")]
    said = [word for each in words for word in TargetStatus if each.endswith(word)]
    if said != own:
        wanted, shown = ", ".join(own), ", ".join(said) or "nothing"
        found = f"'{indicator.label}' is {wanted}, but the page says {shown}."
        yield Disagreement(found, places[0])


def _is(tag: Tag, name: str, css: str) -> bool:
    return tag.name == name and css in tag.get("class", ())


def _tables(page: Document, known: Known, indicator: Indicator) -> Iterator[Disagreement]:
    """Each row of a table with a status or a direction that names a measure has the judged one."""
    heading = page.by_id.get(indicator.anchor)
    judged = known.judged[known.judged["indicator"] == indicator.id]
    if heading is None or judged.empty:
        return
    names: dict[str, dict] = {}
    for row in dicts_of(judged):
        label = indicator.get(row["measure"]).label
        names |= {label: row} if not row["breakdown"] else {}
        names[measure_name(indicator, row)] = row
    for table in (each for each in _below(heading, "h3") if each.name == "table"):
        columns = [text_of(cell) for cell in within(table, "thead", "th")]
        judges = not _JUDGED.keys().isdisjoint(columns)
        for line in within(table, "tbody", "tr") if judges else ():
            # Beside a status may stand how far it goes.
            cells = [text_of(c.find(class_="tag") or c) for c in line.find_all(["th", "td"])]
            yield from _row(columns, cells, names.get(cells[0]), line)


def _row(
    columns: list[str], cells: list[str], row: dict | None, line: Tag
) -> Iterator[Disagreement]:
    for column, name in _JUDGED.items():
        if row is None or column not in columns:
            continue
        said, wanted = cells[columns.index(column)], str(row[name])
        known_words = (*TargetStatus, *Direction)
        word = max((each for each in known_words if said.endswith(each)), key=len, default="")
        if word != wanted:
            yield Disagreement(f"'{cells[0]}' is {wanted}, but a table says '{said}'.", line)


def _reasons(page: Document, known: Known, indicator: Indicator) -> Iterator[Disagreement]:
    """Why it is an exception names each target that is missed or off track."""
    below = _below(page.by_id.get(indicator.anchor), "h3")
    told = next((each for each in below if _is(each, "p", "exception")), None)
    if told is None:
        return
    text = text_of(told)
    held = targets_held(known.judged[known.judged["indicator"] == indicator.id])
    for rule, status in _RULES.items():
        names = [held_name(indicator, each) for each in held if each.status == status]
        absent = [name for name in names if name not in text]
        if absent or (rule in text) != bool(names):
            found = f"'{indicator.label}': what is {status.lower()} is not what is said: '{text}'"
            yield Disagreement(found, told)

"""Blocks and summary: the finding first, few figures, one chart, statistics folded, one measure."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import Tag

from cypt_analysis.charts.sparkline import FEWEST
from cypt_analysis.gate.page import Fault, Page, words_of
from cypt_analysis.ground.status import Direction, TargetStatus
from cypt_analysis.judgement.indicators import Depth

MOST_FIGURES = 5
_FOLDS = "Fold it under 'How sure are we?': see catalogue/piece_order.py."


def findings(page: Page) -> Iterator[Fault]:
    """An indicator with a figure begins with its finding, a sentence with a date."""
    for name, path in page.known.verdicts["path"].items():
        heading = page.by_id.get(page.known.catalogue.indicators[str(name)].anchor)
        after = None if heading is None else _first(heading)
        if not path or heading is None:
            continue
        told = words_of(after) if isinstance(after, Tag) else ""
        is_finding = isinstance(after, Tag) and "finding" in after.get("class", [])
        if not (is_finding and told.endswith(".") and any(each.isdigit() for each in told)):
            advice = "Show the block by report.indicator(...)."
            yield Fault("A block does not begin with its finding:", advice, heading)


def _first(heading: Tag) -> object:
    """What comes first below a heading, or in what is folded of an indicator that is a row."""
    after = heading.find_next_sibling()
    if not isinstance(after, Tag) or "sure" not in after.get("class", []):
        return after
    summary = after.find("summary")
    return summary.find_next_sibling() if isinstance(summary, Tag) else None


def depth(page: Page) -> Iterator[Fault]:
    """Of an indicator that is a row of the summary, nothing but its heading is in sight."""
    for name, each in page.known.catalogue.indicators.items():
        heading = page.by_id.get(each.anchor)
        if heading is None or page.known.depths[name] is not Depth.ROW:
            continue
        if any("sure" not in more.get("class", []) for more in heading.find_next_siblings()):
            advice = "Show the block by report.indicator(...), or give its entry the other depth."
            yield Fault("An indicator that is a row has more than that in sight:", advice, heading)


def headings(page: Page) -> Iterator[Fault]:
    """A heading inside a block says to a screen reader of which indicator it is."""
    for indicator in page.known.catalogue.indicators.values():
        heading = page.by_id.get(indicator.anchor)
        block = None if heading is None else heading.find_parent("section", class_="block")
        for each in block.select(".commentary h4") if isinstance(block, Tag) else ():
            if indicator.name not in str(each.get("aria-label", words_of(each))):
                advice = "Label it with the indicator's name: see pieces/paragraphs.py."
                yield Fault("A heading does not name its indicator:", advice, each)


def figures(page: Page) -> Iterator[Fault]:
    """At most five figures stand in a line below the finding."""
    for block in _blocks(page):
        line = block.find("dl", class_="facts")
        number = len(line.find_all("dt")) if isinstance(line, Tag) and _in_sight(line) else 0
        if number > MOST_FIGURES:
            found = f"A line has {number} figures, more than {MOST_FIGURES}:"
            yield Fault(found, _FOLDS, line)


def charts(page: Page) -> Iterator[Fault]:
    """A block has one chart in sight."""
    for block in _blocks(page):
        seen = [each for each in block.select("figure.chart") if _in_sight(each)]
        for more in seen[1:]:
            yield Fault("A block has a second chart in sight:", _FOLDS, more)


def statistics(page: Page) -> Iterator[Fault]:
    """Whether a change is real, and tables of tests, are folded."""
    for block in _blocks(page):
        for told in block.select("p.verdict"):
            if _in_sight(told):
                yield Fault("Statistics are not folded:", _FOLDS, told)


def sparklines(page: Page) -> Iterator[Fault]:
    """No small line is of two points."""
    for picture in page.of_class("sparkline"):
        # Where a figure is not shown, the line has a gap.
        lines = picture.find_all("polyline")
        points = sum(len(str(line.get("points", "")).split()) for line in lines)
        if lines and points < FEWEST:
            advice = "Leave it out: two figures have no course."
            yield Fault("A small line has fewer than three points:", advice, picture)


def measures(page: Page) -> Iterator[Fault]:
    """A row of the summary has the status of one measure."""
    for row in page.summary_rows:
        cells = [
            [word for tag in cell.select(".tag") if (word := words_of(tag)) in list(TargetStatus)]
            for cell in row.find_all("td")
        ]
        # A direction may be 'Not shown' as a status may.
        said = [word for cell in cells for word in cell if word not in list(Direction)]
        if len(said) > 1 or any(len(cell) > 1 for cell in cells):
            advice = "Give the second measure a row of its own."
            yield Fault("A row of the summary has two statuses:", advice, row)


def _blocks(page: Page) -> Iterator[Tag]:
    for indicator in page.known.catalogue.indicators.values():
        heading = page.by_id.get(indicator.anchor)
        block = None if heading is None else heading.find_parent("section", class_="block")
        if isinstance(block, Tag):
            yield block


def _in_sight(tag: Tag) -> bool:
    return tag.find_parent("details", class_="sure") is None

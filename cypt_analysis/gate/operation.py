"""Operation: links that say where they lead, regions that a keyboard can scroll."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from bs4 import Tag

from cypt_analysis.gate.page import Fault, Page, words_of
from cypt_analysis.ground.tables import FEW_COLUMNS

_VAGUE = re.compile(
    r"(click|tap|press)( on)?( (here|this))?|here|this|link|this (link|page)"
    r"|(read |see |find out )?more|more information|details|continue|download|https?:\S+|www\.\S+",
    re.IGNORECASE,
)


def link_texts(page: Page) -> Iterator[Fault]:
    """Each link says where it leads; one text leads to one place."""
    targets: dict[str, set[str]] = defaultdict(set)
    for link in [each for each in page.having("href") if each.name == "a"]:
        text = words_of(link) or str(link.get("aria-label") or "")
        targets[text.casefold()].add(str(link["href"]))
        if not text:
            yield Fault("A link has no text:", "Name where it leads.", link)
        elif _VAGUE.fullmatch(text.rstrip(".:… ")):
            yield Fault("A link's text does not say where it leads:", "Name its target.", link)
    for text, places in targets.items():
        if text and len(places) > 1:
            found = f"The link text '{text}' leads to {len(places)} places."
            yield Fault(found, "Give each target a text of its own.")


def disclosures(page: Page) -> Iterator[Fault]:
    """What opens and closes begins with a summary that says what it holds, each its own.

    Who hears it hears its label, which begins with the words that are seen (WCAG 2.5.3).
    """
    said: Counter[str] = Counter()
    for details in page.named("details"):
        first = details.find("summary", recursive=False)
        words = words_of(first) if isinstance(first, Tag) and first == details.find(True) else ""
        if not isinstance(first, Tag) or not words:
            yield Fault("A folded part has no summary:", "Begin it with what it holds.", details)
            continue
        label = str(first.get("aria-label", words))
        if not label.startswith(words):
            found = f"A folded part that reads '{words}' is called '{label}'."
            yield Fault(found, "Begin its label with the words that are seen.", details)
        said[label] += 1
    for words, times in said.items():
        if times > 1:
            yield Fault(f"{times} folded parts are called '{words}'.", "Tell them apart in words.")


def scroll_regions(page: Page) -> Iterator[Fault]:
    """Wide tables scroll in regions with a name that a keyboard reaches; nothing else does."""
    labels: Counter[str] = Counter()
    for region in page.of_class("table-wrap"):
        if len(region.select("thead th")) <= FEW_COLUMNS:
            if region.get("tabindex") is not None:
                found = "A table that does not scroll stops the keyboard:"
                yield Fault(found, "Use Table.html().", region)
            continue
        label = _label(region, page)
        labels[label] += 1
        if (
            region.get("role") not in ("region", "group")
            or region.get("tabindex") != "0"
            or not label
        ):
            advice = 'Write role="region" or "group", tabindex="0" and a label.'
            yield Fault("A region that scrolls has no name or no focus:", advice, region)
    for table in page.named("table"):
        if table.find_parent(class_="table-wrap") is None:
            yield Fault("A table stands in no region that scrolls:", "Use Table.html().", table)
    for label, times in labels.items():
        if label and times > 1:
            found = f"{times} regions that scroll are called '{label}'."
            yield Fault(found, "Give each table a caption of its own.")


def _label(region: Tag, page: Page) -> str:
    given = str(region.get("aria-label") or "").strip()
    # A label that leads nowhere is the rule of references; here it counts as one.
    return given or " ".join(
        words_of(page.by_id[name]) if name in page.by_id else name
        for name in str(region.get("aria-labelledby") or "").split()
    )


def tab_order(page: Page) -> Iterator[Fault]:
    """The keyboard goes through the page in its order: nothing jumps ahead or takes keys."""
    for tag in page.having("tabindex"):
        if str(tag["tabindex"]).strip() not in ("0", "-1"):
            yield Fault("An element jumps ahead in the order of Tab:", 'Write tabindex="0".', tag)
    for tag in page.having("accesskey", "autofocus", "target", "contenteditable"):
        advice = "Take accesskey, autofocus, target and contenteditable out."
        yield Fault("An element changes how the keyboard or the window works:", advice, tag)

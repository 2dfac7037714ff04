"""What the page must hold and must not hold: a notebook can lose a cell, or show one twice.

What stands in an indicator's block, and in which order, one renderer makes from the catalogue.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from bs4 import Tag

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.findings import CheckFailed, Finding, list_words
from cypt_analysis.known import Known
from cypt_analysis.page.agreement import disagreements
from cypt_analysis.page.annexes import HEADINGS as ANNEXES
from cypt_analysis.page.document import Document
from cypt_analysis.page.stitch import HEADLINES, in_index, text_of
from cypt_analysis.pieces.since_last import CHANGED

PAGE = "report.html"
_FORBIDDEN = (
    "script", "iframe", "frame", "object", "embed", "applet", "base", "form", "link",
    "foreignobject", "animate", "set",
)  # fmt: skip
_ADDRESSES = ("href", "src", "srcset", "action", "formaction", "poster", "xlink:href", "background")
_OUTWARD_STYLE = re.compile(r"@import|url\(\s*[\"']?(?!#|data:)", re.IGNORECASE)
_DOWNLOAD = "data:text/csv"
_PICTURE = "data:image/"


def check_page(page: str, known: Known) -> None:
    """Raise CheckFailed with all of `find_faults`, if there are any."""
    faults = find_faults(Document(page), known)
    if faults:
        raise CheckFailed(faults, "The page was not written.")


def find_faults(page: Document, known: Known) -> list[Finding]:
    """All that the page lacks or must not hold; ``rule`` names the kind of each fault."""
    faults = [*_sections(page, known), *_headings(page, known), *_summary_table(page, known)]
    advice = "Run the notebook again: it shows what was judged before."
    faults += [_fault("agreement", each.found, advice) for each in disagreements(page, known)]
    checks = [_index, _links, _pictures, _harmless]
    # A block that is shown twice repeats every id in it: that one sentence is enough.
    if not any(fault.rule == "heading" for fault in faults):
        checks.insert(1, _ids)
    for check in checks:
        faults += check(page)
    return faults


def _fault(rule: str, found: str, advice: str) -> Finding:
    return Finding(PAGE, None, found, advice, rule=rule)


def expected_sections(known: Known) -> dict[str, tuple[str, ...]]:
    """The h2 headings of the page in order, each with the h3 headings below it.

    What matters, the summary and what changed come first, then the project's further texts and
    its sections. The annexes' own h3 headings are left out.
    """
    summary = known.settings.summary_heading
    further = [text for text in known.settings.introductions.values() if text != summary]
    middle = {
        section.name: tuple(indicator.heading for indicator in section.indicator)
        for section in known.catalogue.sections
    }
    return {
        **dict.fromkeys((HEADLINES, summary, CHANGED, *further), ()),
        **middle,
        **dict.fromkeys(ANNEXES, ()),
    }


def _below(page: Document) -> dict[str, list[str]]:
    """The h2 headings of the page in order, each with the h3 headings below it."""
    found: dict[str, list[str]] = {}
    current = ""
    for heading in page.named("h2", "h3"):
        if heading.name == "h2":
            current = text_of(heading)
            found.setdefault(current, [])
        else:
            found.setdefault(current, []).append(text_of(heading))
    return found


def _sections(page: Document, known: Known) -> Iterator[Finding]:
    have = [text_of(heading) for heading in page.named("h2")]
    wanted = list(expected_sections(known))
    advice = "Look at the Markdown cells of the notebooks and the names in the catalogue."
    for name in [name for name in wanted if name not in have]:
        lacks = f"The section '{name}' is missing in the page."
        yield _fault("section", lacks, _cells_of(name, known) or advice)
    for name in [name for name in have if name not in wanted]:
        yield _fault("section", f"The section '{name}' is not expected in the page.", advice)
    for name, times in Counter(have).items():
        if times > 1:
            yield _fault("section", f"The section '{name}' stands {times} times.", advice)
    if sorted(have) == sorted(wanted) and have != wanted:
        order = list_words(wanted)
        yield _fault("section", f"The order of sections is not {order}.", "Rename the notebooks.")


def _cells_of(section: str, known: Known) -> str:
    """The cells that make one of the first sections; a project of before may not have them all."""
    calls = {
        HEADLINES: "report.headlines()",
        known.settings.summary_heading: "report.summary()",
        CHANGED: "report.changes()",
    }
    if section not in calls:
        return ""
    return (
        f"The first notebook makes it by a Markdown cell '## {section}' and below it a cell "
        f"with {calls[section]}. Add them where they are missing."
    )


def _headings(page: Document, known: Known) -> Iterator[Finding]:
    """Each indicator once, where it belongs and in order, and no other."""
    below, expected = _below(page), expected_sections(known)
    calls = {each.heading: f'report.indicator("{each.id}")' for each in _all(known)}
    own = [name for headings in expected.values() for name in headings]
    for section, wanted in expected.items():
        have = below.get(section)
        if have is None or section in ANNEXES:
            continue
        for name in wanted:
            yield from _place(name, section, below, calls.get(name, "its heading"))
        for name in [name for name in have if name not in own]:
            found = f"The heading '{name}' is not expected in '{section}'."
            yield _fault("heading", found, "Take it out, or write it with ####.")
        if sorted(have) == sorted(wanted) and have != list(wanted):
            found = f"In '{section}' the order is not {list_words(wanted)}."
            yield _fault("heading", found, "Move the notebook's cells, or the catalogue's entries.")


def _place(name: str, section: str, below: dict[str, list[str]], cell: str) -> Iterator[Finding]:
    places = [where for where, headings in below.items() for each in headings if each == name]
    if not places:
        advice = f"Its notebook shows it by a cell with {cell}."
        yield _fault("heading", f"'{name}' is missing in '{section}'.", advice)
    elif len(places) > 1:
        where = list_words([f"'{each}'" for each in dict.fromkeys(places)])
        found = f"'{name}' is shown {len(places)} times, in {where}."
        yield _fault("heading", found, f"Keep one cell with {cell}.")
    elif places != [section]:
        found = f"'{name}' is shown in '{places[0]}', but belongs in '{section}'."
        yield _fault("heading", found, "Move its cells, or its entry in the catalogue.")


def _all(known: Known) -> Iterable[Indicator]:
    return known.catalogue.indicators.values()


def _summary_table(page: Document, known: Known) -> Iterator[Finding]:
    links = [str(link["href"]) for link in page.summary_links]
    wanted = [f"#{indicator.anchor}" for indicator in _all(known)]
    if links != wanted:
        lost = [f"'{link}'" for link in wanted if link not in links]
        what = f"has no row for {list_words(lost)}" if lost else "has its rows out of order"
        found = f"The summary table {what}."
        yield _fault("summary", found, "Its notebook shows it by a cell with report.summary().")


def _index(page: Document) -> Iterator[Finding]:
    nav = page.soup.find("nav")
    links = (
        []
        if nav is None
        else [(str(a["href"])[1:], text_of(a)) for a in nav.find_all("a", href=True)]
    )
    headings = [
        (str(heading.get("id", "")), text_of(heading))
        for heading in page.named("h2", "h3")
        if in_index(heading)
    ]
    if links != headings:
        odd = next((pair[1] for pair in headings if pair not in links), "the order")
        found = f"The index and the headings differ, first at '{odd}'."
        yield _fault("index", found, "The index is made from the headings: build the page again.")


def _ids(page: Document) -> Iterator[Finding]:
    counts = Counter(str(tag["id"]) for tag in page.having("id"))
    for name, times in counts.items():
        if times > 1:
            found = f"The id '{name}' is used {times} times."
            yield _fault("id", found, "Give each table, chart and part of a picture its own.")


def _links(page: Document) -> Iterator[Finding]:
    targets = dict.fromkeys(str(link.get("href", "")) for link in page.named("a"))
    for link in targets:
        if link.startswith("#") and link[1:] not in page.by_id:
            yield _fault("link", f"The link '{link}' leads nowhere.", "Link to a heading's id.")


def _pictures(page: Document) -> Iterator[Finding]:
    said: Counter[str] = Counter()
    for picture in page.pictures:
        text = str(picture.get("alt") or picture.get("aria-label") or "").strip()
        said[text] += 1
        if not text:
            figure = picture.find_parent(id=True)
            where = f" in '{figure['id']}'" if figure is not None else ""
            found = f"A picture{where} has no alternative text."
            yield _fault("alternative text", found, "Say in words what it shows.")
    for svg in page.named("svg"):
        unnamed = svg.get("role") != "img" and svg.get("aria-hidden") != "true"
        if unnamed and svg.find_parent("svg") is None:
            found = "A picture is neither named nor hidden from screen readers."
            yield _fault("alternative text", found, 'Give the svg role="img" and aria-label.')
    for text, times in said.items():
        if text and times > 1:
            found = f"{times} pictures have the same alternative text '{text[:60]}'."
            yield _fault("alternative text", found, "Name the indicator in each.")


def _harmless(page: Document) -> Iterator[Finding]:
    advice = "Values must be escaped, and nothing may be loaded from elsewhere."
    for tag in page.named(*_FORBIDDEN):
        yield _fault("harmless", f"The page holds a <{tag.name}> element.", advice)
    for tag in page.tags:
        for name, value in tag.attrs.items():
            text = " ".join(value) if isinstance(value, list) else str(value)
            if _is_harmful(tag, name.lower(), text.strip()):
                found = f'A <{tag.name}> element has {name}="{text[:60]}".'
                yield _fault("harmless", found, advice)
    for style in page.named("style"):
        if _OUTWARD_STYLE.search(style.get_text()):
            yield _fault("harmless", "A style sheet loads something.", advice)


def _is_harmful(tag: Tag, name: str, value: str) -> bool:
    if name.startswith("on") or name == "srcdoc":
        return True
    if name == "style":
        return _OUTWARD_STYLE.search(value) is not None
    if tag.name == "meta" and name == "http-equiv":
        return value.lower() != "content-security-policy"
    if name not in _ADDRESSES:
        return False
    if value.startswith("#"):
        return False
    if tag.name == "a" and tag.has_attr("download"):
        return not value.startswith(_DOWNLOAD)
    return not (tag.name in ("img", "image") and value.startswith(_PICTURE))

"""What the page must hold and must not hold. A page that lost its charts has no fault that
a browser would notice, so what is expected comes from the catalogue and the data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from bs4 import Tag

from cypt_analysis.catalogue import Indicator
from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.ground.findings import CheckFailed, Finding, list_words
from cypt_analysis.known import Known
from cypt_analysis.page.annexes import HEADINGS as ANNEXES
from cypt_analysis.page.document import Document
from cypt_analysis.page.stitch import INDEX, INTRODUCTION, text_of

PAGE = "report.html"
HEADLINES = "Headlines"
COMMENTARY = ("Summary", "Issues", "Performance improvement activity")
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
    faults: list[Finding] = []
    for rule in (_sections, _indicators, _summary_table, _figures):
        faults += rule(page, known)
    for check in (_index, _ids, _links, _pictures, _harmless):
        faults += check(page)
    return faults


def _fault(rule: str, found: str, advice: str) -> Finding:
    return Finding(PAGE, None, found, advice, rule=rule)


def expected_sections(known: Known) -> dict[str, tuple[str, ...]]:
    """The h2 headings of the page in order, each with the h3 headings below it.

    The annexes' own h3 headings are left out.
    """
    middle = {
        section.name: tuple(indicator.heading for indicator in section.indicator)
        for section in known.catalogue.sections
    }
    return {
        HEADLINES: (),
        INDEX: (),
        INTRODUCTION: tuple(known.settings.introductions.values()),
        **middle,
        **dict.fromkeys(ANNEXES, ()),
    }


def expected_figures(known: Known) -> dict[str, Indicator]:
    """The ids of the charts that the data can fill, each with its indicator."""
    return {
        f"fig-{indicator.anchor}-{chart.id}": indicator
        for indicator in known.catalogue.indicators.values()
        for chart in indicator.chart
        if _can_be_drawn(known, indicator, chart)
    }


def _can_be_drawn(known: Known, indicator: Indicator, chart: Chart) -> bool:
    """Whether the data holds what a chart of this kind cannot do without.

    A comparison needs a second area in the latest period, a chart against targets a target.
    """
    table = known.observations
    mine = table[(table["indicator"] == indicator.id) & table["measure"].isin(chart.measures)]
    latest = known.judged[known.judged["id"].isin(mine["id"])]
    if chart.kind == "against_target":
        return bool(latest["target"].notna().any())
    if chart.kind == "compare_areas":
        mine = mine[mine["measure"] == chart.measures[0]]
        shown = mine[mine["period"].isin(latest["period"])]
        return shown["area"].nunique() > 1
    return not latest.empty


def _sections(page: Document, known: Known) -> Iterator[Finding]:
    expected = expected_sections(known)
    found: dict[str, list[str]] = {}
    current = ""
    for heading in page.named("h2", "h3"):
        if heading.name == "h2":
            current = text_of(heading)
            found[current] = []
        else:
            found.setdefault(current, []).append(text_of(heading))
    yield from _same(found, expected, "section", "the page")
    for name, below in expected.items():
        if name in found and name not in ANNEXES:
            yield from _same(found[name], below, "heading", f"'{name}'")


def _same(
    found: Iterable[str], expected: Iterable[str], what: str, where: str
) -> Iterator[Finding]:
    have, wanted = list(found), list(expected)
    advice = "Look at the Markdown cells of the notebooks and the names in the catalogue."
    for name in [name for name in wanted if name not in have]:
        yield _fault(what, f"The {what} '{name}' is missing in {where}.", advice)
    for name in [name for name in have if name not in wanted]:
        yield _fault(what, f"The {what} '{name}' is not expected in {where}.", advice)
    if sorted(have) == sorted(wanted) and have != wanted:
        order = list_words(wanted)
        yield _fault(what, f"In {where} the order is not {order}.", "Move the notebook's cells.")
    for name, times in Counter(have).items():
        if times > 1:
            yield _fault(what, f"The {what} '{name}' stands {times} times in {where}.", advice)


def _blocks(page: Document) -> dict[str, Tag | None]:
    """The section that each heading's id opens."""
    headings = {str(heading.get("id")): heading for heading in reversed(page.named("h2", "h3"))}
    return {name: heading.find_parent("section") for name, heading in headings.items()}


def _indicators(page: Document, known: Known) -> Iterator[Finding]:
    have = set(known.observations["indicator"])
    blocks = _blocks(page)
    for indicator in known.catalogue.indicators.values():
        block = blocks.get(indicator.anchor)
        if block is None:
            continue
        yield from _commentary(block, indicator)
        if indicator.id in have and block.find("dl", class_="facts") is None:
            found = f"'{indicator.heading}' has no list of facts."
            yield _fault("facts", found, "Its notebook must show the indicator's numbers.")


def _commentary(block: Tag, indicator: Indicator) -> Iterator[Finding]:
    headings = block.find_all("h4")
    names = [text_of(heading) for heading in headings]
    where = f"'{indicator.heading}'"
    advice = "Its notebook must show the commentary, and say so where there is none."
    for name in COMMENTARY:
        if name not in names:
            yield _fault("commentary", f"The heading '{name}' is missing in {where}.", advice)
    if [name for name in names if name in COMMENTARY] != [n for n in COMMENTARY if n in names]:
        found = f"In {where} the order is not {list_words(COMMENTARY)}."
        yield _fault("commentary", found, "Show the commentary once, with its parts in this order.")
    for heading, name in zip(headings, names, strict=True):
        follower = heading.find_next_sibling()
        if name in COMMENTARY and (follower is None or follower.name in ("h2", "h3", "h4")):
            yield _fault("commentary", f"'{name}' in {where} says nothing.", advice)


def _summary_table(page: Document, known: Known) -> Iterator[Finding]:
    links = [str(link["href"]) for link in page.soup.select(".summary tbody th a[href]")]
    wanted = [f"#{indicator.anchor}" for indicator in known.catalogue.indicators.values()]
    advice = "It has a row for each indicator and theme, whose row header links to its section."
    for link in [link for link in wanted if link not in links]:
        yield _fault("summary", f"The summary table has no row that links to '{link}'.", advice)
    if sorted(links) == sorted(wanted) and links != wanted:
        yield _fault("summary", "The rows of the summary table are out of order.", advice)


def _figures(page: Document, known: Known) -> Iterator[Finding]:
    expected = expected_figures(known)
    figures = {str(figure.get("id", "")): figure for figure in page.named("figure")}
    blocks = _blocks(page)
    for name, indicator in expected.items():
        if name not in figures:
            found = f"The chart '{name}' of '{indicator.heading}' is missing."
            yield _fault("figure", found, "Its notebook must show every chart of the catalogue.")
            continue
        block = blocks.get(indicator.anchor)
        if block is not None and all(above is not block for above in figures[name].parents):
            found = f"The chart '{name}' does not stand under '{indicator.heading}'."
            yield _fault("figure", found, "Move its cell below the indicator's heading.")
    for name, figure in figures.items():
        if name not in expected:
            advice = "Declare it in the catalogue, or take its cell out."
            yield _fault("figure", f"The chart '{name}' is not expected.", advice)
        yield from _figure_parts(name, figure)


_PARTS = {
    "title (p.chart-title)": "p.chart-title",
    "subtitle (p.chart-subtitle)": "p.chart-subtitle",
    "picture (svg with role img)": 'svg[role="img"]',
    "source (figcaption)": "figcaption",
    "data table (in details)": "details table",
    "download (a[download])": f'details a[download][href^="{_DOWNLOAD}"]',
}


def _figure_parts(name: str, figure: Tag) -> Iterator[Finding]:
    missing = [
        part
        for part, selector in _PARTS.items()
        if (found := figure.select_one(selector)) is None
        or not (found.find(True) or text_of(found))
    ]
    if missing:
        found = f"The chart '{name}' has no {list_words(missing)}."
        yield _fault("figure", found, "A chart comes whole from the package's figure functions.")


def _index(page: Document) -> Iterator[Finding]:
    nav = page.soup.find("nav")
    links = [] if nav is None else [(str(a["href"])[1:], text_of(a)) for a in nav.select("a[href]")]
    headings = [
        (str(heading.get("id", "")), text_of(heading))
        for heading in page.named("h2", "h3")
        if heading.find_parent("nav") is None
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
    for picture in page.named("img", "svg"):
        if picture.name == "svg" and picture.get("role") != "img":
            continue
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

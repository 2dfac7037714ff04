"""Fragments of HTML → one page: ids, sections, index, header, main and footer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.safe_text import slug
from cypt_analysis.page.document import soup_of
from cypt_analysis.page.set_aside import put_back, set_aside, tables_aside
from cypt_analysis.page.written_out import write_out

HEADLINES = "What matters this quarter"
# The annexes' own headings have ids that begin so; the index leaves them out to stay short.
_OF_ANNEX = "annex-"
_BACK = '<p class="back"><a href="#index">Back to the index</a></p>\n'
_FOLDER = Path(__file__).parent
_HTML = HTMLFormatter(
    entity_substitution=EntitySubstitution.substitute_xml,
    void_element_close_prefix="",
)


@dataclass(frozen=True)
class Cover:
    """What the header and footer say of the report."""

    title: str
    authority: str
    quarter: str
    board_date: str
    state: str
    cut_off: str
    version: str
    warning: str = ""
    # What abbreviations in the title stand for, and what those of the text do.
    title_in_full: str = ""
    abbreviations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """One line of the index, with the lines below it."""

    id: str
    text: str
    below: tuple[Entry, ...] = ()
    # Of an indicator that is a row of the summary: paper has no more of it.
    on_screen_alone: bool = False


def stitch(
    fragments: Iterable[str], annexes: Iterable[str], catalogue: Catalogue, cover: Cover
) -> str:
    """One page from the notebooks' fragments and the annexes, in that order.

    Every heading gets an id (`give_ids`), every h2 and h3 with what follows it becomes a
    section, and the index stands after what matters. The same input gives the same bytes.
    """
    kept: list[str] = []
    html, ids = tables_aside(set_aside("\n".join([*fragments, *annexes]), kept), kept)
    body = soup_of(f"<body>{html}</body>").body
    give_ids(body, anchors(catalogue), ids)
    write_out(body, cover.abbreviations)
    _explain_once(body)
    entries = index_of(body)
    _wrap_in_sections(body)
    _lead_back(body)
    first, rest = _around_index(body)
    page = _environment().get_template("page.html.j2")
    text = page.render(
        title=cover.title,
        cover=cover,
        entries=entries,
        before=Markup(_written(first)),
        after=Markup(_written(rest)),
        style=Markup(style_sheet()),
        foot=Markup(_css_string(f"{cover.title}, {cover.quarter}. {cover.state}")),
    )
    return put_back(text, kept).replace("\r\n", "\n").strip() + "\n"


def _css_string(words: str) -> str:
    """Words as a string of a style sheet: what could end it, or the sheet, as its code.

    >>> _css_string('A "title" </style>')
    '"A \\\\22 title\\\\22  \\\\3c /style>"'
    """
    return '"' + re.sub(r'["\\<\n]', lambda each: f"\\{ord(each[0]):x} ", words) + '"'


@cache
def style_sheet() -> str:
    """The page's style sheet, which stands in the page itself."""
    return (_FOLDER / "style.css").read_text(encoding="utf-8").strip()


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER / "template", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def anchors(catalogue: Catalogue) -> dict[str, str]:
    """Ids by heading of the sections, which stay the same in every quarter."""
    own = {section.name: section.id.replace("_", "-") for section in catalogue.sections}
    return {**own, HEADLINES: "headlines"}


def give_ids(body: Tag, known: Mapping[str, str], others: Iterable[str] = ()) -> None:
    """Give each h2, h3 and h4 without an id one that is unique in the page, which has ``others``.

    ``known`` has the ids of headings that must not change. Others come from their words; an
    h4's begins with the id of the heading above it.
    """
    taken = {str(tag["id"]) for tag in body.find_all(id=True)} | {*known.values(), *others}
    used: set[str] = set()
    above = ""
    for heading in body.find_all(["h2", "h3", "h4"]):
        if not heading.get("id"):
            text = text_of(heading)
            fixed = known.get(text) if heading.name != "h4" else None
            if fixed and fixed not in used:
                heading["id"] = fixed
            else:
                stem = slug(text).replace("_", "-") or "section"
                stem = f"{above}-{stem}" if heading.name == "h4" and above else stem
                heading["id"] = _free(stem, taken)
        taken.add(str(heading["id"]))
        used.add(str(heading["id"]))
        if heading.name != "h4":
            above = str(heading["id"])


def _free(stem: str, taken: set[str]) -> str:
    number, name = 1, stem
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name


def text_of(tag: Tag) -> str:
    """The words of an element, with single spaces."""
    return " ".join(tag.get_text().split())


def index_of(body: Tag) -> list[Entry]:
    """The h2 headings, each with the h3 headings below it that the index names."""
    tree: list[tuple[Tag, list[Entry]]] = []
    for heading in filter(in_index, body.find_all(["h2", "h3"])):
        if heading.name == "h2":
            tree.append((heading, []))
        elif tree:
            row = "row" in heading.get("class", ())
            tree[-1][1].append(Entry(str(heading["id"]), text_of(heading), on_screen_alone=row))
    return [Entry(str(top["id"]), text_of(top), tuple(below), _alone(below)) for top, below in tree]


def _alone(below: Sequence[Entry]) -> bool:
    return bool(below) and all(each.on_screen_alone for each in below)


def in_index(heading: Tag) -> bool:
    """Whether the index names a heading: each section and indicator, and no part of an annex."""
    return heading.name == "h2" or not str(heading.get("id", "")).startswith(_OF_ANNEX)


def _explain_once(body: Tag) -> None:
    """Leave each symbol's meaning above the first table that uses it, and nowhere else."""
    told: set[str] = set()
    for line in body.find_all("p", class_="symbols"):
        meanings = [each for each in text_of(line).rstrip(".").split("; ") if each not in told]
        told.update(meanings)
        if meanings:
            line.string = f"{'; '.join(meanings)}."
        else:
            line.decompose()


def _wrap_in_sections(body: Tag) -> None:
    """Put each h3, then each h2, with all that follows it into a section of its own."""
    maker = soup_of("")
    for name, css, ends in (("h3", "block", ("h2", "h3")), ("h2", "part", ("h2",))):
        for heading in body.find_all(name):
            section = maker.new_tag("section", attrs={"class": css})
            following = _until(heading, ends)
            heading.insert_before(section)
            for node in [heading, *following]:
                section.append(node.extract())
            section.append("\n")


def _until(heading: Tag, ends: Sequence[str]) -> list:
    found = []
    for node in heading.next_siblings:
        if isinstance(node, Tag) and node.name in ends:
            break
        found.append(node)
    return found


def _around_index(body: Tag) -> tuple[list, list]:
    """What stands before the index, which is what matters, and what after it."""
    nodes = list(body.children)
    for place, node in enumerate(nodes, start=1):
        if isinstance(node, Tag) and node.h2 is not None:
            is_first = text_of(node.h2) == HEADLINES
            return (nodes[:place], nodes[place:]) if is_first else ([], nodes)
    return [], nodes


def _lead_back(body: Tag) -> None:
    """End each part with a way back to the index."""
    for part in body.find_all("section", class_="part"):
        part.append(BeautifulSoup(_BACK, "html.parser"))


def _written(nodes: Iterable) -> str:
    return "".join(
        node.decode(formatter=_HTML) if isinstance(node, Tag) else str(node.output_ready(_HTML))
        for node in nodes
    )

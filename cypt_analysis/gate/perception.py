"""Perception: contrast in charts, series told apart in greyscale, no colour alone (WCAG 2.2)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations

from bs4 import Tag

from cypt_analysis.charts.svg import SCENERY
from cypt_analysis.gate.page import Fault, Page, words_of
from cypt_analysis.ground.status import Direction, TargetStatus, css_of
from cypt_analysis.page.stitch import text_of

TEXT, MARK, GREY = 4.5, 3.0, 1.5
_SHAPES = ("path", "use", "polyline", "line", "rect", "circle", "polygon")
_SEEN_AS = 0.05


@dataclass(frozen=True)
class _Scheme:
    """A page as its reader prefers it, light or dark: its properties, and what charts stand on."""

    name: str
    properties: dict[str, str]

    @cached_property
    def ground(self) -> Colour:
        return parse_colour(self.properties.get("--paper", "")) or WHITE

    def painted(self, tag: Tag, kind: str) -> Colour | None:
        return painted(tag, kind, self.ground, self.properties)


def _seen(page: Page) -> Iterator[tuple[Tag, _Scheme]]:
    """Every drawing on a light page and on a dark one."""
    schemes = [_Scheme(name, properties) for name, properties in page.schemes.items()]
    for svg in page.charts:
        for scheme in schemes:
            yield svg, scheme


def text_contrast(page: Page) -> Iterator[Fault]:
    """Every text in a chart stands 4.5:1 off the page, light and dark."""
    for svg, scheme in _seen(page):
        for text in svg.find_all("text"):
            colour = scheme.painted(text, "fill") or scheme.ground
            if (ratio := contrast(colour, scheme.ground)) < TEXT:
                found = f"A text in a chart has a contrast of {ratio:.1f}:1 ({scheme.name}):"
                yield Fault(found, f"Draw it in a colour of {TEXT}:1 or more.", text)


def mark_contrast(page: Page) -> Iterator[Fault]:
    """Every mark that carries data stands 3:1 off the page, light and dark."""
    for svg, scheme in _seen(page):
        for mark, colours in _marks(svg, scheme):
            ratio = max(contrast(colour, scheme.ground) for colour in colours)
            if ratio < MARK:
                found = f"A mark in a chart has a contrast of {ratio:.1f}:1 ({scheme.name}):"
                yield Fault(found, f"Draw it in a colour of {MARK:g}:1 or more.", mark)


def _marks(svg: Tag, scheme: _Scheme) -> Iterator[tuple[Tag, list[Colour]]]:
    """The shapes that carry data, with their colours; gaps in the ground's colour are none."""
    for shape in _drawn(svg):
        kinds = [scheme.painted(shape, kind) for kind in ("fill", "stroke")]
        colours = [each for each in kinds if each and contrast(each, scheme.ground) > 1 + _SEEN_AS]
        if colours:
            yield shape, colours


def _drawn(part: Tag) -> Iterator[Tag]:
    """The shapes below a part of a picture, without what is only defined and the scenery."""
    for child in part.find_all(True, recursive=False):
        if child.name not in ("defs", "clippath") and SCENERY not in child.get("class", ()):
            if child.name in _SHAPES:
                yield child
            yield from _drawn(child)


def greyscale(page: Page) -> Iterator[Fault]:
    """Two colours of one chart differ in lightness, or else their marks differ in shape."""
    for svg, scheme in _seen(page):
        looks = _looks(page, svg, scheme)
        for one, other in combinations(looks, 2):
            if looks[one] & looks[other] and contrast(one, other) < GREY:
                found = f"Two colours of a chart, {_hex(one)} and {_hex(other)}, are one in grey:"
                yield Fault(found, "Use another lightness or another marker.", svg)


def _looks(page: Page, svg: Tag, scheme: _Scheme) -> dict[Colour, set[str]]:
    """The shapes that each colour of a chart comes in: its markers, or else kinds of line."""
    markers: dict[Colour, set[str]] = defaultdict(set)
    lines: dict[Colour, set[str]] = defaultdict(set)
    for mark, colours in _marks(svg, scheme):
        kind = markers if mark.name == "use" else lines
        dashes = said(mark, "stroke-dasharray") if not scheme.painted(mark, "fill") else "bar"
        look = _marker(page, mark) if mark.name == "use" else f"line {dashes}"
        kind[colours[-1]].add(look)
    return {colour: markers[colour] or lines[colour] for colour in [*markers, *lines]}


def _marker(page: Page, use: Tag) -> str:
    name = str(use.get("xlink:href") or use.get("href") or "").removeprefix("#")
    return str(page.by_id[name].get("d", name)) if name in page.by_id else name


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in colour)


def status_words(page: Page) -> Iterator[Fault]:
    """A status or direction is a word and a shape: each tag says one of the known words."""
    words = (*TargetStatus, *Direction)
    shapes: dict[str, str] = {}
    advice = "Write statuses with status_tag of cypt_analysis.ground.tables."
    for tag in page.of_class("tag"):
        word = words_of(tag)
        shape = " ".join(text_of(part) for part in tag.select(".shape"))
        if word not in words:
            yield Fault("A status has no word, only its looks:", advice, tag)
        elif not shape or shapes.setdefault(shape, word) != word:
            yield Fault(f"The status '{word}' has no shape of its own:", advice, tag)
        elif css_of(word) not in tag["class"]:
            yield Fault(f"The status '{word}' has the looks of another:", advice, tag)


def summary_statuses(page: Page) -> Iterator[Fault]:
    """Each row of the summary table says its status in words, where targets are set."""
    for cell in page.summary_cells("Status"):
        if not any(words_of(tag) in list(TargetStatus) for tag in cell.select(".tag")):
            advice = "Write the status word in the row's cell."
            yield Fault("A row of the summary says no status:", advice, cell.parent)


Colour = tuple[float, float, float]
WHITE: Colour = (255, 255, 255)
_NAMED: dict[str, Colour] = {
    "white": WHITE, "black": (0, 0, 0), "red": (255, 0, 0), "grey": (128, 128, 128),
    "gray": (128, 128, 128), "silver": (192, 192, 192), "yellow": (255, 255, 0),
}  # fmt: skip
_DEFAULT = {"fill": "black", "stroke": "none"}
_VARIABLE = re.compile(r"var\((--[\w-]+)(?:,\s*([^()]+))?\)")
_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]+)")


@cache
def parse_colour(text: str) -> Colour | None:
    """A colour from its CSS text; None for none, transparent and what is not a plain colour.

    >>> parse_colour("#fff"), parse_colour("rgb(18, 67, 109)"), parse_colour("none")
    ((255, 255, 255), (18, 67, 109), None)
    """
    text = text.strip().lower()
    if text in _NAMED:
        return _NAMED[text]
    if match := re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", text):
        digits = match[1] if len(match[1]) == 6 else "".join(each * 2 for each in match[1])
        red, green, blue = (int(digits[place : place + 2], 16) for place in (0, 2, 4))
        return red, green, blue
    if match := re.fullmatch(r"rgb\((\d+),\s*(\d+),\s*(\d+)\)", text):
        return int(match[1]), int(match[2]), int(match[3])
    return None


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, from 1 to 21; it is the same in greyscale.

    Method: WCAG 2.2, relative luminance and contrast ratio.

    >>> round(contrast((255, 255, 255), (118, 118, 118)), 2)
    4.54
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    shares = [part / 255 for part in colour]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def resolved(text: str, properties: Mapping[str, str]) -> str:
    """A colour in which the page's own properties stand as their values.

    >>> resolved("var(--ink, #333)", {"--ink": "#fff"}), resolved("var(--ink, #333)", {})
    ('#fff', '#333')
    """
    return _VARIABLE.sub(lambda match: properties.get(match[1], match[2] or "none"), text)


def painted(
    tag: Tag, kind: str, behind: Colour = WHITE, properties: Mapping[str, str] | None = None
) -> Colour | None:
    """The colour of an element's ``fill`` or ``stroke`` over what is behind it; None if none.

    ``properties`` are those of the page's style sheet, light or dark.

    >>> from bs4 import BeautifulSoup
    >>> svg = BeautifulSoup('<svg><g fill="var(--a, #123456)"><text>x</text></g></svg>', "lxml").svg
    >>> painted(svg.find("text"), "fill"), painted(svg.find("text"), "fill", WHITE, {"--a": "#fff"})
    ((18, 52, 86), (255, 255, 255))
    """
    colour = parse_colour(resolved(_inherited(tag, kind) or _DEFAULT[kind], properties or {}))
    if colour is None:
        return None
    share = _share(tag, "opacity") * float(_inherited(tag, f"{kind}-opacity") or 1)
    red, green, blue = (share * c + (1 - share) * b for c, b in zip(colour, behind, strict=True))
    return (red, green, blue) if share < 1 else colour


def _share(tag: Tag, name: str) -> float:
    share = 1.0
    for each in [tag, *tag.parents]:
        share *= float(said(each, name) or 1)
        if each.name == "svg":
            break
    return share


def _inherited(tag: Tag, name: str) -> str:
    for each in [tag, *tag.parents]:
        if value := said(each, name):
            return value
        if each.name == "svg":
            break
    return ""


def said(tag: Tag, name: str) -> str:
    """What an element itself says of a property, in its style or as an attribute."""
    style = _declared(str(tag.get("style") or ""))
    return str(style.get(name) or tag.get(name) or "").strip()


@cache
def _declared(style: str) -> dict[str, str]:
    return dict(_DECLARATION.findall(style))

"""The picture of a figure as SVG that stands in one page beside others."""

from __future__ import annotations

import io
import re
from itertools import groupby

from lxml import etree
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas

from cypt_analysis.charts.colours import INK, PROPERTIES
from cypt_analysis.charts.layout import TEXT

# The class of what only helps to read a chart: its grid, scale and bands.
SCENERY = "scenery"
_FONTS = "Arial, Helvetica, 'DejaVu Sans', sans-serif"
_LINK = "{http://www.w3.org/1999/xlink}href"
_SHAPE = ("d", "x", "y", "width", "height", "transform")
_POINTER = re.compile(r"url\(#([^)]+)\)|^#(.+)")
_FINE = re.compile(r"-?\d+\.\d{3,}")
# What the whole picture says once.
_SAID = re.compile(
    rf"(?:; )?(?:font-family: [^;]+|font-size: {TEXT:g}px|text-anchor: start|fill: {INK}(?=$))"
)
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_LOOK = ("class", "style")
_UNTURNED = "rotate(-0 "


def to_svg(figure: Canvas, name: str) -> str:
    """The picture as SVG text without date, comments or fixed size.

    matplotlib repeats ids from picture to picture: those that are pointed at get the
    picture's name, and the others go, so that several pictures stand in one page. Places are
    given to a hundredth of a point, a font once, colours as properties of the page, a look that
    neighbours share once, and groups that say nothing are left out.
    """
    buffer = io.StringIO()
    # savefig would draw everything twice, the first time to lay it out.
    FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None, "Creator": None})
    parser = etree.XMLParser(remove_comments=True, remove_blank_text=True)
    svg = etree.fromstring(buffer.getvalue().encode(), parser)
    etree.strip_elements(svg, "{*}metadata", "{*}style")
    for attribute in ("width", "height", "version"):
        del svg.attrib[attribute]
    _name_ids(svg, name)
    for each in svg.iter():
        _trim(each)
    etree.strip_tags(svg, "idle")
    for empty in [each for each in svg.findall("{*}defs") if not len(each)]:
        svg.remove(empty)
    _share(svg)
    svg.set("font-family", _FONTS)
    svg.set("font-size", f"{TEXT:g}")
    svg.set("fill", _COLOUR.sub(_property, INK))
    svg.set("stroke-linejoin", "round")
    return str(etree.tostring(svg, encoding="unicode"))


def _share(svg: etree._Element) -> None:
    """Say a look that several things in a row have once, for all of them."""
    for look, run in [(look, list(run)) for look, run in groupby(svg, _look)]:
        if len(run) < 2 or not look[1:] or not any(look[1:]):
            continue
        group = etree.Element(run[0].tag.replace(look[0], "g"))
        run[0].addprevious(group)
        for name, value in zip(_LOOK, look[1:], strict=True):
            if value:
                group.set(name, value)
            for each in run:
                each.attrib.pop(name, None)
        group.extend(run)


def _look(part: etree._Element) -> tuple[str, ...]:
    return (etree.QName(part).localname, *(part.get(name, "") for name in _LOOK))


def _name_ids(svg: etree._Element, name: str) -> None:
    """Number what is pointed at, after the picture's name; scenery becomes a class."""
    short: dict[str, str] = {}
    for each in svg.iter():
        for attribute in (_LINK, "clip-path"):
            match = _POINTER.search(each.get(attribute, ""))
            if match:
                target = match[1] or match[2]
                short.setdefault(target, f"{name}-{len(short) + 1}")
                each.set(attribute, match[0].replace(target, short[target]))
    for each in svg.iter():
        identity = each.attrib.pop("id", "")
        if identity in short:
            each.set("id", short[identity])
        elif identity == SCENERY:
            # A group of one hands its class down.
            for part in each:
                part.set("class", SCENERY)


def _trim(part: etree._Element) -> None:
    """Take out what an element says in vain."""
    if part.get("transform", "").startswith(_UNTURNED):
        del part.attrib["transform"]
    for attribute in _SHAPE:
        if attribute in part.attrib:
            part.set(attribute, " ".join(_FINE.sub(_rounded, part.get(attribute)).split()))
    if "style" in part.attrib:
        style = part.get("style")
        if etree.QName(part).localname == "text":
            style = _SAID.sub("", style).removeprefix("; ")
        part.set("style", _COLOUR.sub(_property, style))
        # A marker looks as what uses it does.
        if not style or part.getparent().tag.endswith("}defs"):
            del part.attrib["style"]
    if etree.QName(part).localname == "g" and not part.attrib:
        part.tag = "idle"


def _property(match: re.Match[str]) -> str:
    """A colour as the page's property, with itself for where there is no page."""
    name = PROPERTIES.get(match[0])
    return f"var({name},{match[0]})" if name else match[0]


def _rounded(match: re.Match[str]) -> str:
    return f"{round(float(match[0]), 2):g}"

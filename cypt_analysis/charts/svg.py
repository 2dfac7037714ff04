"""The picture of a figure as SVG that stands in one page beside others."""

from __future__ import annotations

import io
import re

from lxml import etree
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas

# The class of what only helps to read a chart: its grid, ticks, frame and ground.
SCENERY = "scenery"
_FONTS = "Arial, Helvetica, 'DejaVu Sans', sans-serif"
_LINK = "{http://www.w3.org/1999/xlink}href"
_SHAPE = ("d", "x", "y", "width", "height", "transform")
_POINTER = re.compile(r"url\(#([^)]+)\)|^#(.+)")
_FINE = re.compile(r"-?\d+\.\d{3,}")
_FAMILY = re.compile(r"; font-family: [^;]+")
_UNTURNED = "rotate(-0 "


def to_svg(figure: Canvas, name: str) -> str:
    """The picture as SVG text without date, comments or fixed size.

    matplotlib repeats ids from picture to picture: those that are pointed at get the
    figure's name, and the others go, so that several pictures stand in one page. Places are
    given to a hundredth of a point, a font once, and groups that say nothing are left out.
    """
    _name_scenery(figure)
    buffer = io.StringIO()
    # savefig would draw everything twice, the first time to lay it out; drawing does that itself.
    FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None, "Creator": None})
    parser = etree.XMLParser(remove_comments=True, remove_blank_text=True)
    svg = etree.fromstring(buffer.getvalue().encode(), parser)
    etree.strip_elements(svg, "{*}metadata")
    del svg.attrib["width"], svg.attrib["height"]
    _name_ids(svg, name)
    for each in svg.iter():
        _trim(each)
    svg.set("font-family", _FONTS)
    etree.strip_tags(svg, "idle")
    return str(etree.tostring(svg, encoding="unicode"))


def _name_scenery(figure: Canvas) -> None:
    """Tell grid, ticks, frame and ground from the marks that carry data."""
    for axes in figure.axes:
        for part in (axes.xaxis, axes.yaxis, axes.patch, *axes.spines.values()):
            part.set_gid(SCENERY)
    figure.patch.set_gid(SCENERY)


def _name_ids(svg: etree._Element, name: str) -> None:
    """Put the figure's name before ids that are pointed at; scenery becomes a class."""
    pointed_at = set()
    for each in svg.iter():
        for attribute in (_LINK, "clip-path"):
            match = _POINTER.search(each.get(attribute, ""))
            if match:
                target = match[1] or match[2]
                pointed_at.add(target)
                each.set(attribute, match[0].replace(target, f"{name}-{target}"))
    for each in svg.iter():
        identity = each.attrib.pop("id", "")
        if identity in pointed_at:
            each.set("id", f"{name}-{identity}")
        elif identity == SCENERY:
            each.set("class", SCENERY)


def _trim(part: etree._Element) -> None:
    """Take out what an element says in vain."""
    if part.get("transform", "").startswith(_UNTURNED):
        del part.attrib["transform"]
    for attribute in _SHAPE:
        if attribute in part.attrib:
            part.set(attribute, " ".join(_FINE.sub(_rounded, part.get(attribute)).split()))
    if "style" in part.attrib:
        part.set("style", _FAMILY.sub("", part.get("style")))
    if etree.QName(part).localname == "g" and not part.attrib:
        part.tag = "idle"


def _rounded(match: re.Match[str]) -> str:
    return f"{round(float(match[0]), 2):g}"

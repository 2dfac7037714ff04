"""Colours of a picture: what is painted, and how far two colours are apart (WCAG 2.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from bs4 import Tag

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

"""What of a page is set aside while the rest is worked on, and comes back as it was written.

Pictures (``svg``), as an HTML parser would rewrite the names in them; and tables, which are nine
tenths of a page's elements, and in which no heading stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree, html

_SVG = re.compile(r"<svg\b.*?</svg\s*>", re.DOTALL)
_KEPT = re.compile(r'<svg data-kept="(\d+)"></svg>')
# As XML writes an element without content, and an attribute with what HTML need not escape.
_EMPTY = re.compile(r"<([\w-]+)([^<>]*)/>")
_BREAKS = re.compile(r"&#(9|10|13);")
_QUOTED = re.compile(r'="([^"\'<>]*&quot;[^"\'<>]*)"')
_SPACES, _COUNTS = " \t\n\r\f", "ancestor-or-self::pre"
_HEADINGS = "descendant::*[self::h1 or self::h2 or self::h3 or self::h4 or self::table]"


def set_aside(text: str, kept: list[str]) -> str:
    """A page with a mark in place of each picture, which is added to ``kept``."""

    def keep(match: re.Match[str]) -> str:
        return _mark(match[0], kept)

    return _SVG.sub(keep, text)


def _mark(text: str, kept: list[str]) -> str:
    kept.append(text)
    return f'<svg data-kept="{len(kept) - 1}"></svg>'


def put_back(text: str, kept: Sequence[str]) -> str:
    """A page with what was set aside, of which one thing may hold others."""
    return _KEPT.sub(lambda match: put_back(kept[int(match[1])], kept), text)


def tables_aside(text: str, kept: list[str]) -> tuple[str, set[str]]:
    """A page's body with a mark in place of each table too, and the ids in these.

    It is read and written as a browser reads it. One that holds a heading or another table stays.

    >>> tables_aside("<p>1 &amp; 2<table id='a'><td>One<br></table>", kept := [])
    ('<p>1 &amp; 2</p><svg data-kept="0"></svg>', {'a'})
    >>> kept
    ['<table id="a"><td>One<br></td></table>']
    """
    body, ids = html.document_fromstring(f"<body>{text}</body>").body, set[str]()
    for table in list(body.iter("table")):
        if table.xpath(_HEADINGS) or next(table.iterancestors("table"), None) is not None:
            continue
        ids.update(map(str, table.xpath("descendant-or-self::*/@id")))
        mark = html.Element("svg", {"data-kept": str(len(kept))})
        mark.tail, table.tail = table.tail, None
        table.getparent().replace(table, mark)
        kept.append(_written(table))
    inside = "".join([_escaped(body.text), *map(_written, body)])
    return inside, ids


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _written(element: html.HtmlElement) -> str:
    """An element, and the text behind it, as HTML; attributes in the order of their names."""
    for each in element.iter(etree.Element):
        if len(each.attrib) > 1 and (held := each.items()) != sorted(held):
            each.attrib.clear()
            each.attrib.update(sorted(held))
        each.text, each.tail = _spaced(each, each.text), _spaced(each.getparent(), each.tail)
    text = etree.tostring(element, encoding="unicode")
    text = _EMPTY.sub(_closed, text)
    text = _QUOTED.sub(lambda each: "='{}'".format(each[1].replace("&quot;", '"')), text)
    return _BREAKS.sub(lambda each: chr(int(each[1])), text)


def _spaced(within: html.HtmlElement, text: str | None) -> str | None:
    """A text, of which what is spaces alone is one, save where spaces count."""
    if not text or len(text) == 1 or text.strip(_SPACES) or within.xpath(_COUNTS):
        return text
    return "\n" if "\n" in text else " "


def _closed(match: re.Match[str]) -> str:
    name, rest = match.groups()
    return f"<{name}{rest}>" if name in html.defs.empty_tags else f"<{name}{rest}></{name}>"

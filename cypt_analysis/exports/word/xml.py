"""Elements of WordprocessingML, written as they nest."""

from __future__ import annotations

import re
from collections.abc import Iterable

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement

# XML 1.0 has no place for these, however they are written.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_BOOKMARK = 40


def w(name: str, /, *children: BaseOxmlElement, **attributes: str) -> BaseOxmlElement:
    """An element of the ``w`` namespace with its attributes and children.

    >>> w("p", w("pPr", w("pStyle", val="Normal"))).xml.count("<w:p")
    3
    """
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    element.extend(children)
    return element


def text(words: str) -> BaseOxmlElement:
    """Words of a run, with the spaces at their ends."""
    element = w("t")
    element.set(qn("xml:space"), "preserve")
    element.text = _IMPOSSIBLE.sub("", words)
    return element


def field(code: str, shown: Iterable[BaseOxmlElement]) -> list[BaseOxmlElement]:
    """A field that Word works out, with what is shown until it does."""
    asked = w("instrText")
    asked.set(qn("xml:space"), "preserve")
    asked.text = f" {code} "
    return [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", asked),
        w("r", w("fldChar", fldCharType="separate")),
        *shown,
        w("r", w("fldChar", fldCharType="end")),
    ]


def bookmark_names(ids: Iterable[str]) -> dict[str, str]:
    """A bookmark's name for each id of the page: a letter, then letters, digits and lines.

    >>> bookmark_names(["looked-after", "2nd", "a" * 50, "a" * 51])["looked-after"]
    'looked_after'
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for each in ids:
        plain = re.sub(r"\W", "_", each)
        stem = (plain if plain[:1].isalpha() else f"b_{plain}")[:_LONGEST_BOOKMARK]
        name, number = stem, 1
        while name in taken:
            number += 1
            name = f"{stem[: _LONGEST_BOOKMARK - 4]}_{number}"
        taken.add(name)
        names.setdefault(each, name)
    return names

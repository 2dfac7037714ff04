"""A chart of the page as a picture that Word shows, in fonts that come with the program."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import matplotlib
from resvg_py import svg_to_bytes

# Dots of the picture to one of the page's: 160 to an inch on paper.
_ZOOM = 2.0
_FONT = "DejaVu Sans"
# A colour of the style sheet, with the one that holds where there is no style sheet.
_PROPERTY = re.compile(r"var\(--[\w-]+, ?([^()]+)\)")


def draw(svg: str) -> bytes:
    """A picture of the page as PNG; the same picture gives the same bytes on every machine.

    >>> draw('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>')[1:4]
    b'PNG'
    """
    return bytes(
        svg_to_bytes(
            svg_string=_PROPERTY.sub(r"\1", svg), zoom=_ZOOM, background="#ffffff",
            skip_system_fonts=True, font_files=_fonts(), sans_serif_family=_FONT, font_family=_FONT,
        )
    )  # fmt: skip


@cache
def _fonts() -> list[str]:
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return [str(folder / f"DejaVuSans{weight}.ttf") for weight in ("", "-Bold", "-Oblique")]

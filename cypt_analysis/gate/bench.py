"""A window with the page laid out, as the rules that need a browser look at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cypt_analysis.ground.replacing import private_folder
from cypt_analysis.page.completeness import PAGE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Request
    from playwright.sync_api import Page as Sheet

_INSIDE = ("file:", "data:", "about:")
_PATIENCE = 180_000
WIDE, PHONE = 1200, 320
# The smallest screen, a usual phone and a tablet: where lines wrap and columns go.
NARROW = (PHONE, 390, 768)
_HEIGHT = 900


class Bench:
    """A window with the page, opened once and set as each check needs it."""

    def __init__(self, window: Sheet, asked_for: dict[str, None]) -> None:
        self._window = window
        self._asked_for = asked_for

    def sheet(self, width: int = WIDE, *, folded: bool = False, dark: bool = False) -> Sheet:
        """The page in a window of a width; a check leaves its content as it was.

        ``folded`` leaves folded parts closed, ``dark`` prefers a dark screen.
        """
        self._window.set_viewport_size({"width": width, "height": _HEIGHT})
        self._window.emulate_media(media="screen", color_scheme="dark" if dark else "light")
        self._window.evaluate("open => cyptGate.openAll(open)", not folded)
        return self._window

    def asked_for(self) -> list[str]:
        """The addresses outside the file that the page has asked for so far."""
        return list(self._asked_for)


@contextmanager
def bench(html: str, browser: Browser) -> Iterator[Bench]:
    """A window of a browser with the page; what leaves the file is stopped and noted."""
    asked_for: dict[str, None] = {}
    with private_folder() as folder:
        path = folder / PAGE
        path.write_text(html, encoding="utf-8", newline="\n")
        address = path.as_uri()

        def note(request: Request) -> None:
            if request.url != address and not request.url.startswith(("data:", "about:")):
                asked_for[request.url] = None

        with browser.new_context(offline=True) as context:
            context.set_default_timeout(_PATIENCE)
            context.route(lambda url: not url.startswith(_INSIDE), lambda route: route.abort())
            context.on("request", note)
            window = context.new_page()
            window.goto(address)
            window.evaluate(_in_page())
            yield Bench(window, asked_for)


@cache
def _in_page() -> str:
    return (Path(__file__).parent / "in_page.js").read_text(encoding="utf-8")

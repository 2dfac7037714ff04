"""The gate in a browser: what can be seen only once a page is laid out and used.

An installed Chromium, Chrome or Edge is driven by Playwright; nothing is downloaded.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from cypt_analysis.exports.pdf import find_browser
from cypt_analysis.gate.page import finding
from cypt_analysis.ground.findings import Finding
from cypt_analysis.page.completeness import PAGE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Request
    from playwright.sync_api import Page as Sheet

_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
_PACKAGES = ("playwright", "axe_playwright_python")
_INSIDE = ("file:", "data:", "about:")
_PATIENCE = 60_000
WIDE, PHONE = 1200, 320
_HEIGHT = 900
LOUD = "NOT CHECKED IN A BROWSER:"


def why_not() -> str:
    """Why nothing can be checked in a browser, as one loud sentence; empty when all is there."""
    missing = [name for name in _PACKAGES if find_spec(name) is None]
    if missing:
        return (
            f"{LOUD} the package {missing[0].replace('_', '-')} is missing. Install it with "
            "pip install 'cypt-analysis[gate]'; the other checks stand."
        )
    if find_browser() is None:
        return (
            f"{LOUD} no Chromium, Chrome or Edge is installed, so layout, keyboard and axe were "
            "left out; the other checks stand."
        )
    return ""


def gate_in_browser(html: str, browser: Browser | None = None) -> list[Finding]:
    """Every breach of a rule that shows only in a browser; an empty list for a good page.

    Each finding's ``rule`` is a name of ``browser_rules.BROWSER_RULES``. Nothing is asked of the
    network: a request that would leave the file is stopped and is a finding. Several pages may
    share a ``browser`` that `open_browser` has started. Raises RuntimeError where `why_not`
    gives a reason.

    >>> gate_in_browser(Path("report.html").read_text())     # doctest: +SKIP
    []
    """
    from cypt_analysis.gate.browser_rules import BROWSER_RULES

    given = open_browser() if browser is None else nullcontext(browser)
    with given as started, _bench(html, started) as bench:
        return [
            finding(rule.name, said, rule.advice)
            for rule in BROWSER_RULES
            for said in rule.check(bench)
        ]


@contextmanager
def open_browser() -> Iterator[Browser]:
    """The installed browser, started for one or more pages and ended afterwards.

    Raises RuntimeError where `why_not` gives a reason.
    """
    if reason := why_not():
        raise RuntimeError(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_browser(), args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


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
def _bench(html: str, browser: Browser) -> Iterator[Bench]:
    asked_for: dict[str, None] = {}
    with tempfile.TemporaryDirectory(prefix="cypt-gate-") as folder:
        path = Path(folder) / PAGE
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

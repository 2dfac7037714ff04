"""The gate in a browser: what can be seen only once a page is laid out and used.

An installed Chromium, Chrome or Edge is driven by Playwright; nothing is downloaded.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from cypt_analysis.exports.pdf import find_browser
from cypt_analysis.findings import Finding
from cypt_analysis.gate.page import finding
from cypt_analysis.report.completeness import PAGE

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Sheet

_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
_PACKAGES = ("playwright", "axe_playwright_python")
_INSIDE = ("file:", "data:", "about:")
_PATIENCE = 60_000
WIDE, PHONE = 1200, 320
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


def gate_in_browser(html: str) -> list[Finding]:
    """Every breach of a rule that shows only in a browser; an empty list for a good page.

    Each finding's ``rule`` is a name of ``browser_rules.BROWSER_RULES``. Nothing is asked of the
    network: a request that would leave the file is stopped and is a finding. Raises
    RuntimeError where `why_not` gives a reason.

    >>> gate_in_browser(Path("report.html").read_text())     # doctest: +SKIP
    []
    """
    from cypt_analysis.gate.browser_rules import BROWSER_RULES

    if reason := why_not():
        raise RuntimeError(reason)
    found: list[Finding] = []
    with _bench(html) as bench:
        for rule in BROWSER_RULES:
            for said in rule.check(bench):
                found.append(finding(rule.name, said, rule.advice))
    return found


class Bench:
    """A browser with the page's file, in as many windows as the checks need."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._address = address
        self._asked_for: dict[str, None] = {}
        self._windows: dict[tuple[int, bool, bool], Sheet] = {}

    def sheet(self, width: int = WIDE, *, folded: bool = False, dark: bool = False) -> Sheet:
        """The page in a window, opened once; a check leaves it as it was.

        ``folded`` leaves folded parts closed, ``dark`` prefers a dark screen.
        """
        key = (width, folded, dark)
        if key not in self._windows:
            self._windows[key] = self._open(width, folded, dark)
        return self._windows[key]

    def _open(self, width: int, folded: bool, dark: bool) -> Sheet:
        context = self._browser.new_context(
            viewport={"width": width, "height": 900},
            offline=True,
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(_PATIENCE)
        context.route(lambda url: not url.startswith(_INSIDE), lambda route: route.abort())
        context.on("request", lambda request: self._note(request.url))
        sheet = context.new_page()
        sheet.goto(self._address)
        sheet.evaluate(_in_page())
        sheet.evaluate("open => cyptGate.openAll(open)", not folded)
        return sheet

    def _note(self, url: str) -> None:
        if url != self._address and not url.startswith(("data:", "about:")):
            self._asked_for[url] = None

    def asked_for(self) -> list[str]:
        """The addresses outside the file that the page has asked for so far."""
        return list(self._asked_for)


@cache
def _in_page() -> str:
    return (Path(__file__).parent / "in_page.js").read_text(encoding="utf-8")


@contextmanager
def _bench(html: str) -> Iterator[Bench]:
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory(prefix="cypt-gate-") as folder, sync_playwright() as play:
        path = Path(folder) / PAGE
        path.write_text(html, encoding="utf-8", newline="\n")
        browser = play.chromium.launch(executable_path=find_browser(), args=list(_FLAGS))
        try:
            yield Bench(browser, path.as_uri())
        finally:
            browser.close()

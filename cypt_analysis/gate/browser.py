"""The gate in a browser: what can be seen only once a page is laid out and used.

An installed Chromium, Chrome or Edge is driven by Playwright; nothing is downloaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib.util import find_spec
from typing import TYPE_CHECKING

from cypt_analysis.gate.bench import bench
from cypt_analysis.gate.browser_rules import BROWSER_RULES
from cypt_analysis.gate.page import finding
from cypt_analysis.ground.findings import Finding
from cypt_analysis.runs.browser import find_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
_PACKAGES = ("playwright", "axe_playwright_python")
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
    """
    given = open_browser() if browser is None else nullcontext(browser)
    with given as started, bench(html, started) as laid:
        return [
            finding(rule.name, said, rule.advice)
            for rule in BROWSER_RULES
            for said in rule.check(laid)
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

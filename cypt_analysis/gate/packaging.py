"""Packaging: one file, no wish for another, a policy that forbids it, of a modest size."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bs4 import Tag

from cypt_analysis.gate.page import Fault, Page

LARGEST = 1_500_000
_POLICY = {
    "default-src": {"'none'"},
    "style-src": {"'unsafe-inline'"},
    "img-src": {"data:"},
    "base-uri": {"'none'"},
    "form-action": {"'none'"},
}
# What default-src does not stand for has to be said by itself.
_SAID = ("default-src", "base-uri", "form-action")
_SECURITY = re.compile("^content-security-policy$", re.IGNORECASE)


def policy(page: Page) -> Iterator[Fault]:
    """A content security policy that allows the page's own styles and nothing else."""
    metas = [
        meta for meta in page.named("meta") if _SECURITY.match(str(meta.get("http-equiv", "")))
    ]
    advice = f"Write {'; '.join(' '.join([name, *each]) for name, each in _POLICY.items())}"
    if len(metas) != 1:
        yield Fault(f"The page has {len(metas)} content security policies.", advice)
        return
    said = _directives(str(metas[0].get("content", "")))
    wide = {name: sources for name, sources in said.items() if sources - _POLICY.get(name, set())}
    if wide or any(said.get(name) != _POLICY[name] for name in _SAID):
        yield Fault("The content security policy allows too much:", advice, metas[0])
    elif metas[0].find_previous(["style", "title"]) is not None:
        yield Fault("The content security policy comes too late:", "Put it first.", metas[0])


def _directives(text: str) -> dict[str, set[str]]:
    parts = [part.split() for part in text.split(";") if part.strip()]
    return {part[0].lower(): set(part[1:]) for part in parts}


def size(page: Page) -> Iterator[Fault]:
    """The file has 1.5 MB or less."""
    number = len(page.html.encode())
    if number > LARGEST:
        found = f"The page has {number / 1e6:.2f} MB, more than {LARGEST / 1e6:g} MB."
        yield Fault(found, "Draw fewer points, or keep a long table for the workbook.")


def head(page: Page) -> Iterator[Fault]:
    """UTF-8 is declared, and a reader may enlarge the page."""
    charset = page.soup.select_one("head meta[charset]")
    if charset is None or str(charset["charset"]).lower() != "utf-8":
        yield Fault("The page does not say that it is UTF-8.", 'Write <meta charset="utf-8">.')
    view = page.soup.select_one('head meta[name="viewport"]')
    content = str(view.get("content", "")) if isinstance(view, Tag) else ""
    if "width=device-width" not in content or re.search("user-scalable|maximum-scale", content):
        advice = "Write width=device-width, initial-scale=1 and nothing more."
        yield Fault("The page does not fit itself to small screens, or forbids zoom:", advice, view)


def characters(page: Page) -> Iterator[Fault]:
    """No character that controls instead of showing, such as one that turns text around."""
    odd = {each for each in set(page.html) if _controls(each)}
    for each in sorted(odd):
        place = page.html.index(each)
        near = " ".join(page.html[max(0, place - 30) : place].split())
        found = f"The page holds the control character U+{ord(each):04X} after '{near}'."
        yield Fault(found, "Take it out of the file that it came from.")


def _controls(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind in ("Cc", "Cf", "Co", "Cs") and character not in "\n\t\u00ad\ufeff"

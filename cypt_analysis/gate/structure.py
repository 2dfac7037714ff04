"""Structure and packaging: headings, landmarks, references, valid HTML, and one file by itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from bs4 import Tag
from tinyhtml5.parser import HTMLParser

from cypt_analysis.gate.page import Fault, Page, words_of
from cypt_analysis.page.stitch import text_of

LANGUAGE = "en-GB"
_POINTERS = ("aria-labelledby", "aria-describedby", "aria-controls", "headers", "for")
_POINTER_IN_PICTURE = re.compile(r"url\(#([^)]+)\)")
_LANDMARKS = {
    "banner": ("header", "The header stands once, straight in the body."),
    "main": ("main", "The content stands in one main element."),
    "navigation": ("nav", "The index is the page's one nav element."),
    "contentinfo": ("footer", "The footer stands once, straight in the body."),
}
_ROLES = ("banner", "main", "contentinfo")

_CAPTION = "Put it first or last in its figure, and what is folded after the figure."


def language(page: Page) -> Iterator[Fault]:
    """The page says that it is in British English, and no part says otherwise."""
    html = page.soup.html
    if html is None or html.get("lang") != LANGUAGE:
        yield Fault("The page's language is not said rightly:", f'Write lang="{LANGUAGE}".', html)
    for part in page.having("lang"):
        if part is not html and part["lang"] != LANGUAGE:
            yield Fault("A part says another language:", "Take its lang attribute out.", part)


def title(page: Page) -> Iterator[Fault]:
    """One title, which names the report and its quarter."""
    titles = [text_of(tag) for tag in page.named("title") if tag.find_parent("head")]
    wanted = page.known.quarter.title
    advice = f"Write one title that ends with '{wanted}'."
    if len(titles) != 1:
        yield Fault(f"The page has {len(titles)} titles.", advice)
    elif not titles[0].endswith(wanted) or titles[0] == wanted:
        yield Fault(f"The title is '{titles[0]}'.", advice)


def one_h1(page: Page) -> Iterator[Fault]:
    """One heading of the first level."""
    found = page.named("h1")
    if len(found) != 1:
        yield Fault(f"The page has {len(found)} h1 headings.", "Keep the report's name as its one.")


def heading_levels(page: Page) -> Iterator[Fault]:
    """No level of headings is skipped, and no heading is empty."""
    headings = page.named("h1", "h2", "h3", "h4", "h5", "h6")
    for earlier, later in pairwise(headings):
        if int(later.name[1]) > int(earlier.name[1]) + 1:
            found = f"An {later.name} follows an {earlier.name}:"
            yield Fault(found, f"Make it an h{int(earlier.name[1]) + 1}.", later)
    for heading in headings:
        if not words_of(heading):
            yield Fault("A heading is empty:", "Give it words or take it out.", heading)


def landmarks(page: Page) -> Iterator[Fault]:
    """Banner, navigation, main and contentinfo, each once; the navigation has a name."""
    elements = {each for each, _ in _LANDMARKS.values()}
    found = [tag for tag in page.tags if tag.name in elements or tag.get("role") in _ROLES]
    for name, (element, advice) in _LANDMARKS.items():
        placed = [tag for tag in found if tag.name == element and _is_in_place(tag)]
        if len(placed) != 1:
            yield Fault(f"The page has {len(placed)} landmarks of the kind {name}.", advice)
    if len(found) > len(_LANDMARKS):
        yield Fault("The page has more landmarks than four.", "Take the others out.")
    for nav in page.named("nav"):
        if not (nav.get("aria-label") or nav.get("aria-labelledby")):
            yield Fault("The navigation has no name:", "Label it by its heading.", nav)


def _is_in_place(tag: Tag) -> bool:
    """Straight in the body, where alone a browser takes most landmarks for what they are."""
    return tag.name == "nav" or (tag.parent is not None and tag.parent.name == "body")


def skip_link(page: Page) -> Iterator[Fault]:
    """The first thing that can be focused leads to main, which can take the focus."""
    first = page.soup.select_one("body a[href], body button, body summary, body [tabindex]")
    main = page.soup.find("main")
    target = str(main.get("id", "")) if isinstance(main, Tag) else ""
    advice = 'Begin the body with <a href="#main"> to a main with the id main and tabindex="-1".'
    if first is None or not target or first.get("href") != f"#{target}":
        yield Fault("The first link does not lead to the main content:", advice, first)
    elif isinstance(main, Tag) and main.get("tabindex") != "-1":
        yield Fault("The skip link's target cannot take the focus:", advice, main)


def references(page: Page) -> Iterator[Fault]:
    """Whatever points at an id (labels, parts of pictures) points at one that is there."""
    for tag in page.tags:
        for name in _pointed_at(tag):
            if name not in page.by_id:
                found = f"An element points at '{name}', which is not in the page:"
                yield Fault(found, "Point at an id of the page.", tag)


def _pointed_at(tag: Tag) -> Iterator[str]:
    for attribute in _POINTERS:
        yield from str(tag.get(attribute) or "").split()
    if tag.name == "use":
        yield str(tag.get("xlink:href") or tag.get("href") or "#").removeprefix("#")
    for attribute in ("clip-path", "style", "fill", "stroke", "mask"):
        yield from _POINTER_IN_PICTURE.findall(str(tag.get(attribute) or ""))


def figure_captions(page: Page) -> Iterator[Fault]:
    """A figure's caption is the first or the last in it: HTML has no other place for one."""
    for caption in page.named("figcaption"):
        above = caption.parent
        others = [each for each in above.children if isinstance(each, Tag)] if above else []
        if above is None or above.name != "figure" or caption not in (others[0], others[-1]):
            yield Fault("A caption stands in the middle, or in no figure:", _CAPTION, caption)


def valid_html(page: Page) -> Iterator[Fault]:
    """HTML as the standard's parser wants it: closed, nested and escaped rightly."""
    parser = HTMLParser()
    parser.parse(page.html)
    lines = page.html.splitlines()
    for (line, _), code, details in parser.errors[:10]:
        name = f" ({details['name']})" if details.get("name") else ""
        near = lines[line - 1].strip()[:60] if 0 < line <= len(lines) else ""
        found = f"Line {line} is not valid HTML, {code.replace('-', ' ')}{name}: '{near}'."
        yield Fault(found, "Close, nest and escape elements as HTML asks.")


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

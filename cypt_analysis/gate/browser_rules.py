"""The rules that a browser holds: axe, reflow, enlarged text, keyboard, dark and grey."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from cypt_analysis.gate.bench import NARROW, PHONE, WIDE, Bench

if TYPE_CHECKING:
    from playwright.sync_api import Page as Sheet

# The smallest text in a chart, in CSS pixels, on the smallest screen.
SMALLEST_LABEL = 9
_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_DOUBLE = "html { font-size: 200% !important; }"
# The text spacing that WCAG 2.2 names in 1.4.12.
_SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; "
    "word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"
)


class BrowserRule(NamedTuple):
    """One rule: its name, how a breach is mended, and the check that says what it asks for."""

    name: str
    advice: str
    check: Callable[[Bench], Iterator[str]]


def axe(bench: Bench) -> Iterator[str]:
    """What axe-core reports of WCAG 2.0 to 2.2 A and AA and of best practice."""
    yield from _axe(bench.sheet(), {"type": "tag", "values": list(_TAGS)})


def dark(bench: Bench) -> Iterator[str]:
    """Contrast where the reader prefers a dark screen."""
    yield from _axe(bench.sheet(dark=True), {"type": "rule", "values": ["color-contrast"]})


def _axe(sheet: Sheet, only: dict[str, object]) -> Iterator[str]:
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": only, "resultTypes": ["violations"]}
    for violation in Axe().run(sheet, options=options).response["violations"]:
        nodes = violation["nodes"]
        more = f" and {len(nodes) - 1} more" if len(nodes) > 1 else ""
        first = " ".join(nodes[0]["html"].split())[:110]
        yield f"{violation['id']}: {violation['help']}: {first}{more}."


def grey(bench: Bench) -> Iterator[str]:
    """Contrast of all text on a grey screen or printer, light and dark."""
    for scheme in ("light", "dark"):
        sheet = bench.sheet(dark=scheme == "dark")
        for told in sheet.evaluate("cyptGate.greyContrast()"):
            yield f"A text is faint in greyscale ({scheme}): {told}."


def sideways(bench: Bench) -> Iterator[str]:
    """No scrolling sideways on narrow screens, and nothing hidden to prevent it."""
    for width in NARROW:
        sheet = bench.sheet(width)
        for told in sheet.evaluate("cyptGate.sideways()"):
            yield f"At {width} px the page scrolls sideways because of {told}."
        for told in sheet.evaluate("cyptGate.clipped()"):
            yield f"At {width} px it is cut off: {told}."


def enlarged(bench: Bench) -> Iterator[str]:
    """Text of 200% clips nothing."""
    for told in _clipped_by(_DOUBLE, bench.sheet()):
        yield f"Text of 200% is cut off: {told}."


def spaced(bench: Bench) -> Iterator[str]:
    """The text spacing of WCAG 1.4.12 clips nothing."""
    for width in (WIDE, PHONE):
        for told in _clipped_by(_SPACED, bench.sheet(width)):
            yield f"Spaced text is cut off at {width} px: {told}."


def _clipped_by(style: str, sheet: Sheet) -> list[str]:
    """What a further style cuts off that was not cut before; the style is taken out again."""
    before = set(sheet.evaluate("cyptGate.clipped()"))
    added = sheet.add_style_tag(content=style)
    after = sheet.evaluate("cyptGate.clipped()")
    added.evaluate("each => each.remove()")
    return [told for told in after if told not in before]


def labels(bench: Bench) -> Iterator[str]:
    """Texts in charts stay in their picture, apart from each other, and large enough."""
    for width in (WIDE, *NARROW):
        for told in bench.sheet(width).evaluate("cyptGate.labels()"):
            yield f"At {width} px a text in a chart {told}."
    small = bench.sheet(PHONE).evaluate("least => cyptGate.smallLabels(least)", SMALLEST_LABEL)
    for told in small:
        yield f"At {PHONE} px a chart has text of {told}."


def drawings(bench: Bench) -> Iterator[str]:
    """Of a chart's two drawings the one that fits is shown, whole: by width, and in print."""
    for width, wanted in ((WIDE, "wide"), (PHONE, "narrow")):
        for told in bench.sheet(width).evaluate("each => cyptGate.drawings(each)", wanted):
            yield f"At {width} px a chart {told}."
    sheet = bench.sheet()
    sheet.emulate_media(media="print")
    for told in sheet.evaluate("cyptGate.drawings('wide')"):
        yield f"In print a chart {told}."
    sheet.emulate_media(media="screen")


def keyboard(bench: Bench) -> Iterator[str]:
    """Tab visits each focusable once, in order, with visible focus and no trap."""
    sheet = bench.sheet(folded=True)
    for number, expected in enumerate(sheet.evaluate("cyptGate.focusable()")):
        sheet.keyboard.press("Tab")
        place, told, visible = sheet.evaluate("cyptGate.focused()")
        if place != number:
            yield f"Tab does not go to {expected} but to {told}."
            return
        if not visible:
            yield f"The focus cannot be seen on {told}."


def disclosure(bench: Bench) -> Iterator[str]:
    """What is folded opens and closes by Enter, save where it stands open at this width."""
    yield from _opened(bench.sheet(folded=True), "details > summary")
    # The index stands open beside the text where there is room, and is folded on a phone.
    yield from _opened(bench.sheet(PHONE, folded=True), "nav details > summary")


def _opened(sheet: Sheet, which: str) -> Iterator[str]:
    for summary in sheet.query_selector_all(which):
        if not summary.is_visible() and summary.evaluate("cyptGate.isOpenAnyway"):
            continue
        # What is folded inside another fold is reached when that is open.
        summary.evaluate("each => cyptGate.openAround(each, true)")
        states = []
        for _ in range(2):
            summary.focus()
            sheet.keyboard.press("Enter")
            states.append(summary.evaluate("each => each.parentElement.open"))
        summary.evaluate("each => cyptGate.openAround(each, false)")
        if states != [True, False]:
            yield f"A folded part does not open by Enter: '{summary.inner_text()[:80]}'."


def targets(bench: Bench) -> Iterator[str]:
    """What can be pressed is 24 px high and wide, unless it stands in a sentence."""
    for width in (WIDE, PHONE):
        for told in bench.sheet(width).evaluate("cyptGate.smallTargets()"):
            yield f"A target is smaller than 24 px at {width} px: {told}."


def printed(bench: Bench) -> Iterator[str]:
    """A print shows every table but those of statistics and of charts, which are folded."""
    sheet = bench.sheet(folded=True)
    sheet.emulate_media(media="print")
    for told in sheet.evaluate("cyptGate.lostInPrint()"):
        yield f"A print loses {told}."
    sheet.emulate_media(media="screen")


def requests(bench: Bench) -> Iterator[str]:
    """Nothing outside the file was asked for while all of the above was done."""
    for url in bench.asked_for():
        yield f"The page asks for '{url}'."


BROWSER_RULES = (
    BrowserRule(
        "axe", "Mend the template, the style sheet, or the table and figure functions.", axe
    ),
    BrowserRule("dark contrast", "Set the colour for dark screens in style.css.", dark),
    BrowserRule("greyscale contrast", "Choose colours that differ in lightness.", grey),
    BrowserRule(
        "sideways scroll", "Let it wrap, or scroll in a labelled region of its own.", sideways
    ),
    BrowserRule(
        "enlarged text", "Give it no fixed height and do not hide what overflows.", enlarged
    ),
    BrowserRule("text spacing", "Give it no fixed height and do not hide what overflows.", spaced),
    BrowserRule("chart label", "Give labels more room in the chart function.", labels),
    BrowserRule("chart drawing", "Keep the rules of .picture in style.css.", drawings),
    BrowserRule(
        "keyboard", "Keep the order of the page and the style of :focus-visible.", keyboard
    ),
    BrowserRule("enter", "Use details with a summary.", disclosure),
    BrowserRule("target size", "Give it a min-height of 1.5rem and room around it.", targets),
    BrowserRule("print", "Keep the print rules in style.css.", printed),
    BrowserRule("request", "Put what it asks for into the page, or leave it out.", requests),
)

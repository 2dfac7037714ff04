"""Links in words: they lead to a part of the page, and to one that there is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.findings import REVIEW, Finding, did_you_mean
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.safe_text import slug
from cypt_analysis.ground.settings import Settings
from cypt_analysis.words.prose import notebook_texts
from cypt_analysis.words.reading import Reading

# What every page has, and what stands before an indicator's own id in those of its pieces.
_ALWAYS = ("main", "headlines", "index")
_ANNEX = re.compile(r"annex-[a-d](-[a-z0-9-]+)?")
_PIECE = re.compile(r"(fig|table|control|review|statistics)-")
_HEADING = re.compile(r"^#{2,3} +(.+?) *#*$", re.MULTILINE)
# What is left of a link that is none: the address has a space, or the mark that it names is not
# there.
_BROKEN = re.compile(r"\[[^\]\n]+\]\s?\([^)\n]*\)?|\[[^\]\n]+\]\[[^\]\n]*\]")
_ADVICE = "Write the address as text, or link to a section, like #headlines."


def page_ids(project: Project, settings: Settings, catalogue: Catalogue) -> frozenset[str]:
    """The ids of the page's sections and indicators, and of what the notebooks head."""
    headed = [*settings.introductions.values()]
    for _, text in notebook_texts(project):
        headed += _HEADING.findall(text)
    ids = [slug(heading).replace("_", "-") for heading in headed]
    sections = [section.id.replace("_", "-") for section in catalogue.sections]
    anchors = [indicator.anchor for indicator in catalogue.indicators.values()]
    return frozenset([*_ALWAYS, *ids, *sections, *anchors])


def check_links(reading: Reading, known: frozenset[str], file: str) -> Iterator[Finding]:
    """Links to anywhere but a part of the page, which opens without a network, and broken ones.

    Without ``known`` ids, any is taken for one of the page.
    """
    for block in reading.tokens:
        line = block.map[0] + 1 if block.map else None
        for token in block.children or ():
            target = str(token.attrs.get("href", token.attrs.get("src", "#")))
            if line and token.type.endswith("break"):
                line += 1
            if not target.startswith("#"):
                yield Finding(file, line, f"A link leads to '{target}'.", _ADVICE)
            elif known and target != "#" and not _leads(target[1:], known):
                hint = did_you_mean(target[1:], known).strip()
                found = f"A link leads to '{target}', and no part of the page is called so."
                # A notebook may make ids of its own, which are not known here.
                yield Finding(file, line, found, hint or _ADVICE, REVIEW, "link")
    for spoken in reading.blocks:
        for match in _BROKEN.finditer(spoken.text):
            found = f"A link is broken: '{' '.join(match[0].split())}'."
            yield Finding(file, spoken.source(spoken.start + match.start())[0], found, _ADVICE)


def _leads(target: str, known: frozenset[str]) -> bool:
    name = _PIECE.sub("", target)
    whole = any(name == each or name.startswith(f"{each}-") for each in known)
    return whole or bool(_ANNEX.fullmatch(target))

"""Words and their opposites, drawn up without the checker, and the rule of what a word states."""

from __future__ import annotations

import re
from dataclasses import dataclass

DIRECTION, COMPARISON, QUALITY, LEVEL, COURSE, TARGET, SIGNIFICANCE = (
    "direction", "comparison", "better or worse", "level", "course", "target", "significance",
)  # fmt: skip

# Each of one side is turned into those of the other. What stands first is tried first, so that
# "has risen" is not read as "rise", nor "not significant" as "significant".
OPPOSITES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (SIGNIFICANCE,
        ("within chance", "not significant", "not statistically significant"),
        ("statistically significant", "more than chance")),
    (SIGNIFICANCE, ("no clear change",), ("a significant change", "a clear rise", "a clear fall")),
    (TARGET, ("narrowly missed", "missed", "not met"), ("met", "achieved", "exceeded")),
    (TARGET, ("miss",), ("meet",)),
    (TARGET, ("on track", "on course", "on target"), ("off track", "off course", "off target")),
    (TARGET, ("within the",), ("outside the",)),
    (TARGET, ("ahead of", "in front of"), ("behind",)),
    (COURSE, ("levelling off", "stable", "unchanged"), ("rising steeply", "falling steeply")),
    (COURSE, ("goes on", "continues"), ("has stopped",)),
    (COURSE, ("still", "remains"), ("no longer",)),
    (COURSE, ("the same as",), ("lower than", "higher than")),
    (LEVEL, ("highest", "largest"), ("lowest", "smallest")),
    (LEVEL, ("a new high", "a peak"), ("a new low", "a low")),
    (LEVEL, ("high", "excellent"), ("low", "poor")),
    (LEVEL, ("double", "doubled"), ("half", "halved")),
    (QUALITY, ("improved", "got better"), ("worsened", "deteriorated", "got worse")),
    (QUALITY, ("improvement",), ("deterioration", "worsening")),
    (QUALITY, ("improving",), ("worsening", "deteriorating")),
    (QUALITY, ("better",), ("worse",)),
    (DIRECTION,
        ("rose", "increased", "grew", "climbed", "went up"),
        ("fell", "decreased", "declined", "dropped", "went down")),
    (DIRECTION, ("risen", "gone up", "grown"), ("fallen", "gone down", "declined")),
    (DIRECTION, ("rising", "increasing", "growing"), ("falling", "decreasing", "declining")),
    (DIRECTION, ("rise", "increase", "growth"), ("fall", "decrease", "reduction")),
    (DIRECTION, ("up",), ("down",)),
    (COMPARISON, ("above",), ("below",)),
    (COMPARISON, ("higher",), ("lower",)),
    (COMPARISON, ("more than",), ("less than", "fewer than")),
    (COMPARISON, ("more", "greater"), ("fewer", "less")),
    (COMPARISON, ("longer",), ("shorter",)),
    (COMPARISON, ("closer to",), ("further from",)),
    (COMPARISON, ("too few",), ("enough",)),
)  # fmt: skip

# Phrases in which the word says nothing of how much there is.
_IDIOMS = re.compile(
    r"\b(?:set|made|built|signed|opened|drawn|kept|keeping|follow|added) up\b|\btake-?up\b"
    r"|\bup to (?:date|\w+ \d)|\babove all\b|\bonce more\b|\bmore (?:fully|widely|deprived|closely)\b"
    r"|\b(?:lies|numbers|reasons) behind\b|\btold more\b|\bor (?:below|above)\b|\bbreak up\b",
    re.IGNORECASE,
)
# A wish, a plan, an ability, a condition or a question: what may be, not what is.
_NOT_SAID = re.compile(
    r"(?:\b(?:should|will|would|could|can|cannot|must|to|help|helps|helped)\s(?:\w+\s){0,3}"
    r"|\b(?:if|whether|unless|why|how|where|once|may be that)\b[^;:]*)$",
    re.IGNORECASE,
)
_NOT_YET = re.compile(r"(?:\s[\w-]+){1,2}\s(?:should|will|would|could|must)\b", re.IGNORECASE)
# Words of duration state something only where what lasts does: "still rising", not "still open".
DURATION = ("still", "remains", "goes on", "continues", "no longer", "has stopped")
_ANY_OTHER = re.compile(
    r"\b(?:"
    + "|".join(
        re.escape(word)
        for _, *sides in OPPOSITES
        for side in sides
        for word in side
        if word not in DURATION
    )
    + r")\b",
    re.IGNORECASE,
)
_FIGURES = r"numbers?|figures?|rates?|shares?|percentages?|counts?|levels?|targets?|change"


@dataclass(frozen=True)
class Place:
    """A word where it stands: its sentence, its place there, and the heading above."""

    sentence: str
    start: int
    end: int
    heading: str


def states(place: Place, measured: frozenset[str]) -> bool:
    """Whether a word states something of the data, by rule and without the checker.

    It does where the sentence holds a number or names something measured, save in a section on
    activity, in an idiom, beside words of wish, plan, ability, condition or question, and for
    words of duration that stand by no other such word.

    >>> measured = frozenset({"assessments"})
    >>> text = "More assessments were started."
    >>> states(Place(text, 0, 4, "Summary"), measured)
    True
    >>> text = "We want more assessments to lead to a plan, so the group was set up."
    >>> states(Place(text, text.index("up"), text.index("up") + 2, "Issues"), measured)
    False
    """
    if "activity" in place.heading.lower():
        return False
    text = place.sentence
    if any(m.start() < place.end and place.start < m.end() for m in _IDIOMS.finditer(text)):
        return False
    if _NOT_SAID.search(text[: place.start]) or _NOT_YET.match(text[place.end :]):
        return False
    word, ahead = text[place.start : place.end], " ".join(text[place.end :].split()[:3])
    if word.lower() in DURATION and not _ANY_OTHER.search(ahead):
        return False
    words = {word.lower() for word in re.findall(r"[A-Za-z][\w-]+", text)}
    return bool(re.search(rf"\d|\b(?:{_FIGURES})\b", text, re.IGNORECASE) or words & measured)

"""Whether a word of each kind, where it stands, is told of the data."""

from __future__ import annotations

import re
from collections.abc import Callable

from cypt_analysis.claims.cardinals import CARDINAL, PARTS
from cypt_analysis.claims.context import Context
from cypt_analysis.claims.evidence import stems_of
from cypt_analysis.claims.standing_of_figures import OF_FIGURES
from cypt_analysis.claims.vocabulary import (
    AGAINST_PAST,
    AGAINST_TARGET,
    BAD,
    BEST,
    CUT_SHORT,
    GOOD,
    GRADE,
    HIGHEST,
    LEVEL,
    LOWEST,
    MEASURED,
    MET,
    MISSED,
    MOVE,
    NOT_FINAL,
    PLAIN,
    SIGNIFICANT,
    WELL,
    WORST,
    Word,
)

_NOT_YET = re.compile(r"(?:\s[\w-]+){1,2}\s(?:should|will|would|could|must)\b")
_OTHER_MATTER = re.compile(r"\s+in\s+(?:the )?(?:\w+ )?(?:budget|funding|awareness|capacity)")
_NOUNS = (
    "rise", "increase", "fall", "drop", "decrease", "decline", "increases", "falls", "drops",
    "growth",
)  # fmt: skip
_AS_NOUN = re.compile(
    r"\b(?:an?|the|this|that|its|their|any|such|no|first|last|present|recent|latest)\s"
    r"(?:[\w-]+\s){0,2}$|\b(?:year|of)\s$",
    re.IGNORECASE,
)
_AS_VERB = re.compile(
    r"\b(?:did|does|continues? to|went on to|figures?|numbers?|rates?|incidents|it)\s$"
)
# A person falls, not a figure: "trips and falls", "falls from height", "injured in a fall".
_MISHAP_BEFORE = re.compile(
    r"\b(?:(?:trip|slip|bump|collision)s?)(?:,| or| and|, and|, or)? (?:an? )?$|"
    r"\b(?:injur(?:y|ies|ed)|hurt|accidents?|caused|involv\w+|after|from|by|in)(?: \w+){0,2}? "
    r"an? $|\b(?:kinds?|number|types?) of $",
    re.IGNORECASE,
)
_MISHAP_AFTER = re.compile(
    r"\s+(?:(?:from|off|down|on|over) (?:an? |the )?(?:height|ladder|stair|step|chair|roof|"
    r"climbing|bike|horse|wall|tree|window|play|ice|floor|same level)|"
    r"in (?:an? |the )(?:\w+ )?(?:play|yard|"
    r"corridor|hall|kitchen|classroom|garden|car park|street|bath|gym|pool|lift))",
    re.IGNORECASE,
)
# "A fall can mean better recording" tells of no fall.
_AN_EVENTUALITY = re.compile(r"\ban? (?:\w+ )?$", re.IGNORECASE)
_CAN_MEAN = re.compile(
    r"(?: (?:in|of) [\w ]{1,40}?)? (?:can|may|might|could|would|need not|means?|lowers|raises)\b"
)
# "The figures in this drop": what was received, which is called so too.
_DELIVERED = re.compile(r"\b(?:in|of|with|from) (?:this|the|each|that|last) $", re.IGNORECASE)
_BY_HOW_MUCH = re.compile(r"\s+(?:of|in|from|to)\b")
_NO_FIGURE = re.compile(r"\s*(?:$|[.,;]|and\b|or\b|(?:is|are|was|were)\b)")
# A step of schooling and the like, which compares nothing.
_TIER = re.compile(r"\s+(?:education|school\w*|tiers?|qualifications?|courts?|sixth|needs?)\b")
# A criterion: "three or more placements", "with more than one placement".
_CRITERION = re.compile(r"\b(?:\d+|[a-z]+) or $", re.IGNORECASE)
_THAN_NUMBER = re.compile(rf"\s+than (?:£|\d|{CARDINAL}|half\b|an? (?:{PARTS})\b)", re.IGNORECASE)
# A noun points to a change told of before: "this fall", "the present rise".
POINTING = re.compile(r"\b(?:this|that|the(?: present| latest)?|such an?)\s$", re.IGNORECASE)
_CHANGE_TOLD = re.compile(
    r"^(?:this|that) (?:is|was)\b|\b(?:this|that|the|such an?) (?:improvement|change|rise|"
    r"fall|increase|decrease|difference|reduction|deterioration)\b",
    re.IGNORECASE,
)
_FINITE = r"\b(?:is|are|was|were|remains?|remained|stays?|stayed|both|still|all)"
_MEASURED = frozenset(stems_of(MEASURED))


def around(word: Word, context: Context) -> tuple[str, str, str]:
    """The text before a word, the word in small letters, and the text after it."""
    text = context.text
    return text[: word.start], text[word.start : word.end].lower(), text[word.end :]


def _moves(word: Word, context: Context) -> bool:
    """Whether a word of movement is told of the data: a noun needs an article before it."""
    behind, said, ahead = around(word, context)
    delivered = said == "drop" and _DELIVERED.search(behind) and not _BY_HOW_MUCH.match(ahead)
    if delivered or _is_mishap(behind, said, ahead):
        return False
    if _AN_EVENTUALITY.search(behind) and _CAN_MEAN.match(ahead):
        return False
    if said in _NOUNS:
        noun, verb = _AS_NOUN.search(behind), _AS_VERB.search(behind)
        if not (noun or verb) or _OTHER_MATTER.match(ahead):
            return False
    return about_data(word, context)


def _is_mishap(behind: str, said: str, ahead: str) -> bool:
    """Whether someone fell: beside trips, off something, or hurt in it, and no figure by it."""
    if said not in ("fall", "falls"):
        return False
    hurt = _MISHAP_BEFORE.search(behind) and _NO_FIGURE.match(ahead)
    return bool(_MISHAP_AFTER.match(ahead) or hurt)


def _is_better(word: Word, context: Context) -> bool:
    """Whether "better" and the like are told of the data, not of how a thing is done."""
    behind, said, ahead = around(word, context)
    if said in ("ahead of", "in front of", "behind"):
        return any(0 < start - word.end < 6 for start, _, _ in context.areas)
    done = re.search(r"\b(?:did|do|does|do?ing|performed|fared)\s$", behind)
    if said == "better" and not done and not re.match(r"\s+than\b|\s*[.,(;]|\s*$", ahead):
        return False
    return about_data(word, context)


def _compares(word: Word, context: Context) -> bool:
    """Whether "higher" and the like say higher than something of the data."""
    behind, said, ahead = around(word, context)
    if re.match(r"\s+(?:or|to)\b", ahead) or re.search(r"\bno\s$", behind):
        return False
    if said in ("higher", "lower") and _TIER.match(ahead):
        return False
    # The number itself is judged, with the side that the words name.
    bound = said in ("more", "less", "fewer", "greater") and _THAN_NUMBER.match(ahead)
    if bound or _CRITERION.search(behind):
        return False
    if re.match(
        r"\s+than\s+(?:in|on|for|at|the|that|those|a year|last|our|its|it was|now|before|"
        r"today)\b",
        ahead,
    ):
        return about_data(word, context)
    if any(word.end <= a <= word.end + 30 for a, _, _ in context.areas):
        return True
    places = [*context.areas, *context.strangers]
    if any(
        re.fullmatch(r" (?:is|are|was|were|had|has) ", context.text[b : word.start])
        for _, b, _ in places
    ):
        return True
    near = _near_number(word, context)
    if said in ("more", "less", "fewer", "greater", "above", "below"):
        if _of_measured(word, context):
            return True
        changed = any(c.is_change and abs(p - word.start) < 30 for p, c in context.matched.items())
        return near and (changed or bool(re.match(r"\s+(?:than|on)\b", ahead)))
    if re.search(rf"{_FINITE}\s(?:\w+\s)?$", behind) and about_data(word, context):
        return not re.match(r"\s+(?:ability|risk|education|level|need)", ahead)
    if re.search(r"\b(?:set|made|buil[dt]|follow|sign|take|open|drawn?|adds?)(?:ed|s)?\s$", behind):
        return False
    return near or "up" in said or "down" in said


def _near_number(word: Word, context: Context) -> bool:
    return any(
        (0 <= word.start - each.end <= 26
         and not re.search(r"[.;]", context.text[each.end : word.start]))
        or 0 <= each.start - word.end <= 12
        for each in context.numbers
    )  # fmt: skip


def _of_measured(word: Word, context: Context) -> bool:
    """Whether "more" and the like stand before what the indicator counts, without a number."""
    behind, said, ahead = around(word, context)
    if said not in ("more", "fewer", "less") or re.search(r"[\d%]\s(?:\w+\s)?$", behind):
        return False
    after = re.match(r"\s+([a-z-]+)", ahead)
    if after is None or _in_activity(context) or _NOT_YET.match(ahead):
        return False
    evidence, indicator = context.evidence, context.sentence.indicator
    counted = evidence.lexicon.get(indicator, frozenset()) | evidence.nouns.get(indicator, set())
    return bool(stems_of(after[1]) & {*counted, *stems_of(" ".join(counted))})


def _of_target(word: Word, context: Context) -> bool:
    """Whether a word of meeting or missing is told of a target."""
    _, said, _ = around(word, context)
    bare = ("met", "missed", "achieved", "exceeded", "too few", "outside")
    if said.split()[-1] in bare or said.startswith(("has met", "meet")) or said == "too few":
        return context.says(r"\b(?:targets?|threshold|goal|limit)\b")
    return True


def _is_extreme(word: Word, context: Context) -> bool:
    """Whether "highest" and the like are told of the data: "the most" needs a stop after it."""
    _, said, ahead = around(word, context)
    if said.endswith("most") and not re.match(r"\s*[.,(]", ahead):
        return False
    return about_data(word, context) and not re.match(r"\s+frequent", ahead)


def _is_level(word: Word, context: Context) -> bool:
    """Whether "high" and the like are told of a measure: "the rate is high", "both excellent"."""
    behind, _, ahead = around(word, context)
    told = re.search(rf"{_FINITE}\s(?:(?:very|too|still|relatively|quite|so)\s){{0,2}}$", behind)
    whole = re.match(r"\s*(?:$|[.,;:)]|\b(?:and|but|beside|compared|against|for|by)\b)", ahead)
    return bool(told and whole) and about_data(word, context)


def _is_significant(word: Word, context: Context) -> bool:
    _, said, _ = around(word, context)
    told_before = context.pair_before is not None and _CHANGE_TOLD.search(context.text)
    sure = "chance" in said or "statistic" in said
    return sure or bool(told_before) or about_data(word, context)


def _is_of_figures(word: Word, context: Context) -> bool:
    """Whether figures of the indicator are told to be cut short or not final, not a paper."""
    paths = context.evidence.paths.get(context.sentence.indicator, ())
    if not any(path in context.evidence.observed for path in paths):
        return False
    marks = re.search(r"\b(?:mark(?:s|ed)?|as|where|if|not) $", context.text[: word.start])
    return not marks and bool(OF_FIGURES.search(context.text))


def about_data(word: Word, context: Context) -> bool:
    """Whether the sentence is about what the indicator measures."""
    if context.numbers_of_data or context.sentence.section in ("In brief", "Headlines"):
        return True
    if context.pair_before is not None and POINTING.search(context.text[: word.start]):
        return True
    start, end = context.chunk_of(word.start)
    near = stems_of(context.text[max(0, start - 60) : end])
    if near & _MEASURED:
        return True
    lexicon = context.evidence.lexicon.get(context.sentence.indicator, frozenset())
    return bool(near & lexicon) and not _in_activity(context)


def _in_activity(context: Context) -> bool:
    return "activity" in context.sentence.section.lower()


GATES: dict[str, Callable[[Word, Context], bool]] = {
    MOVE: _moves, GOOD: _is_better, BAD: _is_better, PLAIN: _compares,
    MET: _of_target, MISSED: _of_target, AGAINST_TARGET: _of_target,
    AGAINST_PAST: lambda word, context: True, WELL: about_data,
    HIGHEST: _is_extreme, LOWEST: _is_extreme, BEST: _is_extreme, WORST: _is_extreme,
    LEVEL: _is_level, GRADE: _is_level, SIGNIFICANT: _is_significant,
    CUT_SHORT: _is_of_figures, NOT_FINAL: _is_of_figures,
}  # fmt: skip

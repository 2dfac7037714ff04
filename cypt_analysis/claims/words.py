"""Words that say something of the data without a number: where they stand, of what kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cypt_analysis.claims.context import Context
from cypt_analysis.claims.evidence import stems_of
from cypt_analysis.claims.literals import RULES, literals_of

MOVE, PLAIN, FLAT, GOOD, BAD = "move", "plain", "flat", "good", "bad"
HIGHEST, LOWEST, SIGNIFICANT = "highest", "lowest", "significant"
MET, MISSED, AGAINST_TARGET = "met", "missed", "against target"
AGAINST_PAST, WELL = "against past", "comparing well"
_TO_TARGET = (
    r"(?:(?:its|the|our|their|this|a|both|all|local|national|year's|annual|government's|"
    r"secondary|\d[\d.,%]*) ){0,4}(?:targets?|threshold|goal)"
)
_UPS = (
    r"ris(?:e|es|en|ing)|rose|increas(?:e|es|ed|ing)|grew|grow(?:s|n|ing|th)?|climb(?:s|ed|"
    r"ing)?|gone up|went up|going up|jump(?:s|ed)?|surged?"
)
_DOWNS = (
    r"fall(?:s|en|ing)?|fell|decreas(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|drop(?:s|ped|"
    r"ping)?|reduc(?:ed|ing|tions?)|gone down|went down|going down|eased|easing|come down|"
    r"came down|shrunk|shrank|slipped"
)
_PAST = (
    r"(?:a year (?:ago|before|earlier)|last year|the (?:year|quarter|month) before|the "
    r"previous (?:year|quarter|month)|the same (?:quarter|month|period|point|time)|in (?:19|"
    r"20)\d\d)"
)
_PATTERNS: tuple[tuple[str, int, str], ...] = (
    (SIGNIFICANT, -1,
        r"not (?:statistically )?significant(?:ly)?|no (?:statistically )?significant|no "
        r"clear change|(?:within|put down to|due to) (?:the range of )?chance|within the "
        r"range of chance|no real change"),
    (SIGNIFICANT, 1,
        r"(?:statistically )?significant(?:ly)?(?= (?:change|rise|fall|increase|decrease|"
        r"reduction|improvement|difference|higher|lower|better|worse|up|down|rose|fell|"
        r"increased|reduced|improved|above|below)|\W|$)|more than chance"),
    (MISSED, 0,
        rf"(?:narrowly |just )?(?:missed|not met|failed to meet|fell short of|short of)(?= "
        rf"{_TO_TARGET}| by|\W*$|[.,;])|off (?:target|track|course)|missed|miss(?:es)?(?= "
        rf"(?:\w+ ){{0,2}}targets?)|behind(?= (?:a quarter|(?:its |the )?target|schedule))"),
    (MET, 0,
        rf"(?:has |have |had )?(?:met|meets?|achieved|hit|exceeded|exceeds?|beaten|"
        rf"surpassed)(?= {_TO_TARGET})|(?<=was )met\b|(?<=were )met\b|(?<=been )(?:met|"
        rf"achieved)\b|on (?:target|track|course)|ahead of(?= target| schedule| a quarter| "
        rf"the| its)|within(?= (?:the |its |our )?(?:\w+ )?target)|(?<=targets )met\b|(?<=target "
        rf")met\b|(?<=target )achieved\b"),
    (AGAINST_TARGET, 1,
        rf"(?:well |just |slightly |still |now )?(?:above|higher than|better than|over)(?= "
        rf"(?:or equal to )?{_TO_TARGET})"),
    (AGAINST_TARGET, -1,
        rf"(?:well |just |slightly |still |now )?(?:below|lower than|under|short of|worse "
        rf"than|slightly off)(?= {_TO_TARGET})"),
    (AGAINST_PAST, 1,
        rf"(?:above|higher than)(?= (?:those of |that of |the level of |the figure (?:of|"
        rf"for) |the rate of |it was |they were )?{_PAST})"),
    (AGAINST_PAST, -1,
        rf"(?:below|lower than|less than|fewer than|under)(?= (?:those of |that of |the "
        rf"level of |the figure (?:of|for) |the rate of |it was |they were )?{_PAST})"),
    (WELL, 0,
        r"compar(?:es|ing|ed) (?:well|favourably)|performing well|performed well|good "
        r"performance|strong performance|excellent performance"),
    (FLAT, 0,
        r"levell?ing off|levell?ed off|stable|unchanged|steady(?! stream)|plateau(?:ed|ing)?|"
        r"no change|the same as|remained level|flat"),
    (HIGHEST, 1,
        r"(?:at its |its |the |a )?(?:(?<!second )(?<!third )(?<!fourth )highest|record high|"
        r"new high|peak|most)(?= (?:since|ever|level|point|figure|number|rate|for|of|in|on)|"
        r"\W*$|[,.;]| and)"),
    (LOWEST, -1, r"(?:at its |its |the |a )?(?:lowest|record low|new low)"),
    (GOOD, 0, r"improv(?:ed|ing|ements?)|better"),
    (BAD, 0, r"worse(?:n|ned|ning)?|deteriorat(?:ed|ing|ion)|poorer"),
    (MOVE, 1, _UPS),
    (MOVE, -1, _DOWNS),
    (PLAIN, 1,
        r"up(?= (?:by )?(?:\w+ )?[\d£]| from| on\b| sharply| again|wards)|(?:is|are|was|were|"
        r"back|gone|go) up|higher|more|above|greater"),
    (PLAIN, -1,
        r"down(?= (?:by )?(?:\w+ )?[\d£]| from| on\b| sharply| again|wards)|(?:is|are|was|"
        r"were|back|gone) down|lower|fewer|less|below"),
)  # fmt: skip
_COMPILED = tuple(
    (kind, sign, re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE))
    for kind, sign, pattern in _PATTERNS
)
_UNREAL = re.compile(
    r"\b(?:to|will|would|should|could|can|may|might|must|cannot|help(?:s|ed|ing)?|"
    r"aim(?:s|ed|ing)? (?:for|at)|plans? for|"
    r"expected an?|anticipated an?|want(?:s|ed)? an?|need(?:s|ed)? for|towards an?|for "
    r"an?|support(?:s|ing)?|scope for|further|"
    r"work(?:s|ing)? on|way of|ways of|ways to|without|let|performance|training on|"
    r"because of the|due to|despite|about|"
    r"(?:is|are|be|was|were|being) (?:to|not))\s+(?:\w+ ){0,1}$",
    re.IGNORECASE,
)
_CONTINUING = re.compile(
    r"\b(?:continu(?:es?|ed|ing)|went on|goes on|began|begun|started|starting|tend(?:s|"
    r"ed)?|seem(?:s|ed)?|appear(?:s|ed)?|looks? set) to (?:\w+ )?$",
    re.IGNORECASE,
)
_IF = re.compile(
    r"\b(?:if|whether|unless|in case|so that|in order|which way|how far|how|"
    r"why)\b[^,;]*$|\b(?:who|those)\s+(?:\w+\s){0,1}$",
    re.IGNORECASE,
)
_NOT_DATA = re.compile(
    r"^\s*(?:activity|plan|programme|partner|board|work|team|report|strategy|notice|"
    r"information|management|training|staff|time|than one|"
    r"widely|fully|often|closely|likely|able|difficult(?:y)?|helpful|value|"
    r"consistent(?:ly)?|about (?:it|this)|of the same|help|outside|support|detail)\b",
    re.IGNORECASE,
)
_RULED = RULES - {"name"}
_DATA = frozenset(
    stems_of(
        "rate rates number numbers figure figures share percentage proportion level "
        "levels count total demand performance results "
        "coverage prevalence average score trend attendance activity completion"
    )
)


@dataclass(frozen=True)
class Word:
    """A word that makes a claim: its place, kind and sign (1 up, −1 down, 0 neither)."""

    start: int
    end: int
    kind: str
    sign: int


def words_of(context: Context) -> list[Word]:
    """The words of a sentence that claim something of its data.

    A wish, a plan, a condition and a name claim nothing; nor does a comparison with nothing.
    """
    text = context.text
    found: list[Word] = []
    named = [each for each in literals_of(text) if each.reason not in _RULED]
    for kind, sign, pattern in _COMPILED:
        for match in pattern.finditer(text):
            if any(match.start() < each.end and each.start < match.end() for each in found):
                continue
            if any(match.start() < each.end and each.start < match.end() for each in named):
                continue
            if any(match.start() < b and a < match.end() for a, b in context.sentence.names):
                continue
            word = Word(match.start(), match.end(), kind, sign)
            if _claims(word, context):
                found.append(word)
    return sorted(found, key=lambda each: each.start)


def _claims(word: Word, context: Context) -> bool:
    text = context.text
    ahead, behind = text[word.end :], text[: word.start]
    if _IF.search(behind) or _NOT_DATA.match(ahead):
        return False
    said = text[word.start : word.end].lower()
    # A word by which the measure itself is called says nothing of its course.
    if word.kind in (GOOD, BAD, MOVE) and re.match(r"\s+(?:their|his|her)\b", ahead):
        return False
    if re.match(r"\s+before that\b", ahead):
        return False
    if (
        _UNREAL.search(behind)
        and not _CONTINUING.search(behind)
        and word.kind not in (SIGNIFICANT,)
    ):
        return False
    if word.kind == PLAIN:
        return _compares(word, context)
    if word.kind in (MET, MISSED, AGAINST_TARGET, AGAINST_PAST, WELL):
        return _about_target(word, context)
    if word.kind in (HIGHEST, LOWEST):
        return _about_data(word, context) and not re.match(
            r"\s+(?:value|possible|quality|standard|priority|frequent|needs?)", ahead
        )
    if said in ("better", "most"):
        return bool(re.match(r"\s+than\b|\s*[.,(]", ahead)) and _about_data(word, context)
    if word.kind == SIGNIFICANT:
        return _about_data(word, context) or "chance" in said or "statistic" in said
    if word.kind == MOVE and said in (
        "rise",
        "increase",
        "fall",
        "drop",
        "decrease",
        "decline",
        "increases",
        "falls",
        "drops",
    ):
        noun = re.search(
            r"\b(?:an?|the|this|year|that|its|their|of|any|such|\w+(?:ed|ly|ant|year|ent|ing|est|"
            r"all|ive|ep|rp|rther|er|nt))\s$",
            behind,
            re.IGNORECASE,
        )
        verb = re.search(
            r"\b(?:did|does|continues? to|went on to|figures?|numbers?|rates?|incidents|it)\s$",
            behind,
        )
        if not noun and not verb:
            return False
        if re.match(r"\s+in\s+(?:the )?(?:\w+ )?(?:budget|funding|awareness|capacity)", ahead):
            return False
    return _about_data(word, context)


def _compares(word: Word, context: Context) -> bool:
    """Whether "higher" and the like say higher than something of the data."""
    text = context.text
    ahead, behind = text[word.end :], text[: word.start]
    if re.match(r"\s+(?:or|to)\b", ahead) and re.search(r"\d\S*\s$", behind):
        return False
    if re.search(r"\bno\s$", behind):
        return False
    near_number = any(
        (0 <= word.start - each.end <= 26 and not re.search(r"[.;]", text[each.end : word.start]))
        or 0 <= each.start - word.end <= 12
        for each in context.numbers
    )  # fmt: skip
    said = text[word.start : word.end].lower()
    if re.match(r"\s+than\s+(?:in|on|for|at|the|that|those|a year|last|our|its|it was)\b", ahead):
        return _about_data(word, context)
    if any(word.end <= a <= word.end + 30 for a, _, _ in context.areas):
        return True
    if said in ("more", "less", "fewer", "greater", "above", "below", "more"):
        wanted = re.match(r"\s+(?:than|on)\b", ahead)
        changed = any(c.is_change and abs(p - word.start) < 30 for p, c in context.matched.items())
        return near_number and (changed or bool(wanted))
    if said in ("higher", "lower"):
        if re.search(r"\b(?:were|was|is|are|all)\s(?:\w+\s)?$", behind) and _about_data(
            word, context
        ):
            return not re.match(r"\s+(?:ability|risk|education|level|need)", ahead)
        return near_number
    if re.search(
        r"\b(?:set|made|built|build|follow|sign|take|open|draw|drawn|add|adds|back)(?:ed|s)?\s$",
        behind,
    ):
        return said.startswith("back")
    return near_number or "up" in said or "down" in said


def _about_target(word: Word, context: Context) -> bool:
    said = context.text[word.start : word.end].lower()
    if word.kind in (AGAINST_PAST, WELL):
        return _about_data(word, context) or word.kind == AGAINST_PAST
    if said in ("met", "meets", "meet", "missed", "achieved") or said.startswith("has met"):
        return context.says(r"\b(?:targets?|threshold|goal)\b")
    return True


def _about_data(word: Word, context: Context) -> bool:
    """Whether the sentence is about what the indicator measures."""
    if context.numbers_of_data:
        return True
    if context.sentence.section in ("In brief", "Headlines"):
        return True
    start, end = context.chunk_of(word.start)
    near = stems_of(context.text[max(0, start - 60) : end])
    lexicon = context.evidence.lexicon.get(context.sentence.indicator, frozenset())
    plan = re.search(r"activity", context.sentence.section, re.IGNORECASE)
    return bool(near & _DATA) or (bool(near & lexicon) and not plan)

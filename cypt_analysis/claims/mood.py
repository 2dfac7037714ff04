"""Which words of a sentence state something of the data, as what, and whether it is denied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cypt_analysis.claims.evidence import stems_of
from cypt_analysis.claims.lexicon import Entry, words
from cypt_analysis.claims.line import AREA, AUXILIARY, MARK, NUMBER, PERIOD, PLACE, WORD, Item, Line
from cypt_analysis.claims.scope import Scope
from cypt_analysis.claims.senses import (
    MEASURED,
    NOT_DATA,
    about_data,
    in_activity,
    read_as,
)
from cypt_analysis.claims.slots_of_area import is_compared

_SELDOM = words("mood.seldom")
_BEFORE_BETTER = words("mood.before_better")
_BEFORE_FINAL = words("mood.before_final")
_BEFORE_VERB = words("mood.before_verb")

_ADVERBS = words("mood.adverbs")
# Of persons and things that fall: "slips, trips and falls", "a fall from height".
_MISHAP = re.compile(
    r"\b(?:trip|slip|bump)s?(?:,| or| and|, and|, or)? (?:an? )?(?:fall|falls)\b|"
    r"\bfalls? (?:from|off|down|on|over) (?:an? |the )?(?:height|ladder|stair|step|chair|roof|"
    r"climbing|bike|horse|wall|tree|window|play|ice|(?:wet )?floor|same level)|"
    r"\bfalls? in (?:an? |the )(?:\w+ )?(?:play|yard|corridor|hall|kitchen|classroom|garden|"
    r"car park|street|bath|gym|pool|lift)|\b(?:injur(?:y|ies|ed)|hurt|accidents?|caused|"
    r"involv\w+)(?: \w+){0,2}? (?:an? )?(?:fall|falls)\b",
    re.IGNORECASE,
)
_OTHER_MATTER = words("mood.other_matter")
_NOUN_ONLY = words("mood.noun_only")
_BEFORE_NOUN = words("mood.before_noun")


_WISHES = words("mood.wishes")
_COUNTS = words("mood.counts")
_CONDITIONS = words("mood.conditions")
_WITH_INFINITIVE = words("mood.with_infinitive")
_PASSING = words("mood.passing")
_ACTED = frozenset(
    {"move", "times", "judged", "goal_met", "more", "flat", "goal_missed", "gap", "pace"}
)


@dataclass(frozen=True)
class Word:
    """A word that states something: its place among the items, what it says, whether denied."""

    place: int
    entry: Entry
    denied: bool = False

    @property
    def kind(self) -> str:
        """The kind of the lexicon that it is read as."""
        return self.entry.kind


def words_of(scope: Scope) -> Iterator[Word]:
    """The words of a sentence that state something of its data."""
    line, stated = scope.line, False
    causes: list[Word] = []
    mishaps = [match.span() for match in _MISHAP.finditer(line.text)]
    for place, item in enumerate(line.items):
        if not item.entries or item.kind != WORD:
            continue
        entry = read_as(scope, place)
        if entry is None or any(a <= item.start < b for a, b in mishaps):
            continue
        if _is_title(line, place) or not _is_told(scope, place, entry):
            continue
        if entry.kind == "cause":
            causes.append(Word(place, entry))
            continue
        stated = stated or entry.kind in ("move", "times", "flat", "judged")
        yield Word(place, entry, denied(line, place))
    for cause in causes:
        if stated or cause.entry.lemma in ("drive up", "help to bring"):
            yield cause


def _is_title(line: Line, place: int) -> bool:
    """Whether a word with a capital stands within a sentence of small letters: in a name."""
    item = line.items[place]
    said = line.text[item.start : item.end]
    first = next((each for each in line.items if each.kind == WORD), item)
    return (
        said[0].isupper()
        and said[1:].islower()
        and item is not first
        and (line.before(place) not in {":", "(", "“"})
    )


def denied(line: Line, place: int) -> bool:
    """Whether what a word says is denied in its clause: "did not rise", "no longer rising"."""
    clause = line.clause(place)
    verb = any(line.items[at].said in AUXILIARY for at in range(clause.start, place))
    if line.opens_denied(range(clause.start, place)) and verb:
        return True
    for at in range(place - 1, max(clause.start, place - 7) - 1, -1):
        item = line.items[at]
        if item.entry("deny"):
            return item.said != "none"
        passing = item.said in AUXILIARY | _ADVERBS | _PASSING or item.said.endswith("ly")
        if not (passing or item.entry("course")):
            return False
    return False


def _is_told(scope: Scope, place: int, entry: Entry) -> bool:
    """Whether it is told as so: no wish, plan, condition or forecast, and of the data."""
    line, item, kind = scope.line, scope.line.items[place], entry.kind
    of_target = kind in ("goal_met", "goal_missed")
    level_than = (line.after(place), line.after(place + 1)) == ("level", "than")
    level_than = level_than or (line.after(place) == "level" and kind in ("extreme", "best"))
    beside = kind in ("more", "rival", "par") and bool(rivals_of(line, place))
    if line.after(place) in NOT_DATA and not (level_than or of_target or beside):
        return False
    if _is_unreal(line, place, entry):
        return False
    if kind in ("final", "short"):
        return _is_of_figures(scope, place, entry)
    if kind in ("cause", "opinion"):
        return not in_activity(scope) and about_data(scope, place)
    if kind in ("rival", "par") and any(each.kind == AREA for each in line.items):
        return True
    if of_target or kind == "more":
        return True
    if kind == "chance":
        return _is_of_chance(scope, place)
    if kind == "gap":
        return "gap" in item.said or any(each.kind == AREA for each in line.items)
    if kind == "times" and not _is_multiple(line, place):
        return False
    if kind in ("move", "times"):
        return _moves(scope, place, item)
    return (kind != "judged" or _is_better(line, place, item)) and about_data(scope, place)


def _is_multiple(line: Line, place: int) -> bool:
    """Whether "twice" and "double" compare: "twice as many", not "twice a week"."""
    said = line.items[place].said
    if said == "twice" or " times" in said:
        return line.after(place) in ("as", "the", "that", "what", "its", "those", "our")
    return said != "double" or line.before(place) in (
        "to", "nearly", "almost", "than", "is", "was", "close to",
    )  # fmt: skip


_CHANGE_TOLD = re.compile(
    r"\b(?:this|that|the|such an?) (?:\w+ )?(?:improvement|change|rise|fall|increase|decrease|"
    r"difference|reduction)\b|^(?:this|that) (?:is|was)\b",
    re.IGNORECASE,
)


def _is_of_chance(scope: Scope, place: int) -> bool:
    """Whether "significant" and the like are told of a change."""
    said = scope.line.items[place].said
    told = scope.pair_before is not None and _CHANGE_TOLD.search(scope.line.text)
    return "chance" in said or "statistic" in said or bool(told) or about_data(scope, place)


# What is told of is a figure, not a paper: "the figures are provisional", "It is not published".
_OF_FIGURES = words("mood.of_figures")


def _is_of_figures(scope: Scope, place: int, entry: Entry) -> bool:
    """Whether figures of the indicator are told to be cut short or not final, not a paper."""
    line = scope.line
    if not scope.paths or line.before(place) in _BEFORE_FINAL:
        return False
    said = {each.said for each in line.items} | set(line.text.lower().split())
    if not said & _OF_FIGURES:
        return False
    if entry.way <= 0:
        return True
    subject = {line.items[at].said for at in range(line.clause(place).start, place)}
    at = place - 1 - (line.before(place) in ("now", "all"))
    plain = {"figures", "figure", "data", "rate", "rates", "number", "numbers"}
    return line.items[at].said in ("is", "are") and bool(subject & plain)


# "A fall can mean better recording" tells of no fall.
_CAN_MEAN = re.compile(
    r"(?: (?:in|of) [\w ]{1,40}?)? (?:can|may|might|could|would|need not|means?|lowers|raises)\b"
)


def _moves(scope: Scope, place: int, item: Item) -> bool:
    line, after, before = scope.line, scope.line.after(place), scope.line.before(place)
    if (
        item.said == "drop"
        and before in ("this", "the", "each", "that", "last")
        and (
            line.before(place - 1) in ("in", "of", "with", "from")
            and after not in ("of", "in", "from", "to")
        )
    ):
        return False
    if before in ("a", "an") and _CAN_MEAN.match(line.text, item.end):
        return False
    if any("short of" in line.items[at].said for at in range(place, line.clause(place).stop)):
        return False
    if item.said in _NOUN_ONLY:
        noun = (
            before in _BEFORE_NOUN
            or "-" in before
            or (place and line.items[place - 1].kind in (NUMBER, PERIOD))
        )
        verb = (
            before in _BEFORE_VERB
            or line.before(place) in AUXILIARY
            or any(line.items[at].said == "did" for at in range(line.clause(place).start, place))
        )
        course = place > 1 and line.items[place - 2].entry("course") is not None
        course = course or (place > 0 and line.items[place - 1].entry("deny") is not None)
        plain = place == 0 or scope.line.items[place - 1].kind == MARK
        if not (noun or verb or course or plain or item.said in ("fell", "rose")):
            return False
        if any(
            line.items[at].said in _OTHER_MATTER
            for at in range(place, min(place + 5, len(line.items)))
        ):
            return False
    if item.said in _SELDOM:
        return about_data(scope, place) and bool(line.terms(line.clause(place)) & MEASURED)
    return about_data(scope, place)


def _is_better(line: Line, place: int, item: Item) -> bool:
    if item.said != "better":
        return True
    done = line.before(place) in _BEFORE_BETTER
    return done or line.after(place) in ("than", ".", ",", "(", ";", "")


def forecasts(scope: Scope) -> Iterator[int]:
    """The places of words that tell of what a measure may come to."""
    line = scope.line
    for place, item in enumerate(line.items):
        if item.entry("move", "times", "goal_met", "goal_missed") is None or item.kind != WORD:
            continue
        clause = line.clause(place)
        modal = [
            at for at in range(max(clause.start, place - 3), place)
            if line.items[at].said in ("could", "might", "may", "should")
        ]  # fmt: skip
        between = [line.items[at].said for at in range(modal[-1] + 1, place)] if modal else ["x"]
        plain = all(each in ("well", "not", "still") or each.endswith("ly") for each in between)
        subject = stems_of(" ".join(line.items[at].said for at in range(clause.start, place)))
        known = scope.evidence.lexicon.get(scope.indicator, frozenset())
        if plain and subject & (MEASURED | known) and not in_activity(scope):
            yield place


def _is_unreal(line: Line, place: int, entry: Entry) -> bool:
    """Whether a word tells of a wish, a plan, a condition, or of what a person does."""
    clause, item = line.clause(place), line.items[place]
    # "Increase the number of drop-ins": an order.
    if place == 0 and entry.kind in ("move", "judged") and item.said == entry.lemma:
        return line.after(place) not in ("of", "in", "since", "from", "on")
    noun = False
    for at in range(place - 1, clause.start - 1, -1):
        each = line.items[at]
        if each.said in _WISHES or _of_persons(line, at, place):
            return True
        if each.entry("unreal"):
            return _is_modal(line, at, place)
        if each.said == "to" and not noun:
            if _is_infinitive(line, at, place, entry):
                return not _goes_on(line, at, place) and entry.kind in _ACTED
            noun = True
    return False


def _of_persons(line: Line, at: int, place: int) -> bool:
    """Whether a word is told of persons, or of what counts: "parents who improve"."""
    said = line.items[at].said
    if said in ("who", "those"):
        return place - at < 3 and (at + 1 == place or line.items[at + 1].said.endswith("ly"))
    return said == "as" and line.before(at) in _COUNTS


def _is_modal(line: Line, at: int, place: int) -> bool:
    """Whether a word of wish, ability or condition governs another: "may be falling" is told."""
    said = line.items[at].said
    between = [line.items[n] for n in range(at + 1, place)]
    if said in ("may", "might", "could") and any(e.said in ("be", "have") for e in between[:3]):
        return False
    if said == "when":
        return not any(each.kind == PERIOD for each in between)
    if said in _CONDITIONS:
        return True
    finite = AUXILIARY - {"be", "been", "have", "has"}
    return said == "meant" or not any(each.said in finite for each in between)


def _is_infinitive(line: Line, at: int, place: int, entry: Entry) -> bool:
    """Whether "to" at a place makes a word an infinitive: "to reduce", "to be met"."""
    between = [line.items[n].said for n in range(at + 1, place)]
    plain = all(each.endswith("ly") or each in _WITH_INFINITIVE for each in between)
    base = line.items[place].said.split()[0] == entry.lemma.split()[0]
    return plain and (base or bool(between))


def _goes_on(line: Line, at: int, place: int) -> bool:
    """Whether what stands before "to" tells that it is so: "continued to fall"."""
    governor = line.items[at - 1] if at else None
    if governor is None or line.after(place) in ("the", "our", "its", "their", "this"):
        return False
    told = governor.entry("course", "deny") is not None
    return told or governor.said in ("seen", "thought", "found")


def rivals_of(line: Line, place: int) -> list[str]:
    """The areas that what stands at a place is compared with, known or not."""
    found = []
    for at in range(place + 1, line.clause(place).stop):
        # "A lower rate than we do", "leads us".
        near = (
            at == place + 1
            or line.before(at) in ("than", "as")
            or line.items[place].said in (line.before(at),)
        )
        if near and line.items[at].said in ("ours", "us", "we"):
            return [line.evidence.authority]
        if line.items[at].kind in (AREA, PLACE, NUMBER):
            break
    for at in range(place + 1, line.clause(place).stop):
        item = line.items[at]
        if item.kind in (AREA, PLACE):
            found.append(item.area)
        elif (item.kind == NUMBER and line.before(at) != "(" and not found) or item.entry(
            "more", "move", "goal_met", "goal_missed", "rival", "judged"
        ):
            break
    return found


__all__ = ["Word", "about_data", "is_compared", "rivals_of", "words_of"]

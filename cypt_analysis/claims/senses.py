"""In which of its senses a word stands: by what follows it, and what it is about."""

from __future__ import annotations

import re

from cypt_analysis.claims.evidence import stem, stems_of
from cypt_analysis.claims.lexicon import Entry, words
from cypt_analysis.claims.line import AREA, AUXILIARY, NUMBER, PERIOD, PLACE, Item, Line
from cypt_analysis.claims.number_sense import PARTICLE_VERBS
from cypt_analysis.claims.scope import Scope

_BARE_GOALS = words("senses.bare_goals")
_BEFORE_LEVEL = words("senses.before_level")
_POINTING = words("senses.pointing")
_AFTER_THE_MOST = words("senses.after_the_most")

# What is measured, whichever the indicator.
MEASURED = frozenset(stems_of(" ".join(words("mood.measured"))))


_PRONOUNS = words("mood.pronouns")


_PAST = words("mood.past")


NOT_DATA = words("mood.not_data")


def goal_after(line: Line, place: int) -> bool:
    """Whether a target is named after a word, in its part of the clause."""
    clause = line.clause(place)
    for at in range(place + 1, min(place + 9, clause.stop)):
        item = line.items[at]
        if item.entry("goal"):
            return item.said != "profile" or at == place + 1
        if item.kind in (AREA, PLACE) or item.said in ("and", "but", ","):
            return False
    return False


def _area_after(line: Line, place: int) -> bool:
    for at in range(place + 1, line.clause(place).stop):
        item = line.items[at]
        ours = at == place + 1 or line.before(at) in ("than", "as")
        if item.kind in (AREA, PLACE) or (ours and item.said in ("we", "us", "ours")):
            return True
        if item.kind in (NUMBER, PERIOD) or item.said in (",", "and"):
            return False
    return False


def _than_ever(line: Line, place: int) -> bool:
    """Whether a word compares with all other times: "higher than in any other year"."""
    said = [each.said for each in line.items[place : place + 7]]
    than = next((n for n, each in enumerate(said) if each.split()[-1] == "than"), -1)
    rest = said[than + 1 :] if than >= 0 else []
    if rest[:1] == ["ever"]:
        return True
    times = {"year", "quarter", "month", "time", "point", "term"}
    return rest[:1] in (["in"], ["at"]) and rest[1:2] == ["any"] and bool(times & {*rest[2:4]})


# The kinds that a word is read as where nothing after it tells, in their order.
_PLAIN = ("times", "move", "judged", "flat", "chance", "pace", "gap", "final", "short")


def read_as(scope: Scope, place: int) -> Entry | None:
    """The one of its senses in which a word stands here, if it states anything."""
    line, item = scope.line, scope.line.items[place]
    goal, area = goal_after(line, place), _area_after(line, place)
    more, target = item.entry("more"), item.entry("goal_met", "goal_missed")
    if more is not None and _than_ever(line, place):
        return Entry("extreme", more.way, more.lemma)
    if goal and target is not None:
        return more if more is not None and target.kind == "goal_met" else target
    if area and (entry := item.entry("rival", "par")):
        return entry
    if target is not None and _bare_goal(scope, place):
        return target
    if (par := item.entry("par")) is not None:
        named = goal or any(each.kind in (AREA, PLACE) for each in line.items)
        return par if named else item.entry("flat")
    if more is not None:
        if item.said in ("up", "down") and _brought(line, place):
            return Entry("move", more.way, f"bring {item.said}")
        if moved_on(line, place):
            return more
        return more if _compares(scope, place, area=area, goal=goal) else None
    if (target or item.entry("rival")) and not item.entry("move", "times"):
        rival = item.entry("rival")
        return rival if rival is not None and "compare" in rival.lemma else None
    return _plainly(scope, place)


def _plainly(scope: Scope, place: int) -> Entry | None:
    """What a word says that needs nothing after it."""
    line, item = scope.line, scope.line.items[place]
    extreme = item.entry("extreme", "best")
    if extreme is not None:
        return extreme if _is_extreme(line, place, item) else None
    opinion = item.entry("opinion", "cause")
    if opinion is not None and not item.entry("move"):
        return opinion if opinion.kind == "cause" or scope.matched else None
    for kind in _PLAIN:
        if (found := item.entry(kind)) is not None:
            return found
    level = item.entry("level", "grade")
    return level if level is not None and _is_level(line, place) else None


def _brought(line: Line, place: int) -> bool:
    """Whether "down" belongs to a verb before it: "brought its rate down"."""
    verbs = {"brought", "bring", "brings", "bringing", "pushed", "pushing", "pulled", "driven"}
    return any(
        line.items[at].said in verbs
        for at in range(max(place - 6, line.clause(place).start), place)
    )


def moved_on(line: Line, place: int) -> bool:
    """Whether "up" tells of a move: "up on 40.6 in 2006", "up from 16"."""
    told = line.items[place].said in ("up", "down") and line.after(place) in ("on", "from", "since")
    return told and line.before(place) not in PARTICLE_VERBS


def _bare_goal(scope: Scope, place: int) -> bool:
    """Whether a word of targets stands for one without "target" after it."""
    line, said = scope.line, scope.line.items[place].said
    if said in ("on target", "on track", "on course", "off target", "off track", "off course"):
        return True
    told = any(each.entry("goal") and each.said != "profile" for each in line.items) or (
        re.search(r"\btargets?\b", scope.block) is not None
        and said in ("missed", "met", "achieved")
        and line.before(place) in AUXILIARY | {"narrowly", "comfortably", "just", "not"}
    )
    return told and said in _BARE_GOALS  # fmt: skip


def _compares(scope: Scope, place: int, *, area: bool, goal: bool) -> bool:
    """Whether "higher" and the like say higher than something of the data."""
    line, item = scope.line, scope.line.items[place]
    before, after = line.before(place), line.after(place)
    if "likely" in item.said or "common" in item.said:
        return _than_after(line, place) and about_data(scope, place)
    than = _than_after(line, place)
    if after in ("or", "to") or before == "or" or _bounds_number(line, place):
        return False
    dated = any(each.kind == PERIOD for each in line.items[place + 1 : place + 5])
    if before == "no" and not (area or (than and dated)):
        return False
    if goal or area:
        return True
    if item.said in ("top", "tops", "under", "extra", "longer"):
        return False
    told = before in AUXILIARY or line.before(place - 1) in AUXILIARY
    clause = line.items[line.clause(place).start : place]
    if told and any(each.kind in (AREA, PLACE) for each in clause):
        return True
    counted = _counted(line, place, 4)
    number_after = any(each.kind == NUMBER for each in line.items[place + 1 : place + 4])
    if item.said in ("up", "down"):
        moved = told or before in ("back", "gone", "go") or after in _AFTER_UP
        return before not in PARTICLE_VERBS and (moved or counted or number_after)
    ahead = [each.kind for each in line.items[place + 1 : place + 6]]
    if told and item.said in ("above", "below") and NUMBER in ahead and scope.matched:
        return after not in NOT_DATA
    past = _is_of_past(scope, place)
    if past is not None:
        return past
    if item.said in ("more", "less", "fewer", "above", "below", "beneath"):
        return (counted and _is_change_beside(scope, place)) or _of_measured(scope, place)
    if _than_after(line, place) or _is_above(item):
        return about_data(scope, place)
    if told or before in ("still", "all", "both", "stand"):
        return about_data(scope, place) and after not in NOT_DATA
    return (counted or number_after) and after not in NOT_DATA


_THAN_WITHIN = 12
_ABOVE = frozenset({"exceed", "surpass", "outstrip", "outnumber", "overtake", "undercut"})


def _than_after(line: Line, place: int) -> bool:
    """Whether "than" follows with a measure or a time: "a higher share of boys than of girls"."""
    ahead = range(place + 1, min(place + _THAN_WITHIN, line.clause(place).stop))
    than = next((at for at in ahead if line.items[at].said == "than"), None)
    return than is not None and not any(line.items[at].kind == NUMBER for at in ahead)


def _is_above(item: Item) -> bool:
    entry = item.entry("more")
    return entry is not None and entry.lemma in _ABOVE


_AFTER_UP = frozenset({"on", "from", "by", "sharply", "again"})


def _counted(line: Line, place: int, most: int) -> bool:
    """Whether a number stands shortly before a word, in its part of the sentence."""
    first = max(place - most, line.chunk(place).start)
    return any(line.items[at].kind == NUMBER for at in range(first, place))


def _bounds_number(line: Line, place: int) -> bool:
    """Whether a word bounds the number after it, which is judged with its bound."""
    ahead = [each.kind for each in line.items[place + 1 : place + 3]]
    if line.after(place) == "than":
        return ahead[1:] == [NUMBER]
    hedge = any(each.kind.startswith("hedge") for each in line.items[place].entries)
    return hedge and ahead[:1] == [NUMBER] and not _counted(line, place, 3)


def _is_of_past(scope: Scope, place: int) -> bool | None:
    """Whether a word compares with an earlier time; None where nothing says what with."""
    line, after = scope.line, scope.line.after(place)
    ahead = line.items[place + 1 : place + 6]
    dated = any(each.kind == PERIOD for each in ahead)
    if line.items[place].said.endswith(" than"):
        first = bool(ahead) and (ahead[0].kind == PERIOD or after in _PAST)
        return _counted(line, place, 3) or (first and about_data(scope, place))
    if after in ("those", "that", "last", "its") and dated:
        return about_data(scope, place)
    if after == "than":
        second = ahead[1:2]
        past = bool(second) and (second[0].kind == PERIOD or second[0].said in _PAST)
        return past and about_data(scope, place)
    return None


def _is_change_beside(scope: Scope, place: int) -> bool:
    after = scope.line.after(place)
    matched = any(found.is_change and abs(at - place) < 4 for at, found in scope.matched.items())
    return matched or after in ("than", "on")


def _of_measured(scope: Scope, place: int) -> bool:
    """Whether "more" and the like stand before what the indicator counts."""
    line, after = scope.line, scope.line.after(place)
    if line.items[place].said not in ("more", "fewer", "less") or in_activity(scope):
        return False
    if place and line.items[place - 1].kind == NUMBER:
        return False
    later = [line.items[at].said for at in range(place + 1, min(place + 5, len(line.items)))]
    if any(each in ("should", "will", "would", "could", "must") for each in later):
        return False
    evidence = scope.evidence
    counted = evidence.lexicon.get(scope.indicator, frozenset()) | evidence.nouns.get(
        scope.indicator, frozenset()
    )
    return bool(stems_of(after) & {*counted, *stems_of(" ".join(counted))})


def _is_extreme(line: Line, place: int, item: Item) -> bool:
    if item.said == "most":
        the = line.before(place) == "the" and line.after(place) in _AFTER_THE_MOST
        counted = line.evidence.nouns.get(line.sentence.indicator, frozenset())
        the = the or (line.before(place) == "the" and line.after(place) in counted)
        return the or line.after(place) in (".", ",", "(", "")
    if item.said == "least":
        return line.after(place) in (".", ",", "(", "") and line.before(place) != "at"
    return line.after(place) not in ("frequent",) and line.before(place) not in (
        "second", "third", "fourth", "fifth", "2nd", "3rd",
    )  # fmt: skip


_HAVING = frozenset({"has", "have", "had", "saw", "is", "was", "shows"})


def _is_level(line: Line, place: int) -> bool:
    """Whether "high" and the like are told of a measure: "the rate is high", "both excellent"."""
    at = place - 1
    while at > 0 and line.items[at].said in _BEFORE_LEVEL:
        at -= 1
    if at > 0 and line.items[at].said in ("a", "an") and line.items[at - 1].said in _HAVING:
        return stem(line.after(place)) in MEASURED
    verb = at >= 0 and line.items[at].said in AUXILIARY | {"both", "all", "still"}
    return verb and line.after(place) in (
        "", ".", ",", ";", ":", ")", "and", "but", "beside", "compared", "against", "for", "by",
    )  # fmt: skip


def about_data(scope: Scope, place: int) -> bool:
    """Whether a place of a sentence is about what its indicator measures."""
    line, evidence = scope.line, scope.evidence
    if scope.matched or scope.doubted or line.sentence.section in ("In brief", "Headlines"):
        return True
    if scope.pair_before is not None and line.before(place) in _POINTING:
        return True
    clause = line.clause(place)
    # A clause without a subject of its own, or with a pronoun, goes on with the one before.
    first = line.items[clause.start]
    goes_on = first.said in AUXILIARY | _PRONOUNS or first.entry("move", "judged") is not None
    if goes_on and clause.start:
        clause = range(line.clause(clause.start - 1).start, clause.stop)
    near = stems_of(" ".join(line.items[at].said for at in clause))
    if near & MEASURED:
        return True
    ahead = line.items[place + 1] if place + 1 < len(line.items) else None
    extreme = line.items[place].entry("extreme", "best")
    told = (ahead and ahead.entry("move")) or line.says("any", "record", "ever", "since")
    told = told or any(line.items[at].kind == AREA for at in line.clause(place))
    if extreme and told:
        return not in_activity(scope)
    known = evidence.lexicon.get(scope.indicator, frozenset())
    return bool(near & known) and not in_activity(scope)


def in_activity(scope: Scope) -> bool:
    """Whether a sentence tells of work done, under a heading of activity."""
    return "activity" in scope.line.sentence.section.lower()

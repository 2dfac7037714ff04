"""Words that could state something of a figure and do not: they are of another matter ("a fall in
the playground", "the lower school"), of a name, or of a bound."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from cypt_analysis.claims.cardinals import SMALL
from cypt_analysis.claims.evidence import terms_of
from cypt_analysis.claims.items import AREA, NAME, NUMBER, PERIOD, WORD, Item
from cypt_analysis.claims.lexicon import Entry, words
from cypt_analysis.claims.roles import hedge_of

GENERIC, PRONOUNS, GAPS = words("part.generic"), words("part.pronouns"), words("gaps.nouns")
GOALS, OURS, QUANTIFIERS = words("part.goals"), words("part.ours"), words("part.quantifiers")
ATTRIBUTES, AT_NO_TIME = words("reading.attributes"), words("reading.at_no_time")
_DEGREES = words("part.degrees")
_PLAIN, _PARTICLE, _DIFFERENCES = (
    words("part.plain"), words("part.particle"), words("roles.differences"),
)  # fmt: skip
_DETERMINERS, _PREPOSITIONS = words("reading.determiners"), words("reading.prepositions")
_PLACING, _OR_MORE = words("matters.placing"), words("matters.or_more")
_BOUNDS, _AFTER_TIMES = words("matters.bounds"), words("matters.after_times")
_NAMING = ("move", "judged", "goal_missed", "goal_met", "extreme")
_TIMES_OVER = ("twice", "three times", "four times", "five times")
_MOST_OF = ("in", "since", "for", "on")
_BEFORE_HIGHER = frozenset({"to", "on", "of", "for", "in"})


@cache
def is_plain(said: str) -> bool:
    """Whether words say nothing of their own.

    >>> is_plain("as well as"), is_plain("slowly"), is_plain("playground")
    (True, True, False)
    """
    return all(
        each in _PLAIN
        or each in _DEGREES
        or each.endswith("ly")
        or (each.endswith("'s") and each[:-2] in OURS)
        for each in said.replace("’", "'").split()
    )


class Matters:
    """What stands around the words of a part; ``measured`` are the words of its measures."""

    def __init__(self, items: Sequence[Item], joiner: str, measured: frozenset[str]) -> None:
        self.items, self.joiner, self.measured = items, joiner, measured

    def _at(self, i: int) -> Item | None:
        return self.items[i] if 0 <= i < len(self.items) else None

    def _said(self, i: int) -> str:
        item = self._at(i)
        return item.said if item is not None else ""

    def _is_measured(self, said: str) -> bool:
        return bool(terms_of(said) & self.measured)

    def _is_unknown(self, i: int) -> bool:
        """Whether a word is of no list and of no measure."""
        item = self._at(i)
        if item is None or item.entries or self._is_measured(item.said):
            return False
        known = item.said in GENERIC | PRONOUNS | QUANTIFIERS
        return not known and not is_plain(item.said)

    def is_name_or_bound(self, i: int, entry: Entry) -> bool:
        """Whether a word is of a name, of a phrase ("made up"), or of a bound ("over 450")."""
        said, before = self._said(i), self._said(i - 1) or self.joiner
        after, second = self._at(i + 1), self._at(i + 2)
        number = after is not None and after.said in ("number", "numbers", "rate", "rates")
        if self._is_measured(said) and entry.kind in _NAMING and not number:
            return True
        listed = before in ("or", "and") and self._is_measured(self._said(i - 2))
        if listed and entry.kind == "move" and self._said(i - 3) in _DETERMINERS:
            return True  # "A trip or fall".
        if (before in _PARTICLE and said in ("up", "down")) or (
            before == "or" and said in _OR_MORE
        ):
            return True
        if said in ("behind", "within") and after is not None and after.kind == NUMBER:
            return True  # "Behind 18% of incidents", "within two points of the target".
        if said in _BOUNDS and after is not None:
            return after.entry("times") is not None or after.kind in (NUMBER, NAME)
        if said == "more" and self._said(i + 1) == "than" and second is not None:
            return second.entry("times", "chance") is not None or second.kind == NUMBER
        return False

    def is_of_another(self, i: int, entry: Entry, *, of_goal: bool, numbered: bool) -> bool:
        """Whether a word is of something that is no measure; ``of_goal`` says that its part speaks
        of a target, ``numbered`` that it gives a number."""
        before, after, said = self._at(i - 1), self._at(i + 1), self._said(i)
        followed = after is not None and after.kind in (WORD, NAME)
        if entry.lemma in _TIMES_OVER:
            return i > 0 and not self._compares_times(i)
        if said == "most":
            # "Caused the most incidents", and "the most since"; not "most parents".
            the = before is not None and before.said == "the"
            counted = the and self._is_measured(self._said(i + 1))
            return followed and not counted and self._said(i + 1) not in _MOST_OF
        if said in _PLACING and followed:
            return not of_goal and self._says_where(i)
        if before is None:
            return False
        if entry.kind == "chance" and before.said == "as":
            return True  # "A p below 0.05 counts as significant".
        if said == "reached" and after is None and not of_goal:
            return True  # "With 160 parents reached".
        if said == "meeting":
            return before.said in _DETERMINERS
        if not followed:
            return entry.kind == "move" and before.said == "to" and of_goal
        judge = _BY_KIND.get(entry.kind)
        if entry.kind == "move":
            return self._is_other_move(i, of_goal, numbered)
        return judge is not None and judge(self, i)

    def _compares_times(self, i: int) -> bool:
        """Whether "twice" compares: "twice as many", "nearly three times England's"."""
        after = self._at(i + 1)
        leads = after is not None and (after.kind == AREA or after.said in _AFTER_TIMES)
        return leads or bool(hedge_of(self.items, i)[0])

    def _says_where(self, i: int) -> bool:
        """Whether "under" and the like say where something is, and compare nothing."""
        if any(each.kind in (NUMBER, AREA) for each in self.items[i + 1 : i + 6]):
            return False
        ahead = self._at(i + 2 if self._said(i + 1) in _DETERMINERS else i + 1)
        if ahead is None or ahead.kind not in (WORD, NAME):
            return False
        known = bool(ahead.entries) or ahead.said in GENERIC | PRONOUNS | GOALS | OURS
        return not known and not (is_plain(ahead.said) and ahead.said != "time")

    def _is_other_level(self, i: int) -> bool:
        """Of "a high rate can mean more need"."""
        return i == 1 and self._said(0) == "a"

    def _is_other_flat(self, i: int) -> bool:
        """Of "in a stable placement"."""
        return self._said(i - 1) in _DETERMINERS and (
            self._is_measured(self._said(i + 1)) or self._is_unknown(i + 1)
        )

    def _is_other_best(self, i: int) -> bool:
        return self._is_unknown(i + 1)

    def _is_other_goal(self, i: int) -> bool:
        return self._said(i) == "reached" and self._said(i + 1) == "a"

    def _is_other_chance(self, i: int) -> bool:
        """Of "significant harm"."""
        after = self._said(i + 1)
        unknown = self._is_unknown(i + 1) and after not in _DIFFERENCES
        return self._said(i) == "significant" and unknown and not after.endswith("ly")

    def _is_other_more(self, i: int) -> bool:
        """Of "the lower school", "higher education", "gaps lower prevalence"."""
        said, before, after = self._said(i), self._said(i - 1), self._said(i + 1)
        if said not in ATTRIBUTES or any(each.said == "than" for each in self.items[i + 1 :]):
            return False
        if said == "lower" and self._is_measured(after) and not is_plain(before):
            return True
        if said in ("higher", "lower") and before in _BEFORE_HIGHER:
            return True
        return self._is_unknown(i + 1) and not after.endswith("ed")

    def _is_other_move(self, i: int, of_goal: bool, numbered: bool) -> bool:
        before, after = self._said(i - 1), self._said(i + 1)
        unknown = self._is_unknown(i + 1)
        aimless = not numbered and any(
            self._is_unknown(j) or self.items[j].said == "work" for j in range(i - 1)
        )
        if before == "to" and (of_goal or aimless):
            return True  # "The target is to cut it", "work goes on to reduce it".
        determined = before in _DETERMINERS or before in SMALL or before == "of"
        determined = determined or self.items[i - 1].kind == NUMBER
        if not determined or numbered:
            return unknown and before == "to" and not numbered  # "To grow food".
        leads = self._said(i - 2) in _PREPOSITIONS or after in _PREPOSITIONS or unknown
        return leads and not any(
            each.kind in (NUMBER, PERIOD, AREA) or each.said in GENERIC | PRONOUNS
            or self._is_measured(each.said) for each in self.items[i + 1 : i + 4]
        )  # fmt: skip


_BY_KIND = {
    "level": Matters._is_other_level,
    "flat": Matters._is_other_flat,
    "best": Matters._is_other_best,
    "goal_met": Matters._is_other_goal,
    "chance": Matters._is_other_chance,
    "more": Matters._is_other_more,
}

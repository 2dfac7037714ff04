"""The numbers and periods of a part, read from left to right: prepositions move what those after
them are to what stands before."""

from __future__ import annotations

import re
from dataclasses import replace

from cypt_analysis.claims.cardinals import SMALL
from cypt_analysis.claims.evidence import terms_of
from cypt_analysis.claims.items import MARK, NUMBER, PERIOD, WORD, Item, Line
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.matters import GOALS, Matters
from cypt_analysis.claims.measures import Measures
from cypt_analysis.claims.part import Part
from cypt_analysis.claims.parts import BRACKET, Piece
from cypt_analysis.claims.periods import BEFORE, MONTH, RANGE, YEAR_BEFORE, YEAR_TO, Mention
from cypt_analysis.claims.periods import LATER as LATER_THAN
from cypt_analysis.claims.quantities import COUNT, RANKS, TIMES
from cypt_analysis.claims.roles import (
    AFTER,
    BETWEEN,
    GOAL,
    LATER,
    NEW,
    OLD,
    REF,
    SINCE,
    SIZE,
    SUBJECT,
    Around,
    Figure,
    hedge_of,
    is_stating,
    role_of,
)  # fmt: skip
from cypt_analysis.ground.quarter import MONTHS

_REF, _MANY = words("part.ref"), words("part.many")
_NEAR = 5
_FOR = ("for", "by")
_REF_TO = frozenset({"relative", "opposed"})
UNITS, _BETWEEN = words("roles.units"), words("roles.between")
_MOST_UNITS, _MOST_MONTHS = 60, 12
BARE_MONTHS = {name.lower(): n for n, name in enumerate(MONTHS, 1) if name not in ("March", "May")}
_SPAN = re.compile(
    rf"\b({'|'.join(w for w, n in SMALL.items() if 0 < n < 13)}|\d{{1,2}}) (?:[a-z-]+ ){{0,2}}?"
    r"(years?|quarters?|months?|terms?|counts|septembers|year-ends)\b"
    rf"|\b({'|'.join(list(RANKS)[:5])}) (?:[a-z]+ )?(year|quarter|month|term)\b",
    re.IGNORECASE,
)


_GOES_ON = frozenset({
    "to", "and", "in", "at", "on", "(", ")", "of", "a", "per", "for", "by", "or", "per 10,000",
    "per 1,000",
})  # fmt: skip


class Points:
    """The state in which a part is read: the governor, and what was found."""

    def __init__(self, line: Line, piece: Piece, before: Part | None, measures: Measures) -> None:
        places, joiner = piece
        self.line, self.measures = line, measures
        self.items = tuple(line.items[at] for at in places)
        self.part = Part(places, joiner, self.items)
        self.governor = REF if self._goes_on(before) else SUBJECT
        if before is not None and self._adds_a_start(before):
            self.governor = OLD
        self.before = before.terms if before is not None else frozenset[str]()
        self.stated = False
        # Whether a verb, and no word such as "than", says that what follows is compared with.
        self.implied = False
        self.denial: int | None = None
        # Whether it goes on from a change: "fell by 29%, to 787".
        self.moved = before is not None and any(r.kind == "move" for r in before.relations)
        self.terms: set[str] = set()
        self.ref_terms: set[str] = set()
        self.matters = Matters(self.items, joiner, measures.words)
        self.hedges: dict[int, tuple[str, list[int]]] = {}
        self.used: set[int] = set()
        self.goal_here = [i for i, e in enumerate(self.items) if e.entry("goal")]
        self.goal_said = line.of_goals or not line.saying.isdisjoint(GOALS)

    def _goes_on(self, before: Part | None) -> bool:
        """Whether it adds an area to those that the part before compares with."""
        if before is None or is_stating(self.items) or not self.part.has_area:
            return False
        adds = self.part.joiner in ("and", "or", ",", BRACKET)
        return adds and bool(before.relations) and REF in [role for _, role in before.areas]

    def _adds_a_start(self, before: Part) -> bool:
        """Of "from 13.4% in 2008 and 14.1% in 2007": whether it gives another earlier value."""
        last = before.figures[-1:]
        plain = self.part.joiner == "and" and not is_stating(self.items)
        return plain and bool(last) and last[0].role == OLD and self.items[0].said == "and" and (
            len(self.items) > 1 and self.items[1].kind == NUMBER
        )  # fmt: skip

    def at(self, i: int) -> Item | None:
        """The item at a place of the part."""
        return self.items[i] if 0 <= i < len(self.items) else None

    def said(self, i: int) -> str:
        """What stands at a place of the part."""
        item = self.at(i)
        return item.said if item is not None else ""

    def _back(self, i: int, n: int) -> list[str]:
        return [word for each in self.items[max(0, i - n) : i] for word in each.said.split()]

    def _settle_numbers(self) -> None:
        """The hedges of its numbers, so that "more than 450" compares nothing; those that count
        years and quarters."""
        for i, item in enumerate(self.items):
            if item.kind != NUMBER or item.number is None:
                continue
            j, number = i + 1, item.number
            while self.said(j) in _BETWEEN:
                j += 1
            counts = number.unit == COUNT and not number.decimals and number.value <= _MOST_UNITS
            if counts and self.said(j) in UNITS and (j > i + 1 or self.said(j) != "times"):
                self.part.span = (int(number.value), self.said(j))
                self.used.update(range(i, j + 1))
                continue
            after = self.at(j)
            dated = after is not None and after.period is not None and not after.period.relative
            if dated and number.worded and number.value <= _MOST_MONTHS:
                self.used.add(i)
                continue
            self.hedges[i] = hedge_of(self.items, i)
            self.used.update(self.hedges[i][1])

    def _number(self, i: int, item: Item) -> None:
        if i not in self.hedges or item.number is None:
            return
        hedge, taken = self.hedges[i]
        roles = [each.role for each in self.part.figures]
        around = Around(self.items, i, taken)
        role = role_of(around, self.governor, self.part.joiner, roles)
        self.part.figures.append(Figure(self.part.places[i], item, role, hedge))
        self.governor = REF if item.number.unit == TIMES else self._governor_after(i)
        said = " ".join(each for each in item.said.split() if each.isalpha())
        self.terms |= terms_of(said) & self.measures.words

    def _period(self, i: int, mention: Mention) -> None:
        periods = self.part.periods
        back, governor = self._back(i, 3), self.governor
        whole = mention.kind == RANGE and "between" in back and " and " in mention.text
        parted = whole and not self.measures.has_period(mention)
        if parted:
            first = replace(
                mention, kind=MONTH, month=mention.from_month, from_month=None, part="whole"
            )
            periods.append((first, OLD))
            mention = replace(mention, kind=MONTH, from_month=None, part="whole")
            role = NEW
        elif "since" in back or (self.said(i - 1) == "after" and not self._leads_on(i)):
            role = SINCE
        elif self._is_of_goal(i):
            role = GOAL
        elif any(e.number.unit == TIMES for e in self.part.figures[-1:]) and any(
            each.said == "as" for each in self.items[i + 1 :]
        ):
            role = SUBJECT  # "1.5 times as high in 2009 as in 2008".
        elif whole:
            role = SUBJECT  # "Between July and September 2012", the quarter.
        elif self.implied and governor == REF and self.said(i - 1) in ("in", "for", "during"):
            # "Down in 2008/09", "met in 2009"; but "below the 813 recorded in 2006/07".
            last = self.part.of(REF)[-1:]
            role = REF if last and self.part.places[i] - last[0].at < _NEAR else SUBJECT
        elif mention.kind == RANGE and self.said(i - 1) == "from":
            role = SUBJECT
        elif mention.kind == LATER_THAN:
            role = LATER
        elif (
            governor == BETWEEN
            and not self._is_end(i)
            and any(e.role in (OLD, NEW) for e in self.part.figures)
        ):
            role = SUBJECT  # "Between 10% and 12% in 2008".
        elif governor == BETWEEN:
            role = NEW if any(r == OLD for _, r in periods) else OLD
        elif mention.kind in (YEAR_BEFORE, BEFORE):
            role = OLD
        else:
            role = governor if governor in (OLD, NEW, REF) else SUBJECT
        periods.append((mention, role))
        self.governor = self._governor_after(i)

    def _is_end(self, i: int) -> bool:
        """Whether a period is the first or the second after "between"."""
        two = self.at(i - 2)
        second = self.said(i - 1) == "and" and two is not None and two.kind == PERIOD
        return self.said(i - 1) == "between" or second

    def _is_of_goal(self, i: int) -> bool:
        """Whether a period is a target's own: "the target for 2009/10", "the 2010 target"."""
        near = self.items[max(0, i - 8) : i - 1] if self.said(i - 1) in _FOR else ()
        if self.part.relations:
            near = near[-3:]
        return any(e.entry("goal") for e in (*near, *self.items[i + 1 : i + 2]))

    def _leads_on(self, i: int) -> bool:
        return "to" in [each.said for each in self.items[i + 1 : i + 3]]

    def _bare_month(self, item: Item) -> Mention | None:
        """A month that stands alone with its capital: "July's 240"."""
        said = item.said.split("'")[0].split("’")[0]
        text, after = self.line.text, self.line.text[item.end :].lstrip()[:1]
        if said not in BARE_MONTHS or not text[item.start].isupper() or after.isupper():
            return None
        return Mention(
            item.start, item.end, MONTH, item.said, None, BARE_MONTHS[said], part="whole"
        )

    def _governor_after(self, i: int) -> str:
        """What governs what follows a figure: the same preposition where another figure, or a
        word that leads to one, comes next."""
        if self.governor not in (OLD, NEW, BETWEEN):
            return self.governor
        after = self.at(i + 1)
        if after is None or after.kind in (NUMBER, PERIOD) or after.said in _GOES_ON:
            return self.governor
        if self.governor == OLD and any(each.said == "to" for each in self.items[i + 1 :]):
            return self.governor
        return AFTER if self.stated else SUBJECT

    def _figure_after(self, i: int) -> bool:
        for item in self.items[i + 1 : i + 7]:
            if item.kind in (NUMBER, PERIOD):
                return True
            if item.kind == MARK or item.said in ("to", "from"):
                return False
        return False

    def _governs(self, i: int, said: str) -> bool:
        """Whether a word moves the governor."""
        compares = said == "as" and self.stated and self.said(i + 1) not in _MANY
        if (said in _REF and (said not in _REF_TO or self.said(i + 1) == "to")) or compares:
            self.governor, self.implied = REF, False
            return True
        if said not in ("from", "to", "between", "on", "over") or not self._figure_after(i):
            return False
        if said == "between":
            kinds = [e.kind for e in self.items[i + 1 : i + 4] if e.kind != WORD]
            if kinds[:1] not in ([NUMBER], [PERIOD]):
                return False
        if said == "to" and not (self.governor == OLD or self.stated or (i == 0 and self.moved)):
            return False
        compares = i > 0 and self.items[i - 1].entry("flat", "more", "judged") is not None
        if said in ("on", "over") and not (self.part.of(SIZE) or compares):
            return False
        if said == "over" and any(
            e.period and e.period.kind == YEAR_TO for e in self.items[i : i + 3]
        ):
            return False
        self.implied = False
        self.governor = {"from": OLD, "to": NEW, "between": BETWEEN}.get(said, REF)
        return True

    def _span(self) -> None:
        """For how many years or quarters something holds: "in three years", "for the third"."""
        names = self.line.names
        spans = [m.years for m, _ in self.part.periods if m.within and m.part]
        if spans:
            self.part.span = (spans[0], "years")
            return
        text = " ".join(
            self.line.text[each.start : each.end] for each in self.items
            if each.kind != PERIOD and not any(a <= each.start < b for a, b in names)
            and not (each.said[0].isdigit() and each.said.endswith("year"))
            and not (each.number is not None and each.number.decimals)
        )  # fmt: skip
        for count, unit, rank, ranked in _SPAN.findall(text):
            if count:
                number = int(count) if count.isdigit() else SMALL[count.lower()]
                self.part.span = (number, f"{unit.lower().removesuffix('s')}s")
                return
            if self.part.span is None:
                self.part.span = (RANKS[rank.lower()], f"{ranked.lower()}s")

"""One part of a sentence read: its words beside its numbers and periods."""

from __future__ import annotations

from cypt_analysis.claims.evidence import terms_of
from cypt_analysis.claims.items import AREA, NAME, NUMBER, PERIOD, PLACE, WORD, Item, Line
from cypt_analysis.claims.lexicon import Entry, words
from cypt_analysis.claims.matters import (
    AT_NO_TIME,
    ATTRIBUTES,
    GAPS,
    GENERIC,
    GOALS,
    OURS,
    PRONOUNS,
    QUANTIFIERS,
    is_plain,
)
from cypt_analysis.claims.measures import Measures
from cypt_analysis.claims.part import Part, Relation
from cypt_analysis.claims.parts import STATING, Piece
from cypt_analysis.claims.roles import (
    AFTER,
    BETWEEN,
    NEW,
    OLD,
    REF,
    SINCE,
    SUBJECT,
)  # fmt: skip
from cypt_analysis.claims.unlisted import SAYING_LITTLE, Unlisted

# What is wished is told of no figure.
_WISH = ("aim",)
# These speak of a target whether it is said or not.
_OF_COURSE = ("on target", "off target")
_NAMING = ("extreme", "best", "level")
_TARGETS = frozenset({"target", "targets", "threshold", "goal", "ceiling", "limit"})
_AFTER_NO = words("part.after_no")
_NO_CONDITION, _NO_CAUSE = words("part.no_condition"), words("part.no_cause")


def read_part(line: Line, piece: Piece, before: Part | None, measures: Measures) -> Part:
    """What a part says; ``before`` is the part that it goes on from."""
    return _Reader(line, piece, before, measures).read()


class _Reader(Unlisted):
    """Reads the words of a part: what they state, deny, want, and what was not read."""

    def read(self) -> Part:
        """The part, read."""
        self._settle_numbers()
        for i, item in enumerate(self.items):
            if i in self.used and item.kind != NUMBER:
                continue
            if item.kind == NUMBER:
                self._number(i, item)
            elif item.kind == PERIOD and item.period is not None:
                self._period(i, item.period)
            elif item.kind in (AREA, PLACE):
                name = item.area if item.kind == AREA else f"?{item.said}"
                role = REF if self.governor == REF else SUBJECT
                self.part.areas.append((name, role))
            elif item.kind == WORD and (month := self._bare_month(item)) is not None:
                since = "since" in self._back(i, 2)
                role = self.governor if self.governor in (OLD, NEW, REF) else SUBJECT
                self.part.periods.append((month, SINCE if since and role == SUBJECT else role))
            elif item.kind in (WORD, NAME):
                self._word(i, item)
        self._span()
        self._ages()
        self.part.terms, self.part.ref_terms = frozenset(self.terms), frozenset(self.ref_terms)
        return self.part

    # Words.

    def _word(self, i: int, item: Item) -> None:
        part, said = self.part, item.said
        part.said.add(said)
        entry, entries = self._stating(i, item)
        kinds = {each.kind for each in entries}
        if self._governs(i, said):
            pass
        elif said in OURS and self.said(i + 1) in GOALS | _TARGETS:
            part.goal = True  # "Our target" compares with no area.
        elif said in OURS:
            part.own, part.own_ref = part.own or self.governor != REF, self._ref_or(part.own_ref)
        elif self._is_of_goals(said, entries):
            part.goal = True
        elif "unreal" in kinds:
            part.unreal = part.unreal or said not in _NO_CONDITION
        elif "deny" in kinds:
            self._denies(i, said)
        elif entry is not None:
            self._states(i, item, entry, kinds)
        else:
            self._of_no_statement(i, item, kinds)
        part.generic = part.generic or said in PRONOUNS

    def _of_no_statement(self, i: int, item: Item, kinds: set[str]) -> None:
        """A word that states nothing: it stands for a measure, says of how many, or names one."""
        part, said = self.part, item.said
        if said in GENERIC:
            part.generic = True
            # "Prevalence", where one measure is called so, is no other's.
            self.terms |= terms_of(said) & self.measures.own_words
        elif said in QUANTIFIERS:
            base = self._is_base(i) or self._is_in_name(item)
            if not base and not (said == "all" and self.said(i - 1) == "of" and part.figures):
                part.quantifiers.add(said)
        elif kinds & {"cause", "opinion"} and (said not in _NO_CAUSE or part.residue):
            part.residue.append(part.places[i])
            part.no_data = True
        elif not kinds:
            self._unlisted(i, said)
        elif kinds <= SAYING_LITTLE:
            terms = self.measures.terms(said)
            if self.governor != REF:
                self.terms |= terms
            elif not terms & (self.terms | self.before):
                self.ref_terms |= terms
            if "light" in kinds:
                part.known.append(part.places[i])

    def _is_of_goals(self, said: str, entries: tuple[Entry, ...]) -> bool:
        """Whether a word speaks of what is wanted: of a target, or of a wish."""
        wish = any(each.kind == "unreal" and each.lemma in _WISH for each in entries)
        condition = said not in _NO_CONDITION
        general = condition and any(
            each.kind == "unreal" and each.lemma in ("can", "if") for each in entries
        )
        self.part.wish = self.part.wish or wish
        # "A fall can mean better recording" tells of no fall.
        self.part.general = self.part.general or general
        denied = any(each.kind == "deny" for each in entries)
        goal = any(each.kind == "goal" for each in entries) and not denied
        return wish or goal or said in GOALS

    def _ref_or(self, before: bool) -> bool:
        return before or self.governor == REF

    def _stating(self, i: int, item: Item) -> tuple[Entry | None, tuple[Entry, ...]]:
        """What a word states, and all that it says; nothing where it is part of a name."""
        entries = item.entries
        entry = next((e for kind in STATING for e in entries if e.kind == kind), None)
        if entry is None:
            return None, entries
        if entry.kind == "move":
            entry = next((each for each in entries if each.kind == "more"), entry)
        at = self.part.places[i]
        capital = at and self.line.text[item.start].isupper()
        if capital and self.line.items[at - 1].said not in (".", ":"):
            return None, ()
        if entry.kind in ("level", "grade", "extreme", "best"):
            called = f"{item.said} {self.said(i + 1)}"
            if i + 1 < len(self.items) and any(called in name for name in self.measures.names):
                return None, ()
        return entry, entries

    def _denies(self, i: int, said: str) -> None:
        called = f"{said} {self.said(i + 1)}"
        own = self.measures.terms("yet" if said == "yet to" else said)
        named = any(called in name for name in self.measures.names)
        if named or (said == "yet to" and own):
            self.terms |= own  # "Yet to be completed", "ceased to be looked after": a name.
            return
        follows = self.measures.terms(self.said(i + 1))
        if follows and any(e.kind == NUMBER or e.entry(*STATING) for e in self.items):
            return
        self.denial, self.part.denied = i, True
        self.part.quantifiers.add(said)
        self.part.denials.append(self.part.places[i])

    def _states(self, i: int, item: Item, entry: Entry, kinds: set[str]) -> None:
        part, said = self.part, item.said
        if self.matters.is_name_or_bound(i, entry):
            (self.ref_terms if self.governor == REF else self.terms).update(
                self.measures.terms(said)
            )
            return
        if entry.lemma == "close" and part.unreal:
            return
        if entry.lemma == "close" and GAPS.isdisjoint(each.said for each in self.items):
            return
        of_goals = entry.kind in ("goal_met", "goal_missed") and "rival" not in kinds
        numbered = bool(part.figures)
        of_goal = part.goal or (bool(self.goal_here) and i < self.goal_here[-1])
        other = self.matters.is_of_another(i, entry, of_goal=of_goal, numbered=numbered)
        named = entry.lemma in _OF_COURSE and bool(self.terms)
        if (of_goals and not self.goal_said and not named) or other:
            return
        denied = self.denial is not None and (self.items[self.denial].said in AT_NO_TIME or all(
            is_plain(e.said) or e.entry("course", "hedge.about", "chance", "level")
            or e.said in _AFTER_NO
            for e in self.items[self.denial + 1 : i]
        ))  # fmt: skip
        if denied and self.denial is not None:
            part.denials = [at for at in part.denials if at != part.places[self.denial]]
            self.denial = None
        kind = entry.kind
        headed = bool(self.terms or part.generic or part.own or part.areas or part.figures)
        ahead = [each.said for each in self.items[i + 1 : i + 4]]
        headed = headed or (ahead[:1] in (["in"], ["of"]) and not GENERIC.isdisjoint(ahead))
        unreal = i > 0 and kind == "move" and self.items[i - 1].entry("unreal") is not None
        part.unreal = part.unreal or unreal
        part.relations.append(Relation(part.places[i], entry, item, denied, headed))
        self.stated = True
        if kind in ("more", "rival", "par", "goal_met", "goal_missed") or said.endswith(" as"):
            than = any(each.said.endswith("than") for each in self.items[i:])
            more = not headed and said in ATTRIBUTES
            self.governor = AFTER if (than and not said.endswith("than")) or more else REF
            self.implied = self.governor == REF and not said.endswith("than")
        elif entry.kind == "times" and self._area_follows(i):
            self.governor = REF
        elif self.governor != BETWEEN and not (self.governor in (REF, OLD) and kind in _NAMING):
            self.governor = AFTER

    def _area_follows(self, i: int) -> bool:
        after = self.at(i + 1)
        return after is not None and (after.kind == AREA or after.said in ("that", "what", "the"))

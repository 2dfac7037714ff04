"""What a part speaks of, once what it does not say was taken over from before."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from typing import Any

from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.items import NUMBER, PERIOD
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.part import Part
from cypt_analysis.claims.periods import Mention
from cypt_analysis.claims.roles import LEVEL, NEW, OLD, PLACE, REF, SIZE, SUBJECT, TARGET, Figure

_DETERMINERS = words("reading.determiners")
_NOW = frozenset({"now", "currently", "latest", "today"})


@dataclass
class About:
    """What a part speaks of, once what it does not say was taken over from before.

    ``areas`` are those that it speaks of and ``refs`` those that it compares with, ``periods``
    the times and ``olds`` the earlier ones. ``later`` says that it speaks of now.
    """

    part: Part
    paths: list[str]
    areas: list[str]
    refs: list[str]
    periods: list[Mention]
    olds: list[Mention]
    fixed: list[Mention]
    later: bool = False
    is_led: bool = False
    sizes: list[Figure] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sizes = self.part.of(SIZE)
        self.levels, self.targets, self.ranks = map(self.part.of, (LEVEL, TARGET, PLACE))
        self.from_, self.to, self.ref_figures = map(self.part.of, (OLD, NEW, REF))

    @property
    def figures_given(self) -> bool:
        """Whether it gives the ends or the size of a change."""
        return bool(self.sizes or self.from_ or self.to or self.ref_figures)

    @property
    def area(self) -> str:
        """The first area that it speaks of."""
        return self.areas[0]

    def but(self, **changed: Any) -> About:
        """The same with something else in its place."""
        other = copy(self)
        for name, value in changed.items():
            setattr(other, name, value)
        return other


def _is_since_then(part: Part) -> bool:
    """Whether "since" stands alone: "it has since fallen", "in each year since"."""
    places = [i for i, each in enumerate(part.items) if each.said == "since"]
    ahead = [part.items[i + 1] for i in places if i + 1 < len(part.items)]
    begins = any(each.kind in (PERIOD, NUMBER) or each.said in _DETERMINERS for each in ahead)
    return bool(places) and not begins and part.items[0].said != "since"


def about(part: Part, heard: Heard) -> About:
    """What a part speaks of."""
    talk = heard.talk
    subjects = part.named_areas(SUBJECT)
    # "More than we were a year ago" compares us with no other.
    refs = part.named_areas(REF) + [""] * (
        part.own_ref and bool(subjects or [each for each in talk.areas if each])
    )
    fixed = part.fixed(SUBJECT, NEW, "after")
    olds = part.mentions(OLD, "since", REF)
    if (refs or any(e.number.unit == "times" for e in part.figures)) and not fixed:
        fixed = part.fixed(REF)
        olds = [each for each in olds if each not in fixed]
    since = _is_since_then(part) and heard.last_periods
    if since and not (olds or fixed):
        olds = heard.last_periods
    later = bool(since) or any(role == "later" for _, role in part.periods)
    if part.joiner in ("when", "where") and not fixed:
        fixed = heard.last_periods
    if part.fixed():
        heard.last_periods = part.fixed()
    later = later or (bool(part.said & _NOW) and not fixed)
    lead = heard.lead if not olds or part.figures else []
    periods = fixed or ([] if later else talk.periods or lead)
    paths, areas = heard.paths_of(part), heard.areas_of(part)
    is_led = bool(periods) and periods is lead and not heard.parts[0].fixed(SUBJECT)
    return About(part, paths, areas, refs, periods, olds, fixed, later, is_led)

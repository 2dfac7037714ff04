"""What is known at a quarter: the tables, facts and words that everything below reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.disclosure.releases import Release
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.drops.layout import COMMENTARY
from cypt_analysis.facts import Facts
from cypt_analysis.ground.claim import Claim
from cypt_analysis.ground.edition import INTERNAL
from cypt_analysis.ground.findings import Finding
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.settings import Settings
from cypt_analysis.judgement.exceptions import Reason, exceptions_by
from cypt_analysis.judgement.indicators import Depth, Held, depths, targets_held
from cypt_analysis.judgement.measures import newest_hidden
from cypt_analysis.judgement.signals import series_of_path
from cypt_analysis.observations.rows import is_own
from cypt_analysis.observations.settled import MARKED

# Of a figure that some edition hides: in which one, which figure, by which rule and why.
WITHHELD = ("edition", "id", "indicator", "measure", "area", "period", "rule", "why")
_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Known:
    """All that is known at a quarter, as tables and words.

    ``settings`` and ``catalogue`` say whose report it is and what it reports, as it holds in the
    quarter. ``pairs`` are observations beside earlier ones (`changes.compare_periods`),
    ``judged`` the latest ones with their verdicts (`measures`) and ``verdicts`` those of the
    `indicators`; ``marked`` are figures that are marked instead of shown; ``benchmarks`` and
    ``signals`` are those of `signals`.
    An ``edition`` that ``shows_less`` than the internal one knows only what it shows: of its
    observations, ``mark`` says which have lost their numbers, and all else follows from the
    others. ``withheld`` tells the internal one what each edition hides, with the columns of
    ``WITHHELD``.
    ``actions``, ``risks`` and ``commentary`` are the quarter's own: words do not carry over.
    """

    project: Project
    settings: Settings
    catalogue: Catalogue
    quarter: Quarter
    info: DropInfo
    observations: pd.DataFrame
    revisions: pd.DataFrame
    targets: pd.DataFrame
    assumptions: pd.DataFrame
    pairs: pd.DataFrame
    judged: pd.DataFrame
    benchmarks: pd.DataFrame
    signals: pd.DataFrame
    verdicts: pd.DataFrame
    actions: pd.DataFrame
    risks: pd.DataFrame
    facts: Facts
    commentary: dict[str, str]
    findings: tuple[Finding, ...]
    provenance: dict[str, Any]
    claims: tuple[Claim, ...] = ()
    edition: str = INTERNAL
    shows_less: bool = False
    release: Release = field(default_factory=Release)
    withheld: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(WITHHELD)))
    marked: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(MARKED)))

    @cached_property
    def own(self) -> pd.DataFrame:
        """The authority's own observations."""
        return self.observations[is_own(self.observations, self.info)]

    @cached_property
    def seen(self) -> pd.DataFrame:
        """Those of the authority's own observations that this edition shows."""
        return self.own[self.own["mark"] == ""]

    @cached_property
    def newest_marked(self) -> pd.DataFrame:
        """The authority's newest figures that are marked and not shown (`newest_hidden`)."""
        return newest_hidden(self.marked, self.judged, self.info.authority)

    @cached_property
    def held(self) -> list[Held]:
        """Each measure with a target, of indicators that have something new: old news is none."""
        new = self.verdicts.index[self.verdicts["is_new"].astype(bool)]
        order = {name: place for place, name in enumerate(self.catalogue.indicators)}
        found = targets_held(self.judged[self.judged["indicator"].isin(new)])
        return sorted(found, key=lambda each: order[each.indicator])

    @cached_property
    def depths(self) -> dict[str, Depth]:
        """How deep each indicator and theme goes on the page, by id."""
        return depths(self.catalogue, self.exceptions)

    @cached_property
    def exceptions(self) -> dict[str, list[Reason]]:
        """The rules that indicators meet by their figures, by id."""
        return exceptions_by(self.catalogue, self.judged, self.benchmarks, self.signals)

    @property
    def synthetic(self) -> tuple[str, ...]:
        """The quarters whose drops say that their figures were made up."""
        return tuple(self.provenance.get("synthetic", ()))

    def commentary_file(self, name: str) -> str:
        """Where the words on an indicator, or an introduction, were received."""
        return f"{commentary_folder(self.project, self.quarter)}{name}.md"

    def claims_in(self, file: str, row: int | None = None) -> list[Claim]:
        """The claims of a file, or of one row of it."""
        return [each for each in self.claims if each.file == file and row in (None, each.line)]


def commentary_folder(project: Project, quarter: Quarter) -> str:
    """The folder of a quarter's commentary, as the names of its files begin."""
    return f"{project.relative(project.raw(quarter))}/{COMMENTARY}/"


def kept(
    find: Callable[Concatenate[Known, _Asked], _Answer],
) -> Callable[Concatenate[Known, _Asked], _Answer]:
    """Find an answer once for all who ask it of what is known; nobody may alter it.

    It is kept with what is known, by the function and its other arguments, which are hashable, or
    are entries of the catalogue and count by their ids.
    """

    @wraps(find)
    def once(known: Known, /, *asked: _Asked.args, **named: _Asked.kwargs) -> _Answer:
        answers: dict[Any, _Answer] = vars(known).setdefault("_answers", {})
        question = (find, *(getattr(each, "id", each) for each in asked), *named.items())
        if question not in answers:
            answers[question] = find(known, *asked, **named)
        return answers[question]

    return once


@kept
def _beside(known: Known) -> dict[tuple[str, str], list[int]]:
    table, places = known.observations, defaultdict[tuple[str, str], list[int]](list)
    for place, at in enumerate(zip(table["path"], table["period"], strict=True)):
        places[at].append(place)
    return dict(places)


def side_by_side(known: Known, path: str, period: str) -> pd.DataFrame:
    """The observations of every area of one path in one period."""
    return known.observations.iloc[_beside(known).get((path, period), [])]


@kept
def series_seen(known: Known, path: str, series: str) -> pd.DataFrame:
    """The authority's own observations of one series that this edition shows, in order of time."""
    return series_of_path(known.seen, path, series)

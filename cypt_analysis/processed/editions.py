"""What an edition knows: everything derived anew from the figures that it shows, and nothing else.

The true counts give the statistics of the internal edition. Another edition's follow from what it
shows: a chart's limits, a trend or a mean that held a hidden count would give it back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import pandas as pd
from pandas.api.types import is_string_dtype

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.claims import check_claims
from cypt_analysis.disclosure import (
    Protection,
    Release,
    as_shown,
    earlier_releases,
    hidden_quoted,
    not_judged,
    protect,
    protected_facts,
    quoted_shown,
    revisions_shown,
    without_rows,
)
from cypt_analysis.drops.drop import Drop
from cypt_analysis.facts import derive_facts
from cypt_analysis.ground.claim import Claim
from cypt_analysis.ground.edition import INTERNAL
from cypt_analysis.ground.findings import CheckFailed, Finding
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.status import HIDDEN_MARK, NOT_TOLD, Direction, TargetStatus
from cypt_analysis.judgement.changes import compare_periods, latest_of
from cypt_analysis.judgement.indicators import judge_indicators
from cypt_analysis.judgement.measures import judge_measures
from cypt_analysis.judgement.signals import judge_benchmarks, judge_signals
from cypt_analysis.judgement.target_status import against_target
from cypt_analysis.known import Known
from cypt_analysis.library.disclosure import Rule, rules
from cypt_analysis.observations.rows import is_own
from cypt_analysis.observations.settled import Stacked
from cypt_analysis.processed.build import computed, waivers_of
from cypt_analysis.processed.described import with_asked
from cypt_analysis.processed.not_shown import (
    found_out,
    may_follow,
    not_looked_for,
    of_quoted,
    points,
    shown_in_full,
    unjudged,
    withheld,
)
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.processed.typed import few_told, typed_faults

_NONE = float("nan")
_PAIR = ["id", "then_id", "basis"]
_NOT_OF_THIS = "It was held against figures that this edition does not show."


def compute_editions(reader: DropReader, quarter: Quarter) -> dict[str, Known]:
    """What each edition knows at a quarter, by its name; the internal one knows everything.

    Raises CheckFailed as `build.compute` does, and where words give back what an edition hides.
    """
    known, stacked, drop, wrong = computed(reader, quarter)
    releases = earlier_releases(reader.project, quarter)
    found: dict[str, Known] = {}
    faults: list[Finding] = []
    told: list[Finding] = []
    tables = [known.withheld]
    others: list[Release] = []
    for edition, name in known.settings.editions.items():
        told += shown_in_full(edition, name, known.catalogue, drop)
        if rules()[name].shows_all:
            found[edition] = replace(known, edition=edition)
            continue
        protection = _protected(stacked, known.catalogue, name, releases, others)
        others.append(protection.release.as_seen())
        shown = replace(known, edition=edition)
        gone = stacked.observations[stacked.observations["id"].isin(protection.why)]
        quoted = hidden_quoted(stacked.quoted, gone, stacked.observations, known.catalogue, name)
        if protection.changes or quoted.any():
            revisions = revisions_shown(
                stacked.revisions, stacked.observations, protection, releases
            )
            said = quoted_shown(stacked.quoted[~quoted], known.catalogue, name)
            left = replace(stacked, quoted=said, revisions=revisions)
            shown = as_edition(known, edition, protection, left, drop)
            faults += typed_faults(known, shown)
            shown = replace(shown, claims=as_judged(shown.claims, known.claims))
        found[edition] = replace(shown, release=protection.release)
        table = withheld(edition, protection, known)
        tables.append(table)
        told += [*points(table, known.observations), *of_quoted(stacked.quoted[quoted], edition)]
        told += [found_out(name, drop) for name in protection.exposed]
        told += may_follow(protection.asked, edition, drop)
        told += not_looked_for(protection.untried, edition, drop)
        names = not_judged(stacked.observations, stacked.quoted[~quoted])
        told += unjudged(names, edition, name, drop)
        told += few_told(shown, rules()[name].highest)
    if wrong or faults:
        raise CheckFailed([*wrong, *faults, *told])
    everything = pd.concat([each for each in tables if len(each)] or tables, ignore_index=True)
    whole = with_asked(found[INTERNAL], found.values(), drop)
    found[INTERNAL] = replace(
        whole, withheld=everything, findings=(*whole.findings, *dict.fromkeys(told))
    )
    return found


def _protected(
    stacked: Stacked,
    catalogue: Catalogue,
    name: str,
    releases: Sequence[Release],
    beside: Sequence[Release],
) -> Protection:
    """What an edition hides by itself and for who reads it ``beside`` others of this quarter."""
    given = stacked.observations, catalogue, name
    alone = protect(*given, releases, stacked.confidential)
    if not beside:
        return alone
    more = protect(*given, [*releases, *beside], stacked.confidential)
    return replace(alone, why={**more.why, **alone.why})


def as_edition(
    known: Known, edition: str, protection: Protection, stacked: Stacked, drop: Drop
) -> Known:
    """What an edition knows, of all that is known, where something is hidden or rounded.

    ``stacked`` is what it may quote and tell of revisions, with all observations.
    """
    catalogue = known.catalogue
    observations = as_shown(stacked.observations, protection, stacked.confidential)
    observations = without_rows(observations, observations)
    stacked = replace(stacked, revisions=without_rows(stacked.revisions, observations))
    seen = observations[observations["mark"] == ""]
    every, own = (each[is_own(each, drop.info)] for each in (observations, seen))
    pairs = _pairs(own, known.pairs)
    latest = latest_of(every)
    hidden = latest[latest["mark"] != ""]
    judged = judge_measures(latest[latest["mark"] == ""], own, pairs, stacked.targets, catalogue)
    stands = replace(stacked, observations=seen, everywhere=_everywhere(stacked, protection, drop))
    facts = derive_facts(stands, pairs, judged, drop, catalogue)
    whole = _with_hidden(judged, hidden, stacked.targets, catalogue, own)
    shown = replace(
        known,
        edition=edition,
        shows_less=True,
        observations=observations,
        revisions=stacked.revisions,
        marked=without_rows(known.marked, observations),
        assumptions=_assumptions(stacked.assumptions, protection.rules.values()),
        pairs=pairs,
        judged=whole,
        benchmarks=judge_benchmarks(judged, seen, catalogue),
        signals=judge_signals(judged, own, catalogue),
        verdicts=judge_indicators(whole, catalogue, str(known.quarter)),
        facts=protected_facts(known.facts, facts, observations, drop.info),
        findings=_findings(known, observations),
        withheld=known.withheld.iloc[:0],
        claims=(),
    )
    # The words as this edition prints them are held against what it shows.
    return replace(shown, claims=tuple(check_claims(shown, waivers_of(drop, catalogue), None)))


def as_judged(claims: Iterable[Claim], true: Iterable[Claim]) -> tuple[Claim, ...]:
    """The statements of an edition, those that rest on what it hides with the verdict they have.

    ``true`` are the same texts' claims on all figures. What prints the mark states nothing.
    """
    waiting: dict[tuple, list[Claim]] = defaultdict(list)
    for each in true:
        waiting[_place(each)].append(each)
    told = []
    for each in claims:
        same = waiting[_place(each)]
        judged = same.pop(0) if same else None
        if each.printed == HIDDEN_MARK:
            continue
        if each.needs_mending and judged is not None and not judged.needs_mending:
            told.append(
                replace(
                    each, verdict=judged.verdict, data=_NOT_OF_THIS, facts=(), suggestion="",
                    waived_by=judged.waived_by, waived_because=judged.waived_because,
                )
            )  # fmt: skip
        else:
            told.append(each)
    return tuple(told)


def _place(claim: Claim) -> tuple:
    """Where a claim stands, as far as no placeholder before it moves it."""
    return claim.file, claim.line, claim.place, claim.section, claim.kind, claim.printed


def _pairs(own: pd.DataFrame, true: pd.DataFrame) -> pd.DataFrame:
    """Pairs of shown observations: only such as stand beside each other with nothing hidden."""
    if own.empty:
        return true.iloc[:0]
    pairs = compare_periods(own)
    stand = pd.MultiIndex.from_frame(true[_PAIR])
    return pairs[pd.MultiIndex.from_frame(pairs[_PAIR]).isin(stand)].reset_index(drop=True)


def _everywhere(stacked: Stacked, protection: Protection, drop: Drop) -> pd.DataFrame:
    """The values of every authority, without those that are hidden."""
    rows = stacked.observations
    gone = rows[rows["id"].isin(protection.why)]
    keys = ["path", "period", "area"]
    hidden = pd.MultiIndex.from_frame(gone[keys])
    table = stacked.everywhere
    return table[~pd.MultiIndex.from_frame(table[keys]).isin(hidden)]


def _with_hidden(
    judged: pd.DataFrame,
    hidden: pd.DataFrame,
    targets: pd.DataFrame,
    catalogue: Catalogue,
    own: pd.DataFrame,
) -> pd.DataFrame:
    """Judged observations, and the latest ones that are hidden, of which nothing is said."""
    held = dict(list(targets.groupby(["indicator", "measure"])))
    rows = []
    for row in hidden.to_dict("records"):
        measure = catalogue.indicators[row["indicator"]].get(row["measure"])
        # Which target applies does not hang on the value, of which nothing is taken over.
        asked = held.get((row["indicator"], row["measure"]))
        target = against_target({**row, "value": 0.0}, asked, measure, own)
        if target["verdict"] != TargetStatus.NO_TARGET:
            # Its target stands; how the figure stands to it is not said.
            unsaid = dict.fromkeys(("judged", "judged_numerator", "judged_denominator"), _NONE)
            target |= {"verdict": TargetStatus.NOT_JUDGED, "target_note": NOT_TOLD, **unsaid}
            target |= {"judged_of": [], "way": "", "required": target["target"]}
        rows.append(
            {
                **dict.fromkeys(judged.columns),
                **row,
                "polarity": measure.polarity,
                "role": measure.role,
                **target,
                "direction": Direction.NOT_SHOWN,
                "basis_of_change": "",
                "untested": "",
                "then_assumed": False,
                "apart": "",
            }
        )
    if not rows:
        return judged
    table = pd.DataFrame(rows, columns=judged.columns).set_index("path", drop=False)
    for name in ("significant", "overlap"):
        table[name] = table[name].astype("boolean")
    if judged.empty:
        return table
    types = {name: kind for name, kind in judged.dtypes.items() if name not in ("path",)}
    # A column of texts is one of numbers where nothing that is shown has any.
    empty = {n for n in types if table[n].isna().all() or not is_string_dtype(table[n])}
    table = table.astype({n: k for n, k in types.items() if k.kind in "fM" and n in empty})
    return pd.concat([judged, table]).sort_index(kind="stable")


def _assumptions(table: pd.DataFrame, rules: Collection[Rule]) -> pd.DataFrame:
    """Assumed denominators, without those that are too small to show."""
    if table.empty:
        return table
    small = max((max(each.denominator - 1, each.highest) for each in rules), default=0)
    return table[~(table["denominator"] <= small)]


def _findings(known: Known, observations: pd.DataFrame) -> tuple:
    """What was found in files that hold nothing hidden: a finding quotes what it found."""
    files = set(observations.loc[observations["mark"] != "", "file"])
    names = {name.rpartition("/")[2] for name in files}
    return tuple(
        each
        for each in known.findings
        if each.file.partition(", ")[0].rpartition("/")[2] not in names
    )

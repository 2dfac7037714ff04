"""For the analyst: what of an indicator needs a person's judgement, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import pandas as pd

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.claim import Outcome, asked
from cypt_analysis.ground.findings import Finding, list_words
from cypt_analysis.ground.number_format import format_p
from cypt_analysis.ground.status import NOT_FINAL
from cypt_analysis.ground.tables import Html, Table, paragraph
from cypt_analysis.judgement.signals import FAR, QUIET, in_words
from cypt_analysis.known import Known, kept
from cypt_analysis.observations.spans import earlier_span, span_of
from cypt_analysis.pieces.rows import in_order, rows_of, tested_pairs
from cypt_analysis.words import wording
from cypt_analysis.words.sentences import chance_sentence, turns_of

_COLUMNS = ("What", "Figures", "Why", "What to do")
# What a test is held against (`statistics.compare_proportions`).
_LEVEL = 0.05
_TRENDS = ("increasing", "decreasing")
# How a point on an assumed denominator begins.
ASSUMED = "The number counted"
# Points of the files that are told here from the data themselves.
_TOLD = ("unpublished", "claim")


class Point(NamedTuple):
    """One thing to judge: what it is, the figures, why it needs judgement, what to do."""

    what: str
    figures: str
    why: str
    advice: str


def review(known: Known, indicator: Indicator) -> Table | Html:
    """Tests that disagree, what is assumed, revised or not final, signals, files and words."""
    points = list(points_of(known, indicator))
    if not points:
        return paragraph("Nothing needs your judgement.", "none")
    caption = f"What needs your judgement: {indicator.label}"
    return Table(f"review-{indicator.anchor}", caption, _COLUMNS, points)


def points_of(known: Known, indicator: Indicator) -> Iterator[Point]:
    """Every point of an indicator that needs judgement, kind by kind."""
    kinds = (
        _disagreements, _by_chance, _assumed, _revised, _signals, _far, _not_final, _of_files,
        _of_words,
    )  # fmt: skip
    for kind in kinds:
        yield from kind(known, indicator)


def _figure(known: Known, indicator: Indicator, row: Any) -> str:
    value, period = wording.printed(known.facts, row), span_of(row).name
    return f"{wording.measure_name(indicator, row)}: {value} ({period})"


def _disagreements(known: Known, indicator: Indicator) -> Iterator[Point]:
    for pair in tested_pairs(known, indicator):
        if bool(pair["significant"]) == bool(pair["overlap"]):
            then = known.facts[pair["then_id"]].printed
            earlier = f"{then} ({earlier_span(pair).name})"
            figures = f"{_figure(known, indicator, pair)}, before that {earlier}"
            advice = "The test decides the direction word. Say in the words that it is at the edge."
            yield Point("The two tests disagree", figures, chance_sentence(pair), advice)


def _by_chance(known: Known, indicator: Indicator) -> Iterator[Point]:
    """Latest changes that a test finds, and that one of so many tests may find by chance."""
    latest = set(known.judged["id"])
    for pair in tested_pairs(known, indicator):
        if pair["significant"] and pair["adjusted_p"] >= _LEVEL and pair["id"] in latest:
            p_value, adjusted = format_p(pair["p_value"]), format_p(pair["adjusted_p"])
            why = f"p is {p_value}, and {adjusted} adjusted for all tests of this report."
            advice = "Say in the words that it may be chance, until the next figure comes."
            yield Point("One of many tests", _figure(known, indicator, pair), why, advice)


def _assumed(known: Known, indicator: Indicator) -> Iterator[Point]:
    judged = in_order(known.judged, indicator)
    for _, row in judged[judged["assumed"] | judged["then_assumed"]].iterrows():
        decides = [] if row.isna()["significant"] else [f"the direction '{row['direction']}'"]
        beside = known.benchmarks[known.benchmarks["path"] == row["path"]]
        decides += [f"'{b.verdict}' beside {b.area}" for b in beside.itertuples()]
        rests = f"It decides {list_words(decides)}" if decides else "Its interval rests on it"
        turns = turns_of(known, row)
        rests = f"{rests}; {turns}." if turns else f"{rests}."
        what = f"{ASSUMED} is assumed"
        if not row["assumed"]:
            what = f"{ASSUMED} {earlier_span(row).when} is assumed"
        figures = f"{_figure(known, indicator, row)}, {wording.counts(row)}"
        advice = (
            "Ask the owner for the number, and put it into the file in place of the assumption."
        )
        yield Point(what, figures, rests, advice)


def _revised(known: Known, indicator: Indicator) -> Iterator[Point]:
    now = known.revisions[known.revisions["quarter"] == str(known.quarter)].set_index("id")
    rows = in_order(known.observations[known.observations["id"].isin(now.index)], indicator, "end")
    for _, row in rows.iterrows():
        revision = now.loc[row["id"]]
        area = "" if row["area"] == known.info.authority else f", {row['area']}"
        then = revision["then"]
        before = "not given before" if pd.isna(then) else f"before {then:.10g}"
        figures = f"{_figure(known, indicator, row)}{area}, {before}"
        advice = "Do the words still hold? Say in them that the figure changed, if it matters."
        yield Point("Revised", figures, f"{wording.why_revised(revision)}.", advice)


def _signals(known: Known, indicator: Indicator) -> Iterator[Point]:
    for row in rows_of(known, "signals", indicator):
        latest = known.judged.loc[row["path"]]
        figures = _figure(known, indicator, latest)
        advice = "Look for the cause, and name it in the words."
        if row["chart"] not in QUIET:
            why = f"The control chart shows {row['chart']}: {row['latest_signal']}."
            yield Point("Signal on the control chart", figures, why, advice)
        if row["trend"] in _TRENDS:
            why = f"The latest points are {row['trend']} ({row['trend_method']}, 99.8%)."
            yield Point("Recent trend", figures, why, advice)


def _far(known: Known, indicator: Indicator) -> Iterator[Point]:
    for row in rows_of(known, "benchmarks", indicator):
        if row["verdict"] in FAR:
            figures = _figure(known, indicator, known.judged.loc[row["path"]])
            interval = wording.interval_text(
                known.facts, known.judged.loc[row["path"], "id"], "998"
            )
            why = f"{in_words(row['verdict']).capitalize()}: the 99.8% interval is {interval}."
            measure = indicator.get(row["measure"])
            other = f"{row['area']} {row['benchmark']:.{measure.decimals}f}"
            advice = f"Does this figure make the exception? Say why it is apart from {row['area']}."
            yield Point("Beyond 99.8% of a benchmark", f"{figures}; {other}", why, advice)


def _not_final(known: Known, indicator: Indicator) -> Iterator[Point]:
    rows = in_order(known.own, indicator, "end")
    for status in NOT_FINAL:
        figures = [
            _figure(known, indicator, r) for _, r in rows[rows["status"] == status].iterrows()
        ]
        if figures:
            why = f"{'They are' if len(figures) > 1 else 'It is'} {status}, and may still change."
            advice = "Is the mark enough, or must the words say so?"
            if status == "unpublished":
                advice = "May it be shown before its publication? The report marks it."
            yield Point(f"{status.capitalize()} figures", "; ".join(figures), why, advice)


def _of_files(known: Known, indicator: Indicator) -> Iterator[Point]:
    for finding in known.findings:
        if finding.rule not in _TOLD and _is_about(known, indicator, finding):
            where = finding.file + (f" row {finding.row}" if finding.row else "")
            yield Point("Found in the files", where, finding.found, finding.advice)


def _is_about(known: Known, indicator: Indicator, finding: Finding) -> bool:
    """Whether a finding is of a file of the indicator alone, or of a row that is its own."""
    name = PurePosixPath(finding.file).name
    if name in {each.file for each in known.catalogue.sources_of(indicator)}:
        return True
    if finding.file in (f"catalogue entry {indicator.id}", known.commentary_file(indicator.id)):
        return True
    return (finding.file, finding.row) in _own_rows(known, indicator.id)


@kept
def _own_rows(known: Known, indicator: str) -> set[tuple[str, int]]:
    """The rows of an indicator in the files that several share, each with its file."""
    return {
        (file, row)
        for table in (known.targets, known.assumptions, known.actions) if len(table)
        for whose, file, row in zip(
            table["indicator"], table["file"], table["row"], strict=True
        ) if whose == indicator
    }  # fmt: skip


def _of_words(known: Known, indicator: Indicator) -> Iterator[Point]:
    for claim in asked(known.claims):
        if claim.indicator != indicator.id or not (claim.needs_mending or claim.waived_by):
            continue
        said = f"“{claim.printed}” in: {claim.sentence}"
        why = f"{claim.verdict.capitalize()}. {claim.data.rstrip('.')}."
        if claim.waived_by:
            kept, how = f"{claim.waived_by}: {claim.waived_because}".rstrip("."), "waived"
            how = "confirmed by a person" if claim.is_confirmed else how
            yield Point(f"A statement is {how}", said, why, f"By {kept}. Does that hold?")
        elif claim.outcome is Outcome.FOR_A_PERSON:
            advice = claim.suggestion or "Mend the words."
            yield Point("A statement is for a person", said, why, f"{advice} Or confirm it.")
        else:
            advice = claim.suggestion or "Mend the words, or waive it with a reason."
            yield Point("A statement needs mending", said, why, advice)

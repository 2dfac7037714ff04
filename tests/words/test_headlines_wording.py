"""What the first screen says, and the sentences on whether a change is real."""

from __future__ import annotations

import dataclasses
import re
from datetime import date

import pandas as pd
import pytest

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.facts import Facts
from cypt_analysis.ground.number_format import format_number
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.judgement.changes import OVERLAPPING
from cypt_analysis.known import Known
from cypt_analysis.report import Report
from cypt_analysis.statistics import event_effect
from cypt_analysis.words.headlines import balance, sentences
from cypt_analysis.words.sentences import effect_sentence, event_sentences, threshold_sentence
from cypt_analysis.words.wording import (
    chance_words,
    change_words,
    counts,
    course,
    day,
    latest_title,
    when,
)
from tests.printed import numbers, without

BOTH = pytest.mark.parametrize("quarter", ["known_q1", "known_q2"])


@pytest.fixture
def known(quarter: str, request: pytest.FixtureRequest) -> Known:
    return request.getfixturevalue(quarter)


def _judged(known: Known, path: str, **changes: object) -> Known:
    judged = known.judged.copy()
    for name, value in changes.items():
        judged.loc[path, name] = value
    return dataclasses.replace(known, judged=judged)


def _change(known: Known, name: str) -> str:
    html = str(Report(known).indicator(name).change())
    return re.sub(r"<[^>]+>", "", html)


def _told(known: Known) -> list[str]:
    return [re.sub(r"<[^>]+>", "", str(text)) for text in sentences(known)]


# Headlines


@BOTH
def test_every_missed_target_is_named_with_its_figure_and_target(
    known: Known, catalogue: Catalogue
) -> None:
    (missed,) = [text for text in _told(known) if text.startswith("Targets missed: ")]
    rows = known.judged[known.judged["verdict"] == "Missed"]
    assert len(rows) >= 1
    for path, row in rows.iterrows():
        name = catalogue.indicators[row["indicator"]].get(row["measure"]).name
        assert f"{name} ({known.facts[row['id']].printed}" in missed
        assert f"target {row['comparison']} {known.facts[f'{path}.target'].printed}" in missed


@BOTH
def test_there_are_few_sentences_and_the_missed_come_first(
    known: Known, catalogue: Catalogue
) -> None:
    told = _told(known)
    assert 1 <= len(told) <= 8
    leads = [text.partition(":")[0] for text in told]
    order = [
        "Targets missed",
        "Off track",
        "Worse",
        "Higher or lower",
        "Higher or lower, not tested",
        "Targets met or figures better",
    ]
    assert leads == [lead for lead in order if lead in leads]
    assert all(text.endswith(".") and ".." not in text for text in told)


@BOTH
def test_no_figure_is_named_as_good_and_as_bad(known: Known, catalogue: Catalogue) -> None:
    named: dict[str, set[str]] = {}
    for text in _told(known):
        lead, _, rest = text.partition(": ")
        named[lead] = set(re.findall(r"([A-Z][^()]*?) \(", rest))
    good = named.get("Targets met or figures better", set())
    for lead in ("Targets missed", "Off track", "Worse"):
        assert not good & named.get(lead, set())


_ASIDE = "Higher or lower, not tested"


@BOTH
def test_what_is_called_worse_or_better_was_tested(known: Known) -> None:
    told = {text.partition(":")[0]: text for text in _told(known)}
    for _, row in known.judged.iterrows():
        name = known.catalogue.indicators[row["indicator"]].get(row["measure"]).name
        if row["breakdown"] or not pd.isna(row["significant"]):
            continue
        for lead in ("Worse", "Higher or lower", "Targets met or figures better"):
            moved = rf"{re.escape(name)} \([^)]* (?:up|down) "
            assert not re.search(moved, told.get(lead, "")), (lead, name)
    assert _ASIDE in told


@pytest.mark.parametrize(
    ("direction", "lead"),
    [
        ("Worse", "Worse"),
        ("Higher", "Higher or lower"),
        ("Higher, not tested", _ASIDE),
        ("Better", "Targets met or figures better"),
        ("No clear change", ""),
        ("Unchanged, not tested", ""),
    ],
)
def test_a_change_stands_under_the_heading_of_its_word_alone(
    known_q2: Known, direction: str, lead: str
) -> None:
    told = _told(_judged(known_q2, "neet", direction=direction))
    named = [text.partition(":")[0] for text in told if "Young people who are NEET (500" in text]
    assert named == [lead] * bool(lead)


def test_a_figure_that_fell_and_is_on_track_says_both(known_q2: Known) -> None:
    """95% recorded where 90% is asked: lower than before, not tested, and on track."""
    (aside,) = [text for text in _told(known_q2) if text.startswith(_ASIDE)]
    assert (
        "Infants with feeding status recorded at 6 to 8 weeks (95% unpublished, down 4 percentage "
        "points on October to December 2008; on track, target at least 90%)"
    ) in aside
    met = _judged(known_q2, "breastfeeding", verdict="Met", direction="Worse")
    (worse,) = [text for text in _told(met) if text.startswith("Worse")]
    assert "(95% unpublished, down 4 percentage points on October to December 2008; met, " in worse


def test_a_change_told_last_time_is_no_headline(known_q2: Known) -> None:
    old = _judged(known_q2, "neet", received="2009-10-Q1")
    assert "Young people who are NEET (500" not in " ".join(_told(old))


def test_a_second_missed_target_joins_the_first(known_q2: Known, catalogue: Catalogue) -> None:
    worse = _judged(known_q2, "breastfeeding.prevalence", verdict="Missed")
    (missed,) = [text for text in _told(worse) if text.startswith("Targets missed")]
    assert "Infants breastfed at 6 to 8 weeks (67%; target at least 68.4%" in missed
    assert "October to December 2008, before the target period)" in missed


def test_what_is_not_new_is_no_headline(known_q2: Known, catalogue: Catalogue) -> None:
    verdicts = known_q2.verdicts.copy()
    verdicts["is_new"] = False
    assert sentences(dataclasses.replace(known_q2, verdicts=verdicts)) == []


def test_a_provisional_figure_is_called_so_in_words(known_q2: Known, catalogue: Catalogue) -> None:
    text = " ".join(_told(known_q2))
    assert "Year 6 children who are obese (16.4% provisional; target at most 17.6%)" in text
    assert not re.search(r"\[[a-z]\]", text)


def test_a_target_that_is_shared_out_says_what_is_asked_by_now(
    known_q2: Known, catalogue: Catalogue
) -> None:
    asked = known_q2.facts["conceptions.pro_rata_target"].printed
    assert f"target at most 26.4 in 2010, {asked} by now" in " ".join(_told(known_q2))


@BOTH
def test_the_balance_counts_each_target_once_and_as_many_as_the_lists_name(known: Known) -> None:
    judged = known.judged
    new = known.verdicts.index[known.verdicts["is_new"].astype(bool)]
    held = judged[(judged["breakdown"] == "") & judged["target"].notna()]
    words = held.loc[held["indicator"].isin(new), "verdict"].str.lower()
    total, _, rest = balance(known).partition(".")[0].partition(": ")
    assert total == f"Of {len(words)} targets"
    counted = {
        word: int(number) for number, word in re.findall(r"(\d+) ([a-z ]+?)(?:,| and|$)", rest)
    }
    assert counted == words.value_counts().to_dict()
    lists = {text.partition(":")[0]: text.count("; target ") for text in _told(known)}
    assert lists["Targets missed"] == counted["missed"]
    assert lists["Off track"] == counted["off track"]
    assert lists["Targets met or figures better"] == counted.get("met", 0)


def test_parts_of_a_measure_and_what_has_nothing_new_are_named_beside_the_balance(
    known_q1: Known, known_q2: Known
) -> None:
    assert "In parts: Persistent absence by school (3 of its schools), off track." in balance(
        known_q2
    )
    assert balance(known_q1).endswith(" No new data: Parenting Programme.")
    nothing = dataclasses.replace(known_q2, judged=known_q2.judged.iloc[:0])
    assert balance(nothing).startswith("No figure is held against a target.")


@BOTH
def test_every_number_of_the_headlines_is_printed_by_a_fact(
    known: Known, catalogue: Catalogue
) -> None:
    held = {token for text in known.facts.table["printed"] for token in numbers(text)}
    names = [measure.name for measure in catalogue.measures.values()]
    periods = [parse_period(text).label for text in known.observations["period"]]
    periods += [parse_period(text).label for text in known.targets["period"]]
    for text in _told(known):
        found = numbers(without(text, [*names, *periods]))
        assert found
        assert set(found) <= held, text


# Is the change real?


def test_a_change_within_chance(known_q2: Known, catalogue: Catalogue) -> None:
    assert _change(known_q2, "obesity").startswith(
        "Is the change real? Year 6 children who are obese fell from 17.7% in 2007/08 to 16.4% in "
        "2008/09. This is within the range of chance (95% intervals overlap; p = 0.22). The number "
        "behind a figure is assumed (annex D). The verdict holds up to 2.5 times that number."
    )


def test_a_change_beyond_chance(known_q1: Known, catalogue: Catalogue) -> None:
    assert (
        "fell from 8.3% in 2006/07 to 6.0% in 2007/08. This is more than chance would explain "
        "(95% intervals do not overlap; p &lt; 0.001)."
    ) in _change(known_q1, "persistent_absence")


def test_the_two_rules_disagree(known_q2: Known, catalogue: Catalogue) -> None:
    other = _judged(known_q2, "obesity", significant=True, overlap=True, p_value=0.027)
    assert (
        "fell from 17.7% in 2007/08 to 16.4% in 2008/09. The two rules disagree: the 95% intervals "
        "overlap, but the test finds a change (p = 0.027)."
    ) in _change(other, "obesity")
    other = _judged(known_q2, "obesity", significant=False, overlap=False, p_value=0.0512)
    assert (
        "The two rules disagree: the 95% intervals do not overlap, but the test finds none "
        "(p = 0.051)."
    ) in _change(other, "obesity")


def test_a_count_of_everyone_is_not_tested(known_q2: Known, catalogue: Catalogue) -> None:
    text = _change(known_q2, "looked_after")
    assert text.startswith(
        "Is the change real? Children looked after rose from 372 on 30 September 2008 to 460 on 30 "
        "September 2009 (not tested). This is a count of everyone, not a sample, so it has no confidence "
        "interval: the change happened."
    )
    assert "p =" not in text


def test_without_numbers_behind_the_figures_chance_is_not_judged(
    known_q2: Known, catalogue: Catalogue
) -> None:
    assert (
        "rose from 660 in 2007/08 to 706 in 2008/09 (not tested). No numbers behind the figures have been "
        "received, so chance cannot be judged."
    ) in _change(known_q2, "referrals")


def test_too_few_points_is_a_verdict_of_its_own(known_q2: Known, catalogue: Catalogue) -> None:
    assert _change(known_q2, "parenting").startswith(
        "Is the change real? Parents whose parenting improved after the intervention, Practitioners "
        "trained, Groups delivered and Parents who received an intervention: too few points. There "
        "is no comparable earlier figure."
    )
    assert _change(known_q2, "persistent_absence").startswith(
        "Is the change real? Persistent absence, secondary: too few points. There is no comparable "
        "earlier figure, as part of a year does not compare with a full year."
    )


@pytest.mark.parametrize(
    ("then", "said"),
    [
        (16.4, "Year 6 children who are obese: 16.4% in 2008/09, the same as in 2007/08. This is"),
        (
            16.43,
            "Year 6 children who are obese: 16.40% in 2008/09, down 1.3 percentage points from 16.43%",
        ),
        (
            16.3988,
            "Year 6 children who are obese: 16.400% in 2008/09, down 1.3 percentage points from 16.399%",
        ),
    ],
)
def test_only_what_is_equal_is_said_to_be_the_same(
    known_q2: Known, catalogue: Catalogue, then: float, said: str
) -> None:
    table = known_q2.facts.table.copy()
    earlier = known_q2.judged.loc["obesity", "then_id"]
    table.loc[table["fact"] == earlier, "printed"] = "16.4%"
    same = dataclasses.replace(known_q2, facts=Facts(table, known_q2.facts.alias_table))
    assert said in _change(_judged(same, "obesity", then=then), "obesity")


@pytest.mark.parametrize(
    ("p_value", "shown"),
    [(0.0004, "p < 0.001"), (0.001, "p = 0.001"), (0.0495, "p = 0.0495"), (0.0504, "p = 0.050"), (0.0946, "p = 0.095"),
     (0.095, "p = 0.10"), (0.2231, "p = 0.22"), (1.0, "p = 1.00")],
)  # fmt: skip
def test_p_is_printed_so_that_the_verdict_can_be_seen(
    p_value: float, shown: str, known_q2: Known, catalogue: Catalogue
) -> None:
    altered = _judged(known_q2, "obesity", p_value=p_value)
    assert f"({shown})" in _change(altered, "obesity").replace(
        "95% intervals overlap; ", ""
    ).replace("&lt;", "<")


@BOTH
def test_every_indicator_with_measures_says_whether_its_change_is_real(
    known: Known, catalogue: Catalogue
) -> None:
    for name, indicator in catalogue.indicators.items():
        text = _change(known, name)
        if indicator.measure and known.verdicts.loc[name, "path"]:
            assert text.startswith("Is the change real? ")
            for measure in indicator.measure:
                if measure.role == "headline" and indicator.path(measure) in known.judged.index:
                    assert measure.name in text
        else:
            assert text == "There is nothing to compare yet."


def test_the_threshold_is_on_the_side_that_is_better(known_q2: Known, catalogue: Catalogue) -> None:
    facts = known_q2.facts
    lower, upper = (facts[f"obesity.threshold_{rule}"].printed for rule in ("test", "intervals"))
    assert f"Year 6: next time, a figure below {lower} would be" in _change(known_q2, "obesity")
    assert f"and below {upper} by intervals" in _change(known_q2, "obesity")
    # Nothing follows from a quarter that was cut short.
    assert "caf.threshold_test" not in facts
    higher = facts["caf.action_plan.threshold_test"].printed
    action_plan = catalogue.indicators["caf"].get("action_plan")
    told = threshold_sentence(known_q2, "caf.action_plan", action_plan)
    assert f"next time, a figure above {higher} would be" in told


# Small words


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2009-09-30", "on 30 September 2009"), ("2009-10-Q2", "in July to September 2009"),
        ("2008-09-FY", "in 2008/09"), ("2008", "in 2008"), ("2009-M08", "in August 2009"),
        ("2007-M07..2008-M06", "in the year to June 2008"),
        ("2008-09-AY-T1T2", "in the autumn and spring terms 2008/09"),
    ],
)  # fmt: skip
def test_a_period_after_its_preposition(period: str, words: str) -> None:
    assert when(parse_period(period)) == words


def test_a_day_or_that_it_is_not_known() -> None:
    assert day(pd.Timestamp(date(2009, 11, 2))) == "2 November 2009"
    assert day(pd.NaT) == "[x]"


@pytest.mark.parametrize(
    ("numerator", "denominator", "assumed", "shown"),
    [(124, 170, False, "124 of 170"), (124, 2480, True, "124 of 2,480 (assumed)"), (None, 170, False, "[x]")],
)  # fmt: skip
def test_the_numbers_behind_a_figure(
    numerator: float | None, denominator: float, assumed: bool, shown: str
) -> None:
    row = pd.Series({"numerator": numerator, "denominator": denominator, "assumed": assumed})
    assert counts(row) == shown


def test_a_change_in_words_and_the_bracket_for_chance(known_q2: Known) -> None:
    assert change_words(known_q2, "looked_after") == "up 24% on 30 September 2008"
    assert chance_words(known_q2, "looked_after") == " (not tested)"
    assert chance_words(known_q2, "caf") == chance_words(known_q2, "parenting") == ""
    assert chance_words(known_q2, "obesity") == " (within the range of chance)"
    assert change_words(known_q2, "parenting") == ""
    assert latest_title(known_q2, "Year 6", "obesity") == (
        "Year 6: 16.4% in 2008/09, down 1.3 percentage points on 2007/08 (within the range of chance)"
    )


def test_a_line_in_words_has_its_ends_and_no_word_that_a_test_must_bear(known_q2: Known) -> None:
    rows = known_q2.observations[known_q2.observations["path"] == "looked_after"]
    assert course(known_q2.facts, "Children", rows) == (
        "Children, from 372 on 30 September 2008 to 460 on 30 September 2009"
    )
    assert course(known_q2.facts, "Children", rows.iloc[::-1]).startswith("Children, from 460 on")


@BOTH
def test_the_facts_at_a_glance_are_those_of_the_latest_figure(
    known: Known, catalogue: Catalogue
) -> None:
    for name, indicator in catalogue.indicators.items():
        text = re.sub(r"<[^>]+>", " ", str(Report(known).indicator(name).numbers()))
        if not indicator.measure:
            assert "Narrative" in text
        elif known.verdicts.loc[name, "path"]:
            row = known.judged.loc[name]
            assert known.facts[row["id"]].printed in text
            assert parse_period(row["period"]).label in text
            days = (known.info.reference_date - parse_period(row["period"]).end).days
            age = f"{format_number(days)} days at the " if days else "current at the "
            assert age in text
        else:
            assert text.strip() == "No new data: nothing has been received for this indicator."


STARTS = [11, 9, 12, 10, 8, 11, 13, 9, 10, 12]


@pytest.mark.parametrize(
    ("later", "options", "begins", "holds"),
    [
        ([27, 25, 28, 24, 26, 29, 25, 27, 26, 28], {},
         "Against the course before the event, the number is 140% higher after the date than "
         "expected without it (ratio 2.40", "an association in time is not a cause."),
        ([10, 12, 9, 11, 10, 12, 9, 10, 11, 10], {},
         "Against the course before the event, there is no clear change: ", "is not ruled out"),
        ([27, 25], {}, "An effect of the event cannot be told: there are 10 before and 2 after",
         "neither an effect nor its absence can be claimed"),
        ([27, 25], {"kind": "stock"},
         "Neither an effect of the event nor its absence can be told: a number on a day",
         "What decides it is the flow"),
        ([27, 25], {"window": "rolling"},
         "Neither an effect of the event nor its absence can be told: a step is not drawn",
         "its periods overlap"),
    ],
)  # fmt: skip
def test_an_effect_of_an_event_is_told_in_a_sentence(
    later: list[int], options: dict[str, str], begins: str, holds: str
) -> None:
    counts = [*STARTS, *later]
    months = list(pd.date_range("2008-01-01", periods=len(counts), freq="MS"))
    told = effect_sentence(event_effect(counts, months, "2008-11-11", **options))
    assert told.startswith(begins)
    assert holds in told
    assert "not tested" not in told


@pytest.mark.parametrize(("points", "few"), [((2, 2), True), ((8, 7), True), ((8, 8), False)])
def test_what_few_points_cannot_show_is_neither_an_effect_nor_its_absence(
    known_q2: Known, points: tuple[int, int], few: bool
) -> None:
    """Two points each side say nothing either way; a long series is not listed point by point."""
    own = known_q2.own[known_q2.own["path"] == "looked_after"].iloc[[0]]
    event, before = date(2008, 11, 15), points[0]
    days = [pd.Timestamp(event) + pd.Timedelta(days=92 * n + 1) for n in range(-before, points[1])]
    rows = pd.concat([own.assign(end=day) for day in days])
    known = dataclasses.replace(known_q2, observations=rows)
    (text,) = event_sentences(known, "looked_after", event, "The event")
    assert ("show neither an effect nor that there was none" in text) == few
    assert text.count(" on 30 September 2008") == (sum(points) if max(points) < 5 else 4)
    assert "no visible effect" not in text and "no effect" not in text


def test_a_change_that_may_not_be_tested_says_why(known_q2: Known, catalogue: Catalogue) -> None:
    """In place of a verdict stands the reason."""
    told = _change(_judged(known_q2, "obesity", significant=pd.NA, untested=OVERLAPPING), "obesity")
    assert "to 16.4% in 2008/09 (not tested). " + OVERLAPPING in told

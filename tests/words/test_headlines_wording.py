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
from cypt_analysis.ground.quarter import format_date, parse_period
from cypt_analysis.judgement.changes import OVERLAPPING
from cypt_analysis.known import Known
from cypt_analysis.report import Report
from cypt_analysis.statistics import event_effect
from cypt_analysis.words.headlines import (
    also_missed,
    balance,
    by_chance,
    good_news,
    how_old,
    sentences,
    what_matters,
)
from cypt_analysis.words.sentences import effect_sentence, event_sentence, threshold_sentence
from cypt_analysis.words.wording import (
    MORE_THAN_CHANCE,
    counts,
    day,
    latest_title,
    moved_words,
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


# What matters this quarter


@BOTH
def test_every_missed_target_is_named_with_its_figure_and_target(known: Known) -> None:
    told = " ".join(_told(known))
    rows = known.judged[known.judged["verdict"] == "Missed"]
    assert len(rows) >= 1
    for path, row in rows.iterrows():
        target = known.facts[f"{path}.target"]
        asked = f" of {row['comparison']} {target.printed}" if target.value else ", which is none"
        value = re.escape(known.facts[row["id"]].printed)
        # The figure in a sentence, and the target in the next.
        pattern = rf"{value} [^.]*(?:\.\d[^.]*)*\. This missed the target{re.escape(asked)}"
        assert re.search(pattern, told), path


@BOTH
def test_three_to_six_things_are_told_in_full_sentences(known: Known) -> None:
    lines = what_matters(known)
    assert 3 <= len(lines) <= 6
    assert len({line.indicator for line in lines}) == len(lines)
    for line in lines:
        for text in line.sentences:
            assert re.search(r" (?:were|was|stood|had|came) ", text), text
            # A date, and a comparison.
            assert re.search(r" (?:on|in) [^.]*(?:19|20)\d\d", text), text
            assert re.search(r"than|target of|target, which is|(?:above|below) England", text), text
            assert text.endswith(".") and ".." not in text
            assert not re.search(r"\[[a-z]\]", text)


def test_the_first_minute_of_2009(known_q2: Known) -> None:
    """Numbers looked after first, then NEET; conceptions of a year before, twelve not weighed last."""
    lines = what_matters(known_q2)
    assert [line.indicator for line in lines] == [
        "looked_after", "neet", "child_protection", "conceptions", "referrals", "obesity",
    ]  # fmt: skip
    assert lines[0].sentences == (
        "460 children were looked after on 30 September 2009, 88 more (24%) than a year before.",
    )
    assert lines[3].sentences == (
        "Under-18 conceptions were 40.9 per 1,000 women aged 15 to 17 in the year to June 2008 "
        "(provisional). This is off track for the target of at most 26.4 in 2010: 30.9 was asked "
        "by 30 June 2008.",
    )


ONCE = ": a change below that says nothing of chance is one of these."


@BOTH
def test_what_is_called_chance_was_tested_and_what_was_not_is_said_once(known: Known) -> None:
    told, said = _told(known), by_chance(known)
    changes = [text for text in told if "than a year before" in text]
    assert len(changes) > 1 and said.endswith(f" figures{ONCE}")
    assert not [text for text in changes if "tested" in text or MORE_THAN_CHANCE in text]


def test_a_single_change_without_a_test_says_so_itself(known_q2: Known) -> None:
    others = ["child_protection", "neet", "referrals"]
    judged = known_q2.judged.copy()
    judged.loc[others, "significant"] = True
    known = dataclasses.replace(known_q2, judged=judged)
    told = " ".join(_told(known))
    assert "88 more (24%) than a year before (not tested)." in told
    assert told.count("(not tested)") == 1 and f"({MORE_THAN_CHANCE})" in told
    assert by_chance(known).endswith(" figures.")


def test_the_quarter_in_short_counts_what_tests_say(known_q1: Known, known_q2: Known) -> None:
    assert by_chance(known_q2).startswith(
        f"No main figure is better or worse by {MORE_THAN_CHANCE}. No test can judge the change of 5 "
    )
    assert by_chance(known_q1).startswith(
        f"Of the main figures, 1 is better by {MORE_THAN_CHANCE}. No test can judge the change of 2 "
    )
    nothing = dataclasses.replace(known_q2, judged=known_q2.judged.iloc[:0])
    assert by_chance(nothing) == ""


@pytest.mark.parametrize(
    ("direction", "told"),
    [
        ("Worse", True), ("Higher", True), ("Higher, not tested", True), ("Better", False),
        ("No clear change", False), ("Unchanged, not tested", False), ("Lower, not tested", False),
    ],
)  # fmt: skip
def test_a_change_is_told_by_its_word(known_q2: Known, direction: str, told: bool) -> None:
    known = _judged(known_q2, "neet", direction=direction)
    lines = {line.indicator: " ".join(line.sentences) for line in what_matters(known)}
    assert ("500 young people" in lines["neet"]) == told
    better = " ".join(good_news(known).values())
    assert ("explain: Young people who are NEET (500," in better) == (direction == "Better")


def test_a_target_that_is_met_is_not_called_better(known_q2: Known) -> None:
    """8.5% of Reception children were obese, within the target, and 8.2% a year before."""
    news = good_news(known_q2)
    assert list(news) == ["Targets are met"]
    assert "Reception children who are obese (8.5% provisional; target" in news["Targets are met"]


def test_how_far_the_main_figures_reach_is_said(known_q2: Known) -> None:
    assert how_old(known_q2) == (
        "Of 17 main figures, 1 is more than a year old; the oldest is of the year to June 2008."
    )
    judged = known_q2.judged.assign(end=known_q2.judged["end"] - pd.DateOffset(years=1))
    told = how_old(dataclasses.replace(known_q2, judged=judged))
    assert told.startswith("No main figure is of July to September 2009. The newest is of ")


def test_a_figure_that_is_not_new_says_so_where_its_target_was_missed(known_q2: Known) -> None:
    """The official return of January 2009 stood in the last report."""
    told = " ".join(_told(known_q2))
    assert "in November 2008 to January 2009 (not new). This missed the target" in told


@pytest.mark.parametrize(
    "old", [{"received": "2009-10-Q1"}, {"end": pd.Timestamp("2006-09-30")}], ids=str
)
def test_a_change_told_last_time_or_of_long_ago_is_no_headline(known_q2: Known, old: dict) -> None:
    assert "500 young people" not in " ".join(_told(_judged(known_q2, "neet", **old)))


def test_missed_targets_beyond_six_are_named_in_one_sentence(known_q2: Known) -> None:
    known = known_q2
    paths = [path for path in known.judged.index if known.judged.loc[path, "target"] > 0]
    for path in paths:
        known = _judged(known, path, verdict="Missed")
    lines, rest = what_matters(known), also_missed(known)
    assert len(lines) <= 6 and rest.startswith("Also missed: ")
    told = " ".join(text for line in lines for text in line.sentences)
    for path in (path for path in paths if not known.judged.loc[path, "breakdown"]):
        row = known.judged.loc[path]
        measure = known.catalogue.indicators[row["indicator"]].get(row["measure"])
        assert measure.name in rest or row["indicator"] in {line.indicator for line in lines}
    assert told.count("missed the target") + rest.count("; target ") == len(
        [each for each in known.held if each.status == "Missed" and not each.parts]
    )


def test_what_is_not_new_is_no_headline(known_q2: Known, catalogue: Catalogue) -> None:
    verdicts = known_q2.verdicts.copy()
    verdicts["is_new"] = False
    (told,) = sentences(dataclasses.replace(known_q2, verdicts=verdicts))
    assert told.startswith(
        "Also missed: NEET rate, official return (7.8% in November 2008 to January"
    )


@BOTH
def test_the_tally_counts_each_target_once(known: Known) -> None:
    judged = known.judged
    new = known.verdicts.index[known.verdicts["is_new"].astype(bool)]
    held = judged[(judged["breakdown"] == "") & judged["target"].notna()]
    words = held.loc[held["indicator"].isin(new), "verdict"].str.lower()
    total, _, rest = balance(known).partition(".")[0].partition(", ")
    assert total == f"Of {len(words)} targets"
    counted = {
        word: int(number)
        for number, word in re.findall(r"(\d+) (?:is|are) ([a-z ]+?)(?:,| and|$)", rest)
    }
    assert counted == words.value_counts().to_dict()
    told = " ".join(_told(known))
    assert told.count("missed the target") + told.count("; target m") == counted["missed"]


def test_parts_of_a_measure_and_what_has_nothing_new_are_named_beside_the_balance(
    known_q1: Known, known_q2: Known
) -> None:
    parts = " Besides these, Persistent absence by school (3 of its schools) is off track."
    assert parts in balance(known_q2)
    assert balance(known_q1).endswith(" No new data: Parenting Programme.")
    nothing = dataclasses.replace(known_q2, judged=known_q2.judged.iloc[:0])
    assert balance(nothing).startswith("No figure is held against a target.")


@BOTH
def test_every_number_of_the_headlines_is_printed_by_a_fact(
    known: Known, catalogue: Catalogue
) -> None:
    held = {token for text in known.facts.table["printed"] for token in numbers(text)}
    measures = catalogue.measures.values()
    names = [measure.name for measure in measures] + [measure.unit for measure in measures]
    names += [part.strip() for m in measures for part in m.says.split("{value}") if part.strip()]
    periods = [parse_period(text).label for text in known.observations["period"]]
    periods += [parse_period(text).label for text in known.targets["period"]]
    # By when a share of a target was asked.
    periods += [format_date(parse_period(text).end) for text in known.observations["period"]]
    for text in _told(known):
        found = numbers(without(text, [*names, *periods]))
        assert found
        # How many more a list does not name.
        assert set(found) <= held | set(re.findall(r"and (\d) more\.$", text)), text


# Is the change real?


def test_a_change_within_chance(known_q2: Known, catalogue: Catalogue) -> None:
    assert _change(known_q2, "obesity").startswith(
        "Is the change real? Year 6 children who are obese fell from 17.7% in 2007/08 to 16.4% in "
        "2008/09 (provisional). This is within the range of chance (95% intervals overlap; p = "
        "0.22). The number behind a figure is assumed (annex B). The verdict holds up to 2.5 times "
        "that number."
    )


def test_a_change_beyond_chance(known_q1: Known, catalogue: Catalogue) -> None:
    assert (
        "fell from 8.3% in 2006/07 to 6.0% in 2007/08. This is more than chance would explain "
        "(95% intervals do not overlap; p &lt; 0.001)."
    ) in _change(known_q1, "persistent_absence")


def test_the_two_rules_disagree(known_q2: Known, catalogue: Catalogue) -> None:
    other = _judged(known_q2, "obesity", significant=True, overlap=True, p_value=0.027)
    assert (
        "fell from 17.7% in 2007/08 to 16.4% in 2008/09 (provisional). The two rules disagree: the "
        "95% intervals overlap, but the test finds a change (p = 0.027)."
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
        "interval. Only a run of many points"
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
        (
            16.4,
            "Year 6 children who are obese: 16.4% in 2008/09, the same as in 2007/08 (provisional). This is",
        ),
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


def test_a_day_or_that_it_is_not_known() -> None:
    assert day(pd.Timestamp(date(2009, 11, 2))) == "2 November 2009"
    assert day(pd.NaT) == "[x]"


@pytest.mark.parametrize(
    ("numerator", "denominator", "assumed", "kind", "shown"),
    [(124, 170, False, "proportion", "124 of 170"), (None, 170, False, "proportion", "[x]"),
     (124, 2480, True, "proportion", "124 of 2,480 (assumed)"), (None, None, False, "count", "[z]")],
)  # fmt: skip
def test_the_numbers_behind_a_figure(
    numerator: float | None, denominator: float | None, assumed: bool, kind: str, shown: str
) -> None:
    row = {"numerator": numerator, "denominator": denominator, "assumed": assumed, "kind": kind}
    assert counts(row) == shown


def test_a_change_in_words_and_the_bracket_for_chance(known_q2: Known) -> None:
    told = "up 24% on 30 September 2008"
    assert moved_words(known_q2, "looked_after") == f"{told} (not tested)"
    assert moved_words(known_q2, "obesity").endswith(" on 2007/08 (within the range of chance)")
    assert moved_words(known_q2, "caf") == moved_words(known_q2, "parenting") == ""
    tested = _judged(known_q2, "looked_after", significant=True)
    assert moved_words(tested, "looked_after") == told
    assert latest_title(known_q2, "Year 6", "obesity") == (
        "Year 6: 16.4% in 2008/09, down 1.3 percentage points on 2007/08 (within the range of chance)"
    )


@BOTH
def test_the_facts_at_a_glance_are_those_of_the_latest_figure(
    known: Known, catalogue: Catalogue
) -> None:
    for name, indicator in catalogue.indicators.items():
        block = Report(known).indicator(name)
        text = re.sub(r"<[^>]+>", " ", f"{block.finding()}{block.numbers()}{block.facts()}")
        if not indicator.measure:
            assert text.strip() == ""
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
    text = event_sentence(known, "looked_after", event, "The event")
    assert ("show neither an effect nor that there was none" in text) == few
    assert text.count(" on 30 September 2008") == (sum(points) if max(points) < 5 else 4)
    assert "no visible effect" not in text and "no effect" not in text


def test_a_change_that_may_not_be_tested_says_why(known_q2: Known, catalogue: Catalogue) -> None:
    """In place of a verdict stands the reason."""
    told = _change(_judged(known_q2, "obesity", significant=pd.NA, untested=OVERLAPPING), "obesity")
    assert "to 16.4% in 2008/09 (provisional; not tested). " + OVERLAPPING in told

"""Every verdict by example, the passages of others, waivers, and what the command line says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from click.testing import CliRunner

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.claims import (
    VERDICTS,
    Claim,
    Evidence,
    check_text,
    claims_of,
    format_claims,
    gather,
    lapsed,
    waive,
    worst_first,
    write_claims,
)
from cypt_analysis.claims.quantities import numbers_of
from cypt_analysis.claims.text import Sentence
from cypt_analysis.cli import main
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_period, parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.processed.store import load
from tests.benchmarks.claims import passages
from tests.claims.labelled import HELD_OUT, TUNED, names, pairs

QUARTER = parse_quarter("2009-10-Q2")


@pytest.fixture(scope="module")
def evidence(known_q2: Known, catalogue: Catalogue) -> Evidence:
    return gather(known_q2)


def test_an_indicator_counts_what_its_catalogue_tells_apart(evidence: Evidence) -> None:
    """Schools are counted where figures are by school, and nowhere by a word of the program."""
    text = "Support ended in over 5 schools, and six schools closed."
    found = {}
    for name in ("persistent_absence", "neet"):
        sentence = Sentence("", 1, name, "", 1, text)
        numbers = numbers_of(sentence, evidence.nouns[name], evidence.literals)
        found[name] = [each.value for each in numbers]
    assert found == {"persistent_absence": [5, 6], "neet": []}


def test_the_projects_own_literals_are_no_data(evidence: Evidence) -> None:
    sentence = Sentence("", 1, "obesity", "", 1, "Just 54 days were held; 54 days in all.")
    assert [each.start for each in numbers_of(sentence, literals=evidence.literals)] == [24]
    assert [each.start for each in numbers_of(sentence)] == [5, 24]


TABLE = [
    # indicator, sentence, what is printed, its verdict
    ("looked_after", "There were 460 children looked after in September 2009.", "460", "match"),
    ("looked_after", "There were 461 children looked after in September 2009.", "461", "mismatch"),
    ("looked_after", "There were 372 children looked after in September 2009.", "372", "mismatch"),
    ("looked_after", "Numbers are up 24% on last year.", "24%", "match"),
    ("looked_after", "Numbers are up 23% on last year.", "23%", "rounding"),
    ("looked_after", "Numbers are up 24 percentage points on last year.", "24 percentage points", "mismatch"),
    ("looked_after", "Numbers are down 24% on last year.", "24%", "contradicted"),
    ("looked_after", "The number has doubled in a year.", "doubled", "contradicted"),
    ("looked_after", "The number fell in the year to September 2009.", "fell", "contradicted"),
    ("looked_after", "The number rose in the year to September 2009.", "rose", "match"),
    ("looked_after", "The number is at its highest.", "highest", "match"),
    ("looked_after", "The number is at its lowest.", "lowest", "contradicted"),
    ("looked_after", "The carers held 31 events.", "31", "untraced"),
    ("obesity", "The Year 6 rate fell from 17.7% in 2008 to 16.4% in 2009.", "fell", "match"),
    ("obesity", "Year 6 obesity fell.", "fell", "not significant"),
    ("obesity", "The Year 6 rate fell from 17.7% in 2008 to 16.4% in 2009, which is within chance.", "fell", "match"),
    ("obesity", "The fall in Year 6 from 17.7% to 16.4% is statistically significant.", "statistically significant", "contradicted"),
    ("looked_after", "There was a significant fall in the number over the year.", "fall", "contradicted"),
    # No gap of another year than the newest is meant where none is named: it was 38% in 2006.
    ("conceptions", "The rate is 38% above the South East.", "38%", "mismatch"),
    ("obesity", "The Year 6 target was missed.", "missed", "contradicted"),
    ("obesity", "The Year 6 target was met, on provisional figures.", "met", "match"),
    ("obesity", "All figures for 2009 are provisional.", "provisional", "match"),
    ("obesity", "All figures for 2009 are final.", "final", "contradicted"),
    ("obesity", "The rates of 2009 are now final.", "final", "contradicted"),
    ("looked_after", "The figure for September 2009 is final.", "final", "match"),
    ("obesity", "In Year 6, 16.4% of children were obese, above the target of 17.6%.", "above", "contradicted"),
    ("neet", "The official rate met its target.", "met", "contradicted"),
    ("neet", "The official rate of 7.8% was higher than in Bristol (7.9%).", "higher", "contradicted"),
    ("conceptions", "The rate was 41.4 per 1,000.", "41.4", "mismatch"),
    ("conceptions", "The rate is 24% below the South East (33.1).", "24%", "contradicted"),
    ("breastfeeding", "Coverage is 95%.", "95%", "unpublished source"),
    ("breastfeeding", "Coverage is 95%, on a figure that is not yet published.", "95%", "match"),
    ("persistent_absence", "The target was met.", "met", "not comparable"),
    ("child_protection", "The paper is due to be issued by 30 September 2009.", "30 September 2009", "stale"),
    ("child_protection", "A paper was issued on 30 September 2009.", "", ""),
    ("caf", "A business plan for 2009/10 will be ready by March 2010.", "", ""),
    ("parenting", "Level 5 groups for parents of children aged 5 to 7 meet at 7.30pm on 12 May 2009.", "", ""),
    # Compared without a number, denied, hedged, high and low, among others, and of changes.
    ("looked_after", "The number is no longer rising.", "rising", "contradicted"),
    ("looked_after", "The number has not fallen since September 2008.", "fallen", "match"),
    ("looked_after", "The number has stopped rising.", "rising", "contradicted"),
    ("looked_after", "Fewer children are looked after than a year ago.", "Fewer", "contradicted"),
    ("looked_after", "More children are looked after.", "More", "match"),
    ("referrals", "The referral rate is high.", "high", "match"),
    ("referrals", "The referral rate is low.", "low", "contradicted"),
    # The measure has no polarity: neither side of England is behind.
    ("referrals", "The referral rate is behind England.", "behind", "untraced"),
    ("referrals", "The referral rate zigzagged over the year.", "zigzagged", "not read"),
    ("parenting", "The share of parents who improve is good.", "good", "contradicted"),
    ("parenting", "76.5% of parents worsened their parenting.", "worsened", "untraced"),
    ("child_protection", "The largest rise was 84%, in September 2008.", "largest", "match"),
    ("child_protection", "The smallest rise was 84%, in September 2008.", "smallest", "contradicted"),
    ("child_protection", "Numbers went from 141 in September 2007 to 260 in September 2008, close to half.", "half", "untraced"),
    # A share in brackets after so much more is that change.
    ("looked_after", "There were 88 more (30%) than a year before.", "30%", "mismatch"),
    ("looked_after", "There were 88 more (24%) than in September 2007.", "24%", "untraced"),
    ("caf", "7 assessments (73%) were completed on time.", "7", "mismatch"),
    ("caf", "124 assessments (73%) were completed on time.", "124", "match"),
    ("conceptions", "The rate shows a clear rise.", "a clear", "contradicted"),
    ("workforce", "Schools met the inspectors twice and the plan was drawn up.", "", ""),
    ("obesity", "Year 6 and NI 56 are set out in Appendix 2, under Section 11 of the 2004 Act.", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "text", "printed", "verdict"), TABLE)
def test_a_claim_gets_its_verdict(
    indicator: str, text: str, printed: str, verdict: str, evidence: Evidence
) -> None:
    claims = check_text(f"## Summary\n\n{text}\n", "a.md", indicator, evidence)
    if not printed:
        assert claims == []
        return
    found = {claim.printed: claim for claim in claims}
    assert printed in found, sorted(found)
    assert found[printed].verdict == verdict, found[printed]


@pytest.mark.parametrize(("indicator", "text", "printed", "verdict"), TABLE)
def test_what_needs_mending_says_what_to_write(
    indicator: str, text: str, printed: str, verdict: str, evidence: Evidence, known_q2: Known
) -> None:
    for claim in check_text(f"## Summary\n\n{text}\n", "a.md", indicator, evidence):
        named = re.findall(r"\{\{ ([\w.-]+)(?: \| direction)? \}\}", claim.suggestion)
        assert bool(named) == (claim.needs_mending and not re.search(r"20\d\d$", claim.printed))
        assert all(name in known_q2.facts for name in named), claim.suggestion


def test_a_number_that_no_fact_says_is_told_the_figure_that_its_words_name(
    evidence: Evidence,
) -> None:
    text = "## Summary\n\n900 young people came.\n"
    (claim,) = check_text(text, "a.md", "neet", evidence)
    # And none that is near it by chance, as 755 more claimants.
    assert re.findall(r"which is ([^.]+)", claim.suggestion) == ["500 (August 2009)"]


def test_the_table_holds_every_verdict() -> None:
    assert {verdict for *_, verdict in TABLE if verdict} == set(VERDICTS)


@pytest.mark.parametrize(
    "text",
    ["Work goes on to reduce the number.", "We want the number to fall.", "If the number rises, we will act.",
     "Staff were trained to improve the rate.", "A strategy will increase the number of carers."],
)  # fmt: skip
def test_a_wish_or_a_plan_claims_nothing(text: str, evidence: Evidence) -> None:
    assert check_text(f"## Summary\n\n{text}\n", "a.md", "looked_after", evidence) == []


def test_a_placeholder_is_checked_for_the_words_around_it(
    evidence: Evidence, known_q2: Known
) -> None:
    text = "## Summary\n\nThe number fell by {{ looked_after.change_on_year }} in a year.\n"
    claims = check_text(text, "a.md", "looked_after", evidence, known_q2.facts)
    assert [(c.line, c.printed, c.verdict) for c in claims] == [
        (3, "fell", "contradicted"),
        (3, "24%", "contradicted"),
    ]


FILLED = [
    # indicator, sentence with a placeholder, the number's verdict
    ("looked_after", "{{ looked_after.latest }} children were looked after in September 2009.", "match"),
    ("looked_after", "{{ looked_after.latest }} children were looked after in June 2009.", "mismatch"),
    ("looked_after", "In September 2008 there were {{ looked_after.latest }} children.", "mismatch"),
    ("looked_after", "Numbers are {{ looked_after.change_on_year | direction }} on September 2008.", "match"),
    ("looked_after", "Numbers are {{ looked_after.change_on_year | direction }} on September 2007.", "untraced"),
    ("looked_after", "Numbers are down {{ looked_after.change_on_year }} on last year.", "contradicted"),
    ("looked_after", "Down {{ looked_after.change_on_year }} on September 2007.", "untraced"),
    ("looked_after", "Children looked after: {{ looked_after.change_on_year | signed }}.", "match"),
    ("looked_after", "Children looked after: {{ looked_after.change_on_year }}.", "mismatch"),
    ("referrals", "England had {{ referrals.england }} for every 10,000.", "match"),
    ("referrals", "Our rate was {{ referrals.england }} for every 10,000.", "mismatch"),
    ("health_and_safety", "{{ health_and_safety.2009-10-Q1 }} incidents were reported from April to June 2009.", "match"),
    ("health_and_safety", "{{ health_and_safety.2009-10-Q1 }} incidents were reported from July to September 2009.", "mismatch"),
    # A quoted figure has no more to be judged by than its name: one word of it will do.
    ("neet", "1 Diploma began and {{ neet.diplomas_planned }} more are advertised.", "match"),
    ("neet", "1 course began and {{ neet.diplomas_planned }} more are advertised.", "mismatch"),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "text", "verdict"), FILLED)
def test_what_a_placeholder_prints_is_judged_like_a_typed_number(
    indicator: str, text: str, verdict: str, evidence: Evidence, known_q2: Known
) -> None:
    claims = check_text(f"## Summary\n\n{text}\n", "a.md", indicator, evidence, known_q2.facts)
    told = [claim for claim in claims if claim.kind == "number" and claim.printed != "1"]
    assert [claim.verdict for claim in told] == [verdict]
    # What is written there already is no advice.
    assert "Or write" not in told[0].suggestion


@pytest.mark.parametrize(
    ("then", "verdict"), [("2008-09-Q4", "match"), ("2009-10-Q1", "untraced")]
)  # fmt: skip
def test_the_quarter_before_is_that_before_the_period_named(
    then: str, verdict: str, known_q2: Known, evidence: Evidence
) -> None:
    """Once later figures are in, "the quarter before" still means the one before April to June."""
    path = "health_and_safety"
    rows = evidence.observed[path]
    assert str(rows[-1].period.text) == "2009-10-Q1"
    later = replace(rows[-1], period=parse_period("2009-10-Q2"), name=f"{path}.2009-10-Q2")
    grown = replace(evidence, observed={**evidence.observed, path: [*rows, later]})
    text = (
        f"It was 99 in April to June 2009, against {{{{ {path}.{then} }}}} in the quarter before."
    )
    claims = check_text(f"## Summary\n\n{text}\n", "a.md", path, grown, known_q2.facts)
    assert [each.verdict for each in claims if each.kind == "number"][-1] == verdict


def test_the_words_that_are_shipped_raise_nothing(known_q1: Known, known_q2: Known) -> None:
    for known in (known_q1, known_q2):
        assert [claim for claim in known.claims if claim.needs_mending] == []
        assert sum(claim.verdict == "match" for claim in known.claims) > 70
        assert {claim.file for claim in known.claims} >= {"headlines"}


@pytest.mark.parametrize(
    ("collection", "name"), [(c, name) for c in (TUNED, HELD_OUT) for name in names(c)]
)
def test_a_labelled_number_or_word_is_found(collection: str, name: str) -> None:
    together, _ = pairs(collection, name)
    found = [label for label, claims in together if claims]
    assert len(found) >= 0.9 * len(together)


@pytest.mark.parametrize("collection", [TUNED, HELD_OUT])
def test_passages_of_others_are_told_right_and_wrong(collection: str) -> None:
    total = passages.score(collection)
    assert total.found >= 0.9 * total.wrong
    assert len(total.false_alarms) <= 0.4 * total.alarms


def _a_wrong_claim(evidence: Evidence) -> Claim:
    (claim,) = [
        each
        for each in check_text(
            "## Summary\n\nUp 23% on last year.\n", "a.md", "looked_after", evidence
        )
        if each.kind == "number"
    ]
    return claim


def _waivers(claim: Claim) -> pd.DataFrame:
    row = {
        "digest": claim.digest, "printed": claim.printed, "verdict": claim.verdict,
        "sentence": claim.sentence, "reason": "As agreed.", "name": "A. Analyst",
    }  # fmt: skip
    return pd.DataFrame([row], index=[2])


def test_a_waiver_holds_until_the_sentence_or_the_data_change(evidence: Evidence) -> None:
    claim = _a_wrong_claim(evidence)
    waivers = _waivers(claim)
    (waived,) = waive([claim], waivers)
    assert (waived.waived_by, waived.waived_because) == ("A. Analyst", "As agreed.")
    assert not waived.needs_mending
    assert lapsed([waived], waivers, "waivers.csv") == []
    for changed in (
        replace(claim, sentence=claim.sentence.replace("last year", "2008")),
        replace(claim, known="looked_after.2009-09-30.change_on_year=22.1"),
        replace(claim, verdict="mismatch"),
    ):
        assert waive([changed], waivers) == [changed]
        (finding,) = lapsed([changed], waivers, "waivers.csv")
        assert (finding.row, finding.found) == (2, "The waiver of '23%' no longer holds.")


def test_claims_come_worst_first_and_survive_their_file(
    evidence: Evidence, tmp_path: object, known_q2: Known
) -> None:
    claims = [*known_q2.claims, _a_wrong_claim(evidence)]
    assert worst_first(claims)[0].printed == "23%"
    folder = tmp_path
    path = write_claims(claims, folder)  # type: ignore[arg-type]
    assert claims_of(json.loads(path.read_text(encoding="utf-8"))) == tuple(claims)
    assert {"printed", "verdict", "digest", "line"} <= json.loads(path.read_text())[0].keys()
    assert "'23%': rounding." in format_claims(claims)
    assert "'460': match." not in format_claims(claims)
    assert "'460': match." in format_claims(claims, every=True)


def test_a_wrong_number_is_told_by_check_and_fails_the_command(
    copy_project: Callable[[], Project],
) -> None:
    project = copy_project()
    path = project.raw(QUARTER) / "commentary" / "looked_after.md"
    path.write_text("## Summary\n\nWe look after 470 children.\n", encoding="utf-8")
    known = compute(DropReader(project), QUARTER)
    (finding,) = [each for each in known.findings if each.rule == "claim"]
    assert (finding.row, finding.severity) == (3, "review")
    result = CliRunner().invoke(main, ["--root", str(project.root), "claims", str(QUARTER)])
    assert result.exit_code == 1
    assert "line 3   '470': mismatch. looked_after.2009-09-30 is 460" in result.output
    assert load(project, QUARTER).claims == known.claims
    assert load(project, QUARTER).claims == known.claims


def test_a_missed_target_that_in_brief_leaves_out_is_told(
    copy_project: Callable[[], Project],
) -> None:
    project = copy_project()
    path = project.raw(QUARTER) / "commentary" / "neet.md"
    path.write_text("## In brief\n\nWe work with colleges.\n", encoding="utf-8")
    known = compute(DropReader(project), QUARTER)
    (claim,) = [each for each in known.claims if each.needs_mending]
    assert (claim.verdict, claim.line) == ("contradicted", 3)
    assert claim.data == "NEET rate, official return missed its target, and this does not say so"


# The figures are true of the indicator, and the sentence is of something else, or of some alone.
OF_SOMETHING_ELSE = [
    ("neet", "Footfall rose from 398 in August 2008 to 500 in August 2009."),
    ("parenting", "Budgets are behind target."),
    ("looked_after", "Staff sickness went up 24% on the year before."),
    ("looked_after", "In Brighton & Hove footfall rose from 372 in September 2008 to 460 in September 2009."),
    ("referrals", "Sickness absence was 706 per 10,000 in 2008/09."),
    ("looked_after", "Girls looked after rose from 372 in September 2008 to 460 in September 2009."),
    ("looked_after", "Children looked after with a disability rose from 372 in September 2008 to 460 in September 2009."),
    ("referrals", "There were 706 referrals per 10,000 from the police in 2008/09."),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "text"), OF_SOMETHING_ELSE)
def test_a_figure_of_the_indicator_proves_nothing_of_something_else(
    indicator: str, text: str, evidence: Evidence, known_q2: Known
) -> None:
    """Measured before this was a rule: each was borne out."""
    claims = check_text(text, "a.md", indicator, evidence, known_q2.facts)
    assert [each for each in claims if each.needs_mending]


# What names no time is of the newest figure; one of another time is last year's sentence left in.
OF_AN_OLDER_TIME = [
    "Plans have risen to 260.", "Plans rose from 141 to 260.", "There are 260 plans.",
    "Plans went up from 141 a year earlier to 260.",
]  # fmt: skip
OF_A_TIME_THAT_IS_NAMED = [
    "Plans rose from 141 in September 2007 to 260 in September 2008.",
    "In September 2008 there were 260 plans. They had risen from 141.",
    "Plans rose from 260 to 306.",
]


@pytest.mark.parametrize("text", OF_AN_OLDER_TIME)
def test_a_figure_of_an_older_time_names_it(text: str, evidence: Evidence) -> None:
    claims = check_text(text, "a.md", "child_protection", evidence)
    assert [each.printed for each in claims if each.needs_mending]


@pytest.mark.parametrize("text", OF_A_TIME_THAT_IS_NAMED)
def test_a_figure_whose_time_is_named_or_newest_is_borne_out(text: str, evidence: Evidence) -> None:
    claims = check_text(text, "a.md", "child_protection", evidence)
    assert claims and not [each.printed for each in claims if each.needs_mending]


# Each proved once by a figure that is right and is another: false, and as it is true.
BY_ANOTHER_FIGURE = [
    ("parenting", "83% of parents improved where 76.5% had been hoped for.",
     "76.5% of parents improved where 83% had been hoped for."),
    ("parenting", "With 40 groups run by the end of June, the programme is past two thirds of its target of 40.",
     "With 27 groups run by the end of June, the programme is past two thirds of its target of 40."),
    ("parenting", "Twenty more practitioners have to be trained to get to 20.",
     "Fourteen more practitioners have to be trained to get to 20."),
    ("health_and_safety", "16 days were lost to incidents in April to June, five fewer than in the quarter before.",
     "11 days were lost to incidents in April to June, five fewer than in the quarter before."),
    ("health_and_safety", "Fewer than 37 incidents were reported in April to June 2009, down from 125 in the quarter before.",
     "Fewer than 100 incidents were reported in April to June 2009, down from 125 in the quarter before."),
    ("obesity", "Year 6 obesity is 16.4%. The year before it was 8.2%.",
     "Year 6 obesity is 16.4%. The year before it was 17.7%."),
    ("child_protection", "The number of plans rose for the second year running in 1979.",
     "The number of plans rose for the second year running in 2009."),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "false", "true"), BY_ANOTHER_FIGURE)
def test_a_number_proves_nothing_of_what_it_is_not(
    indicator: str, false: str, true: str, evidence: Evidence
) -> None:
    told = [
        any(each.needs_mending for each in check_text(text, "a.md", indicator, evidence))
        for text in (false, true)
    ]
    assert told == [True, False]

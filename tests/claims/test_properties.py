"""What holds for any fact and any text: right figures pass, altered ones do not, nothing raises."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.claims import VERDICTS, Claim, Evidence, check_text, gather
from cypt_analysis.claims.evidence import CHANGE, PART, VALUE, Candidate
from cypt_analysis.claims.judge import Judge
from cypt_analysis.claims.quantities import RANK
from cypt_analysis.facts import PRINTERS
from cypt_analysis.known import Known
from tests.benchmarks.claims.opposites import Place, states
from tests.benchmarks.claims.sensitivity import insensitive
from tests.examples import up_to

_QUICK = settings(
    up_to(25), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@pytest.fixture(scope="module")
def evidence(known_q2: Known, catalogue: Catalogue) -> Evidence:
    return gather(known_q2)


def _dated(evidence: Evidence, *senses: str) -> list[Candidate]:
    """The authority's own facts of one period, those not yet published left out."""
    return [
        each
        for rows in evidence.candidates.values()
        for each in rows
        if each.sense in senses and each.area == evidence.authority and each.period is not None
        and each.unit != RANK and each.status != "unpublished"
    ]  # fmt: skip


def _measure(fact: Candidate, evidence: Evidence) -> str:
    part = " ".join(fact.path.split(".")[2:]).replace("_", " ")
    return f"{evidence.names[fact.path]} {part}".strip()


def _numbers(text: str, indicator: str, evidence: Evidence) -> list[Claim]:
    claims = check_text(f"## Summary\n\n{text}\n", "a.md", indicator, evidence)
    return [claim for claim in claims if claim.kind == "number"]


def _said(fact: Candidate, shown: str, evidence: Evidence) -> str:
    assert fact.period is not None
    return f"{_measure(fact, evidence)}: the figure was {shown} for {fact.period.label}."


@_QUICK
@given(data=st.data())
def test_a_fact_named_with_its_measure_and_period_matches(
    data: st.DataObject, evidence: Evidence
) -> None:
    fact = data.draw(st.sampled_from(_dated(evidence, VALUE, PART)))
    claims = _numbers(_said(fact, fact.shown, evidence), fact.indicator, evidence)
    assert claims
    # Of "assessments completed on time" all that were begun are no number.
    assert (claims[-1].verdict == "match") == (fact.stat != "denominator"), claims[-1]


@_QUICK
@given(data=st.data())
def test_a_fact_with_an_altered_digit_never_matches(
    data: st.DataObject, evidence: Evidence
) -> None:
    fact = data.draw(st.sampled_from(_dated(evidence, VALUE)))
    number = _NUMBER.search(fact.shown)
    assert number is not None
    places = [place for place, digit in enumerate(number[0]) if digit.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "123456789" if d != number[0][place]]))
    altered = number[0][:place] + digit + number[0][place + 1 :]
    text = _said(fact, fact.shown.replace(number[0], altered, 1), evidence)
    claims = _numbers(text, fact.indicator, evidence)
    for claim in claims:
        if claim.verdict == "match" and claim.printed.startswith(altered):
            # Another fact of the same unit and period may have that value; no other may pass.
            (other,) = [evidence.by_name[name] for name in claim.facts]
            assert (other.unit, other.period) == (fact.unit, fact.period), (text, other)
            assert altered in other.shown, (text, other)


@pytest.mark.parametrize("printer", [each for each in PRINTERS if each])
def test_a_change_filled_in_matches_where_it_is_printed_with_its_direction(
    printer: str, evidence: Evidence, known_q2: Known
) -> None:
    for fact in _dated(evidence, CHANGE):
        assert fact.period is not None
        filled = f"{{{{ {fact.name} | {printer} }}}}"
        text = f"## Summary\n\n{_measure(fact, evidence)}: {filled} for {fact.period.label}.\n"
        claims = check_text(text, "a.md", fact.indicator, evidence, known_q2.facts)
        told = [claim.verdict for claim in claims if fact.name in claim.facts]
        assert told, fact.name
        assert set(told) == {"match"}, (fact.name, claims)


_PIECES = st.sampled_from(
    ["460", "24%", "per 10,000", "was met", "rose", "no longer", "in 2009", "the target of", "May",
     "1/4", "£3", "twice", "(", ")", ",", ".", ";", "{{ neet.latest }}", "\n\n", "## ", "- ", "| ",
     "**", "highest of the three", "England", "0", "99999999999999", "than a year ago", "in 31.13.2009"]
)  # fmt: skip


@_QUICK
@given(text=st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=30).map(" ".join)))
def test_no_text_whatever_makes_it_raise(text: str, evidence: Evidence) -> None:
    for indicator in ("neet", "obesity", "workforce", "unheard of"):
        for claim in check_text(text, "a.md", indicator, evidence):
            assert claim.verdict in VERDICTS
            assert 0 <= claim.start < claim.end <= len(claim.sentence)


def _verdicts(text: str, name: str, evidence: Evidence) -> list[tuple[str, str]]:
    claims = check_text(text, f"{name}.md", name, evidence)
    return sorted((each.printed.replace(",", ""), each.verdict) for each in claims)


@pytest.fixture(scope="module")
def typed(known_q2: Known) -> dict[str, str]:
    """The quarter's words with their placeholders typed."""
    fill = re.compile(r"\{\{\s*([\w.\-]+)\s*(?:\|\s*(\w+)\s*)?\}\}")
    return {
        name: fill.sub(lambda m: PRINTERS[m[2] or ""](known_q2.facts[m[1]]), text)
        for name, text in known_q2.commentary.items()
    }


@pytest.mark.parametrize(
    ("pattern", "typeset"),
    [
        (r"\n", "\r\n"),
        (r"(?<=\d) (?=[a-z])", "\u00a0"),
        (r"(?<=[a-z])-(?=[a-z])", "\u2011"),
        (r"\b(April|July|October|January) to (?=[A-Z])", "\\1\u2013"),
        (r"(?<=[a-z]) (?=the )", "\n"),
        (r"(?<=\d),(?=\d{3})", ""),
    ],
    ids=[
        "CRLF",
        "no-break space",
        "no-break hyphen",
        "en dash",
        "line break",
        "no thousands comma",
    ],
)
def test_how_a_text_is_set_changes_no_verdict(
    pattern: str, typeset: str, typed: dict[str, str], evidence: Evidence
) -> None:
    for name, text in typed.items():
        expected = [verdict for _, verdict in _verdicts(text, name, evidence)]
        found = [
            verdict for _, verdict in _verdicts(re.sub(pattern, typeset, text), name, evidence)
        ]
        assert sorted(found) == sorted(expected), name


@_QUICK
@given(data=st.data())
def test_the_order_of_paragraphs_changes_no_verdict(
    data: st.DataObject, typed: dict[str, str], evidence: Evidence
) -> None:
    name = data.draw(st.sampled_from(sorted(typed)))
    heads = re.split(r"(?m)^(?=## )", typed[name])
    moved = "".join(_shuffled(section, data) for section in heads)
    assert _verdicts(moved, name, evidence) == _verdicts(typed[name], name, evidence)


def _shuffled(section: str, data: st.DataObject) -> str:
    """A section with its paragraphs in another order; a list stays with the line before it."""
    head, _, rest = section.partition("\n\n")
    parts = re.split(r"\n\n(?!- )", rest.strip())
    return "\n\n".join([head, *data.draw(st.permutations(parts))]) + "\n\n"


STATED = [
    ("Numbers are still rising.", "rising", "Summary", True),
    ("More assessments were started.", "More", "Summary", True),
    ("39 were still open.", "still", "Summary", False),
    ("The target may be missed if numbers rise.", "rise", "Summary", False),
    ("The plan was set up for assessments.", "up", "Summary", False),
    ("More assessments should lead to a plan.", "More", "Issues", False),
    ("The number has fallen.", "fallen", "Summary", True),
    ("The number has fallen.", "fallen", "Performance improvement activity", False),
    ("Staff were told more about it.", "more", "Summary", False),
    ("The board met.", "met", "Summary", False),
]


@pytest.mark.parametrize(("sentence", "word", "heading", "expected"), STATED)
def test_the_benchmark_tells_by_rule_what_a_word_states(
    sentence: str, word: str, heading: str, expected: bool
) -> None:
    start = sentence.index(word)
    place = Place(sentence, start, start + len(word), heading)
    assert states(place, frozenset({"assessments"})) is expected


SENSITIVE = [
    ("looked_after", "460 children were looked after in September 2009, 24% more than the 372 of September 2008."),
    ("child_protection", "The number went up 84% from 141 in September 2007 to 260 in September 2008."),
    ("referrals", "In 2008/09 there were 706 referrals per 10,000, up 7% on 660 in 2007/08."),
    ("referrals", "In 2008/09 our rate of 706 was above that of England (497)."),
    ("conceptions", "The rolling rate fell from 41.9 in the year to June 2007 to 40.9 in the year to June 2008, which is within chance."),
    ("neet", "NEET numbers rose from 398 in August 2008 to 500 in August 2009."),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "text"), SENSITIVE)
def test_whatever_is_changed_of_a_true_sentence_it_is_borne_out_no_more(
    indicator: str, text: str, evidence: Evidence
) -> None:
    told = list(insensitive(text, indicator, Judge(evidence)))
    assert {kind for kind, _, _ in told} >= {"number", "period", "direction"}
    assert [(kind, word) for kind, stays, word in told if stays] == []

"""Every claim of a text: its sentences in order, each with what stood before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from cypt_analysis.claims.evidence import QUOTED, Candidate, Evidence
from cypt_analysis.claims.items import Line
from cypt_analysis.claims.judge import Judge, Judged
from cypt_analysis.claims.last_report import told_of_last, without_time
from cypt_analysis.claims.outcome import Outcome, meaning, with_advice
from cypt_analysis.claims.part import OPEN, Said, Talk
from cypt_analysis.claims.staleness import impossible, passed
from cypt_analysis.claims.standing import judge_denominators, judge_standing
from cypt_analysis.claims.text import Sentence, is_english, sentences_of
from cypt_analysis.claims.verdicts import could_stand, outcome_of, unread
from cypt_analysis.facts import Facts
from cypt_analysis.ground.claim import MATCH, NUMBER, UNREAD, VERDICTS, WORD, Claim, Verdict
from cypt_analysis.words.reading import Reading, read


def check_text(
    text: str, file: str, indicator: str, evidence: Evidence, facts: Facts | None = None
) -> list[Claim]:
    """The claims of one Markdown text, with their verdicts."""
    return check_reading(read(text, facts), file, indicator, evidence)


def check_reading(reading: Reading, file: str, indicator: str, evidence: Evidence) -> list[Claim]:
    """The claims of one text, as it was read, with their verdicts."""
    return check_sentences(list(sentences_of(reading, file, indicator)), evidence)


@lru_cache(maxsize=8)
def _judge_of(evidence: Evidence) -> Judge:
    return Judge(evidence)


def check_sentences(sentences: Sequence[Sentence], evidence: Evidence) -> list[Claim]:
    """The claims of sentences that follow each other in one file."""
    judge = _judge_of(evidence)
    around: dict[object, list[str]] = {}
    for each in sentences:
        for key in (each.block, each.section):
            around.setdefault(key, []).append(each.text)
    unknown = [each for each in sentences if not is_english(each.text)]
    claims = [_foreign(each, evidence) for each in unknown[:1]]
    block, talk = -1, Talk()
    for place, sentence in enumerate(sentences):
        if sentence in unknown:
            continue
        following = sentences[place + 1 : place + 2]
        after = "".join(each.text for each in following if each.block == sentence.block)
        if sentence.block != block:
            block, talk = sentence.block, Talk()
        told = " ".join([*around[sentence.block], *around[sentence.section]])

        def judged_as(
            other: Sentence, talk: Talk = talk, after: str = after, told: str = told
        ) -> list[Claim]:
            again = judge.judge(other, talk, after)
            return _of_sentence(_with_last(again, other, talk, evidence), told)

        judged = _with_last(judge.judge(sentence, talk, after), sentence, talk, evidence)
        found = _of_sentence(judged, told)
        mended = could_stand(found, sentence, evidence, judged_as)
        claims += [replace(each, mended=mended) if each.needs_mending else each for each in found]
        talk = judged.talk
    return claims


def _with_last(judged: Judged, sentence: Sentence, talk: Talk, evidence: Evidence) -> Judged:
    """A sentence with what it tells of the last report held against what was known then; where no
    report was before, nobody can tell."""
    line, last = judged.line, evidence.before
    numbers = {i: each.number for i, each in enumerate(line.items) if each.number is not None}
    told = {n.start: i for i, n in numbers.items() if told_of_last(n, line.text)}
    if not told:
        return judged
    kept = [e for e in judged.said if e.at not in told.values()]
    if last is None:
        quoted = [e for e in judged.said if e.at in told.values() and e.fact in _quoted(line)]
        left = {*told.values()} - {each.at for each in quoted}
        asked = [Said(at, OPEN, "No report before this one is known.") for at in sorted(left)]
        return replace(judged, said=(*kept, *quoted, *asked))
    text = without_time(sentence.text)
    then = _judge_of(last).judge(replace(sentence, text=text), talk)
    places = [then.line.items[each.at].start for each in then.said]
    held = [
        replace(each, at=told[place], why=f"{each.why}, as the last report gave it".strip(", "))
        for each, place in zip(then.said, places, strict=True) if place in told
    ]  # fmt: skip
    return replace(judged, said=(*kept, *held), rests=(*judged.rests, *then.rests))


def _quoted(line: Line) -> list[Candidate]:
    """What the project quotes for a sentence's indicator."""
    facts = line.evidence.candidates.get(line.sentence.indicator, ())
    return [each for each in facts if each.sense == QUOTED]


def _of_sentence(judged: Judged, around: str) -> list[Claim]:
    """The claims of one sentence: the worst that is told of each place."""
    found: dict[tuple[int, int], tuple[str, Outcome]] = {}
    for start, end, kind, outcome in _outcomes(judged, around):
        before = found.get((start, end))
        if before is None or _rank(outcome) < _rank(before[1]):
            found[start, end] = (kind, outcome)
    evidence, sentence = judged.line.evidence, judged.line.sentence
    facts = [*judged.rests, *(e.fact for _, e in found.values() if e.fact is not None)]
    known = " ".join(sorted({f"{each.name}={each.value:.10g}" for each in facts}))
    return [
        _claim(place, outcome, sentence, known, evidence)
        for place, outcome in sorted(found.items())
    ]


def _rank(outcome: Outcome) -> int:
    return VERDICTS.index(Verdict(outcome.verdict))


def _outcomes(judged: Judged, around: str) -> Iterator[tuple[int, int, str, Outcome]]:
    line = judged.line
    for said in judged.said:
        item = line.items[said.at]
        outcome = with_advice(outcome_of(said, judged, around), item, line)
        kind = NUMBER if item.number is not None else WORD
        yield item.start, item.end, kind, outcome
    for at in unread(judged):
        item = line.items[at]
        outcome = Outcome(
            UNREAD, None, "The words beside it were not read", "Let a person confirm it."
        )
        yield item.start, item.end, WORD, with_advice(outcome, item, line)
    for item, outcome in judge_standing(judged):
        yield item.start, item.end, WORD, with_advice(outcome, item, line)
    for item, outcome in judge_denominators(judged):
        yield item.start, item.end, NUMBER, outcome
    for mention, outcome in passed(line):
        yield mention.start, mention.end, WORD, outcome
    for start, end, outcome in impossible(line):
        yield start, end, WORD, outcome


def _foreign(sentence: Sentence, evidence: Evidence) -> Claim:
    """What is said once of the sentences of a text that are in another language."""
    outcome = Outcome(
        UNREAD, None, "It is in another language, of which nothing is read",
        "Let a person confirm what it says.",
    )  # fmt: skip
    return _claim((0, len(sentence.text)), (WORD, outcome), sentence, "", evidence)


def _claim(
    place: tuple[int, int], outcome: tuple[str, Outcome], sentence: Sentence, known: str,
    evidence: Evidence,
) -> Claim:  # fmt: skip
    kind, told = outcome
    fact = told.fact
    return Claim(
        sentence.file, sentence.line, sentence.indicator, sentence.section, sentence.text,
        *place, kind, told.verdict, told.data, (fact.name,) if fact is not None else (),
        told.suggestion, "" if told.verdict == MATCH else known, at=sentence.at,
        read=meaning(fact, evidence) if fact is not None else "",
    )  # fmt: skip

"""Every claim of a quarter: words, headlines, the page's other prose, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from cypt_analysis.catalogue.entries import VALUE
from cypt_analysis.claims.check import check_reading, check_sentences, check_text
from cypt_analysis.claims.evidence import Evidence, stems_of
from cypt_analysis.claims.gathering import far_areas, gather
from cypt_analysis.claims.periods import mentions_of
from cypt_analysis.claims.quantities import Number, numbers_of
from cypt_analysis.claims.report import waive
from cypt_analysis.claims.text import Sentence, sentences_of
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.ground.claim import CONTRADICTED, WORD, Claim
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.known import Known
from cypt_analysis.words.commentary import BRIEF
from cypt_analysis.words.headlines import also_missed, good_news, what_matters
from cypt_analysis.words.prose import Passage, passages
from cypt_analysis.words.reading import plain, read


def check_prose(known: Known, evidence: Evidence) -> list[Claim]:
    """The claims of every text on the page that is no commentary, action, risk or headline.

    A number by which an entry defines what it measures is none.
    """
    found = list(passages(known))
    defined: dict[str, list[Number]] = {}
    for each in found:
        if each.is_definition:
            defined[each.indicator] = list(_defining(each, evidence))
    claims = []
    for each in found:
        numbers = defined.get(each.indicator, [])
        sentences = [_with_definition(s, numbers, evidence) for s in _sentences(each)]
        if each.is_definition:
            sentences = [_with_names(s, evidence) for s in sentences]
        for claim in check_sentences(sentences, evidence):
            claims.append(replace(claim, line=each.line, place=each.place))
    return claims


def _sentences(passage: Passage) -> list[Sentence]:
    if passage.is_markdown:
        reading = read(passage.text)
    else:
        reading = plain(passage.text, line=passage.line, section=passage.place)
    return list(sentences_of(reading, passage.file, passage.indicator))


def _defining(passage: Passage, evidence: Evidence) -> Iterator[Number]:
    """The numbers of a definition: what it says of no period is no figure."""
    for sentence in _sentences(passage):
        if not any(each.year for each in mentions_of(sentence.text)):
            yield from _numbers(sentence, evidence)


def _with_definition(sentence: Sentence, defined: list[Number], evidence: Evidence) -> Sentence:
    """A sentence in which the numbers of the definition claim nothing."""
    places = [
        (each.start, each.end)
        for each in _numbers(sentence, evidence)
        if any(_is_same(each, other) for other in defined)
    ]
    return replace(sentence, names=(*sentence.names, *places))


def _with_names(sentence: Sentence, evidence: Evidence) -> Sentence:
    """A definition, in which the words that the names of the measures use claim nothing."""
    paths = evidence.paths.get(sentence.indicator, ())
    named = frozenset[str]().union(*(stems_of(evidence.names.get(path, "")) for path in paths))
    places = [
        match.span() for match in re.finditer(r"[A-Za-z]+", sentence.text)
        if stems_of(match[0]) & named
    ]  # fmt: skip
    return replace(sentence, names=(*sentence.names, *places))


def _is_same(number: Number, other: Number) -> bool:
    near = 2.5 if number.share else 0.0
    return number.unit == other.unit and abs(number.value - other.value) <= near


def _numbers(sentence: Sentence, evidence: Evidence) -> list[Number]:
    nouns = evidence.nouns.get(sentence.indicator, frozenset())
    return numbers_of(sentence, nouns, evidence.literals)


HEADLINES = "headlines"
_TELLS = (
    r"\b(?:missed|too few|short of|below (?:the |its )?target|above (?:the |its )?target|off "
    r"target|not met)\b"
)


def check_claims(
    known: Known, waivers: pd.DataFrame | None = None, last: DropInfo | None = None
) -> list[Claim]:
    """Every claim of a quarter with its verdict, in the order of files and lines.

    ``waivers`` is the drop's table of waived verdicts, if it has one; ``last`` is what the drop
    before says of itself.
    """
    evidence = gather(known, far_areas(known), last)
    claims: list[Claim] = []
    for name, text in sorted(known.commentary.items()):
        claims += check_text(text, known.commentary_file(name), name, evidence, known.facts)
    claims += _of_tables(known, evidence)
    claims += _of_headlines(known, evidence)
    claims += check_prose(known, evidence)
    claims += _left_out(known)
    return waive(claims, waivers) if waivers is not None else claims


def _of_tables(known: Known, evidence: Evidence) -> list[Claim]:
    claims = []
    for source, table in (("actions", known.actions), ("risks", known.risks)):
        for record in table.to_dict("records"):
            for column in known.catalogue.sources[source].words:
                reading = plain(str(record[column]), known.facts, int(record["row"]), column)
                claims += check_reading(reading, record["file"], record["indicator"], evidence)
    return claims


# What joins a part of a list to the next, or counts those that are not named.
_REST = re.compile(r"(?:,| and)?(?: \d+ more\.)?\s*$")

# What others had is a sentence of its own; what was missed goes on with the one before it.
_NEXT = re.compile(r"(?<=\.) (?!This )")


def _of_headlines(known: Known, evidence: Evidence) -> list[Claim]:
    """The first screen: each sentence on an indicator, and each part of its lists."""
    names = {
        text: entry.id
        for entry in known.catalogue.indicators.values()
        for measure in entry.measure
        # What the catalogue has a measure say around its figure is its name too.
        for text in (measure.name, *filter(str.strip, measure.says.split(VALUE)))
    }
    pattern = re.compile("|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)))
    lines = [
        (line.indicator, text)
        for line in what_matters(known)
        for told in line.sentences
        for text in _NEXT.split(told)
    ]
    for text in filter(None, [also_missed(known), *good_news(known).values()]):
        lines += _parts(text, pattern, names)
    sentences = []
    for place, (indicator, text) in enumerate(lines):
        spans = tuple(match.span() for match in pattern.finditer(text))
        sentences.append(
            Sentence(HEADLINES, place + 1, indicator, "Headlines", place, text, (), spans)
        )
    return check_sentences(sentences, evidence)


def _parts(text: str, pattern: re.Pattern, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each part of a list with what leads it, and of which indicator it is."""
    found = list(pattern.finditer(text))
    lead = text[: found[0].start()] if found else ""
    ends = [*(match.start() for match in found[1:]), len(text)]
    for match, end in zip(found, ends, strict=bool(found)):
        yield names[match[0]], lead + _REST.sub("", text[match.start() : end])


def _left_out(known: Known) -> list[Claim]:
    """Good news that hides a missed target: each is named in brief."""
    judged = known.judged
    missed = judged[(judged["verdict"] == TargetStatus.MISSED) & (judged["breakdown"] == "")]
    fresh = set(known.verdicts.index[known.verdicts["is_new"].astype(bool)])
    claims = []
    for path, row in missed[missed["indicator"].isin(fresh)].iterrows():
        measure = known.catalogue.indicators[row["indicator"]].get(row["measure"])
        reading = read(known.commentary.get(row["indicator"], ""), known.facts)
        brief, words = reading.under(BRIEF), reading.said(BRIEF)
        if not brief:
            continue
        printed = known.facts[str(row["id"])].printed
        wanted = known.facts[f"{path}.target"].printed if f"{path}.target" in known.facts else ""
        both = printed in words and bool(wanted) and wanted in words
        if not both and not re.search(_TELLS, words, re.IGNORECASE):
            sentence = " ".join(words.split())
            told = f"{measure.name} missed its target, and this does not say so"
            claims.append(Claim(
                known.commentary_file(row["indicator"]), brief[0].line, row["indicator"], BRIEF,
                sentence, 0, len(sentence), WORD, CONTRADICTED, told, (str(path),),
                "Name the missed target.", f"{row['id']}={printed} {path}.target={wanted}",
            ))  # fmt: skip
    return claims

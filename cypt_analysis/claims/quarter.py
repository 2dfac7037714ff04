"""Every claim of a quarter: words, headlines, the page's other prose, and what is left out."""

from __future__ import annotations

import re

import pandas as pd
from markupsafe import Markup

from cypt_analysis.claims.check import check_reading, check_sentences, check_text
from cypt_analysis.claims.evidence import Evidence
from cypt_analysis.claims.gathering import far_areas, gather
from cypt_analysis.claims.prose import check_prose
from cypt_analysis.claims.text import Sentence
from cypt_analysis.claims.waivers import waive
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.ground.claim import CONTRADICTED, WORD, Claim
from cypt_analysis.ground.status import TargetStatus
from cypt_analysis.known import Known
from cypt_analysis.words.commentary import BRIEF
from cypt_analysis.words.headlines import sentences as headline_sentences
from cypt_analysis.words.reading import plain, read

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


# What joins a part of a headline to the next, or counts those that are not named.
_REST = re.compile(r"(?:,| and)?(?: \d+ more\.)?\s*$")


def _of_headlines(known: Known, evidence: Evidence) -> list[Claim]:
    """The headlines, each of their parts as a sentence on its indicator."""
    names = {
        measure.name: entry.id
        for entry in known.catalogue.indicators.values()
        for measure in entry.measure
    }
    pattern = re.compile("|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)))
    sentences: list[Sentence] = []
    for line, markup in enumerate(headline_sentences(known), start=1):
        text = Markup(markup).striptags()
        starts = [match.start() for match in pattern.finditer(text)]
        lead = text[: starts[0]] if starts and " or " not in text[: starts[0]] else ""
        # A line that only counts names no measure.
        ends = [*starts[1:], len(text)] if starts else []
        for begin, end in zip(starts, ends, strict=True):
            match = pattern.match(text, begin)
            piece = lead + _REST.sub("", text[begin:end])
            if match is None:
                continue
            name = (len(lead), len(lead) + len(match[0]))
            sentences.append(
                Sentence(
                    HEADLINES,
                    line,
                    names[match[0]],
                    "Headlines",
                    len(sentences),
                    piece,
                    (),
                    (name,),
                )
            )
    return check_sentences(sentences, evidence)


def _left_out(known: Known) -> list[Claim]:
    """Good news that hides a missed target: each is named in the headlines and in brief."""
    judged = known.judged
    missed = judged[(judged["verdict"] == TargetStatus.MISSED) & (judged["breakdown"] == "")]
    fresh = set(known.verdicts.index[known.verdicts["is_new"].astype(bool)])
    told = Markup(" ").join(headline_sentences(known)).striptags()
    claims = []
    for path, row in missed.iterrows():
        measure = known.catalogue.indicators[row["indicator"]].get(row["measure"])
        if row["indicator"] not in fresh:
            continue
        data = f"{measure.name} missed its target"
        if measure.name not in told:
            claims.append(
                _omission(HEADLINES, 1, row["indicator"], "Headlines", told, data, str(path))
            )
        text = known.commentary.get(row["indicator"], "")
        reading = read(text, known.facts)
        brief, words = reading.under(BRIEF), reading.said(BRIEF)
        if not brief:
            continue
        printed = known.facts[str(row["id"])].printed
        wanted = known.facts[f"{path}.target"].printed if f"{path}.target" in known.facts else ""
        both = printed in words and bool(wanted) and wanted in words
        if not both and not re.search(_TELLS, words, re.IGNORECASE):
            file = known.commentary_file(row["indicator"])
            claims.append(
                _omission(file, brief[0].line, row["indicator"], BRIEF, words, data, str(path))
            )
    return claims


def _omission(
    file: str, line: int, indicator: str, section: str, text: str, data: str, path: str
) -> Claim:
    sentence = " ".join(text.split())
    return Claim(
        file, line, indicator, section, sentence, 0, len(sentence), WORD, CONTRADICTED,
        f"{data}, and this does not say so", (path,), "Name the missed target.", data,
    )  # fmt: skip

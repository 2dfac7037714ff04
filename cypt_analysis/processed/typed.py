"""Numbers typed into words that give back what an edition hides: faults, as nothing else can help.

A placeholder prints the mark; a typed number prints itself. What is found is told to who wrote it,
in his own words: no edition but the internal one holds findings on words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cypt_analysis.claims.cardinals import cardinal
from cypt_analysis.ground.claim import MATCH, NUMBER, Claim
from cypt_analysis.ground.findings import REVIEW, Finding, list_words
from cypt_analysis.ground.quarter import MONTHS
from cypt_analysis.ground.safe_text import quoted, visible
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.known import Known, kept
from cypt_analysis.processed.given import gives_back
from cypt_analysis.processed.hidden import Hidden, hidden_in_words
from cypt_analysis.processed.numerals import in_digits
from cypt_analysis.processed.spoken import counts, counts_in_entry, few_people, is_innocent
from cypt_analysis.processed.texts import Text, texts_of
from cypt_analysis.words.spoken import sentence_places

GIVES_BACK, FEW_TOLD = "gives_back", "few_told"
_UNJUDGED = (
    "No figure of the report holds that number, so no rule has judged it. Make sure that no child "
    "can be known by it, or leave it out."
)
# A share that is typed without decimals is as near to the true one.
_HALF_A_POINT = 0.5
_FIGURE = re.compile(
    rf"(?<![\w.,])\d+(?:\.\d+)?\b(?! (?:{'|'.join(MONTHS)})\b)(?: ?%| per cent\b)?"
)


@dataclass
class _Place:
    """A sentence that gives something back: of what, and by which of its words."""

    what: str
    sentence: str
    words: list[str] = field(default_factory=list)


class _Places:
    """What was found, each sentence once with all the words that tell something."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int | None], _Place] = {}

    def add(self, file: str, row: int | None, what: str, text: str, span: tuple[int, int]) -> None:
        """Add the words of a text that give back a figure of ``what``."""
        start, end = span
        inside = [place for place in sentence_places(text) if place[0] <= start < place[1]]
        sentence = text[slice(*inside[0])] if inside else text
        place = self._found.setdefault((file, row), _Place(what, " ".join(sentence.split())))
        if not any(text[start:end] in each for each in place.words):
            shorter = [each for each in place.words if each in text[start:end]]
            place.words = [each for each in place.words if each not in shorter] + [text[start:end]]

    def faults(self, edition: str) -> list[Finding]:
        """A fault for each of them."""
        advice = (
            f"Write its placeholder, which prints {HIDDEN_MARK} there, leave it out, or say what "
            "is no figure in other words."
        )
        told = f"which the {edition} edition does not show, or is the same by chance."
        faults = []
        for (file, row), each in self._found.items():
            words = list_words(f"'{quoted(word)}'" for word in each.words)
            found = (
                f"{words} in '{quoted(each.sentence)}' gives back a figure of {each.what}, {told}"
            )
            faults.append(Finding(file, row, found, advice, rule=GIVES_BACK))
        return faults


def typed_faults(known: Known, shown: Known) -> list[Finding]:
    """A fault for each sentence of the words that ``shown``, an edition, must not give back."""
    found, hidden = _Places(), hidden_in_words(known, shown)
    for claim, what in _of_claims(known, shown, hidden):
        found.add(claim.file, claim.line, what, claim.sentence, (claim.start, claim.end))
    for each in texts_of(shown):
        traced = _traced(shown, each.file)
        for name in [each.indicator] if each.indicator else hidden:
            for start, end in _given(each, hidden[name]) if name in hidden else ():
                row = each.row(start)
                if (row, each.text[start:end]) not in traced:
                    found.add(each.file, row, name, each.text, (start, end))
    return found.faults(shown.edition)


def _given(each: Text, hidden: Hidden) -> Iterator[tuple[int, int]]:
    if each.settles:
        told = counts_in_entry(each.text, hidden)
    else:
        told = gives_back(each.text, hidden, named=not each.indicator, digits=not each.is_read)
    yield from (one.span for one in told)


def few_told(shown: Known, most: int) -> Iterator[Finding]:
    """A point for each line that counts so few people, ``most`` at most, that no figure holds.

    No rule has judged such a number, and a child may be known by it.
    """
    for each in texts_of(shown):
        traced = _traced(shown, each.file)
        for told in few_people(each.text, most) if not each.settles else ():
            start, end = told.span
            row = each.row(start)
            if (row, each.text[start:end]) not in traced:
                words, text = each.text[start:end], quoted(each.text)
                found = f"So few people are counted here, '{words}': '{text}'."
                yield Finding(each.file, row, found, _UNJUDGED, REVIEW, FEW_TOLD)


def reason_faults(reason: str, known: Known, shown: Known) -> list[Finding]:
    """A fault where the reason for a version gives back what ``shown``, an edition, hides."""
    told, found = in_digits(visible(reason)), _Places()
    for name, hidden in (hidden_in_words(known, shown) if shown.shows_less else {}).items():
        spans = [each.span for each in gives_back(told, hidden)]
        for each in _FIGURE.finditer(told):
            share = each[0].endswith(("%", "cent"))
            number, after = _plain(each[0]), told[each.end() :]
            counted = number in hidden.of(told).numbers and counts(number, after, hidden.nouns)
            if (counted or (share and number in hidden.of(told).numbers)) and not is_innocent(
                told, each.span(), hidden
            ):
                spans.append(each.span())
        for span in spans:
            found.add("--reason", 1, name, told, span)
    return found.faults(shown.edition)


def _of_claims(
    known: Known, shown: Known, secret: Mapping[str, Hidden]
) -> Iterator[tuple[Claim, str]]:
    """The typed numbers that rest on hidden figures, or are their numbers, each with whose."""
    table = shown.facts.table
    hidden = set(table.loc[table["value"].isna(), "fact"])
    folder = f"{known.project.relative(known.project.raw(known.quarter))}/"
    # A number of the edition's own words is typed, or of a figure that it shows.
    typed = [
        claim for claim in shown.claims
        if claim.kind == NUMBER and claim.file.startswith(folder) and claim.printed != HIDDEN_MARK
        and not is_innocent(
            claim.sentence, (claim.start, claim.end), secret.get(claim.indicator, Hidden())
        )
    ]  # fmt: skip
    places = {(each.file, each.line, each.printed) for each in typed}
    for claim in known.claims:
        rests = hidden.intersection(known.facts.aliases.get(each, each) for each in claim.facts)
        if rests and (claim.file, claim.line, claim.printed) in places:
            yield claim, min(rests)
    for claim in typed:
        traced = claim.verdict == MATCH and claim.facts
        mine = secret.get(claim.indicator)
        if not traced and mine is not None and _tells(claim.printed, mine.of(claim.sentence)):
            yield claim, claim.indicator


def _tells(printed: str, hidden: Hidden) -> bool:
    """Whether a typed number is a hidden one, or so many per cent as one is of another."""
    number = _plain(printed)
    of_all = printed.endswith(("%", "cent")) and any(
        abs(float(number) - each) <= _HALF_A_POINT for each in hidden.shares | hidden.parts
    )
    return of_all or number in hidden.numbers | hidden.near


@kept
def _traced(shown: Known, file: str) -> frozenset[tuple[int | None, str]]:
    """The numbers that a claim has traced to a figure that is shown: they are that one's."""
    return frozenset(
        (e.line, e.printed)
        for e in shown.claims
        if e.file == file and e.verdict == MATCH and e.facts
    )


def _plain(number: str) -> str:
    """A number as it is compared: in digits, without commas and signs."""
    if not any(each.isdigit() for each in number):
        return str(cardinal(number))
    return number.replace(",", "").removesuffix(" per cent").strip("+−-% ")

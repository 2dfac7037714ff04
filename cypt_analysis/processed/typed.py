"""Numbers typed into words that give back what an edition hides: faults, as nothing else can help.

A placeholder prints the mark; a typed number prints itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from cypt_analysis.claims.cardinals import cardinal
from cypt_analysis.ground.claim import MATCH, NUMBER, Claim
from cypt_analysis.ground.findings import REVIEW, Finding
from cypt_analysis.ground.quarter import MONTHS
from cypt_analysis.ground.safe_text import visible
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.known import Known
from cypt_analysis.processed.given import gives_back
from cypt_analysis.processed.hidden import Hidden, hidden_in_words
from cypt_analysis.processed.spoken import counts, counts_in_entry, few_people
from cypt_analysis.words.reading import read
from cypt_analysis.words.spoken import Kind as Block

GIVES_BACK, FEW_TOLD = "gives_back", "few_told"
_UNJUDGED = (
    "No figure of the report holds that number, so no rule has judged it. Make sure that no child "
    "can be known by it, or leave it out."
)
# So many characters on either side of a number show which one is meant.
_BESIDE = 30
# A share that is typed without decimals is as near to the true one.
_HALF_A_POINT = 0.5
_FIGURE = re.compile(
    rf"(?<![\w.,])\d+(?:\.\d+)?\b(?! (?:{'|'.join(MONTHS)})\b)(?: ?%| per cent\b)?"
)


def typed_faults(known: Known, shown: Known) -> list[Finding]:
    """A fault for each number of the words that ``shown``, an edition, must not give back."""
    found: dict[tuple, Finding] = {}
    hidden = hidden_in_words(known, shown)
    for each in (*_faults(known, shown, hidden), *_in_words(shown, hidden)):
        found.setdefault((each.file, each.row), each)
    return list(found.values())


def few_told(shown: Known, most: int) -> Iterator[Finding]:
    """A point for each line that counts so few people, ``most`` at most, that no figure holds.

    No rule has judged such a number, and a child may be known by it.
    """
    traced = _traced(shown)
    texts = [each for name in shown.commentary for each in _of_text(shown, name)]
    texts += [each for name in shown.catalogue.indicators for each in _of_tables(shown, name)]
    for file, line, text in texts:
        for each in few_people(text, most):
            start, end = each.span
            if (file, line, text[start:end]) not in traced:
                found = f"So few people are counted here: '{_around(text, each.span)}'."
                yield Finding(file, line, found, _UNJUDGED, REVIEW, FEW_TOLD)


def reason_faults(reason: str, known: Known, shown: Known) -> list[Finding]:
    """A fault where the reason for a version gives back what ``shown``, an edition, hides."""
    told, found = visible(reason), []
    for name, hidden in (hidden_in_words(known, shown) if shown.shows_less else {}).items():
        spans = [each.span for each in gives_back(told, hidden)]
        for each in _FIGURE.finditer(told):
            share = each[0].endswith(("%", "cent"))
            number, after = _plain(each[0]), told[each.end() :]
            if number in hidden.numbers and (share or counts(number, after, hidden.nouns)):
                spans.append(each.span())
        found += [_fault("--reason", 1, name, shown, _around(told, span)) for span in spans]
    return found


def _faults(known: Known, shown: Known, secret: Mapping[str, Hidden]) -> Iterator[Finding]:
    table = shown.facts.table
    hidden = set(table.loc[table["value"].isna(), "fact"])
    folder = f"{known.project.relative(known.project.raw(known.quarter))}/"
    # A number of the edition's own words is typed, or of a figure that it shows.
    typed = [
        claim for claim in shown.claims
        if claim.kind == NUMBER and claim.file.startswith(folder) and claim.printed != HIDDEN_MARK
    ]  # fmt: skip
    places = {(each.file, each.line, each.printed) for each in typed}
    for claim in known.claims:
        rests = hidden.intersection(known.facts.aliases.get(each, each) for each in claim.facts)
        if rests and (claim.file, claim.line, claim.printed) in places:
            yield _fault(claim.file, claim.line, min(rests), shown, _in_sentence(claim))
    for claim in typed:
        traced = claim.verdict == MATCH and claim.facts
        if (
            not traced
            and claim.indicator in secret
            and _tells(claim.printed, secret[claim.indicator])
        ):
            yield _fault(claim.file, claim.line, claim.indicator, shown, _in_sentence(claim))


def _tells(printed: str, hidden: Hidden) -> bool:
    """Whether a typed number is a hidden one, or so many per cent as one is of another."""
    number = _plain(printed)
    of_all = printed.endswith(("%", "cent")) and any(
        abs(float(number) - each) <= _HALF_A_POINT for each in hidden.shares | hidden.parts
    )
    return of_all or number in hidden.numbers | hidden.near


def _in_words(shown: Known, secret: Mapping[str, Hidden]) -> Iterator[Finding]:
    """What no claim is read from: numbers told in words that stand for what is counted."""
    traced = _traced(shown)
    elsewhere, files = list(_elsewhere(shown)), list(_names_of_files(shown))
    for name, hidden in secret.items():
        for where, text in (*_of_entry(shown, name), *files):
            for each in counts_in_entry(text, hidden):
                yield _fault(where, None, name, shown, _around(text, each.span))
        for texts, named in ((elsewhere, True), (_texts(shown, name), False)):
            for file, line, text in texts:
                for each in gives_back(text, hidden, named=named):
                    start, end = each.span
                    if (file, line, text[start:end]) not in traced:
                        yield _fault(file, line, name, shown, _around(text, each.span))


def _traced(shown: Known) -> set[tuple[str, int | None, str]]:
    """The numbers that a claim has traced to a figure that is shown: they are that one's."""
    return {(e.file, e.line, e.printed) for e in shown.claims if e.verdict == MATCH and e.facts}


def _texts(shown: Known, indicator: str) -> Iterator[tuple[str, int | None, str]]:
    """The words on an indicator, with file and row: its own, and what is planned or feared."""
    yield from _of_text(shown, indicator)
    yield from _of_tables(shown, indicator)


def _of_tables(shown: Known, indicator: str) -> Iterator[tuple[str, int | None, str]]:
    for table in (shown.actions, shown.risks):
        for row in table[table["indicator"] == indicator].to_dict("records") if len(table) else ():
            for text in (each for each in row.values() if isinstance(each, str)):
                yield row["file"], int(row["row"]), text


def _of_text(shown: Known, name: str) -> Iterator[tuple[str, int | None, str]]:
    for block in read(shown.commentary.get(name, ""), shown.facts).blocks:
        # A cell is of its row: its words belong to it as those of a sentence.
        of_row = f"{block.row}: " if block.kind is Block.CELL and block.row != block.text else ""
        yield shown.commentary_file(name), block.line, of_row + block.text


def _of_entry(shown: Known, name: str) -> Iterator[tuple[str, str]]:
    """What the catalogue says of an indicator: of what it counts, and hardly of a figure."""
    entry = shown.catalogue.indicators[name]
    texts = [entry.name, entry.definition, entry.rationale, entry.board_decision, *entry.caveats]
    texts += [each.name for each in entry.measure] + [each.name for each in entry.history]
    texts += [each.note for each in entry.chart] + [each.reason for each in entry.breaks]
    yield from ((f"data/catalogue, [{name}]", text) for text in texts)


def _names_of_files(shown: Known) -> Iterator[tuple[str, str]]:
    """What files are called: the public data.csv says from which each row is."""
    for file in shown.observations["file"].unique():
        path = PurePosixPath(file)
        yield str(path.parent), path.stem.replace("_", " ")


def _elsewhere(shown: Known) -> Iterator[tuple[str, int | None, str]]:
    """The words that are on no indicator, as introductions are."""
    for name in shown.commentary.keys() - shown.catalogue.indicators.keys():
        yield from _of_text(shown, name)
    folder = shown.project.relative(shown.project.raw(shown.quarter))
    yield folder, None, shown.info.note


def _in_sentence(claim: Claim) -> str:
    return _around(claim.sentence, (claim.start, claim.end))


def _around(text: str, span: tuple[int, int]) -> str:
    """The words beside a number, and no number."""
    start, end = span
    words = f"{text[max(start - _BESIDE, 0) : start]}…{text[end : end + _BESIDE]}"
    return re.sub(r"\d+", "…", " ".join(words.split()))


def _fault(file: str, line: int | None, what: str, shown: Known, words: str) -> Finding:
    # The number itself is not quoted: what is found may be passed on.
    found = (
        f"A number typed here gives back a figure of {what}, which the {shown.edition} edition "
        f"does not show, or is the same by chance. '{words}'"
    )
    advice = (
        f"Write its placeholder, which prints {HIDDEN_MARK} there, leave it out, or say what is "
        "no figure in other words."
    )
    return Finding(file, line, found, advice, rule=GIVES_BACK)


def _plain(number: str) -> str:
    """A number as it is compared: in digits, without commas and signs."""
    if not any(each.isdigit() for each in number):
        return str(cardinal(number))
    return number.replace(",", "").removesuffix(" per cent").strip("+−-% ")

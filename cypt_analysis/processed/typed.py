"""Numbers typed into words that give back what an edition hides: faults, as nothing else can help.

A placeholder prints the mark; a typed number prints itself.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath

import pandas as pd

from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.claims.cardinals import cardinal
from cypt_analysis.disclosure import hidden_rows
from cypt_analysis.ground.claim import MATCH, NUMBER, Claim
from cypt_analysis.ground.findings import REVIEW, Finding
from cypt_analysis.ground.quarter import MONTHS
from cypt_analysis.ground.safe_text import visible
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.known import Known
from cypt_analysis.observations.rows import is_own
from cypt_analysis.processed.spoken import (
    SMALL,
    Hidden,
    counts,
    counts_in_entry,
    few_people,
    gives_back,
    nouns_of,
)
from cypt_analysis.words.reading import read
from cypt_analysis.words.spoken import Kind as Block

GIVES_BACK, FEW_TOLD = "gives_back", "few_told"
_UNJUDGED = (
    "No figure of the report holds that number, so no rule has judged it. Make sure that no child "
    "can be known by it, or leave it out."
)
# Names of a row that is no part of anything, and names of a school or a place, which people call by
# their first word.
_WHOLE = frozenset({"total", "all"})
_PROPER = re.compile(r"[A-Z][a-z]{3,}(?: (?:and|of|the|[A-Z][\w.'’-]*))+")
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
    traced = {(e.file, e.line, e.printed) for e in shown.claims if e.verdict == MATCH and e.facts}
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
    # A share that a claim has traced to a figure that is shown is that one's.
    traced = {(e.file, e.line, e.printed) for e in shown.claims if e.verdict == MATCH and e.facts}
    for name, hidden in secret.items():
        for where, text in (*_of_entry(shown, name), *_names_of_files(shown)):
            for each in counts_in_entry(text, hidden):
                yield _fault(where, None, name, shown, _around(text, each.span))
        for file, line, text in _elsewhere(shown):
            for each in gives_back(text, hidden, named=True):
                start, end = each.span
                if (file, line, text[start:end]) not in traced:
                    yield _fault(file, line, name, shown, _around(text, each.span))
        for file, line, text in _texts(shown, name):
            for each in gives_back(text, hidden):
                start, end = each.span
                if (file, line, text[start:end]) not in traced:
                    yield _fault(file, line, name, shown, _around(text, each.span))


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
        path = PurePath(file)
        yield str(path.parent), path.stem.replace("_", " ")


def _elsewhere(shown: Known) -> Iterator[tuple[str, int | None, str]]:
    """The words that are on no indicator, as introductions are."""
    for name in shown.commentary.keys() - shown.catalogue.indicators.keys():
        yield from _of_text(shown, name)
    folder = shown.project.relative(shown.project.raw(shown.quarter))
    yield folder, None, shown.info.note


def hidden_in_words(known: Known, shown: Known) -> dict[str, Hidden]:
    """By indicator, its figures that ``shown`` hides as words could give them back."""
    gone = hidden_rows(known.observations, known.revisions, shown.observations, shown.revisions)
    found = {}
    for name, mine in gone.groupby("indicator", sort=False):
        # Another area's figure is told by its number, beside the area's name.
        own = mine[is_own(mine, known.info)]
        shares = own.loc[own["kind"] == Kind.PROPORTION, "value"].dropna()
        counted = own["numerator"].where(own["kind"] != Kind.COUNT, own["value"]).dropna()
        times, parts, gaps = _among(own, known)
        few = _among(own[counted.reindex(own.index) <= SMALL], known)[1]
        near = {f"{each:.0f}" for each in gaps} | _to_targets(own, known)
        near |= {f"{each:.{places}f}" for each in parts for places in (1, 2)}
        found[str(name)] = Hidden(
            frozenset(_numbers(mine, known.observations)), frozenset([*shares, *(100 - shares)]),
            frozenset(counted), frozenset(times),
            nouns_of(known.catalogue.indicators[str(name)]), _rows(mine, known),
            frozenset(near), frozenset(few),
        )  # fmt: skip
    return found


def _rows(gone: pd.DataFrame, known: Known) -> frozenset[str]:
    """What hidden rows are called among others: districts, schools, ages, other areas."""
    found: set[str] = set()
    for row in gone.drop_duplicates(["measure", "breakdown", "area"]).to_dict("records"):
        measure = known.catalogue.indicators[row["indicator"]].get(row["measure"])
        found |= {row["breakdown"], *measure.where.values()}
        if row["area"] != known.info.authority:
            found.add(row["area"])
    names = {each for each in found if each and each.casefold() not in _WHOLE}
    return frozenset(names | {each.split()[0] for each in names if _PROPER.fullmatch(each)})


def _to_targets(gone: pd.DataFrame, known: Known) -> set[str]:
    """How far hidden figures are from their targets, as it would be typed."""
    found = set()
    for target in known.targets.to_dict("records"):
        same = gone[gone["measure"] == target["measure"]]
        for row in same[same["indicator"] == target["indicator"]].to_dict("records"):
            gap = abs(row["value"] - float(target["target"]))
            found |= {f"{gap:.{places}f}" for places in range(int(row["decimals"]) + 1)}
    return found


def _among(gone: pd.DataFrame, known: Known) -> tuple[set[float], set[float], set[float]]:
    """How many times, which share in per cent, and how many more or fewer each hidden count is.

    Beside another of its course, and beside every other count of the indicator at its time: the
    rest of the whole that the two make, too.
    """
    table = known.observations[known.observations["indicator"].isin(gone["indicator"])]
    counted = table["numerator"].where(table["kind"] != Kind.COUNT, table["value"])
    counts = pd.concat([counted, table["denominator"]])
    about = pd.concat([table, table])[["area", "path", "period"]]
    times: set[float] = set()
    shares: set[float] = set()
    gaps: set[float] = set()
    for row in gone.to_dict("records"):
        one = row["value"] if row["kind"] == Kind.COUNT else row["numerator"]
        beside = (about["path"] == row["path"]) | (about["period"] == row["period"])
        others = counts[(about["area"] == row["area"]) & beside & (counts > 0) & (counts != one)]
        for other in set(others) if one > 0 else ():
            times |= {one / other, other / one}
            parts = {min(one, other) / max(one, other) * 100, one / (one + other) * 100}
            shares |= parts | {100 - each for each in parts}
            gaps.add(abs(one - other))
    return times, shares, gaps


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


def _numbers(gone: pd.DataFrame, table: pd.DataFrame) -> set[str]:
    """How hidden figures of an indicator, their rests and their changes would be typed."""
    found: set[str] = set()
    for row in gone.to_dict("records"):
        numbers = [row["value"], row["numerator"], row["denominator"] - row["numerator"]]
        if row["kind"] == Kind.PROPORTION:
            numbers.append(100 - row["value"])
            found |= {f"{row['value'] / 100:.{places}f}" for places in (2, 3, 4)}
        same = (table["area"] == row["area"]) | (table["period"] == row["period"])
        beside = table[same & (table["path"] == row["path"]) & (table["id"] != row["id"])]
        numbers += [row["value"] - other for other in beside["value"]]
        for number in (abs(each) for each in numbers if math.isfinite(each)):
            found |= {f"{number:.{places}f}" for places in range(int(row["decimals"]) + 2)}
    return found

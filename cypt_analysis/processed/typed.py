"""Numbers typed into words that give back what an edition hides: faults, as nothing else can help.

A placeholder prints the mark; a typed number prints itself.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from cypt_analysis.catalogue.kinds import Kind
from cypt_analysis.claims.cardinals import CARDINAL, cardinal
from cypt_analysis.disclosure import hidden_rows
from cypt_analysis.ground.claim import MATCH, NUMBER, Claim
from cypt_analysis.ground.findings import Finding
from cypt_analysis.ground.labels import MONTHS
from cypt_analysis.ground.safe_text import visible
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.known import Known
from cypt_analysis.library.people import counts_people
from cypt_analysis.words.reading import read

GIVES_BACK = "gives_back"
# So many characters on either side of a number show which one is meant.
_BESIDE = 30
# Not the third word of "phase three" or "key stage two": that is a name.
_WRITTEN_OUT = re.compile(
    r"(?<!\bsection )(?<!\bannex )(?<!\bphase )(?<!\bstage )(?<!\bstep )(?<!\bpart )(?<!\byear )"
    r"(?<!\blevel )(?<!\btier )(?<!\boption )(?<!\btable )(?<!\bfigure )(?<!\bquarter )"
    rf"(?<![\w-]){CARDINAL}",
    re.IGNORECASE,
)
# What follows a number that stands for the people themselves: "three were late", "only three."
_BARE = re.compile(
    r"\s*(?:$|[.,;:!?)]|(?:of (?:them|these|those|whom)|were|was|are|is|had|have|has|did|remained?|"
    r"and|or|to|in|at|by|this|last|since|more|fewer|less|others?|out)\b)",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    rf"(?<![\w.,])\d+(?:\.\d+)?\b(?! (?:{'|'.join(MONTHS)})\b)(?: ?%| per cent\b)?"
)
# So many words after a number may say what it counts.
_REACH = 3
# Words that stand for so many.
_SO_MANY = {
    "only": 1, "sole": 1, "single": 1, "lone": 1, "solitary": 1, "couple": 2, "pair": 2, "duo": 2,
    "trio": 3, "quartet": 4,
}  # fmt: skip
_LIKE_NUMBERS = re.compile(rf"\b(?:{'|'.join(_SO_MANY)})\b(?: of)?", re.IGNORECASE)
# Words that say how many times another figure one is, and what is this near to it.
_TIMES = {
    "halv": 0.5, "half": 0.5, "½": 0.5, "doubl": 2, "twice": 2, "trebl": 3, "tripl": 3,
    "thrice": 3, "quadrupl": 4, "⅓": 1 / 3, "¼": 0.25,
}  # fmt: skip
_MULTIPLE = re.compile(
    rf"(?:(?P<word>{'|'.join(_TIMES)})|\b(?P<number>\d+(?:\.\d+)?|{CARDINAL})[- ](?:times|fold)\b)",
    re.IGNORECASE,
)
_NEAR = 0.1


def typed_faults(known: Known, shown: Known) -> list[Finding]:
    """A fault for each number of the words that ``shown``, an edition, must not give back."""
    found: dict[tuple, Finding] = {}
    for each in (*_faults(known, shown), *_in_words(known, shown)):
        found.setdefault((each.file, each.row), each)
    return list(found.values())


def reason_faults(reason: str, known: Known, shown: Known) -> list[Finding]:
    """A fault where the reason for a version gives back what ``shown``, an edition, hides."""
    told, found = visible(reason), []
    for name, secret in (_secrets(known, shown) if shown.shows_less else {}).items():
        nouns = _nouns(known, name)
        for each in (*_FIGURE.finditer(told), *_WRITTEN_OUT.finditer(told)):
            number = _plain(each[0])
            share = each[0].endswith(("%", "cent"))
            if number in secret and (share or _counts(number, told[each.end() :], nouns)):
                found.append(_fault("--reason", 1, name, shown, _around(told, each.span())))
    return found


def _faults(known: Known, shown: Known) -> Iterator[Finding]:
    table = shown.facts.table
    hidden = set(table.loc[table["value"].isna(), "fact"])
    folder = f"{known.project.relative(known.project.raw(known.quarter))}/"
    secret = _secrets(known, shown)
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
        if not traced and _plain(claim.printed) in secret.get(claim.indicator, ()):
            yield _fault(claim.file, claim.line, claim.indicator, shown, _in_sentence(claim))


def _in_words(known: Known, shown: Known) -> Iterator[Finding]:
    """What no claim is read from: numbers written out that stand for what is counted, multiples."""
    for name, secret in _secrets(known, shown).items():
        nouns, times = _nouns(known, name), _multiples(known, shown, name)
        for file, line, text in _texts(shown, name):
            for each in (*_WRITTEN_OUT.finditer(text), *_LIKE_NUMBERS.finditer(text)):
                number = str(_SO_MANY.get(each[0].split()[0].lower(), 0) or cardinal(each[0]))
                if number in secret and _counts(number, text[each.end() :], nouns):
                    yield _fault(file, line, name, shown, _around(text, each.span()))
            for each in _MULTIPLE.finditer(text):
                said = _TIMES.get((each["word"] or "").lower()) or _number(each["number"])
                if any(abs(one / said - 1) < _NEAR for one in times):
                    yield _fault(file, line, name, shown, _around(text, each.span()))


def _texts(shown: Known, indicator: str) -> Iterator[tuple[str, int, str]]:
    """The words on an indicator, with file and row: its own, and what is planned or feared."""
    for block in read(shown.commentary.get(indicator, ""), shown.facts).blocks:
        yield shown.commentary_file(indicator), block.line, block.text
    for table in (shown.actions, shown.risks):
        for row in table[table["indicator"] == indicator].to_dict("records") if len(table) else ():
            for text in (each for each in row.values() if isinstance(each, str)):
                yield row["file"], int(row["row"]), text


def _number(text: str) -> float:
    return float(text) if text[0].isdigit() else float(cardinal(text))


def _multiples(known: Known, shown: Known, indicator: str) -> set[float]:
    """How many times each hidden figure is another of its course, or another count of its time."""
    table = known.observations[known.observations["indicator"] == indicator]
    gone = shown.observations.loc[shown.observations["mark"] != "", "id"]
    found = set()
    for row in table[table["id"].isin(gone)].to_dict("records"):
        for name, alike in (("value", "path"), ("numerator", "path"), ("numerator", "period")):
            one, others = row[name], table.loc[table[alike] == row[alike], name]
            both = [other for other in others if other > 0 and one > 0 and other != one]
            found |= {times for other in both for times in (one / other, other / one)}
    return found


def _counts(number: str, after: str, nouns: set[str]) -> bool:
    """Whether a number written out counts what is hidden, by the words that follow it.

    "Three cautions apply" counts cautions; "one of the reasons" is none of the children.
    """
    if number != "1" and _BARE.match(after):
        return True
    clause = re.split(r"[.,;:!?(]", after)[0].split()[:_REACH]
    return any(_root(word) in nouns for word in clause) or counts_people(" ".join(clause))


def _nouns(known: Known, indicator: str) -> set[str]:
    """What the figures of an indicator count: the words of their names and units."""
    entry = known.catalogue.indicators[indicator]
    told = [entry.name, *(f"{each.name} {each.unit}" for each in entry.measure)]
    return {_root(word) for text in told for word in re.findall(r"[a-z]{4,}", text.lower())}


def _root(word: str) -> str:
    """A word without its plural: assessments and assessment are one."""
    return word.lower().rstrip("s")


def _in_sentence(claim: Claim) -> str:
    return _around(claim.sentence, (claim.start, claim.end))


def _around(text: str, span: tuple[int, int]) -> str:
    """The words beside a number, and no number."""
    start, end = span
    words = f"{text[max(start - _BESIDE, 0) : start]}…{text[end : end + _BESIDE]}"
    return re.sub(r"\d+", "…", " ".join(words.split()))


def _fault(file: str, line: int, what: str, shown: Known, words: str) -> Finding:
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


def _secrets(known: Known, shown: Known) -> dict[str, set[str]]:
    """By indicator, how its hidden figures, their rests and their changes would be typed."""
    table = known.observations
    gone = hidden_rows(table, known.revisions, shown.observations, shown.revisions)
    found: dict[str, set[str]] = {}
    for row in gone.to_dict("records"):
        mine = found.setdefault(row["indicator"], set())
        numbers = [row["value"], row["numerator"], row["denominator"] - row["numerator"]]
        if row["kind"] == Kind.PROPORTION:
            numbers.append(100 - row["value"])
            mine |= {f"{row['value'] / 100:.{places}f}" for places in (2, 3, 4)}
        beside = table[(table["path"] == row["path"]) & (table["id"] != row["id"])]
        numbers += [row["value"] - other for other in beside["value"]]
        for number in (abs(each) for each in numbers if math.isfinite(each)):
            mine |= {f"{number:.{places}f}" for places in range(int(row["decimals"]) + 2)}
    return found

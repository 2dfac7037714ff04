"""Words that may say who a child is, or how many are hidden, without a number: asked of a person.

Of what is small every description tells: a single girl, her brother, the youngest, a family of a
parish. No program can tell them from what is known to everybody, so somebody answers by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from cypt_analysis.claims import claim_findings, lapsed, waive
from cypt_analysis.claims.report import LAPSED
from cypt_analysis.drops.drop import Drop
from cypt_analysis.ground.claim import UNTRACED, WORD, Claim
from cypt_analysis.ground.quarter import MONTHS
from cypt_analysis.known import Known
from cypt_analysis.library.areas import every_area
from cypt_analysis.library.people import counts_people
from cypt_analysis.processed.build import waivers_of
from cypt_analysis.processed.hidden import SMALL, Hidden, hidden_in_words, root, words_in
from cypt_analysis.processed.spoken import ORDINAL, cardinal_of
from cypt_analysis.processed.texts import Text, texts_of
from cypt_analysis.words.spoken import Kind, sentence_places

_ASKED = (
    "the {edition} edition hides a small number here, and this may say whose it is or how many; "
    "make sure that no child can be known by it"
)
_CHILD = (
    r"(?:girl|boy|child|baby|infant|toddler|newborn|teenager|teen|youngster|pupil|student|family|"
    r"young person|young woman|young man|son|daughter|mother|father|parent|victim|lad)\b(?!['’-]| "
    r"(?:protection|care|health|services?|support|hub|centre|court|in need|welfare|poverty|group|"
    r"sexual|criminal|safeguarding|conference|plans?|assessments?|reviews?|network|time)\b)"
)
_KIN = (
    r"(?:brothers?|sisters?|siblings?|cousins?|twins?|triplets?|grand(?:mother|father|parents?|ma|"
    r"pa)|aunt|uncle|niece|nephew|half-brother|half-sister|step(?:brother|sister))\b"
)
_DESCRIBES = re.compile(
    rf"\b(?:single|sole|lone|only|same|this|that|one)(?: [a-z][\w-]*){{0,2}}? {_CHILD}"
    rf"|\b(?:first|last|other|second|third) (?:[a-z][\w-]* )?{_CHILD}"
    rf"|\b(?:youngest|eldest|oldest)\b|\b{_KIN}|\b(?:baby|toddler|newborn)\b"
    rf"|\b(?:her|his) (?:[a-z][\w-]* )?(?:{_CHILD})|\ba family of\b|\b(?:he|she)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:girls?|boys?|child(?:ren)?|bab(?:y|ies)|infants?|toddlers?|teenagers?|siblings?|twins?|"
    r"pupils?|students?|famil(?:y|ies)|young (?:people|person|wom[ae]n|m[ae]n)|brothers?|sisters?|"
    r"mothers?|fathers?|grand\w+)\b",
    re.IGNORECASE,
)
_NAME = r"(?:(?:St|Mc)\.? ?)?[A-Z][a-z'’]+(?:[ -](?:on|le|upon|the|[A-Z][a-z'’]+))*"
_PLACE = re.compile(rf"\b(?:from|in|near|at|around|of) (?:the )?(?P<place>{_NAME})")
_LISTED = re.compile(rf"{_NAME}(?:, {_NAME})*,? and {_NAME}")
_BODY = re.compile(r"\b(?:Office|Department|Ministry) (?:for|of)\b")
_MONTH = re.compile(rf"\b(?:\d{{1,2}} )?(?:{'|'.join(MONTHS)})\b")
_OF_THEM = re.compile(rf"\b(?P<n>{ORDINAL}) (?P<what>(?:[a-z-]+ )?[a-z-]+)\b", re.IGNORECASE)
# Words with a capital that are no place.
_NO_PLACES = frozenset(
    ["Board", "Council", "Government", "England", "Ofsted", "Year", "Key", "Stage", "Spring",
     "Summer", "Autumn", "Winter", "Christmas", "Easter", "Monday", "Tuesday", "Wednesday",
     "Thursday", "Friday", "Saturday", "Sunday", "Quarter", "Team", "Service", *MONTHS]
)  # fmt: skip


def with_asked(whole: Known, editions: Iterable[Known], drop: Drop) -> Known:
    """The internal edition with what is asked of a person on account of what others hide."""
    more = [each for one in editions if one.shows_less for each in asked_of(whole, one)]
    claims = _beside(whole.claims, dict.fromkeys(more))
    points = [each for each in whole.findings if each.rule != LAPSED]
    waivers = waivers_of(drop, whole.catalogue)
    if waivers is not None and len(waivers):
        claims = waive(claims, waivers)
        points += lapsed(claims, waivers.set_index("row"), drop.path("waivers.csv"))
    before = set(whole.claims)
    points += claim_findings([each for each in claims if each not in before])
    return replace(whole, claims=tuple(claims), findings=tuple(points))


def asked_of(known: Known, shown: Known) -> list[Claim]:
    """A claim for a person for each sentence of ``shown``, an edition, that may tell of one."""
    hidden = {
        name: each for name, each in hidden_in_words(known, shown).items()
        if any(0 < count <= SMALL for count in each.counts)
    }  # fmt: skip
    places = _known_places(known)
    texts = [each for each in texts_of(shown) if not each.settles]
    found: list[Claim] = []
    for each in texts:
        for name in [each.indicator] if each.indicator else hidden:
            if name in hidden:
                found += _of_text(each, name, hidden[name], places, shown)
    for (_, name, _), group in groupby(texts, key=lambda e: (e.file, e.indicator, e.group)):
        if name in hidden:
            found += _of_list(list(group), name, hidden[name], shown)
    once = {(each.file, each.line, each.sentence): each for each in reversed(found)}
    return sorted(once.values(), key=lambda each: (each.file, each.line, each.at))


def _beside(claims: Sequence[Claim], more: Iterable[Claim]) -> list[Claim]:
    """Claims with more of them, each after those of its sentence: it is answered for at once."""
    found = list(claims)
    for each in more:
        same = [n for n, one in enumerate(found) if _sentence(one) == _sentence(each)]
        if same:
            one = found[same[-1]]
            own = replace(each, at=one.at, place=one.place, section=one.section, known=one.known)
            found.insert(same[-1] + 1, own)
        else:
            found.append(each)
    return found


def _sentence(claim: Claim) -> tuple[str, int, str]:
    return claim.file, claim.line, claim.sentence


def _of_text(
    each: Text, name: str, hidden: Hidden, places: frozenset[str], shown: Known
) -> Iterator[Claim]:
    for start, end in sentence_places(each.text):
        said = each.text[start:end].strip()
        own = any(root(word) in hidden.nouns and not counts_people(word) for word in words_in(said))
        if each.indicator or own:
            spans = [*_descriptions(said, hidden, places), *(_as_many(said, hidden) if own else ())]
            for first, last in spans[:1]:
                row = each.row(start) or 0
                yield _claim(each.file, row, name, said, (first, last), shown)


def _descriptions(said: str, hidden: Hidden, places: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Words of one child, of kin, and of a place beside a child."""
    for match in _DESCRIBES.finditer(said):
        # A word alone for what is counted describes nobody: siblings placed together.
        if root(match[0]) not in hidden.nouns:
            yield match.span()
    for match in _PLACE.finditer(said) if _PEOPLE.search(said) else ():
        if not set(match["place"].split()) <= places and match["place"] not in places:
            yield match.span("place")


def _as_many(said: str, hidden: Hidden) -> Iterator[tuple[int, int]]:
    """As many names, months or days as are hidden, and the last of so many."""
    for match in _LISTED.finditer(said):
        # A list of bodies is of no people.
        if _BODY.search(said[: match.end()], max(match.start() - 15, 0)):
            continue
        if match[0].count(",") + 2 - (", and " in match[0]) in hidden.counts:
            yield match.span()
    months = list(_MONTH.finditer(said))
    if len(months) > 1 and len(months) in hidden.counts:
        yield months[0].start(), months[-1].end()
    for match in _OF_THEM.finditer(said):
        near = {root(word) for word in match["what"].split()}
        if cardinal_of(match["n"]) in hidden.counts and near & hidden.nouns:
            yield match.span()


def _of_list(rows: Sequence[Text], name: str, hidden: Hidden, shown: Known) -> Iterator[Claim]:
    """A list or a table with as many rows as are hidden, of what is counted."""
    kinds = [each.block.kind for each in rows if each.block]
    blocks = [e for e in rows if e.block and e.block.kind in (Kind.ITEM, Kind.CELL)]
    lines = {each.line for each in blocks}
    if len(lines) < 2:
        return
    told = " ".join([*(e.block.lead for e in blocks[:1] if e.block), *(e.text for e in rows)])
    own = any(root(word) in hidden.nouns and not counts_people(word) for word in words_in(told))
    headed = {len(lines), len(lines) - 1} if Kind.CELL in kinds else {len(lines)}
    if own and headed & hidden.counts:
        first = blocks[0]
        yield _claim(first.file, first.line or 0, name, first.text, (0, len(first.text)), shown)


def _claim(file: str, row: int, name: str, said: str, span: tuple[int, int], shown: Known) -> Claim:
    return Claim(
        file, row, name, "", said, *span, WORD, UNTRACED,
        _ASKED.format(edition=shown.edition), known=f"{shown.quarter}",
    )  # fmt: skip


def _known_places(known: Known) -> frozenset[str]:
    """Names with a capital that say of no child where it lives: areas, and the project's words."""
    settings = known.settings
    entries = known.catalogue.indicators.values()
    texts = [settings.title, settings.board, known.info.authority, *known.observations["breakdown"]]
    texts += [each.name for entry in entries for each in entry.measure]
    texts += [each.name for each in entries] + [each.name for each in known.catalogue.sections]
    areas = {each.name for each in every_area()} | set(known.observations["area"])
    words = {word for text in {*texts} for word in re.findall(r"[A-Z][a-z'’]+", text)}
    return frozenset(areas | words | _NO_PLACES)

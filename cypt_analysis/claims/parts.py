"""A sentence cut into parts: at marks, at words that turn or join, and round its brackets."""

from __future__ import annotations

from collections.abc import Sequence

from cypt_analysis.claims.cardinals import SMALL
from cypt_analysis.claims.evidence import terms_of
from cypt_analysis.claims.items import AREA, MARK, NUMBER, PERIOD, WORD, Item
from cypt_analysis.claims.lexicon import words

# The kinds of words that state something of a figure.
STATING = (
    "times", "move", "flat", "judged", "more", "rival", "par", "extreme", "best", "goal_met",
    "goal_missed", "chance", "level", "grade", "pace", "gap",
)  # fmt: skip
BRACKET = "("
_GAPS = words("gaps.nouns") | words("roles.differences")
_DETERMINERS = words("reading.determiners")
_CUT, _JOINING = words("parts.cut"), words("parts.joining")
_REF = words("part.ref") | words("part.many")
_WHO = ("who", "whose", "which")
_MARKS = frozenset(",;:—–")
_BACK = 5
# The places of a part's items, and the word or mark that joins it to what stands before.
Piece = tuple[tuple[int, ...], str]


def pieces_of(
    items: Sequence[Item], measured: frozenset[str] = frozenset(),
    names: Sequence[tuple[int, int]] = (),
) -> list[Piece]:  # fmt: skip
    """The parts of a sentence in their order, what stands in brackets after the part it is in.

    ``measured`` are the words of measures: "children who are obese" is what one counts; ``names``
    are the places of their names, which are not cut.
    """
    main, brackets = _set_apart(items)
    pieces = [
        (tuple(_without_stop(items, p)), joiner)
        for p, joiner in _pieces(items, main, (measured, names))
    ]
    pieces = [(places, joiner) for places, joiner in pieces if places]
    inside: dict[int, list[Piece]] = {}
    for at, places in brackets.items():
        before = [n for n, (own, _) in enumerate(pieces) if own[0] < at]
        inside.setdefault(before[-1] if before else len(pieces) - 1, []).append(
            (tuple(places), BRACKET)
        )
    found = inside.get(-1, [])
    for number, piece in enumerate(pieces):
        found += [piece, *inside.get(number, [])]
    return found


def _set_apart(items: Sequence[Item]) -> tuple[list[int], dict[int, list[int]]]:
    """The places outside brackets, and by the place of each opening bracket those inside."""
    main: list[int] = []
    brackets: dict[int, list[int]] = {}
    depth, opened = 0, 0
    for at, item in enumerate(items):
        if item.kind == MARK and item.said == BRACKET:
            depth, opened = depth + 1, at
        elif item.kind == MARK and item.said == ")" and depth:
            depth -= 1
        elif depth:
            brackets.setdefault(opened, []).append(at)
        else:
            main.append(at)
    return main, brackets


def _pieces(
    items: Sequence[Item], main: list[int], called: tuple[frozenset[str], Sequence[tuple[int, int]]]
) -> list[tuple[list[int], str]]:
    measured, names = called
    pieces: list[tuple[list[int], str]] = [([], "")]
    for k, at in enumerate(main):
        item = items[at]
        if any(a < item.start < b for a, b in names):
            pieces[-1][0].append(at)
            continue
        if item.kind == MARK and item.said in _MARKS:
            if not (item.said in (",", "—", "–") and _gives_ends(items, main[k + 1 : k + 12])):
                pieces.append(([], item.said))
            continue
        joiner = _opens(items, main, k) if item.kind == WORD and k else ""
        if joiner and not (joiner in _WHO and _counts(items, main[k + 1 : k + 3], measured)):
            pieces.append(([], joiner))
        pieces[-1][0].append(at)
    return pieces


def _gives_ends(items: Sequence[Item], places: list[int]) -> bool:
    """Of "rose by half, from 811 in 2021/22 to 1,224": whether the ends of a change follow."""
    ahead = [items[at] for at in places]
    stop = next((i for i, each in enumerate(ahead) if each.kind == MARK), len(ahead))
    numbers = [i for i, each in enumerate(ahead[:stop]) if each.kind == NUMBER]
    opens = bool(ahead) and ahead[0].said == "from" and numbers[:1] == [1]
    return opens and any(each.said == "to" for each in ahead[1:stop]) and len(numbers) > 1


def _counts(items: Sequence[Item], places: list[int], measured: frozenset[str]) -> bool:
    """Whether what follows "who" is what a measure counts: "who are obese"."""
    words_said = [items[at].said for at in places]
    telling = terms_of(" ".join(words_said)) & measured
    return bool(telling) and not any(items[at].entry(*STATING) for at in places)


def _opens(items: Sequence[Item], main: list[int], k: int) -> str:
    """How a word opens a part of its own, or nothing where it does not."""
    said, before = items[main[k]].said, items[main[k - 1]]
    if said in _CUT:
        return "" if said == "yet" and before.entry("deny") else said
    if said == "as":
        turns = before.kind in (NUMBER, PERIOD) and _states(items, main[k + 1 :])
        return said if turns and items[main[min(k + 1, len(main) - 1)]].said not in _REF else ""
    if k + 1 == len(main):
        return ""
    after = items[main[k + 1]]
    if said in _JOINING:
        back = [items[each].said for each in main[max(0, k - _BACK) : k]]
        pair = before.kind == after.kind and after.kind in (PERIOD, AREA)
        last = back[::-1]
        since = last[: last.index("between")] if "between" in last else ["and"]
        open_range = not {"and", ","} & set(since) and after.said != "then"
        lasting = main[_last_cut(items, main, k) : k]
        idle = said == "or" and not (_states(items, lasting) and _states(items, main[k + 1 :]))
        whole = pair or open_range or (idle and before.kind == after.kind == WORD)
        return "" if whole else "or" if said == "or" else "and"
    if said in ("after", "following"):
        ahead = [items[each] for each in main[k + 1 : k + 5]]
        ahead = ahead[: next((i for i, e in enumerate(ahead) if e.kind != WORD), len(ahead))]
        moved = any(each.entry("move") for each in ahead)
        if moved and ahead[0].said in _DETERMINERS and before.kind != WORD:
            return "after"
        counted = [items[each].said.split()[-1] for each in main[k + 1 : k + 2]]
        if counted and counted[0] in SMALL and _states(items, main[k + 1 : k + 6]):
            return "after"
    verb = said in ("before", "after") and after.said.split(" ")[0].endswith("ing")
    stated = (
        said == "with"
        and not (before.entry("rival") or before.said in _GAPS)
        and _states(items, main[k + 1 :])
    )
    return said if verb or stated or said == "having" else ""


def _last_cut(items: Sequence[Item], main: list[int], k: int) -> int:
    """Where the words before a place begin, after the last mark."""
    return next((j + 1 for j in range(k - 1, -1, -1) if items[main[j]].said in _MARKS), 0)


def _states(items: Sequence[Item], places: list[int]) -> bool:
    """Whether a number or a word that states something comes before the next mark."""
    for at in places:
        if items[at].kind == MARK:
            return False
        if items[at].kind == NUMBER or items[at].entry(*STATING):
            return True
    return False


def _without_stop(items: Sequence[Item], places: list[int]) -> list[int]:
    while places and items[places[-1]].kind == MARK and items[places[-1]].said == ".":
        places = places[:-1]
    return places

"""What differs between two reports: figures, verdicts, words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cypt_analysis.cycle.comparing.sides import Side
from cypt_analysis.ground.tables import Html, Table, join, paragraph

_NONE = "none"
# A number with more decimals than anybody reads.
_LONG = re.compile(r"\d+\.\d{3,}")
# So many of a kind are told one by one on a screen.
_MOST = 15


@dataclass(frozen=True)
class Differences:
    """Between two reports: what each difference is of, then, now.

    Of words ``then`` is a sentence that is gone or ``now`` one that is new.
    """

    before: str
    after: str
    figures: tuple[tuple[str, str, str], ...]
    verdicts: tuple[tuple[str, str, str], ...]
    words: tuple[tuple[str, str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.figures or self.verdicts or self.words)


def differences(before: Side, after: Side) -> Differences:
    """Every figure, verdict and sentence that is not the same in both."""
    ids = dict.fromkeys((*before.figures, *after.figures))
    figures = []
    for each in ids:
        then, now = before.figures.get(each), after.figures.get(each)
        if (then and then[1]) != (now and now[1]):
            label = (now or then or ("", ""))[0]
            shown = _shown(then[1] if then else _NONE, now[1] if now else _NONE)
            figures.append((label, *shown))
    verdicts = _changed(before.verdicts, after.verdicts)
    words = []
    for name in dict.fromkeys((*before.words, *after.words)):
        then_said, now_said = before.words.get(name, ()), after.words.get(name, ())
        words += [(name, said, "") for said in then_said if said not in now_said]
        words += [(name, "", said) for said in now_said if said not in then_said]
    return Differences(before.name, after.name, tuple(figures), tuple(verdicts), tuple(words))


def _shown(then: str, now: str) -> tuple[str, str]:
    """Two values with no more decimals than are read, or all where they would look alike."""
    short = tuple(_LONG.sub(lambda match: f"{float(match[0]):.2f}", each) for each in (then, now))
    return (then, now) if short[0] == short[1] else (short[0], short[1])


def _changed(then: Mapping[str, str], now: Mapping[str, str]) -> list[tuple[str, str, str]]:
    return [
        (name, then.get(name, _NONE), now.get(name, _NONE))
        for name in dict.fromkeys((*then, *now))
        if then.get(name) != now.get(name)
    ]


def lines(found: Differences, *, every: bool = False) -> Iterator[str]:
    """The differences for a screen, the first of each kind unless ``every`` is asked for."""
    yield f"{found.before} and {found.after}:"
    if not found:
        yield "  no figure, verdict or sentence differs"
        return
    changed = [e for e in found.figures if _NONE not in e[1:]]
    told = ", ".join(
        f"{number} {what}"
        for number, what in (
            (len(changed), "changed"),
            (sum(each[1] == _NONE for each in found.figures), "new"),
            (sum(each[2] == _NONE for each in found.figures), "gone"),
        )
        if number
    )
    yield f"Figures: {told or 'the same'}"
    yield from _some((f"  {a}: {b}, now {c}" for a, b, c in changed), every)
    yield f"Verdicts: {len(found.verdicts) or 'the same'}{' changed' if found.verdicts else ''}"
    yield from _some((f"  {a}: {b}, now {c}" for a, b, c in found.verdicts), every)
    gone, new = (sum(bool(each[place]) for each in found.words) for place in (1, 2))
    yield f"Sentences: {gone} gone, {new} new"
    yield from _some((f"  {a}: {'- ' + b if b else '+ ' + c}" for a, b, c in found.words), every)


def _some(told: Iterable[str], every: bool) -> Iterator[str]:
    kept = list(told)
    yield from kept if every else kept[:_MOST]
    if not every and len(kept) > _MOST:
        yield f"  and {len(kept) - _MOST} more: --all shows them"


def as_html(found: Differences, prefix: str) -> Html:
    """The differences as tables for a page, each under an id of its own."""
    if not found:
        return paragraph(f"{found.before} and {found.after} say the same.")
    parts = []
    for name, rows in (
        ("figures", found.figures), ("verdicts", found.verdicts), ("words", found.words),
    ):  # fmt: skip
        if rows:
            caption = f"{name.capitalize()}: {found.before} and {found.after}"
            columns = ("Of", found.before, found.after)
            filled = [[cell or "not there" for cell in row] for row in rows]
            parts.append(Table(f"{prefix}-{name}", caption, columns, filled).html())
    return join(*parts)

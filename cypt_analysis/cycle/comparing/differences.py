"""What differs between two reports (figures, verdicts, words), and the sheet of a correction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from cypt_analysis.cycle.comparing.figures import NONE, Change, figures_then_and_now
from cypt_analysis.cycle.comparing.reread import reread, reread_html
from cypt_analysis.cycle.comparing.sides import PAGE, Side, Texts, read_side
from cypt_analysis.cycle.sheet import sheet
from cypt_analysis.ground.edition import INTERNAL, Edition
from cypt_analysis.ground.findings import CheckFailed
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.ground.tables import Html, Table, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.processed.reader import DropReader

_OTHERS = "Tables and pictures"
# So many of a kind are told one by one on a screen.
_MOST = 15


@dataclass(frozen=True)
class Differences:
    """Between two reports: what each difference is of, then, now.

    Of words, and of what else is written on the page, ``then`` is gone or ``now`` is new.
    """

    before: str
    after: str
    figures: tuple[Change, ...]
    verdicts: tuple[Change, ...]
    words: tuple[Change, ...]
    others: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.figures or self.verdicts or self.words or self.others)


def differences(before: Side, after: Side) -> Differences:
    """Every figure, verdict and sentence that is not the same in both."""
    figures = (found for _, found in figures_then_and_now(before.figures, after.figures))
    verdicts = _changed(before.verdicts, after.verdicts)
    words, others = _moved(before.words, after.words), _moved(before.others, after.others)
    return Differences(before.name, after.name, tuple(figures), tuple(verdicts), words, others)


def _moved(then: Texts, now: Texts) -> tuple[Change, ...]:
    """Each text that is gone or new under its heading, in the page's order; one that moved is both.

    A picture is drawn in two widths, and says everything twice.
    """
    found: dict[Change, None] = {}
    for name in dict.fromkeys((*now, *then)):
        old, new = then.get(name, ()), now.get(name, ())
        for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if what != "equal":
                found |= dict.fromkeys((name, said, "") for said in old[a:b])
                found |= dict.fromkeys((name, "", said) for said in new[c:d])
    return tuple(found)


def _changed(then: Mapping[str, str], now: Mapping[str, str]) -> list[Change]:
    return [
        (name, then.get(name, NONE), now.get(name, NONE))
        for name in dict.fromkeys((*then, *now))
        if then.get(name) != now.get(name)
    ]


def lines(found: Differences, *, every: bool = False) -> Iterator[str]:
    """The differences for a screen, the first of each kind unless ``every`` is asked for."""
    yield f"{found.before} and {found.after}:"
    if not found:
        yield "  no figure, verdict or text differs"
        return
    changed = [e for e in found.figures if NONE not in e[1:]]
    told = ", ".join(
        f"{number} {what}"
        for number, what in (
            (len(changed), "changed"),
            (sum(each[1] == NONE for each in found.figures), "new"),
            (sum(each[2] == NONE for each in found.figures), "gone"),
        )
        if number
    )
    yield f"Figures: {told or 'the same'}"
    yield from _some((f"  {a}: {b}, now {c}" for a, b, c in changed), every)
    yield f"Verdicts: {len(found.verdicts) or 'the same'}{' changed' if found.verdicts else ''}"
    yield from _some((f"  {a}: {b}, now {c}" for a, b, c in found.verdicts), every)
    for what, texts in (("Sentences", found.words), (_OTHERS, found.others)):
        gone, new = (sum(bool(each[place]) for each in texts) for place in (1, 2))
        yield f"{what}: {gone} gone, {new} new"
        yield from _some((f"  {a}: {'- ' + b if b else '+ ' + c}" for a, b, c in texts), every)


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
        ("Figures", found.figures), ("Verdicts", found.verdicts), ("Words", found.words),
        (_OTHERS, found.others),
    ):  # fmt: skip
        if rows:
            caption = f"{name}: {found.before} and {found.after}"
            columns = ("Of", found.before, found.after)
            filled = [[cell or "not there" for cell in row] for row in rows]
            place = f"{prefix}-{name.split()[0].lower()}"
            parts.append(Table(place, caption, columns, filled).html())
    return join(*parts)


CHANGES = "changes.html"
_HIDDEN = "It hides figures that the version before showed, so nothing of that one stands here."


def write_changes(folder: Path, was: Path, known: Known, edition: Edition) -> None:
    """Write what an edition's page says otherwise than the version before, which stands in ``was``.

    Figures, verdicts and sentences of the two pages, as each edition shows them; the internal one
    also has the sentences of the last quarter's report that would now read differently. Nothing is
    written where the version before had no such edition.
    """
    if not (was / PAGE).is_file():
        return
    then = read_side(was, f"Version {edition.version - 1}", known.quarter)
    now = read_side(folder, f"Version {edition.version}", known.quarter)
    found = differences(then, now)
    hides = any(b.startswith(HIDDEN_MARK) > a.startswith(HIDDEN_MARK) for _, a, b in found.figures)
    parts: list[object] = [
        paragraph(f"Why: {edition.reason}."),
        paragraph(_HIDDEN) if hides else "",
        as_html(_without_then(found) if hides else found, "changed"),
    ]
    if known.edition == INTERNAL:
        parts += _last_report(known)
    title = f"{known.settings.title}: {known.quarter.title}, what {now.name.lower()} changes"
    text = sheet(title, *parts)
    (folder / CHANGES).write_text(text, encoding="utf-8", newline="\n")


def _without_then(found: Differences) -> Differences:
    """What is new alone: a version before it showed what may be shown no longer."""
    return replace(
        found,
        figures=tuple((of, "", now) for of, _, now in found.figures),
        verdicts=tuple((of, "", now) for of, _, now in found.verdicts),
        words=tuple(each for each in found.words if each[2]),
        others=tuple(each for each in found.others if each[2]),
    )


def _last_report(known: Known) -> list[Html]:
    last = known.quarter.previous
    if last not in known.project.quarters():
        return []
    try:
        found = reread(DropReader(known.project), last, known.quarter)
    except CheckFailed:
        told = paragraph(f"How {last} would read now cannot be told: its files have faults.")
    else:
        told = reread_html(found, last)
    return [Html("<h2>{}</h2>").format("The last report"), told]

"""The gap between two areas: how large it is, and whether it became wider or narrower."""

from __future__ import annotations

from cypt_analysis.claims.about import About
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.lexicon import words
from cypt_analysis.claims.matters import GAPS
from cypt_analysis.claims.pairing import earlier_than, size_of
from cypt_analysis.claims.part import CHANGE, HOLDS, OPEN, Relation, Said, Two, truth_of
from cypt_analysis.claims.roles import NEW, OLD, REF, SINCE, Figure
from cypt_analysis.claims.values import fits

_SEPARATING = words("bare.separating")


def judge_gap(figure: Figure, what: About, heard: Heard) -> Said | None:
    """Of "the gap to England was 209", "8 points separated us from England"."""
    part, values = what.part, heard.values
    areas = [each for each in part.named_areas() if each != values.own]
    if len(areas) != 1 or not part.said & (GAPS | _SEPARATING):
        return None
    found = [
        (now, other) for path in what.paths for now in values.at(path, "", what.periods)[-1:]
        for other in values.same_time(path, areas[0], now)
    ]  # fmt: skip
    if len(found) != 1:
        return Said(figure.at, OPEN)
    now, other = heard.talk.gap = found[0]
    heard.used.append((now, other))
    heard.used_areas.append((other.area,))
    why = f"{now.shown} beside {other.shown}"
    return Said(figure.at, size_of(figure, now, other, heard), why, other)


def judge_gap_change(relation: Relation, what: About, heard: Heard) -> list[Said] | None:
    """Of "the gap to England narrowed from 7.0 to 0.6": whether it did; None where no gap is
    the subject."""
    part, own = what.part, heard.values.own
    items = heard.line.items[part.start : relation.at + 3]
    if relation.kind not in ("move", "gap") or GAPS.isdisjoint(each.said for each in items):
        return None
    areas = [each for each in part.named_areas() if each != own] or heard.talk.refs
    if not areas:
        return None
    two = _ends(areas, what, heard) if len(areas) == 1 else None
    figures = (*what.sizes, *what.from_, *what.to, *what.ref_figures)
    if two is None:
        return [Said(at, OPEN, "It is said of a gap, which was not compared.")
                for at in (relation.at, *(n.at for n in figures))]  # fmt: skip
    then, now = two
    wide = abs(now[0].value - now[1].value) - abs(then[0].value - then[1].value)
    heard.talk.gap = now
    heard.used += [then, now]
    heard.used_areas.append((now[1].area,))
    why = " → ".join(f"{one.shown} beside {other.shown}" for one, other in two)
    truth = truth_of(wide * relation.way > 0, denied=relation.denied)
    if relation.said == "closed" and truth == HOLDS and now[0].shown != now[1].shown:
        truth = OPEN  # It is narrower, and there is one.
    said = [Said(relation.at, truth, why, now[0], CHANGE)]
    for each in what.from_:
        said.append(Said(each.at, size_of(each, *then, heard), why, then[1]))
    for each in what.to:
        said.append(Said(each.at, size_of(each, *now, heard), why, now[1]))
    rest = (*what.sizes, *what.ref_figures)
    said += [Said(n.at, OPEN, why) for n in rest]
    return said


def _ends(areas: list[str], what: About, heard: Heard) -> tuple[Two, Two] | None:
    """Two areas' values at the earlier and at the later time that are told or usual."""
    part, values = what.part, heard.values
    for path in what.paths:
        both = [
            (row, other)
            for row in values.rows(path)
            for other in values.same_time(path, areas[0], row)
        ]
        nows = [b for b in both if fits(part.fixed(NEW) or what.periods, b[0])] or both[-1:]
        olds = part.fixed(OLD, SINCE, REF)
        before = [
            b for b in both if nows and b[0] in earlier_than([e for e, _ in both], nows[-1][0])
        ]
        thens = [
            b for b in before if (fits(olds, b[0]) if olds else b[0].is_year_before(nows[-1][0]))
        ]
        thens = thens or ([] if olds else before[-1:])
        if thens and nows:
            return thens[-1], nows[-1]
    return None

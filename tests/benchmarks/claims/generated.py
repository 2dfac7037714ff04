"""Sentences made from the facts, true and false, in many wordings: what does the reader not read?

    python -m tests.benchmarks.claims.generated [--seed 1] [--each 3] [--list KIND]

Each kind of statement writes itself: a subject, a time, a value and a wording are drawn from the
lists below, and its false twin has one of them altered. The wordings know nothing of the rules, so
that a wording which is not read, or is misread, is found without a writer. The score is told by
kind, as `blind` tells it.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from cypt_analysis.claims import Evidence, check_text
from cypt_analysis.claims.evidence import Candidate
from cypt_analysis.claims.values import Values
from cypt_analysis.ground.claim import Outcome
from cypt_analysis.ground.quarter import Period
from tests.benchmarks.claims.blind import DEMO, OWN, _world, said_of

# How an author calls what is measured: by project and path.
SUBJECTS = {
    OWN: {
        "looked_after": ["the number of children looked after", "the looked after population"],
        "child_protection": ["the number of children with a plan", "the number of plans"],
        "referrals": ["the referral rate", "the rate of referrals"],
        "neet": ["the number of young people who are NEET", "the NEET count"],
        "neet.claimants": ["the claimant count", "the number of claimants aged 18 to 24"],
        "conceptions.annual": ["the calendar-year conception rate"],
        "obesity": ["Year 6 obesity", "the share of Year 6 children who are obese"],
        "health_and_safety": ["the number of incidents", "reported incidents"],
        "persistent_absence.overall_secondary": ["overall absence in secondary schools"],
    },
    DEMO: {
        "rereferrals": ["the re-referral rate", "the share of re-referrals"],
        "assess45": ["assessment timeliness", "the share of assessments finished in time"],
        "cin_rate": ["the rate of children in need", "the children in need rate"],
        "s47": ["the rate of section 47 enquiries"],
        "cpp_second": ["the share of second or later plans"],
        "cla_rate": ["the rate of children looked after", "the looked after rate"],
        "cla_longstable": ["long-term stability", "the share in a stable placement"],
        "cl_eet": ["the share of care leavers in education, employment or training"],
        "pa10": ["persistent absence", "the persistent absence rate"],
        "att8": ["the Attainment 8 score", "average Attainment 8"],
        "ehcp20": ["the share of plans issued within 20 weeks", "20-week timeliness"],
        "ncmp_6": ["Year 6 obesity", "the share of Year 6 pupils who are obese"],
        "fte": ["the rate of first-time entrants"],
        "sw_turnover": ["social worker turnover", "the turnover rate"],
    },
}  # fmt: skip
ROSE = [
    "rose",
    "increased",
    "went up",
    "climbed",
    "grew",
    "was up",
    "edged up",
    "mounted",
    "swelled",
]
FELL = [
    "fell",
    "decreased",
    "went down",
    "dropped",
    "shrank",
    "was down",
    "eased",
    "came down",
    "slid",
]
A_RISE = ["a rise", "an increase", "growth", "a climb", "an upturn", "a jump"]
A_FALL = ["a fall", "a decrease", "a drop", "a decline", "a reduction", "a dip"]
HIGHER, LOWER = ["higher", "greater", "larger"], ["lower", "smaller"]
ABOVE = ["above", "higher than", "in excess of", "greater than"]
BELOW = ["below", "lower than", "under", "smaller than"]
STOOD = ["stood at", "was", "came to", "amounted to", "was recorded at", "reached"]
ENGLAND = ["England", "the national figure", "the English average", "that of England"]


@dataclass(frozen=True)
class Made:
    """A sentence, its kind, what is right of it, and what the checker says."""

    kind: str
    right: bool
    text: str
    said: str


@dataclass(frozen=True)
class Series:
    """A measure with how it is called, and its values in time."""

    evidence: Evidence
    path: str
    called: str
    rows: tuple[Candidate, ...]
    dice: random.Random

    def pick(self, words: list[str]) -> str:
        """One of some wordings."""
        return self.dice.choice(words)

    def way(self, then: Candidate, now: Candidate, up: list[str], down: list[str]) -> str:
        """A word for the way from one value to another."""
        return self.pick(up if now.value > then.value else down)

    def two(self) -> tuple[Candidate, Candidate]:
        """Two values that print differently, the earlier first."""
        pairs = [p for p in pairwise(self.rows) if p[0].shown != p[1].shown]
        clear = [p for p in pairs if not self.is_chance(*p)]
        return self.dice.choice((clear or pairs)[-4:])

    def is_chance(self, then: Candidate, now: Candidate) -> bool:
        """Whether a change is told to be within chance: a person decides what is said of it."""
        return Values(self.evidence).significant(now, then) is False


def when(period: Period | None) -> str:
    """A period as an author writes it."""
    assert period is not None
    if period.kind == "day":
        return f"{period.end:%B %Y}"
    if period.kind in ("financial_year", "academic_year"):
        return f"{period.text[:4]}/{period.text[5:7]}"
    return period.label


def _other(text: str, dice: random.Random) -> str:
    """A printed number with one of its first two digits altered."""
    places = [i for i, each in enumerate(text) if each.isdigit()][:2]
    at = places[-1]
    digit = dice.choice([d for d in "123456789" if d != text[at]])
    return text[:at] + digit + text[at + 1 :]


def _cap(text: str) -> str:
    return text[0].upper() + text[1:]


def _level(s: Series) -> Iterator[str]:
    row = s.dice.choice(s.rows[-4:])
    wordings = [
        f"{s.called} {s.pick(STOOD)} {{}} in {when(row.period)}.",
        f"In {when(row.period)} {s.called} {s.pick(STOOD)} {{}}.",
        f"In {when(row.period)}, at {{}}, {s.called} gave cause for discussion.",
        f"The figure for {s.called} in {when(row.period)} was {{}}.",
        f"For {when(row.period)} we report {{}} for {s.called}.",
    ]
    wording = s.pick(wordings)
    yield wording.format(row.shown)
    yield wording.format(_other(row.shown, s.dice))


def _direction(s: Series) -> Iterator[str]:
    then, now = s.two()
    a, b = when(then.period), when(now.period)
    up, down = (ROSE, FELL)
    wordings: list[tuple[str, list[str], list[str]]] = [
        (f"{s.called} {{}} between {a} and {b}.", up, down),
        (f"Between {a} and {b} {s.called} {{}}.", up, down),
        (f"{s.called} {{}} from {a} to {b}.", up, down),
        (f"There was {{}} in {s.called} between {a} and {b}.", A_RISE, A_FALL),
        (f"{s.called} was {{}} in {b} than in {a}.", HIGHER, LOWER),
        (f"Compared with {a}, {s.called} was {{}} in {b}.", HIGHER, LOWER),
        (f"{b} saw {{}} in {s.called} on {a}.", A_RISE, A_FALL),
        (f"Set against {a}, {s.called} in {b} {{}}.", ["was up"], ["was down"]),
    ]
    wording, more, fewer = s.dice.choice(wordings)
    yield wording.format(s.way(then, now, more, fewer))
    yield wording.format(s.way(then, now, fewer, more))


def _denied(s: Series) -> Iterator[str]:
    then, now = s.two()
    a, b = when(then.period), when(now.period)
    wordings = [
        (f"{s.called} did not {{}} between {a} and {b}.", ["rise", "increase"], ["fall", "drop"]),
        (f"There was no {{}} in {s.called} between {a} and {b}.", ["rise"], ["fall"]),
        (f"{s.called} was no {{}} in {b} than in {a}.", HIGHER, LOWER),
        (f"At no point between {a} and {b} did {s.called} {{}}.", ["rise"], ["fall"]),
    ]
    wording, more, fewer = s.dice.choice(wordings)
    yield wording.format(s.way(then, now, fewer, more))
    yield wording.format(s.way(then, now, more, fewer))


def _from_to(s: Series) -> Iterator[str]:
    then, now = s.two()
    a, b = when(then.period), when(now.period)
    wording = s.pick([
        f"{s.called} went from {{}} in {a} to {{}} in {b}.",
        f"{s.called} moved from {{}} to {{}} between {a} and {b}.",
        f"Between {a} and {b} {s.called} went from {{}} to {{}}.",
        f"{s.called} was {{}} in {a}; by {b} it was {{}}.",
        f"After {{}} in {a}, {s.called} came to {{}} in {b}.",
        f"{s.called} ({{}} in {a}) was {{}} in {b}.",
    ])  # fmt: skip
    yield wording.format(then.shown, now.shown)
    yield wording.format(now.shown, then.shown)


def _by(s: Series) -> Iterator[str]:
    then, now = s.two()
    a, b = when(then.period), when(now.period)
    change = abs(now.value - then.value)
    if now.unit == "%":
        size = f"{change:.{now.decimals}f} percentage points"
    elif s.dice.random() < 0.6 and change / then.value > 0.02:
        size = f"{change / then.value:.0%}"
    else:
        size = f"{change:.{now.decimals}f}"
    wordings = [
        (f"{s.called} {{}} by {{}} between {a} and {b}.", ROSE, FELL),
        (f"Between {a} and {b} {s.called} {{}} by {{}}.", ROSE, FELL),
        (f"There was {{}} of {{}} in {s.called} between {a} and {b}.", A_RISE, A_FALL),
        (f"{s.called} in {b} {{}} {{}} on {a}.", ["was up"], ["was down"]),
    ]
    wording, more, fewer = s.dice.choice(wordings)
    word = s.way(then, now, more, fewer)
    yield wording.format(word, size)
    yield wording.format(word, _other(size, s.dice))


def _to_england(s: Series) -> Iterator[str]:
    rows = [(r, o) for r in s.rows if (o := _england(s, r)) and o.value != r.value]
    if not rows:
        return
    row, other = s.dice.choice(rows[-3:])
    at, area = when(row.period), s.pick(ENGLAND)
    gap = abs(row.value - other.value)
    wordings = [
        f"{s.called} was {{}} {area} in {at}.",
        f"In {at} {s.called} was {{}} {area}.",
        f"In {at} our figure for {s.called} was {{}} {area}.",
    ]
    wording = s.pick(wordings)
    yield wording.format(s.way(other, row, ABOVE, BELOW))
    yield wording.format(s.way(other, row, BELOW, ABOVE))
    if row.unit == "%" and gap >= 0.1:
        size = f"{gap:.{max(row.decimals, 1)}f} percentage points"
        wording = f"In {at} {s.called} was {{}} {s.way(other, row, ['above'], ['below'])} {area}."
        yield wording.format(size)
        yield wording.format(_other(size, s.dice))


def _england(s: Series, row: Candidate) -> Candidate | None:
    return s.evidence.others.get((s.path, row.period.text if row.period else "", "England"))


def _extreme(s: Series) -> Iterator[str]:
    rows = [r for r in s.rows if r.series == s.rows[-1].series]
    high = max(rows, key=lambda r: r.value)
    others = [r for r in rows if r.value != high.value]
    if len(rows) < 3 or sum(r.value == high.value for r in rows) > 1:
        return
    wording = s.pick([
        f"{s.called} was at its highest in {{}}.",
        f"{s.called} peaked in {{}}.",
        f"The highest figure for {s.called} came in {{}}.",
        f"{{}} brought the highest figure yet for {s.called}.",
        f"In {{}} {s.called} was higher than in any other year.",
    ])  # fmt: skip
    yield wording.format(when(high.period))
    yield wording.format(when(s.dice.choice(others).period))


def _bound(s: Series) -> Iterator[str]:
    row = s.dice.choice(s.rows[-3:])
    step = 10.0 ** (len(str(int(row.value))) - 1)
    low = row.value // step * step if row.value > step else 0
    unit = "%" if row.unit == "%" else ""
    if low == row.value or not low:
        return
    wording = s.pick([
        f"{s.called} was {{}} {low:.0f}{unit} in {when(row.period)}.",
        f"In {when(row.period)} {s.called} was {{}} {low:.0f}{unit}.",
    ])  # fmt: skip
    yield wording.format(s.pick(["over", "more than", "above", "at least", "no less than"]))
    yield wording.format(s.pick(["under", "less than", "below", "no more than"]))


def _list(s: Series) -> Iterator[str]:
    rows = [r for r in s.rows if r.series == s.rows[-1].series][-3:]
    if len({r.shown for r in rows}) < 3:
        return
    a, b, c = rows
    wording = s.pick([
        f"{s.called} was {{}} in {when(a.period)}, {{}} in {when(b.period)} and {{}} in "
        f"{when(c.period)}.",
        f"{s.called} went from {{}} in {when(a.period)} to {{}} in {when(b.period)} and then {{}} "
        f"in {when(c.period)}.",
        f"{s.called}: {{}} in {when(a.period)}, {{}} in {when(b.period)}, {{}} in {when(c.period)}.",
    ])  # fmt: skip
    yield wording.format(a.shown, b.shown, c.shown)
    yield wording.format(a.shown, c.shown, b.shown)


def _run(s: Series) -> Iterator[str]:
    rows = [r for r in s.rows if r.series == s.rows[-1].series]
    if len(rows) > 1 and s.is_chance(rows[-2], rows[-1]):
        return
    steps = [(b.value > a.value) - (b.value < a.value) for a, b in pairwise(rows)]
    count = 0
    while count < len(steps) and steps[-1 - count] == steps[-1] != 0:
        count += 1
    if count < 2 or count > 4 or len(steps) <= count:
        return
    verb = s.pick(["risen", "increased", "gone up"] if steps[-1] > 0 else ["fallen", "gone down"])
    wording = s.pick([
        f"{s.called} has {verb} for {{}} years running.",
        f"{s.called} has {verb} in each of the last {{}} years.",
        f"For {{}} years in a row {s.called} has {verb}.",
    ])  # fmt: skip
    numbers = {2: "two", 3: "three", 4: "four", 5: "five"}
    yield wording.format(numbers[count])
    yield wording.format(numbers[count + 1])


def _gap(s: Series) -> Iterator[str]:
    rows = [(r, o) for r in s.rows if (o := _england(s, r)) and abs(o.value - r.value) > 0.5]
    if not rows:
        return
    row, other = s.dice.choice(rows[-3:])
    at, gap = when(row.period), f"{abs(row.value - other.value):.{row.decimals}f}"
    unit = " percentage points" if row.unit == "%" else ""
    side = s.way(other, row, ["above"], ["below"])
    back = s.way(other, row, ["below"], ["above"])
    wording = s.pick([
        f"The gap between us and England was {{}}{unit} in {at}.",
        f"The gap to England in {at} was {{}}{unit}.",
        f"In {at} {{}}{unit} separated us from England.",
        f"In {at} we were {{}}{unit} {side} England for {s.called}.",
        f"England was {{}}{unit} {back} us in {at}.",
        f"The difference between our figure and England's in {at} was {{}}{unit}.",
        f"{s.called} in {at} was {row.shown}, which is {{}}{unit} {side} England.",
        f"England stood at {other.shown} in {at}, {{}}{unit} {back} our {row.shown}.",
    ])  # fmt: skip
    yield wording.format(gap)
    yield wording.format(_other(gap, s.dice))


def _turn(s: Series) -> Iterator[str]:
    rows = [r for r in s.rows if r.series == s.rows[-1].series]
    turns = [
        (a, b, c) for a, b, c in zip(rows, rows[1:], rows[2:], strict=False)
        if (b.value - a.value) * (c.value - b.value) < 0
        and not s.is_chance(a, b) and not s.is_chance(b, c)
    ]  # fmt: skip
    if not turns:
        return
    a, b, c = s.dice.choice(turns)
    first, then = ("rose", "fell") if b.value > a.value else ("fell", "rose")
    ing = {"rose": "rising", "fell": "falling"}
    wording = s.pick([
        f"{s.called} {{0}} in {when(b.period)} before {{3}} in {when(c.period)}.",
        f"After {{2}} in {when(b.period)}, {s.called} {{1}} in {when(c.period)}.",
        f"{s.called} {{0}} in {when(b.period)} but {{1}} in {when(c.period)}.",
        f"{s.called} {{0}} between {when(a.period)} and {when(b.period)}, then {{1}} to "
        f"{when(c.period)}.",
        f"Having {{0}} in {when(b.period)}, {s.called} {{1}} the year after.".replace(
            "Having {0}", "Having {4}"),
    ])  # fmt: skip
    done = {"rose": "risen", "fell": "fallen"}
    yield wording.format(first, then, ing[first], ing[then], done[first])
    yield wording.format(then, first, ing[then], ing[first], done[then])


def _neighbour(s: Series) -> Iterator[str]:
    row = s.dice.choice(s.rows[-3:])
    period = row.period.text if row.period else ""
    known = {
        a: v for a in s.evidence.neighbours if (v := s.evidence.others.get((s.path, period, a)))
    }
    if len(known) < 3:
        return
    at, name = when(row.period), s.dice.choice(sorted(known))
    area, called = known[name], name.partition(",")[0]
    if area.shown != row.shown:
        wordings = [
            (f"{called} was {{}} us in {at}.", ["above"], ["below"]),
            (f"In {at} {s.called} was {{}} in {called} than here.", HIGHER, LOWER),
            (f"{called} had a {{}} figure than we did in {at}.", HIGHER, LOWER),
            (f"In {at} our figure was {{}} than that of {called}.", LOWER, HIGHER),
        ]
        wording, more, fewer = s.dice.choice(wordings)
        yield wording.format(s.way(row, area, more, fewer))
        yield wording.format(s.way(row, area, fewer, more))
    best = max(known.values(), key=lambda each: each.value)
    worse = min(known.values(), key=lambda each: each.value)
    wording = s.pick([
        f"Among our neighbours {{}} had the highest figure in {at}.",
        f"{{}} was the highest of our neighbours in {at}.",
        f"The highest of our neighbours in {at} was {{}}.",
    ])  # fmt: skip
    yield wording.format(best.area.partition(",")[0])
    yield wording.format(worse.area.partition(",")[0])
    above = sum(each.value > row.value for each in known.values())
    if 1 < above < 9 and len(known) == len(s.evidence.neighbours):
        words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
        wording = s.pick([
            f"{{}} of our neighbours had a higher figure than we did in {at}.",
            f"In {at} {{}} of our {len(known)} neighbours were above us.",
        ])  # fmt: skip
        yield _cap(wording.format(words[above - 1]))
        yield _cap(wording.format(words[above]))


def _times(s: Series) -> Iterator[str]:
    then, now = s.rows[0], s.rows[-1]
    if not then.value or now.value / then.value < 1.2 or now.series != then.series:
        return
    ratio, a, b = now.value / then.value, when(then.period), when(now.period)
    wording = s.pick([
        f"{s.called} in {b} was {{:.1f}} times that of {a}.",
        f"{s.called} was {{:.1f}} times as high in {b} as in {a}.",
        f"Between {a} and {b} {s.called} grew {{:.1f}} times over.",
    ])  # fmt: skip
    yield wording.format(ratio)
    yield wording.format(ratio + 0.7)


def _share(s: Series) -> Iterator[str]:
    row = s.dice.choice(s.rows[-3:])
    if row.unit != "%":
        return
    shares = {
        "a tenth": 10, "a fifth": 20, "a quarter": 25, "a third": 33.3, "two fifths": 40,
        "half": 50, "three fifths": 60, "two thirds": 66.7, "three quarters": 75,
        "four fifths": 80, "nine tenths": 90,
    }  # fmt: skip
    near = min(shares, key=lambda each: abs(shares[each] - row.value))
    if abs(shares[near] - row.value) > 1.5:
        return
    far = min(shares, key=lambda each: abs(abs(shares[each] - row.value) - 25))
    wording = s.pick([
        f"{s.called} was about {{}} in {when(row.period)}.",
        f"Roughly {{}} of them counted in {when(row.period)} for {s.called}.",
        f"In {when(row.period)} {s.called} came to around {{}}.",
    ])  # fmt: skip
    yield wording.format(near)
    yield wording.format(far)


KINDS: dict[str, Callable[[Series], Iterator[str]]] = {
    "level": _level, "direction": _direction, "denied": _denied, "from to": _from_to, "by": _by,
    "to England": _to_england, "extreme": _extreme, "bound": _bound, "list": _list, "run": _run,
    "gap": _gap, "turn": _turn, "neighbour": _neighbour, "times": _times, "share": _share,
}  # fmt: skip


def made(seed: int, each: int) -> Iterator[Made]:
    """The sentences of a seed, so many of each kind and subject, as the checker sees them."""
    dice = random.Random(seed)
    for project, subjects in SUBJECTS.items():
        evidence, known = _world(project)
        for path, names in subjects.items():
            rows = [r for r in evidence.observed[path] if not r.period or "-T" not in r.period.text]
            for kind, write in KINDS.items():
                for _ in range(each):
                    series = Series(evidence, path, dice.choice(names), tuple(rows), dice)
                    for place, text in enumerate(write(series)):
                        said = said_of(
                            check_text(
                                f"## Summary\n\n{_cap(text)}\n", "a.md", path.partition(".")[0],
                                evidence, known.facts,
                            )
                        )  # fmt: skip
                        yield Made(kind, place % 2 == 0, _cap(text), said)


def main() -> None:
    """Print the three figures by kind."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=2)
    parser.add_argument("--list", default="")
    asked = parser.parse_args()
    found: dict[str, list[Made]] = defaultdict(list)
    for one in made(asked.seed, asked.each):
        found[one.kind].append(one)
    found["all"] = [each for rows in found.values() for each in rows]
    for kind, rows in found.items():
        false, true = [r for r in rows if not r.right], [r for r in rows if r.right]
        told = [r.said for r in true]
        passed = [r for r in false if r.said not in (Outcome.NOT_BORNE_OUT, Outcome.FOR_A_PERSON)]
        refused, asked_of = told.count(Outcome.NOT_BORNE_OUT), told.count(Outcome.FOR_A_PERSON)
        print(
            f"{kind}: false that pass {len(passed)} of {len(false)}, true not borne out {refused} "
            f"of {len(true)}, true for a person {asked_of}, true silent {told.count('silent')}"
        )
        if kind in asked.list.split(",") or (asked.list == "all" and kind != "all"):
            for each in passed + [r for r in true if r.said != Outcome.BORNE_OUT]:
                print(f"  {'true' if each.right else 'false'}, {each.said}: {each.text}")


if __name__ == "__main__":
    main()

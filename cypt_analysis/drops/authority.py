"""Which drops are of one authority: a change of its code or name is a question to the analyst.

An authority that was split, merged or renamed is another one until a drop says that it goes on:
figures of the old one are not compared with those of the new, joined to them or shown as its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.drops.layout import DROP_FILE
from cypt_analysis.ground.findings import REVIEW, Finding, list_words

Identity = tuple[str, str]


def same_authority(infos: Sequence[DropInfo]) -> tuple[bool, ...]:
    """For each drop, oldest first, whether its authority is that of the last one."""
    known = {_identity(infos[-1])}
    found = True
    while found:
        found = False
        for info in infos:
            if info.continues is None:
                continue
            joined = {_identity(each) for each in infos if each.code == info.continues.code}
            joined.add(_identity(info))
            if joined & known and not joined <= known:
                known |= joined
                found = True
    return tuple(_identity(info) in known for info in infos)


def _identity(info: DropInfo) -> Identity:
    return info.code.strip(), " ".join(info.authority.split())


def authority_faults(drops: Sequence[Drop]) -> list[Finding]:
    """Answers of a drop about an authority that no earlier drop is of, or that contradict."""
    findings = []
    for number, drop in enumerate(drops):
        answers = [each for each in (drop.info.continues, drop.info.succeeds) if each is not None]
        earlier = list(dict.fromkeys(each.info.code for each in drops[:number]))
        file = drop.path(DROP_FILE)
        for name in ("continues", "succeeds"):
            answer = getattr(drop.info, name)
            if answer is not None and answer.code not in earlier:
                found = f"{name} names the code {answer.code}, which no earlier drop has."
                advice = (
                    f"Earlier drops have: {list_words(earlier)}." if earlier else "Take it out."
                )
                findings.append(Finding(file, None, found, advice))
        if len({each.code for each in answers}) < len(answers):
            found = f"It both continues and succeeds {answers[0].code}."
            findings.append(
                Finding(file, None, found, "It is the same authority or not: keep one.")
            )
    return findings


def authority_questions(drops: Sequence[Drop]) -> list[Finding]:
    """Points to review: authorities of earlier drops that may be this one, and may not."""
    now, file = drops[-1].info, drops[-1].path(DROP_FILE)
    same = same_authority([drop.info for drop in drops])
    answered = {drop.info.succeeds.code for drop in drops if drop.info.succeeds is not None}
    others = {
        _identity(drop.info): drop
        for drop, is_same in zip(drops, same, strict=True)
        if not is_same and drop.info.code not in answered
    }
    return [_question(now, drop, file) for drop in others.values()]


def _question(now: DropInfo, drop: Drop, file: str) -> Finding:
    then = drop.info
    key, mine, theirs = "code", now.code, then.code
    if mine == theirs:
        key, mine, theirs = "authority", f"'{now.authority}'", f"'{then.authority}'"
    found = (
        f"{key} is {mine}, but the drop of {drop.quarter} has {theirs}: is it the same authority?"
    )
    advice = (
        f"Nothing that was received for {then.authority} is used until you say so. If it is the "
        f'same, write continues = {{ code = "{then.code}", reason = "..." }}; if it is another, '
        f'succeeds = {{ code = "{then.code}", since = <its first day>, reason = "..." }}.'
    )
    return Finding(file, None, found, advice, REVIEW, "authority_changed")

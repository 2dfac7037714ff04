"""Findings: what a person must mend (error) or look at (review), and how they are printed."""

from __future__ import annotations

import difflib
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby

ERROR = "error"
REVIEW = "review"
_WIDTH = 88
# In a shorter word a letter makes another word.
_SHORTEST_SLIP = 5


@dataclass(frozen=True, order=True)
class Finding:
    """One thing found in a file.

    ``row`` is the row number that a spreadsheet shows (the header is row 1), None for the
    file as a whole. ``found`` is a sentence that quotes what stands there; ``advice`` says
    what was expected and what to do.

    >>> Finding("caf.csv", 3, "period is 'Q2 09'.", "Write financial quarters like 2009-10-Q2.")
    ... # doctest: +ELLIPSIS
    Finding(file='caf.csv', row=3, ...)
    """

    file: str
    row: int | None
    found: str
    advice: str = ""
    severity: str = ERROR
    rule: str = ""

    def as_dict(self) -> dict[str, object]:
        """The finding as plain values, for findings.json."""
        return asdict(self)


class CheckFailed(Exception):
    """Faults that a person must mend before anything is built; carries all of them."""

    def __init__(
        self, findings: Sequence[Finding], consequence: str = "Nothing was built."
    ) -> None:
        # Kept as they are: an error that comes from another process is made again from these.
        super().__init__(findings, consequence)
        self.findings = list(findings)
        self.consequence = consequence

    def __str__(self) -> str:
        return format_findings(self.findings, self.consequence)


class UserError(Exception):
    """A mistake that one sentence explains; printed without a traceback."""


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Those findings that stop a build."""
    return [finding for finding in findings if finding.severity == ERROR]


def format_findings(findings: Sequence[Finding], consequence: str = "") -> str:
    """All findings as text, file by file, errors before points to review.

    >>> print(format_findings([Finding("caf.csv", 4, "period is 'Q2 09'.", "Write 2009-10-Q2.")],
    ...                       "Nothing was built."))
    caf.csv has 1 error. Nothing was built.
    <BLANKLINE>
      row 4   period is 'Q2 09'. Write 2009-10-Q2.
    """
    blocks = []
    for severity in (ERROR, REVIEW):
        chosen = sorted(
            (finding for finding in findings if finding.severity == severity),
            key=lambda finding: (finding.file, finding.row or 0, finding.found),
        )
        for file, group in groupby(chosen, key=lambda finding: finding.file):
            rows = list(group)
            tail = f" {consequence}" if severity == ERROR and consequence else ""
            heading = f"{file} has {_count(len(rows), severity)}.{tail}"
            blocks.append("\n".join([heading, "", *(_lines(finding) for finding in rows)]))
    return "\n\n".join(blocks)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A suggestion for a mistyped word, or nothing.

    >>> did_you_mean("initated", ["initiated", "period"])
    " Did you mean 'initiated'?"
    """
    close = nearest(word, known)
    return f" Did you mean '{close}'?" if close else ""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a mistyped one most resembles, None where none is near.

    >>> nearest("Initated", ["initiated", "period"])
    'initiated'
    """
    folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def did_you_mean_name(name: str, known: Iterable[str]) -> str:
    """A suggestion for the name of an area, a school or a part of a breakdown, or nothing."""
    close = nearest_name(name, known)
    return f" Did you mean '{close}'?" if close else ""


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """The known name that is the same but for its spelling; None where none or several are.

    Names have the same words, in any order and each at most a slip of the pen apart, small words
    and what kind of place it is left out; their first words agree. Another place is never named,
    however alike: whoever followed it would file one area's figures under another.

    >>> nearest_name("Northmere, City of", ["Kingsmere upon Test, City of", "Northmere"])
    'Northmere'
    >>> nearest_name("Nothmere & Vale", ["Vale", "Northmere and Vale"])
    'Northmere and Vale'
    """
    wanted, led = _telling_words(name), _begins_with_kind(name)
    found = [
        each
        for each in dict.fromkeys(known)
        # "City of X" may be a part of a region called X; "X, City of" is not.
        if _same_words(wanted, _telling_words(each)) and (not led or _has_kind(each))
    ]
    exact = [each for each in found if _telling_words(each) == wanted]
    close = exact or found
    return close[0] if len(close) == 1 else None


# Words that tell no name from another: joining words, and kinds of place.
_JOINING = frozenset({"and", "the", "of", "in", "upon", "on"})
_KINDS = frozenset(
    {"city", "county", "borough", "district", "royal", "metropolitan", "unitary", "authority",
     "council", "cc", "mbc", "lb", "ua"}
)  # fmt: skip


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"['’]", "", name.casefold()))


def _telling_words(name: str) -> list[str]:
    words = _words(name)
    return [word for word in words if word not in _JOINING | _KINDS] or words


def _begins_with_kind(name: str) -> bool:
    return _words(name)[:1] != [] and _words(name)[0] in _KINDS


def _has_kind(name: str) -> bool:
    return not _KINDS.isdisjoint(_words(name))


def _same_words(wanted: list[str], known: list[str]) -> bool:
    """Whether names have the same words, in any order, the first of each among them alike."""
    if len(wanted) != len(known) or not wanted:
        return False
    if not (_alike(wanted[0], known[0]) or sorted(wanted) == sorted(known)):
        return False
    left = list(known)
    for word in wanted:
        match = next((each for each in left if _alike(word, each)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _alike(word: str, other: str) -> bool:
    """Whether two words are one with a slip: a letter too many or too few, or two swapped.

    Another letter makes another name too often: two English counties differ by one.
    """
    if word == other:
        return True
    if word[:1] != other[:1]:
        return False
    short, long = sorted((word, other), key=len)
    if len(long) == len(short) + 1 and len(short) >= _SHORTEST_SLIP:
        return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
    return len(long) == len(short) and any(
        word[:place] + word[place + 1] + word[place] + word[place + 2 :] == other
        for place in range(len(word) - 1)
    )


def list_words(words: Iterable[str], conjunction: str = "and") -> str:
    """Words as a sentence lists them.

    >>> list_words(["a", "b", "c"], "or")
    'a, b or c'
    """
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def _count(number: int, severity: str) -> str:
    noun = "error" if severity == ERROR else "point"
    tail = "" if severity == ERROR else " to review"
    return f"{number} {noun}{'' if number == 1 else 's'}{tail}"


def _lines(finding: Finding) -> str:
    label = f"row {finding.row}" if finding.row else "file"
    lead = f"  {label:<6}  "
    both = f"{finding.found} {finding.advice}".strip()
    if len(both) <= _WIDTH - len(lead):
        return lead + both
    indent = " " * len(lead)
    wrapped = []
    for part in (finding.found, finding.advice):
        wrapped += textwrap.wrap(part, _WIDTH - len(lead), break_long_words=False)
    return lead + f"\n{indent}".join(wrapped)

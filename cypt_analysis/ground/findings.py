"""Findings: what a person must mend (error) or look at (review), and how they are printed."""

from __future__ import annotations

import difflib
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from typing import Any

from cypt_analysis.ground.safe_text import shown

ERROR = "error"
REVIEW = "review"
# The rules of what is said of a file that has not come, and of one that has under another name.
MISSING, MISNAMED = "missing_source", "misnamed_source"
# Of one that may be an old one, or lacks what the one before had.
CARRIED_FIGURES, NO_ROW, OTHER_QUARTER = "carried_figures", "no_row", "other_quarter"
_WIDTH = 88
# What tells like findings apart: the words that they quote, and numbers.
_OWN = re.compile(r"'[^']*'|\d[\d,.]*")
# So many like findings are still told one by one, and so many stretches of rows named.
_FEW = 3
_STRETCHES = 6
_LABEL = 15


@dataclass(frozen=True, order=True)
class Finding:
    """One thing found in a file.

    ``row`` is the row number that a spreadsheet shows (the header is row 1), None for the
    file as a whole, and ``rows`` are all of them where it is about several. ``found`` is a
    sentence that quotes what stands there; ``advice`` says what was expected and what to do.
    ``columns`` are those whose cells are doubtful, while the file is read; none for whole rows.

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
    rows: tuple[int, ...] = ()
    columns: tuple[str, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        # From a cell or a file's name, what cannot be seen would steer a terminal or a page.
        for name in ("file", "found", "advice"):
            object.__setattr__(self, name, shown(getattr(self, name)))

    def as_dict(self) -> dict[str, object]:
        """The finding as plain values, for findings.json."""
        return {name: value for name, value in asdict(self).items() if name != "columns"}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Finding:
        """The finding that `as_dict` gave.

        >>> found = Finding("caf.csv", 3, "period is empty.", rows=(3, 4))
        >>> Finding.from_dict(found.as_dict()) == found
        True
        """
        return cls(**{**values, "rows": tuple(values.get("rows", ()))})


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
            # What did not come is the cause of much else.
            key=lambda each: (
                each.rule not in (MISSING, MISNAMED),
                each.file,
                each.row or 0,
                each.found,
            ),
        )
        for file, group in groupby(chosen, key=lambda finding: finding.file):
            rows = list(group)
            tail = f" {consequence}" if severity == ERROR and consequence else ""
            heading = f"{file} has {_count(len(rows), severity)}.{tail}"
            blocks.append("\n".join([heading, "", *(_lines(finding) for finding in rows)]))
    return "\n\n".join(blocks)


def folded(findings: Iterable[Finding]) -> list[Finding]:
    """Findings with like ones told once, with their rows.

    Those that say the very same are one; of more than a few that differ in numbers and quoted
    words alone, the first stands for all.

    >>> found = folded(Finding("neet.csv", row, "month is empty.", "Fill it in.")
    ...                for row in (3, 4, 5, 9))
    >>> [(each.row, each.rows) for each in found]
    [(3, (3, 4, 5, 9))]
    """
    same: dict[Finding, list[Finding]] = {}
    for each in findings:
        same.setdefault(replace(each, row=None, rows=()), []).append(each)
    like: dict[Finding, list[Finding]] = {}
    for group in same.values():
        one = _with_rows(group[0], group)
        kind = replace(
            one, row=None, rows=(), found=_OWN.sub("…", one.found),
            advice=_OWN.sub("…", one.advice),
        )  # fmt: skip
        like.setdefault(kind, []).append(one)
    return [each for group in like.values() for each in _stand_for(group)]


def _with_rows(first: Finding, group: Sequence[Finding]) -> Finding:
    rows = sorted({row for each in group for row in each.rows or (each.row,) if row})
    return replace(first, row=rows[0], rows=tuple(rows)) if len(rows) > 1 else first


def _stand_for(group: list[Finding]) -> list[Finding]:
    if len(group) <= _FEW or any(each.row is None for each in group):
        return group
    first = min(group, key=lambda each: each.row or 0)
    together = _with_rows(first, group)
    more = len(together.rows) - len(first.rows or (1,))
    found = f"{first.found} That is row {first.row}; {more} more rows are like it."
    return [replace(together, found=found)]


def row_ranges(rows: Iterable[int]) -> str:
    """Rows as a sentence lists them, those that follow each other as a range.

    >>> row_ranges([3, 4, 5, 9, 11, 12])
    '3 to 5, 9, 11 and 12'
    """
    stretches: list[list[int]] = []
    for row in sorted(set(rows)):
        if stretches and row == stretches[-1][-1] + 1:
            stretches[-1].append(row)
        else:
            stretches.append([row])
    words: list[str] = []
    for place, each in enumerate(stretches):
        if len(words) >= _STRETCHES and len(stretches) > place + 1:
            words.append(f"{sum(map(len, stretches[place:]))} more")
            break
        words += [f"{each[0]} to {each[-1]}"] if len(each) > 2 else [str(row) for row in each]
    return list_words(words)


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


def list_words(words: Iterable[str], conjunction: str = "and") -> str:
    """Words as a sentence lists them.

    >>> list_words(["a", "b", "c"], "or")
    'a, b or c'
    """
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def list_some(words: Sequence[str], most: int) -> str:
    """The first of many words and how many more there are; one more is no shorter than its name.

    >>> list_some(["a", "b", "c", "d"], 2), list_some(["a", "b", "c"], 2)
    ('a, b and 2 more', 'a, b and c')
    """
    rest = len(words) - most
    return list_words(words if rest < 2 else [*words[:most], f"{rest} more"])


def number_of(count: int, noun: str) -> str:
    """A number of things in words: "1 action"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _count(number: int, severity: str) -> str:
    if severity == ERROR:
        return number_of(number, "error")
    return f"{number_of(number, 'point')} to review"


def _lines(finding: Finding) -> str:
    label = f"row {finding.row}" if finding.row else "file"
    if len(set(finding.rows)) > 1:
        label = f"rows {row_ranges(finding.rows)}"
    lead = f"  {label:<6}  "
    both = f"{finding.found} {finding.advice}".strip()
    if len(both) <= _WIDTH - len(lead):
        return lead + both
    # A long list of rows has a line of its own.
    indent = " " * (len(lead) if len(label) <= _LABEL else 10)
    first = lead if len(label) <= _LABEL else f"{lead.rstrip()}\n{indent}"
    wrapped = []
    for part in (finding.found, finding.advice):
        wrapped += textwrap.wrap(part, _WIDTH - len(indent), break_long_words=False)
    return first + f"\n{indent}".join(wrapped)

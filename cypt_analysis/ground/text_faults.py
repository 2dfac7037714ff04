"""What a received text should not hold: told in one place for every text, with its lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from cypt_analysis.ground.findings import ERROR, REVIEW, Finding, folded, list_words
from cypt_analysis.ground.safe_text import code_point, seen, unseen

_CONTROL = "Cc"
_LOST = "\ufffd"
_AROUND = 12
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


def _windows(first: int, last: int) -> str:
    """How bytes look when they are read as Windows-1252, as a set in a pattern."""
    signs = (bytes([each]) for each in range(first, last + 1))
    return re.escape("".join(each.decode("cp1252", "ignore") or chr(each[0]) for each in signs))


_NEXT = f"[{_windows(0x80, 0xBF)}]"
_MISREAD = re.compile(
    f"[{_windows(0xC2, 0xDF)}]{_NEXT}|[{_windows(0xE0, 0xEF)}]{_NEXT}{{2}}"
    f"|[{_windows(0xF0, 0xF4)}]{_NEXT}{{3}}"
)


def text_faults(lines: Iterable[tuple[int | None, str]], file: str) -> list[Finding]:
    """Findings for what cannot be seen, was misread or lost, and for digits of other scripts.

    ``lines`` are texts with the row or line that each stands in. What cannot be seen, `mended`
    takes out; a control character, and digits that no reader here takes for a number, are
    errors.

    >>> text_faults([(3, "evoH\\u202e")], "neet.csv")[0].found
    'An invisible character stands in it: U+202E.'
    """
    found = []
    for row, text in lines:
        if not (text.isascii() and text.isprintable()):
            told = (*_invisible(text), *_misread(text), *_digits(text))
            found += [Finding(file, row, *each, "text") for each in told]
    return folded(found)


def mended(text: str) -> str:
    """A text as it is read on: without what cannot be seen, its digits those of a keyboard.

    >>> mended("\\uff14\\uff16\\uff10\\u200b children")
    '460 children'
    """
    if text.isascii() and text.isprintable():
        return text
    return _DIGITS.sub(lambda match: _ascii(match[0]), seen(text))


def mended_values(values: Any, file: str, findings: list[Finding]) -> Any:
    """Values of a file whose texts may hold what was written as an escape, mended alike."""
    if isinstance(values, str):
        findings += [each for each in text_faults([(None, values)], file) if each not in findings]
        return mended(values)
    if isinstance(values, dict):
        return {
            mended_values(key, file, findings): mended_values(value, file, findings)
            for key, value in values.items()
        }
    if isinstance(values, list):
        return [mended_values(each, file, findings) for each in values]
    return values


Told = tuple[str, str, str]


def _invisible(text: str) -> Iterator[Told]:
    hidden = dict.fromkeys(each for each in unseen(text))
    control = [each for each in hidden if unicodedata.category(each) == _CONTROL]
    others = [each for each in hidden if each not in control]
    if control:
        some = _some(control, "A control character stands", "Control characters stand")
        yield some, "Take it out: retype the words beside it.", ERROR
    if others:
        some = _some(others, "An invisible character stands", "Invisible characters stand")
        advice = "The report leaves it out. Does the text still say what was meant?"
        yield some, advice, REVIEW


def _some(characters: list[str], one: str, several: str) -> str:
    lead = one if len(characters) == 1 else several
    return f"{lead} in it: {list_words(map(code_point, characters))}."


def _misread(text: str) -> Iterator[Told]:
    for match in dict.fromkeys(_MISREAD.findall(text)):
        meant = _meant(match)
        if meant:
            advice = "UTF-8 was read as Windows-1252 on the way. Export it again, or retype it."
            yield f"'{match}' stands where '{meant}' was meant.", advice, REVIEW
    at = text.find(_LOST)
    if at >= 0:
        around = " ".join(text[max(0, at - _AROUND) : at + _AROUND].split())
        found = f"A character was lost on the way to here: '{around}'."
        yield found, "Write what is meant.", REVIEW


def _meant(misread: str) -> str:
    """What a text was before it was read as Windows-1252, nothing where it is itself."""
    raw = b"".join(
        each.encode("cp1252") if each.encode("cp1252", "ignore") else bytes([ord(each)])
        for each in misread
    )
    try:
        meant = raw.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    # Letters of Latin, marks of punctuation, currencies, arrows; other scripts are chance.
    return meant if ord(meant) < 0x250 or 0x2000 <= ord(meant) < 0x2300 else ""


def _digits(text: str) -> Iterator[Told]:
    for match in dict.fromkeys(_DIGITS.findall(text)):
        if not match.isascii():
            found = f"The digits of '{match}' are those of another script."
            yield found, f"Write {_ascii(match)}.", ERROR


def _ascii(number: str) -> str:
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in number)

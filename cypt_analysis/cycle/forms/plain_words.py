"""Words as a word processor has them, and as Markdown: each sign means itself."""

from __future__ import annotations

import re

from cypt_analysis.ground.safe_text import clean_text

_SIGNS = re.compile(r"([\\`*_\[\]<>|#])")
_PLACEHOLDER = re.compile(r"(\{\{[^{}\n]*\}\})")
_NUMBER = re.compile(r"^(\s*\d+)([.)]\s)")
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>|#\-+=~.)])")
_TYPESET = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "…": "...",
     "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2011": "-", "\u2010": "-"}
)  # fmt: skip


def escaped(text: str) -> str:
    """A line of a word processor as Markdown that reads as it stood there; placeholders stay.

    >>> escaped("# “Up” 5* to {{ neet.latest }}")
    '\\\\# "Up" 5\\\\* to {{ neet.latest }}'
    """
    plain = " ".join(clean_text(text).translate(_TYPESET).split())
    parts = _PLACEHOLDER.split(plain)
    parts[::2] = [_SIGNS.sub(r"\\\1", each) for each in parts[::2]]
    line = _NUMBER.sub(r"\1\\\2", "".join(parts))
    return re.sub(r"^([-+=~])", r"\\\1", line)


def unescaped(text: str) -> str:
    """Markdown without the signs that `escaped` puts in.

    >>> unescaped(escaped("1. A_b - c")), unescaped(escaped("- 5*"))
    ('1. A_b - c', '- 5*')
    """
    return _ESCAPED.sub(r"\1", text)


def one_line(text: str) -> str:
    """A text on one line, with single spaces."""
    return " ".join(text.split())

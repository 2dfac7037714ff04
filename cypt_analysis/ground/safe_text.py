"""Text from data: without what cannot be seen, as a name, and as a cell that no program runs."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What Excel, LibreOffice and Google Sheets may take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Control, formatting (bidirectional marks among them) and half characters.
_INVISIBLE = ("Cc", "Cf", "Cs")
_MOST = 32_000  # An Excel cell holds 32,767 characters.
# Directions, isolates, fillers and the like can make a text read otherwise than it is written:
# control characters, and what Unicode calls ignorable by default.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Ends of a line that only some programs know; control characters read as text from another code
# page; and how a code point is named.
_SEPARATORS = {0x2028: " ", 0x2029: " "}
_CODE_POINT = "U+{:04X}"
_APOSTROPHES = re.compile("['`\u00b4\u02bc\u2018\u2019\u201b\u2032\uff07]")
# Signs that tell one name from another ("5" and "5+"), unlike marks of punctuation.
_TELLING = re.compile(r"[^a-z0-9+<>=#%£€$*\u2264\u2265]+")
_PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}")
_LINE_END = re.compile("\r\n?")
# Word processors' spaces and hyphens that do not break, and what they are read as.
_TYPESET = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2011": "-", "\u2010": "-", "\n": " "}
)


@lru_cache(maxsize=16384)
def slug(text: str) -> str:
    """Text as a part of a fact's name: the same for all spellings of one name.

    >>> slug("Slips, trips and falls"), slug("St. Mary\\u2019s \\u2013 Café & Bar")
    ('slips_trips_and_falls', 'st_marys_cafe_and_bar')
    """
    return re.sub(r"[^a-z0-9]+", "_", _folded(text)).strip("_")


def spelling(text: str) -> str:
    """What two spellings of one name share: as a slug, with the signs that tell names apart.

    >>> spelling("St Mary\u2019s") == spelling("ST. MARY'S"), spelling("5+") == spelling("5")
    (True, False)
    """
    return _TELLING.sub(" ", _folded(text)).strip()


def _folded(text: str) -> str:
    """A text without case, accents and apostrophes, and with "and" for "&"."""
    bare = _APOSTROPHES.sub("", seen(text)).replace("&", " and ").casefold()
    if bare.isascii():
        return bare
    parts = unicodedata.normalize("NFKD", bare)
    return "".join(each for each in parts if not unicodedata.combining(each))


def seen(text: str) -> str:
    """A text without what cannot be seen; its lines stay, each ended by a line feed.

    >>> seen("evoH\\u202e\\r\\nBri\\u00adghton ")
    'evoH\\nBrighton '
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub("", _LINE_END.sub("\n", text).translate(_SEPARATORS))


def unseen(text: str) -> list[str]:
    """The characters of a text that `seen` takes out, save the ends of its lines, in order.

    >>> [code_point(each) for each in unseen("evoH\\u202e\\r\\nBri\\u00adghton")]
    ['U+202E', 'U+00AD']
    """
    if text.isascii() and text.isprintable():
        return []
    text = _LINE_END.sub("\n", text)
    return [each for each in text if each != seen(each)] if text != seen(text) else []


def code_point(character: str) -> str:
    """The name of a character by its number.

    >>> code_point("\\u202e")
    'U+202E'
    """
    return _CODE_POINT.format(ord(character))


def shown(text: str) -> str:
    """A text as a message prints it: what cannot be seen stands there as its code point.

    >>> shown("neet\\u202e.csv")
    'neet<U+202E>.csv'
    """
    for each in dict.fromkeys(unseen(text)):
        text = text.replace(each, f"<{code_point(each)}>")
    return text


def argument(text: str) -> str:
    """A name as a message writes it into a command: in quotes where a shell would cut it.

    >>> argument("Cases Q1.csv"), argument("cases.csv")
    ('"Cases Q1.csv"', 'cases.csv')
    """
    return shown(text) if re.fullmatch(r"[\w./:\\-]+", text) else f'"{shown(text)}"'


def clean_text(text: str) -> str:
    """A text as it was received, without surrounding spaces and what cannot be seen.

    Line ends stay: it may be a cell or a text of several lines.

    >>> clean_text(" evoH\\u202e\\nBrighton ")
    'evoH\\nBrighton'
    """
    return seen(text).replace("\xa0", " ").strip()


def typed(text: str) -> str:
    """A text of one line, with spaces and hyphens as a keyboard has them; places stay.

    >>> typed("16\\u00a0to\\n18\\u2011year\\u2011olds")
    '16 to 18-year-olds'
    """
    return text.translate(_TYPESET)


def quoted(text: str) -> str:
    """A text as a message quotes it: three dots where a placeholder would print a figure.

    >>> quoted("{{ neet.latest }} of them")
    '… of them'
    """
    return _PLACEHOLDER.sub("…", text)


def visible(text: str) -> str:
    """Text on one line without characters that cannot be seen or that turn its direction.

    >>> visible("Brighton\\r\\n& \\u202eevoH")
    'Brighton & evoH'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    spaced = "".join(" " if each.isspace() else each for each in text)
    seen = "".join(each for each in spaced if unicodedata.category(each) not in _INVISIBLE)
    return " ".join(seen.split())


def safe_text(text: str) -> str:
    """Text that a spreadsheet shows and never runs: an apostrophe goes before a formula.

    >>> safe_text("=cmd()"), safe_text("\\t@SUM(A1)"), safe_text("460 children")
    ("'=cmd()", "'@SUM(A1)", '460 children')
    """
    seen = visible(text)[:_MOST]
    return f"'{seen}" if seen.startswith(_FORMULA) else seen

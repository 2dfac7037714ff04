"""Bytes as they were received → text, and what had to be guessed of it."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from cypt_analysis.ground.findings import REVIEW, Finding, list_words, row_ranges

_WINDOWS = "windows-1252"
_LINE_END = re.compile(r"\r\n?|\n")
# Bytes that are not UTF-8 stand as half characters until it is known what they are.
_STRAYS = re.compile("[\udc80-\udcff]+")
_FIRST_STRAY = 0xDC00
# A sequence that was cut short: the byte that leads it and some of those that follow.
_CUT = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
# What is no plain text, by how it begins, and what to do. A workbook is packed, or older.
_UNPACK = "Unpack it, and put in its place the file that it holds."
_SAVE = "Open it, and save its table as an Excel workbook (.xlsx)."
_NO_TEXT = (
    (rb"PK\x03\x04(?=(?s:.*?)(?:xl/|mimetype|\[Content_Types\]))|\xd0\xcf\x11\xe0", "a workbook",
     "Name it as one (.xlsx), or save its table as 'CSV UTF-8'."),
    (rb"PK\x03\x04", "a packed folder (zip)", _UNPACK),
    (rb"\x1f\x8b", "a packed file (gzip)", _UNPACK),
    (rb"%PDF-", "a PDF",
     "Nothing is read out of a PDF: ask for its table as a workbook or as CSV."),
    (rb"PAR1", "a parquet table", "Name it as one (.parquet)."),
)  # fmt: skip
# What a text is that is no table.
_NO_TABLE = (
    (rb"\s*(?i:<(?:!doctype html|html|head|body|table|meta|div)\b)", "a web page", _SAVE),
    (rb"\s*<\?xml\b", "XML", _SAVE),
    (rb"\s*(?:\{\s*\"|\[\s*[\[{])", "JSON", "Export it again as CSV."),
)
_LOOKED_AT = 4_000
_UNKNOWN = "\ufffd"
# In Windows-1252 two letters may be UTF-8 by chance, three hardly ever.
_LONG = "\u0800"


class Unreadable(Exception):
    """A file that cannot be read: why, in which row, what to do where saving anew is no help."""

    def __init__(self, why: str, advice: str = "", row: int | None = None) -> None:
        super().__init__(why)
        self.advice, self.row = advice, row


def require_text(raw: bytes, *, table: bool = False) -> None:
    """Raise Unreadable where bytes begin as those of what is no plain text, or no ``table``.

    >>> require_text(b"%PDF-1.7")
    Traceback (most recent call last):
    cypt_analysis.ground.decoding.Unreadable: The file is a PDF, whatever its name says.
    """
    for pattern, what, advice in (*_NO_TEXT, *(_NO_TABLE if table else ())):
        if re.match(pattern, raw[:_LOOKED_AT].removeprefix(codecs.BOM_UTF8)):
            raise Unreadable(f"The file is {what}, whatever its name says.", advice)


def decoded(raw: bytes, file: str, findings: list[Finding]) -> tuple[str, str]:
    """The text of a file and its encoding: UTF-8, else Windows-1252 as Excel saves it.

    A few bytes that are not UTF-8 in a text that is do not make it another one: they are read
    as Windows-1252, and a finding says where they stand. Raises Unreadable.

    >>> decoded("Board\\u2019s £".encode() + b"\\xa3", "neet.md", found := [])
    ('Board’s ££', 'utf-8')
    >>> found[0].found
    'The file is UTF-8 but for line 1: one character (byte A3) is not.'
    """
    require_text(raw)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw:
        raise Unreadable("The file is not plain text in UTF-8 or Windows-1252.")
    with suppress(UnicodeDecodeError):
        return raw.decode("utf-8-sig"), "utf-8"
    text = raw.decode("utf-8-sig", "surrogateescape")
    strays = list(_STRAYS.finditer(text))
    sound = [each for each in _STRAYS.sub("", text) if not each.isascii()]
    if not sound or (max(sound) < _LONG and len(sound) < len(strays)):
        try:
            return raw.decode(_WINDOWS), _WINDOWS
        except UnicodeDecodeError:
            raise Unreadable("The file is neither UTF-8 nor Windows-1252.") from None
    findings.append(_told(text, strays, file))
    return _STRAYS.sub(lambda match: _as_windows(_bytes(match)), text), "utf-8"


def _bytes(match: re.Match[str]) -> bytes:
    return bytes(ord(each) - _FIRST_STRAY for each in match[0])


def _as_windows(stray: bytes) -> str:
    """What bytes are in Windows-1252; a sign that stands for none where that cannot be known."""
    return _UNKNOWN if _CUT.fullmatch(stray) else stray.decode(_WINDOWS, "replace")


def _told(text: str, strays: list[re.Match[str]], file: str) -> Finding:
    lines = [len(_LINE_END.findall(text, 0, each.start())) + 1 for each in strays]
    stray = b"".join(map(_bytes, strays))
    names = list_words(dict.fromkeys(f"{each:02X}" for each in stray))
    some = f"{len(stray)} characters (bytes {names}) are"
    if len(stray) == 1:
        some = f"one character (byte {names}) is"
    where = f"line {lines[0]}" if len(set(lines)) == 1 else f"lines {row_ranges(lines)}"
    read = dict.fromkeys(_as_windows(_bytes(each)) for each in strays)
    known = _UNKNOWN not in "".join(read)
    advice = "Save it as UTF-8."
    if known:
        advice += f" Here {'it is' if len(stray) == 1 else 'they are'} read as "
        advice += f"{list_words([repr(each) for each in read])}."
    found = f"The file is UTF-8 but for {where}: {some} not."
    return Finding(file, None, found, advice, REVIEW if known else "error", "encoding")

"""What is read of bytes and texts: strays, what cannot be seen, one slug for one name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypt_analysis.ground.decoding import Unreadable, decoded
from cypt_analysis.ground.findings import (
    ERROR,
    REVIEW,
    CheckFailed,
    Finding,
    folded,
    format_findings,
    row_ranges,
)
from cypt_analysis.ground.safe_text import shown, slug, spelling, unseen
from cypt_analysis.ground.settings import parse_settings
from cypt_analysis.ground.text_faults import mended, mended_values, text_faults

# By kind: direction marks and isolates, what hides in words, tags, separators, a mark of order.
INVISIBLE = (
    "\u202e\u2066\u2067\u2068\u2069\u061c\u200e\u200f\xad\u200b\u200d\U000e0041\u2028\u2029\ufeff"
)
CONTROL = "\x00\x07\x1b\x7f\x85\x9b"


def _decoded(raw: bytes) -> tuple[str, str, list[Finding]]:
    found: list[Finding] = []
    text, encoding = decoded(raw, "f.csv", found)
    return text, encoding, found


@pytest.mark.parametrize(
    ("raw", "text", "encoding", "strays"),
    [
        ("Café – £5".encode(), "Café – £5", "utf-8", ""),
        ("Café £5".encode("cp1252"), "Café £5", "windows-1252", ""),
        ("“Café”".encode("cp1252"), "“Café”", "windows-1252", ""),
        ("Board’s ".encode() + b"\xa35", "Board’s £5", "utf-8", "A3"),
        # Three strays beside one sound character: three bytes are hardly UTF-8 by chance.
        ("–".encode() + b"\xa3 \xa3 \xa3", "–£ £ £", "utf-8", "A3"),
        # Three strays beside one pair that is UTF-8 by chance: "Â»" of Windows-1252.
        (b"\xc2\xbb \xe9 \xe8 \xe0", "Â» é è à", "windows-1252", ""),
        ("–".encode() + b"\xe2\x80 x", "–\ufffd x", "utf-8", "E2 and 80"),
    ],
)
def test_a_stray_byte_does_not_turn_the_whole_text(
    raw: bytes, text: str, encoding: str, strays: str
) -> None:
    read, named, found = _decoded(raw)
    assert (read, named) == (text, encoding)
    assert [strays in each.found for each in found] == ([True] if strays else [])


def test_a_stray_byte_is_told_with_its_line() -> None:
    _, _, [found] = _decoded("’\r\n\r\nx ".encode() + b"\xa3\n\n\x80")
    assert (
        found.found
        == "The file is UTF-8 but for lines 3 and 5: 2 characters (bytes A3 and 80) are not."
    )
    assert (found.row, found.severity) == (None, REVIEW)
    # Nobody knows what a byte without a meaning was.
    assert _decoded("’".encode() + b"\x81")[2][0].severity == ERROR


@given(st.binary(max_size=60))
def test_bytes_are_text_or_refused(raw: bytes) -> None:
    try:
        text, _, _ = _decoded(raw)
    except Unreadable as error:
        assert str(error).endswith(".")
    else:
        text.encode("utf-8")


@given(st.text(max_size=60))
def test_utf_8_is_read_as_it_was_written(text: str) -> None:
    if "\x00" not in text and not text.startswith("\ufeff"):
        assert _decoded(text.encode())[0] == text


@pytest.mark.parametrize("character", [*INVISIBLE, *CONTROL])
def test_what_cannot_be_seen_is_told_by_its_number_and_taken_out(character: str) -> None:
    text = f"Looked{character}after"
    [found] = text_faults([(3, text)], "f.md")
    assert f"U+{ord(character):04X}" in found.found
    assert found.severity == (ERROR if character in CONTROL else REVIEW)
    assert mended(text) in ("Lookedafter", "Looked after")
    assert character not in shown(text)


@given(st.text(max_size=20), st.lists(st.sampled_from(INVISIBLE + CONTROL), max_size=4))
def test_nothing_that_cannot_be_seen_stays(text: str, hidden: list[str]) -> None:
    left = mended(text + "x".join(hidden) + text)
    assert not set(left) & set(INVISIBLE + CONTROL)
    assert unseen(left) == []
    assert mended(left) == left


@pytest.mark.parametrize(
    ("misread", "meant"),
    [("â€™", "’"), ("Ã©", "é"), ("Â£", "£"), ("â‚¬", "€"), ("Ã\xa0", "à"), ("â€“", "–")],
)
def test_text_that_was_misread_on_the_way_is_told(misread: str, meant: str) -> None:
    [found] = text_faults([(2, f"The Board{misread} plan")], "f.md")
    assert found.found == f"'{misread}' stands where '{meant}' was meant."


@pytest.mark.parametrize("text", ["Über Köln", "NÃO", "naïve café", "Â", "€5 – ’tis", "Señor"])
def test_words_with_accents_are_no_misreading(text: str) -> None:
    assert text_faults([(1, text)], "f.md") == []


@pytest.mark.parametrize(
    ("written", "digits"),
    [("１２", "12"), ("٤٦٠", "460"), ("४६०", "460"), ("4６0", "460"), ("৩.৫", "3.5")],
)
def test_digits_of_other_scripts_are_an_error_that_names_them(written: str, digits: str) -> None:
    [found] = text_faults([(4, f"There are {written} children")], "f.md")
    assert (found.found, found.advice, found.severity) == (
        f"The digits of '{written}' are those of another script.", f"Write {digits}.", ERROR,
    )  # fmt: skip
    assert mended(written) == digits


def test_a_value_may_hide_it_as_an_escape() -> None:
    found: list[Finding] = []
    values = {"note": "a\u202eb", "list": [{"na\u200bme": "x\x1b[2J"}], "day": 3}
    assert mended_values(values, "drop.toml", found) == {
        "note": "ab", "list": [{"name": "x[2J"}], "day": 3,
    }  # fmt: skip
    assert sorted(each.severity for each in found) == [ERROR, REVIEW, REVIEW]


@pytest.mark.parametrize("hidden", ["\u202e", "\\u202e", "\\u0000", "\xad"])
def test_a_project_file_is_refused_with_it(hidden: str) -> None:
    text = f'title = "A {hidden}report"\n'
    with pytest.raises(CheckFailed) as failed:
        parse_settings(text.encode(), "project.toml")
    assert "U+" in failed.value.findings[0].found
    assert {each.severity for each in failed.value.findings} == {ERROR}


def test_a_project_file_with_a_stray_byte_says_where() -> None:
    with pytest.raises(CheckFailed) as failed:
        parse_settings("# ’\ntitle = ".encode() + b'"\xa3"\n', "project.toml")
    assert "but for line 2: one character (byte A3)" in failed.value.findings[0].found


SAME = ("St Mary's C of E – Hill & Vale", "St. Mary’s  C of E - Hill and Vale", "ST MARY‘S C OF E—HILL &VALE",
        "St\xa0Maryʼs C of E Hill and Vale")  # fmt: skip


def test_all_spellings_of_a_name_are_one() -> None:
    assert {slug(each) for each in SAME} == {"st_marys_c_of_e_hill_and_vale"}
    assert len({spelling(each) for each in SAME}) == 1


@pytest.mark.parametrize(("one", "other"), [("5", "5+"), ("<5", "5"), ("C", "C#"), ("£5", "5")])
def test_signs_tell_names_apart_whose_slugs_do_not(one: str, other: str) -> None:
    assert slug(one) == slug(other)
    assert spelling(one) != spelling(other)


@given(st.text(max_size=20))
def test_a_slug_is_a_part_of_a_name(text: str) -> None:
    assert slug(text) == slug(slug(text))
    assert slug(text).isascii()


def test_like_findings_are_one_with_their_rows() -> None:
    many = [Finding("f.csv", row, f"n is '{row}x'.", "Write a number.") for row in range(3, 503)]
    other = Finding("f.csv", 7, "m is 'x'.", "Write a number.")
    found = folded([*many, other])
    assert [(each.row, len(each.rows)) for each in found] == [(3, 500), (7, 0)]
    assert "rows 3 to 502  n is '3x'. That is row 3; 499 more rows are like it." in format_findings(
        found
    )
    few = many[:3]
    assert folded(few) == few
    same = [Finding("f.csv", row, "n is empty.", "Fill it in.") for row in (2, 9)]
    assert [each.rows for each in folded(same)] == [(2, 9)]


@given(st.sets(st.integers(1, 40), min_size=1))
def test_ranges_name_the_rows_and_no_others(rows: set[int]) -> None:
    words = row_ranges(rows)
    if "more" in words:
        return
    named: set[int] = set()
    for part in words.replace(" and ", ", ").split(", "):
        first, _, last = part.partition(" to ")
        named |= set(range(int(first), int(last or first) + 1))
    assert named == rows

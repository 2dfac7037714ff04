"""Numbers as they are printed, and the one table that everything is shown in."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.number_format import (
    LEVELS,
    decimals_apart,
    format_direction,
    format_number,
    format_p,
    format_signed,
    format_value,
    round_half_up,
)
from cypt_analysis.ground.tables import SYMBOLS, Html, Table, fact_list, join, paragraph, status_tag
from cypt_analysis.known import Known
from cypt_analysis.report import Report

# p-values


@pytest.mark.parametrize(
    ("value", "printed"),
    [(0.0496, "0.0496"), (0.0504, "0.050"), (0.04999, "0.04999"), (0.05, "0.050"),
     (0.0004, "below 0.001"), (0.00099, "below 0.001"), (0.001, "0.001"), (0.0016, "0.0016"),
     (0.0021, "0.002"), (0.0949, "0.095"), (0.22, "0.22"), (0.951, "0.95"), (1.0, "1.00")],
)  # fmt: skip
def test_p_is_printed_on_the_side_of_the_level_where_it_lies(value: float, printed: str) -> None:
    assert format_p(value) == printed == format_value(value, "p", 3)


@given(
    st.floats(0, 1)
    | st.builds(lambda level, off: level + off, st.sampled_from(LEVELS), st.floats(-6e-4, 6e-4))
)
def test_p_as_printed_gives_the_verdict_that_p_gives(value: float) -> None:
    shown = format_p(value)
    upper = float(shown.removeprefix("below "))
    for level in (0.05, 0.002):
        assert (upper < level) == (value < level), shown


# Rounding


@given(st.integers(-(10**7), 10**7), st.integers(0, 4), st.integers(0, 3))
def test_rounding_is_that_of_decimal_half_up(digits: int, places: int, decimals: int) -> None:
    """A number as written with up to four decimals, rounded as arithmetic on paper does."""
    exact = Decimal(digits).scaleb(-places)
    wanted = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    assert round_half_up(float(exact), decimals) == float(wanted)


@given(st.integers(1, 10**5), st.integers(1, 10**5), st.integers(0, 2))
def test_a_percentage_of_counts_is_rounded_as_its_fraction(
    part: int, whole: int, decimals: int
) -> None:
    """The quotient is computed in binary; what is printed must be that of the exact fraction."""
    exact = Decimal(part) * 100 / Decimal(whole)
    wanted = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    assert format_number(part / whole * 100, decimals) == f"{wanted:,}"


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (0.5, 0, "1"), (1.5, 0, "2"), (2.5, 0, "3"), (62.5, 0, "63"), (-0.5, 0, "-1"),
        (1.005, 2, "1.01"), (2.675, 2, "2.68"), (0.285, 2, "0.29"), (12.499999999999998, 0, "13"),
        (12.4999, 0, "12"), (999.5, 0, "1,000"), (999999.95, 1, "1,000,000.0"), (1e15, 0, "1,000,000,000,000,000"),
        (-0.04, 1, "0.0"), (-0.2, 0, "0"), (0.0, 0, "0"), (2070.0, 0, "2,070"),
    ],
)  # fmt: skip
def test_halves_and_edges(value: float, decimals: int, printed: str) -> None:
    assert format_number(value, decimals) == printed


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, None])
def test_what_is_no_number_is_not_available(value: float) -> None:
    assert format_number(value) == "[x]"


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "printed"),
    [
        (73.4, "%", 0, "73%"), (7.54, "%", 2, "7.54%"), (-6.5, "percentage points", 1, "6.5 percentage points"),
        (-2.4, "% change", 1, "2.4%"), (2070, "claimants", 0, "2,070"), (40.94, "per 1,000", 1, "40.9"),
    ],
)  # fmt: skip
def test_values_are_printed_with_their_unit(
    value: float, unit: str, decimals: int, printed: str
) -> None:
    assert format_value(value, unit, decimals) == printed


@pytest.mark.parametrize(
    ("value", "decimals", "words", "signed"),
    [
        (23.66, 0, "up 24%", "+24%"), (-2.4, 1, "down 2.4%", "−2.4%"), (0.04, 1, "unchanged", "0.0%"),
        (-0.4, 0, "unchanged", "0%"), (0.5, 0, "up 1%", "+1%"), (-0.5, 0, "down 1%", "−1%"),
    ],
)  # fmt: skip
def test_changes_in_words_and_with_their_sign(
    value: float, decimals: int, words: str, signed: str
) -> None:
    text = format_value(value, "% change", decimals)
    assert format_direction(value, text, decimals) == words
    assert format_signed(value, text, decimals) == signed


@given(st.floats(-1e6, 1e6), st.integers(0, 3))
def test_a_minus_is_never_printed_before_nought(value: float, decimals: int) -> None:
    printed = format_number(value, decimals)
    assert not printed.startswith("-0") or any(digit in printed for digit in "123456789")


# Tables

COLUMNS = ("Measure", "Value", "Note")


def _soup(table: Table) -> BeautifulSoup:
    return BeautifulSoup(table.html(), "lxml")


def _table(rows: list[tuple[object, ...]]) -> Table:
    return Table("the-id", "The caption", COLUMNS, rows, {"Value"})


def test_a_table_has_caption_scopes_and_a_header_in_each_row() -> None:
    soup = _soup(_table([("A", "1", "x"), ("B", "2", "y")]))
    assert soup.table["id"] == "the-id"
    assert soup.caption.get_text() == "The caption"
    assert [cell["scope"] for cell in soup.thead.find_all("th")] == ["col"] * 3
    assert [th["scope"] for th in soup.tbody.find_all("th")] == ["row", "row"]
    assert [row.find(["th", "td"]).name for row in soup.tbody.find_all("tr")] == ["th", "th"]
    assert soup.find("td", class_="number").get_text() == "1"
    assert soup.find_all(colspan=True) == soup.find_all(rowspan=True) == []


def test_a_wide_table_scrolls_in_a_region_that_has_a_name_and_takes_the_focus() -> None:
    wide = Table("the-id", "The caption", (*COLUMNS, "Source"), [("A", "1", "x", "y")], {"Value"})
    region = _soup(wide).find("div", class_="table-wrap")
    assert (region["role"], region["tabindex"]) == ("region", "0")
    assert region["aria-labelledby"] == region.table.caption["id"]


def test_a_table_of_three_columns_fits_a_phone_and_stops_no_keyboard() -> None:
    assert len(COLUMNS) == 3
    soup = _soup(_table([("A", "1", "x")]))
    assert soup.find("div", class_="table-wrap").attrs == {"class": ["table-wrap"]}
    assert soup.find_all(tabindex=True) == soup.find_all(role=True) == []


@pytest.mark.parametrize("nothing", [None, "", Markup("")])
def test_no_cell_is_empty(nothing: object) -> None:
    soup = _soup(_table([("A", nothing, nothing), (nothing, "2", "y")]))
    cells = [cell.get_text() for cell in soup.find_all(["th", "td"])]
    assert all(cell.strip() for cell in cells)
    assert "[z] not applicable" in soup.find("p", class_="symbols").get_text()


@pytest.mark.parametrize(("mark", "meaning"), SYMBOLS.items())
def test_each_symbol_is_explained_above_the_table_that_uses_it(mark: str, meaning: str) -> None:
    html = str(_table([("A", f"460 {mark}", "x")]).html())
    assert html.index(f"{mark} {meaning}.") < html.index("<table")
    others = [other for other in SYMBOLS if other != mark]
    assert not any(other in html for other in others)


def test_a_table_without_symbols_explains_none() -> None:
    assert "symbols" not in _table([("A", "1", "x")]).html()


def test_text_in_a_table_is_escaped_and_finished_html_is_not() -> None:
    table = Table(
        '"><i>', "<i>caption</i>", ("<i>", "B"), [("<script>", Html("<b>bold</b>"))], css='"><i>'
    )
    soup = BeautifulSoup(table.html(), "lxml")
    assert soup.find(["script", "i"]) is None
    assert soup.b.get_text() == "bold"
    assert soup.table["id"] == '"><i>'


def test_a_row_that_is_too_short_is_an_error() -> None:
    with pytest.raises(ValueError, match="shorter"):
        _table([("A", "1")]).html()


def test_a_number_that_is_not_text_yet_is_shown_and_nought_is_not_empty() -> None:
    assert [cell.get_text() for cell in _soup(_table([("A", 0, 1.5)])).find_all("td")] == [
        "0",
        "1.5",
    ]


def test_every_status_and_direction_has_a_shape_of_its_own() -> None:
    words = (
        "Met", "On track", "Off track", "Missed", "No target", "No new data", "Narrative",
        "Better", "Worse", "No clear change", "Higher", "Lower", "Too few points",
    )  # fmt: skip
    shapes = {}
    for word in words:
        soup = BeautifulSoup(status_tag(word), "lxml")
        assert soup.find("span", class_="shape")["aria-hidden"] == "true"
        shapes[word] = soup.find("span", class_="shape").get_text()
        assert soup.get_text().endswith(f" {word}")
    assert len(set(shapes.values())) == len(words)


def test_a_word_without_a_shape_is_still_shown_and_escaped() -> None:
    assert str(status_tag("<b>")) == '<span class="tag tag-&lt;b&gt;">&lt;b&gt;</span>'


def test_lists_paragraphs_and_joins_escape_text_and_keep_html() -> None:
    assert fact_list({"A & B": "<1", "Empty": "", "None": None}) == (
        '<dl class="facts"><div><dt>A &amp; B</dt><dd>&lt;1</dd></div></dl>'
    )
    assert paragraph("<b>", "note") == '<p class="note">&lt;b&gt;</p>'
    assert join(paragraph("a"), "", "<b>") == "<p>a</p>\n&lt;b&gt;"


# The tables of the report


@pytest.mark.parametrize("quarter", ["known_q1", "known_q2"])
def test_every_table_of_the_report_is_whole(
    quarter: str, request: pytest.FixtureRequest, catalogue: Catalogue
) -> None:
    known: Known = request.getfixturevalue(quarter)
    report = Report(known)
    found: list[Table] = [report.summary()]
    for name, entry in catalogue.indicators.items():
        block = report.indicator(name)
        found += [block.history(each.name) for each in entry.history]
        pieces = (block.measures(), block.comparison(), block.actions(), block.changes())
        found += [piece for piece in pieces if isinstance(piece, Table)]
    assert len(found) > 15
    assert len({table.id for table in found}) == len(found)
    for table in found:
        soup = _soup(table)
        assert table.caption
        for row in soup.find_all("tr"):
            cells = row.find_all(["th", "td"])
            assert len(cells) == len(table.columns)
            assert all(cell.get_text(strip=True) for cell in cells), f"{table.id}: {row}"
        text = soup.table.get_text(" ").replace("None reported", "Nothing reported")
        explained = soup.find("p", class_="symbols")
        for mark in SYMBOLS:
            assert (mark in text) == (explained is not None and mark in explained.get_text())
        for word in ("nan", "None", "NaT", "True", "False", "inf"):
            assert f" {word} " not in f" {text} ", f"{table.id}: {word}"


def test_the_summary_has_a_row_an_indicator_in_the_catalogues_order(
    known_q2: Known, catalogue: Catalogue
) -> None:
    soup = _soup(Report(known_q2).summary())
    links = [link["href"] for link in soup.select("tbody th a")]
    assert links == [f"#{each.anchor}" for each in catalogue.indicators.values()]


@pytest.mark.parametrize(
    ("value", "target", "decimals", "needed"),
    [
        (82.96, 83, 1, 2),  # 83.0% beside a target of 83% that it misses
        (82.96, 83, 0, 2),
        (82.9996, 83, 1, 4),
        (83, 83, 1, 1),
        (82.4, 83, 1, 1),
        (82.4, 83, 0, 0),
        (float("nan"), 83, 1, 1),
    ],
)
def test_a_miss_is_never_printed_as_its_target(value, target, decimals, needed):
    assert decimals_apart(value, target, decimals) == needed

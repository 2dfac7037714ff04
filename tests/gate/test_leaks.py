"""What a place gives back of a hidden figure, and what belongs to another one."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from cypt_analysis.catalogue.entries import Indicator
from cypt_analysis.gate import files, leaks
from cypt_analysis.gate.files import records_of
from cypt_analysis.gate.record import Record
from cypt_analysis.gate.secrets import Innocent, Place, Secret, without_others
from cypt_analysis.library.entries import indicators
from cypt_analysis.processed import hidden
from cypt_analysis.processed.numerals import without_names

# York's 192 of 193 in the year to March 2022 is hidden; 13 of 15 of another place is not.
SECRET = Secret(
    id="reviews.2022.york",
    indicator="reviews",
    anchor="reviews",
    title="Reviews of plans",
    label="Plans reviewed in time",
    area="York",
    elsewhere=frozenset({"Leeds", "Northmere", "Plans held"}),
    periods=("2022", "31 March 2022"),
    small=frozenset({"192", "1", "01", "92", "99.5"}),
    telling=frozenset({"99.48186528"}),
    phrase="192 of 193",
    by_right=frozenset({"167 of 192", "13 of 15"}),
)
# 14 anywhere; 92 once before, and 99.5% of another place's.
BY_RIGHT = Innocent(
    {
        "14": [Place()],
        "92": [Place(frozenset({SECRET.label}), frozenset({"2021", "31 March 2021"}))],
        "99.5": [Place(areas=frozenset({"Leeds"}))],
    },
    Place(
        frozenset({SECRET.label}), frozenset({*SECRET.periods, "2021", "31 March 2021"}),
        frozenset({"York", "Leeds", "Northmere"}),
    ),
)  # fmt: skip
_OWNERS = {"owner": "A team", "checked_by": "Another", "next_review": date(2027, 1, 1)}
ROW = ("Plans reviewed in time", "31 March 2022")


def _gives(record: Record) -> bool:
    return bool(list(leaks._given(record, leaks._Secrets([SECRET]), {"reviews": BY_RIGHT})))


@pytest.mark.parametrize(
    "record",
    [
        Record("data.csv", "99.48186528 of them"),
        Record("report.html", "of 193, or 192 of 193, were"),
        Record("report.html", "York: 99.5%", "reviews"),
        Record("data.xlsx", "", cells=(*ROW, "York", "192")),
        Record("data.csv", "", cells=("reviews.2022.york", "a", "b", "192", "file", "7", "now")),
        Record("report.html", "On 31 March 2022 York had 92.", "reviews"),
        Record(
            "report.html",
            "",
            "reviews",
            ("York", "92", "92"),
            heads=("Area", "31 March 2021", "31 March 2022"),
        ),
    ],
    ids=[
        "exact",
        "so many of so many",
        "in its block",
        "in its row",
        "by its name",
        "of its time",
        "below its time",
    ],
)
def test_a_number_is_found_where_it_can_be_taken_for_the_hidden_one(record: Record) -> None:
    record = Record(
        record.file,
        record.text or " | ".join(record.cells),
        record.anchor,
        record.cells,
        heads=record.heads,
    )
    assert _gives(record)


@pytest.mark.parametrize(
    "record",
    [
        Record("data.xlsx", "", cells=(*ROW, "Leeds", "192")),
        Record("data.xlsx", "", cells=(*ROW, "192")),
        Record("data.xlsx", "", cells=("Plans held", *ROW, "York", "192")),
        Record("report.html", "167 of 192", "reviews"),
        Record("data.xlsx", "", cells=(*ROW, "York", "[c]", "data/raw/2022/reviews.csv", "192")),
        Record("report.html", "14 children", "reviews"),
        Record("report.html", "On 31 March 2021 York had 92.", "reviews"),
        Record(
            "report.html",
            "",
            "reviews",
            ("York", "92", "[c]"),
            heads=("Area", "31 March 2021", "31 March 2022"),
        ),
        Record("report.html", "It was 92, or Leeds 99.5.", "reviews"),
        Record("report.html", "1921 of 193", "other"),
        Record("report.html", "place 1 of 193, where 1 is the best (highest)", "reviews"),
        Record("report.html", "from 1991/92 to 2000-01-FY, 2001-01-01 and 1990-M01", "reviews"),
    ],
    ids=[
        "another area's row",
        "the authority's row",
        "another measure's row",
        "so many of others",
        "the row of a file",
        "another figure",
        "another time",
        "below another time",
        "either",
        "part",
        "a place",
        "times",
    ],
)
def test_what_others_print_by_right_gives_nothing_back(record: Record) -> None:
    record = Record(
        record.file,
        record.text or " | ".join(record.cells),
        record.anchor,
        record.cells,
        heads=record.heads,
    )
    assert not _gives(record)


def test_what_the_catalogue_calls_a_figure_in_words_is_no_count_of_it() -> None:
    """Three children, hidden, had three or more placements: of the two only the first tells."""
    entry = Indicator.model_validate({**indicators()["cla_3plus"], **_OWNERS})
    entries = SimpleNamespace(indicators={entry.id: entry}, sources={})
    names = hidden._named(SimpleNamespace(catalogue=entries))  # type: ignore[arg-type]
    for words, left in (
        ("Children with three or more placements in 2024/25", "in 2024/25"),
        ("Three had THREE OR MORE PLACEMENTS IN THE YEAR", "Three had"),
    ):
        assert without_names(words, names).replace("_", " ").split() == left.split()


@pytest.mark.parametrize(
    ("said", "gives"),
    [
        ("reviews-of-plans-192.csv", True), ("Plans reviewed in time: 192", True),
        ("Reviews of plans 192 late", True), ("Reviews of plans", False), ("data_192.csv", False),
        ("Reviews of plans 2022", False),
    ],
)  # fmt: skip
def test_names_and_properties_say_themselves_what_they_are_about(said: str, gives: bool) -> None:
    assert _gives(Record("data.xlsx", said, naming=True)) is gives


def _office(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEADING = '<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
_TOLD = "Plans reviewed in time: 192"


@pytest.mark.parametrize(("printing", "tells"), [("turnover", False), ("reviews", True)])
def test_the_number_of_another_indicator_s_fact_is_that_one_s(printing: str, tells: bool) -> None:
    """A rate of 19.5 is 98.98% above one of 9.8, and 97 of 98 children are as many per cent."""
    facts = {"99.48186528": {printing}}
    assert (without_others(SECRET, frozenset(), facts).telling == SECRET.telling) is tells


@pytest.mark.parametrize(
    ("name", "part", "text"),
    [
        # A colleague's document, whose headings have no mark of ours; its properties.
        ("notes.docx", "word/document.xml",
         f"<w:document {_W}><w:body>{_HEADING.format('Reviews of plans')}"
         "<w:p><w:r><w:t>It was 19</w:t></w:r><w:r><w:t>2.</w:t></w:r></w:p></w:body></w:document>"),
        ("notes.docx", "docProps/core.xml", f"<c><subject>{_TOLD}</subject></c>"),
        ("notes.docx", "docProps/custom.xml", f'<c><property name="{_TOLD}"/></c>'),
        # A hidden sheet's name, a defined name, a header, a prompt, a picture's words.
        ("more.xlsx", "xl/workbook.xml", f'<w><sheet name="{_TOLD}" state="veryHidden"/></w>'),
        ("more.xlsx", "xl/workbook.xml", f"<w><definedName>\"{_TOLD}\"</definedName></w>"),
        ("more.xlsx", "xl/worksheets/sheet9.xml",
         f'<s xmlns="m"><headerFooter><oddHeader>{_TOLD}</oddHeader></headerFooter></s>'),
        ("more.xlsx", "xl/worksheets/sheet9.xml",
         f'<s xmlns="m"><dataValidations><dataValidation prompt="{_TOLD}"/></dataValidations></s>'),
        ("more.xlsx", "xl/drawings/drawing1.xml", f'<d><cNvPr descr="{_TOLD}"/></d>'),
    ],
)  # fmt: skip
def test_an_office_file_is_read_where_nobody_looks(
    tmp_path: Path, name: str, part: str, text: str
) -> None:
    path = _office(tmp_path / name, {part: text})
    assert any(_gives(record) for record in records_of(path, set()))
    # Another number in the same place gives nothing back.
    other = text.replace("192", "14").replace("It was 19", "It was 1").replace(">2.<", ">4.<")
    path = _office(tmp_path / name, {part: other})
    assert not any(_gives(record) for record in records_of(path, set()))


def test_the_line_from_which_bars_begin_is_no_figure() -> None:
    drawn = "<svg><text>0</text><text>Hull</text><text>{}</text></svg>"
    for words, left in (("12", ["12"]), ("0", ["0"])):
        page = f"<h3 id='reviews'>Reviews</h3>{drawn.format(words)}"
        texts = [each.text for each in files._html("report.html", page.encode())]
        assert [each for each in texts if each.isdigit()] == left


def test_a_number_of_the_catalogue_s_words_is_innocent_where_they_say_it() -> None:
    innocent = Innocent({"3": [Place(phrase=("within 3", "3 days"))]})
    said = ("Visits within 3 working days", "of those seen in 3 days", "3 reviews were late")
    assert [innocent.of("3", SECRET, words) for words in said] == [True, True, False]

"""Every chart of the catalogue: drawn, described, harmless, and its data at hand."""

from __future__ import annotations

import csv
import dataclasses
import importlib
import io
import itertools
import re
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date
from importlib.resources import files
from urllib.parse import unquote

import matplotlib
import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from cypt_analysis.catalogue import Catalogue, Indicator
from cypt_analysis.catalogue.entries import Chart
from cypt_analysis.charts import Figure, draw
from cypt_analysis.charts.colours import INK, MUTED, OTHER, OWN, PAPER, PROPERTIES, SERIES_COLOURS
from cypt_analysis.charts.figure import shorten
from cypt_analysis.charts.layout import SIZES, Box, box_of
from cypt_analysis.charts.series import series_of
from cypt_analysis.charts.sheet import Drawings, Sheet
from cypt_analysis.charts.sparkline import sparkline
from cypt_analysis.charts.svg import to_svg
from cypt_analysis.ground.tables import Table
from cypt_analysis.known import Known
from tests.printed import numbers

Drawn = dict[str, Figure]


def _draw_all(known: Known) -> Drawn:
    drawn = {}
    for indicator in known.catalogue.indicators.values():
        for chart in indicator.chart:
            figure = draw(known, indicator, chart.id)
            if figure is not None:
                assert figure.drawings.wide
                drawn[figure.id] = figure
    return drawn


def _draw(known: Known, indicator: Indicator, name: str) -> None:
    """Draw a chart, which is otherwise done when it is shown."""
    figure = draw(known, indicator, name)
    assert figure is not None
    assert figure.drawings.wide


def _svgs(figure: Figure) -> list[tuple[str, str]]:
    """Both drawings, each with its name."""
    return list(zip(Drawings._fields, figure.drawings, strict=True))


class _Axes:
    """The axes that were drawn, kept when their wide drawing is written."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.all: list = []

        def keep(picture, name):  # type: ignore[no-untyped-def]
            if name.endswith("-wide"):
                self.all += picture.axes
            return to_svg(picture, name)

        monkeypatch.setattr(importlib.import_module("cypt_analysis.charts.sheet"), "to_svg", keep)

    def lines(self) -> list[list[tuple[float, float]]]:
        """The points of every line that joins more than one."""
        found = []
        for axes in self.all:
            for line in axes.get_lines():
                if line.get_linestyle() == "-" and len(line.get_xdata()) > 1:
                    places = line.get_xdata(orig=False)
                    found.append(list(zip(places, line.get_ydata(), strict=True)))
        return found


@pytest.fixture
def axes(monkeypatch: pytest.MonkeyPatch) -> _Axes:
    return _Axes(monkeypatch)


@pytest.fixture(scope="module")
def q2_with_axes(known_q2: Known, catalogue: Catalogue) -> tuple[Drawn, list]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        kept = _Axes(monkeypatch)
        return _draw_all(known_q2), kept.all


@pytest.fixture(scope="module")
def q2(q2_with_axes: tuple[Drawn, list]) -> Drawn:
    return q2_with_axes[0]


@pytest.fixture(scope="module")
def all_axes(q2_with_axes: tuple[Drawn, list]) -> list:
    return q2_with_axes[1]


@pytest.fixture(scope="module")
def q1(known_q1: Known, catalogue: Catalogue) -> Drawn:
    return _draw_all(known_q1)


@pytest.fixture(params=["2009-10-Q1", "2009-10-Q2"])
def drawn(request: pytest.FixtureRequest, q1: Drawn, q2: Drawn) -> Drawn:
    return q1 if request.param == "2009-10-Q1" else q2


def _charts(catalogue: Catalogue) -> list[tuple[Indicator, Chart]]:
    return [(each, chart) for each in catalogue.indicators.values() for chart in each.chart]


def _find(catalogue: Catalogue, indicator: str, chart: str) -> tuple[Indicator, Chart]:
    entry = catalogue.indicators[indicator]
    return entry, next(each for each in entry.chart if each.id == chart)


# What is drawn, and what is said of it


def test_every_chart_of_the_catalogue_is_drawn_for_the_example(
    q2: Drawn, catalogue: Catalogue
) -> None:
    asked = [f"fig-{indicator.anchor}-{chart.id}" for indicator, chart in _charts(catalogue)]
    assert list(q2) == asked
    assert len(asked) >= 12


def test_an_earlier_quarter_draws_what_its_data_can_fill_and_no_more(
    q1: Drawn, known_q1: Known, catalogue: Catalogue
) -> None:
    """Without another area, a target to hold against or a cause there is nothing to draw."""
    asked = [f"fig-{indicator.anchor}-{chart.id}" for indicator, chart in _charts(catalogue)]
    nothing = {"fig-referrals-areas", "fig-parenting-targets", "fig-health-and-safety-causes"}
    assert list(q1) == [name for name in asked if name not in nothing]


def test_a_chart_that_the_catalogue_does_not_have_is_told(
    known_q2: Known, catalogue: Catalogue
) -> None:
    with pytest.raises(KeyError, match=r"caf has no chart 'quaters'. It has: quarters"):
        draw(known_q2, catalogue.indicators["caf"], "quaters")


def test_alternative_text_is_of_a_length_to_be_heard_and_unique(drawn: Drawn) -> None:
    for figure in drawn.values():
        assert 30 <= len(figure.alt) <= 300, figure.alt
        assert re.match(r"[A-Z\d]", figure.alt)
        assert figure.alt[-1] in ".…"
    assert len({figure.alt for figure in drawn.values()}) == len(drawn)


def test_alternative_text_names_a_value_of_the_charts_own_data(drawn: Drawn) -> None:
    for figure in drawn.values():
        held = {
            token for row in figure.table.rows for cell in row[1:] for token in numbers(str(cell))
        }
        assert held & set(numbers(figure.alt)), figure.alt


def test_alternative_text_is_not_cut_off_in_the_midst_of_its_values(drawn: Drawn) -> None:
    for figure in drawn.values():
        assert not figure.alt.endswith("…"), f"{figure.id}: {figure.alt}"


def test_alternative_text_gives_the_latest_value_of_every_line(
    known_q2: Known, catalogue: Catalogue, q2: Drawn
) -> None:
    for indicator, chart in _charts(catalogue):
        if chart.kind == "over_time":
            alt = q2[f"fig-{indicator.anchor}-{chart.id}"].alt
            for each in series_of(known_q2, indicator, chart):
                assert known_q2.facts[each.rows["id"].iloc[-1]].printed in alt, alt


def test_title_and_subtitle_say_what_is_shown_and_where(drawn: Drawn) -> None:
    for figure in drawn.values():
        assert numbers(figure.title), figure.title
        assert figure.title != figure.subtitle
        assert figure.source
        assert not figure.source.endswith(".")
    assert len({figure.subtitle for figure in drawn.values()}) == len(drawn)


@pytest.mark.parametrize("part", ["title", "subtitle", "alt", "note"])
def test_no_words_of_the_program_are_in_the_charts(drawn: Drawn, part: str) -> None:
    for figure in drawn.values():
        text = getattr(figure, part)
        assert not re.search(r"\bnan\b|None|\{|\}|_|  ", text), text


# The picture


def test_pictures_are_well_formed_without_date_script_or_outside_address(drawn: Drawn) -> None:
    for svg in [svg for figure in drawn.values() for svg in figure.drawings]:
        root = ET.fromstring(svg)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert "viewBox" in root.attrib
        names = {tag.tag.rpartition("}")[2] for tag in root.iter()}
        assert not names & {"script", "image", "metadata", "foreignObject", "a"}
        assert "dc:date" not in svg
        addresses = set(re.findall(r'https?://[^"\s<]+', svg))
        assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
        pointed = re.findall(r'(?:href="|url\()([^")]+)', svg)
        assert all(target.startswith("#") for target in pointed)


def test_ids_in_pictures_are_unique_in_the_page_and_all_are_found(drawn: Drawn) -> None:
    pages = "".join(str(figure.html()) for figure in drawn.values())
    ids = Counter(re.findall(r'\sid="([^"]*)"', pages))
    assert [name for name, times in ids.items() if times > 1] == []
    pointed = re.findall(r'(?:href="#|url\(#)([^")]+)', pages)
    assert pointed
    assert set(pointed) <= set(ids)


def test_a_chart_drawn_twice_is_the_same_to_the_byte(
    known_q2: Known, catalogue: Catalogue, q2: Drawn
) -> None:
    for figure in _draw_all(known_q2).values():
        assert figure.html() == q2[figure.id].html()


def test_drawing_leaves_the_settings_of_matplotlib_as_they_were(
    known_q2: Known, catalogue: Catalogue
) -> None:
    before = dict(matplotlib.rcParams)
    _draw(known_q2, *_named(catalogue, "caf", "quarters"))
    assert dict(matplotlib.rcParams) == before


def _named(catalogue: Catalogue, indicator: str, chart: str) -> tuple[Indicator, str]:
    return catalogue.indicators[indicator], chart


def test_bars_begin_at_nought_and_are_as_long_as_their_values(
    known_q2: Known, catalogue: Catalogue, axes: _Axes
) -> None:
    chart = _named(catalogue, "referrals", "areas")
    _draw(known_q2, *chart)
    (only,) = axes.all
    assert only.get_xlim()[0] == 0
    assert [bar.get_x() for bar in only.patches] == [0, 0, 0]
    assert [bar.get_width() for bar in only.patches] == [706, 596, 497]


def test_every_bar_and_every_axis_of_values_begins_at_nought(all_axes: list) -> None:
    assert len(all_axes) > 12
    for each in all_axes:
        upright = {bar.get_y() for bar in each.patches} == {0} and len(each.patches) > 1
        low = each.get_ylim()[0] if upright or not each.patches else each.get_xlim()[0]
        assert low == 0
        if each.patches and not upright:
            assert {bar.get_x() for bar in each.patches} == {0}


def test_everything_drawn_lies_within_its_axes(all_axes: list) -> None:
    for each in all_axes:
        for line in each.get_lines():
            values = np.asarray(line.get_ydata(), dtype=float)
            if len(values) and line.get_transform() == each.transData:
                low, high = sorted(each.get_ylim())
                assert low <= np.nanmin(values), each.get_title()
                assert np.nanmax(values) <= high


def test_text_of_a_picture_is_read_from_facts(known_q2: Known, q2: Drawn) -> None:
    """Labels beside points and bars are printed facts; `test_reproducible` walks all of them."""
    for svg in q2["fig-looked-after-numbers"].drawings:
        texts = [tag.text for tag in ET.fromstring(svg).iter() if tag.tag.endswith("}text")]
        assert {"372", "460"} <= set(texts)


# What a picture says


def test_a_font_is_said_once_for_a_picture(q2: dict[str, Figure]) -> None:
    for name, svg in [(name, svg) for name, figure in q2.items() for svg in figure.drawings]:
        assert svg.count("font-family") == svg.count("font-size") == 1, name
        assert "sans-serif" in ET.fromstring(svg).attrib["font-family"]


def test_a_point_stands_where_it_was_drawn_to_a_hundredth() -> None:
    sheet = Sheet(1)
    (axes,) = sheet.panels
    axes.plot([0, 1, 2], [0, 1, 4], "o")
    sheet.begin(SIZES[1])
    sheet.set_height(200)
    sheet.place(axes, Box(40, 20, 300, 180))
    axes.set(xlim=(0, 4), ylim=(0, 8))
    root = ET.fromstring(sheet.svg("points"))
    assert root.attrib["viewBox"] == "0 0 340 200"
    marks = [each.attrib for each in root.iter() if each.tag.endswith("}use")]
    # 65 pixels for one across, 20 for one upwards, from the lower left corner at 40, 180.
    found = [(float(mark["x"]), float(mark["y"])) for mark in marks]
    assert np.allclose(found, [(40, 180), (105, 160), (170, 100)], rtol=0, atol=0.0051)


# Breaks


def _with(known: Known, rows: pd.DataFrame) -> Known:
    return dataclasses.replace(known, observations=rows)


def test_a_missing_year_breaks_the_line(known_q2: Known, catalogue: Catalogue, axes: _Axes) -> None:
    chart = _named(catalogue, "conceptions", "trajectory")
    _draw(known_q2, *chart)
    longest = max(len(line) for line in axes.lines())
    table = known_q2.observations
    gone = table["path"].eq("conceptions.annual") & table["period"].eq("2003")
    assert gone.sum() >= 3
    axes.all.clear()
    _draw(_with(known_q2, table[~gone]), *chart)
    lines = axes.lines()
    assert max(len(line) for line in lines) < longest
    spans = [(line[0][0], line[-1][0]) for line in lines if len(line) > 2]
    middle = 12234.5  # 2003-07-01, in days since 1970
    assert [span for span in spans if span[0] < middle - 200 and span[1] > middle + 200] == []


def test_a_part_year_is_not_joined_to_full_years(
    known_q2: Known, catalogue: Catalogue, axes: _Axes
) -> None:
    _draw(known_q2, *_named(catalogue, "persistent_absence", "schools"))
    # Three full years are joined; the autumn and spring terms stand alone.
    assert {len(line) for line in axes.lines()} == {3}
    assert len(axes.lines()) == 3


def test_quoted_points_of_a_lost_series_are_not_joined(
    known_q2: Known, catalogue: Catalogue, axes: _Axes
) -> None:
    for name in ("child_protection", "looked_after"):
        _draw(known_q2, *_named(catalogue, name, "numbers"))
    assert axes.lines() == []


def test_provisional_points_are_hollow(known_q2: Known, catalogue: Catalogue, axes: _Axes) -> None:
    _draw(known_q2, *_named(catalogue, "obesity", "years"))
    fills: dict[str, list[float]] = {"hollow": [], "full": []}
    for each in axes.all:
        for line in each.get_lines():
            if line.get_marker() in ("o", "s") and len(line.get_xdata()):
                kind = "hollow" if line.get_markerfacecolor() == PAPER else "full"
                fills[kind] += list(line.get_ydata())
    assert sorted(fills["hollow"]) == [8.5, 16.4]
    assert sorted(fills["full"]) == [8.2, 17.7]


def test_whiskers_are_the_intervals(known_q2: Known, catalogue: Catalogue, axes: _Axes) -> None:
    _draw(known_q2, *_named(catalogue, "obesity", "years"))
    drawn = {
        (round(float(segment[0][1]), 6), round(float(segment[1][1]), 6))
        for each in axes.all
        for bars_of in each.collections
        for segment in bars_of.get_segments()
    }
    table = known_q2.observations
    own = table[table["path"].isin(["obesity", "obesity.reception_obese"])]
    own = own[own["lower_95"].notna()]
    assert drawn == {
        (round(low, 6), round(up, 6))
        for low, up in zip(own["lower_95"], own["upper_95"], strict=True)
    }


@pytest.mark.parametrize("width", Drawings._fields)
def test_the_target_is_a_labelled_line_at_its_value(q2: Drawn, width: str) -> None:
    """Read off the picture as an eye would: the dashed line against the numbers of the scale."""
    svg = getattr(q2["fig-persistent-absence-phases"].drawings, width)
    root = ET.fromstring(svg)
    texts = [each for each in root.iter() if each.tag.endswith("}text")]
    assert [each.text for each in texts if each.text.startswith("Target")] == [
        "Target 6.7% (2008/09)"
    ]
    scale = {each.text: float(each.attrib["y"]) for each in texts if re.fullmatch(r"\d", each.text)}
    (line,) = re.findall(r'<path d="M [\d.]+ ([\d.]+) L [^"]*" style="[^"]*stroke-dasharray', svg)
    for_one = (scale["0"] - scale["8"]) / 8
    # Words stand with their middle on the line, 4.68 pixels above where they are written.
    assert (scale["0"] - 4.68 - float(line)) / for_one == pytest.approx(6.7, abs=0.01)


# Two drawings


def test_a_chart_is_one_picture_with_a_wide_and_a_narrow_drawing(drawn: Drawn) -> None:
    for figure in drawn.values():
        soup = BeautifulSoup(str(figure.html()), "lxml")
        (picture,) = soup.select("[role=img]")
        wide, narrow = picture.find_all("svg")
        assert [wide["class"], narrow["class"]] == [["wide"], ["narrow"]]
        assert wide["aria-hidden"] == narrow["aria-hidden"] == "true"
        # Without a style sheet, as in a notebook, the wide one is all there is to see.
        assert not wide.has_attr("display")
        assert narrow["display"] == "none"
        widths = [float(svg["viewbox"].split()[2]) for svg in (wide, narrow)]
        assert widths == [560, 340]


def test_all_words_of_a_drawing_lie_inside_it_and_apart(drawn: Drawn) -> None:
    """By the widest of the fonts that the page may be shown in."""
    for figure in drawn.values():
        for svg in figure.drawings:
            root = ET.fromstring(svg)
            _, _, width, high = map(float, root.attrib["viewBox"].split())
            grouped = [(each, part) for part in root for each in part]
            texts = [*grouped, *((each, each) for each in root)]
            boxes = [
                _box(each, part.attrib.get("style", ""))
                for each, part in texts
                if each.tag.endswith("}text")
            ]
            assert boxes
            for box in boxes:
                inside = box.left > -1 and box.right < width + 1
                assert inside and box.bottom > -2 and box.top < high + 2, (figure.id, width, box)
            for one, other in itertools.combinations(boxes, 2):
                assert one.meets(other) < 20, (figure.id, width, one, other)


def _box(text: ET.Element, style: str) -> Box:
    anchor = re.search("text-anchor: (\\w+)", style)
    side = {"end": "right", "middle": "center"}.get(anchor[1] if anchor else "", "left")
    x, y = float(text.attrib["x"]), float(text.attrib["y"])
    return box_of([text.text or ""], x, y - 4.68, side, bold="700" in style)


def test_what_is_not_shown_is_not_drawn(known_q2: Known, catalogue: Catalogue) -> None:
    """A chart that stays a table costs no drawing."""
    figure = draw(known_q2, *_named(catalogue, "looked_after", "numbers"))
    assert figure is not None
    assert "drawings" not in vars(figure)


# The data beside it


def test_the_data_table_holds_every_value_drawn(
    known_q2: Known, catalogue: Catalogue, q2: Drawn
) -> None:
    for indicator, chart in _charts(catalogue):
        if chart.kind != "over_time":
            continue
        figure = q2[f"fig-{indicator.anchor}-{chart.id}"]
        series = series_of(known_q2, indicator, chart)
        place = figure.table.columns.index("Value")
        shown = Counter(str(row[place]).split(" [")[0] for row in figure.table.rows)
        assert shown == Counter(
            known_q2.facts[name].printed for each in series for name in each.rows["id"]
        )


def test_every_number_drawn_in_a_bar_chart_is_in_its_data_table(q2: Drawn) -> None:
    for name in ("fig-referrals-areas", "fig-parenting-targets", "fig-neet-numbers"):
        figure = q2[name]
        held = {token for row in figure.table.rows for cell in row for token in numbers(str(cell))}
        texts = [
            tag.text or ""
            for tag in ET.fromstring(figure.drawings.wide).iter()
            if tag.tag.endswith("}text")
        ]
        labels = [text for text in texts if re.fullmatch(r"[\d,.%]+( of [\d,.%]+)?", text)]
        assert labels
        assert {token for text in labels for token in numbers(text)} <= held


def test_the_file_to_keep_is_the_table(drawn: Drawn) -> None:
    for figure in drawn.values():
        soup = BeautifulSoup(str(figure.html()), "lxml")
        link = soup.find("a", download=True)
        assert link["download"] == f"{figure.id}.csv"
        head, data = link["href"].split(",", 1)
        assert head == "data:text/csv;charset=utf-8"
        text = unquote(data)
        assert text.startswith("\ufeff")
        rows = list(csv.reader(io.StringIO(text[1:])))
        assert rows[0] == list(figure.table.columns)
        assert len(rows) - 1 == len(figure.table.rows)
        shown = [
            cell.get_text() for cell in soup.select("table tbody tr")[0].find_all(["th", "td"])
        ]
        assert [_undone(cell) for cell in rows[1]] == shown


def _undone(cell: str) -> str:
    """A cell of the file without the mark-up of a status word."""
    return BeautifulSoup(cell, "lxml").get_text() if "<" in cell else cell


def test_the_file_to_keep_holds_words_and_no_html(drawn: Drawn) -> None:
    for figure in drawn.values():
        data = unquote(BeautifulSoup(str(figure.html()), "lxml").find("a", download=True)["href"])
        assert "<" not in data, figure.id


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_a_cell_that_a_spreadsheet_would_run_is_made_safe(start: str) -> None:
    harm = f"{start}cmd|' /C calc'!A1"
    table = Table("t", "Caption", ("Name", harm), [(harm, "1")])
    figure = Figure("f", "T", "S", "Alternative", _nothing, "Source", table)
    data = unquote(BeautifulSoup(str(figure.html()), "lxml").find("a", download=True)["href"])
    rows = list(csv.reader(io.StringIO(data.partition(",")[2][1:], newline="")))
    # A tab or a line's end before the sign goes too; what is left begins with an apostrophe.
    defused = f"'{harm.strip()}"
    assert rows == [["Name", defused], [defused, "1"]]


def _nothing() -> Drawings:
    return Drawings("<svg ></svg>", "<svg ></svg>")


# What stands in the data is data

HOSTILE = "</svg><script>alert(1)</script>\"'&$\\frac{1}{0}$_{"


def test_hostile_labels_are_text_in_picture_and_table(
    known_q2: Known, catalogue: Catalogue
) -> None:
    rows = known_q2.observations.copy()
    school = rows["breakdown"] == "Varndean School"
    assert school.any()
    rows.loc[school, "breakdown"] = HOSTILE
    figure = draw(_with(known_q2, rows), *_named(catalogue, "persistent_absence", "schools"))
    assert figure is not None
    for svg in figure.drawings:
        ET.fromstring(svg)
    soup = BeautifulSoup(str(figure.html()), "lxml")
    assert soup.find("script") is None
    assert len(soup.find_all("svg")) == 2
    assert any(HOSTILE in text.get_text() for text in soup.svg.find_all("text"))
    assert HOSTILE in soup.find("table").get_text()


def test_hostile_words_in_title_note_and_alternative_text_are_text() -> None:
    table = Table("t", HOSTILE, ("Name", "Value"), [(HOSTILE, "1")])
    figure = Figure("f", HOSTILE, HOSTILE, HOSTILE, _nothing, HOSTILE, table, HOSTILE)
    soup = BeautifulSoup(str(figure.html()), "lxml")
    assert soup.find("script") is None
    assert soup.find(role="img")["aria-label"] == HOSTILE
    assert soup.find("p", class_="chart-title").get_text() == HOSTILE
    assert soup.find("span", class_="note").get_text() == HOSTILE


# Colours


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(colour: str, ground: str = "#ffffff") -> float:
    """The contrast of a colour with a ground, by WCAG 2.2."""
    lighter, darker = sorted(map(_luminance, (colour, ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_contrast_is_reckoned_as_known_elsewhere() -> None:
    assert _contrast("#000000") == pytest.approx(21)
    assert _contrast("#767676") == pytest.approx(4.54, abs=0.005)
    assert _contrast("#ffffff") == pytest.approx(1)


def _dark() -> dict[str, str]:
    """The properties of the style sheet on a dark page."""
    style = (files("cypt_analysis.page") / "style.css").read_text(encoding="utf-8")
    return dict(re.findall(r"(--[\w-]+): (#\w{6});", style.partition("color-scheme: dark)")[2]))


@pytest.mark.parametrize("colour", [*SERIES_COLOURS, INK, MUTED, OWN])
def test_colours_that_stand_for_text_reach_4_5_light_and_dark(colour: str) -> None:
    dark = _dark()
    assert _contrast(colour) >= 4.5
    assert _contrast(dark[PROPERTIES[colour]], dark["--paper"]) >= 4.5


@pytest.mark.parametrize("colour", [OWN, OTHER])
def test_bars_reach_3_light_and_dark_and_are_told_apart_in_grey(colour: str) -> None:
    dark = _dark()
    assert _contrast(colour) >= 3
    assert _contrast(dark[PROPERTIES[colour]], dark["--paper"]) >= 3
    assert _contrast(dark[PROPERTIES[OWN]], dark[PROPERTIES[OTHER]]) >= 1.5


def test_every_colour_in_the_drawings_is_one_of_the_pages_own(drawn: Drawn) -> None:
    """What names no property of the page would be light on a dark one."""
    told = {f"var({name},{colour})" for colour, name in PROPERTIES.items()}
    for figure in drawn.values():
        for svg in figure.drawings:
            used = set(re.findall(r"(?:fill|stroke)(?:: |=\")([^;\"]+)", svg)) - {"none"}
            assert used <= told, figure.id
            assert "opacity" not in svg


# Small things


def test_a_short_text_stays_and_a_long_one_is_cut_between_words() -> None:
    assert shorten("A short text.") == "A short text."
    cut = shorten("word, " * 80)
    assert len(cut) <= 300
    assert cut.endswith("word …")


def _small(*points: tuple[date, float]) -> list[tuple[float, float]]:
    html = str(sparkline([day for day, _ in points], [value for _, value in points]))
    line = BeautifulSoup(html, "lxml").polyline
    return [tuple(map(float, pair.split(","))) for pair in line["points"].split()] if line else []


def test_the_small_line_of_the_summary_is_true_to_time_and_begins_at_nought() -> None:
    """Days 0, 31 and 365 of 58 units; 0, half and all of 12 units above the base."""
    days = [date(2009, 1, 1), date(2009, 2, 1), date(2010, 1, 1)]
    assert _small(*zip(days, [0.0, 50.0, 100.0], strict=True)) == [(3, 15), (7.9, 9), (61, 3)]
    # 99 and 95 look as alike as they are.
    (_, high), (_, low), _ = _small(*zip(days, [99.0, 95.0, 99.0], strict=True))
    assert high == 3 and low - high == pytest.approx(12 * 4 / 99, abs=0.06)


def test_two_points_are_no_line_and_it_is_hidden_from_readers() -> None:
    days = [date(2009, 1, 1), date(2009, 2, 1), date(2010, 1, 1)]
    assert sparkline([], []) == sparkline(days[:2], [1.0, 2.0]) == ""
    assert sparkline(days, [0.0, 0.0, 0.0]) == ""
    nothing = float("nan")
    assert sparkline(days, [1.0, nothing, 2.0]) == ""
    longer = [*days, date(2011, 1, 1), date(2012, 1, 1)]
    gap = str(sparkline(longer, [1.0, 2.0, nothing, 3.0, 4.0]))
    assert gap.count("<polyline") == 2 and gap.count("<circle") == 1 and "nan" not in gap
    assert "<circle" not in sparkline(longer, [1.0, 2.0, 2.0, 3.0, nothing])
    assert 'aria-hidden="true"' in sparkline(days, [2.0, 2.0, 2.0])


def test_a_quarter_of_one_figure_draws_without_a_warning(
    known_q2: Known, catalogue: Catalogue
) -> None:
    """A new indicator has one point; nothing is divided by nought."""
    rows = known_q2.observations
    kept = {*known_q2.judged["id"], "conceptions.annual.1998"}
    latest = rows[rows["id"].isin(kept) | (rows["area"] != known_q2.info.authority)]
    for indicator, chart in _charts(catalogue):
        figure = draw(_with(known_q2, latest), indicator, chart.id)
        assert figure is not None
        for svg in figure.drawings:
            ET.fromstring(svg)


def test_nothing_received_draws_nothing(known_q2: Known, catalogue: Catalogue) -> None:
    empty = dataclasses.replace(
        known_q2, observations=known_q2.observations.iloc[:0], judged=known_q2.judged.iloc[:0],
        facts=known_q2.facts,
    )  # fmt: skip
    for indicator, chart in _charts(catalogue):
        assert draw(empty, indicator, chart.id) is None


def test_a_persons_own_style_changes_no_chart(known_q2: Known, catalogue: Catalogue) -> None:
    entry = catalogue.indicators["looked_after"]
    plain = draw(known_q2, entry, "numbers")
    assert plain is not None
    drawings = plain.drawings
    with matplotlib.rc_context(
        {"axes.facecolor": "yellow", "lines.linewidth": 9, "axes.grid": True, "font.size": 30,
         "savefig.pad_inches": 3, "timezone": "Asia/Tokyo", "axes.prop_cycle": "cycler('color', ['r'])"}
    ):  # fmt: skip
        again = draw(known_q2, entry, "numbers")
        assert again is not None
        assert again.drawings == drawings


def test_then_and_now_counts_what_rose_and_draws_a_line_for_each(known_q2: Known) -> None:
    """By hand: 17.7% to 16.4%, 8.2% to 8.5%, 13.4% to 14.1% and 12.9% to 13.4% of children."""
    figure = draw(known_q2, known_q2.catalogue.indicators["obesity"], "then_and_now")
    assert figure is not None
    title = "3 of 4 figures are higher than before, none of them by more than chance"
    assert figure.title == title and figure.alt.startswith(title) and "17.7% to 16.4%" in figure.alt
    for drawing in figure.drawings:
        told = re.sub(r"<[^>]+>", " ", drawing)
        assert all(text in told for text in ("2007/08", "2008/09", "17.7%", "8.2%", "13.4%"))

"""Whichever of the authority's own figures are hidden: all is made, and none of them is in it."""

from __future__ import annotations

import dataclasses
import re
from itertools import product
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from cypt_analysis.charts.worth import is_worth_seeing
from cypt_analysis.exports import sheets, tidy
from cypt_analysis.known import Known
from cypt_analysis.pieces.at_a_glance import finding
from cypt_analysis.report import Report
from tests.judgement.small import RATE, catalogue, one_drop

YEARS = ("2006-07-FY", "2007-08-FY", "2008-09-FY")
# Of each year whether the authority's figure is shown, "c", or has no row at all.
MASKS = {
    "".join(each): each for each in product("sc", repeat=3)
} | {"nnn": tuple("nnn"), "ssn": tuple("ssn"), "cnn": tuple("cnn")}  # fmt: skip
EASTHAM, WESTHAM, ENGLAND = (31.0, 32.0, 33.0), (41.0, 42.0, 43.0), (51.0, 52.0, 53.0)
_CHARTS = """
benchmarks = ["Statistical neighbours", "England"]

[[indicator.history]]
name = "By year"
measures = ["{name}"]

[[indicator.chart]]
id = "areas"
kind = "compare_areas"
measures = ["{name}"]

[[indicator.chart]]
id = "lines"
kind = "over_time"
measures = ["{name}"]
areas = ["England"]
"""
# A picture takes a tenth of a second: these show every way in which an own figure can be wanting.
DRAWN = ("ssc", "ccc", "cnn")


def own_figures(mask: str) -> tuple[str, ...]:
    """Three numbers that nothing else prints: those of another mask are others."""
    return tuple(str(6100 + 111 * list(MASKS).index(mask) + 37 * year) for year in range(3))


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """One indicator a mask, each with the same other areas."""
    return _known(tmp_path_factory.mktemp("hidden"), *MASKS)


def _known(root: Path, *names: str) -> Known:
    catalogue(root, **{name: RATE + _CHARTS.format(name=name) for name in names})
    files = {}
    for name in names:
        mask = MASKS[name]
        lines = ["area,period,value"]
        for place, (year, shown) in enumerate(zip(YEARS, mask, strict=True)):
            others = {"Eastham": EASTHAM, "Westham": WESTHAM, "England": ENGLAND}
            lines += [f"{area},{year},{values[place]}" for area, values in others.items()]
            if shown != "n":
                lines.append(f",{year},{own_figures(name)[place] if shown == 's' else '[c]'}")
        files[f"{name}.csv"] = "\n".join(lines)
    return one_drop(root, "2009-10-Q2", files)


def _text(piece: object) -> str:
    """What a reader sees, and what stands in a chart's own file."""
    made = getattr(piece, "_repr_html_", None)
    html = str(made()) if made else str(piece)
    links = " ".join(unquote(link) for link in re.findall(r'href="(data:[^"]*)"', html))
    return f"{BeautifulSoup(html, 'html.parser').get_text(' ')} {links}"


@pytest.fixture(scope="module")
def report(known: Known) -> dict[str, str]:
    """The text of each block, and of what is made of all of them."""
    made, found = Report(known), {}
    for name in MASKS:
        block = made.indicator(name)
        parts = [
            block.numbers(), block.change(), block.measures(), block.history("By year"),
            block.comparison(), block.changes(), block.review(), block.statistics(),
        ]  # fmt: skip
        parts += [block] if name in DRAWN else []
        found[name] = " ".join(_text(part) for part in parts)
    tables = (tidy.observations, sheets.summary, sheets.changes, sheets.facts, sheets.revisions)
    whole = [_text(made.headlines()), _text(made.summary()), str(known.claims)]
    found["all"] = " ".join([*whole, *(str(table(known)) for table in tables)])
    return found


@pytest.mark.parametrize("name", MASKS)
def test_no_hidden_figure_is_anywhere(report: dict[str, str], name: str) -> None:
    for shown, figure in zip(MASKS[name], own_figures(name), strict=True):
        plain = {text: body.replace(",", "") for text, body in report.items()}
        assert (figure in plain[name]) == (shown == "s"), (figure, shown)
        assert shown == "s" or figure not in plain["all"]


@pytest.mark.parametrize("name", MASKS)
def test_the_newest_that_is_hidden_is_said_and_an_older_has_its_period(
    known: Known, report: dict[str, str], name: str
) -> None:
    hidden = MASKS[name][-1] == "c"
    assert ("2008/09: [c] confidential, not shown" in report[name]) == hidden
    summary = next(row for row in sheets.summary(known) if row["indicator"] == f"The {name}")
    if hidden:
        assert summary["newest_not_shown"] == "2008/09: [c] confidential, not shown"
    if hidden and "s" in MASKS[name]:
        older = max(place for place, each in enumerate(MASKS[name]) if each == "s")
        assert summary["period"] == f"200{6 + older}/0{7 + older}"
    wholly = "s" not in MASKS[name]
    assert (f"{name}.latest" in known.facts) != wholly
    if wholly and hidden:
        assert known.verdicts.loc[name, "status"] == "Not shown"


@pytest.mark.parametrize("name", MASKS)
def test_others_have_their_facts_whatever_is_hidden(known: Known, name: str) -> None:
    """Mean, median and count by hand; the place and the gap are there where the figure is."""
    for place, year in enumerate(YEARS):
        own, facts = f"{name}.{year}", known.facts
        middle = (EASTHAM[place] + WESTHAM[place]) / 2
        assert facts[f"{own}.neighbours_mean"].value == middle
        assert facts[f"{own}.neighbours_median"].value == middle
        assert facts[f"{own}.neighbours_counted"].value == 2
        assert facts[f"{own}.england"].value == ENGLAND[place]
        for stat in ("rank", "neighbours_place", "gap_to_england", "gap_to_england_absolute"):
            assert (f"{own}.{stat}" in facts) == (MASKS[name][place] == "s"), stat
    if "s" not in MASKS[name]:
        assert known.facts[f"{name}.neighbours_mean"].value == 38
        assert known.facts[f"{name}.england"].value == 53


def test_a_status_says_that_it_is_of_an_older_figure(known: Known) -> None:
    summary = Report(known).summary()._repr_html_()
    rows = dict(re.findall(r'<a href="#(\w+)">.*?</a>(.*?)</tr>', summary, re.DOTALL))
    assert "of 2007/08" in rows["ssc"] and "[c]" in rows["ssc"]
    assert "of 2008/09" not in rows["sss"] and "Not shown" in rows["ccc"]


@pytest.mark.parametrize("name", MASKS)
def test_the_finding_and_the_summary_say_what_is_not_shown(known: Known, name: str) -> None:
    """The finding of an older figure names the newer one; of none that is shown, that alone."""
    found = _text(finding(known, known.catalogue.indicators[name])).strip()
    received = max((place for place, each in enumerate(MASKS[name]) if each != "n"), default=0)
    year = f"200{6 + received}/0{7 + received}"
    newest = f"{year}: [c] confidential, not shown" if MASKS[name][received] == "c" else ""
    shown = [place for place, each in enumerate(MASKS[name]) if each == "s"]
    if shown:
        assert f"in 200{6 + shown[-1]}/0{7 + shown[-1]}" in found
        before = MASKS[name][: shown[-1]]
        alone = "c" in before and "s" not in before
        assert newest in found and ("not shown" in found) == (bool(newest) or alone)
        assert ("An earlier figure is not shown." in found) == alone
    else:
        assert found == (f"The {name}, {newest}." if newest else "")
    page = BeautifulSoup(Report(known).summary()._repr_html_(), "html.parser")
    heads = [head.get_text() for head in page.select("thead th")]
    told = ["Indicator or theme", "Latest", "England", "Status", "Direction"]
    assert heads == told, "no target, no words"
    row = page.find("a", href=f"#{name}").find_parent("tr").find_all(["th", "td"])
    texts = [" ".join(cell.get_text(" ").split()) for cell in row]
    cells = dict(zip(heads, texts, strict=True))
    assert (f"[c] {year}" in cells["Latest"]) == bool(newest)
    for column in ("Status", "Direction"):
        assert ("Not shown" in cells[column]) == (bool(newest) and not shown), column


def test_what_is_hidden_is_no_point_of_a_chart(known: Known) -> None:
    """Five periods make a line worth seeing, and other areas; nothing that is shown makes none."""
    (rows,) = [known.observations[known.observations["path"] == "sss"]]
    entry = known.catalogue.indicators["sss"]
    (lines,) = [each for each in entry.chart if each.id == "lines"]
    assert is_worth_seeing(known, entry, lines)
    hidden = known.observations.assign(
        value=known.observations["value"].mask(known.observations.index.isin(rows.index))
    )
    assert not is_worth_seeing(dataclasses.replace(known, observations=hidden), entry, lines)


@pytest.mark.parametrize("name", ["ccc", "nnn"])
def test_a_report_without_one_own_figure_is_made(tmp_path: Path, name: str) -> None:
    known = _known(tmp_path, name)
    made = Report(known)
    assert "2008/09" in _text(made.indicator(name).numbers())
    assert "Figures of others" in _text(made.indicator(name).numbers())
    assert _text(made.summary()) and _text(made.headlines()) and sheets.facts(known)
    assert _text(made.indicator(name).statistics()) and _text(made.indicator(name).review())
    assert (
        sheets.summary(known)
        and sheets.changes(known) == []
        and len(tidy.observations(known)) == 9 + name.count("c")
    )

"""What a figure covers, in words: on the page, in the workbook and the CSV, of every window."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from cypt_analysis.catalogue.kinds import Window
from cypt_analysis.cycle.forms.content import forms_of
from cypt_analysis.exports import sheets, tidy
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import Span, span_named
from cypt_analysis.observations.windows import placed
from cypt_analysis.report import Report
from tests.judgement.small import COUNT, HEADER, SHARE, STOCK, catalogue, one_drop

TO_DATE = f'{COUNT}\nwindow = "year to date"\nrestarts = "April"'
ROLLING = f'{COUNT}\nwindow = "rolling"'
Y, R = Window.YEAR_TO_DATE, Window.ROLLING


@pytest.mark.parametrize(
    ("period", "window", "restarts", "label", "when", "short", "months"),
    [
        ("2009-09-30", None, None, "30 September 2009", "on 30 September 2009", "30 Sep 2009", 0),
        ("2009-M08", None, None, "August 2009", "in August 2009", "Aug 2009", 1),
        ("2009-10-Q2", None, None, "July to September 2009", "in July to September 2009", "Q2 2009/10", 3),
        ("2009-M04..2009-M09", None, None, "April to September 2009", "in April to September 2009", "Apr–Sep 2009", 6),
        ("2008-09-FY", None, None, "2008/09", "in 2008/09", "2008/09", 12),
        ("2008", None, None, "2008", "in 2008", "2008", 12),
        ("2007-M07..2008-M06", None, None, "year to June 2008", "in the year to June 2008", "to Jun 2008", 12),
        ("2008-09-AY-T1T2", None, None, "autumn and spring terms 2008/09",
         "in the autumn and spring terms 2008/09", "aut–spr 2008/09", 8),
        ("2009-10-Q3", Y, "April", "April to December 2009, the year to date", "in April to December 2009",
         "Apr–Dec 2009", 9),
        ("2009-10-Q1", Y, "April", "April to June 2009", "in April to June 2009", "Q1 2009/10", 3),
        ("2009-10-Q4", Y, "April", "year to March 2010", "in the year to March 2010", "to Mar 2010", 12),
        ("2010-M02", Y, "September", "September 2009 to February 2010, the year to date",
         "in September 2009 to February 2010", "Sep–Feb 2010", 6),
        ("2010-02-15", Y, "January", "1 January 2010 to 15 February 2010, the year to date",
         "from 1 January 2010 to 15 February 2010", "15 Feb 2010", 0),
        ("2009-10-Q3", R, None, "year to December 2009", "in the year to December 2009", "to Dec 2009", 12),
    ],
)  # fmt: skip
def test_a_span_in_words(
    period: str, window: Window | None, restarts: str | None, label: str, when: str, short: str,
    months: int,
) -> None:  # fmt: skip
    at = placed(parse_period(period), window, restarts)
    span = Span(parse_period(period), at.window, at.start)
    assert (span.label, span.when, span.short, span.months) == (label, when, short, months)


def test_a_span_that_is_cut_short_says_so_in_its_label_alone() -> None:
    span = Span(parse_period("2009-10-FY"), Window.WHOLE, date(2009, 4, 1), date(2010, 1, 31))
    assert span.label == "2009/10, part of the period only, to 31 January 2010"
    assert (span.name, span.when) == ("2009/10", "in 2009/10")
    assert span_named("2009-10-FY").next_year.name == "2010/11"


# A project with a measure of each window


_WHOLE = {
    "onaday": ("2009-12-31", "31 December"), "quarterly": ("2009-10-Q3", "October to December"),
    "calendar": ("2009", ""), "monthly": ("2009-M12", "December"),
    "halves": ("2009-M04..2009-M09", "April to September"),
    "tojune": ("2008-M07..2009-M06", "year to June"),
}  # fmt: skip
_TOLD = {"todate": "April to December", "rolling": "year to December", "share": "April to December"}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("spans")
    share = f'{SHARE}\nwindow = "year to date"\nrestarts = "April"\nbenchmarks = ["England"]'
    whole = dict.fromkeys(_WHOLE, COUNT) | {"onaday": STOCK}
    catalogue(root, todate=TO_DATE, rolling=ROLLING, share=share, **whole)
    path = root / "data" / "catalogue" / "figures.toml"
    chart = '[[indicator.chart]]\nid = "course"\nkind = "over_time"\nmeasures = ["todate"]\n'
    more = chart + chart.replace('"course"', '"then"').replace("over_time", "year_on_year")
    more += '[[indicator.history]]\nname = "by period"\nmeasures = ["todate"]\n'
    path.write_text(path.read_text("utf-8").replace(chart, more), encoding="utf-8")
    files = {
        f"{name}.csv": f"period,value\n{parse_period(text).shifted(-1)},68\n{text},69"
        for name, (text, _) in _WHOLE.items()
    }
    rows = "period,value\n2008-09-Q3,68\n2008-09-Q4,90\n2009-10-Q1,21\n2009-10-Q2,44\n2009-10-Q3,69"
    files |= {"todate.csv": rows, "rolling.csv": "period,value\n2008-09-Q3,68\n2009-10-Q3,69"}
    shares = "\n".join(
        f"{area},{period},{part},1000"
        for area in ("", "England")
        for period, part in (("2008-09-Q3", 300), ("2009-10-Q2", 410), ("2009-10-Q3", 420))
    )
    files["share.csv"] = f"area,period,part,whole\n{shares}"
    asked = "todate,todate,2009-10-FY,at most,80,local,annual"
    files["targets.csv"] = f"{HEADER}\n{asked}\nshare,share,2009-10-FY,at most,40,local,annual"
    return one_drop(root, "2009-10-Q3", files, data_cut_off="2010-01-31")


def _text(html: object) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", str(html))).split())


def _strings(known: Known, name: str) -> Iterator[str]:
    """Every string about an indicator: page, analyst's edition, charts, workbook, CSV, form."""
    block = Report(known).indicator(name)
    yield _text(block.html())
    yield _text(block.statistics())
    review = block.review()
    # What the claims say of a text is theirs.
    yield from (" ".join(map(str, row[:2])) for row in getattr(review, "rows", []))
    for chart in block.entry.chart:
        figure = block.chart(chart.id)
        yield " ".join(map(_text, (figure.title, figure.subtitle, figure.alt, figure.table)))
    for make in (sheets.summary, sheets.measures, sheets.changes):
        yield from (str(row) for row in make(known) if row["indicator"] == block.entry.heading)
    for row in tidy.observations(known):
        if row["id"].startswith(f"{name}."):
            yield f"{row['period_in_words']} {row['period_start']}"
    forms = (each for form in forms_of(known, None) for each in form.asked)
    yield from (str(each) for each in forms if each.id == name)
    yield " ".join(each.found for each in known.findings if f"{name}.csv" in each.file)


@pytest.mark.parametrize(("name", "told"), _TOLD.items())
def test_no_string_names_the_quarter_of_a_figure_that_covers_more(
    known: Known, name: str, told: str
) -> None:
    strings = list(_strings(known, name))
    assert not [each for each in strings if re.search("October to December|Q3 20|10-01'", each)]
    assert sum(f"{told} 2009" in each for each in strings) > 5


@pytest.mark.parametrize(("name", "told"), [(name, told) for name, (_, told) in _WHOLE.items()])
def test_what_covers_its_own_period_is_told_as_that(known: Known, name: str, told: str) -> None:
    page = _text(Report(known).indicator(name).html())
    assert re.search(
        rf"rose from 68 (on|in|in the) {told}\s?2008 to 69 (on|in|in the) {told}\s?2009", page
    )


def test_sentences_titles_and_cells_of_a_year_to_date(known: Known) -> None:
    page = _text(Report(known).indicator("todate").html())
    assert "rose from 68 in April to December 2008 to 69 in April to December 2009" in page
    assert (
        "The todate: 69 events in April to December 2009, up 1% on April to December 2008" in page
    )
    assert "+1 (+1%) from 68 in April to December 2008" in page
    history = Report(known).indicator("todate").history("by period")
    assert history.columns == (
        "Measure", "April to December 2008", "year to March 2009", "April to June 2009",
        "April to September 2009", "April to December 2009",
    )  # fmt: skip


def test_a_year_to_date_is_compared_with_that_of_the_same_length_alone(known: Known) -> None:
    pairs = known.pairs[known.pairs["path"].isin(["todate", "share"])]
    assert set(zip(pairs["period"], pairs["then_period"], strict=True)) == {
        ("2009-10-Q3", "2008-09-Q3")
    }
    # What is said of the next figure holds for one of another length no more than this.
    assert not [name for name in known.facts.names if "threshold" in name and "share" in name]
    # The highest is that of its own length: 90 in the year to March is no higher figure.
    assert known.facts["todate.highest"].value == 69
    per_month = known.facts["todate.2009-10-Q3.per_month"]
    assert (round(per_month.value, 6), per_month.expression[-8:]) == (round(69 / 9, 6), "9 months")


def test_no_reduction_is_told_of_a_year_to_date_from_a_whole_year(tmp_path: Path) -> None:
    entry = f'{COUNT}\nbaseline = {{ measure = "figure", period = "2008-09-FY" }}'
    rows = "period,value\n2008-09-FY,100\n2009-10-FY,80\n2009-10-Q3,20"
    catalogue(tmp_path, figure=entry)
    known = one_drop(tmp_path, "2009-10-Q4", {"figure.csv": rows})
    told = [name for name in known.facts if "reduction_from_baseline" in name]
    assert "figure.2009-10-FY.reduction_from_baseline" in told
    assert not [name for name in told if "Q3" in name]

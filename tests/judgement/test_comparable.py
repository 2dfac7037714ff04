"""What does not compare: running periods, breaks, windows, places in the year. And why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cypt_analysis.catalogue.entries import Break
from cypt_analysis.catalogue.kinds import Window
from cypt_analysis.ground.findings import CheckFailed, UserError
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.known import Known
from cypt_analysis.observations.windows import placed
from cypt_analysis.page.methods_in_full import methods_in_full as methods
from cypt_analysis.report import Report
from tests.judgement.small import COUNT, RATE, SHARE, STOCK, catalogue, known_at, one_drop
from tests.projects import write_drop


def _known(root: Path, kind: str, rows: str, quarter: str = "2009-10-Q4", **info: str) -> Known:
    catalogue(root, figure=kind)
    return one_drop(root, quarter, {"figure.csv": rows}, **info)


def _changes(known: Known) -> list[str]:
    return [name for name in known.facts.names if ".change_on" in name]


# Periods that were still running


@pytest.mark.parametrize(
    ("kind", "rows", "text", "ends"),
    [
        (COUNT, "2008-09-FY,706\n2009-10-FY,353", "2009-10-FY", "31 March 2010"),
        (COUNT, "2009-10-Q2,100\n2009-10-Q3,30", "2009-10-Q3", "31 December 2009"),
        (COUNT, "2008,140\n2009,70", "2009", "31 December 2009"),
        (RATE, "2008-09-AY,50\n2009-10-AY,20", "2009-10-AY", "31 August 2010"),
        (RATE, "2008-M01..2008-M12,50\n2009-M01..2009-M12,20", "2009-M01..2009-M12", "31 December 2009"),
    ],
)  # fmt: skip
def test_a_period_after_the_cut_off_is_a_finding_and_compares_with_nothing(
    tmp_path: Path, kind: str, rows: str, text: str, ends: str
) -> None:
    known = _known(tmp_path, kind, f"period,value\n{rows}", "2009-10-Q2", data_cut_off="2009-10-31")
    [point] = [each for each in known.findings if each.rule == "cut_short"]
    assert (point.file, point.row) == ("data/raw/2009-10-Q2/figure.csv", 3)
    assert point.found == f"{text} ends on {ends}, after the data cut-off, 31 October 2009."
    row = known.judged.loc["figure"]
    assert (row["direction"], row["period"]) == ("Too few points", text)
    assert row["apart"].endswith("is part of the period only, to 31 October 2009")
    assert _changes(known) == []
    assert "figure.highest" not in known.facts and "figure.per_month" not in known.facts
    assert known.signals.loc[known.signals["path"] == "figure", "points"].tolist() == [1]
    with pytest.raises(UserError, match="is part of the period only, to 31 October 2009"):
        known.facts["figure.change_on_previous"]


def test_a_day_or_a_period_that_ends_with_the_cut_off_is_whole(tmp_path: Path) -> None:
    rows = "period,value\n2009-M09,90\n2009-M10,95"
    known = _known(tmp_path, COUNT, rows, "2009-10-Q2", data_cut_off="2009-10-31")
    assert not [each for each in known.findings if each.rule == "cut_short"]
    assert "figure.change_on_previous" in known.facts


def test_the_page_says_part_of_the_period_only(tmp_path: Path) -> None:
    rows = "period,value\n2008-09-FY,706\n2009-10-FY,353"
    known = _known(tmp_path, COUNT, rows, "2009-10-Q2", data_cut_off="2009-10-31")
    block = Report(known).indicator("figure")
    page = f"{block.numbers()} {block.chart('course')} {block.change()} {Report(known).summary()}"
    assert "2009/10, part of the period only, to 31 October 2009" in page
    assert "353 [part]" in page
    assert "[part] covers part of its period only, and is joined to no other." in page
    assert "falling" not in page and "down 50%" not in page
    assert "as 2009/10 is part of the period only, to 31 October 2009." in page


def test_once_the_period_is_over_its_figure_is_revised_and_compared(tmp_path: Path) -> None:
    catalogue(tmp_path, figure=COUNT)
    part = {"figure.csv": "period,value\n2008-09-FY,706\n2009-10-FY,353"}
    write_drop(tmp_path, "2009-10-Q2", part, data_cut_off="2009-10-31")
    write_drop(tmp_path, "2009-10-Q4", {"figure.csv": "period,value\n2009-10-FY,720"})
    known = known_at(tmp_path, "2009-10-Q4")
    assert known.facts["figure.change_on_year_absolute"].value == 14
    [revision] = known.revisions.to_dict("records")
    assert revision["cause"] == "The period was not over when the figure was first received"


def test_another_areas_running_period_stands_beside_nothing(tmp_path: Path) -> None:
    rows = "area,period,value\n,2009-10-FY,353\nEngland,2009-10-FY,500"
    kind = f'{RATE}\nbenchmarks = ["England"]'
    known = _known(tmp_path, kind, rows, "2009-10-Q2", data_cut_off="2009-10-31")
    assert known.benchmarks.empty
    assert not [name for name in known.facts.names if ".gap_to_" in name]


# Breaks


BROKEN = f"""{SHARE}
breaks = [
  {{ period = "2010-11-AY", reason = "The threshold became 15% of sessions." }},
  {{ date = 2015-09-01, reason = "The threshold became 10% of sessions." }},
]"""
YEARS = "period,part,whole\n" + "\n".join(
    f"{year}-{(year + 1) % 100:02d}-AY,{part},10000"
    for year, part in (
        (2008, 600), (2009, 580), (2010, 840), (2011, 740), (2012, 640), (2014, 540),
        (2015, 1310), (2016, 1280),
    )
)  # fmt: skip


def test_nothing_is_compared_across_a_break(tmp_path: Path) -> None:
    known = _known(tmp_path, BROKEN, YEARS, "2016-17-Q4", data_cut_off="2017-08-31")
    pairs = known.pairs[known.pairs["basis"] == "previous"]
    assert dict(zip(pairs["period"], pairs["then_period"], strict=True)) == {
        "2009-10-AY": "2008-09-AY", "2011-12-AY": "2010-11-AY", "2012-13-AY": "2011-12-AY",
        "2014-15-AY": "2012-13-AY", "2016-17-AY": "2015-16-AY",
    }  # fmt: skip
    # The signal and the extremes begin anew with the series.
    assert known.signals["points"].tolist() == [2]
    assert known.facts["figure.lowest"].period == "2016-17-AY"
    assert known.facts["figure.highest"].period == "2015-16-AY"


def test_the_first_figure_after_a_break_says_why_it_stands_alone(tmp_path: Path) -> None:
    rows = "\n".join(YEARS.splitlines()[:4])
    known = _known(tmp_path, BROKEN, rows, "2011-12-Q2", data_cut_off="2011-09-30")
    row = known.judged.loc["figure"]
    assert (row["direction"], row["apart"]) == (
        "Too few points",
        "the series begins anew on 1 September 2010: The threshold became 15% of sessions",
    )
    with pytest.raises(
        UserError, match="begins anew on 1 September 2010: The threshold became 15%"
    ):
        known.facts["figure.change_on_year"]
    block = Report(known).indicator("figure")
    assert "Nothing is joined across a break" in str(block.chart("course"))
    assert "rising" not in str(block.chart("course"))
    assert "Break in the series on 1 September 2010:" in str(methods(known))
    assert "threshold became 15%" in str(block.facts())


def test_a_typed_claim_across_a_break_is_told(tmp_path: Path) -> None:
    rows = "\n".join(YEARS.splitlines()[:4])
    catalogue(tmp_path, figure=BROKEN)
    write_drop(tmp_path, "2011-12-Q2", {"figure.csv": rows}, data_cut_off="2011-09-30")
    words = tmp_path / "data" / "raw" / "2011-12-Q2" / "commentary"
    words.mkdir()
    (words / "figure.md").write_text(
        "## Summary\n\nThe figure rose from 6% in 2009/10 to 8% in 2010/11.\n", encoding="utf-8"
    )
    known = known_at(tmp_path, "2011-12-Q2")
    [claim] = [each for each in known.claims if each.printed == "rose"]
    assert claim.verdict == "not comparable"
    assert "begins anew on 1 September 2010" in claim.data


def test_what_lies_across_a_break_compares_with_neither_side(tmp_path: Path) -> None:
    kind = f'{RATE}\nbreaks = [{{ date = 2009-01-01, reason = "Counted anew." }}]'
    rows = "period,value\n2007-08-FY,60\n2008-09-FY,50\n2009-10-FY,40"
    known = _known(tmp_path, kind, rows)
    assert known.pairs.empty
    assert known.judged.loc["figure", "apart"].startswith(
        "the series begins anew on 1 January 2009"
    )


def test_a_break_of_the_indicator_holds_for_all_its_measures() -> None:
    breaks = (
        Break(date=date(2010, 9, 1), reason="New."), Break(period="2015-16-AY", reason="Newer."),
    )  # fmt: skip
    segments = [
        placed(parse_period(text), breaks=breaks).segment
        for text in ("2009-10-AY", "2010-11-AY", "2014-15-AY", "2015-16-AY", "2015")
    ]
    assert segments == ["", "from 2010-09-01", "from 2010-09-01", "from 2015-09-01",
                        "across 2015-09-01"]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ('breaks = [{ reason = "Why." }]', "is dated by a date or by a period."),
        ('breaks = [{ date = 2010-09-01, period = "2010-11-AY", reason = "W." }]', "is dated by"),
        ("breaks = [{ date = 2010-09-01 }]", "has no 'reason'."),
        ('breaks = [{ date = 2010-09-01, reson = "W." }]', "has the unknown key 'reson'."),
        ('window = "yearly"', "window is 'yearly'."),
        ('restarts = "January"', 'has restarts, but its window is not "year to date".'),
        ('window = "year to date"', "counts the year to date, and its periods do not say from when."),
        (
            'breaks = [{ date = 2010-09-01, reason = "A." }, { period = "2010-11-AY", reason = "B." }]',
            "has two breaks on 1 September 2010.",
        ),
    ],
)  # fmt: skip
def test_a_faulty_break_or_window_is_an_error_of_the_catalogue(
    tmp_path: Path, more: str, found: str
) -> None:
    with pytest.raises(CheckFailed) as error:
        catalogue(tmp_path, figure=f"{COUNT}\n{more}")
    assert any(found in each.found for each in error.value.findings), error.value


# Windows


def test_a_counter_that_restarts_in_january_compares_with_its_date_a_year_before(
    tmp_path: Path,
) -> None:
    kind = f'{COUNT}\nwindow = "year to date"\nrestarts = "January"'
    rows = "period,value\n2009-M03,20\n2009-M12,90\n2010-M01,7\n2010-M03,25"
    known = _known(tmp_path, kind, rows)
    [pair] = known.pairs[known.pairs["basis"] == "year"].to_dict("records")
    assert (pair["period"], pair["then_period"]) == ("2010-M03", "2009-M03")
    rows = "period,value\n2009-M12,90\n2010-M01,7"
    known = _known(tmp_path / "b", kind, rows)
    assert known.pairs.empty
    assert known.judged.loc["figure", "apart"] == (
        "a figure of the year to date compares only with that of the same date of another year"
    )


@pytest.mark.parametrize(
    ("text", "window", "restarts", "start"),
    [
        ("2009-10-Q2", Window.YEAR_TO_DATE, None, "2009-04-01"),
        ("2009-10-Q4", Window.YEAR_TO_DATE, None, "2009-04-01"),
        ("2009-Q4", Window.YEAR_TO_DATE, None, "2009-01-01"),
        ("2009-M02", Window.YEAR_TO_DATE, "April", "2008-04-01"),
        ("2009-M12", Window.YEAR_TO_DATE, "September", "2009-09-01"),
        ("2010-02-28", Window.YEAR_TO_DATE, "January", "2010-01-01"),
        ("2009-10-Q2", Window.ROLLING, None, "2008-10-01"),
        ("2008-M02", Window.ROLLING, None, "2007-03-01"),
        ("2007-M07..2008-M06", Window.ROLLING, None, "2007-07-01"),
        ("2009-10-Q2", None, None, "2009-07-01"),
    ],
)
def test_where_a_window_begins(
    text: str, window: Window | None, restarts: str | None, start: str
) -> None:
    assert placed(parse_period(text), window, restarts).start.isoformat() == start


def test_rolling_years_by_quarter_are_not_tested_against_each_other(tmp_path: Path) -> None:
    """Labelled by their last quarter they look apart, and share nine months."""
    rows = "period,part,whole\n2009-10-Q1,400,10000\n2009-10-Q2,500,10000"
    plain = _known(tmp_path / "a", RATE, rows, "2009-10-Q2").judged.loc["figure"]
    rolling = _known(tmp_path / "b", f'{RATE}\nwindow = "rolling"', rows, "2009-10-Q2")
    assert plain["significant"] is not None and plain["direction"] == "Better"
    row = rolling.judged.loc["figure"]
    assert row["untested"].startswith("The two periods share some of their months")


def test_a_measure_that_changes_its_window_is_compared_with_nothing_before(tmp_path: Path) -> None:
    """The labels are alike: 2009-10-Q2 was a quarter, and 2009-10-Q3 is the year to date."""
    entry = f'until = "2009-10-Q2"\n{COUNT}\n\n[[indicator.measure]]\nid = "figure"\n'
    entry += 'name = "The figure"\nsource = "figure"\ndecimals = 0\npolarity = "high"\n'
    entry += f'from = "2009-10-Q3"\nwindow = "year to date"\nrestarts = "April"\n{COUNT}'
    catalogue(tmp_path, figure=entry)
    write_drop(tmp_path, "2009-10-Q2", {"figure.csv": "period,value\n2008-09-Q3,31\n2009-10-Q2,30"})
    write_drop(tmp_path, "2009-10-Q3", {"figure.csv": "period,value\n2009-10-Q3,95"})
    known = known_at(tmp_path, "2009-10-Q3")
    assert known.pairs[known.pairs["period"] == "2009-10-Q3"].empty
    assert known.judged.loc["figure", "apart"] == (
        "a figure that is of the year to date does not compare with one that is of a whole period"
    )


def test_a_number_on_a_day_does_not_compare_with_that_of_a_year(tmp_path: Path) -> None:
    rows = "period,value\n2008-09-FY,70\n2009-09-30,460"
    known = _known(tmp_path, STOCK, rows, "2009-10-Q2")
    assert known.pairs.empty
    assert known.judged.loc["figure", "apart"] == (
        "a figure that is a number on a day does not compare with one that is of a whole period"
    )


@pytest.mark.parametrize(
    ("window", "label"),
    [
        ('window = "year to date"\nrestarts = "April"', "April to December 2009, the year to date"),
        ('window = "rolling"', "year to December 2009"),
    ],
)
def test_the_page_says_what_a_figure_covers_not_what_it_is_named_after(
    tmp_path: Path, window: str, label: str
) -> None:
    known = _known(tmp_path, f"{COUNT}\n{window}", "period,value\n2009-10-Q3,90", "2009-10-Q3")
    assert label in str(Report(known).summary())
    block = Report(known).indicator("figure")
    dates = label.partition(",")[0]
    assert f"{dates}." in str(block.finding()), "which tells a lone figure, and nothing again"
    assert str(block.numbers()) == ""
    assert f"<dt>Period</dt><dd>{label}</dd>" in str(block.facts())
    assert f'<th scope="row">{dates}</th>' in str(block.html())
    assert "October to December 2009" not in str(block.html())


# The end of February, and rows of one day


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("2008-02-29", "2009-02-28"), ("2008-02-28", "2009-02-28"), ("2007-02-28", "2008-02-29"),
        ("2007-02-28", "2008-02-28"), ("2008-09-30", "2009-09-30"),
        ("2008-M02", "2009-M02"), ("2007-M03..2008-M02", "2008-M03..2009-M02"),
    ],
)  # fmt: skip
def test_the_end_of_february_is_one_place(tmp_path: Path, then: str, now: str) -> None:
    rows = f"period,value\n{then},400\n{now},420"
    known = _known(tmp_path, STOCK, rows, "2009-10-Q2")
    assert known.facts["figure.change_on_year_absolute"].value == 20
    assert known.facts["figure.year_before"].value == 400


def test_of_two_counts_at_the_end_of_february_the_later_is_that_of_the_year_before(
    tmp_path: Path,
) -> None:
    rows = "period,value\n2008-02-27,1\n2008-02-29,405\n2009-02-28,420"
    assert _known(tmp_path, STOCK, rows, "2009-10-Q2").facts["figure.year_before"].value == 405


def test_a_row_of_the_same_day_in_one_drop_is_an_error_and_in_a_later_one_a_revision(
    tmp_path: Path,
) -> None:
    with pytest.raises(CheckFailed, match="Rows 2 and 3 both give"):
        _known(tmp_path / "a", STOCK, "period,value\n2009-09-30,460\n30/09/2009,461", "2009-10-Q2")
    catalogue(tmp_path / "b", figure=STOCK)
    for quarter, number in (("2009-10-Q2", 460), ("2009-10-Q3", 461)):
        rows = f"period,value\n2009-09-30,{number}"
        write_drop(tmp_path / "b", quarter, {"figure.csv": rows})
    known = known_at(tmp_path / "b", "2009-10-Q3")
    assert known.facts["figure.latest"].value == 461
    assert known.revisions[["then", "now"]].to_numpy().tolist() == [[460, 461]]


@pytest.mark.parametrize(
    ("rows", "severity"),
    [
        ("2009-10-Q2,60,2009-10-20\n2009-10-Q2,50,2009-10-02", "review"),
        ("2009-10-Q2,50,2009-10-02\n2009-10-Q2,60,2009-10-20", "review"),
        ("2009-10-Q2,50,\n2009-10-Q2,60,2009-10-20", "error"),
    ],
)
def test_of_two_extracts_in_one_file_the_later_counts_where_dates_tell(
    tmp_path: Path, rows: str, severity: str
) -> None:
    catalogue(tmp_path, figure=COUNT)
    sources = tmp_path / "data" / "catalogue" / "sources.toml"
    text = sources.read_text(encoding="utf-8")
    text = text.replace('keys = ["area", "period"]', 'keys = ["area", "period", "taken"]')
    sources.write_text(text, encoding="utf-8")
    files = {"figure.csv": f"period,value,taken\n{rows}"}
    write_drop(tmp_path, "2009-10-Q2", files, data_cut_off="2009-10-31")
    if severity == "error":
        with pytest.raises(CheckFailed, match="Which one counts cannot be told"):
            known_at(tmp_path, "2009-10-Q2")
        return
    known = known_at(tmp_path, "2009-10-Q2")
    assert known.facts["figure.latest"].value == 60
    [point] = [each for each in known.findings if each.rule == "same_figure"]
    assert point.found.endswith("both give figure.2009-10-Q2.")
    assert known.revisions.empty


def test_two_terms_compare_with_two_terms_and_not_with_the_whole_year(tmp_path: Path) -> None:
    rows = "period,value\n2006-07-AY-T1T2,8\n2007-08-AY-T1T2,6\n2007-08-AY,7\n2008-09-AY-T1T2,5"
    known = _known(tmp_path, SHARE, rows, "2009-10-Q2")
    assert known.facts["figure.year_before"].period == "2007-08-AY-T1T2"
    rows = "period,value\n2007-08-AY,7\n2008-09-AY-T1T2,5"
    row = _known(tmp_path / "b", SHARE, rows, "2009-10-Q2").judged.loc["figure"]
    assert row["apart"] == "part of a year does not compare with a full year"

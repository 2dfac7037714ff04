"""What would mislead is said where a reader looks: first screen, summary, block."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup

from cypt_analysis.judgement.signals import in_words
from cypt_analysis.known import Known
from cypt_analysis.pieces.paragraphs import headline_list
from cypt_analysis.pieces.since_last import since_last
from cypt_analysis.pieces.summary_table import summary_table
from cypt_analysis.report import Report
from tests.judgement.small import SHARE, catalogue, known_at, one_drop, target
from tests.projects import write_drop

_YEARS = "period,part,whole\n2007-08-FY,300,1000\n2008-09-FY,420,1000"


def _text(piece: object) -> str:
    return " ".join(BeautifulSoup(str(piece), "lxml").get_text(" ").split())


def _screen_row_and_block(known: Known) -> list[str]:
    block = Report(known).indicator("share")
    told = (headline_list(known), summary_table(known).html(), [block.finding(), block.numbers()])
    return [_text(each) for each in told]


def _two_drops(root: Path, first: dict[str, str], second: dict[str, str]) -> Known:
    catalogue(root, share=SHARE)
    write_drop(root, "2009-10-Q1", first)
    write_drop(root, "2009-10-Q2", second)
    return known_at(root, "2009-10-Q2")


def test_a_target_changed_during_its_year_names_the_one_before(tmp_path: Path) -> None:
    first, second = (
        {"share.csv": f"period,part,whole\n2009-10-{quarter},{part},1000",
         "targets.csv": target("share", "2009-10-FY", "at least", asked, "point in time")}
        for quarter, part, asked in (("Q1", 420, 40), ("Q2", 430, 45))
    )  # fmt: skip
    known = _two_drops(tmp_path, first, second)
    for place in _screen_row_and_block(known):
        assert "changed from at least 40%" in place
    assert "in 2009/10 was changed from at least 40% to at least 45%." in _text(since_last(known))
    # A file that asks the same again changes nothing, and the year goes on telling it.
    write_drop(
        tmp_path, "2009-10-Q3", {**second, "share.csv": second["share.csv"].replace("Q2", "Q3")}
    )
    later = known_at(tmp_path, "2009-10-Q3")
    assert later.judged.loc["share", "was"] == "at least 40"
    assert "was changed from" not in _text(since_last(later))


def test_a_revised_figure_names_the_one_before(tmp_path: Path) -> None:
    revised = {"share.csv": _YEARS.replace("420", "520")}
    for place in _screen_row_and_block(_two_drops(tmp_path, {"share.csv": _YEARS}, revised)):
        assert "revised from 42%" in place


def test_what_is_not_new_is_marked_and_the_screen_says_how_old_all_is(tmp_path: Path) -> None:
    screen, row, block = _screen_row_and_block(_two_drops(tmp_path, {"share.csv": _YEARS}, {}))
    assert "No new data: The share." in screen
    assert "No main figure is of July to September 2009. The newest is of 2008/09." in screen
    assert "2008/09, not new" in row and "in 2008/09 (not new)" in block


def test_a_figure_beside_one_that_is_hidden_says_why_it_stands_alone(tmp_path: Path) -> None:
    catalogue(tmp_path, share=SHARE, other=SHARE)
    shares = {"share.csv": _YEARS.replace("300,1000", "[c],[c]"), "other.csv": _YEARS}
    _, row, block = _screen_row_and_block(one_drop(tmp_path, "2009-10-Q2", shares))
    assert "Too few points an earlier figure is not shown" in row
    assert "in 2008/09. An earlier figure is not shown." in block


def test_a_figure_after_a_break_says_why_it_stands_alone(tmp_path: Path) -> None:
    anew = 'breaks = [{ period = "2008-09-FY", reason = "Counted from 20 sessions." }]'
    catalogue(tmp_path, share=f"{SHARE}\n{anew}")
    *_, block = _screen_row_and_block(one_drop(tmp_path, "2009-10-Q2", {"share.csv": _YEARS}))
    assert "The series begins anew on 1 April 2008: Counted from 20 sessions." in block


def test_a_change_is_the_difference_of_the_figures_beside_it(tmp_path: Path) -> None:
    """58.6% after 60.4% print as 59% and 60%, which are not 2 points apart."""
    catalogue(tmp_path, share=SHARE)
    counts = "period,part,whole\n2007-08-FY,604,1000\n2008-09-FY,586,1000"
    *_, block = _screen_row_and_block(one_drop(tmp_path, "2009-10-Q2", {"share.csv": counts}))
    assert "−1.8 percentage points from 60%" in block


def test_how_sure_a_difference_is_never_reads_as_how_large() -> None:
    words = [in_words(each) for each in ("much worse", "worse", "at the edge")]
    assert words == ["worse, well outside chance", "worse", "at the edge"]


def test_a_missed_target_stays_on_the_first_screen_without_a_new_figure(tmp_path: Path) -> None:
    missed = {"share.csv": _YEARS, "targets.csv": target("share", "2008-09-FY", "at least", 50)}
    screen, row, _ = _screen_row_and_block(_two_drops(tmp_path, missed, {}))
    assert "No new figure is held against a target." in screen
    assert "Also missed : The share (42% in 2008/09, not new; target at least 50%)." in screen
    assert "No new data the target stays missed" in row
    # No badge for a verdict that the last report gave.
    assert "Better, told before" in row and "⬈" not in row


def test_a_figure_that_is_asked_about_says_so_until_words_explain_it(tmp_path: Path) -> None:
    jump = {"share.csv": "period,part,whole\n2007-08-FY,30,1000\n2008-09-FY,420,1000"}
    catalogue(tmp_path, share=SHARE)
    _, row, block = _screen_row_and_block(one_drop(tmp_path, "2009-10-Q2", jump))
    assert "to be checked" in row and "(to be checked)" in block
    words = tmp_path / "data" / "raw" / "2009-10-Q2" / "commentary"
    words.mkdir(exist_ok=True)
    (words / "share.md").write_text("## Summary\n\nA team was added.\n", encoding="utf-8")
    known = known_at(tmp_path, "2009-10-Q2")
    assert not [each for each in _screen_row_and_block(known) if "to be checked" in each]
    summary = _text(summary_table(known).html())
    assert "See its section." in summary and "None reported" not in summary


def test_what_is_far_and_missed_its_target_is_told_once(tmp_path: Path) -> None:
    catalogue(tmp_path, share=f'{SHARE}\nbenchmarks = ["England"]')
    files = {
        "share.csv": "area,period,part,whole\n,2008-09-FY,420,1000\nEngland,2008-09-FY,550,1000",
        "targets.csv": target("share", "2008-09-FY", "at least", 50),
    }
    screen, *_ = _screen_row_and_block(one_drop(tmp_path, "2009-10-Q2", files))
    assert (
        "The share stood at 42% in 2008/09, 13 points below England (55%). This missed the target "
        "of at least 50%."
    ) in screen
    assert screen.count("stood at 42%") == 1

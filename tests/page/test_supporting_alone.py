"""A supporting source without its headline's makes a whole page that says what did not come."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cypt_analysis.gate import gate_page
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.page.completeness import find_faults
from cypt_analysis.page.document import Document
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from tests.gate.good import make_page
from tests.projects import make_project

_DROP = """quarter = "2009-10-Q2"
data_cut_off = 2009-10-31
neighbour_set = "Invented for tests."
neighbours = ["Reading", "Bristol"]
regions = ["England", "South East"]
"""
# What alone has come: its file, the indicator, a figure of it that the block must list.
ALONE = {
    "claimants": ("month,claimants_18_to_24\n2009-M08,2000\n", "neet", "2,000"),
    "conceptions_annual": (
        "area,year,conceptions,rate_per_1000,status\nBrighton & Hove,2007,181,42.0,final\n"
        "England,2007,,41.4,final\n", "conceptions", "42.0"),
    "caf_plans": (
        "as_at,completed,with_action_plan,with_review_date,reviews_outstanding\n"
        "2009-09-21,381,233,177,81\n", "caf", "61%"),
    "incident_causes": (
        "period,cause,incidents,all_incidents\n2009-10-Q1,Slips,26,99\n2009-10-Q1,Falls,73,99\n",
        "health_and_safety", "26%"),
    "absence_schools": (
        "school,period,persistent_absence_percent,status\nHill School,2007-08-AY,6.2,final\n",
        "persistent_absence", "6.2%"),
    "breastfeeding": (
        "period,coverage_percent,prevalence_percent,status\n2009-10-Q2,[c],67,final\n",
        "breastfeeding", "67%"),
    # Two more kinds: a yearly rate beside monthly numbers, and shares of a day beside them.
    "neet_annual": ("area,period,neet_percent,status\nBrighton & Hove,2008-M11..2009-M01,7.8,final\n",
                    "neet", "7.8%"),
    "september_guarantee": (
        "as_at,cohort,not_recorded_percent,no_suitable_offer_percent\n2009-10-05,Year 11,0.95,0.65\n",
        "neet", "0.95%"),
}  # fmt: skip


# Of several indicators each may have come alone in one drop; one that has three is tried with each.
DROPS = (
    ("claimants", "conceptions_annual", "caf_plans", "incident_causes", "absence_schools",
     "breastfeeding"),
    ("neet_annual",), ("september_guarantee",),
)  # fmt: skip


def test_every_source_has_its_drop() -> None:
    assert sorted(each for drop in DROPS for each in drop) == sorted(ALONE)
    for drop in DROPS:
        assert len({ALONE[each][1] for each in drop}) == len(drop), "no indicator twice"


@pytest.mark.parametrize("sources", DROPS, ids=lambda each: each[0])
def test_a_supporting_source_alone_makes_a_whole_page(
    sources: tuple[str, ...], tmp_path: Path, project_root: Path
) -> None:
    project = make_project(tmp_path / "project", None, notebooks=True)
    drop = project.root / "data" / "raw" / "2009-10-Q2"
    drop.mkdir()
    (drop / "drop.toml").write_text(_DROP, encoding="utf-8")
    for source in sources:
        (drop / f"{source}.csv").write_text(ALONE[source][0], encoding="utf-8")
    known = compute(DropReader(project), parse_quarter("2009-10-Q2"))
    page = make_page(project, project_root / "notebooks", known)
    assert find_faults(Document(page), known) == []
    assert {fault.rule for fault in gate_page(page, known)} <= {"length"}
    for source in sources:
        _is_told(source, page, known)


def _is_told(source: str, page: str, known: Known) -> None:
    """The block and the summary say that the headline's figure did not come, and list what did."""
    text, name, figure = ALONE[source]
    indicator = known.catalogue.indicators[name]
    (block,) = re.findall(rf'(?s)<h3 id="{indicator.anchor}">.*?(?=<h3|<h2)', page)
    headline = indicator.get(str(indicator.headline)).name
    facts = re.sub(r"<[^>]+>", "", block.partition("</dl>")[0])
    # Where what came is marked, that is said.
    status = "Not shown" if "[c]" in text else "No new data"
    assert headline in facts and facts.endswith(status), source
    assert figure in block
    row = re.search(rf'(?s)<a href="#{indicator.anchor}">[^<]*</a></th>.*?</tr>', page)
    assert row and status in row[0], source


def test_beside_a_headline_without_a_figure_what_else_is_missed_is_named(
    tmp_path: Path, project_root: Path
) -> None:
    project = make_project(tmp_path / "project", None, notebooks=True)
    drop = project.root / "data" / "raw" / "2009-10-Q2"
    drop.mkdir()
    (drop / "drop.toml").write_text(_DROP, encoding="utf-8")
    (drop / "neet_annual.csv").write_text(ALONE["neet_annual"][0], encoding="utf-8")
    (drop / "targets.csv").write_text(
        "indicator,measure,period,comparison,target,set_by,basis,note\n"
        "neet,official_rate,2008-M11..2009-M01,at most,7.6,local,annual,\n",
        encoding="utf-8",
    )
    known = compute(DropReader(project), parse_quarter("2009-10-Q2"))
    page = make_page(project, project_root / "notebooks", known)
    assert find_faults(Document(page), known) == []
    (block,) = re.findall(r'(?s)<h3 id="neet">.*?(?=<h3|<h2)', page)
    facts = " ".join(re.sub(r"<[^>]+>", " ", block.partition("</dl>")[0]).split())
    assert facts.endswith("◇ No new data ■ Missed NEET rate, official return")

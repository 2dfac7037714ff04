"""Three quarters, from `new` to a correction, of the report of 2009 and of an authority of today.

The data are cut short, and the kernels played; every step is the command that a person types.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest

from cypt_analysis.cycle.starting import Start, start_project
from cypt_analysis.cycle.versions import versions
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter, parse_quarter
from cypt_analysis.library.areas import find_authority
from tests.cycle.played import ok, refused, same_bytes, without_kernels
from tests.cycle.test_forms import under
from tests.projects import make_project, name_everybody
from tests.small_project import write_notebook

SIGN = '\n[sign]\nroles = ["Analyst", "Head of service"]\n'


@dataclass(frozen=True)
class World:
    """A project with a last quarter, and what comes for the three after it.

    ``brings`` is a file for each quarter and one for the correction; ``wrong`` is a sentence that
    the data do not bear out, in the form of an indicator.
    """

    project: Project
    last: Quarter
    source: str
    brings: tuple[str, str, str, str]
    form: str
    indicator: str
    wrong: str


def _cut_short(project: Project) -> None:
    """Leave one indicator of the first section, and what it rests on."""
    text = project.file.read_text(encoding="utf-8")
    cut = re.sub(r"(?m)^sections = .*$", 'sections = ["early_intervention"]', text)
    project.file.write_text(cut, encoding="utf-8")
    for name in ("performance_exceptions", "service_management"):
        (project.catalogue / f"{name}.toml").unlink()
    section = project.catalogue / "early_intervention.toml"
    head, *entries = re.split(r"(?m)^(?=\[\[indicator\]\]$)", section.read_text(encoding="utf-8"))
    (caf,) = (entry for entry in entries if '\nid = "caf"\n' in entry)
    section.write_text(head + caf, encoding="utf-8")
    sources = project.catalogue / "sources.toml"
    text = sources.read_text(encoding="utf-8")
    cut = re.sub(r"(?ms)^\[risks\]$.*?(?=^\[(?!risks)|\Z)", "", text)
    sources.write_text(cut, encoding="utf-8")
    shutil.rmtree(project.drops / "2009-10-Q1")
    for name in ("absence", "looked_after", "referrals"):
        (project.drops / "2009-10-Q2" / f"{name}.csv").unlink()
    targets = project.drops / "2009-10-Q2" / "targets.csv"
    rows = targets.read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if not row.startswith("persistent_absence")]
    targets.write_text("\n".join(kept) + "\n", encoding="utf-8")


def _of_2009(root: Path) -> World:
    project = make_project(root)
    _cut_short(project)
    head = (
        "period,extract_date,initiated,completed_on_time,completed_late,not_yet_completed,"
        "completed_on_time_percent\n"
    )
    third, later = "2009-10-Q3,2010-01-01,{},130,10,40,\n", "2009-10-Q3,2010-04-01,{},132,10,40,\n"
    first = "2010-11-Q1,2010-07-01,{},160,10,30,\n"
    return World(
        project, parse_quarter("2009-10-Q2"), "caf",
        (head + third.format(180),
         f"{head}{later.format(182)}2009-10-Q4,2010-04-01,190,150,10,30,\n",
         head + first.format(200), head + first.replace(",160,", ",161,").format(201)),
        "caf_co_ordinator", "caf", "There were 175 assessments in Quarter 3 of 2009/10.",
    )  # fmt: skip


def _of_today(root: Path) -> World:
    quarter = parse_quarter("2025-26-Q2")
    authority = find_authority("846", quarter.period.end)
    project = start_project(root, Start(authority, quarter, ("rereferrals",)))
    name_everybody(root)
    for path in project.raw(quarter).glob("*.csv"):
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        kept = [row for row in rows if row.startswith(("846,", "84", "E"))]
        path.write_text("\n".join([head, *kept]) + "\n", encoding="utf-8")
    head = "area,period,referrals,rereferrals,rereferral_percent,children_0_to_17\n"
    return World(
        project, quarter, "referrals",
        (f"{head}846,2016-17-FY,3000,600,20,47000\n",
         f"{head}846,2024-25-FY,3240,764,23.6,46612\n",
         f"{head}846,2025-26-FY,3300,800,24.2,46612\n",
         f"{head}846,2025-26-FY,3310,805,24.3,46612\n"),
        "head_of_service", "rereferrals", "There were 9,876 referrals in 2024/25.",
    )  # fmt: skip


@pytest.fixture(scope="module", params=[_of_2009, _of_today], ids=["of 2009", "of today"])
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    make: Callable[[Path], World] = request.param
    made = make(tmp_path_factory.mktemp("world") / "project")
    for path in (made.project.root / "notebooks").glob("*.ipynb"):
        path.unlink()
    write_notebook(made.project, "0_page", "report")
    with without_kernels():
        yield made


def _sent(world: World, number: int) -> str:
    path = world.project.root.parent / f"{world.source}.csv"
    path.write_text(world.brings[number], encoding="utf-8")
    return str(path)


def _form(world: World, quarter: Quarter) -> Path:
    return world.project.root / "reports" / "forms" / str(quarter) / f"{world.form}.docx"


def _filled(world: World, quarter: Quarter, words: str) -> str:
    """The form that lies there, filled by its owner and sent back."""
    document = docx.Document(str(_form(world, quarter)))
    place = under(document, "Summary")
    place.clear()
    place.add_run(words)
    path = world.project.root.parent / "returned.docx"
    document.save(str(path))
    return str(path)


def _sign(world: World) -> None:
    ok(world.project, "sign", "--as", "A. Person", "--role", "Analyst")
    ok(world.project, "sign", "--as", "B. Person", "--role", "Head of service")


def test_three_quarters_from_new_to_a_correction(world: World) -> None:
    project = world.project
    first, second, third = (world.last.plus(number) for number in (1, 2, 3))
    _late_and_returned_twice(world, first)
    _revised_and_signed_again(world, second)
    _corrected(world, third)
    assert "4 published versions, nothing altered" in ok(project, "verify")
    # A first version, after later drops, is rebuilt in test_rebuilding.py.
    assert "the bytes that were published" in ok(project, "rebuild", str(third), "--version", "2")
    made = project.root / "reports" / "rebuilt" / str(third) / "v2"
    assert same_bytes(versions(project, third)[2], made)


def _late_and_returned_twice(world: World, quarter: Quarter) -> None:
    """A file that is late is chased; a form comes back, goes back with its fault, and comes again."""
    project = world.project
    ok(project, "new", str(quarter))
    late = f"late {world.source}: "
    day = quarter.plus(1).period.end.isoformat()
    assert late in ok(project, "status", "--on", day)
    assert "new: " in ok(project, "add", _sent(world, 0))
    assert late not in ok(project, "status", "--on", day)
    ok(project, "forms")
    back = _filled(world, quarter, world.wrong)
    assert "Send it back with these faults" in ok(project, "take", back)
    _filled(world, quarter, "The team is new.")
    assert "commentary" in ok(project, "take", back)
    words = project.raw(quarter) / "commentary" / f"{world.indicator}.md"
    assert words.read_text(encoding="utf-8") == "## Summary\n\nThe team is new.\n"
    ok(project, "publish", str(quarter))
    assert "has been published" in refused(project, "take", back)


def _revised_and_signed_again(world: World, quarter: Quarter) -> None:
    """A figure is revised; a word changes after two have signed, and is put back."""
    project = world.project
    with project.file.open("a", encoding="utf-8") as file:
        file.write(SIGN)
    ok(project, "new")
    assert re.search(r"revised: [1-9]", ok(project, "add", _sent(world, 1)))
    ok(project, "run", "--no-pdf")
    _sign(world)
    words = project.raw(quarter) / "commentary" / f"{world.indicator}.md"
    was = words.read_bytes()
    words.write_bytes(was.replace(b"## Summary\n", b"## Summary\n\nMore staff came.\n"))
    assert refused(project, "publish", str(quarter)).count("changed") == 2
    words.write_bytes(was)
    ok(project, "publish", str(quarter))


def _corrected(world: World, quarter: Quarter) -> None:
    """A report is sent, a figure in it was wrong, and the correction says what it changes."""
    project = world.project
    ok(project, "new")
    ok(project, "add", _sent(world, 2))
    ok(project, "run", "--no-pdf")
    _sign(world)
    ok(project, "publish", str(quarter))
    ok(project, "add", "--undo", f"{world.source}.csv", "--quarter", str(quarter))
    ok(project, "add", _sent(world, 3), "--quarter", str(quarter))
    assert "not signed" in refused(project, "publish", str(quarter), "--reason", "A count.")
    ok(project, "run", "--no-pdf")
    _sign(world)
    ok(project, "publish", str(quarter), "--reason", "A count was corrected.")
    assert "Figures: " in ok(project, "diff", f"{quarter}:v1", f"{quarter}:v2")
    sheet = versions(project, quarter)[2] / "changes.html"
    assert "A count was corrected." in sheet.read_text(encoding="utf-8")

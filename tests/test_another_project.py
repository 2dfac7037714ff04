"""A project made by hand, of another authority: every command, and nothing of this one's in it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from cypt_analysis.cli import main
from cypt_analysis.ground.project import Project
from tests.own_names import told
from tests.small_project import write_notebook

NEWEST = "2021-22-Q2"
FILES = {
    "project.toml": """
title = "Streets and Books"
board = "Cabinet of Wexmoor"
sections = ["town"]

[authority]
name = "Wexmoor"
code = "E06888888"

[contact]
team = "Evidence unit"
email = "evidence@wexmoor.example"

[[introduction]]
id = "foreword"
heading = "Foreword"
summary = true
""",
    "data/catalogue/sources.toml": """
[buses]
title = "Buses on the road"
producer = "Wexmoor Transport"
owner = "Head of streets"
cycle = "quarterly"
keys = ["area", "period"]
[buses.columns]
area = { type = "area" }
period = { type = "period", kinds = ["financial_quarter"] }
ran = { type = "count", min = 1 }
punctual = { type = "count", part_of = "ran" }

[loans]
title = "Books lent"
producer = "Wexmoor Libraries"
owner = "Head of books"
cycle = "quarterly"
keys = ["period"]
[loans.columns]
period = { type = "period", kinds = ["financial_quarter"] }
books = { type = "count" }

[targets]
title = "Targets"
producer = "Cabinet"
owner = "Evidence unit"
role = "targets"
keys = ["indicator", "measure", "period"]
[targets.columns]
indicator = { type = "indicator" }
measure = { type = "measure" }
period = { type = "period" }
comparison = { type = "choice", choices = ["at least", "at most", "below", "above"] }
target = { type = "number" }
set_by = { type = "choice", choices = ["national", "local"] }
basis = { type = "choice", choices = ["annual", "point in time"] }
""",
    "data/catalogue/town.toml": """
name = "The town"

[[indicator]]
id = "buses"
name = "Buses that keep time"
definition = "Buses that leave within five minutes of the timetable."
rationale = "A bus that cannot be relied on is not taken."
owner = "Head of streets"
checked_by = "Evidence unit"
next_review = 2022-06-30
headline = "punctual"

[[indicator.measure]]
id = "punctual"
name = "Punctual buses"
kind = "proportion"
source = "buses"
numerator = "punctual"
denominator = "ran"
unit = "%"
decimals = 0
polarity = "high"
benchmarks = ["Ashby"]

[[indicator.chart]]
id = "course"
kind = "over_time"
measures = ["punctual"]
targets = true

[[indicator]]
id = "lending"
name = "Books lent"
definition = "Books lent by the town's libraries in the quarter."
rationale = "Stories are free here."
owner = "Head of books"
checked_by = "Evidence unit"
next_review = 2022-06-30
headline = "loans"

[[indicator.measure]]
id = "loans"
name = "Books lent"
kind = "count"
source = "loans"
value = "books"
unit = "books"
decimals = 0
polarity = "high"
""",
    f"data/raw/{NEWEST}/drop.toml": f"""
quarter = "{NEWEST}"
board_date = 2021-11-15
data_cut_off = 2021-10-31
neighbour_set = "Towns of its size."
neighbours = ["Ashby"]
""",
    f"data/raw/{NEWEST}/buses.csv": "area,period,ran,punctual\n"
    "Wexmoor,2020-21-Q2,2000,1500\nWexmoor,2021-22-Q1,2000,1540\nWexmoor,2021-22-Q2,2000,1640\n"
    "Ashby,2021-22-Q2,1000,700\n",
    f"data/raw/{NEWEST}/loans.csv": "period,books\n2020-21-Q2,8000\n2021-22-Q2,8400\n",
    f"data/raw/{NEWEST}/targets.csv": "indicator,measure,period,comparison,target,set_by,basis\n"
    "buses,punctual,2021-22-FY,at least,80,local,annual\n",
    f"data/raw/{NEWEST}/commentary/buses.md": "## In brief\n\nPunctual buses rose to "
    "{{ buses.latest }}.\n\n## Summary\n\nOf all buses, {{ buses.latest }} kept time, against "
    "{{ buses.year_before }} a year before.\n",
    f"data/raw/{NEWEST}/commentary/foreword.md": "A report on the town, in two parts.\n",
}
OPEN = "from cypt_analysis.report import open_report\n\nreport = open_report(quarter)"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("hand") / "wexmoor"
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text.lstrip("\n"), encoding="utf-8")
    made = Project(root)
    parameter = f'quarter = "{NEWEST}"'
    write_notebook(
        made, "0_opening", OPEN, "## What matters this quarter", "report.headlines()",
        "## Foreword", 'report.introduction("foreword")', "report.summary()",
        "## What changed since the last report", "report.changes()", parameters=parameter,
    )  # fmt: skip
    detail = ("block.review()", "block.statistics()")
    blocks = [
        cell
        for name in ("buses", "lending")
        for cell in (f'block = report.indicator("{name}")\nblock', *detail)
    ]
    write_notebook(
        made, "1_town", OPEN, "## The town", *blocks, parameters=parameter, detail=detail
    )
    return made


@pytest.fixture(scope="module")
def said(project: Project) -> dict[str, str]:
    """What each command says, one after the other; none may fail."""
    found = {}
    for command in (
        ["check"], ["build"], ["run", "--no-pdf"], ["gate"], ["claims", NEWEST, "--all"],
        ["publish", NEWEST], ["quarters"], ["facts", NEWEST], ["facts", NEWEST, "buses.latest"],
    ):  # fmt: skip
        done = CliRunner().invoke(main, ["--root", str(project.root), *command])
        assert done.exit_code == 0, (command, done.output)
        found[" ".join(command)] = done.output
    return found


def _texts(project: Project) -> Iterator[tuple[str, str]]:
    """Every file that was made, those in packages too, as text."""
    made = (project.root / "reports", project.root / "data" / "processed")
    for path in (path for folder in made for path in folder.rglob("*") if path.is_file()):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                for name in package.namelist():
                    yield f"{path.name}/{name}", package.read(name).decode("utf-8", "replace")
        else:
            yield path.name, path.read_bytes().decode("utf-8", "replace")


def test_every_command_does_its_work_for_another_authority(said: dict[str, str]) -> None:
    assert f"{NEWEST}: no errors" in said["check"]
    assert f"{NEWEST}: draft in reports/{NEWEST}" in said["run --no-pdf"]
    assert "and the files beside it keep all" in said["gate"]
    assert f"published in reports/published/{NEWEST}/v1" in said[f"publish {NEWEST}"]
    assert f"reports/published/{NEWEST}/v1/report.html" in said["quarters"]
    # 1,640 of 2,000 buses.
    traced = said[f"facts {NEWEST} buses.latest"]
    assert " = 82%\n" in traced
    assert "1640 / 2000 × 100" in traced
    assert f"received    data/raw/{NEWEST}/buses.csv row 4" in traced


def test_its_page_is_its_own(project: Project, said: dict[str, str]) -> None:
    page = (project.report(project.quarters()[0]) / "report.html").read_text(encoding="utf-8")
    for text in (
        "<title>Streets and Books, Quarter 2 2021/22", '<p class="authority">Wexmoor</p>',
        "The town", "Foreword, Quarter 2 2021/22", "Of 1 target, 1 is ", "82%",
        "form: Evidence unit, Wexmoor, evidence@wexmoor.example.",
    ):  # fmt: skip
        assert text in page, text


def test_nothing_of_this_projects_names_stands_in_anything_made(
    project: Project, said: dict[str, str]
) -> None:
    texts = [*_texts(project), *said.items()]
    names = {name for name, _ in texts}
    for name in ("report.html", "analyst.html", "data.csv", "manifest.json", "claims.json"):
        assert name in names, name
    assert any(name.startswith("data.xlsx/") for name in names)
    assert any(name.startswith("report.zip/") for name in names)
    found = {
        f"{file}: {name}"
        for file, text in texts
        if "/theme/" not in file  # a workbook's colours, whose words are the library's
        for name in told(text)
    }
    assert not found


def test_a_second_project_beside_it_keeps_its_own(project: Project, tmp_path: Path) -> None:
    """Several roots in one command: each has its own catalogue; one without fails alone."""
    bare = tmp_path / "bare"
    (bare / "data" / "raw" / NEWEST).mkdir(parents=True)
    (bare / "project.toml").write_text(FILES["project.toml"], encoding="utf-8")
    roots = ["--root", str(bare), "--root", str(project.root)]
    done = CliRunner().invoke(main, [*roots, "check", NEWEST])
    assert done.exit_code == 1
    assert f"{NEWEST}: no errors" in done.stdout
    assert done.stderr == (
        f"{bare}: {bare} has no folder data/catalogue. It holds every source and indicator of the "
        "report: copy that of another project and change it.\n"
    )

"""project.toml: whose report it is. Everything that is wrong with one, said at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from cypt_analysis.catalogue import load_catalogue
from cypt_analysis.ground.findings import CheckFailed, UserError, format_findings
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from tests.catalogue.test_catalogue import SECTION, SOURCES, THEME
from tests.projects import SETTINGS, write_catalogue

QUARTER = parse_quarter("2009-10-Q2")
SOUND = SETTINGS.format(sections='"safety"') + (
    '\n[[introduction]]\nid = "opening"\nheading = "Opening"\nsummary = true\n'
    '\n[[literal]]\ntext = "Room 101"\nreason = "The name of a room."\n'
)


def _project(root: Path, text: str) -> Project:
    write_catalogue(root, {"sources": SOURCES, "safety": SECTION})
    (root / "project.toml").write_text(text, encoding="utf-8")
    return Project(root)


def test_a_sound_project_says_what_it_is(tmp_path: Path) -> None:
    known = _project(tmp_path, SOUND).settings(QUARTER)
    assert (known.title, known.board) == ("Council Report", "The board")
    assert (known.authority.name, known.authority.code) == ("Northmere", "E06999999")
    assert known.sections == ("safety",)
    assert known.introductions == {"opening": "Opening"}
    assert known.summary_heading == "Opening"
    assert known.contact_line == "Tests, Northmere"
    assert [each.text for each in known.literal] == ["Room 101"]


def test_the_contact_gives_what_it_has(tmp_path: Path) -> None:
    text = SOUND.replace(
        'team = "Tests"', 'team = "Tests"\nemail = "a@b.example"\ntelephone = "01"'
    )
    known = _project(tmp_path, text).settings(QUARTER)
    assert known.contact_line == "Tests, Northmere, a@b.example, 01"


@pytest.mark.parametrize(
    ("old", "new", "found", "advice"),
    [
        ('board =', 'bord = "x"\nboard =', "The file has the unknown key 'bord'.", "Did you mean 'board'?"),
        ('code =', 'coda = "x"\ncode =', "authority has the unknown key 'coda'.", "Did you mean 'code'?"),
        ('title = "Council Report"\n', "", "The file has no 'title'.", "Add it."),
        ('team = "Tests"\n', "", "contact has no 'team'.", "Add it."),
        ('title = "Council Report"', "title = 3", "The file title is 3.", "Write words in quotation marks."),
        ('title = "Council Report"', 'title = " "', "The file title is ' '.", "Write words in quotation marks."),
        ('id = "opening"', 'id = "Opening!"', "Opening! id is 'Opening!'.",
         "Write ids in small letters, digits and underscores."),
        ('["safety"]', "[]", "The file sections is [].", "Name one at least."),
        ('["safety"]', '["safety", "safety"]', "The file has the section 'safety' twice.", "Keep one."),
        ('title = "Council Report"', 'title = [{ text = "A", until = "2009-10-Q9" }]',
         "title.1 until is '2009-10-Q9'.", "Write quarters like 2009-10-Q2."),
    ],
)  # fmt: skip
def test_one_fault_gives_one_finding(
    tmp_path: Path, old: str, new: str, found: str, advice: str
) -> None:
    assert SOUND.count(old) == 1, old
    project = _project(tmp_path, SOUND.replace(old, new))
    for failing in (lambda: project.settings(QUARTER), lambda: load_catalogue(project)):
        with pytest.raises(CheckFailed) as failed:
            failing()
        assert [(f.file, f.found, f.advice) for f in failed.value.findings] == [
            ("project.toml", found, advice)
        ]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = SOUND.replace("title =", "titel =").replace('code = "E06999999"\n', "")
    with pytest.raises(CheckFailed) as failed:
        _project(tmp_path, text).settings(QUARTER)
    assert str(failed.value) == (
        "project.toml has 3 errors. Nothing was built.\n\n"
        "  file    The file has no 'title'. Add it.\n"
        "  file    The file has the unknown key 'titel'. Did you mean 'title'?\n"
        "  file    authority has no 'code'. Add it."
    )


@pytest.mark.parametrize("content", [b"\xff\xfe", b"title = Report\n"])
def test_a_file_that_cannot_be_read_says_so(tmp_path: Path, content: bytes) -> None:
    project = _project(tmp_path, SOUND)
    project.file.write_bytes(content)
    with pytest.raises(CheckFailed) as failed:
        project.settings(QUARTER)
    (finding,) = failed.value.findings
    assert finding.file == "project.toml"
    assert finding.found.startswith(("It is no text in UTF-8", "It cannot be read: "))


def test_what_it_says_may_change_from_a_quarter_on(tmp_path: Path) -> None:
    title = (
        'title = [{ text = "Old", until = "2009-10-Q1" }, { text = "New", from = "2009-10-Q2" }]'
    )
    sections = 'sections = ["safety", { id = "more", from = "2009-10-Q3" }]'
    text = SOUND.replace('title = "Council Report"', title)
    project = _project(tmp_path, text.replace('sections = ["safety"]', sections))
    more = 'name = "More"\n' + THEME.format(id="fire")
    (project.catalogue / "more.toml").write_text(more, encoding="utf-8")
    quarters = [parse_quarter(f"2009-10-Q{number}") for number in (1, 2, 3)]
    known = [project.settings(quarter) for quarter in quarters]
    assert [each.title for each in known] == ["Old", "New", "New"]
    catalogue = load_catalogue(project)
    found = [[section.id for section in catalogue.at(q).sections] for q in quarters]
    assert found == [["safety"], ["safety"], ["safety", "more"]]


def test_sections_and_files_of_the_catalogue_are_the_same(tmp_path: Path) -> None:
    project = _project(tmp_path, SOUND.replace('"safety"', '"safty"'))
    with pytest.raises(CheckFailed) as failed:
        load_catalogue(project)
    assert format_findings(failed.value.findings) == (
        "data/catalogue/safety.toml has 1 error.\n\n"
        "  file    project.toml does not name the section 'safety'.\n"
        "          Add it to sections there, or keep the file elsewhere.\n\n"
        "project.toml has 1 error.\n\n"
        "  file    sections names 'safty', but there is no data/catalogue/safty.toml.\n"
        "          Did you mean 'safety'?"
    )


def test_an_introduction_is_called_like_no_indicator(tmp_path: Path) -> None:
    project = _project(tmp_path, SOUND.replace('"opening"', '"health_and_safety"'))
    with pytest.raises(CheckFailed, match=r"is that of an introduction in\s+project\.toml"):
        load_catalogue(project)


def test_what_a_project_lacks_is_one_sentence_with_what_to_do(tmp_path: Path) -> None:
    project = Project(tmp_path)
    with pytest.raises(UserError) as refused:
        project.settings(QUARTER)
    assert str(refused.value) == (
        f"{tmp_path} is no project: it has no project.toml. Copy one from another project and "
        "change it, or name the project's folder with --root."
    )
    with pytest.raises(UserError) as refused:
        load_catalogue(project)
    assert str(refused.value) == (
        f"{tmp_path} has no folder data/catalogue. It holds every source and indicator of the "
        "report: copy that of another project and change it."
    )
    with pytest.raises(UserError) as refused:
        _ = project.notebooks
    assert str(refused.value).startswith(f"{tmp_path} has no folder notebooks. It holds a notebook")

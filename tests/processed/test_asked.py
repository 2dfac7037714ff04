"""What a notebook is handed, and that what came of it is taken only where that is as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from cypt_analysis.claims import claims_of
from cypt_analysis.ground.edition import PUBLIC
from cypt_analysis.ground.findings import Finding
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.ground.stored import Store
from cypt_analysis.known import Known, commentary_folder
from cypt_analysis.pieces.block import Block
from cypt_analysis.processed import resting
from cypt_analysis.processed.asked import (
    asked_by,
    folder_of,
    handed,
    tables_key,
    told_of,
    whole_key,
    words_in,
)
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.processed.resting import making_digest
from cypt_analysis.processed.store import build, load, save
from tests.small_project import tiny_project, write_notebook

QUARTER = parse_quarter("2009-10-Q2")
OPENED = "from cypt_analysis.report import open_report\n\nreport = open_report(quarter)"


def _asked(folder: Path, *cells: str) -> tuple[str, ...] | str | None:
    project = Project(folder)
    asked = asked_by(write_notebook(project, "1_care", OPENED, *cells))
    return "more" if asked is None else asked.names


def test_a_notebook_that_asks_for_blocks_is_of_the_words_on_them(tmp_path: Path) -> None:
    cells = ('a = report.indicator("neet")\na', "a.review()", 'a.chart("numbers")')
    more = ('report.indicator("caf")', 'report.indicator("caf").review()')
    assert _asked(tmp_path, *cells, *more) == ("caf", "neet")
    assert _asked(tmp_path, 'report.introduction("summary")', "## Words") == ("summary",)


@pytest.mark.parametrize("call", ["headlines", "summary", "changes", "findings"])
def test_what_is_of_the_whole_report_is_of_all_words(tmp_path: Path, call: str) -> None:
    assert _asked(tmp_path, 'report.indicator("neet")', f"report.{call}()") is None


MORE = (
    "import datetime",
    "open('data.csv').read()",
    "report.known.commentary",
    'report.indicator("neet").known',
    'report.indicator("neet").observations().to_csv("x.csv")',
    'a = report.indicator("neet")\na.known',
    'a = report.indicator("neet")\na.__class__()',
    'a = report.indicator("neet")\na.chart(name)',
    'a = report.indicator("neet")\na.chart(open("name").read())',
    "a = report.indicator(name)",
    "report.indicator(*names)",
    'report = report.indicator("neet")',
    "open_report = print",
    'quarter = input("Which?")',
    'open_report("2009-10-Q1").headlines()',
    "%run other.ipynb",
    "!date",
    "for each in (1, 2): print(each)",
    "lambda: 1",
    "unknown.review()",
)


@pytest.mark.parametrize("cell", MORE)
def test_of_a_notebook_that_does_anything_else_nothing_is_kept(tmp_path: Path, cell: str) -> None:
    assert _asked(tmp_path, 'b = report.indicator("neet")', cell) == "more"


def test_blocks_show_the_same_with_the_words_on_themselves_alone(
    known_q2: Known, project_root: Path, tmp_path: Path
) -> None:
    for name in ("project.toml", "data/catalogue", "data/raw"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).symlink_to(project_root / name)
    save(known_q2, Project(tmp_path))
    whole = load(Project(tmp_path), QUARTER)
    texts = commentary_folder(whole.project, QUARTER)
    for entry in ("child_protection", "risk_management"):
        words, claims, findings = words_in(folder_of(whole), texts, (entry,))
        assert set(words) == {entry} and len(claims) < len(whole.claims)
        alone = replace(
            whole, commentary=words, claims=claims_of(claims), provenance={},
            findings=tuple(map(Finding.from_dict, findings)),
        )  # fmt: skip
        blocks = [Block(known, whole.catalogue.indicators[entry]) for known in (whole, alone)]
        for piece in ("html", "review"):
            shown = [str(getattr(each, piece)()) for each in blocks]
            assert shown[0] == shown[1], (entry, piece)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with words on two indicators, a notebook on one, and one of the whole report."""
    project = tiny_project(tmp_path_factory.mktemp("asked"))
    for name in ("looked_after", "workforce"):
        _say(project, name, "They are counted on a day.")
    write_notebook(project, "1_care", OPENED, 'report.indicator("looked_after")')
    write_notebook(project, "2_all", OPENED, "report.summary()")
    return project.root


def _store(project: Project) -> Store:
    return Store(project.root / "store", partial(making_digest, project))


def _say(project: Project, name: str, words: str, part: str = "Summary") -> None:
    folder = project.raw(QUARTER) / "commentary"
    (folder / f"{name}.md").write_text(f"## {part}\n\n{words}\n", encoding="utf-8")


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _keys(project: Project, edition: str = "") -> tuple[str, str, str, str]:
    """The keys of tables, of both notebooks and of a page, after a build of what is there now."""
    known = build(DropReader(project), QUARTER)["internal"]
    store = _store(project)
    books = [project.root / "notebooks" / f"{name}.ipynb" for name in ("1_care", "2_all")]
    one, every = (handed(known, each, store=store, edition=edition).stored.key for each in books)
    tables = store.entry(partial(tables_key, known, ["data.xlsx"])).key
    return tables, one, every, store.entry(partial(whole_key, known, ["report.html"])).key


RAW = "data/raw/2009-10-Q2"
# What is changed, and whether tables and the notebook on one indicator are of it; the others are.
CHANGES: dict[str, tuple[bool, bool, Callable[[Path], None]]] = {
    "a row": (True, True, lambda p: _edit(p / RAW / "looked_after.csv", "460", "461")),
    "a sentence on it": (False, True, lambda p: _say(Project(p), "looked_after", "On one day.")),
    "a sentence on another": (False, False, lambda p: _say(Project(p), "workforce", "One day.")),
    "a comment": (True, False, lambda p: _say(Project(p), "workforce", "One day.", "In brief")),
    "the catalogue": (
        True, True, lambda p: _edit(p / "data/catalogue/care.toml", "It matters.", "It does.")
    ),
    "a setting": (True, True, lambda p: _edit(p / "project.toml", '"Summary"', '"In short"')),
    "the board's day": (True, True, lambda p: _edit(p / RAW / "drop.toml", "2009-11-02", "2009-11-03")),
}  # fmt: skip


@pytest.fixture(scope="module")
def before(home: Path) -> tuple[str, str, str, str]:
    """The keys as they are."""
    return _keys(Project(home))


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_changes_in_a_project_gives_other_keys(
    name: str, home: Path, before: tuple[str, str, str, str]
) -> None:
    *are_of_it, change = CHANGES[name]
    held = {path: path.read_bytes() for path in home.rglob("*.[ctm][sod]*") if path.is_file()}
    change(home)
    changed = [a != b for a, b in zip(before, _keys(Project(home)), strict=True)]
    for path, content in held.items():
        path.write_bytes(content)
    assert changed == [*are_of_it, True, True]


def test_a_changed_cell_changes_the_key_of_its_notebook_and_no_other(home: Path) -> None:
    known, store = load(Project(home), QUARTER), _store(Project(home))
    books = [home / "notebooks" / f"{name}.ipynb" for name in ("1_care", "2_all")]
    held, keys = books[0].read_bytes(), [handed(known, b, store=store).stored.key for b in books]
    write_notebook(Project(home), "1_care", OPENED, 'report.indicator("looked_after").review()')
    now = [handed(known, each, store=store).stored.key for each in books]
    books[0].write_bytes(held)
    assert now[0] != keys[0] and now[1] == keys[1]


HERE: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "the program": lambda m: m.setattr(resting, "program_digest", lambda: "other"),
    "the program while it runs": lambda m: m.setattr(resting, "STARTED", 0.0),
    "a package": lambda m: m.syspath_prepend(_packages()),
    "the environment": lambda m: m.setenv("LC_ALL", "tr_TR.UTF-8"),
    "a font": lambda m: m.setattr(resting, "_FONTS", (str(_packages()),)),
}
_PLACES: list[Path] = []


def _packages() -> Path:
    return _PLACES[-1]


@pytest.mark.parametrize("change", HERE.values(), ids=HERE)
def test_another_program_or_machine_gives_other_keys(
    change: Callable[[pytest.MonkeyPatch], None], home: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (tmp_path / "numpy-99.0.dist-info").mkdir()
    _PLACES.append(tmp_path)
    known = load(Project(home), QUARTER)
    book = home / "notebooks" / "1_care.ipynb"
    key = handed(known, book, store=_store(Project(home))).stored.key
    assert key == handed(known, book, store=_store(Project(home))).stored.key
    change(monkeypatch)
    assert key != handed(known, book, store=_store(Project(home))).stored.key


def test_tables_are_of_the_facts_that_claims_rest_on(known_q2: Known, home: Path) -> None:
    rests = [fact for each in known_q2.claims for fact in each.facts]
    assert rests and told_of(known_q2).facts == tuple(sorted(set(rests)))
    known = load(Project(home), QUARTER)
    other = replace(known, claims=known_q2.claims)
    assert tables_key(known, ["data.xlsx"]) != tables_key(other, ["data.xlsx"])


def test_each_edition_has_its_own(home: Path, tmp_path: Path) -> None:
    known = load(Project(home), QUARTER)
    public = load(Project(home), QUARTER, PUBLIC)
    assert whole_key(known, ["report.html"]) != whole_key(public, ["report.html"])
    book, store = home / "notebooks" / "1_care.ipynb", _store(Project(home))
    keys = {handed(known, book, store=store, edition=each).stored.key for each in ("", PUBLIC)}
    assert len(keys) == 2 and handed(known, book).stored.key == ""


def test_what_is_handed_tells_nothing_of_other_texts(home: Path) -> None:
    known = load(Project(home), QUARTER, about=("looked_after",))
    assert set(known.commentary) == {"looked_after"}
    assert set(known.provenance) == {"synthetic"}
    every = compute(DropReader(Project(home)), QUARTER)
    assert {each.file for each in every.findings} - {each.file for each in known.findings} <= {
        f"{RAW}/commentary/workforce.md"
    }
    assert json.dumps([each.as_dict() for each in known.claims]) != ""

"""A run that is killed, interrupted or fails leaves the earlier report; the next one succeeds."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from cypt_analysis import pipeline
from cypt_analysis.cli import main
from cypt_analysis.ground import replacing as replacing_module
from cypt_analysis.ground.findings import CheckFailed, UserError
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.ground.replacing import replacing, restore
from cypt_analysis.processed import store as processed
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.runs import notebooks
from cypt_analysis.runs.executors import local
from tests.small_project import (
    EARLIER,
    NEWEST,
    alive,
    ended,
    fork,
    litter,
    report_page,
    tiny_project,
    write_notebook,
)

QUARTER = parse_quarter(NEWEST)
# A cell that says which process runs it, and then does not end.
WAITS = """
import os
import time
from pathlib import Path

Path("kernel.new").write_text(str(os.getpid()))
Path("kernel.new").rename("kernel")
time.sleep(600)
"""
# Where a process ends itself, just before that stage would be over.
STAGES: dict[str, tuple[object, str]] = {
    "while the tables are written": (processed, "_write_json"),
    "between build and execute": (pipeline, "execute"),
    "before the pages are made": (ProcessPoolExecutor, "submit"),
    "before the move": (replacing_module, "swap"),
    "between the two moves": (os, "replace"),
}


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, saved_once: Project) -> dict[str, Project]:
    """A project for each stage, in which a run of the command line was killed there."""
    projects = {}
    for number, name in enumerate(STAGES):
        root = tmp_path_factory.mktemp(f"killed{number}") / "p"
        # The tables are written by the first run alone.
        if name == "while the tables are written":
            project = tiny_project(root, earlier=True)
        else:
            project = Project(shutil.copytree(saved_once.root, root))
        process = fork(_dies, name, "--root", str(project.root), "run", NEWEST, "--no-pdf")
        assert ended(process) == -signal.SIGKILL, name
        projects[name] = project
    return projects


def _dies(stage: str, *arguments: str) -> None:
    """The command line, which kills its own process at that stage."""
    place, name = STAGES[stage]
    real = getattr(place, name)

    def die(*arguments: object, **named: object) -> object:
        if place is os and f"reports/.{NEWEST}.new-" not in str(arguments[0]):
            return real(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("it lives on")

    setattr(place, name, die)
    main([*arguments])


@pytest.fixture
def small(tmp_path: Path) -> Project:
    return tiny_project(tmp_path / "project", earlier=True)


def _run(project: Project, done: pipeline.Done = print) -> Path:
    with local(jobs=2) as executors:
        return pipeline.run(DropReader(project), QUARTER, executors, done).page


def _succeeds(project: Project) -> None:
    told: list[str] = []
    page = _run(project, told.append)
    assert told == ["build", "0_page", "pages"], "it tells each of its steps"
    assert len(told) == pipeline.steps(project)
    assert page == report_page(project)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert text.rstrip().endswith("</html>")
    books = page.parent / "internal" / "notebooks"
    assert min(path.name for path in books.iterdir()) == "0_page.ipynb"
    assert litter(project) == []


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _wait_for(what: str, true: object, seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, f"{what}: not within {seconds} seconds"
        time.sleep(0.02)


@pytest.mark.parametrize("stage", STAGES)
def test_a_run_killed_at_any_stage_leaves_the_earlier_report_and_the_next_succeeds(
    stage: str, killed: dict[str, Project]
) -> None:
    project = killed[stage]
    page = report_page(project)
    if stage == "between the two moves":
        # The one moment in which the report has stepped aside: it is put back first of all.
        assert not page.exists()
        restore(page.parent)
    assert page.read_bytes() == EARLIER
    left = [name for name in litter(project) if ".new-" in name]
    assert left or stage == "between the two moves", "the stage left nothing: was it reached?"
    _succeeds(project)


def test_a_report_that_had_stepped_aside_comes_back_even_if_the_next_run_fails(
    saved: Project,
) -> None:
    page = report_page(saved)
    page.parent.rename(page.parent.with_name(f".{NEWEST}.old"))
    write_notebook(saved, "1_fails", "1 / 0")
    with pytest.raises(UserError):
        _run(saved)
    assert page.read_bytes() == EARLIER
    assert litter(saved) == []


def test_a_run_that_builds_nothing_takes_away_what_a_killed_build_has_left(saved: Project) -> None:
    left = saved.processed(QUARTER).with_name(f".{NEWEST}.new-abc")
    left.mkdir()
    _succeeds(saved)
    assert not left.exists()


def test_ctrl_c_in_a_terminal_reaches_every_process_and_ends_the_run(saved: Project) -> None:
    write_notebook(saved, "1_waits", WAITS)
    said = saved.root / "said"

    def in_a_terminal() -> None:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with said.open("w", encoding="utf-8") as sys.stderr:
            main(["--root", str(saved.root), "run", NEWEST, "--no-pdf"])

    process, marker = fork(in_a_terminal), saved.root / "kernel"
    _wait_for("a kernel", marker.exists)
    os.killpg(process, signal.SIGINT)
    assert ended(process) == 1, said.read_text()
    assert said.read_text().strip() == "Aborted!"
    assert report_page(saved).read_bytes() == EARLIER
    kernel = int(marker.read_text())
    _wait_for("the end of the kernel", lambda: not alive(kernel))
    assert litter(saved) == []


def test_a_second_run_of_a_quarter_says_that_the_first_is_at_it(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replacing_module, "_PATIENCE", 0.2)
    target = report_page(small).parent
    with replacing(target) as first:
        with pytest.raises(UserError) as refused:
            _run(small)
        assert first.is_dir(), "the first run goes on"
    assert str(refused.value) == f"Another run is writing {target}. Try again when it has ended."


def test_a_failed_run_leaves_the_earlier_report_and_nothing_else(saved: Project) -> None:
    before = _files(saved.root / "reports")
    broken = write_notebook(saved, "1_fails", "### Obesity", "1 / 0")
    with pytest.raises(UserError, match=r"1_fails\.ipynb failed for 2009-10-Q2, in 'Obesity'"):
        _run(saved)
    after = {k: v for k, v in _files(saved.root / "reports").items() if not k.endswith(".lock")}
    assert after == before
    assert litter(saved) == []
    broken.unlink()
    _succeeds(saved)


def test_a_page_that_lacks_something_is_not_written(saved: Project) -> None:
    text = (saved.root / f"{NEWEST}.html").read_text(encoding="utf-8")
    lost = text.replace('<h3 id="workforce">Workforce</h3>', "")
    (saved.root / f"{NEWEST}.html").write_text(lost, encoding="utf-8")
    with pytest.raises(CheckFailed, match="'Workforce' is missing"):
        _run(saved)
    assert report_page(saved).read_bytes() == EARLIER
    assert litter(saved) == []


def test_tables_are_written_all_or_none(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = DropReader(small)
    pipeline.build(reader, QUARTER)
    folder = small.processed(QUARTER)
    before = _files(folder)

    def full(*arguments: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(processed, "_write_json", full)
    with pytest.raises(OSError, match="No space left"):
        pipeline.build(reader, QUARTER)
    assert _files(folder) == before
    assert litter(small) == []


def test_check_writes_nothing(small: Project) -> None:
    before = set(small.root.rglob("*"))
    findings = pipeline.check(DropReader(small), QUARTER)
    assert findings
    assert {finding.severity for finding in findings} == {"review"}
    assert set(small.root.rglob("*")) == before


def test_replacing_keeps_what_was_there_when_its_block_fails(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with replacing(target) as folder:
        (folder / "a").write_text("first")
    with pytest.raises(ValueError, match="half way"), replacing(target) as folder:
        (folder / "a").write_text("second")
        raise ValueError("half way")
    assert _files(target) == {"a": b"first"}
    assert [path.name for path in tmp_path.iterdir() if ".new-" in path.name] == []


def test_a_replaced_folder_can_be_read_by_others(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with replacing(target) as folder:
        (folder / "a").write_text("first")
    assert target.stat().st_mode & 0o777 == 0o755


def test_a_quarter_leaves_the_others_alone(tmp_path: Path) -> None:
    """What another quarter left behind is its own to take away."""
    other = tmp_path / ".2009-10-Q1.new-abc"
    other.mkdir()
    with replacing(tmp_path / "2009-10-Q2"):
        pass
    assert other.is_dir()


def test_a_rerun_after_a_sentence_changed_makes_the_bytes_of_a_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What shows that sentence is executed again, and so is what does more than ask the report."""
    project, executed = tiny_project(tmp_path / "p"), list[str]()
    for number, name in enumerate(("looked_after", "workforce"), start=1):
        opened = "from cypt_analysis.report import open_report\n\nreport = open_report(quarter)"
        shown = f'report.indicator("{name}")'
        write_notebook(project, f"{number}_{name}", opened, shown, detail=[shown])
    papermill = notebooks._papermill

    def execute(project: Project, notebook: Path, *rest: object) -> None:
        executed.append(notebook.stem)
        papermill(project, notebook, *rest)

    monkeypatch.setattr(notebooks, "_papermill", execute)

    def made() -> tuple[dict[str, bytes], list[str]]:
        executed.clear()
        with local(jobs=2) as executors:
            pipeline.run(DropReader(project), QUARTER, executors, pdf=False)
        return _files(project.report(QUARTER)), sorted(executed)

    first, every = made()
    assert every == ["0_page", "1_looked_after", "2_workforce"]
    words = project.raw(QUARTER) / "commentary" / "looked_after.md"
    words.write_text("## Summary\n\nThey were counted on one day.\n", encoding="utf-8")
    changed, few = made()
    assert few == ["0_page", "1_looked_after"]
    assert changed != first
    shutil.rmtree(project.root / "data" / "processed")
    assert made() == (changed, every)

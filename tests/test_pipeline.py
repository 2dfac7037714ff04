"""A run that is killed, interrupted or fails leaves the earlier report; the next one succeeds."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import pytest

from cypt_analysis import pipeline
from cypt_analysis.ground import replacing as replacing_module
from cypt_analysis.ground.findings import CheckFailed, UserError
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.ground.replacing import replacing, restore
from cypt_analysis.processed import store as processed
from cypt_analysis.processed.build import DropReader
from cypt_analysis.runs.executors import local
from tests.small_project import (
    EARLIER,
    NEWEST,
    alive,
    cypt,
    litter,
    python,
    report_page,
    small_project,
    write_notebook,
)

QUARTER = parse_quarter(NEWEST)
# A cell that says which process runs it, and then does not end.
WAITS = """
import os
import time
from pathlib import Path

if not Path("go on").exists():
    Path("kernel.new").write_text(str(os.getpid()))
    Path("kernel.new").rename("kernel")
    time.sleep(600)
"""
# Where a process ends itself, just before that stage would be over.
STAGES = {
    "while the tables are written": "processed._write_json = die",
    "between build and execute": "pipeline.execute = die",
    "before the pages are made": "concurrent.futures.ProcessPoolExecutor.submit = die",
    "before the move": "replacing.swap = die",
    "between the two moves": "os.replace = die_at_the_second_move",
}
_DIES = """
import concurrent.futures, os, signal, sys
from cypt_analysis import pipeline
from cypt_analysis.processed import store as processed
from cypt_analysis.ground import replacing
from cypt_analysis.cli import main

replace = os.replace

def die(*arguments, **named):
    os.kill(os.getpid(), signal.SIGKILL)

def die_at_the_second_move(old, new):
    die() if "reports/.2009-10-Q2.new-" in str(old) else replace(old, new)

for root, stage in zip(sys.argv[1::2], sys.argv[2::2]):
    child = os.fork()
    if child == 0:
        exec(stage)
        main(["--root", root, "run", "2009-10-Q2"])
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Project]:
    """A project for each stage, in which a run of the command line was killed there."""
    projects, arguments = {}, []
    for number, (name, stage) in enumerate(STAGES.items()):
        projects[name] = small_project(
            tmp_path_factory.mktemp(f"killed{number}") / "p", earlier=True
        )
        arguments += [str(projects[name].root), stage]
    shown, said = python("-c", _DIES, *arguments).communicate(timeout=600)
    assert shown.split() == [str(-signal.SIGKILL)] * len(STAGES), said
    return projects


@pytest.fixture
def small(tmp_path: Path) -> Project:
    return small_project(tmp_path / "project", earlier=True)


def _run(project: Project) -> Path:
    with local(jobs=2) as executors:
        return pipeline.run(DropReader(project), QUARTER, executors).page


def _succeeds(project: Project) -> None:
    page = _run(project)
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


@pytest.fixture
def at_work(small: Project) -> Iterator[tuple[Popen[str], int]]:
    """A run that waits in its second notebook, and that notebook's kernel."""
    write_notebook(small, "1_waits", WAITS)
    marker = small.root / "kernel"
    with cypt(small.root, "run", NEWEST, start_new_session=True) as process:
        try:
            _wait_for("a kernel", lambda: marker.exists() or process.poll() is not None)
            assert marker.exists(), process.communicate()
            yield process, int(marker.read_text())
        finally:
            process.kill()


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
    small: Project,
) -> None:
    page = report_page(small)
    page.parent.rename(page.parent.with_name(f".{NEWEST}.old"))
    write_notebook(small, "1_fails", "1 / 0")
    with pytest.raises(UserError):
        _run(small)
    assert page.read_bytes() == EARLIER
    assert litter(small) == []


def test_a_run_killed_while_a_notebook_runs_leaves_the_earlier_report_and_no_kernel(
    small: Project, at_work: tuple[Popen[str], int]
) -> None:
    process, kernel = at_work
    assert list((small.root / "reports").glob(".*.new-*/internal/notebooks"))
    process.kill()
    _, said = process.communicate(timeout=600)
    assert "Traceback" not in said
    assert process.returncode == -signal.SIGKILL
    assert report_page(small).read_bytes() == EARLIER
    _wait_for("the end of the kernel", lambda: not alive(kernel))
    (small.root / "go on").touch()
    _succeeds(small)


def test_a_run_told_to_end_takes_away_what_it_began(
    small: Project, at_work: tuple[Popen[str], int]
) -> None:
    process, kernel = at_work
    process.terminate()
    _, said = process.communicate(timeout=600)
    assert (process.returncode, said) == (128 + signal.SIGTERM, "")
    assert report_page(small).read_bytes() == EARLIER
    assert not alive(kernel)
    assert litter(small) == []


@pytest.fixture
def terminal() -> Iterator[None]:
    """Processes begun heed Ctrl-C, even where these tests run in the background and do not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("terminal")
def test_ctrl_c_in_a_terminal_reaches_the_kernel_too_and_ends_the_run(
    small: Project, at_work: tuple[Popen[str], int]
) -> None:
    process, kernel = at_work
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=600)
    assert process.returncode == 1, said
    assert said.strip() == "Aborted!"
    assert report_page(small).read_bytes() == EARLIER
    _wait_for("the end of the kernel", lambda: not alive(kernel))
    assert litter(small) == []


def test_a_second_run_of_a_quarter_says_that_the_first_is_at_it(
    small: Project, at_work: tuple[Popen[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, kernel = at_work
    monkeypatch.setattr(replacing_module, "_PATIENCE", 0.2)
    with pytest.raises(UserError) as refused:
        _run(small)
    target = report_page(small).parent
    assert str(refused.value) == f"Another run is writing {target}. Try again when it has ended."
    assert first.poll() is None, "the first run goes on"
    assert len([name for name in litter(small) if ".new-" in name]) == 1
    first.kill()
    first.communicate()
    _wait_for("the end of the kernel", lambda: not alive(kernel))


def test_a_failed_run_leaves_the_earlier_report_and_nothing_else(small: Project) -> None:
    before = _files(small.root / "reports")
    broken = write_notebook(small, "1_fails", "### Obesity", "1 / 0")
    with pytest.raises(UserError, match=r"1_fails\.ipynb failed for 2009-10-Q2, in 'Obesity'"):
        _run(small)
    after = {k: v for k, v in _files(small.root / "reports").items() if not k.endswith(".lock")}
    assert after == before
    assert litter(small) == []
    broken.unlink()
    _succeeds(small)


def test_a_page_that_lacks_something_is_not_written(small: Project) -> None:
    text = (small.root / f"{NEWEST}.html").read_text(encoding="utf-8")
    lost = text.replace('<h3 id="workforce">Workforce</h3>', "")
    (small.root / f"{NEWEST}.html").write_text(lost, encoding="utf-8")
    with pytest.raises(CheckFailed, match="'Workforce' is missing"):
        _run(small)
    assert report_page(small).read_bytes() == EARLIER
    assert litter(small) == []


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


def test_a_run_tells_each_of_its_steps(small: Project) -> None:
    told: list[str] = []
    with local(jobs=2) as executors:
        pipeline.run(DropReader(small), QUARTER, executors, told.append)
    assert told == ["build", "0_page", "pages"]
    assert len(told) == pipeline.steps(small)


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

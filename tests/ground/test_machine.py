"""What the machine refuses is a sentence, and what is no file is never waited for."""

from __future__ import annotations

import errno
import os
import pickle
import shutil
import socket
from pathlib import Path

import pytest

from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import found_of, name_place, read_file, stands, told
from cypt_analysis.ground.project import Project, find_project
from cypt_analysis.ground.replacing import private_folder, replacing, restore_others


def _folder(path: Path) -> None:
    path.mkdir()


def _itself(path: Path) -> None:
    path.symlink_to(path.name)


def _nowhere(path: Path) -> None:
    path.symlink_to("gone")


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


KINDS = [
    (_folder, "It is a folder, but a file is meant."),
    (_itself, "It is a link that leads to itself."),
    (_nowhere, "It is a link that leads nowhere."),
    (os.mkfifo, "It is a pipe, but a file is meant."),
    (_socket, "It is a socket, but a file is meant."),
    (_device, "It is a device, but a file is meant."),
    (lambda path: None, "It is not there, or not any more."),
]


@pytest.mark.parametrize(("make", "found"), KINDS, ids=[found for _, found in KINDS])
def test_what_is_no_file_is_told_as_what_it_is(
    make: object, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket is short
    make(Path("file"))  # type: ignore[operator]
    with pytest.raises(OSError) as refused:
        read_file(Path("file"))
    again = pickle.loads(pickle.dumps(refused.value))  # as it comes from another process
    for error in (refused.value, again):
        assert found_of(error)[0] == found
        assert told(error).startswith(f"file: {found} ")


def test_a_file_is_read_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"460")
    (tmp_path / "link").symlink_to("file")
    assert read_file(tmp_path / "link") == b"460"
    assert stands(tmp_path / "link")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "Its disk is full. Make room there and try again."),
        (errno.EDQUOT, "Its disk is full. Make room there and try again."),
        (errno.EROFS, "It is on a disk that can be read only."),
        (errno.EACCES, "You may not read or change it."),
        (errno.EFBIG, "It would be larger than a file may be here."),
        (errno.EIO, "Its disk does not answer as it should."),
        (errno.ENAMETOOLONG, "Its name is too long."),
        (errno.EXDEV, f"{os.strerror(errno.EXDEV)}. Try again."),
    ],
)
def test_each_refusal_says_what_to_do(number: int, words: str) -> None:
    error = OSError(number, os.strerror(number), "/srv/data.csv")
    assert told(error, "No report was made.").startswith(f"/srv/data.csv: {words}")
    assert told(error, "No report was made.").endswith(" No report was made.")
    assert "Errno" not in told(error)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (OSError(errno.EMFILE, "Too many open files", "/srv/a"), "Too few files may be open"),
        (OSError(errno.EIO, "Input/output error", 7), "A file cannot be used. Its disk does not"),
        (OSError(errno.ENOENT, "No such file", 7), "A file cannot be used. It is not there"),
        (OSError(errno.ENXIO, "No such device", b"/gone"), "/gone: It is a device, but a file"),
        (MemoryError(), "There is not enough memory."),
        (OSError("Something of a library's own."), "A file cannot be used. Something of a library"),
        (UserError("A sentence."), "A sentence."),
    ],
)
def test_what_is_of_the_whole_machine_names_no_file(fault: Exception, words: str) -> None:
    assert told(fault).startswith(words)


def test_a_file_above_is_named_and_not_the_folder_that_was_meant_below(tmp_path: Path) -> None:
    (tmp_path / "reports").touch()
    with pytest.raises(OSError) as refused, replacing(tmp_path / "reports" / "published" / "v1"):
        pass
    assert told(refused.value).startswith(
        f"{tmp_path / 'reports'}: It is a file, but a folder is meant."
    )


def test_an_error_names_what_was_being_made(tmp_path: Path) -> None:
    target = tmp_path / "report"
    for name, shown in (("", target), ("data.csv", target / "data.csv")):
        with pytest.raises(OSError) as refused, replacing(target) as work:
            raise OSError(errno.ENOSPC, "No space left on device", str(work / name))
        assert refused.value.filename == str(shown)
    assert [path.name for path in tmp_path.iterdir()] == [".report.lock"]
    unnamed = OSError(errno.EDQUOT, "Disk quota exceeded")
    name_place(unnamed, tmp_path / "work", target)
    assert unnamed.filename == str(target)


@pytest.mark.parametrize("leads", ["elsewhere", "gone", "report"])
def test_a_link_in_a_reports_place_is_refused_and_stays(tmp_path: Path, leads: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "report").symlink_to(leads)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises((UserError, OSError)) as refused, replacing(tmp_path / "report"):
        pass
    assert "link" in told(refused.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert (tmp_path / "report").readlink() == Path(leads)


def test_a_folder_of_reports_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "reports").symlink_to("share")
    for words in ("first", "second"):
        with replacing(tmp_path / "reports" / "q") as work:
            (work / "a").write_text(words)
    assert (tmp_path / "share" / "q" / "a").read_text() == "second"
    assert (tmp_path / "reports").is_symlink()


@pytest.mark.parametrize("mask", [0o022, 0o002, 0o077])
def test_what_is_written_may_be_read_as_the_umask_says(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        with replacing(tmp_path / "out") as work:
            (work / "a").touch()
    finally:
        os.umask(before)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o777 & ~mask
    assert (tmp_path / "out" / "a").stat().st_mode & 0o777 == 0o666 & ~mask


def test_what_follows_the_move_and_fails_undoes_it(tmp_path: Path) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    target = tmp_path / "out"
    for earlier in (False, True):
        with pytest.raises(OSError), replacing(target, after=full) as work:
            (work / "a").write_text("half")
        assert target.exists() is earlier
        with replacing(target) as work:
            (work / "a").write_text("whole")
    assert (target / "a").read_text() == "whole"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out.lock", "out"]


def test_what_the_dead_left_is_taken_away_and_what_the_living_write_stays(tmp_path: Path) -> None:
    for name in (".2009-10-Q1.new-abc", ".2009-10-Q3.old", ".hidden", "2009-10-Q4"):
        (tmp_path / name).mkdir()
    with replacing(tmp_path / "2009-10-Q2") as work:
        restore_others(tmp_path)
        assert work.is_dir()
    left = {path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")}
    assert left == {".hidden", "2009-10-Q2", "2009-10-Q3", "2009-10-Q4"}


def test_what_is_still_written_into_for_a_moment_is_taken_away_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tmp_path / ".out.new-abc"
    left.mkdir()
    take_away, seen = shutil.rmtree, []

    def slower(path: Path, **options: bool) -> None:
        # Two times somebody has written anew before the folder itself could go.
        seen.append(path)
        take_away(path, **options)
        if path == left and seen.count(left) < 3:
            (left / "late").mkdir(parents=True)

    monkeypatch.setattr(shutil, "rmtree", slower)
    with replacing(tmp_path / "out") as work:
        assert not left.exists()
        (work / "a").touch()


def test_a_private_folder_is_gone_with_its_owner_or_at_the_next(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        with private_folder(tmp_path) as left:
            (left / "profile").mkdir()
            os._exit(9)
    os.waitpid(child, 0)
    assert list(tmp_path.glob("cypt-*/profile"))
    with private_folder(tmp_path) as first:
        assert first.stat().st_mode & 0o777 == 0o700
        with private_folder(tmp_path) as second:
            assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {
                first.name, second.name,
            }  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_another_persons_and_other_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "cypt-notes").mkdir()
    (tmp_path / "cypt-link.owner").symlink_to("cypt-notes")
    with private_folder(tmp_path):
        pass
    assert (tmp_path / "cypt-notes").is_dir()


def test_a_folder_called_almost_like_a_quarter_is_told(tmp_path: Path) -> None:
    for name in ("2009-10-Q2", "2009-10-Q2 "):
        (tmp_path / "data" / "raw" / name).mkdir(parents=True)
    with pytest.raises(UserError, match="has '2009-10-Q2 ', which is no quarter"):
        Project(tmp_path).quarters()


def test_a_working_folder_that_is_gone_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(UserError, match="The folder that you are in is gone"):
        find_project()
    monkeypatch.chdir(tmp_path)

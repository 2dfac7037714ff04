"""A project: whose report it is, and where its folders are."""

from __future__ import annotations

import glob
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import name_place, read_file, require_folder, stands
from cypt_analysis.ground.quarter import Quarter, parse_quarter
from cypt_analysis.ground.safe_text import shown
from cypt_analysis.ground.stopping import refuse_if_asked
from cypt_analysis.ground.work import make_folder

if TYPE_CHECKING:
    from cypt_analysis.ground.settings import Settings

PROJECT_FILE = "project.toml"
# A folder's name that is meant as a quarter, without its spaces.
_NEARLY = re.compile(r"\d{4}\W?\d{2}\W?q\d\W*", re.IGNORECASE)
# Seconds to wait for another process that writes to the same place.
_PATIENCE = 20
# What stands beside a target: its lock, its work, and the earlier one while it is moved.
_LOCK, _NEW, _OLD = ".lock", ".new-", ".old"


@dataclass(frozen=True)
class Project:
    """A project folder and the rooms in it.

    >>> from cypt_analysis.ground.quarter import parse_quarter
    >>> Project(Path("/srv/cypt")).raw(parse_quarter("2009-10-Q2")).as_posix()
    '/srv/cypt/data/raw/2009-10-Q2'
    """

    root: Path

    def settings(self, quarter: Quarter) -> Settings:
        """What project.toml says, as it holds in a quarter.

        Raises UserError where there is none, and CheckFailed with every fault in it.
        """
        # pydantic is slow to import, and help needs none.
        from cypt_analysis.ground.settings import parse_settings

        return parse_settings(read_file(self.file), PROJECT_FILE).at(quarter)

    @property
    def file(self) -> Path:
        """The project's project.toml. Raises UserError where there is none."""
        path = self.root / PROJECT_FILE
        if not stands(path):
            raise UserError(
                f"{self.root} is no project: it has no {PROJECT_FILE}. Copy one from another "
                "project and change it, or name the project's folder with --root."
            )
        return path

    @property
    def catalogue(self) -> Path:
        """The folder of the project's catalogue. Raises UserError where there is none."""
        return self._own("data/catalogue", "every source and indicator of the report")

    @property
    def drops(self) -> Path:
        """The folder that holds the drops."""
        return self.root / "data" / "raw"

    def raw(self, quarter: Quarter) -> Path:
        """A quarter's drop."""
        return self.drops / str(quarter)

    def processed(self, quarter: Quarter) -> Path:
        """A quarter's observations, facts, findings and provenance."""
        return self.root / "data" / "processed" / str(quarter)

    def report(self, quarter: Quarter) -> Path:
        """A quarter's report: the public files, and in ``internal`` what is not for the public."""
        return self.root / "reports" / str(quarter)

    @property
    def notebooks(self) -> Path:
        """The folder of the project's notebooks. Raises UserError where there is none."""
        return self._own("notebooks", "a notebook for each section, like 1_section.ipynb")

    def _own(self, name: str, what: str) -> Path:
        path = self.root / name
        if not require_folder(path):
            raise UserError(
                f"{self.root} has no folder {name}. It holds {what}: "
                "copy that of another project and change it."
            )
        return path

    def relative(self, path: Path) -> str:
        """A path as messages show it: from the root, with forward slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()

    def quarters(self) -> list[Quarter]:
        """The quarters that have a drop, oldest first; other folders are left alone.

        Raises UserError for one whose name is nearly a quarter's: it may be meant as one.
        """
        found = []
        for folder in self.drops.iterdir() if require_folder(self.drops) else ():
            try:
                quarter = parse_quarter(folder.name)
            except ValueError:
                quarter = None
            if quarter is not None and str(quarter) == folder.name:
                found.append(quarter)
            elif _NEARLY.fullmatch("".join(folder.name.split())):
                raise UserError(
                    f"{self.relative(self.drops)} has '{shown(folder.name)}', which is no quarter, "
                    "and so nothing of it would be read. Name it like 2009-10-Q2, without spaces "
                    "and with a capital Q, or keep it elsewhere."
                )
        return sorted(found)

    def require(self, text: str) -> Quarter:
        """A quarter that has a drop. Raises UserError naming those that do."""
        quarter = self.parse(text)
        if not require_folder(self.raw(quarter)):
            raise UserError(f"There is no drop for {quarter}. {self._known()}")
        return quarter

    def between(self, first: str, last: str) -> list[Quarter]:
        """The quarters from one to another that have a drop, oldest first.

        Raises UserError naming those that do when the range is reversed or holds none.
        """
        begin, end = self.parse(first), self.parse(last)
        if begin > end:
            raise UserError(
                f"{begin}..{end} runs backwards. Write the earlier quarter first: {end}..{begin}."
            )
        found = [each for each in self.quarters() if begin <= each <= end]
        if not found:
            raise UserError(f"There is no drop from {begin} to {end}. {self._known()}")
        return found

    def parse(self, text: str) -> Quarter:
        """A quarter, whether or not it has a drop. Raises UserError naming those that do."""
        try:
            return parse_quarter(text)
        except ValueError as error:
            raise UserError(f"{error} {self._known()}") from None

    def _known(self) -> str:
        known = ", ".join(map(str, self.quarters()))
        where = self.relative(self.drops)
        return f"{where} has: {known}." if known else f"{where} in {self.root} has no quarter."


def find_project(start: Path | None = None) -> Project:
    """The project that a folder lies in: the nearest folder upwards that has a project.toml.

    Raises UserError when there is none.
    """
    origin = real(start or _here())
    for folder in (origin, *origin.parents):
        if (folder / PROJECT_FILE).is_file():
            return Project(folder)
    raise UserError(
        f"{origin} is not in a project: no {PROJECT_FILE} here or above. "
        "Change to the project's folder or name it with --root."
    )


def real(path: Path) -> Path:
    """A path without links, as far as they lead anywhere.

    >>> real(Path("/srv/../nowhere")).as_posix()
    '/nowhere'
    """
    # Path.resolve raises RuntimeError for a link that leads to itself.
    return Path(os.path.realpath(path))


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise UserError(
            "The folder that you are in is gone. Change to the project's folder or name it with "
            "--root."
        ) from None


@contextmanager
def replacing(
    target: Path,
    before: Callable[[Path], None] = lambda work: None,
    after: Callable[[], None] = lambda: None,
) -> Iterator[Path]:
    """A folder to write into, moved to the target's place only when all went well.

    What stood there before stays until then, and stays for good if anything fails. One
    process writes at a time: raises UserError when another one is at it, and OSError, naming
    the target, where the machine refuses. What a killed process left behind is taken away
    first; its lock went with it. ``before`` is told the finished folder just before the move;
    where ``after``, which follows the move, fails, it is undone.
    """
    require_place(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _locked(target, _PATIENCE):
            restore(target)
            work = make_folder(target.parent, _work_prefix(target))
            try:
                yield work
                before(work)
                refuse_if_asked()
                swap(work, target, after)
            except OSError as error:
                name_place(error, work, target)
                raise
            finally:
                shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        name_place(error, target, target)
        raise


def require_place(target: Path) -> None:
    """Raise UserError or OSError where no folder can be replaced: in a link's place, say."""
    # A folder that is replaced whole would replace the link, and stand elsewhere then.
    if target.is_symlink():
        raise UserError(
            f"{target} is a link, and what it leads to is replaced whole. Put a folder in its "
            f"place, or let {target.parent} be the link."
        )
    require_folder(target)


@contextmanager
def _locked(target: Path, patience: float) -> Iterator[None]:
    """Be the one that writes a target. Raises UserError where another process is."""
    lock = FileLock(target.parent / f".{target.name}{_LOCK}", timeout=patience)
    try:
        lock.acquire()
    except Timeout:
        raise UserError(f"Another run is writing {target}. Try again when it has ended.") from None
    try:
        yield
    finally:
        lock.release()


def _work_prefix(target: Path) -> str:
    return f".{target.name}{_NEW}"


def swap(work: Path, target: Path, after: Callable[[], None] = lambda: None) -> None:
    """Put a finished folder in the place of an earlier one, which comes back if that fails.

    No file system moves one full folder over another, so the earlier one steps aside
    first; `restore` puts it back if the process dies between the two moves.
    """
    aside = _aside(target)
    shutil.rmtree(aside, ignore_errors=True)
    if target.exists():
        target.replace(aside)
    try:
        work.replace(target)
        after()
    except BaseException:
        if target.exists():
            target.replace(work)
        if aside.exists():
            aside.replace(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def restore(target: Path) -> None:
    """Undo what a killed process left: an earlier folder still aside, work never finished."""
    aside = _aside(target)
    if aside.exists():
        if target.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.replace(target)
    for left in target.parent.glob(f"{glob.escape(_work_prefix(target))}*"):
        shutil.rmtree(left, ignore_errors=True)


def restore_others(home: Path) -> None:
    """Undo what killed processes left in a folder of targets; what one still writes stays."""
    for left in home.glob(".*") if home.is_dir() else ():
        name = left.name[1:].removesuffix(_OLD).partition(_NEW)[0]
        if name and name != left.name[1:] and left.is_dir():
            with suppress(UserError, OSError), _locked(home / name, 0):
                restore(home / name)


def _aside(target: Path) -> Path:
    return target.parent / f".{target.name}{_OLD}"

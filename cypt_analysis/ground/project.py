"""A project: whose report it is, and where its folders are."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import read_file, require_folder, stands
from cypt_analysis.ground.quarter import Quarter, parse_quarter
from cypt_analysis.ground.safe_text import shown

if TYPE_CHECKING:
    from cypt_analysis.ground.settings import Settings

PROJECT_FILE = "project.toml"
# A folder's name that is meant as a quarter, without its spaces.
_NEARLY = re.compile(r"\d{4}\W?\d{2}\W?q\d\W*", re.IGNORECASE)


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

    def newest(self) -> Quarter:
        """The newest quarter that has a drop. Raises UserError where none has."""
        known = self.quarters()
        if not known:
            raise UserError(self._known())
        return known[-1]

    def before(self, quarter: Quarter) -> list[Quarter]:
        """The quarters before one that have a drop, oldest first."""
        return [each for each in self.quarters() if each < quarter]

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


def find_project() -> Project:
    """The project that the current folder lies in: the nearest upwards with a project.toml.

    Raises UserError when there is none.
    """
    origin = real(_here())
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

"""A drop as it would be with one more file, read without writing into the drop itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cypt_analysis.drops.layout import COMMENTARY
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.work import WORK, private_folder


@dataclass(frozen=True)
class Trial(Project):
    """A project of which one quarter's drop lies elsewhere; messages name it as if it did not."""

    quarter: Quarter = field(kw_only=True)
    aside: Path = field(kw_only=True)

    def raw(self, quarter: Quarter) -> Path:
        """A quarter's drop."""
        return self.aside if quarter == self.quarter else super().raw(quarter)

    def relative(self, path: Path) -> str:
        """A path as messages show it: from the root, with forward slashes."""
        if path.is_relative_to(self.aside):
            path = super().raw(self.quarter) / path.relative_to(self.aside)
        return super().relative(path)


@contextmanager
def trial(project: Project, quarter: Quarter, file: Path, name: str) -> Iterator[Trial]:
    """A quarter's drop with a file in it under a name, in a folder that is gone afterwards."""
    with private_folder(project.root / WORK) as folder:
        aside = folder / str(quarter)
        shutil.copytree(project.raw(quarter), aside)
        (aside / COMMENTARY).mkdir(exist_ok=True)
        shutil.copyfile(file, aside / name)
        yield Trial(project.root, quarter=quarter, aside=aside)

"""Projects that take entries over from the library."""

from __future__ import annotations

from pathlib import Path

import pytest

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.ground.dated import Vintages
from cypt_analysis.ground.findings import CheckFailed
from cypt_analysis.library.entries import indicators, sources
from tests.projects import write_catalogue

OWN = 'owner = "Head of Service"\nchecked_by = "Analysts"\nnext_review = 2026-06-30\n'


def used(name: str, more: str = "") -> str:
    """An indicator of a section's file that is the library's, with what differs."""
    return f'[[indicator]]\nuse = "england/{name}"\n{OWN}{more}\n'


def used_source(name: str, more: str = "") -> str:
    """A source that is the library's, with what differs."""
    return f'[{name}]\nuse = "england/{name}"\nowner = "Analysts"\n{more}\n'


def every_source() -> str:
    """The library's sources, each taken over as it is."""
    return "".join(map(used_source, sources()))


def write_project(root: Path, section: str, source: str | None = None) -> Vintages[Catalogue]:
    """The catalogue of a project with one section and the library's sources."""
    files = {"sources": every_source() if source is None else source}
    return write_catalogue(root, {**files, "care": f'name = "Care"\n{section}'})


def faults(root: Path, section: str, source: str | None = None) -> list[tuple[str, str, str]]:
    """What is wrong with it."""
    with pytest.raises(CheckFailed) as failed:
        write_project(root, section, source)
    return [(each.file, each.found, each.advice) for each in failed.value.findings]


def every_indicator() -> str:
    """The library's indicators, each taken over as it is."""
    return "".join(map(used, indicators()))

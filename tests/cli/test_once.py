"""What is found in a folder of files that projects share is told once a command."""

from __future__ import annotations

from pathlib import Path

from cypt_analysis.cli.once import Once
from cypt_analysis.ground.findings import Finding
from cypt_analysis.ground.project import Project


def test_a_finding_of_a_shared_file_is_told_once_and_then_counted(tmp_path: Path) -> None:
    once = Once()
    leeds, york = (Project(tmp_path / name) for name in ("leeds", "york"))
    shared = Finding("../national/c1.csv", 1, "'a' is new since the file of 2025-26-Q1.", "Look.")
    own = Finding("data/raw/2025-26-Q2/contacts.csv", 3, "period is empty.", "Fill it in.")
    first = once.listed([shared, own], leeds, "Nothing was built.")
    assert "../national/c1.csv has 1 error. Nothing was built." in first
    second = once.listed([shared, own], york, "Nothing was built.")
    assert "national" not in second
    assert "contacts.csv has 1 error. Nothing was built." in second
    assert second.endswith("1 finding of shared files: as told above. Nothing was built.")
    assert once.listed([shared], york) == "1 finding of shared files: as told above."


def test_a_project_is_told_its_own_findings_each_time(tmp_path: Path) -> None:
    """Another report of one project is one of its own: its files are not shared."""
    once, leeds = Once(), Project(tmp_path / "leeds")
    own = Finding("data/raw/2025-26-Q2/contacts.csv", 3, "period is empty.", "Fill it in.")
    assert once.listed([own], leeds) == once.listed([own], leeds) != ""

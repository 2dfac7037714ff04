"""What several projects' files have in common, told once a command."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from os.path import realpath
from pathlib import Path

from cypt_analysis.ground.findings import Finding, format_findings, number_of
from cypt_analysis.ground.project import Project


class Once:
    """The findings that a command has told of files that projects share."""

    def __init__(self) -> None:
        self._told: set[tuple[Path, Finding]] = set()

    def listed(self, findings: Iterable[Finding], project: Project, consequence: str = "") -> str:
        """Findings as text, those of shared files that were told before as their number."""
        new, again = list[Finding](), 0
        for each in findings:
            # A link that leads to itself is a finding, and no reason to stop.
            path = Path(realpath(project.root / each.file))
            key = (path, replace(each, file=""))
            if key in self._told:
                again += 1
                continue
            new.append(each)
            if not path.is_relative_to(realpath(project.root)):
                self._told.add(key)
        text = format_findings(new, consequence)
        if again:
            more = f"{number_of(again, 'finding')} of shared files: as told above."
            text = "\n\n".join(filter(None, [text, f"{more} {consequence}".strip()]))
        return text

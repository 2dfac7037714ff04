"""A small project that holds the published figures behind statements that councils have made."""

from __future__ import annotations

from pathlib import Path

from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from tests.projects import write_catalogue, write_drop

_FOLDER = Path(__file__).parent
_QUARTER = "2024-25-Q4"
_SHORT = {
    "SN": "statistical neighbours", "CLA": "children looked after",
    "EHCP": "education, health and care plan", "LSCP": "safeguarding partnership",
}  # fmt: skip


def councils(root: Path) -> Known:
    """What is known of the project in its newest quarter."""
    write_catalogue(
        root,
        {name: (_FOLDER / f"{name}.toml").read_text("utf-8") for name in ("sources", "demand")},
    )
    with (root / "project.toml").open("a", encoding="utf-8") as settings:
        for short, long in _SHORT.items():
            settings.write(f'[[abbreviation]]\nshort = "{short}"\nlong = "{long}"\n')
    files = {path.name: path.read_text("utf-8") for path in _FOLDER.glob("figures_*.csv")}
    write_drop(root, _QUARTER, files)
    return compute(DropReader(Project(root)), parse_quarter(_QUARTER))

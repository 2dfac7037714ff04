"""A module imports only from those above it, and the statistics import none of the package."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = "cypt_analysis"
FOLDER = Path(__file__).resolve().parent.parent / PACKAGE

# From the raw files down to the command line: each may use those above it, none those below.
# Modules that are not here may stand anywhere, so long as nothing goes round in a circle.
ORDER = [
    "quarter", "findings", "safe_text", "project", "catalogue", "printing", "cells", "shapes", "raw_files",
    "drop_info", "ingest",
    "observations", "changes", "verdicts", "signals", "exception_rules", "facts", "tables",
    "commentary", "claim", "review", "known", "narrative", "wording", "sentences", "at_a_glance",
    "headlines", "claims", "processed", "indicator_tables", "charts", "block", "section", "forking", "kernels", "executors", "engine", "notebooks", "edition", "report", "pipeline", "cli", "__main__",
]  # fmt: skip


def _room(path: Path) -> str:
    return path.relative_to(FOLDER).parts[0].removesuffix(".py")


def _imported(path: Path) -> set[str]:
    """The package's modules that a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names if name.name.split(".")[0] == PACKAGE}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written out from {PACKAGE}"
            if node.module == PACKAGE:
                found |= {f"{PACKAGE}.{name.name}" for name in node.names}
            elif node.module and node.module.split(".")[0] == PACKAGE:
                found.add(node.module)
    return found


def _rooms_of(modules: set[str]) -> set[str]:
    rooms = {module.split(".")[1] for module in modules if "." in module}
    # `from cypt_analysis import __version__` names no room.
    return {room for room in rooms if (FOLDER / room).is_dir() or (FOLDER / f"{room}.py").is_file()}


FILES = sorted(
    path for path in FOLDER.rglob("*.py") if path.name != "__init__.py" or path.parent != FOLDER
)
GRAPH: dict[str, set[str]] = {}
for _path in FILES:
    GRAPH.setdefault(_room(_path), set()).update(_rooms_of(_imported(_path)) - {_room(_path)})


def test_the_package_is_read() -> None:
    assert {"quarter", "catalogue", "ingest", "facts", "processed", "statistics"} <= set(GRAPH)
    assert "catalogue" in GRAPH["ingest"]


@pytest.mark.parametrize("room", [room for room in ORDER if room in GRAPH])
def test_a_module_imports_only_from_those_above_it(room: str) -> None:
    above = set(ORDER[: ORDER.index(room)])
    wrong = {other for other in GRAPH[room] if other in ORDER} - above
    assert not wrong, f"{room} imports {sorted(wrong)}, which stand below it"


def test_no_imports_go_round_in_a_circle() -> None:
    assert len(list(TopologicalSorter(GRAPH).static_order())) >= len(GRAPH)


def test_the_statistics_import_none_of_the_package() -> None:
    assert GRAPH["statistics"] == set()


@pytest.mark.parametrize("room", ["quarter", "tables"])
def test_what_imports_nothing_of_the_package(room: str) -> None:
    assert GRAPH[room] <= {"printing"}


@pytest.mark.parametrize("library", ["matplotlib", "seaborn", "pandera"])
def test_statistics_are_functions_on_numbers(library: str) -> None:
    for path in FILES:
        if _room(path) == "statistics":
            text = path.read_text(encoding="utf-8")
            assert f"import {library}" not in text, path
            assert f"from {library}" not in text, path


def test_only_the_catalogue_knows_the_indicators(catalogue: object) -> None:
    """Adding an indicator of a known kind touches no Python: none names one."""
    ids = {"looked_after", "child_protection", "breastfeeding", "persistent_absence", "neet"}
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in docstrings:
                assert node.value not in ids, f"{path}:{node.lineno} names {node.value}"

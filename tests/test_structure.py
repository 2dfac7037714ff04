"""A room imports only from those above it, and the statistics import none of the package."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

PACKAGE = "cypt_analysis"
FOLDER = Path(__file__).resolve().parent.parent / PACKAGE

# From what is received down to the command line: each room uses those above it, none below.
ORDER = [
    "ground", "statistics", "runs", "library", "catalogue", "readers", "drops", "observations", "judgement",
    "facts", "disclosure", "known", "words", "claims", "charts", "processed", "pieces", "page", "exports", "gate",
    "report", "tasks", "pipeline", "cycle", "cli", "__main__",
]  # fmt: skip


def _room(path: Path) -> str:
    return path.relative_to(FOLDER).parts[0].removesuffix(".py")


def _module(path: Path) -> str:
    parts = path.relative_to(FOLDER.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(path: Path) -> set[str]:
    """The package's modules that a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names if name.name.split(".")[0] == PACKAGE}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written out from {PACKAGE}"
            if (node.module or "").split(".")[0] != PACKAGE:
                continue
            whole = {f"{node.module}.{name.name}" for name in node.names}
            found |= {each for each in whole if each in MODULES} or {str(node.module)}
    return found


FILES = sorted(path for path in FOLDER.rglob("*.py") if path != FOLDER / "__init__.py")
MODULES = {_module(path) for path in FILES}


@cache
def _graph() -> dict[str, set[str]]:
    """What each module imports of the package."""
    return {_module(path): _imported(path) - {PACKAGE} for path in FILES}


@cache
def _arrows() -> dict[str, set[str]]:
    """From which other rooms each room imports."""
    arrows: dict[str, set[str]] = {}
    for path in FILES:
        rooms = {name.split(".")[1] for name in _graph()[_module(path)]}
        arrows.setdefault(_room(path), set()).update(rooms - {_room(path)})
    return arrows


def test_every_room_has_its_place() -> None:
    assert set(_arrows()) == set(ORDER)


def test_they_are_listed_in_that_order_where_contributors_read() -> None:
    text = (FOLDER.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert re.findall(r"^cypt_analysis/(\w+)", text, re.MULTILINE) == ORDER[:-1]


@pytest.mark.parametrize("room", ORDER)
def test_a_room_imports_only_from_those_above_it(room: str) -> None:
    below = _arrows()[room] - set(ORDER[: ORDER.index(room)])
    assert not below, f"{room} imports {sorted(below)}, which stand below it"


def test_the_statistics_import_none_of_the_package() -> None:
    assert _arrows()["statistics"] == set()


def test_no_two_modules_import_each_other_round_a_circle() -> None:
    done: set[str] = set()

    def follow(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, f"a circle: {' → '.join((*way, name))}"
        if name not in done:
            for each in _graph().get(name, ()):
                follow(each, (*way, name))
            done.add(name)

    for module in sorted(_graph()):
        follow(module, ())


def _periods_told(path: Path) -> set[int]:
    """The lines on which a file turns a period that it has parsed into words."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parsed = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _is_parsed(node.value, set())
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return {
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("label", "short_label")
        if _is_parsed(node.value, parsed)
    }


def _is_parsed(value: ast.expr, parsed: set[str]) -> bool:
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id == "parse_period"
    return isinstance(value, ast.Name) and value.id in parsed


# Where periods are no figure's: what comes before observations, and texts that are read.
_NO_FIGURES = {*ORDER[: ORDER.index("observations")], "claims"}


def test_only_a_span_turns_the_dates_of_a_figure_into_words() -> None:
    """A figure covers more than the period it is named after: a year to date, a rolling year."""
    told = {
        str(path.relative_to(FOLDER)): lines
        for path in FILES
        if _room(path) not in _NO_FIGURES and (lines := _periods_told(path))
    }
    assert not told, f"ask observations.spans instead: {told}"


@pytest.mark.parametrize("room", [path.parent.name for path in FOLDER.glob("*/__init__.py")])
def test_each_room_says_what_it_is(room: str) -> None:
    text = ast.get_docstring(ast.parse((FOLDER / room / "__init__.py").read_text("utf-8")))
    assert text and text.split("\n")[0].endswith("."), f"{room}/__init__.py says nothing"


def test_every_example_is_one_that_runs() -> None:
    """One that is skipped goes on telling of a call that nobody can make any more."""
    assert [
        str(path) for path in FILES if "doctest: +SKIP" in path.read_text(encoding="utf-8")
    ] == []


@pytest.mark.parametrize("library", ["matplotlib", "seaborn", "pydantic"])
def test_statistics_are_functions_on_numbers(library: str) -> None:
    for path in (FOLDER / "statistics").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert f"import {library}" not in text, path
        assert f"from {library}" not in text, path

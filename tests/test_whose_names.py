"""No name or word of this project stands in the package: other authorities use it too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.own_names import ENGLISH, PACKAGE, SHARED, names, telling, told

# The library holds what all authorities share, each of them by name.
LIBRARY = PACKAGE / "library" / "england"
DATA = [
    p for p in PACKAGE.rglob("*")
    if p.is_file() and p.suffix not in (".py", ".pyc") and LIBRARY not in p.parents
]  # fmt: skip
CODE = sorted(PACKAGE.rglob("*.py"))


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a data file, or the texts of a module; its docstrings are examples."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield from enumerate(text.splitlines(), start=1)
        return
    tree = ast.parse(text)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body and isinstance(node.body[0], ast.Expr)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def test_the_names_are_those_of_the_project() -> None:
    """What the search rests on: a name of each kind is among those looked for."""
    found = telling()
    for name in (
        "Brighton & Hove", "brighton", "hove", "CYPT", "CYPT Performance Improvement Report",
        "E06000043", "risk_management", "Looked after children", "Just 54", "NEET", "RIDDOR", "Reading",
        "Bristol", "varndean", "Varndean School", "slips, trips and falls", "secondary", "schools",
        "outline_review", "connexions", "health_and_safety",
    ):  # fmt: skip
        assert name in found, name


@pytest.mark.parametrize("path", [*CODE, *DATA], ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_name_of_the_project_stands_in_the_package(path: Path) -> None:
    found = [f"{path.name}:{line} {name!r}" for line, text in _texts(path) for name in told(text)]
    assert not found


def test_what_is_let_through_is_needed() -> None:
    """An exception that no longer excuses anything goes."""
    every = {name.casefold() for name in names()}
    assert set(SHARED) <= every
    texts = "\n".join(text for path in [*CODE, *DATA] for _, text in _texts(path)).casefold()
    words = set(" ".join(ENGLISH.values()).split()) | set(SHARED)
    assert [word for word in words if word not in texts] == []

"""A small report, built once from notebooks written by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.known import Known
from cypt_analysis.page import build_page

from .sample import write_notebooks


@pytest.fixture(scope="session")
def page(known_q2: Known, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("notebooks")
    return build_page(known_q2, write_notebooks(folder, known_q2))


@pytest.fixture(scope="session")
def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "lxml")


@pytest.fixture
def notebooks(tmp_path: Path, known_q2: Known, catalogue: Catalogue) -> dict[str, Path]:
    """Notebooks that a test may spoil, by name."""
    return {path.stem: path for path in write_notebooks(tmp_path, known_q2)}


@pytest.fixture
def build(known_q2: Known, catalogue: Catalogue, notebooks: dict[str, Path]) -> Callable[[], str]:
    """Builds the page from the notebooks as they now stand."""
    return lambda: build_page(known_q2, list(notebooks.values()))

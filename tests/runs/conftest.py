"""What the tests of running share."""

from __future__ import annotations

import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from cypt_analysis.runs import notebooks


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell that sleeps is given a second; any other all the time that a busy machine takes."""

    def seconds(client: NotebookClient, cell: NotebookNode | None) -> int | None:
        return 1 if cell is not None and "sleep(600)" in cell.source else None

    monkeypatch.setattr(notebooks, "CELL_TIMEOUT", 1)
    monkeypatch.setattr(NotebookClient, "_get_timeout", seconds)

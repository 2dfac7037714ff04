"""How papermill executes here: as ever, but a notebook is written once, when it has ended."""

from __future__ import annotations

import logging
from typing import Any

from nbformat import NotebookNode
from papermill.engines import NBClientEngine, papermill_engines
from papermill.iorw import write_ipynb

# The name of `Engine` among those of papermill.
ENGINE = "cypt"


class Engine(NBClientEngine):
    """papermill's own engine, which keeps a notebook when it has ended instead of at each cell."""

    @classmethod
    def execute_notebook(
        cls, nb: NotebookNode, kernel_name: str, output_path: str, **kwargs: Any
    ) -> NotebookNode:
        """Execute a notebook and return it; papermill writes it, or this where that fails."""
        try:
            return super().execute_notebook(nb, kernel_name, **kwargs)
        except BaseException:
            write_ipynb(nb, output_path)
            raise


papermill_engines.register(ENGINE, Engine)
# What papermill logs of a failure is told by a message of our own.
logging.getLogger("papermill").addHandler(logging.NullHandler())

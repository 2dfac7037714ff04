"""Execute a quarter's notebooks with papermill; a failure stops with a message, not a page."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import closing
from contextvars import Context
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cypt_analysis.ground.edition import ABOUT, EDITION
from cypt_analysis.ground.findings import UserError, did_you_mean, list_words
from cypt_analysis.ground.machine import found_of, read_file
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.stored import Stored
from cypt_analysis.runs.executors import ended
from cypt_analysis.runs.failing import PARAMETER, failed, last_lines

if TYPE_CHECKING:
    from nbformat import NotebookNode

KERNEL, LANGUAGE = "python3", "python"
# The tag of cells that the Board's page leaves out.
DETAIL = "detail"
# A cell takes about a second, and many times that on a machine with much to do.
CELL_TIMEOUT = 300
START_TIMEOUT = 300
# A kernel that is told to stop in the midst of a cell would print its own traceback; nobody asks
# for its history; and no file of the project's folder may hide a module that a cell means.
_ARGUMENTS = [
    "--log-level=CRITICAL",
    "--HistoryManager.enabled=False",
    "--InteractiveShellApp.ignore_cwd=True",
]
# How often a kernel is started whose ports another process took before it had bound them.
_STARTS = 3
_DIED = "The kernel died. Was memory short, or was the process ended?"
_NUMBERED = re.compile(r"\d+_", re.ASCII)


@dataclass(frozen=True)
class Handed:
    """What a notebook is handed of a quarter, and where in the store what it shows of it is.

    For an ``edition`` it sees its figures alone, and what only an analyst looks at is left out.
    Where it is ``about`` some indicators, it is handed no words on others.
    """

    edition: str = ""
    about: tuple[str, ...] | None = None
    stored: Stored = field(default_factory=Stored)

    @property
    def told(self) -> dict[str, str]:
        """What its kernel finds in the environment."""
        return {EDITION: self.edition, ABOUT: "" if self.about is None else json.dumps(self.about)}


def find_notebooks(project: Project) -> list[Path]:
    """The project's notebooks in the order of the report: those that begin with a number.

    Raises UserError when there are none, and when two of them have the same section.
    """
    named = [path for path in project.notebooks.glob("*.ipynb") if _NUMBERED.match(path.name)]
    found = sorted(named, key=lambda path: (int(path.name.partition("_")[0]), path.name))
    if not found:
        raise UserError(
            f"{project.relative(project.notebooks)} has no notebook like 0_summary.ipynb."
        )
    _refuse_copies(project, found)
    return found


def _refuse_copies(project: Project, notebooks: list[Path]) -> None:
    """Two notebooks with one section are a copy left behind; the page has room for one."""
    first: dict[str, Path] = {}
    for notebook in notebooks:
        for section in _sections_of(notebook):
            earlier = first.setdefault(section, notebook)
            if earlier != notebook:
                raise UserError(
                    f"{project.relative(earlier)} and {project.relative(notebook)} both hold the "
                    f"section '{section}': take one out, or let the name of a copy begin with a "
                    "letter."
                )


def _sections_of(notebook: Path) -> list[str]:
    """The sections that a notebook's Markdown cells open; none where it cannot be read."""
    try:
        cells = json.loads(read_file(notebook))["cells"]
        words = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [name for text in words for name in re.findall(r"^## +(.+?) *$", text, re.MULTILINE)]


def execute(
    executor: Executor,
    project: Project,
    quarter: Quarter,
    folder: Path,
    done: Callable[[str], None] = lambda name: None,
    handed: Callable[[Path], Handed] = lambda notebook: Handed(),
) -> list[Path]:
    """Execute every notebook for a quarter into a folder; returns the executed ones in order.

    Each is a task for the executor; ``done`` is told each notebook's name when it has ended.
    Raises UserError for a notebook that does not take the quarter, and for a cell that fails,
    hangs or loses its kernel.
    """
    notebooks = find_notebooks(project)
    given = {each: handed(each) for each in notebooks}
    # The longest first: then none is left to run alone at the end.
    left = [
        each for each in sorted(notebooks, key=lambda path: -path.stat().st_size)
        if not given[each].stored.taken([folder / each.name])
    ]  # fmt: skip
    for notebook in (each for each in notebooks if each in left):
        _require_parameter(project, notebook)
    futures = {
        each: executor.submit(
            execute_one, project, each, folder / each.name, quarter, handed=given[each]
        )
        for each in left
    }
    with ended(futures.values()):
        for notebook in notebooks:
            if notebook in futures:
                futures[notebook].result()
            done(notebook.stem)
    return [folder / each.name for each in notebooks]


def _require_parameter(project: Project, notebook: Path) -> None:
    """papermill only warns of a parameter that a notebook does not have, and runs the default."""
    from nbformat import ValidationError
    from papermill.iorw import load_notebook_node
    from papermill.translators import papermill_translators
    from papermill.utils import find_first_tagged_cell_index

    try:
        read_file(notebook)  # papermill would wait for a pipe.
        book = load_notebook_node(str(notebook))
        place = find_first_tagged_cell_index(book, "parameters")
        # papermill.inspect_notebook would ask the notebook for its kernel, which is always ours.
        read = papermill_translators.find_translator(KERNEL, LANGUAGE).inspect
        names = [found.name for found in read(book.cells[place])] if place >= 0 else []
    except OSError as error:
        raise UserError(f"{project.relative(notebook)}: {' '.join(found_of(error))}") from None
    except (ValueError, ValidationError, TypeError, AttributeError, KeyError) as error:
        told = str(error).rstrip(".") or type(error).__name__
        raise UserError(
            f"{project.relative(notebook)} cannot be read as a notebook: {told}."
        ) from None
    if names != [PARAMETER]:
        shown = list_words([f"'{name}'" for name in names]) or "nothing"
        hint = did_you_mean(names[0], [PARAMETER]) if len(names) == 1 else ""
        raise UserError(
            f"{project.relative(notebook)} takes {shown}, but must take '{PARAMETER}' alone: one "
            f"cell tagged 'parameters' that sets it.{hint}"
        )


def execute_one(
    project: Project,
    notebook: Path,
    target: Path,
    quarter: Quarter,
    warm: bool = True,
    handed: Handed | None = None,
) -> None:
    """Execute one notebook for a quarter; a task of plain arguments, for any executor.

    ``warm`` forks its kernel where that is possible. What the store holds of it is taken. Raises
    UserError for a cell that fails, hangs or loses its kernel.
    """
    handed = handed or Handed()
    begun = partial(_execute, project, notebook, target, quarter, (warm, handed))
    handed.stored.once([target], begun)


def _execute(
    project: Project, notebook: Path, target: Path, quarter: Quarter, kernel: tuple[bool, Handed]
) -> None:
    from nbclient.exceptions import CellTimeoutError
    from papermill.exceptions import PapermillExecutionError
    from zmq import ZMQError

    from cypt_analysis.runs.kernels import last_words

    shown = project.relative(notebook)
    try:
        # jupyter_client keeps its event loop in a context variable, and contexts are handed on
        # between threads: in one of its own, no other notebook can be on the same loop.
        chosen = _for_the_board(notebook, target) if kernel[1].edition else notebook
        asked = (project, chosen, target, quarter, kernel)
        _started(lambda: Context().run(_papermill, *asked))
    except PapermillExecutionError as error:
        lines = last_lines(error.traceback) or [f"{error.ename}: {error.evalue}"]
        raise failed(shown, target, quarter, lines) from None
    except CellTimeoutError:
        lines = [f"The cell did not end within {CELL_TIMEOUT} seconds."]
        raise failed(shown, target, quarter, lines) from None
    except RuntimeError as error:
        # DeadKernelError is one, too.
        died = str(error).startswith("Kernel died")
        lines = [_DIED if died else f"The kernel does not answer: {error}", *last_words(error)]
        raise failed(shown, target, quarter, lines) from None
    except ZMQError as error:
        # What an operating system refuses, of which this is not one.
        raise OSError(error.errno, error.strerror) from None
    _tidy(target)


def _started(run: Callable[[], None]) -> None:
    """Run, and begin again where the kernel died before it had said a word."""
    for left in reversed(range(_STARTS)):
        try:
            return run()
        except RuntimeError as error:
            if not (left and str(error).startswith("Kernel died before replying")):
                raise
    return None


def _papermill(
    project: Project, notebook: Path, target: Path, quarter: Quarter, kernel: tuple[bool, Handed]
) -> None:
    from jupyter_core.utils import ensure_event_loop
    from papermill import execute_notebook

    from cypt_analysis.runs.engine import ENGINE
    from cypt_analysis.runs.kernels import Manager, settings

    # The loop that jupyter_client makes where there is none yet, it leaves open.
    loop, (warm, handed) = ensure_event_loop(prefer_selector_loop=True), kernel
    with closing(loop), settings(warm, handed.told) as config:
        execute_notebook(
            _literal(notebook), _literal(target), parameters={PARAMETER: str(quarter)},
            kernel_name=KERNEL, language=LANGUAGE, engine_name=ENGINE, kernel_manager_class=Manager,
            config=config, extra_arguments=_ARGUMENTS, progress_bar=False,
            log_output=False, start_timeout=START_TIMEOUT, execution_timeout=CELL_TIMEOUT,
            # papermill's own `cwd` is that of the process, where other threads work too.
            resources={"metadata": {"path": str(project.root)}},
        )  # fmt: skip


def _for_the_board(notebook: Path, target: Path) -> Path:
    """A copy, in the target's place, without the cells that only show an analyst something."""
    from nbformat import read, writes

    book = read(notebook, as_version=4)
    book.cells = [cell for cell in book.cells if not _only_shows_detail(cell)]
    target.write_text(writes(book) + "\n", encoding="utf-8", newline="\n")
    return target


def _only_shows_detail(cell: NotebookNode) -> bool:
    """Whether a cell is an analyst's and binds no name that a later one could use."""
    if cell.cell_type != "code" or DETAIL not in cell.metadata.get("tags", ()):
        return False
    try:
        return all(isinstance(line, ast.Expr) for line in ast.parse(cell.source).body)
    except SyntaxError:
        return False


def _literal(path: Path) -> str:
    """A path whose braces papermill does not take for parameters."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _tidy(path: Path) -> None:
    """Take out what differs from run to run: times, paths and random ids."""
    from nbformat import read, writes

    notebook = read(path, as_version=4)
    notebook.metadata.pop("papermill", None)
    for number, cell in enumerate(notebook.cells):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        cell["id"] = f"cell-{number:03d}"
    path.write_text(writes(notebook) + "\n", encoding="utf-8", newline="\n")

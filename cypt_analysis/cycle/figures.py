"""Published figures that the library carries, as files of a drop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.cycle.records import csv_text
from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.replacing import write_whole
from cypt_analysis.library.entries import sources, sources_reading
from cypt_analysis.library.figures import figures_of, published


def bring_figures(folder: Path, names: Iterable[str], cut_off: date) -> list[Path]:
    """The library's figures of sources as files of a drop, of the periods that had ended by a day.

    What the drop has already stays. The files that were written.
    """
    written = []
    for name in names:
        path = folder / f"{name}.csv"
        if name not in published() or path.exists():
            continue
        kept = [row for row in figures_of(name) if parse_period(row["period"]).end <= cut_off]
        if kept:
            write_whole(path, csv_text(kept[0], (row.values() for row in kept)))
            written.append(path)
    return written


def to_bring(names: Sequence[str], shared: Path | None) -> list[str]:
    """Of some sources those that a first drop needs figures of: all without a ``shared`` folder.

    With one, those that rates are worked out with and that it has no file of, unless it is empty.
    """
    if shared is None:
        return list(names)
    files = [path.name for path in shared.iterdir()] if shared.is_dir() else []
    has = {*files, *(f"{source}.csv" for name in files for source in sources_reading(name))}
    joined = [name for name in names if sources()[name].get("role") == Role.JOINED]
    return [name for name in joined if files and f"{name}.csv" not in has]

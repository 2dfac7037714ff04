"""The result of a saved query, taken once: a file like any other, with where it came from beside.

A report never connects: what was pulled into a drop is read from there, today and in five years.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cypt_analysis.ground.findings import UserError
from cypt_analysis.readers.grids import cell_text

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

# The variable of the environment that names the database: an address with a password belongs in
# no file of the project.
DATABASE = "CYPT_DATABASE"
# How the name of the note beside a pulled file ends.
NOTE = ".query.txt"
_AT_ONCE = 5_000
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_TEXT = re.compile(r"'(?:[^']|'')*'")


@dataclass(frozen=True)
class Pulled:
    """What a query gave: the file, its rows, and the note that says where it came from."""

    path: Path
    note: Path
    rows: int


def note_of(path: Path) -> Path:
    """The note beside a pulled file."""
    return path.with_suffix(NOTE)


def pull(query: Path, path: Path, address: str | None = None, *, again: bool = False) -> Pulled:
    """Run a saved query and keep its result as a CSV that nobody changes by accident.

    ``address`` is an address of SQLAlchemy's (``postgresql+psycopg://reader@server/cases``), by
    default that of the environment's CYPT_DATABASE. Nothing is written unless the whole result
    has come. Raises UserError with a sentence where the query is no question, the database cannot
    be reached or refuses, or the file is there already and ``again`` is not set.
    """
    statement = _question(query)
    address = address or os.environ.get(DATABASE, "")
    if not address:
        raise UserError(
            f"No database is named. Set {DATABASE} to its address, like "
            "postgresql+psycopg://reader@server/cases."
        )
    if path.exists() and not again:
        raise UserError(f"{path.name} is there already. Pull it again with --again.")
    engine = _engine(address)
    try:
        return _keep(engine, statement, query, path)
    finally:
        engine.dispose()


def _question(query: Path) -> str:
    """The statement of a file, if it is one that only asks."""
    try:
        statement = query.read_text(encoding="utf-8-sig").strip().rstrip(";").strip()
    except (OSError, UnicodeDecodeError):
        raise UserError(f"{query} cannot be read as text in UTF-8.") from None
    bare = _TEXT.sub("''", _COMMENT.sub(" ", statement)).strip()
    if not re.match(r"(?:select|with)\b", bare, re.IGNORECASE):
        raise UserError(f"{query.name} does not begin with SELECT or WITH. A pull only asks.")
    if ";" in bare:
        raise UserError(f"{query.name} holds more than one statement. Keep one in a file.")
    return statement


def _engine(address: str) -> Engine:
    try:
        from sqlalchemy import create_engine
        from sqlalchemy.exc import ArgumentError, NoSuchModuleError
    except ImportError:
        raise UserError("cypt pull needs SQLAlchemy: pip install 'cypt-analysis[sql]'.") from None
    try:
        return create_engine(address)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        raise UserError(
            f"{DATABASE} does not name a database that can be reached from here: {reason}. Write "
            "it like postgresql+psycopg://reader@server/cases, and install that driver."
        ) from None


def _keep(engine: Engine, statement: str, query: Path, path: Path) -> Pulled:
    from sqlalchemy.exc import SQLAlchemyError

    aside, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(aside, "w", encoding="utf-8", newline="") as file:
            try:
                with engine.connect() as connection:
                    rows = _written(_only_reading(connection), statement, csv.writer(file))
            except SQLAlchemyError as error:
                raise UserError(_refused(engine, query, error)) from None
        note = note_of(path)
        told = _told(engine, statement, query, rows, Path(name))
        for each in (path, note):
            each.unlink(missing_ok=True)
        note.write_text(told, encoding="utf-8")
        Path(name).chmod(0o444)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    return Pulled(path, note, rows)


def _only_reading(connection: Connection) -> Connection:
    options: dict[str, Any] = {"stream_results": True, "max_row_buffer": _AT_ONCE}
    if connection.dialect.name == "postgresql":
        options["postgresql_readonly"] = True
    return connection.execution_options(**options)


def _written(connection: Connection, statement: str, writer: Any) -> int:
    # As it stands: no colon or percent sign of it is a parameter.
    result = connection.exec_driver_sql(statement)
    writer.writerow(result.keys())
    rows = 0
    for part in result.partitions(_AT_ONCE):
        writer.writerows(_texts(row) for row in part)
        rows += len(part)
    return rows


def _texts(row: Iterable[object]) -> list[str]:
    return [cell_text(value) for value in row]


def _refused(engine: Engine, query: Path, error: Exception) -> str:
    cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0].rstrip(".")
    return (
        f"{query.name} was not answered by {engine.url.render_as_string(hide_password=True)}: "
        f"{cause}. Nothing was written."
    )


def _told(engine: Engine, statement: str, query: Path, rows: int, result: Path) -> str:
    digest = hashlib.sha256(result.read_bytes()).hexdigest()
    lines = {
        "query": query.name,
        "server": engine.url.render_as_string(hide_password=True),
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "rows": str(rows),
        "sha256": digest,
    }
    head = "\n".join(f"{name}: {value}" for name, value in lines.items())
    return f"{head}\n\n{statement}\n"

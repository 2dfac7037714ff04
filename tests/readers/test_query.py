"""A saved query runs once and leaves a file like any other: on SQLite, and on a real PostgreSQL."""

from __future__ import annotations

import csv
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cypt_analysis.ground.findings import UserError
from cypt_analysis.readers.query import note_of, pull

_ROWS = [("2025-26-Q1", 170, "St Mary’s; 100%"), ("2025-26-Q2", None, "a:b")]
_QUERY = "-- counts; by quarter\nSELECT period, referrals, note FROM referrals ORDER BY period;\n"


@pytest.fixture
def query(tmp_path: Path) -> Path:
    path = tmp_path / "referrals.sql"
    path.write_text(_QUERY, encoding="utf-8")
    return path


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    path = tmp_path / "cases.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE referrals (period TEXT, referrals INTEGER, note TEXT)")
        database.executemany("INSERT INTO referrals VALUES (?, ?, ?)", _ROWS)
    return f"sqlite:///{path}"


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A PostgreSQL of the test's own, by a socket in a private folder; as no root, as it asks."""
    # Debian keeps the server's programs off the path.
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    path = os.pathsep.join([os.environ["PATH"], *map(str, kept)])
    if shutil.which("initdb", path=path) is None or os.name != "posix":
        pytest.skip("no PostgreSQL on this machine")
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="pg") as folder:
        # PostgreSQL refuses to run as root.
        root = os.getuid() == 0
        if root:
            shutil.chown(folder, "postgres")
        data = f"{folder}/data"

        def run(*command: str) -> None:
            user = "postgres" if root else None
            program = shutil.which(command[0], path=path) or command[0]
            subprocess.run([program, *command[1:]], user=user, check=True, capture_output=True)

        run("initdb", "--no-sync", "-D", data, "-U", "reader", "-A", "trust")
        options = f"-k {folder} -c listen_addresses=''"
        run("pg_ctl", "-D", data, "-w", "-t", "600", "-o", options, "-l", f"{folder}/log", "start")
        try:
            yield f"postgresql+psycopg://reader@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


_EXPECTED = [
    ["period", "referrals", "note"], ["2025-26-Q1", "170", "St Mary’s; 100%"],
    ["2025-26-Q2", "", "a:b"],
]  # fmt: skip


def test_the_result_is_kept_with_where_it_came_from(
    query: Path, sqlite: str, tmp_path: Path
) -> None:
    pulled = pull(query, tmp_path / "referrals.csv", sqlite)
    assert _rows(pulled.path) == _EXPECTED
    assert pulled.rows == 2
    note = note_of(pulled.path).read_text(encoding="utf-8")
    assert "query: referrals.sql" in note
    assert "rows: 2" in note
    assert "SELECT period, referrals, note" in note
    assert pulled.path.stat().st_mode & 0o222 == 0


def test_postgresql_gives_the_same(query: Path, postgres: str, tmp_path: Path) -> None:
    import sqlalchemy

    engine = sqlalchemy.create_engine(postgres)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE referrals (period text, referrals int, note text)")
        connection.exec_driver_sql("CREATE SEQUENCE taken")
        for row in _ROWS:
            connection.exec_driver_sql("INSERT INTO referrals VALUES (%s, %s, %s)", row)
    engine.dispose()
    assert _rows(pull(query, tmp_path / "referrals.csv", postgres).path) == _EXPECTED
    # A function can write under a SELECT; the transaction only reads.
    query.write_text("SELECT nextval('taken')")
    with pytest.raises(UserError, match=r"read-only transaction.*Nothing was written"):
        pull(query, tmp_path / "other.csv", postgres)
    assert not (tmp_path / "other.csv").exists()


def test_a_password_stays_out_of_the_note_and_the_message(query: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        address = f"postgresql+psycopg://reader:secret@127.0.0.1:{port}/cases"
        with pytest.raises(UserError, match="was not answered by") as caught:
            pull(query, tmp_path / "referrals.csv", address)
    assert "secret" not in str(caught.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["referrals.sql"]


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DELETE FROM referrals", "does not begin with SELECT or WITH"),
        ("SELECT 1; DROP TABLE referrals", "more than one statement"),
        ("/* SELECT */ UPDATE referrals SET note = ''", "does not begin with SELECT or WITH"),
        ("SELECT absent FROM nowhere", "no such table: nowhere"),
    ],
)
def test_only_a_question_is_asked(
    query: Path, sqlite: str, tmp_path: Path, statement: str, fault: str
) -> None:
    query.write_text(statement, encoding="utf-8")
    with pytest.raises(UserError, match=fault):
        pull(query, tmp_path / "referrals.csv", sqlite)
    assert not (tmp_path / "referrals.csv").exists()


def test_a_drop_keeps_what_it_received(query: Path, sqlite: str, tmp_path: Path) -> None:
    path = tmp_path / "referrals.csv"
    pull(query, path, sqlite)
    with pytest.raises(UserError, match="is there already"):
        pull(query, path, sqlite)
    assert pull(query, path, sqlite, again=True).rows == 2


def test_without_a_database_it_says_where_to_name_one(
    query: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CYPT_DATABASE", raising=False)
    with pytest.raises(UserError, match="Set CYPT_DATABASE"):
        pull(query, tmp_path / "referrals.csv")
    with pytest.raises(UserError, match="does not name a database"):
        pull(query, tmp_path / "referrals.csv", "nonsense://here")

"""While the lock is held nobody else writes, and everybody reads; other files stay as they are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from workbench.harness.parallel.write_lock import no_writes

WRITE = "INSERT INTO notes VALUES ('a')"
COUNT = "SELECT count(*) FROM notes"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE notes (title TEXT)")
    return path


def test_others_read_and_wait_with_writing(database: Path) -> None:
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as other:
        with no_writes(database):
            assert other.execute(COUNT).fetchone() == (0,)
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute(WRITE)
        other.execute(WRITE)
        assert other.execute(COUNT).fetchone() == (1,)


def test_the_lock_goes_with_an_error(database: Path) -> None:
    with pytest.raises(ConnectionError), no_writes(database):
        raise ConnectionError
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as other:
        other.execute(WRITE)


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    ran = False
    with no_writes(tmp_path / "app.db"):
        ran = True
    assert ran
    assert not any(tmp_path.iterdir())


def test_what_is_no_database_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    path.write_text("no database" * 100)
    with no_writes(path):
        assert path.read_text() == "no database" * 100
    assert path.read_text() == "no database" * 100


def test_a_database_that_stays_locked_is_left_alone(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.harness.parallel.write_lock.WAIT_SECONDS", 0.01)
    with closing(sqlite3.connect(database, isolation_level=None)) as server:
        server.execute("BEGIN IMMEDIATE")
        with no_writes(database):
            server.execute(WRITE)
        server.execute("COMMIT")
        assert server.execute(COUNT).fetchone() == (1,)

"""Holds the write lock of a server's SQLite database while requests reach the server.

Meanwhile the server can read and cannot write. A server that checks and writes in one transaction
waits before it checks; one that checks first has checked all of the requests by the time it may
write, and its mistake shows, whatever the number of cores and their load.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

# The time in which a server reads and checks some requests.
HOLD_SECONDS = 0.1
# The time to wait for a write of the server's own to end.
WAIT_SECONDS = 1.0


@contextmanager
def no_writes(database: Path) -> Iterator[None]:
    """Nobody else writes while the body runs, and `HOLD_SECONDS` longer. Does blocking I/O.

    If the file is not there, is no SQLite database or stays locked, only the body runs.
    """
    connection = _locked(database)
    if connection is None:
        yield
        return
    with closing(connection):
        try:
            yield
            time.sleep(HOLD_SECONDS)
        finally:
            connection.execute("ROLLBACK")


def _locked(database: Path) -> sqlite3.Connection | None:
    try:
        connection = sqlite3.connect(
            f"{database.absolute().as_uri()}?mode=rw", WAIT_SECONDS, uri=True, isolation_level=None
        )
    except sqlite3.OperationalError:
        return None
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.DatabaseError:
        connection.close()
        return None
    return connection

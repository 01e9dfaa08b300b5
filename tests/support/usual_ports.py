"""One test at a time uses, or would take, the ports 8000 and 5173."""

from __future__ import annotations

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def usual_ports() -> Iterator[None]:
    """Waits until no other test, of whichever worker, has them."""
    with (Path(tempfile.gettempdir()) / "stackwright-tests-usual-ports.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

"""Measurements that were made before are not taken for new ones."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.host.folders import make_home

# Of the usual data folder; what was measured before is not looked at.
SHARED = ("toolchains", "tools", "packages")


@contextmanager
def nothing_remembered() -> Iterator[Path]:
    """A data folder without measurements, for as long as the block lasts. Blocks."""
    before = os.environ.get("STACKWRIGHT_HOME")
    with tempfile.TemporaryDirectory(prefix="stackwright-bench-") as name:
        home = Path(name)
        make_home(home, SHARED)
        os.environ["STACKWRIGHT_HOME"] = name
        try:
            yield home
        finally:
            if before is None:
                del os.environ["STACKWRIGHT_HOME"]
            else:
                os.environ["STACKWRIGHT_HOME"] = before

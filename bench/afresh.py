"""Runs without the results that earlier ones cached."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.host.folders import make_home

# What a data folder of its own takes from the usual one: tools and packages, no results.
SHARED = ("toolchains", "tools", "packages")


@contextmanager
def without_cached_results() -> Iterator[Path]:
    """A data folder without cached results, for as long as the block lasts. Does blocking I/O."""
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

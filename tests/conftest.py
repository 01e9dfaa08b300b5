"""Fixtures that every level shares."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from bench import afresh
from tests.support.command import stackwright
from workbench.host.folders import make_home

# Two cores run two toolchains beside these tests: time says nothing here.
settings.register_profile("stackwright", deadline=None)
settings.load_profile("stackwright")

# What took long and passed is measured once on the same files by the same code, not once a worker.
SHARED = (*afresh.SHARED, "measurements")
# They take longest and share nothing: while one worker makes what all share, the other has these.
FIRST = "tests/e2e/test_recorded.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests first, the others in their order."""
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))


@pytest.fixture(scope="session", autouse=True)
def stackwright_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder of our own; toolchains and installed packages are the machine's."""
    home = tmp_path_factory.mktemp("home")
    make_home(home, SHARED)
    patch = pytest.MonkeyPatch()
    patch.setenv("STACKWRIGHT_HOME", str(home))
    (home / "tmp").mkdir()
    patch.setenv("TMPDIR", str(home / "tmp"))
    for variable in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL"):
        patch.delenv(variable, raising=False)
    yield home
    patch.undo()


@pytest.fixture(scope="session")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A verified notes system, built by one worker for all; tests that change it work on a copy."""
    workers = tmp_path_factory.getbasetemp()
    folder = (workers.parent if "PYTEST_XDIST_WORKER" in os.environ else workers) / "shared-notes"
    system = folder / "notes-app"
    folder.mkdir(exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if not system.exists():
            outcome = stackwright(
                "build", "A notes app", "--json", "--out", system.name, cwd=folder
            )
            assert outcome.code == 0, outcome.stdout[-3000:] + outcome.stderr[-2000:]
    return system

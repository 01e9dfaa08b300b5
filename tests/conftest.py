"""Fixtures that every level shares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.e2e.command import stackwright
from workbench.machine.folders import data_folders

# Two cores run two toolchains beside these tests: time says nothing here.
settings.register_profile("stackwright", deadline=None)
settings.load_profile("stackwright")

SHARED = ("toolchains", "tools", "packages")


@pytest.fixture(scope="session", autouse=True)
def stackwright_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder of our own; toolchains and installed packages are the machine's."""
    real = data_folders().home
    home = tmp_path_factory.mktemp("home")
    for name in SHARED:
        (real / name).mkdir(parents=True, exist_ok=True)
        (home / name).symlink_to(real / name)
    patch = pytest.MonkeyPatch()
    patch.setenv("STACKWRIGHT_HOME", str(home))
    for variable in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL"):
        patch.delenv(variable, raising=False)
    yield home
    patch.undo()


@pytest.fixture(scope="session")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A verified notes system; tests that change it work on a copy."""
    folder = tmp_path_factory.mktemp("notes")
    outcome = stackwright("build", "A notes app", "--json", cwd=folder)
    assert outcome.code == 0, outcome.stdout[-3000:] + outcome.stderr[-2000:]
    return Path(outcome.last["out"])

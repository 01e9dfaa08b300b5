"""Fixtures of the tiers that use real tools: a data folder, and systems that tests share."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from multiprocessing import forkserver
from pathlib import Path

import pytest
from filelock import FileLock

from bench import afresh
from tests.support.command import stackwright
from tests.support.plans import NOTES, planned
from tests.support.seeded_faults import ALL, build_variants, write_variants
from tests.support.systems import write_system
from workbench.host.folders import make_home

Made = Callable[[Path], None]
# Fixtures that take a minute or more, of which the workers share one result.
SHARED_AND_SLOW = ("notes_variants", "verified_notes", "subtle_variants")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Moves one test of each slow shared fixture to the front, so that no worker waits for another."""
    first = []
    for fixture in SHARED_AND_SLOW:
        users = (item for item in items if fixture in getattr(item, "fixturenames", ()))
        first += [user for user in users if user not in first][:1]
    items[:] = first + [item for item in items if item not in first]


@pytest.fixture(scope="session")
def stackwright_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder of its own, without results of earlier runs; only tools and packages are shared."""
    forkserver.ensure_running()  # it lives on, and must not look like a process of this data folder
    home = tmp_path_factory.mktemp("home")
    make_home(home, afresh.SHARED)
    patch = pytest.MonkeyPatch()
    patch.setenv("STACKWRIGHT_HOME", str(home))
    (home / "tmp").mkdir()
    patch.setenv("TMPDIR", str(home / "tmp"))
    for variable in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL"):
        patch.delenv(variable, raising=False)
    yield home
    patch.undo()


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this test run share."""
    workers = tmp_path_factory.getbasetemp()
    folder = (workers.parent if "PYTEST_XDIST_WORKER" in os.environ else workers) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


def made_once(folder: Path, make: Made) -> Path:
    """The folder, made by the first worker that needs it; it appears whole."""
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            draft = folder.with_name(folder.name + "-draft")
            shutil.rmtree(draft, ignore_errors=True)  # of a worker that failed to make it
            make(draft)
            draft.rename(folder)
    return folder


@pytest.fixture(scope="session")
def sound_notes(shared_folder: Path, stackwright_home: Path) -> Path:
    """A sound notes system, generated without a build; tests that change it work on a copy."""
    return made_once(
        shared_folder / "sound-notes",
        lambda folder: asyncio.run(write_system(planned(NOTES), folder)),
    )


@pytest.fixture(scope="session")
def notes_variants(sound_notes: Path, shared_folder: Path) -> Path:
    """The sound notes system with every seeded fault in one binary."""

    def make(folder: Path) -> None:
        write_variants(sound_notes, folder, ALL)
        asyncio.run(build_variants(folder))

    return made_once(shared_folder / "notes-variants", make)


@pytest.fixture(scope="session")
def verified_notes(shared_folder: Path, stackwright_home: Path) -> Path:
    """A verified notes system, delivered by a whole build; tests that change it work on a copy."""

    def build(folder: Path) -> None:
        outcome = stackwright(
            "build", NOTES, "--model", "offline", "--json", "--out", folder.name, cwd=folder.parent
        )
        assert outcome.code == 0, outcome.stdout[-3000:] + outcome.stderr[-2000:]

    return made_once(shared_folder / "verified-notes", build)

"""What earlier runs left is bounded; what can go on, works or was delivered stays."""

from __future__ import annotations

import os
import time

import pytest

from workbench.host.folders import data_folders
from workbench.runs.locks import working_on
from workbench.runs.pruning import DAY, WHEN_ASKED, Bounds, prune, sweep
from workbench.runs.records import RECORD_FILE, RunStore
from workbench.runs.working_places import has_working_places, working_places

LONG_AGO = time.time() - 30 * DAY


@pytest.fixture
def store() -> RunStore:
    return RunStore(data_folders().runs)


def run(store: RunStore, number: int, state: str = "finished", **values: object) -> str:
    """A run of this state, with a working copy, that nothing has touched for a month."""
    name = f"20260101-{number:03d}"
    store.open(name, "A notes app")
    store.update(name, state=state, **values)
    working_places(store.folder(name)).work.mkdir()
    os.utime(store.folder(name), (LONG_AGO, LONG_AGO))
    return name


def names(store: RunStore) -> list[str]:
    return [record.id for record in store.all()]


def test_working_copies_of_runs_that_ended_early_go_after_days_the_runs_stay(
    store: RunStore,
) -> None:
    old, works, young = (
        run(store, 1, "interrupted"),
        run(store, 2, "running"),
        run(store, 3, "stopped"),
    )
    os.utime(store.folder(young))
    sweep()
    assert {name: has_working_places(store.folder(name)) for name in names(store)} == {
        old: False,
        works: True,
        young: True,
    }


def test_asked_for_every_working_copy_goes_at_once(store: RunStore) -> None:
    name = run(store, 1, "interrupted")
    os.utime(store.folder(name))
    removed = prune(WHEN_ASKED)
    assert (removed.runs, removed.working_copies) == (0, 1)
    assert removed.size > 0
    assert not has_working_places(store.folder(name))


def test_finished_runs_beyond_the_bound_go_and_unfinished_ones_stay(store: RunStore) -> None:
    stopped = run(store, 0, "stopped")
    finished = [run(store, number) for number in range(1, 6)]
    removed = prune(Bounds(runs=2))
    assert removed.runs == 3
    assert names(store) == [finished[4], finished[3], stopped]


async def test_a_run_that_a_process_works_on_stays(store: RunStore) -> None:
    name = run(store, 1)
    async with working_on(store, name):
        prune(Bounds(runs=0, working_copy_seconds=0))
    assert names(store) == [name]


def test_a_result_that_lies_in_the_runs_folder_stays(store: RunStore) -> None:
    folder = store.folder("20260101-001")
    run(store, 1, out=str(folder / "result"))
    prune(Bounds(runs=0))
    assert names(store) == ["20260101-001"]


def test_damaged_runs_go_only_when_that_is_asked(store: RunStore) -> None:
    folder = store.folder(run(store, 1))
    (folder / RECORD_FILE).write_bytes(b"\xff{")
    os.utime(folder, (LONG_AGO, LONG_AGO))
    sweep()
    assert folder.is_dir()
    assert prune(WHEN_ASKED).runs == 1
    assert not folder.exists()


def test_packages_of_a_dead_install_and_old_ones_go(store: RunStore) -> None:
    packages = data_folders().packages
    dead, alive = packages / f".new-{2**22 + 1}-x", packages / f".new-{os.getpid()}-x"
    old = [packages / f"old{number}" for number in range(3)]
    for folder in (dead, alive, *old, packages / "used"):
        folder.mkdir(parents=True)
    for number, folder in enumerate(old):
        os.utime(folder, (LONG_AGO + number, LONG_AGO + number))
    prune(Bounds(packages=2))
    left = sorted(folder.name for folder in packages.iterdir())
    assert left == sorted([alive.name, "old2", "used"])

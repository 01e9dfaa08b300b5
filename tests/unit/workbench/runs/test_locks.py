"""One process works on a run, and one run delivers into a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.runs.delivery import OccupiedFolder
from workbench.runs.locks import RunBusy, claim_target, working_on
from workbench.runs.records import RunStore


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    found = RunStore(tmp_path / "runs")
    for name in ("r1", "r2"):
        found.open(name, "A notes app")
    return found


async def test_a_run_that_is_worked_on_is_refused_and_free_afterwards(store: RunStore) -> None:
    async with working_on(store, "r1"):
        with pytest.raises(RunBusy, match="another process works on run r1"):
            async with working_on(store, "r1"):
                raise AssertionError
        async with working_on(store, "r2"):
            pass
    async with working_on(store, "r1"):
        pass


@pytest.mark.parametrize("other", ["out", "out/below", ".", "link", "out/../out"])
def test_the_folder_of_a_run_that_works_is_refused(
    other: str, store: RunStore, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "out")
    claim_target(store, "r1", tmp_path / "out")
    with pytest.raises(OccupiedFolder, match="where run r1 will deliver"):
        claim_target(store, "r2", tmp_path / other)


def test_a_folder_beside_it_is_free_and_so_is_its_own(store: RunStore, tmp_path: Path) -> None:
    claim_target(store, "r1", tmp_path / "out")
    claim_target(store, "r2", tmp_path / "out2")
    claim_target(store, "r1", tmp_path / "out")
    assert store.get("r1").target == str(tmp_path / "out")


@pytest.mark.parametrize("state", ["finished", "stopped", "waiting", "interrupted"])
def test_the_folder_of_a_run_that_does_not_work_is_free(
    state: str, store: RunStore, tmp_path: Path
) -> None:
    claim_target(store, "r1", tmp_path / "out")
    store.update("r1", state=state)
    claim_target(store, "r2", tmp_path / "out")
    assert store.get("r2").target == str(tmp_path / "out")

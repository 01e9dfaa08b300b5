"""What an entity may offer beside the usual is generated whole, and passes the gates that prove it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.support.chores import chores
from tests.support.systems import built_context, write_system
from workbench.gates import api_contract, api_walk, backend_tests
from workbench.progress.results import Status
from workbench.scaffold.open_parts import open_parts

# Each fault, where it is put, and a trace that must fail with it.
FAULTS = {
    "a change takes back what it does not name": (
        "room_service",
        "in := stored.Input()",
        "in := domain.RoomInput{Name: &stored.Name}",
        "rooms.changes_in_part",
    ),
    "a clear deletes the chores of everybody": (
        "chore_repository",
        '`DELETE FROM "chores" WHERE "person_id" = ?1`, owner',
        '`DELETE FROM "chores" WHERE "person_id" > ?1`, 0',
        "chores.clear",
    ),
    "a list is sorted by its identifiers": (
        "room_handler",
        'domain.Sorting{Field: "name", Descending: false}',
        'domain.Sorting{Field: "id", Descending: true}',
        "rooms.sorting",
    ),
}


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chores") / "system"
    asyncio.run(write_system(chores(), folder))
    return folder


def test_nothing_is_left_open() -> None:
    assert [open_parts(chores(), part) for part in ("backend", "frontend")] == [[], []]


@pytest.mark.thorough
async def test_the_generated_system_passes(system: Path, tmp_path: Path) -> None:
    context = await built_context(system, tmp_path)
    for gate in (api_contract, api_walk, backend_tests):
        result = await gate.check(context)
        assert result.status is Status.PASSED, result.findings


@pytest.mark.thorough
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_in_it_is_found(fault: str, system: Path, tmp_path: Path) -> None:
    stem, before, after, trace = FAULTS[fault]
    context = await built_context(system, tmp_path, **{stem: (before, after)})
    result = await api_contract.check(context)
    assert trace in {finding.check for finding in result.findings}, result.findings

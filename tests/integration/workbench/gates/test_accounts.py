"""Accounts, ownership and rules over several records: the sound studio passes, each fault is seen."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bench.calibration.seeding import FAULTS, load, seed_fault
from bench.recorded.assembling import folder_of, written_plan
from nodes.workstation import toolchains_of
from tests.support.desk import desk
from tests.support.repairs import repairs
from tests.support.systems import built_context, write_backend_of
from workbench.gates import api_contract, api_durability, api_scenarios, backend_tests
from workbench.harness.log_secrets import secrets_in_log
from workbench.harness.trace_runs import run_steps
from workbench.host.folders import data_folders
from workbench.host.process import Command, run
from workbench.plan.system import Storage
from workbench.progress.results import Status
from workbench.reference.traces import derive_traces
from workbench.scaffold.project import base_files, protected_files

# Seeded fault → the trace that must fail with it.
SEEN_BY = {
    "another's record can be read": "bookings.access.owner",
    "another's records are listed": "bookings.access.owner",
    "the owner is whom the client names": "bookings.access.owner_is_caller",
    "every role may do everything": "lessons.access.role",
    "one operation asks nobody to sign in": "lessons.access.no_token",
    "a client gives itself a role": "accounts.role_is_not_chosen",
    "the digest of the password is told": "accounts.never_disclosed",
    "any password signs in": "accounts.wrong_password",
    "login tells who has an account": "accounts.wrong_password",
    "a token is taken whatever its scheme": "accounts.no_token",
    "a page may not send a token": "lessons.cors.preflight",
    "there is always a place left": "bookings.invariant.places_left.holds",
    "one more than there are places": "bookings.invariant.places_left.holds",
    "places are counted before the transaction": "bookings.invariant.places_left.holds_at_once",
    "the same twice": "bookings.invariant.once_each.holds",
    "closing twice succeeds": "lessons.invariant.closed_once.holds",
    "the count does not follow a cancellation": "bookings.derived.lessons.booked",
}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The studio's sources, neither formatted nor judged, and without a page that could be built."""
    folder = tmp_path_factory.mktemp("studio") / "system"
    plan = written_plan("studio")
    source = folder_of("studio")
    written = {
        path.relative_to(source).as_posix(): path.read_text()
        for path in (source / "backend").rglob("*")
        if path.is_file()
    }
    for path, text in (base_files(plan) | protected_files(plan, "") | written).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


async def test_the_sound_studio_passes(studio: Path, tmp_path: Path) -> None:
    context = await built_context(studio, tmp_path)
    for gate in (api_contract, api_scenarios, api_durability):
        result = await gate.check(context)
        assert result.status is Status.PASSED, result.findings
    assert set(SEEN_BY.values()) <= {trace.id for trace in derive_traces(context.plan)}


@pytest.mark.thorough
async def test_the_scaffold_of_the_same_plan_passes(tmp_path: Path) -> None:
    """Accounts, roles, owners, capacity, uniqueness, a transition and a count, all generated."""
    plan = await asyncio.to_thread(written_plan, "studio")
    system = await asyncio.to_thread(write_backend_of, plan, tmp_path / "system")
    context = await built_context(system, tmp_path)
    for gate in (api_contract, api_durability):
        result = await gate.check(context)
        assert result.status is Status.PASSED, result.findings


@pytest.mark.thorough
@pytest.mark.parametrize("storage", ["sqlite", "memory"])
async def test_staff_see_what_belongs_to_others(storage: str, tmp_path: Path) -> None:
    made = await asyncio.to_thread(desk)
    plan = made.model_copy(update={"storage": Storage(storage)})
    system = await asyncio.to_thread(write_backend_of, plan, tmp_path / "system")
    context = await built_context(system, tmp_path)
    for gate in (api_contract, backend_tests):
        result = await gate.check(context)
        assert result.status is Status.PASSED, result.findings


@pytest.mark.thorough
@pytest.mark.parametrize("storage", ["sqlite", "memory"])
async def test_no_role_may_make_everything_that_a_test_needs(storage: str, tmp_path: Path) -> None:
    """The tests of the scaffold themselves, without the contract: they take seconds."""
    made = await asyncio.to_thread(repairs, lines_stay=storage == "memory")
    plan = made.model_copy(update={"storage": Storage(storage)})
    system = await asyncio.to_thread(write_backend_of, plan, tmp_path / "system")
    toolchains = await toolchains_of(data_folders())
    tests = ("go", "test", "-count=1", "./internal/infrastructure/httpapi")
    finished = await run(Command(tests, system / "backend", toolchains.environment))
    assert finished.ok, finished.output


@pytest.mark.parametrize("name", SEEN_BY)
async def test_a_fault_is_seen(name: str, studio: Path, tmp_path: Path) -> None:
    fault = next(item for item in load(FAULTS) if item.name == name)
    seed_fault(fault, "studio", studio, tmp_path / "faulty")
    context = await built_context(tmp_path / "faulty", tmp_path)
    trace = next(item for item in derive_traces(context.plan) if item.id == SEEN_BY[name])
    finding = await run_steps(context, "api.contract", trace.id, "", trace.entity, trace.steps)
    assert finding is not None, f"{name} was not seen by {trace.id}"
    assert finding.evidence


async def test_the_log_of_the_sound_studio_has_no_secrets(studio: Path, tmp_path: Path) -> None:
    assert await secrets_in_log(await built_context(studio, tmp_path)) == []


async def test_a_token_in_the_log_is_seen(studio: Path, tmp_path: Path) -> None:
    fault = next(item for item in load(FAULTS) if item.name == "the log holds the token")
    seed_fault(fault, "studio", studio, tmp_path / "faulty")
    assert await secrets_in_log(await built_context(tmp_path / "faulty", tmp_path)) == ["a token"]

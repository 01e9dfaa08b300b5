"""Seeded rooms, two accounts of one role, logins with a pattern, places that cancelling frees: as generated."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.practice import practice
from tests.support.systems import built_context, write_backend_of
from workbench.gates import api_contract, api_walk, backend_tests
from workbench.harness.gate import Gate
from workbench.harness.gate_context import GateContext
from workbench.plan.system import Storage
from workbench.progress.results import Status
from workbench.scaffold.open_parts import open_parts

pytestmark = pytest.mark.thorough
GATES = (api_contract.GATE, api_walk.GATE, backend_tests.GATE)


@pytest.fixture(scope="module", params=["sqlite", "memory"])
def context(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> GateContext:
    plan = practice().model_copy(update={"storage": Storage(request.param)})
    system = write_backend_of(plan, tmp_path_factory.mktemp("system"))
    return asyncio.run(built_context(system, tmp_path_factory.mktemp("practice")))


def test_the_scaffold_is_the_whole_system() -> None:
    assert [*open_parts(practice(), "backend"), *open_parts(practice(), "frontend")] == []


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
async def test_the_generated_system_passes(gate: Gate, context: GateContext) -> None:
    result = await gate.check(context)
    assert result.status is Status.PASSED, result.findings

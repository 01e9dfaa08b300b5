"""Records that are seen through another: the generated system passes, and each fault in it is seen."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.support.parts import parts
from tests.support.seeded_faults import (
    SOUND,
    SeededFault,
    build_backend,
    context_of_variant,
    write_variants,
)
from tests.support.systems import write_backend_of
from workbench.gates import api_contract
from workbench.harness.trace_runs import run_steps
from workbench.plan.system import Storage
from workbench.progress.results import Status
from workbench.reference.traces import derive_traces

pytestmark = pytest.mark.thorough
# Each fault, in both storages, and the trace that must fail with it.
FAULTS = {
    "comments.access.part": SeededFault(
        "a list shows comments of other customers' tickets",
        "comment_service",
        "query.SeenBy = commentViewer(caller)",
        "query.SeenBy = 0",
    ),
    "comments.parts": SeededFault(
        "a comment below another's ticket is accepted",
        "comment_service",
        '&& !caller.HasRole("agent") && ticket.Customer != caller.ID',
        "&& ticket.ID == 0",
    ),
    "attachments.access.part": SeededFault(
        "a comment's attachment is read whoever asks",
        "attachment_service",
        "return s.seen(ctx, caller, id)",
        "return s.ports.Attachments.Get(ctx, id)",
    ),
}


@pytest.fixture(scope="module", params=["sqlite", "memory"])
def variants(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The system as the scaffold writes it, with every fault in one binary."""
    plan = parts().model_copy(update={"storage": Storage(request.param)})
    system = write_backend_of(plan, tmp_path_factory.mktemp("system"))
    folder = tmp_path_factory.mktemp("parts") / "variants"
    write_variants(system, folder, FAULTS.values())
    asyncio.run(build_backend(folder))
    return folder


async def test_the_generated_system_passes(variants: Path, tmp_path: Path) -> None:
    result = await api_contract.check(await context_of_variant(variants, SOUND, tmp_path))
    assert result.status is Status.PASSED, result.findings


@pytest.mark.parametrize("trace", FAULTS)
async def test_a_fault_is_seen(trace: str, variants: Path, tmp_path: Path) -> None:
    context = await context_of_variant(variants, FAULTS[trace].name, tmp_path)
    wanted = next(item for item in derive_traces(context.plan) if item.id == trace)
    finding = await run_steps(context, "g", trace, wanted.title, wanted.entity, wanted.steps)
    assert finding is not None, f"{FAULTS[trace].name}: {trace} accepts it"

"""The traces of api.contract accept a sound backend and reject each subtle fault, for its true cause."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.support.fixtures import made_once
from tests.support.seeded_faults import SOUND, build_backend, context_of_variant, write_variants
from tests.support.subtle_faults import SUBTLE, SubtleFault, write_backend
from workbench.harness.gate_context import GateContext
from workbench.harness.trace_runs import run_steps
from workbench.reference.traces import derive_traces

NAMES = [subtle.fault.name for subtle in SUBTLE]


async def rejected(context: GateContext, wanted: str = "") -> set[str]:
    """Ids of the traces, out of all or the one wanted, that the built backend does not pass."""
    found = set()
    for trace in derive_traces(context.plan):
        if wanted in ("", trace.id):
            steps = trace.steps
            finding = await run_steps(context, "g", trace.id, trace.title, trace.entity, steps)
            found |= {trace.id} if finding is not None else set()
    return found


@pytest.fixture(scope="session")
def subtle_variants(
    shared_folder: Path, tmp_path_factory: pytest.TempPathFactory, stackwright_home: Path
) -> Path:
    """A backend as the scaffold writes it, with every fault in one binary."""

    def make(folder: Path) -> None:
        sound = tmp_path_factory.mktemp("sound")
        write_backend(sound)
        write_variants(sound, folder, [subtle.fault for subtle in SUBTLE])
        asyncio.run(build_backend(folder))

    return made_once(shared_folder / "subtle-variants", make)


async def test_a_sound_backend_passes_every_trace(subtle_variants: Path, tmp_path: Path) -> None:
    assert await rejected(await context_of_variant(subtle_variants, SOUND, tmp_path)) == set()


@pytest.mark.parametrize("subtle", SUBTLE, ids=NAMES)
async def test_a_subtle_fault_is_rejected(
    subtle: SubtleFault, subtle_variants: Path, tmp_path: Path
) -> None:
    context = await context_of_variant(subtle_variants, subtle.fault.name, tmp_path)
    assert await rejected(context, subtle.trace) == {subtle.trace}


def test_every_fault_has_a_name_of_its_own() -> None:
    assert len({*NAMES}) == len(NAMES) >= 50

"""api.durability accepts a sound system, and sees a race, a lost write and a bad stop."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.seeded_faults import DURABILITY, SOUND, context_of_variant
from workbench.gates import api_durability
from workbench.harness.gate_context import GateContext
from workbench.host.process import Finished
from workbench.progress.results import GateResult, Status

SEEN = {
    "harmless change": [],
    "other file after a restart": [("durability.kill", "an acknowledged write is gone")],
    "no drain": [("durability.drain", "SIGTERM cuts off an in-flight request")],
    "some updates lost": [("durability.load", "a write was lost or mixed up")],
    "a counter without a lock": [("durability.load", "a data race under load")],
}


async def checked(
    variants: Path, name: str, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> GateResult:
    """The gate on one variant, whose race-detecting binary is built already."""

    async def built(context: GateContext, binary: Path) -> Finished:
        return Finished((str(binary),), 0, "", "", 0.0, timed_out=False)

    monkeypatch.setattr(api_durability, "build_with_race_detector", built)
    return await api_durability.check(await context_of_variant(variants, name, scratch))


async def test_a_sound_system_passes(
    notes_variants: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = await checked(notes_variants, SOUND, tmp_path, monkeypatch)
    assert result.status is Status.PASSED, result.findings
    assert result.passed_checks == tuple(
        f"durability.{step}" for step in ("parallel", "load", "drain", "kill")
    )


@pytest.mark.parametrize("name", [fault.name for fault in DURABILITY])
async def test_a_seeded_fault_is_seen(
    name: str, notes_variants: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = await checked(notes_variants, name, tmp_path, monkeypatch)
    beside = [f for f in result.findings if f.check != "durability.parallel"]
    assert [(f.check, f.message) for f in beside] == SEEN[name]

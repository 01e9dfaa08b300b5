"""api.durability finds no order for the answers of a server that races; a sound one has an order."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.support.concurrent_faults import CONCURRENT, write_backend
from tests.support.seeded_faults import SOUND, build_backend, context_of_variant, write_variants
from workbench.gates import api_durability
from workbench.harness.gate_context import GateContext
from workbench.host.process import Finished
from workbench.progress.results import Finding, GateResult, Status

MESSAGE = "no order of the parallel requests explains their answers"


@pytest.fixture(scope="module")
def variants(tmp_path_factory: pytest.TempPathFactory, stackwright_home: Path) -> Path:
    """The desks' backend with every fault in one binary."""
    sound = tmp_path_factory.mktemp("sound")
    folder = tmp_path_factory.mktemp("concurrent") / "variants"
    write_backend(sound)
    write_variants(sound, folder, CONCURRENT)
    asyncio.run(build_backend(folder))
    return folder


async def checked(
    variants: Path, name: str, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> GateResult:
    """The gate on one variant; the race detector has tests of its own, so that it is left out here."""

    async def built(context: GateContext, binary: Path) -> Finished:
        return Finished((str(binary),), 0, "", "", 0.0, timed_out=False)

    monkeypatch.setattr(api_durability, "build_with_race_detector", built)
    return await api_durability.check(await context_of_variant(variants, name, scratch))


async def test_a_sound_server_passes(
    variants: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = await checked(variants, SOUND, tmp_path, monkeypatch)
    assert result.status is Status.PASSED, result.findings
    assert "durability.parallel" in result.passed_checks


@pytest.mark.parametrize("name", [fault.name for fault in CONCURRENT])
async def test_a_race_is_found(
    name: str, variants: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = await checked(variants, name, tmp_path, monkeypatch)
    found: list[Finding] = [f for f in result.findings if f.check == "durability.parallel"]
    assert [finding.message for finding in found] == [MESSAGE]
    assert found[0].evidence.count("\n> ") >= 2, found[0].evidence

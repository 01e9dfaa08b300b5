"""api.walk accepts a sound system, and shows a fault that needs several requests in a few of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.seeded_faults import SOUND, WALK, SeededFault, context_of_variant
from workbench.gates import api_walk
from workbench.progress.results import Status

FEWEST = 8  # a wrong offset shows once five records are there and one is gone


async def test_a_sound_system_passes(notes_variants: Path, tmp_path: Path) -> None:
    result = await api_walk.check(await context_of_variant(notes_variants, SOUND, tmp_path))
    assert result.status is Status.PASSED, result.findings
    assert result.passed_checks == ("walk:notes",)


@pytest.mark.parametrize("fault", WALK, ids=[fault.name for fault in WALK])
async def test_a_stateful_fault_is_found_and_shortened(
    fault: SeededFault, notes_variants: Path, tmp_path: Path
) -> None:
    context = await context_of_variant(notes_variants, fault.name, tmp_path)
    result = await api_walk.check(context)
    assert result.status is Status.FAILED
    finding = result.findings[0]
    commands = [line for line in finding.evidence.splitlines() if line.startswith("curl ")]
    assert 2 <= len(commands) <= FEWEST, finding.evidence
    assert finding.expected
    assert finding.expected in finding.evidence
    assert finding.actual in finding.evidence

"""api.abuse accepts a sound system, and sees what an attack could do to a careless one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.seeded_faults import ABUSE, SOUND, SeededFault, context_of_variant
from workbench.gates import api_abuse
from workbench.progress.results import Status

CHECKS = ("search", "oversized", "cors", "query", "injection", "slow")


async def test_a_sound_system_passes(notes_variants: Path, tmp_path: Path) -> None:
    result = await api_abuse.check(await context_of_variant(notes_variants, SOUND, tmp_path))
    assert result.status is Status.PASSED, result.findings
    assert len(result.passed_checks) == 14


@pytest.mark.parametrize(
    ("fault", "check"), list(zip(ABUSE, CHECKS, strict=True)), ids=[fault.name for fault in ABUSE]
)
async def test_a_seeded_fault_is_seen(
    fault: SeededFault, check: str, notes_variants: Path, tmp_path: Path
) -> None:
    context = await context_of_variant(notes_variants, fault.name, tmp_path)
    result = await api_abuse.check(context)
    assert f"abuse:notes.{check}" in [finding.check for finding in result.findings]

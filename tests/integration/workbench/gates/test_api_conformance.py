"""api.conformance accepts a sound system, and sees responses that the document does not describe."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.seeded_faults import CONFORMANCE, SOUND, SeededFault, context_of_variant
from workbench.gates import api_conformance
from workbench.progress.results import Status

MESSAGES = (
    "Server error",
    "Response violates schema",
    "Undocumented Content-Type",
    "Undocumented status code",
)


async def test_a_sound_system_passes(notes_variants: Path, tmp_path: Path) -> None:
    result = await api_conformance.check(await context_of_variant(notes_variants, SOUND, tmp_path))
    assert result.status is Status.PASSED, result.findings
    assert len(result.passed_checks) == 5


@pytest.mark.parametrize(
    ("fault", "message"),
    list(zip(CONFORMANCE, MESSAGES, strict=True)),
    ids=[fault.name for fault in CONFORMANCE],
)
async def test_a_seeded_fault_is_seen(
    fault: SeededFault, message: str, notes_variants: Path, tmp_path: Path
) -> None:
    context = await context_of_variant(notes_variants, fault.name, tmp_path)
    result = await api_conformance.check(context)
    assert any(f.message.endswith(message) for f in result.findings), result.findings
    assert any("curl" in finding.evidence for finding in result.findings)

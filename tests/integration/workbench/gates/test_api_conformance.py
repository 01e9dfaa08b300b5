"""api.conformance accepts a sound system, and sees answers that the document does not describe."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.systems import built_context
from workbench.gates import api_conformance
from workbench.progress.results import Status

pytestmark = pytest.mark.slow


async def test_a_sound_system_passes(notes: Path, tmp_path: Path) -> None:
    result = await api_conformance.check(await built_context(notes, tmp_path))
    assert result.status is Status.PASSED, result.findings
    assert len(result.passed_checks) == 5


@pytest.mark.parametrize(
    ("stem", "before", "after", "message"),
    [
        ("request", "if err != nil {\n\t\treturn 0, &requestError", "if err != nil {\n\t\tpanic(err)\n\t}\n\tif err != nil {\n\t\treturn 0, &requestError",
         "Server error"),
        ("note", '`json:"updated_at"`', '`json:"changed_at"`', "Response violates schema"),
        ("problem", '"application/problem+json"', '"text/plain"', "Undocumented Content-Type"),
        ("note_handler", "writeJSON(w, http.StatusOK, note)", "writeJSON(w, 299, note)",
         "Undocumented status code"),
    ],
    ids=["a panic", "a field renamed", "another media type", "another status"],
)  # fmt: skip
async def test_a_planted_fault_is_seen(
    stem: str, before: str, after: str, message: str, notes: Path, tmp_path: Path
) -> None:
    context = await built_context(notes, tmp_path, **{stem: (before, after)})
    result = await api_conformance.check(context)
    assert any(f.message.endswith(message) for f in result.findings), result.findings
    assert any("curl" in finding.evidence for finding in result.findings)

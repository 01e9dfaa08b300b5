"""A rich system, hand-written as a strong model would answer, is built to verified by replay."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.recorded.assembling import assemble, request_of
from stackwright import abuild

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("recorded")]


async def test_the_studio_is_repaired_once_and_verified(tmp_path: Path) -> None:
    recording = assemble("studio", tmp_path / "calls")
    result = await abuild(request_of("studio"), replay=str(recording), out=tmp_path / "studio")
    verdict = result.verdict
    assert result.verified, verdict.summary
    assert verdict.attempts == 2
    assert {item.status for item in verdict.requirements} == {"proven"}
    assert {role: used.calls for role, used in verdict.usage.items()} == {
        "planner": 1, "backend_coder": 1, "frontend_coder": 1, "debugger": 1,
    }  # fmt: skip
    lesson = (tmp_path / "studio/backend/internal/domain/lesson.go").read_text()
    assert "l.Booked >= l.Places" in lesson
    shots = {path.name for path in (tmp_path / "studio/.stackwright/screenshots").iterdir()}
    assert shots >= {"accounts-register.png", "accounts-sign-in.png", "lessons-list.png"}

"""A rich system, hand-written as a strong model would answer: over HTTP, and again by replay."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench.recorded.assembling import assemble, request_of
from stackwright import BuildResult, abuild
from tests.e2e.test_endpoint import files_of
from tests.scripted_endpoint import KEY, Behaviour, Say, ScriptedEndpoint, serving
from workbench.models.journal import NONCE, CallJournal

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("recorded")]

ROLES = {
    "# Planner": "planner",
    "# Backend coder": "backend_coder",
    "# Frontend coder": "frontend_coder",
    "# Debugger": "debugger",
}


def answering_from(recording: CallJournal) -> Callable[[dict[str, Any]], Behaviour]:
    """An endpoint that gives the recorded answers, each to the role that asks."""
    answers = {call.role: call.answer for call in recording.calls()}

    def answer(body: dict[str, Any]) -> Behaviour:
        asked = body["messages"][-1]["content"]
        nonce = re.search(r"<<<begin (\w+) ", asked)
        assert nonce is not None
        return Say(answers[ROLES[asked.partition("\n")[0]]].replace(NONCE, nonce[1]))

    return answer


def is_the_studio(result: BuildResult) -> None:
    """Verified, after the one repair that the first answer needs."""
    assert result.verified, result.verdict.summary
    assert result.verdict.attempts == 2
    assert {item.status for item in result.verdict.requirements} == {"proven"}
    calls = {role: used.calls for role, used in result.verdict.usage.items()}
    assert calls == {"planner": 1, "backend_coder": 1, "frontend_coder": 1, "debugger": 1}
    lesson = (result.out / "backend/internal/domain/lesson.go").read_text()
    assert "l.Booked >= l.Places" in lesson
    shots = {path.name for path in (result.out / ".stackwright/screenshots").iterdir()}
    assert shots >= {"accounts-register.png", "accounts-sign-in.png", "lessons-list.png"}


async def test_the_studio_is_built_over_http_and_replayed_file_for_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = CallJournal(assemble("studio", tmp_path / "written"))
    with serving(ScriptedEndpoint(otherwise=answering_from(written))) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        first = await abuild(
            request_of("studio"), model="openai:scripted", out=tmp_path / "first",
            record=str(tmp_path / "recorded"),
        )  # fmt: skip
    is_the_studio(first)
    assert len(endpoint.requests) == 4

    again = await abuild(
        request_of("studio"), replay=str(tmp_path / "recorded"), out=tmp_path / "again"
    )
    is_the_studio(again)
    assert files_of(tmp_path / "again") == files_of(tmp_path / "first")

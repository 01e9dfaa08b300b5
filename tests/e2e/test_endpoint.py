"""The whole loop over real HTTP: an OpenAI-compatible endpoint in front of a scripted model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stackwright import Event, StackwrightError, abuild, aresume
from tests.support.command import stackwright
from tests.support.deliveries import files_of
from tests.support.scripted_endpoint import (
    KEY,
    Behaviour,
    Say,
    ScriptedEndpoint,
    offline_answer,
    serving,
)
from workbench.evidence.events import FileArriving, ModelCalled, Spend


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedEndpoint]:
    with serving(ScriptedEndpoint()) as served:
        monkeypatch.setenv("OPENAI_BASE_URL", served.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("OPENAI_MODEL", "scripted:7b")
        yield served


@pytest.mark.extended
async def test_a_recorded_run_is_replayed_file_for_file_without_the_endpoint(
    endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    events: list[Event] = []
    first = await abuild(
        "A notes app",
        out=tmp_path / "first",
        storage="memory",
        record=str(tmp_path / "rec"),
        scaffold="off",
        on_event=events.append,
    )
    assert first.verified, first.verdict.summary
    assert first.verdict.model == "openai:scripted:7b"
    planner = first.verdict.usage["planner"]
    assert (planner.calls, planner.input_tokens, planner.output_tokens) == (1, 11, 7)
    assert planner.usd is None, "a price that is not known is not 0"
    arrived = {event.path for event in events if isinstance(event, FileArriving)}
    assert {"backend/cmd/server/main.go", "frontend/src/main.tsx"} <= arrived
    spends = [event for event in events if isinstance(event, Spend)]
    assert spends[-1].tokens == 18 * 3
    assert spends[-1].budget_tokens == 3_000_000

    asked = len(endpoint.requests)
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_MODEL"):
        monkeypatch.delenv(name)
    again = await abuild(
        "A notes app", out=tmp_path / "again", storage="memory", replay=str(tmp_path / "rec")
    )
    assert again.verified, again.verdict.summary
    assert len(endpoint.requests) == asked
    assert files_of(tmp_path / "again") == files_of(tmp_path / "first")


def broken_backend(body: dict[str, Any]) -> Behaviour:
    """The offline model's answer, with a statement in it that no Go compiler takes."""
    said = offline_answer(body)
    assert isinstance(said, Say)
    return Say(
        said.text.replace("return &NoteService{ports: ports}", "return &NoteService{"),
        usage=(7_000, 1_000),
    )


@pytest.mark.extended
async def test_a_budget_that_runs_out_in_the_middle_keeps_the_best_state_and_can_be_raised(
    endpoint: ScriptedEndpoint, tmp_path: Path
) -> None:
    endpoint.otherwise = broken_backend
    result = await abuild(
        "A notes app", out=tmp_path / "out", storage="memory", budget_tokens=30_000, scaffold="off"
    )
    verdict = result.verdict
    assert (verdict.outcome, result.exit_code) == ("budget", 1)
    assert (
        "24000 of 30000 tokens spent; raise it with: stackwright resume --budget-tokens"
        in verdict.stopped
    )
    assert [gate.name for gate in verdict.gates if gate.status == "failed"] == ["backend.build"]
    assert (tmp_path / "out/backend/go.mod").is_file()

    endpoint.otherwise = offline_answer
    asked = len(endpoint.requests)
    events: list[Event] = []
    finished = await aresume(result.run, budget_tokens=1_000_000, on_event=events.append)
    assert finished.verified, finished.verdict.summary
    assert finished.out == result.out
    assert finished.moved_aside is not None
    assert len(endpoint.requests) == asked + 1
    assert [event.role for event in events if isinstance(event, ModelCalled)] == ["debugger"]
    assert finished.verdict.attempts == 2


def test_a_time_budget_ends_the_run_where_it_is(tmp_path: Path) -> None:
    # What no other test finishes: where all gates were measured before, six seconds might do.
    outcome = stackwright(
        "build",
        "diaries (title, text)",
        "--budget-seconds",
        "6",
        "--out",
        "out",
        "--json",
        cwd=tmp_path,
    )
    assert outcome.code == 1
    assert "6 s spent; raise it with: stackwright resume --budget-seconds" in str(outcome.last)


async def test_a_wrong_key_fails_at_once_and_says_what_to_check(
    endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "wrong")
    with pytest.raises(StackwrightError, match="check OPENAI_API_KEY") as error:
        await abuild("A notes app", out=tmp_path / "out", model="openai:scripted")
    assert error.value.exit_code == 3
    assert endpoint.requests == []
    assert not (tmp_path / "out").exists()


async def test_dollars_cannot_limit_what_has_no_price(
    endpoint: ScriptedEndpoint, tmp_path: Path
) -> None:
    with pytest.raises(StackwrightError, match="limit tokens instead, with --budget-tokens") as e:
        await abuild("A notes app", out=tmp_path / "out", budget_usd=5)
    assert e.value.exit_code == 2

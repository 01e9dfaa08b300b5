"""How the gates are asked about a mutant: the same runner as in a build, cheap gates first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bench.mutants import judging
from bench.mutants.changes import Change
from bench.mutants.judging import Portion, Rejection, first_rejection
from tests.support.contexts import context_of
from workbench.harness.gate import Gate
from workbench.harness.gate_context import GateContext
from workbench.progress.results import Finding, GateResult, judged, not_verified

CHANGE = Change(7, "edge", "backend/internal/a.go", 3, "F", "“a < b”", "0123456789")
GATES = ("api.contract", "api.scenarios", "api.walk")


class FakeSubject:
    """Sees every change at every gate, but for those named `blind`."""

    def __init__(self, folder: Path, blind: tuple[str, ...] = ()) -> None:
        self.changes = [CHANGE]
        self.uncompiled = 0
        self._folder = folder
        self._blind = blind

    def portions(self, gate: str, change: Change) -> list[Portion]:
        return [] if gate in self._blind else [None]

    def rejected(self, change: Change, finding: str) -> None:
        pass

    @asynccontextmanager
    async def switched(self, change: Change | None, gate: str) -> AsyncIterator[GateContext]:
        yield context_of(self._folder, {})


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, GateResult]:
    """What each gate says; those that were asked are the keys of `asked`."""
    said = {name: judged(name, [], seconds=0) for name in GATES}

    async def run_gate(context: GateContext, gate: Gate, listen: object) -> GateResult:
        return said[gate.name]

    monkeypatch.setattr(judging, "run_gate", run_gate)
    return said


async def test_the_first_gate_that_is_red_rejects(
    tmp_path: Path, answers: dict[str, GateResult]
) -> None:
    for gate in GATES[1:]:
        answers[gate] = judged(
            gate, [Finding(gate=gate, message="m", check=gate, expected="1", actual="2")], seconds=0
        )
    found = await first_rejection(FakeSubject(tmp_path), CHANGE, GATES)
    assert found == Rejection("api.scenarios", "api.scenarios: expected 1, got 2")


async def test_a_gate_that_is_not_verified_rejects_too(
    tmp_path: Path, answers: dict[str, GateResult]
) -> None:
    answers["api.walk"] = not_verified("api.walk", "no server")
    found = await first_rejection(FakeSubject(tmp_path), CHANGE, GATES)
    assert found == Rejection("api.walk", "not verified: no server")


async def test_a_gate_that_never_runs_the_code_is_not_asked(
    tmp_path: Path, answers: dict[str, GateResult]
) -> None:
    answers["api.walk"] = judged("api.walk", [Finding(gate="api.walk", message="m")], seconds=0)
    assert await first_rejection(FakeSubject(tmp_path, ("api.walk",)), CHANGE, GATES) is None

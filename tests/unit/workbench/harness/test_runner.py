"""Stages run in order and stop at what is red; what comes out differently is flaky, not passed."""

from __future__ import annotations

from collections import deque
from types import SimpleNamespace
from typing import cast

import pytest

from tests.support.plans import NOTES, planned
from workbench.harness import runner
from workbench.harness.gate import Check, Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.progress.results import Finding, GateResult, Status, not_verified

CONTEXT = cast(GateContext, SimpleNamespace(cache=None, plan=planned(NOTES)))
STAGES = (Stage.STATIC, Stage.BEHAVIOUR, Stage.STRESS)


class Script:
    """Gates that answer as scripted, and a list of the names in the order in which they ran."""

    def __init__(self, **answers: str) -> None:
        self.asked: list[str] = []
        self.gates = (
            self._gate("secrets", Stage.STATIC, answers, turn=0),
            self._gate("api.contract", Stage.STATIC, answers, turn=1, runs_the_system=True),
            self._gate("api.abuse", Stage.STATIC, answers, turn=1, runs_the_system=True),
            self._gate("ui.journey", Stage.BEHAVIOUR, answers, turn=0, runs_the_system=True),
        )

    def _gate(
        self, name: str, stage: Stage, answers: dict[str, str], *, turn: int,
        runs_the_system: bool = False,
    ) -> Gate:  # fmt: skip
        script = deque(answers.get(name.replace(".", "_"), "p"))
        leaves = ("shots",) if name == "ui.journey" else ()
        return Gate(
            name, stage, self._check(name, script), "nothing", ("a.rule",), turn=turn,
            runs_the_system=runs_the_system, leaves=leaves,
        )  # fmt: skip

    def _check(self, name: str, script: deque[str]) -> Check:
        async def check(_context: GateContext) -> GateResult:
            self.asked.append(name)
            word = script.popleft() if len(script) > 1 else script[0]
            if word == "?":
                return not_verified(name, "no tool")
            if word == "p":
                return GateResult(gate=name, status=Status.PASSED, seconds=1)
            finding = Finding(gate=name, message="wrong")
            return GateResult(gate=name, status=Status.FAILED, seconds=1, findings=(finding,))

        return check

    async def run(self) -> dict[str, GateResult]:
        results = await runner.run_stages(
            CONTEXT, self.gates, STAGES, runner.run_gate, lambda _name, _result: None
        )
        return {result.gate: result for result in results}


async def test_everything_green_runs_once() -> None:
    script = Script()
    assert all(result.status is Status.PASSED for result in (await script.run()).values())
    assert sorted(script.asked) == ["api.abuse", "api.contract", "secrets", "ui.journey"]


async def test_every_gate_of_a_stage_runs_and_the_next_stage_is_not_reached() -> None:
    results = await Script(secrets="f", api_abuse="f").run()
    assert set(results) == {"secrets", "api.contract", "api.abuse"}
    assert results["api.contract"].status is Status.PASSED


async def test_what_stays_red_is_red_with_its_first_findings() -> None:
    script = Script(api_contract="f")
    result = (await script.run())["api.contract"]
    assert [finding.message for finding in result.findings] == ["wrong"]
    assert script.asked.count("api.contract") == 2


@pytest.mark.parametrize(
    ("runs", "told"),
    [("fpp", "failed, passed, passed"), ("fpf", "failed, passed, failed"),
     ("fp?", "failed, passed, failed")],
)  # fmt: skip
async def test_what_fails_and_then_passes_is_flaky_and_red(runs: str, told: str) -> None:
    script = Script(ui_journey=runs)
    result = (await script.run())["ui.journey"]
    assert result.status is Status.FAILED
    assert [finding.message for finding in result.findings] == [
        f"flaky: on the same files it {told}", "wrong",
    ]  # fmt: skip
    assert script.asked.count("ui.journey") == 3
    assert result.seconds >= 2, "all runs' seconds"


async def test_a_reader_of_files_is_not_asked_again() -> None:
    script = Script(secrets="f")
    await script.run()
    assert script.asked.count("secrets") == 1


async def test_gates_that_run_the_system_are_asked_through_the_cache(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = Script()
    stored: dict[str, GateResult] = {}

    async def cached(context: GateContext, gate: Gate) -> GateResult:
        if gate.name not in stored:
            stored[gate.name] = await gate.check(context)
        return stored[gate.name]

    monkeypatch.setattr(runner, "cached", cached)
    for _ in range(2):
        await script.run()
    assert sorted(script.asked) == ["api.abuse", "api.contract", "secrets", "secrets", "ui.journey"]

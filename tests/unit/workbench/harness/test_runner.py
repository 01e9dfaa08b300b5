"""Stages run in order and stop at what is red; what comes out differently is flaky, not passed."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.contexts import context_of
from workbench.harness import runner
from workbench.harness.gate import Check, Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.progress.results import Finding, GateResult, Status, not_verified

STAGES = (Stage.STATIC, Stage.BEHAVIOUR, Stage.STRESS)


SOURCE = "backend/cmd/server/main.go"


class Script:
    """Gates that answer as scripted, and a list of the names in the order in which they ran."""

    def __init__(self, folder: Path, **answers: str) -> None:
        context = context_of(folder / "app", {SOURCE: "package main"})
        self.context = replace(context, scratch=folder / "build")
        self.does: dict[str, Callable[[], object]] = {}
        self.asked: list[str] = []
        self.gates = (
            self._gate("secrets", Stage.STATIC, answers, turn=0),
            self._gate("api.contract", Stage.STATIC, answers, turn=1, runs_the_system=True),
            self._gate("api.abuse", Stage.STATIC, answers, turn=1, runs_the_system=True),
            self._gate("ui.journey", Stage.BEHAVIOUR, answers, turn=0, runs_the_system=True),
        )

    def _gate(
        self,
        name: str,
        stage: Stage,
        answers: dict[str, str],
        *,
        turn: int,
        runs_the_system: bool = False,
    ) -> Gate:
        script = deque(answers.get(name.replace(".", "_"), "p"))
        leaves = ("shots",) if name == "ui.journey" else ()
        return Gate(
            name,
            stage,
            self._check(name, script),
            "nothing",
            ("a.rule",),
            turn=turn,
            runs_the_system=runs_the_system,
            leaves=leaves,
        )

    def _check(self, name: str, script: deque[str]) -> Check:
        async def check(_context: GateContext) -> GateResult:
            self.asked.append(name)
            self.does.get(name, lambda: None)()
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
            self.context, self.gates, STAGES, runner.run_gate, lambda _name, _result: None
        )
        return {result.gate: result for result in results}


async def test_a_pass_without_a_check_is_not_verified(tmp_path: Path) -> None:
    script = Script(tmp_path)
    for gate in script.gates:
        if gate.name == "api.abuse":
            result = await runner.run_gate(
                script.context, replace(gate, lists_checks=True), lambda _name, _result: None
            )
    assert (result.status, result.reason) == (Status.NOT_VERIFIED, "the gate checked nothing")


@pytest.mark.parametrize(
    ("needed", "file", "reason"),
    [
        ("backend.build", "server", "there is no server binary: backend.build did not pass"),
        ("frontend.build", "dist/index.html", "there is no bundle: frontend.build did not pass"),
    ],
)
async def test_a_gate_does_not_run_without_a_product_of_one_that_it_needs(
    tmp_path: Path, needed: str, file: str, reason: str
) -> None:
    script = Script(tmp_path)
    gate = replace(script.gates[0], needs=(needed,))

    async def result() -> GateResult:
        return await runner.run_gate(script.context, gate, lambda _name, _result: None)

    without = await result()
    assert (without.status, without.reason) == (Status.NOT_VERIFIED, reason)
    assert script.asked == []
    product = script.context.scratch / file
    product.parent.mkdir(parents=True)
    product.write_text("")
    assert (await result()).status is Status.PASSED


async def test_everything_green_runs_once(tmp_path: Path) -> None:
    script = Script(tmp_path)
    assert all(result.status is Status.PASSED for result in (await script.run()).values())
    assert sorted(script.asked) == ["api.abuse", "api.contract", "secrets", "ui.journey"]


async def test_every_gate_of_a_stage_runs_and_the_next_stage_is_not_reached(tmp_path: Path) -> None:
    results = await Script(tmp_path, secrets="f", api_abuse="f").run()
    assert set(results) == {"secrets", "api.contract", "api.abuse"}
    assert results["api.contract"].status is Status.PASSED


async def test_findings_name_the_component_of_their_gate(tmp_path: Path) -> None:
    script = Script(tmp_path, secrets="f", api_abuse="f")
    secrets, contract, abuse_gate, journey = script.gates
    script.gates = (secrets, contract, replace(abuse_gate, component="backend"), journey)
    results = await script.run()
    [abuse], [secret] = results["api.abuse"].findings, results["secrets"].findings
    assert (abuse.component, secret.component) == ("backend", None)


async def test_what_stays_red_is_red_with_its_first_findings(tmp_path: Path) -> None:
    script = Script(tmp_path, api_contract="f")
    result = (await script.run())["api.contract"]
    assert [finding.message for finding in result.findings] == ["wrong"]
    assert script.asked.count("api.contract") == 2


@pytest.mark.parametrize(
    ("runs", "told"),
    [
        ("fpp", "failed, passed, passed"),
        ("fpf", "failed, passed, failed"),
        ("fp?", "failed, passed, failed"),
    ],
)
async def test_what_fails_and_then_passes_is_flaky_and_red(
    runs: str, told: str, tmp_path: Path
) -> None:
    script = Script(tmp_path, ui_journey=runs)
    result = (await script.run())["ui.journey"]
    assert result.status is Status.FAILED
    assert [finding.message for finding in result.findings] == [
        f"flaky: on the same files it {told}",
        "wrong",
    ]
    assert script.asked.count("ui.journey") == 3
    assert result.seconds >= 2, "all runs' seconds"


async def test_a_reader_of_files_is_not_asked_again(tmp_path: Path) -> None:
    script = Script(tmp_path, secrets="f")
    await script.run()
    assert script.asked.count("secrets") == 1


async def test_gates_that_run_the_system_are_asked_through_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = Script(tmp_path)
    stored: dict[str, GateResult] = {}

    async def cached(
        _context: GateContext, gate: Gate, _files: str, measure: Callable[[], Awaitable[GateResult]]
    ) -> GateResult:
        if gate.name not in stored:
            stored[gate.name] = await measure()
        return stored[gate.name]

    monkeypatch.setattr(runner, "cached", cached)
    for _ in range(2):
        await script.run()
    assert sorted(script.asked) == ["api.abuse", "api.contract", "secrets", "secrets", "ui.journey"]


async def test_a_gate_under_which_the_tree_changed_is_red_by_the_file(tmp_path: Path) -> None:
    script = Script(tmp_path)
    script.does["api.abuse"] = lambda: (tmp_path / "app" / SOURCE).write_text("package other")
    results = await script.run()
    finding = results["api.abuse"].findings[0]
    assert (results["api.abuse"].status, finding.file) == (Status.FAILED, SOURCE)
    assert f"{SOURCE} was changed while the gates ran" in finding.message
    assert script.asked.count("api.abuse") == 1, "it is not asked again on another tree"


async def test_a_pass_on_a_tree_that_changed_is_not_cached(tmp_path: Path) -> None:
    script = Script(tmp_path)
    script.context = replace(script.context, cache=tmp_path / "cache")
    script.context.scratch.mkdir()
    script.does["api.abuse"] = lambda: (tmp_path / "app" / SOURCE).write_text("package other")
    await script.run()
    assert list((tmp_path / "cache").glob("api.abuse-*")) == []


async def test_a_gate_may_build_what_it_is_there_to_build_and_no_other_may(tmp_path: Path) -> None:
    script = Script(tmp_path)
    script.context.scratch.mkdir()
    server = script.context.binary
    building = replace(script.gates[0], builds=(server.name,))
    script.gates = (building, *script.gates[1:])
    script.does["secrets"] = lambda: server.write_text("built")
    assert all(result.status is Status.PASSED for result in (await script.run()).values())
    script.does["ui.journey"] = lambda: server.write_text("swapped")
    result = (await script.run())["ui.journey"]
    assert result.status is Status.FAILED
    assert result.findings[0].message.startswith("the built server was changed")

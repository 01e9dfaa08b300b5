"""Stages run in order and stop at what is red; what comes out differently is flaky, not passed."""

from __future__ import annotations

from collections import deque
from types import SimpleNamespace
from typing import cast

import pytest

from workbench.harness import runner
from workbench.harness.gate_context import GateContext
from workbench.progress.results import Finding, GateResult, Status, not_verified

SITE = cast(GateContext, SimpleNamespace(cache=None))
STAGES = ((("secrets",), ("api.contract", "api.abuse")), (("ui.journey",),))


class Script:
    """Gates that answer what they are told to, and a count of how often each was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **answers: str) -> None:
        self.asked: list[str] = []
        for name in ("secrets", "api.contract", "api.abuse", "ui.journey"):
            script = deque(answers.get(name.replace(".", "_"), "p"))
            monkeypatch.setitem(runner.CHECKS, name, self._check(name, script))

    def _check(self, name: str, script: deque[str]) -> runner.Check:
        async def check(_site: GateContext) -> GateResult:
            self.asked.append(name)
            word = script.popleft() if len(script) > 1 else script[0]
            if word == "?":
                return not_verified(name, "no tool")
            if word == "p":
                return GateResult(gate=name, status=Status.PASSED, seconds=1)
            finding = Finding(gate=name, message="wrong")
            return GateResult(gate=name, status=Status.FAILED, seconds=1, findings=(finding,))

        return check


async def ran() -> dict[str, GateResult]:
    results = await runner.run_stages(SITE, STAGES, lambda _name, _result: None)
    return {result.gate: result for result in results}


async def test_everything_green_runs_once(monkeypatch: pytest.MonkeyPatch) -> None:
    script = Script(monkeypatch)
    assert all(result.status is Status.PASSED for result in (await ran()).values())
    assert sorted(script.asked) == ["api.abuse", "api.contract", "secrets", "ui.journey"]


async def test_a_stage_tells_everything_and_the_next_is_not_reached(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Script(monkeypatch, secrets="f", api_abuse="f")
    results = await ran()
    assert set(results) == {"secrets", "api.contract", "api.abuse"}
    assert results["api.contract"].status is Status.PASSED


async def test_what_stays_red_is_red_with_its_first_findings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = Script(monkeypatch, api_contract="f")
    result = (await ran())["api.contract"]
    assert [finding.message for finding in result.findings] == ["wrong"]
    assert script.asked.count("api.contract") == 2


@pytest.mark.parametrize(
    ("runs", "told"),
    [("fpp", "failed, passed, passed"), ("fpf", "failed, passed, failed"),
     ("fp?", "failed, passed, failed")],
)  # fmt: skip
async def test_what_fails_and_then_passes_is_flaky_and_red(
    runs: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = Script(monkeypatch, ui_journey=runs)
    result = (await ran())["ui.journey"]
    assert result.status is Status.FAILED
    assert [finding.message for finding in result.findings] == [
        f"flaky: on the same files it {told}", "wrong",
    ]  # fmt: skip
    assert script.asked.count("ui.journey") == 3
    assert result.seconds >= 2, "all runs' seconds"


async def test_a_reader_of_files_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    script = Script(monkeypatch, secrets="f")
    await ran()
    assert script.asked.count("secrets") == 1


async def test_what_runs_the_system_is_measured_once_on_the_same_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = Script(monkeypatch)
    kept: dict[str, GateResult] = {}
    left: dict[str, tuple[str, ...]] = {}

    async def cached(
        context: GateContext, gate: str, measure: runner.Check, leaves: tuple[str, ...]
    ) -> GateResult:
        left[gate] = leaves
        if gate not in kept:
            kept[gate] = await measure(context)
        return kept[gate]

    monkeypatch.setattr(runner, "remembered", cached)
    for _ in range(2):
        await ran()
    assert sorted(script.asked) == ["api.abuse", "api.contract", "secrets", "secrets", "ui.journey"]
    assert left == {
        "api.contract": (), "api.abuse": (), "ui.journey": ("journey.json", "screenshots"),
    }  # fmt: skip

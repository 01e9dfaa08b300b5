"""What a person sees at the end of a run."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from stackwright.closing import show_commands, show_verdict
from tests.support.verdicts import gate_results, verdict_on
from workbench.evidence.verdict import RoleUsage, Verdict
from workbench.progress.results import Finding, GateResult, Status


def shown(verdict: Verdict) -> str:
    console = Console(file=io.StringIO(), width=160)
    show_verdict(console, verdict)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_verified_system_shows_each_gate_and_each_requirement_with_its_proof() -> None:
    verdict = verdict_on(gate_results())
    text = shown(verdict)
    assert all(gate.name in text for gate in verdict.gates)
    assert all(row.id in text and row.proof in text for row in verdict.requirements)
    assert text.rstrip().endswith(verdict.summary)


def test_a_red_gate_shows_what_was_expected_and_measured() -> None:
    finding = Finding(gate="api.contract", message="the total is wrong", expected="2", actual="[3]")
    results = [
        GateResult(gate=result.gate, status=Status.FAILED, findings=(finding,))
        if result.gate == "api.contract"
        else result
        for result in gate_results()
    ]
    text = shown(verdict_on(results, "stagnation"))
    assert "the total is wrong" in text
    assert "expected 2, measured [3]" in text


def test_a_gate_that_could_not_run_says_why() -> None:
    results = [
        GateResult(gate=result.gate, status=Status.NOT_VERIFIED, reason="no [browser] was found")
        if result.gate == "ui.journey"
        else result
        for result in gate_results()
    ]
    assert "not verified: no [browser] was found" in shown(verdict_on(results, "stagnation"))


def test_what_was_not_contained_stands_first() -> None:
    verdict = verdict_on(gate_results()).model_copy(update={"uncontained": "Not contained: off."})
    assert shown(verdict).startswith("Not contained: off.")


def test_assumptions_the_reason_to_stop_and_the_spend_are_shown() -> None:
    verdict = verdict_on(gate_results()).model_copy(
        update={
            "assumptions": ("Notes have a title.",),
            "stopped": "the budget of 5 dollars is spent",
            "usage": {
                "planner": RoleUsage(calls=2, input_tokens=12_000, output_tokens=800, usd=0.5),
                "debugger": RoleUsage(calls=1, input_tokens=10, output_tokens=5, usd=None),
                "coder": RoleUsage(calls=0, input_tokens=0, output_tokens=0),
            },
        }
    )
    text = shown(verdict)
    assert "Notes have a title." in text
    assert "the budget of 5 dollars is spent" in text
    assert "planner: 2 calls, 12,000 tokens in, 800 out, $0.50" in text
    assert "debugger: 1 calls, 10 tokens in, 5 out, price unknown" in text
    assert "coder:" not in text


@pytest.mark.parametrize(
    ("out", "here", "command"),
    [
        ("/srv/shop", "/srv", "cd shop/backend && go run ./cmd/server"),
        ("/srv/my shop", "/srv", "cd 'my shop/backend' && go run ./cmd/server"),
        ("/elsewhere/shop", "/srv", "cd /elsewhere/shop/backend && go run ./cmd/server"),
    ],
)
def test_the_commands_can_be_pasted(out: str, here: str, command: str) -> None:
    console = Console(file=io.StringIO(), width=160)
    show_commands(console, Path(out), lambda: Path(here))
    assert isinstance(console.file, io.StringIO)
    assert command in console.file.getvalue()

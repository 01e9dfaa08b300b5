"""Verified means: every gate green on the tree, every requirement proven; nothing is assumed."""

from __future__ import annotations

import pytest

from tests.support.verdicts import ALL_PROVEN, PLAN, gate_results, verdict_on
from workbench.evidence.verdict import Conclusion
from workbench.gates.registry import GATE_NAMES
from workbench.plan.system import Requirement
from workbench.progress.results import GateResult, Status


def test_all_green_and_all_proven_is_verified() -> None:
    assert verdict_on(gate_results()).verified
    assert verdict_on(gate_results()).exit_code == 0


def test_a_gate_that_was_not_reached_is_not_verified_never_passed() -> None:
    short = gate_results()[:3]
    result = verdict_on(short)
    assert not result.verified
    assert {g.name for g in result.gates if g.status is Status.NOT_VERIFIED} == set(GATE_NAMES[3:])


@pytest.mark.parametrize(
    ("status", "code"), [(Status.FAILED, 1), (Status.NOT_VERIFIED, 3), (Status.NOT_APPLICABLE, 0)]
)
def test_one_gate_decides_the_exit_code(status: Status, code: int) -> None:
    assert verdict_on(gate_results(api_scenarios=status)).exit_code == code


def without_proof(proven: tuple[str, ...]) -> list[GateResult]:
    """All green results in which only these scenarios passed."""
    return [
        r.model_copy(update={"proven": proven}) if r.gate == "ui.journey" else r
        for r in gate_results()
    ]


def test_green_with_an_unproven_requirement_is_a_verdict_of_its_own() -> None:
    result = verdict_on(without_proof(ALL_PROVEN[1:]))
    assert not result.verified
    assert (result.conclusion, result.exit_code) == (Conclusion.UNPROVEN, 4)
    assert result.requirements[0].status == "not proven"
    assert ALL_PROVEN[0] in result.requirements[0].proof
    assert result.summary.startswith("Green, 1 requirement unproven")
    assert result.outcome == "green, not all proven"


def test_a_red_gate_matters_more_than_an_unproven_requirement() -> None:
    results = [r.model_copy(update={"proven": ()}) for r in gate_results(api_walk=Status.FAILED)]
    result = verdict_on(results)
    assert (result.conclusion, result.exit_code) == (Conclusion.RED, 1)


@pytest.mark.parametrize("kind", ["api", "ui", "static", "external", "look", "manual"])
def test_a_requirement_of_any_kind_without_a_scenario_is_unproven(kind: str) -> None:
    extra = Requirement.model_validate({"id": "R99", "text": "It is friendly", "kind": kind})
    plan = PLAN.model_copy(update={"requirements": [*PLAN.requirements, extra]})
    result = verdict_on(gate_results(), plan=plan)
    assert result.exit_code == 4
    assert [row.id for row in result.requirements if row.status == "not proven"] == ["R99"]


def test_a_scenario_that_was_not_reached_is_not_called_failed() -> None:
    proofs = {row.proof for row in verdict_on(gate_results()[:3]).requirements}
    assert all(proof.startswith("not run: ") for proof in proofs)


def test_a_scenario_that_ran_and_failed_did_not_pass() -> None:
    results = [r.model_copy(update={"proven": ()}) for r in gate_results()]
    proofs = {row.proof for row in verdict_on(results).requirements}
    assert all(proof.startswith("did not pass: ") for proof in proofs)

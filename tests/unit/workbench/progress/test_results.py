"""Findings name the component that the fault is in, as far as it is known."""

from __future__ import annotations

import pytest

from workbench.progress.results import Finding, GateResult, judged
from workbench.workspace.paths import Component, component_of


def attributed(finding: Finding, component: Component | None) -> Component | None:
    [found] = judged("g", [finding], seconds=0.0).attributed(component).findings
    return found.component


def test_a_finding_is_attributed_to_the_component_of_its_file_before_that_of_its_gate() -> None:
    finding = Finding(gate="g", message="m", file="frontend/src/App.tsx")
    assert attributed(finding, "backend") == "frontend"


@pytest.mark.parametrize("file", ["", "README.md"])
def test_a_finding_without_such_a_file_is_attributed_to_the_component_of_its_gate(
    file: str,
) -> None:
    finding = Finding(gate="g", message="m", file=file)
    assert attributed(finding, "backend") == "backend"
    assert attributed(finding, None) is None


def test_what_a_gate_says_of_the_component_stays() -> None:
    finding = Finding(gate="g", message="m", component="backend", file="frontend/package.json")
    assert attributed(finding, "frontend") == "backend"


@pytest.mark.parametrize(
    ("path", "component"),
    [
        ("backend/go.mod", "backend"),
        ("frontend/src/App.tsx", "frontend"),
        ("backend", None),
        ("openapi.yaml", None),
        ("backends/go.mod", None),
        ("", None),
    ],
)
def test_a_path_is_in_the_component_of_its_first_folder(
    path: str, component: Component | None
) -> None:
    assert component_of(path) == component


def test_a_result_that_was_stored_before_findings_had_a_component_is_read() -> None:
    stored = '{"gate": "g", "status": "failed", "findings": [{"gate": "g", "message": "m"}]}'
    [finding] = GateResult.model_validate_json(stored).findings
    assert finding.component is None

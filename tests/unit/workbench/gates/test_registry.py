"""What the gates say of each other is true of the registry."""

from __future__ import annotations

from workbench.gates.registry import BUILDS, GATE_NAMES, GATES, needing
from workbench.harness.gate_context import PRODUCTS


def test_the_products_are_those_that_gates_build() -> None:
    built = {gate.name: gate.builds for gate in GATES if gate.builds}
    assert {name: (file.split("/")[0],) for name, (file, _) in PRODUCTS.items()} == built


def test_a_gate_needs_only_gates_that_run_before_it() -> None:
    needing = [gate for gate in GATES if gate.needs]
    assert needing
    for gate in needing:
        assert all(
            GATE_NAMES.index(needed) < GATE_NAMES.index(gate.name) for needed in gate.needs
        ), gate.name


def test_every_gate_that_judges_the_running_server_needs_its_binary() -> None:
    judging = [gate for gate in GATES if gate.name.startswith("api.")]
    assert judging
    assert [gate.name for gate in judging if "backend.build" not in gate.needs] == []


def test_what_needs_a_gate_is_found_through_others_too() -> None:
    found = needing("frontend.build")
    assert found[:2] == ("ui.journey", "frontend.agreement")
    assert needing("clean_room") == ()


def test_the_builds_come_first() -> None:
    assert BUILDS == ("backend.build", "frontend.build")

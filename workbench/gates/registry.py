"""Every gate, in the order in which results are shown. All lists of gates are computed from this one."""

from __future__ import annotations

from workbench.gates import (
    api_abuse,
    api_conformance,
    api_contract,
    api_durability,
    api_scenarios,
    api_settings,
    api_walk,
    backend_build,
    backend_tests,
    clean_room,
    dependencies,
    frontend_agreement,
    frontend_build,
    frontend_tests,
    frontend_types,
    secrets,
    tests_strength,
    ui_journey,
)
from workbench.harness.gate import Gate

GATES: tuple[Gate, ...] = (
    backend_build.GATE,
    frontend_types.GATE,
    frontend_build.GATE,
    secrets.GATE,
    dependencies.GATE,
    backend_tests.GATE,
    frontend_tests.GATE,
    api_contract.GATE,
    api_scenarios.GATE,
    api_walk.GATE,
    api_settings.GATE,
    ui_journey.GATE,
    frontend_agreement.GATE,
    api_conformance.GATE,
    api_durability.GATE,
    api_abuse.GATE,
    tests_strength.GATE,
    clean_room.GATE,
)
GATE_NAMES: tuple[str, ...] = tuple(gate.name for gate in GATES)
# Those whose products other gates judge.
BUILDS: tuple[str, ...] = tuple(gate.name for gate in GATES if gate.builds)


def needing(name: str) -> tuple[str, ...]:
    """The gates that need this one, or need one that does, in their order."""
    found = {name}
    for gate in GATES:  # a gate stands behind those that it needs
        if found.intersection(gate.needs):
            found.add(gate.name)
    return tuple(gate for gate in GATE_NAMES if gate in found - {name})

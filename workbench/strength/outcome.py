"""The result of measuring the tests of one component."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.progress.results import Finding

# One run of the frontend's tests uses a whole core.
PARALLEL_TEST_RUNS = 2


@dataclass
class Strength:
    """Findings on unnoticed faults, behaviours whose faults were all noticed, and behaviours without a fault."""

    findings: list[Finding] = field(default_factory=list)
    noticed: list[str] = field(default_factory=list)
    untried: list[str] = field(default_factory=list)

"""What a measurement of either component comes to."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.progress.results import Finding

# A run of the page's tests keeps a core busy.
PARALLEL_PAGES = 2


@dataclass
class Strength:
    """Planted faults that no test notices, behaviours whose faults all were, and those without one."""

    findings: list[Finding] = field(default_factory=list)
    noticed: list[str] = field(default_factory=list)
    untried: list[str] = field(default_factory=list)

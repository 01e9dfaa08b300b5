"""What a build returns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.evidence.verdict import Verdict


@dataclass(frozen=True)
class BuildResult:
    """A delivered system and the verdict on it. `verified` may well be False."""

    run: str
    out: Path
    verdict: Verdict
    moved_aside: Path | None = None

    @property
    def verified(self) -> bool:
        return self.verdict.verified

    @property
    def exit_code(self) -> int:
        """As the command line ends: 0 verified, 1 red or unproven, 3 kept by the environment."""
        return self.verdict.exit_code

"""What a build returns, and what it raises."""

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


class StackwrightError(Exception):
    """A run that led to no result. `kind` is input, environment, budget or rejected."""

    def __init__(self, kind: str, message: str, exit_code: int) -> None:
        self.kind = kind
        self.exit_code = exit_code
        super().__init__(message)

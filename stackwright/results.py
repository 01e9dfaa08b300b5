"""What a build returns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.evidence.verdict import Conclusion, Verdict


@dataclass(frozen=True)
class PlanResult:
    """A plan that was not built: in words, and as the text of a file for `build(plan=…)`."""

    name: str
    in_words: str
    text: str


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
    def conclusion(self) -> Conclusion:
        """Verified, green but not all proven, red, or not verified."""
        return self.verdict.conclusion

    @property
    def exit_code(self) -> int:
        """As the command line ends: 0 verified, 1 red, 3 kept by the environment, 4 green but not
        all proven."""
        return self.verdict.exit_code

"""Evidence on disk: the full gate results of every judged tree, outside the graph's state."""

from __future__ import annotations

from pathlib import Path

from workbench.host.private_files import FILE_MODE, FOLDER_MODE, write_private
from workbench.host.untrusted.files import copy_pictures
from workbench.progress.results import GateResult

SUFFIX = ".result.json"


class EvidenceStore:
    """One numbered folder per judged tree. All methods block."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def open(self) -> str:
        """A new, empty folder's name."""
        self._root.mkdir(parents=True, exist_ok=True)
        name = f"{sum(1 for _ in self._root.iterdir()) + 1:03d}"
        (self._root / name).mkdir(mode=FOLDER_MODE)
        return name

    def add(self, name: str, result: GateResult, screenshots: Path) -> None:
        """Writes a gate's result atomically; replaces an earlier result of the same gate."""
        folder = self._root / name
        target = folder / f"{result.gate}{SUFFIX}"
        write_private(target, result.model_dump_json(indent=1))
        if result.screenshots:
            copy_pictures(screenshots, folder / "screenshots", FILE_MODE)

    def load(self, name: str) -> list[GateResult]:
        """The results of that folder, by gate; empty for an empty name."""
        if not name:
            return []
        files = sorted((self._root / name).glob(f"*{SUFFIX}"))
        return [GateResult.model_validate_json(file.read_text()) for file in files]

    def screenshots(self, name: str) -> Path:
        """The folder that holds that tree's screenshots; it may be missing."""
        return self._root / name / "screenshots"
